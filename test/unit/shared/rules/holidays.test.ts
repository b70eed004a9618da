import { describe, expect, it } from 'vitest';
import { easterSunday, isPublicHoliday, publicHolidays } from '../../../../shared/rules/holidays';

const date = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Easter by the ecclesiastical moon tables in Gauss's form with its two exceptions: another route to the same day. */
function gauss(year: number): string {
  const k = Math.floor(year / 100);
  const m = (15 + k - Math.floor((13 + 8 * k) / 25) - Math.floor(k / 4)) % 30;
  const n = (4 + k - Math.floor(k / 4)) % 7;
  const d = (19 * (year % 19) + m) % 30;
  const e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + n) % 7;
  let march = 22 + d + e;
  if (d === 29 && e === 6) march = 50;
  if (d === 28 && e === 6 && (11 * m + 11) % 30 < 19) march = 49;
  return date(Date.UTC(year, 2, march));
}

describe('Norwegian public holidays', () => {
  it.each([
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2028, '2028-04-16'],
    [2029, '2029-04-01'],
    [2038, '2038-04-25'],
    [2285, '2285-03-22'],
  ])('puts Easter of %i on %s', (year, day) => {
    expect(date(easterSunday(year))).toBe(day);
  });

  it('agrees with Gauss on every Easter from 1583 to 2500', () => {
    for (let year = 1583; year <= 2500; year++) expect(date(easterSunday(year))).toBe(gauss(year));
  });

  it('knows the twelve days of 2026', () => {
    expect([...publicHolidays(2026)].sort((a, b) => a - b).map(date)).toEqual([
      '2026-01-01',
      '2026-04-02',
      '2026-04-03',
      '2026-04-05',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-05-17',
      '2026-05-24',
      '2026-05-25',
      '2026-12-25',
      '2026-12-26',
    ]);
  });

  it('is one the whole day and not a minute longer; Christmas Eve is none', () => {
    expect(isPublicHoliday(Date.UTC(2026, 11, 25, 0, 0))).toBe(true);
    expect(isPublicHoliday(Date.UTC(2026, 11, 26, 23, 59))).toBe(true);
    expect(isPublicHoliday(Date.UTC(2026, 11, 27, 0, 0))).toBe(false);
    expect(isPublicHoliday(Date.UTC(2026, 11, 24, 23, 59))).toBe(false);
  });
});
