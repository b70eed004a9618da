import { randomUUID } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Degradation } from '../../../shared/contract/ipc';
import type { SearchAnswer } from '../../../shared/contract/wire';
import { type LogEvent, type Position, sameEpoch, subjectsOf } from '../../../shared/model/events';
import type { Patch } from '../../../shared/model/room';
import { REDUCER_VERSION } from '../../../shared/rules/reduce';
import type { Erasure } from '../../../shared/rules/watch/erase-event';
import type { Clock } from '../../../shared/time/clock';
import { faultOf } from '../../sqlite/errors';
import type { EventQuery } from '../../sqlite/event-search';
import { readMeta, writeMeta } from '../../sqlite/meta';
import { moveAside, removeAside } from '../../sqlite/move-aside';
import { closeDatabase, closeQuietly, openDatabase } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';
import { readBoard, readTally, type Tally } from './board-rows';
import {
  type EventTally,
  eventKey,
  NOTHING_FOUND,
  newestFirst,
  readEvents,
  searchRows,
  type TextOf,
  tallyEvents,
} from './event-rows';
import { CACHE_MIGRATIONS } from './migrations';
import { type BoardState, PendingBoard } from './pending-board';
import { type CacheTally, writeBatch } from './write-batch';

/** A part of the console that does not work as it should; null with its code: it works again. */
export type OnFault = (fault: Degradation | null, code?: Degradation['code']) => void;

export interface BoardCacheOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly onFault: OnFault;
  /** What of an event can be searched for; left out: nothing. */
  readonly textOf?: TextOf;
}

/** The last known board. */
export interface CachedBoard extends BoardState {
  readonly patch: Required<Patch>;
}

/**
 * What this console knew, for the next start and for hours without a hub. Just behind the board: words are
 * gathered for half a second (the last on each key wins) and written in one transaction, a slice in each turn of
 * the event loop. None of it throws: where the file does not serve, the console says so and goes on in memory.
 */
export interface BoardCache {
  /** Stable name of this console. */
  readonly consoleId: string;
  /** The last known board, or null. For the start, before anything is written. */
  load(): CachedBoard | null;
  /** The board is all of this now, at `position`, by the rules of version `reducer`. */
  replace(patch: Patch, position: Position, reducer: number): void;
  /** The board moved on to `position`. */
  write(patch: Patch, position: Position): void;
  /** A hub vouched for the board as it stands: `at` and the oldest last observation, by its clock, ms UTC. */
  vouch(at: number, oldestObservedAt: number | null): void;
  /** Keeps events for history offline: the last 20,000, or fewer where they are large. */
  addEvents(events: readonly LogEvent[]): void;
  /**
   * Events of the log that the board follows which are about any of `subjects` (null: all), newest first,
   * before `seq` `before` of `epoch` (left out: the present one), at most `limit`. May have gaps.
   */
  history(
    subjects: readonly string[] | null,
    before: number | null,
    limit: number,
    epoch?: number,
  ): readonly LogEvent[];
  /** What was erased goes out of all that is kept here, and is gone from the disk when this returns. */
  erase(erasures: readonly Erasure[]): void;
  /** Full text over the events that are kept, newest first; those of the last half second may be missing. */
  search(query: EventQuery): SearchAnswer;
  /** Writes what waits, at once. */
  flush(): void;
  close(): Promise<void>;
}

const WRITE_MS = 500;
const RETRY_MS = 2_000;
const RETRY_MOST_MS = 60_000;
/** Main must not wait long for another process's lock. */
const BUSY_MS = 200;

/** Opens the cache; see `BoardCache` for what happens where it cannot. */
export function openBoardCache(options: BoardCacheOptions): BoardCache {
  return new Cache(options);
}

class Cache implements BoardCache {
  readonly #options: BoardCacheOptions;
  readonly #clock: Clock;
  #consoleId: string = randomUUID();
  #db: Database | null = null;
  #sql: Statements | null = null;
  #tally: Tally = { rows: 0, total: 0 };
  #events: EventTally = NO_EVENTS;
  /** Where the board stands, said or loaded; null: this run has not said. */
  #state: BoardState | null = null;
  /** The log whose events are kept for history, until this run has said where its board stands. */
  #follows: Position | null = null;
  #pending = new PendingBoard();
  /** What is being written, and how far it is. */
  #writing: { readonly batch: PendingBoard; readonly steps: Generator<void, CacheTally> } | null = null;
  #cancel: (() => void) | null = null;
  #retryMs = RETRY_MS;
  #faults = new Set<Degradation['code']>();
  /** A file of a newer version: it is left alone for the whole run. */
  #handsOff = false;
  /** The file was begun anew in mid-run and lacks what came before: only a whole board makes it good. */
  #incomplete = false;
  #closed = false;

