import { describe, expect, it } from 'vitest';
import {
  lastOccurrenceBetween,
  occurrenceAt,
  occurrencesFrom,
  type Schedule,
  scheduleFault,
} from '../../../../shared/rules/schedule';

const HOUR = 3_600_000;
const aWindow = (start: string, rrule: string | null = null, durationMs = 2 * HOUR): Schedule => ({
  start,
  rrule,
  durationMs,
});
const utc = (text: string): number => Date.parse(`${text}:00Z`);
const starts = (window: Schedule, from: string, limit = 3): string[] =>
  occurrencesFrom(window, utc(from), limit).map(({ start }) => new Date(start).toISOString().slice(0, 16));

describe('occurrences of a window', () => {
  it('is once, by Oslo’s wall clock, where there is no rule', () => {
    const window = aWindow('2026-11-23T22:00');
    expect(occurrencesFrom(window, utc('2026-11-01T00:00'), 5)).toEqual([
      { start: utc('2026-11-23T21:00'), end: utc('2026-11-23T23:00') },
    ]);
    expect(starts(window, '2026-11-23T22:59')).toEqual(['2026-11-23T21:00']);
    expect(starts(window, '2026-11-23T23:00')).toEqual([]);
    expect(starts(aWindow('2026-07-01T22:00'), '2026-01-01T00:00')).toEqual(['2026-07-01T20:00']);
  });

  it('begins at the rule’s first match at or after the start, and keeps the wall clock over a change of time', () => {
    const window = aWindow('2026-10-19T22:00', 'FREQ=WEEKLY;BYDAY=TU');
    expect(starts(window, '2026-10-01T00:00')).toEqual([
      '2026-10-20T20:00',
      '2026-10-27T21:00',
      '2026-11-03T21:00',
    ]);
  });

  it('begins after the gap at the same distance where spring skips its hour', () => {
    // 29 March 2026: 02:00 becomes 03:00. 02:30 is read with the offset before the gap: 03:30 CEST.
    const window = aWindow('2026-03-28T02:30', 'FREQ=DAILY');
    expect(starts(window, '2026-03-27T00:00')).toEqual([
      '2026-03-28T01:30',
      '2026-03-29T01:30',
      '2026-03-30T00:30',
    ]);
    expect(starts(aWindow('2026-03-29T02:30'), '2026-03-01T00:00')).toEqual(['2026-03-29T01:30']);
  });

  it('begins the first time in the hour that autumn doubles, and lasts as long as it says', () => {
    const window = aWindow('2026-10-24T02:30', 'FREQ=DAILY', 4 * HOUR);
    const [, doubled] = occurrencesFrom(window, utc('2026-10-23T00:00'), 2);
    expect(doubled).toEqual({ start: utc('2026-10-25T00:30'), end: utc('2026-10-25T04:30') });
  });

  it('reads UNTIL as UTC, as wall clock, and as a whole day', () => {
    const until = (text: string) =>
      starts(aWindow('2026-11-23T22:00', `FREQ=DAILY;UNTIL=${text}`), '2026-11-01T00:00', 9).length;
    expect(until('20261124T210000Z')).toBe(2);
    expect(until('20261124T205959Z')).toBe(1);
    expect(until('20261124T220000')).toBe(2);
    expect(until('20261124T215959')).toBe(1);
    expect(until('20261124')).toBe(2);
    expect(until('20261123')).toBe(1);
  });

  it('counts from the start, wherever it is asked from', () => {
    const window = aWindow('2026-11-23T22:00', 'FREQ=DAILY;COUNT=3');
    expect(starts(window, '2026-11-25T00:00')).toEqual(['2026-11-25T21:00']);
    expect(starts(window, '2026-11-26T00:00')).toEqual([]);
  });

  it('finds the last that is over, and the one that begins at a moment', () => {
    const window = aWindow('2026-11-23T22:00', 'FREQ=DAILY');
    const [first] = occurrencesFrom(window, utc('2026-11-23T00:00'), 1);
    const last = lastOccurrenceBetween(window, first?.start ?? 0, utc('2026-11-26T22:00'));
    expect(last?.start).toBe(utc('2026-11-25T21:00'));
    expect(lastOccurrenceBetween(window, first?.start ?? 0, utc('2026-11-23T22:00'))).toBeNull();
    expect(occurrenceAt(window, utc('2026-11-25T21:00'))?.end).toBe(utc('2026-11-25T23:00'));
    expect(occurrenceAt(window, utc('2026-11-25T21:01'))).toBeNull();
  });
});

