import { describe, expect, it } from 'vitest';
import { RECOVERY_MS } from '../../../../../shared/model/alarms';
import type { CatalogueEntity, Service } from '../../../../../shared/model/catalogue';
import { dueMoves } from '../../../../../shared/rules/alarms/decide';
import { unexplained } from '../../../../../shared/rules/alarms/unexplained';
import { AlarmRoom, oneMore } from '../../../../fixtures/alarm-room';
import { ACKNOWLEDGE, SHELVE } from '../../../../fixtures/alarms';
import { aCheck, aService, catalogueChanged, entities } from '../../../../fixtures/room';

const MINUTE = 60_000;

/** Both cores carry all; san1 hangs on one; dips needs sql and san1. */
const REGION: readonly Service[] = [
  aService('core1'),
  aService('core2'),
  aService('san1', ['core1']),
  aService('san2', ['core2']),
  aService('sql', ['core1|core2']),
  aService('dns', ['core1|core2']),
  aService('ie'),
  aService('dips', ['sql', 'san1'], ['mo', 'bodø', 'alta']),
];

/** A room in which nothing measures these. */
function unwatched(services: readonly Service[], ...nodes: readonly string[]): AlarmRoom {
  const room = new AlarmRoom([]);
  const watched = entities(services).filter(
    (entity) => entity.kind !== 'check' || !nodes.includes(entity.value.node ?? ''),
  );
  room.say(catalogueChanged(watched));
  for (const check of room.state.graph.checks.keys()) room.observe(check, 'ok');
  return room;
}

const roots = (room: AlarmRoom, node: string): readonly string[] =>
  room.decider.causes.explained(node)?.roots ?? [];

