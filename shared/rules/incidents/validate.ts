import { readAlarm } from '../alarms/reduce-alarms';
import { mayGive } from '../permissions';
import type { IncidentRefusal, IncidentView } from './decision';

/** What people can say that the catalogue and the list of people must know. */
export interface Said {
  readonly services?: readonly string[] | undefined;
  readonly sites?: readonly string[] | undefined;
  readonly commander?: string | null | undefined;
  readonly cause?: string | null | undefined;
}

/** What does not exist here, of all that was said; null: nothing. */
export function unknownIn(view: IncidentView, said: Said): IncidentRefusal | null {
  const service = said.services?.find((id) => !view.catalogue.has(`service:${id}`));
  if (service !== undefined) return { code: 'unknown-service', facts: { service } };
  const site = said.sites?.find((id) => !view.catalogue.has(`site:${id}`));
  if (site !== undefined) return { code: 'unknown-site', facts: { site } };
  if (said.cause != null && !isNode(view, said.cause))
    return { code: 'unknown-node', facts: { node: said.cause } };
  return said.commander == null ? null : leaderFault(view, said.commander);
}

/** A node of the catalogue, or one that has an alarm all the same (the hub's own view of the network). */
export function isNode(view: Pick<IncidentView, 'graph' | 'alarms'>, node: string): boolean {
  return view.graph.nodes.has(node) || readAlarm(view.alarms, node) !== undefined;
}

/** Why somebody cannot lead an incident. */
function leaderFault(view: IncidentView, person: string): IncidentRefusal | null {
  const fault = personFault(view, person);
  if (fault) return fault;
  const entity = view.people.get(`person:${person}`);
  const may = entity?.kind === 'person' && mayGive(entity.value.roles, 'incident.set');
  return may ? null : { code: 'may-not-lead', facts: { person } };
}

/** Why nothing can be given to somebody. */
export function personFault(view: Pick<IncidentView, 'people'>, person: string): IncidentRefusal | null {
  const entity = view.people.get(`person:${person}`);
  if (entity?.kind !== 'person') return { code: 'unknown-person', facts: { person } };
  return entity.value.active ? null : { code: 'not-in-use', facts: { person } };
}
