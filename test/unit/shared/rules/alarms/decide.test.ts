import { describe, expect, it } from 'vitest';
import { type AlarmAct, SHELF_WARNING_MS } from '../../../../../shared/model/alarms';
import type { AlarmClass, CatalogueEntity, Service } from '../../../../../shared/model/catalogue';
import type { EventBody } from '../../../../../shared/model/events';
import type { Impact } from '../../../../../shared/model/states';
import { decideAlarms, dueMoves, VANTAGE_NODE } from '../../../../../shared/rules/alarms/decide';
import { EPISODES_KEPT_MS } from '../../../../../shared/rules/alarms/machine';
import { AlarmRoom, oneMore } from '../../../../fixtures/alarm-room';
import { ACKNOWLEDGE, SHELVE } from '../../../../fixtures/alarms';
import { aWindow } from '../../../../fixtures/maintenance-bench';
import { aCheck, aService, catalogueChanged, entities } from '../../../../fixtures/room';

const MINUTE = 60_000;

function classOf(service: string, over: Partial<AlarmClass> = {}): CatalogueEntity {
  const value: AlarmClass = {
    id: service,
    priority: null,
    meaning: null,
    consequence: null,
    steps: [],
    timeAvailableMin: null,
    runbook: null,
    emergencyRoutine: null,
    call: [],
    latching: false,
    stalledAfterMs: 20 * MINUTE,
    actions: [],
    ...over,
  };
  return { kind: 'alarm-class', value };
}

/** A window that is running, and expects this. */
function planned(room: AlarmRoom, covers: Readonly<Record<string, Impact>>): void {
  const run = {
    start: room.now,
    end: room.now + 1,
    phase: 'running' as const,
    since: room.now,
    covers: Object.entries(covers).map(([node, worst]) => ({ node, worst })),
  };
  room.say({ type: 'maintenance.set', window: aWindow({ id: 'w' }), next: null, actor: null });
  const moved = { id: 'w', title: 'w', run, ended: null, next: null, actor: null, reason: null, nodes: [] };
  room.say({ type: 'maintenance.moved', ...moved });
}

const planOver: EventBody = { type: 'maintenance.removed', id: 'w', actor: null };

/** core1 and core2 carry all; dips needs sql, and would like ie. */
const REGION: readonly Service[] = [
  aService('core1'),
  aService('core2'),
  aService('san1', ['core1']),
  aService('sql', ['core1|core2']),
  aService('ie'),
  aService('dips', ['sql', 'san1', '~ie'], ['mo', 'bodø', 'alta']),
  aService('lan', [], ['mo', 'bodø', 'alta']),
];