describe('a cause that is back', () => {
  const upset = (): AlarmRoom => {
    const room = new AlarmRoom(REGION);
    room.down('core1', 'san1', 'dips@mo', 'dips@bodø');
    return room;
  };

  it('keeps what is not, and counts it, until all of it is', () => {
    const room = upset();
    expect(room.alarm('core1')).toMatchObject({ symptoms: 6, checks: 4, basis: 'measured', recovery: null });
    room.up('core1');
    // sql and dns carry again, and dips at alta follows san1, which is not back.
    expect(room.alarm('core1')).toMatchObject({
      state: 'unacknowledged',
      condition: 'down',
      basis: 'recovering',
      symptoms: 4,
      symptomsMost: 6,
      checks: 3,
      checksMost: 4,
      recovery: { left: ['san1'] },
    });
    expect(room.list()).toEqual([
      'core1 unacknowledged',
      'dips@bodø suppressed',
      'dips@mo suppressed',
      'san1 suppressed',
    ]);
    room.up('san1');
    expect(room.alarm('core1')).toMatchObject({ symptoms: 2, recovery: { left: ['dips@bodø', 'dips@mo'] } });
    room.up('dips@mo');
    expect(room.alarm('core1')).toMatchObject({ symptoms: 1, symptomsMost: 6 });
    room.up('dips@bodø');
    expect(room.list()).toEqual([]);
  });

  it('has all its time to bring it back, however long something else has been wrong with it', () => {
    const room = new AlarmRoom(REGION, [oneMore('core1', 'disk', 'warning')]);
    room.observe('core1/disk', 'warning');
    room.down('core1', 'san1');
    room.pass(2 * RECOVERY_MS);
    room.up('core1');
    expect(room.alarm('core1')).toMatchObject({
      basis: 'recovering',
      recovery: { at: room.now, until: room.now + RECOVERY_MS, left: ['san1'] },
    });
    expect(room.list()).toContain('san1 suppressed');
  });

  it('lets go of what is not back in time: each then speaks for itself', () => {
    const room = upset();
    room.up('core1');
    room.up('san1');
    const { recovery } = room.alarm('core1') ?? {};
    expect((recovery?.until ?? 0) - (recovery?.at ?? 0)).toBe(RECOVERY_MS);
    const due = dueMoves(room.state, (recovery?.until ?? 0) - 1);
    expect(due).toMatchObject({ nodes: [], nextAt: recovery?.until });
    room.pass((recovery?.until ?? 0) - room.now - 1);
    expect(room.list()).toEqual(['core1 unacknowledged', 'dips@bodø suppressed', 'dips@mo suppressed']);
    room.pass(1);
    expect(room.list()).toEqual(['dips@bodø unacknowledged', 'dips@mo unacknowledged']);
    expect(room.alarm('core1')).toMatchObject({ state: 'normal', recovery: null });
  });

  it('does not keep what came back and failed again: that stands alone', () => {
    const room = upset();
    room.up('core1');
    room.up('dips@mo');
    room.up('san1');
    room.down('dips@mo');
    expect(room.list()).toEqual(['core1 unacknowledged', 'dips@bodø suppressed', 'dips@mo unacknowledged']);
    expect(room.alarm('core1')?.recovery?.left).toEqual(['dips@bodø']);
  });

  it('does not keep what fails only now', () => {
    const room = upset();
    room.up('core1');
    room.down('ie');
    expect(room.alarm('ie')).toMatchObject({ state: 'unacknowledged', suppressed: null });
  });

  it('keeps what several took down together, whichever of them is back', () => {
    const room = new AlarmRoom(REGION);
    room.down('core1', 'core2', 'sql', 'dns');
    expect(room.alarm('sql')?.suppressed).toEqual({ kind: 'cause', id: 'core1' });
    room.up('core2');
    // core1 is down still: it takes nothing of these down alone.
    expect(roots(room, 'sql')).toEqual(['core2']);
    expect(room.alarm('core2')).toMatchObject({ basis: 'recovering', recovery: { left: ['dns', 'sql'] } });
    expect(room.list()).toEqual([
      'core1 unacknowledged',
      'core2 unacknowledged',
      'dns suppressed',
      'sql suppressed',
    ]);
    room.up('dns', 'sql');
    expect(room.list()).toEqual(['core1 unacknowledged']);
  });

  it('keeps what hangs on what it took down, though that is half back before the other cause is', () => {
    const storage = [
      aService('virt1', ['san1']),
      aService('virt2', ['san2']),
      aService('lab', ['virt1|virt2']),
    ];
    const room = new AlarmRoom([...REGION, ...storage], [oneMore('virt2', 'disk', 'degraded')]);
    room.down('core1', 'core2', 'san1', 'san2', 'virt1', 'virt2', 'virt2/disk', 'lab');
    expect(room.alarm('lab')?.suppressed?.id).toBe('core1');
    room.up('core2', 'san2', 'virt2');
    expect(room.list()).toEqual([
      'core1 unacknowledged',
      'core2 unacknowledged',
      'lab suppressed',
      'san1 suppressed',
      'virt1 suppressed',
      'virt2 suppressed',
    ]);
    expect(room.alarm('core2')).toMatchObject({ basis: 'recovering', recovery: { left: ['lab', 'virt2'] } });
    room.up('virt2/disk', 'lab', 'core1', 'san1', 'virt1');
    expect(room.list()).toEqual([]);
  });

  it('that goes down again is the cause again, and begins anew when it is back', () => {
    const room = upset();
    room.up('core1');
    const first = room.alarm('core1')?.recovery?.until ?? 0;
    room.down('core1');
    expect(room.alarm('core1')).toMatchObject({ basis: 'measured', recovery: null, id: 'A-1', symptoms: 6 });
    room.pass(MINUTE);
    room.up('core1');
    expect(room.alarm('core1')?.recovery?.until).toBeGreaterThan(first);
  });

  it('leaves to itself what a person splits out of it, and may then be closed', () => {
    const room = upset();
    room.up('core1', 'san1', 'dips@mo');
    room.name('dips@bodø', null);
    expect(room.list()).toEqual(['dips@bodø unacknowledged']);
  });

  it('does not keep what somebody had before it fell, nor what had long been so', () => {
    const room = new AlarmRoom(REGION, [
      oneMore('sql', 'disk', 'warning'),
      oneMore('dns', 'cert', 'warning'),
    ]);
    room.observe('dns/cert', 'critical');
    room.pass(6 * MINUTE);
    room.observe('sql/disk', 'critical');
    room.act('sql', ACKNOWLEDGE);
    room.down('core1', 'core2');
    expect(room.list()).toContain('sql suppressed');
    room.up('core1', 'core2');
    expect(room.list()).toEqual(['dns unacknowledged', 'sql acknowledged']);
  });

  it('is a foreign source too: what it cannot tell yet is still its own', () => {
    const spokenFor: CatalogueEntity = {
      kind: 'check',
      value: { ...aCheck('ie', 'ie/am', 'degraded'), kind: 'source', source: 'am' },
    };
    const room = new AlarmRoom([aService('am'), aService('ie')], [spokenFor]);
    room.down('am');
    room.observe('ie/am', 'unknown');
    room.up('am');
    expect(room.list()).toEqual(['am unacknowledged']);
    expect(room.alarm('am')).toMatchObject({ basis: 'recovering', condition: 'unknown', symptoms: 1 });
    room.observe('ie/am', 'ok');
    expect(room.list()).toEqual([]);
  });
});

