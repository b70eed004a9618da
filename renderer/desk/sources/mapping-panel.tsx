import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { z } from 'zod';
import type { MappingPreview } from '../../../shared/contract/wire';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { useBoard, useClock, useLinkView } from '../../stores/board-react';
import { useActs, useBridge } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { keptUnder } from '../model/kept';
import { nodeName } from '../model/row';
import { readRules, writeRules } from './rules-draft';
import type { SourceView } from './source-model';

/** The person pauses this long before the hub is asked again, ms. */
const PAUSE_MS = 300;
const SHOWN = 200;

/**
 * The rules by which alerts find their services, beside what they make of the alerts that are there now. A draft
 * is tried, never applied, until it is saved to the catalogue; it outlives leaving the view and the window.
 */
export function MappingPanel({ view }: { readonly view: SourceView }): ReactNode {
  const { t } = useT();
  const acts = useActs();
  const bridge = useBridge();
  const { phase } = useLinkView(1_000);
  const source = view.source.id;
  const [draft, setDraft] = useDraft(source);
  const parsed = useMemo(() => (draft === null ? null : readRules(draft)), [draft]);
  const rules = parsed === null ? null : parsed.ok ? parsed.rules : undefined;
  const tried = useTrial(source, rules, view.alerts.length);
  const [fault, setFault] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  const shownText = draft ?? (tried.inForce === null ? '' : writeRules(tried.inForce));

  const save = async (): Promise<void> => {
    if (!parsed?.ok) return;
    setFault(null);
    const file = await bridge.catalogueSource({ service: null });
    if (!file.ok) return setFault(t('sources:form.refused', { reason: file.error.message }));
    const answer = await acts.give({
      kind: 'catalogue.edit',
      subject: 'catalogue',
      payload: {
        base: file.value.version,
        change: { kind: 'source-rules', source, rules: [...parsed.rules] },
        summary: t('sources:mapping.summary', { name: view.source.name }),
      },
    });
    if (answer.ok) setSaved(true);
    else setFault(t('sources:form.refused', { reason: answer.error.message }));
  };
  useKeys({
    save: () => {
      void save();
    },
  });

  return (
    <div className="mapping-panel">
      <section className="mapping-rules">
        <p className="quiet">{t('sources:mapping.help')}</p>
        <label>
          <span className="panel-title">
            {t('sources:mapping.rules')}
            <span className="held-tag">
              {t(draft === null ? 'sources:mapping.inForce' : 'sources:mapping.draft')}
            </span>
          </span>
          <textarea
            className="text-field rules-text"
            spellCheck={false}
            value={shownText}
            onChange={(event) => {
              setSaved(false);
              setDraft(event.target.value);
            }}
          />
        </label>
        {parsed !== null && !parsed.ok && (
          <p className="form-fault" role="alert">
            {t('sources:mapping.parse', { reason: parsed.reason })}
          </p>
        )}
        {tried.preview?.issues.map((issue) => (
          <p key={`${issue.rule} ${issue.field} ${issue.reason}`} className="form-fault" role="alert">
            {t('sources:mapping.issue', { ...issue, rule: issue.rule + 1 })}
          </p>
        ))}
        {fault !== null && (
          <p className="form-fault" role="alert">
            {fault}
          </p>
        )}
        {saved && <p role="status">{t('sources:mapping.saved')}</p>}
        <div className="act-row">
          <KeyButton
            cap="F2"
            label={t('sources:mapping.save')}
            disabled={!parsed?.ok || (tried.preview?.issues.length ?? 0) > 0 || phase !== 'live'}
            onPress={() => void save()}
          />
          {draft !== null && (
            <button type="button" className="quiet-button" onClick={() => setDraft(null)}>
              {t('sources:mapping.reset')}
            </button>
          )}
        </div>
      </section>
      <ScrollRegion className="mapping-preview" aria-label={t('sources:mapping.preview')}>
        <h2 className="panel-title">{t('sources:mapping.preview')}</h2>
        <Trial tried={tried} />
      </ScrollRegion>
    </div>
  );
}

