import type { ReactNode } from 'react';
import type { MaintenanceWindow } from '../../../shared/model/maintenance';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import { nodeName } from '../model/row';
import { WhatIfPanel } from '../what-if/what-if-panel';
import { clockChange } from './dst';
import type { Preview } from './use-preview';
import { fullSpanWords } from './window-words';

/** Nodes that are named; past this their number is told. */
const MAX_NAMED = 8;

/** What the window would be: its next times and what it covers, as the hub works it out. */
export function FormPreview(props: {
  readonly preview: Preview;
  /** The window as written; null: something of it is missing. */
  readonly window: MaintenanceWindow | null;
}): ReactNode {
  const { preview, window } = props;
  const complete = window !== null;
  const time = window?.start.slice(11) ?? '';
  const { t, lang } = useT();
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const { phase, answer, others } = preview;
  const names = (answer?.covers ?? [])
    .slice(0, MAX_NAMED)
    .map(({ node }) => nodeName({ graph, catalogue }, node));
  const more = (answer?.covers.length ?? 0) - names.length;
  const covered = new Set((answer?.covers ?? []).map(({ node }) => node));
  const stopped = (answer?.covers ?? []).filter(({ worst }) => worst === 'down').map(({ node }) => node);
  return (
    <section className="mw-preview" aria-label={t('maintenance:preview.title')} data-phase={phase}>
      <h3 className="panel-title">{t('maintenance:preview.title')}</h3>
      {!complete && <p className="quiet">{t('maintenance:preview.incomplete')}</p>}
      {phase === 'offline' && <p>{t('maintenance:preview.offline')}</p>}
      {phase === 'failed' && <p>{t('maintenance:preview.failed', { reason: others.join(' ') })}</p>}
      {phase === 'asking' && answer === null && <p className="quiet">{t('maintenance:preview.asking')}</p>}
      {answer && complete && (
        <>
          {others.map((reason) => (
            <p key={reason} className="mw-fault">
              {reason}
            </p>
          ))}
          {answer.occurrences.length === 0 ? (
            <p>{t('maintenance:preview.never')}</p>
          ) : (
            <ol className="mw-occurrences">
              {answer.occurrences.map((occurrence) => {
                const change = clockChange(occurrence, time);
                return (
                  <li key={occurrence.start}>
                    {fullSpanWords(occurrence, lang)}
                    {change !== null && <strong> {t(`maintenance:clock.${change}`)}</strong>}
                  </li>
                );
              })}
            </ol>
          )}
          <p>
            <strong>{t('maintenance:detail.covers', { count: answer.covers.length })}</strong>{' '}
            {names.join('; ')} {more > 0 && t('maintenance:more', { count: more })}
          </p>
          {stopped.length > 0 && <WhatIfPanel nodes={stopped} covered={covered} />}
        </>
      )}
    </section>
  );
}
