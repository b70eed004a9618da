import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Heartbeat } from '../../../shared/contract/wire';
import type { Position } from '../../../shared/model/events';
import { COLLECTIONS, type CollectionName, forEachCollection, type Patch } from '../../../shared/model/room';
import { CollectionDigest } from '../../../shared/rules/digest';
import { inOldWords } from './old-words';

/** State as protocol 5 can say it, and its digests at that place. */
export interface OldState {
  readonly patch: Required<Patch>;
  readonly position: Position;
  readonly digests: NonNullable<Heartbeat['digests']>;
}

type Kept = Map<string, { readonly from: unknown; readonly entity: unknown }>;

const HASHED_IN_A_TURN = 300;

/**
 * Translates the room for consoles of protocol 5, all of them together. Entities are replaced and never changed, so
 * only those that are not the same object as last time are translated and hashed again.
 */
export class OldRoom {
  #last: Promise<unknown> = Promise.resolve();
  readonly #kept = forEachCollection((): Kept => new Map());
  readonly #digests = forEachCollection(() => new CollectionDigest());

  /** One at a time: the digests are those of the last that was brought in. */
  translate(patch: Required<Patch>, position: Position): Promise<OldState> {
    const state = this.#last.then(() => this.#translate(patch, position));
    this.#last = state.catch(() => {});
    return state;
  }

  async #translate(patch: Required<Patch>, position: Position): Promise<OldState> {
    const lists: Partial<Record<CollectionName, [string, unknown][]>> = {};
    for (const name of COLLECTIONS) {
      lists[name] = this.#bring(name, patch[name].put);
      await nextTurn();
    }
    for (const digest of Object.values(this.#digests)) {
      // A whole room is hashed in slices, so that nobody waits for it.
      while (!digest.settle(HASHED_IN_A_TURN)) await nextTurn();
    }
    return {
      position,
      // It goes out on the wire as what it is; only this side's types say otherwise.
      patch: forEachCollection((name) => ({ put: lists[name] ?? [], drop: [] })) as Required<Patch>,
      digests: forEachCollection((name) => this.#digests[name].value()),
    };
  }

  #bring(name: CollectionName, put: readonly (readonly [string, unknown])[]): [string, unknown][] {
    const kept = this.#kept[name];
    const digest = this.#digests[name];
    const present = new Set<string>();
    const list: [string, unknown][] = [];
    for (const [key, from] of put) {
      let known = kept.get(key);
      if (!known || known.from !== from) {
        known = { from, entity: inOldWords(name, from) };
        kept.set(key, known);
        if (known.entity === null) digest.drop(key);
        else digest.put(key, known.entity);
      }
      present.add(key);
      if (known.entity !== null) list.push([key, known.entity]);
    }
    for (const key of kept.keys()) {
      if (present.has(key)) continue;
      kept.delete(key);
      digest.drop(key);
    }
    return list;
  }
}
