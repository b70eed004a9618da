import { describe, expect, it } from 'vitest';
import type { AlarmAct, AlarmFacts } from '../../../../../shared/model/alarms';
import type { NotifyRule, Team } from '../../../../../shared/model/catalogue';
import type { Notification } from '../../../../../shared/model/incidents';
import { anAlarmClass } from '../../../../fixtures/alarm-bench';
import { aChannel, MessageBench } from '../../../../fixtures/message-bench';

const MINUTE = 60_000;

function aTeam(id: string, contacts: readonly string[], turns: Team['turns'] | null = null): Team {
  const days = [1, 2, 3, 4, 5, 6, 7];
  return {
    id,
    name: `Vaktlag ${id}`,
    order: 0,
    contacts: contacts.map((name, index) => ({
      id: name,
      name: `${name}-vakt`,
      phone: `441${index}`,
      position: null,
    })),
    turns: turns ?? [{ days, from: '00:00', to: '00:00', dates: null, contacts: [...contacts] }],
  };
}

function aRule(change: Partial<NotifyRule> = {}): NotifyRule {
  return {
    id: 'natt',
    name: 'Natt',
    order: 0,
    priorities: [1],
    services: ['*'],
    sites: [],
    hours: null,
    afterMs: 5 * MINUTE,
    steps: [
      { channel: 'sms', team: 'drift', waitMs: 10 * MINUTE },
      { channel: 'sms', team: 'drift', waitMs: 10 * MINUTE },
      { channel: 'post', team: 'nett', waitMs: 10 * MINUTE },
    ],
    ...change,
  };
}

class NotifyBench extends MessageBench {
  constructor(
    rules: readonly NotifyRule[] = [aRule()],
    teams = [aTeam('drift', ['en', 'to']), aTeam('nett', ['nett'])],
  ) {
    super([
      aChannel('sms', { kind: 'sms', uses: ['notifications'] }),
      aChannel('post', { uses: ['messages', 'notifications'] }),
    ]);
    this.emails.set('nett/nett', 'nett@x.example');
    this.say({
      type: 'catalogue.changed',
      name: 'rom',
      demo: false,
      put: [
        ...rules.map((value) => ({ kind: 'notify-rule' as const, value })),
        ...teams.map((value) => ({ kind: 'team' as const, value })),
        { kind: 'alarm-class', value: anAlarmClass('db', { call: ['nett', 'drift'] }) },
      ],
      drop: [],
    });
  }

  async raise(node = 'db', change: Partial<AlarmFacts> = {}, id = 'A-1'): Promise<void> {
    const facts: AlarmFacts = {
      condition: 'down',
      conditionSince: this.clock.now(),
      suppressed: null,
      priority: 1,
      latching: true,
      sites: [],
      symptoms: 0,
      checks: 1,
      basis: 'measured',
      recovery: null,
      ...change,
    };
    this.say({ type: 'alarms.moved', moves: [{ kind: 'facts', node, id, facts }] });
    await this.flush();
  }

  async act(act: AlarmAct, node = 'db', alarm = 'A-1'): Promise<void> {
    this.say({ type: 'alarm.acted', node, alarm, act, actor: 'kari', actedAt: this.clock.now() });
    await this.flush();
    await this.pass(1_000);
  }

  only(): Notification {
    const all = this.notifications();
    expect(all).toHaveLength(1);
    return all[0] as Notification;
  }
}

