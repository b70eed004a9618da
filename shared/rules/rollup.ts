import type { Check } from '../model/catalogue';
import type { Cause, CheckStatus, NodeStatus, Quiet } from '../model/room';
import { type Impact, type NodeState, severity, worse } from '../model/states';
import type { Graph, GraphNeed, GraphNode } from './graph';
import type { Muting } from './muting';

/** Reasons that are kept on a node: enough for a sentence, bounded for the wire. */
const MAX_REASONS = 6;

/** What the roll-up reads. */
export interface RollupView {
  readonly graph: Graph;
  readonly check: (id: string) => CheckStatus | undefined;
  readonly node: (id: string) => NodeStatus | undefined;
  readonly vantageLostSince: number | null;
  /** The running maintenance window that covers a node. */
  readonly muted: (node: string) => Muting | undefined;
  /** Whether service hours are closed now. */
  readonly closed: (hours: string) => boolean;
}

/** One reason for a node's state. */
export interface Reason {
  readonly state: NodeState;
  readonly cause: Cause;
  readonly since: number;
  /** The reason's own quiet: a dependency that is down by plan, a fault that is silenced at its source. */
  readonly quiet: Quiet | null;
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
  const plans: Plans = new Map();
  const hardOf = (id: string): NodeStatus | undefined => fresh.get(id) ?? view.node(id);
  const dirty = new Set<string>(start);
  const softDirty = new Set<string>();
  for (const id of downstream(dirty, view.graph)) {
    const node = view.graph.nodes.get(id);
    if (!node || !dirty.has(id)) continue;
    const before = view.node(id);
    const next = evaluate(node, { view, hardOf, plans, at, soft: false });
    fresh.set(id, next);
    // What is down may be so by other plans than before: nobody keeps that, so whoever needs it looks again.
    if (before?.hard === next.hard && next.hard !== 'down') continue;
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
    if (node) fresh.set(id, evaluate(node, { view, hardOf: settledOf, plans, at, soft: true }));
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

/** The window by which a node that is down is down, by node id; null: not by plan alone. Worked out when asked for. */
type Plans = Map<string, Quiet | null>;

/** What a node's status is worked out from. */
interface Reading {
  readonly view: RollupView;
  /** A dependency's status, of which only `hard` and `since` are read. */
  readonly hardOf: (id: string) => NodeStatus | undefined;
  readonly plans: Plans;
  readonly at: number;
  /** Whether soft dependencies count: only once every hard state is finished. */
  readonly soft: boolean;
}

function evaluate(node: GraphNode, reading: Reading): NodeStatus {
  const { view, at } = reading;
  const ownReasons = checkReasons(node, view, at);
  const own = worst(ownReasons);
  const hardReasons = [...ownReasons, ...needReasons(node, false, reading)];
  const softReasons = reading.soft ? needReasons(node, true, reading) : [];
  const hard = worst(hardReasons);
  const reasons = [...hardReasons, ...softReasons].filter((reason) => reason.state !== 'normal');
  if (view.vantageLostSince !== null) {
    reasons.push({
      state: 'unknown',
      cause: { kind: 'vantage', id: 'room' },
      since: view.vantageLostSince,
      quiet: null,
    });
  }
  const state = view.vantageLostSince !== null ? 'unknown' : worst(reasons);
  reasons.sort((a, b) => severity(b.state) - severity(a.state) || (a.cause.id < b.cause.id ? -1 : 1));
  const before = view.node(node.id);
  const lead = reasons.find((reason) => reason.state === state);
  const since = before?.state === state ? before.since : (lead?.since ?? at);
  return {
    id: node.id,
    state,
    since,
    own,
    hard,
    because: reasons.slice(0, MAX_REASONS).map((reason) => reason.cause),
    quiet: quietOf(node, reasons, view),
    flapping: node.checks.some((id) => view.check(id)?.flappingSince != null),
  };
}

/**
 * Why the node's fault makes no sound, or null. Every one of its reasons must be covered: by a running window that
 * expects it of this node, by a dependency that is down by plan, or by a silence at its source. What is measured
 * behind a hard dependency that is down by plan is a consequence of the plan: the graph comes first. One reason that
 * is not covered is heard. Service hours cover all of it.
 */
function quietOf(node: GraphNode, reasons: readonly Reason[], view: RollupView): Quiet | null {
  if (reasons.length === 0) return null;
  const muting = view.muted(node.id);
  const found: Quiet[] = [];
  const behind = planBefore(reasons);
  for (const reason of reasons) {
    const quiet = plannedReason(reason, muting) ?? reason.quiet ?? consequence(reason, behind);
    if (quiet) found.push(quiet);
  }
  if (found.length === reasons.length) {
    return found.find((quiet) => quiet.kind === 'maintenance') ?? found[0] ?? null;
  }
  const { hours } = node.service;
  return hours !== null && view.closed(hours) ? { kind: 'hours', id: hours } : null;
}

/** What a node's hard, or its soft, dependencies do to it. */
function needReasons(node: GraphNode, soft: boolean, reading: Reading): Reason[] {
  const reasons: Reason[] = [];
  for (const need of node.needs) {
    if (need.soft !== soft) continue;
    const down = downAlternatives(need, reading.hardOf);
    const first = down?.[0];
    if (!down || !first) continue;
    const all = down.length === need.of.length;
    const since = Math.min(...down.map((status) => status.since));
    const quiet = plannedQuiet(down, reading);
    const cause = { kind: soft ? ('soft-need' as const) : ('need' as const), id: first.id };
    if (!soft) reasons.push({ state: all ? 'down' : 'redundancy-lost', cause, since, quiet });
    else if (all) reasons.push({ state: 'degraded', cause, since, quiet });
  }
  return reasons;
}

/** The plan by which *all* of these are down; null where one of them is not. */
function plannedQuiet(down: readonly NodeStatus[], reading: Reading): Quiet | null {
  let first: Quiet | null = null;
  for (const { id } of down) {
    const plan = planOf(id, reading);
    if (plan === null) return null;
    first ??= plan;
  }
  return first;
}

/**
 * The window by which a node is as its dependants see it. Only maintenance is handed on, and only where it covers every
 * hard reason: a fault that is silenced at its source, or that waits for opening hours, says nothing of the plans of
 * those who need it; and what a soft dependency does goes one step and no further.
 */
function planOf(id: string, reading: Reading): Quiet | null {
  const known = reading.plans.get(id);
  if (known !== undefined) return known;
  // Where a faulty catalogue closes a cycle, nothing in it is by plan.
  reading.plans.set(id, null);
  const node = reading.view.graph.nodes.get(id);
  if (!node) return null;
  const muting = reading.view.muted(id);
  let plan: Quiet | null = null;
  const reasons = [...checkReasons(node, reading.view, reading.at), ...needReasons(node, false, reading)];
  const behind = planBefore(reasons);
  for (const reason of reasons) {
    if (reason.state === 'normal') continue;
    const quiet =
      plannedReason(reason, muting) ??
      (reason.quiet?.kind === 'maintenance' ? reason.quiet : null) ??
      consequence(reason, behind);
    if (quiet === null) return null;
    plan ??= quiet;
  }
  reading.plans.set(id, plan);
  return plan;
}

/** The plan by which a hard dependency is down altogether: nothing behind it can be measured. */
function planBefore(reasons: readonly Reason[]): Quiet | null {
  const need = reasons.find(
    ({ state, cause, quiet }) => state === 'down' && cause.kind === 'need' && quiet?.kind === 'maintenance',
  );
  return need?.quiet ?? null;
}

/** The plan that an own measurement's fault follows from. */
function consequence(reason: Reason, behind: Quiet | null): Quiet | null {
  const { kind } = reason.cause;
  return kind === 'check' || kind === 'unmeasured' || kind === 'source' ? behind : null;
}

/** The node's own window, where it expects this of the node. The hub's own blindness is nobody's planned work. */
function plannedReason(reason: Reason, muting: Muting | undefined): Quiet | null {
  if (!muting || reason.cause.kind === 'vantage' || severity(reason.state) > severity(muting.worst))
    return null;
  return { kind: 'maintenance', id: muting.window };
}

function sameQuiet(a: Quiet | null, b: Quiet | null): boolean {
  return a?.kind === b?.kind && a?.id === b?.id;
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

/**
 * What each of a node's own checks makes of it, *normal* included. `at` (ms UTC): since when, where no check says so.
 */
export function checkReasons(
  node: GraphNode,
  view: Pick<RollupView, 'graph' | 'check'>,
  at: number,
): Reason[] {
  if (node.checks.length === 0) {
    return [{ state: 'unknown', cause: { kind: 'unmeasured', id: node.id }, since: at, quiet: null }];
  }
  return node.checks.map((id) => {
    const status = view.check(id);
    const definition = view.graph.checks.get(id);
    if (!status || !definition || status.confirmed === null) {
      return {
        state: status?.overdue ? 'stale' : 'unknown',
        cause: { kind: 'unmeasured', id },
        since: status?.since ?? at,
        quiet: null,
      };
    }
    const state = worse(stateOfResult(status.confirmed, definition), status.overdue ? 'stale' : 'normal');
    // Stale since it was last seen, not since what was seen then began.
    const since = state === 'stale' ? (status.observedAt ?? status.since) : status.since;
    const lostSource = status.confirmed === 'unknown' ? definition.source : null;
    const cause: Cause = lostSource === null ? { kind: 'check', id } : { kind: 'source', id: lostSource };
    // What is overdue is vouched for by nobody, its silence no more than its state.
    const silenced = status.silenced && !status.overdue;
    return { state, cause, since, quiet: silenced ? { kind: 'silence', id } : null };
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
    a.flapping === b.flapping &&
    sameQuiet(a.quiet, b.quiet) &&
    a.because.length === b.because.length &&
    a.because.every(
      (cause, index) => cause.kind === b.because[index]?.kind && cause.id === b.because[index]?.id,
    )
  );
}
