import type { Check, CheckKind } from '../model/catalogue';
import type { Graph } from './graph';

/** Which kind of check says best how fast a service answers its users. */
const KIND_ORDER: Readonly<Record<CheckKind, number>> = {
  http: 0,
  journey: 1,
  plugin: 2,
  tcp: 3,
  dns: 4,
  ping: 5,
  heartbeat: 6,
  source: 7,
  host: 8,
  tls: 9,
  self: 10,
};
const IMPACT_ORDER = { down: 0, degraded: 1, warning: 2 } as const;

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
  return IMPACT_ORDER[check.impact] * 100 + KIND_ORDER[check.kind];
}

/** The limit that a response time is held against, ms: the check's own, else what the service is expected to do. */
export function limitOf(graph: Graph, node: string): number | null {
  return primaryCheck(graph, node)?.warnMs ?? graph.nodes.get(node)?.service.expectedMs ?? null;
}
