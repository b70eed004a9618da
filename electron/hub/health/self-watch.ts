import { statfs } from 'node:fs/promises';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../../../shared/time/clock';
import { SELF_INTERVAL_MS } from '../catalogue/expand-watch';
import type { CheckRun } from '../checks/check-run';
import { cleanText } from '../checks/output-text';
import { DeadMansSwitch } from './dead-mans-switch';
import {
  type DiskRoom,
  judgeChecks,
  judgeDisk,
  judgeLog,
  judgeLoop,
  judgeSamples,
  judgeSignal,
  type LoopDelay,
  notWatching,
  type SelfFigures,
} from './self-parts';

export interface SelfWatchOptions {
  readonly clock: Clock;
  /** Whose file system is looked at. */
  readonly dataFolder: string;
  readonly figures: () => SelfFigures;
  /** Takes an observation of a check of the hub's own; false: there is no such check. */
  readonly push: (check: string, run: CheckRun) => boolean;
  readonly room?: (folder: string) => Promise<DiskRoom>;
  /** How late the event loop was since the last call. */
  readonly loopDelay?: () => LoopDelay;
  readonly send?: (url: string, signal: AbortSignal) => Promise<number>;
}

/** What the catalogue says about the watch over the hub. */
export interface SelfWatchTarget {
  /** Service id of the hub's own health; null: not shown. */
  readonly self: string | null;
  readonly deadMansSwitch: { readonly url: string; readonly intervalMs: number } | null;
}

/** The figures that only this part knows, for `/metrics`. */
export interface SelfNumbers {
  readonly diskFree: number | null;
  readonly loop: LoopDelay;
  readonly signal: { readonly sent: number; readonly failed: number; readonly lastSuccessAt: number | null };
}

/** How fine event-loop delay is measured, ms. */
const LOOP_RESOLUTION_MS = 20;
/** A file system that does not answer (a dead network mount) is not waited for longer, ms. */
const ROOM_WAIT_MS = 5_000;

/**
 * The hub's own health, said as observations of checks like any other, so that it is shown, logged and alarmed by
 * the same rules. What it cannot say because it cannot write its log is said by the heartbeat (no digests), and
 * what it cannot say at all by the silence of the dead-man's signal.
 */
export class SelfWatch {
  readonly #options: SelfWatchOptions;
  readonly #clock: Clock;
  readonly #signal: DeadMansSwitch;
  #target: SelfWatchTarget = { self: null, deadMansSwitch: null };
  /** Runs of checks that were started before the last look. */
  #runsBefore = 0;
  #lostBefore = 0;
  #loop: LoopDelay = { p99: 0, max: 0 };
  #diskFree: number | null = null;
  #looking = false;
  #histogram: IntervalHistogram | null = null;
  #cancel: () => void = () => {};
  #started = false;

  constructor(options: SelfWatchOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#signal = new DeadMansSwitch({
      clock: options.clock,
      notWatching: () => notWatching(this.#figures()),
      ...(options.send && { send: options.send }),
    });
  }

  /** The catalogue applies. Takes effect when started. */
  setTarget(target: SelfWatchTarget): void {
    this.#target = target;
    if (!this.#started) return;
    this.#signal.setTarget(target.deadMansSwitch);
    void this.#look();
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    if (!this.#options.loopDelay) {
      this.#histogram = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
      this.#histogram.enable();
    }
    this.#repeat();
    this.#signal.setTarget(this.#target.deadMansSwitch);
    void this.#look();
  }

  stop(): void {
    this.#started = false;
    this.#cancel();
    this.#signal.stop();
    this.#histogram?.disable();
    this.#histogram = null;
  }

  /** Whether the hub really watches: its log can be written, its checks are run, and in time. */
  isWatching(): boolean {
    return notWatching(this.#figures()) === null;
  }

  numbers(): SelfNumbers {
    const { sent, failed, lastSuccessAt } = this.#signal.state;
    return { diskFree: this.#diskFree, loop: this.#loop, signal: { sent, failed, lastSuccessAt } };
  }

  #repeat(): void {
    this.#cancel = this.#clock.after(SELF_INTERVAL_MS, () => {
      this.#repeat();
      void this.#look();
    });
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      this.#loop = (this.#options.loopDelay ?? (() => this.#measured()))();
      const room = await this.#room();
      this.#diskFree = 'free' in room ? room.free : null;
      if (this.#started) this.#say(room);
    } finally {
      this.#looking = false;
    }
  }

  #say(room: DiskRoom): void {
    const { self } = this.#target;
    const figures = this.#figures();
    this.#runsBefore = figures.checks.runs;
    const lostBefore = this.#lostBefore;
    this.#lostBefore = figures.samples.lost;
    if (self === null) return;
    const say = (part: string, run: CheckRun): void => {
      this.#options.push(`${self}/${part}`, { ...run, output: cleanText(run.output) });
    };
    say('log', judgeLog(figures));
    say('disk', judgeDisk(room));
    say('loop', judgeLoop(this.#loop));
    say('checks', judgeChecks(figures));
    say('samples', judgeSamples(figures, lostBefore));
    say('deadman', judgeSignal(this.#signal.state, this.#clock.now()));
  }

  /** The lag of a start that was told of already is old news where nothing was started, and nothing waits, since. */
  #figures(): SelfFigures {
    const figures = this.#options.figures();
    const { checks } = figures;
    if (checks.queued > 0 || checks.runs !== this.#runsBefore) return figures;
    return { ...figures, checks: { ...checks, lagMs: 0 } };
  }

  #measured(): LoopDelay {
    const histogram = this.#histogram;
    // Nothing was counted yet: the percentiles of an empty histogram are not numbers of this time.
    if (!histogram || histogram.count === 0) return { p99: 0, max: 0 };
    // What is measured is the time between two ticks: the resolution is part of it.
    const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - LOOP_RESOLUTION_MS);
    const delay = { p99: ms(histogram.percentile(99)), max: ms(histogram.max) };
    histogram.reset();
    return delay;
  }

  async #room(): Promise<DiskRoom> {
    const look = this.#options.room ?? roomOf;
    let cancel: () => void = () => {};
    const late = new Promise<DiskRoom>((resolve) => {
      cancel = this.#clock.after(ROOM_WAIT_MS, () => resolve({ reason: 'filsystemet svarer ikke' }));
    });
    const room = await Promise.race([
      look(this.#options.dataFolder).catch((error: unknown): DiskRoom => ({ reason: String(error) })),
      late,
    ]);
    cancel();
    return room;
  }
}

async function roomOf(folder: string): Promise<DiskRoom> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, total: blocks * bsize };
}
