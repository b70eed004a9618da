import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCatalogue } from '../../../electron/hub/catalogue/load-catalogue';
import type { ShiftPlan } from '../../../shared/rules/watch/plan';
import { planFaults } from '../../../shared/rules/watch/plan-faults';
import { shiftsBetween, staffOf } from '../../../shared/rules/watch/turns';
import { pattern, planOf, rota, watchOf } from '../../fixtures/shift-plan';

/** Files that somebody got wrong, and plans that no person would write: told with their place, and soon. */

const GOOD = `version: 1
name: Rommet
services: [{ id: dns, name: DNS, criticality: 1 }]
watch:
  overlap: 15m
  positions: [{ id: vakt, name: Vakt }, { id: leder, name: Leder, role: leader }]
  shifts:
    - { id: dag, name: Dag, days: mon-fri, from: "07:00", to: "19:15", positions: [vakt, leder] }
    - { id: helg, name: Helg, days: sat-sun, from: "07:00", to: "19:15", positions: [vakt] }
    - { id: natt, name: Natt, from: "19:00", to: "07:15", positions: [vakt] }
  rota:
    - { shift: dag, position: vakt, from: 2026-01-05, by: week, turns: [a, b] }
    - { shift: dag, position: leder, from: 2026-01-05, by: week, turns: [null] }
    - { shift: helg, position: vakt, from: 2026-01-05, until: 2026-12-31, by: day, turns: [c, d] }
    - { shift: helg, position: vakt, from: 2027-01-01, by: day, turns: [c, d] }
    - { shift: natt, position: vakt, from: 2026-01-05, by: day, turns: [e, f, g] }
routines:
  - { id: r, name: R, days: [mon], before: "07:00", position: vakt, service: dns, steps: [Gjør det] }
`;

it('a file that is mangled where it speaks of the watch loads, or says where it does not', async () => {
  expect((await parseCatalogue(GOOD, 'x.yaml')).ok).toBe(true);
  const lines = GOOD.split('\n').length;
  const token = fc.constantFrom(
    ...'watch positions shifts rota vakt leder dag helg natt days mon-fri sat-sun from to until by week day turns [a 2026-01-05 2026-12-31 2027-01-01 07:00 19:15 07:15 15m overlap routines before service dns null'.split(
      ' ',
    ),
  );
  const other = fc.oneof(
    token,
    fc.constantFrom(
      '',
      '[]',
      '{}',
      '5',
      '-1',
      '24:00',
      '00:00',
      '2026-02-30',
      '9999-12-31',
      '0000-01-01',
      'sun-mon',
      '999d',
      '__proto__',
    ),
  );
  let loaded = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(token, other, fc.nat(3)), { minLength: 1, maxLength: 3 }),
      async (swaps) => {
        const text = swaps.reduce((before, [from, to, which]) => {
          let seen = 0;
          return before.replaceAll(from, (whole) => (seen++ === which ? to : whole));
        }, GOOD);
        const outcome = await parseCatalogue(text, 'x.yaml');
        if (outcome.ok) {
          loaded += 1;
          return;
        }
        expect(outcome.issues.length).toBeGreaterThan(0);
        for (const { line, col, reason } of outcome.issues) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lines);
          expect(col).toBeGreaterThan(0);
          expect(reason).not.toMatch(/undefined|NaN|Infinity/);
        }
      },
    ),
    { numRuns: 500 },
  );
  expect(loaded).toBeGreaterThan(5);
});

it('a rota that would take for ever to compare is told so within a second or two', () => {
  const positions = Array.from({ length: 20 }, (_, index) => `p${index}`);
  const people = Array.from({ length: 104 }, (_, index) => `person-${index}`);
  const lines = positions.flatMap((position, place) =>
    Array.from({ length: 50 }, (_, which) =>
      rota(
        'døgn',
        [...people.slice(place + which), ...people.slice(0, place + which)].map((one, at) =>
          at % 7 === place % 7 ? one : null,
        ),
        {
          position,
          by: 'week',
        },
      ),
    ),
  );
  const began = performance.now();
  expect(
    planFaults(planOf([pattern('døgn', '08:00', '08:00', { positions })], lines)).length,
  ).toBeGreaterThan(0);
  expect(performance.now() - began).toBeLessThan(10_000);
});

it('no plan and no time makes the rules throw', () => {
  const time = fc.constantFrom('00:00', '02:00', '02:30', '03:00', '07:00', '23:59');
  const plan: fc.Arbitrary<ShiftPlan> = fc
    .array(
      fc.tuple(
        time,
        time,
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        fc.constantFrom('2026-01-05', '2026-13-45', '9999-12-31'),
      ),
      { maxLength: 5 },
    )
    .map((shifts) =>
      planOf(
        shifts.map(([from, to, days], index) => pattern(`s${index}`, from, to, { days })),
        shifts.map(([, , , from], index) => rota(`s${index}`, ['a', null], { from })),
      ),
    );
  fc.assert(
    fc.property(
      plan,
      fc.double({ min: 0, max: 4e12, noNaN: true }),
      fc.double({ min: -1e9, max: 1e10, noNaN: true }),
      (any, from, length) => {
        planFaults(any);
        for (const ref of shiftsBetween(any, from, from + length).slice(0, 50)) {
          expect(ref.end).toBeGreaterThan(ref.start);
          staffOf(any, watchOf(), ref);
        }
      },
    ),
    { numRuns: 200 },
  );
});
