import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import type { ShiftRef } from '../../../shared/model/roster';
import type { WatchEntity } from '../../../shared/model/watch';
import type { ShiftPlan } from '../../../shared/rules/watch/plan';
import { planFaults } from '../../../shared/rules/watch/plan-faults';
import { calendarOf } from '../../../shared/rules/watch/shift-calendar';
import { shiftAt, shiftsBetween, staffOf, turnsBetween } from '../../../shared/rules/watch/turns';
import { pattern, planOf, rota, watchOf } from '../../fixtures/shift-plan';

/** Five years of shift plans over both changes of the clock, against Intl, which shares no code with them. */

const MINUTE = 60_000;
const DAY = 86_400_000;
const FROM = Date.UTC(2026, 0, 10);
const FIVE_YEARS = Date.UTC(2031, 0, 10);

const oslo = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Oslo',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});
/** `2026-11-23 07:00`, as the clock on the wall shows it. */
const wall = (at: number): string => oslo.format(at);
const two = (value: number): string => String(value).padStart(2, '0');
const clock = (minute: number): string => `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;

/** A day cut into shifts, each meeting the next for `overlap` minutes; half of the cuts in the hours that DST moves. */
const dayPlan: fc.Arbitrary<ShiftPlan> = fc
  .record({
    cuts: fc.uniqueArray(
      fc.oneof(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 0, max: 47 })).map((half) => half * 30),
      { minLength: 1, maxLength: 4 },
    ),
    overlap: fc.constantFrom(0, 5, 14),
    turns: fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: null }), {
      minLength: 1,
      maxLength: 5,
    }),
    by: fc.constantFrom('day' as const, 'week' as const),
  })
  .map(({ cuts, overlap, turns, by }) => {
    const begins = [...cuts].sort((a, b) => a - b);
    const shifts = begins.map((from, index) => {
      const next = begins[index + 1] ?? (begins[0] ?? 0) + 1_440;
      // One that lasts the whole day cannot meet itself.
      const to = begins.length === 1 ? next : next + overlap;
      return pattern(`s${index}`, clock(from), clock(to));
    });
    return planOf(
      shifts,
      shifts.map(({ id }) => rota(id, turns, { by })),
    );
  });

/** Other shifts on workdays than at the end of the week, meeting at midnight. */
const weekPlan: fc.Arbitrary<ShiftPlan> = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 95 }))
  .map(([days, quarter]) => {
    const week = Array.from({ length: days }, (_, index) => index + 1);
    const rest = [1, 2, 3, 4, 5, 6, 7].filter((day) => !week.includes(day));
    const cut = clock(quarter * 15);
    const shifts = [
      pattern('tidlig', '00:00', cut, { days: week }),
      pattern('sen', cut, '00:00', { days: week }),
      pattern('helg', '00:00', '00:00', { days: rest }),
    ];
    return planOf(
      shifts,
      shifts.map(({ id }) => rota(id, ['a', 'b'])),
    );
  })
  .filter((plan) => planFaults(plan).length === 0);

const anyPlan = fc.oneof(dayPlan, weekPlan);

describe('five years of shifts', () => {
  it('have no hole, and two meet for as long as the plan says, in every night', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expect(planFaults(plan)).toEqual([]);
        const refs = shiftsBetween(plan, FROM, FIVE_YEARS);
        expect(refs[0]?.start).toBeLessThanOrEqual(FROM);
        expect(refs.at(-1)?.end).toBeGreaterThanOrEqual(FIVE_YEARS);
        const meets = new Map<string, number>();
        for (const [index, ref] of refs.entries()) {
          expect(ref.end).toBeGreaterThan(ref.start);
          const next = refs[index + 1];
          if (!next) continue;
          const meeting = ref.end - next.start;
          expect(meeting).toBeGreaterThanOrEqual(0);
          expect(meeting).toBeLessThanOrEqual(plan.plan.overlapMs);
          const pair = `${ref.shift}/${next.shift}`;
          expect(meets.get(pair) ?? meeting).toBe(meeting);
          meets.set(pair, meeting);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('begin when the wall shows it, or when it first shows more where it is skipped', () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 0, max: 1_800 }), (plan, day) => {
        const from = FROM + day * DAY;
        for (const ref of aroundChanges(plan, from)) {
          const shape = plan.patterns.find(({ id }) => id === ref.shift);
          const wanted = `${ref.date} ${shape?.from}`;
          if (wall(ref.start) === wanted) {
            // Never a second time before: the first of two.
            expect(wall(ref.start - 60 * MINUTE)).not.toBe(wanted);
          } else {
            expect(wall(ref.start) > wanted).toBe(true);
            expect(wall(ref.start - 1) < wanted).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are the same however one asks for them', () => {
    fc.assert(
      fc.property(
        anyPlan,
        fc.integer({ min: FROM, max: FIVE_YEARS }),
        fc.integer({ min: 1, max: 40 * DAY }),
        (plan, from, length) => {
          const whole = shiftsBetween(plan, from - 90 * DAY, from + length + 90 * DAY);
          const inside = whole.filter(({ start, end }) => end > from && start < from + length);
          expect(shiftsBetween(plan, from, from + length)).toEqual(inside);
          const { now, next } = shiftAt(plan, from);
          expect(now).toEqual(whole.filter(({ start, end }) => start <= from && from < end));
          expect(now.length).toBeGreaterThan(0);
          expect(now.length).toBeLessThan(3);
          expect(next).toEqual(whole.find(({ start }) => start > from));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of a night from 22:00 to 07:15 last 8:15, 9:15 or 10:15, and of one from 23:00 to 07:00 7, 8 or 9 hours', () => {
    const lengths = (from: string, to: string): Map<number, number> => {
      const plan = planOf(
        [pattern('dag', to, from), pattern('natt', from, to)],
        [rota('dag', ['a']), rota('natt', ['b'])],
      );
      const counted = new Map<number, number>();
      for (const { shift, start, end } of shiftsBetween(plan, FROM, FIVE_YEARS)) {
        const minutes = (end - start) / MINUTE;
        if (shift === 'natt') counted.set(minutes, (counted.get(minutes) ?? 0) + 1);
      }
      return counted;
    };
    const long = lengths('22:00', '07:15');
    expect([long.get(495), long.get(615), long.size]).toEqual([5, 5, 3]);
    const short = lengths('23:00', '07:00');
    expect([short.get(420), short.get(540), short.size]).toEqual([5, 5, 3]);
    expect(short.get(480)).toBe(1_817);
  });
});

/** The shifts of some days, and of the days around the changes of the clock in that year. */
function aroundChanges(plan: ShiftPlan, from: number): readonly ShiftRef[] {
  const year = new Date(from).getUTCFullYear();
  const changes = [2, 9].map((month) => {
    const last = new Date(Date.UTC(year, month + 1, 0));
    return Date.UTC(year, month, last.getUTCDate() - last.getUTCDay(), 1);
  });
  return [from, ...changes].flatMap((at) => shiftsBetween(plan, at - 2 * DAY, at + 2 * DAY));
}

describe('a week with holes and overlaps', () => {
  const anyShift = fc.record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    from: fc.integer({ min: 0, max: 11 }).map((step) => step * 120),
    length: fc.integer({ min: 8, max: 144 }).map((step) => step * 10),
  });

  it('is told of exactly when some minute of it has no shift, or two for too long', () => {
    let sound = 0;
    fc.assert(
      fc.property(fc.oneof(fc.array(anyShift, { minLength: 1, maxLength: 4 }), nearlySound()), (shifts) => {
        const patterns = shifts.map(({ days, from, length }, index) =>
          pattern(`s${index}`, clock(from), clock(from + length), { days: [...days] }),
        );
        const plan = planOf(
          patterns,
          patterns.map(({ id }) => rota(id, ['a'])),
        );
        const told = planFaults(plan).map(({ reason }) => reason.slice(0, 10));
        const { hole, overlap } = byTheMinute(shifts);
        expect(told.includes('a hole: no')).toBe(hole);
        expect(told.includes('an overlap')).toBe(overlap);
        if (!hole && !overlap) sound += 1;
      }),
      { numRuns: 300 },
    );
    expect(sound).toBeGreaterThan(5);
  });
});

interface Shape {
  readonly days: readonly number[];
  readonly from: number;
  readonly length: number;
}

/** Two shifts a day that cover it, or are some minutes from doing so, perhaps not on all days. */
function nearlySound(): fc.Arbitrary<Shape[]> {
  return fc
    .record({
      from: fc.integer({ min: 0, max: 1_439 }),
      cut: fc.integer({ min: 60, max: 1_380 }),
      more: fc.constantFrom(-1, 0, 0, 1, 15, 15, 16),
      missing: fc.constantFrom(null, null, 3),
    })
    .map(({ from, cut, more, missing }) => [
      { days: [1, 2, 3, 4, 5, 6, 7], from, length: cut + more },
      {
        days: [1, 2, 3, 4, 5, 6, 7].filter((day) => day !== missing),
        from: (from + cut) % 1_440,
        length: 1_440 - cut,
      },
    ]);
}

/** A week counted minute by minute. */
function byTheMinute(shifts: readonly Shape[]): { readonly hole: boolean; readonly overlap: boolean } {
  const week = 7 * 1_440;
  const count = new Uint8Array(week);
  for (const { days, from, length } of shifts) {
    for (const day of days) {
      for (let minute = 0; minute < length; minute++) {
        const at = ((day - 1) * 1_440 + from + minute) % week;
        count[at] = (count[at] ?? 0) + 1;
      }
    }
  }
  let run = 0;
  let longest = 0;
  // Twice around, for a run over the end of the week.
  for (let at = 0; at < 2 * week; at++) {
    run = (count[at % week] ?? 0) > 1 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return { hole: count.includes(0), overlap: longest > 15 };
}

describe('who keeps them', () => {
  it('goes on by one turn each day, or each week, without a slip over the changes of the clock', () => {
    fc.assert(
      fc.property(dayPlan, (plan) => {
        for (const line of plan.rota) {
          const kept = shiftsBetween(plan, FROM, FIVE_YEARS)
            .filter(({ shift }) => shift === line.shift)
            .map((ref) => ({ date: ref.date, person: staffOf(plan, watchOf(), ref)[0]?.person ?? null }));
          const step = line.by === 'day' ? 1 : 7;
          const round = line.turns.length * step;
          const byDate = new Map(kept.map(({ date, person }) => [date, person]));
          for (const { date, person } of kept) {
            const days = (Date.parse(date) - Date.parse('2026-01-05')) / DAY;
            expect([date, person]).toEqual([date, line.turns[Math.floor(days / step) % line.turns.length]]);
            const later = new Date(Date.parse(date) + round * DAY).toISOString().slice(0, 10);
            if (byDate.has(later)) expect(byDate.get(later)).toBe(person);
          }
        }
      }),
      { numRuns: 4 },
    );
  });

  it('is nobody who is away, and whoever took the turn, and else as the rota says', () => {
    const changes = fc.record({
      day: fc.integer({ min: 0, max: 60 }),
      place: fc.nat(3),
      person: fc.option(fc.constantFrom('a', 'b', 'x'), { nil: null }),
    });
    const away = fc.record({
      person: fc.constantFrom('a', 'b', 'x'),
      from: fc.integer({ min: 0, max: 60 * 24 }),
      hours: fc.integer({ min: 1, max: 200 }),
    });
    fc.assert(
      fc.property(
        dayPlan,
        fc.array(changes, { maxLength: 20 }),
        fc.array(away, { maxLength: 5 }),
        (plan, swaps, gone) => {
          const entities: WatchEntity[] = [
            ...swaps.map(({ day, place, person }) => {
              const date = new Date(FROM + day * DAY).toISOString().slice(0, 10);
              const shift = plan.patterns[place % plan.patterns.length]?.id ?? '';
              const id = `${date}/${shift}/vakt`;
              return {
                kind: 'assignment' as const,
                value: { id, date, shift, position: 'vakt', person, note: null },
              };
            }),
            ...gone.map(({ person, from, hours }, index) => ({
              kind: 'absence' as const,
              value: {
                id: `borte-${index}`,
                person,
                from: FROM + from * 60 * MINUTE,
                to: FROM + (from + hours) * 60 * MINUTE,
                note: null,
              },
            })),
          ];
          const watch = watchOf(...entities);
          for (const { ref, person, why, planned } of turnsBetween(plan, watch, FROM, FROM + 62 * DAY)) {
            const bare = staffOf(plan, watchOf(), ref)[0];
            expect(planned).toBe(bare?.person);
            const given = watch.get(`assignment:${ref.id}/vakt`);
            const wanted = given?.kind === 'assignment' ? given.value.person : planned;
            const isAway = [...watch.values()].some(
              (entity) =>
                entity.kind === 'absence' &&
                entity.value.person === wanted &&
                Math.min(entity.value.to, ref.end) - Math.max(entity.value.from, ref.start) >
                  plan.plan.overlapMs,
            );
            expect(person).toBe(isAway ? null : wanted);
            expect(why === 'absence').toBe(isAway);
            expect(why === 'swap').toBe(!isAway && wanted !== planned);
            expect(why === 'vacant').toBe(!isAway && wanted === null && planned === null);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a plan in a calendar', () => {
  it('comes back from another reader of RFC 5545 with the same shifts', () => {
    const names = fc.string({ maxLength: 30 }).filter((text) => !/\p{Cc}|\p{Cs}/u.test(text));
    fc.assert(
      fc.property(dayPlan, names, fc.integer({ min: 0, max: 1_700 }), (plan, name, day) => {
        const from = FROM + day * DAY;
        const named = {
          ...plan,
          positions: plan.positions.map((one) => ({ ...one, name: `Vakt; ${name}, \\n` })),
        };
        const text = calendarOf(named, watchOf(), { position: 'vakt' }, from, from + 30 * DAY, {
          now: from,
          nameOf: (id) => `${id} æøå "${name}"`,
        });
        for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThan(76);
        const read = new ICAL.Component(ICAL.parse(text) as ConstructorParameters<typeof ICAL.Component>[0]);
        const events = read.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
        const turns = turnsBetween(plan, watchOf(), from, from + 30 * DAY);
        expect(
          events.map(({ startDate, endDate }) => [
            startDate.toJSDate().getTime(),
            endDate.toJSDate().getTime(),
          ]),
        ).toEqual(turns.map(({ ref }) => [ref.start, ref.end]));
        expect(new Set(events.map(({ uid }) => uid)).size).toBe(turns.length);
        for (const [index, { summary }] of events.entries()) {
          const { person } = turns[index] ?? {};
          expect(
            summary.endsWith(
              `Vakt; ${name}, \\n, ${person === null ? 'ubesatt' : `${person} æøå "${name}"`}`,
            ),
          ).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });
});
