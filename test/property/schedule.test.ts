import fc from 'fast-check';
// An independent implementation of RFC 5545, used as an oracle only.
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { occurrencesFrom, type Schedule, scheduleFault } from '../../shared/rules/schedule';

/**
 * Schedules against an oracle that shares no code with them: ical.js for the calendar, and Intl for Europe/Oslo's
 * offsets, over 2024 to 2029 and hour by hour around each change of time.
 */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = Date.UTC(2024, 0, 1);
const TO = Date.UTC(2030, 0, 1);

const oslo = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Oslo',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** What Oslo's wall shows, as though it were UTC. */
function shownAt(at: number): number {
  const part = Object.fromEntries(oslo.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
}

/** The first instant at which the wall shows `wall`; in the gap, the wall read with the offset before it. */
function oracleInstant(wall: number): number {
  for (const offset of [2 * HOUR, HOUR]) {
    if (shownAt(wall - offset) === wall) return wall - offset;
  }
  return wall - (shownAt(wall - 6 * HOUR) - (wall - 6 * HOUR));
}

/**
 * Beginnings by ical.js, from a rule without COUNT and UNTIL, which are applied here. It always gives DTSTART first,
 * as RFC 5545 leaves undefined where the rule does not: here the rule decides, so such a first one is dropped.
 */
function oracle(window: Schedule, from: number, limit: number): number[] {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = window.start.split(/[-T:]/).map(Number);
  const dtstart = ICAL.Time.fromData({ year, month, day, hour, minute, second: 0, isDate: false });
  const text = window.rrule ?? '';
  const until = /;UNTIL=([0-9TZ]+)/.exec(text)?.[1];
  const untilAt = until === undefined ? Number.POSITIVE_INFINITY : oracleUntil(until);
  let left = Number(/;COUNT=(\d+)/.exec(text)?.[1] ?? Number.POSITIVE_INFINITY);
  const rule = text.replace(/;(UNTIL|COUNT)=[0-9TZ]+/g, '');
  const found: number[] = [];
  let seen = Number.NEGATIVE_INFINITY;
  // ical.js misses beginnings of `BYDAY=5MO,-1SU` and of `BYMONTHDAY=31;INTERVAL=5`: months are counted day by day here.
  const walls = /FREQ=MONTHLY;BY/.test(rule) ? countedWalls(window.start, rule) : icalWalls(rule, dtstart);
  for (const wall of walls) {
    if (left <= 0) break;
    if (wall <= seen || !onItsDay(wall, text)) continue;
    seen = wall;
    left -= 1;
    const at = oracleInstant(wall);
    if (at > untilAt || at > TO) break;
    if (at + window.durationMs > from) found.push(at);
    if (found.length >= limit) break;
  }
  return found;
}

function* icalWalls(rule: string, dtstart: InstanceType<typeof ICAL.Time>): Iterable<number> {
  const iterator = ICAL.Recur.fromString(rule).iterator(dtstart);
  for (let next = iterator.next(); next; next = iterator.next()) {
    yield Date.UTC(next.year, next.month - 1, next.day, next.hour, next.minute);
  }
}

/** Every day from the start on that a monthly rule names, in every month that its interval leaves. */
function* countedWalls(start: string, rule: string): Iterable<number> {
  const interval = Number(/;INTERVAL=(\d+)/.exec(rule)?.[1] ?? 1);
  const first = Date.parse(`${start}:00Z`);
  const month = (wall: number): number => {
    const date = new Date(wall);
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
  };
  for (let wall = first; wall <= TO + 366 * DAY; wall += DAY) {
    if ((month(wall) - month(first)) % interval === 0 && onItsDay(wall, rule)) yield wall;
  }
}

/** Whether the rule names this day at all, worked out day by day. */
function onItsDay(wall: number, rule: string): boolean {
  const date = new Date(wall);
  const inMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  const names = /;BYDAY=([^;]+)/.exec(rule)?.[1]?.split(',');
  const position = /;BYSETPOS=(-?\d+)/.exec(rule)?.[1];
  const days = /;BYMONTHDAY=([^;]+)/.exec(rule)?.[1]?.split(',').map(Number);
  const named = (day: number): boolean => {
    if (days && !days.some((wanted) => (wanted > 0 ? wanted : inMonth + 1 + wanted) === day)) return false;
    if (!names) return true;
    const at = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day));
    const name = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][at.getUTCDay()] ?? '';
    return names.some((wanted) => {
      const number = Number(wanted.slice(0, -2) || 0);
      const nth = number > 0 ? Math.ceil(day / 7) : -Math.ceil((inMonth + 1 - day) / 7);
      return wanted.endsWith(name) && (number === 0 || number === nth);
    });
  };
  if (position === undefined) return named(date.getUTCDate());
  const all = Array.from({ length: inMonth }, (_, index) => index + 1).filter(named);
  return all.at(Number(position) > 0 ? Number(position) - 1 : Number(position)) === date.getUTCDate();
}

