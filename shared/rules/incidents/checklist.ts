import type { Incident, IncidentTask } from '../../model/incidents';
import type { IncidentView } from './decision';
import { incidentPlanOf, tasksOf } from './read-incidents';

/** So much of the incident's id goes into its checklist's task ids: a task's id is at most 64 characters. */
const ID_PART = 50;

/** The checklist of a major incident, where it has none yet: once, however often it becomes one. */
export function checklistTasks(view: IncidentView, incident: Incident, at: number): readonly IncidentTask[] {
  const has = tasksOf(view.incidents, incident).some(({ source }) => source === 'checklist');
  if (has) return [];
  return (incidentPlanOf(view)?.checklist ?? []).map((text, order) => ({
    id: checklistId(incident.id, order),
    incident: incident.id,
    text,
    owner: null,
    source: 'checklist',
    order,
    at,
    by: incident.openedBy,
    done: null,
  }));
}

/** The same point of the same incident has the same id wherever it is made. */
export function checklistId(incident: string, order: number): string {
  return `c${order}-${incident.slice(0, ID_PART)}`;
}

/**
 * A task by its id. A point of the checklist of an incident that has become part of another is that point of the other's:
 * who ticked it off on a desk without its hub did it.
 */
export function taskOf(incidents: IncidentView['incidents'], id: string): IncidentTask | undefined {
  const entity = incidents.get(`task:${id}`);
  if (entity?.kind === 'task') return entity.value;
  const point = /^c(\d+)-(.+)$/.exec(id);
  if (!point) return undefined;
  for (const { kind, value } of incidents.values()) {
    if (kind !== 'incident') continue;
    if (!value.aliases.some((alias) => alias.slice(0, ID_PART) === point[2])) continue;
    const order = Number(point[1]);
    return tasksOf(incidents, value).find((task) => task.source === 'checklist' && task.order === order);
  }
  return undefined;
}
