import { describe, expect, test } from 'vitest';
import { findCallouts } from '../../../../../renderer/wall/model/callouts';
import { WallModel } from '../../../../../renderer/wall/model/wall-model';
import type { EventBody } from '../../../../../shared/model/events';
import type { CheckResult } from '../../../../../shared/model/states';
import { decideAlarms } from '../../../../../shared/rules/alarms/decide';
import { readAlarm } from '../../../../../shared/rules/alarms/reduce-alarms';
import type { Projection } from '../../../../../shared/rules/projection';
import { buildBoard } from '../../../../fixtures/wall-harness/scenes';
import { estates, NOW } from '../wall-fixture';

const MINUTE = 60_000;

/** Callouts of an estate in which these checks failed, `[check, result, minutes ago]`. */
function calloutsOf(
  estate: 'demo' | 'full',
  faults: readonly (readonly [string, CheckResult, number])[],
): ReturnType<typeof findCallouts> {
  const board: Projection = buildBoard(estates[estate](), 'normal', NOW);
  faults.forEach(([check, result, minutes], index) => {
    const at = NOW - minutes * MINUTE;
    board.apply({
      origin: 'harness',
      epoch: 1,
      seq: 100_000 + index,
      at,
      body: {
        type: 'check.changed',
        check,
        result,
        hard: true,
        attempt: 1,
        output: '',
        ms: 1,
        observedAt: at,
        beforeAt: null,
        silenced: false,
      },
    });
  });
  const model = new WallModel();
  model.load(board);
  return findCallouts(model);
}

test('nothing wrong, nothing said', () => {
  expect(calloutsOf('demo', [])).toEqual([]);
});

test('what follows from another is counted on its line and has none of its own', () => {
  const [first, ...rest] = calloutsOf('demo', [['wan@mo/0', 'critical', 5]]);
  expect(rest).toEqual([]);
  expect(first).toMatchObject({ state: 'down', nodes: ['wan@mo'], since: NOW - 5 * MINUTE });
  // DIPS Arena, the chart, Citrix and the laboratory at Mo need its network; the instruments need the laboratory.
  expect(first?.follows).toBe(5);
});

test('a service behind a dead line that is measured dead as well is the same fault', () => {
  const callouts = calloutsOf('demo', [
    ['dips-arena@mo/0', 'critical', 6],
    ['wan@mo/0', 'critical', 5],
    ['dips-arena@bodø/0', 'critical', 5],
  ]);
  expect(callouts.map((callout) => callout.nodes)).toEqual([['wan@mo'], ['dips-arena@bodø']]);
  expect(callouts[0]?.follows).toBe(5);
});

test('a fault of its own beside a cause keeps its line', () => {
  const callouts = calloutsOf('demo', [
    ['wan@mo/0', 'critical', 5],
    ['labinstr@tromsø/0', 'critical', 1],
  ]);
  expect(callouts.map((callout) => callout.nodes[0])).toEqual(['wan@mo', 'labinstr@tromsø']);
});

test('a minor cause with grave consequences comes before a graver one without', () => {
  const callouts = calloutsOf('demo', [
    ['lan@mo/0', 'warning', 1],
    ['san1/0', 'critical', 9],
    ['nhn/0', 'critical', 1],
  ]);
  expect(callouts.map((callout) => callout.nodes[0])).toEqual(['san1', 'nhn', 'lan@mo']);
  expect(callouts[0]).toMatchObject({ priority: 2, reach: 1 });
});

test('the same service in the same state at several sites shares a line', () => {
  const sites = ['tromsø', 'bodø', 'mo', 'hammerfest'];
  const [first, ...rest] = calloutsOf(
    'demo',
    sites.map((site, index) => [`lan@${site}/0`, 'warning', 10 - index] as const),
  );
  expect(rest).toEqual([]);
  expect(first?.subject).toMatchObject({ kind: 'service', service: 'LAN', all: true });
  expect(first?.since).toBe(NOW - 10 * MINUTE);
});

test('a site of which nothing is known is named once', () => {
  const board = buildBoard(estates.full(), 'site', NOW);
  const model = new WallModel();
  model.load(board);
  const stale = findCallouts(model).filter((callout) => callout.state === 'stale');
  expect(stale).toHaveLength(1);
  expect(stale[0]?.subject).toMatchObject({ kind: 'site', site: { name: 'Tromsø' } });
});