describe('which nodes have an alarm', () => {
  it('is what is measured bad; what only follows from it is counted on it', () => {
    const room = new AlarmRoom(REGION);
    room.down('core1');
    expect(room.list()).toEqual(['core1 unacknowledged']);
    // san1 and dips at three sites are down, sql is on its last leg.
    expect(room.alarm('core1')).toMatchObject({
      id: 'A-1',
      symptoms: 5,
      sites: ['alta', 'bodø', 'mo'],
      condition: 'down',
    });
    room.up('core1');
    expect(room.list()).toEqual([]);
    expect(room.alarm('core1')).toMatchObject({ symptoms: 0, sites: ['alta', 'bodø', 'mo'] });
  });

  it('is, of what is measured bad behind something dead, suppressed by the node at the root of it', () => {
    const room = new AlarmRoom(REGION);
    room.down('core1', 'dips@mo', 'san1');
    expect(room.list()).toEqual(['core1 unacknowledged', 'dips@mo suppressed', 'san1 suppressed']);
    expect(room.alarm('dips@mo')?.suppressed).toEqual({ kind: 'cause', id: 'core1' });
    expect(room.alarm('core1')?.symptoms).toBe(5);
    // What fails behind san1 alone follows from that.
    room.up('dips@mo', 'san1', 'core1');
    room.down('san1', 'dips@mo');
    expect(room.list()).toEqual(['dips@mo suppressed', 'san1 unacknowledged']);
    expect(room.alarm('dips@mo')?.suppressed).toEqual({ kind: 'cause', id: 'san1' });
  });

  it('asks at once for an independent fault in the middle of an upset', () => {
    const room = new AlarmRoom(REGION);
    room.down('core1', 'san1', 'dips@mo', 'dips@bodø', 'dips@alta');
    room.down('lan@bodø');
    expect(room.list().filter((line) => line.endsWith('unacknowledged'))).toEqual([
      'core1 unacknowledged',
      'lan@bodø unacknowledged',
    ]);
  });

  it('counts what has several causes on each of them', () => {
    const room = new AlarmRoom(REGION);
    room.down('core1', 'core2');
    // sql and all dips follow from both; san1 from core1.
    expect(room.alarm('core1')?.symptoms).toBe(5);
    expect(room.alarm('core2')?.symptoms).toBe(4);
    room.down('dips@mo');
    expect(room.alarm('dips@mo')?.suppressed).toEqual({ kind: 'cause', id: 'core1' });
  });

  it('is its own part alone: what a soft dependency or a lost leg adds breaks no word on a warning', () => {
    const room = new AlarmRoom(REGION, [
      oneMore('dips@mo', 'cert', 'warning'),
      oneMore('sql', 'disk', 'warning'),
    ]);
    room.observe('dips@mo/cert', 'critical');
    room.observe('sql/disk', 'critical');
    room.act('dips@mo', ACKNOWLEDGE);
    room.act('sql', ACKNOWLEDGE);
    room.down('ie');
    expect(room.alarm('dips@mo')).toMatchObject({ condition: 'warning', state: 'acknowledged' });
    expect(room.alarm('ie')).toMatchObject({ symptoms: 3 });
    room.down('core1');
    expect(room.alarm('sql')).toMatchObject({
      condition: 'warning',
      state: 'acknowledged',
      suppressed: null,
    });
    expect(room.alarm('dips@mo')).toMatchObject({ condition: 'warning', state: 'suppressed' });
    room.up('core1', 'ie');
    expect(room.list()).toEqual(['dips@mo acknowledged', 'sql acknowledged']);
  });

  it('does not follow from an alternative whose loss does nothing', () => {
    const either = [aService('a'), aService('b'), aService('x', ['~a|b'])];
    const room = new AlarmRoom(either, [oneMore('x', 'cert', 'warning')]);
    room.observe('x/cert', 'critical');
    room.down('a');
    expect(room.alarm('a')?.symptoms).toBe(0);
    room.down('b');
    expect([room.alarm('a')?.symptoms, room.alarm('b')?.symptoms]).toEqual([1, 1]);
  });

  it('returns when only a consequence is left of it', () => {
    const room = new AlarmRoom(REGION);
    room.down('dips@mo', 'core1');
    room.up('dips@mo');
    expect(room.alarm('dips@mo')).toMatchObject({ state: 'normal', condition: 'normal' });
    expect(room.alarm('core1')?.symptoms).toBe(5);
  });

  it('is none for what was never measured, until that is overdue', () => {
    const room = new AlarmRoom([aService('core1')]);
    room.say(catalogueChanged([...entities([aService('ny')]), oneMore('core1', 'ny', 'down')]));
    expect(room.list()).toEqual([]);
    // What was measured beside it is not hidden by it.
    room.say(catalogueChanged([oneMore('core1', 'cert', 'warning')]));
    room.observe('core1/cert', 'critical');
    expect(room.alarm('core1')).toMatchObject({ condition: 'warning' });
    room.say({ type: 'check.overdue', check: 'ny/c', lastObservedAt: null });
    expect(room.alarm('ny')).toMatchObject({ condition: 'stale', state: 'unacknowledged' });
  });
});

