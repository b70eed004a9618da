import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Team } from '../../../../shared/model/catalogue';
import { onCallNow } from '../../../../shared/rules/on-call';

/** The on-call list against the plainest model there is: Temporal says what the wall shows, minute by minute. */

const MINUTE = 60_000;

function turnByTemporal(team: Team, at: number): number {
  const now = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('Europe/Oslo');
  const shown = now.toPlainTime().toString().slice(0, 5);
  const began = (turn: Team['turns'][number], day: Temporal.PlainDate): boolean =>
    turn.days.includes(day.dayOfWeek) &&
    (turn.dates === null ||
      (Temporal.PlainDate.compare(day, turn.dates.from) >= 0 &&
        Temporal.PlainDate.compare(day, turn.dates.to) <= 0));
  const today = now.toPlainDate();
  const yesterday = today.subtract({ days: 1 });
  return team.turns.findIndex((turn) =>
    turn.from < turn.to
      ? began(turn, today) && shown >= turn.from && shown < turn.to
      : (began(turn, today) && shown >= turn.from) || (began(turn, yesterday) && shown < turn.to),
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

/** A moment within a day of a change of time, or of New Year. */
const anchor = fc.constantFrom(
  Date.UTC(2025, 2, 30, 1),
  Date.UTC(2026, 2, 29, 1),
  Date.UTC(2026, 9, 25, 1),
  Date.UTC(2027, 9, 31, 1),
  Date.UTC(2026, 11, 31, 23),
);
const around = (at: number): fc.Arbitrary<{ from: string; to: string }> =>
  fc.tuple(fc.integer({ min: -2, max: 2 }), fc.nat(2)).map(([first, length]) => {
    const day = (offset: number): string =>
      new Date(at + (first + offset) * 86_400_000).toISOString().slice(0, 10);
    return { from: day(0), to: day(length) };
  });
const scene = anchor.chain((near) =>
  fc.record({
    at: fc
      .oneof(fc.integer({ min: -24 * 60, max: 8 * 60 }), fc.integer({ min: -70, max: 70 }), fc.constant(0))
      .map((minutes) => near + minutes * MINUTE),
    turns: fc.array(
      fc.record({
        days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
        from: time,
        to: fc.oneof(time, fc.constant('24:00')),
        dates: fc.oneof(fc.constant(null), around(near)),
        contacts: fc.constant<string[]>(['x']),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
);
const aTeam = (turns: Team['turns']): Team => ({
  id: 't',
  name: 't',
  order: 0,
  contacts: [{ id: 'x', name: 'x', phone: '1', position: null }],
  turns,
});

describe('the on-call list', () => {
  it('says who holds the turn by the clock on the wall, and the first minute that somebody else does', () => {
    fc.assert(
      fc.property(scene, ({ at, turns }) => {
        const team = aTeam(turns);
        const held = turnByTemporal(team, at);
        const now = onCallNow(team, at);
        expect(now?.turn ?? -1).toBe(held);
        if (!now) return;
        const end = Math.min(now.until ?? Number.POSITIVE_INFINITY, at + 36 * 60 * MINUTE);
        for (let minute = at + MINUTE; minute < end; minute += MINUTE) {
          if (turnByTemporal(team, minute) !== held)
            throw new Error(`changed before ${now.until}: ${minute}`);
        }
        if (now.until !== null) expect(turnByTemporal(team, now.until)).not.toBe(held);
      }),
      { numRuns: 150 },
    );
  });

  it('is handed on from turn to turn without a gap in what it says', () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 1, max: 60 * 24 }), ({ at, turns }, minutes) => {
        const team = aTeam(turns);
        const now = onCallNow(team, at);
        if (!now) return;
        const later = at + minutes * MINUTE;
        if (now.until === null || now.until > later) {
          expect(onCallNow(team, later)).toEqual(now);
        } else {
          expect(onCallNow(team, now.until)?.turn).not.toBe(now.turn);
        }
      }),
      { numRuns: 500 },
    );
  });
});
