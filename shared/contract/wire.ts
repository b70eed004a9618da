import { z } from 'zod';
import { fileIssue, logEvent, position } from '../model/events';
import { handover, signedText } from '../model/handover';
import { maintenanceWindow } from '../model/maintenance';
import { collectionSchemas } from '../model/room';
import { logEntry } from '../model/shift-log';
import { foreignAlert } from '../model/sources';
import { sceneDraft } from '../model/wall';
import { wallReport } from '../model/wall-health';
import { AUTH_ANSWERS, authRequest } from './auth';
import { blobRequest } from './blobs';
import { COMMAND_PAYLOADS, catalogueEdit, commandKind } from './commands';
import { docNews, docRequest } from './documents';
import { mappingRule } from './source-mapping';

/**
 * The wire between hub and console: socket.io with the msgpack parser. Every message is parsed here from
 * `unknown` on arrival. A test pins the hash of these schemas: whoever changes one raises PROTOCOL.
 */
export const PROTOCOL = 6;
/** Versions that this code can talk to: its own and the one before. */
export const PROTOCOLS_SPOKEN: readonly number[] = [PROTOCOL, 5];

/** What a console says of itself in the socket's handshake. */
export const consoleHello = z.object({
  protocol: z.number().int(),
  reducer: z.number().int(),
  console: z.object({
    /** Stable id of this console's cache. */
    id: z.string().min(1).max(100),
    name: z.string().max(200),
    /** What it is; a wall can do nothing. */
    kind: z.enum(['desk', 'wall']).default('desk'),
  }),
  /** Where its state stands; null: it has none. */
  position: position.nullable(),
  /** Required unless hub and console share a machine. */
  token: z.string().max(500).optional(),
  /** What it was given when it was enrolled. */
  credential: z.string().max(500).optional(),
  /** The machine's own secret: proof that it shares the hub's machine and its user. */
  machine: z.string().max(500).optional(),
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
  /** Whether the hub takes acts from this console: it is enrolled, or shares the hub's machine. */
  enrolled: z.boolean().default(true),
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
  maintenance: z.array(z.tuple([z.string(), collectionSchemas.maintenance])).default([]),
  sources: z.array(z.tuple([z.string(), collectionSchemas.sources])).default([]),
  alarms: z.array(z.tuple([z.string(), collectionSchemas.alarms])).default([]),
  people: z.array(z.tuple([z.string(), collectionSchemas.people])).default([]),
  incidents: z.array(z.tuple([z.string(), collectionSchemas.incidents])).default([]),
  watch: z.array(z.tuple([z.string(), collectionSchemas.watch])).default([]),
  wall: z.array(z.tuple([z.string(), collectionSchemas.wall])).default([]),
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
  digests: z
    .object({
      catalogue: z.string(),
      status: z.string(),
      room: z.string(),
      maintenance: z.string().default(''),
      sources: z.string().default(''),
      alarms: z.string().default(''),
      people: z.string().default(''),
      incidents: z.string().default(''),
      watch: z.string().default(''),
      wall: z.string().default(''),
    })
    .nullable(),
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
  kind: commandKind,
  /** What it is about: a node id, `mw/ID`, a source id, a service id. */
  subject: z.string().min(1).max(300),
  /** What else it takes, by kind: see COMMAND_PAYLOADS, by which whoever acts on it parses it. */
  payload: z.unknown().default(null),
  /** The person who acted, by id. */
  actor: z.string().min(1).max(100),
  /** The session, or the leave to act offline, that they acted under; null: from a console of protocol 2. */
  session: z.string().max(100).nullable().default(null),
  /** HMAC-SHA-256 by that session's secret, hexadecimal: see `proof.ts`. */
  proof: z.string().max(200).default(''),
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

/** What can be searched for: what alarms did, what people did and wrote, what checks said, what happened to the room. */
export const searchKind = z.enum([
  'alarm',
  'act',
  'note',
  'call',
  'run',
  'check',
  'room',
  'people',
  'incident',
  'message',
  'caller',
  'shift-log',
  'handover',
]);
export type SearchKind = z.infer<typeof searchKind>;

/** What a console asks without changing anything; each is answered by the schema in ANSWERS. */
export const question = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('time') }),
  /**
   * Events about a node (null: about everything), newest first, before a `seq`: of `epoch`, which a restore ends and
   * begins; left out: of the present one.
   */
  z.object({
    ask: z.literal('history'),
    node: z.string().max(300).nullable(),
    before: z.number().int().nullable(),
    epoch: z.number().int().positive().optional(),
    limit: z.number().int().min(1).max(500),
  }),
  /** Response times of a service's checks since a time, ms UTC. */
  z.object({ ask: z.literal('samples'), service: z.string().max(300), since: z.number() }),
  /** A node's checks over time, in about `points` steps. Times are ms UTC. */
  z.object({
    ask: z.literal('chart'),
    node: z.string().max(300),
    from: z.number(),
    to: z.number(),
    points: z.number().int().min(10).max(4_000),
  }),
  /** How good a service was, by node: percentiles, availability, Apdex. Times are ms UTC. */
  z.object({ ask: z.literal('quality'), service: z.string().max(300), from: z.number(), to: z.number() }),
  /** When a window would run, what it covers, and what is wrong with it. */
  z.object({ ask: z.literal('maintenance-preview'), window: maintenanceWindow }),
  /** The file's own text of a service (null: of all that is not a service), to be edited. */
  z.object({ ask: z.literal('catalogue-source'), service: z.string().max(300).nullable() }),
  /** What an edit would change, and what is wrong with it. Changes nothing. */
  z.object({ ask: z.literal('catalogue-preview'), edit: catalogueEdit }),
  /** The versions of the file, newest first; with `version`, that one's difference from the one before. */
  z.object({ ask: z.literal('catalogue-history'), version: z.string().max(100).nullable() }),
  /** What mapping rules (null: those in force) make of the alerts that a source has now. */
  z.object({
    ask: z.literal('mapping-preview'),
    source: z.string().max(300),
    rules: z.array(mappingRule).max(500).nullable(),
  }),
  /**
   * Full text over alarms, events and notes, newest first, before a place. `text`: words that must all be there, each
   * as the beginning of a word. Times are ms UTC.
   */
  z.object({
    ask: z.literal('search'),
    text: z.string().max(200),
    kinds: z.array(searchKind).max(40).nullable(),
    from: z.number().nullable(),
    to: z.number().nullable(),
    before: z.object({ epoch: z.number().int().positive(), seq: z.number().int().positive() }).nullable(),
    limit: z.number().int().min(1).max(500),
  }),
  /**
   * The figures of ISA-18.2 over a period (ms UTC), for one watch position (a console's id), or for the room (null).
   */
  z.object({
    ask: z.literal('alarm-figures'),
    from: z.number(),
    to: z.number(),
    position: z.string().max(100).nullable(),
  }),
  /** Entries of the shift log with all that was said of them since, newest first, written before a place in the log. */
  z.object({
    ask: z.literal('shift-log'),
    before: z.object({ epoch: z.number().int().positive(), seq: z.number().int().positive() }).nullable(),
    /** Those alone of which something was said after this place: what was written, corrected or erased since. */
    since: z
      .object({ epoch: z.number().int().positive(), seq: z.number().int().nonnegative() })
      .nullable()
      .default(null),
    limit: z.number().int().min(1).max(500),
  }),
  /** Handovers that were accepted in a time (ms UTC), newest first, as they stood then; with their texts. */
  z.object({
    ask: z.literal('handovers'),
    from: z.number(),
    to: z.number(),
    limit: z.number().int().min(1).max(200),
  }),
  /** The signed text of one handover. */
  z.object({ ask: z.literal('handover-text'), handover: z.string().max(100) }),
  /** How handovers were done, by month and position. Times are ms UTC. */
  z.object({ ask: z.literal('adherence'), from: z.number(), to: z.number() }),
  /** A scene of the wall as a YAML text, to be kept or taken elsewhere. */
  z.object({ ask: z.literal('scene-export'), scene: z.string().max(100) }),
  /** What a text of a scene says, and what is wrong with it, by place. Changes nothing. */
  z.object({ ask: z.literal('scene-import'), text: z.string().max(200_000) }),
  /** How the walls of every console fare that has any, as it said last. */
  z.object({ ask: z.literal('wall-health') }),
]);
export type Question = Readonly<z.infer<typeof question>>;