test('at start, when nothing has been measured, one line says so', () => {
  const model = new WallModel();
  const board = buildBoard(estates.full(), 'start', NOW);
  model.load(board);
  expect(findCallouts(model).map((callout) => callout.subject.kind)).toEqual(['many']);
});

test('every node that is not normal is either named or counted', () => {
  const board = buildBoard(estates.full(), 'upset', NOW);
  const model = new WallModel();
  model.load(board);
  const callouts = findCallouts(model);
  const told = callouts.reduce((sum, callout) => sum + callout.nodes.length + callout.follows, 0);
  expect(told).toBe(model.abnormal.size);
});

const planned = (scene: 'planned' | 'overrun'): ReturnType<typeof findCallouts> => {
  const board = buildBoard(estates.demo(), scene, NOW);
  const model = new WallModel();
  model.load(board);
  return findCallouts(model, board.maintenance);
};

test('planned work, closed hours and silences are no news', () => {
  expect(planned('planned').map((callout) => callout.nodes)).toEqual([['ek@tromsø']]);
});

test('work over its time is, with what it covers, before what still works', () => {
  const [first, ...rest] = planned('overrun');
  expect(first).toMatchObject({
    key: 'overrun/lan',
    subject: { kind: 'overrun', title: 'Bytte av kantsvitsjer' },
    nodes: ['lan@mo'],
    since: NOW - 40 * MINUTE,
    priority: 1,
  });
  expect(rest.map((callout) => callout.nodes)).toEqual([['ek@tromsø'], ['lan@mo']]);
});

test('what is down is read before work over its time', () => {
  const board = buildBoard(estates.demo(), 'overrun', NOW);
  const at = NOW - MINUTE;
  board.apply({
    origin: 'harness',
    epoch: 1,
    seq: 100_000,
    at,
    body: { ...failed, check: 'ad/0', observedAt: at },
  });
  const model = new WallModel();
  model.load(board);
  const keys = findCallouts(model, board.maintenance).map((callout) => callout.nodes[0]);
  expect(keys.slice(0, 2)).toEqual(['ad', 'lan@mo']);
});

const failed = {
  type: 'check.changed',
  result: 'critical',
  hard: true,
  attempt: 1,
  output: '',
  ms: 1,
  beforeAt: null,
  silenced: false,
} as const;

test('what is to be heard is never folded under what makes no sound', () => {
  const board = buildBoard(estates.demo(), 'normal', NOW);
  // Somebody silenced the storage at its source, and nothing of what it takes down.
  board.apply({
    origin: 'harness',
    epoch: 1,
    seq: 100_000,
    at: NOW,
    body: { ...failed, check: 'san1/0', observedAt: NOW, beforeAt: null, silenced: true },
  });
  const model = new WallModel();
  model.load(board);
  const callouts = findCallouts(model, board.maintenance);
  // The database needs both: of these the one that is heard explains it.
  expect(callouts.map((callout) => callout.nodes)).toEqual([['virt1']]);
  expect(callouts[0]?.follows).toBeGreaterThan(0);
});

test('all that a silent source vouches for is one line: the source', () => {
  const estate = estates.demo();
  const mine = new Set(['lab@mo/0', 'lab@bodø/0', 'ek@tromsø/0', 'labinstr@mo/0', 'dns/0']);
  const entities = estate.entities.map((entity) =>
    entity.kind === 'check' && mine.has(entity.value.id)
      ? { ...entity, value: { ...entity.value, source: 'nhn' } }
      : entity,
  );
  const board = buildBoard({ ...estate, entities }, 'normal', NOW);
  [...mine, 'nhn/0'].forEach((check, index) => {
    board.apply({
      origin: 'harness',
      epoch: 1,
      seq: 100_000 + index,
      at: NOW,
      body: { ...failed, check, result: check === 'nhn/0' ? 'critical' : 'unknown', observedAt: NOW },
    });
  });
  const model = new WallModel();
  model.load(board);
  const [first, ...rest] = findCallouts(model);
  expect(rest).toEqual([]);
  expect(first).toMatchObject({ nodes: ['nhn'], state: 'down', follows: mine.size });
});

