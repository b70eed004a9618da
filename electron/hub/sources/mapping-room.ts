import { nodesOf } from '../../../shared/rules/node-pattern';
import type { Projection } from '../../../shared/rules/projection';
import type { MappingRoom } from '../../../shared/rules/source-mapping';
import type { SourceTarget } from '../catalogue/loaded';

/** The room as a source's mapping sees it. `alsoVouches`: nodes that draft rules would add. */
export function roomOf(
  target: SourceTarget,
  state: Pick<Projection, 'graph'>,
  alsoVouches: ReadonlySet<string> = new Set(),
): MappingRoom {
  const vouched = new Set(target.vouchesFor);
  return {
    nodes: (service, site) => {
      const id = site === null ? service : `${service}@${site}`;
      if (state.graph.nodes.has(id)) return [id];
      return site === null ? (servicesOf(state.graph).get(service) ?? []) : [];
    },
    vouches: (node) => vouched.has(node) || alsoVouches.has(node),
  };
}

const taken = new WeakMap<Projection['graph'], ReadonlyMap<string, readonly string[]>>();

/** The nodes of each service, taken once for each graph. */
function servicesOf(graph: Projection['graph']): ReadonlyMap<string, readonly string[]> {
  let services = taken.get(graph);
  if (!services) {
    services = new Map([...graph.nodes.values()].map(({ service }) => [service.id, nodesOf(service)]));
    taken.set(graph, services);
  }
  return services;
}
