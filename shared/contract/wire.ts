import { z } from 'zod';
import { fileIssue, logEvent, position } from '../model/events';
import { collectionSchemas } from '../model/room';

/**
 * The wire between hub and console: socket.io with the msgpack parser. Every message is parsed here from
 * `unknown` on arrival. A test pins the hash of these schemas: whoever changes one raises PROTOCOL.
 */
export const PROTOCOL = 1;
/** Versions that this code can talk to: its own and the one before. */
export const PROTOCOLS_SPOKEN: readonly number[] = [PROTOCOL];

/** What a console says of itself in the socket's handshake. */
export const consoleHello = z.object({
  protocol: z.number().int(),
  reducer: z.number().int(),
  console: z.object({
    /** Stable id of this console's cache. */
    id: z.string().min(1).max(100),
    name: z.string().max(200),
  }),
  /** Where its state stands; null: it has none. */
  position: position.nullable(),
  /** Required unless hub and console share a machine. */
  token: z.string().max(500).optional(),
});
export type ConsoleHello = Readonly<z.infer<typeof consoleHello>>;

/** The hub's answer. Then come the missing events, or a snapshot. */
export const hubHello = z.object({
  protocol: z.number().int(),
  reducer: z.number().int(),
  version: z.string(),
  /** Identity of the hub's log. */
  origin: z.string(),
  head: position.nullable(),
  hubTime: z.number(),
  /** How the console is brought up to date. */
  resume: z.enum(['events', 'snapshot']),
});
export type HubHello = Readonly<z.infer<typeof hubHello>>;

/** One piece of a snapshot. Pieces are small, so that heartbeats pass between them. */
export const snapshotChunk = z.object({
  snapshot: z.number().int(),
  index: z.number().int(),
  last: z.boolean(),
  /** Where the whole snapshot stands. */
  position: position.nullable(),
  catalogue: z.array(z.tuple([z.string(), collectionSchemas.catalogue])),
  status: z.array(z.tuple([z.string(), collectionSchemas.status])),
  room: z.array(z.tuple([z.string(), collectionSchemas.room])),
});
export type SnapshotChunk = Readonly<z.infer<typeof snapshotChunk>>;

/** Events in the order of their positions, without a gap. */
export const eventBatch = z.object({ events: z.array(logEvent).min(1) });
export type EventBatch = Readonly<z.infer<typeof eventBatch>>;

/** Every two seconds the hub vouches for what it said. */
export const heartbeat = z.object({
  /** The hub's time, ms UTC. */
  at: z.number(),
  position: position.nullable(),
  /** Of state at `position`; null in the middle of a burst. */
  digests: z.object({ catalogue: z.string(), status: z.string(), room: z.string() }).nullable(),
  /** Head of the log's hash chain, hexadecimal. */
  chain: z.string(),
  /** The oldest last observation among checks that are not overdue, ms UTC; null: none was ever made. */
  oldestObservedAt: z.number().nullable(),
  /** Checks that are overdue, or were never observed. */
  unobserved: z.number().int(),
  /** Events that this console has still to be sent. */
  behind: z.number().int(),
});
export type Heartbeat = Readonly<z.infer<typeof heartbeat>>;

/** What a person asks the hub to do. It waits in the outbox until its fate is known. */
export const command = z.object({
  id: z.string().min(8).max(100),
  kind: z.enum(['check.recheck']),
  /** What it is about: a node id. */
  subject: z.string().min(1).max(300),
  /** The watch position that acted. */
  actor: z.string().min(1).max(100),
  /** When, by the hub's clock as the console knew it, ms UTC. */
  actedAt: z.number(),
  /** After this the hub refuses it as expired, ms UTC. */
  expiresAt: z.number(),
});
export type Command = Readonly<z.infer<typeof command>>;

export const commandOutcome = z.object({
  id: z.string(),
  outcome: z.enum(['done', 'refused', 'expired']),
  reason: z.string().nullable(),
});
export type CommandOutcome = Readonly<z.infer<typeof commandOutcome>>;

/** What a console asks without changing anything. */
export const question = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('time') }),
  /** Events about a node (null: about everything), newest first, before a `seq` of the present epoch. */
  z.object({
    ask: z.literal('history'),
    node: z.string().max(300).nullable(),
    before: z.number().int().nullable(),
    limit: z.number().int().min(1).max(500),
  }),
  /** Response times of a service's checks since a time, ms UTC. */
  z.object({ ask: z.literal('samples'), service: z.string().max(300), since: z.number() }),
]);
export type Question = Readonly<z.infer<typeof question>>;

export const timeAnswer = z.object({ hubTime: z.number() });
export const historyAnswer = z.object({ events: z.array(logEvent), complete: z.boolean() });
export type HistoryAnswer = Readonly<z.infer<typeof historyAnswer>>;

/** The samples of one check: parallel arrays of time (ms UTC), response time (ms) and result. */
export const sampleSeries = z.object({
  check: z.string(),
  at: z.array(z.number()),
  ms: z.array(z.number().nullable()),
  /** 0 ok, 1 warning, 2 critical, 3 unknown. */
  result: z.array(z.number().int()),
});
export type SampleSeries = Readonly<z.infer<typeof sampleSeries>>;
export const samplesAnswer = z.object({ series: z.array(sampleSeries) });
export type SamplesAnswer = Readonly<z.infer<typeof samplesAnswer>>;

/** Why the hub will not talk. */
export const refusal = z.object({ code: z.string(), message: z.string() });
export type Refusal = Readonly<z.infer<typeof refusal>>;

/** The body of a heartbeat that a monitored thing pushes: `POST /heartbeat/CHECK-ID`. */
export const pushedHeartbeat = z.object({
  result: z.enum(['ok', 'warning', 'critical', 'unknown']).default('ok'),
  output: z.string().max(4_000).default(''),
  ms: z.number().nonnegative().nullable().default(null),
});

/** All schemas, for the test that pins them. */
export const WIRE_SCHEMAS = {
  consoleHello,
  hubHello,
  snapshotChunk,
  eventBatch,
  heartbeat,
  command,
  commandOutcome,
  question,
  timeAnswer,
  historyAnswer,
  samplesAnswer,
  refusal,
  fileIssue,
  pushedHeartbeat,
} as const;

/** The socket's event names, by direction. */
export interface HubToConsole {
  hello: (message: unknown) => void;
  snapshot: (message: unknown, done: () => void) => void;
  events: (message: unknown, done: () => void) => void;
  beat: (message: unknown) => void;
  refused: (message: unknown) => void;
}
export interface ConsoleToHub {
  command: (message: unknown, answer: (outcome: unknown) => void) => void;
  ask: (message: unknown, answer: (reply: unknown) => void) => void;
  /** The console's digest differs, or it met a gap: it wants a snapshot. */
  resync: (reason: unknown) => void;
}
