import { describe, expect, it } from 'vitest';
import type { CheckStatus } from '../../../../shared/model/room';
import type { CheckResult } from '../../../../shared/model/states';
import type { Observation } from '../../../../shared/rules/decide';
import {
  ALL_CHANGES,
  type Changes,
  changesOf,
  decideFlapping,
  flapPercent,
  isFlapping,
  NO_CHANGES,
  noteChange,
} from '../../../../shared/rules/flap';

/** The window after `bits`, oldest first. */
const windowOf = (bits: readonly (0 | 1)[]): Changes =>
  bits.reduce<Changes>((changes, bit) => noteChange(changes, bit === 1), NO_CHANGES);

describe('the weighted share of changes', () => {
  it('is as computed by hand', () => {
    // Only the newest of twenty: (0.8 + 19 × 0.02) / 20 = 1.18 / 20.
    expect(flapPercent(windowOf([1]))).toBeCloseTo(5.9, 10);
    // Only the oldest: 0.8 / 20.
    expect(flapPercent(windowOf([1, ...Array.from({ length: 19 }, () => 0 as const)]))).toBeCloseTo(4, 10);
    // All: 20 × 0.8 + 0.02 × (0 + … + 19) = 16 + 3.8.
    expect(flapPercent(ALL_CHANGES)).toBeCloseTo(99, 10);
    // The newest six: 1.18 + 1.16 + 1.14 + 1.12 + 1.10 + 1.08 = 6.78; the newest five: 5.70.
    expect(flapPercent(windowOf([1, 1, 1, 1, 1, 1]))).toBeCloseTo(33.9, 10);
    expect(flapPercent(windowOf([1, 1, 1, 1, 1]))).toBeCloseTo(28.5, 10);
    expect(flapPercent(NO_CHANGES)).toBe(0);
  });

  it('forgets what is older than twenty results', () => {
    expect(windowOf([1, ...Array.from({ length: 20 }, () => 0 as const)])).toBe(NO_CHANGES);
  });

  it('is read from results, the first of which changes nothing', () => {
    expect(changesOf(['ok', 'critical', 'critical', 'ok'])).toEqual({ changes: 0b101, last: 'ok' });
    expect(changesOf([])).toEqual({ changes: NO_CHANGES, last: null });
  });

  it('begins above 30 %, is over below 25 %, and is as it was between', () => {
    expect(isFlapping(30, false)).toBe(false);
    expect(isFlapping(30.1, false)).toBe(true);
    expect(isFlapping(27, false)).toBe(false);
    expect(isFlapping(27, true)).toBe(true);
    expect(isFlapping(25, true)).toBe(true);
    expect(isFlapping(24.9, true)).toBe(false);
  });
});

describe('what is seen while a check flaps', () => {
  const status: CheckStatus = {
    id: 'a/c',
    result: 'warning',
    hard: true,
    attempt: 3,
    confirmed: 'warning',
    since: 1,
    resultSince: 1,
    observedAt: 10,
    beforeAt: null,
    overdue: false,
    output: '',
    ms: 1,
    flappingSince: 5,
    silenced: false,
  };
  const check = { attempts: 3, impact: 'down' } as const;
  const seen = (result: CheckResult, more: Partial<Observation> = {}): Observation => ({
    check: 'a/c',
    result,
    output: result,
    ms: 1,
    observedAt: 20,
    ...more,
  });

  it('is not said when it is no worse', () => {
    expect(decideFlapping(status, check, seen('ok'), 0)).toBeNull();
    expect(decideFlapping(status, check, seen('warning'), 1)).toBeNull();
    // For a check that can only warn, critical is no worse than warning.
    expect(decideFlapping(status, { ...check, impact: 'warning' }, seen('critical'), 1)).toBeNull();
  });

  it('is said when it is worse than what was confirmed', () => {
    expect(decideFlapping(status, check, seen('critical'), 1)).toMatchObject({
      result: 'critical',
      hard: true,
    });
  });

  it('takes as many failures in a row as otherwise where nothing was confirmed as failed', () => {
    const fine: CheckStatus = { ...status, result: 'ok', confirmed: 'ok' };
    expect(decideFlapping(fine, check, seen('critical'), 1)).toBeNull();
    expect(decideFlapping(fine, check, seen('critical'), 2)).toBeNull();
    expect(decideFlapping(fine, check, seen('critical'), 3)).toMatchObject({ hard: true, attempt: 3 });
  });

  it('is said when the fault has been silenced, and when it no longer is', () => {
    expect(decideFlapping(status, check, seen('warning', { silenced: true }), 1)).toMatchObject({
      result: 'warning',
      silenced: true,
    });
    expect(decideFlapping({ ...status, silenced: true }, check, seen('warning'), 1)).toMatchObject({
      silenced: false,
    });
    expect(decideFlapping({ ...status, silenced: true }, check, seen('ok'), 0)).toBeNull();
  });

  it('is said as it is where there is nothing to hold, and never when it is old news', () => {
    expect(decideFlapping({ ...status, overdue: true }, check, seen('ok'), 0)).toMatchObject({
      result: 'ok',
      hard: true,
    });
    expect(decideFlapping({ ...status, confirmed: null }, check, seen('ok'), 0)).toMatchObject({
      result: 'ok',
    });
    expect(decideFlapping(status, check, seen('critical', { observedAt: 9 }), 3)).toBeNull();
  });
});
