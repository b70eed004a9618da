import type { BoardPatch } from '../../shared/contract/ipc';
import type { AlarmEntity } from '../../shared/model/alarms';
import type { CatalogueEntity } from '../../shared/model/catalogue';
import type { IncidentEntity } from '../../shared/model/incidents';
import type { MaintenanceStatus } from '../../shared/model/maintenance';
import type { PeopleEntity } from '../../shared/model/people';
import type {
  CheckStatus,
  CollectionPatch,
  NodeStatus,
  Patch,
  RoomStatus,
  StatusEntity,
} from '../../shared/model/room';
import type { SourceEntity } from '../../shared/model/sources';
import type { WallEntity } from '../../shared/model/wall';
import type { WatchEntity } from '../../shared/model/watch';
import { buildGraph, EMPTY_GRAPH, type Graph } from '../../shared/rules/graph';

/** What a change touched, by key. After a snapshot (`whole`) it names every key that was or is there. */
export interface ChangedKeys {
  readonly catalogue: ReadonlySet<string>;
  readonly status: ReadonlySet<string>;
  readonly room: boolean;
  readonly maintenance: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
  readonly alarms: ReadonlySet<string>;
  readonly people: ReadonlySet<string>;
  readonly incidents: ReadonlySet<string>;
  readonly watch: ReadonlySet<string>;
  readonly wall: ReadonlySet<string>;
  readonly whole: boolean;
}

/**
 * The window's copy of the board: maps that are changed in place, so that a patch costs what it touches and not
 * what there is. Who needs to know subscribes to the store; nobody compares maps.
 */
export class BoardData {
  readonly catalogue = new Map<string, CatalogueEntity>();
  readonly status = new Map<string, StatusEntity>();
  readonly maintenance = new Map<string, MaintenanceStatus>();
  readonly sources = new Map<string, SourceEntity>();
  readonly alarms = new Map<string, AlarmEntity>();
  readonly people = new Map<string, PeopleEntity>();
  readonly incidents = new Map<string, IncidentEntity>();
  readonly watch = new Map<string, WatchEntity>();
  readonly wall = new Map<string, WallEntity>();
  // The same statuses by their own id: totals ask for ten thousand of them several times a second.
  readonly #nodes = new Map<string, NodeStatus>();
  readonly #checks = new Map<string, CheckStatus>();
  room: RoomStatus | null = null;
  graph: Graph = EMPTY_GRAPH;
  revision = -1;

  /** Replaces everything. */
  load(revision: number, patch: Patch): ChangedKeys {
    const catalogue = new Set(this.catalogue.keys());
    const status = new Set(this.status.keys());
    const maintenance = new Set(this.maintenance.keys());
    const sources = new Set(this.sources.keys());
    const alarms = new Set(this.alarms.keys());
    const people = new Set(this.people.keys());
    const incidents = new Set(this.incidents.keys());
    const watch = new Set(this.watch.keys());
    const wall = new Set(this.wall.keys());
    for (const map of [this.catalogue, this.status, this.maintenance, this.sources]) map.clear();
    for (const map of [this.alarms, this.people, this.incidents, this.watch, this.wall]) map.clear();
    this.room = null;
    write(this.catalogue, patch.catalogue, catalogue);
    write(this.status, patch.status, status);
    write(this.maintenance, patch.maintenance, maintenance);
    write(this.sources, patch.sources, sources);
    write(this.alarms, patch.alarms, alarms);
    write(this.people, patch.people, people);
    write(this.incidents, patch.incidents, incidents);
    write(this.watch, patch.watch, watch);
    write(this.wall, patch.wall, wall);
    this.#index(status);
    this.#writeRoom(patch);
    this.graph = buildGraph(this.catalogue.values()).graph;
    this.revision = revision;
    return {
      catalogue,
      status,
      room: true,
      maintenance,
      sources,
      alarms,
      people,
      incidents,
      watch,
      wall,
      whole: true,
    };
  }

  /** Whether `news` follows on what is here. A patch that begins earlier but ends later carries all that is missing. */
  follows(news: BoardPatch): boolean {
    return news.base <= this.revision && news.revision > this.revision;
  }

  /** Applies a patch that `follows`. */
  apply(news: BoardPatch): ChangedKeys {
    const catalogue = new Set<string>();
    const status = new Set<string>();
    write(this.catalogue, news.patch.catalogue, catalogue);
    write(this.status, news.patch.status, status);
    const maintenance = new Set<string>();
    const sources = new Set<string>();
    write(this.maintenance, news.patch.maintenance, maintenance);
    write(this.sources, news.patch.sources, sources);
    const alarms = new Set<string>();
    const people = new Set<string>();
    const incidents = new Set<string>();
    const watch = new Set<string>();
    const wall = new Set<string>();
    write(this.alarms, news.patch.alarms, alarms);
    write(this.people, news.patch.people, people);
    write(this.incidents, news.patch.incidents, incidents);
    write(this.watch, news.patch.watch, watch);
    write(this.wall, news.patch.wall, wall);
    this.#index(status);
    const room = this.#writeRoom(news.patch);
    if (catalogue.size > 0) this.graph = buildGraph(this.catalogue.values()).graph;
    this.revision = news.revision;
    return {
      catalogue,
      status,
      room,
      maintenance,
      sources,
      alarms,
      people,
      incidents,
      watch,
      wall,
      whole: false,
    };
  }

  node(id: string): NodeStatus | undefined {
    return this.#nodes.get(id);
  }

  check(id: string): CheckStatus | undefined {
    return this.#checks.get(id);
  }

  #index(keys: ReadonlySet<string>): void {
    for (const key of keys) {
      const entity = this.status.get(key);
      if (entity?.kind === 'node') this.#nodes.set(entity.value.id, entity.value);
      else if (entity?.kind === 'check') this.#checks.set(entity.value.id, entity.value);
      else {
        const id = key.slice(key.indexOf(':') + 1);
        (key.startsWith('node:') ? this.#nodes : this.#checks).delete(id);
      }
    }
  }

  #writeRoom(patch: Patch): boolean {
    const { room } = patch;
    if (!room) return false;
    if (room.drop.includes('room')) this.room = null;
    for (const [, entity] of room.put) this.room = entity;
    return true;
  }
}

function write<T>(map: Map<string, T>, patch: CollectionPatch<T> | undefined, changed: Set<string>): void {
  if (!patch) return;
  for (const key of patch.drop) {
    map.delete(key);
    changed.add(key);
  }
  for (const [key, entity] of patch.put) {
    map.set(key, entity);
    changed.add(key);
  }
}