function oracleUntil(text: string): number {
  const of = (from: number, to: number) => Number(text.slice(from, to));
  const date = [of(0, 4), of(4, 6) - 1, of(6, 8)] as const;
  if (text.length === 8) return oracleInstant(Date.UTC(...date, 23, 59, 59));
  const wall = Date.UTC(...date, of(9, 11), of(11, 13), of(13, 15));
  return text.endsWith('Z') ? wall : oracleInstant(wall);
}

const two = (value: number): string => String(value).padStart(2, '0');
const localText = (wall: number): string => new Date(wall).toISOString().slice(0, 16);

const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
const weekdays = fc.uniqueArray(weekday, { minLength: 1, maxLength: 5 }).map((days) => days.join(','));
const monthDays = fc
  .uniqueArray(fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: -31, max: -1 })), {
    minLength: 1,
    maxLength: 3,
  })
  .map((days) => days.join(','));
const numbered = fc
  .uniqueArray(fc.tuple(fc.constantFrom(-2, -1, 1, 2, 3, 4, 5), weekday), {
    minLength: 1,
    maxLength: 3,
    selector: ([number, day]) => `${number}${day}`,
  })
  .map((days) => days.map(([number, day]) => `${number}${day}`).join(','));

const calendar = fc.oneof(
  fc.constant('FREQ=DAILY'),
  weekdays.map((days) => `FREQ=DAILY;BYDAY=${days}`),
  fc.constant('FREQ=WEEKLY'),
  weekdays.map((days) => `FREQ=WEEKLY;BYDAY=${days}`),
  fc.constant('FREQ=MONTHLY'),
  monthDays.map((days) => `FREQ=MONTHLY;BYMONTHDAY=${days}`),
  numbered.map((days) => `FREQ=MONTHLY;BYDAY=${days}`),
  fc
    .tuple(weekdays, fc.constantFrom(1, 2, -1, -2))
    .map(([days, position]) => `FREQ=MONTHLY;BYDAY=${days};BYSETPOS=${position}`),
);
const untilText = fc
  .tuple(fc.integer({ min: FROM / 1000, max: TO / 1000 }), fc.constantFrom(8, 15, 16))
  .map(([seconds, length]) => {
    const text = new Date(seconds * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
    return length === 16 ? text : text.slice(0, length);
  });
const ending = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constant(''),
    fc.integer({ min: 1, max: 400 }).map((count) => `;COUNT=${count}`),
    untilText.map((until) => `;UNTIL=${until}`),
    nearUntil,
  );
/** An end at a beginning, a second before it or a second after: some days after the start, which `near` fills in. */
const nearUntil = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom(-1, 0, 1), fc.constantFrom('', 'Z'))
  .map(([day, second, zone]) => `;NEAR=${day},${second},${zone}`);
const near = (rule: string, start: string): string =>
  rule.replace(/;NEAR=(\d+),(-?\d+),(Z?)/, (_, day, second, zone) => {
    const wall = Date.parse(`${start}:00Z`) + Number(day) * DAY;
    const at = (zone === 'Z' ? oracleInstant(wall) : wall) + Number(second) * 1000;
    return `;UNTIL=${new Date(at).toISOString().replace(/[-:]|\.\d+Z/g, '')}${zone}`;
  });
const rrule = fc
  .tuple(calendar, fc.integer({ min: 1, max: 5 }), ending())
  .map(([text, interval, end]) => `${text}${interval > 1 ? `;INTERVAL=${interval}` : ''}${end}`);