/** What the hub made of the rules, the odd ones first. */
function Trial({ tried }: { readonly tried: TrialState }): ReactNode {
  const { t } = useT();
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const { preview } = tried;
  if (tried.reason !== null) return <Notice title={t('sources:mapping.offline')} text={tried.reason} />;
  if (!preview) return <Notice title={t('sources:mapping.loading')} />;
  if (preview.alerts.length === 0) return <Notice title={t('sources:mapping.none')} />;
  const order = { unmatched: 0, twice: 1, matched: 2 } as const;
  const alerts = [...preview.alerts].sort((a, b) => order[a.verdict] - order[b.verdict]);
  const left = preview.more + Math.max(0, alerts.length - SHOWN);
  return (
    <>
      <p className="rule-hits">
        {preview.hits.map((count, rule) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place
          <span key={rule} data-odd={count === 0 ? '' : undefined}>
            {t('sources:mapping.hits', { rule: rule + 1, count })}
          </span>
        ))}
      </p>
      <ul className="trial-list">
        {alerts.slice(0, SHOWN).map(({ alert, verdict }) => (
          <li key={alert.id} data-verdict={verdict}>
            <strong>{alert.name}</strong> <span className="quiet">{alert.summary}</span>
            <span className="trial-where">
              {verdict === 'matched' ? null : <em>{t(`sources:mapping.${verdict}`)} </em>}
              {alert.nodes.map((id) => nodeName({ graph, catalogue }, id)).join(', ')}
            </span>
          </li>
        ))}
      </ul>
      {left > 0 && <p className="quiet">{t('sources:mapping.more', { count: left })}</p>}
    </>
  );
}

interface TrialState {
  readonly preview: MappingPreview | null;
  /** The rules that hold, once they are known. */
  readonly inForce: MappingPreview['rules'] | null;
  /** Why the hub could not be asked; null: it could. */
  readonly reason: string | null;
}

/** Tries rules (null: those in force; undefined: a draft that cannot be read) on the alerts that are there now. */
function useTrial(
  source: string,
  rules: MappingPreview['rules'] | readonly MappingPreview['rules'][number][] | null | undefined,
  alerts: number,
): TrialState {
  const bridge = useBridge();
  const clock = useClock();
  const live = useLinkView(1_000).phase === 'live';
  const [state, setState] = useState<TrialState>({ preview: null, inForce: null, reason: null });
  const known = state.inForce !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: new alerts and a hub that is back want a new trial
  useEffect(() => {
    if (rules === undefined) return undefined;
    let gone = false;
    const ask = async (): Promise<void> => {
      const answer = await bridge.previewMapping({ source, rules: rules === null ? null : [...rules] });
      // A draft is on the screen from the start after a restart: what holds is asked for once as well.
      const held =
        rules === null ? answer : known ? null : await bridge.previewMapping({ source, rules: null });
      if (gone) return;
      setState((before) => ({
        preview: answer.ok ? answer.value : before.preview,
        inForce: held?.ok ? held.value.rules : before.inForce,
        reason: answer.ok ? null : answer.error.message,
      }));
    };
    const cancel = clock.after(PAUSE_MS, () => void ask());
    return () => {
      gone = true;
      cancel();
    };
  }, [bridge, clock, source, rules, alerts, live]);
  return state;
}

const drafts = keptUnder('vaktrom:mapping-drafts', z.record(z.string(), z.string()));

/** A draft that is still there after the view was left or the window loaded anew. */
function useDraft(source: string): readonly [string | null, (text: string | null) => void] {
  const [draft, setDraft] = useState<string | null>(() => drafts.read()[source] ?? null);
  const keep = (text: string | null): void => {
    setDraft(text);
    const { [source]: _before, ...others } = drafts.read();
    drafts.write(text === null ? others : { ...others, [source]: text });
  };
  return [draft, keep];
}
