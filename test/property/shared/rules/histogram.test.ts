import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketOf,
  countUpTo,
  estimateOf,
  histogramOf,
  LARGEST,
  LAST_KEY,
  mergeHistograms,
  quantileOf,
  RELATIVE_ERROR,
  SMALLEST,
} from '../../../../shared/rules/histogram';

/** Sizes over all the orders of magnitude that a histogram tells apart, of either sign, and zero. */
const value = fc
  .tuple(
    fc.double({ min: Math.log10(SMALLEST) + 0.01, max: 17.9, noNaN: true }),
    fc.constantFrom(-1, 0, 1, 1, 1),
  )
  .map(([exponent, sign]) => sign * 10 ** exponent);
const values = fc.array(value, { maxLength: 80 });
const histogram = values.map(histogramOf);
const some = fc.array(value, { minLength: 1, maxLength: 80 });

/** α, and what double arithmetic adds at a bucket's edge. */
const BOUND = RELATIVE_ERROR * (1 + 1e-9);

describe('a histogram', () => {
  it('takes a value for one within the stated share of it', () => {
    expect(RELATIVE_ERROR).toBeLessThanOrEqual(0.02);
    fc.assert(
      fc.property(value, (one) => {
        expect(Math.abs(estimateOf(bucketOf(one)) - one)).toBeLessThanOrEqual(BOUND * Math.abs(one));
      }),
    );
  });

  it('has buckets in the order of values, and no more of them than it says', () => {
    const any = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(any, any, (a, b) => {
        if (a <= b) expect(bucketOf(a)).toBeLessThanOrEqual(bucketOf(b));
        expect(Math.abs(bucketOf(a))).toBeLessThanOrEqual(LAST_KEY);
      }),
    );
    expect(bucketOf(Number.MAX_VALUE)).toBe(LAST_KEY);
    expect(bucketOf(LARGEST * 2)).toBe(LAST_KEY);
  });

  it('gives every quantile within the stated share of the true one', () => {
    fc.assert(
      fc.property(some, fc.double({ min: 0, max: 1, noNaN: true }), (all, q) => {
        const sorted = [...all].sort((a, b) => a - b);
        const truth = sorted[Math.floor(q * (sorted.length - 1))] ?? 0;
        const said = quantileOf(histogramOf(all), q) ?? Number.NaN;
        expect(Math.abs(said - truth)).toBeLessThanOrEqual(BOUND * Math.abs(truth));
      }),
    );
  });

  it('merges as if all values had gone into one: exact, in any order, in any grouping', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const [ha, hb, hc] = [histogramOf(a), histogramOf(b), histogramOf(c)];
        const whole = histogramOf([...a, ...b, ...c]);
        expect(mergeHistograms(ha, hb, hc)).toEqual(whole);
        expect(mergeHistograms(hc, ha, hb)).toEqual(whole);
        expect(mergeHistograms(mergeHistograms(ha, hb), hc)).toEqual(whole);
        expect(mergeHistograms(ha, mergeHistograms(hb, hc))).toEqual(whole);
      }),
    );
    fc.assert(
      fc.property(histogram, (one) => {
        expect(mergeHistograms(one)).toEqual(one);
      }),
    );
  });

  it('counts up to a limit, unsure only of what lies within the stated share of it', () => {
    fc.assert(
      fc.property(some, value, (all, limit) => {
        const said = countUpTo(histogramOf(all), limit);
        const above = (one: number) => one + BOUND * Math.abs(one);
        const below = (one: number) => one - BOUND * Math.abs(one);
        expect(said).toBeGreaterThanOrEqual(all.filter((one) => above(one) <= limit).length);
        expect(said).toBeLessThanOrEqual(all.filter((one) => below(one) <= limit).length);
      }),
    );
  });
});
