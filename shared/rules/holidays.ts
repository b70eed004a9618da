/**
 * Norwegian public holidays: the holy days of *lov om helligdager og helligdagsfred* (LOV-1995-02-24-12, § 2), and
 * 1 and 17 May (LOV-1947-04-26-1). Christmas Eve, New Year's Eve and the Saturdays around Easter and Pentecost are
 * no public holidays by law, and not here.
 */

const DAY_MS = 86_400_000;

/** Month and day. */
const FIXED = [
  [1, 1],
  [5, 1],
  [5, 17],
  [12, 25],
  [12, 26],
] as const;

/** Days from Easter Sunday: Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension, Pentecost and its Monday. */
const FROM_EASTER = [-3, -2, 0, 1, 39, 49, 50] as const;

/**
 * Easter Sunday in the Gregorian calendar, as ms of UTC midnight. The "anonymous" algorithm (Nature, 20 April 1876;
 * Meeus, Astronomical Algorithms, 2nd ed., chapter 8); holds for every year from 1583.
 */
export function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1);
}

const known = new Map<number, ReadonlySet<number>>();

/** The public holidays of a year, each as ms of UTC midnight of its date. */
export function publicHolidays(year: number): ReadonlySet<number> {
  const already = known.get(year);
  if (already) return already;
  const easter = easterSunday(year);
  const days = new Set([
    ...FIXED.map(([month, day]) => Date.UTC(year, month - 1, day)),
    ...FROM_EASTER.map((offset) => easter + offset * DAY_MS),
  ]);
  // A clock that runs wild must not fill the memory with years.
  if (known.size > 50) known.clear();
  known.set(year, days);
  return days;
}

/** Whether the date of a wall time (`time/oslo.ts`) is a public holiday. */
export function isPublicHoliday(wall: number): boolean {
  const midnight = Math.floor(wall / DAY_MS) * DAY_MS;
  return publicHolidays(new Date(midnight).getUTCFullYear()).has(midnight);
}
