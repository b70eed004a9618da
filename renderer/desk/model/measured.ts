import type { Check, CheckKind } from '../../../shared/model/catalogue';
import type { Graph } from '../../../shared/rules/graph';

/** Which kind of check says best how fast a service answers its users. */
const KIND_ORDER: readonly CheckKind[] = ['http', 'plugin', 'tcp', 'heartbeat'];
const IMPACT_ORDER = ['down', 'degraded', 'warning'] as const;

/**
 * The check whose response time stands for the node: one that can take the service down before one that only
 * warns, HTTP before the rest. Null when the node has none.
 */
export function primaryCheck(graph: Graph, node: string): Check | null {
  let best: Check | null = null;
  for (const id of graph.nodes.get(node)?.checks ?? []) {
    const check = graph.checks.get(id);
    if (check && (best === null || rank(check) < rank(best))) best = check;
  }
  return best;
}

function rank(check: Check): number {
  return IMPACT_ORDER.indexOf(check.impact) * KIND_ORDER.length + KIND_ORDER.indexOf(check.kind);
}

/** The limit that a response time is held against, ms: the check's own, else what the service is expected to do. */
export function limitOf(graph: Graph, node: string): number | null {
  return primaryCheck(graph, node)?.warnMs ?? graph.nodes.get(node)?.service.expectedMs ?? null;
}
