import { describe, expect, it } from 'vitest';
import {
  type Authority,
  CommandDesk,
  type CommandHandlers,
  type CommandSource,
} from '../../../../electron/hub/commands';
import { openMemoryLog } from '../../../../electron/hub/log/memory-log';
import { MaintenanceKeeper } from '../../../../electron/hub/maintenance/maintenance-keeper';
import { Pipeline } from '../../../../electron/hub/pipeline/pipeline';
import type { CommandKind } from '../../../../shared/contract/commands';
import type { Command } from '../../../../shared/contract/wire';
import type { EventBody, LogEvent } from '../../../../shared/model/events';
import { Projection } from '../../../../shared/rules/projection';
import { ManualClock } from '../../../../shared/time/clock';
import { aWindow } from '../../../fixtures/maintenance-bench';
import { aService, catalogueChanged, entities } from '../../../fixtures/room';

const here: CommandSource = { console: 'c', kind: 'desk', enrolled: true, loopback: true, protocol: 3 };
/** Something that is remembered though the command is refused. */
const SAID: EventBody = { type: 'notice.seen', id: 'x', actor: 'k' };

async function rig() {
  const clock = new ManualClock(Date.UTC(2026, 10, 23, 12));
  const log = await openMemoryLog({ clock });
  const state = new Projection();
  const told: LogEvent[] = [];
  const pipeline = new Pipeline({
    log,
    projection: state,
    clock,
    onDurable: (events) => told.push(...events),
    onFault: () => {},
    onTellFault: (reason) => {
      throw new Error(reason);
    },
    onFenced: () => {},
  });
  pipeline.submit(() => catalogueChanged(entities([aService('db')])));
  const maintenance = new MaintenanceKeeper({ clock, pipeline, state, onRun: () => {}, log: () => {} });
  const refuse = () => ({ outcome: 'refused' as const, reason: 'ikke her' });
  const handlers = {
    'check.recheck': refuse,
    'maintenance.set': (command, payload) => maintenance.set(command, payload),
    'maintenance.remove': (command) => maintenance.remove(command),
    'maintenance.end': (command, payload) => maintenance.end(command, payload),
    'maintenance.extend': (command, payload) => maintenance.extend(command, payload),
    'catalogue.edit': async () => refuse(),
    'notice.seen': () => ({ outcome: 'refused' as const, reason: 'nei', events: [SAID] }),
  } as Partial<CommandHandlers> as CommandHandlers;
  const judged = { forged: null as string | null, forbidden: null as string | null };
  const authority: Authority = {
    forged: () => judged.forged,
    forbidden: () =>
      judged.forbidden === null ? null : { outcome: 'refused', reason: judged.forbidden, events: [SAID] },
  };
  let count = 0;
  const ask = (kind: CommandKind, payload: unknown, actor = 'pult'): Command => {
    count += 1;
    return {
      id: `command-${count}`,
      kind,
      subject: 'mw/w',
      payload,
      actor,
      session: 's',
      proof: 'p',
      actedAt: clock.now(),
      expiresAt: clock.now() + 60_000,
    };
  };
  return {
    clock,
    log,
    state,
    told,
    ask,
    desk: new CommandDesk({ log, pipeline, clock, handlers, authority }),
    judged,
  };
}

describe('commands from several desks in one moment', () => {
  const now = aWindow({
    id: 'w',
    origin: 'desk',
    start: '2026-11-23T12:30',
    effects: [{ match: 'db', worst: 'down' }],
  });

  it('are decided one after the other, each against what the one before it made', async () => {
    const { desk, ask, state } = await rig();
    const outcomes = await Promise.all(
      [
        ask('maintenance.set', { window: now }),
        ask('maintenance.end', { reason: null }, 'vakt 1'),
        ask('maintenance.extend', { until: Date.UTC(2026, 10, 23, 20), reason: null }, 'vakt 2'),
        ask('maintenance.remove', null),
        ask('maintenance.remove', null),
      ].map((command) => desk.settle(command, here)),
    );
    expect(outcomes.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
      'done',
      'done',
      'Vinduet er ikke i gang.',
      'done',
      'Vinduet finnes ikke lenger.',
    ]);
    expect(state.maintenance.size).toBe(0);
  });

  it('take effect once, however often and however close together they come', async () => {
    const { desk, ask, told } = await rig();
    const command = ask('maintenance.set', { window: now });
    const outcomes = await Promise.all([
      desk.settle(command, here),
      desk.settle({ ...command }, here),
      desk.settle(command, here),
    ]);
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['done']));
    await desk.settle(command, here);
    expect(told.filter(({ body }) => body.type === 'maintenance.set')).toHaveLength(1);
    expect(told.filter(({ body }) => body.type === 'command.settled')).toHaveLength(1);
  });
});

describe('a command that is not done', () => {
  const about = (told: readonly LogEvent[]) => told.map(({ body }) => body.type).slice(1);

  it('is answered and leaves nothing where it is forged, and is not held against the real one', async () => {
    const { desk, ask, told, judged } = await rig();
    const command = ask('maintenance.end', { reason: null });
    judged.forged = 'ikke bevist';
    expect(await desk.settle(command, here)).toEqual({
      id: command.id,
      outcome: 'refused',
      reason: 'ikke bevist',
    });
    expect(about(told)).toEqual([]);
    judged.forged = null;
    expect((await desk.settle(command, here)).reason).toBe('Vinduet finnes ikke lenger.');
    // What became of it is told also where its session has been forgotten since.
    judged.forged = 'ikke bevist';
    expect((await desk.settle(command, here)).reason).toBe('Vinduet finnes ikke lenger.');
    expect(desk.forged).toBe(1);
  });

  it('is remembered with what its refusal brought, in one place, by its rule or by its judge', async () => {
    const { desk, ask, told, judged, state } = await rig();
    expect(await desk.settle(ask('notice.seen', null), here)).toMatchObject({ reason: 'nei' });
    judged.forbidden = 'uten rolle';
    expect(await desk.settle(ask('maintenance.remove', null), here)).toMatchObject({ reason: 'uten rolle' });
    expect(about(told)).toEqual(['notice.seen', 'command.settled', 'notice.seen', 'command.settled']);
    expect(state.position?.seq).toBe(5);
  });

  it('is expired before it is forbidden: the answer says nothing of whoever gave it', async () => {
    const { desk, ask, judged, clock, told } = await rig();
    judged.forbidden = 'uten rolle';
    const command = ask('maintenance.remove', null);
    clock.advance(60_001);
    expect(await desk.settle(command, here)).toEqual({ id: command.id, outcome: 'expired', reason: null });
    expect(about(told)).toEqual(['command.settled']);
  });

  it.each([
    [
      'alarm.shelve',
      { alarm: 'A-1', condition: 'down', code: 'other', reason: 'x', breakAfterMs: null },
      'må ha en slutt',
    ],
    ['alarm.out-of-service', { responsible: 'x', reason: 'y' }, 'må vurderes igjen'],
    ['maintenance.extend', { until: 'i morgen', reason: null }, '«until»'],
    ['maintenance.remove', { hva: 'som helst' }, 'feil utfylt'],
  ] as const)('is refused in words where its content is no good: %s', async (kind, payload, words) => {
    const { desk, ask } = await rig();
    const outcome = await desk.settle(ask(kind, payload), here);
    expect(outcome).toMatchObject({ outcome: 'refused', reason: expect.stringContaining(words) });
  });
});
