import type { EventBody, LogEvent } from '../../model/events';
import type { Incident, OutMessage } from '../../model/incidents';
import { readAlarm } from '../alarms/reduce-alarms';
import type { IncidentView } from './decision';
import { IncidentDraft } from './incident-draft';
import { incidentOf, incidentsOfNode, openIncidents } from './read-incidents';
import { type NewLine, nodesOf } from './watched-alarms';

/** What an event outside incidents says in the timeline of one. */
export interface FollowUp {
  /** The incident's id. */
  readonly incident: string;
  readonly line: NewLine;
  /** A message promised the next word by then (ms UTC). */
  readonly promised?: { readonly until: number; readonly at: number; readonly by: string };
  /** A node that belongs to the incident from now on; or no longer. */
  readonly link?: { readonly node: string; readonly alarm: string };
  readonly unlink?: string;
}

/** Callers have a line when so many have called. */
const CALLER_MARKS = [1, 5, 10, 15, 25, 50, 100, 200, 500];

/** What messages and notifications do on their way: what came of it is told. */
const UNTOLD: ReadonlySet<string> = new Set(['drafted', 'changed', 'sending', 'waiting', 'dropped']);

/** The nodes that explain a node, as it stood when the alarms were last brought in step. */
export type RootsOf = (node: string) => readonly string[];

/**
 * What people and the hub did that an open incident's timeline is to tell: acts on its alarms, calls, runs, messages,
 * notifications, callers, reports and verdicts. `view` stands after the event. Pure.
 */
export function followUps(view: IncidentView, { body, at }: LogEvent, rootsOf: RootsOf): readonly FollowUp[] {
  const about = (node: string | null): readonly Incident[] =>
    node === null ? [] : incidentsOfNode(view, node, rootsOf(node));
  switch (body.type) {
    case 'alarm.acted':
      return actLines(view, body);
    case 'call.logged': {
      const { call } = body;
      const { team, contact, outcome, etaAt, by, note, settledAt } = call;
      return linesFor(about(call.node), {
        at: settledAt ?? call.at,
        by,
        kind: 'call',
        facts: { call: call.id, team, contact, outcome, etaAt, node: call.node },
        text: note,
      });
    }
    case 'run.moved': {
      const { run } = body;
      if (run.node === null || run.state === 'waiting') return [];
      const { action, state, dryRun, exit } = run;
      return linesFor(about(run.node), {
        at: run.endedAt ?? run.startedAt ?? at,
        by: run.requestedBy,
        kind: 'run',
        facts: { run: run.id, action, state, dryRun, exit, node: run.node },
        text: null,
      });
    }
    case 'message.moved':
      return messageLines(view, body, at);
    case 'notification.moved':
      return notificationLines(view, body, at, about);
    case 'callers.counted': {
      const count = body.callers?.count ?? 0;
      const passed = CALLER_MARKS.some((mark) => count >= mark && count - body.by < mark);
      if (!passed) return [];
      const facts = { node: body.node, what: 'count', count };
      const line = { at: body.actedAt ?? at, by: body.actor, kind: 'callers' as const, facts, text: null };
      return linesFor(about(body.node), line);
    }
    case 'report.changed': {
      if (body.why === 'asked') return [];
      const facts = { node: body.node, what: `report-${body.why}`, until: body.report?.until ?? null };
      return linesFor(about(body.node), {
        at: body.actedAt ?? at,
        by: body.actor,
        kind: 'callers',
        facts,
        text: body.report?.note ?? null,
      });
    }
    case 'cause.said':
      return verdictLines(view, body, rootsOf);
    default:
      return [];
  }
}

function linesFor(incidents: readonly Incident[], line: NewLine): readonly FollowUp[] {
  return incidents.map(({ id }) => ({ incident: id, line }));
}

function actLines(
  view: IncidentView,
  { node, alarm, act, actor, actedAt }: Extract<EventBody, { type: 'alarm.acted' }>,
): readonly FollowUp[] {
  // A timer and a mark on the list of bad alarms are the alarm's own.
  if (act.kind === 'timer' || act.kind === 'bad') return [];
  const incidents = openIncidents(view.incidents).filter((incident) => nodesOf(incident).includes(node));
  const base = { at: actedAt, by: actor, facts: { node, alarm } };
  if (act.kind === 'note') return linesFor(incidents, { ...base, kind: 'note', text: act.text });
  if (act.kind === 'acknowledge')
    return linesFor(incidents, { ...base, kind: 'acknowledged', text: act.note });
  const text = 'reason' in act ? act.reason : 'note' in act ? act.note : null;
  const facts = {
    ...base.facts,
    what: act.kind,
    ...('to' in act ? { to: act.to } : {}),
    ...('until' in act ? { until: act.until } : {}),
    ...('code' in act ? { code: act.code } : {}),
    ...('ticket' in act ? { ticket: act.ticket } : {}),
  };
  return linesFor(incidents, { ...base, kind: 'alarm', facts, text });
}

