import { describe, expect, it } from 'vitest';
import { type AlarmEntity, alarmsKey } from '../../../../../shared/model/alarms';
import type { CatalogueEntity } from '../../../../../shared/model/catalogue';
import { type IncidentEntity, incidentsKey } from '../../../../../shared/model/incidents';
import type { CheckResult } from '../../../../../shared/model/states';
import { CauseIndex } from '../../../../../shared/rules/alarms/causes';
import { type Evidence, evidenceOf } from '../../../../../shared/rules/causes/evidence';
import { Projection } from '../../../../../shared/rules/projection';
import { alarmAfter, measured } from '../../../../fixtures/alarms';
import { aCheck, aService, catalogueChanged, entities, eventWriter } from '../../../../fixtures/room';

/** When everything was well last, ms UTC; faults begin after it. */
const CALM = 1_000_000;
const SECOND = 1_000;

/**
 * Power feeds a core switch; storage hangs on it, services on storage. `wan` can use either core. Two reference points.
 */
const SERVICES = [
  aService('power'),
  aService('core1', ['power']),
  aService('core2'),
  aService('wan', ['core1|core2']),
  aService('san', ['core1']),
  aService('db', ['san']),
  aService('app', ['db', '~wan'], ['mo', 'alta']),
  aService('print'),
];
const REFERENCES: readonly CatalogueEntity[] = ['dc1', 'dc2'].map((id) => ({
  kind: 'check',
  value: aCheck(null, `ref/${id}`),
}));

class Room {
  readonly state = new Projection();
  readonly #write = eventWriter();

  constructor(catalogue: readonly CatalogueEntity[] = [...entities(SERVICES), ...REFERENCES]) {
    this.state.apply(this.#write(catalogueChanged(catalogue), CALM - 60 * SECOND));
    for (const id of this.state.graph.checks.keys())
      this.see(id, 'ok', CALM - 30 * SECOND, CALM - 60 * SECOND);
  }

  /** A check's confirmed result, at a time; `before`: when it was seen last before that. */
  see(check: string, result: CheckResult, at: number, before = CALM): this {
    this.state.apply(
      this.#write(
        {
          type: 'check.changed',
          check,
          result,
          hard: true,
          attempt: 1,
          output: '',
          ms: result === 'ok' ? 4 : null,
          observedAt: at,
          beforeAt: before,
          silenced: false,
        },
        at,
      ),
    );
    return this;
  }

  /** Nodes that fail in this order, each a second after the one before. */
  fail(...nodes: readonly string[]): this {
    nodes.forEach((node, index) => {
      this.see(`${node}/c`, 'critical', CALM + (10 + index) * SECOND);
    });
    return this;
  }

  evidence(
    node: string,
    more: { alarms?: AlarmEntity[]; incidents?: IncidentEntity[]; now?: number } = {},
  ): Evidence {
    const alarms = new Map((more.alarms ?? []).map((entity) => [alarmsKey(entity), entity]));
    const incidents = new Map((more.incidents ?? []).map((entity) => [incidentsKey(entity), entity]));
    const { graph, status, room, muting } = this.state;
    const view = { graph, status, room, muting, alarms, incidents };
    const index = new CauseIndex();
    index.update(view, null);
    return evidenceOf(view, index, node, more.now ?? null);
  }
}

const codes = (lines: readonly { readonly code: string }[]): string[] => lines.map(({ code }) => code);
const line = (lines: Evidence['for' | 'time' | 'against'], code: string) =>
  lines.find((one) => one.code === code)?.facts;

describe('a cause that is measured', () => {
  const room = new Room().fail('core1', 'san', 'db', 'app@mo', 'app@alta');
  const evidence = room.evidence('core1');

  it('is said with what follows from it, what it needs, and what carries in its place', () => {
    expect(evidence.sentence).toEqual({
      code: 'measured',
      facts: { node: 'core1', state: 'down', count: 5, nodes: ['power'], others: ['core2'] },
    });
  });

  it('has its share of what fails for it, and who is on their last leg', () => {
    expect(line(evidence.for, 'downstream')).toEqual({ count: 5, of: 5 });
    expect(line(evidence.for, 'own-checks')).toEqual({ count: 1, of: 1, checks: ['core1/c'] });
    expect(line(evidence.for, 'upstream-normal')).toEqual({ nodes: ['power'], count: 1, of: 1 });
    expect(line(evidence.for, 'last-leg')).toEqual({ count: 1, nodes: ['wan'] });
    expect(line(evidence.for, 'alternatives-up')).toEqual({ nodes: ['core2'] });
  });

  it('is not ours: the reference points answer', () => {
    expect(line(evidence.for, 'references-up')).toEqual({ count: 2, of: 2, times: [4, 4] });
    room.see('ref/dc2', 'critical', CALM + 20 * SECOND);
    expect(line(room.evidence('core1').against, 'references-down')).toEqual({ count: 1, of: 2 });
  });

  it('counts what fails besides among all that fails', () => {
    const besides = new Room().fail('core1', 'san', 'print').evidence('core1');
    expect(line(besides.for, 'downstream')).toEqual({ count: 2, of: 3 });
  });

  it('began between its last good and its first bad observation', () => {
    expect(evidence.time).toEqual([
      { code: 'fault-between', facts: { node: 'core1', from: CALM, to: CALM + 10_000, ms: 10_000 } },
      { code: 'within', facts: { count: 4, of: 4, ms: 10_000 } },
      { code: 'unsure', facts: { ms: 30_000 } },
    ]);
  });

  it('has nothing against it, in so many words', () => {
    expect(new Room().fail('core1', 'san').evidence('core1').against).toEqual([{ code: 'none', facts: {} }]);
  });
});

