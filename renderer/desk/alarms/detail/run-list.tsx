import { type ReactNode, useMemo } from 'react';
import { formatSince } from '../../../../shared/time/format';
import { useT } from '../../../i18n/react';
import { KeyCap } from '../../../parts/key-cap';
import { useBoard, useBoardStore, useLinkView } from '../../../stores/board-react';
import { useDeskStore } from '../../desk-context';
import { firstLine } from '../../model/reasons';
import { actionsFor, runsOf } from '../../runs/run-model';

/** Runs of an alarm that are told in its detail; the rest are in the log. */
const SHOWN = 4;

/** Runbook actions that the alarm offers, and what came of those that were run for it. */
export function RunList({ node }: { readonly node: string }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const store = useBoardStore();
  const { hubNow } = useLinkView(10_000);
  const catalogue = useBoard((state) => state.catalogue);
  const version = useBoard((state) => state.alarmsVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const runs = useMemo(
    () => runsOf(store.getState().alarms, (run) => run.node === node).slice(0, SHOWN),
    [node, store, version],
  );
  const offered = actionsFor(catalogue, node);
  if (offered.length === 0 && runs.length === 0) return null;
  const nameOf = (id: string): string => {
    const entity = catalogue.get(`action:${id}`);
    return entity?.kind === 'action' ? entity.value.name : id;
  };
  return (
    <section className="panel">
      <h2 className="panel-title">
        {t('runs:title')}
        {offered.length > 0 && (
          <span className="quiet">
            <KeyCap cap="g" /> {t('alarms:runs.hint')}
          </span>
        )}
      </h2>
      <ul className="run-offers">
        {offered.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              className="link-button"
              onClick={() => desk.show({ kind: 'run', node, action: id })}
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
      <ul className="run-lines">
        {runs.map((run) => (
          <li key={run.id} data-state={run.state}>
            <time>{formatSince(run.requestedAt, hubNow)}</time>
            <button
              type="button"
              className="link-button"
              onClick={() => desk.show({ kind: 'run', node, action: run.action })}
            >
              {nameOf(run.action)}
            </button>{' '}
            <strong>{t(`runs:state.${run.state}`)}</strong>
            {run.dryRun && ` (${t('runs:dry')})`} <span className="quiet">{firstLine(run.output)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
