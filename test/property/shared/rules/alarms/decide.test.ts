import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogueEntity } from '../../../../../shared/model/catalogue';
import type { EventBody } from '../../../../../shared/model/events';
import type { MaintenanceRun } from '../../../../../shared/model/maintenance';
import { type Impact, severity } from '../../../../../shared/model/states';
import { decideAlarms, VANTAGE_NODE } from '../../../../../shared/rules/alarms/decide';
import { readCheck, readNode } from '../../../../../shared/rules/reduce';
import { AlarmRoom } from '../../../../fixtures/alarm-room';
import { aWindow } from '../../../../fixtures/maintenance-bench';
import { aCheck, aService, catalogueChanged } from '../../../../fixtures/room';

/**
 * Which alarms a room has, against the definition worked out by recursion, while an adversary does what it likes with
 * checks, plans, hours, sources and the catalogue. Nothing that goes wrong is unheard, nothing that merely follows is
 * heard, and what is kept up to date says the same as what is worked out anew.
 */

const NODES = 6;
const SITES = ['a', 'b', 'c'];
const IMPACTS: readonly Impact[] = ['down', 'degraded', 'warning'];
const name = (index: number): string => `n${index}`;
const nodeIndex = fc.nat(NODES - 1);

/** A hard dependency points to an earlier node, so that none closes a cycle; a soft one to any other. */
const needs = (index: number): fc.Arbitrary<string[]> =>
  fc.uniqueArray(
    fc.oneof(
      ...(index > 0
        ? [
            fc.nat(index - 1).map(name),
            fc
              .uniqueArray(fc.nat(index - 1), { minLength: 1, maxLength: 3 })
              .map((of) => of.map(name).join('|')),
          ]
        : []),
      nodeIndex.filter((other) => other !== index).map((other) => `~${name(other)}`),
    ),
    { maxLength: 3 },
  );

interface Plan {
  readonly needs: readonly string[];
  readonly hours: string | null;
  readonly checks: readonly { readonly impact: Impact; readonly source: number | null }[];
}
const plans: fc.Arbitrary<Plan[]> = fc.tuple(
  ...Array.from({ length: NODES }, (_, index) =>
    fc.record({
      needs: needs(index),
      hours: fc.constantFrom(null, null, 'kontor'),
      checks: fc.array(
        fc.record({ impact: fc.constantFrom(...IMPACTS), source: fc.constantFrom(null, null, null, 0, 1) }),
        { minLength: index === 0 ? 0 : 1, maxLength: 2 },
      ),
    }),
  ),
);

function catalogue(list: readonly Plan[], needsAtSites: readonly string[]): CatalogueEntity[] {
  const put: CatalogueEntity[] = list.flatMap(
    ({ needs: wanted, hours, checks }, index): CatalogueEntity[] => [
      { kind: 'service', value: { ...aService(name(index), wanted), hours } },
      ...checks.map(
        ({ impact, source }, place): CatalogueEntity => ({
          kind: 'check',
          value: {
            ...aCheck(name(index), `${name(index)}/${place}`, impact),
            source: source === null || source === index ? null : name(source),
          },
        }),
      ),
    ],
  );
  put.push({ kind: 'service', value: { ...aService('s', needsAtSites, SITES), users: 400 } });
  for (const site of SITES) {
    put.push({ kind: 'check', value: aCheck(`s@${site}`, `s@${site}/0`) });
    put.push({ kind: 'site', value: { id: site, name: site, trust: 't', order: 0 } });
  }
  put.push({
    kind: 'hours',
    value: { id: 'kontor', name: 'k', order: 0, open: [], closedOnHolidays: false },
  });
  return put;
}

