import type { Alarm, AlarmBasis, AlarmFacts, Suppression } from '../../model/alarms';
import { RECOVERY_MS } from '../../model/alarms';
import type { NodeStatus } from '../../model/room';
import { type Criticality, type NodeState, worse } from '../../model/states';
import type { GraphNode } from '../graph';
import { type RoomView, readCheck, readNode } from '../reduce';
import { checkReasons } from '../rollup';
import { classOf } from './alarm-class';
import type { CauseIndex, Explained, Following } from './causes';
import { sameList } from './explained';
import { isActive, startsCase } from './machine';
import { conditionAlone } from './measured';
import { priorityOf } from './priority';
import { returnedAt } from './recovery';
import { callersAbout, readReport } from './users';

/** Names of what is not back yet, at most: how many there are is counted beside them. */
export const LEFT_NAMED = 500;

/** What the facts of a node's alarm are drawn from. */
export interface FactsView {
  readonly view: RoomView;
  readonly causes: CauseIndex;
  /** Nodes of its service that have an alarm to be heard. */
  readonly heard: (service: string) => number;
  /** All of the region's. */
  readonly sites: readonly string[];
  /** The hub's time, ms UTC. */
  readonly now: number;
}

/** What an alarm is about, before it is said how pressing that is. */
export interface Matter {
  readonly condition: NodeState;
  readonly basis: AlarmBasis;
  readonly suppressed: Suppression | null;
  /** What is not back yet though the node is; empty: nothing. */
  readonly left: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * What the alarm of a node is about. What is measured goes first; then what is inferred; then what is not back yet; then
 * what people say: that it is the cause of something, that it does not work.
 */
export function matterOf(view: RoomView, causes: CauseIndex, status: NodeStatus): Matter {
  const { id } = status;
  const explained = causes.explained(id);
  const suppressed = suppressionOf(status, explained);
  if (causes.isInferred(id)) return { condition: 'down', basis: 'inferred', suppressed, left: NOTHING };
  const condition = conditionOf(status, explained);
  const named = explained && explained.roots.length > 0 ? [] : causes.named(id);
  const left = notBack(view, causes, status, condition, named);
  if (left.size > 0) {
    const worst = worse(condition, worstOf(left, view));
    return { condition: worst, basis: 'recovering', suppressed, left };
  }
  if (condition !== 'normal') return { condition, basis: 'measured', suppressed, left };
  if (named.length > 0) {
    return { condition: worstOf(named, view), basis: 'named', suppressed, left };
  }
  const reported = readReport(view.incidents, id) !== undefined && status.state === 'normal';
  return {
    condition: reported ? 'degraded' : 'normal',
    basis: reported ? 'reported' : 'measured',
    suppressed,
    left,
  };
}

/** What a cause took down, or was said to, and is not back, while the cause itself is. */
function notBack(
  view: RoomView,
  causes: CauseIndex,
  status: NodeStatus,
  condition: NodeState,
  named: readonly string[],
): ReadonlySet<string> {
  const kept = causes.kept(status.id);
  if (named.length === 0 || condition !== 'normal') return kept;
  const entity = view.alarms.get(`alarm:${status.id}`);
  const alarm = entity?.kind === 'alarm' ? entity.value : undefined;
  const wasDown = alarm && isActive(alarm) && alarm.basis !== 'named' && alarm.basis !== 'reported';
  return wasDown || kept.size > 0 ? new Set([...kept, ...named]) : kept;
}

/** The condition of the alarm: the node's state, less what the alarm of another explains. */
function conditionOf(status: NodeStatus, explained: Explained | undefined): NodeState {
  if (status.state === 'normal' || !explained) return 'normal';
  if (explained.roots.length > 0 && explained.by !== 'said') return explained.own;
  return conditionAlone(status, explained.own);
}

function suppressionOf(status: NodeStatus, explained: Explained | undefined): Suppression | null {
  if (status.quiet) return status.quiet;
  if (!explained?.behind) return null;
  // What is on its way back is known by the cause that came back, whoever explains that one in turn.
  const cause = explained.by === 'recovery' ? explained.causes[0] : explained.roots[0];
  return cause === undefined ? null : { kind: 'cause', id: cause };
}

function worstOf(nodes: Iterable<string>, view: RoomView): NodeState {
  let worst: NodeState = 'normal';
  for (const id of nodes) worst = worse(worst, readNode(view.status, id)?.state ?? 'normal');
  return worst;
}

/** All that a node's alarm follows. */
export function factsOf(
  { view, causes, heard, sites: region, now }: FactsView,
  node: GraphNode,
  status: NodeStatus,
  before: Alarm | undefined,
): AlarmFacts {
  const matter = matterOf(view, causes, status);
  const { condition, basis, suppressed } = matter;
  const following = causes.following(node.id);
  const kind = classOf(view, node.service.id);
  const sites = [
    ...new Set([...(node.site === null ? [] : [node.site]), ...(following?.sites.keys() ?? [])]),
  ].sort();
  const worstDown = following?.down.findIndex((count) => count > 0) ?? -1;
  const criticality =
    worstDown > 0 ? Math.min(worstDown, node.service.criticality) : node.service.criticality;
  const recovery = recoveryOf(view, status, matter, before, now);
  const conditionSince = sinceOf(view, causes, node, status, matter, before, recovery?.at);
  return {
    condition,
    conditionSince,
    suppressed,
    priority: priorityOf({
      criticality: criticality as Criticality,
      condition,
      sites: Math.max(sites.length, node.site === null ? 0 : heard(node.service.id)),
      sitesOfService: node.service.sites.length > 0 ? node.service.sites.length : region.length,
      users: usersHit(view, node, following?.services),
      callers: callersAbout(view, node, following?.nodes, caseSince(before, conditionSince)),
      set: kind?.priority ?? null,
    }),
    latching: kind?.latching ?? false,
    sites,
    symptoms: following?.nodes.size ?? 0,
    checks: (causes.explained(node.id)?.failing ?? 0) + (following?.checks ?? 0),
    basis,
    recovery,
  };
}

/** Since when its case runs, ms UTC: what users said long before is about another. */
function caseSince(before: Alarm | undefined, conditionSince: number): number {
  if (!before || startsCase(before)) return conditionSince;
  return before.activeSince ?? conditionSince;
}

function recoveryOf(
  view: RoomView,
  status: NodeStatus,
  { left }: Matter,
  before: Alarm | undefined,
  now: number,
): AlarmFacts['recovery'] {
  if (left.size === 0) return null;
  const at = before?.recovery?.at ?? returnedAt(view, status.id) ?? status.since;
  // It has its time from when that is known: what flapped is found to be back long after it was.
  const until = before?.recovery?.until ?? Math.max(at, now) + RECOVERY_MS;
  const critical = (id: string): number => view.graph.nodes.get(id)?.service.criticality ?? 4;
  const names = [...left].sort((a, b) => critical(a) - critical(b) || (a < b ? -1 : 1));
  return { at, until, left: names.slice(0, LEFT_NAMED) };
}

function sinceOf(
  view: RoomView,
  causes: CauseIndex,
  node: GraphNode,
  status: NodeStatus,
  { condition, basis }: Matter,
  before: Alarm | undefined,
  backAt: number | undefined,
): number {
  if (basis === 'measured') return measuredSince(view, node, status, condition, before);
  if (before && isActive(before) && before.condition === condition && before.basis !== 'measured') {
    return before.conditionSince;
  }
  const earliest = (nodes: readonly string[]): number =>
    Math.min(...nodes.map((id) => readNode(view.status, id)?.since ?? status.since));
  switch (basis) {
    case 'inferred':
      return earliest(causes.inferred.get(node.id)?.rests ?? [node.id]);
    case 'named':
      return earliest(causes.named(node.id));
    case 'recovering':
      return before?.condition === condition ? before.conditionSince : (backAt ?? status.since);
    case 'reported':
      return readReport(view.incidents, node.id)?.at ?? status.since;
  }
}

function measuredSince(
  view: RoomView,
  node: GraphNode,
  status: NodeStatus,
  condition: NodeState,
  before: Alarm | undefined,
): number {
  if (condition === status.state) return status.since;
  if (before?.condition === condition) return before.conditionSince;
  // Its own part alone: since the first check that says so; of what is over, since the last that said otherwise.
  const reasons = checkReasons(
    node,
    { graph: view.graph, check: (id) => readCheck(view.status, id) },
    status.since,
  );
  const alike = reasons.filter(({ state }) => state === condition).map(({ since }) => since);
  if (alike.length === 0) return status.since;
  return condition === 'normal' ? Math.max(...alike) : Math.min(...alike);
}

/** Whether the alarm says something else than what is known. Of what is over, only that it is over counts. */
export function differs(before: Alarm | undefined, facts: AlarmFacts): boolean {
  if (facts.condition === 'normal') return before !== undefined && isActive(before);
  if (!before || !isActive(before)) return true;
  return (
    before.condition !== facts.condition ||
    before.conditionSince !== facts.conditionSince ||
    before.priority !== facts.priority ||
    before.latching !== facts.latching ||
    before.symptoms !== facts.symptoms ||
    before.checks !== facts.checks ||
    before.basis !== facts.basis ||
    before.suppressed?.kind !== facts.suppressed?.kind ||
    before.suppressed?.id !== facts.suppressed?.id ||
    !sameList(before.sites, facts.sites) ||
    before.recovery?.until !== facts.recovery?.until ||
    !sameList(before.recovery?.left ?? [], facts.recovery?.left ?? [])
  );
}

/** The most people that one of the services hit leaves without; null: nobody has said of any. */
function usersHit(
  view: RoomView,
  { service, site }: GraphNode,
  following: Following['services'] | undefined,
): number | null {
  let most = service.users;
  if (!following) return most;
  for (const [id, nodes] of following) {
    const entity = view.catalogue.get(`service:${id}`);
    const other = entity?.kind === 'service' ? entity.value : undefined;
    if (other?.users == null) continue;
    const own = id === service.id && site !== null ? 1 : 0;
    most = Math.max(most ?? 0, other.users * (nodes + own));
  }
  return most;
}

/** Whether one alarm asks before another: what is heard first, and of that the most pressing with the most behind it. */
export function compareFacts(a: AlarmFacts, b: AlarmFacts): number {
  return (
    Number(a.suppressed !== null) - Number(b.suppressed !== null) ||
    a.priority - b.priority ||
    b.symptoms - a.symptoms
  );
}
