import { describe, expect, test } from 'vitest';
import type { ShiftRef } from '../../../../../shared/model/roster';
import {
  readPlan,
  shiftAt,
  shiftById,
  shiftsBetween,
  staffOf,
  turnsBetween,
} from '../../../../../shared/rules/watch/turns';
import { catalogueOf, pattern, planOf, rota, threeShifts, watchOf } from '../../../../fixtures/shift-plan';

const plan = threeShifts();
const nobody = watchOf();
const hours = ({ start, end }: ShiftRef): number => (end - start) / 3_600_000;
const at = (text: string): number => Date.parse(text);
const one = (ref: ShiftRef | null): ShiftRef => {
  if (ref === null) throw new Error('no such shift');
  return ref;
};

describe('when a shift is', () => {
  test('it has the date of its beginning, and times in UTC', () => {
    const night = one(shiftById(plan, '2026-11-22/natt'));
    expect(night).toMatchObject({ shift: 'natt', date: '2026-11-22' });
    expect(new Date(night.start).toISOString()).toBe('2026-11-22T21:00:00.000Z');
    expect(new Date(night.end).toISOString()).toBe('2026-11-23T06:15:00.000Z');
  });

  test('a night with its handover lasts 9 h 15 min, an hour less in March, and an hour more in October', () => {
    expect(hours(one(shiftById(plan, '2026-11-22/natt')))).toBe(9.25);
    expect(hours(one(shiftById(plan, '2026-03-28/natt')))).toBe(8.25);
    expect(hours(one(shiftById(plan, '2026-10-24/natt')))).toBe(10.25);
    // The same shift is nine hours on the nights around them.
    expect(hours(one(shiftById(plan, '2026-03-27/natt')))).toBe(9.25);
    expect(hours(one(shiftById(plan, '2026-10-25/natt')))).toBe(9.25);
  });

  test('a night from 23 to 07 is one of 7 hours in March, and one of 9 in October', () => {
    const bare = planOf(
      [pattern('dag', '07:00', '23:00'), pattern('natt', '23:00', '07:00')],
      [rota('dag', ['a']), rota('natt', ['b'])],
    );
    expect(hours(one(shiftById(bare, '2026-03-28/natt')))).toBe(7);
    expect(hours(one(shiftById(bare, '2026-10-24/natt')))).toBe(9);
    expect(hours(one(shiftById(bare, '2026-06-24/natt')))).toBe(8);
  });

  test('shifts that meet in the hour that is skipped, or that comes twice, leave no hole and meet no longer', () => {
    const odd = planOf(
      [pattern('sen', '14:00', '02:45'), pattern('tidlig', '02:30', '14:15')],
      [rota('sen', ['a']), rota('tidlig', ['b'])],
    );
    for (const date of ['2026-03-28', '2026-10-24', '2026-06-01']) {
      const from = at(`${date}T00:00:00Z`);
      const all = shiftsBetween(odd, from, from + 3 * 86_400_000);
      expect([date, all.length]).toEqual([date, 7]);
      for (const [index, ref] of all.entries()) {
        const next = all[index + 1];
        if (next) expect([date, ref.end - next.start]).toEqual([date, 15 * 60_000]);
      }
    }
  });

  test('a shift that lies whole in the hour that is skipped is not there that night', () => {
    const tiny = planOf(
      [
        pattern('natt', '22:00', '02:10'),
        pattern('mellom', '02:10', '02:40'),
        pattern('dag', '02:40', '22:00'),
      ],
      [rota('natt', ['a']), rota('mellom', ['b']), rota('dag', ['c'])],
    );
    expect(shiftById(tiny, '2026-03-29/mellom')).toBeNull();
    expect(hours(one(shiftById(tiny, '2026-03-28/mellom')))).toBe(0.5);
    const [night, day] = [shiftById(tiny, '2026-03-28/natt'), shiftById(tiny, '2026-03-29/dag')];
    expect(one(night).end).toBe(one(day).start);
  });

  test('what is asked for in part is there whole, and what only touches it is not', () => {
    const night = one(shiftById(plan, '2026-11-22/natt'));
    expect(shiftsBetween(plan, night.start + 1, night.start + 2).map(({ id }) => id)).toEqual([
      '2026-11-22/kveld',
      '2026-11-22/natt',
    ]);
    expect(shiftsBetween(plan, night.end, night.end + 1).map(({ id }) => id)).toEqual(['2026-11-23/dag']);
    expect(shiftsBetween(plan, night.end, night.end)).toEqual([]);
  });

  test('an id that no date or shift has is none', () => {
    expect(shiftById(plan, '2026-02-30/natt')).toBeNull();
    expect(shiftById(plan, '2026-11-22/lunsj')).toBeNull();
    expect(shiftById(plan, 'natt')).toBeNull();
  });
});

