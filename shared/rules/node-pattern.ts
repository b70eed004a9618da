import { nodeId, type Service } from '../model/catalogue';

/**
 * The node ids that a pattern names, in the order of the services: a service id (everywhere), a node id
 * (`service@site`), or `*@site` (everything that is measured at that site). Empty: it names nothing.
 */
export function matchNodes(pattern: string, services: Iterable<Service>): readonly string[] {
  const at = pattern.indexOf('@');
  const wantedService = at < 0 ? pattern : pattern.slice(0, at);
  const wantedSite = at < 0 ? null : pattern.slice(at + 1);
  const found: string[] = [];
  for (const service of services) {
    if (wantedService !== '*' && service.id !== wantedService) continue;
    if (wantedSite === null) {
      if (wantedService === '*') continue;
      found.push(...nodesOf(service));
    } else if (service.sites.includes(wantedSite)) {
      found.push(nodeId(service.id, wantedSite));
    }
  }
  return found;
}

/** The node ids of a service: one for each of its sites, or its own where it is central. */
export function nodesOf(service: Service): readonly string[] {
  return service.sites.length === 0
    ? [nodeId(service.id, null)]
    : service.sites.map((site) => nodeId(service.id, site));
}
