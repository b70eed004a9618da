import { z } from 'zod';

/**
 * The catalogue file: what a person writes in YAML. This one schema parses it, gives editors their JSON Schema
 * (`npm run catalogue -- schema`), and is documented by its descriptions.
 */

const ID = /^[a-z0-9æøåäöáčđŋšŧž][a-z0-9æøåäöáčđŋšŧž_-]*$/;
const id = z
  .string()
  .max(80)
  .regex(ID, 'an id is lower-case letters, digits, "-" and "_"')
  .describe('Lower-case letters, digits, "-" and "_"; unique in its list.');

const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `500ms`, `30s`, `5m`, `1h` → ms. */
const duration = z
  .string()
  .regex(DURATION, 'a duration is a number and a unit: 500ms, 30s, 5m or 1h')
  .describe('A number and a unit: 500ms, 30s, 5m, 1h.');

/** Parses a duration that the schema has accepted. Returns ms. */
export function durationMs(text: string): number {
  const match = DURATION.exec(text);
  return match ? Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? 0) : 0;
}

const webLink = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\//, 'a link starts with http:// or https://');

const timing = {
  id: id.describe('Unique within its service.'),
  name: z.string().min(1).max(120).optional().describe('Shown to people; the id where it is missing.'),
  interval: duration.optional().describe('Time between two runs. Default 30s.'),
  retry: duration
    .optional()
    .describe('Time to the next attempt after a first failure. Default 5s or the interval.'),
  timeout: duration.optional().describe('After this the work is ended and the check has failed. Default 5s.'),
  attempts: z
    .number()
    .int()
    .min(1)
    .max(20)
    .optional()
    .describe('Failures in a row to a hard state. Default 3; 1 for heartbeats.'),
  freshness: duration
    .optional()
    .describe('Older than this is overdue. Default twice the interval plus the timeout.'),
  impact: z
    .enum(['down', 'degraded', 'warning'])
    .optional()
    .describe('The most a failure does to the service. Default down.'),
  warnAfter: duration
    .optional()
    .describe('A slower answer is a warning. Default the service’s expected time.'),
  criticalAfter: duration.optional().describe('A slower answer is critical. Default never.'),
};

const httpCheck = z.strictObject({
  ...timing,
  kind: z.literal('http'),
  url: z
    .string()
    .min(1)
    .max(2_000)
    .describe('http:// or https://. {service}, {site} and the site’s vars are filled in.'),
  method: z.enum(['GET', 'HEAD', 'POST']).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  status: z
    .array(z.number().int().min(100).max(599))
    .min(1)
    .optional()
    .describe('Accepted status codes. Default 200 to 399.'),
  contains: z.string().max(500).optional().describe('The body must contain this text (first 256 KiB).'),
  ca: z
    .string()
    .max(1_000)
    .optional()
    .describe('File with the certificate authority to trust, relative to the catalogue.'),
});

const tcpCheck = z.strictObject({
  ...timing,
  kind: z.literal('tcp'),
  host: z.string().min(1).max(255),
  port: z
    .union([z.number().int().min(1).max(65_535), z.string().max(80)])
    .describe('A number, or a site variable such as {port}.'),
  expect: z.string().max(200).optional().describe('The peer’s first bytes must contain this text.'),
});

const pluginCheck = z.strictObject({
  ...timing,
  kind: z.literal('plugin'),
  plugin: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.+-]*$/, 'a plugin is a file name without a path')
    .describe('File name in one of the folders that the hub’s own configuration allows.'),
  args: z
    .array(z.string().max(2_000))
    .max(100)
    .optional()
    .describe('Passed as they are; no shell reads them.'),
});

const heartbeatCheck = z.strictObject({
  ...timing,
  kind: z.literal('heartbeat'),
  key: z
    .string()
    .min(8)
    .max(200)
    .optional()
    .describe('Shared secret that the sender must present as a bearer token.'),
});

const checkSpec = z.discriminatedUnion('kind', [httpCheck, tcpCheck, pluginCheck, heartbeatCheck]);
/** One check as written. */
export type CheckSpec = Readonly<z.infer<typeof checkSpec>>;

const needText = z
  .string()
  .regex(/^~?[^\s|~]+(\|[^\s|~]+)*$/, 'a dependency is an id, "a|b" (either suffices) or "~a" (soft)');

const serviceSpec = z.strictObject({
  id,
  name: z.string().min(1).max(120),
  family: id.optional().describe('The column group on the wall. Default "annet".'),
  owner: z.string().max(120).optional().describe('The team that answers for it.'),
  criticality: z
    .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
    .describe('1: a bedside notices at once, to 4.'),
  sites: z
    .union([z.literal('all'), z.array(z.string()).min(1)])
    .optional()
    .describe('Where it is used and measured: "all" or a list. Missing: central, one for all.'),
  needs: z.array(needText).optional().describe('Dependencies: "a" hard, "a|b" either suffices, "~a" soft.'),
  expected: duration.optional().describe('Expected response time.'),
  description: z.string().max(1_000).optional(),
  runbook: webLink.optional(),
  emergencyRoutine: webLink.optional().describe('Nødrutine.'),
  template: id.optional().describe('Takes the checks of this template, beside its own.'),
  checks: z.array(checkSpec).max(50).optional(),
});
export type ServiceSpec = Readonly<z.infer<typeof serviceSpec>>;

const variables = z.record(z.string(), z.union([z.string(), z.number()]));

export const catalogueFile = z.strictObject({
  version: z.literal(1).describe('The version of this format.'),
  name: z.string().min(1).max(120).describe('The room’s name, shown on every screen.'),
  demo: z.boolean().optional().describe('Marks every screen as a demonstration.'),
  trusts: z.array(z.strictObject({ id, name: z.string().min(1).max(120) })).optional(),
  sites: z
    .array(
      z.strictObject({
        id,
        name: z.string().min(1).max(120),
        trust: z.string(),
        vars: variables.optional().describe('Filled into checks as {name}.'),
      }),
    )
    .optional(),
  families: z.array(z.strictObject({ id, name: z.string().min(1).max(60) })).optional(),
  siteNeeds: z
    .array(needText)
    .optional()
    .describe('What every service at a site needs there (its WAN, its LAN).'),
  referencePoints: z
    .array(checkSpec)
    .max(20)
    .optional()
    .describe('When all of them fail, the hub’s own view is lost and everything is unknown.'),
  templates: z.record(z.string(), z.strictObject({ checks: z.array(checkSpec).min(1).max(50) })).optional(),
  services: z.array(serviceSpec).max(20_000),
});
export type CatalogueFile = Readonly<z.infer<typeof catalogueFile>>;