describe('a cause that nothing watches', () => {
  it('is inferred from two nodes that are measured down, and its status is left as it is', () => {
    const room = unwatched(REGION, 'core1', 'core2');
    room.down('sql');
    expect(room.list()).toEqual(['sql unacknowledged']);
    room.down('dns');
    expect(room.list()).toEqual([
      'core1 unacknowledged',
      'core2 unacknowledged',
      'dns suppressed',
      'sql suppressed',
    ]);
    expect(room.alarm('core1')).toMatchObject({ basis: 'inferred', condition: 'down' });
    expect(room.state.status.get('node:core1')).toMatchObject({ value: { state: 'unknown' } });
    expect(room.decider.causes.inferred.get('core1')).toEqual({
      node: 'core1',
      with: ['core2'],
      rests: ['dns', 'sql'],
    });
    // What follows from it beside: dips is down because sql is.
    expect(roots(room, 'dips@mo')).toEqual(['core1', 'core2']);
  });

  it('explains what has failed in part only, so far', () => {
    const room = new AlarmRoom([]);
    const watched = entities(REGION).filter(
      ({ kind, value }) => kind !== 'check' || !value.id.startsWith('core'),
    );
    room.say(catalogueChanged([...watched, oneMore('sql', 'disk', 'degraded')]));
    room.down('dns', 'san1', 'sql/disk');
    expect(room.list()).toEqual([
      'core1 unacknowledged',
      'core2 unacknowledged',
      'dns suppressed',
      'san1 suppressed',
      'sql suppressed',
    ]);
  });

  it('is not inferred from one: that speaks for itself', () => {
    const room = unwatched(REGION, 'core1');
    room.down('san1');
    expect(room.list()).toEqual(['san1 unacknowledged']);
    expect(room.decider.causes.inferred.size).toBe(0);
  });

  it('is inferred together with an alternative that is known to be down', () => {
    const room = unwatched(REGION, 'core1');
    room.down('core2', 'sql', 'dns');
    expect(room.decider.causes.inferred.get('core1')).toMatchObject({ with: [], rests: ['dns', 'sql'] });
    expect(roots(room, 'sql')).toEqual(['core1', 'core2']);
  });

  it('is not what an alternative that is measured well carries', () => {
    const room = unwatched(REGION, 'core1');
    room.down('sql', 'dns');
    expect(room.list()).toEqual(['dns unacknowledged', 'sql unacknowledged']);
  });

  it('is the nearest of several that would explain the same, and the one that explains the most', () => {
    const chain = [
      aService('power'),
      aService('hall', ['power']),
      aService('rack1', ['hall']),
      aService('rack2', ['hall']),
      ...['a', 'b'].map((id) => aService(id, ['rack1'])),
      ...['c', 'd'].map((id) => aService(id, ['rack2'])),
    ];
    const room = unwatched(chain, 'power', 'hall', 'rack1', 'rack2');
    room.down('a', 'b');
    expect([...room.decider.causes.inferred.keys()]).toEqual(['rack1']);
    room.down('c', 'd');
    expect([...room.decider.causes.inferred.keys()]).toEqual(['hall']);
    expect(room.list().filter((line) => line.endsWith(' unacknowledged'))).toEqual(['hall unacknowledged']);
    expect(room.alarm('hall')?.symptoms).toBe(6);
  });

  it('is contradicted by what was measured well after the fault, at once', () => {
    const room = unwatched([aService('lan'), ...['a', 'b', 'c'].map((id) => aService(id, ['lan']))], 'lan');
    room.down('a', 'b');
    expect(room.list()).toEqual(['a suppressed', 'b suppressed', 'lan unacknowledged']);
    // c fails for a reason of its own, and its last good observation came long after a and b had failed.
    room.now += 20_000;
    const observedAt = room.now + 1_000;
    const seen = {
      result: 'critical' as const,
      hard: true,
      attempt: 3,
      output: '',
      ms: null,
      silenced: false,
    };
    room.say({ type: 'check.changed', check: 'c/c', ...seen, observedAt, beforeAt: observedAt - 2_000 });
    expect(room.decider.causes.inferred.size).toBe(0);
    expect(room.list()).toEqual(['a unacknowledged', 'b unacknowledged', 'c unacknowledged']);
  });

  it('is contradicted by time, when what hangs on it must have been seen well since', () => {
    const room = unwatched([aService('lan'), ...['a', 'b', 'c'].map((id) => aService(id, ['lan']))], 'lan');
    room.down('a', 'b');
    const { nextAt } = dueMoves(room.state, room.now);
    expect(nextAt).not.toBeNull();
    room.pass((nextAt ?? 0) - room.now - 1);
    expect(room.list()).toContain('lan unacknowledged');
    for (let i = 0; i < 2; i++) room.pass((dueMoves(room.state, room.now).nextAt ?? room.now) - room.now);
    expect(room.list()).toEqual(['a unacknowledged', 'b unacknowledged']);
    expect(room.alarm('lan')).toMatchObject({ state: 'normal' });
  });

  it('is back when something that hangs on it is, and keeps the rest', () => {
    const room = unwatched(REGION, 'core1', 'core2');
    room.down('sql', 'dns', 'san1');
    room.up('dns');
    expect(room.decider.causes.inferred.size).toBe(0);
    const kept = ['core1', 'core2'].flatMap((id) => room.alarm(id)?.recovery?.left ?? []);
    expect(kept.sort()).toEqual(['san1', 'sql']);
    expect(room.list().filter((line) => /^(sql|san1) /.test(line))).toEqual([
      'san1 suppressed',
      'sql suppressed',
    ]);
    room.up('sql', 'san1');
    expect(room.list()).toEqual([]);
  });

  it('is back from when that was seen, also where what it depends on is not known to be', () => {
    const room = unwatched(REGION, 'core1', 'core2');
    room.down('sql', 'dns', 'san1', 'san2', 'dips@mo', 'dips@bodø', 'dips@alta');
    room.pass(2 * RECOVERY_MS);
    // dips answers before sql and san1 have been asked again: its state is what they make it.
    room.up('dips@mo');
    expect(room.state.status.get('node:dips@mo')).toMatchObject({ value: { state: 'down', own: 'normal' } });
    expect(room.alarm('core1')).toMatchObject({ basis: 'recovering', recovery: { at: room.now } });
    expect(room.list()).toEqual([
      'core1 unacknowledged',
      'core2 unacknowledged',
      'dips@alta suppressed',
      'dips@bodø suppressed',
      'dns suppressed',
      'san1 suppressed',
      'san2 suppressed',
      'sql suppressed',
    ]);
    room.up('dns', 'sql', 'san1', 'san2', 'dips@bodø', 'dips@alta');
    expect(room.list()).toEqual([]);
  });

  it('is back with what was inferred beside it, where what came back hung on both: each keeps its own', () => {
    const both = [...REGION, aService('virt1', ['san1']), aService('virt2', ['san2'])];
    const room = unwatched([...both, aService('lab', ['virt1|virt2'])], 'core1', 'core2');
    room.down('sql', 'dns', 'san1', 'san2', 'virt1', 'virt2', 'lab');
    expect(roots(room, 'san2')).toEqual(['core2']);
    room.up('lab');
    expect(room.alarm('core1')).toMatchObject({ basis: 'recovering' });
    expect(room.alarm('core2')).toMatchObject({ basis: 'recovering', recovery: { left: ['san2'] } });
    expect(room.list().filter((line) => line.endsWith(' unacknowledged'))).toEqual([
      'core1 unacknowledged',
      'core2 unacknowledged',
    ]);
    room.up('dns', 'sql', 'san1', 'san2', 'virt1', 'virt2');
    expect(room.list()).toEqual([]);
  });

  it('is back after what was inferred beside it, when what came back could not be up without it', () => {
    const both = [...REGION, aService('virt1', ['san1']), aService('virt2', ['san2'])];
    const room = unwatched([...both, aService('lab', ['virt1|virt2'])], 'core1', 'core2');
    room.down('sql', 'dns', 'san1', 'san2', 'virt1', 'virt2', 'lab');
    room.up('dns');
    expect([...room.decider.causes.inferred.keys()]).toEqual(['core2']);
    room.up('lab');
    expect(room.alarm('core2')).toMatchObject({ basis: 'recovering', recovery: { left: ['san2'] } });
    expect(room.list()).toContain('san2 suppressed');
  });

  it('is back at once, however lately it was weighed', () => {
    const room = unwatched(REGION, 'core1', 'core2');
    room.down('sql', 'dns', 'san1', 'dips@mo');
    room.now -= 1_000;
    room.up('dips@mo');
    expect(room.alarm('core1')).toMatchObject({
      basis: 'recovering',
      recovery: { left: ['dns', 'san1', 'sql'] },
    });
  });

  it('stays down where what came back had an alternative to it', () => {
    const room = unwatched(REGION, 'core1', 'core2');
    room.down('sql', 'dns', 'san1', 'san2');
    room.up('dns');
    expect(room.alarm('core1')).toMatchObject({ basis: 'recovering', recovery: { left: ['san1', 'sql'] } });
    expect(room.alarm('core2')).toMatchObject({ basis: 'inferred' });
    expect(roots(room, 'san2')).toEqual(['core2']);
  });

  it('is nothing more when it is measured down itself', () => {
    const room = unwatched(REGION, 'core1', 'core2');
    room.down('sql', 'dns');
    room.say(catalogueChanged([oneMore('core1', 'c', 'down')]));
    room.down('core1');
    expect(room.alarm('core1')).toMatchObject({ basis: 'measured', condition: 'down' });
    expect(room.alarm('core2')).toMatchObject({ basis: 'inferred' });
  });

  it('is no cause when it is measured well itself: what was folded under it speaks', () => {
    const room = unwatched([aService('lan'), ...['a', 'b'].map((id) => aService(id, ['lan']))], 'lan');
    room.down('a', 'b');
    room.say(catalogueChanged([oneMore('lan', 'c', 'down')]));
    expect(room.list()).toEqual(['a suppressed', 'b suppressed', 'lan unacknowledged']);
    room.up('lan');
    expect(room.list()).toEqual(['a unacknowledged', 'b unacknowledged']);
  });

  it('is not inferred from what is planned, or put aside', () => {
    const room = unwatched([aService('lan'), ...['a', 'b'].map((id) => aService(id, ['lan']))], 'lan');
    room.down('a');
    room.act('a', SHELVE);
    room.down('b');
    expect(room.list()).toEqual(['a shelved', 'b unacknowledged']);
  });
});

