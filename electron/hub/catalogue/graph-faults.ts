import type { Service } from '../../../shared/model/catalogue';
import { buildGraph, type GraphFault } from '../../../shared/rules/graph';
import type { Fault, Path } from './yaml-source';

/** The graph names one cycle at a time; a file with more of them than this has a misunderstanding, not slips. */
const MAX_CYCLES = 20;

/**
 * What is wrong with the dependencies, at the places where they are written. `needPaths`: those places, for each
 * service by the index of its needs. Those on what `isLeftOut` says is faulty already are passed over.
 */
export function graphFaults(
  services: readonly Service[],
  needPaths: ReadonlyMap<string, readonly Path[]>,
  isLeftOut: (id: string) => boolean,
): readonly Fault[] {
  const faults = new Map<string, Fault>();
  const current = new Map<string, Service>();
  for (const service of services) {
    // Of two with the same id the first counts, as in `needPaths`.
    if (!current.has(service.id)) current.set(service.id, service);
  }
  for (let round = 0; round <= MAX_CYCLES; round++) {
    const found = buildGraph(
      [...current.values()].map((value) => ({ kind: 'service' as const, value })),
    ).faults;
    const cycle = found.find(isCycle);
    for (const fault of found) {
      const need = current.get(fault.service)?.needs[fault.need];
      const path = needPaths.get(fault.service)?.[fault.need];
      if (!path || need?.of.some(isLeftOut)) continue;
      faults.set(`${path.join('/')}\n${fault.reason}`, { path, reason: fault.reason });
    }
    if (!cycle) break;
    soften(current, cycle);
  }
  return [...faults.values()];
}

function isCycle(fault: GraphFault): boolean {
  return fault.reason.startsWith('hard dependency cycle');
}

/** Takes a cycle that was reported out of the way, so that the next one is seen. Indexes stay as they are. */
function soften(services: Map<string, Service>, fault: GraphFault): void {
  const service = services.get(fault.service);
  if (!service) return;
  const needs = service.needs.map((need, index) => (index === fault.need ? { ...need, soft: true } : need));
  services.set(service.id, { ...service, needs });
}
