import type { NodeStatus } from '../../model/room';
import { type NodeState, severity, worse } from '../../model/states';
import type { GraphNode } from '../graph';
import { type RoomView, readCheck, readNode } from '../reduce';
import { checkReasons, type Reason } from '../rollup';
import { isActive } from './machine';
import { readAlarm } from './reduce-alarms';

/** What causes are found in. */
export type CauseView = Pick<RoomView, 'graph' | 'status' | 'alarms'>;

/**
 * Whether what is wrong with a node makes no sound: by plan or hours, silenced at its source, or put aside by a person.
 * What is to be heard is never explained by it alone: it would be heard of by nobody.
 */
export function isSilent(view: CauseView, id: string): boolean {
  return readNode(view.status, id)?.quiet != null || isPutAside(view, id);
}

/** Shelved, or out of service. */
export function isPutAside(view: CauseView, id: string): boolean {
  const alarm = readAlarm(view.alarms, id);
  return alarm !== undefined && (alarm.shelf !== null || alarm.outOfService !== null);
}

/** Whether the alarm of a node says that it is inferred. */
export function isInferred(view: Pick<CauseView, 'alarms'>, id: string): boolean {
  const alarm = readAlarm(view.alarms, id);
  return alarm !== undefined && alarm.basis === 'inferred' && isActive(alarm);
}

/** Whether the node is down as its dependants see it. */
export function isDown(view: CauseView, id: string): boolean {
  return readNode(view.status, id)?.hard === 'down';
}

/** Whether something measures the node itself, and has a word on it now. */
export function canTell(node: GraphNode, view: CauseView): boolean {
  return node.checks.some((id) => {
    const status = readCheck(view.status, id);
    if (!status || status.overdue) return false;
    return status.confirmed !== null && status.confirmed !== 'unknown';
  });
}

/** The condition of a node's alarm where nothing explains it: its state, less what was never measured yet. */
export function conditionAlone(status: NodeStatus, own: NodeState): NodeState {
  if (status.state !== 'unknown') return status.state;
  // *Unknown* outranks what is known: a last leg, a warning.
  return worse(own, status.because.some(({ kind }) => kind === 'need') ? 'redundancy-lost' : 'normal');
}

/** How many of its checks fail. */
export function failingOf(node: GraphNode, view: CauseView): number {
  let count = 0;
  for (const id of node.checks) {
    const confirmed = readCheck(view.status, id)?.confirmed ?? null;
    if (confirmed !== null && confirmed !== 'ok') count += 1;
  }
  return count;
}

/**
 * What is measured of the node itself. What was never measured is no fault yet (it is overdue in time, which is one),
 * and what a lost source (`lost`) cannot tell is the source's.
 */
export function ownPart(
  node: GraphNode,
  status: NodeStatus,
  view: CauseView,
  lost: (source: string) => boolean,
): NodeState {
  if (status.own !== 'unknown') return status.own;
  return checkReasons(node, checksOf(view), 0)
    .filter((reason) => !isPending(reason))
    .filter(({ cause }) => cause.kind !== 'source' || !lost(cause.id))
    .reduce<NodeState>((state, reason) => worse(state, reason.state), 'normal');
}

/** The lost sources because of which nothing is known of the node, where nothing worse is measured of it. */
export function lostSources(
  node: GraphNode,
  own: NodeState,
  status: NodeStatus,
  view: CauseView,
  lost: (source: string) => boolean,
): readonly string[] {
  if (status.own !== 'unknown' || severity(own) >= severity('unknown')) return [];
  const ids = checkReasons(node, checksOf(view), 0).flatMap(({ cause }) =>
    cause.kind === 'source' && lost(cause.id) ? [cause.id] : [],
  );
  return [...new Set(ids)];
}

/** Whether something is wrong with a source itself, past what another source cannot tell of it. */
export function isFaulty(node: GraphNode, status: NodeStatus, view: CauseView): boolean {
  if (status.state === 'normal') return false;
  if (status.hard === 'down' || (status.own !== 'normal' && status.own !== 'unknown')) return true;
  return checkReasons(node, checksOf(view), 0).some(
    (reason) => reason.state !== 'normal' && reason.cause.kind !== 'source' && !isPending(reason),
  );
}

function isPending({ cause, state }: Reason): boolean {
  return cause.kind === 'unmeasured' && state === 'unknown';
}

function checksOf(view: CauseView): Parameters<typeof checkReasons>[1] {
  return { graph: view.graph, check: (id) => readCheck(view.status, id) };
}

/** The alternatives of every hard dependency that is down altogether, by `down`; empty: none is. */
export function goneNeeds(node: GraphNode, down: (id: string) => boolean): readonly string[] {
  let found: Set<string> | null = null;
  for (const { soft, of } of node.needs) {
    if (soft || !of.every(down)) continue;
    found ??= new Set();
    for (const id of of) found.add(id);
  }
  return found === null ? [] : [...found];
}

/**
 * What is down among the dependencies that make the node worse than its own part: an alternative of a hard one
 * (redundancy lost), all of a soft one (degraded).
 */
export function hurtingNeeds(
  node: GraphNode,
  own: NodeState,
  down: (id: string) => boolean,
): readonly string[] {
  let found: Set<string> | null = null;
  for (const { soft, of } of node.needs) {
    const makes = soft ? 'degraded' : 'redundancy-lost';
    if (severity(makes) <= severity(own)) continue;
    const fallen = of.filter(down);
    if (soft ? fallen.length < of.length : fallen.length === 0) continue;
    found ??= new Set();
    for (const id of fallen) found.add(id);
  }
  return found === null ? [] : [...found];
}
