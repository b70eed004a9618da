import { z } from 'zod';

/**
 * Who keeps the watch when. The plan is the catalogue's (`watch:` in the file): shifts by the clock on the wall
 * (Europe/Oslo), the positions that each has, and whose turn it is. What people change from day to day (somebody is away,
 * two swap) is theirs, in the `watch` collection. Figures are kept by position, never by name.
 */

/** An ISO date, `2026-11-23`, by the clock on the wall. */
export const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date is written 2026-11-23');

/** A watch position: a desk's role (*nattoperatør*, *vaktleder*). */
export const watchPosition = z.object({
  id: z.string().min(1).max(80),
  name: z.string().min(1).max(120),
  order: z.number(),
  /** `leader`: told of what a watch does not do in time. `support`: the user-support desk. */
  role: z.enum(['operator', 'leader', 'support']),
});
export type WatchPosition = Readonly<z.infer<typeof watchPosition>>;

/**
 * A kind of shift (*dag, kveld, natt, helg*). It begins on these days (ISO 8601: 1 Monday to 7 Sunday) when the wall shows
 * `from`; one that ends at or before its beginning ends on the next day. At every moment one shift keeps the watch; two
 * meet only for the time that a handover takes.
 */
export const shiftPattern = z.object({
  id: z.string().min(1).max(80),
  name: z.string().min(1).max(120),
  order: z.number(),
  days: z.array(z.number().int().min(1).max(7)).min(1),
  from: z.string(),
  to: z.string(),
  /** Position ids that it has, in order; the first of those that are kept is responsible. */
  positions: z.array(z.string()).min(1),
});
export type ShiftPattern = Readonly<z.infer<typeof shiftPattern>>;

/** Whose turn it is at a position of a kind of shift. */
export const rotaLine = z.object({
  /** `SHIFT/POSITION/FROM`. */
  id: z.string(),
  order: z.number(),
  shift: z.string(),
  position: z.string(),
  /** Valid from this date, on which the round begins; `until`: the last date; null: on and on. */
  from: isoDate,
  until: isoDate.nullable(),
  /** The round goes on by one with each day, or with each week (Monday). */
  by: z.enum(['day', 'week']),
  /** Person ids; null: nobody is planned. */
  turns: z.array(z.string().nullable()).min(1),
});
export type RotaLine = Readonly<z.infer<typeof rotaLine>>;

/** What holds for the watch as a whole. One: `watch-plan:room`. */
export const watchPlan = z.object({
  id: z.literal('room'),
  /** Two shifts meet for so long, at most, ms. */
  overlapMs: z.number(),
  /** The draft of a handover begins so long before the shift ends, ms. */
  draftMs: z.number(),
  /** It is late so long after the shift has ended, ms. */
  lateMs: z.number(),
  /** A signed-off element of the handover that must be there for it to be whole. */
  readBack: z.boolean(),
});
export type WatchPlan = Readonly<z.infer<typeof watchPlan>>;

/** Somebody is away. */
export const absence = z.object({
  id: z.string().min(1).max(100),
  person: z.string(),
  /** ms UTC. */
  from: z.number(),
  to: z.number(),
  note: z.string().max(200).nullable(),
});
export type Absence = Readonly<z.infer<typeof absence>>;

/** Somebody else than the rota says takes one turn: a swap, or a stand-in. */
export const assignment = z.object({
  /** `DATE/SHIFT/POSITION`. */
  id: z.string().min(1).max(260),
  date: isoDate,
  shift: z.string(),
  position: z.string(),
  /** Null: nobody. */
  person: z.string().nullable(),
  note: z.string().max(200).nullable(),
});
export type Assignment = Readonly<z.infer<typeof assignment>>;

/** One shift on one date. Times are ms UTC. */
export const shiftRef = z.object({
  /** `DATE/SHIFT`; the date is that of its beginning. */
  id: z.string(),
  shift: z.string(),
  date: isoDate,
  start: z.number(),
  end: z.number(),
});
export type ShiftRef = Readonly<z.infer<typeof shiftRef>>;

/**
 * Who has the watch: responsible until the next have accepted it. One: `duty:room`. Not the plan: what was handed over, or
 * taken.
 */
export const duty = z.object({
  id: z.literal('room'),
  /** Null: somebody took it outside the plan. */
  shift: shiftRef.nullable(),
  /** ms UTC. */
  since: z.number(),
  holders: z.array(z.object({ position: z.string().nullable(), person: z.string() })),
  /** The handover that it came with; null: it began without one. */
  handover: z.string().nullable(),
});
export type Duty = Readonly<z.infer<typeof duty>>;