describe('a person’s word on a cause', () => {
  it('goes over the graph: what is joined is folded, and its cause counts it', () => {
    const room = new AlarmRoom(REGION);
    room.down('ie', 'sql');
    room.name('sql', 'ie');
    expect(room.alarm('sql')?.suppressed).toEqual({ kind: 'cause', id: 'ie' });
    // sql takes dips down at three sites.
    expect(room.alarm('ie')?.symptoms).toBe(4);
    expect(room.list()).toEqual(['ie unacknowledged', 'sql suppressed']);
    room.say({ type: 'cause.said', node: 'sql', verdict: null, actor: 'kari', actedAt: room.now });
    expect(room.list()).toEqual(['ie unacknowledged', 'sql unacknowledged']);
  });

  it('splits out what the graph explains, with all that hangs on it', () => {
    const room = new AlarmRoom(REGION);
    room.down('core1');
    room.name('san1', null);
    expect(room.list()).toEqual(['core1 unacknowledged', 'san1 unacknowledged']);
    expect(room.alarm('san1')).toMatchObject({ condition: 'down', symptoms: 3, suppressed: null });
    expect(room.alarm('core1')?.symptoms).toBe(2);
  });

  it('raises an alarm on a cause that had none, for as long as it holds', () => {
    const room = new AlarmRoom(REGION);
    room.down('sql');
    room.name('sql', 'ie');
    expect(room.alarm('ie')).toMatchObject({ basis: 'named', condition: 'down', symptoms: 4 });
    expect(room.list()).toEqual(['ie unacknowledged', 'sql suppressed']);
    room.up('sql');
    expect(room.list()).toEqual([]);
    expect([...room.state.alarms.keys()]).not.toContain('verdict:sql');
  });

  it('ends when the node is normal, and does not hold for its next fault', () => {
    const room = new AlarmRoom(REGION);
    room.down('ie', 'sql');
    room.name('sql', 'ie');
    room.up('sql');
    expect(room.moves).toContainEqual({ kind: 'verdict-ended', node: 'sql' });
    room.down('sql');
    expect(room.list()).toEqual(['ie unacknowledged', 'sql unacknowledged']);
  });

  it('that would go round in a ring does not hold, and ends', () => {
    const room = new AlarmRoom(REGION);
    room.down('core1', 'sql');
    room.name('core1', 'sql');
    expect(roots(room, 'core1')).toEqual(['sql']);
    // san1 needs core1, which is said to follow from sql: sql cannot follow from san1.
    room.name('sql', 'san1');
    expect(room.moves).toContainEqual({ kind: 'verdict-ended', node: 'sql' });
    expect(room.list()).toContain('sql unacknowledged');
    expect(roots(room, 'san1')).toEqual(['sql']);
  });

  it('keeps what was joined with a cause that is back, for as long as a cause keeps anything', () => {
    const room = new AlarmRoom(REGION);
    room.down('ie', 'sql');
    room.name('sql', 'ie');
    room.up('ie');
    expect(room.alarm('ie')).toMatchObject({ basis: 'recovering', recovery: { left: ['sql'] } });
    room.pass(RECOVERY_MS);
    expect(room.list()).toEqual(['sql unacknowledged']);
    expect([...room.state.alarms.keys()]).not.toContain('verdict:sql');
  });
});

