import { describe, expect, test } from 'vitest';
import type { EventBody } from '../../../../../shared/model/events';
import type { PeopleEntity } from '../../../../../shared/model/people';
import type { Assignment, Duty } from '../../../../../shared/model/roster';
import type { WatchEntity } from '../../../../../shared/model/watch';
import {
  decideDutyLeave,
  decideDutyTake,
  decideRosterRemove,
  decideRosterSet,
  oldRoster,
  ROSTER_KEPT_MS,
  type RosterDecision,
  type RosterView,
} from '../../../../../shared/rules/watch/decide-roster';
import { answering, dutyOf, hasDuty, holdersAt, onWatch } from '../../../../../shared/rules/watch/duty';
import { catalogueOf, pattern, planOf, rota, watchOf } from '../../../../fixtures/shift-plan';

const DAY = 86_400_000;
/** Monday 23 November 2026, 07:05 in Oslo: night and day meet. */
const NOW = Date.UTC(2026, 10, 23, 6, 5);

const plan = planOf(
  [
    pattern('dag', '07:00', '19:15', { positions: ['første', 'andre'] }),
    pattern('natt', '19:00', '07:15', { positions: ['første'] }),
  ],
  [
    rota('dag', ['anne'], { position: 'første' }),
    rota('dag', ['bo'], { position: 'andre' }),
    rota('natt', ['chi'], { position: 'første' }),
  ],
);

function view(watch: ReadonlyMap<string, WatchEntity> = watchOf(), withPlan = true): RosterView {
  const people = new Map<string, PeopleEntity>(
    ['anne', 'drift'].map((id) => [
      `person:${id}`,
      {
        kind: 'person',
        value: { id, name: id, initials: 'X', roles: ['operator'], active: true, machine: false },
      },
    ]),
  );
  return { catalogue: withPlan ? catalogueOf(plan) : new Map(), people, watch };
}

const by = (actor: string, subject = 'duty/room') => ({ subject, actor, actedAt: NOW });
const refusal = (decision: RosterDecision): string | null =>
  'refused' in decision ? decision.refused.code : null;

function said<T extends EventBody['type']>(
  decision: RosterDecision,
  type: T,
): Extract<EventBody, { type: T }> {
  if (!('ok' in decision) || decision.ok.type !== type) throw new Error(JSON.stringify(decision));
  return decision.ok as Extract<EventBody, { type: T }>;
}

const turn = (change: Partial<Assignment> = {}): Assignment => {
  const value = {
    date: '2026-11-24',
    shift: 'dag',
    position: 'første',
    person: 'drift',
    note: null,
    ...change,
  };
  return { id: `${value.date}/${value.shift}/${value.position}`, ...value };
};
const swap = (value: Assignment, where = view(), now = NOW): RosterDecision =>
  decideRosterSet(where, by('leder', `assignment/${value.id}`), { kind: 'assignment', value }, now);

describe('somebody takes a turn', () => {
  test('is written with who said so', () => {
    expect(said(swap(turn()), 'roster.changed')).toEqual({
      type: 'roster.changed',
      put: [{ kind: 'assignment', value: turn() }],
      drop: [],
      actor: 'leder',
      actedAt: NOW,
    });
    expect(refusal(swap(turn({ person: null })))).toBeNull();
    // The plan names people whom the hub may not know yet.
    expect(refusal(swap(turn({ person: 'chi' })))).toBeNull();
  });

  test('is refused where the plan has no such turn, or nobody of that name', () => {
    expect(refusal(swap(turn(), view(watchOf(), false)))).toBe('no-plan');
    expect(refusal(swap(turn({ shift: 'kveld' })))).toBe('unknown-shift');
    expect(refusal(swap(turn({ date: '2026-02-30' })))).toBe('unknown-shift');
    expect(refusal(swap(turn({ shift: 'natt', position: 'andre' })))).toBe('unknown-position');
    expect(refusal(swap(turn({ person: 'ingen-kjent' })))).toBe('unknown-person');
    expect(refusal(swap(turn({ date: '2026-08-01' })))).toBe('over');
    expect(refusal(swap({ ...turn(), id: '2026-11-25/dag/første' }))).toBe('malformed');
  });

  test('is refused for somebody who is away then, or is at another position of that shift', () => {
    const from = Date.UTC(2026, 10, 24);
    const gone = watchOf({
      kind: 'absence',
      value: { id: 'borte', person: 'drift', from, to: from + DAY, note: null },
    });
    expect(refusal(swap(turn(), view(gone)))).toBe('away');
    expect(refusal(swap(turn({ person: 'bo' })))).toBe('elsewhere');
    // Two may change places when one of them is taken off first.
    const free = watchOf({ kind: 'assignment', value: turn({ position: 'andre', person: null }) });
    expect(refusal(swap(turn({ person: 'bo' }), view(free)))).toBeNull();
    // The day after a night is another shift, and one person's own matter.
    expect(refusal(swap(turn({ person: 'chi' })))).toBeNull();
  });
});

