import type { AlarmEntity } from '../../../../shared/model/alarms';
import { parseNodeId } from '../../../../shared/model/catalogue';
import type { LogEvent } from '../../../../shared/model/events';
import {
  type Callers,
  INCIDENT_TIMES,
  type Incident,
  type IncidentEntity,
  type IncidentTask,
  type IncidentTime,
  type OutMessage,
  type TimelineEntry,
} from '../../../../shared/model/incidents';
import { isOf, tasksOf, timelineOf } from '../../../../shared/rules/incidents/read-incidents';
import { type Span, spansOf } from '../incident-model';

/** All that a report is made from. */
export interface ReportSource {
  readonly incident: Incident;
  readonly incidents: ReadonlyMap<string, IncidentEntity>;
  readonly alarms: ReadonlyMap<string, AlarmEntity>;
  /** Events about the incident, from the log: what the state no longer holds is found there. */
  readonly events: readonly LogEvent[];
}

/** An alarm of the incident. */
export interface ReportAlarm {
  readonly node: string;
  readonly alarm: string;
  /** When it was raised and when it was normal again, ms UTC; null: not known, or not yet. */
  readonly from: number | null;
  readonly to: number | null;
  /** The most that it took down. */
  readonly symptoms: number;
  readonly checks: number;
}

/** What an incident's report says, without a word of any language in it. */
export interface Report {
  readonly incident: Incident;
  readonly times: readonly { readonly which: IncidentTime; readonly at: number | null }[];
  readonly spans: readonly Span[];
  readonly alarms: readonly ReportAlarm[];
  readonly callers: readonly Callers[];
  readonly messages: readonly OutMessage[];
  readonly timeline: readonly TimelineEntry[];
  readonly tasks: readonly IncidentTask[];
}

/** Gathers an incident's report from the state, and from the log what the state has let go. */
export function reportOf(source: ReportSource): Report {
  const { incident, incidents } = source;
  const kept = new Map<string, IncidentEntity>();
  // The oldest first: what is written later of the same thing holds.
  const events = [...source.events].sort((a, b) => a.epoch - b.epoch || a.seq - b.seq);
  for (const { body } of events) {
    if (body.type === 'incident.moved')
      for (const entity of body.put) if (entity.kind !== 'incident') kept.set(keyOf(entity), entity);
    if (body.type === 'message.moved')
      kept.set(`message:${body.message.id}`, { kind: 'message', value: body.message });
  }
  for (const [key, entity] of incidents) kept.set(key, entity);
  const timeline = timelineOf(kept, incident);
  return {
    incident,
    times: INCIDENT_TIMES.map((which) => ({ which, at: incident.times[which] ?? null })),
    spans: spansOf(incident.times),
    alarms: alarmsOf(source, timeline),
    callers: callersOf(kept, incident),
    messages: messagesOf(kept, incident),
    timeline,
    tasks: tasksOf(kept, incident),
  };
}

function keyOf(entity: Extract<IncidentEntity, { kind: 'entry' | 'task' }>): string {
  return `${entity.kind}:${entity.value.id}`;
}

/** The cause's alarm, those beside it, and those that the timeline names: each once, in the order of their beginning. */
function alarmsOf(
  { incident, alarms }: ReportSource,
  timeline: readonly TimelineEntry[],
): readonly ReportAlarm[] {
  const found = new Map<string, ReportAlarm>();
  const add = (node: string, alarm: string, from: number | null): void => {
    const key = `${node} ${alarm}`;
    if (alarm === '' || found.has(key)) return;
    const entity = alarms.get(`alarm:${node}`);
    // The node may have another alarm by now; of this one the state knows nothing more then.
    const present = entity?.kind === 'alarm' && entity.value.id === alarm ? entity.value : null;
    found.set(key, {
      node,
      alarm,
      from: present?.raisedAt ?? from,
      to: present?.returnedAt ?? recoveredAt(timeline, node),
      symptoms: present?.symptomsMost ?? 0,
      checks: present?.checksMost ?? 0,
    });
  };
  for (const { kind, at, facts } of timeline) {
    if (kind === 'alarm' && typeof facts.node === 'string') add(facts.node, String(facts.alarm ?? ''), at);
  }
  if (incident.cause !== null) add(incident.cause, incident.alarm ?? '', null);
  for (const { node, alarm } of incident.alarms) add(node, alarm, null);
  return [...found.values()].sort((a, b) => (a.from ?? 0) - (b.from ?? 0));
}

function recoveredAt(timeline: readonly TimelineEntry[], node: string): number | null {
  return timeline.findLast(({ kind, facts }) => kind === 'recovered' && facts.node === node)?.at ?? null;
}

/** Callers about the services that it hits, at the sites that it hits. */
function callersOf(incidents: ReadonlyMap<string, IncidentEntity>, incident: Incident): readonly Callers[] {
  return [...incidents.values()]
    .flatMap((entity) => (entity.kind === 'callers' ? [entity.value] : []))
    .filter(({ node }) => {
      const { service, site } = parseNodeId(node);
      if (node === incident.cause) return true;
      if (!incident.services.includes(service)) return false;
      return site === null || incident.sites.length === 0 || incident.sites.includes(site);
    })
    .sort((a, b) => b.count - a.count);
}

function messagesOf(
  incidents: ReadonlyMap<string, IncidentEntity>,
  incident: Incident,
): readonly OutMessage[] {
  return [...incidents.values()]
    .flatMap((entity) => (entity.kind === 'message' ? [entity.value] : []))
    .filter((message) => isOf(incident, message.incident) && message.state === 'approved')
    .sort((a, b) => (a.approved?.at ?? a.at) - (b.approved?.at ?? b.at));
}
