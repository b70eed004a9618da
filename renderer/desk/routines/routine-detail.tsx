import type { ReactNode } from 'react';
import { formatAge, formatSince, formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { ScrollRegion } from '../../parts/scroll-region';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActions, useDeskStore } from '../desk-context';
import { personName, subjectName } from '../events/command-words';
import { RoleNote } from '../people/role-note';
import { positionName } from '../roster/roster-words';
import { usePlan } from '../roster/use-roster';
import type { Line } from './routines-model';

/** One turn of a routine: its steps, by when, who does it, and what can be done with it. */
export function RoutineDetail(props: {
  readonly line: Extract<Line, { kind: 'run' | 'coming' }>;
  readonly now: number;
  readonly unconfirmed: boolean;
  readonly onTick: (step: number, on: boolean) => void;
  readonly onSettle: () => void;
  readonly onReopen: () => void;
}): ReactNode {
  const { line, now, unconfirmed, onTick, onSettle, onReopen } = props;
  const speech = useT();
  const { t, lang } = speech;
  const desk = useDeskStore();
  const actions = useActions();
  const plan = usePlan();
  const people = useBoard((state) => state.people);
  const catalogue = useBoard((state) => state.catalogue);
  const graph = useBoard((state) => state.graph);
  const live = useLinkView(1_000).phase === 'live';
  const run = line.kind === 'run' ? line.run : null;
  const { routine } = line;
  const [opensAt, dueAt] = run
    ? [run.opensAt, run.dueAt]
    : line.kind === 'coming'
      ? [line.opensAt, line.dueAt]
      : [0, 0];
  const settled = run?.settled ?? null;
  const node = routine?.node ?? null;
  return (
    <ScrollRegion className="routine-detail" aria-label={t('routines:detail')}>
      <div className="panel">
        <h2 className="routine-title">
          {run?.state === 'overdue' && <StateShape state="warning" size={20} />}
          {run?.name ?? routine?.name} <span className="quiet">{run?.number}</span>
        </h2>
        <p>
          {run === null
            ? t('routines:comes', {
                opens: formatUntil(opensAt, now, lang),
                due: formatUntil(dueAt, now, lang),
              })
            : run.state === 'overdue'
              ? t('routines:overdueSince', {
                  time: formatUntil(dueAt, now, lang),
                  age: formatAge(now - dueAt, lang),
                })
              : t(`routines:state.${run.state}`, { time: formatUntil(dueAt, now, lang) })}
          {unconfirmed && <span className="from-cache"> {t('routines:waitsForHub')}</span>}
        </p>
        {settled !== null && (
          <p>
            {t('routines:settledBy', {
              name: personName(people, settled.by),
              time: formatSince(settled.at, now),
            })}
            {settled.note !== null && ` «${settled.note}»`}
          </p>
        )}
        <div className="act-row">
          {run !== null && settled === null && (
            <>
              <KeyButton
                cap="x"
                label={t('routines:act.tick')}
                waits={!live}
                disabled={(routine?.steps.length ?? 0) === 0}
                onPress={() =>
                  onTick(routine?.steps.findIndex((_, step) => !run.ticked.includes(step)) ?? -1, true)
                }
              />
              <KeyButton cap="s" label={t('routines:act.settle')} waits={!live} onPress={onSettle} />
            </>
          )}
          {settled !== null && (
            <KeyButton cap="L" label={t('routines:act.reopen')} waits={!live} onPress={onReopen} />
          )}
          {routine?.runbook != null && (
            <KeyButton
              cap="b"
              label={t('routines:act.runbook')}
              onPress={() => routine.runbook !== null && actions.openLink(routine.runbook)}
            />
          )}
        </div>
        <RoleNote kind="routine.tick" />
      </div>
      <div className="panel">
        <h3 className="panel-title">{t('routines:stepsTitle')}</h3>
        {(routine?.steps.length ?? 0) === 0 && <p className="quiet">{t('routines:noSteps')}</p>}
        <ol className="routine-steps">
          {routine?.steps.map((text, step) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place, and is ticked by it
            <li key={step}>
              <label>
                <input
                  type="checkbox"
                  checked={run?.ticked.includes(step) ?? false}
                  disabled={run === null || settled !== null}
                  onChange={(event) => onTick(step, event.target.checked)}
                />
                {text}
              </label>
            </li>
          ))}
        </ol>
      </div>
      <div className="panel">
        <dl className="roster-facts">
          <div>
            <dt>{t('routines:field.position')}</dt>
            <dd>
              {routine === null || routine.position === null
                ? t('routines:onWatch')
                : positionName(plan, routine.position)}
            </dd>
          </div>
          {node !== null && (
            <div>
              <dt>{t('routines:field.node')}</dt>
              <dd>
                <button
                  type="button"
                  className="link-button"
                  onClick={() => desk.open({ view: 'service', node })}
                >
                  {subjectName({ catalogue, graph }, node, speech)}
                </button>
              </dd>
            </div>
          )}
        </dl>
      </div>
    </ScrollRegion>
  );
}
