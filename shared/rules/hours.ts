import type { ServiceHours } from '../model/catalogue';
import { instantsAround, nextTransition, wallTime } from '../time/oslo';
import { isPublicHoliday } from './holidays';

/**
 * When service hours are open. The rule is what the clock on the wall shows, and nothing else: an opening from 01:30
 * to 02:30 is open whenever an Oslo clock shows a time between the two, so on the night when the hour from 02:00 is
 * doubled it opens, closes, opens again at 02:00 and closes again; on the night when that hour is skipped it closes
 * at 03:00. On a public holiday, where those are closed, it is closed from 00:00 to 24:00 of that date, also for an
 * opening that began the evening before.
 */
export type Hours = Pick<ServiceHours, 'open' | 'closedOnHolidays'>;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Openings repeat by the week, holidays by the year: what has not changed by then never does. */
const HORIZON_DAYS = 370;

/** Whether they are open at an instant, ms UTC. */
export function isOpen(hours: Hours, at: number): boolean {
  return isOpenOnWall(hours, wallTime(at));
}

function isOpenOnWall(hours: Hours, wall: number): boolean {
  if (hours.closedOnHolidays && isPublicHoliday(wall)) return false;
  const minute = Math.floor(wall / MINUTE_MS) % (24 * 60);
  const today = isoDay(wall);
  const yesterday = isoDay(wall - DAY_MS);
  return hours.open.some(({ days, from, to }) => {
    const begin = minuteOf(from);
    const end = minuteOf(to);
    if (begin < end) return days.includes(today) && minute >= begin && minute < end;
    return (days.includes(today) && minute >= begin) || (days.includes(yesterday) && minute < end);
  });
}

/** When they next open or close after an instant, ms UTC; null: never (within a year). */
export function nextChange(hours: Hours, at: number): number | null {
  const open = isOpen(hours, at);
  const edges = edgeMinutes(hours);
  const firstDay = Math.floor(wallTime(at) / DAY_MS) * DAY_MS;
  let transition = nextTransition(at);
  for (let day = 0; day <= HORIZON_DAYS; day++) {
    const midnight = firstDay + day * DAY_MS;
    const instants = edges.flatMap((minute) => instantsAround(midnight + minute * MINUTE_MS));
    // The wall clock itself jumps there, perhaps over an edge.
    if (transition !== null && wallTime(transition - 1) < midnight + DAY_MS) {
      instants.push(transition);
      transition = nextTransition(transition);
    }
    instants.sort((a, b) => a - b);
    for (const instant of instants) if (instant > at && isOpen(hours, instant) !== open) return instant;
  }
  return null;
}

/** Minutes of the day at which something may change: every edge, and midnight for holidays and weekdays. */
function edgeMinutes(hours: Hours): readonly number[] {
  const minutes = hours.open.flatMap(({ from, to }) => [minuteOf(from), minuteOf(to) % (24 * 60)]);
  return [...new Set([0, ...minutes])].sort((a, b) => a - b);
}

/** `07:30` → 450; `24:00` → 1440. */
function minuteOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

/** ISO 8601: 1 Monday to 7 Sunday. */
function isoDay(wall: number): number {
  return new Date(wall).getUTCDay() || 7;
}
