import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../shared/model/events';
import type { MaintenanceRun, MaintenanceStatus, MaintenanceWindow } from '../../shared/model/maintenance';
import type { Quiet } from '../../shared/model/room';
import { type Impact, NODE_STATES, type NodeState } from '../../shared/model/states';
import { Projection } from '../../shared/rules/projection';
import { readCheck, readNode } from '../../shared/rules/reduce';
import { aCheck, aService, catalogueChanged, eventWriter, hard } from '../fixtures/room';

/**
 * The roll-up against a model of it that knows nothing of increments: after every event, each node's state and its
 * quiet are worked out again from the checks, the windows and the hours alone, by recursion over the definition.
 */

const IMPACTS: readonly Impact[] = ['down', 'degraded', 'warning'];
const severity = (state: NodeState): number => NODE_STATES.length - NODE_STATES.indexOf(state);
const worstOf = (states: readonly NodeState[]): NodeState =>
  states.reduce((a, b) => (severity(b) > severity(a) ? b : a), 'normal' as NodeState);

interface ModelReason {
  readonly state: NodeState;
  readonly covered: Quiet['kind'] | null;
  /** By its own measurement, not by a dependency. */
  readonly own: boolean;
}
interface ModelNode {
  readonly state: NodeState;
  readonly hard: NodeState;
  readonly quiet: Quiet['kind'] | null;
}

function model(room: Projection, id: string): ModelNode {
  const node = room.graph.nodes.get(id);
  if (!node) throw new Error(id);
  const hard = hardReasons(room, id);
  const soft: ModelReason[] = [];
  for (const need of node.needs) {
    if (!need.soft || !need.of.every((other) => isDown(room, other))) continue;
    soft.push({
      state: 'degraded',
      covered: need.of.every((other) => byPlan(room, other)) ? 'maintenance' : null,
      own: false,
    });
  }
  const all = [...hard, ...soft].filter(({ state }) => state !== 'normal');
  const blind = room.room?.vantageLostSince != null;
  const behind = isBehindPlan(hard);
  const covered = all.map((reason) => {
    if (muted(room, id, reason.state)) return 'maintenance';
    return reason.covered ?? (reason.own && behind ? 'maintenance' : null);
  });
  if (blind) covered.push(null);
  const { hours } = node.service;
  const closed = hours !== null && room.room?.hours.some((item) => item.id === hours && !item.open);
  let quiet: Quiet['kind'] | null = null;
  if (covered.length > 0) {
    if (!covered.includes(null)) quiet = covered.includes('maintenance') ? 'maintenance' : 'silence';
    else if (closed) quiet = 'hours';
  }
  return {
    state: blind ? 'unknown' : worstOf(all.map(({ state }) => state)),
    hard: worstOf(hard.map(({ state }) => state)),
    quiet,
  };
}

const isDown = (room: Projection, id: string): boolean =>
  worstOf(hardReasons(room, id).map(({ state }) => state)) === 'down';

/** Every hard reason of it is expected by a running window, its own or that of what it needs. */
function byPlan(room: Projection, id: string): boolean {
  const hard = hardReasons(room, id);
  const behind = isBehindPlan(hard);
  return hard
    .filter(({ state }) => state !== 'normal')
    .every(
      ({ state, covered, own }) => muted(room, id, state) || covered === 'maintenance' || (own && behind),
    );
}

/** A hard dependency is down altogether, by plan: what is measured behind it follows from the plan. */
const isBehindPlan = (hard: readonly ModelReason[]): boolean =>
  hard.some(({ state, covered, own }) => !own && state === 'down' && covered === 'maintenance');

function muted(room: Projection, id: string, state: NodeState): boolean {
  return [...room.maintenance.values()].some(
    ({ run }) =>
      run?.phase === 'running' &&
      run.covers.some(({ node, worst }) => node === id && severity(state) <= severity(worst)),
  );
}

function hardReasons(room: Projection, id: string): ModelReason[] {
  const node = room.graph.nodes.get(id);
  if (!node) throw new Error(id);
  const reasons: ModelReason[] = [];
  if (node.checks.length === 0) reasons.push({ state: 'unknown', covered: null, own: true });
  for (const check of node.checks) {
    const status = readCheck(room.status, check);
    const impact = room.graph.checks.get(check)?.impact ?? 'down';
    if (!status || status.confirmed === null) {
      reasons.push({ state: status?.overdue ? 'stale' : 'unknown', covered: null, own: true });
      continue;
    }
    const byResult: Record<string, NodeState> = {
      ok: 'normal',
      warning: impact === 'warning' ? 'warning' : 'degraded',
      critical: impact,
      unknown: 'unknown',
    };
    const states: NodeState[] = [
      byResult[status.confirmed] ?? 'unknown',
      status.overdue ? 'stale' : 'normal',
    ];
    reasons.push({
      state: worstOf(states),
      covered: status.silenced && !status.overdue ? 'silence' : null,
      own: true,
    });
  }
  for (const need of node.needs) {
    if (need.soft) continue;
    const down = need.of.filter((other) => isDown(room, other));
    if (down.length === 0) continue;
    reasons.push({
      state: down.length === need.of.length ? 'down' : 'redundancy-lost',
      covered: down.every((other) => byPlan(room, other)) ? 'maintenance' : null,
      own: false,
    });
  }
  return reasons;
}

