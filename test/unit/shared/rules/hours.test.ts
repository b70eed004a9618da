import { describe, expect, it } from 'vitest';
import { type Hours, isOpen, nextChange } from '../../../../shared/rules/hours';

const hours = (from: string, to: string, days = [1, 2, 3, 4, 5, 6, 7], closedOnHolidays = false): Hours => ({
  open: [{ days, from, to }],
  closedOnHolidays,
});
const utc = (text: string): number => Date.parse(`${text}:00Z`);

/** The next changes from `from`, as UTC. */
function changes(of: Hours, from: string, count: number): string[] {
  const found: string[] = [];
  for (let at = nextChange(of, utc(from)); at !== null && found.length < count; at = nextChange(of, at)) {
    found.push(`${new Date(at).toISOString().slice(5, 16)} ${isOpen(of, at) ? 'opens' : 'closes'}`);
  }
  return found;
}

describe('service hours', () => {
  it('open and close by Oslo’s wall clock on their days', () => {
    expect(changes(hours('07:30', '15:30', [1, 2, 3, 4, 5]), '2026-11-20T12:00', 3)).toEqual([
      '11-20T14:30 closes',
      '11-23T06:30 opens',
      '11-23T14:30 closes',
    ]);
    expect(changes(hours('07:30', '15:30'), '2026-07-01T00:00', 1)).toEqual(['07-01T05:30 opens']);
  });

  it('include their first minute and not their end', () => {
    const office = hours('07:30', '15:30');
    expect(isOpen(office, utc('2026-11-23T06:30') - 1)).toBe(false);
    expect(isOpen(office, utc('2026-11-23T06:30'))).toBe(true);
    expect(isOpen(office, utc('2026-11-23T14:30') - 1)).toBe(true);
    expect(isOpen(office, utc('2026-11-23T14:30'))).toBe(false);
  });

  it('last into the next day where they end before they begin, and to midnight at 24:00', () => {
    // Friday night: it ends on a Saturday, which is not one of its days.
    expect(changes(hours('22:00', '06:00', [5]), '2026-11-20T12:00', 2)).toEqual([
      '11-20T21:00 opens',
      '11-21T05:00 closes',
    ]);
    expect(changes(hours('20:00', '24:00', [1]), '2026-11-23T00:00', 2)).toEqual([
      '11-23T19:00 opens',
      '11-23T23:00 closes',
    ]);
    expect(changes(hours('20:00', '00:00', [1]), '2026-11-23T00:00', 2)).toEqual([
      '11-23T19:00 opens',
      '11-23T23:00 closes',
    ]);
  });

  it('do not close between openings that meet', () => {
    const round: Hours = {
      open: [
        { days: [1, 2, 3, 4, 5], from: '00:00', to: '24:00' },
        { days: [6], from: '00:00', to: '12:00' },
      ],
      closedOnHolidays: false,
    };
    expect(changes(round, '2026-11-23T12:00', 2)).toEqual(['11-28T11:00 closes', '11-29T23:00 opens']);
  });

  it('never change where they are always open', () => {
    expect(nextChange(hours('00:00', '24:00'), utc('2026-11-23T12:00'))).toBeNull();
    expect(isOpen(hours('00:00', '24:00'), utc('2026-11-23T12:00'))).toBe(true);
  });

  it('are closed on the dates of public holidays, also in the night that runs into one', () => {
    const nights = hours('22:00', '06:00', [1, 2, 3, 4, 5, 6, 7], true);
    // Thursday 24 December 2026: open until midnight, closed on the 25th and 26th, open from midnight on.
    expect(changes(nights, '2026-12-24T12:00', 3)).toEqual([
      '12-24T21:00 opens',
      '12-24T23:00 closes',
      '12-26T23:00 opens',
    ]);
    const always = hours('00:00', '24:00', [1, 2, 3, 4, 5, 6, 7], true);
    expect(changes(always, '2026-05-26T00:00', 2)).toEqual(['12-24T23:00 closes', '12-26T23:00 opens']);
  });

  it('open twice on the night that doubles an hour, as the wall clock shows', () => {
    expect(changes(hours('01:30', '02:30'), '2026-10-24T20:00', 4)).toEqual([
      '10-24T23:30 opens',
      '10-25T00:30 closes',
      '10-25T01:00 opens',
      '10-25T01:30 closes',
    ]);
  });

  it('end at the change where spring skips their end, and are not where it skips them whole', () => {
    expect(changes(hours('01:30', '02:30'), '2026-03-28T20:00', 2)).toEqual([
      '03-29T00:30 opens',
      '03-29T01:00 closes',
    ]);
    expect(changes(hours('02:00', '03:00'), '2026-03-28T20:00', 1)).toEqual(['03-30T00:00 opens']);
    expect(changes(hours('02:30', '04:00'), '2026-03-28T20:00', 2)).toEqual([
      '03-29T01:00 opens',
      '03-29T02:00 closes',
    ]);
  });
});
