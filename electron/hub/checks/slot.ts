import type { CheckResult } from '../../../shared/model/states';
import type { AgendaEntry } from './agenda';
import type { RunLimits } from './check-run';
import type { ScheduledCheck } from './scheduler';

/** Below this an interval is a mistake that would keep the hub busy with nothing else. */
const SHORTEST_MS = 100;

/** What the scheduler knows of one check. All times are ms of monotonic time unless they say otherwise. */
export interface Slot {
  readonly id: string;
  scheduled: ScheduledCheck;
  readonly limits: RunLimits;
  readonly intervalMs: number;
  readonly retryMs: number;
  readonly freshnessMs: number;
  /** The next run (active checks). */
  readonly due: AgendaEntry;
  /** The end of its freshness; of a heartbeat: when its silence is judged next. */
  readonly fresh: AgendaEntry;
  /** Its runs fall on `phase` plus whole intervals, so that a spread that was chosen once lasts. */
  phase: number;
  startedAt: number;
  /** It is to be run before others. */
  urgent: boolean;
  /** It is to be run once more when the present run has ended. */
  again: boolean;
  last: CheckResult | null;
  /** Last observation, ms UTC. */
  observedAt: number | null;
  /** The latest time that an observation of this check was given, ms UTC: none is given an earlier one. */
  newest: number;
  /** The same on the monotonic clock. */
  observedMono: number;
  /** Freshness counts from here before the first observation. */
  addedAt: number;
  /** Last heartbeat that was pushed in. */
  beatAt: number | null;
  overdue: boolean;
  /** A heartbeat that could not be read because the hub stood still was already waited for. */
  excused: boolean;
}

/** A check as the scheduler first sees it. */
export function newSlot(scheduled: ScheduledCheck, due: AgendaEntry, fresh: AgendaEntry): Slot {
  const { check } = scheduled;
  return {
    id: check.id,
    scheduled,
    limits: {
      timeoutMs: Math.max(1, check.timeoutMs),
      warnMs: check.warnMs,
      criticalMs: check.criticalMs,
    },
    intervalMs: Math.max(SHORTEST_MS, check.intervalMs),
    retryMs: Math.max(SHORTEST_MS, check.retryMs),
    freshnessMs: Math.max(SHORTEST_MS, check.freshnessMs),
    due,
    fresh,
    phase: 0,
    startedAt: Number.NEGATIVE_INFINITY,
    urgent: false,
    again: false,
    last: null,
    observedAt: null,
    newest: Number.NEGATIVE_INFINITY,
    observedMono: Number.NEGATIVE_INFINITY,
    addedAt: Number.NEGATIVE_INFINITY,
    beatAt: null,
    overdue: false,
    excused: false,
  };
}

/** The next time on the check's own beat after `now`. */
export function nextBeat(slot: Slot, now: number): number {
  if (now < slot.phase) return slot.phase;
  const next = slot.phase + (Math.floor((now - slot.phase) / slot.intervalMs) + 1) * slot.intervalMs;
  // Rounding may put it at `now` itself.
  return next > now ? next : next + slot.intervalMs;
}

/** Whether it waits to be told instead of being run. */
export function isPassive(slot: Slot): boolean {
  const { kind } = slot.scheduled.target;
  return kind === 'heartbeat' || kind === 'source' || kind === 'self';
}
