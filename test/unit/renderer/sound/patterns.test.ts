import { describe, expect, it } from 'vitest';
import {
  lengthOf,
  MAX_URGENCY,
  patternOf,
  repeatAfterMs,
  type Tone,
} from '../../../../renderer/sound/patterns';

const alarm = (priority: 1 | 2 | 3 | 4): Tone => ({ kind: 'alarm', priority });
const TONES: readonly Tone[] = [
  alarm(1),
  alarm(2),
  alarm(3),
  alarm(4),
  { kind: 'hub-lost' },
  { kind: 'timer' },
  { kind: 'test' },
];

describe('sound patterns', () => {
  it('have the pulses of IEC 60601-1-8: ten, three, two, one', () => {
    expect(([1, 2, 3, 4] as const).map((priority) => patternOf(alarm(priority)).length)).toEqual([
      10, 3, 2, 1,
    ]);
  });

  it('keep every fundamental between 150 and 1,000 Hz but the last of the lost hub, which falls below', () => {
    for (const tone of TONES) {
      const low = tone.kind === 'hub-lost' ? 140 : 150;
      for (const { hz } of patternOf(tone)) {
        expect(hz).toBeGreaterThanOrEqual(low);
        expect(hz).toBeLessThanOrEqual(1_000);
      }
    }
  });

  it('space the ten pulses in two fives, with a pause of 0.35 to 1.3 s between', () => {
    const burst = patternOf(alarm(1));
    const gap = (index: number): number =>
      (burst[index + 1]?.at ?? 0) - (burst[index]?.at ?? 0) - (burst[index]?.ms ?? 0);
    expect(gap(4)).toBeGreaterThanOrEqual(350);
    expect(gap(4)).toBeLessThanOrEqual(1_300);
    for (const inside of [0, 1, 3, 5, 6, 8]) expect(gap(inside)).toBeLessThan(150);
  });

  it('are all told apart by rhythm or melody', () => {
    const shapes = TONES.map((tone) => JSON.stringify(patternOf(tone).map(({ at, hz }) => [at, hz])));
    expect(new Set(shapes).size).toBe(TONES.length);
  });

  it('become louder and faster with each repetition, never higher, and no further than the last step', () => {
    for (const tone of TONES) {
      const calm = patternOf(tone, 0);
      for (let urgency = 1; urgency <= MAX_URGENCY; urgency += 1) {
        const before = patternOf(tone, urgency - 1);
        const now = patternOf(tone, urgency);
        expect(lengthOf(now)).toBeLessThan(lengthOf(before));
        expect(now[0]?.gain ?? 0).toBeGreaterThan(before[0]?.gain ?? 0);
        expect(now.map(({ hz }) => hz)).toEqual(calm.map(({ hz }) => hz));
      }
      expect(patternOf(tone, MAX_URGENCY + 5)).toEqual(patternOf(tone, MAX_URGENCY));
      for (const { gain } of patternOf(tone, MAX_URGENCY)) expect(gain).toBeLessThanOrEqual(1);
    }
  });

  it('repeat after 8, 16 and 30 seconds, and the lowest priority not at all', () => {
    expect(([1, 2, 3, 4] as const).map((priority) => repeatAfterMs(alarm(priority)))).toEqual([
      8_000,
      16_000,
      30_000,
      null,
    ]);
    expect(repeatAfterMs({ kind: 'test' })).toBeNull();
  });

  it('end before they begin again', () => {
    for (const tone of TONES) {
      const again = repeatAfterMs(tone);
      if (again !== null) expect(lengthOf(patternOf(tone))).toBeLessThan(again);
    }
  });
});
