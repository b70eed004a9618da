import { describe, expect, it } from 'vitest';
import {
  type ActionRun,
  alarmEntity,
  CALLS_KEPT_MS,
  type Call,
  type Notice,
  RUNS_KEPT,
  RUNS_KEPT_MS,
} from '../../../../../shared/model/alarms';
import type { EventBody } from '../../../../../shared/model/events';
import { alarmNumber, readAlarm } from '../../../../../shared/rules/alarms/reduce-alarms';
import { Projection } from '../../../../../shared/rules/projection';
import { measured, NODE, OUT_OF_SERVICE } from '../../../../fixtures/alarms';
import { catalogueChanged, eventWriter } from '../../../../fixtures/room';

const HOUR = 3_600_000;

function aRoom(): { readonly state: Projection; say(body: EventBody, at: number): void } {
  const state = new Projection();
  const write = eventWriter();
  const say = (body: EventBody, at: number): void => void state.apply(write(body, at));
  say(catalogueChanged([]), 0);
  return { state, say };
}
const keys = (state: Projection): readonly string[] => [...state.alarms.keys()].sort();
const aCall = (over: Partial<Call> = {}): Call => ({
  id: 'call-0001',
  team: 'nett',
  contact: 'Nettvakt',
  phone: '4410',
  node: null,
  by: 'kari',
  at: HOUR,
  outcome: 'calling',
  settledAt: null,
  etaAt: null,
  note: null,
  ...over,
});
const aRun = (over: Partial<ActionRun> = {}): ActionRun => ({
  id: 'run-00001',
  action: 'start',
  args: {},
  node: null,
  dryRun: false,
  requestedBy: 'kari',
  requestedAt: HOUR,
  approval: null,
  state: 'starting',
  startedAt: HOUR,
  endedAt: null,
  exit: null,
  output: '',
  ...over,
});
const aNotice = (id: string): Notice => ({
  id,
  kind: 'refused-act',
  at: HOUR,
  actor: 'kari',
  command: 'alarm.acknowledge',
  subject: NODE,
  actedAt: HOUR,
  reason: 'Ikke innlogget.',
});

describe('alarms in the room', () => {
  it('follow all moves of an event, in order, and count the numbers given', () => {
    const { state, say } = aRoom();
    const moves = [
      measured({}, 'A-7', 'a'),
      measured({}, 'A-8', 'b'),
      measured({ condition: 'normal' }, 'A-7', 'a'),
      { kind: 'removed' as const, node: 'b' },
    ];
    say({ type: 'alarms.moved', moves }, 5_000);
    expect(readAlarm(state.alarms, 'a')).toMatchObject({ id: 'A-7', state: 'normal' });
    expect(readAlarm(state.alarms, 'b')).toBeUndefined();
    expect(state.room?.alarmCount).toBe(8);
    // A number is never lower than one that was given.
    say({ type: 'alarms.moved', moves: [measured({}, 'A-3', 'c')] }, 6_000);
    expect(state.room?.alarmCount).toBe(8);
    expect([alarmNumber('A-12'), alarmNumber(''), alarmNumber('x-1')]).toEqual([12, 0, 0]);
  });

  it('are what the boundary takes them for', () => {
    const { state, say } = aRoom();
    say({ type: 'alarms.moved', moves: [measured()] }, 5_000);
    const acted = { type: 'alarm.acted' as const, node: NODE, alarm: 'A-1', actor: 'kari', actedAt: 5_500 };
    say({ ...acted, act: OUT_OF_SERVICE }, 6_000);
    say({ ...acted, node: 'ny', alarm: '', act: OUT_OF_SERVICE }, 6_500);
    say({ type: 'call.logged', call: aCall({ node: NODE }) }, HOUR);
    for (const entity of state.alarms.values()) expect(alarmEntity.parse(entity)).toEqual(entity);
    expect(keys(state)).toEqual([`alarm:${NODE}`, 'alarm:ny', 'call:call-0001']);
  });
});

