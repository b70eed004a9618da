import { z } from 'zod';
import { criticality, impact } from './states';

/**
 * The catalogue as the log, the wire and the consoles know it: expanded, without templates, and without what
 * only the hub may see (addresses with credentials, plugin arguments).
 */

/** A health trust (helseforetak). */
export const trust = z.object({ id: z.string(), name: z.string(), order: z.number() });
export type Trust = Readonly<z.infer<typeof trust>>;

/** A hospital or pharmacy. */
export const site = z.object({ id: z.string(), name: z.string(), trust: z.string(), order: z.number() });
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

/** Every catalogue entity, keyed `kind:id` in the `catalogue` collection. */
export const catalogueEntity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('trust'), value: trust }),
  z.object({ kind: z.literal('site'), value: site }),
  z.object({ kind: z.literal('family'), value: family }),
  z.object({ kind: z.literal('service'), value: service }),
  z.object({ kind: z.literal('check'), value: check }),
  z.object({ kind: z.literal('hours'), value: serviceHours }),
  z.object({ kind: z.literal('source'), value: source }),
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
