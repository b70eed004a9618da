import { type CauseView, goneNeeds, isDown } from './measured';

/** What cannot be up when these are down, with all that is down besides; the causes themselves left out. */
export function fallsWith(causes: readonly string[], view: CauseView): ReadonlySet<string> {
  const fallen = new Set(causes);
  const down = (id: string): boolean => fallen.has(id) || isDown(view, id);
  for (const id of fallen) {
    for (const next of view.graph.nodes.get(id)?.dependants ?? []) {
      const node = fallen.has(next) ? undefined : view.graph.nodes.get(next);
      if (node && goneNeeds(node, down).length > 0) fallen.add(next);
    }
  }
  for (const id of causes) fallen.delete(id);
  return fallen;
}

/** What may not be up when a node is down: also where its alternatives would have to be down with it. */
export function mayFallWith(id: string, view: CauseView): ReadonlySet<string> {
  const all = new Set([id]);
  for (const next of view.graph.nodes.get(id)?.dependants ?? []) {
    for (const { soft, of } of view.graph.nodes.get(next)?.needs ?? []) {
      if (!soft && of.includes(id)) for (const other of of) all.add(other);
    }
  }
  return new Set([...fallsWith([...all], view), ...fallsWith([id], view)]);
}
