import { useMemo } from 'react';
import { useBoard } from '../../stores/board-react';
import { fold, nodeName } from '../model/row';

/** A service (at a site, where it has sites) by the name that people know it by. */
export interface NodeName {
  readonly id: string;
  readonly name: string;
}

/** Every node of the room, by name. */
export function useNodeNames(): readonly NodeName[] {
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  return useMemo(
    () =>
      [...graph.nodes.values()]
        .map(({ id }) => ({ id, name: nodeName({ graph, catalogue }, id) }))
        .sort((a, b) => a.name.localeCompare(b.name, 'nb')),
    [graph, catalogue],
  );
}

/** The id of the node that a text names: whole, or by the only name that begins so; null: none, or more than one. */
export function nodeNamed(names: readonly NodeName[], text: string): string | null {
  const wanted = fold(text.trim());
  if (wanted === '') return null;
  const exact = names.find(({ id, name }) => fold(name) === wanted || fold(id) === wanted);
  if (exact) return exact.id;
  const begins = names.filter(({ id, name }) => fold(name).startsWith(wanted) || fold(id).startsWith(wanted));
  return begins.length === 1 ? (begins[0]?.id ?? null) : null;
}
