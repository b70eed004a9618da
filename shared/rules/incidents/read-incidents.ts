import type { IncidentPlan } from '../../model/catalogue';
import { parseNodeId } from '../../model/catalogue';
import type {
  Incident,
  IncidentEntity,
  IncidentSeverity,
  IncidentTask,
  KnownError,
  TimelineEntry,
  UserReport,
} from '../../model/incidents';
import { readAlarm } from '../alarms/reduce-alarms';
import type { RoomView } from '../reduce';

type Incidents = RoomView['incidents'];
type Values<K extends IncidentEntity['kind']> = readonly Extract<IncidentEntity, { kind: K }>['value'][];

function all<K extends IncidentEntity['kind']>(incidents: Incidents, kind: K): Values<K> {
  return [...incidents.values()].flatMap((entity) => (entity.kind === kind ? [entity.value] : [])) as never;
}

/** Every incident that is in the state, the newest first. */
export function incidentsIn(incidents: Incidents): readonly Incident[] {
  return [...all(incidents, 'incident')].sort((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? -1 : 1));
}

/** Incidents that are not closed. */
export function openIncidents(incidents: Incidents): readonly Incident[] {
  return incidentsIn(incidents).filter(({ state }) => state !== 'closed');
}

/** The incident of this id, or the one that it has become part of. */
export function incidentOf(incidents: Incidents, id: string): Incident | undefined {
  const entity = incidents.get(`incident:${id}`);
  if (entity?.kind === 'incident') return entity.value;
  return all(incidents, 'incident').find(({ aliases }) => aliases.includes(id));
}

/** Whether what carries this incident's id belongs to `incident`, also as what became part of it. */
export function isOf(incident: Incident, id: string | null): boolean {
  return id !== null && (id === incident.id || incident.aliases.includes(id));
}

/** When the service was back, as far as is known: nobody closes what is not, ms UTC; null: it is not. */
export function restoredAt({ times, closed }: Incident): number | null {
  return times.restored ?? closed?.at ?? null;
}

/** An incident's timeline, oldest first. */
export function timelineOf(incidents: Incidents, incident: Incident): readonly TimelineEntry[] {
  return all(incidents, 'entry')
    .filter((entry) => isOf(incident, entry.incident))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** An incident's tasks, the checklist first. */
export function tasksOf(incidents: Incidents, incident: Incident): readonly IncidentTask[] {
  return all(incidents, 'task')
    .filter((task) => isOf(incident, task.incident))
    .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}

/** What users report of a node; undefined: nothing. */
export function reportOf(incidents: Incidents, node: string): UserReport | undefined {
  const entity = incidents.get(`report:${node}`);
  return entity?.kind === 'report' ? entity.value : undefined;
}

/** Known errors that hold; of one service where it is given. Newest first. */
export function knownErrorsOf(incidents: Incidents, service: string | null = null): readonly KnownError[] {
  return [...all(incidents, 'known-error')]
    .filter(({ retired, services }) => retired === null && (service === null || services.includes(service)))
    .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
}

/** What the catalogue says of incidents; null: nothing. */
export function incidentPlanOf(view: Pick<RoomView, 'catalogue'>): IncidentPlan | null {
  const entity = view.catalogue.get('incident-plan:room');
  return entity?.kind === 'incident-plan' ? entity.value : null;
}

/** How often a word is owed while the catalogue says nothing of it, ms. */
const UPDATE_MS: Readonly<Record<IncidentSeverity, number>> = {
  major: 30 * 60_000,
  high: 60 * 60_000,
  moderate: 120 * 60_000,
};

/** How often the room owes a word about an incident of this severity, ms. */
export function updateMsOf(view: Pick<RoomView, 'catalogue'>, severity: IncidentSeverity): number {
  return incidentPlanOf(view)?.updateMs[severity] ?? UPDATE_MS[severity];
}

/** The incident, not closed, that has this node as its cause or beside it. */
export function incidentOfCause(incidents: Incidents, node: string): Incident | undefined {
  return openIncidents(incidents).find(
    ({ cause, alarms }) => cause === node || alarms.some((linked) => linked.node === node),
  );
}

/**
 * The incidents, not closed, that a node is part of: it is their cause or beside it, what explains it is (`roots`, as an
 * index of causes knows them; its alarm says so too, where it has one), or people have said that its service (at its site)
 * is hit.
 */
export function incidentsOfNode(
  view: Pick<RoomView, 'incidents' | 'alarms'>,
  node: string,
  roots: readonly string[] = [],
): readonly Incident[] {
  const quiet = readAlarm(view.alarms, node)?.suppressed;
  const causes = [node, ...roots, ...(quiet?.kind === 'cause' ? [quiet.id] : [])];
  const { service, site } = parseNodeId(node);
  return openIncidents(view.incidents).filter((incident) => {
    const linked = [...incident.alarms.map((alarm) => alarm.node), incident.cause];
    if (causes.some((cause) => linked.includes(cause))) return true;
    if (!incident.services.includes(service)) return false;
    return site === null || incident.sites.length === 0 || incident.sites.includes(site);
  });
}
