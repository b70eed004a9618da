import type { Absence, ShiftPattern, ShiftRef } from '../../model/roster';
import type { RoomView } from '../reduce';
import { absencesOf, assignmentOf, type ShiftPlan } from './plan';
import { plannedAt } from './rota';
import {
  DAY_MS,
  dateText,
  dayAt,
  dayNumber,
  isoWeekday,
  MINUTE_MS,
  minuteOf,
  type WallReader,
  wallReader,
} from './wall-dates';

export { readPlan, type ShiftPlan } from './plan';
export { planFaults } from './plan-faults';
export { plannedAt } from './rota';

/** Longer spans than this are cut: nobody plans further ahead. */
const LONGEST_MS = 10 * 366 * DAY_MS;

/** Who keeps one position in one shift. */
export interface Turn {
  readonly position: string;
  /** A person's id; null: nobody. */
  readonly person: string | null;
  /** `vacant`: nobody is planned. `absence`: who is planned is away. `swap`: somebody else, or nobody, takes it. */
  readonly why: 'rota' | 'swap' | 'absence' | 'vacant';
  /** By the rota; null: nobody. */
  readonly planned: string | null;
}

interface Beginning {
  readonly pattern: ShiftPattern;
  readonly day: number;
  /** On the wall, ms. */
  readonly wall: number;
  readonly wallEnd: number;
  readonly start: number;
}

/**
 * The shifts of which some part lies in [`from`, `to`) (ms UTC), in order. Where a shift and the next meet, they meet for
 * as long as the plan says also in a night when the clock on the wall jumps. A shift whose whole time the wall leaves out
 * is not there.
 */
export function shiftsBetween(plan: ShiftPlan, from: number, to: number): readonly ShiftRef[] {
  const until = Math.min(to, from + LONGEST_MS);
  if (until <= from) return [];
  const read = wallReader(from, until);
  const begun = beginnings(plan, dayAt(from) - 2, dayAt(until) + 2, read);
  const refs: ShiftRef[] = [];
  for (const [index, beginning] of begun.entries()) {
    const ref = refOf(plan, beginning, begun[index + 1], read);
    if (ref !== null && ref.end > from && ref.start < until) refs.push(ref);
  }
  return refs;
}

function beginnings(plan: ShiftPlan, first: number, last: number, read: WallReader): readonly Beginning[] {
  const begun: Beginning[] = [];
  for (let day = first; day <= last; day++) {
    for (const pattern of plan.patterns) {
      if (!pattern.days.includes(isoWeekday(day))) continue;
      const wall = day * DAY_MS + minuteOf(pattern.from) * MINUTE_MS;
      const end = day * DAY_MS + minuteOf(pattern.to) * MINUTE_MS;
      begun.push({ pattern, day, wall, wallEnd: end > wall ? end : end + DAY_MS, start: read(wall) });
    }
  }
  return begun.sort((a, b) => a.wall - b.wall || a.pattern.order - b.pattern.order);
}

function refOf(
  { plan }: ShiftPlan,
  { pattern, day, wallEnd, start }: Beginning,
  next: Beginning | undefined,
  read: WallReader,
): ShiftRef | null {
  const meeting = next === undefined ? -1 : wallEnd - next.wall;
  const meets = next !== undefined && meeting >= 0 && meeting <= plan.overlapMs;
  if (meets && next.start === start) return null;
  const end = meets ? next.start + meeting : read(wallEnd);
  if (end <= start) return null;
  const date = dateText(day);
  return { id: `${date}/${pattern.id}`, shift: pattern.id, date, start, end };
}

/** A shift by its id, `DATE/SHIFT`; null: the plan has none such. */
export function shiftById(plan: ShiftPlan, id: string): ShiftRef | null {
  const day = dayNumber(id.slice(0, 10));
  if (day === null) return null;
  const around = shiftsBetween(plan, (day - 1) * DAY_MS, (day + 2) * DAY_MS);
  return around.find((ref) => ref.id === id) ?? null;
}

/** Which shifts it is (two while they meet, the older first) and which comes next, by the plan; `at` in ms UTC. */
export function shiftAt(
  plan: ShiftPlan,
  at: number,
): { readonly now: readonly ShiftRef[]; readonly next: ShiftRef | null } {
  // The longest that a plan can leave between two beginnings is a week.
  const refs = shiftsBetween(plan, at, at + 8 * DAY_MS);
  return {
    now: refs.filter(({ start, end }) => start <= at && at < end),
    next: refs.find(({ start }) => start > at) ?? null,
  };
}

/**
 * Who keeps each position of a shift, in the shift's order. What people have said goes before the rota, and somebody who
 * is away keeps nothing, however they came to it. Somebody is away who is so for longer than two shifts meet.
 */
export function staffOf(plan: ShiftPlan, watch: RoomView['watch'], ref: ShiftRef): readonly Turn[] {
  const pattern = plan.patterns.find(({ id }) => id === ref.shift);
  const absences = absencesOf(watch);
  return (pattern?.positions ?? []).map((position) => {
    const planned = plannedAt(plan, ref.shift, position, ref.date);
    const given = assignmentOf(watch, ref.date, ref.shift, position);
    const person = given === undefined ? planned : given.person;
    const swapped = given !== undefined && given.person !== planned;
    if (person !== null && isAway(absences, person, ref, plan.plan.overlapMs))
      return { position, person: null, why: 'absence', planned };
    if (swapped) return { position, person, why: 'swap', planned };
    return { position, person, why: person === null ? 'vacant' : 'rota', planned };
  });
}

/** Whether a person is away for some of a shift, beyond the time in which two shifts meet. */
export function isAway(
  absences: readonly Absence[],
  person: string,
  ref: ShiftRef,
  overlapMs: number,
): boolean {
  return absences.some(
    (one) => one.person === person && Math.min(one.to, ref.end) - Math.max(one.from, ref.start) > overlapMs,
  );
}

/** One of a person's shifts, or one that nobody keeps. */
export interface KeptTurn extends Turn {
  readonly ref: ShiftRef;
}

/** Every turn in [`from`, `to`) (ms UTC), in order of time, then of the shift's positions. */
export function turnsBetween(
  plan: ShiftPlan,
  watch: RoomView['watch'],
  from: number,
  to: number,
): readonly KeptTurn[] {
  return shiftsBetween(plan, from, to).flatMap((ref) =>
    staffOf(plan, watch, ref).map((turn) => ({ ...turn, ref })),
  );
}
