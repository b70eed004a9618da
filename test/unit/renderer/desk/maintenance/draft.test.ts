import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Draft,
  dateAndTime,
  draftOf,
  isTouched,
  lengthText,
  newDraft,
  parseLength,
  readMoment,
  windowOf,
} from '../../../../../renderer/desk/maintenance/draft';
import { clockChange } from '../../../../../renderer/desk/maintenance/dst';
import type { MaintenanceWindow } from '../../../../../shared/model/maintenance';
import { instantOf, parseWallTime } from '../../../../../shared/time/oslo';

/** 04:00:17 in Oslo, with the fraction that a window's reckoning of hub time has. */
const NOW = Date.UTC(2026, 10, 23, 3, 0, 17) + 0.25;
const HOUR = 3_600_000;

const good: Draft = { ...newDraft('w', NOW, 'san1'), title: 'Ny fastvare' };

describe('a new draft', () => {
  it('is for the next whole hour, and for what it was asked for', () => {
    expect(good).toMatchObject({ date: '23.11.2026', time: '05:00', length: '2:00', days: ['MO'] });
    expect(good.effects).toEqual([{ match: 'san1', worst: 'down' }]);
    expect(newDraft('w', NOW, null).effects).toEqual([]);
  });

  it('lacks a title, and what it is about where nothing was asked for', () => {
    expect(windowOf(newDraft('w', NOW, null))).toEqual({
      window: null,
      faults: { title: 'noTitle', effects: 'noEffects' },
    });
  });
});

it('a new draft is touched by the first word, and not by time that passes', () => {
  const fresh = newDraft('w', NOW, 'san1');
  expect(isTouched(fresh, null)).toBe(false);
  expect(isTouched({ ...fresh, time: '23:00' }, null)).toBe(true);
  expect(isTouched({ ...fresh, effects: [] }, null)).toBe(true);
});