function messageLines(
  view: IncidentView,
  { message, what, channel, actor, actedAt }: Extract<EventBody, { type: 'message.moved' }>,
  at: number,
): readonly FollowUp[] {
  const incident = message.incident === null ? undefined : incidentOf(view.incidents, message.incident);
  if (!incident || UNTOLD.has(what)) return [];
  const { id, number, part, kind, subject, deliveries } = message;
  const detail = deliveries.find((delivery) => delivery.channel === channel)?.detail ?? null;
  const line: NewLine = {
    at: actedAt ?? at,
    by: actor,
    kind: 'message',
    facts: { message: id, number, part, series: kind, what, channel, subject },
    text: what === 'refused' || what === 'unknown' ? detail : null,
  };
  const promised = what === 'approved' ? promiseOf(message) : null;
  return [{ incident: incident.id, line, ...(promised === null ? {} : { promised }) }];
}

function promiseOf({ nextAt, approved }: OutMessage): Required<FollowUp>['promised'] | null {
  return nextAt === null || approved === null ? null : { until: nextAt, at: approved.at, by: approved.by };
}

function notificationLines(
  view: IncidentView,
  { notification, what, actor, actedAt }: Extract<EventBody, { type: 'notification.moved' }>,
  at: number,
  about: (node: string) => readonly Incident[],
): readonly FollowUp[] {
  if (UNTOLD.has(what)) return [];
  const { id, rule, node, alarm, why, steps } = notification;
  const own = notification.incident === null ? undefined : incidentOf(view.incidents, notification.incident);
  const step = steps.at(-1);
  return linesFor(own ? [own] : about(node), {
    at: actedAt ?? at,
    by: actor,
    kind: 'notification',
    facts: {
      notification: id,
      rule,
      node,
      alarm,
      what,
      why,
      channel: step?.channel ?? null,
      team: step?.team ?? null,
      contact: step?.contact ?? null,
    },
    text: what === 'refused' || what === 'unknown' ? (step?.delivery.detail ?? null) : null,
  });
}

/** A person's word on what explains a node: what was split out of an incident's cause, or joined to it, belongs to it. */
function verdictLines(
  view: IncidentView,
  { node, verdict, actor, actedAt }: Extract<EventBody, { type: 'cause.said' }>,
  rootsOf: RootsOf,
): readonly FollowUp[] {
  const alarm = readAlarm(view.alarms, node);
  const line = (what: string, cause: string | null): NewLine => ({
    at: actedAt,
    by: actor,
    kind: 'cause-changed',
    facts: { node, alarm: alarm?.id ?? null, what, cause },
    text: verdict?.note ?? null,
  });
  const open = openIncidents(view.incidents);
  const link = { node, alarm: alarm?.id ?? '' };
  if (verdict === null) {
    const has = open.filter(({ alarms }) => alarms.some((linked) => linked.node === node));
    return has.map(({ id }) => ({ incident: id, line: line('freed', null), unlink: node }));
  }
  const { cause } = verdict;
  // What explained it until now: causes follow only when they are worked out anew.
  const explained = cause === null ? rootsOf(node) : [cause];
  const about = open.filter((incident) => incident.cause !== null && explained.includes(incident.cause));
  return about.map((incident) => ({
    incident: incident.id,
    line: line(cause === null ? 'split' : 'joined', incident.cause),
    link,
  }));
}

/**
 * The event that brings these into an incident's timeline; null: it is gone. `id`: what its lines are called after. `causeAlarm`:
 * what its cause's lines say of when it recovered is put among ITIL's times, unless a person has said otherwise.
 */
export function followed(
  view: IncidentView,
  incidentId: string,
  ups: readonly FollowUp[],
  doing: { readonly id: string; readonly at: number },
): EventBody | null {
  const incident = incidentOf(view.incidents, incidentId);
  if (!incident) return null;
  const draft = new IncidentDraft(view, incident, { ...doing, what: 'followed', actor: null });
  ups.forEach(({ line, link, unlink, promised }, index) => {
    draft.lineOf({ id: `${incident.id}/${doing.id}.${index}`, incident: incident.id, ...line });
    const { alarms, cause } = draft.incident;
    const others = alarms.filter(({ node }) => node !== link?.node && node !== unlink);
    if (link && link.node !== cause) draft.change({ alarms: [...others, link] });
    if (unlink !== undefined) draft.change({ alarms: others });
    if (promised) promise(draft, promised);
    if (line.facts.node === cause) measuredTimes(draft, line);
  });
  return draft.event();
}

/** A message that promises the next word sets the timer, by the hand of whoever approved it. */
function promise(draft: IncidentDraft, { until, at, by }: Required<FollowUp>['promised']): void {
  const stamp = draft.incident.stamps.update;
  if (draft.incident.state !== 'open' || (stamp && !stamp.opened && stamp.at > at)) return;
  draft.change({
    update: { until, at, by, due: false },
    stamps: { ...draft.incident.stamps, update: { at, by } },
  });
}

/** Measured times stand until a person sets them: those carry a stamp. */
function measuredTimes(draft: IncidentDraft, { kind, facts, at }: NewLine): void {
  const { times, stamps } = draft.incident;
  const set = (which: 'recovered' | 'restored', value: number | null): void => {
    if (!stamps[`time:${which}`]) draft.change({ times: { ...draft.incident.times, [which]: value } });
  };
  if (kind === 'recovered') {
    set('recovered', times.recovered ?? at);
    if (facts.left === 0) set('restored', at);
  }
  if (kind === 'alarm' && (facts.what === 'raised' || facts.what === 'again')) {
    set('recovered', null);
    set('restored', null);
  }
}