describe('which shift it is', () => {
  test('one, two while they meet with the older first, and which is next', () => {
    const ids = (time: string): string[] => shiftAt(plan, at(time)).now.map(({ shift }) => shift);
    expect(ids('2026-11-23T05:59:59Z')).toEqual(['natt']);
    expect(ids('2026-11-23T06:00:00Z')).toEqual(['natt', 'dag']);
    expect(ids('2026-11-23T06:15:00Z')).toEqual(['dag']);
    expect(shiftAt(plan, at('2026-11-23T06:00:00Z')).next?.id).toBe('2026-11-23/kveld');
  });

  test('the next can be days away', () => {
    const weekly = planOf(
      [pattern('uke', '08:00', '08:00', { days: [1] }), pattern('ellers', '08:00', '08:00', { days: [4] })],
      [rota('uke', ['a']), rota('ellers', ['b'])],
    );
    const tuesday = shiftAt(weekly, at('2026-11-24T12:00:00Z'));
    expect(tuesday.now).toEqual([]);
    expect(tuesday.next?.id).toBe('2026-11-26/ellers');
  });
});

describe('who keeps it', () => {
  const night = one(shiftById(plan, '2026-11-22/natt'));

  test('whoever the round has come to, by the week that begins on Monday', () => {
    const who = (id: string): string | null | undefined =>
      staffOf(plan, nobody, one(shiftById(plan, id)))[0]?.person;
    expect(['2026-01-05/natt', '2026-01-11/natt', '2026-01-12/natt', '2026-01-26/natt'].map(who)).toEqual([
      'dag',
      'dag',
      'eva',
      'dag',
    ]);
  });

  test('by the day the round goes on each day, across both changes of the clock', () => {
    const daily = planOf(
      [pattern('døgn', '08:00', '08:00')],
      [rota('døgn', ['a', 'b', 'c'], { by: 'day', from: '2026-03-27' })],
    );
    const around = turnsBetween(daily, nobody, at('2026-03-27T07:00:00Z'), at('2026-04-01T06:00:00Z'));
    expect(around.map(({ person }) => person)).toEqual(['a', 'b', 'c', 'a', 'b']);
  });

  test('nobody, where nobody is planned', () => {
    const evening = one(shiftById(plan, '2026-01-12/kveld'));
    expect(staffOf(plan, nobody, evening)).toEqual([
      { position: 'vakt', person: null, why: 'vacant', planned: null },
    ]);
  });

  test('nobody before the round begins, nor after it ends', () => {
    const short = planOf([pattern('døgn', '08:00', '08:00')], [rota('døgn', ['a'], { until: '2026-01-06' })]);
    const person = (id: string): string | null | undefined =>
      staffOf(short, nobody, one(shiftById(short, id)))[0]?.person;
    expect(['2026-01-04/døgn', '2026-01-05/døgn', '2026-01-06/døgn', '2026-01-07/døgn'].map(person)).toEqual([
      null,
      'a',
      'a',
      null,
    ]);
  });

  const away = (from: number, to: number, person = 'finn') =>
    watchOf({ kind: 'absence', value: { id: 'borte-1', person, from, to, note: null } });

  test('nobody, when who is planned is away for some of it', () => {
    expect(staffOf(plan, nobody, night)[0]).toMatchObject({ person: 'dag', why: 'rota' });
    const later = one(shiftById(plan, '2026-01-19/natt'));
    const gone = staffOf(plan, away(later.start + 3_600_000, later.start + 7_200_000), later);
    expect(gone).toEqual([{ position: 'vakt', person: null, why: 'absence', planned: 'finn' }]);
    expect(staffOf(plan, away(later.start, later.end, 'eva'), later)[0]?.person).toBe('finn');
  });

  test('who is away only from when the next have come still keeps it', () => {
    const later = one(shiftById(plan, '2026-01-19/natt'));
    expect(staffOf(plan, away(later.end - 15 * 60_000, later.end + 86_400_000), later)[0]?.person).toBe(
      'finn',
    );
    expect(staffOf(plan, away(later.end - 16 * 60_000, later.end + 86_400_000), later)[0]?.person).toBeNull();
  });

  const swap = (person: string | null) => ({
    kind: 'assignment' as const,
    value: {
      id: '2026-11-22/natt/vakt',
      date: '2026-11-22',
      shift: 'natt',
      position: 'vakt',
      person,
      note: null,
    },
  });

  test('whoever takes the turn instead, or nobody', () => {
    expect(staffOf(plan, watchOf(swap('bo')), night)[0]).toEqual({
      position: 'vakt',
      person: 'bo',
      why: 'swap',
      planned: 'dag',
    });
    expect(staffOf(plan, watchOf(swap(null)), night)[0]).toMatchObject({ person: null, why: 'swap' });
    expect(staffOf(plan, watchOf(swap('dag')), night)[0]).toMatchObject({ person: 'dag', why: 'rota' });
    const other = one(shiftById(plan, '2026-11-23/natt'));
    expect(staffOf(plan, watchOf(swap('bo')), other)[0]?.why).toBe('rota');
  });

  test('nobody, when who takes the turn is away too', () => {
    const gone = {
      kind: 'absence' as const,
      value: { id: 'b', person: 'bo', from: night.start, to: night.end, note: null },
    };
    expect(staffOf(plan, watchOf(swap('bo'), gone), night)[0]).toEqual({
      position: 'vakt',
      person: null,
      why: 'absence',
      planned: 'dag',
    });
  });
});

describe('reading the plan', () => {
  test('comes back from the catalogue in the order of the file', () => {
    const shuffled = new Map([...catalogueOf(plan)].reverse());
    expect(readPlan(shuffled)).toEqual(plan);
  });

  test('a catalogue without one has none', () => {
    expect(readPlan(new Map())).toBeNull();
  });
});
