import type { LogEvent } from '../../../shared/model/events';
import { COLLECTIONS, forEachCollection, type Patch } from '../../../shared/model/room';
import { type Erasure, eraseInEvent } from '../../../shared/rules/watch/erase-event';
import type { CachedState, EntityChange } from './board-rows';

/** Where the board stands, without what only the file knows. */
export type BoardState = Omit<CachedState, 'rows' | 'total' | 'protocol'>;

/** Events that wait at most; the oldest go first, the hub still has them. */
const EVENTS_LIMIT = 20_000;

/** What the board has said and the file has not heard yet: the last word on each key. */
export class PendingBoard {
  readonly #words = forEachCollection(() => new Map<string, unknown>());
  /** What the file holds goes first: these words are all there is. */
  whole = false;
  state: BoardState | null = null;
  events: LogEvent[] = [];
  /** What was erased, and may be in the file. */
  erasures: Erasure[] = [];

  get empty(): boolean {
    return (
      !this.whole &&
      this.state === null &&
      this.events.length === 0 &&
      this.erasures.length === 0 &&
      this.#size() === 0
    );
  }

  /** These words are all there is; any before them are void. */
  replace(patch: Patch): void {
    for (const name of COLLECTIONS) this.#words[name].clear();
    this.whole = true;
    this.say(patch);
  }

  say(patch: Patch): void {
    for (const name of COLLECTIONS) {
      const words = this.#words[name];
      for (const key of patch[name]?.drop ?? []) words.set(key, null);
      for (const [key, entity] of patch[name]?.put ?? []) words.set(key, entity);
    }
  }

  hear(events: readonly LogEvent[]): void {
    for (const event of events) {
      this.events.push(event);
      if (event.body.type === 'log.erased') this.erase([event.body]);
    }
    if (this.events.length > EVENTS_LIMIT) this.events = this.events.slice(-EVENTS_LIMIT);
  }

  /** What was erased goes out of the events that wait, and then out of the file. */
  erase(erasures: readonly Erasure[]): void {
    this.erasures.push(...erasures.map(({ entry, part }) => ({ entry, part })));
    this.events = this.events.map((event) => {
      const body = erasures.reduce(eraseInEvent, event.body);
      return body === event.body ? event : { ...event, body };
    });
  }

  /** Puts back what could not be written: words said since stand over it. */
  giveBack(older: PendingBoard): void {
    this.state ??= older.state;
    this.events = [...older.events, ...this.events].slice(-EVENTS_LIMIT);
    this.erasures = [...older.erasures, ...this.erasures];
    if (this.whole) return;
    this.whole = older.whole;
    for (const [name, key, entity] of older.changes()) {
      if (!this.#words[name].has(key)) this.#words[name].set(key, entity);
    }
  }

  *changes(): Generator<EntityChange> {
    for (const name of COLLECTIONS) {
      for (const [key, entity] of this.#words[name]) yield [name, key, entity];
    }
  }

  /** Forgets entities and state, where there is nothing to write them to. */
  dropBoard(): void {
    for (const name of COLLECTIONS) this.#words[name].clear();
    this.whole = false;
    this.state = null;
  }

  #size(): number {
    return COLLECTIONS.reduce((sum, name) => sum + this.#words[name].size, 0);
  }
}