export const timeAnswer = z.object({ hubTime: z.number() });
export const historyAnswer = z.object({ events: z.array(logEvent), complete: z.boolean() });
/** Found events, newest first. `complete`: there are no more. */
export const searchAnswer = z.object({
  hits: z.array(z.object({ kind: searchKind, event: logEvent })),
  complete: z.boolean(),
  /** The index is still being made, and knows nothing older than this yet, ms UTC; null: it is whole. */
  indexedFrom: z.number().nullable(),
});
export type SearchAnswer = Readonly<z.infer<typeof searchAnswer>>;
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

/**
 * A series over time, aligned to the `at` of its chart. Percentiles come from merged histograms, never from
 * averaged percentiles; null where nothing was measured.
 */
export const chartSeries = z.object({
  check: z.string(),
  /** Empty: the response time. Else a metric: `connect`, `step/login`, `/var`. */
  metric: z.string(),
  unit: z.string(),
  count: z.array(z.number().int()),
  min: z.array(z.number().nullable()),
  p50: z.array(z.number().nullable()),
  p95: z.array(z.number().nullable()),
  max: z.array(z.number().nullable()),
  /** Observations of the step that were neither ok nor warning. */
  failed: z.array(z.number().int()),
  /** Whose numbers these are: the hub's own, or a foreign history. */
  origin: z.enum(['hub', 'prometheus']),
});
export type ChartSeries = Readonly<z.infer<typeof chartSeries>>;

