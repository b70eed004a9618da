import { INCIDENT_TIMES, type Incident, type TimelineEntry } from '../../../../../shared/model/incidents';

/** An incident, open since 14:00 (ms UTC are small numbers here), with what a test changes of it. */
export function anIncident(change: Partial<Incident> = {}): Incident {
  return {
    id: 'hendelse-1',
    number: 'I-12',
    aliases: [],
    title: 'Kjernenett dc1 nede',
    severity: 'high',
    state: 'open',
    cause: null,
    alarm: null,
    services: [],
    sites: [],
    consequence: null,
    ticket: null,
    commander: null,
    times: Object.fromEntries(INCIDENT_TIMES.map((which) => [which, null])) as Incident['times'],
    openedAt: 1_000_000,
    openedBy: 'dag1',
    closed: null,
    update: null,
    routines: [],
    stamps: {},
    movedAt: 1_000_000,
    alarms: [],
    ...change,
  };
}

let lines = 0;

/** A line of its timeline. */
export function aLine(change: Partial<TimelineEntry> = {}): TimelineEntry {
  lines += 1;
  return {
    id: `linje-${lines}`,
    incident: 'hendelse-1',
    at: 1_000_000 + lines * 1_000,
    by: 'dag1',
    kind: 'note',
    facts: {},
    text: null,
    ...change,
  };
}
