import type { NodeStatus } from '../../../shared/model/room';
import { NODE_STATES, type NodeState } from '../../../shared/model/states';
import type { Graph } from '../../../shared/rules/graph';

/** What symptoms are sorted by. */
export interface SymptomView {
  readonly graph: Pick<Graph, 'nodes'>;
  readonly node: (id: string) => NodeStatus | undefined;
}

/** What is not normal because of a node. */
export interface Symptoms {
  /** Node ids by state, worst first, the most critical first in each; states that none is in are left out. */
  readonly byState: readonly { readonly state: NodeState; readonly nodes: readonly string[] }[];
  /** Those of criticality 1 that are down or degraded, worst first: never left unnamed. */
  readonly critical: readonly string[];
  readonly count: number;
}

/** Sorts what follows from a cause (`shared/rules/alarms/causes.ts` says what that is). */
export function sortSymptoms(nodes: Iterable<string>, view: SymptomView): Symptoms {
  const criticality = (id: string): number => view.graph.nodes.get(id)?.service.criticality ?? 4;
  const all = [...nodes];
  const byState = NODE_STATES.filter((state) => state !== 'normal')
    .map((state) => ({
      state,
      nodes: all
        .filter((id) => view.node(id)?.state === state)
        .sort((a, b) => criticality(a) - criticality(b) || (a < b ? -1 : 1)),
    }))
    .filter((group) => group.nodes.length > 0);
  const critical = byState
    .filter(({ state }) => state === 'down' || state === 'degraded')
    .flatMap((group) => group.nodes.filter((id) => criticality(id) === 1));
  return { byState, critical, count: all.length };
}
