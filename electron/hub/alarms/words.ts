import type { EventBody } from '../../../shared/model/events';
import type { NodeState } from '../../../shared/model/states';
import { VANTAGE_NODE } from '../../../shared/rules/alarms/decide';
import type { RoomView } from '../../../shared/rules/reduce';
import type { Verdict } from '../commands';

export { cleanLine as cleanText } from '../../../shared/util/clean-text';

/** States as people read them, in Bokmål. */
export const STATE_WORDS: Readonly<Record<NodeState, string>> = {
  down: 'Nede',
  degraded: 'Redusert',
  unknown: 'Ukjent',
  stale: 'Utdatert',
  'redundancy-lost': 'Redundans tapt',
  warning: 'Varsel',
  normal: 'Normal',
};

/** `reason`: for people, in Bokmål. `events`: what is to be remembered all the same. */
export function refused(
  reason: string,
  events: readonly EventBody[] = [],
): Extract<Verdict, { outcome: 'refused' }> {
  return { outcome: 'refused', reason, events };
}

/** A person's name; the id of somebody whom the room does not know. */
export function nameOf(room: Pick<RoomView, 'people'>, person: string): string {
  const entity = room.people.get(`person:${person}`);
  return entity?.kind === 'person' ? entity.value.name : person;
}

/** A node as people call it: `DIPS Arena, Mo`. Its id where the catalogue does not know it. */
export function nodeName(room: Pick<RoomView, 'catalogue' | 'graph'>, id: string): string {
  const node = room.graph.nodes.get(id);
  if (!node) return id === VANTAGE_NODE ? 'Vaktroms eget syn på nettet' : id;
  if (node.site === null) return node.service.name;
  const site = room.catalogue.get(`site:${node.site}`);
  return `${node.service.name}, ${site?.kind === 'site' ? site.value.name : node.site}`;
}
