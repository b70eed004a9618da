import { describe, expect, it } from 'vitest';
import { FLOOD_WINDOW_MS, floodOf, lastAnnunciations } from '../../../../../shared/rules/alarms/flood';

const NOW = 10_000_000;
/** So many alarms, a second apart, the last one now. */
const lately = (count: number): number[] => Array.from({ length: count }, (_, n) => NOW - n * 1_000);

describe('a flood', () => {
  it('begins with the eleventh alarm in ten minutes, not with the tenth', () => {
    expect(floodOf(lately(10), false, NOW)).toMatchObject({ on: false, annunciated: 10 });
    expect(floodOf(lately(11), false, NOW)).toMatchObject({ on: true, annunciated: 11 });
  });

  it('lasts until there are fewer than five', () => {
    expect(floodOf(lately(5), true, NOW).on).toBe(true);
    expect(floodOf(lately(4), true, NOW).on).toBe(false);
    expect(floodOf(lately(10), false, NOW).on).toBe(false);
  });

  it('counts ten minutes and no more, and nothing that a wrong clock put ahead', () => {
    const times = [NOW - FLOOD_WINDOW_MS, NOW - FLOOD_WINDOW_MS + 1, NOW, NOW + 1];
    expect(floodOf(times, false, NOW)).toEqual({
      on: false,
      annunciated: 2,
      nextAt: NOW + 1,
    });
    expect(floodOf([], true, NOW)).toEqual({ on: false, annunciated: 0, nextAt: null });
  });

  it('is known from the alarms themselves where nobody kept the times', () => {
    const times = lastAnnunciations([{ annunciatedAt: 5 }, { annunciatedAt: null }, { annunciatedAt: 7 }]);
    expect(times).toEqual([5, 7]);
  });
});