/** A stretch of time on a chart: planned maintenance, or the hub was blind. ms UTC. */
export const chartBand = z.object({
  kind: z.enum(['maintenance', 'overrun', 'blind', 'closed']),
  from: z.number(),
  to: z.number(),
  label: z.string(),
});
export type ChartBand = Readonly<z.infer<typeof chartBand>>;

export const chartAnswer = z.object({
  /** Beginning of each step, ms UTC, and its length, ms. */
  at: z.array(z.number()),
  stepMs: z.number(),
  series: z.array(chartSeries),
  bands: z.array(chartBand),
  /** Changes of state of the node's checks in that time, for marks on the chart. */
  events: z.array(logEvent),
  expectedMs: z.number().nullable(),
  /** What could not be had, and why (a foreign history that does not answer); in words. */
  missing: z.array(z.string()),
});
export type ChartAnswer = Readonly<z.infer<typeof chartAnswer>>;

/** How good a node was over a period, planned maintenance left out. */
export const nodeQuality = z.object({
  node: z.string(),
  /** Observations that count. */
  samples: z.number().int(),
  /** Observations in maintenance, left out. */
  excluded: z.number().int(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
  /** Share of observations that were neither critical nor unknown, 0 to 1; null: nothing was measured. */
  availability: z.number().nullable(),
  /** Apdex with T = the expected response time; null: no expectation, or nothing measured. */
  apdex: z.number().nullable(),
});
export type NodeQuality = Readonly<z.infer<typeof nodeQuality>>;
export const qualityAnswer = z.object({ nodes: z.array(nodeQuality), from: z.number(), to: z.number() });
export type QualityAnswer = Readonly<z.infer<typeof qualityAnswer>>;

export const maintenancePreview = z.object({
  /** The next occurrences, at most ten, ms UTC. */
  occurrences: z.array(z.object({ start: z.number(), end: z.number() })),
  covers: z.array(z.object({ node: z.string(), worst: z.enum(['down', 'degraded', 'warning']) })),
  /** What is wrong with it, by field; empty: it can be saved. */
  issues: z.array(z.object({ field: z.string(), reason: z.string() })),
});
export type MaintenancePreview = Readonly<z.infer<typeof maintenancePreview>>;

export const catalogueSourceAnswer = z.object({
  /** SHA-256 of the whole file, hexadecimal: what an edit says it was based on. */
  version: z.string(),
  /** The YAML of what was asked for; null: there is no such service in the file. */
  text: z.string().nullable(),
  /** Where it begins in the file (1-based); null with `text`. */
  line: z.number().int().nullable(),
  /** File name, without its folder. */
  file: z.string(),
  /** What a form may offer. */
  templates: z.array(z.string()),
  families: z.array(z.object({ id: z.string(), name: z.string() })),
  sites: z.array(z.object({ id: z.string(), name: z.string() })),
  hours: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type CatalogueSourceAnswer = Readonly<z.infer<typeof catalogueSourceAnswer>>;

export const cataloguePreview = z.object({
  version: z.string(),
  /** Unified diff of the file, without its head. */
  diff: z.string(),
  issues: z.array(fileIssue),
  /** What the room would gain and lose. */
  nodes: z.object({ added: z.array(z.string()), removed: z.array(z.string()), changed: z.array(z.string()) }),
  /** Where the edited service begins in the new text (1-based), and by how much its lines are moved in; null: nowhere. */
  at: z.object({ line: z.number().int(), indent: z.number().int() }).nullable().default(null),
});
export type CataloguePreview = Readonly<z.infer<typeof cataloguePreview>>;

export const catalogueHistory = z.object({
  /** Newest first; the first is the file as it is. */
  versions: z.array(
    z.object({
      version: z.string(),
      at: z.number(),
      /** The watch position; null: the file was changed by other means. */
      actor: z.string().nullable(),
      summary: z.string(),
    }),
  ),
  /** Of the version that was asked for. */
  diff: z.string().nullable(),
});
export type CatalogueHistory = Readonly<z.infer<typeof catalogueHistory>>;

export const mappingPreview = z.object({
  /** The rules that were tried: those in force where none were given. */
  rules: z.array(mappingRule).default([]),
  issues: z.array(z.object({ rule: z.number().int(), field: z.string(), reason: z.string() })),
  /** For each rule, how many alerts it matched. */
  hits: z.array(z.number().int()),
  alerts: z.array(
    z.object({
      alert: foreignAlert,
      /** `unmatched`: shown as such, never dropped. `twice`: rules disagree about where it belongs. */
      verdict: z.enum(['matched', 'unmatched', 'twice']),
    }),
  ),
  /** Alerts beyond the first thousand. */
  more: z.number().int(),
});
export type MappingPreview = Readonly<z.infer<typeof mappingPreview>>;

/** An alarm behind a figure. Times are ms UTC. */
export const figureAlarm = z.object({
  alarm: z.string(),
  node: z.string(),
  at: z.number(),
  priority: z.number().int().min(1).max(4),
});
/** One figure of ISA-18.2: its value, what it is held against, and the alarms behind it (the first hundred). */
export const alarmFigure = z.object({
  id: z.enum([
    'annunciated',
    'per-hour',
    'per-day',
    'worst-10min',
    'periods-over-10',
    'time-in-flood',
    'floods',
    'top-10-share',
    'chattering',
    'fleeting',
    'stale',
    'priority-low',
    'priority-medium',
    'priority-high',
    'time-to-acknowledge',
    'shelved',
    'suppressed',
  ]),
  /** Null: there is nothing to count. Shares are 0 to 1, times ms. */
  value: z.number().nullable(),
  unit: z.enum(['count', 'per-hour', 'per-day', 'share', 'ms']),
  /** What ISA-18.2 / EEMUA 191 accept (`ok` up to here) and what must be reduced (`limit` from here); null: no boundary. */
  ok: z.number().nullable(),
  limit: z.number().nullable(),
  verdict: z.enum(['good', 'watch', 'bad', 'none']),
  alarms: z.array(figureAlarm),
  /** Alarms beyond those. */
  more: z.number().int(),
});
export type AlarmFigure = Readonly<z.infer<typeof alarmFigure>>;
export const alarmFiguresAnswer = z.object({
  from: z.number(),
  to: z.number(),
  position: z.string().nullable(),
  /** Watch positions that were on watch in the period: console ids and their names. */
  positions: z.array(z.object({ id: z.string(), name: z.string() })),
  figures: z.array(alarmFigure),
  /** The sources of most alarms, worst first, at most twenty. */
  sources: z.array(
    z.object({
      node: z.string(),
      count: z.number().int(),
      share: z.number(),
      /** Median time active, ms; null: none has ended. */
      medianMs: z.number().nullable(),
      /** How many of them nobody did anything about. */
      untouched: z.number().int(),
      bad: z.boolean(),
    }),
  ),
  /** Annunciated alarms by ten minutes: beginnings (ms UTC) and counts; only those with any. */
  periods: z.array(z.object({ at: z.number(), count: z.number().int() })),
  /** What to do about it, worst first. */
  advice: z.array(
    z.object({
      kind: z.enum([
        'top-sources',
        'chattering',
        'fleeting',
        'stale',
        'untouched',
        'flood',
        'priorities',
        'none',
      ]),
      nodes: z.array(z.string()),
      value: z.number(),
    }),
  ),
  /** The record does not go further back than this, ms UTC; null: it does. */
  knownFrom: z.number().nullable(),
});
export type AlarmFiguresAnswer = Readonly<z.infer<typeof alarmFiguresAnswer>>;

/** Why the hub will not talk. */
export const refusal = z.object({ code: z.string(), message: z.string() });
export type Refusal = Readonly<z.infer<typeof refusal>>;

/** The body of a heartbeat that a monitored thing pushes: `POST /heartbeat/CHECK-ID`. */
export const pushedHeartbeat = z.object({
  result: z.enum(['ok', 'warning', 'critical', 'unknown']).default('ok'),
  output: z.string().max(4_000).default(''),
  ms: z.number().nonnegative().nullable().default(null),
});

/** The schema of each question's answer. */
/** Entries of the shift log, newest first, as they stand now. `place`: where each was written. */
export const shiftLogAnswer = z.object({
  entries: z.array(
    z.object({
      place: z.object({ epoch: z.number().int().positive(), seq: z.number().int().positive() }),
      entry: logEntry,
    }),
  ),
  complete: z.boolean(),
});
export type ShiftLogAnswer = Readonly<z.infer<typeof shiftLogAnswer>>;

/** Accepted handovers, newest first. `text` null: it is not kept any more. */
export const handoversAnswer = z.object({
  handovers: z.array(z.object({ handover, text: signedText.nullable() })),
  complete: z.boolean(),
});
export type HandoversAnswer = Readonly<z.infer<typeof handoversAnswer>>;
/** `amended`: the words of what was proposed after signing, by their hash: the document has others by now, or is gone. */
export const handoverTextAnswer = z.object({
  text: signedText.nullable(),
  amended: z.record(z.string(), z.string()).optional(),
});

/**
 * How handovers were done, by month (`2026-11`, Europe/Oslo) and by the position that handed over. Shares are 0 to 1; null:
 * there was none to measure.
 */
export const adherenceAnswer = z.object({
  rows: z.array(
    z.object({
      month: z.string(),
      /** Null: all positions. */
      position: z.string().nullable(),
      handovers: z.number().int(),
      /** All five elements were there (I-PASS). */
      whole: z.number().int(),
      elements: z.object({
        severity: z.number().int(),
        summary: z.number().int(),
        actions: z.number().int(),
        contingency: z.number().int(),
        synthesis: z.number().int(),
      }),
      readBack: z.number().int(),
      exceptions: z.number().int(),
      late: z.number().int(),
      /** From the exchange to the acceptance, minutes, median; null: none was exchanged. */
      minutes: z.number().nullable(),
      /** Shifts that ended without a handover. */
      missed: z.number().int(),
      /** Critical items that were open, in nobody's handover any more, and came back as an alarm within the next shift. */
      dropped: z.number().int(),
    }),
  ),
  /** Why each exception was made, newest first, at most 50. */
  exceptions: z.array(
    z.object({
      handover: z.string(),
      number: z.string(),
      at: z.number(),
      position: z.string().nullable(),
      reason: z.string(),
    }),
  ),
  /** What came back: the handover, the node, and the alarm. */
  dropped: z.array(
    z.object({
      handover: z.string(),
      number: z.string(),
      node: z.string(),
      alarm: z.string(),
      at: z.number(),
    }),
  ),
});
export type AdherenceAnswer = Readonly<z.infer<typeof adherenceAnswer>>;

/** Null: there is no such scene. */
export const sceneExportAnswer = z.object({ yaml: z.string().nullable() });
/** `scene` null: it cannot be taken. `issues`: why; with a scene: what it refers to in vain. */
export const sceneImportAnswer = z.object({
  scene: z.object({ id: z.string(), draft: sceneDraft }).nullable(),
  issues: z.array(fileIssue),
});
export type SceneImportAnswer = Readonly<z.infer<typeof sceneImportAnswer>>;

/**
 * What each console with walls said last of them, by name. `at`: when, the hub's clock, ms UTC. `connected`: it is here now. A
 * console is forgotten a day after its last word.
 */
export const wallHealthAnswer = z.object({
  reports: z.array(
    z.object({
      console: z.string(),
      name: z.string(),
      at: z.number(),
      connected: z.boolean(),
      report: wallReport,
    }),
  ),
});
export type WallHealthAnswer = Readonly<z.infer<typeof wallHealthAnswer>>;

export const ANSWERS = {
  time: timeAnswer,
  history: historyAnswer,
  samples: samplesAnswer,
  chart: chartAnswer,
  quality: qualityAnswer,
  'maintenance-preview': maintenancePreview,
  'catalogue-source': catalogueSourceAnswer,
  'catalogue-preview': cataloguePreview,
  'catalogue-history': catalogueHistory,
  'mapping-preview': mappingPreview,
  search: searchAnswer,
  'alarm-figures': alarmFiguresAnswer,
  'shift-log': shiftLogAnswer,
  handovers: handoversAnswer,
  'handover-text': handoverTextAnswer,
  adherence: adherenceAnswer,
  'scene-export': sceneExportAnswer,
  'scene-import': sceneImportAnswer,
  'wall-health': wallHealthAnswer,
} as const satisfies Record<Question['ask'], z.ZodType>;
export type AnswerTo<A extends Question['ask']> = Readonly<z.infer<(typeof ANSWERS)[A]>>;
export type QuestionOf<A extends Question['ask']> = Extract<Question, { ask: A }>;

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
  chartAnswer,
  qualityAnswer,
  maintenancePreview,
  catalogueSourceAnswer,
  cataloguePreview,
  catalogueHistory,
  mappingPreview,
  searchAnswer,
  alarmFiguresAnswer,
  shiftLogAnswer,
  handoversAnswer,
  handoverTextAnswer,
  adherenceAnswer,
  sceneExportAnswer,
  sceneImportAnswer,
  wallHealthAnswer,
  wallReport,
  blobRequest,
  docRequest,
  docNews,
  authRequest,
  ...AUTH_ANSWERS,
  ...COMMAND_PAYLOADS,
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
  /** A document changed: see `documents.ts`. */
  doc: (message: unknown) => void;
}
export interface ConsoleToHub {
  command: (message: unknown, answer: (outcome: unknown) => void) => void;
  ask: (message: unknown, answer: (reply: unknown) => void) => void;
  /** Credentials and sessions: never in the outbox, never in the log. See `auth.ts`. */
  auth: (message: unknown, answer: (reply: unknown) => void) => void;
  /** Attachments, in pieces: see `blobs.ts`. */
  blob: (message: unknown, answer: (reply: unknown) => void) => void;
  /** Text that people write together: see `documents.ts`. */
  doc: (message: unknown, answer: (reply: unknown) => void) => void;
  /** How its walls fare, every few seconds: see `wallReport`. Telemetry: it is neither answered nor logged. */
  wall: (report: unknown) => void;
  /** The console's digest differs, or it met a gap: it wants a snapshot. */
  resync: (reason: unknown) => void;
}
