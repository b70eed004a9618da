import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../../../shared/model/states';
import { severity } from '../../../../shared/model/states';
import { changesOf, flapPercent, isFlapping } from '../../../../shared/rules/flap';
import { FlapWatch } from '../../../fixtures/flap-watch';

const result = fc.constantFrom<CheckResult>('ok', 'warning', 'critical', 'unknown');
const results = fc.array(result, { maxLength: 120 });

/** The formula as it is written in the documentation: an array of flags, oldest first. */
function plain(sequence: readonly CheckResult[]): number {
  const flags = sequence.map((now, index) => index > 0 && sequence[index - 1] !== now);
  const last = [...Array<boolean>(20).fill(false), ...flags].slice(-20);
  return (100 * last.reduce((sum, changed, index) => sum + (changed ? 0.8 + 0.02 * index : 0), 0)) / 20;
}

describe('flapping', () => {
  it('is measured as the plain formula says, for any results', () => {
    fc.assert(
      fc.property(results, (sequence) => {
        expect(flapPercent(changesOf(sequence).changes)).toBeCloseTo(plain(sequence), 9);
      }),
    );
  });

  it('weighs a change more the newer it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 18 }), (age) => {
        expect(flapPercent(1 << age)).toBeGreaterThan(flapPercent(1 << (age + 1)));
      }),
    );
  });

  it('never shows a check better than it would be without damping, unless it has settled', () => {
    fc.assert(
      fc.property(results, fc.constantFrom(1, 2, 3), (sequence, attempts) => {
        const damped = new FlapWatch({ attempts });
        let confirmed: CheckResult | null = null;
        let bad = 0;
        let best: CheckResult | null = null;
        for (const seen of sequence) {
          const was = damped.flapping;
          const before = damped.node.state;
          damped.see(seen);
          if (seen === 'ok') {
            confirmed = 'ok';
            bad = 0;
          } else {
            bad += 1;
            if (bad >= attempts || (confirmed !== null && confirmed !== 'ok')) confirmed = seen;
          }
          best = confirmed;
          if (!damped.flapping) continue;
          // Held: no better than what the undamped check would be shown as, and never better than a moment ago.
          if (best !== null) {
            const undamped = {
              ok: 'normal',
              warning: 'degraded',
              critical: 'down',
              unknown: 'unknown',
            } as const;
            if (was) expect(severity(damped.node.state)).toBeGreaterThanOrEqual(severity(before));
            expect(severity(damped.node.state)).toBeGreaterThanOrEqual(severity(undamped[best]));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('costs at most a handful of events an episode', () => {
    fc.assert(
      fc.property(fc.array(result, { minLength: 30, maxLength: 400 }), (sequence) => {
        const watch = new FlapWatch({ attempts: 1 });
        let inside = 0;
        for (const seen of sequence) {
          const was = watch.flapping;
          const before = watch.said.length;
          watch.see(seen);
          inside = was && watch.flapping ? inside + watch.said.length - before : 0;
          // Worse at most three times: warning, unknown, critical.
          expect(inside).toBeLessThanOrEqual(3);
        }
      }),
    );
  });

  it('is over after a window of equal results, whatever came before', () => {
    fc.assert(
      fc.property(results, result, (sequence, last) => {
        const watch = new FlapWatch({ attempts: 1 });
        for (const seen of sequence) watch.see(seen);
        for (let turn = 0; turn < 22; turn++) watch.see(last);
        expect(watch.flapping).toBe(false);
        expect(watch.status.confirmed).toBe(last);
        expect(isFlapping(flapPercent(0), true)).toBe(false);
      }),
    );
  });
});
