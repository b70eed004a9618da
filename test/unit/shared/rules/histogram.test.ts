import { describe, expect, it } from 'vitest';
import { bucketOf, countUpTo, histogramOf, quantileOf } from '../../../../shared/rules/histogram';

describe('a histogram', () => {
  it('has no quantile without values, and leaves out what is no number', () => {
    expect(quantileOf(histogramOf([]), 0.5)).toBeNull();
    expect(histogramOf([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]).total).toBe(0);
  });

  it('keeps the percentiles of a thousand even values', () => {
    const even = histogramOf([...Array(1_000).keys()].map((n) => n + 1));
    for (const q of [0.5, 0.95, 0.99]) {
      expect(quantileOf(even, q)).toBeGreaterThan(q * 1_000 * 0.98);
      expect(quantileOf(even, q)).toBeLessThan(q * 1_000 * 1.02);
    }
    expect(countUpTo(even, 200)).toBeGreaterThanOrEqual(196);
    expect(countUpTo(even, 200)).toBeLessThanOrEqual(204);
  });

  it('cannot be told a lie by averaging: one slow answer among a hundred is no p95, ten are', () => {
    const fast = Array(90).fill(50);
    expect(quantileOf(histogramOf([...fast, ...Array(10).fill(5_000)]), 0.95)).toBeGreaterThan(4_900);
    expect(quantileOf(histogramOf([...fast, ...Array(9).fill(50), 5_000]), 0.95)).toBeLessThan(51.1);
  });

  it('has its buckets where they were: what is on the disk must not change its meaning', () => {
    expect([0, 1e-6, 1e-5, 1, 84, 4_100, 1e12].map(bucketOf)).toEqual([0, 0, 58, 346, 457, 554, 1037]);
    expect(bucketOf(-84)).toBe(-457);
  });
});
