import { z } from 'zod';

/** What a maintenance window is expected to break, and how badly at most. */
export const expectedEffect = z.object({
  /** A service id (everywhere), a node id (`service@site`), or `*@site` (everything at that site). */
  match: z.string().min(1).max(200),
  worst: z.enum(['down', 'degraded', 'warning']),
});
export type ExpectedEffect = Readonly<z.infer<typeof expectedEffect>>;

const LOCAL_TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/;

/** A planned window in which some things may break. */
export const maintenanceWindow = z.object({
  id: z.string().min(1).max(80),
  title: z.string().min(1).max(200),
  description: z.string().max(2_000).nullable(),
  /** Reference in the change or ticket system. */
  ticket: z.string().max(100).nullable(),
  /** Who is responsible: a team or a watch position. */
  owner: z.string().max(120).nullable(),
  /** Where it was written: what is in the file can only be changed there. */
  origin: z.enum(['file', 'desk']),
  effects: z.array(expectedEffect).min(1).max(200),
  /** The first beginning by Europe/Oslo's wall clock: `2026-11-23T22:00`. With a rule: its first match from then on. */
  start: z.string().regex(LOCAL_TIME, 'a time is written 2026-11-23T22:00'),
  /** Length by the monotonic clock, ms: a window over a DST change is no shorter or longer. */
  durationMs: z
    .number()
    .int()
    .min(60_000)
    .max(31 * 24 * 3_600_000),
  /** RFC 5545 RRULE without DTSTART, such as `FREQ=WEEKLY;BYDAY=TU` (`rules/recurrence-rule.ts`); null: once. */
  rrule: z.string().max(500).nullable(),
});
export type MaintenanceWindow = Readonly<z.infer<typeof maintenanceWindow>>;

/** One occurrence of a window that has begun. Times are ms UTC. */
export const maintenanceRun = z.object({
  start: z.number(),
  /** When it is to be over; a person may move it. */
  end: z.number(),
  /**
   * `running`: what it is expected to break makes no sound. `overrun`: its time is over and something that it
   * covers is still not normal: everything is heard again, and the overrun is itself an alarm.
   */
  phase: z.enum(['running', 'overrun']),
  /** Since when it is in this phase. */
  since: z.number(),
  /** Node ids that it covers, with the worst state that is expected of each. */
  covers: z.array(z.object({ node: z.string(), worst: z.enum(['down', 'degraded', 'warning']) })),
});
export type MaintenanceRun = Readonly<z.infer<typeof maintenanceRun>>;

/** What is known of one window; key `mw/ID` in the `maintenance` collection. */
export const maintenanceStatus = z.object({
  window: maintenanceWindow,
  run: maintenanceRun.nullable(),
  /** The next occurrence that has not begun; null: there is none. Written by the hub as time passes. */
  next: z.object({ start: z.number(), end: z.number() }).nullable(),
  /** The last occurrence that ended. `by`: who ended it early; null: its time was over. */
  last: z.object({ start: z.number(), end: z.number(), by: z.string().nullable() }).nullable(),
});
export type MaintenanceStatus = Readonly<z.infer<typeof maintenanceStatus>>;

/** The key of a window in the `maintenance` collection, and its subject in the log. */
export const maintenanceKey = (id: string): string => `mw/${id}`;
