import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeRollup,
  encodeRollup,
  type Rollup,
  RollupBuilder,
} from '../../../../../electron/hub/store/rollup';

const observation = fc.record({
  // What a 32-bit float holds, as `min`, `max` and `sum` do on the disk.
  value: fc.option(fc.integer({ min: -100_000, max: 100_000 })),
  failed: fc.boolean(),
  excluded: fc.boolean(),
});
type Observation = { value: number | null; failed: boolean; excluded: boolean };
const rollupOf = (all: readonly Observation[]): Rollup => {
  const builder = new RollupBuilder();
  for (const one of all) builder.add(one.value, one.failed, one.excluded);
  return builder.build();
};
const observations = fc.array(observation, { maxLength: 60 });
const merged = (...all: readonly Rollup[]): Rollup => {
  const builder = new RollupBuilder();
  for (const one of all) builder.merge(one);
  return builder.build();
};

describe('a roll-up', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(observations, (all) => {
        const rollup = rollupOf(all);
        expect(decodeRollup(encodeRollup(rollup))).toEqual(rollup);
      }),
    );
  });

  it('merges as if all observations had gone into one, in any order', () => {
    fc.assert(
      fc.property(observations, observations, observations, (a, b, c) => {
        const whole = rollupOf([...a, ...b, ...c]);
        const [ra, rb, rc] = [rollupOf(a), rollupOf(b), rollupOf(c)];
        expect(merged(ra, rb, rc)).toEqual(whole);
        expect(merged(rc, merged(rb, ra))).toEqual(whole);
      }),
    );
  });

  it('counts what it was given, each half by itself', () => {
    fc.assert(
      fc.property(observations, (all) => {
        const { counted, excluded } = rollupOf(all);
        const out = all.filter((one) => one.excluded);
        expect(excluded.count).toBe(out.length);
        expect(counted.count).toBe(all.length - out.length);
        expect(counted.failed).toBe(all.filter((one) => one.failed && !one.excluded).length);
        expect(counted.good.total).toBe(
          all.filter((one) => !one.failed && !one.excluded && one.value !== null).length,
        );
      }),
    );
  });

  it('refuses bytes that are none, and never takes long over them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          const { counted } = decodeRollup(bytes);
          expect(counted.count).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
