import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Hours, isOpen, nextChange } from '../../shared/rules/hours';

/** Service hours against the plainest model there is: Intl says what the wall shows, minute by minute. */

const MINUTE = 60_000;
const DAY = 86_400_000;

const oslo = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Oslo',
  hourCycle: 'h23',
  weekday: 'short',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});
const NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** The fixed ones: those by Easter have a test of their own. */
const HOLIDAYS = ['01-01', '05-01', '05-17', '12-25', '12-26'];

function openByIntl(hours: Hours, at: number): boolean {
  const part = Object.fromEntries(oslo.formatToParts(at).map(({ type, value }) => [type, value]));
  if (hours.closedOnHolidays && HOLIDAYS.includes(`${part.month}-${part.day}`)) return false;
  const shown = `${part.hour}:${part.minute}`;
  const today = NAMES.indexOf(part.weekday ?? '') + 1;
  const yesterday = today === 1 ? 7 : today - 1;
  return hours.open.some(({ days, from, to }) =>
    from < to
      ? days.includes(today) && shown >= from && shown < to
      : (days.includes(today) && shown >= from) || (days.includes(yesterday) && shown < to),
  );
}

const two = (value: number): string => String(value).padStart(2, '0');
/** Half of them in the hours that a change of time skips or doubles. */
const time = fc
  .oneof(
    fc.tuple(fc.constantFrom(1, 2, 3), fc.constantFrom(0, 30, 59)),
    fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })),
  )
  .map(([hour, minute]) => `${two(hour)}:${two(minute)}`);
const opening = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    from: time,
    to: fc.oneof(time, fc.constant('24:00')),
  })
  .filter(({ from, to }) => from !== to);
const hours: fc.Arbitrary<Hours> = fc.record({
  open: fc.array(opening, { minLength: 1, maxLength: 4 }),
  closedOnHolidays: fc.boolean(),
});

const CHANGES = [2024, 2025, 2026, 2027, 2028, 2029].flatMap((year) =>
  [2, 9].map((month) => {
    const last = new Date(Date.UTC(year, month + 1, 0));
    return Date.UTC(year, month, last.getUTCDate() - last.getUTCDay(), 1);
  }),
);
/** A moment within a day of a change of time, New Year or a day in May; not near Easter. */
const moment = fc
  .tuple(
    fc.constantFrom(
      ...CHANGES.filter((at) => new Date(at).getUTCMonth() === 9),
      Date.UTC(2025, 2, 30, 1),
      Date.UTC(2026, 2, 29, 1),
      Date.UTC(2026, 11, 31, 23),
      Date.UTC(2027, 4, 1),
      Date.UTC(2026, 11, 25),
    ),
    fc.integer({ min: -24 * 60, max: 8 * 60 }),
  )
  .map(([at, minutes]) => at + minutes * MINUTE);

describe('service hours', () => {
  it('are open when an Oslo clock says so, and change at the first minute that it says otherwise', () => {
    fc.assert(
      fc.property(hours, moment, (of, at) => {
        const open = openByIntl(of, at);
        expect(isOpen(of, at)).toBe(open);
        const change = nextChange(of, at);
        const end = Math.min(change ?? Number.POSITIVE_INFINITY, at + DAY);
        for (let minute = at + MINUTE; minute < end; minute += MINUTE) {
          if (openByIntl(of, minute) !== open) throw new Error(`changed before ${change}: ${minute}`);
        }
        // Later ones may be an Easter that this model does not know.
        if (change === null || change > at + DAY) return;
        expect(openByIntl(of, change)).toBe(!open);
        expect(openByIntl(of, change - 1)).toBe(open);
        expect(isOpen(of, change - 1)).toBe(open);
      }),
      { numRuns: 250 },
    );
  });

  it('never come closer than the next change from wherever they are asked', () => {
    fc.assert(
      fc.property(hours, moment, fc.integer({ min: 1, max: 60 * 24 }), (of, at, minutes) => {
        const change = nextChange(of, at);
        const later = at + minutes * MINUTE;
        if (change === null || change > later) expect(nextChange(of, later)).toBe(change);
        else expect(nextChange(of, later) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(later);
      }),
      { numRuns: 250 },
    );
  });
});
