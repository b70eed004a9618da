import type { NodeStatus, Quiet } from '../../model/room';
import { type NodeState, severity, worse } from '../../model/states';
import type { Graph, GraphNode } from '../graph';
import { type RoomView, readCheck, readNode } from '../reduce';
import { checkReasons, type Reason } from '../rollup';

/** What causes are found in. */
export type CauseView = Pick<RoomView, 'graph' | 'status'>;

/** What a node that is not normal owes to itself and to others. */
export interface Explained {
  /** What is measured of the node itself; neither what was never measured yet, nor what a lost source cannot tell. */
  readonly own: NodeState;
  /** The nodes that explain the rest, sorted; empty: nothing does, so that it speaks for itself. */
  readonly roots: readonly string[];
  /** A hard dependency is down altogether, and explained: what is measured behind it says nothing. */
  readonly behind: boolean;
}

interface Entry extends Explained {
  readonly state: NodeState;
  readonly hard: NodeState;
  readonly quiet: Quiet['kind'] | null;
  /** It is a foreign source with a fault of its own: what it speaks for is unknown because of it. */
  readonly lost: boolean;
}

/** What follows from a root, counted. */
export interface Following {
  /** Nodes that are not normal because of it. */
  readonly nodes: ReadonlySet<string>;
  /** Of these, how many at each site. */
  readonly sites: ReadonlyMap<string, number>;
  /** Of these, how many of each service. */
  readonly services: ReadonlyMap<string, number>;
  /** Of these, how many are down, by criticality (index 1 to 4). */
  readonly down: readonly number[];
}

interface Draft extends Following {
  readonly nodes: Set<string>;
  readonly sites: Map<string, number>;
  readonly services: Map<string, number>;
  readonly down: number[];
}

/**
 * Which node explains which. A node that is not normal because of what it depends on is explained by the nodes at the
 * root of that: those that are down by their own measurement. The graph comes first: what is measured behind a hard
 * dependency that is down altogether is a consequence, however it was measured. What is to be heard is never explained
 * by what makes no sound: it would be heard of by nobody.
 *
 * Kept up to date in the number of changes: what moved, and what is explained otherwise because of it. It holds nothing
 * that could not be found anew from the room.
 */
export class CauseIndex {
  readonly #entries = new Map<string, Entry>();
  readonly #following = new Map<string, Draft>();
  #graph: Graph | null = null;
  /** Nodes that a foreign source speaks for, by the source's node. */
  #heardFrom: ReadonlyMap<string, readonly string[]> = new Map();

  /** What explains a node; undefined: it is normal. */
  explained(node: string): Explained | undefined {
    return this.#entries.get(node);
  }

  /** What follows from a node; undefined: nothing does. */
  following(root: string): Following | undefined {
    return this.#following.get(root);
  }

  /**
   * Takes over what changed: the nodes named, which are those whose status changed, or that of a check of theirs (null:
   * all). A catalogue that changed is taken over whole.
   * @returns every node that is explained otherwise than before, or from which something else follows
   */
  update(view: CauseView, nodes: Iterable<string> | null): ReadonlySet<string> {
    const changed = new Set<string>();
    let wave: readonly string[];
    if (nodes === null || view.graph !== this.#graph) {
      for (const id of this.#entries.keys()) changed.add(id);
      for (const root of this.#following.keys()) changed.add(root);
      this.#entries.clear();
      this.#following.clear();
      if (view.graph !== this.#graph) this.#heardFrom = heardFrom(view.graph);
      this.#graph = view.graph;
      wave = view.graph.order;
    } else {
      wave = byOrder(nodes, view.graph);
    }
    while (wave.length > 0) {
      const waiting = new Set(wave);
      const next = new Set<string>();
      for (const id of wave) {
        waiting.delete(id);
        const before = this.#entries.get(id);
        const after = this.#evaluate(view, id);
        if (!sameEntry(before, after)) this.#replace(view, id, after, changed);
        if (explainsAlike(before, after)) continue;
        for (const follower of this.#dependants(view.graph, id)) {
          if (!waiting.has(follower)) next.add(follower);
        }
      }
      wave = byOrder(next, view.graph);
    }
    return changed;
  }

  #evaluate(view: CauseView, id: string): Entry | undefined {
    const node = view.graph.nodes.get(id);
    const status = readNode(view.status, id);
    if (!node || !status || status.state === 'normal') return undefined;
    const own = ownPart(node, status, view);
    const { needs, sources, behind } = causesOf(node, own, status, view);
    const quiet = status.quiet?.kind ?? null;
    const heard = quiet !== null ? needs : needs.filter((need) => readNode(view.status, need)?.quiet == null);
    const roots = new Set<string>();
    for (const cause of [...heard, ...sources]) {
      const further = this.#entries.get(cause)?.roots ?? [];
      for (const root of further.length > 0 ? further : [cause]) roots.add(root);
    }
    // Only a faulty catalogue closes a hard cycle: there, each stands for itself.
    roots.delete(id);
    return {
      own,
      roots: [...roots].sort(),
      behind: behind && roots.size > 0,
      state: status.state,
      hard: status.hard,
      quiet,
      lost: this.#heardFrom.has(id) && isFaulty(node, status, view),
    };
  }

  #replace(view: CauseView, id: string, after: Entry | undefined, changed: Set<string>): void {
    const before = this.#entries.get(id);
    const node = view.graph.nodes.get(id);
    if (node && before) for (const root of before.roots) this.#count(root, node, before.state, -1, changed);
    if (node && after) for (const root of after.roots) this.#count(root, node, after.state, 1, changed);
    if (after) this.#entries.set(id, after);
    else this.#entries.delete(id);
    changed.add(id);
  }

  #count(root: string, node: GraphNode, state: NodeState, by: 1 | -1, changed: Set<string>): void {
    let draft = this.#following.get(root);
    if (!draft) {
      draft = { nodes: new Set(), sites: new Map(), services: new Map(), down: [0, 0, 0, 0, 0] };
      this.#following.set(root, draft);
    }
    if (by === 1) draft.nodes.add(node.id);
    else draft.nodes.delete(node.id);
    if (node.site !== null) add(draft.sites, node.site, by);
    add(draft.services, node.service.id, by);
    const { criticality } = node.service;
    if (state === 'down') draft.down[criticality] = (draft.down[criticality] ?? 0) + by;
    if (draft.nodes.size === 0) this.#following.delete(root);
    changed.add(root);
  }

