import { z } from 'zod';
import { causeCode } from './alarms';

/**
 * Incidents by ITIL, and what the room says and hears while one is open: callers, messages out (*driftsmelding*),
 * notifications to people on call. An incident is a people's matter: what is measured stays in `status` and `alarms`.
 * What people make carries an id of the console that made it, so that it can be named before the hub has heard of it;
 * the number that people say (`I-12`, `D-7`) is given by the hub.
 */

const byAt = { at: z.number(), by: z.string() };
/** An id made where the thing was made. */
export const madeId = z
  .string()
  .min(8)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, "-" and "_"');

/** How bad it is. `major`: a major incident, with its own colour, checklist and roles. */
export const INCIDENT_SEVERITIES = ['major', 'high', 'moderate'] as const;
export const incidentSeverity = z.enum(INCIDENT_SEVERITIES);
export type IncidentSeverity = z.infer<typeof incidentSeverity>;

/** The timestamps of a (major) incident, in ITIL's order. `repair`: work on it began. */
export const INCIDENT_TIMES = [
  'occurred',
  'detected',
  'diagnosed',
  'repair',
  'recovered',
  'restored',
] as const;
export const incidentTime = z.enum(INCIDENT_TIMES);
export type IncidentTime = z.infer<typeof incidentTime>;

/** Whether a site works by its emergency routine. A site that has not answered is `unconfirmed`: unknown, not "no". */
export const ROUTINE_STATES = ['unconfirmed', 'not-needed', 'in-use', 'ended'] as const;
export const routineState = z.enum(ROUTINE_STATES);
export type RoutineState = z.infer<typeof routineState>;

/** What people can set, each by itself: of two who set one while apart, the later act holds. */
export const INCIDENT_FIELDS = [
  'title',
  'severity',
  'commander',
  'services',
  'sites',
  'consequence',
  'ticket',
  'cause',
] as const;
export type IncidentField = (typeof INCIDENT_FIELDS)[number];

const ids = z.array(z.string().min(1).max(300)).max(500);

