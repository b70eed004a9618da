import type { RotaLine, ShiftPattern } from '../../model/roster';
import type { ShiftPlan } from './plan';
import { roundDays, turnReader } from './rota';
import {
  DAY_MINUTES,
  dateText,
  dayNumber,
  isoWeekday,
  MINUTE_MS,
  minuteOf,
  WEEK_MINUTES,
} from './wall-dates';

/** What is wrong with a plan, and where in the catalogue file. Reasons are in the file's own language, English. */
export interface PlanFault {
  /** From the file's root: `['watch', 'shifts', 2, 'to']`. */
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

type Note = (path: PlanFault['path'], reason: string) => void;

/** Two who are planned for the same shift are looked for so far ahead, days: twenty years. */
const LOOK_DAYS = 7_305;
/** Days that are looked at for that in all: a file with more lines than a room has is told so, and not read for minutes. */
const MOST_DAYS = 3_000_000;
const WEEKDAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/**
 * Everything that makes a plan no plan: a moment with no shift, or with two that do not only meet for the handover; a
 * position of a shift that no line of the rota speaks of, or two at once; a person at two positions of one shift; what is
 * named and does not exist. Shifts follow the week on the wall, so what holds for one week holds for all, the nights of
 * DST among them (`shiftsBetween`). People are no fault: the hub may come to know them later.
 */
export function planFaults(plan: ShiftPlan): readonly PlanFault[] {
  const faults = new Map<string, PlanFault>();
  const note: Note = (path, reason) => {
    faults.set(`${path.join('/')}\n${reason}`, { path, reason });
  };
  namedTwice(plan, note);
  unknownNames(plan, note);
  wrongDates(plan, note);
  weekFaults(plan, note);
  rotaFaults(plan, note);
  twicePlanned(plan, note);
  return [...faults.values()];
}

// ── names and dates

function namedTwice({ positions, patterns }: ShiftPlan, note: Note): void {
  for (const [list, items] of [
    ['positions', positions],
    ['shifts', patterns],
  ] as const) {
    const seen = new Set<string>();
    for (const { id, order } of items) {
      if (seen.has(id)) note(['watch', list, order, 'id'], `duplicate id "${id}" in ${list}`);
      seen.add(id);
    }
  }
  for (const { order, positions: named } of patterns) {
    for (const [place, id] of named.entries()) {
      if (named.indexOf(id) < place)
        note(['watch', 'shifts', order, 'positions', place], `position "${id}" stands twice in this shift`);
    }
  }
}

function unknownNames({ positions, patterns, rota }: ShiftPlan, note: Note): void {
  const known = new Set(positions.map(({ id }) => id));
  for (const { order, positions: named } of patterns) {
    for (const [place, id] of named.entries()) {
      if (!known.has(id))
        note(['watch', 'shifts', order, 'positions', place], `unknown watch position "${id}"`);
    }
  }
  for (const { order, shift, position } of rota) {
    const pattern = patterns.find(({ id }) => id === shift);
    if (!pattern) note(['watch', 'rota', order, 'shift'], `unknown shift "${shift}"`);
    if (!known.has(position))
      note(['watch', 'rota', order, 'position'], `unknown watch position "${position}"`);
    else if (pattern && !pattern.positions.includes(position))
      note(['watch', 'rota', order, 'position'], `shift "${shift}" has no position "${position}"`);
  }
}

function wrongDates({ rota }: ShiftPlan, note: Note): void {
  for (const { order, from, until } of rota) {
    for (const [key, date] of [
      ['from', from],
      ['until', until],
    ] as const) {
      if (date !== null && dayNumber(date) === null)
        note(['watch', 'rota', order, key], `"${date}" is no day of the calendar`);
    }
    if (until !== null && until < from) note(['watch', 'rota', order, 'until'], 'it ends before it begins');
  }
}

// ── the week

interface Span {
  readonly pattern: ShiftPattern;
  /** Minutes of the week, Monday 00:00 being 0; the end may lie in the next. */
  readonly start: number;
  readonly end: number;
}

function weekFaults({ plan, patterns }: ShiftPlan, note: Note): void {
  const overlap = plan.overlapMs / MINUTE_MS;
  for (const pattern of patterns) {
    if (lengthOf(pattern) <= overlap)
      note(
        ['watch', 'shifts', pattern.order, 'to'],
        `a shift is longer than the time in which two meet (${overlap} min)`,
      );
  }
  const week = spansOf(patterns);
  // The same fault on several days is one: the first is named.
  const told = new Map<string, { readonly path: PlanFault['path']; readonly reason: string; more: number }>();
  // What comes is held against the shift that has lasted longest so far: a short one may lie whole inside it.
  let held = furthest(week.map((span) => byWeeks(span, -1)));
  for (const span of week) {
    const reason = held === null ? null : meetingFault(held, span, overlap);
    if (held !== null && reason !== null) {
      const key = [held.pattern.id, span.pattern.id, span.start - held.end].join('/');
      const known = told.get(key);
      if (known) known.more += 1;
      else told.set(key, { path: ['watch', 'shifts', held.pattern.order, 'to'], reason, more: 0 });
    }
    held = furthest(held === null ? [span] : [held, span]);
  }
  for (const { path, reason, more } of told.values())
    note(path, more === 0 ? reason : `${reason}, and ${more} more time${more === 1 ? '' : 's'} a week`);
}

/** What is wrong with how one shift comes to the next; null: nothing. */
function meetingFault(span: Span, next: Span, overlap: number): string | null {
  if (next.start > span.end) return `a hole: no shift from ${dayTime(span.end)} to ${dayTime(next.start)}`;
  if (span.end - next.start <= overlap) return null;
  const until = dayTime(Math.min(span.end, next.end));
  const both = `an overlap: "${span.pattern.id}" and "${next.pattern.id}" both from ${dayTime(next.start)} to ${until}`;
  return next.start === span.start ? both : `${both} (two shifts meet for at most ${overlap} min)`;
}

function spansOf(patterns: readonly ShiftPattern[]): readonly Span[] {
  return patterns
    .flatMap((pattern) =>
      [...new Set(pattern.days)].map((day) => {
        const start = (day - 1) * DAY_MINUTES + minuteOf(pattern.from);
        return { pattern, start, end: start + lengthOf(pattern) };
      }),
    )
    .sort((a, b) => a.start - b.start || a.pattern.order - b.pattern.order);
}

function furthest(spans: readonly Span[]): Span | null {
  return spans.reduce<Span | null>(
    (last, span) => (last === null || span.end >= last.end ? span : last),
    null,
  );
}

function byWeeks(span: Span, weeks: number): Span {
  const minutes = weeks * WEEK_MINUTES;
  return { ...span, start: span.start + minutes, end: span.end + minutes };
}

function lengthOf({ from, to }: ShiftPattern): number {
  const minutes = minuteOf(to) - minuteOf(from);
  return minutes > 0 ? minutes : minutes + DAY_MINUTES;
}

/** `Friday 15:15`. */
function dayTime(minute: number): string {
  const within = ((minute % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES;
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = `${two(Math.floor((within % DAY_MINUTES) / 60))}:${two(within % 60)}`;
  return `${WEEKDAY_NAMES[Math.floor(within / DAY_MINUTES)] ?? ''} ${time}`;
}

// ── the rota

/** The plan begins with its first line, and ends with its last, where all of them end. */
function rotaFaults({ patterns, rota }: ShiftPlan, note: Note): void {
  const dated = rota.filter(isDated);
  const first = Math.min(...dated.map(({ from }) => dayNumber(from) ?? 0));
  const last = Math.max(...dated.map(lastDay));
  for (const { id: shift, order, days, positions } of patterns) {
    for (const [place, position] of positions.entries()) {
      const where = `position "${position}" of shift "${shift}"`;
      const lines = dated
        .filter((line) => line.shift === shift && line.position === position)
        .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.order - b.order));
      if (lines.length === 0) {
        const reason = `a hole: no line of the rota says who keeps ${where} (a planned vacancy is turns: [null])`;
        note(['watch', 'shifts', order, 'positions', place], reason);
        continue;
      }
      let until = first - 1;
      let before: RotaLine | null = null;
      for (const line of lines) {
        const from = dayNumber(line.from) ?? 0;
        const path = ['watch', 'rota', before === null ? line.order : before.order];
        const hole = firstDate(days, until + 1, from - 1);
        if (hole !== null)
          note(
            [...path, before === null ? 'from' : 'until'],
            `a hole: nobody is planned at ${where} from ${dateText(hole)} until ${line.from}`,
          );
        if (
          before !== null &&
          from <= until &&
          firstDate(days, from, Math.min(until, lastDay(line))) !== null
        )
          note(
            ['watch', 'rota', line.order, 'from'],
            `an overlap: another line speaks of ${where} from ${line.from}: end that one (until) before`,
          );
        until = Math.max(until, lastDay(line));
        before = line;
      }
      const hole = firstDate(days, until + 1, last);
      if (hole !== null && before !== null)
        note(
          ['watch', 'rota', before.order, 'until'],
          `a hole: nobody is planned at ${where} from ${dateText(hole)}`,
        );
    }
  }
}

/** The first of these days, both included, on which a shift with these weekdays begins; null: none. */
function firstDate(days: readonly number[], from: number, to: number): number | null {
  if (!Number.isFinite(from)) return null;
  for (let day = from; day <= Math.min(to, from + 6); day++) if (days.includes(isoWeekday(day))) return day;
  return null;
}

function isDated({ from, until }: RotaLine): boolean {
  return dayNumber(from) !== null && (until === null || dayNumber(until) !== null);
}

function lastDay({ until }: RotaLine): number {
  return until === null ? Number.POSITIVE_INFINITY : (dayNumber(until) ?? 0);
}

/** Different shifts only meet for the handover: a person can be at two places at once only within one. */
function twicePlanned({ patterns, rota }: ShiftPlan, note: Note): void {
  const budget = { days: MOST_DAYS };
  for (const pattern of patterns) {
    const lines = rota.filter((line) => line.shift === pattern.id && isDated(line));
    for (const [index, one] of lines.entries()) {
      for (const other of lines.slice(0, index)) {
        if (other.position === one.position) continue;
        const found = bothAt(pattern, one, other, budget);
        if (budget.days < 0) {
          note(
            ['watch', 'rota', one.order],
            'too many lines speak of the same people: end those that are over',
          );
          return;
        }
        if (found === null) continue;
        const [person, date] = found;
        note(
          ['watch', 'rota', one.order, 'turns', one.turns.indexOf(person)],
          `"${person}" would be at two places at once on ${date}: "${other.position}" and "${one.position}" of shift "${pattern.id}"`,
        );
      }
    }
  }
}

/** Who both lines name on the same date, and on which first; null: nobody. */
function bothAt(
  { days }: ShiftPattern,
  a: RotaLine,
  b: RotaLine,
  budget: { days: number },
): readonly [string, string] | null {
  if (!a.turns.some((person) => person !== null && b.turns.includes(person))) return null;
  const from = Math.max(dayNumber(a.from) ?? 0, dayNumber(b.from) ?? 0);
  const rounds = leastCommon(leastCommon(roundDays(a), roundDays(b)), 7);
  const to = Math.min(lastDay(a), lastDay(b), from + Math.min(rounds, LOOK_DAYS) - 1);
  const [ofA, ofB] = [turnReader(a), turnReader(b)];
  for (let day = from; day <= to; day++) {
    budget.days -= 1;
    if (!days.includes(isoWeekday(day))) continue;
    const person = ofA(day);
    if (person !== null && ofB(day) === person) return [person, dateText(day)];
  }
  return null;
}

function leastCommon(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
