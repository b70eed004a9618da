import { z } from 'zod';
import { type AlarmEntity, alarmEntity } from './alarms';
import { catalogueEntity } from './catalogue';
import { fileIssue } from './events';
import { type IncidentEntity, incidentEntity } from './incidents';
import { type MaintenanceStatus, maintenanceStatus } from './maintenance';
import { type PeopleEntity, peopleEntity } from './people';
import { type SourceEntity, sourceEntity } from './sources';
import { checkResult, nodeState } from './states';
import { type WallEntity, wallEntity } from './wall';
import { type WatchEntity, watchEntity } from './watch';

/** What is known of one check. */
export const checkStatus = z.object({
  id: z.string(),
  /** The last result, confirmed or not; null before the first observation. */
  result: checkResult.nullable(),
  hard: z.boolean(),
  attempt: z.number(),
  /** The last confirmed (hard) result: what the service's state is computed from. */
  confirmed: checkResult.nullable(),
  /** First observation of the confirmed result's run, ms UTC. */
  since: z.number(),
  /** First observation of the present run of `result`, ms UTC. */
  resultSince: z.number(),
  /** Last observation that is in the log, ms UTC; null before the first. */
  observedAt: z.number().nullable(),
  /**
   * The last observation before the present run of `result` began, ms UTC; null: none is known. What changed did so
   * between this and `resultSince`: that is as much as is known of when.
   */
  beforeAt: z.number().nullable().default(null),
  overdue: z.boolean(),
  output: z.string(),
  ms: z.number().nullable(),
  /** Since when its results change so often that single changes mean nothing, ms UTC; null: they do not. */
  flappingSince: z.number().nullable().default(null),
  /** Everything that speaks for its fault is silenced at its source. */
  silenced: z.boolean().default(false),
});
export type CheckStatus = Readonly<z.infer<typeof checkStatus>>;

/** Why a node is not normal. */
export const cause = z.object({
  kind: z.enum(['check', 'need', 'soft-need', 'vantage', 'unmeasured', 'source']),
  /** The check's or the node's id. */
  id: z.string(),
});
export type Cause = Readonly<z.infer<typeof cause>>;

/**
 * Why a fault makes no sound. It never changes the state: down stays down. `maintenance`: a running window (`id`)
 * is expected to do this; `hours`: its service hours (`id`) are closed; `silence`: silenced at its source.
 */
export const quiet = z.object({ kind: z.enum(['maintenance', 'hours', 'silence']), id: z.string() });
export type Quiet = Readonly<z.infer<typeof quiet>>;

/** The state of a service at a site (or of a central service). */
export const nodeStatus = z.object({
  id: z.string(),
  state: nodeState,
  /** Since when it is in this state, ms UTC. */
  since: z.number(),
  /** By its own checks alone. */
  own: nodeState,
  /** By its own checks and hard dependencies: what its dependants see. */
  hard: nodeState,
  /** The first few reasons for `state`, worst first. */
  because: z.array(cause),
  /** Null: normal, or a fault that is to be heard. */
  quiet: quiet.nullable().default(null),
  /** One of its checks is flapping. */
  flapping: z.boolean().default(false),
});
export type NodeStatus = Readonly<z.infer<typeof nodeStatus>>;

/** What holds for the room as a whole; one entity, key `room`. */
export const roomStatus = z.object({
  id: z.literal('room'),
  name: z.string(),
  demo: z.boolean(),
  /** Since when the hub's own view of the network is lost, ms UTC; null: it is not. */
  vantageLostSince: z.number().nullable(),
  hubVersion: z.string(),
  hubStartedAt: z.number(),
  /** The last time nobody watched, ms UTC. */
  blind: z.object({ from: z.number(), to: z.number() }).nullable(),
  rejected: z.object({ at: z.number(), issues: z.array(fileIssue) }).nullable(),
  /** Which service hours are open, and when that changes next, ms UTC; null: never. */
  hours: z.array(z.object({ id: z.string(), open: z.boolean(), nextAt: z.number().nullable() })).default([]),
  /** The last time this hub's state was restored from a backup: when, and from when the backup was, ms UTC. */
  restored: z.object({ at: z.number(), backupAt: z.number() }).nullable().default(null),
  /** The number of the newest alarm. */
  alarmCount: z.number().int().default(0),
  /** The numbers of the newest incident, known error and series of messages. */
  incidentCount: z.number().int().default(0),
  knownErrorCount: z.number().int().default(0),
  messageCount: z.number().int().default(0),
  /** The numbers of the newest entry of the shift log, handover, follow-up and turn of a routine. */
  entryCount: z.number().int().default(0),
  handoverCount: z.number().int().default(0),
  followUpCount: z.number().int().default(0),
  routineCount: z.number().int().default(0),
  /** More alarms ask for somebody than one can take in: since when, ms UTC; null: they do not. */
  flood: z.object({ since: z.number(), annunciated: z.number().int() }).nullable().default(null),
});
export type RoomStatus = Readonly<z.infer<typeof roomStatus>>;

export const statusEntity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('check'), value: checkStatus }),
  z.object({ kind: z.literal('node'), value: nodeStatus }),
]);
export type StatusEntity = Readonly<z.infer<typeof statusEntity>>;

/** The collections that state is divided into, and what each holds by key. */
export interface CollectionTypes {
  readonly catalogue: CatalogueEntityOf;
  readonly status: StatusEntity;
  readonly room: RoomStatus;
  readonly maintenance: MaintenanceStatus;
  readonly sources: SourceEntity;
  readonly alarms: AlarmEntity;
  readonly people: PeopleEntity;
  readonly incidents: IncidentEntity;
  readonly watch: WatchEntity;
  readonly wall: WallEntity;
}
type CatalogueEntityOf = Readonly<z.infer<typeof catalogueEntity>>;

export const COLLECTIONS = [
  'catalogue',
  'status',
  'room',
  'maintenance',
  'sources',
  'alarms',
  'people',
  'incidents',
  'watch',
  'wall',
] as const;
export type CollectionName = (typeof COLLECTIONS)[number];

/** The parser of each collection's entities, for every trust boundary that they cross. */
export const collectionSchemas = {
  catalogue: catalogueEntity,
  status: statusEntity,
  room: roomStatus,
  maintenance: maintenanceStatus,
  sources: sourceEntity,
  alarms: alarmEntity,
  people: peopleEntity,
  incidents: incidentEntity,
  watch: watchEntity,
  wall: wallEntity,
} as const;

/** What one or more events changed in one collection. */
export interface CollectionPatch<T> {
  readonly put: readonly (readonly [key: string, entity: T])[];
  readonly drop: readonly string[];
}
/** What one or more events changed, by collection. */
export type Patch = { readonly [K in CollectionName]?: CollectionPatch<CollectionTypes[K]> };

/** Something for each collection. */
export function forEachCollection<T>(make: (name: CollectionName) => T): Record<CollectionName, T> {
  return Object.fromEntries(COLLECTIONS.map((name) => [name, make(name)])) as Record<CollectionName, T>;
}
