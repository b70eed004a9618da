import { type ReactNode, useMemo } from 'react';
import { maintenanceKey } from '../../../../shared/model/maintenance';
import type { Evidence } from '../../../../shared/rules/causes/evidence';
import { useT } from '../../../i18n/react';
import { KeyButton } from '../../../parts/key-cap';
import { useBoard, useBoardStore, useLinkView } from '../../../stores/board-react';
import { useKeyRunner } from '../../keys/use-keys';
import type { Names } from '../use-alarm-words';
import { useEvidence } from '../use-causes';
import { verdictWords } from './cause-words';
import { type EvidenceWordView, evidenceLine, evidenceSentence, groundWords } from './evidence-words';

const PARTS = ['for', 'time', 'against'] as const;

/**
 * The probable cause in a sentence, with what speaks for it, what is known of when, and what speaks against it: there is
 * always a line of that, also when it says none. Time never stands alone.
 */
export function EvidencePanel({ node, names }: { readonly node: string; readonly names: Names }): ReactNode {
  const speech = useT();
  const { t } = speech;
  const evidence = useEvidence(node);
  const view = useEvidenceView(names);
  const ground = groundWords(evidence, speech);
  if (evidence.sentence.code === 'normal') return null;
  return (
    <section className="panel evidence" aria-label={t('causes:title')}>
      <h2 className="panel-title">
        {t('causes:title')}
        {ground !== null && <span className="evidence-ground">{ground}</span>}
      </h2>
      <p className="evidence-sentence">{evidenceSentence(evidence.sentence, view, speech)}</p>
      <dl className="evidence-lines">
        {PARTS.filter((part) => evidence[part].length > 0).map((part) => (
          <div key={part}>
            <dt>{t(`causes:part.${part}`)}</dt>
            <dd>
              <Lines lines={evidence[part]} view={view} />
            </dd>
          </div>
        ))}
      </dl>
      <Said node={node} names={names} />
    </section>
  );
}

function Lines(props: {
  readonly lines: Evidence[(typeof PARTS)[number]];
  readonly view: EvidenceWordView;
}): ReactNode {
  const speech = useT();
  return (
    <ul>
      {props.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one code may be there twice; the order is the identity
        <li key={index}>{evidenceLine(line, props.view, speech)}</li>
      ))}
    </ul>
  );
}

/** What a person has said of it, and the way to take that back. */
function Said({ node, names }: { readonly node: string; readonly names: Names }): ReactNode {
  const speech = useT();
  const store = useBoardStore();
  const run = useKeyRunner();
  const { hubNow } = useLinkView(60_000);
  useBoard((state) => state.alarmsVersion);
  const entity = store.alarm(`verdict:${node}`);
  if (entity?.kind !== 'verdict') return null;
  return (
    <p className="evidence-said">
      <span>{verdictWords(entity.value, names, hubNow, speech)}</span>
      <KeyButton cap="J" label={speech.t('causes:act.free')} onPress={() => run('split')} />
    </p>
  );
}

function useEvidenceView(names: Names): EvidenceWordView {
  const store = useBoardStore();
  const { hubNow } = useLinkView(1_000);
  const now = Math.floor(hubNow / 1_000) * 1_000;
  return useMemo(
    () => ({
      ...names,
      now,
      check: (id) => store.getState().graph.checks.get(id)?.name ?? id,
      window: (id) => store.getState().maintenance.get(maintenanceKey(id))?.window.title ?? id,
    }),
    [names, store, now],
  );
}
