/**
 * The one source of time. Rules never read a clock; everything that waits takes one of these, so that tests
 * and benchmarks decide what time it is.
 */
export interface Clock {
  /** Wall-clock time, ms since the Unix epoch, UTC. May jump. */
  now(): number;
  /** Monotonic time in ms from an arbitrary origin. Never jumps; durations use it. */
  mono(): number;
  /** Calls `run` once, after at least `ms` of monotonic time. Returns a function that cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** What the host's timers look like; `shared/` compiles without DOM and Node types. */
interface HostTimers {
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(handle: never): void;
  performance: { now(): number };
}

/** The machine's own clock. */
export function systemClock(): Clock {
  const host = globalThis as unknown as HostTimers;
  return {
    now: () => Date.now(),
    mono: () => host.performance.now(),
    after: (ms, run) => {
      const handle = host.setTimeout(run, ms);
      return () => host.clearTimeout(handle as never);
    },
  };
}

interface Waiting {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that a test moves by hand. Timers run in order of their time, and may start new ones. */
export class ManualClock implements Clock {
  #wall: number;
  #mono = 0;
  #order = 0;
  #waiting: Waiting[] = [];

  constructor(startMs = Date.UTC(2026, 10, 23, 3, 0, 0)) {
    this.#wall = startMs;
  }

  now(): number {
    return this.#wall;
  }

  mono(): number {
    return this.#mono;
  }

  after(ms: number, run: () => void): () => void {
    const item: Waiting = { at: this.#mono + Math.max(0, ms), order: this.#order++, run };
    this.#waiting.push(item);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== item);
    };
  }

  /** Lets `ms` pass on both clocks, running what falls due on the way. */
  advance(ms: number): void {
    const end = this.#mono + ms;
    for (;;) {
      const next = this.#next(end);
      if (!next) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#wall += next.at - this.#mono;
      this.#mono = next.at;
      next.run();
    }
    this.#wall += end - this.#mono;
    this.#mono = end;
  }

  /** Moves wall-clock time only, as a wrong or corrected clock does. */
  jump(ms: number): void {
    this.#wall += ms;
  }

  #next(end: number): Waiting | undefined {
    let best: Waiting | undefined;
    for (const item of this.#waiting) {
      if (item.at > end) continue;
      if (!best || item.at < best.at || (item.at === best.at && item.order < best.order)) best = item;
    }
    return best;
  }
}