describe('what makes no sound', () => {
  it('is suppressed, with why, and asks when the plan is over', () => {
    const room = new AlarmRoom(REGION);
    planned(room, { core1: 'down' });
    room.down('core1', 'dips@mo');
    expect(room.list()).toEqual(['core1 suppressed', 'dips@mo suppressed']);
    expect(room.alarm('core1')?.suppressed).toEqual({ kind: 'maintenance', id: 'w' });
    room.say(planOver);
    expect(room.list()).toEqual(['core1 unacknowledged', 'dips@mo suppressed']);
    expect(room.alarm('dips@mo')?.suppressed).toEqual({ kind: 'cause', id: 'core1' });
  });

  it('never explains what is to be heard: the worst of that speaks for the rest', () => {
    const room = new AlarmRoom(REGION);
    room.observe('core1', 'critical', true);
    // san1 follows from a fault that is silenced at its source, which says nothing of those who need it.
    expect(room.list()).toEqual(['core1 suppressed', 'san1 unacknowledged']);
    // dips at three sites, and sql, which is on its last leg.
    expect(room.alarm('san1')).toMatchObject({ condition: 'down', symptoms: 4 });
    room.observe('core1', 'critical', false);
    expect(room.list()).toEqual(['core1 unacknowledged']);
    expect(room.alarm('core1')?.symptoms).toBe(5);
  });
});

describe('a foreign source that is lost', () => {
  const spokenFor = (node: string): CatalogueEntity => ({
    kind: 'check',
    value: { ...aCheck(node, `${node}/am`, 'degraded'), kind: 'source', source: 'am' },
  });
  const lose = (room: AlarmRoom): void => {
    room.down('am');
    for (const node of ['san1', 'ie']) room.observe(`${node}/am`, 'unknown');
  };

  it('is the one alarm; what it cannot tell of is counted on it', () => {
    const room = new AlarmRoom([...REGION, aService('am')], [spokenFor('san1'), spokenFor('ie')]);
    lose(room);
    expect(room.list()).toEqual(['am unacknowledged']);
    expect(room.alarm('am')?.symptoms).toBe(2);
    // What is measured of them otherwise is still heard.
    room.down('ie');
    expect(room.list()).toEqual(['am unacknowledged', 'ie unacknowledged']);
  });

  it('explains what it cannot tell also when it is down by plan', () => {
    const room = new AlarmRoom([...REGION, aService('am')], [spokenFor('san1'), spokenFor('ie')]);
    planned(room, { am: 'down' });
    lose(room);
    expect(room.list()).toEqual(['am suppressed']);
  });

  it('explains nothing while it is normal: the unknown is its own', () => {
    const room = new AlarmRoom([...REGION, aService('am')], [spokenFor('san1')]);
    room.observe('san1/am', 'unknown');
    expect(room.list()).toEqual(['san1 unacknowledged']);
  });
});

describe('the hub’s own view', () => {
  it('is one alarm when it is lost, whatever else seems to be', () => {
    const reference: CatalogueEntity = { kind: 'check', value: aCheck(null, 'ref/a') };
    const room = new AlarmRoom(REGION, [
      reference,
      { kind: 'site', value: { id: 'mo', name: 'Mo', trust: 'H', order: 0 } },
    ]);
    room.down('lan@mo');
    room.act('lan@mo', ACKNOWLEDGE);
    room.say({ type: 'vantage.changed', lost: true });
    room.down('core1');
    expect(room.list()).toEqual(['lan@mo acknowledged', `${VANTAGE_NODE} unacknowledged`]);
    expect(room.alarm(VANTAGE_NODE)).toMatchObject({
      priority: 1,
      symptoms: 11,
      sites: ['mo'],
      condition: 'down',
    });
    // What was not believed is taken over when the view is back.
    room.say({ type: 'vantage.changed', lost: false });
    expect(room.list()).toEqual(['core1 unacknowledged', 'lan@mo acknowledged']);
    expect(room.alarm(VANTAGE_NODE)).toMatchObject({ state: 'normal' });
  });
});

