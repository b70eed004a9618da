import type { ReactNode } from 'react';
import { formatSince, formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard } from '../../stores/board-react';
import { personName } from '../events/command-words';
import type { Line } from './routines-model';

/** One line of the list: what it is, how far it has come, and by when. */
export function RoutineLine(props: {
  readonly domId: string;
  readonly line: Line;
  readonly active: boolean;
  readonly unconfirmed: boolean;
  readonly now: number;
  readonly onPress: () => void;
  readonly onOpen: () => void;
}): ReactNode {
  const { domId, line, active, unconfirmed, now, onPress, onOpen } = props;
  const { t } = useT();
  const late =
    (line.kind === 'run' && line.run.state === 'overdue') ||
    (line.kind === 'follow-up' && line.followUp.due && line.followUp.closed === null);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys
    <div
      id={domId}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      className="routine-line"
      data-kind={line.kind}
      onClick={onPress}
      onDoubleClick={onOpen}
    >
      <span className="routine-mark">{late && <StateShape state="warning" size={16} />}</span>
      <span className="routine-number">{numberOf(line)}</span>
      <span className="routine-name">
        <strong>{nameOf(line)}</strong>
        {unconfirmed && <span className="from-cache">{t('routines:waits')}</span>}
      </span>
      <span className="routine-when" data-late={late ? '' : undefined}>
        <When line={line} now={now} />
      </span>
    </div>
  );
}

function numberOf(line: Line): string {
  if (line.kind === 'run') return line.run.number;
  return line.kind === 'follow-up' ? line.followUp.number : '';
}

function nameOf(line: Line): string {
  if (line.kind === 'run') return line.run.name;
  return line.kind === 'follow-up' ? line.followUp.text : line.routine.name;
}

function When({ line, now }: { readonly line: Line; readonly now: number }): ReactNode {
  const { t, lang } = useT();
  const people = useBoard((state) => state.people);
  if (line.kind === 'coming') return t('routines:opens', { time: formatUntil(line.opensAt, now, lang) });
  if (line.kind === 'run') {
    const { settled, state, dueAt, ticked } = line.run;
    if (settled !== null) {
      return t(state === 'skipped' ? 'routines:skippedBy' : 'routines:doneBy', {
        name: personName(people, settled.by),
        time: formatSince(settled.at, now),
      });
    }
    const steps = line.routine?.steps.length ?? 0;
    const far = steps > 0 ? `${t('routines:steps', { done: ticked.length, count: steps })}, ` : '';
    return (
      far +
      t(state === 'overdue' ? 'routines:wasDue' : 'routines:before', { time: formatUntil(dueAt, now, lang) })
    );
  }
  const { closed, dueAt, owner, carried } = line.followUp;
  if (closed !== null) {
    return t('routines:closedBy', { name: personName(people, closed.by), time: formatSince(closed.at, now) });
  }
  return [
    owner === null ? t('routines:noOwner') : personName(people, owner),
    ...(dueAt === null ? [] : [t('routines:before', { time: formatUntil(dueAt, now, lang) })]),
    ...(carried > 0 ? [t('routines:carried', { count: carried })] : []),
  ].join(', ');
}