describe('the window of a draft', () => {
  it('is what was written', () => {
    const { window } = windowOf({ ...good, owner: ' Lagring ', ticket: '', repeat: 'weekly', days: ['TU'] });
    expect(window).toEqual({
      id: 'w',
      title: 'Ny fastvare',
      description: null,
      ticket: null,
      owner: 'Lagring',
      origin: 'desk',
      effects: [{ match: 'san1', worst: 'down' }],
      start: '2026-11-23T05:00',
      durationMs: 2 * HOUR,
      rrule: 'FREQ=WEEKLY;BYDAY=TU',
    });
  });

  it.each([
    [{ date: '31.02.2026' }, { start: 'noStart' }],
    [{ time: '25:00' }, { start: 'noStart' }],
    [{ length: '0:00' }, { length: 'badLength' }],
    [{ length: 'lenge' }, { length: 'badLength' }],
    [{ length: '745' }, { length: 'tooLong' }],
    [{ ending: 'end', endDate: '23.11.2026', endTime: '04:59' }, { end: 'endFirst' }],
    [{ ending: 'end', endDate: '', endTime: '' }, { end: 'badEnd' }],
    [{ ending: 'end', endDate: '30.12.2026' }, { end: 'tooLong' }],
    [{ repeat: 'rule', rule: ' ' }, { rrule: 'noRule' }],
    [{ repeat: 'weekly', days: [] }, { rrule: 'noDays' }],
    [{ title: '  ' }, { title: 'noTitle' }],
    [{ effects: [] }, { effects: 'noEffects' }],
  ] as const)('tells what is wrong, at its field: %j', (change, faults) => {
    expect(windowOf({ ...good, ...change } as Draft)).toEqual({ window: null, faults });
  });

  it('that ends by the clock on the wall lasts as long as time does over a change of it', () => {
    const over = (date: string, endDate: string): number | undefined =>
      windowOf({ ...good, date, time: '01:00', ending: 'end', endDate, endTime: '04:00' }).window?.durationMs;
    expect(over('24.10.2026', '24.10.2026')).toBe(3 * HOUR);
    expect(over('25.10.2026', '25.10.2026')).toBe(4 * HOUR);
    expect(over('28.03.2027', '28.03.2027')).toBe(2 * HOUR);
  });

  const window: fc.Arbitrary<MaintenanceWindow> = fc.record({
    id: fc.constant('w'),
    title: fc.stringMatching(/^[a-zA-ZæøåÆØÅ][a-zæøå 0-9]{0,30}[a-zæøå0-9]$/),
    description: fc.constantFrom(null, 'to\nlinjer'),
    ticket: fc.constantFrom(null, 'ENDR-1'),
    owner: fc.constantFrom(null, 'Nett'),
    origin: fc.constant('desk' as const),
    effects: fc.constant([{ match: 'san1', worst: 'degraded' as const }]),
    start: fc
      .date({ min: new Date('2026-01-01'), max: new Date('2031-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 16)),
    durationMs: fc.integer({ min: 1, max: 31 * 24 * 60 }).map((minutes) => minutes * 60_000),
    rrule: fc.constantFrom(
      null,
      'FREQ=DAILY',
      'FREQ=WEEKLY;BYDAY=MO,SU',
      'FREQ=MONTHLY;BYDAY=-1FR',
      'FREQ=YEARLY',
    ),
  });

  it('is the window that the draft was made of, when nothing was changed', () => {
    fc.assert(
      fc.property(window, (value) => {
        const draft = draftOf(value);
        expect(windowOf(draft).window).toEqual(value);
        expect(isTouched(draft, value)).toBe(false);
        expect(isTouched({ ...draft, title: `${draft.title}!` }, value)).toBe(true);
        // Removed meanwhile: what is written is all that is left of it.
        expect(isTouched(draft, null)).toBe(true);
      }),
    );
  });
});

describe('what people type', () => {
  it.each([
    ['23.11.2026', '22:00', '2026-11-23T22:00'],
    ['3.1.2027', '7', '2027-01-03T07:00'],
    ['2026-11-23', '22.30', '2026-11-23T22:30'],
    [' 23.11.2026 ', '2230', '2026-11-23T22:30'],
  ])('%s %s', (date, time, local) => {
    expect(readMoment(date, time)).toBe(parseWallTime(local));
  });

  it.each([
    ['30.02.2026', '10:00'],
    ['11/23/2026', '10:00'],
    ['', ''],
    ['23.11.26', '10:00'],
    ['23.11.2026', '10:75'],
  ])('is no date or time: %s %s', (date, time) => {
    expect(readMoment(date, time)).toBeNull();
  });

  it.each([
    ['2:30', 150],
    ['2', 120],
    ['90 min', 90],
    ['2 t 30 min', 150],
    ['2h', 120],
    ['1 time', null],
    ['', null],
    ['2:75', null],
    ['-1', null],
  ])('a length, %s', (text, minutes) => {
    expect(parseLength(text)).toBe(minutes === null ? null : minutes * 60_000);
  });

  it('lengths and moments are read as they are written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40_000 }), (minutes) => {
        expect(parseLength(lengthText(minutes * 60_000))).toBe(minutes * 60_000);
        const wall = Date.UTC(2026, 0, 1) + minutes * 60_000;
        const { date, time } = dateAndTime(wall);
        expect(readMoment(date, time)).toBe(wall);
      }),
    );
  });
});

describe('a change of the clock', () => {
  const at = (local: string): number => instantOf(parseWallTime(local) ?? Number.NaN);
  it.each([
    ['2026-11-23T01:00', 4, null],
    ['2026-10-25T01:00', 4, 'back'],
    ['2027-03-28T01:00', 4, 'forward'],
    ['2027-03-28T02:30', 1, 'skipped'],
  ] as const)('%s for %i h: %s', (local, hours, change) => {
    const start = at(local);
    expect(clockChange({ start, end: start + hours * HOUR }, local.slice(11))).toBe(change);
  });
});
