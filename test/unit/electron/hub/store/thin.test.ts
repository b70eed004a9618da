import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Sample, thin } from '../../../../../electron/hub/store/thin';

const samples = (count: number): Sample[] =>
  [...Array(count).keys()].map((n) => ({ at: n * 1_000, ms: 50 + (n % 10), result: 0 }));

describe('thinning a series', () => {
  it('leaves a short one as it is', () => {
    const short = samples(2_000);
    expect(thin(short, 2_000)).toBe(short);
  });

  it('keeps a single peak, a single dip, a single failure, and the last sample', () => {
    const long = samples(20_000);
    const peak = { at: 5_003_000, ms: 9_000, result: 0 };
    const dip = { at: 7_001_000, ms: 1, result: 0 };
    const failure = { at: 9_004_000, ms: null, result: 2 };
    for (const special of [peak, dip, failure]) long[special.at / 1_000] = special;
    const kept = thin(long, 2_000);
    expect(kept.length).toBeLessThanOrEqual(2_000);
    expect(kept.length).toBeGreaterThan(1_000);
    for (const special of [peak, dip, failure, long.at(-1)]) expect(kept).toContain(special);
  });

  it('only ever chooses among what was measured, in order, within the limit', () => {
    const sample = fc.record({
      ms: fc.option(fc.integer({ min: 0, max: 10_000 })),
      result: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 500 }), fc.integer({ min: 4, max: 100 }), (raw, limit) => {
        const all = raw.map((one, at) => ({ ...one, at }));
        const kept = thin(all, limit);
        expect(kept.length).toBeLessThanOrEqual(Math.max(limit, 4));
        expect(kept.every((one) => all.includes(one))).toBe(true);
        expect(kept.every((one, index) => index === 0 || one.at > (kept[index - 1]?.at ?? -1))).toBe(true);
        if (all.length > 0) expect(kept.at(-1)).toBe(all.at(-1));
        const slowest = Math.max(-1, ...all.map((one) => one.ms ?? -1));
        expect(Math.max(-1, ...kept.map((one) => one.ms ?? -1))).toBe(slowest);
      }),
    );
  });
});
