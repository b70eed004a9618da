import type { CheckResult } from '../../../shared/model/states';
import type { Clock } from '../../../shared/time/clock';
import { formatResponse } from '../../../shared/time/format';
import type { CheckRun, RunLimits } from './check-run';
import { faultOf, notRun } from './faults';
import { boundedMetrics, type Measured } from './measured';
import { cleanText } from './output-text';

/** A run that is under way. */
export interface Attempt {
  /** Says how it went. Only the first word counts. */
  readonly finish: (run: CheckRun) => void;
  /** Sorts an error and finishes with it. */
  readonly fail: (error: unknown) => void;
  /** Whether it is over: late callbacks must do nothing. */
  readonly over: () => boolean;
  /** Since the start, ms of monotonic time. */
  readonly elapsed: () => number;
}

/** What a run has going. */
export interface Work {
  /** Ends all of it. Called once, whatever the outcome; the run is over when it resolves. */
  readonly end: () => void | Promise<void>;
  /** What had been waited for when time ran out, as in `tilkoblingen fikk ikke svar`. */
  readonly waitedFor: () => string;
  /** What had been measured when time ran out. */
  readonly measured?: () => Measured;
}

/** A timer that comes so late was not the peer's doing: the hub itself stood still (asleep, stopped, starved). */
const STALLED_MS = 1_000;

/**
 * Runs `begin` once inside its time limit, ends its work whatever happens, and makes its output fit for people.
 * Never rejects. Past `timeoutMs` the result is critical, as in Nagios Core (service_check_timeout_state).
 */
export function runBounded(
  clock: Clock,
  limits: RunLimits,
  signal: AbortSignal,
  begin: (attempt: Attempt) => Work,
): Promise<CheckRun> {
  return new Promise((resolve) => {
    const startedAt = clock.mono();
    const elapsed = (): number => clock.mono() - startedAt;
    let work: Work | null = null;
    let outcome: CheckRun | null = null;

    const conclude = async (run: CheckRun): Promise<void> => {
      try {
        await work?.end();
      } catch {
        // What cannot be ended is not a reason to withhold what was seen.
      }
      const ms = usableMs(run.ms);
      const seen = { result: run.result, output: cleanText(run.output), ms };
      resolve(run.metrics ? { ...seen, metrics: boundedMetrics(run.metrics) } : seen);
    };
    const finish = (run: CheckRun): void => {
      if (outcome) return;
      outcome = run;
      cancelTimer();
      signal.removeEventListener('abort', onAbort);
      // Before `begin` has returned there is nothing to end yet; see below.
      if (work) void conclude(run);
    };
    const fail = (error: unknown): void => finish({ ...faultOf(error), ms: null });
    const onAbort = (): void => finish({ ...notRun('den ble avbrutt'), ms: null });
    const onTimeout = (): void => {
      const late = elapsed() - limits.timeoutMs;
      if (late > STALLED_MS) {
        finish({ ...notRun(`huben selv sto stille i ${formatResponse(late, 'nb')}`), ms: null });
        return;
      }
      const waitedFor = work?.waitedFor() ?? 'sjekken ble ikke ferdig';
      const limit = formatResponse(limits.timeoutMs, 'nb');
      const metrics = work?.measured?.();
      const run: CheckRun = { result: 'critical', output: `${waitedFor} innen ${limit}`, ms: null };
      finish(metrics ? { ...run, metrics } : run);
    };

    const cancelTimer = clock.after(limits.timeoutMs, onTimeout);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else {
      try {
        work = begin({ finish, fail, over: () => outcome !== null, elapsed });
      } catch (error) {
        // What throws at once was asked for wrongly: it never reached anything.
        finish({ ...notRun(error instanceof Error ? error.message : String(error)), ms: null });
      }
    }
    if (outcome) void conclude(outcome);
  });
}

/** A response time fit for the log: to a hundredth of a millisecond, finer than any of this is measured. */
function usableMs(ms: number | null): number | null {
  if (ms === null) return null;
  const rounded = Math.round(ms * 100) / 100;
  // JSON has no infinity: a plugin may print one, and the log and the consoles would then differ.
  return Number.isFinite(rounded) && rounded >= 0 ? rounded : null;
}

/** What a response time alone says, by the check's limits. */
export function judgeTime(
  ms: number,
  limits: RunLimits,
): Extract<CheckResult, 'ok' | 'warning' | 'critical'> {
  if (limits.criticalMs !== null && ms > limits.criticalMs) return 'critical';
  if (limits.warnMs !== null && ms > limits.warnMs) return 'warning';
  return 'ok';
}

/** A run that went well apart, perhaps, from how long it took. `output` says what was seen. */
export function timedRun(output: string, ms: number, limits: RunLimits, metrics?: Measured): CheckRun {
  const result = judgeTime(ms, limits);
  if (result === 'ok') return metrics ? { result, output, ms, metrics } : { result, output, ms };
  const limit = (result === 'critical' ? limits.criticalMs : limits.warnMs) ?? 0;
  const slow = `${formatResponse(ms, 'nb')}, grensen er ${formatResponse(limit, 'nb')}`;
  const run: CheckRun = { result, output: `${output}: ${slow}`, ms };
  return metrics ? { ...run, metrics } : run;
}
