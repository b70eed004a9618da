// RFC 5545 recurrence is a thicket of cases; the library's calendar arithmetic is used, and nothing of its zones.
import { RRuleTemporal } from 'rrule-temporal';
import type { MaintenanceWindow } from '../model/maintenance';
import { instantOf, parseWallTime, wallTime } from '../time/oslo';
import { parseRule, type Rule, shown } from './recurrence-rule';

/**
 * When a maintenance window is. The rule is worked out on Europe/Oslo's wall clock, and each beginning is then given
 * its instant: one that falls in the skipped hour of spring begins at the same distance after the change (02:30
 * becomes 03:30: planned work is not left out because of summer time, as RFC 5545 would have it for recurrences),
 * one in the doubled hour of autumn begins the first time. The length is by the monotonic clock. The first
 * occurrence is the first that the rule gives at or after `start`.
 */
export type Schedule = Pick<MaintenanceWindow, 'start' | 'durationMs' | 'rrule'>;

/** One time that a window is planned. ms UTC; `end` is after the last moment. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
}

/**
 * What is wrong with a window's times. `reason` is English, for the file; `code` and `piece` (the text that is wrong,
 * shortened; null: all of it) are for words in other tongues.
 */
export interface ScheduleFault {
  readonly field: 'start' | 'rrule';
  readonly code: ScheduleFaultCode;
  readonly piece: string | null;
  readonly reason: string;
}
export type ScheduleFaultCode =
  | 'date'
  | 'year'
  | 'syntax'
  | 'part'
  | 'frequency'
  | 'value'
  | 'count-and-until'
  | 'combination'
  | 'never'
  | 'overlap';

const DAY_MS = 86_400_000;
/** How far ahead an occurrence is looked for: 29 February is at most eight years away. */
const HORIZON_MS = 10 * 366 * DAY_MS;
/** Occurrences that are compared with the one before: rules repeat themselves long before. */
const COMPARED = 60;
/** A change of time moves an instant by an hour at most; looking this much earlier misses none. */
const MARGIN_MS = 3 * 3_600_000;

/** What is wrong with a window's times; null: nothing. Bounded in time whatever the rule says. */
export function scheduleFault(window: Schedule): ScheduleFault | null {
  const start = parseWallTime(window.start);
  if (start === null) return startFault('date', `"${shown(window.start)}" is not a date and time`);
  const year = new Date(start).getUTCFullYear();
  if (year < 2000 || year > 2100) return startFault('year', 'a window begins between 2000 and 2100');
  if (window.rrule === null) return null;
  const rule = parseRule(window.rrule);
  if ('code' in rule) return { field: 'rrule', ...rule };
  let last: number | null = null;
  let compared = 0;
  for (const wall of beginnings(rule, start, start)) {
    if (rule.until !== null && instantOf(wall) > rule.until) break;
    if (last !== null && wall - last < window.durationMs) {
      return ruleFault('overlap', 'it begins again before it is over: make it shorter or rarer');
    }
    last = wall;
    compared += 1;
    if (compared === COMPARED) break;
  }
  return last === null ? ruleFault('never', 'this rule never occurs (within ten years of its start)') : null;
}

function startFault(code: ScheduleFaultCode, reason: string): ScheduleFault {
  return { field: 'start', code, piece: null, reason };
}

function ruleFault(code: ScheduleFaultCode, reason: string): ScheduleFault {
  return { field: 'rrule', code, piece: null, reason };
}

/**
 * The occurrences that are not over at `at` (ms UTC), soonest first, at most `limit`. Those that begin more than ten
 * years after it are left out. Empty as well for a schedule that has a fault.
 */
export function occurrencesFrom(window: Schedule, at: number, limit: number): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const occurrence of occurrences(window, at - window.durationMs)) {
    if (occurrence.end <= at) continue;
    if (found.length >= limit) break;
    found.push(occurrence);
  }
  return found;
}

/** The last occurrence that was over at `at` and did not begin before `since` (both ms UTC); null: there is none. */
export function lastOccurrenceBetween(window: Schedule, since: number, at: number): Occurrence | null {
  let last: Occurrence | null = null;
  for (const occurrence of occurrences(window, since)) {
    if (occurrence.end > at) break;
    if (occurrence.start >= since) last = occurrence;
  }
  return last;
}

/** The occurrence that begins exactly at `start` (ms UTC); null: there is none. */
export function occurrenceAt(window: Schedule, start: number): Occurrence | null {
  for (const occurrence of occurrences(window, start)) {
    if (occurrence.start === start) return occurrence;
    if (occurrence.start > start) return null;
  }
  return null;
}

/** Occurrences in order, from those that begin about `from` (ms UTC; some may be earlier). */
function* occurrences(window: Schedule, from: number): Generator<Occurrence> {
  const start = parseWallTime(window.start);
  if (start === null) return;
  const rule = window.rrule === null ? null : parseRule(window.rrule);
  if (rule && 'code' in rule) return;
  for (const wall of beginnings(rule, start, wallTime(from) - MARGIN_MS)) {
    const begins = instantOf(wall);
    if (rule?.until != null && begins > rule.until) return;
    yield { start: begins, end: begins + window.durationMs };
  }
}

/** The wall times of beginnings at or after `from`, in order, up to the horizon. Asks the library in growing steps. */
function* beginnings(rule: Rule | null, start: number, from: number): Generator<number> {
  if (rule === null) {
    if (start >= from) yield start;
    return;
  }
  const lastWall = rule.until === null ? Number.POSITIVE_INFINITY : wallTime(rule.until) + MARGIN_MS;
  let low = Math.max(start, from);
  const end = Math.min(low + HORIZON_MS, lastWall);
  let step = 40 * DAY_MS;
  while (low <= end) {
    const high = Math.min(low + step, end);
    yield* between(rule, start, low, high);
    low = high + 1;
    step *= 6;
  }
}

/** The rule's wall times in a stretch, both ends included. What the library gives up on has none. */
function between(rule: Rule, start: number, low: number, high: number): readonly number[] {
  try {
    // "UTC" makes the library's instants our wall times: it never meets a change of time.
    const dtstart = new Date(start).toISOString().replace(/[-:]|\.\d+/g, '');
    const rruleString = `DTSTART:${dtstart}\nRRULE:${rule.text}`;
    const recurrence = new RRuleTemporal({ rruleString, cache: false });
    return recurrence.between(new Date(low), new Date(high), true).map((found) => found.epochMilliseconds);
  } catch {
    return [];
  }
}