const check = fc.oneof(
  fc.tuple(nodeIndex, fc.nat(1)).map(([node, place]) => `${name(node)}/${place}`),
  fc.constantFrom(...SITES).map((site) => `s@${site}/0`),
);
const window = fc.record({
  window: fc.nat(1),
  phase: fc.constantFrom('running' as const, 'overrun' as const, null),
  covers: fc.array(fc.record({ node: nodeIndex, worst: fc.constantFrom('down' as const, ...IMPACTS) }), {
    maxLength: 4,
    size: 'max',
  }),
});
type Step = (at: number, list: readonly Plan[]) => readonly EventBody[];
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(check, fc.constantFrom('ok', 'ok', 'warning', 'critical', 'critical', 'unknown'), fc.nat(4))
      .map(
        ([id, result, quiet]): Step =>
          (at) => [
            {
              type: 'check.changed',
              check: id,
              result: result as 'ok',
              hard: true,
              attempt: 1,
              output: '',
              ms: null,
              observedAt: at,
              silenced: quiet === 0,
            },
          ],
      ),
  },
  {
    weight: 1,
    arbitrary: check.map(
      (id): Step =>
        () => [{ type: 'check.overdue', check: id, lastObservedAt: null }],
    ),
  },
  {
    weight: 3,
    arbitrary: window.map(
      ({ window: number, phase, covers }): Step =>
        (at) => {
          const id = `w${number}`;
          const run: MaintenanceRun | null = phase && {
            start: at,
            end: at + 1,
            phase,
            since: at,
            covers: covers.map(({ node, worst }) => ({ node: name(node), worst })),
          };
          const moved = { id, title: id, run, ended: null, next: null, actor: null, reason: null, nodes: [] };
          return [
            { type: 'maintenance.set', window: aWindow({ id }), next: null, actor: null },
            { type: 'maintenance.moved', ...moved },
          ];
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map(
      (open): Step =>
        () => [{ type: 'hours.changed', id: 'kontor', open, nextAt: null }],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map(
      (lost): Step =>
        () => [{ type: 'vantage.changed', lost }],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(nodeIndex, fc.constantFrom(1 as const, 4 as const), fc.boolean()).map(
      ([node, criticality, drop]): Step =>
        (_, list) => {
          const value = { ...aService(name(node), list[node]?.needs ?? []), criticality };
          return [
            drop && node === NODES - 1
              ? catalogueChanged([], ['check:s@c/0'])
              : catalogueChanged([{ kind: 'service', value }]),
          ];
        },
    ),
  },
);
const steps = fc.array(step, { minLength: 1, maxLength: 40, size: 'max' });
const needsAtSites = fc.constantFrom([], ['n1'], ['n0|n1', '~n2'], ['n2', '~n3']);

// ── the definition

/** A faulty node by its own measurement, counting neither what was never measured nor what a lost source cannot tell. */
function ownFault(room: AlarmRoom, id: string): boolean {
  const { graph } = room.state;
  return (graph.nodes.get(id)?.checks ?? []).some((checkId) => {
    const status = readCheck(room.state.status, checkId);
    const source = graph.checks.get(checkId)?.source ?? null;
    if (status?.confirmed === 'unknown' && source !== null) return !explainsUnknown(room, source, id);
    return status !== undefined && (status.overdue || ![null, 'ok'].includes(status.confirmed));
  });
}

function explainsUnknown(room: AlarmRoom, source: string, id: string): boolean {
  const status = readNode(room.state.status, source);
  if (!status || source === id || status.state === 'normal') return false;
  const quiet = readNode(room.state.status, id)?.quiet ?? null;
  if (quiet === null && status.quiet !== null && status.quiet.kind !== 'maintenance') return false;
  if (status.hard === 'down') return true;
  // It says so itself: by something else than another source's word.
  return (room.state.graph.nodes.get(source)?.checks ?? []).some((checkId) => {
    const one = readCheck(room.state.status, checkId);
    const from = room.state.graph.checks.get(checkId)?.source ?? null;
    if (!one || (one.confirmed === 'unknown' && from !== null)) return false;
    return one.overdue || ![null, 'ok'].includes(one.confirmed);
  });
}

const isDown = (room: AlarmRoom, id: string): boolean => readNode(room.state.status, id)?.hard === 'down';
const isQuiet = (room: AlarmRoom, id: string): boolean => readNode(room.state.status, id)?.quiet != null;

/** Whether a hard dependency is down altogether. */
function behindDead(room: AlarmRoom, id: string): boolean {
  return (room.state.graph.nodes.get(id)?.needs ?? []).some(
    (need) => !need.soft && need.of.every((other) => isDown(room, other)),
  );
}

/** Whether a source that speaks for it is lost, and by plan. */
function blindByPlan(room: AlarmRoom, id: string): boolean {
  const { graph, status } = room.state;
  return (graph.nodes.get(id)?.checks ?? []).some((checkId) => {
    const source = graph.checks.get(checkId)?.source ?? null;
    if (source === null || readCheck(status, checkId)?.confirmed !== 'unknown') return false;
    return explainsUnknown(room, source, id) && readNode(status, source)?.quiet?.kind === 'maintenance';
  });
}

/** Alarms that speak for a node: its own, or those of what explains it. */
function speakers(room: AlarmRoom, id: string): readonly string[] {
  const roots = room.decider.causes.explained(id)?.roots ?? [];
  return [id, ...roots].filter((node) => {
    const alarm = room.alarm(node);
    return alarm !== undefined && alarm.condition !== 'normal';
  });
}

function holds(room: AlarmRoom): void {
  const { state } = room;
  if (state.room?.vantageLostSince != null) {
    expect(room.alarm(VANTAGE_NODE)?.state).toBe('unacknowledged');
    return;
  }
  expect(room.alarm(VANTAGE_NODE)?.condition ?? 'normal').toBe('normal');
  const symptoms = new Map<string, number>();
  for (const id of state.graph.order) {
    const status = readNode(state.status, id);
    const alarm = room.alarm(id);
    const condition = alarm?.condition ?? 'normal';
    const explained = room.decider.causes.explained(id);
    if (!status || status.state === 'normal') {
      expect({ id, condition, explained }).toEqual({ id, condition: 'normal', explained: undefined });
      continue;
    }
    // An alarm never says more than the node's own state.
    expect(severity(condition)).toBeLessThanOrEqual(severity(status.state));
    for (const root of explained?.roots ?? []) {
      symptoms.set(root, (symptoms.get(root) ?? 0) + 1);
      // What explains is at the root: nothing explains it in turn.
      expect(room.decider.causes.explained(root)?.roots).toEqual([]);
    }
    const own = ownFault(room, id);
    const follows = explained !== undefined && explained.roots.length > 0;
    // What merely follows has no alarm of its own.
    if (follows && !own) expect({ id, condition }).toEqual({ id, condition: 'normal' });
    // What is measured bad has, whatever else is wrong.
    if (own) expect({ id, alarm: condition !== 'normal' }).toEqual({ id, alarm: true });
    // Nothing but what was never measured is without anybody who speaks for it.
    const pending = status.state === 'unknown' && !own && !follows;
    if (!pending) expect({ id, speakers: speakers(room, id) }).not.toEqual({ id, speakers: [] });
    // Nobody acts here: what is to be heard is heard, unless the source that speaks for it is down by plan.
    if (status.quiet === null && !pending && !blindByPlan(room, id)) {
      const heard = speakers(room, id).some((node) => room.alarm(node)?.state === 'unacknowledged');
      expect({ id, heard }).toEqual({ id, heard: true });
    }
    // An independent fault asks, in the middle of whatever upset.
    if (own && status.quiet === null && !behindDead(room, id)) {
      expect({ id, state: alarm?.state }).toEqual({ id, state: 'unacknowledged' });
    }
    // What is measured behind something dead that is to be heard does not.
    const deadAndHeard =
      own &&
      (state.graph.nodes.get(id)?.needs ?? []).some(
        (need) => !need.soft && need.of.every((other) => isDown(room, other) && !isQuiet(room, other)),
      );
    if (deadAndHeard) expect({ id, state: alarm?.state }).toEqual({ id, state: 'suppressed' });
    if (status.quiet !== null && alarm && condition !== 'normal')
      expect(alarm.suppressed).toEqual(status.quiet);
  }
  for (const id of state.graph.order) {
    const alarm = room.alarm(id);
    const counted = symptoms.get(id) ?? 0;
    expect({ id, symptoms: alarm?.symptoms ?? 0 }).toEqual({ id, symptoms: counted });
    expect([...(room.decider.causes.following(id)?.nodes ?? [])]).toHaveLength(counted);
  }
}

describe('the alarms of a room', () => {
  it('leave nothing unheard, and let nothing be heard that merely follows', () => {
    fc.assert(
      fc.property(plans, needsAtSites, steps, (list, wanted, acts) => {
        const room = new AlarmRoom([], catalogue(list, wanted));
        holds(room);
        for (const act of acts) {
          for (const body of act(room.now + 1_000, list)) room.say(body);
          holds(room);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are said alike by what is kept up to date and by what is worked out anew', () => {
    fc.assert(
      fc.property(plans, needsAtSites, steps, (list, wanted, acts) => {
        const room = new AlarmRoom([], catalogue(list, wanted));
        const decide = room.decider.decide.bind(room.decider);
        // Every answer is compared before it is taken.
        room.decider.decide = (view, nodes) => {
          const moves = decide(view, nodes);
          expect(moves).toEqual(decideAlarms(view, null));
          return moves;
        };
        for (const act of acts) {
          for (const body of act(room.now + 1_000, list)) room.say(body);
        }
        expect(decideAlarms(room.state, null)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('have numbers that are never used twice', () => {
    fc.assert(
      fc.property(plans, needsAtSites, steps, (list, wanted, acts) => {
        const room = new AlarmRoom([], catalogue(list, wanted));
        const cases = new Map<string, string>();
        for (const act of acts) {
          for (const body of act(room.now + 1_000, list)) room.say(body);
          for (const entity of room.state.alarms.values()) {
            if (entity.kind !== 'alarm') continue;
            const { id, node, raisedAt } = entity.value;
            expect(cases.get(id) ?? `${node} ${raisedAt}`).toBe(`${node} ${raisedAt}`);
            cases.set(id, `${node} ${raisedAt}`);
          }
        }
        expect(cases.size).toBeLessThanOrEqual(room.state.room?.alarmCount ?? 0);
      }),
      { numRuns: 50 },
    );
  });
});
