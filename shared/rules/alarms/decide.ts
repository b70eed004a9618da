import type { Alarm, AlarmFacts, AlarmMove } from '../../model/alarms';
import { nodeId } from '../../model/catalogue';
import type { Graph, GraphNode } from '../graph';
import { type RoomView, readCheck, readNode } from '../reduce';
import { CauseIndex, type Moment } from './causes';
import { compareFacts, differs, type FactsView, factsOf, matterOf } from './facts';
import { holdsAck, isActive, startsCase } from './machine';
import { isWide } from './priority';
import { readAlarm } from './reduce-alarms';
import { readReport } from './users';

export { type Due, dueMoves } from './due';

const NONE: ReadonlySet<string> = new Set();
/** All that is normal was seen to be just now, and nothing has an end yet. */
const NO_TIME: Moment = { now: Number.NEGATIVE_INFINITY, seenAt: () => Number.POSITIVE_INFINITY };

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
  /** Nodes whose case was held back. */
  #waiting = new Set<string>();

  /** The causes as they stood when it was last asked. */
  get causes(): CauseIndex {
    return this.#causes;
  }

  /**
   * What alarms have to follow. `nodes`: those whose status changed since it was last asked, or that of a check of theirs;
   * null: all. The same room gives the same moves.
   *
   * `held`: nodes whose first word waits, because what they hang on is being looked at: what would begin to ask on one is
   * left out until it is asked without that node.
   *
   * `moment`: the time; without it nothing is contradicted, or over, by time alone, and what is inferred is contradicted by
   * all that is normal.
   */
  decide(
    view: RoomView,
    nodes: Iterable<string> | null,
    held: ReadonlySet<string> = NONE,
    moment: Moment = NO_TIME,
  ): AlarmMove[] {
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
      const touched = whole ? [...view.graph.order] : [...(nodes ?? []), ...this.#waiting];
      const dirty = new Set([...touched, ...this.#causes.update(view, whole ? null : touched, moment)]);
      // Those who call about what follows call about its cause.
      for (const id of touched) for (const root of this.#causes.explained(id)?.roots ?? []) dirty.add(root);
      for (const node of this.#causes.wordsOver) moves.push({ kind: 'verdict-ended', node });
      drafts.push(...this.#drafts(view, dirty, held, moment.now));
    }
    moves.push(...numbered(drafts, view));
    moves.push(...spreads(drafts, view));
    return moves;
  }

  #drafts(view: RoomView, dirty: Set<string>, held: ReadonlySet<string>, now: number): Draft[] {
    this.#waiting = new Set();
    // How many sites of a service are hit weighs on the alarms of all of them.
    for (const id of [...dirty]) {
      const node = view.graph.nodes.get(id);
      if (node && this.#turnsWide(view, node)) {
        for (const site of node.service.sites) dirty.add(nodeId(node.service.id, site));
      }
    }
    const drafts: Draft[] = [];
    const known = this.#factsView(view, now);
    for (const id of dirty) {
      const node = view.graph.nodes.get(id);
      const status = node && readNode(view.status, id);
      if (!node || !status) continue;
      const before = readAlarm(view.alarms, id);
      if (status.state === 'normal' && !before && !this.#isSpokenOf(view, id)) continue;
      const facts = factsOf(known, node, status, before);
      if (!differs(before, facts)) continue;
      if (held.has(id) && isFirstWord(before, facts)) this.#waiting.add(id);
      else drafts.push({ node: id, before, facts });
    }
    return drafts;
  }

  /** Whether something is said of a node that is normal: it keeps what is not back, people name it, users report it. */
  #isSpokenOf(view: RoomView, id: string): boolean {
    return this.#causes.following(id) !== undefined || readReport(view.incidents, id) !== undefined;
  }

  /** Keeps count of what is heard. True: whether the service is hit widely changed. */
  #turnsWide(view: RoomView, { id, service }: GraphNode): boolean {
    const status = readNode(view.status, id);
    const matter = status && matterOf(view, this.#causes, status);
    const heard = matter !== undefined && matter.condition !== 'normal' && matter.suppressed === null;
    const known = this.#heard.get(service.id);
    const before = known?.size ?? 0;
    if (!heard) known?.delete(id);
    else if (known) known.add(id);
    else this.#heard.set(service.id, new Set([id]));
    const now = this.#heard.get(service.id)?.size ?? 0;
    return isWide(before, service.sites.length) !== isWide(now, service.sites.length);
  }

  #factsView(view: RoomView, now: number): FactsView {
    const heard = (service: string): number => this.#heard.get(service)?.size ?? 0;
    return { view, causes: this.#causes, heard, sites: this.#sites, now };
  }
}

/**
 * What the alarms of these nodes (null: of all) have to follow, worked out from the room alone. Costs all nodes: whoever
 * asks again and again keeps an `AlarmDecider`.
 */
export function decideAlarms(
  view: RoomView,
  nodes: Iterable<string> | null,
  moment: Moment = NO_TIME,
): AlarmMove[] {
  const moves = new AlarmDecider().decide(view, null, NONE, moment);
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

/** Whether what was not active, or only followed from another, asks for somebody. */
function isFirstWord(before: Alarm | undefined, facts: AlarmFacts): boolean {
  const spoke = before !== undefined && isActive(before) && before.suppressed === null;
  return facts.condition !== 'normal' && facts.suppressed === null && !spoke;
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
  return compareFacts(a.facts, b.facts) || (a.node < b.node ? -1 : 1);
}

/**
 * A service that becomes active, to be heard, at a site breaks what was said of it at its other sites; not where it had
 * been active there during their case already: they knew.
 */
function spreads(drafts: readonly Draft[], view: RoomView): AlarmMove[] {
  const inOrder = [...drafts].sort((a, b) => (a.node < b.node ? -1 : 1));
  return inOrder.flatMap(({ node, before, facts }) => {
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
  const plain = { basis: 'measured' as const, recovery: null, checks: 0 };
  const same = { suppressed: null, priority: 1 as const, latching: false, ...plain };
  if (since === null) {
    // Looking at every check costs, and nearly always nothing is over.
    if (!before || !isActive(before)) return null;
    const back = Math.max(0, ...referencesSince(view));
    const over = { condition: 'normal' as const, conditionSince: back, ...same, sites: [], symptoms: 0 };
    return { ...base, facts: over };
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

function siteIds(view: Pick<RoomView, 'catalogue'>): readonly string[] {
  return [...view.catalogue.values()]
    .flatMap((entity) => (entity.kind === 'site' ? [entity.value.id] : []))
    .sort();
}
