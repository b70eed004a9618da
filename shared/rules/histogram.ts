/**
 * A histogram with logarithmic buckets, after DDSketch (Masson, Rim and Lee, "DDSketch: a fast and fully-mergeable
 * quantile sketch with relative-error guarantees", PVLDB 12(12), 2019, https://arxiv.org/abs/1908.10693).
 *
 * With γ = (1 + α) / (1 − α), bucket k holds the values in (s·γ^(k−1), s·γ^k], where s is the smallest size that is
 * told apart from zero. Its estimate 2·s·γ^k / (γ + 1) lies within the share α of every value in it: the bucket's
 * upper end over-states by γ·s·γ^(k−1), its lower end under-states, and the estimate is where the two relative errors
 * are equal. A quantile is the estimate of the bucket in which its rank falls, so it is wrong by at most α of the true
 * value, however the values are spread; and since buckets lie at fixed places, merging two histograms is adding their
 * counts: exact, associative and commutative. Averaged percentiles have no such meaning.
 *
 * Bucket 0 is zero; a negative value has the negated bucket of its size, so keys are in the order of values. Unlike
 * in the paper, buckets are never collapsed: sizes end at SMALLEST and LARGEST, which bounds the keys instead.
 */
export interface Histogram {
  /** Bucket keys, ascending. */
  readonly keys: readonly number[];
  /** How many values are in each; from 1. */
  readonly counts: readonly number[];
  /** All of them. */
  readonly total: number;
}

/** α: how far a quantile may be from the true value, as a share of it. */
export const RELATIVE_ERROR = 0.02;
/** Sizes from here down are zero: a nanosecond in ms, a microsecond in s. */
export const SMALLEST = 1e-6;
/** Sizes from here up share the last bucket: 1e18 bytes is an exabyte. */
export const LARGEST = 1e18;

const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LOG_GAMMA = Math.log(GAMMA);
/** The last bucket. */
export const LAST_KEY = Math.ceil(Math.log(LARGEST / SMALLEST) / LOG_GAMMA);

export const EMPTY_HISTOGRAM: Histogram = { keys: [], counts: [], total: 0 };

/** The bucket of a finite value. */
export function bucketOf(value: number): number {
  const size = Math.abs(value);
  if (size <= SMALLEST) return 0;
  const key = Math.min(LAST_KEY, Math.max(1, Math.ceil(Math.log(size / SMALLEST) / LOG_GAMMA)));
  return value < 0 ? -key : key;
}

/** What a value in a bucket is taken to be. */
export function estimateOf(key: number): number {
  if (key === 0) return 0;
  const size = (2 * SMALLEST * GAMMA ** Math.abs(key)) / (GAMMA + 1);
  return key < 0 ? -size : size;
}

/** Collects values and other histograms; `build` may be called at any time. */
export class HistogramBuilder {
  readonly #counts = new Map<number, number>();

  /** One value; what is not a finite number is not counted. */
  add(value: number): void {
    if (Number.isFinite(value)) this.addBucket(bucketOf(value), 1);
  }

  addBucket(key: number, count: number): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }

  merge(other: Histogram): void {
    for (let i = 0; i < other.keys.length; i++) this.addBucket(other.keys[i] ?? 0, other.counts[i] ?? 0);
  }

  build(): Histogram {
    if (this.#counts.size === 0) return EMPTY_HISTOGRAM;
    const keys = [...this.#counts.keys()].sort((a, b) => a - b);
    const counts = keys.map((key) => this.#counts.get(key) ?? 0);
    return { keys, counts, total: counts.reduce((sum, count) => sum + count, 0) };
  }
}

/** The histogram of values; what is not a finite number is left out. */
export function histogramOf(values: Iterable<number>): Histogram {
  const builder = new HistogramBuilder();
  for (const value of values) builder.add(value);
  return builder.build();
}

/** As if all the values had gone into one. */
export function mergeHistograms(...histograms: readonly Histogram[]): Histogram {
  const builder = new HistogramBuilder();
  for (const one of histograms) builder.merge(one);
  return builder.build();
}

/**
 * The value below which the share `q` (0 to 1) lies, within RELATIVE_ERROR: the one of rank ⌊q·(n − 1)⌋ counted from
 * 0, as in the paper. Null when there are no values.
 */
export function quantileOf(histogram: Histogram, q: number): number | null {
  if (histogram.total === 0) return null;
  const rank = Math.floor(Math.min(1, Math.max(0, q)) * (histogram.total - 1));
  let before = 0;
  for (let i = 0; i < histogram.keys.length; i++) {
    before += histogram.counts[i] ?? 0;
    if (before > rank) return estimateOf(histogram.keys[i] ?? 0);
  }
  return estimateOf(histogram.keys[histogram.keys.length - 1] ?? 0);
}

/**
 * How many values are at most `limit`, each taken for its bucket's estimate: only values within RELATIVE_ERROR of the
 * limit may be on the wrong side of it.
 */
export function countUpTo(histogram: Histogram, limit: number): number {
  let count = 0;
  for (let i = 0; i < histogram.keys.length; i++) {
    if (estimateOf(histogram.keys[i] ?? 0) > limit) break;
    count += histogram.counts[i] ?? 0;
  }
  return count;
}
