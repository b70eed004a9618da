import type { EventBody } from '../../model/events';
import {
  CALLERS_FORGET_MS,
  INCIDENTS_KEPT_MS,
  type Incident,
  MAX_REPORT_MS,
  REPORT_ASKS_MS,
  type UserReport,
} from '../../model/incidents';
import type { IncidentView } from './decision';
import { IncidentDraft } from './incident-draft';
import { incidentsIn, tasksOf, timelineOf } from './read-incidents';

/** What time has done by now, and when it does something next. */
export interface DueIncidents {
  readonly events: readonly EventBody[];
  /** ms UTC; null: never. */
  readonly nextAt: number | null;
}

interface Deadline {
  /** ms UTC. */
  readonly at: number;
  readonly event: () => EventBody;
}

/**
 * What lies ahead by this much more than anybody can set it, ms, was set while the hub's clock was wrong, and is due.
 */
const CLOCK_WRONG_MS = 3_600_000;

/**
 * What time does to incidents and what belongs to them, by `now` (the hub's time, ms UTC): the next word is due, a report
 * asks and expires, callers are forgotten, and what was closed long ago leaves the state. One step of each at a time.
 */
export function dueIncidents(view: IncidentView, now: number): DueIncidents {
  const events: EventBody[] = [];
  let nextAt: number | null = null;
  for (const { at, event } of deadlines(view, now)) {
    if (at <= now) events.push(event());
    else nextAt = Math.min(nextAt ?? at, at);
  }
  return { events, nextAt };
}

function* deadlines(view: IncidentView, now: number): Iterable<Deadline> {
  for (const entity of view.incidents.values()) {
    if (entity.kind === 'report') yield reportDeadline(entity.value, now);
    if (entity.kind === 'callers') {
      const { node, count, lastAt } = entity.value;
      // Last heard of ahead of now: the clock was wrong then.
      const at = lastAt > now + CLOCK_WRONG_MS ? now : lastAt + CALLERS_FORGET_MS;
      yield {
        at,
        event: () => ({
          type: 'callers.counted',
          node,
          by: -count,
          callers: null,
          actor: null,
          actedAt: null,
        }),
      };
    }
  }
  for (const incident of incidentsIn(view.incidents)) {
    const { update, closed } = incident;
    if (update && !update.due) yield { at: update.until, event: () => updateDue(view, incident, now) };
    if (closed) yield { at: closed.at + INCIDENTS_KEPT_MS, event: () => forgotten(view, incident) };
  }
}

function updateDue(view: IncidentView, incident: Incident, now: number): EventBody {
  const until = incident.update?.until ?? now;
  const draft = new IncidentDraft(view, incident, {
    id: `${incident.id}/due-${until}`,
    what: 'update-due',
    actor: null,
    at: until,
  });
  if (incident.update) draft.change({ update: { ...incident.update, due: true } });
  draft.line('update-due', { until });
  return draft.event();
}

/** The log keeps it for ever; the state does not. */
function forgotten(view: IncidentView, incident: Incident): EventBody {
  const { incidents } = view;
  return {
    type: 'incident.moved',
    incident: incident.id,
    what: 'forgotten',
    put: [],
    drop: [
      `incident:${incident.id}`,
      ...timelineOf(incidents, incident).map(({ id }) => `entry:${id}`),
      ...tasksOf(incidents, incident).map(({ id }) => `task:${id}`),
    ],
    actor: null,
    actedAt: null,
  };
}

function reportDeadline(report: UserReport, now: number): Deadline {
  const { node, until } = report;
  const isWrong = until > now + MAX_REPORT_MS + CLOCK_WRONG_MS;
  const change = (next: UserReport | null, why: 'asked' | 'expired'): EventBody => ({
    type: 'report.changed',
    node,
    report: next,
    why,
    actor: null,
    actedAt: null,
  });
  // A hub that was away when it should have asked does not ask about what is over.
  if (report.asked || isWrong || until <= now)
    return { at: isWrong ? now : until, event: () => change(null, 'expired') };
  return { at: until - REPORT_ASKS_MS, event: () => change({ ...report, asked: true }, 'asked') };
}
