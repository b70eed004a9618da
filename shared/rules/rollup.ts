import type { Check } from '../model/catalogue';
import type { Cause, CheckStatus, NodeStatus } from '../model/room';
import { type Impact, type NodeState, severity, worse } from '../model/states';
import type { Graph, GraphNeed, GraphNode } from './graph';

/** Reasons that are kept on a node: enough for a sentence, bounded for the wire. */
const MAX_REASONS = 6;

/** What the roll-up reads. */
export interface RollupView {
  readonly graph: Graph;
  readonly check: (id: string) => CheckStatus | undefined;
  readonly node: (id: string) => NodeStatus | undefined;
  readonly vantageLostSince: number | null;
}

interface Reason {
  readonly state: NodeState;
  readonly cause: Cause;
  readonly since: number;
}

/**
 * Recomputes `start` and whatever depends on it, and returns the nodes whose status is another than before.
 * `at` (ms UTC) is the time of the event that caused it, used where no measurement says since when.
 *
 * The rule: a node is as bad as the worst of its own confirmed checks; *down* when a hard dependency is down or
 * every alternative of one is; *redundancy lost* when some alternative is down; *degraded* when a soft
 * dependency is down. Soft effects go one step and no further, so that soft dependencies may close a cycle. A
 * dependency that is merely slow or unknown does not colour a service that has been measured to answer. When
 * the hub's own view is lost, everything is *unknown*.
 */
export function rollUp(start: Iterable<string>, view: RollupView, at: number): Map<string, NodeStatus> {
  const fresh = new Map<string, NodeStatus>();
  const hardOf = (id: string): NodeStatus | undefined => fresh.get(id) ?? view.node(id);
  const dirty = new Set<string>(start);
  const softDirty = new Set<string>();
  for (const id of downstream(dirty, view.graph)) {
    const node = view.graph.nodes.get(id);
    if (!node || !dirty.has(id)) continue;
    const before = view.node(id);
    const next = evaluate(node, view, hardOf, at);
    fresh.set(id, next);
    if (before?.hard === next.hard && before.state === next.state) continue;
    for (const dependant of node.dependants) dirty.add(dependant);
    for (const dependant of node.softDependants) softDirty.add(dependant);
  }
  // Soft effects read only the finished hard states, so they need no order among themselves; nodes without soft
  // dependencies are finished already.
  const settled = new Map(fresh);
  const settledOf = (id: string): NodeStatus | undefined => settled.get(id) ?? view.node(id);
  for (const id of settled.keys()) {
    if (view.graph.nodes.get(id)?.needs.some((need) => need.soft)) softDirty.add(id);
  }
  for (const id of softDirty) {
    const node = view.graph.nodes.get(id);
    if (node) fresh.set(id, evaluate(node, view, settledOf, at));
  }
  for (const [id, next] of fresh) {
    const before = view.node(id);
    if (before && sameStatus(before, next)) fresh.delete(id);
  }
  return fresh;
}

/** `start` and every node that hard-depends on it, in dependency order. */
function downstream(start: ReadonlySet<string>, graph: Graph): string[] {
  const reached = new Set<string>(start);
  for (const id of reached) {
    for (const next of graph.nodes.get(id)?.dependants ?? []) reached.add(next);
  }
  return [...reached].sort((a, b) => (graph.nodes.get(a)?.order ?? 0) - (graph.nodes.get(b)?.order ?? 0));
}

function evaluate(
  node: GraphNode,
  view: RollupView,
  hardOf: (id: string) => NodeStatus | undefined,
  at: number,
): NodeStatus {
  const ownReasons = checkReasons(node, view, at);
  const own = worst(ownReasons);
  const hardReasons = [...ownReasons];
  const softReasons: Reason[] = [];
  for (const need of node.needs) {
    const down = downAlternatives(need, hardOf);
    const first = down?.[0];
    if (!down || !first) continue;
    const all = down.length === need.of.length;
    const since = Math.min(...down.map((status) => status.since));
    if (need.soft) {
      if (all) softReasons.push({ state: 'degraded', cause: { kind: 'soft-need', id: first.id }, since });
    } else {
      const state = all ? 'down' : 'redundancy-lost';
      hardReasons.push({ state, cause: { kind: 'need', id: first.id }, since });
    }
  }
  const hard = worst(hardReasons);
  const reasons = [...hardReasons, ...softReasons].filter((reason) => reason.state !== 'normal');
  if (view.vantageLostSince !== null) {
    reasons.push({ state: 'unknown', cause: { kind: 'vantage', id: 'room' }, since: view.vantageLostSince });
  }
  const state = view.vantageLostSince !== null ? 'unknown' : worst(reasons);
  reasons.sort((a, b) => severity(b.state) - severity(a.state) || (a.cause.id < b.cause.id ? -1 : 1));
  const before = view.node(node.id);
  const lead = reasons.find((reason) => reason.state === state);
  const since = before?.state === state ? before.since : (lead?.since ?? at);
  return { id: node.id, state, since, own, hard, because: reasons.slice(0, MAX_REASONS).map((r) => r.cause) };
}

/** The alternatives of a dependency that are down; null when none is, which is nearly always. */
function downAlternatives(
  need: GraphNeed,
  hardOf: (id: string) => NodeStatus | undefined,
): readonly NodeStatus[] | null {
  let down: NodeStatus[] | null = null;
  for (const id of need.of) {
    const status = hardOf(id);
    if (status?.hard !== 'down') continue;
    down ??= [];
    down.push(status);
  }
  return down;
}

function checkReasons(node: GraphNode, view: RollupView, at: number): Reason[] {
  if (node.checks.length === 0) {
    return [{ state: 'unknown', cause: { kind: 'unmeasured', id: node.id }, since: at }];
  }
  return node.checks.map((id) => {
    const status = view.check(id);
    const definition = view.graph.checks.get(id);
    if (!status || !definition || status.confirmed === null) {
      return {
        state: status?.overdue ? 'stale' : 'unknown',
        cause: { kind: 'unmeasured', id },
        since: status?.since ?? at,
      };
    }
    const state = worse(stateOfResult(status.confirmed, definition), status.overdue ? 'stale' : 'normal');
    // Stale since it was last seen, not since what was seen then began.
    const since = state === 'stale' ? (status.observedAt ?? status.since) : status.since;
    return { state, cause: { kind: 'check', id }, since };
  });
}

/** What a confirmed result makes of its service, bounded by the check's impact. */
export function stateOfResult(result: CheckStatus['confirmed'], check: Pick<Check, 'impact'>): NodeState {
  switch (result) {
    case 'ok':
      return 'normal';
    case 'warning':
      return milder('degraded', check.impact);
    case 'critical':
      return check.impact;
    default:
      return 'unknown';
  }
}

function milder(a: Impact, b: Impact): NodeState {
  return severity(a) < severity(b) ? a : b;
}

function worst(reasons: readonly Reason[]): NodeState {
  return reasons.reduce<NodeState>((state, reason) => worse(state, reason.state), 'normal');
}

function sameStatus(a: NodeStatus, b: NodeStatus): boolean {
  return (
    a.state === b.state &&
    a.since === b.since &&
    a.own === b.own &&
    a.hard === b.hard &&
    a.because.length === b.because.length &&
    a.because.every(
      (cause, index) => cause.kind === b.because[index]?.kind && cause.id === b.because[index]?.id,
    )
  );
}
