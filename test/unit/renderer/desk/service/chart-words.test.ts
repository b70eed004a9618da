import { describe, expect, it } from 'vitest';
import {
  formatStep,
  formatTick,
  formatValue,
  stepWords,
} from '../../../../../renderer/desk/service/chart-words';
import { translator } from '../../../../../renderer/i18n';

const HOUR = 3_600_000;
const NIGHT = Date.UTC(2026, 10, 22, 23, 0, 0);

describe('measured values in words', () => {
  it('carry their unit, in the language of the screen', () => {
    const cases = [
      [84.4, 'ms', '84 ms'],
      [3.456, 'ms', '3,46 ms'],
      [4_100, 'ms', '4,1 s'],
      [1.5, 's', '1,5 s'],
      [61.53, '%', '61,5 %'],
      [6.4e9, 'B', '6,4 GB'],
      [512, 'B', '512 B'],
      [2, 'MB', '2 MB'],
      [12, 'c', '12'],
      [40.5, '', '40,5'],
      [0, 'ms', '0 ms'],
    ] as const;
    for (const [value, unit, said] of cases)
      expect(formatValue(value, unit, 'nb').replaceAll(' ', ' ')).toBe(said);
    expect(formatValue(61.53, '%', 'en')).toBe('61.5 %');
  });

  it('say of a step what it holds', () => {
    const t = translator('nb');
    const one = {
      check: 'a',
      metric: '',
      unit: 'ms',
      min: [],
      max: [],
      origin: 'hub' as const,
      count: [0, 1, 10, 3],
      p50: [null, 84, 84, null],
      p95: [null, 84, 120, null],
      failed: [0, 0, 1, 3],
    };
    expect([0, 1, 2, 3].map((index) => stepWords(one, index, { t, lang: 'nb' }))).toEqual([
      'ingen måling',
      '84 ms',
      'median 84 ms · p95 120 ms · 10 målinger · 1 feilet',
      'svarte ikke · 3 målinger · 3 feilet',
    ]);
  });
});

describe('times of a chart', () => {
  it('are a clock, a date or a month, and midnight is its date', () => {
    expect(formatTick(NIGHT + 2 * HOUR, HOUR, 'nb')).toBe('02:00');
    expect(formatTick(NIGHT, HOUR, 'nb')).toBe('23.11.');
    expect(formatTick(NIGHT, 24 * HOUR, 'nb')).toBe('23.11.');
    expect(formatTick(NIGHT, 30 * 24 * HOUR, 'en')).toBe('Nov 26');
  });

  it('name a step so that it cannot be taken for one of another day', () => {
    expect(formatStep(NIGHT, 10_000, HOUR)).toBe('00:00:00');
    expect(formatStep(NIGHT, 300_000, 24 * HOUR)).toBe('23.11. 00:00–00:05');
    expect(formatStep(NIGHT, 24 * HOUR, 396 * 24 * HOUR)).toBe('23.11.');
  });
});