describe('calls, runs and notices', () => {
  it('keeps the last word on a call, and forgets it after a day', () => {
    const { state, say } = aRoom();
    say({ type: 'call.logged', call: aCall() }, HOUR);
    const answered = aCall({ outcome: 'answered', settledAt: HOUR + 1, etaAt: 2 * HOUR });
    say({ type: 'call.logged', call: answered }, HOUR + 1);
    expect(state.alarms.get('call:call-0001')).toEqual({ kind: 'call', value: answered });
    const later = HOUR + CALLS_KEPT_MS;
    say({ type: 'call.logged', call: aCall({ id: 'call-0002', at: later }) }, later - 1);
    expect(keys(state)).toEqual(['call:call-0001', 'call:call-0002']);
    say({ type: 'call.logged', call: aCall({ id: 'call-0002', at: later }) }, later);
    expect(keys(state)).toEqual(['call:call-0002']);
  });

  it('moves the alarm that they are about, while it is active, and makes none', () => {
    const { state, say } = aRoom();
    say({ type: 'alarms.moved', moves: [measured()] }, 5_000);
    say({ type: 'call.logged', call: aCall({ node: NODE }) }, HOUR);
    expect(readAlarm(state.alarms, NODE)?.movedAt).toBe(HOUR);
    say({ type: 'run.moved', run: aRun({ node: NODE }) }, HOUR + 5);
    expect(readAlarm(state.alarms, NODE)?.movedAt).toBe(HOUR + 5);
    say({ type: 'call.logged', call: aCall({ node: 'annen' }) }, HOUR);
    expect(readAlarm(state.alarms, 'annen')).toBeUndefined();
  });

  it('keeps runs that have not ended, and those that have for a week', () => {
    const { state, say } = aRoom();
    say({ type: 'run.moved', run: aRun({ id: 'waiting-1', state: 'waiting' }) }, HOUR);
    say({ type: 'run.moved', run: aRun({ state: 'failed', endedAt: HOUR, exit: 1 }) }, HOUR);
    say({ type: 'run.moved', run: aRun({ id: 'run-00002' }) }, HOUR + RUNS_KEPT_MS - 1);
    expect(keys(state)).toEqual(['run:run-00001', 'run:run-00002', 'run:waiting-1']);
    say({ type: 'run.moved', run: aRun({ id: 'run-00002' }) }, HOUR + RUNS_KEPT_MS);
    expect(keys(state)).toEqual(['run:run-00002', 'run:waiting-1']);
  });

  it('keeps no more ended runs of one action than the last ones, trials by themselves', () => {
    const { state, say } = aRoom();
    const ended = (id: string, over: Partial<ActionRun> = {}) =>
      aRun({ id, state: 'succeeded', endedAt: HOUR, ...over });
    say({ type: 'run.moved', run: ended('real-0001') }, HOUR);
    say({ type: 'run.moved', run: ended('other-001', { action: 'annet' }) }, HOUR);
    say({ type: 'run.moved', run: aRun({ id: 'waits-001', state: 'waiting' }) }, HOUR);
    for (let n = 0; n < RUNS_KEPT + 5; n++) {
      const trial = ended(`trial-${String(n).padStart(3, '0')}`, { dryRun: true, requestedAt: HOUR + n });
      say({ type: 'run.moved', run: trial }, HOUR + n);
    }
    expect(keys(state)).toHaveLength(3 + RUNS_KEPT);
    expect(keys(state)).toContain('run:real-0001');
    expect(keys(state)).not.toContain('run:trial-004');
    expect(keys(state)).toContain('run:trial-005');
  });

  it('keeps a notice until it was seen', () => {
    const { state, say } = aRoom();
    for (const id of ['1', '2']) say({ type: 'notice.raised', notice: aNotice(id) }, HOUR);
    say({ type: 'notice.seen', id: '1', actor: 'leder' }, HOUR);
    say({ type: 'notice.seen', id: '9', actor: 'leder' }, HOUR);
    expect(keys(state)).toEqual(['notice:2']);
  });
});