describe('somebody is away', () => {
  const away = (from: number, to: number, person = 'anne'): RosterDecision =>
    decideRosterSet(
      view(),
      by('leder', 'absence/ferie-2026'),
      { kind: 'absence', value: { id: 'ferie-2026', person, from, to, note: 'Ferie' } },
      NOW,
    );

  test('is written, and refused where its times make no sense', () => {
    expect(said(away(NOW, NOW + DAY), 'roster.changed').put).toHaveLength(1);
    expect(refusal(away(NOW, NOW))).toBe('ends-before');
    expect(refusal(away(Number.NaN, NOW))).toBe('ends-before');
    expect(refusal(away(NOW, NOW + 2_000 * DAY))).toBe('too-long');
    expect(refusal(away(0, DAY))).toBe('over');
    expect(refusal(away(NOW, NOW + DAY, 'ukjent'))).toBe('unknown-person');
  });

  test('and is no longer, once', () => {
    const kept = watchOf({
      kind: 'absence',
      value: { id: 'ferie-2026', person: 'anne', from: 1, to: 2, note: null },
    });
    const act = by('leder', 'absence/ferie-2026');
    expect(said(decideRosterRemove(view(kept), act), 'roster.changed').drop).toEqual(['absence:ferie-2026']);
    expect(refusal(decideRosterRemove(view(), act))).toBe('gone');
    // Nothing else of the watch can be removed so.
    const holding = watchOf({ kind: 'duty', value: held('anne') });
    expect(refusal(decideRosterRemove(view(holding), by('leder', 'duty/room')))).toBe('gone');
  });

  test('what is over is dropped two months later, and not before', () => {
    const watch = watchOf(
      { kind: 'absence', value: { id: 'a', person: 'anne', from: 1, to: NOW, note: null } },
      { kind: 'assignment', value: turn({ date: '2026-11-23' }) },
    );
    expect(oldRoster(watch, NOW + ROSTER_KEPT_MS - 1)).toEqual([]);
    expect(oldRoster(watch, NOW + ROSTER_KEPT_MS)).toEqual(['absence:a']);
    expect(oldRoster(watch, NOW + ROSTER_KEPT_MS + 2 * DAY)).toHaveLength(2);
  });
});

function held(...people: readonly string[]): Duty {
  return {
    id: 'room',
    shift: null,
    since: NOW - DAY,
    holders: people.map((person, place) => ({ position: ['første', 'andre'][place] ?? null, person })),
    handover: '2026-11-22_natt',
  };
}
const holding = (...people: readonly string[]): RosterView =>
  view(watchOf({ kind: 'duty', value: held(...people) }));
const take = (
  actor: string,
  where: RosterView,
  payload: { position?: string | null; alone?: boolean; reason?: string | null } = {},
): RosterDecision =>
  decideDutyTake(where, by(actor), { position: 'første', alone: false, reason: null, ...payload }, NOW);