// ── the adversary

const NODES = 6;
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
const services = fc.tuple(
  ...Array.from({ length: NODES }, (_, index) =>
    fc.record({
      needs: needs(index),
      hours: fc.constantFrom(null, null, 'kontor', 'døgn'),
      checks: fc.array(fc.constantFrom(...IMPACTS), { minLength: index === 0 ? 0 : 1, maxLength: 2 }),
    }),
  ),
);

type Act =
  | {
      readonly kind: 'check';
      readonly node: number;
      readonly check: number;
      readonly result: 'ok' | 'warning' | 'critical' | 'unknown';
      readonly silenced: boolean;
      readonly hard: boolean;
    }
  | { readonly kind: 'overdue'; readonly node: number; readonly check: number }
  | {
      readonly kind: 'run';
      readonly window: number;
      readonly phase: MaintenanceRun['phase'] | null;
      readonly covers: readonly { readonly node: number; readonly worst: Impact }[];
    }
  | { readonly kind: 'remove'; readonly window: number }
  | { readonly kind: 'hours'; readonly id: string; readonly open: boolean }
  | { readonly kind: 'vantage'; readonly lost: boolean }
  | { readonly kind: 'move'; readonly node: number; readonly hours: string | null };
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('check' as const),
      node: nodeIndex,
      check: fc.nat(1),
      result: fc.constantFrom('ok', 'ok', 'warning', 'critical', 'critical', 'critical', 'unknown'),
      silenced: fc.constantFrom(true, false, false),
      hard: fc.constantFrom(true, true, true, false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('overdue' as const), node: nodeIndex, check: fc.nat(1) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      window: fc.nat(2),
      phase: fc.constantFrom('running', 'running', 'overrun', null),
      covers: fc.array(fc.record({ node: nodeIndex, worst: fc.constantFrom('down' as const, ...IMPACTS) }), {
        maxLength: 5,
        size: 'max',
      }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), window: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('hours' as const),
      id: fc.constantFrom('kontor', 'døgn'),
      open: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('vantage' as const), lost: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      node: nodeIndex,
      hours: fc.constantFrom(null, 'kontor'),
    }),
  },
);

function aWindow(index: number): MaintenanceWindow {
  return {
    id: `w${index}`,
    title: `w${index}`,
    description: null,
    ticket: null,
    owner: null,
    origin: 'desk',
    effects: [{ match: 'n0', worst: 'down' }],
    start: '2026-11-23T22:00',
    durationMs: 3_600_000,
    rrule: null,
  };
}

/** A first answer that is fine: nobody mutes what was never measured. */
const answered = (check: string, at: number): EventBody => ({ ...hard('x', 'ok', at), check }) as EventBody;

/** The events of an act; those that make no sense are part of what an adversary does. */
function bodies(
  step: Act,
  catalogue: readonly { readonly needs: readonly string[] }[],
  at: number,
): EventBody[] {
  switch (step.kind) {
    case 'check':
      return [
        {
          type: 'check.changed',
          check: `${name(step.node)}/${step.check}`,
          result: step.result,
          hard: step.hard,
          attempt: 1,
          output: '',
          ms: null,
          observedAt: at,
          beforeAt: null,
          silenced: step.silenced,
        },
      ];
    case 'overdue':
      return [{ type: 'check.overdue', check: `${name(step.node)}/${step.check}`, lastObservedAt: null }];
    case 'run': {
      const window = aWindow(step.window);
      const run: MaintenanceRun | null = step.phase && {
        start: at,
        end: at + 1,
        phase: step.phase,
        since: at,
        covers: step.covers.map(({ node, worst }) => ({ node: name(node), worst })),
      };
      return [
        { type: 'maintenance.set', window, next: null, actor: null },
        {
          type: 'maintenance.moved',
          id: window.id,
          title: window.title,
          run,
          ended: null,
          next: null,
          actor: null,
          reason: null,
          nodes: [],
        },
      ];
    }
    case 'remove':
      return [{ type: 'maintenance.removed', id: `w${step.window}`, actor: null }];
    case 'hours':
      return [{ type: 'hours.changed', id: step.id, open: step.open, nextAt: null }];
    case 'vantage':
      return [{ type: 'vantage.changed', lost: step.lost }];
    case 'move': {
      const value = { ...aService(name(step.node), catalogue[step.node]?.needs ?? []), hours: step.hours };
      return [catalogueChanged([{ kind: 'service', value }])];
    }
    default:
      return step;
  }
}

