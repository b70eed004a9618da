import {
  EMPTY_HISTOGRAM,
  type Histogram,
  HistogramBuilder,
  LAST_KEY,
  mergeHistograms,
  quantileOf,
} from '../../../shared/rules/histogram';
import { ByteReader, ByteWriter } from './bytes';

/** What was observed in a stretch of time, in a form that can be merged. */
export interface Tally {
  /** Observations, also those without a value (no answer). */
  readonly count: number;
  /** Of these: critical or unknown. */
  readonly failed: number;
  /** Smallest, largest and added-up value; `min` > `max` where there is no value. */
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  /** Values of the observations that did not fail, and of those that did: a quick refusal is no quick answer. */
  readonly good: Histogram;
  readonly bad: Histogram;
}

/** One bucket of a series: what counts, and what was seen in planned maintenance, which quality figures leave out. */
export interface Rollup {
  readonly counted: Tally;
  readonly excluded: Tally;
}

export const EMPTY_TALLY: Tally = {
  count: 0,
  failed: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  sum: 0,
  good: EMPTY_HISTOGRAM,
  bad: EMPTY_HISTOGRAM,
};

class TallyBuilder {
  #count = 0;
  #failed = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #sum = 0;
  readonly #good = new HistogramBuilder();
  readonly #bad = new HistogramBuilder();

