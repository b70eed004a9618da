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
});
export type Service = Readonly<z.infer<typeof service>>;

export const checkKind = z.enum(['http', 'tcp', 'plugin', 'heartbeat']);
export type CheckKind = z.infer<typeof checkKind>;

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
});
export type Check = Readonly<z.infer<typeof check>>;

/** Every catalogue entity, keyed `kind:id` in the `catalogue` collection. */
export const catalogueEntity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('trust'), value: trust }),
  z.object({ kind: z.literal('site'), value: site }),
  z.object({ kind: z.literal('family'), value: family }),
  z.object({ kind: z.literal('service'), value: service }),
  z.object({ kind: z.literal('check'), value: check }),
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
