import type { Check } from '../model/catalogue';
import type { CheckChanged } from '../model/events';
import type { CheckStatus } from '../model/room';
import { type CheckResult, severity } from '../model/states';
import { decide, type Observation } from './decide';
import { stateOfResult } from './rollup';

/**
 * Flap detection as in Icinga 2 (lib/icinga/checkable-flapping.cpp; the idea is Nagios'): of the last 20 results,
 * which differed from the one before, newer changes counting more (0.8 for the oldest to 1.18 for the newest); the
 * sum as a percentage of 20. It begins above 30 % and is over below 25 %.
 */
export const FLAP_WINDOW = 20;
const OLDEST_WEIGHT = 0.8;
const WEIGHT_STEP = 0.02;
export const FLAP_BEGINS_ABOVE = 30;
export const FLAP_ENDS_BELOW = 25;

const MASK = (1 << FLAP_WINDOW) - 1;

/** The last 20 results as bits, the newest lowest: 1 where a result differed from the one before it. */
export type Changes = number;

/** Nothing is known, or nothing changed. */
export const NO_CHANGES: Changes = 0;
/** Every result differed: what is assumed of a check that was flapping when nobody remembers its results. */
export const ALL_CHANGES: Changes = MASK;

/** The window after one more result. */
export function noteChange(changes: Changes, changed: boolean): Changes {
  return ((changes << 1) & MASK) | (changed ? 1 : 0);
}

/** The window after these results, oldest first, and the last of them; null: there was none. */
export function changesOf(results: readonly CheckResult[]): {
  readonly changes: Changes;
  readonly last: CheckResult | null;
} {
  let changes = NO_CHANGES;
  let last: CheckResult | null = null;
  for (const result of results) {
    if (last !== null) changes = noteChange(changes, result !== last);
    last = result;
  }
  return { changes, last };
}

/** The weighted share of changes, 0 to 99 (%). */
export function flapPercent(changes: Changes): number {
  let sum = 0;
  for (let age = 0; age < FLAP_WINDOW; age++) {
    if ((changes & (1 << age)) !== 0) sum += OLDEST_WEIGHT + WEIGHT_STEP * (FLAP_WINDOW - 1 - age);
  }
  return (100 * sum) / FLAP_WINDOW;
}

/** Whether a check is flapping now. Between the two limits it is as it was. */
export function isFlapping(percent: number, was: boolean): boolean {
  return was ? percent >= FLAP_ENDS_BELOW : percent > FLAP_BEGINS_ABOVE;
}

/**
 * Decides what an observation means while its check flaps: it is held at the worst that was confirmed. A recovery is
 * not said; what is worse is, after as many failures in a row (`inARow`, this one included) as it takes otherwise.
 * Single attempts on the way are not said either, so that an episode costs a bounded number of events. That the
 * fault it is held at has been silenced (or no longer is) is said.
 */
export function decideFlapping(
  previous: CheckStatus,
  check: Pick<Check, 'attempts' | 'impact'>,
  seen: Observation,
  inARow: number,
): CheckChanged | null {
  // Nothing to hold: nothing certain is known yet, or what was known has gone stale.
  if (previous.confirmed === null || previous.overdue) return decide(previous, check, seen);
  if (previous.observedAt !== null && seen.observedAt < previous.observedAt) return null;
  const silenced = seen.silenced ?? false;
  const worse = rank(seen.result, check) > rank(previous.confirmed, check);
  const same = seen.result === previous.confirmed && seen.result !== 'ok' && silenced !== previous.silenced;
  const certain = previous.confirmed !== 'ok' || inARow >= check.attempts;
  if (!(worse && certain) && !same) return null;
  return {
    type: 'check.changed',
    check: seen.check,
    result: seen.result,
    hard: true,
    attempt: check.attempts,
    output: seen.output,
    ms: seen.ms,
    observedAt: seen.observedAt,
    beforeAt: seen.beforeAt ?? previous.observedAt ?? null,
    silenced,
  };
}

/** How bad a result is for the check's service. */
function rank(result: CheckResult, check: Pick<Check, 'impact'>): number {
  return severity(stateOfResult(result, check));
}
