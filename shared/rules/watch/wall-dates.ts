import { nextTransition, wallTime } from '../../time/oslo';

/**
 * Dates and times of day on Oslo's wall, as shifts need them. A shift begins when the wall first shows its time *or a
 * later one*: in the night when the hour from 02:00 is skipped, one that begins at 02:30 begins at 03:00; where the hour
 * comes twice, it begins in the first. So beginnings keep their order in every night of the year.
 */
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
/** Minutes of a day on the wall, and of a week. */
export const DAY_MINUTES = 24 * 60;
export const WEEK_MINUTES = 7 * DAY_MINUTES;

/** `2026-11-23` as a number of days since 1970-01-01; null: there is no such day. */
export function dayNumber(date: string): number | null {
  const at = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(at) || dateText(at / DAY_MS) !== date) return null;
  return at / DAY_MS;
}

/** The date of a day number, `2026-11-23`. */
export function dateText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day on the wall at an instant, ms UTC. */
export function dayAt(at: number): number {
  return Math.floor(wallTime(at) / DAY_MS);
}

/** ISO 8601: 1 Monday to 7 Sunday. */
export function isoWeekday(day: number): number {
  // Day 0 was a Thursday.
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The Monday of a day's week, as a day number. */
export function mondayOf(day: number): number {
  return day - isoWeekday(day) + 1;
}

/** `07:30` → 450; `24:00` → 0: midnight has two names. */
export function minuteOf(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) % DAY_MINUTES;
}

/** Reads walls as instants (ms UTC) within a span of time: for a year of shifts without asking the time zone each time. */
export type WallReader = (wall: number) => number;

/** A reader that is right for walls that an Oslo clock shows from `from` to `to` (ms UTC), with two days on either side. */
export function wallReader(from: number, to: number): WallReader {
  const begin = Math.floor(from) - 3 * DAY_MS;
  const spans: { readonly from: number; readonly wall: number; readonly offset: number }[] = [];
  const add = (at: number): void => {
    const wall = wallTime(at);
    spans.push({ from: at, wall, offset: wall - at });
  };
  add(begin);
  for (let at = nextTransition(begin); at !== null && at <= to + 3 * DAY_MS; at = nextTransition(at)) add(at);
  return (wall) => {
    // The first span of time in which the wall comes to show it, or has gone past it.
    for (const [index, span] of spans.entries()) {
      const next = spans[index + 1];
      if (next !== undefined && wall - span.offset >= next.from) continue;
      return Math.max(span.from, wall - span.offset);
    }
    return wall;
  };
}
