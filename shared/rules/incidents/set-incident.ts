import type { Incident, IncidentField } from '../../model/incidents';
import { cleanLine } from '../../util/clean-text';
import { readAlarm } from '../alarms/reduce-alarms';
import {
  type Act,
  actedAtOf,
  type Decision,
  done,
  type IncidentCommandKind,
  type IncidentView,
  refuse,
} from './decision';
import { IncidentDraft } from './incident-draft';
import { incidentOf, incidentOfCause } from './read-incidents';
import { timeFault } from './times';
import { unknownIn } from './validate';

/** The next word is not promised further ahead than this, ms. */
const MAX_UPDATE_MS = 7 * 24 * 3_600_000;

/** The incident that an act is about; undefined: there is none. */
export function subjectIncident(view: IncidentView, { subject }: { readonly subject: string }) {
  return subject.startsWith('incident/')
    ? incidentOf(view.incidents, subject.slice('incident/'.length))
    : undefined;
}

export function draftOf<K extends IncidentCommandKind>(
  view: IncidentView,
  incident: Incident,
  act: Act<K>,
  now: number,
): IncidentDraft {
  return new IncidentDraft(view, incident, {
    id: act.id,
    what: act.kind,
    actor: act.actor,
    at: actedAtOf(act, now),
  });
}

/** Sets fields, each by itself. */
export function setFields(view: IncidentView, act: Act<'incident.set'>, now: number): Decision {
  const incident = subjectIncident(view, act);
  if (!incident) return refuse('unknown-incident', { incident: act.subject });
  const { payload } = act;
  const unknown = unknownIn(view, payload);
  if (unknown) return refuse(unknown.code, unknown.facts);
  const draft = draftOf(view, incident, act, now);
  const { cause } = payload;
  const other = cause == null ? undefined : incidentOfCause(view.incidents, cause);
  if (cause != null && other && other.id !== incident.id) {
    const said = draftOf(view, incident, act, now);
    for (const [field, value] of Object.entries(payload)) said.late(field, value);
    return refuse('cause-taken', { node: cause, incident: other.number, title: other.title }, [said.event()]);
  }
  for (const field of Object.keys(payload) as IncidentField[]) {
    const value = payload[field];
    if (value === undefined) continue;
    const clean = cleaned(value);
    if (field === 'title' && clean === null) return refuse('empty', { field });
    draft.set(field, clean as Incident[typeof field]);
  }
  if (cause != null) diagnosed(draft, actedAtOf(act, now));
  if (draft.incident.cause !== incident.cause) {
    const alarm = draft.incident.cause === null ? undefined : readAlarm(view.alarms, draft.incident.cause);
    draft.change({ alarm: alarm && alarm.id !== '' ? alarm.id : null });
  }
  return done(draft.event());
}

/** Ids in order, words on one line. */
function cleaned(value: string | readonly string[] | null): string | string[] | null {
  if (value === null) return null;
  return typeof value === 'string' ? cleanLine(value) : [...new Set(value)].sort();
}

/** Whoever names the cause has found it: unless somebody says another time, that is when it was diagnosed. */
function diagnosed(draft: IncidentDraft, at: number): void {
  const { times, stamps } = draft.incident;
  if (stamps['time:diagnosed']) return;
  draft.change({ times: { ...times, diagnosed: Math.min(times.diagnosed ?? at, at) } });
}

/** A person's words, in the timeline. What was said is true however late it comes. */
export function writeNote(view: IncidentView, act: Act<'incident.note'>, now: number): Decision {
  const incident = subjectIncident(view, act);
  if (!incident) return refuse('unknown-incident', { incident: act.subject });
  const text = cleanLine(act.payload.text);
  if (text === null) return refuse('empty', { field: 'text' });
  const { id } = act.payload;
  if (view.incidents.has(`entry:${id}`)) return refuse('exists', { entry: id });
  const draft = draftOf(view, incident, act, now);
  const at = actedAtOf(act, now);
  draft.lineOf({ id, incident: incident.id, at, by: act.actor, kind: 'note', facts: {}, text });
  return done(draft.event());
}

/** One of ITIL's times, as a person knows it; null: it is not known after all. */
export function setTime(view: IncidentView, act: Act<'incident.time'>, now: number): Decision {
  const incident = subjectIncident(view, act);
  if (!incident) return refuse('unknown-incident', { incident: act.subject });
  const { which, at } = act.payload;
  const draft = draftOf(view, incident, act, now);
  const fault = timeFault(incident.times, which, at, now);
  if (fault?.code === 'future') return refuse(fault.code, fault.facts);
  if (fault) {
    // It may be the other time that is wrong: what was said is kept.
    draft.late(`time:${which}`, at);
    return refuse(fault.code, fault.facts, [draft.event()]);
  }
  const before = incident.times[which];
  const written = draft.write(`time:${which}`, () =>
    draft.change({ times: { ...draft.incident.times, [which]: at } }),
  );
  if (!written) draft.late(`time:${which}`, at);
  else if (at !== before) draft.line('time', { which, at, before });
  return done(draft.event());
}

/** When the next word is due; null: none is promised any more. */
export function setUpdate(view: IncidentView, act: Act<'incident.update'>, now: number): Decision {
  const incident = subjectIncident(view, act);
  if (!incident) return refuse('unknown-incident', { incident: act.subject });
  const { until } = act.payload;
  const { actor } = act;
  const at = actedAtOf(act, now);
  if (until !== null && (!Number.isSafeInteger(until) || until <= at)) return refuse('past', { until });
  if (until !== null && until > at + MAX_UPDATE_MS) return refuse('too-long', { limit: at + MAX_UPDATE_MS });
  const draft = draftOf(view, incident, act, now);
  const written = draft.write('update', () =>
    draft.change({ update: until === null ? null : { until, at, by: actor, due: false } }),
  );
  if (!written || incident.state !== 'open') draft.late('update', until);
  else if (until === null) draft.line('update-stopped', {});
  else draft.line('update-set', { until });
  return done(draft.event());
}

/** Whether a site works by its emergency routine. */
export function setRoutine(view: IncidentView, act: Act<'incident.routine'>, now: number): Decision {
  const incident = subjectIncident(view, act);
  if (!incident) return refuse('unknown-incident', { incident: act.subject });
  const { site, state } = act.payload;
  const { actor } = act;
  const unknown = unknownIn(view, { sites: [site] });
  if (unknown) return refuse(unknown.code, unknown.facts);
  const at = actedAtOf(act, now);
  const note = act.payload.note === null ? null : cleanLine(act.payload.note);
  const before = incident.routines.find((routine) => routine.site === site);
  const next = { site, state, at, by: actor, note };
  const draft = draftOf(view, incident, act, now);
  const others = incident.routines.filter((routine) => routine.site !== site);
  const written = draft.write(`routine:${site}`, () => draft.change({ routines: [...others, next] }));
  if (written) draft.line('routine', { site, state, before: before?.state ?? 'unconfirmed' }, note);
  else draft.late(`routine:${site}`, state, note);
  return done(draft.event());
}
