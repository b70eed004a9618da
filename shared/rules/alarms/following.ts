import type { NodeState } from '../../model/states';
import type { GraphNode } from '../graph';

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
  /** How many of their checks fail. */
  readonly checks: number;
}

interface Draft extends Following {
  readonly nodes: Set<string>;
  readonly sites: Map<string, number>;
  readonly services: Map<string, number>;
  readonly down: number[];
  checks: number;
}

/** What follows from each root, kept in the number of changes. */
export class FollowingCounts {
  readonly #drafts = new Map<string, Draft>();

  of(root: string): Following | undefined {
    return this.#drafts.get(root);
  }

  roots(): Iterable<string> {
    return this.#drafts.keys();
  }

  clear(): void {
    this.#drafts.clear();
  }

  /** Counts a node in, or out, with what it was counted in with. */
  count(
    root: string,
    node: GraphNode,
    what: { readonly state: NodeState; readonly failing: number },
    by: 1 | -1,
  ): void {
    let draft = this.#drafts.get(root);
    if (!draft) {
      draft = { nodes: new Set(), sites: new Map(), services: new Map(), down: [0, 0, 0, 0, 0], checks: 0 };
      this.#drafts.set(root, draft);
    }
    if (by === 1) draft.nodes.add(node.id);
    else draft.nodes.delete(node.id);
    if (node.site !== null) add(draft.sites, node.site, by);
    add(draft.services, node.service.id, by);
    draft.checks += by * what.failing;
    const { criticality } = node.service;
    if (what.state === 'down') draft.down[criticality] = (draft.down[criticality] ?? 0) + by;
    if (draft.nodes.size === 0) this.#drafts.delete(root);
  }
}

function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

/** Sets of nodes by another node: who belongs to whom. */
export class NodeSets {
  readonly #sets = new Map<string, Set<string>>();

  of(key: string): ReadonlySet<string> {
    return this.#sets.get(key) ?? NOBODY;
  }

  keys(): Iterable<string> {
    return this.#sets.keys();
  }

  /** True: the set was empty. */
  add(key: string, node: string): boolean {
    const set = this.#sets.get(key);
    if (set) set.add(node);
    else this.#sets.set(key, new Set([node]));
    return set === undefined;
  }

  /** True: the set is empty now. */
  delete(key: string, node: string): boolean {
    const set = this.#sets.get(key);
    if (!set?.delete(node) || set.size > 0) return false;
    this.#sets.delete(key);
    return true;
  }

  clear(): void {
    this.#sets.clear();
  }
}

const NOBODY: ReadonlySet<string> = new Set();
