import { describe, expect, test } from 'vitest';
import type { ShiftPlan } from '../../../../../shared/rules/watch/plan';
import { planFaults } from '../../../../../shared/rules/watch/plan-faults';
import { pattern, planOf, rota, threeShifts } from '../../../../fixtures/shift-plan';

const faults = (plan: ShiftPlan): string[] =>
  planFaults(plan).map(({ path, reason }) => `${path.join('.')}: ${reason}`);

describe('a plan without fault', () => {
  test('three shifts a day that meet for a quarter of an hour', () => {
    expect(faults(threeShifts())).toEqual([]);
  });

  test('one shift that lasts a day, and shifts that do not meet at all', () => {
    expect(faults(planOf([pattern('døgn', '08:00', '08:00')], [rota('døgn', ['a'])]))).toEqual([]);
    expect(
      faults(
        planOf(
          [pattern('dag', '07:00', '19:00'), pattern('natt', '19:00', '07:00')],
          [rota('dag', ['a']), rota('natt', [null])],
          0,
        ),
      ),
    ).toEqual([]);
  });

  test('lines that follow each other, and a gap on days that the shift does not have', () => {
    const week = [
      pattern('hverdag', '00:00', '00:00', { days: [1, 2, 3, 4, 5] }),
      pattern('helg', '00:00', '00:00', { days: [6, 7] }),
    ];
    const plan = planOf(week, [
      // Until Friday, and on from Monday.
      rota('hverdag', ['a'], { until: '2026-01-09' }),
      rota('hverdag', ['b'], { from: '2026-01-12' }),
      rota('helg', ['c'], { from: '2026-01-10' }),
    ]);
    expect(faults(plan)).toEqual([]);
  });

  test('a plan that ends for everybody on the same day', () => {
    expect(
      faults(planOf([pattern('døgn', '08:00', '08:00')], [rota('døgn', ['a'], { until: '2026-06-30' })])),
    ).toEqual([]);
  });
});

describe('a hole', () => {
  test('between two shifts is told at the end of the first, with its time', () => {
    const plan = planOf(
      [
        pattern('dag', '07:00', '15:00'),
        pattern('kveld', '15:30', '22:15'),
        pattern('natt', '22:00', '07:15'),
      ],
      [rota('dag', ['a']), rota('kveld', ['b']), rota('natt', ['c'])],
    );
    expect(faults(plan)[0]).toBe(
      'watch.shifts.0.to: a hole: no shift from Monday 15:00 to Monday 15:30, and 6 more times a week',
    );
  });

  test('over a weekend, and around the end of the week', () => {
    const plan = planOf([pattern('uke', '00:00', '00:00', { days: [2, 3, 4, 5, 6] })], [rota('uke', ['a'])]);
    expect(faults(plan)).toEqual(['watch.shifts.0.to: a hole: no shift from Sunday 00:00 to Tuesday 00:00']);
  });

  test('at a position that no line speaks of', () => {
    const plan = planOf(
      [pattern('døgn', '08:00', '08:00', { positions: ['vakt', 'støtte'] })],
      [rota('døgn', ['a'])],
    );
    expect(faults(plan)).toEqual([
      expect.stringContaining(
        'watch.shifts.0.positions.1: a hole: no line of the rota says who keeps position "støtte"',
      ),
    ]);
  });

  test('between two lines of the rota, before the first and after the last', () => {
    const days = [pattern('dag', '08:00', '20:00'), pattern('natt', '20:00', '08:00')];
    const plan = planOf(days, [
      rota('dag', ['a']),
      rota('natt', ['b'], { from: '2026-01-07', until: '2026-01-31' }),
      rota('natt', ['c'], { from: '2026-02-03', until: '2026-03-01' }),
    ]);
    expect(faults(plan)).toEqual([
      expect.stringMatching(/^watch\.rota\.1\.from: a hole: .* from 2026-01-05 until 2026-01-07$/),
      expect.stringMatching(/^watch\.rota\.1\.until: a hole: .* from 2026-02-01 until 2026-02-03$/),
      expect.stringMatching(/^watch\.rota\.2\.until: a hole: .* from 2026-03-02$/),
    ]);
  });
});

