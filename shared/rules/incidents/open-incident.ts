import {
  INCIDENT_TIMES,
  type Incident,
  type IncidentField,
  type IncidentSeverity,
} from '../../model/incidents';
import { cleanLine } from '../../util/clean-text';
import { readAlarm } from '../alarms/reduce-alarms';
import { beginningLines } from './beginning';
import {
  type Act,
  actedAtOf,
  type Decider,
  type Decision,
  done,
  type IncidentView,
  refuse,
} from './decision';
import { factOf, IncidentDraft, LAST_OPENING } from './incident-draft';
import { incidentOf, incidentsIn, updateMsOf } from './read-incidents';
import { isSame } from './registers';
import { unknownIn } from './validate';

const RANK: Readonly<Record<IncidentSeverity, number>> = { major: 2, high: 1, moderate: 0 };
const NO_TIMES = Object.fromEntries(INCIDENT_TIMES.map((which) => [which, null])) as Incident['times'];

/** What an opening says of each field. */
type Opening = Pick<Incident, IncidentField>;

/**
 * Opens an incident, from a cause or by hand. Where another stands open on the same cause (two desks that could not hear
 * each other), it becomes part of that one, and what it is called goes on meaning it.
 */
export function openIncident(
  view: IncidentView,
  act: Act<'incident.open'>,
  now: number,
  decider: Decider,
): Decision {
  const { payload, subject } = act;
  const { occurredAt } = payload;
  const isTime = occurredAt === null || (Number.isSafeInteger(occurredAt) && occurredAt >= 0);
  if (subject !== `incident/${payload.id}` || !isTime) return refuse('malformed');
  if (incidentOf(view.incidents, payload.id)) return refuse('exists', { incident: payload.id });
  const title = cleanLine(payload.title);
  if (title === null) return refuse('empty', { field: 'title' });
  const unknown = unknownIn(view, payload);
  if (unknown) return refuse(unknown.code, unknown.facts);
  const opening: Opening = {
    title,
    severity: payload.severity,
    commander: payload.commander,
    services: sorted(payload.services),
    sites: sorted(payload.sites),
    consequence: payload.consequence === null ? null : cleanLine(payload.consequence),
    ticket: payload.ticket === null ? null : cleanLine(payload.ticket),
    cause: payload.cause,
  };
  const same = sameIncident(view, act, now);
  return done(same ? joined(view, act, now, same, opening) : opened(view, act, now, decider, opening));
}

/** The incident that this is: open on the same cause, or closed only after this was opened elsewhere. */
function sameIncident(
  view: IncidentView,
  { payload: { cause, alarm }, actedAt }: Act<'incident.open'>,
  now: number,
): Incident | undefined {
  if (cause === null) return undefined;
  return incidentsIn(view.incidents).find((incident) => {
    if (incident.cause !== cause && !incident.alarms.some(({ node }) => node === cause)) return false;
    if (incident.closed === null) return true;
    const otherCase = alarm !== null && incident.alarm !== null && alarm !== incident.alarm;
    return !otherCase && Math.min(actedAt, now) <= incident.closed.at;
  });
}

function opened(
  view: IncidentView,
  act: Act<'incident.open'>,
  now: number,
  decider: Decider,
  opening: Opening,
) {
  const { payload, actor } = act;
  const at = actedAtOf(act, now);
  const alarm = payload.cause === null ? undefined : readAlarm(view.alarms, payload.cause);
  const stamp = { at, by: actor, opened: true };
  const said = Object.entries(opening).filter(([, value]) => saysSomething(value));
  const incident: Incident = {
    id: payload.id,
    number: decider === 'desk' ? '' : `I-${(view.room?.incidentCount ?? 0) + 1}`,
    aliases: [],
    ...opening,
    state: 'open',
    alarm: payload.cause === null ? null : (payload.alarm ?? (alarm?.id || null)),
    times: { ...NO_TIMES, ...firstTimes(view, act, now) },
    openedAt: at,
    openedBy: actor,
    closed: null,
    update: { until: at + updateMsOf(view, opening.severity), at, by: actor, due: false },
    routines: [],
    stamps: Object.fromEntries([
      ...said.map(([field]) => [field, stamp]),
      ['update', stamp],
      [LAST_OPENING, { at, by: actor }],
    ]),
    movedAt: at,
    alarms: [],
  };
  const draft = new IncidentDraft(view, incident, { id: act.id, what: act.kind, actor, at });
  draft.line('opened', {
    title: opening.title,
    severity: opening.severity,
    cause: opening.cause,
    alarm: incident.alarm,
  });
  for (const line of beginningLines(view, incident)) draft.lineOf(line);
  return draft.event();
}

