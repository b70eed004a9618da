import type { MapSpec } from '../../../shared/contract/catalogue-map';
import type { Service } from '../../../shared/model/catalogue';
import type { MapPlan } from '../../../shared/model/map';
import type { Notes } from './notes';
import type { Path } from './yaml-source';

/** The map as the room knows it. What is named in vain, and what cannot be what it is named as, are faults at their places. */
export function expandMap(spec: MapSpec, services: readonly Service[], notes: Notes): MapPlan {
  const known = new Map(services.map((service) => [service.id, service]));
  const refer = (id: string, path: Path): Service | undefined => {
    const service = known.get(id);
    if (!service && !notes.isLeftOut('services', id)) notes.fault(path, `unknown service "${id}"`);
    return service;
  };
  const { line = null, core = null } = spec;
  const named = line === null ? undefined : refer(line, ['map', 'line']);
  if (named?.sites.length === 0)
    notes.fault(['map', 'line'], `"${named.id}" is central: the line is measured at each site`);
  if (core !== null) refer(core, ['map', 'core']);
  const networks = spec.networks ?? [];
  for (const [index, id] of networks.entries()) refer(id, ['map', 'networks', index]);
  const seen = new Set<string>();
  const centres = (spec.centres ?? []).map(({ id, name, place, services: within }, index) => {
    if (seen.has(id)) notes.fault(['map', 'centres', index, 'id'], `duplicate id "${id}" in map.centres`);
    seen.add(id);
    for (const [at, service] of within.entries()) {
      const path: Path = ['map', 'centres', index, 'services', at];
      const found = refer(service, path);
      if (found && found.sites.length > 0)
        notes.fault(path, `"${service}" is measured by site: a data centre holds what is central`);
    }
    return { id, name: name ?? id, place, services: within };
  });
  return { id: 'room', centres, line, core, networks };
}
