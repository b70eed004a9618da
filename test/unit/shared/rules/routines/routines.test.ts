import { describe, expect, it } from 'vitest';
import type { Routine, RoutineRun } from '../../../../../shared/model/handover';
import { decideHandover } from '../../../../../shared/rules/handover/decide-handover';
import { type HandoverRefusal, readHandoverAct } from '../../../../../shared/rules/handover/decision';
import { runOf } from '../../../../../shared/rules/handover/read-handovers';
import { Projection } from '../../../../../shared/rules/projection';
import { dueRoutines, turnsOfRoutines } from '../../../../../shared/rules/routines/due-routines';
import { catalogueChanged, eventWriter } from '../../../../fixtures/room';

const HOUR = 3_600_000;
/** Monday 23 November 2026, 00:00 in Oslo. */
const MONDAY = Date.UTC(2026, 10, 22, 23);

function aRoutine(id: string, change: Partial<Routine> = {}): Routine {
  return {
    id,
    name: id,
    order: 0,
    days: [1, 2, 3, 4, 5, 6, 7],
    opens: '06:00',
    before: '10:00',
    position: null,
    steps: ['lytt', 'noter'],
    node: null,
    runbook: null,
    ...change,
  };
}

class Room {
  readonly state = new Projection();
  readonly #write = eventWriter();
  #count = 0;

