import { useMemo } from 'react';
import { NODE_STATES, type NodeState } from '../../../shared/model/states';
import { useBoardPulse, useBoardStore } from '../../stores/board-react';
import { stateOf } from './row';

const COUNT_MS = 200;

/** How many nodes are in each state, worst first; states that no node is in are left out. */
export function useCounts(): readonly (readonly [NodeState, number])[] {
  const store = useBoardStore();
  const pulse = useBoardPulse(COUNT_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the board changes in place; the pulse says when
  return useMemo(() => {
    const counts = new Map<NodeState, number>();
    for (const id of store.getState().graph.nodes.keys()) {
      const state = stateOf(store.node(id));
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    return NODE_STATES.filter((state) => counts.has(state)).map(
      (state) => [state, counts.get(state) ?? 0] as const,
    );
  }, [store, pulse]);
}
