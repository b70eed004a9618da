import type { AlarmEntity } from '../model/alarms';
import type { CatalogueEntity } from '../model/catalogue';
import { type LogEvent, type Position, positionOf } from '../model/events';
import type { IncidentEntity } from '../model/incidents';
import type { MaintenanceStatus } from '../model/maintenance';
import type { PeopleEntity } from '../model/people';
import {
  COLLECTIONS,
  type CollectionName,
  type CollectionPatch,
  type CollectionTypes,
  forEachCollection,
  type Patch,
  type RoomStatus,
  type StatusEntity,
} from '../model/room';
import type { SourceEntity } from '../model/sources';
import type { WallEntity } from '../model/wall';
import type { WatchEntity } from '../model/watch';
import { CollectionDigest } from './digest';
import { buildGraph, EMPTY_GRAPH, type Graph } from './graph';
import { type Muting, mutingOf } from './muting';
import { type RoomView, reduce } from './reduce';

export type Digests = { readonly [K in CollectionName]: string };

/**
 * State as a projection of the log: the collections, the graph derived from them, their digests, and the
 * position they stand at. It can be thrown away and rebuilt. Hub and console each hold one; both change it only
 * through `apply` (an event) or `load` (a snapshot).
 */
export class Projection implements RoomView {
  readonly #collections = {
    catalogue: new Map<string, CatalogueEntity>(),
    status: new Map<string, StatusEntity>(),
    room: new Map<string, RoomStatus>(),
    maintenance: new Map<string, MaintenanceStatus>(),
    sources: new Map<string, SourceEntity>(),
    alarms: new Map<string, AlarmEntity>(),
    people: new Map<string, PeopleEntity>(),
    incidents: new Map<string, IncidentEntity>(),
    watch: new Map<string, WatchEntity>(),
    wall: new Map<string, WallEntity>(),
  };
  readonly #digests = forEachCollection(() => new CollectionDigest());
  #muting: ReadonlyMap<string, Muting> = new Map();
  #graph: Graph = EMPTY_GRAPH;
  #position: Position | null = null;

  get catalogue(): ReadonlyMap<string, CatalogueEntity> {
    return this.#collections.catalogue;
  }
  get status(): ReadonlyMap<string, StatusEntity> {
    return this.#collections.status;
  }
  get room(): RoomStatus | undefined {
    return this.#collections.room.get('room');
  }
  get maintenance(): ReadonlyMap<string, MaintenanceStatus> {
    return this.#collections.maintenance;
  }
  get sources(): ReadonlyMap<string, SourceEntity> {
    return this.#collections.sources;
  }
  get alarms(): ReadonlyMap<string, AlarmEntity> {
    return this.#collections.alarms;
  }
  get people(): ReadonlyMap<string, PeopleEntity> {
    return this.#collections.people;
  }
  get incidents(): ReadonlyMap<string, IncidentEntity> {
    return this.#collections.incidents;
  }
  get watch(): ReadonlyMap<string, WatchEntity> {
    return this.#collections.watch;
  }
  get wall(): ReadonlyMap<string, WallEntity> {
    return this.#collections.wall;
  }
  get muting(): ReadonlyMap<string, Muting> {
    return this.#muting;
  }
  get graph(): Graph {
    return this.#graph;
  }
  /** Where in the log this state stands; null before anything was applied. */
  get position(): Position | null {
    return this.#position;
  }

  /** Applies the next event and returns what it changed. The caller has seen to it that it *is* the next one. */
  apply(event: LogEvent): Patch {
    const patch = reduce(this, event);
    this.#write(patch);
    this.#position = positionOf(event);
    return patch;
  }

  /** Replaces everything by a snapshot that stands at `position`. */
  load(patch: Patch, position: Position | null): void {
    for (const name of COLLECTIONS) {
      this.#collections[name].clear();
      this.#digests[name] = new CollectionDigest();
    }
    this.#write(patch);
    if (!patch.catalogue) this.#graph = buildGraph(this.catalogue.values()).graph;
    if (!patch.maintenance) this.#muting = new Map();
    this.#position = position;
  }

  /** All of it, as a patch onto nothing. */
  dump(): Required<Patch> {
    return forEachCollection((name) => ({
      put: [...this.#collections[name]],
      drop: [],
    })) as unknown as Required<Patch>;
  }

  digests(): Digests {
    return forEachCollection((name) => this.#digests[name].value());
  }

  /** Does a part of the digests' work ahead: at most `limit` entities. True: nothing is left to do. */
  settleDigests(limit: number): boolean {
    return COLLECTIONS.every((name) => this.#digests[name].settle(limit));
  }

  #write(patch: Patch): void {
    for (const name of COLLECTIONS) this.#writeOne(name, patch[name]);
    if (patch.catalogue) this.#graph = buildGraph(this.catalogue.values()).graph;
    if (patch.maintenance) this.#muting = mutingOf(this.maintenance.values());
  }

  #writeOne<K extends CollectionName>(name: K, patch: CollectionPatch<CollectionTypes[K]> | undefined): void {
    if (!patch) return;
    const entities = this.#collections[name] as unknown as Map<string, CollectionTypes[K]>;
    const digest = this.#digests[name];
    for (const key of patch.drop) {
      entities.delete(key);
      digest.drop(key);
    }
    for (const [key, entity] of patch.put) {
      entities.set(key, entity);
      digest.put(key, entity);
    }
  }
}

/** Joins patches that follow each other into one: the last word on each key wins. */
export function mergePatches(patches: readonly Patch[]): Patch {
  const only = patches[0];
  if (patches.length === 1 && only) return only;
  const merged: { [K in CollectionName]?: CollectionPatch<CollectionTypes[K]> } = {};
  for (const name of COLLECTIONS) {
    const last = new Map<string, unknown>();
    for (const patch of patches) {
      for (const key of patch[name]?.drop ?? []) last.set(key, undefined);
      for (const [key, entity] of patch[name]?.put ?? []) last.set(key, entity);
    }
    if (last.size === 0) continue;
    const put: [string, never][] = [];
    const drop: string[] = [];
    for (const [key, entity] of last) {
      if (entity === undefined) drop.push(key);
      else put.push([key, entity as never]);
    }
    merged[name] = { put, drop } as never;
  }
  return merged;
}