describe('a cause that is put aside', () => {
  it('does not silence what follows from it: the worst of that asks, for all of it', () => {
    const room = new AlarmRoom(REGION);
    room.down('core1', 'core2');
    expect(room.list()).toEqual(['core1 unacknowledged', 'core2 unacknowledged']);
    room.act('core1', SHELVE);
    // core2 explains what it took down with it; san1 hangs on core1 alone.
    expect(room.list()).toEqual(['core1 shelved', 'core2 unacknowledged', 'san1 unacknowledged']);
    room.act('core2', SHELVE);
    expect(room.list()).toEqual([
      'core1 shelved',
      'core2 shelved',
      'san1 unacknowledged',
      'san2 unacknowledged',
    ]);
    // What hangs on both is spoken for once: sql, dns, and dips at three sites.
    expect([room.alarm('san1')?.symptoms, room.alarm('san2')?.symptoms]).toEqual([5, 0]);
    room.act('core1', { kind: 'unshelve' });
    expect(room.list()).toEqual(['core1 unacknowledged', 'core2 shelved', 'san2 unacknowledged']);
    expect(room.alarm('core1')?.symptoms).toBe(6);
  });

  it('explains what is put aside, or quiet, itself', () => {
    const room = new AlarmRoom([aService('core1'), aService('san1', ['core1'])]);
    room.act('san1', {
      kind: 'out-of-service',
      responsible: 'lagring',
      reason: 'byttes',
      reviewAt: room.now + MINUTE,
    });
    room.down('core1');
    room.act('core1', SHELVE);
    expect(room.list()).toEqual(['core1 shelved', 'san1 out-of-service']);
    room.act('san1', { kind: 'in-service' });
    expect(room.list()).toEqual(['core1 shelved', 'san1 unacknowledged']);
  });

  it('hides no fault of its own in what follows', () => {
    const room = new AlarmRoom(REGION, [oneMore('sql', 'disk', 'degraded')]);
    room.down('core1');
    room.act('core1', SHELVE);
    room.observe('sql/disk', 'critical');
    expect(room.alarm('sql')).toMatchObject({ condition: 'degraded', state: 'unacknowledged' });
  });
});