/** A room that a console holds: from a snapshot whose windows stand in another order. */
function replica(room: Projection): Projection {
  const dump = room.dump();
  const copy = new Projection();
  copy.load({ ...dump, maintenance: { put: [...dump.maintenance.put].reverse(), drop: [] } }, room.position);
  return copy;
}

describe('roll-up and quiet', () => {
  it('are what a full recomputation gives, after every event of an adversary, here and on a replica', () => {
    fc.assert(
      fc.property(
        services,
        fc.array(act, { minLength: 1, maxLength: 40, size: 'max' }),
        (catalogue, acts) => {
          const room = new Projection();
          const write = eventWriter();
          const put = catalogue.flatMap(({ needs: wanted, hours, checks }, index) => [
            { kind: 'service' as const, value: { ...aService(name(index), wanted), hours } },
            ...checks.map((impact, place) => ({
              kind: 'check' as const,
              value: aCheck(name(index), `${name(index)}/${place}`, impact),
            })),
          ]);
          for (const id of ['kontor', 'døgn']) {
            put.push({
              kind: 'hours' as const,
              value: { id, name: id, order: 0, open: [], closedOnHolidays: false },
            } as never);
          }
          room.apply(write(catalogueChanged(put)));
          let at = 1_000_000;
          for (const check of room.graph.checks.keys()) room.apply(write(answered(check, at), at));
          let copy = replica(room);
          for (const [index, step] of acts.entries()) {
            for (const body of bodies(step, catalogue, at)) {
              const event = write(body, at);
              room.apply(event);
              copy.apply(event);
            }
            at += 1_000;
            for (const id of room.graph.order) {
              const { state, hard, quiet } = readNode(room.status, id) ?? {};
              expect({ id, state, hard, quiet: quiet?.kind ?? null }).toEqual({ id, ...model(room, id) });
            }
            expect(copy.digests()).toEqual(room.digests());
            if (index % 10 === 5) copy = replica(room);
          }
        },
      ),
      { numRuns: 250 },
    );
  });

  it('never changes a state: only sound', () => {
    fc.assert(
      fc.property(
        services,
        fc.array(act, { minLength: 1, maxLength: 40, size: 'max' }),
        (catalogue, acts) => {
          const put = catalogue.flatMap(({ needs: wanted, checks }, index) => [
            { kind: 'service' as const, value: aService(name(index), wanted) },
            ...checks.map((impact, place) => ({
              kind: 'check' as const,
              value: aCheck(name(index), `${name(index)}/${place}`, impact),
            })),
          ]);
          const states = (quietly: boolean): unknown => {
            const room = new Projection();
            const write = eventWriter();
            room.apply(write(catalogueChanged(put)));
            let at = 1_000_000;
            for (const check of room.graph.checks.keys()) room.apply(write(answered(check, at), at));
            for (const step of acts) {
              const sound = step.kind === 'run' || step.kind === 'remove' || step.kind === 'hours';
              const heard = step.kind === 'check' && !quietly ? { ...step, silenced: false } : step;
              if (step.kind !== 'move' && (quietly || !sound)) {
                for (const body of bodies(heard, catalogue, at)) room.apply(write(body, at));
              }
              at += 1_000;
            }
            return room.graph.order.map((id) => {
              const { quiet: _, ...rest } = readNode(room.status, id) ?? { quiet: null };
              return rest;
            });
          };
          expect(states(true)).toEqual(states(false));
        },
      ),
      { numRuns: 150 },
    );
  });
});

/** What a window says of itself is whatever the last event said. */
describe('a window in the maintenance collection', () => {
  it('keeps its run through a change of its words', () => {
    const room = new Projection();
    const write = eventWriter();
    const [set, moved] = bodies({ kind: 'run', window: 0, phase: 'running', covers: [] }, [], 5);
    if (!set || !moved) throw new Error('no events');
    for (const body of [set, moved, { ...set, window: { ...aWindow(0), title: 'annet' } } as EventBody]) {
      room.apply(write(body));
    }
    const status: MaintenanceStatus | undefined = room.maintenance.get('mw/w0');
    expect(status).toMatchObject({ window: { title: 'annet' }, run: { start: 5, phase: 'running' } });
  });
});