describe('numbers', () => {
  it('are given in the order in which people must look, and never twice', () => {
    const room = new AlarmRoom(REGION);
    room.down('dips@mo');
    expect(room.state.room?.alarmCount).toBe(1);
    room.up('dips@mo');
    room.down('dips@mo');
    expect(room.alarm('dips@mo')?.id).toBe('A-2');
    // All that one turn brought: the cause first, then what is measured behind it.
    const fresh = new AlarmRoom(REGION);
    for (const node of ['dips@mo', 'san1', 'core1', 'lan@mo']) {
      fresh.state.apply({
        origin: 'x',
        epoch: 1,
        seq: 1,
        at: fresh.now,
        body: { ...bad(node), observedAt: fresh.now + 5_000 } as EventBody,
      });
    }
    const moves = fresh.decider.decide(fresh.state, ['dips@mo', 'san1', 'core1', 'lan@mo']);
    expect(moves.map((move) => (move.kind === 'facts' ? [move.node, move.id] : []))).toEqual([
      ['core1', 'A-1'],
      ['lan@mo', 'A-2'],
      ['dips@mo', 'A-3'],
      ['san1', 'A-4'],
    ]);
  });

  it('are those of the case in every move of it', () => {
    const room = new AlarmRoom(REGION, [oneMore('core1', 'slow', 'degraded')]);
    room.observe('core1/slow', 'critical');
    room.down('core1');
    expect(room.moves).toMatchObject([{ kind: 'facts', node: 'core1', id: 'A-1' }]);
  });
});

const bad = (node: string): EventBody => ({
  type: 'check.changed',
  check: `${node}/c`,
  result: 'critical',
  hard: true,
  attempt: 3,
  output: '',
  ms: null,
  observedAt: 0,
  beforeAt: null,
  silenced: false,
});

describe('the priority of a cause', () => {
  it('is that of the most critical service that it takes down, and of half the sites', () => {
    const minor = (services: readonly Service[]): Service[] =>
      services.map((one) => ({ ...one, criticality: one.id === 'dips' ? 1 : 3 }));
    const room = new AlarmRoom(minor(REGION));
    room.down('ie');
    expect(room.alarm('ie')?.priority).toBe(2);
    room.down('core1');
    expect(room.alarm('core1')?.priority).toBe(1);
  });

  it('is set by its class, and follows a class that changes', () => {
    const room = new AlarmRoom(REGION, [classOf('ie', { priority: 3, latching: true })]);
    room.down('ie');
    expect(room.alarm('ie')).toMatchObject({ priority: 3, latching: true });
    room.say(catalogueChanged([classOf('ie', { priority: 2 })]));
    expect(room.alarm('ie')).toMatchObject({ priority: 2, latching: false, state: 'unacknowledged' });
  });

  it('grows on all sites of a service when half of them are hit, and by the people there', () => {
    const services = [{ ...aService('x', [], ['a', 'b', 'c', 'd']), criticality: 2 as const, users: 400 }];
    const room = new AlarmRoom(services);
    room.down('x@a');
    expect(room.alarm('x@a')?.priority).toBe(2);
    room.down('x@b');
    expect([room.alarm('x@a')?.priority, room.alarm('x@b')?.priority]).toEqual([1, 1]);
    room.up('x@b');
    expect(room.alarm('x@a')?.priority).toBe(2);
  });
});

describe('a word on a service at one site', () => {
  it('breaks when the service goes down at another, and not again for what it knew', () => {
    const room = new AlarmRoom(REGION);
    room.down('lan@mo');
    room.act('lan@mo', ACKNOWLEDGE);
    room.down('lan@alta');
    expect(room.alarm('lan@mo')).toMatchObject({ state: 'unacknowledged', broken: { why: 'spread' } });
    room.act('lan@mo', ACKNOWLEDGE);
    room.up('lan@alta');
    room.down('lan@alta');
    expect(room.alarm('lan@mo')).toMatchObject({ state: 'acknowledged' });
  });

  it('stands when the other site was down before, or is down by plan, or as a consequence', () => {
    const room = new AlarmRoom(REGION);
    room.down('lan@alta', 'lan@mo');
    room.act('lan@mo', ACKNOWLEDGE);
    room.up('lan@alta');
    room.down('lan@alta');
    planned(room, { 'lan@bodø': 'down' });
    room.down('lan@bodø');
    expect(room.alarm('lan@mo')?.state).toBe('acknowledged');
    room.say(planOver);
    expect(room.alarm('lan@mo')?.state).toBe('unacknowledged');
  });

  it('takes a shelf down, also while it is normal there', () => {
    const room = new AlarmRoom(REGION);
    room.down('lan@mo');
    room.act('lan@mo', { ...SHELVE, until: room.now + 3_600_000 } as AlarmAct);
    room.up('lan@mo');
    room.down('lan@bodø');
    expect(room.alarm('lan@mo')).toMatchObject({ state: 'normal', shelf: null });
  });
});

