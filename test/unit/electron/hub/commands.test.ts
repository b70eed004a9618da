import { describe, expect, it } from 'vitest';
import { CommandDesk, type CommandHandlers } from '../../../../electron/hub/commands';
import { openMemoryLog } from '../../../../electron/hub/log/memory-log';
import { MaintenanceKeeper } from '../../../../electron/hub/maintenance/maintenance-keeper';
import { Pipeline } from '../../../../electron/hub/pipeline/pipeline';
import type { CommandKind } from '../../../../shared/contract/commands';
import type { Command } from '../../../../shared/contract/wire';
import type { LogEvent } from '../../../../shared/model/events';
import { Projection } from '../../../../shared/rules/projection';
import { ManualClock } from '../../../../shared/time/clock';
import { aWindow } from '../../../fixtures/maintenance-bench';
import { aService, catalogueChanged, entities } from '../../../fixtures/room';

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
  const handlers: CommandHandlers = {
    'check.recheck': refuse,
    'maintenance.set': (command, payload) => maintenance.set(command, payload),
    'maintenance.remove': (command) => maintenance.remove(command),
    'maintenance.end': (command, payload) => maintenance.end(command, payload),
    'maintenance.extend': (command, payload) => maintenance.extend(command, payload),
    'catalogue.edit': async () => refuse(),
    'silence.set': refuse,
    'silence.end': refuse,
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
      actedAt: clock.now(),
      expiresAt: clock.now() + 60_000,
    };
  };
  return { clock, log, state, told, ask, desk: new CommandDesk({ log, pipeline, clock, handlers }) };
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
      ].map((command) => desk.settle(command)),
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
      desk.settle(command),
      desk.settle({ ...command }),
      desk.settle(command),
    ]);
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['done']));
    await desk.settle(command);
    expect(told.filter(({ body }) => body.type === 'maintenance.set')).toHaveLength(1);
    expect(told.filter(({ body }) => body.type === 'command.settled')).toHaveLength(1);
  });
});