  constructor(...routines: readonly Routine[]) {
    const hub = { type: 'hub.started', version: '0', reducer: 0, blindFrom: null } as const;
    this.state.apply(this.#write(hub, MONDAY));
    const put = routines.map((value) => ({ kind: 'routine' as const, value }));
    this.state.apply(this.#write(catalogueChanged(put), MONDAY));
  }

  /** The catalogue says otherwise of these. */
  change(...routines: readonly Routine[]): void {
    const put = routines.map((value) => ({ kind: 'routine' as const, value }));
    this.state.apply(this.#write(catalogueChanged(put), MONDAY));
  }

  /** What time says up to then, and when it says something next. */
  at(now: number): number | null {
    for (let round = 0; round < 5; round++) {
      const { events, nextAt } = dueRoutines(this.state, now);
      for (const body of events) this.state.apply(this.#write(body, now));
      if (events.length === 0) return nextAt;
    }
    throw new Error('it never ends');
  }

  act(
    kind: 'routine.tick' | 'routine.settle' | 'routine.reopen',
    payload: unknown,
    now: number,
  ): HandoverRefusal | null {
    this.#count += 1;
    const command = { id: `c-${this.#count}`, kind, subject: 'routine/lydlogg/2026-11-23', payload };
    const act = readHandoverAct({ ...command, actor: 'eva', actedAt: now }, 'pult-1');
    if (!act) throw new Error('malformed');
    const decision = decideHandover(this.state, act, now);
    if ('refused' in decision) return decision.refused;
    for (const body of decision.ok) this.state.apply(this.#write(body, now));
    return null;
  }

  run(id: string): RoutineRun | undefined {
    return runOf(this.state.watch, id);
  }
}

describe('a routine by the clock', () => {
  it('opens, is overdue, and says when', () => {
    const room = new Room(aRoutine('lydlogg'));
    expect(room.at(MONDAY + 5 * HOUR)).toBe(MONDAY + 6 * HOUR);
    expect(room.run('lydlogg/2026-11-23')).toBeUndefined();
    expect(room.at(MONDAY + 6 * HOUR)).toBe(MONDAY + 10 * HOUR);
    expect(room.run('lydlogg/2026-11-23')).toMatchObject({
      number: 'R-1',
      state: 'open',
      dueAt: MONDAY + 10 * HOUR,
    });
    room.at(MONDAY + 10 * HOUR);
    expect(room.run('lydlogg/2026-11-23')?.state).toBe('overdue');
  });

  it('stays, not done, until the next turn has opened and it is long over', () => {
    const weekly = new Room(aRoutine('lydlogg', { days: [1] }));
    weekly.at(MONDAY + 6 * HOUR);
    weekly.at(MONDAY + 6.5 * 24 * HOUR);
    expect(weekly.run('lydlogg/2026-11-23')?.state).toBe('overdue');
    weekly.at(MONDAY + 7 * 24 * HOUR + 6 * HOUR);
    weekly.at(MONDAY + 7 * 24 * HOUR + 7 * HOUR);
    expect(weekly.run('lydlogg/2026-11-23')).toBeUndefined();
    expect(weekly.run('lydlogg/2026-11-30')?.state).toBe('open');
  });

  it('has no turns of the past where it is new, and those of yesterday where the hub was away', () => {
    const room = new Room(aRoutine('lydlogg'));
    room.at(MONDAY + 11 * HOUR);
    expect(room.run('lydlogg/2026-11-23')).toBeUndefined();
    room.at(MONDAY + 24 * HOUR + 7 * HOUR);
    room.at(MONDAY + 72 * HOUR + 11 * HOUR);
    expect(room.run('lydlogg/2026-11-25')?.state).toBe('overdue');
    expect(room.run('lydlogg/2026-11-26')?.state).toBe('overdue');
  });

  it('keeps what was said of a turn when its time is changed, and is due by the new time where it is not done', () => {
    const room = new Room(aRoutine('lydlogg'), aRoutine('nødkurve'));
    room.at(MONDAY + 7 * HOUR);
    for (const step of [0, 1]) room.act('routine.tick', { step, on: true }, MONDAY + 8 * HOUR);
    expect(room.act('routine.settle', { state: 'done', note: 'hørt' }, MONDAY + 8 * HOUR)).toBeNull();
    const done = room.run('lydlogg/2026-11-23');
    room.at(MONDAY + 10.5 * HOUR);
    expect(room.run('nødkurve/2026-11-23')).toMatchObject({ state: 'overdue' });
    room.change(aRoutine('lydlogg', { before: '12:00' }), aRoutine('nødkurve', { before: '12:00' }));
    room.at(MONDAY + 11 * HOUR);
    expect(room.run('lydlogg/2026-11-23')).toEqual(done);
    const moved = { number: room.run('nødkurve/2026-11-23')?.number, dueAt: MONDAY + 12 * HOUR };
    expect(room.run('nødkurve/2026-11-23')).toMatchObject({ ...moved, number: 'R-2', state: 'open' });
    room.at(MONDAY + 12 * HOUR);
    expect(room.run('nødkurve/2026-11-23')).toMatchObject({ state: 'overdue' });
    room.change(aRoutine('lydlogg', { before: '09:00' }), aRoutine('nødkurve', { before: '13:00' }));
    room.at(MONDAY + 12.5 * HOUR);
    expect(room.run('lydlogg/2026-11-23')).toEqual(done);
    expect(room.run('nødkurve/2026-11-23')).toMatchObject({ state: 'open', dueAt: MONDAY + 13 * HOUR });
  });

  it('follows the wall through both changes of time', () => {
    const night = aRoutine('natt', { opens: '23:00', before: '07:00' });
    const lengths = (from: number) =>
      turnsOfRoutines([night], from, from + 3 * 24 * HOUR).map(({ date, opensAt, dueAt }) => [
        date,
        (dueAt - opensAt) / HOUR,
      ]);
    expect(lengths(Date.UTC(2026, 9, 23, 12))).toContainEqual(['2026-10-24', 9]);
    expect(lengths(Date.UTC(2026, 2, 27, 12))).toContainEqual(['2026-03-28', 7]);
    expect(lengths(Date.UTC(2026, 2, 27, 12))).toContainEqual(['2026-03-27', 8]);
  });
});

describe('what people do with it', () => {
  const at = MONDAY + 7 * HOUR;
  const opened = (): Room => {
    const room = new Room(aRoutine('lydlogg'));
    room.at(at);
    return room;
  };

  it('is ticked step by step, and done', () => {
    const room = opened();
    expect(room.act('routine.settle', { state: 'done', note: null }, at)).toEqual({
      code: 'steps-left',
      facts: { left: 2 },
    });
    expect(room.act('routine.tick', { step: 1, on: true }, at)).toBeNull();
    expect(room.act('routine.tick', { step: 0, on: true }, at)).toBeNull();
    expect(room.act('routine.tick', { step: 2, on: true }, at)?.code).toBe('unknown-step');
    expect(room.run('lydlogg/2026-11-23')?.ticked).toEqual([0, 1]);
    expect(room.act('routine.settle', { state: 'done', note: null }, at)).toBeNull();
    expect(room.run('lydlogg/2026-11-23')).toMatchObject({
      state: 'done',
      settled: { by: 'eva', note: null },
    });
    room.at(MONDAY + 11 * HOUR);
    expect(room.run('lydlogg/2026-11-23')?.state).toBe('done');
  });

  it('is left only with a word on why, and can be opened again', () => {
    const room = opened();
    expect(room.act('routine.settle', { state: 'skipped', note: null }, at)?.code).toBe('empty');
    expect(room.act('routine.settle', { state: 'skipped', note: 'stengt i dag' }, at)).toBeNull();
    expect(room.act('routine.settle', { state: 'done', note: 'likevel' }, at)?.code).toBe('settled');
    expect(room.act('routine.reopen', null, MONDAY + 11 * HOUR)).toBeNull();
    expect(room.run('lydlogg/2026-11-23')?.state).toBe('overdue');
  });
});