describe('a notification out of the room', () => {
  it('begins when nobody at a desk has taken the alarm for so long, and not before', async () => {
    const bench = new NotifyBench();
    await bench.raise();
    await bench.pass(5 * MINUTE - 1_000);
    expect(bench.handed).toEqual([]);
    await bench.pass(2_000);
    expect(bench.handed.map(({ channel, letter }) => [channel, letter.to?.phone])).toEqual([['sms', '4410']]);
    expect(bench.handed[0]?.letter.short).toBe('A-1 Nede: db, siden 04:00. Ingen har tatt den.');
    expect(bench.only()).toMatchObject({ rule: 'natt', node: 'db', alarm: 'A-1', state: 'running' });
    expect(bench.only().steps).toMatchObject([
      { team: 'drift', contact: 'en-vakt', delivery: { state: 'sending' } },
    ]);
  });

  it('is not begun for what a desk has taken, what is quiet, or what another priority has', async () => {
    const bench = new NotifyBench();
    await bench.raise();
    await bench.act({ kind: 'acknowledge', note: null, owner: 'kari' });
    await bench.raise('app', { priority: 2 }, 'A-2');
    await bench.pass(60 * MINUTE);
    expect(bench.handed).toEqual([]);
  });

  it('goes on to the next contact, and the next team, while nobody answers; then nobody is left', async () => {
    const bench = new NotifyBench();
    await bench.raise();
    await bench.pass(5 * MINUTE + 1);
    await bench.answer('sent');
    await bench.pass(10 * MINUTE);
    expect(bench.handed.map(({ letter }) => letter.to?.phone)).toEqual(['4411']);
    await bench.answer('sent');
    await bench.pass(10 * MINUTE);
    expect(bench.handed.map(({ channel, letter }) => [channel, letter.to?.email])).toEqual([
      ['post', 'nett@x.example'],
    ]);
    await bench.answer('sent');
    await bench.pass(10 * MINUTE);
    expect(bench.only()).toMatchObject({ state: 'exhausted', why: 'ingen flere å varsle', nextAt: null });
    await bench.pass(300 * MINUTE);
    expect(bench.only().steps).toHaveLength(3);
  });

  it('stops when a desk takes the alarm, and begins anew when the alarm asks again', async () => {
    const bench = new NotifyBench();
    await bench.raise();
    await bench.pass(5 * MINUTE + 1);
    await bench.answer('sent');
    await bench.act({ kind: 'acknowledge', note: null, owner: 'kari' });
    expect(bench.only()).toMatchObject({ state: 'stopped', why: 'kari har den' });
    await bench.pass(30 * MINUTE);
    expect(bench.handed).toEqual([]);
    bench.say({ type: 'alarms.moved', moves: [{ kind: 'stalled', node: 'db' }] });
    await bench.pass(5 * MINUTE + 1);
    await bench.pass(1_000);
    expect(bench.notifications()).toHaveLength(2);
    expect(bench.handed.map(({ letter }) => letter.to?.phone)).toEqual(['4410']);
  });

  it('stops when the alarm is over', async () => {
    const bench = new NotifyBench();
    await bench.raise();
    await bench.pass(5 * MINUTE + 1);
    await bench.raise('db', { condition: 'normal' });
    await bench.pass(1_000);
    expect(bench.only()).toMatchObject({ state: 'stopped', why: 'alarmen er tilbake til normal' });
    await bench.answer('sent');
    expect(bench.only().steps[0]?.delivery.state).toBe('sent');
  });

  it('is answered by a person’s word, or by a telephone call that was answered', async () => {
    const bench = new NotifyBench();
    await bench.raise();
    await bench.pass(5 * MINUTE + 1);
    await bench.answer('sent');
    const subject = `notification/${bench.only().id}`;
    expect(bench.give('notification.answer', subject, { note: 'Per er på vei' })).toBeNull();
    await bench.flush();
    expect(bench.only()).toMatchObject({ state: 'answered', why: 'Per er på vei' });
    expect(bench.give('notification.answer', subject, { note: null })).toMatch(/alt besvart 04:05/);
    expect(bench.give('notification.answer', 'notification/x', { note: null })).toMatch(/finnes ikke/);

    const other = new NotifyBench();
    await other.raise();
    await other.pass(5 * MINUTE + 1);
    const at = other.clock.now();
    const call = {
      ...{ id: 'samtale-1', team: 'drift', contact: 'en-vakt', phone: '4410', node: 'db', by: 'kari', at },
      ...{ outcome: 'answered' as const, settledAt: at + 1, etaAt: null, note: null },
    };
    other.say({ type: 'call.logged', call });
    await other.flush();
    await other.pass(1_000);
    expect(other.only()).toMatchObject({ state: 'answered', why: 'en-vakt svarte på telefonen' });
  });

  it('goes to the next at once where one was refused, or nobody is on call', async () => {
    const nobody: Team['turns'] = [{ days: [7], from: '08:00', to: '09:00', dates: null, contacts: ['en'] }];
    const bench = new NotifyBench([aRule()], [aTeam('drift', ['en'], nobody), aTeam('nett', ['nett'])]);
    await bench.raise();
    await bench.pass(5 * MINUTE + 1);
    await bench.pass(2);
    await bench.pass(2);
    expect(bench.only().steps.map(({ delivery }) => delivery.detail)).toEqual([
      'ingen har vakt i Vaktlag drift',
      'ingen har vakt i Vaktlag drift',
      null,
    ]);
    await bench.answer('refused', '550 nei');
    await bench.pass(2);
    expect(bench.only().state).toBe('exhausted');
  });

  it('waits for its channel where a catalogue could not be read, instead of running through its steps', async () => {
    const bench = new NotifyBench();
    bench.leads = () => false;
    await bench.raise();
    await bench.pass(30 * MINUTE);
    expect(bench.notifications()).toEqual([]);
    bench.leads = () => true;
    await bench.pass(31_000);
    expect(bench.handed.map(({ letter }) => letter.to?.phone)).toEqual(['4410']);
  });

  it('tries again what was refused for a while, until the next step is due', async () => {
    const bench = new NotifyBench();
    await bench.raise();
    await bench.pass(5 * MINUTE + 1);
    await bench.answer('later', 'svarte HTTP 503');
    expect(bench.only().steps).toMatchObject([{ delivery: { state: 'waiting', attempts: 1 } }]);
    await bench.pass(10_001);
    expect(bench.only().steps).toMatchObject([{ delivery: { state: 'sending', attempts: 2 } }]);
    await bench.answer('sent');
    expect(bench.only().steps).toMatchObject([{ delivery: { state: 'sent' } }]);
  });

  it('that was being sent when the hub was killed is unknown, is not sent again, and the next step follows', async () => {
    const bench = new NotifyBench();
    await bench.raise();
    await bench.pass(5 * MINUTE + 1);
    bench.kill(MINUTE);
    await bench.flush();
    expect(bench.only().steps).toMatchObject([{ delivery: { state: 'unknown' } }]);
    expect(bench.handed).toEqual([]);
    await bench.pass(9 * MINUTE);
    expect(bench.handed.map(({ letter }) => letter.to?.phone)).toEqual(['4411']);
  });

  it('follows service hours, services and sites of its rule', async () => {
    const closed = aRule({ hours: { id: 'kontor', when: 'closed' }, services: ['db'] });
    const bench = new NotifyBench([closed]);
    bench.say({ type: 'hours.changed', id: 'kontor', open: true, nextAt: null });
    await bench.raise();
    await bench.raise('app', {}, 'A-2');
    await bench.pass(6 * MINUTE);
    expect(bench.handed).toEqual([]);
    bench.say({ type: 'hours.changed', id: 'kontor', open: false, nextAt: null });
    await bench.pass(1_000);
    await bench.pass(1_000);
    expect(bench.handed.map(({ letter }) => letter.facts.node)).toEqual(['db']);
  });

  it('asks those that the alarm’s class names, in order, where its rule names no team', async () => {
    const step = { channel: 'sms', team: null, waitMs: MINUTE };
    const bench = new NotifyBench([aRule({ steps: [step, step, step] })]);
    await bench.raise();
    await bench.pass(5 * MINUTE + 1);
    for (let round = 0; round < 3; round++) {
      await bench.answer('sent');
      await bench.pass(MINUTE + 1);
    }
    expect(bench.only().steps.map(({ contact }) => contact)).toEqual(['nett-vakt', 'en-vakt', 'to-vakt']);
  });

  it('is let go of after a day, but not while its alarm still stands: it would begin anew', async () => {
    const bench = new NotifyBench([aRule({ steps: [{ channel: 'sms', team: 'drift', waitMs: MINUTE }] })]);
    await bench.raise();
    await bench.pass(5 * MINUTE + 1);
    await bench.answer('sent');
    await bench.pass(48 * 60 * MINUTE);
    expect(bench.only().state).toBe('exhausted');
    await bench.raise('db', { condition: 'normal' });
    await bench.act({ kind: 'seen', code: null });
    await bench.pass(20 * MINUTE);
    expect(bench.notifications()).toEqual([]);
  });

  it('does not wait for a time that the clock was wrong about: the next step comes', async () => {
    const bench = new NotifyBench();
    await bench.raise();
    await bench.pass(5 * MINUTE + 1);
    await bench.answer('sent');
    bench.clock.jump(-6 * 60 * MINUTE);
    await bench.pass(16_000);
    expect(bench.handed.map(({ letter }) => letter.to?.phone)).toEqual(['4411']);
  });

  it('begins though its alarm asked while the clock was ahead', async () => {
    const bench = new NotifyBench();
    await bench.raise();
    bench.clock.jump(-6 * 60 * MINUTE);
    await bench.pass(16_000);
    await bench.pass(6 * MINUTE);
    expect(bench.handed).toHaveLength(1);
  });

  it('harms no other where its step cannot be taken, and is tried again', async () => {
    const bench = new NotifyBench([
      aRule(),
      aRule({ id: 'annen', steps: [{ channel: 'post', team: 'nett', waitMs: MINUTE }] }),
    ]);
    bench.leads = (channel) => {
      if (channel === 'sms') throw new Error('svikt');
      return true;
    };
    await bench.raise();
    await bench.pass(5 * MINUTE + 1);
    expect(bench.handed.map(({ channel }) => channel)).toEqual(['post']);
    bench.leads = () => true;
    await bench.pass(30_001);
    expect(bench.handed.map(({ channel }) => channel)).toEqual(['post', 'sms']);
  });
});
