import type { ChartBand, SampleSeries } from '../../../shared/contract/wire';
import type { Metric } from '../../../shared/rules/decide';
import type { Clock } from '../../../shared/time/clock';
import { type Band, putBand, readBands } from './bands';
import { type ChartData, History, type Quality } from './history';
import { insertSample, responseTimes, usableMetrics, type Waiting } from './raw-samples';
import { Retention } from './retention';
import { RollUp } from './roll-up';
import { SampleFile } from './sample-file';
import { SeriesTable } from './series-table';
import { fiveOf, HOUR_MS, RAW_KEPT_MS } from './slots';
import { type Sample, thin } from './thin';

export type { Band } from './bands';
export type { ChartData, Quality } from './history';
export { IN_MAINTENANCE, OUT_OF_HOURS } from './raw-samples';

export interface SampleStoreOptions {
  readonly file: string;
  readonly clock: Clock;
  /** Samples cannot be kept, and why; null: they can again. The watch does not suffer from it. */
  readonly onFault: (reason: string | null) => void;
}

/** What else there is to note of an observation. */
export interface SampleExtras {
  /** IN_MAINTENANCE, OUT_OF_HOURS, or both added up. */
  readonly flags?: number;
  readonly metrics?: readonly Metric[] | undefined;
}

/**
 * What checks measured: raw for two days, by five minutes for two weeks, by the hour for thirteen months. Time series,
 * so outside the log (DESIGN.md, rule 1). All times are ms UTC; nothing here throws or waits for long.
 */
export interface SampleStore {
  /**
   * Notes a measurement: `ms` null where there was no answer, `result` 0 ok to 3 unknown. Not on the disk when this
   * returns.
   */
  add(check: string, at: number, ms: number | null, result: number, extras?: SampleExtras): void;
  /**
   * One series of response times for each of `checks`, in that order, since `since`, also what is not on the disk
   * yet; thinned to at most 2,000 points without averaging.
   */
  read(checks: readonly string[], since: number): SampleSeries[];
  /**
   * All series of `checks` from `from` to `to` in about `points` steps, out of what is kept of that time: raw, five
   * minutes or hours. Gives way to the hub while it works.
   */
  chart(checks: readonly string[], from: number, to: number, points: number): Promise<ChartData>;
  /**
   * How good `checks` were together, observations flagged IN_MAINTENANCE left out and counted. `expectedMs` is Apdex's
   * T; null: there is none.
   */
  quality(checks: readonly string[], expectedMs: number | null, from: number, to: number): Promise<Quality>;
  /** Keeps a band to be drawn behind charts, or moves the one with the same key. */
  putBand(band: Band): void;
  /** The bands of a node that touch `[from, to)`, in order of time. */
  bands(node: string, from: number, to: number): ChartBand[];
  /** Samples that were given up because the disk did not take them. */
  readonly lost: number;
  /** Metrics that were left out: malformed, or too many different ones of a check. */
  readonly refusedMetrics: number;
  /** Writes what waits. A disk that refuses is reported, not thrown. */
  flush(): void;
  close(): void;
}

const FLUSH_MS = 2_000;
/** More than this are not written at once: a transaction of some milliseconds. */
const FLUSH_ROWS = 2_000;
/** What is kept in memory while the disk refuses; the oldest goes first. */
const WAITING_LIMIT = 50_000;
const POINTS_LIMIT = 2_000;
/** Rolling up gives way to the hub after so long, and goes on after the pause, ms. */
const WORK_MS = 6;
const WORK_STEPS = 8;
const PAUSE_MS = 30;

/** Opens the samples. Never throws: where the file does not serve it says so and keeps the latest in memory. */
export function openSampleStore(options: SampleStoreOptions): SampleStore {
  return new Store(options);
}

class Store implements SampleStore {
  readonly #clock: Clock;
  readonly #file: SampleFile;
  readonly #series = new SeriesTable();
  readonly #rollUp: RollUp;
  readonly #retention: Retention;
  readonly #history: History;
  #waiting: Waiting[] = [];
  #lost = 0;
  #refused = 0;
  #closed = false;
  #cancelFlush: () => void = () => {};
  #cancelWork: () => void = () => {};

