import { z } from 'zod';
import { mappingRule } from './source-mapping';

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

const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/;
const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `500ms`, `30s`, `5m`, `1h`, `14d` → ms. */
const duration = z
  .string()
  .regex(DURATION, 'a duration is a number and a unit: 500ms, 30s, 5m, 1h or 14d')
  .describe('A number and a unit: 500ms, 30s, 5m, 1h, 14d.');

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
    .describe('A slower answer is a warning. Default for http, tcp and plugin: the service’s expected time.'),
  criticalAfter: duration.optional().describe('A slower answer is critical. Default never.'),
};

/** A condition on a JSON answer. The place is an RFC 6901 JSON Pointer. */
const jsonCondition = z.strictObject({
  at: z
    .string()
    .max(500)
    .regex(/^(\/.*)?$/, 'a JSON Pointer is empty or begins with "/"')
    .describe('JSON Pointer (RFC 6901): /status, /items/0/id.'),
  equals: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  contains: z.string().max(500).optional().describe('The text there holds this.'),
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
  exists: z.boolean().optional().describe('Whether there is anything at all. Default true.'),
});
export type JsonCondition = Readonly<z.infer<typeof jsonCondition>>;

/** What an HTTP answer must be. */
const httpExpectations = {
  status: z
    .array(z.number().int().min(100).max(599))
    .min(1)
    .optional()
    .describe('Accepted status codes. Default 200 to 399.'),
  contains: z.string().max(500).optional().describe('The body must contain this text (first 256 KiB).'),
  containsNot: z.string().max(500).optional().describe('The body must not contain this text.'),
  header: z
    .record(z.string(), z.string().max(500))
    .optional()
    .describe('Response headers that must be there and contain this text.'),
  json: z.array(jsonCondition).max(50).optional().describe('Conditions on a JSON body (at most 1 MiB).'),
};

const webMethod = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

