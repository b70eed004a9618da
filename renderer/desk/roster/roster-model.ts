import type { ShiftRef, WatchPosition } from '../../../shared/model/roster';
import type { WatchEntity } from '../../../shared/model/watch';
import { assignmentId, type ShiftPlan } from '../../../shared/rules/watch/plan';
import { type KeptTurn, shiftAt, turnsBetween } from '../../../shared/rules/watch/turns';
import {
  DAY_MINUTES,
  DAY_MS,
  dateText,
  dayAt,
  dayNumber,
  MINUTE_MS,
  minuteOf,
  mondayOf,
} from '../../../shared/rules/watch/wall-dates';
import { instantOf } from '../../../shared/time/oslo';

/**
 * Less rest than this between two shifts is worth saying before it is planned (arbeidsmiljøloven § 10-8: 11 hours in 24).
 * Said, never refused: agreements differ.
 */
export const REST_MS = 11 * 3_600_000;

/** One turn at one position. */
export interface RosterTurn extends KeptTurn {
  /** `DATE/SHIFT/POSITION`, the id of an assignment to it. */
  readonly key: string;
}

/** A position through a week: the turns that begin on each day, Monday first. */
export interface RosterRow {
  readonly position: WatchPosition;
  readonly days: readonly (readonly RosterTurn[])[];
}

/** A week of the plan. */
export interface RosterWeek {
  /** Its Monday, a day number. */
  readonly monday: number;
  /** ISO 8601. */
  readonly number: number;
  readonly rows: readonly RosterRow[];
  /** Turns that nobody keeps. */
  readonly open: number;
}

/** The Monday of the week at an instant (ms UTC), as a day number. */
export function mondayAt(at: number): number {
  return mondayOf(dayAt(at));
}

/** The Monday of the week in which the shift that it is began: on a Monday night that is still last week's. */
export function mondayOfWatch(plan: ShiftPlan, at: number): number {
  const [ref] = shiftAt(plan, at).now;
  const day = ref === undefined ? null : dayNumber(ref.date);
  return day === null ? mondayAt(at) : mondayOf(day);
}

/** The week's number by ISO 8601: the week with the year's first Thursday is the first. */
export function isoWeek(monday: number): number {
  const thursday = monday + 3;
  const year = Number(dateText(thursday).slice(0, 4));
  const first = mondayOf(Date.UTC(year, 0, 4) / DAY_MS);
  return (monday - first) / 7 + 1;
}

/** So many weeks of the plan from a Monday (a day number) on; positions that no shift has are left out. */
export function weeksOf(
  plan: ShiftPlan,
  watch: ReadonlyMap<string, WatchEntity>,
  monday: number,
  count: number,
): readonly RosterWeek[] {
  const turns = turnsOf(plan, watch, monday, 7 * count);
  const byPlace = new Map<string, RosterTurn[]>();
  for (const turn of turns) {
    const place = `${turn.ref.date} ${turn.position}`;
    const known = byPlace.get(place);
    if (known) known.push(turn);
    else byPlace.set(place, [turn]);
  }
  const used = new Set(plan.patterns.flatMap(({ positions }) => positions));
  return Array.from({ length: count }, (_, week) => {
    const first = monday + 7 * week;
    const rows = plan.positions
      .filter(({ id }) => used.has(id))
      .map((position) => ({
        position,
        days: Array.from(
          { length: 7 },
          (_day, day) => byPlace.get(`${dateText(first + day)} ${position.id}`) ?? [],
        ),
      }));
    const open = rows.flatMap(({ days }) => days.flat()).filter(({ person }) => person === null).length;
    return { monday: first, number: isoWeek(first), rows, open };
  });
}

/** The turns that begin within so many days from a day on. */
export function turnsOf(
  plan: ShiftPlan,
  watch: ReadonlyMap<string, WatchEntity>,
  day: number,
  days: number,
): readonly RosterTurn[] {
  const until = day + days;
  const [from, to] = [dateText(day), dateText(until)];
  return turnsBetween(plan, watch, instantOf(day * DAY_MS), instantOf(until * DAY_MS))
    .filter(({ ref }) => ref.date >= from && ref.date < to)
    .map((turn) => ({ ...turn, key: assignmentId(turn.ref.date, turn.ref.shift, turn.position) }));
}

/** Where the focus goes from a turn: along its position in time, or to the nearest in the position above or below. */
export function stepFrom(
  weeks: readonly RosterWeek[],
  key: string | null,
  way: 'up' | 'down' | 'left' | 'right',
): string | null {
  const rows = weeks.flatMap((week) => week.rows);
  const at = rows.findIndex((row) => row.days.some((turns) => turns.some((turn) => turn.key === key)));
  const row = rows[at];
  if (!row) return rows.flatMap(({ days }) => days.flat())[0]?.key ?? null;
  const turn = row.days.flat().find((one) => one.key === key);
  if (!turn) return null;
  if (way === 'left' || way === 'right') {
    const line = rows.filter((one) => one.position.id === row.position.id).flatMap(({ days }) => days.flat());
    const next = line[line.findIndex((one) => one.key === key) + (way === 'left' ? -1 : 1)];
    return next?.key ?? null;
  }
  const own = row.days.find((turns) => turns.includes(turn)) ?? [];
  const beside = own[own.indexOf(turn) + (way === 'up' ? -1 : 1)];
  if (beside) return beside.key;
  const by = way === 'up' ? -1 : 1;
  for (let index = at + by; index >= 0 && index < rows.length; index += by) {
    const found = nearest(rows[index], row.days.indexOf(own), way);
    if (found) return found.key;
  }
  return null;
}

/** The turn of a row on a weekday, else on the nearest one. */
function nearest(row: RosterRow | undefined, day: number, way: 'up' | 'down'): RosterTurn | undefined {
  for (let by = 0; by < 7; by += 1) {
    for (const place of [day - by, day + by]) {
      const turns = row?.days[place] ?? [];
      const found = way === 'up' ? turns.at(-1) : turns[0];
      if (found) return found;
    }
  }
  return undefined;
}

/** By how much a shift is longer (or shorter, negative) than the clock on the wall says, ms: 0 but in two nights a year. */
export function oddLength(plan: ShiftPlan, ref: ShiftRef): number {
  const pattern = plan.patterns.find(({ id }) => id === ref.shift);
  if (!pattern) return 0;
  const minutes = minuteOf(pattern.to) - minuteOf(pattern.from);
  return ref.end - ref.start - (minutes > 0 ? minutes : minutes + DAY_MINUTES) * MINUTE_MS;
}

/** A shift that leaves somebody less rest than is usual before or after another of theirs. */
export interface TightTurn {
  readonly turn: RosterTurn;
  /** Time between the two, ms; 0 or less: they meet, or are at the same time. */
  readonly restMs: number;
}

/**
 * The turns of a person that lie closer to a shift than REST_MS, the nearest first. `but`: the turn that is asked about,
 * and those that would go away with it.
 */
export function tightTurns(
  turns: readonly RosterTurn[],
  person: string,
  ref: ShiftRef,
  but: readonly string[],
): readonly TightTurn[] {
  return turns
    .filter((turn) => turn.person === person && !but.includes(turn.key))
    .map((turn) => ({
      turn,
      restMs: turn.ref.start >= ref.start ? turn.ref.start - ref.end : ref.start - turn.ref.end,
    }))
    .filter(({ restMs }) => restMs < REST_MS)
    .sort((a, b) => a.restMs - b.restMs);
}
