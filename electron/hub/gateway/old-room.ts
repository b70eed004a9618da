import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Heartbeat } from '../../../shared/contract/wire';
import type { Position } from '../../../shared/model/events';
import type { CollectionName, Patch } from '../../../shared/model/room';
import { CollectionDigest } from '../../../shared/rules/digest';
import { oldCatalogueEntity, oldMaintenance, oldRoom, oldSourceEntity, oldStatusEntity } from './protocol-4';
import { oldAlarmEntity, oldPeopleEntity } from './protocol-4-alarms';
import { oldIncidentEntity } from './protocol-4-incidents';

/** The collections that protocol 4 has. */
const OLD_COLLECTIONS = [
  'catalogue',
  'status',
  'room',
  'maintenance',
  'sources',
  'alarms',
  'people',
  'incidents',
] as const satisfies readonly CollectionName[];
type OldCollection = (typeof OLD_COLLECTIONS)[number];

/** State as protocol 4 can say it, and its digests at that place. */
export interface OldState {
  readonly patch: Required<Patch>;
  readonly position: Position;
  readonly digests: NonNullable<Heartbeat['digests']>;
}

type Kept = Map<string, { readonly from: unknown; readonly entity: unknown }>;

const HASHED_IN_A_TURN = 300;

/**
 * Translates the room for consoles of protocol 4, all of them together. Entities are replaced and never changed, so
 * only those that are not the same object as last time are translated and hashed again.
 */
export class OldRoom {
  #last: Promise<unknown> = Promise.resolve();
  readonly #kept = forEachOld((): Kept => new Map());
  readonly #digests = forEachOld(() => new CollectionDigest());

  /** One at a time: the digests are those of the last that was brought in. */
  translate(patch: Required<Patch>, position: Position): Promise<OldState> {
    const state = this.#last.then(() => this.#translate(patch, position));
    this.#last = state.catch(() => {});
    return state;
  }

  async #translate(patch: Required<Patch>, position: Position): Promise<OldState> {
    const catalogue = this.#bring('catalogue', patch.catalogue.put, oldCatalogueEntity);
    await nextTurn();
    const status = this.#bring('status', patch.status.put, oldStatusEntity);
    const room = this.#bring('room', patch.room.put, oldRoom);
    const maintenance = this.#bring('maintenance', patch.maintenance.put, oldMaintenance);
    await nextTurn();
    const sources = this.#bring('sources', patch.sources.put, oldSourceEntity);
    const alarms = this.#bring('alarms', patch.alarms.put, oldAlarmEntity);
    const people = this.#bring('people', patch.people.put, oldPeopleEntity);
    const incidents = this.#bring('incidents', patch.incidents.put, oldIncidentEntity);
    for (const digest of Object.values(this.#digests)) {
      // A whole room is hashed in slices, so that nobody waits for it.
      while (!digest.settle(HASHED_IN_A_TURN)) await nextTurn();
    }
    return {
      position,
      patch: {
        catalogue: { put: catalogue, drop: [] },
        status: { put: status, drop: [] },
        room: { put: room, drop: [] },
        maintenance: { put: maintenance, drop: [] },
        sources: { put: sources, drop: [] },
        alarms: { put: alarms, drop: [] },
        people: { put: people, drop: [] },
        incidents: { put: incidents, drop: [] },
        watch: { put: [], drop: [] },
        wall: { put: [], drop: [] },
      },
      digests: { ...forEachOld((name) => this.#digests[name].value()), watch: '', wall: '' },
    };
  }

  #bring<T>(
    name: OldCollection,
    put: readonly (readonly [string, T])[],
    old: (entity: T) => unknown,
  ): [string, T][] {
    const kept = this.#kept[name];
    const digest = this.#digests[name];
    const present = new Set<string>();
    const list: [string, T][] = [];
    for (const [key, from] of put) {
      let known = kept.get(key);
      if (known?.from !== from) {
        known = { from, entity: old(from) };
        kept.set(key, known);
        if (known.entity === null) digest.drop(key);
        else digest.put(key, known.entity);
      }
      present.add(key);
      // It goes out on the wire as what it is; only this side's types say otherwise.
      if (known.entity !== null) list.push([key, known.entity as T]);
    }
    for (const key of kept.keys()) {
      if (present.has(key)) continue;
      kept.delete(key);
      digest.drop(key);
    }
    return list;
  }
}

function forEachOld<T>(make: (name: OldCollection) => T): Record<OldCollection, T> {
  return Object.fromEntries(OLD_COLLECTIONS.map((name) => [name, make(name)])) as Record<OldCollection, T>;
}