  add(value: number | null, failed: boolean): void {
    this.#count += 1;
    if (failed) this.#failed += 1;
    if (value === null || !Number.isFinite(value)) return;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    this.#sum += value;
    (failed ? this.#bad : this.#good).add(value);
  }

  merge(other: Tally): void {
    this.#count += other.count;
    this.#failed += other.failed;
    if (other.min < this.#min) this.#min = other.min;
    if (other.max > this.#max) this.#max = other.max;
    this.#sum += other.sum;
    this.#good.merge(other.good);
    this.#bad.merge(other.bad);
  }

  build(): Tally {
    if (this.#count === 0) return EMPTY_TALLY;
    return {
      count: this.#count,
      failed: this.#failed,
      min: this.#min,
      max: this.#max,
      sum: this.#sum,
      good: this.#good.build(),
      bad: this.#bad.build(),
    };
  }
}

/** Collects observations and other roll-ups. */
export class RollupBuilder {
  /** The one roll-up that it has: most steps of a chart hold one, which need not be taken apart and put together. */
  #only: Rollup | null = null;
  #counted: TallyBuilder | null = null;
  #excluded: TallyBuilder | null = null;

  /** One observation: `value` null where there was no answer, `failed` when it was critical or unknown. */
  add(value: number | null, failed: boolean, excluded: boolean): void {
    this.#open();
    if (excluded) {
      this.#excluded ??= new TallyBuilder();
      this.#excluded.add(value, failed);
    } else this.#counted?.add(value, failed);
  }

  merge(other: Rollup): void {
    if (this.#only === null && this.#counted === null) {
      this.#only = other;
      return;
    }
    this.#open();
    this.#put(other);
  }

  build(): Rollup {
    if (this.#only !== null) return this.#only;
    return {
      counted: this.#counted?.build() ?? EMPTY_TALLY,
      excluded: this.#excluded?.build() ?? EMPTY_TALLY,
    };
  }

  #open(): void {
    this.#counted ??= new TallyBuilder();
    const only = this.#only;
    this.#only = null;
    if (only) this.#put(only);
  }

  #put(other: Rollup): void {
    this.#counted?.merge(other.counted);
    if (other.excluded.count === 0) return;
    this.#excluded ??= new TallyBuilder();
    this.#excluded.merge(other.excluded);
  }
}

/** All that was seen, in maintenance or not: what a chart draws. */
export function wholeOf(rollup: Rollup): Tally {
  if (rollup.excluded.count === 0) return rollup.counted;
  const builder = new TallyBuilder();
  builder.merge(rollup.counted);
  builder.merge(rollup.excluded);
  return builder.build();
}

/** The values of a tally, failed or not. */
export function valuesOf(tally: Tally): Histogram {
  return tally.bad.total === 0 ? tally.good : mergeHistograms(tally.good, tally.bad);
}

/** A quantile of a tally, held within its smallest and largest value (one value alone is exact). */
export function tallyQuantile(tally: Tally, values: Histogram, q: number): number | null {
  const estimate = quantileOf(values, q);
  return estimate === null ? null : Math.min(tally.max, Math.max(tally.min, estimate));
}

// ── On the disk
//
// parts (1 byte): what follows. Then the tally that counts, then the excluded one if there is any. A tally is count
// and failed; min, max and sum as 32-bit floats where there are values; the histograms as a number of buckets, then
// for each the step from the bucket before and its count. Ten answers of a steady check come to about 30 bytes.

const HAS_EXCLUDED = 1;
const HAS_VALUES = 1;
const HAS_BAD = 2;
const writer = new ByteWriter();

/** The bytes of a roll-up. Values keep 24 bits (a share of 6e-8). */
export function encodeRollup(rollup: Rollup): Uint8Array {
  writer.reset();
  writer.uint(rollup.excluded.count > 0 ? HAS_EXCLUDED : 0);
  writeTally(rollup.counted);
  if (rollup.excluded.count > 0) writeTally(rollup.excluded);
  return writer.take();
}

/** Throws RangeError when the bytes are not a roll-up's. */
export function decodeRollup(bytes: Uint8Array): Rollup {
  const reader = new ByteReader(bytes);
  const parts = reader.uint();
  if (parts > HAS_EXCLUDED) throw new RangeError('not a roll-up');
  const counted = readTally(reader);
  const excluded = parts === HAS_EXCLUDED ? readTally(reader) : EMPTY_TALLY;
  if (!reader.done) throw new RangeError('bytes after a roll-up');
  return { counted, excluded };
}

function writeTally(tally: Tally): void {
  const hasValues = tally.good.total + tally.bad.total > 0;
  const hasBad = tally.bad.total > 0;
  writer.uint(tally.count * 4 + (hasValues ? HAS_VALUES : 0) + (hasBad ? HAS_BAD : 0));
  writer.uint(tally.failed);
  if (!hasValues) return;
  writer.float(tally.min);
  writer.float(tally.max);
  writer.float(tally.sum);
  writeHistogram(tally.good);
  if (hasBad) writeHistogram(tally.bad);
}

function readTally(reader: ByteReader): Tally {
  const head = reader.uint();
  const failed = reader.uint();
  const count = Math.floor(head / 4);
  if ((head & HAS_VALUES) === 0) return { ...EMPTY_TALLY, count, failed };
  return {
    count,
    failed,
    min: reader.float(),
    max: reader.float(),
    sum: reader.float(),
    good: readHistogram(reader),
    bad: (head & HAS_BAD) === 0 ? EMPTY_HISTOGRAM : readHistogram(reader),
  };
}

function writeHistogram(histogram: Histogram): void {
  writer.uint(histogram.keys.length);
  let before = 0;
  for (let i = 0; i < histogram.keys.length; i++) {
    const key = histogram.keys[i] ?? 0;
    writer.int(key - before);
    writer.uint(histogram.counts[i] ?? 0);
    before = key;
  }
}

function readHistogram(reader: ByteReader): Histogram {
  const length = reader.uint();
  if (length > 2 * LAST_KEY + 1) throw new RangeError('more buckets than there are');
  const keys: number[] = [];
  const counts: number[] = [];
  let key = 0;
  let total = 0;
  for (let i = 0; i < length; i++) {
    key += reader.int();
    if (Math.abs(key) > LAST_KEY) throw new RangeError('a bucket that does not exist');
    const count = reader.uint();
    keys.push(key);
    counts.push(count);
    total += count;
  }
  return { keys, counts, total };
}