const httpCheck = z.strictObject({
  ...timing,
  kind: z.literal('http'),
  url: z
    .string()
    .min(1)
    .max(2_000)
    .describe('http:// or https://. {service}, {site} and the site’s vars are filled in.'),
  method: webMethod.optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().max(65_536).optional().describe('Sent with the request.'),
  redirects: z
    .number()
    .int()
    .min(0)
    .max(10)
    .optional()
    .describe('Redirects to follow. Default 0: a redirect is the answer.'),
  ...httpExpectations,
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

const tlsCheck = z.strictObject({
  ...timing,
  kind: z.literal('tls'),
  host: z.string().min(1).max(255),
  port: z
    .union([z.number().int().min(1).max(65_535), z.string().max(80)])
    .optional()
    .describe('Default 443.'),
  serverName: z.string().max(255).optional().describe('Name asked for (SNI). Default the host.'),
  warnBefore: duration.optional().describe('Warning when the chain ends sooner than this. Default 30d.'),
  criticalBefore: duration.optional().describe('Critical when it ends sooner than this. Default 7d.'),
  ca: z.string().max(1_000).optional(),
});

const dnsCheck = z.strictObject({
  ...timing,
  kind: z.literal('dns'),
  query: z.string().min(1).max(255).describe('The name to look up.'),
  type: z
    .enum(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT'])
    .optional()
    .describe('Default A.'),
  server: z.string().max(255).optional().describe('Address of the name server. Default the system’s.'),
  port: z
    .union([z.number().int().min(1).max(65_535), z.string().max(80)])
    .optional()
    .describe('Default 53.'),
  expect: z
    .array(z.string().max(500))
    .max(50)
    .optional()
    .describe('Answers that must be there. Default: any answer will do.'),
});

const percent = z.number().min(0).max(100);

const pingCheck = z.strictObject({
  ...timing,
  kind: z.literal('ping'),
  host: z.string().min(1).max(255),
  packets: z.number().int().min(1).max(20).optional().describe('Default 5.'),
  warnLoss: percent.optional().describe('Lost packets, per cent, from which it is a warning. Default 1.'),
  criticalLoss: percent.optional().describe('…and critical. Default 60.'),
});

const levels = z.strictObject({ warn: z.number().min(0).optional(), critical: z.number().min(0).optional() });

const hostCheck = z.strictObject({
  ...timing,
  kind: z.literal('host'),
  exporter: z
    .string()
    .max(2_000)
    .optional()
    .describe('URL of a Prometheus node exporter’s metrics. Missing: the hub’s own machine.'),
  disk: z
    .array(levels.extend({ path: z.string().min(1).max(500) }))
    .max(50)
    .optional()
    .describe('Mount points; used space in per cent. Default / at 80 and 90.'),
  memory: levels.optional().describe('Memory that is not available, per cent. Default 90 and 95.'),
  load: levels.optional().describe('15-minute load for each core. Default 2 and 4.'),
  ca: z.string().max(1_000).optional(),
});

/** `{{name}}` in later steps is what an earlier one extracted. */
const extraction = z.strictObject({
  as: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, 'a name is letters, digits and "_"'),
  json: z.string().max(500).optional().describe('JSON Pointer into the body.'),
  header: z.string().max(200).optional().describe('A response header.'),
  between: z
    .tuple([z.string().min(1).max(200), z.string().min(1).max(200)])
    .optional()
    .describe('The body’s text between these two.'),
});

const journeyStepSpec = z.strictObject({
  id: id.describe('Unique within the journey.'),
  name: z.string().min(1).max(120).optional(),
  url: z.string().min(1).max(2_000),
  method: webMethod.optional(),
  headers: z.record(z.string(), z.string()).optional(),
  form: z.record(z.string(), z.string()).optional().describe('Sent as application/x-www-form-urlencoded.'),
  jsonBody: z.json().optional().describe('Sent as application/json.'),
  redirects: z.number().int().min(0).max(10).optional().describe('Redirects to follow. Default 5.'),
  ...httpExpectations,
  extract: z.array(extraction).max(20).optional(),
  expected: duration.optional().describe('Slower than this is a warning.'),
  repeat: z
    .strictObject({
      atMost: z.number().int().min(2).max(100),
      every: duration,
    })
    .optional()
    .describe('Asks again until its conditions hold, such as for a result that takes time.'),
});
export type JourneyStepSpec = Readonly<z.infer<typeof journeyStepSpec>>;

const journeyCheck = z.strictObject({
  ...timing,
  kind: z.literal('journey'),
  steps: z.array(journeyStepSpec).min(1).max(30),
  variables: z
    .record(z.string(), z.string().max(1_000))
    .optional()
    .describe('Values for {{name}} from the start, such as the name of a test user.'),
  vantage: z
    .enum(['site', 'hub'])
    .optional()
    .describe('From where: through the site’s vantage proxy where it has one (default), or the hub itself.'),
  ca: z.string().max(1_000).optional(),
});

const checkSpec = z.discriminatedUnion('kind', [
  httpCheck,
  tcpCheck,
  pluginCheck,
  heartbeatCheck,
  tlsCheck,
  dnsCheck,
  pingCheck,
  hostCheck,
  journeyCheck,
]);
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
  hours: id.optional().describe('Its service hours. Missing: always open.'),
  template: id.optional().describe('Takes the checks of this template, beside its own.'),
  checks: z.array(checkSpec).max(50).optional(),
  history: z
    .strictObject({
      source: id.describe('A source with a Prometheus beside it.'),
      query: z
        .string()
        .min(1)
        .max(2_000)
        .describe('PromQL; {service}, {site} and the site’s vars are filled in.'),
      unit: z.enum(['ms', 's', '%', 'B', '']).optional().describe('Default s.'),
      label: z.string().max(80).optional(),
    })
    .optional()
    .describe('Where the chart’s long history is, if a Prometheus has it.'),
});
export type ServiceSpec = Readonly<z.infer<typeof serviceSpec>>;

const variables = z.record(z.string(), z.union([z.string(), z.number()]));

const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const clockTime = z.string().regex(CLOCK_TIME, 'a time of day is written 07:00');
const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

