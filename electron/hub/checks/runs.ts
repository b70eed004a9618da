import type { Clock } from '../../../shared/time/clock';
import { type Agenda, AgendaEntry } from './agenda';
import type { CheckRun, CheckRunner } from './check-run';
import { notRun } from './faults';
import { cleanText } from './output-text';
import { RunQueue } from './run-queue';
import type { SchedulerStats } from './scheduler';
import type { Slot } from './slot';

export interface RunsOptions {
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly run: CheckRunner;
  readonly concurrency: number;
  /** A run ended with a result that is wanted. */
  readonly ended: (slot: Slot, seen: CheckRun) => void;
  /** A run was given up: it has not ended though it was told to. Its check is not run again until it has. */
  readonly gaveUp: (check: string) => void;
  /** A run that nobody wanted any more (or that was given up) has ended: its check is free again. */
  readonly freed: (check: string) => void;
  /** A place may have become free. Called last. */
  readonly proceed: () => void;
  readonly log?: (level: 'warn' | 'error', message: string, detail?: Record<string, unknown>) => void;
}

interface Run {
  readonly slot: Slot;
  readonly startedAt: number;
  readonly controller: AbortController;
  readonly limit: AgendaEntry;
  /** Nobody wants its result any more. */
  dropped: boolean;
  /** Its place was given to another. */
  stuck: boolean;
  done: Promise<void>;
}

/** A runner ends its work by itself. This long past its time limit it is told to … */
const ABORT_AFTER_MS = 200;
/** … and this long after, when it still has not ended, it is given up. */
const GIVE_UP_AFTER_MS = 800;
const STOP_WAIT_MS = 1_500;
/** Timers may be early by the rounding of a millisecond. */
const ROUNDING_MS = 1;

/**
 * The runs that are under way, and the queue for their places. At most `concurrency` at a time; a check never
 * beside itself, not even when it was removed and added again meanwhile.
 */
export class Runs {
  readonly #options: RunsOptions;
  readonly #queue = new RunQueue<Slot>();
  /** By check id, also of checks that are gone: until its run has ended an id is not run again. */
  readonly #runs = new Map<string, Run>();
  #busy = 0;
  #started = 0;
  #timeouts = 0;
  #givenUp = 0;
  #lastLagMs = 0;

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /** Whether a check runs, waits for its place, or is stuck in a run that was given up. */
  state(slot: Slot): 'idle' | 'queued' | 'running' | 'stuck' {
    const run = this.#runs.get(slot.id);
    if (run) return run.stuck ? 'stuck' : 'running';
    return this.#queue.has(slot) ? 'queued' : 'idle';
  }

  /** Puts a check in the queue, or, when it waits there and this is urgent, further to the front. */
  enqueue(slot: Slot, dueAt: number): void {
    this.#queue.push(slot, dueAt, slot.urgent);
  }

  /** Starts what waits, as far as there are places. */
  fill(): void {
    while (this.#busy < Math.max(1, this.#options.concurrency)) {
      const next = this.#queue.take();
      if (!next) return;
      this.#lastLagMs = this.#options.clock.mono() - next.dueAt;
      this.#start(next.item);
    }
  }

  /** Takes a check out of the queue, and ends its run without a result. */
  drop(slot: Slot): void {
    this.#queue.drop(slot);
    const run = this.#runs.get(slot.id);
    if (run) this.#drop(run);
  }

  /** Ends everything, and resolves when it has ended; at the latest after a second and a half. */
  async stop(): Promise<void> {
    this.#queue.clear();
    const runs = [...this.#runs.values()];
    for (const run of runs) this.#drop(run);
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(STOP_WAIT_MS, resolve);
      void Promise.all(runs.map((run) => run.done)).then(() => {
        cancel();
        resolve();
      });
    });
  }

  /** Counts for the hub's metrics. */
  stats(): SchedulerStats {
    const oldest = this.#queue.oldestDueAt();
    const waited = oldest === null ? 0 : this.#options.clock.mono() - oldest;
    return {
      running: this.#busy,
      queued: this.#queue.size,
      runs: this.#started,
      timeouts: this.#timeouts,
      abandoned: this.#givenUp,
      lagMs: Math.max(waited, this.#lastLagMs),
    };
  }

  #start(slot: Slot): void {
    const startedAt = this.#options.clock.mono();
    slot.startedAt = startedAt;
    slot.urgent = false;
    const run: Run = {
      slot,
      startedAt,
      controller: new AbortController(),
      limit: new AgendaEntry(() => this.#overrun(run)),
      dropped: false,
      stuck: false,
      done: Promise.resolve(),
    };
    this.#runs.set(slot.id, run);
    this.#busy += 1;
    this.#started += 1;
    this.#options.agenda.set(run.limit, startedAt + slot.limits.timeoutMs + ABORT_AFTER_MS);
    run.done = this.#execute(run).then((seen) => this.#settle(run, seen));
  }

  async #execute(run: Run): Promise<CheckRun> {
    try {
      return await this.#options.run(run.slot.scheduled.target, run.slot.limits, run.controller.signal);
    } catch (error) {
      this.#options.log?.('error', 'a check runner failed', { check: run.slot.id, reason: String(error) });
      return { ...notRun(cleanText(error instanceof Error ? error.message : String(error))), ms: null };
    }
  }

  #settle(run: Run, seen: CheckRun): void {
    this.#options.agenda.remove(run.limit);
    this.#runs.delete(run.slot.id);
    if (!run.stuck) this.#free(run);
    if (run.dropped || run.stuck) this.#options.freed(run.slot.id);
    else this.#options.ended(run.slot, seen);
    this.#options.proceed();
  }

  #overrun(run: Run): void {
    if (!run.controller.signal.aborted) {
      run.controller.abort();
      this.#options.agenda.set(run.limit, this.#options.clock.mono() + GIVE_UP_AFTER_MS);
      return;
    }
    run.stuck = true;
    this.#givenUp += 1;
    this.#free(run);
    this.#options.log?.('error', 'a check did not end when told to', { check: run.slot.id });
    this.#options.gaveUp(run.slot.id);
  }

  #drop(run: Run): void {
    run.dropped = true;
    if (run.controller.signal.aborted) return;
    run.controller.abort();
    this.#options.agenda.set(run.limit, this.#options.clock.mono() + GIVE_UP_AFTER_MS);
  }

  #free(run: Run): void {
    this.#busy -= 1;
    const tookMs = this.#options.clock.mono() - run.startedAt;
    if (tookMs >= run.slot.limits.timeoutMs - ROUNDING_MS) this.#timeouts += 1;
  }
}
