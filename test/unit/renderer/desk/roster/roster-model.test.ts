import { describe, expect, it } from 'vitest';
import {
  isoWeek,
  mondayAt,
  oddLength,
  stepFrom,
  tightTurns,
  turnsOf,
  weeksOf,
} from '../../../../../renderer/desk/roster/roster-model';
import type { CatalogueEntity } from '../../../../../shared/model/catalogue';
import type { WatchEntity } from '../../../../../shared/model/watch';
import { readPlan } from '../../../../../shared/rules/watch/turns';
import { dateText, dayNumber } from '../../../../../shared/rules/watch/wall-dates';
import { watchCatalogue } from '../../../../fixtures/desk-harness/watch-scene';

const NOW = Date.UTC(2026, 10, 23, 3);
const HOUR = 3_600_000;
const entities = watchCatalogue(NOW);
const plan = readPlan(
  new Map(entities.map((one): [string, CatalogueEntity] => [`${one.kind}:${one.value.id}`, one])),
);
if (plan === null) throw new Error('the scene has a plan');
const none: ReadonlyMap<string, WatchEntity> = new Map();
const day = (date: string): number => dayNumber(date) ?? 0;

describe('the weeks of a plan', () => {
  it('are numbered by ISO 8601, over the end of a year too', () => {
    expect(isoWeek(day('2026-11-23'))).toBe(48);
    expect(isoWeek(day('2026-12-28'))).toBe(53);
    expect(isoWeek(day('2027-01-04'))).toBe(1);
    expect(isoWeek(day('2024-12-30'))).toBe(1);
  });

  it('begin on the Monday of the wall, not of UTC', () => {
    expect(dateText(mondayAt(Date.UTC(2026, 10, 22, 23, 30)))).toBe('2026-11-23');
    expect(dateText(mondayAt(Date.UTC(2026, 10, 22, 22, 30)))).toBe('2026-11-16');
  });

  it('have a line for each position, and each turn on the day on which it begins', () => {
    const [week] = weeksOf(plan, none, day('2026-11-23'), 1);
    expect(week?.rows.map(({ position }) => position.id)).toEqual(['natt', 'dag1', 'dag2', 'leder']);
    const [night, first] = week?.rows ?? [];
    expect(night?.days.map((turns) => turns.length)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(night?.days[6]?.[0]?.key).toBe('2026-11-29/natt/natt');
    expect(first?.days.map((turns) => turns.map(({ ref }) => ref.shift).join('+'))).toEqual([
      ...Array(5).fill('dag+kveld'),
      'helg',
      'helg',
    ]);
  });

  it('count what nobody keeps, planned or not', () => {
    const away: ReadonlyMap<string, WatchEntity> = new Map([
      [
        'absence:borte-0001',
        {
          kind: 'absence',
          value: {
            id: 'borte-0001',
            person: 'leder',
            from: Date.UTC(2026, 10, 24),
            to: Date.UTC(2026, 10, 25),
            note: null,
          },
        },
      ],
    ]);
    const [before] = weeksOf(plan, none, day('2026-11-23'), 1);
    const [after] = weeksOf(plan, away, day('2026-11-23'), 1);
    // Nobody is planned as the second on day watch that week.
    expect(before?.open).toBe(5);
    expect(after?.open).toBe(6);
  });
});

describe('the focus', () => {
  const weeks = weeksOf(plan, none, day('2026-11-23'), 2);
  it('goes along a position through time, over the week, and stops at the end', () => {
    expect(stepFrom(weeks, '2026-11-29/natt/natt', 'right')).toBe('2026-11-30/natt/natt');
    expect(stepFrom(weeks, '2026-11-23/natt/natt', 'left')).toBeNull();
    expect(stepFrom(weeks, '2026-11-23/dag/dag1', 'right')).toBe('2026-11-23/kveld/dag1');
  });

  it('goes up and down within the day, then to the nearest turn of the next line', () => {
    expect(stepFrom(weeks, '2026-11-24/dag/dag1', 'down')).toBe('2026-11-24/kveld/dag1');
    expect(stepFrom(weeks, '2026-11-24/kveld/dag1', 'down')).toBe('2026-11-24/dag/dag2');
    expect(stepFrom(weeks, '2026-11-29/helg/dag1', 'down')).toBe('2026-11-27/dag/dag2');
    expect(stepFrom(weeks, '2026-11-24/dag/leder', 'down')).toBe('2026-12-01/natt/natt');
    expect(stepFrom(weeks, '2026-11-23/natt/natt', 'up')).toBeNull();
  });

  it('begins at the first turn where it is nowhere', () => {
    expect(stepFrom(weeks, null, 'down')).toBe('2026-11-23/natt/natt');
    expect(stepFrom([], null, 'down')).toBeNull();
  });
});

describe('a night when the clock jumps', () => {
  const night = (date: string) => turnsOf(plan, none, day(date), 1).find(({ ref }) => ref.shift === 'natt');
  it('is said to be longer or shorter than its times, and no other is', () => {
    const odd = ['2027-03-27', '2027-03-28', '2026-10-24', '2026-10-25'].map((date) => {
      const ref = night(date)?.ref;
      return ref === undefined ? null : oddLength(plan, ref) / HOUR;
    });
    // The plan of the scene begins in November: the autumn night is that of the year after.
    expect(odd.slice(0, 2)).toEqual([-1, 0]);
    const autumn = night('2027-10-30')?.ref;
    expect(autumn && oddLength(plan, autumn) / HOUR).toBe(1);
  });
});

describe('rest', () => {
  const turns = turnsOf(plan, none, day('2026-11-16'), 21);
  const at = (key: string) => {
    const turn = turns.find((one) => one.key === key);
    if (!turn) throw new Error(key);
    return turn;
  };
  it('is said where it is short: a night before a day, and two at the same time', () => {
    const evening = at('2026-11-24/kveld/dag1').ref;
    const [first, second] = tightTurns(turns, 'natt', evening, []);
    // The night of that date begins while the evening hands over.
    expect(first).toMatchObject({ turn: { key: '2026-11-24/natt/natt' } });
    expect(first?.restMs).toBeLessThanOrEqual(0);
    expect(second).toMatchObject({ turn: { key: '2026-11-23/natt/natt' }, restMs: 7.75 * HOUR });
  });

  it('is not said of the turn that is given away with it', () => {
    const night = at('2026-11-24/natt/natt');
    const keys = tightTurns(turns, 'natt', night.ref, [night.key]).map(({ turn }) => turn.key);
    expect(keys).not.toContain(night.key);
    expect(tightTurns(turns, 'leder', at('2026-11-25/dag/dag2').ref, ['2026-11-25/dag/leder'])).toEqual([]);
  });
});