  constructor(options: BoardCacheOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#open();
  }

  get consoleId(): string {
    return this.#consoleId;
  }

  load(): CachedBoard | null {
    if (!this.#sql) return null;
    try {
      const board = readBoard(this.#sql);
      if (!board) return null;
      const { position, reducer, knownAt, oldestObservedAt } = board.state;
      const state = { position, reducer, knownAt, oldestObservedAt };
      this.#follows = position;
      // State by other rules is shown as last known, and no more: what is written next does not follow from it.
      this.#state = state.reducer === REDUCER_VERSION ? state : null;
      return { ...state, patch: board.patch };
    } catch (error) {
      this.#failed(error);
      return null;
    }
  }

  replace(patch: Patch, position: Position, reducer: number): void {
    this.#incomplete = false;
    this.#pending.replace(patch);
    this.#say({ position, reducer });
  }

  write(patch: Patch, position: Position): void {
    if (this.#incomplete) return;
    const from = this.#state?.position;
    const follows = from !== undefined && sameEpoch(from, position) && position.seq >= from.seq;
    // A board that began from nothing in this run: what an earlier run left in the file is not part of it.
    if (!follows) this.#pending.replace(patch);
    else this.#pending.say(patch);
    this.#say({ position, reducer: follows && this.#state ? this.#state.reducer : REDUCER_VERSION });
  }

  vouch(at: number, oldestObservedAt: number | null): void {
    if (this.#incomplete || !this.#state) return;
    this.#say({ knownAt: at, oldestObservedAt });
  }

  addEvents(events: readonly LogEvent[]): void {
    if (events.length === 0) return;
    this.#pending.hear(events);
    this.#schedule(WRITE_MS);
  }

  history(
    subjects: readonly string[] | null,
    before: number | null,
    limit: number,
    ofEpoch?: number,
  ): readonly LogEvent[] {
    const waiting = [...(this.#writing?.batch.events ?? []), ...this.#pending.events];
    const position = this.#state?.position ?? waiting.at(-1) ?? this.#follows;
    if (!position) return [];
    const { origin } = position;
    const epoch = ofEpoch ?? position.epoch;
    const place = { origin, epoch, before: before ?? Number.MAX_SAFE_INTEGER };
    const found = new Map<string, LogEvent>();
    try {
      const stored = this.#sql ? readEvents(this.#sql, subjects, place, limit) : [];
      for (const event of stored) found.set(eventKey(event), event);
    } catch (error) {
      // While a write is under way it meets the same fault and deals with it.
      if (!this.#writing) this.#failed(error);
    }
    const wanted = subjects === null ? null : new Set(subjects);
    for (const event of waiting) {
      if (event.origin !== origin) continue;
      if (event.epoch > epoch || (event.epoch === epoch && event.seq >= place.before)) continue;
      if (wanted && !subjectsOf(event.body).some((subject) => wanted.has(subject))) continue;
      found.set(eventKey(event), event);
    }
    return newestFirst([...found.values()]).slice(0, limit);
  }

  erase(erasures: readonly Erasure[]): void {
    this.#pending.erase(erasures);
    removeAside(this.#options.file);
    this.flush();
  }

  search(query: EventQuery): SearchAnswer {
    try {
      return this.#sql ? searchRows(this.#sql, query) : NOTHING_FOUND;
    } catch (error) {
      if (!this.#writing) this.#failed(error);
      return NOTHING_FOUND;
    }
  }

  flush(): void {
    this.#unschedule();
    if (this.#writing) this.#finish();
    if (!this.#pending.empty && this.#begin()) this.#finish();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.flush();
    this.#closed = true;
    this.#unschedule();
    if (this.#db) closeDatabase(this.#db);
    this.#db = null;
    this.#sql = null;
  }

  #say(change: Partial<BoardState>): void {
    const state = { ...EMPTY_STATE, ...this.#state, ...change };
    if (!state.position) return;
    this.#state = { ...state, position: state.position };
    this.#pending.state = this.#state;
    this.#schedule(WRITE_MS);
  }

  #schedule(ms: number): void {
    if (this.#closed) return;
    if (this.#handsOff) this.#pending.dropBoard();
    else this.#cancel ??= this.#clock.after(ms, () => this.#turn());
  }

  #unschedule(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** One slice; the rest in the next turns of the event loop. */
  #turn(): void {
    this.#cancel = null;
    if (!this.#writing && (this.#pending.empty || !this.#begin())) return;
    if (this.#step()) this.#schedule(0);
    else if (!this.#pending.empty)
      this.#schedule(this.#faults.has('cache-write') ? this.#backOff() : WRITE_MS);
  }

  #finish(): void {
    while (this.#writing && this.#step());
    if (!this.#pending.empty) this.#schedule(WRITE_MS);
  }

  #begin(): boolean {
    if (!this.#sql && !this.#handsOff) this.#open();
    if (!this.#sql || !this.#db) {
      if (!this.#handsOff) this.#schedule(this.#backOff());
      return false;
    }
    const batch = this.#pending;
    this.#pending = new PendingBoard();
    const from = { board: this.#tally, events: this.#events };
    this.#writing = { batch, steps: writeBatch(this.#db, this.#sql, batch, from, this.#options.textOf) };
    return true;
  }

  /** Returns whether there is more to do. */
  #step(): boolean {
    const writing = this.#writing;
    if (!writing) return false;
    try {
      const step = writing.steps.next();
      if (!step.done) return true;
      this.#tally = step.value.board;
      this.#events = step.value.events;
      // What was overwritten lies in the write-ahead log until then.
      if (writing.batch.erasures.length > 0) this.#db?.pragma('wal_checkpoint(TRUNCATE)');
      this.#writing = null;
      this.#healed();
    } catch (error) {
      this.#writing = null;
      this.#pending.giveBack(writing.batch);
      try {
        if (this.#db?.inTransaction) this.#db.exec('ROLLBACK');
      } catch {
        // What failed before this is what counts, and is reported.
      }
      this.#failed(error);
    }
    return false;
  }

  #open(): void {
    try {
      this.#attach();
    } catch (error) {
      this.#failed(error);
    }
  }

  #attach(): void {
    const { file } = this.#options;
    const db = openDatabase({
      file,
      migrations: CACHE_MIGRATIONS,
      durability: 'normal',
      busyMs: BUSY_MS,
      checkpointPages: 200,
      secureDelete: true,
    });
    try {
      const sql = new Statements(db);
      const id = readMeta(sql, 'console');
      if (id === null) writeMeta(sql, 'console', this.#consoleId);
      else this.#consoleId = String(id);
      this.#events = tallyEvents(sql);
      this.#tally = readTally(sql);
      this.#db = db;
      this.#sql = sql;
    } catch (error) {
      closeQuietly(db);
      throw error;
    }
  }

  #failed(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    switch (faultOf(error)) {
      case 'corrupt':
        this.#startAnew(reason);
        return;
      case 'newer':
        this.#handsOff = true;
        this.#pending.dropBoard();
        this.#report('cache-newer', reason);
        return;
      default:
        this.#report('cache-write', reason);
    }
  }

  /** The hub has it all: a new file, and the old one kept for whoever wants to know what happened. */
  #startAnew(reason: string): void {
    closeQuietly(this.#db);
    this.#db = null;
    this.#sql = null;
    this.#tally = { rows: 0, total: 0 };
    this.#events = NO_EVENTS;
    this.#incomplete = this.#state !== null && !this.#pending.whole;
    if (this.#incomplete) this.#pending.dropBoard();
    try {
      const aside = moveAside(this.#options.file, this.#clock.now());
      this.#report('cache-corrupt', `${reason}; moved to ${aside}`);
      this.#attach();
    } catch (error) {
      this.#report('cache-write', error instanceof Error ? error.message : String(error));
    }
  }

  #report(code: Degradation['code'], detail: string): void {
    this.#faults.add(code);
    this.#options.onFault({ code, detail });
  }

  /** A write went through: what stood in its way is over. */
  #healed(): void {
    this.#retryMs = RETRY_MS;
    for (const code of this.#faults) {
      if (code === 'cache-corrupt' && this.#incomplete) continue;
      this.#faults.delete(code);
      this.#options.onFault(null, code);
    }
  }

  #backOff(): number {
    const ms = this.#retryMs;
    this.#retryMs = Math.min(ms * 2, RETRY_MOST_MS);
    return ms;
  }
}

const NO_EVENTS: EventTally = { events: 0, chars: 0 };
const EMPTY_STATE = { position: null, reducer: REDUCER_VERSION, knownAt: null, oldestObservedAt: null };
