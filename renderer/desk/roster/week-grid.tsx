import { type KeyboardEvent, memo, type ReactNode } from 'react';
import { dateText } from '../../../shared/rules/watch/wall-dates';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import { personName } from '../events/command-words';
import type { RosterTurn, RosterWeek } from './roster-model';
import { dayText, hoursText } from './roster-words';

export interface WeekGridProps {
  readonly week: RosterWeek;
  /** ISO date of today. */
  readonly today: string;
  /** The key of the turn in focus. */
  readonly focused: string | null;
  /** The turn that takes a tab stop. */
  readonly me: string | null;
  readonly now: number;
  /** Names of shifts by id. */
  readonly shiftName: (id: string) => string;
  /** Keys of `watch` entities that the hub has not confirmed. */
  readonly waiting: ReadonlySet<string>;
  readonly onFocus: (key: string) => void;
  readonly onOpen: (turn: RosterTurn) => void;
}

/** One week: a line for each position, a column for each day. */
export const WeekGrid = memo(function WeekGrid(props: WeekGridProps): ReactNode {
  const { week, today } = props;
  const { t, lang } = useT();
  const days = Array.from({ length: 7 }, (_, day) => dateText(week.monday + day));
  return (
    <table className="roster-week">
      <caption>
        <strong>{t('roster:week', { number: week.number })}</strong>
        {week.open > 0 && <span className="roster-open">{t('roster:open', { count: week.open })}</span>}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('roster:position')}</th>
          {days.map((date) => (
            <th key={date} scope="col" data-today={date === today ? '' : undefined}>
              {dayText(date, lang)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {week.rows.map((row) => (
          <tr key={row.position.id}>
            <th scope="row">{row.position.name}</th>
            {days.map((date, day) => (
              <td key={date} data-today={date === today ? '' : undefined}>
                {(row.days[day] ?? []).map((turn) => (
                  <TurnButton key={turn.key} turn={turn} of={props} />
                ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
});

function TurnButton({ turn, of }: { readonly turn: RosterTurn; readonly of: WeekGridProps }): ReactNode {
  const { t } = useT();
  const people = useBoard((state) => state.people);
  const { focused, me, now, shiftName, waiting, onFocus, onOpen } = of;
  const { ref, person, planned, why } = turn;
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    onOpen(turn);
  };
  const waits = waiting.has(`assignment:${turn.key}`);
  return (
    <button
      type="button"
      id={`turn-${turn.key}`}
      className="roster-turn"
      data-why={why}
      data-mine={person !== null && person === me ? '' : undefined}
      data-now={ref.start <= now && now < ref.end ? '' : undefined}
      aria-pressed={turn.key === focused}
      tabIndex={turn.key === focused ? 0 : -1}
      onClick={() => onFocus(turn.key)}
      onDoubleClick={() => onOpen(turn)}
      onKeyDown={press}
    >
      <span className="roster-hours">
        {shiftName(ref.shift)} {hoursText(ref)}
      </span>
      <span className="roster-who">
        {why === 'absence' && planned !== null && <s>{personName(people, planned)}</s>}{' '}
        {person === null ? t(`roster:why.${why}`) : personName(people, person)}
        {why === 'swap' && person !== null && <span className="roster-mark"> {t('roster:swapped')}</span>}
        {waits && <span className="roster-mark"> {t('roster:waits')}</span>}
      </span>
    </button>
  );
}