describe('what speaks against a cause', () => {
  it('is one that failed before it surely did, never one within the uncertainty', () => {
    const room = new Room();
    room.see('core1/c', 'critical', CALM + 60_000, CALM + 30_000);
    room.see('san/c', 'critical', CALM + 29_000, CALM);
    room.see('db/c', 'critical', CALM + 31_000, CALM);
    const { against, time } = room.evidence('core1');
    expect(line(against, 'failed-before')).toEqual({ count: 1, nodes: ['san'], ms: 1_000 });
    expect(line(time, 'within')).toEqual({ count: 1, of: 2, ms: 30_000 });
  });

  it('is what could not answer without it and does, once it was surely asked since', () => {
    const room = new Room().fail('core1', 'san');
    expect(codes(room.evidence('core1').against)).toEqual(['none']);
    // It is fresh for 65 s: that it is not overdue a minute and a half later says that it was seen since.
    const later = room.evidence('core1', { now: CALM + 100_000 });
    expect(line(later.against, 'dependants-up')).toEqual({ count: 3, nodes: ['db', 'app@mo', 'app@alta'] });
    room.see('db/c', 'ok', CALM + 11_000);
    expect(line(room.evidence('core1').against, 'dependants-up')).toEqual({ count: 1, nodes: ['db'] });
  });

  it('is what of its own still answers, or has not been heard for too long', () => {
    const catalogue = [
      ...entities(SERVICES),
      ...['core1/b', 'core1/d'].map((id) => ({ kind: 'check' as const, value: aCheck('core1', id) })),
    ];
    const room = new Room(catalogue).fail('core1', 'san');
    expect(line(room.evidence('core1').against, 'own-checks-up')).toEqual({
      count: 2,
      of: 3,
      checks: ['core1/b', 'core1/d'],
    });
    room.state.apply(
      eventWriter('hub-test', 2)(
        { type: 'check.overdue', check: 'core1/d', lastObservedAt: CALM },
        CALM + 90_000,
      ),
    );
    const { against } = room.evidence('core1');
    expect(line(against, 'own-checks-up')).toEqual({ count: 1, of: 3, checks: ['core1/b'] });
    expect(line(against, 'stale')).toEqual({ count: 1, checks: ['core1/d'] });
  });

  it('is that others explain a part of it too', () => {
    const { against } = new Room().fail('core1', 'core2').evidence('core1');
    expect(line(against, 'other-causes')).toMatchObject({ nodes: ['core2'] });
  });

  it('is that one single check says so, where nothing follows', () => {
    const { sentence, against } = new Room().fail('print').evidence('print');
    expect(sentence).toEqual({ code: 'alone', facts: { node: 'print', state: 'down' } });
    expect(against).toEqual([{ code: 'one-check', facts: { checks: ['print/c'] } }]);
  });

  it('is what stands above it that nobody measures: it may be that', () => {
    const blind = entities(SERVICES).filter(
      (entity) => entity.kind !== 'check' || entity.value.node !== 'core1',
    );
    const { against } = new Room(blind).fail('san').evidence('san');
    expect(line(against, 'possible-upstream')).toEqual({ count: 1, nodes: ['core1'] });
    // Whatever hangs on it alone and answers says that it is there.
    const proven = entities([...SERVICES, aService('other', ['core1'])]).filter(
      (entity) => entity.kind !== 'check' || entity.value.node !== 'core1',
    );
    expect(line(new Room(proven).fail('san').evidence('san').against, 'possible-upstream')).toBeUndefined();
  });
});