/** Half of the times lie in the hours that a change of time skips or doubles. */
const timeOfDay = fc.oneof(
  fc.tuple(fc.constantFrom(1, 2, 3), fc.constantFrom(0, 1, 29, 30, 59)),
  fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })),
);
const start = fc
  .tuple(fc.integer({ min: 0, max: 5 * 365 }), timeOfDay)
  .map(([day, [hour, minute]]) => `${localText(FROM + day * DAY).slice(0, 10)}T${two(hour)}:${two(minute)}`);
const duration = fc.constantFrom(60_000, HOUR, 6 * HOUR, 23 * HOUR);

/** 2024 to 2029: the last Sundays of March and October, 01:00 UTC. */
const CHANGES = [2024, 2025, 2026, 2027, 2028, 2029].flatMap((year) =>
  [2, 9].map((month) => {
    const last = new Date(Date.UTC(year, month + 1, 0));
    return Date.UTC(year, month, last.getUTCDate() - last.getUTCDay(), 1);
  }),
);

describe('schedules against an independent implementation', () => {
  it('agree over five years, whatever the rule', () => {
    fc.assert(
      fc.property(
        start,
        rrule,
        duration,
        fc.oneof(fc.constant(FROM), fc.integer({ min: FROM, max: TO - 400 * DAY })),
        (at, rule, durationMs, from) => {
          const window: Schedule = { start: at, rrule: near(rule, at), durationMs };
          const mine = occurrencesFrom(window, from, 40)
            .filter((item) => item.start <= TO)
            .map((item) => item.start);
          expect(mine).toEqual(oracle(window, from, 40));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('agree on every night of a change of time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CHANGES),
        timeOfDay,
        fc.integer({ min: 0, max: 14 }),
        calendar,
        duration,
        (change, [hour, minute], before, rule, durationMs) => {
          const day = localText(change - before * DAY).slice(0, 10);
          const window: Schedule = { start: `${day}T${two(hour)}:${two(minute)}`, rrule: rule, durationMs };
          const mine = occurrencesFrom(window, change - 20 * DAY, 40).map((item) => item.start);
          expect(mine.filter((item) => item <= TO)).toEqual(oracle(window, change - 20 * DAY, 40));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('are the same from wherever they are asked, in order, and never over', () => {
    fc.assert(
      fc.property(start, rrule, duration, fc.nat(400 * 24), (at, rule, durationMs, hours) => {
        const window: Schedule = { start: at, rrule: near(rule, at), durationMs };
        const all = occurrencesFrom(window, FROM, 60);
        const from = (all[0]?.start ?? FROM) + hours * HOUR;
        const later = occurrencesFrom(window, from, 5);
        const known = all.filter((item) => item.end > from).slice(0, 5);
        expect(later.slice(0, known.length)).toEqual(known);
        for (const [index, item] of all.entries()) {
          expect(item.end - item.start).toBe(durationMs);
          expect(item.start).toBeGreaterThan(all[index - 1]?.start ?? Number.NEGATIVE_INFINITY);
        }
      }),
      { numRuns: 250 },
    );
  });

  it('never stall and never throw on a rule that nobody would write', () => {
    const part = fc.oneof(
      fc.constantFrom('FREQ=SECONDLY', 'FREQ=YEARLY', 'FREQ=MONTHLY', 'FREQ=WEEKLY', 'FREQ=DAILY'),
      fc
        .tuple(
          fc.constantFrom(
            'BYDAY',
            'BYMONTH',
            'BYMONTHDAY',
            'BYSETPOS',
            'INTERVAL',
            'COUNT',
            'UNTIL',
            'BYHOUR',
            'WKST',
          ),
          fc.oneof(
            fc.integer({ min: -400, max: 400 }).map(String),
            weekdays,
            untilText,
            fc.string({ maxLength: 12 }),
          ),
        )
        .map(([name, value]) => `${name}=${value}`),
      fc.string({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const window: Schedule = {
          start: '2026-11-23T02:30',
          rrule: parts.join(';').slice(0, 500),
          durationMs: HOUR,
        };
        const began = performance.now();
        const fault = scheduleFault(window);
        const found = occurrencesFrom(window, Date.UTC(2026, 10, 1), 10);
        expect(performance.now() - began).toBeLessThan(2_000);
        if (!fault) expect(found.length).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });
});
