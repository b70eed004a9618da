import type { Alarm, AlarmFacts, AlarmMove, Suppression } from '../../model/alarms';
import { nodeId } from '../../model/catalogue';
import type { NodeStatus } from '../../model/room';
import { type Criticality, type NodeState, worse } from '../../model/states';
import type { Graph, GraphNode } from '../graph';
import { type RoomView, readCheck, readNode } from '../reduce';
import { checkReasons } from '../rollup';
import { classOf } from './alarm-class';
import { CauseIndex, type Explained } from './causes';
import { holdsAck, isActive, startsCase } from './machine';
import { isWide, priorityOf } from './priority';
import { readAlarm } from './reduce-alarms';

export { type Due, dueMoves } from './due';

/** The node of the alarm that says that the hub's own view of the network is lost. In no catalogue. */
export const VANTAGE_NODE = 'vaktrom/nett';

/**
 * Turns status into moves of alarms: what the hub says after every turn of its pipeline. It keeps an index of causes,
 * so that a turn costs what changed; what it says follows from the room alone, whatever it was asked before. The moves
 * must be in the room before it is asked again.
 */
export class AlarmDecider {
  readonly #causes = new CauseIndex();
  /** Nodes of a service that have an alarm to be heard, by service id. */
  readonly #heard = new Map<string, Set<string>>();
  #graph: Graph | null = null;
  /** All of the region's, sorted. */
  #sites: readonly string[] = [];
  /** Nothing that is seen can be believed: what changed meanwhile is taken over when the view is back. */
  #blind = false;

  /** The causes as they stood when it was last asked. */
  get causes(): CauseIndex {
    return this.#causes;
  }

