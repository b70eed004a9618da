import { z } from 'zod';

/** What a foreign monitoring system says is wrong: one alert, problem or service state. */
export const foreignAlert = z.object({
  /** `SOURCE/ID-THERE` (a fingerprint, an event id, `host!service`). */
  id: z.string(),
  source: z.string(),
  /** Its name there (alertname, trigger, service). */
  name: z.string(),
  summary: z.string(),
  severity: z.enum(['warning', 'critical', 'unknown']),
  /** What it is about, by name; bounded by the hub. Text of a stranger: never markup. */
  labels: z.record(z.string(), z.string()),
  /** Nodes that the mapping rules put it on. Empty: nothing matched, and it is shown as such. */
  nodes: z.array(z.string()),
  /** The rules that matched, by their place (0-based). Two or more that disagree are told. */
  rules: z.array(z.number().int()),
  startsAt: z.number(),
  /** `SOURCE/ID` of the silences that hold it; empty: it is heard. */
  silencedBy: z.array(z.string()),
  /** Inhibited there by another alert. */
  inhibited: z.boolean(),
  /** Where it is looked up there; http(s) or null. */
  link: z.string().nullable(),
});
export type ForeignAlert = Readonly<z.infer<typeof foreignAlert>>;

/** A condition of a silence, as Alertmanager has them. */
export const silenceMatcher = z.object({
  name: z.string().min(1).max(200),
  value: z.string().max(1_000),
  isRegex: z.boolean(),
  isEqual: z.boolean(),
});
export type SilenceMatcher = Readonly<z.infer<typeof silenceMatcher>>;

/** A silence at a foreign source, seen there or asked for here. */
export const foreignSilence = z.object({
  /** `SOURCE/ID-THERE`; while it was only asked for: `SOURCE/asked-CORRELATION`. */
  id: z.string(),
  source: z.string(),
  /** `asked`: sent, outcome unknown until it is seen there. `failed`: refused there, see `reason`. */
  phase: z.enum(['asked', 'pending', 'active', 'ending', 'expired', 'failed']),
  matchers: z.array(silenceMatcher),
  startsAt: z.number(),
  endsAt: z.number(),
  author: z.string(),
  comment: z.string(),
  /** The command that asked for it here; null: it was made elsewhere. */
  correlation: z.string().nullable(),
  reason: z.string().nullable(),
});
export type ForeignSilence = Readonly<z.infer<typeof foreignSilence>>;

/** How a source is doing. */
export const sourceStatus = z.object({
  id: z.string(),
  /** `never`: not heard of since the hub learned of it. `down`: all that it vouches for is unknown. */
  phase: z.enum(['never', 'up', 'down']),
  since: z.number(),
  /** Why it is down, or what is odd about it while it is up; null: nothing. */
  reason: z.string().nullable(),
  version: z.string().nullable(),
  /** Its clock minus the hub's, ms; null: not known. */
  skewMs: z.number().nullable(),
  alerts: z.number().int(),
  unmatched: z.number().int(),
  /** Alerts that several rules put on different nodes. */
  ambiguous: z.number().int(),
  silences: z.number().int(),
  /** Answers and messages that could not be read: how many since the hub started, and the last of them. */
  rejected: z.object({
    count: z.number().int(),
    last: z.object({ at: z.number(), reason: z.string(), piece: z.string() }).nullable(),
  }),
});
export type SourceStatus = Readonly<z.infer<typeof sourceStatus>>;

/** Every entity of the `sources` collection, keyed `kind:id`. */
export const sourceEntity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('source'), value: sourceStatus }),
  z.object({ kind: z.literal('alert'), value: foreignAlert }),
  z.object({ kind: z.literal('silence'), value: foreignSilence }),
]);
export type SourceEntity = Readonly<z.infer<typeof sourceEntity>>;

/** The key of an entity in the `sources` collection. */
export function sourceKey(entity: SourceEntity): string {
  return `${entity.kind}:${entity.value.id}`;
}
