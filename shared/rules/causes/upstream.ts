import type { Graph, GraphNode } from '../graph';

/** Checks that are asked for one fault, at most: whatever the graph, the question stays small. */
const MOST_CHECKS = 200;

/** Whom a fault of a node is asked of. */
export interface Upstream {
  /** Checks whose word may explain it. */
  readonly checks: readonly string[];
  /** Nodes above it that nothing measures. */
  readonly unmeasured: readonly string[];
}

/**
 * What may explain a fault of a node: the checks of what it hard-depends on, all the way up; where nothing measures a need,
 * those of what else hangs on it: together they say whether it is there.
 */
export function asksUpstream(node: GraphNode, graph: Graph): Upstream {
  const checks = new Set<string>();
  const unmeasured: string[] = [];
  const seen = new Set<string>([node.id]);
  const waiting = [node];
  for (let next = waiting.shift(); next && checks.size < MOST_CHECKS; next = waiting.shift()) {
    for (const id of next.needs.filter(({ soft }) => !soft).flatMap(({ of }) => of)) {
      const need = graph.nodes.get(id);
      if (!need || seen.has(id)) continue;
      seen.add(id);
      waiting.push(need);
      if (need.checks.length === 0) unmeasured.push(id);
      const asked = need.checks.length > 0 ? [need] : need.dependants.map((other) => graph.nodes.get(other));
      for (const one of asked) {
        if (!one || one.id === node.id) continue;
        for (const check of one.checks) if (checks.size < MOST_CHECKS) checks.add(check);
      }
    }
  }
  return { checks: [...checks], unmeasured };
}