  /**
   * What alarms have to follow. `nodes`: those whose status changed since it was last asked, or that of a check of theirs;
   * null: all. The same room gives the same moves.
   */
  decide(view: RoomView, nodes: Iterable<string> | null): AlarmMove[] {
    const whole = nodes === null || this.#blind || view.graph !== this.#graph;
    const removed = whole ? removedNodes(view) : [];
    const moves: AlarmMove[] = removed.map((node) => ({ kind: 'removed', node }));
    const drafts: Draft[] = [];
    if (whole) this.#sites = siteIds(view);
    const vantage = vantageFacts(view, this.#sites);
    if (vantage) drafts.push(vantage);
    this.#blind = view.room?.vantageLostSince != null;
    if (!this.#blind) {
      if (whole) this.#heard.clear();
      this.#graph = view.graph;
      const touched = whole ? [...view.graph.order] : [...(nodes ?? [])];
      const dirty = new Set([...touched, ...this.#causes.update(view, whole ? null : touched)]);
      drafts.push(...this.#drafts(view, dirty));
    }
    moves.push(...numbered(drafts, view));
    moves.push(...spreads(drafts, view));
    return moves;
  }

  #drafts(view: RoomView, dirty: Set<string>): Draft[] {
    // How many sites of a service are hit weighs on the alarms of all of them.
    for (const id of [...dirty]) {
      const node = view.graph.nodes.get(id);
      if (node && this.#turnsWide(view, node)) {
        for (const site of node.service.sites) dirty.add(nodeId(node.service.id, site));
      }
    }
    const drafts: Draft[] = [];
    for (const id of dirty) {
      const node = view.graph.nodes.get(id);
      const status = node && readNode(view.status, id);
      if (!node || !status) continue;
      const before = readAlarm(view.alarms, id);
      if (status.state === 'normal' && !before) continue;
      const facts = this.#facts(view, node, status, before);
      if (differs(before, facts)) drafts.push({ node: id, before, facts });
    }
    return drafts;
  }

  /** Keeps count of what is heard. True: whether the service is hit widely changed. */
  #turnsWide(view: RoomView, { id, service }: GraphNode): boolean {
    const status = readNode(view.status, id);
    const explained = this.#causes.explained(id);
    const heard =
      status !== undefined &&
      conditionOf(status, explained) !== 'normal' &&
      suppressionOf(status, explained) === null;
    const known = this.#heard.get(service.id);
    const before = known?.size ?? 0;
    if (!heard) known?.delete(id);
    else if (known) known.add(id);
    else this.#heard.set(service.id, new Set([id]));
    const now = this.#heard.get(service.id)?.size ?? 0;
    return isWide(before, service.sites.length) !== isWide(now, service.sites.length);
  }

  #facts(view: RoomView, node: GraphNode, status: NodeStatus, before: Alarm | undefined): AlarmFacts {
    const explained = this.#causes.explained(node.id);
    const condition = conditionOf(status, explained);
    const following = this.#causes.following(node.id);
    const kind = classOf(view, node.service.id);
    const sites = [
      ...new Set([...(node.site === null ? [] : [node.site]), ...(following?.sites.keys() ?? [])]),
    ].sort();
    const heard = this.#heard.get(node.service.id)?.size ?? 0;
    const worstDown = following?.down.findIndex((count) => count > 0) ?? -1;
    const criticality =
      worstDown > 0 ? Math.min(worstDown, node.service.criticality) : node.service.criticality;
    return {
      condition,
      conditionSince: conditionSince(view, node, status, condition, before),
      suppressed: suppressionOf(status, explained),
      priority: priorityOf({
        criticality: criticality as Criticality,
        condition,
        sites: Math.max(sites.length, node.site === null ? 0 : heard),
        sitesOfService: node.service.sites.length > 0 ? node.service.sites.length : this.#sites.length,
        users: usersHit(view, node, following?.services),
        set: kind?.priority ?? null,
      }),
      latching: kind?.latching ?? false,
      sites,
      symptoms: following?.nodes.size ?? 0,
    };
  }
}

/**
 * What the alarms of these nodes (null: of all) have to follow, worked out from the room alone. Costs all nodes: whoever
 * asks again and again keeps an `AlarmDecider`.
 */
export function decideAlarms(view: RoomView, nodes: Iterable<string> | null): AlarmMove[] {
  const moves = new AlarmDecider().decide(view, null);
  if (nodes === null) return moves;
  const wanted = new Set([...nodes, VANTAGE_NODE]);
  return moves.filter((move) => wanted.has(move.node));
}

/** An alarm that has to follow. */
interface Draft {
  readonly node: string;
  readonly before: Alarm | undefined;
  readonly facts: AlarmFacts;
}

/** The condition of the alarm: the node's state, less what the alarm of another explains. */
function conditionOf(status: NodeStatus, explained: Explained | undefined): NodeState {
  if (status.state === 'normal' || !explained) return 'normal';
  if (explained.roots.length > 0) return explained.own;
  if (status.state !== 'unknown') return status.state;
  // What was never measured yet is *unknown*, and outranks what is known: a last leg, a warning.
  const needs = status.because.some(({ kind }) => kind === 'need') ? 'redundancy-lost' : 'normal';
  return worse(explained.own, needs);
}

function suppressionOf(status: NodeStatus, explained: Explained | undefined): Suppression | null {
  if (status.quiet) return status.quiet;
  const root = explained?.behind ? explained.roots[0] : undefined;
  return root === undefined ? null : { kind: 'cause', id: root };
}

function conditionSince(
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

/** Whether the alarm says something else than what is measured. Of what is over, only that it is over counts. */
function differs(before: Alarm | undefined, facts: AlarmFacts): boolean {
  if (facts.condition === 'normal') return before !== undefined && isActive(before);
  if (!before || !isActive(before)) return true;
  return (
    before.condition !== facts.condition ||
    before.conditionSince !== facts.conditionSince ||
    before.priority !== facts.priority ||
    before.latching !== facts.latching ||
    before.symptoms !== facts.symptoms ||
    before.suppressed?.kind !== facts.suppressed?.kind ||
    before.suppressed?.id !== facts.suppressed?.id ||
    before.sites.length !== facts.sites.length ||
    before.sites.some((site, index) => site !== facts.sites[index])
  );
}

/** Gives each new case its number: what is heard first, and of that the most pressing with the most behind it. */
function numbered(drafts: readonly Draft[], view: RoomView): AlarmMove[] {
  let count = view.room?.alarmCount ?? 0;
  return [...drafts].sort(byWeight).map(({ node, before, facts }) => {
    const begins = facts.condition !== 'normal' && startsCase(before);
    if (begins) count += 1;
    return { kind: 'facts', node, id: begins ? `A-${count}` : (before?.id ?? ''), facts };
  });
}

function byWeight(a: Draft, b: Draft): number {
  return (
    Number(a.facts.suppressed !== null) - Number(b.facts.suppressed !== null) ||
    a.facts.priority - b.facts.priority ||
    b.facts.symptoms - a.facts.symptoms ||
    (a.node < b.node ? -1 : 1)
  );
}

/**
 * A service that becomes active, to be heard, at a site breaks what was said of it at its other sites; not where it had
 * been active there during their case already: they knew.
 */
function spreads(drafts: readonly Draft[], view: RoomView): AlarmMove[] {
  return drafts.flatMap(({ node, before, facts }) => {
    const found = view.graph.nodes.get(node);
    const site = found?.site;
    if (!found || site == null || facts.condition === 'normal' || facts.suppressed) return [];
    if (before && isActive(before) && !before.suppressed) return [];
    return found.service.sites.flatMap((other): AlarmMove[] => {
      const sibling = other === site ? undefined : readAlarm(view.alarms, nodeId(found.service.id, other));
      if (!sibling || !holdsSomething(sibling)) return [];
      const known = before?.episodes.some(({ to }) => to >= sibling.raisedAt);
      return known ? [] : [{ kind: 'spread', node: sibling.node, site }];
    });
  });
}

/** Whether there is a word on it that a spread would break. */
function holdsSomething(alarm: Alarm): boolean {
  return alarm.shelf !== null || (isActive(alarm) && holdsAck(alarm));
}

/** The alarm that says that nothing can be believed; null: it says what it should. */
function vantageFacts(view: RoomView, sites: readonly string[]): Draft | null {
  const since = view.room?.vantageLostSince ?? null;
  const before = readAlarm(view.alarms, VANTAGE_NODE);
  const base = { node: VANTAGE_NODE, before };
  const same = { suppressed: null, priority: 1 as const, latching: false };
  if (since === null) {
    const back = Math.max(0, ...referencesSince(view));
    const over = { condition: 'normal' as const, conditionSince: back, ...same, sites: [], symptoms: 0 };
    return before && isActive(before) ? { ...base, facts: over } : null;
  }
  const facts: AlarmFacts = {
    condition: 'down',
    conditionSince: since,
    ...same,
    sites: [...sites],
    symptoms: view.graph.nodes.size,
  };
  return differs(before, facts) ? { ...base, facts } : null;
}

/** Since when the reference points that answer do. */
function* referencesSince(view: RoomView): Iterable<number> {
  for (const check of view.graph.checks.values()) {
    const status = check.node === null ? readCheck(view.status, check.id) : undefined;
    if (status && status.confirmed !== 'critical' && status.confirmed !== 'unknown') yield status.since;
  }
}

/** Nodes with an alarm that are no longer in the catalogue. */
function removedNodes(view: RoomView): readonly string[] {
  const gone: string[] = [];
  for (const entity of view.alarms.values()) {
    if (entity.kind !== 'alarm' || entity.value.node === VANTAGE_NODE) continue;
    if (!view.graph.nodes.has(entity.value.node)) gone.push(entity.value.node);
  }
  return gone.sort();
}

/** The most people that one of the services hit leaves without; null: nobody has said of any. */
function usersHit(
  view: RoomView,
  { service, site }: GraphNode,
  following: ReadonlyMap<string, number> | undefined,
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

function siteIds(view: Pick<RoomView, 'catalogue'>): readonly string[] {
  return [...view.catalogue.values()]
    .flatMap((entity) => (entity.kind === 'site' ? [entity.value.id] : []))
    .sort();
}