describe('what users say', () => {
  const report = (node: string, room: AlarmRoom) => ({
    node,
    at: room.now,
    by: 'kari',
    until: room.now + 60 * MINUTE,
    note: null,
    asked: false,
  });
  const by = { actor: 'kari', actedAt: 0 };

  it('raises an alarm against green checks, until it holds no longer', () => {
    const room = new AlarmRoom(REGION);
    room.say({ type: 'report.changed', node: 'ie', report: report('ie', room), why: 'set', ...by });
    expect(room.alarm('ie')).toMatchObject({
      basis: 'reported',
      condition: 'degraded',
      state: 'unacknowledged',
    });
    expect(room.state.status.get('node:ie')).toMatchObject({ value: { state: 'normal' } });
    // What is measured goes first.
    room.down('ie');
    expect(room.alarm('ie')).toMatchObject({ basis: 'measured', condition: 'down', id: 'A-1' });
    room.up('ie');
    expect(room.alarm('ie')).toMatchObject({ basis: 'reported', condition: 'degraded' });
    room.say({ type: 'report.changed', node: 'ie', report: null, why: 'ended', ...by });
    expect(room.list()).toEqual([]);
  });

  it('makes an alarm more pressing by how many call, also about what follows from it', () => {
    const services = [
      { ...aService('core1'), criticality: 3 as const },
      { ...aService('mail', ['core1'], ['mo', 'bodø', 'alta']), criticality: 4 as const },
    ];
    const room = new AlarmRoom(services);
    const calls = (node: string, count: number, at = room.now): void => {
      const recent = Array.from({ length: count }, () => at);
      const callers = { node, count, firstAt: at, lastAt: at, recent };
      room.say({ type: 'callers.counted', node, by: count, callers, ...by });
    };
    room.down('core1');
    const priority = (): number | undefined => room.alarm('core1')?.priority;
    const before = priority() ?? 0;
    calls('mail@mo', 4);
    expect(priority()).toBe(before);
    calls('mail@bodø', 1);
    expect(priority()).toBe(before - 1);
    calls('core1', 10);
    expect(priority()).toBe(Math.max(1, before - 2));
    // What users called about long before is another matter.
    calls('core1', 10, room.now - 2 * 60 * MINUTE);
    expect(priority()).toBe(before - 1);
  });
});