  constructor({ file, clock, onFault }: SampleStoreOptions) {
    this.#clock = clock;
    this.#file = new SampleFile({
      file,
      clock,
      onFault: (reason) =>
        onFault(reason !== null && this.#lost > 0 ? `${reason}; the oldest samples are being lost` : reason),
      onForget: () => this.#forget(),
    });
    this.#rollUp = new RollUp(this.#file, clock);
    this.#retention = new Retention(this.#file, clock);
    this.#history = new History(this.#file, this.#series, clock, () => this.#waiting);
    this.#scheduleFlush();
    this.#scheduleWork(FLUSH_MS);
  }

  get lost(): number {
    return this.#lost;
  }

  get refusedMetrics(): number {
    return this.#refused + this.#series.refused;
  }

  add(check: string, at: number, ms: number | null, result: number, extras: SampleExtras = {}): void {
    const given = extras.metrics ?? [];
    const metrics = given.length === 0 ? given : usableMetrics(given);
    this.#refused += given.length - metrics.length;
    this.#waiting.push({ check, at, ms, result, flags: extras.flags ?? 0, metrics });
    if (this.#waiting.length > WAITING_LIMIT) {
      this.#lost += this.#waiting.splice(0, FLUSH_ROWS).length;
    }
    // While the disk refuses, only the timer tries: a check must not wait for it each time.
    if (this.#waiting.length >= FLUSH_ROWS && !this.#file.failing) this.flush();
  }

  read(checks: readonly string[], since: number): SampleSeries[] {
    const now = this.#clock.now();
    const from = Math.max(since, now - RAW_KEPT_MS);
    // A clock that was set back leaves samples from the future: an hour of them is still shown.
    const to = now + HOUR_MS;
    return checks.map((check) => {
      const samples = new Map<number, Sample>();
      const stored = this.#file.read((sql) => responseTimes(sql, this.#series.of(sql, check), from, to), []);
      for (const sample of stored) samples.set(sample.at, sample);
      for (const sample of this.#waiting) {
        if (sample.check === check && sample.at >= from) samples.set(sample.at, sample);
      }
      const ordered = [...samples.values()].sort((a, b) => a.at - b.at);
      const points = thin(ordered, POINTS_LIMIT);
      return {
        check,
        at: points.map((point) => point.at),
        ms: points.map((point) => point.ms),
        result: points.map((point) => point.result),
      };
    });
  }

  chart(checks: readonly string[], from: number, to: number, points: number): Promise<ChartData> {
    if (!this.#file.failing) this.flush();
    return this.#history.chart(checks, from, to, points);
  }

  quality(checks: readonly string[], expectedMs: number | null, from: number, to: number): Promise<Quality> {
    if (!this.#file.failing) this.flush();
    return this.#history.quality(checks, expectedMs, from, to);
  }

  putBand(band: Band): void {
    if (!this.#closed) putBand(this.#file, band);
  }

  bands(node: string, from: number, to: number): ChartBand[] {
    return readBands(this.#file, node, from, to);
  }

  flush(): void {
    if (this.#closed || this.#waiting.length === 0 || !this.#file.ready()) return;
    const batch = this.#waiting;
    const written = this.#file.write((sql) => {
      const slots = new Set<number>();
      for (const sample of batch) {
        insertSample(sql, this.#series, sample);
        slots.add(fiveOf(sample.at));
      }
      for (const slot of slots) if (this.#retention.isWhole(sql, slot)) this.#rollUp.noteSamples(sql, slot);
    });
    if (written) this.#waiting = [];
  }

  close(): void {
    if (this.#closed) return;
    this.#cancelFlush();
    this.#cancelWork();
    this.flush();
    this.#closed = true;
    this.#file.close();
  }

  #scheduleFlush(): void {
    this.#cancelFlush = this.#clock.after(FLUSH_MS, () => {
      this.flush();
      this.#retention.run();
      if (!this.#closed) this.#scheduleFlush();
    });
  }

  /** Rolls up in short turns, so that the hub goes on with everything else in between. */
  #scheduleWork(ms: number): void {
    this.#cancelWork = this.#clock.after(ms, () => {
      const began = this.#clock.mono();
      let more = true;
      for (let n = 0; more && n < WORK_STEPS && this.#clock.mono() - began < WORK_MS; n++) {
        more = this.#rollUp.step();
      }
      if (!this.#closed) this.#scheduleWork(more ? PAUSE_MS : FLUSH_MS);
    });
  }

  /** The first call comes out of the file's opening, when there is nothing to forget yet. */
  #forget(): void {
    this.#series.forget();
    this.#rollUp?.forget();
    this.#retention?.forget();
  }
}
