import { z } from 'zod';
import { duration, id } from './catalogue-words';

/** The part of the catalogue file that says what is measured, and how. */

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

export const checkSpec = z.discriminatedUnion('kind', [
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