describe('who has the watch', () => {
  test('nobody at first; the first who takes it gets the shift that they are planned for', () => {
    expect(dutyOf(view().watch)).toBeNull();
    const began = said(take('chi', view()), 'duty.changed');
    expect(began.why).toBe('began');
    expect(began.duty).toMatchObject({
      since: NOW,
      holders: [{ position: 'første', person: 'chi' }],
      handover: null,
    });
    expect(began.duty.shift?.id).toBe('2026-11-22/natt');
    // Both night and day are there: whoever is planned for neither comes with the one that begins.
    expect(said(take('drift', view()), 'duty.changed').duty.shift?.id).toBe('2026-11-23/dag');
    const bare = said(take('drift', view(watchOf(), false), { position: null }), 'duty.changed');
    expect(bare.duty.shift).toBeNull();
    expect(refusal(take('drift', view(), { position: 'kokk' }))).toBe('unknown-position');
  });

  test('others join, in the order of the shift’s positions, and change position', () => {
    const day = said(take('anne', view()), 'duty.changed').duty;
    const two = watchOf({ kind: 'duty', value: { ...day, holders: [{ position: 'andre', person: 'bo' }] } });
    const joined = said(take('anne', view(two)), 'duty.changed');
    expect([joined.why, joined.duty.holders.map(({ person }) => person)]).toEqual(['joined', ['anne', 'bo']]);
    expect(joined.duty.shift).toEqual(day.shift);
    expect(refusal(take('anne', holding('anne')))).toBe('already-on');
    const moved = said(take('anne', holding('anne', 'bo'), { position: null }), 'duty.changed');
    expect(moved.duty.holders).toEqual([
      { position: 'andre', person: 'bo' },
      { position: null, person: 'anne' },
    ]);
  });

  test('one who takes over alone says why', () => {
    expect(refusal(take('drift', holding('chi'), { alone: true }))).toBe('no-reason');
    expect(refusal(take('drift', holding('chi'), { alone: true, reason: '  ' }))).toBe('no-reason');
    const taken = said(take('drift', holding('chi'), { alone: true, reason: 'syk' }), 'duty.changed');
    expect(taken).toMatchObject({ why: 'taken', reason: 'syk', actor: 'drift' });
    expect(taken.duty).toMatchObject({ holders: [{ position: 'første', person: 'drift' }], handover: null });
  });

  test('one of several can leave, the last cannot', () => {
    const left = said(decideDutyLeave(holding('anne', 'bo'), by('anne')), 'duty.changed');
    expect([left.why, left.duty.holders]).toEqual(['left', [{ position: 'andre', person: 'bo' }]]);
    // The watch itself goes on: since when, and from which handover.
    expect(left.duty).toMatchObject({ since: NOW - DAY, handover: '2026-11-22_natt' });
    expect(refusal(decideDutyLeave(holding('anne'), by('anne')))).toBe('only-one');
    expect(refusal(decideDutyLeave(holding('anne'), by('bo')))).toBe('not-on');
    expect(refusal(decideDutyLeave(view(), by('bo')))).toBe('not-on');
    expect(refusal(decideDutyLeave(holding('anne', 'bo'), by('anne', 'duty/annet')))).toBe('malformed');
  });

  test('answers the telephone of a position', () => {
    const { watch } = holding('anne', 'bo');
    expect(holdersAt(watch, 'andre')).toEqual(['bo']);
    expect([hasDuty(watch, 'bo'), hasDuty(watch, 'chi')]).toEqual([true, false]);
    const contact = { id: 'v', name: 'V', phone: '4400', position: 'andre' as string | null };
    expect(answering(watch, contact)).toEqual(['bo']);
    expect(answering(watch, { ...contact, position: null })).toEqual([]);
    expect(answering(watchOf(), contact)).toEqual([]);
  });

  test('is told beside the plan, and for how long it is over its time', () => {
    const night = said(take('chi', view()), 'duty.changed').duty;
    const late = watchOf({ kind: 'duty', value: night });
    const told = onWatch(view(late), NOW + 3_600_000);
    expect(told.duty?.holders[0]?.person).toBe('chi');
    expect(told.overMs).toBe(50 * 60_000);
    expect(told.planned.map(({ ref }) => ref.id)).toEqual(['2026-11-23/dag']);
    expect(told.planned[0]?.staff.map(({ person }) => person)).toEqual(['anne', 'bo']);
    expect(told.next?.ref.id).toBe('2026-11-23/natt');
    expect(onWatch(view(late, false), NOW)).toMatchObject({ planned: [], next: null });
    expect(onWatch(view(), NOW)).toMatchObject({ duty: null, overMs: 0 });
  });
});
