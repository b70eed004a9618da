import { z } from 'zod';
import { routine } from './handover';
import { geoPoint, mapPlan } from './map';
import { rotaLine, shiftPattern, watchPlan, watchPosition } from './roster';
import { criticality, impact } from './states';
import { wallPlan } from './wall';

/**
 * The catalogue as the log, the wire and the consoles know it: expanded, without templates, and without what
 * only the hub may see (addresses with credentials, plugin arguments).
 */

/** A health trust (helseforetak). */
export const trust = z.object({ id: z.string(), name: z.string(), order: z.number() });
export type Trust = Readonly<z.infer<typeof trust>>;

/** A hospital or pharmacy. */
export const site = z.object({
  id: z.string(),
  name: z.string(),
  trust: z.string(),
  order: z.number(),
  /** Where it lies. Left out: nobody has said. */
  place: geoPoint.optional(),
});
export type Site = Readonly<z.infer<typeof site>>;

/** A family of services: a column group on the wall. */
export const family = z.object({ id: z.string(), name: z.string(), order: z.number() });
export type Family = Readonly<z.infer<typeof family>>;

/** One dependency: all alternatives (`a|b`: either suffices), and whether it is soft (`~`: only degrades). */
export const need = z.object({ of: z.array(z.string()).min(1), soft: z.boolean() });
export type Need = Readonly<z.infer<typeof need>>;

export const service = z.object({
  id: z.string(),
  name: z.string(),
  order: z.number(),
  owner: z.string().nullable(),
  criticality,
  family: z.string(),
  /** Sites where it is used and measured; empty: central, one for all. */
  sites: z.array(z.string()),
  /** Dependencies by service id, those that hold at every site included. */
  needs: z.array(need),
  /** Expected response time, ms. */
  expectedMs: z.number().nullable(),
  description: z.string().nullable(),
  runbook: z.string().nullable(),
  emergencyRoutine: z.string().nullable(),
  /** Its service hours, by id; null: always open. Outside them a fault is recorded and waits, without sound. */
  hours: z.string().nullable().default(null),
  /** People who use it at one site (of a central service: in all); null: nobody has said. */
  users: z.number().int().nullable().default(null),
});
export type Service = Readonly<z.infer<typeof service>>;

export const checkKind = z.enum([
  'http',
  'tcp',
  'plugin',
  'heartbeat',
  'tls',
  'dns',
  'ping',
  'host',
  'journey',
  /** What a foreign monitoring system says of the service, or (on the source's own service) its pulse. */
  'source',
  /** What the hub says of itself. */
  'self',
]);
export type CheckKind = z.infer<typeof checkKind>;

/** One step of a user journey, as people see it. */
export const journeyStep = z.object({
  id: z.string(),
  name: z.string(),
  /** Expected duration, ms. */
  expectedMs: z.number().nullable(),
});
export type JourneyStep = Readonly<z.infer<typeof journeyStep>>;

export const check = z.object({
  id: z.string(),
  /** The node it measures (`service` or `service@site`); null for a reference point. */
  node: z.string().nullable(),
  name: z.string(),
  kind: checkKind,
  /** What it reaches for, as shown to people. Never holds a credential. */
  target: z.string(),
  intervalMs: z.number(),
  retryMs: z.number(),
  timeoutMs: z.number(),
  attempts: z.number(),
  /** Past this age without an observation it is overdue, ms. */
  freshnessMs: z.number(),
  impact,
  warnMs: z.number().nullable(),
  criticalMs: z.number().nullable(),
  /** The steps of a journey; empty for every other kind. */
  steps: z.array(journeyStep).default([]),
  /** The service id of the foreign source whose word it is; null: the hub measures it itself. */
  source: z.string().nullable().default(null),
});
export type Check = Readonly<z.infer<typeof check>>;

/**
 * Service hours: when a fault is worth a sound. Times are Europe/Oslo's, by the wall clock. Days are numbered as in
 * ISO 8601 (1 Monday to 7 Sunday). An opening that ends at or before its beginning ends on the next day.
 */
export const serviceHours = z.object({
  id: z.string(),
  name: z.string(),
  order: z.number(),
  open: z.array(
    z.object({ days: z.array(z.number().int().min(1).max(7)), from: z.string(), to: z.string() }),
  ),
  /** Norwegian public holidays count as closed. */
  closedOnHolidays: z.boolean(),
});
export type ServiceHours = Readonly<z.infer<typeof serviceHours>>;

