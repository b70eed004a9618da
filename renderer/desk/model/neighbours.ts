import type { NodeStatus } from '../../../shared/model/room';
import { severity } from '../../../shared/model/states';
import type { Graph } from '../../../shared/rules/graph';
import { stateOf } from './row';

/** What walking the graph reads. */
export interface GraphReader {
  getState(): { readonly graph: Graph };
  node(id: string): NodeStatus | undefined;
}

/**
 * The next step upstream: what the node itself gives as its reason, else the worst of what it depends on. Null
 * when it depends on nothing.
 */
export function worstUpstream(board: GraphReader, id: string): string | null {
  const node = board.getState().graph.nodes.get(id);
  const named = board.node(id)?.because.find((cause) => cause.kind === 'need' || cause.kind === 'soft-need');
  if (named) return named.id;
  return worstOf(board, node?.needs.flatMap((need) => need.of) ?? []);
}

/** The next step downstream: the worst and most critical of what depends on the node; null when nothing does. */
export function worstDownstream(board: GraphReader, id: string): string | null {
  const node = board.getState().graph.nodes.get(id);
  return worstOf(board, [...(node?.dependants ?? []), ...(node?.softDependants ?? [])]);
}

function worstOf(board: GraphReader, ids: readonly string[]): string | null {
  return worstFirst(board, ids)[0] ?? null;
}

/** Nodes without repeats, the worst first, then the most critical; equals keep their order. */
export function worstFirst(board: GraphReader, ids: readonly string[]): readonly string[] {
  const { graph } = board.getState();
  return [...new Set(ids)]
    .filter((id) => graph.nodes.has(id))
    .sort(
      (a, b) =>
        severity(stateOf(board.node(b))) - severity(stateOf(board.node(a))) ||
        (graph.nodes.get(a)?.service.criticality ?? 4) - (graph.nodes.get(b)?.service.criticality ?? 4),
    );
}
