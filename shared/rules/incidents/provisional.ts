import type { EventBody } from '../../model/events';
import { type IncidentEntity, incidentsKey } from '../../model/incidents';
import { decideIncident } from './decide-incident';
import { type IncidentView, readAct, type UnreadCommand } from './decision';
import { type IncidentEvent, reduceIncidents } from './reduce-incidents';

/** What a desk shows while commands wait in its outbox. */
export interface Provisional {
  /** The incidents as they will be when the hub agrees. */
  readonly incidents: ReadonlyMap<string, IncidentEntity>;
  /** Keys of what is not the hub's word yet. */
  readonly waiting: ReadonlySet<string>;
}

/**
 * Lays what waits in an outbox over what the hub has said, in the order in which it was done, by the rules by which the hub
 * will decide. What would be refused now changes nothing here: the hub has the last word on it. `now`: the hub's time as
 * known here, ms UTC.
 */
export function provisional(
  view: IncidentView,
  commands: readonly UnreadCommand[],
  now: number,
): Provisional {
  let incidents = view.incidents;
  const waiting = new Set<string>();
  for (const command of commands) {
    const act = readAct(command);
    if (!act) continue;
    const decision = decideIncident({ ...pick(view), incidents }, act, now, 'desk');
    for (const event of 'ok' in decision ? decision.ok : []) {
      if (!isIncidentEvent(event)) continue;
      const patch = reduceIncidents({ incidents, room: view.room }, event).incidents;
      if (!patch) continue;
      const next = new Map(incidents);
      for (const key of patch.drop) {
        next.delete(key);
        waiting.add(key);
      }
      for (const [key, entity] of patch.put) {
        next.set(key, entity);
        waiting.add(incidentsKey(entity));
      }
      incidents = next;
    }
  }
  return { incidents, waiting };
}

/** A view may be a projection, whose parts are getters: they are read one by one. */
function pick({ catalogue, graph, alarms, people, incidents, room }: IncidentView): IncidentView {
  return { catalogue, graph, alarms, people, incidents, room };
}

function isIncidentEvent(event: EventBody): event is IncidentEvent {
  return (
    event.type === 'incident.moved' ||
    event.type === 'callers.counted' ||
    event.type === 'report.changed' ||
    event.type === 'known-error.set'
  );
}
