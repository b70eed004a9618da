import type { CheckResult } from '../../../shared/model/states';
import type { Metric } from '../../../shared/rules/decide';
import type { CheckTarget } from '../catalogue/loaded';

/** What one run of a check saw. */
export interface CheckRun {
  readonly result: CheckResult;
  /** For people, at most OUTPUT_LIMIT characters. */
  readonly output: string;
  /** Response time, ms; null where there was none. */
  readonly ms: number | null;
  /** What else was measured, for charts: phases of a request, steps of a journey, a plugin's perfdata. */
  readonly metrics?: readonly Metric[];
}

/** The time limits of a run, ms. */
export interface RunLimits {
  readonly timeoutMs: number;
  readonly warnMs: number | null;
  readonly criticalMs: number | null;
}

/**
 * Runs a check once. Never rejects: what goes wrong is a result with a reason. Ends all its work (sockets, child
 * processes) by `timeoutMs`, or when `signal` aborts.
 */
export type CheckRunner<T extends CheckTarget = CheckTarget> = (
  target: T,
  limits: RunLimits,
  signal: AbortSignal,
) => Promise<CheckRun>;

export const OUTPUT_LIMIT = 1_000;
