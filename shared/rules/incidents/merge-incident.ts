import {
  INCIDENT_FIELDS,
  INCIDENT_TIMES,
  type Incident,
  type IncidentField,
  type IncidentTask,
} from '../../model/incidents';
import { type Act, actedAtOf, type Decision, done, type IncidentView, refuse } from './decision';
import type { IncidentDraft } from './incident-draft';
import { incidentOf, tasksOf } from './read-incidents';
import { draftOf, subjectIncident } from './set-incident';

/**
 * Makes one incident of two. The one that goes on keeps its number and what was said of it; what the other knew is added
 * to it. What the other was called goes on meaning this one, so that acts on it are lost on nobody.
 */
export function mergeIncident(view: IncidentView, act: Act<'incident.merge'>, now: number): Decision {
  const gone = subjectIncident(view, act);
  const into = incidentOf(view.incidents, act.payload.into);
  if (!gone) return refuse('unknown-incident', { incident: act.subject });
  if (!into) return refuse('unknown-incident', { incident: act.payload.into });
  if (gone.id === into.id) return refuse('same-incident', { incident: into.number });
  if (into.state === 'closed' && gone.state !== 'closed')
    return refuse('into-closed', { incident: into.number, title: into.title });
  const draft = draftOf(view, into, act, now);
  draft.change(mergedOf(into, gone, { at: actedAtOf(act, now), by: act.actor }));
  draft.drop(`incident:${gone.id}`);
  mergeChecklists(view, draft, into, gone);
  draft.line('merged', {
    incident: gone.id,
    number: gone.number,
    title: gone.title,
    severity: gone.severity,
    cause: gone.cause,
  });
  // What the one that is gone said otherwise is not lost with it.
  for (const field of LOST) {
    const value = gone[field];
    if (value !== null && value !== draft.incident[field]) draft.late(field, value);
  }
  return done(draft.event());
}

/** One list is worked through, not two of the same: a point that was ticked off on either is done. */
function mergeChecklists(view: IncidentView, draft: IncidentDraft, into: Incident, gone: Incident): void {
  const points = (of: Incident): readonly IncidentTask[] =>
    tasksOf(view.incidents, of).filter(({ source }) => source === 'checklist');
  const own = new Map(points(into).map((task) => [task.order, task]));
  for (const task of points(gone)) {
    const same = own.get(task.order);
    if (!same) continue;
    draft.drop(`task:${task.id}`);
    if (task.done && !same.done) draft.task({ ...same, done: task.done });
  }
}

const LOST = ['severity', 'commander', 'consequence', 'ticket'] as const;

function mergedOf(into: Incident, gone: Incident, act: { readonly at: number; readonly by: string }) {
  const stamps: Record<string, Incident['stamps'][string]> = { ...gone.stamps, ...into.stamps };
  for (const field of INCIDENT_FIELDS) {
    const kept = into[field] === null ? (gone.stamps[field] ?? into.stamps[field]) : into.stamps[field];
    if (kept) stamps[field] = kept;
    else delete stamps[field];
  }
  // Services and sites become what both hit: that is this act's word.
  for (const field of ['services', 'sites'] as const) stamps[field] = act;
  const filled = <F extends IncidentField>(field: F): Incident[F] => into[field] ?? gone[field];
  const until = [into.update, gone.update].filter((update) => update !== null);
  return {
    stamps,
    // It is over when both are.
    state: into.state === 'restored' && gone.state === 'open' ? gone.state : into.state,
    aliases: unique([...into.aliases, gone.id, ...gone.aliases]),
    cause: filled('cause'),
    alarm: into.cause === null ? gone.alarm : into.alarm,
    commander: filled('commander'),
    consequence: filled('consequence'),
    ticket: filled('ticket'),
    services: unique([...into.services, ...gone.services]),
    sites: unique([...into.sites, ...gone.sites]),
    times: mergedTimes(into, gone),
    // The earlier promise is kept.
    update: until.sort((a, b) => a.until - b.until)[0] ?? null,
    routines: mergedRoutines(into, gone),
    alarms: mergedAlarms(into, gone),
    openedAt: Math.min(into.openedAt, gone.openedAt),
    openedBy: gone.openedAt < into.openedAt ? gone.openedBy : into.openedBy,
  };
}

/** It began and was seen when the first of them did; it is over when both are: what one does not know, nobody knows. */
function mergedTimes(into: Incident, gone: Incident): Incident['times'] {
  const times = { ...into.times };
  for (const which of INCIDENT_TIMES) {
    const [a, b] = [into.times[which], gone.times[which]];
    if (which === 'recovered' || which === 'restored')
      times[which] = a === null || b === null ? null : Math.max(a, b);
    else times[which] = a === null || b === null ? (a ?? b) : Math.min(a, b);
  }
  return times;
}

function mergedRoutines(into: Incident, gone: Incident): Incident['routines'] {
  const bySite = new Map(into.routines.map((routine) => [routine.site, routine]));
  for (const routine of gone.routines) {
    const before = bySite.get(routine.site);
    if (!before || (before.at ?? 0) < (routine.at ?? 0)) bySite.set(routine.site, routine);
  }
  return [...bySite.values()];
}

function mergedAlarms(into: Incident, gone: Incident): Incident['alarms'] {
  const own = gone.cause === null ? [] : [{ node: gone.cause, alarm: gone.alarm ?? '' }];
  const nodes = new Map([...into.alarms, ...own, ...gone.alarms].map((linked) => [linked.node, linked]));
  nodes.delete(into.cause ?? gone.cause ?? '');
  return [...nodes.values()].sort((a, b) => (a.node < b.node ? -1 : 1));
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort();
}
