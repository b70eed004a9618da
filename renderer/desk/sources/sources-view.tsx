import { type ReactNode, useMemo, useState } from 'react';
import type { Source } from '../../../shared/model/catalogue';
import { formatAge, formatSince } from '../../../shared/time/format';
import { formatCount } from '../../i18n/number';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard, useLinkView } from '../../stores/board-react';
import { deskKey } from '../keys/key-table';
import { useKeys } from '../keys/use-keys';
import { AlertPanel } from './alert-panel';
import { MappingPanel } from './mapping-panel';
import { SilencePanel } from './silence-panel';
import { type SourceView, sourceViews } from './source-model';

type Part = 'alerts' | 'silences' | 'mapping';
const PARTS: readonly Part[] = ['alerts', 'silences', 'mapping'];

/** Foreign monitoring systems: how each is doing, what it says, and where that was put. */
export function SourcesView(): ReactNode {
  const { t } = useT();
  const views = useSourceViews();
  const [chosen, setChosen] = useState<string | null>(null);
  const [part, setPart] = useState<Part>('alerts');
  const [asked, setAsked] = useState(0);
  const at = Math.max(
    0,
    views.findIndex(({ source }) => source.id === chosen),
  );
  const view = views[at];
  const step = (by: number): void => setChosen(views[at + by]?.source.id ?? view?.source.id ?? null);
  useKeys({
    newer: () => step(-1),
    older: () => step(1),
    fold: (event) => {
      const next = PARTS.indexOf(part) + (event.key === 'ArrowRight' ? 1 : -1);
      setPart(PARTS[Math.min(PARTS.length - 1, Math.max(0, next))] ?? part);
    },
    new: () => {
      setPart('silences');
      setAsked((count) => count + 1);
    },
  });
  if (!view) return <Notice whole title={t('sources:none')} text={t('sources:noneText')} />;
  return (
    <div className="sources">
      <ScrollRegion className="source-list" aria-label={t('sources:list')}>
        <ul>
          {views.map((item) => (
            <SourceCard
              key={item.source.id}
              view={item}
              chosen={item === view}
              onChoose={() => setChosen(item.source.id)}
            />
          ))}
        </ul>
      </ScrollRegion>
      <section className="source-body" aria-label={view.source.name}>
        <div className="source-parts" role="tablist" aria-label={t('sources:tabs.label')}>
          {PARTS.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              className="tab"
              aria-selected={name === part}
              onClick={() => setPart(name)}
            >
              {t(`sources:tabs.${name}`)}
              <PartCount view={view} part={name} />
            </button>
          ))}
          <span className="source-keys quiet" aria-hidden="true">
            <KeyCap cap={deskKey('fold').cap} /> {t('sources:tabs.part')}
            {views.length > 1 && (
              <>
                <KeyCap cap={deskKey('newer').cap} /> <KeyCap cap={deskKey('older').cap} />{' '}
                {t('sources:tabs.source')}
              </>
            )}
          </span>
        </div>
        {part === 'alerts' && <AlertPanel key={view.source.id} view={view} />}
        {part === 'silences' && <SilencePanel key={view.source.id} view={view} asked={asked} />}
        {part === 'mapping' && <MappingPanel key={view.source.id} view={view} />}
      </section>
    </div>
  );
}

function useSourceViews(): readonly SourceView[] {
  const catalogue = useBoard((state) => state.catalogue);
  const catalogueVersion = useBoard((state) => state.catalogueVersion);
  const entities = useBoard((state) => state.sources);
  const version = useBoard((state) => state.sourcesVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the maps are changed in place; their versions say so
  return useMemo(() => {
    const sources: Source[] = [];
    for (const entity of catalogue.values()) if (entity.kind === 'source') sources.push(entity.value);
    return sourceViews(sources, entities);
  }, [catalogue, catalogueVersion, entities, version]);
}

function PartCount({ view, part }: { readonly view: SourceView; readonly part: Part }): ReactNode {
  const { lang } = useT();
  if (part === 'mapping') return null;
  const count = part === 'alerts' ? view.alerts.length : view.silences.length;
  return count === 0 ? null : <span className="quiet"> {formatCount(count, lang)}</span>;
}

/** One source: whether it answers, since when, and what is odd about it. */
function SourceCard(props: {
  readonly view: SourceView;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  const { view, chosen, onChoose } = props;
  const { t, lang } = useT();
  const { hubNow } = useLinkView(1_000);
  const { source, status } = view;
  const phase = status?.phase ?? 'never';
  const vouched = useVouchedFor(source.id);
  const last = status?.rejected.last ?? null;
  return (
    <li>
      <button
        type="button"
        className="source-card"
        data-phase={phase}
        aria-pressed={chosen}
        onClick={onChoose}
      >
        <span className="source-name">
          <StateShape state={phase === 'up' ? 'normal' : phase === 'down' ? 'down' : 'unknown'} size={16} />
          <strong>{source.name}</strong>
        </span>
        <span className="source-phase">
          {t(`sources:phase.${phase}`)}
          {status !== null && ` ${t('sources:since', { time: formatSince(status.since, hubNow) })}`}
        </span>
        <span className="quiet source-address">{source.url}</span>
        {status?.reason && <span className="source-reason">{status.reason}</span>}
        {phase === 'down' && vouched > 0 && (
          <span className="source-reason">{t('sources:vouches', { count: vouched })}</span>
        )}
        {status !== null && phase === 'up' && (
          <span className="source-figures">
            {(['alerts', 'unmatched', 'ambiguous', 'silences'] as const).map((name) => (
              <span key={name} data-odd={(name === 'unmatched' || name === 'ambiguous') && status[name] > 0}>
                <strong>{formatCount(status[name], lang)}</strong>{' '}
                {t(`sources:figures.${name}`, { count: status[name] })}
              </span>
            ))}
          </span>
        )}
        {status !== null && status.skewMs !== null && Math.abs(status.skewMs) >= 2_000 && (
          <span className="source-reason">
            {t('sources:skew', { age: formatAge(Math.abs(status.skewMs), lang) })}
          </span>
        )}
        {status !== null && status.rejected.count > 0 && (
          <span className="source-rejected">
            {t('sources:rejected', { count: status.rejected.count })}
            {last && (
              <>
                <span>
                  {t('sources:rejectedLast', { time: formatSince(last.at, hubNow), reason: last.reason })}
                </span>
                <code>{t('sources:rejectedPiece', { piece: last.piece })}</code>
              </>
            )}
          </span>
        )}
        {status?.version && (
          <span className="quiet">{t('sources:version', { version: status.version })}</span>
        )}
      </button>
    </li>
  );
}

/** How many nodes stand or fall with a source. */
function useVouchedFor(source: string): number {
  const graph = useBoard((state) => state.graph);
  return useMemo(
    () => [...graph.checks.values()].filter((check) => check.source === source).length,
    [graph, source],
  );
}
