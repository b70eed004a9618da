import type { CheckTarget } from '../../../../../electron/hub/catalogue/loaded';
import type { CheckRun } from '../../../../../electron/hub/checks/check-run';
import {
  CheckScheduler,
  type CheckSchedulerOptions,
  type ScheduledCheck,
} from '../../../../../electron/hub/checks/scheduler';
import type { Check } from '../../../../../shared/model/catalogue';
import type { Observation } from '../../../../../shared/rules/decide';
import { ManualClock } from '../../../../../shared/time/clock';

/** A check as the catalogue gives it; its target carries its id, so that a runner knows what it runs. */
export function scheduledCheck(
  id: string,
  change: Partial<Check> = {},
  parents: readonly string[] = [],
  version = 1,
): ScheduledCheck {
  const kind = change.kind ?? 'tcp';
  const target: CheckTarget =
    kind === 'heartbeat'
      ? { kind: 'heartbeat', key: null }
      : { kind: 'tcp', host: id, port: version, expect: null };
  return {
    check: {
      id,
      node: 'service',
      name: id,
      kind,
      target: id,
      intervalMs: 30_000,
      retryMs: 5_000,
      timeoutMs: 5_000,
      attempts: 3,
      freshnessMs: 65_000,
      impact: 'down',
      warnMs: null,
      criticalMs: null,
      steps: [],
      source: null,
      ...change,
    },
    target,
    parents,
  };
}

export const FINE: CheckRun = { result: 'ok', output: 'ok', ms: 1 };
export const BROKEN: CheckRun = { result: 'critical', output: 'broken', ms: null };

/** How a run behaves: its result, how long it takes, and whether it heeds its time limit and its signal. */
export interface Behaviour {
  readonly seen: CheckRun;
  readonly takesMs: number;
  readonly deaf?: boolean;
}

interface Started {
  readonly id: string;
  readonly at: number;
}

/**
 * A scheduler on a clock moved by hand, with a runner whose runs take what a test says. Everything that is told
 * is kept, with the monotonic time it was told at.
 */
export class WatchBench {
  readonly clock = new ManualClock();
  readonly started: Started[] = [];
  readonly observed: (Observation & { readonly at: number })[] = [];
  readonly overdue: { readonly id: string; readonly last: number | null; readonly at: number }[] = [];
  readonly running = new Map<string, number>();
  /** When the runs that are under way were told to end. */
  readonly toldToEnd = new Map<string, number>();
  readonly soft = new Set<string>();
  readonly faults: string[] = [];
  overlaps = 0;
  behaviour: (id: string) => Behaviour = () => ({ seen: FINE, takesMs: 10 });
  readonly scheduler: CheckScheduler;

  constructor(change: Partial<CheckSchedulerOptions> = {}) {
    this.scheduler = new CheckScheduler({
      clock: this.clock,
      run: (target, limits, signal) =>
        this.#run(target.kind === 'tcp' ? target.host : '?', limits.timeoutMs, signal),
      observe: (seen) => this.observed.push({ ...seen, at: this.clock.mono() }),
      overdue: (id, last) => this.overdue.push({ id, last, at: this.clock.mono() }),
      isSoft: (id) => this.soft.has(id),
      concurrency: 100,
      random: () => 0.5,
      log: (_level, message) => this.faults.push(message),
      ...change,
    });
  }

  /** Lets `ms` pass in small steps, each time letting promises have their say. */
  async pass(ms: number, step = 50): Promise<void> {
    const end = this.clock.mono() + ms;
    while (this.clock.mono() < end) {
      this.clock.advance(Math.min(step, end - this.clock.mono()));
      await settled();
    }
  }

  starts(id: string): number[] {
    return this.started.filter((one) => one.id === id).map((one) => one.at);
  }

  results(id: string): string[] {
    return this.observed.filter((one) => one.check === id).map((one) => one.result);
  }

  #run(id: string, timeoutMs: number, signal: AbortSignal): Promise<CheckRun> {
    const { seen, takesMs, deaf } = this.behaviour(id);
    if (this.running.has(id)) this.overlaps += 1;
    this.running.set(id, this.clock.mono());
    this.started.push({ id, at: this.clock.mono() });
    return new Promise((resolve) => {
      const end = (run: CheckRun): void => {
        cancel();
        this.running.delete(id);
        this.toldToEnd.delete(id);
        resolve(run);
      };
      const limit = deaf ? takesMs : Math.min(takesMs, timeoutMs);
      const cancel = this.clock.after(limit, () => end(limit < takesMs ? BROKEN : seen));
      signal.addEventListener('abort', () => {
        this.toldToEnd.set(id, this.clock.mono());
        if (!deaf) end({ ...BROKEN, result: 'unknown' });
      });
    });
  }
}

/** Lets every promise that can settle do so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
