import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandHandlers } from '../../../../../electron/hub/commands';
import { type RosterCommandKind, RosterKeeper } from '../../../../../electron/hub/watch/roster-keeper';
import type { CommandPayload } from '../../../../../shared/contract/commands';
import type { Command } from '../../../../../shared/contract/wire';
import type { EventBody } from '../../../../../shared/model/events';
import { Projection } from '../../../../../shared/rules/projection';
import { dutyOf } from '../../../../../shared/rules/watch/duty';
import { readPlan, shiftById, staffOf } from '../../../../../shared/rules/watch/turns';
import { ManualClock } from '../../../../../shared/time/clock';
import { aService, catalogueChanged, entities, eventWriter } from '../../../../fixtures/room';
import { catalogueOf, threeShifts } from '../../../../fixtures/shift-plan';

const DAY = 86_400_000;
const plan = threeShifts();

let clock: ManualClock;
let state: Projection;
let keeper: RosterKeeper;
let said: EventBody[];

beforeEach(() => {
  clock = new ManualClock();
  state = new Projection();
  said = [];
  const write = eventWriter();
  const say = (body: EventBody): void => {
    said.push(body);
    state.apply(write(body, clock.now()));
  };
  say(catalogueChanged([...entities([aService('db')]), ...catalogueOf(plan).values()]));
  for (const id of ['anne', 'bo'])
    say({
      type: 'person.set',
      actor: 'drift',
      person: { id, name: `${id} på vakt`, initials: 'X', roles: ['operator'], active: true, machine: false },
    });
  said = [];
  keeper = new RosterKeeper({
    clock,
    state,
    log: () => {},
    pipeline: {
      submit: (make) => {
        const body = make(state);
        if (body !== null) say(body);
        return null;
      },
    },
  });
  give = async (kind, subject, actor, payload) => {
    const command = { id: 'k', kind, subject, actor, actedAt: clock.now() } as unknown as Command;
    const handler = keeper.handlers[kind] as CommandHandlers[typeof kind];
    const verdict = await (handler as (command: Command, payload: unknown, from: unknown) => unknown)(
      command,
      payload,
      {},
    );
    const {
      outcome,
      events = [],
      reason = null,
    } = verdict as {
      outcome: string;
      events?: EventBody[];
      reason?: string | null;
    };
    if (outcome === 'done') for (const body of events) say(body);
    return reason;
  };
});
afterEach(() => keeper.stop());

let give: <K extends RosterCommandKind>(
  kind: K,
  subject: string,
  actor: string,
  payload: CommandPayload<K>,
) => Promise<string | null>;

const swap = {
  id: '2026-11-24/natt/vakt',
  date: '2026-11-24',
  shift: 'natt',
  position: 'vakt',
  person: 'anne',
  note: null,
};

describe('the roster', () => {
  it('has a swap until it is taken back', async () => {
    const who = (): string | null | undefined => {
      const now = readPlan(state.catalogue);
      const ref = now && shiftById(now, '2026-11-24/natt');
      return now && ref ? staffOf(now, state.watch, ref)[0]?.person : undefined;
    };
    const before = who();
    expect(before).not.toBe('anne');
    expect(
      await give('roster.set', `assignment/${swap.id}`, 'leder', { kind: 'assignment', value: swap }),
    ).toBeNull();
    expect(who()).toBe('anne');
    expect(await give('roster.remove', `assignment/${swap.id}`, 'leder', null)).toBeNull();
    expect(who()).toBe(before);
    expect(await give('roster.remove', `assignment/${swap.id}`, 'leder', null)).toBe(
      'Det er allerede fjernet.',
    );
  });

  it('refuses in Bokmål, with names, and says what to do', async () => {
    const from = Date.UTC(2026, 10, 24);
    await give('roster.set', 'absence/ferie-anne', 'leder', {
      kind: 'absence',
      value: { id: 'ferie-anne', person: 'anne', from, to: from + 3 * DAY, note: 'Ferie' },
    });
    expect(
      await give('roster.set', `assignment/${swap.id}`, 'leder', { kind: 'assignment', value: swap }),
    ).toBe('anne på vakt er borte 2026-11-24: fjern fraværet først, eller velg en annen.');
  });

  it('drops what is long over, by itself and once, and leaves who has the watch alone', async () => {
    await give('duty.take', 'duty/room', 'anne', { position: 'vakt', alone: false, reason: null });
    await give('roster.set', `assignment/${swap.id}`, 'leder', { kind: 'assignment', value: swap });
    const duty = dutyOf(state.watch);
    keeper.start();
    clock.advance(60 * DAY);
    expect(state.watch.has(`assignment:${swap.id}`)).toBe(true);
    said = [];
    clock.advance(10 * DAY);
    expect(state.watch.has(`assignment:${swap.id}`)).toBe(false);
    expect(said).toEqual([
      { type: 'roster.changed', put: [], drop: [`assignment:${swap.id}`], actor: null, actedAt: null },
    ]);
    expect(dutyOf(state.watch)).toEqual(duty);
  });
});

describe('the watch', () => {
  it('is taken, joined and left, and the last one stays', async () => {
    const holders = (): (string | undefined)[] =>
      dutyOf(state.watch)?.holders.map(({ person }) => person) ?? [];
    expect(holders()).toEqual([]);
    const take = { position: 'vakt', alone: false, reason: null };
    expect(await give('duty.take', 'duty/room', 'anne', take)).toBeNull();
    expect(await give('duty.take', 'duty/room', 'bo', { ...take, position: null })).toBeNull();
    expect(holders()).toEqual(['anne', 'bo']);
    expect(await give('duty.leave', 'duty/room', 'anne', null)).toBeNull();
    expect(await give('duty.leave', 'duty/room', 'bo', null)).toMatch(/^Du er alene om vakten/);
    expect(await give('duty.take', 'duty/room', 'anne', { ...take, alone: true })).toMatch(
      /^Noen har vakten/,
    );
    expect(
      await give('duty.take', 'duty/room', 'anne', { ...take, alone: true, reason: 'bo er syk' }),
    ).toBeNull();
    expect(holders()).toEqual(['anne']);
  });

  it('does not follow the clock', async () => {
    await give('duty.take', 'duty/room', 'anne', { position: 'vakt', alone: false, reason: null });
    keeper.start();
    said = [];
    clock.advance(20 * DAY);
    expect(said).toEqual([]);
    expect(dutyOf(state.watch)?.holders).toEqual([{ position: 'vakt', person: 'anne' }]);
  });
});