export const incident = z.object({
  id: madeId,
  /** `I-12`; empty until the hub has given it one (a provisional incident on a desk without its hub). */
  number: z.string(),
  /** Ids of incidents that were opened elsewhere about the same, and are this one now. */
  aliases: z.array(madeId),
  title: z.string(),
  severity: incidentSeverity,
  /** `restored`: the service is back, what is left is paper. */
  state: z.enum(['open', 'restored', 'closed']),
  /** The node of the alarm at its root; null: none that is measured. */
  cause: z.string().nullable(),
  /** That alarm's number when the incident was opened. */
  alarm: z.string().nullable(),
  /** Service ids that it hits, as people have said; what the cause takes down is counted besides. */
  services: ids,
  /** Site ids. */
  sites: ids,
  /** What it means at the bedside, in words. */
  consequence: z.string().nullable(),
  /** Number in the ticket system. */
  ticket: z.string().nullable(),
  /** Who leads: a person's id. */
  commander: z.string().nullable(),
  /** ms UTC; null: not known yet. */
  times: z.record(incidentTime, z.number().nullable()),
  openedAt: z.number(),
  openedBy: z.string(),
  closed: z.object({ ...byAt, code: causeCode }).nullable(),
  /** When the next word is due. `due`: it is, and nobody has given it. */
  update: z.object({ ...byAt, until: z.number(), due: z.boolean() }).nullable(),
  routines: z.array(
    z.object({
      site: z.string(),
      state: routineState,
      at: z.number().nullable(),
      by: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
  /** Who set which field last, and when, ms UTC. `opened`: it came with the opening, and gives way to what is set. */
  stamps: z.record(z.string(), z.object({ ...byAt, opened: z.boolean().optional() })),
  /** The last act or change, ms UTC. */
  movedAt: z.number(),
  /** Nodes with an alarm in this incident besides the cause's (split out of it, or joined to it by a person). */
  alarms: z.array(z.object({ node: z.string(), alarm: z.string() })),
});
export type Incident = Readonly<z.infer<typeof incident>>;
/** A closed incident stays in the state for so long, ms; in the log for ever. */
export const INCIDENTS_KEPT_MS = 14 * 24 * 3_600_000;

/**
 * A line of an incident's timeline. It writes itself: each act and change leaves one. `kind` and `facts` carry what
 * happened, for words in two languages; `text` is what a person wrote.
 */
export const timelineEntry = z.object({
  id: z.string().min(1).max(160),
  /** The incident's id. */
  incident: madeId,
  /** When it happened, ms UTC. */
  at: z.number(),
  /** Who did it; null: time or a measurement did. */
  by: z.string().nullable(),
  kind: z.enum([
    'opened',
    'note',
    'field',
    'time',
    'task',
    'task-done',
    'task-undone',
    'update-set',
    'update-due',
    'update-stopped',
    'routine',
    'merged',
    'restored',
    'closed',
    'reopened',
    'alarm',
    'acknowledged',
    'recovered',
    'cause-changed',
    'call',
    'run',
    'message',
    'notification',
    'callers',
    'late',
  ]),
  /** What happened, by kind: `{ field, value, before }`, `{ which, at }`, `{ team, contact, outcome }` … */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  text: z.string().nullable(),
});
export type TimelineEntry = Readonly<z.infer<typeof timelineEntry>>;
/** Lines of one incident in the state; older ones are in the log. */
export const ENTRIES_KEPT = 400;

export const incidentTask = z.object({
  id: madeId,
  incident: madeId,
  text: z.string().min(1).max(500),
  /** A person's id; null: nobody's yet. */
  owner: z.string().nullable(),
  /** It came with the checklist of a major incident, or from a person. */
  source: z.enum(['checklist', 'person']),
  /** Place in the list. */
  order: z.number(),
  ...byAt,
  done: z.object(byAt).nullable(),
});
export type IncidentTask = Readonly<z.infer<typeof incidentTask>>;

/** People who have called about a service at a site, counted; no names, no telephone numbers. */
export const callers = z.object({
  /** A node id; of a service by site that nobody has told the site of: the service's id. */
  node: z.string().min(1).max(300),
  count: z.number().int().nonnegative(),
  /** ms UTC. */
  firstAt: z.number(),
  lastAt: z.number(),
  /** The last calls, ms UTC, oldest first: "five in the last ten minutes" is drawn from it. At most CALLERS_KEPT. */
  recent: z.array(z.number()),
});
export type Callers = Readonly<z.infer<typeof callers>>;
export const CALLERS_KEPT = 60;
/** Without a further call the count begins anew after this, ms. */
export const CALLERS_FORGET_MS = 8 * 3_600_000;

/** *Meldt nede av brukere*: a person's word against green checks. It expires, and asks before it does. */
export const userReport = z.object({
  /** The node that is reported down. */
  node: z.string().min(1).max(300),
  ...byAt,
  /** ms UTC. */
  until: z.number(),
  note: z.string().nullable(),
  /** It has asked whether it still holds (REPORT_ASKS_MS before its end). */
  asked: z.boolean(),
});
export type UserReport = Readonly<z.infer<typeof userReport>>;
export const MAX_REPORT_MS = 8 * 3_600_000;
export const REPORT_MS = 60 * 60_000;
export const REPORT_ASKS_MS = 10 * 60_000;

/** A known error and its workaround, for whoever answers the telephone. */
export const knownError = z.object({
  id: madeId,
  /** `K-3`. */
  number: z.string(),
  title: z.string().min(1).max(200),
  services: z.array(z.string().min(1).max(300)).max(50),
  /** How a caller describes it. */
  symptom: z.string().max(1_000).nullable(),
  workaround: z.string().max(2_000).nullable(),
  ticket: z.string().max(60).nullable(),
  ...byAt,
  retired: z.object(byAt).nullable(),
});
export type KnownError = Readonly<z.infer<typeof knownError>>;

/** What became of a message at one channel. `unknown`: it may have gone; nobody sends it again by itself. */
export const delivery = z.object({
  /** The channel's id in the catalogue. */
  channel: z.string(),
  state: z.enum(['waiting', 'sending', 'sent', 'refused', 'unknown']),
  attempts: z.number().int(),
  /** Its last change, ms UTC. */
  at: z.number(),
  /** What the other side said, in words; what was refused, and why. */
  detail: z.string().nullable(),
});
export type Delivery = Readonly<z.infer<typeof delivery>>;

/** *Driftsmelding*: a message out of the room, approved by a person before it goes anywhere. */
export const outMessage = z.object({
  id: madeId,
  /** `D-7`: one number for a series; `part` counts its messages. */
  number: z.string(),
  /** The id of the series' first message: its own where it is the first. */
  series: madeId,
  part: z.number().int().positive(),
  kind: z.enum(['first', 'update', 'closing']),
  state: z.enum(['draft', 'approved', 'discarded']),
  /** The incident's id; null: none. */
  incident: madeId.nullable(),
  /** The alarm's node that it is about; null: none. */
  node: z.string().nullable(),
  subject: z.string().max(200),
  body: z.string().max(8_000),
  /** Channel ids. */
  channels: z.array(z.string().max(80)).max(20),
  /** It promises the next word by then, ms UTC; null: it promises none. */
  nextAt: z.number().nullable(),
  /** Raised with each change of the draft: what was approved is what was read. */
  version: z.number().int().positive(),
  ...byAt,
  approved: z.object(byAt).nullable(),
  deliveries: z.array(delivery),
});
export type OutMessage = Readonly<z.infer<typeof outMessage>>;
/** A message stays in the state for so long after its last change, ms; in the log for ever. */
export const MESSAGES_KEPT_MS = 7 * 24 * 3_600_000;

/** A notification out of the room, to people on call, and its escalation. One for each rule and alarm. */
export const notification = z.object({
  id: z.string().min(1).max(200),
  /** The rule's id in the catalogue. */
  rule: z.string(),
  node: z.string(),
  /** The alarm's number. */
  alarm: z.string(),
  incident: madeId.nullable(),
  /** `stopped`: a desk has it, or it is over; `answered`: somebody said so; `exhausted`: nobody is left to ask. */
  state: z.enum(['running', 'answered', 'stopped', 'exhausted']),
  /** Why it stopped, or who answered. */
  why: z.string().nullable(),
  at: z.number(),
  /** When the next step is due, ms UTC; null: none is. */
  nextAt: z.number().nullable(),
  steps: z.array(
    z.object({
      channel: z.string(),
      /** The team and the person it was sent to, as the on-call list names them. */
      team: z.string().nullable(),
      contact: z.string().nullable(),
      delivery,
    }),
  ),
});
export type Notification = Readonly<z.infer<typeof notification>>;
/** An ended notification stays in the state for so long, ms. */
export const NOTIFICATIONS_KEPT_MS = 24 * 3_600_000;

/** Every entity of the `incidents` collection. */
export const incidentEntity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('incident'), value: incident }),
  z.object({ kind: z.literal('entry'), value: timelineEntry }),
  z.object({ kind: z.literal('task'), value: incidentTask }),
  z.object({ kind: z.literal('callers'), value: callers }),
  z.object({ kind: z.literal('report'), value: userReport }),
  z.object({ kind: z.literal('known-error'), value: knownError }),
  z.object({ kind: z.literal('message'), value: outMessage }),
  z.object({ kind: z.literal('notification'), value: notification }),
]);
export type IncidentEntity = Readonly<z.infer<typeof incidentEntity>>;

/** The key of an entity in the `incidents` collection: `incident:ID`, `callers:NODE`, `report:NODE` … */
export function incidentsKey(entity: IncidentEntity): string {
  return entity.kind === 'callers' || entity.kind === 'report'
    ? `${entity.kind}:${entity.value.node}`
    : `${entity.kind}:${entity.value.id}`;
}