describe('what is wrong with a schedule', () => {
  const fault = (start: string, rrule: string | null, durationMs?: number) =>
    scheduleFault(aWindow(start, rrule, durationMs));

  it.each([
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=MO,WE;INTERVAL=2;WKST=SU',
    'FREQ=MONTHLY;BYDAY=-1SU',
    'FREQ=MONTHLY;BYDAY=2TU',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'FREQ=MONTHLY;BYMONTHDAY=1,15,-1',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    'freq=weekly;byday=tu',
    'FREQ=DAILY;COUNT=5000',
    'FREQ=DAILY;UNTIL=99991231T235959Z',
  ])('accepts %s', (rrule) => {
    expect(fault('2026-11-23T22:00', rrule)).toBeNull();
  });

  it.each([
    ['', 'syntax'],
    [';', 'syntax'],
    ['FREQ', 'syntax'],
    ['FREQ=DAILY;', 'syntax'],
    ['FREQ=DAILY=WEEKLY', 'syntax'],
    ['FREQ=DAILY;FREQ=DAILY', 'syntax'],
    ['FREQ=DAILY\nRRULE:FREQ=DAILY', 'syntax'],
    ['RRULE:FREQ=DAILY', 'part'],
    ['INTERVAL=2', 'frequency'],
    ['FREQ=SECONDLY', 'frequency'],
    ['FREQ=HOURLY', 'frequency'],
    ['FREQ=DAILY;BYHOUR=1', 'part'],
    ['FREQ=DAILY;BYSECOND=1', 'part'],
    ['FREQ=YEARLY;BYWEEKNO=1', 'part'],
    ['FREQ=DAILY;RSCALE=CHINESE', 'part'],
    ['FREQ=DAILY;__PROTO__=1', 'part'],
    ['FREQ=DAILY;CONSTRUCTOR=1', 'part'],
    ['FREQ=DAILY;COUNT=1000000000', 'value'],
    ['FREQ=DAILY;COUNT=0', 'value'],
    ['FREQ=DAILY;INTERVAL=401', 'value'],
    ['FREQ=DAILY;INTERVAL=-1', 'value'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'value'],
    ['FREQ=MONTHLY;BYDAY=0MO', 'value'],
    ['FREQ=MONTHLY;BYDAY=XX', 'value'],
    ['FREQ=YEARLY;BYMONTH=13', 'value'],
    ['FREQ=DAILY;UNTIL=20260230', 'value'],
    ['FREQ=DAILY;UNTIL=tomorrow', 'value'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20270101', 'count-and-until'],
    ['FREQ=WEEKLY;BYDAY=2TU', 'combination'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'combination'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'combination'],
    ['FREQ=DAILY;BYDAY=MO;BYSETPOS=1', 'combination'],
    ['FREQ=DAILY;UNTIL=20200101', 'never'],
    ['FREQ=DAILY;UNTIL=20261123T205900Z', 'never'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'never'],
    ['FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1', 'never'],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9', 'never'],
    ['FREQ=WEEKLY;BYDAY=TU;BYSETPOS=2', 'never'],
    ['FREQ=MONTHLY;INTERVAL=12;BYMONTH=2', 'never'],
  ])('refuses %j as %s, at once', (rrule, code) => {
    const began = performance.now();
    expect(fault('2026-11-23T22:00', rrule)).toMatchObject({ field: 'rrule', code });
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('refuses a start that is no time, or out of all reason', () => {
    expect(fault('2026-02-30T22:00', null)).toMatchObject({ field: 'start', code: 'date' });
    expect(fault('2026-13-01T22:00', null)).toMatchObject({ field: 'start', code: 'date' });
    expect(fault('today', null)).toMatchObject({ field: 'start', code: 'date' });
    expect(fault('0001-01-01T00:00', null)).toMatchObject({ field: 'start', code: 'year' });
    expect(fault('9999-01-01T00:00', 'FREQ=DAILY')).toMatchObject({ field: 'start', code: 'year' });
  });

  it('refuses a window that begins again before it is over', () => {
    expect(fault('2026-11-23T22:00', 'FREQ=DAILY', 24 * HOUR)).toBeNull();
    expect(fault('2026-11-23T22:00', 'FREQ=DAILY', 24 * HOUR + 60_000)).toMatchObject({ code: 'overlap' });
    expect(fault('2026-11-23T22:00', 'FREQ=WEEKLY;BYDAY=MO,TU', 25 * HOUR)).toMatchObject({
      code: 'overlap',
    });
    expect(fault('2026-11-23T22:00', 'FREQ=MONTHLY;BYMONTHDAY=1,-1', 25 * HOUR)).toMatchObject({
      code: 'overlap',
    });
  });

  it('names the piece that is wrong, short and without control characters', () => {
    const long = `FREQ=DAILY;\u001b[31m${'x'.repeat(400)}=1`;
    const { reason } = fault('2026-11-23T22:00', long) ?? { reason: '' };
    expect(reason.length).toBeLessThan(200);
    expect(reason).not.toContain('\u001b');
  });
});
