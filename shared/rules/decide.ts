import type { Check } from '../model/catalogue';
import type { CheckChanged } from '../model/events';
import type { CheckStatus } from '../model/room';
import type { CheckResult } from '../model/states';

/** What a check saw once. */
export interface Observation {
  readonly check: string;
  readonly result: CheckResult;
  /** For people; bounded by whoever made it. */
  readonly output: string;
  /** Response time, ms. */
  readonly ms: number | null;
  /** When it was measured, ms UTC. */
  readonly observedAt: number;
  /** The observation before this one, ms UTC; null: none is known. */
  readonly beforeAt?: number | null;
  /** What else was measured, for charts. Not in the log. */
  readonly metrics?: readonly Metric[];
  /** Everything that speaks for the fault is silenced at its source. */
  readonly silenced?: boolean;
}

/** One measured value beside the response time: a phase of a request, a journey's step, a plugin's perfdata. */
export interface Metric {
  /** `connect`, `step/login`, `/var`; unique within its check. */
  readonly label: string;
  readonly value: number;
  /** `ms`, `s`, `%`, `B`, `c` or empty, as in the Monitoring Plugins guidelines. */
  readonly unit: string;
}

/**
 * Decides what an observation means, by the soft/hard rule of Nagios and Icinga: a fault is *soft* until it has
 * been seen `attempts` times in a row; a recovery is believed at once; a confirmed fault that turns into another
 * fault is confirmed at once.
 *
 * Returns the event to be written, or null when nothing moved (or the observation is older than what is known).
 */
export function decide(
  previous: CheckStatus | undefined,
  check: Pick<Check, 'attempts'> & Partial<Pick<Check, 'kind'>>,
  seen: Observation,
): CheckChanged | null {
  if (previous?.observedAt != null && seen.observedAt < previous.observedAt) return null;
  const move = (hard: boolean, attempt: number): CheckChanged => ({
    type: 'check.changed',
    check: seen.check,
    result: seen.result,
    hard,
    attempt,
    output: seen.output,
    ms: seen.ms,
    observedAt: seen.observedAt,
    beforeAt: seen.beforeAt ?? previous?.observedAt ?? null,
    silenced: seen.silenced ?? false,
  });
  const wasOverdue = previous?.overdue ?? false;
  const steady =
    previous?.hard === true &&
    previous.result === seen.result &&
    previous.silenced === (seen.silenced ?? false) &&
    // A foreign source's words name what is wrong: they must not go on naming an alert that is gone.
    (check.kind !== 'source' || previous.output === seen.output) &&
    !wasOverdue;
  if (steady) return null;
  if (seen.result === 'ok') return move(true, 1);
  const confirmedFault = previous?.confirmed != null && previous.confirmed !== 'ok';
  if (confirmedFault) return move(true, check.attempts);
  const inARow =
    previous !== undefined && !previous.hard && previous.result !== null && previous.result !== 'ok';
  const attempt = inARow ? previous.attempt + 1 : 1;
  return move(attempt >= check.attempts, Math.min(attempt, check.attempts));
}
