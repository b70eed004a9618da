import type { Incident } from '../../model/incidents';
import { cleanLine } from '../../util/clean-text';
import { isActive } from '../alarms/machine';
import { readAlarm } from '../alarms/reduce-alarms';
import {
  type Act,
  actedAtOf,
  type Decision,
  done,
  type IncidentRefusal,
  type IncidentView,
  refuse,
} from './decision';
import { type IncidentDraft, LAST_OPENING } from './incident-draft';
import { incidentOfCause, updateMsOf } from './read-incidents';
import { sitesInRoutine } from './routines';
import { draftOf, subjectIncident } from './set-incident';
import { timeFault } from './times';

type StateAct = Act<'incident.restore'> | Act<'incident.close'> | Act<'incident.reopen'>;

/** The service is back; the incident is over; or it is not after all. Of two who say so apart, the later act holds. */
export function moveState(view: IncidentView, act: StateAct, now: number): Decision {
  const incident = subjectIncident(view, act);
  if (!incident) return refuse('unknown-incident', { incident: act.subject });
  const draft = draftOf(view, incident, act, now);
  const at = actedAtOf(act, now);
  const { actor } = act;
  const note = 'note' in act.payload && act.payload.note !== null ? cleanLine(act.payload.note) : null;
  const fault =
    act.kind === 'incident.close'
      ? closeFault(view, incident)
      : act.kind === 'incident.restore'
        ? (timeFault(incident.times, 'restored', act.payload.at, now) ?? reopenFault(view, incident))
        : reopenFault(view, incident);
  if (fault) {
    draft.late('state', STATE[act.kind], note);
    return refuse(fault.code, fault.facts, [draft.event()]);
  }
  const closed = act.kind === 'incident.close' ? { at, by: actor, code: act.payload.code } : null;
  const state = STATE[act.kind];
  // Whoever opened it after this found it so.
  const reopenedSince = (incident.stamps[LAST_OPENING]?.at ?? at) > at;
  const written = !reopenedSince && draft.write('state', () => draft.change({ state, closed }));
  if (act.kind === 'incident.restore') setRestored(draft, act.payload.at);
  if (act.kind === 'incident.reopen') setRestored(draft, null);
  if (!written) draft.late('state', state, note);
  else if (act.kind === 'incident.close')
    draft.line('closed', { code: act.payload.code, before: incident.state }, note);
  else if (act.kind === 'incident.restore') {
    if (incident.state !== 'restored') draft.line('restored', { at: act.payload.at, before: incident.state });
  } else if (incident.state !== 'open') {
    const until = at + updateMsOf(view, draft.incident.severity);
    draft.change({ update: { until, at, by: actor, due: false } });
    draft.line('reopened', { before: incident.state }, note);
  } else if (note !== null) draft.line('note', {}, note);
  return done(draft.event());
}

/** Why it cannot be reopened: somebody has opened another on its cause since. Null: it can. */
function reopenFault(view: IncidentView, { state, cause }: Incident): IncidentRefusal | null {
  const other = state !== 'closed' || cause === null ? undefined : incidentOfCause(view.incidents, cause);
  if (!other) return null;
  return { code: 'cause-taken', facts: { node: cause, incident: other.number, title: other.title } };
}

const STATE = {
  'incident.restore': 'restored',
  'incident.close': 'closed',
  'incident.reopen': 'open',
} as const;

function setRestored(draft: IncidentDraft, at: number | null): void {
  draft.write('time:restored', () => draft.change({ times: { ...draft.incident.times, restored: at } }));
}

/** Why it cannot be closed: its cause is down yet, or a site works by its emergency routine. Null: it can. */
function closeFault(view: IncidentView, incident: Incident): IncidentRefusal | null {
  for (const node of [incident.cause, ...incident.alarms.map((linked) => linked.node)]) {
    const alarm = node === null ? undefined : readAlarm(view.alarms, node);
    // What was split out stands alone, and is closed by itself.
    const said = view.alarms.get(`verdict:${node}`);
    if (node !== incident.cause && said?.kind === 'verdict' && said.value.cause === null) continue;
    // What somebody has put aside, with a reason, is somebody's.
    if (!alarm || !isActive(alarm) || alarm.state === 'shelved' || alarm.state === 'out-of-service') continue;
    const { condition, recovery } = alarm;
    const left = recovery === null ? null : recovery.left.length;
    return { code: 'still-active', facts: { node, alarm: alarm.id, condition, left } };
  }
  const sites = sitesInRoutine(incident);
  return sites.length > 0 ? { code: 'routine-in-use', facts: { sites: sites.join(', ') } } : null;
}
