import type { AlarmFigure } from '../../../contract/wire';

/** What a figure is held against. Accepted up to `ok`; from `limit` on it must be reduced (and above it, where `past`). */
export interface Boundary {
  readonly ok: number;
  readonly limit: number;
}

/**
 * ISA-18.2 (table of performance metrics) and EEMUA 191, for one operator. Where the two differ: a rate of six an hour is
 * acceptable, twelve the most that can be managed; 150 a day, and 300; ten sources make up 1 to 5 % of a well-kept
 * room's load; each of the shares of time is below 1 %; fewer than five alarms stand over a day; about 80 % of alarms are of low,
 * 15 % of medium, 5 % of high priority (here: priorities 3 and 4, 2, and 1).
 */
export const BOUNDARIES: Readonly<Partial<Record<AlarmFigure['id'], Boundary>>> = {
  'per-hour': { ok: 6, limit: 12 },
  'per-day': { ok: 150, limit: 300 },
  'worst-10min': { ok: 10, limit: 11 },
  'periods-over-10': { ok: 0.01, limit: 0.01 },
  'time-in-flood': { ok: 0.01, limit: 0.01 },
  floods: { ok: 0, limit: 1 },
  'top-10-share': { ok: 0.01, limit: 0.05 },
  chattering: { ok: 0, limit: 1 },
  fleeting: { ok: 0, limit: 1 },
  stale: { ok: 4, limit: 5 },
  'priority-medium': { ok: 0.2, limit: 0.3 },
  'priority-high': { ok: 0.05, limit: 0.1 },
};

/** Ten sources can be 5 % of the load of this many alarms at the least: below, the share says nothing of the room. */
export const ENOUGH_FOR_TOP = 200;
/** Of fewer alarms than this, shares by priority are chance. */
export const ENOUGH_FOR_PRIORITIES = 20;

export function verdictOf(value: number | null, boundary: Boundary | undefined): AlarmFigure['verdict'] {
  if (value === null || !boundary) return 'none';
  if (value >= boundary.limit) return 'bad';
  return value <= boundary.ok ? 'good' : 'watch';
}