describe('an overlap', () => {
  test('of shifts that meet for longer than the handover takes', () => {
    const plan = planOf(
      [pattern('dag', '07:00', '16:00'), pattern('natt', '15:00', '07:15')],
      [rota('dag', ['a']), rota('natt', ['b'])],
    );
    expect(faults(plan)[0]).toBe(
      'watch.shifts.0.to: an overlap: "dag" and "natt" both from Monday 15:00 to Monday 16:00 (two shifts meet for at most 15 min), and 6 more times a week',
    );
  });

  test('of two that begin at once', () => {
    const plan = planOf(
      [pattern('a', '08:00', '08:00'), pattern('b', '08:00', '08:00', { days: [3] })],
      [rota('a', ['x']), rota('b', ['y'])],
    );
    expect(faults(plan)).toEqual([
      'watch.shifts.0.to: an overlap: "a" and "b" both from Wednesday 08:00 to Thursday 08:00',
    ]);
  });

  test('of a shift that is no longer than two meet', () => {
    const plan = planOf(
      [pattern('a', '08:00', '08:10'), pattern('b', '08:05', '08:05')],
      [rota('a', ['x']), rota('b', ['y'])],
    );
    expect(faults(plan)).toContain(
      'watch.shifts.0.to: a shift is longer than the time in which two meet (15 min)',
    );
  });

  test('of two lines for the same position and date', () => {
    const plan = planOf(
      [pattern('døgn', '08:00', '08:00')],
      [rota('døgn', ['a']), rota('døgn', ['b'], { from: '2026-06-01' })],
    );
    expect(faults(plan)).toEqual([
      expect.stringMatching(/^watch\.rota\.1\.from: an overlap: another line speaks of .* from 2026-06-01/),
    ]);
  });

  test('of two lines that are the same is told once', () => {
    const plan = planOf([pattern('døgn', '08:00', '08:00')], [rota('døgn', ['a']), rota('døgn', ['a'])]);
    expect(faults(plan)).toEqual([expect.stringContaining('watch.rota.1.from: an overlap')]);
  });
});

describe('a person at two places at once', () => {
  const both = pattern('døgn', '08:00', '08:00', { positions: ['vakt', 'støtte'] });

  test('is found with its first date, also where the rounds meet only after a long time', () => {
    const plan = planOf(
      [both],
      [
        rota('døgn', ['a', 'b', 'c']),
        // Five weeks against three: they meet where both have come to "a".
        rota('døgn', ['x', 'y', 'z', 'a', 'v'], { position: 'støtte' }),
      ],
    );
    expect(faults(plan)).toEqual([
      'watch.rota.1.turns.3: "a" would be at two places at once on 2026-01-26: "vakt" and "støtte" of shift "døgn"',
    ]);
  });

  test('is none where the rounds never meet, nor outside the dates of both', () => {
    const turned = planOf(
      [both],
      [rota('døgn', ['a', 'b']), rota('døgn', ['b', 'a'], { position: 'støtte' })],
    );
    expect(faults(turned)).toEqual([]);
    const dated = planOf(
      [both],
      [
        rota('døgn', ['a'], { until: '2026-01-31' }),
        rota('døgn', ['b'], { from: '2026-02-01' }),
        rota('døgn', ['x'], { position: 'støtte', until: '2026-01-31' }),
        rota('døgn', ['a'], { position: 'støtte', from: '2026-02-01' }),
      ],
    );
    expect(faults(dated)).toEqual([]);
  });

  test('is none on weekdays that the shift does not have', () => {
    const plan = planOf(
      [
        pattern('helg', '00:00', '00:00', { days: [6, 7], positions: ['vakt', 'støtte'] }),
        pattern('uke', '00:00', '00:00', { days: [1, 2, 3, 4, 5] }),
      ],
      [
        // On Monday and Tuesday both would be "a".
        rota('helg', ['a', 'a', null, null, null, null, 'b'], { by: 'day' }),
        rota('helg', ['a', 'a', null, null, null, 'b', null], { by: 'day', position: 'støtte' }),
        rota('uke', ['c']),
      ],
    );
    expect(faults(plan)).toEqual([]);
  });
});

describe('what is named and is not there', () => {
  test('shifts, positions and days are told where they stand', () => {
    const plan = planOf(
      [pattern('døgn', '08:00', '08:00')],
      [
        rota('døgn', ['a']),
        rota('lunsj', ['b']),
        rota('døgn', ['b'], { position: 'kokk' }),
        rota('døgn', ['b'], { from: '2025-02-30', until: '2025-03-01' }),
      ],
    );
    expect(faults(plan)).toEqual([
      'watch.rota.1.shift: unknown shift "lunsj"',
      'watch.rota.2.position: unknown watch position "kokk"',
      'watch.rota.3.from: "2025-02-30" is no day of the calendar',
    ]);
  });

  test('a line that ends before it begins, and ids that stand twice', () => {
    const twice = planOf(
      [pattern('døgn', '08:00', '08:00', { positions: ['vakt', 'vakt'] })],
      [rota('døgn', ['a'], { until: '2025-12-31' })],
    );
    expect(faults(twice)).toEqual(
      expect.arrayContaining([
        'watch.shifts.0.positions.1: position "vakt" stands twice in this shift',
        'watch.rota.0.until: it ends before it begins',
      ]),
    );
  });
});
