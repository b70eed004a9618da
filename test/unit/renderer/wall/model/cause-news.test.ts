import { describe, expect, test } from 'vitest';
import { type Callout, countUnexplained, findCallouts } from '../../../../../renderer/wall/model/callouts';
import { WallModel } from '../../../../../renderer/wall/model/wall-model';
import type { AlarmFacts } from '../../../../../shared/model/alarms';
import type { EventBody } from '../../../../../shared/model/events';
import type { CheckResult } from '../../../../../shared/model/states';
import { decideAlarms } from '../../../../../shared/rules/alarms/decide';
import { readAlarm } from '../../../../../shared/rules/alarms/reduce-alarms';
import { someFacts } from '../../../../fixtures/alarms';
import { opened } from '../../../../fixtures/wall-harness/incident';
import { buildBoard } from '../../../../fixtures/wall-harness/scenes';
import { estates, NOW } from '../wall-fixture';

const MINUTE = 60_000;

/** An estate that things happen to; the hub's word on alarms follows each of them. */
function room(estate: 'demo' | 'full' = 'demo') {
  const board = buildBoard(estates[estate](), 'normal', NOW);
  let seq = 100_000;
  const say = (body: EventBody, at = NOW): void => {
    seq += 1;
    board.apply({ origin: 'harness', epoch: 1, seq, at, body });
  };
  const follow = (at: number): void => {
    const moves = decideAlarms(board, null);
    if (moves.length > 0) say({ type: 'alarms.moved', moves }, at);
  };
  return {
    board,
    say,
    observe: (node: string, result: CheckResult, minutes: number): void => {
      const at = NOW - minutes * MINUTE;
      const seen = { check: `${node}/0`, result, observedAt: at, beforeAt: null };
      const rest = { hard: true, attempt: 1, output: '', ms: 1, silenced: false };
      say({ type: 'check.changed', ...seen, ...rest }, at);
      follow(at);
    },
    /** The hub's word on an alarm. */
    facts: (node: string, over: Partial<AlarmFacts>): void =>
      say({ type: 'alarms.moved', moves: [{ kind: 'facts', node, id: 'A-77', facts: someFacts(over) }] }),
    call: (node: string, count: number): void => {
      const callers = { node, count, firstAt: NOW, lastAt: NOW, recent: [NOW] };
      say({ type: 'callers.counted', node, by: count, callers, actor: 'kari', actedAt: NOW });
    },
    lines: (): Callout[] => {
      const model = new WallModel();
      model.load(board);
      return findCallouts(model, board.maintenance, board);
    },
  };
}
const line = (lines: readonly Callout[], node: string): Callout | undefined =>
  lines.find(({ nodes }) => nodes.includes(node));

describe('a line whose node is well by measurement', () => {
  test('is there while what it took down is not all back, and counts what is', () => {
    const { board, observe, lines } = room();
    observe('wan@mo', 'critical', 20);
    observe('dips-arena@mo', 'critical', 19);
    observe('lab@mo', 'critical', 18);
    expect(line(lines(), 'wan@mo')).toMatchObject({ state: 'down', follows: 5, news: { basis: null } });
    observe('wan@mo', 'ok', 3);
    const one = line(lines(), 'wan@mo');
    expect(board.status.get('node:wan@mo')).toMatchObject({ value: { state: 'normal' } });
    expect(one).toMatchObject({ state: 'down', news: { basis: 'recovering' } });
    const { recovery } = one?.news ?? {};
    expect(recovery?.back).toBeGreaterThan(0);
    expect(recovery?.all).toBeGreaterThan(recovery?.back ?? 0);
    // What is left is counted with it, and has no line of its own.
    expect(one?.follows).toBeGreaterThan(1);
    expect(lines()).toHaveLength(1);
  });

  test('is there when users report it, by the word of users', () => {
    const { facts, lines } = room();
    facts('nhn', { condition: 'degraded', conditionSince: NOW - MINUTE, basis: 'reported', sites: [] });
    expect(lines()).toMatchObject([
      {
        state: 'degraded',
        nodes: ['nhn'],
        news: { basis: 'reported' },
        attention: { state: 'unacknowledged' },
      },
    ]);
  });

  test('is there when it is inferred, and is not when somebody has put it aside', () => {
    const { facts, say, lines } = room();
    facts('nhn', { basis: 'inferred', sites: [] });
    expect(lines()).toMatchObject([{ state: 'down', nodes: ['nhn'], news: { basis: 'inferred' } }]);
    const act = {
      kind: 'shelve',
      until: NOW + MINUTE,
      code: 'known-fault',
      reason: 'kjent',
      breakAfterMs: null,
    } as const;
    say({ type: 'alarm.acted', node: 'nhn', alarm: 'A-77', act, actor: 'kari', actedAt: NOW });
    expect(lines()).toEqual([]);
  });

  test('does not share a line with one that is measured', () => {
    const { facts, observe, lines } = room();
    observe('lan@mo', 'critical', 5);
    facts('lan@bodø', { basis: 'inferred', sites: ['bodø'] });
    const lan = lines().filter(({ nodes }) => nodes[0]?.startsWith('lan@'));
    expect(lan.map(({ nodes, news }) => [nodes, news.basis]).sort()).toEqual([
      [['lan@bodø'], 'inferred'],
      [['lan@mo'], null],
    ]);
  });
});

