// ical.js: writes RFC 5545 as calendars read it: folded lines, escaped text.
import ICAL from 'ical.js';
import type { RoomView } from '../reduce';
import { type KeptTurn, type ShiftPlan, turnsBetween } from './turns';

/** Whose shifts: those of a position, whoever keeps them, or those of a person, whatever the position. */
export type CalendarOf =
  | { readonly position: string; readonly person?: never }
  | { readonly person: string; readonly position?: never };

/** What is said in a calendar besides the plan. */
export interface CalendarWords {
  /** When it was made, ms UTC; default the beginning of its time. */
  readonly now?: number;
  /** What a person is called; default the id. */
  readonly nameOf?: (person: string) => string;
  /** The room's name. */
  readonly room?: string;
}

/**
 * The shifts in [`from`, `to`) (ms UTC) as iCalendar text (RFC 5545), with what people have changed in the plan. Times are
 * UTC, so that a night of eight or of ten hours is so in every calendar. What nobody keeps is there for a position, and
 * tentative. The same shift has the same UID each time: importing it again moves it.
 */
export function calendarOf(
  plan: ShiftPlan,
  watch: RoomView['watch'],
  whose: CalendarOf,
  from: number,
  to: number,
  words: CalendarWords = {},
): string {
  const { now = from, nameOf = (id) => id, room = 'Vaktrom' } = words;
  const turns = turnsBetween(plan, watch, from, to).filter((turn) =>
    whose.person === undefined ? turn.position === whose.position : turn.person === whose.person,
  );
  const calendar = new ICAL.Component('vcalendar');
  calendar.updatePropertyWithValue('version', '2.0');
  calendar.updatePropertyWithValue('prodid', '-//Vaktrom//Vaktplan//NO');
  calendar.updatePropertyWithValue('method', 'PUBLISH');
  const title = whose.person === undefined ? positionName(plan, whose.position) : nameOf(whose.person);
  calendar.updatePropertyWithValue('x-wr-calname', `${room}: ${title}`);
  calendar.updatePropertyWithValue('x-wr-timezone', 'Europe/Oslo');
  for (const turn of turns) calendar.addSubcomponent(eventOf(plan, turn, now, nameOf));
  return `${calendar.toString()}\r\n`;
}

function eventOf(
  plan: ShiftPlan,
  turn: KeptTurn,
  now: number,
  nameOf: (person: string) => string,
): ICAL.Component {
  const { ref, position, person, why, planned } = turn;
  const event = new ICAL.Component('vevent');
  const shift = plan.patterns.find(({ id }) => id === ref.shift)?.name ?? ref.shift;
  const who = person === null ? 'ubesatt' : nameOf(person);
  event.updatePropertyWithValue('uid', `${encodeURIComponent(`${ref.id}/${position}`)}@vaktrom`);
  event.updatePropertyWithValue('dtstamp', utc(now));
  event.updatePropertyWithValue('dtstart', utc(ref.start));
  event.updatePropertyWithValue('dtend', utc(ref.end));
  event.updatePropertyWithValue('summary', `${shift}: ${positionName(plan, position)}, ${who}`);
  if (planned !== null && planned !== person)
    event.updatePropertyWithValue(
      'description',
      `${why === 'absence' ? 'Fravær' : 'Byttet'}. I planen: ${nameOf(planned)}`,
    );
  event.updatePropertyWithValue('status', person === null ? 'TENTATIVE' : 'CONFIRMED');
  return event;
}

function positionName({ positions }: ShiftPlan, id: string): string {
  return positions.find((position) => position.id === id)?.name ?? id;
}

/** To the second: calendars know nothing finer. */
function utc(at: number): ICAL.Time {
  return ICAL.Time.fromJSDate(new Date(Math.floor(at / 1_000) * 1_000), true);
}
