import { useMemo } from 'react';
import { NODE_STATES, type NodeState } from '../../../shared/model/states';
import { useBoardPulse, useBoardStore } from '../../stores/board-react';
import { stateOf } from './row';

const COUNT_MS = 200;

/** How many nodes are in each state, worst first (states that no node is in are left out), and how many are quiet. */
export interface Counts {
  readonly states: readonly (readonly [NodeState, number])[];
  /** Of those that are not normal, how many make no sound. */
  readonly quiet: number;
}

/** Counts over all nodes, a few times a second. */
export function useCounts(): Counts {
  const store = useBoardStore();
  const pulse = useBoardPulse(COUNT_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the board changes in place; the pulse says when
  return useMemo(() => {
    const counts = new Map<NodeState, number>();
    let quiet = 0;
    for (const id of store.getState().graph.nodes.keys()) {
      const status = store.node(id);
      const state = stateOf(status);
      counts.set(state, (counts.get(state) ?? 0) + 1);
      if (status?.quiet) quiet += 1;
    }
    const states = NODE_STATES.filter((state) => counts.has(state)).map(
      (state) => [state, counts.get(state) ?? 0] as const,
    );
    return { states, quiet };
  }, [store, pulse]);
}