describe('what people say of an upset', () => {
  test('an open incident is on its cause’s line, the gravest of several, and no more when it is closed', () => {
    const { board, observe, say, lines } = room();
    observe('wan@mo', 'critical', 5);
    const alarm = readAlarm(board.alarms, 'wan@mo')?.id ?? '';
    say(opened(NOW, 'wan@mo', alarm, { id: 'liten-en', number: 'I-11', severity: 'moderate' }));
    expect(line(lines(), 'wan@mo')?.news.incident).toEqual({ number: 'I-11', severity: 'moderate' });
    say(opened(NOW, 'wan@mo', alarm));
    expect(line(lines(), 'wan@mo')?.news.incident).toEqual({ number: 'I-12', severity: 'major' });
    say(opened(NOW, 'wan@mo', alarm, { state: 'restored' }));
    say(opened(NOW, 'wan@mo', alarm, { id: 'liten-en', number: 'I-11', state: 'closed' }));
    expect(line(lines(), 'wan@mo')?.news.incident).toBeNull();
  });

  test('what a major incident is about comes first, so that newer alarms never push it off the strip', () => {
    const { board, observe, say, lines } = room();
    observe('wan@mo', 'critical', 20);
    observe('dips-arena@bodø', 'critical', 1);
    expect(lines()[0]?.nodes).not.toContain('wan@mo');
    say(opened(NOW, 'wan@mo', readAlarm(board.alarms, 'wan@mo')?.id ?? ''));
    expect(lines()[0]?.nodes).toEqual(['wan@mo']);
  });

  test('callers are counted with the cause, about it and about what follows from it, each once', () => {
    const { observe, call, lines } = room();
    observe('wan@mo', 'critical', 5);
    observe('lan@bodø', 'warning', 5);
    call('wan@mo', 3);
    call('dips-arena@mo', 20);
    // About a service, nobody said where.
    call('dips-arena', 4);
    call('lan@bodø', 1);
    call('print@alta', 9);
    expect(line(lines(), 'wan@mo')?.news.callers).toBe(27);
    expect(line(lines(), 'lan@bodø')?.news.callers).toBe(1);
  });

  test('what no cause explains is said on its line and counted, and only while there is an upset', () => {
    const { observe, lines } = room();
    observe('labinstr@tromsø', 'critical', 9);
    expect(countUnexplained(lines())).toBeNull();
    expect(line(lines(), 'labinstr@tromsø')?.news.unexplained).toBe(false);
    observe('wan@mo', 'critical', 5);
    expect(line(lines(), 'labinstr@tromsø')?.news.unexplained).toBe(true);
    expect(line(lines(), 'wan@mo')?.news.unexplained).toBe(false);
    expect(countUnexplained(lines())).toBe(1);
    observe('labinstr@tromsø', 'ok', 1);
    expect(countUnexplained(lines())).toBe(0);
  });

  test('a person’s word on what explains a node is followed from one change to the next', () => {
    const { board, observe, say } = room();
    observe('wan@mo', 'critical', 5);
    observe('labinstr@tromsø', 'critical', 4);
    const model = new WallModel();
    model.load(board);
    const verdict = { node: 'labinstr@tromsø', cause: 'wan@mo', at: NOW, by: 'kari', note: null };
    say({ type: 'cause.said', node: verdict.node, verdict, actor: 'kari', actedAt: NOW });
    const before = model.version;
    model.takeAlarms(['verdict:labinstr@tromsø'], board);
    expect(model.version).toBeGreaterThan(before);
    expect(model.causes.explained('labinstr@tromsø')?.roots).toEqual(['wan@mo']);
    expect(model.causes.following('wan@mo')?.nodes).toContain('labinstr@tromsø');
  });
});
