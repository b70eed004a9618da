import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatClock,
  formatDate,
  formatResponse,
  formatSeconds,
  formatSince,
  formatUntil,
} from '../../../../shared/time/format';

const WINTER = Date.UTC(2026, 10, 23, 3, 52, 7);

describe('times for people', () => {
  it('shows Europe/Oslo, winter and summer', () => {
    expect(formatClock(WINTER)).toBe('04:52');
    expect(formatSeconds(WINTER)).toBe('04:52:07');
    expect(formatClock(Date.UTC(2026, 6, 1, 12, 0))).toBe('14:00');
    expect(formatClock(Date.UTC(2026, 6, 1, 22, 0))).toBe('00:00');
  });

  it('never lets a time alone mean another day', () => {
    expect(formatSince(WINTER, WINTER + 60_000)).toBe('04:52');
    expect(formatSince(WINTER - 24 * 3_600_000, WINTER)).toBe('22.11. 04:52');
  });

  it('says ages with their unit, in both languages', () => {
    expect(formatAge(8_900, 'nb')).toBe('8 s');
    expect(formatAge(60 * 60_000, 'nb')).toBe('60 min');
    expect(formatAge(5 * 3_600_000 + 34 * 60_000, 'nb')).toBe('5 t 34 min');
    expect(formatAge(5 * 3_600_000 + 4 * 60_000, 'en')).toBe('5 h 04 min');
    expect(formatAge(52 * 3_600_000, 'nb')).toBe('2 d 4 t');
    expect(formatAge(-5, 'nb')).toBe('0 s');
  });

  it('says what is to come by its time, its weekday or its date, whichever is enough', () => {
    const day = 24 * 3_600_000;
    expect(formatUntil(WINTER + 3_600_000, WINTER, 'nb')).toBe('05:52');
    expect(formatUntil(WINTER + 2 * day, WINTER, 'nb')).toBe('ons. 04:52');
    expect(formatUntil(WINTER + 2 * day, WINTER, 'en')).toBe('Wed 04:52');
    expect(formatUntil(WINTER + 7 * day, WINTER, 'nb')).toBe('30.11. 04:52');
  });

  it('says dates and response times as each language does', () => {
    expect(formatDate(WINTER, 'nb')).toBe('mandag 23.11.2026');
    expect(formatDate(WINTER, 'en')).toBe('Monday 23 Nov 2026');
    expect(formatResponse(4_120, 'nb')).toBe('4,1 s');
    expect(formatResponse(4_120, 'en')).toBe('4.1 s');
    expect(formatResponse(83.6, 'nb')).toBe('84 ms');
  });
});