  *#dependants(graph: Graph, id: string): Iterable<string> {
    const node = graph.nodes.get(id);
    if (!node) return;
    yield* node.dependants;
    yield* node.softDependants;
    yield* this.#heardFrom.get(id) ?? [];
  }
}

/** Where a node's state, past what is measured of itself, comes from directly. */
interface Causes {
  readonly needs: readonly string[];
  readonly sources: readonly string[];
  readonly behind: boolean;
}

function causesOf(node: GraphNode, own: NodeState, status: NodeStatus, view: CauseView): Causes {
  const isDown = (id: string): boolean => readNode(view.status, id)?.hard === 'down';
  const gone = node.needs.filter((need) => !need.soft && need.of.every(isDown));
  if (gone.length > 0) {
    return { needs: [...new Set(gone.flatMap((need) => need.of))], sources: [], behind: true };
  }
  const needs = new Set<string>();
  for (const need of node.needs) {
    const down = need.of.filter(isDown);
    const hurts = need.soft ? down.length === need.of.length : down.length > 0;
    const makes = need.soft ? 'degraded' : 'redundancy-lost';
    if (hurts && severity(makes) > severity(own)) for (const id of down) needs.add(id);
  }
  const blind = status.own === 'unknown' && severity('unknown') > severity(own);
  const sources = blind ? lostSources(node, status, view) : [];
  return { needs: [...needs], sources, behind: false };
}

function lostSources(node: GraphNode, status: NodeStatus, view: CauseView): readonly string[] {
  const ids = checkReasons(node, checksOf(view), 0).flatMap(({ cause }) =>
    cause.kind === 'source' && isLost(cause.id, node.id, status, view) ? [cause.id] : [],
  );
  return [...new Set(ids)];
}

/**
 * What is measured of the node itself. What was never measured is no fault yet (it is overdue in time, which is one),
 * and what a lost source cannot tell is the source's.
 */
function ownPart(node: GraphNode, status: NodeStatus, view: CauseView): NodeState {
  if (status.own !== 'unknown') return status.own;
  return checkReasons(node, checksOf(view), 0)
    .filter((reason) => !isPending(reason))
    .filter(({ cause }) => cause.kind !== 'source' || !isLost(cause.id, node.id, status, view))
    .reduce<NodeState>((state, reason) => worse(state, reason.state), 'normal');
}

function isPending({ cause, state }: Reason): boolean {
  return cause.kind === 'unmeasured' && state === 'unknown';
}

/**
 * Whether the foreign source with this service has a fault of which it speaks itself. One that is down by plan explains
 * what it cannot tell; one that makes no sound for another reason does not, to a node that is to be heard.
 */
function isLost(source: string, node: string, of: NodeStatus, view: CauseView): boolean {
  const status = readNode(view.status, source);
  const found = view.graph.nodes.get(source);
  if (source === node || !status || !found || status.state === 'normal') return false;
  if (of.quiet === null && status.quiet !== null && status.quiet.kind !== 'maintenance') return false;
  return isFaulty(found, status, view);
}

/** Whether something is wrong with a source itself, past what another source cannot tell of it. */
function isFaulty(node: GraphNode, status: NodeStatus, view: CauseView): boolean {
  if (status.hard === 'down' || (status.own !== 'normal' && status.own !== 'unknown')) return true;
  return checkReasons(node, checksOf(view), 0).some(
    (reason) => reason.state !== 'normal' && reason.cause.kind !== 'source' && !isPending(reason),
  );
}

function checksOf(view: CauseView): Parameters<typeof checkReasons>[1] {
  return { graph: view.graph, check: (id) => readCheck(view.status, id) };
}

function heardFrom(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const { source, node } of graph.checks.values()) {
    if (source === null || node === null || node === source) continue;
    const list = map.get(source);
    if (list) list.push(node);
    else map.set(source, [node]);
  }
  return map;
}

function byOrder(ids: Iterable<string>, graph: Graph): string[] {
  const order = (id: string): number => graph.nodes.get(id)?.order ?? -1;
  return [...new Set(ids)].sort((a, b) => order(a) - order(b));
}

function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

function sameEntry(a: Entry | undefined, b: Entry | undefined): boolean {
  if (!a || !b) return a === b;
  return a.state === b.state && a.own === b.own && a.behind === b.behind && explainsAlike(a, b);
}

/** Whether those that depend on it are explained as before. */
function explainsAlike(a: Entry | undefined, b: Entry | undefined): boolean {
  if (!a || !b) return a === b;
  return (
    a.quiet === b.quiet &&
    a.hard === b.hard &&
    a.lost === b.lost &&
    a.roots.length === b.roots.length &&
    a.roots.every((root, index) => root === b.roots[index])
  );
}