/** A foreign monitoring system. Its own state is that of the service with the same id. */
export const source = z.object({
  id: z.string(),
  name: z.string(),
  order: z.number(),
  kind: z.enum(['alertmanager']),
  /** Its address as shown to people; never holds a credential. */
  url: z.string(),
  /** Whether Prometheus answers beside it, with history. */
  history: z.boolean(),
});
export type Source = Readonly<z.infer<typeof source>>;

/**
 * The alarm class of a service, whole: what its family, its class and the room's default say, the nearest word on each
 * field first. One for each service, under the service's id.
 */
export const alarmClass = z.object({
  /** The service's id. */
  id: z.string(),
  /** Set by hand; null: from criticality, sites and users hit (`shared/rules/alarms/priority.ts`). */
  priority: criticality.nullable(),
  /** What it means, what follows from it, and what to do, in order. */
  meaning: z.string().nullable(),
  consequence: z.string().nullable(),
  steps: z.array(z.string()),
  /** Until somebody at a bedside is worse off, minutes. */
  timeAvailableMin: z.number().nullable(),
  runbook: z.string().nullable(),
  emergencyRoutine: z.string().nullable(),
  /** Whom to call, in order: team ids. */
  call: z.array(z.string()),
  /** A return to normal must be seen by somebody. */
  latching: z.boolean(),
  /** An acknowledgement breaks when nothing has moved for so long, ms. */
  stalledAfterMs: z.number(),
  /** Runbook actions that are offered, by id. */
  actions: z.array(z.string()),
});
export type AlarmClass = Readonly<z.infer<typeof alarmClass>>;

/** Somebody who can be called. A function rather than a person, wherever a function has a telephone. */
export const contact = z.object({
  id: z.string(),
  name: z.string(),
  phone: z.string(),
  /** The watch position that answers this telephone: whoever has the watch there now; null: the contact itself. */
  position: z.string().nullable().default(null),
});
export type Contact = Readonly<z.infer<typeof contact>>;

/** A team on call: who answers when (`shared/rules/on-call.ts`). */
export const team = z.object({
  id: z.string(),
  name: z.string(),
  order: z.number(),
  contacts: z.array(contact),
  /**
   * Turns of duty, the first that holds now wins. Europe/Oslo by the wall clock; days as in ISO 8601 (1 Monday). `from`
   * equal to `to` is the whole day; a turn that ends at or before its beginning ends on the next day. `dates`: only
   * within these (ISO dates, both inclusive); null: always. Whom to call, in order: contact ids.
   */
  turns: z.array(
    z.object({
      days: z.array(z.number().int().min(1).max(7)),
      from: z.string(),
      to: z.string(),
      dates: z.object({ from: z.string(), to: z.string() }).nullable(),
      contacts: z.array(z.string()).min(1),
    }),
  ),
});
export type Team = Readonly<z.infer<typeof team>>;

/** An argument of a runbook action. */
export const actionArg = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('choice'),
    id: z.string(),
    name: z.string(),
    options: z.array(z.string()).min(1),
  }),
  z.object({
    type: z.literal('integer'),
    id: z.string(),
    name: z.string(),
    min: z.number(),
    max: z.number(),
  }),
  /** `pattern`: an anchored regular expression. */
  z.object({ type: z.literal('text'), id: z.string(), name: z.string(), pattern: z.string() }),
  z.object({ type: z.literal('boolean'), id: z.string(), name: z.string() }),
]);
export type ActionArg = Readonly<z.infer<typeof actionArg>>;

/** A runbook action as consoles know it. What it runs is the hub's alone. */
export const runbookAction = z.object({
  id: z.string(),
  name: z.string(),
  order: z.number(),
  description: z.string().nullable(),
  args: z.array(actionArg),
  /** It can be tried without effect. */
  dryRun: z.boolean(),
  /** A second person must approve it. */
  approval: z.boolean(),
  timeoutMs: z.number(),
  /** Not again sooner than this, ms. */
  cooldownMs: z.number(),
});
export type RunbookAction = Readonly<z.infer<typeof runbookAction>>;