const hoursSpec = z.strictObject({
  id,
  name: z.string().min(1).max(120),
  open: z
    .array(z.strictObject({ days: z.array(weekday).min(1).max(7), from: clockTime, to: clockTime }))
    .min(1)
    .max(50)
    .describe('By Europe/Oslo’s wall clock. An end at or before the beginning is on the next day.'),
  closedOnHolidays: z.boolean().optional().describe('Norwegian public holidays are closed. Default false.'),
});
export type HoursSpec = Readonly<z.infer<typeof hoursSpec>>;

const maintenanceSpec = z.strictObject({
  id,
  title: z.string().min(1).max(200),
  description: z.string().max(2_000).optional(),
  ticket: z.string().max(100).optional(),
  owner: z.string().max(120).optional(),
  start: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'a time is written 2026-11-23T22:00')
    .describe('First beginning, by Europe/Oslo’s wall clock: 2026-11-23T22:00.'),
  duration,
  repeat: z.string().max(500).optional().describe('RFC 5545 RRULE, such as FREQ=WEEKLY;BYDAY=TU.'),
  expect: z
    .array(
      z.strictObject({
        of: z.string().min(1).max(200).describe('A service, service@site, or *@site.'),
        worst: z.enum(['down', 'degraded', 'warning']).optional().describe('Default down.'),
      }),
    )
    .min(1)
    .max(200)
    .describe('What it may break, and how badly. Everything else is heard.'),
});
export type MaintenanceSpec = Readonly<z.infer<typeof maintenanceSpec>>;

const sourceSpec = z.strictObject({
  id: id.describe('Also the id of the service that its own health is shown as.'),
  name: z.string().min(1).max(120),
  kind: z.literal('alertmanager'),
  url: webLink.describe('Its base address; /api/v2 is below it.'),
  headers: z
    .record(z.string(), z.string())
    .optional()
    .describe('Sent with every request, such as Authorization.'),
  ca: z.string().max(1_000).optional(),
  poll: duration.optional().describe('Time between two looks. Default 10s.'),
  timeout: duration.optional().describe('Default 5s.'),
  webhookKey: z
    .string()
    .min(8)
    .max(200)
    .optional()
    .describe('Bearer token of its webhook: POST /webhook/ID. Missing: only from this machine.'),
  criticality: z
    .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
    .optional()
    .describe('Default 2.'),
  owner: z.string().max(120).optional(),
  family: id.optional(),
  prometheus: webLink.optional().describe('The Prometheus beside it: history for charts.'),
  vouchesFor: z
    .array(z.string().min(1).max(200))
    .max(5_000)
    .optional()
    .describe(
      'What is fine when it says nothing and unknown when it is gone: services, service@site, *@site.',
    ),
  rules: z.array(mappingRule).max(500).optional(),
});
export type SourceSpec = Readonly<z.infer<typeof sourceSpec>>;

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
        vantage: z
          .strictObject({ proxy: webLink.describe('HTTP proxy at the site that journeys go through.') })
          .optional()
          .describe('How the hub looks at the world from there.'),
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
  hours: z.array(hoursSpec).max(100).optional().describe('Service hours, by name.'),
  maintenance: z.array(maintenanceSpec).max(1_000).optional(),
  sources: z.array(sourceSpec).max(20).optional().describe('Foreign monitoring systems.'),
  hub: z
    .strictObject({
      deadMansSwitch: z
        .strictObject({
          url: webLink.describe(
            'Asked for (GET) as long as the hub watches: somebody outside notices silence.',
          ),
          interval: duration.optional().describe('Default 1m.'),
        })
        .optional(),
      service: z
        .strictObject({
          id: id.optional().describe('Default vaktrom.'),
          name: z.string().min(1).max(120).optional(),
          criticality: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).optional(),
          family: id.optional(),
        })
        .optional()
        .describe('Shows the hub’s own health as a service.'),
    })
    .optional(),
  services: z.array(serviceSpec).max(20_000),
});
export type CatalogueFile = Readonly<z.infer<typeof catalogueFile>>;