describe('alarms that people work', () => {
  const lines = (scene: 'night' | 'worked') => {
    const board = buildBoard(estates.full(), scene, NOW);
    const model = new WallModel();
    model.load(board);
    return { board, model, callouts: findCallouts(model, board.maintenance, board) };
  };

  test('what nobody has comes first, then what somebody has, then what came back unseen', () => {
    expect(lines('night').callouts.map(({ nodes, attention }) => [nodes[0], attention])).toEqual([
      ['ek@bodø', { state: 'unacknowledged', holder: null }],
      ['dips-lesekopi', { state: 'unacknowledged', holder: null }],
      ['wan@mo', { state: 'acknowledged', holder: { initials: 'NO', name: 'Nattoperatør' } }],
      ['labinstr@hammerfest', { state: 'returned', holder: null }],
    ]);
  });

  test('what came back says what it was, and since when it is back', () => {
    const back = lines('night').callouts.at(-1);
    expect(back).toMatchObject({ state: 'down', since: NOW - 9 * MINUTE });
    expect(lines('worked').callouts.map(({ nodes }) => nodes[0])).toEqual([
      'dips-lesekopi',
      'wan@mo',
      'ek@bodø',
    ]);
  });

  test('what is shelved or out of service has no line; what follows from it is heard of all the same', () => {
    const { model, callouts } = lines('night');
    expect(model.slot('nhn')).toMatchObject({ aside: 'shelved', status: { state: 'degraded' } });
    expect(model.slot('virt2')?.aside).toBe('out-of-service');
    expect(callouts.flatMap(({ nodes }) => nodes)).not.toContain('nhn');
    // Who took it out of service has not heard of this: it is explained by nothing that anybody hears.
    expect(model.slot('dips-lesekopi')?.status?.state).toBe('down');
    expect(callouts.flatMap(({ nodes }) => nodes)).toContain('dips-lesekopi');
    expect(callouts).toHaveLength(4);
  });

  test('the same service in the same state has a line for each pair of hands', () => {
    const { board, model } = lines('night');
    const at = NOW - MINUTE;
    const say = (body: EventBody, index: number): void =>
      void board.apply({ origin: 'harness', epoch: 1, seq: 900_000 + index, at, body });
    for (const [index, node] of ['ek@tromsø', 'ek@narvik'].entries()) {
      say({ ...failed, check: `${node}/0`, result: 'warning', observedAt: at }, 10 * index);
      say({ type: 'alarms.moved', moves: decideAlarms(board, null) }, 10 * index + 1);
    }
    const act = { kind: 'acknowledge', note: null, owner: 'bruker' } as const;
    say({ type: 'alarm.acted', node: 'ek@narvik', alarm: '', act, actor: 'bruker', actedAt: at }, 30);
    model.load(board);
    const callouts = findCallouts(model, board.maintenance, board);
    const chart = callouts.filter(({ nodes }) => nodes[0]?.startsWith('ek@'));
    expect(chart.map(({ nodes, attention }) => [[...nodes].sort(), attention?.holder?.initials])).toEqual([
      [['ek@bodø', 'ek@tromsø'], undefined],
      [['ek@narvik'], 'BS'],
    ]);
  });

  test('the number is the alarm’s priority, as on the desk', () => {
    const { board, callouts } = lines('night');
    for (const { nodes, priority, attention } of callouts) {
      if (attention) expect(priority).toBe(readAlarm(board.alarms, nodes[0] ?? '')?.priority);
    }
  });

  test('without a word of alarms (a hub of an older version) the same lines stand, in nobody’s hands', () => {
    const { board, model } = lines('night');
    const older = new WallModel();
    older.load({ catalogue: board.catalogue, graph: board.graph, status: board.status, alarms: new Map() });
    const withAlarms = findCallouts(model, board.maintenance, board).filter(
      ({ attention }) => attention?.state !== 'returned',
    );
    const without = findCallouts(older, board.maintenance);
    const nodes = (list: typeof without) => list.flatMap((callout) => callout.nodes);
    // What was put aside is told again, and explains what follows from it: that hub knows of no shelf.
    const explained = nodes(withAlarms).filter((id) => id !== 'dips-lesekopi');
    expect(nodes(without)).toEqual(expect.arrayContaining(explained));
    expect(nodes(without)).toEqual(expect.arrayContaining(['nhn', 'virt2']));
    expect(without.every(({ attention }) => attention === null)).toBe(true);
  });
});
