import type { CheckStatus } from '../../shared/model/room';
import type { Clock } from '../../shared/time/clock';

/** Samples that are kept; older ones give way, and their number is told. */
const MAX_SAMPLES = 50_000;

/** What the wall measured of itself, as JSON. Every field carries its unit. */
export interface WallMeasure {
  /**
   * For each check whose change moved pixels: from the moment of observation (`observedAt`, the observer's
   * clock) to the animation frame *after* the one that painted it, when the compositor had the picture. So it
   * includes up to one frame that the eye does not wait for, and never leaves one out.
   */
  readonly samples_ms: readonly number[];
  /**
   * The same checks, to the first task after the frame that painted them: this process has handed the picture to
   * the compositor, which shows it at the next refresh. On a 60 Hz display the truth for the eye lies between
   * this and `samples_ms`, which alone costs 25 ms in the middle: half a frame's wait and one whole frame.
   */
  readonly committed_ms: readonly number[];
  readonly samples_dropped: number;
  /** Changed checks that moved no pixel of their own: same state and since as before, or overtaken in one frame. */
  readonly unpainted: number;
  /** Hub clock minus this machine's, ms: not applied to the samples. */
  readonly offset_ms: number;
  readonly seconds: number;
  readonly frames: number;
  readonly fps: number;
  readonly painted_frames: number;
  /** Script time of frames that painted: model, layout, canvas calls, mirror. */
  readonly paint_mean_ms: number;
  readonly paint_p95_ms: number;
  readonly paint_max_ms: number;
  readonly long_tasks: number;
  readonly longest_task_ms: number;
}

/**
 * The wall's own stopwatch, on when the address has `?measure=1`. A test dispatches `vaktrom:measure` on the
 * document (`detail.reset`: begin anew afterwards); the record is then in the `data-measure` attribute of the
 * root element, and in the detail of the `vaktrom:measured` event.
 */
export class Stopwatch {
  readonly #clock: Clock;
  readonly #offset: () => number;
  readonly #samples = new Ring();
  readonly #committed = new Ring();
  readonly #afterFrame = new MessageChannel();
  #committing: number[] = [];
  #unpainted = 0;
  #frames = 0;
  #paints: number[] = [];
  #longTasks = 0;
  #longest = 0;
  #began: number;
  #waiting: number[] = [];

  constructor(clock: Clock, offset: () => number) {
    this.#clock = clock;
    this.#offset = offset;
    this.#began = clock.mono();
  }

  /** Listens for requests and long tasks. Returns a function that ends both. */
  start(document: Document): () => void {
    const answer = (event: Event): void => {
      const record = this.record();
      document.documentElement.dataset.measure = JSON.stringify(record);
      document.dispatchEvent(new CustomEvent('vaktrom:measured', { detail: record }));
      const detail: unknown = event instanceof CustomEvent ? event.detail : null;
      if (typeof detail === 'object' && detail !== null && 'reset' in detail && detail.reset === true)
        this.reset();
    };
    document.addEventListener('vaktrom:measure', answer);
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        this.#longTasks += 1;
        this.#longest = Math.max(this.#longest, entry.duration);
      }
    });
    observer.observe({ entryTypes: ['longtask'] });
    this.#afterFrame.port1.onmessage = () => {
      const now = this.#clock.now();
      for (const observedAt of this.#committing) this.#committed.push(now - observedAt);
      this.#committing = [];
    };
    return () => {
      this.#afterFrame.port1.close();
      observer.disconnect();
      document.removeEventListener('vaktrom:measure', answer);
    };
  }

  /** Each frame, first thing: what was painted in the frame before is on the glass by now. */
  frame(): void {
    this.#frames += 1;
    if (this.#waiting.length === 0) return;
    const now = this.#clock.now();
    for (const observedAt of this.#waiting) this.#samples.push(now - observedAt);
    this.#waiting = [];
  }

  /** A frame was painted: these checks changed pixels in it, `ms` of script time were spent. */
  painted(checks: readonly CheckStatus[], unpainted: number, ms: number): void {
    for (const { observedAt } of checks) {
      if (observedAt === null) continue;
      this.#waiting.push(observedAt);
      this.#committing.push(observedAt);
    }
    if (this.#committing.length > 0) this.#afterFrame.port2.postMessage(null);
    this.#unpainted += unpainted;
    if (this.#paints.length >= MAX_SAMPLES) this.#paints.shift();
    this.#paints.push(ms);
  }

  /** Changes came in that moved no pixel at all. */
  passedOver(keys: number): void {
    this.#unpainted += keys;
  }

  record(): WallMeasure {
    const seconds = (this.#clock.mono() - this.#began) / 1000;
    const paints = [...this.#paints].sort((a, b) => a - b);
    return {
      samples_ms: this.#samples.values(),
      committed_ms: this.#committed.values(),
      samples_dropped: this.#samples.dropped,
      unpainted: this.#unpainted,
      offset_ms: this.#offset(),
      seconds: round(seconds),
      frames: this.#frames,
      fps: seconds > 0 ? round(this.#frames / seconds) : 0,
      painted_frames: paints.length,
      paint_mean_ms: round(paints.reduce((sum, ms) => sum + ms, 0) / Math.max(1, paints.length)),
      paint_p95_ms: round(paints[Math.floor(paints.length * 0.95)] ?? 0),
      paint_max_ms: round(paints.at(-1) ?? 0),
      long_tasks: this.#longTasks,
      longest_task_ms: round(this.#longest),
    };
  }

  reset(): void {
    this.#samples.clear();
    this.#committed.clear();
    this.#unpainted = 0;
    this.#frames = 0;
    this.#paints = [];
    this.#longTasks = 0;
    this.#longest = 0;
    this.#began = this.#clock.mono();
  }
}

/** The last so many numbers. */
class Ring {
  #values: number[] = [];
  #next = 0;
  /** Values that gave way. */
  dropped = 0;

  push(value: number): void {
    if (this.#values.length < MAX_SAMPLES) {
      this.#values.push(value);
      return;
    }
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % MAX_SAMPLES;
    this.dropped += 1;
  }
  values(): readonly number[] {
    return [...this.#values];
  }
  clear(): void {
    this.#values = [];
    this.#next = 0;
    this.dropped = 0;
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;