/** When it began and when it was seen, as far as is known; people correct both. */
function firstTimes(view: IncidentView, act: Act<'incident.open'>, now: number) {
  const { cause, occurredAt } = act.payload;
  const at = actedAtOf(act, now);
  const alarm = cause === null ? undefined : readAlarm(view.alarms, cause);
  return {
    occurred: occurredAt === null ? null : Math.min(occurredAt, now),
    detected: alarm && alarm.id !== '' ? Math.min(alarm.annunciatedAt ?? alarm.raisedAt, at) : at,
  };
}

/** A second opening of the same: what it says holds where nobody has said anything, and all of it is remembered. */
function joined(
  view: IncidentView,
  act: Act<'incident.open'>,
  now: number,
  before: Incident,
  opening: Opening,
) {
  const { payload, actor } = act;
  const at = actedAtOf(act, now);
  const draft = new IncidentDraft(view, before, { id: act.id, what: act.kind, actor, at });
  draft.line('merged', {
    incident: payload.id,
    number: '',
    title: opening.title,
    severity: opening.severity,
    cause: opening.cause,
  });
  draft.change({ aliases: sorted([...before.aliases, payload.id]) });
  draft.write(LAST_OPENING, () => {});
  if (opening.severity === 'major') draft.majorSaid();
  joinFields(draft, opening);
  const first = firstTimes(view, act, now);
  const { times, stamps } = draft.incident;
  const earliest = (which: 'occurred' | 'detected'): number | null =>
    stamps[`time:${which}`] ? times[which] : earlier(times[which], first[which]);
  draft.change({ times: { ...times, occurred: earliest('occurred'), detected: earliest('detected') } });
  const update = { until: at + updateMsOf(view, opening.severity), at, by: actor, due: false };
  draft.write('update', () => draft.change({ update: before.state === 'open' ? update : null }), true);
  if (at < before.openedAt || (at === before.openedAt && actor < before.openedBy))
    draft.change({ openedAt: at, openedBy: actor });
  return draft.event();
}

function joinFields(draft: IncidentDraft, opening: Opening): void {
  for (const field of Object.keys(opening) as IncidentField[]) {
    const before = draft.incident[field];
    const value = opening[field];
    // They have the same cause; and an opening that says nothing of it has nothing to say against what stands there.
    if (field === 'cause' || !saysSomething(value) || isSame(value, before)) continue;
    const written = joinField(draft, field, before, value);
    if (!written) draft.late(field, value);
    else if (!isSame(draft.incident[field], before))
      draft.line('field', { field, value: factOf(draft.incident[field]), before: factOf(before) });
  }
}

function joinField<F extends IncidentField>(
  draft: IncidentDraft,
  field: F,
  before: Incident[F],
  value: Incident[F],
): boolean {
  const isSet = draft.incident.stamps[field] !== undefined && !draft.incident.stamps[field]?.opened;
  if (!isSet && field === 'severity') {
    // Of two who saw it apart, the one who found it worse is heard.
    if (RANK[value as IncidentSeverity] < RANK[before as IncidentSeverity]) return false;
    draft.change({ severity: value as IncidentSeverity });
    return true;
  }
  if (!isSet && (field === 'services' || field === 'sites')) {
    draft.change({ [field]: sorted([...(before as string[]), ...(value as string[])]) } as never);
    return true;
  }
  return draft.write(field, () => draft.change({ [field]: value } as never), true);
}

function saysSomething(value: unknown): boolean {
  return value !== null && !(Array.isArray(value) && value.length === 0);
}

function sorted(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort();
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
