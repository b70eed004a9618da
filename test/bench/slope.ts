/** A straight line through measurements, and how sure its slope is. */
export interface Slope {
  /** Units of y for one of x. */
  readonly slope: number;
  /** The bounds of the 95 % confidence interval. */
  readonly low: number;
  readonly high: number;
}

/** Two-sided 97.5 % quantiles of Student's t for 1 … 30 degrees of freedom; from there on the normal's is near enough. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/**
 * Least squares over the means of `blocks` equal stretches of the measurements: memory goes up and down with garbage
 * collection, so that neighbours are not independent and single measurements would make the interval far too narrow.
 * Rejects fewer than three blocks with a measurement each.
 */
export function slopeOf(points: readonly (readonly [number, number])[], blocks = 12): Slope {
  const size = Math.floor(points.length / blocks);
  if (blocks < 3 || size < 1)
    throw new RangeError(`${points.length} measurements do not make ${blocks} blocks`);
  const means = Array.from({ length: blocks }, (_, block) => {
    const part = points.slice(block * size, block === blocks - 1 ? points.length : (block + 1) * size);
    return [mean(part.map(([x]) => x)), mean(part.map(([, y]) => y))] as const;
  });
  const atX = mean(means.map(([x]) => x));
  const atY = mean(means.map(([, y]) => y));
  const spread = means.reduce((sum, [x]) => sum + (x - atX) ** 2, 0);
  const slope = means.reduce((sum, [x, y]) => sum + (x - atX) * (y - atY), 0) / spread;
  const left = means.reduce((sum, [x, y]) => sum + (y - atY - slope * (x - atX)) ** 2, 0);
  const freedom = blocks - 2;
  const error = Math.sqrt(left / freedom / spread);
  const reach = (T_975[freedom - 1] ?? 1.96) * error;
  return { slope, low: slope - reach, high: slope + reach };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