/** A way out of the room. Addresses and credentials are the hub's alone. */
export const channel = z.object({
  id: z.string(),
  name: z.string(),
  order: z.number(),
  kind: z.enum(['smtp', 'webhook', 'page', 'sms']),
  /** What it is for: messages to users (*driftsmelding*), notifications to people on call. */
  uses: z.array(z.enum(['messages', 'notifications'])).min(1),
  /** Whom it reaches, as shown to people; never an address that is secret. */
  audience: z.string(),
  /** Chosen for a message unless somebody says otherwise. */
  preset: z.boolean(),
});
export type Channel = Readonly<z.infer<typeof channel>>;

/** Who is notified of which alarms out of the room, and what happens while nobody answers. */
export const notifyRule = z.object({
  id: z.string(),
  name: z.string(),
  order: z.number(),
  /** Alarms of these priorities, services (ids or `*`), and sites (ids; empty: all). */
  priorities: z.array(criticality).min(1),
  services: z.array(z.string()),
  sites: z.array(z.string()),
  /** Only while these service hours are open (`open`) or closed (`closed`); null: always. */
  hours: z.object({ id: z.string(), when: z.enum(['open', 'closed']) }).nullable(),
  /** Begins only when nobody at a desk has taken the alarm for so long, ms. */
  afterMs: z.number(),
  /** One after the other, until somebody answers or a desk takes it. `team` null: those that the alarm's class names. */
  steps: z.array(z.object({ channel: z.string(), team: z.string().nullable(), waitMs: z.number() })).min(1),
});
export type NotifyRule = Readonly<z.infer<typeof notifyRule>>;

/** What holds for incidents: the checklist of a major one, and how often a word is owed, by severity. One: `incident-plan:room`. */
export const incidentPlan = z.object({
  id: z.literal('room'),
  checklist: z.array(z.string()),
  updateMs: z.object({ major: z.number(), high: z.number(), moderate: z.number() }),
  /** Who signs a message: the room's name to people outside. */
  sender: z.string(),
  /** A telephone number that a message may give. */
  telephone: z.string().nullable(),
});
export type IncidentPlan = Readonly<z.infer<typeof incidentPlan>>;

/** Every catalogue entity, keyed `kind:id` in the `catalogue` collection. */
export const catalogueEntity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('trust'), value: trust }),
  z.object({ kind: z.literal('site'), value: site }),
  z.object({ kind: z.literal('family'), value: family }),
  z.object({ kind: z.literal('service'), value: service }),
  z.object({ kind: z.literal('check'), value: check }),
  z.object({ kind: z.literal('hours'), value: serviceHours }),
  z.object({ kind: z.literal('source'), value: source }),
  z.object({ kind: z.literal('alarm-class'), value: alarmClass }),
  z.object({ kind: z.literal('team'), value: team }),
  z.object({ kind: z.literal('action'), value: runbookAction }),
  z.object({ kind: z.literal('channel'), value: channel }),
  z.object({ kind: z.literal('notify-rule'), value: notifyRule }),
  z.object({ kind: z.literal('incident-plan'), value: incidentPlan }),
  z.object({ kind: z.literal('watch-plan'), value: watchPlan }),
  z.object({ kind: z.literal('watch-position'), value: watchPosition }),
  z.object({ kind: z.literal('shift-pattern'), value: shiftPattern }),
  z.object({ kind: z.literal('rota'), value: rotaLine }),
  z.object({ kind: z.literal('routine'), value: routine }),
  z.object({ kind: z.literal('wall-plan'), value: wallPlan }),
  z.object({ kind: z.literal('map-plan'), value: mapPlan }),
]);
export type CatalogueEntity = Readonly<z.infer<typeof catalogueEntity>>;

/** The key of an entity in the `catalogue` collection. */
export function catalogueKey(entity: CatalogueEntity): string {
  return `${entity.kind}:${entity.value.id}`;
}

/** The id of a service at a site, or of a central service (`site` null). */
export function nodeId(serviceId: string, siteId: string | null): string {
  return siteId === null ? serviceId : `${serviceId}@${siteId}`;
}

/** The parts of a node id. */
export function parseNodeId(id: string): { readonly service: string; readonly site: string | null } {
  const at = id.indexOf('@');
  return at < 0 ? { service: id, site: null } : { service: id.slice(0, at), site: id.slice(at + 1) };
}