describe('what is not measured', () => {
  it('and inferred says what it rests on, and that nothing watches it', () => {
    const blind = entities([...SERVICES, aService('lb', ['core1'])]).filter(
      (entity) => entity.kind !== 'check' || entity.value.node !== 'core1',
    );
    const room = new Room(blind).fail('san', 'lb');
    const { graph, status, room: of, muting } = room.state;
    const view = { graph, status, room: of, muting, alarms: new Map(), incidents: new Map() };
    const index = {
      explained: () => undefined,
      following: () => undefined,
      inferred: new Map([['core1', { with: ['core9'], rests: ['san', 'lb'] }]]),
    };
    const evidence = evidenceOf(view, index, 'core1');
    expect(evidence.sentence).toEqual({
      code: 'inferred',
      facts: { node: 'core1', count: 0, nodes: ['san', 'lb'], others: ['core9'] },
    });
    expect(codes(evidence.for)).toEqual(['inferred-from', 'inferred-with', 'unwatched', 'upstream-normal']);
    expect(codes(evidence.against)).toEqual(['unmeasured']);
    expect(codes(evidence.time)).toEqual(['unknown']);
  });

  it('but named by a person says who, and that its own checks disagree', () => {
    const alarms: AlarmEntity[] = [
      { kind: 'alarm', value: { ...alarmAfter(measured({}, 'A-1', 'core2')), basis: 'named' } },
      {
        kind: 'verdict',
        value: { node: 'print', cause: 'core2', at: CALM, by: 'kari', note: 'sett på stedet' },
      },
    ];
    const evidence = new Room().fail('print').evidence('core2', { alarms });
    expect(evidence.sentence).toMatchObject({
      code: 'named',
      facts: { node: 'core2', person: 'kari', at: CALM },
    });
    expect(line(evidence.for, 'said')).toEqual({
      node: 'print',
      others: ['core2'],
      person: 'kari',
      at: CALM,
      text: 'sett på stedet',
    });
    expect(line(evidence.against, 'checks-well')).toEqual({ count: 1, of: 1, checks: ['core2/c'] });
  });

  it('but reported by users says so, with the callers', () => {
    const node = 'app@mo';
    const alarms: AlarmEntity[] = [
      { kind: 'alarm', value: { ...alarmAfter(measured({}, 'A-1', node)), basis: 'reported' } },
    ];
    const incidents: IncidentEntity[] = [
      { kind: 'report', value: { node, at: CALM, by: 'kari', until: CALM + 1, note: null, asked: false } },
      { kind: 'callers', value: { node, count: 7, firstAt: CALM - 9, lastAt: CALM, recent: [CALM] } },
    ];
    const { sentence, for: lines, against } = new Room().evidence(node, { alarms, incidents });
    expect(sentence).toEqual({
      code: 'reported',
      facts: { node, count: 7, person: 'kari', at: CALM, to: CALM + 1 },
    });
    expect(codes(lines)).toEqual(expect.arrayContaining(['reported', 'callers']));
    expect(codes(against)).toEqual(['checks-well']);
  });

  it('but coming back counts what is back', () => {
    const value = {
      ...alarmAfter(measured({ symptoms: 5 }, 'A-1', 'core1')),
      basis: 'recovering' as const,
      symptomsMost: 5,
      recovery: { at: CALM, until: CALM + 9, left: ['db', 'app@mo'] },
    };
    const { sentence } = new Room().fail('db').evidence('core1', { alarms: [{ kind: 'alarm', value }] });
    expect(sentence).toEqual({
      code: 'recovering',
      facts: { node: 'core1', at: CALM, to: CALM + 9, count: 3, of: 5 },
    });
  });
});

describe('what is no cause', () => {
  it('follows from others, which are named', () => {
    const { sentence, time } = new Room().fail('core1', 'san', 'db').evidence('db');
    expect(sentence).toEqual({ code: 'explained', facts: { node: 'db', state: 'down', nodes: ['core1'] } });
    expect(codes(time)).toEqual(['fault-between']);
  });

  it('is well, and says no more', () => {
    expect(new Room().evidence('print')).toEqual({
      sentence: { code: 'normal', facts: { node: 'print' } },
      for: [],
      time: [{ code: 'unknown', facts: { node: 'print' } }],
      against: [{ code: 'none', facts: {} }],
    });
  });

  it('cannot be told while the hub sees nothing', () => {
    const room = new Room().fail('core1');
    room.see('ref/dc1', 'critical', CALM + 11_000).see('ref/dc2', 'critical', CALM + 11_000);
    room.state.apply(eventWriter('hub-test', 2)({ type: 'vantage.changed', lost: true }, CALM + 12_000));
    const { sentence, for: lines } = room.evidence('vaktrom/nett');
    expect(sentence).toEqual({ code: 'vantage', facts: { node: 'vaktrom/nett', at: CALM + 12_000 } });
    expect(line(lines, 'references-silent')).toEqual({ count: 2, of: 2 });
    expect(room.evidence('core1').sentence.code).toBe('vantage');
  });
});