describe('what is asked twice', () => {
  it('is answered alike, and says nothing that is known', () => {
    const room = new AlarmRoom(REGION);
    room.down('core1', 'dips@mo');
    expect(decideAlarms(room.state, null)).toEqual([]);
    expect(room.decider.decide(room.state, ['core1', 'dips@mo', 'nowhere'])).toEqual([]);
  });

  it('leaves no alarm of a service that is gone', () => {
    const room = new AlarmRoom(REGION);
    room.down('ie');
    room.say(catalogueChanged([], ['service:ie', 'check:ie/c']));
    expect(room.moves).toEqual([{ kind: 'removed', node: 'ie' }]);
    expect(room.alarm('ie')).toBeUndefined();
  });
});

describe('what time does', () => {
  const shelve = (room: AlarmRoom, ms: number, breakAfterMs: number | null = null): void =>
    room.act('ie', { ...SHELVE, until: room.now + ms, breakAfterMs } as AlarmAct);
  const started = (over: Partial<AlarmClass> = {}): AlarmRoom => {
    const room = new AlarmRoom(REGION, [classOf('ie', { stalledAfterMs: 10 * MINUTE, ...over })]);
    room.down('ie');
    return room;
  };

  it('breaks an acknowledgement when nothing has moved for as long as the class says', () => {
    const room = started();
    room.act('ie', ACKNOWLEDGE);
    const { movedAt } = room.alarm('ie') ?? { movedAt: 0 };
    expect(dueMoves(room.state, movedAt)).toEqual({ moves: [], nodes: [], nextAt: movedAt + 10 * MINUTE });
    room.pass(9 * MINUTE);
    room.act('ie', { kind: 'note', text: 'ringer', late: false });
    expect(room.pass(10 * MINUTE - 1_001)).toEqual([]);
    expect(room.pass(1_001)).toEqual([{ kind: 'stalled', node: 'ie' }]);
    expect(room.alarm('ie')).toMatchObject({ state: 'unacknowledged', broken: { why: 'stalled' } });
    // What asks already is not stalled.
    expect(dueMoves(room.state, room.now + 1e9)).toEqual({ moves: [], nodes: [], nextAt: null });
  });

  it('counts a call and a runbook action as movement', () => {
    const room = started();
    room.act('ie', ACKNOWLEDGE);
    room.pass(9 * MINUTE);
    const call = {
      id: 'call-0001',
      team: 'nett',
      contact: 'vakt',
      phone: '1',
      node: 'ie',
      by: 'kari',
      at: room.now,
      outcome: 'calling' as const,
      settledAt: null,
      etaAt: null,
      note: null,
    };
    room.say({ type: 'call.logged', call });
    expect(room.pass(9 * MINUTE)).toEqual([]);
    const run = {
      id: 'run-00001',
      action: 'start',
      args: {},
      node: 'ie',
      dryRun: true,
      requestedBy: 'kari',
      requestedAt: room.now,
      approval: null,
      state: 'starting' as const,
      startedAt: room.now,
      endedAt: null,
      exit: null,
      output: '',
    };
    room.say({ type: 'run.moved', run });
    expect(room.pass(9 * MINUTE)).toEqual([]);
    expect(room.pass(MINUTE)).toEqual([{ kind: 'stalled', node: 'ie' }]);
  });

  it('warns of a shelf’s end once, and ends it', () => {
    const room = started();
    shelve(room, 30 * MINUTE);
    const until = room.alarm('ie')?.shelf?.until ?? 0;
    expect(dueMoves(room.state, room.now).nextAt).toBe(until - SHELF_WARNING_MS);
    expect(room.pass(until - SHELF_WARNING_MS - room.now)).toEqual([{ kind: 'shelf-warned', node: 'ie' }]);
    expect(dueMoves(room.state, room.now)).toEqual({ moves: [], nodes: [], nextAt: until });
    expect(room.pass(until - room.now)).toEqual([{ kind: 'shelf-ended', node: 'ie', why: 'time' }]);
    expect(room.alarm('ie')?.state).toBe('unacknowledged');
  });

  it('does not warn of the end of a shelf that is shorter than the warning', () => {
    const room = started();
    shelve(room, SHELF_WARNING_MS);
    expect(dueMoves(room.state, room.now).nextAt).toBe(room.alarm('ie')?.shelf?.until);
  });

  it('ends a shelf when it is active for longer than the shelf allows, and not before', () => {
    const room = started();
    room.pass(5 * MINUTE);
    shelve(room, 60 * MINUTE, 3 * MINUTE);
    const shelved = room.alarm('ie')?.shelf?.at ?? 0;
    expect(dueMoves(room.state, room.now)).toEqual({ moves: [], nodes: [], nextAt: shelved + 3 * MINUTE });
    room.up('ie');
    expect(room.pass(10 * MINUTE)).toEqual([]);
    room.down('ie');
    expect(room.pass(2 * MINUTE)).toEqual([]);
    expect(room.pass(MINUTE)).toEqual([{ kind: 'shelf-ended', node: 'ie', why: 'longer' }]);
  });

  it('says that a review, or a promise, is due, and says it once', () => {
    const room = started();
    const reviewAt = room.now + 60 * MINUTE;
    room.act('ie', { kind: 'timer', until: room.now + MINUTE });
    expect(room.pass(2 * MINUTE)).toEqual([{ kind: 'timer-due', node: 'ie' }]);
    room.act('ie', { kind: 'out-of-service', responsible: 'lagring', reason: 'byttes', reviewAt });
    expect(dueMoves(room.state, room.now)).toEqual({ moves: [], nodes: [], nextAt: reviewAt });
    expect(room.pass(60 * MINUTE)).toEqual([{ kind: 'review-due', node: 'ie' }]);
    expect(dueMoves(room.state, room.now + 1e10)).toEqual({ moves: [], nodes: [], nextAt: null });
    expect(room.alarm('ie')?.outOfService?.due).toBe(true);
  });

  it('takes nothing for set that lies further ahead than anybody can set it: the clock was wrong then', () => {
    const HOUR_MS = 60 * MINUTE;
    const kinds = (room: AlarmRoom, back: number) =>
      dueMoves(room.state, room.now - back).moves.map((move) => move.kind);
    const shelved = started();
    shelve(shelved, 30 * MINUTE);
    expect(kinds(shelved, 24 * HOUR_MS)).toEqual([]);
    expect(kinds(shelved, 400 * 24 * HOUR_MS)).toContain('shelf-ended');
    const taken = started();
    taken.act('ie', ACKNOWLEDGE);
    expect(kinds(taken, HOUR_MS - MINUTE)).toEqual([]);
    expect(kinds(taken, 2 * HOUR_MS)).toEqual(['stalled']);
    const out = started();
    out.act('ie', { kind: 'timer', until: out.now + MINUTE });
    const reviewAt = out.now + HOUR_MS;
    out.act('ie', { kind: 'out-of-service', responsible: 'lagring', reason: 'byttes', reviewAt });
    expect(kinds(out, 30 * 24 * HOUR_MS)).toEqual([]);
    expect(kinds(out, 400 * 24 * HOUR_MS)).toEqual(['review-due', 'timer-due']);
  });

  it('forgets what has come and gone when nobody needs it any more', () => {
    const room = started();
    room.up('ie');
    const last = room.alarm('ie')?.episodes.at(-1)?.to ?? 0;
    expect(dueMoves(room.state, room.now)).toEqual({ moves: [], nodes: [], nextAt: last + EPISODES_KEPT_MS });
    room.pass(last + EPISODES_KEPT_MS - room.now - 1);
    expect(room.alarm('ie')).toBeDefined();
    room.pass(1);
    expect(room.alarm('ie')).toBeUndefined();
  });

  it('brings each alarm to rest: what was due is not due again', () => {
    const room = started();
    room.act('ie', ACKNOWLEDGE);
    room.act('ie', { kind: 'timer', until: room.now + MINUTE });
    shelve(room, 30 * MINUTE, 5 * MINUTE);
    for (let i = 0; i < 6; i++) room.pass(10 * MINUTE);
    expect(dueMoves(room.state, room.now).moves).toEqual([]);
  });
});