describe('a first word that is held back', () => {
  it('is not said until it is held no longer; the rest is', () => {
    const room = new AlarmRoom(REGION);
    const decide = room.decider.decide.bind(room.decider);
    let held: ReadonlySet<string> = new Set(['san1']);
    room.decider.decide = (view, nodes, _held, moment) => decide(view, nodes, held, moment);
    room.down('san1', 'ie');
    expect(room.list()).toEqual(['ie unacknowledged']);
    room.down('core1');
    // It follows from core1 by now: nobody needs to hear of it.
    held = new Set();
    room.decide([]);
    expect(room.list()).toEqual(['core1 unacknowledged', 'ie unacknowledged', 'san1 suppressed']);
  });

  it('is said when nothing explained it', () => {
    const room = new AlarmRoom(REGION);
    const decide = room.decider.decide.bind(room.decider);
    let held: ReadonlySet<string> = new Set(['san1']);
    room.decider.decide = (view, nodes, _held, moment) => decide(view, nodes, held, moment);
    room.down('san1');
    expect(room.list()).toEqual([]);
    held = new Set();
    room.decide([]);
    expect(room.list()).toEqual(['san1 unacknowledged']);
  });
});

describe('what no cause explains', () => {
  it('is what stands alone while something else has symptoms', () => {
    const room = new AlarmRoom(REGION);
    room.down('ie');
    expect(unexplained(room.state, room.decider.causes)).toEqual([]);
    room.down('core1', 'san1');
    expect(unexplained(room.state, room.decider.causes)).toEqual(['ie']);
    room.name('ie', 'core1');
    expect(unexplained(room.state, room.decider.causes)).toEqual([]);
  });
});
