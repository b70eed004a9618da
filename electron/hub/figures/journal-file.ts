import { rmSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { alarm, alarmKey } from '../../../shared/model/alarms';
import { type LogEvent, logEvent } from '../../../shared/model/events';
import type { AlarmRecord } from '../../../shared/rules/alarms/figures';
import { storageError } from '../../sqlite/errors';
import { readMeta, writeMeta } from '../../sqlite/meta';
import type { Migration } from '../../sqlite/migrate';
import { closeDatabase, closeQuietly, openDatabase } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';
import type { HistoryPlace } from '../log/log';
import { emptyFold, type FoldChange, type FoldState } from './alarm-fold';

/** The version of what is kept, and of the rules that it is folded by: raised with every change, which makes it anew. */
const JOURNAL_VERSION = 1;

const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: 'first',
    up(db) {
      db.exec(`
        CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE alarm (node TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE record (id INTEGER PRIMARY KEY, node TEXT NOT NULL, from_at REAL NOT NULL, to_at REAL, body TEXT NOT NULL);
        CREATE INDEX record_by_end ON record (to_at);
        CREATE TABLE newest (node TEXT PRIMARY KEY, record INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE watch (id INTEGER PRIMARY KEY, console TEXT NOT NULL, from_at REAL NOT NULL, to_at REAL);
        CREATE TABLE pending (epoch INTEGER NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (epoch, seq)) WITHOUT ROWID;
      `);
    },
  },
];

/** How far the journal has come. */
export interface JournalPlace {
  /** The last event that it has taken in. */
  readonly to: HistoryPlace;
  /** That event's time, ms UTC: a log that was restored says another there. */
  readonly toAt: number;
  /** Nothing before this is in it, ms UTC; null: it goes back to the log's beginning. */
  readonly knownFrom: number | null;
}

export interface StoredWatch {
  readonly console: string;
  readonly from: number;
  readonly to: number | null;
}

/** The journal's file: derived from the log, and can be made again. Throws StorageError. */
export class JournalFile {
  readonly #file: string;
  readonly #db: Database;
  readonly #sql: Statements;

  constructor(file: string) {
    this.#file = file;
    this.#db = openDatabase({ file, migrations: MIGRATIONS, durability: 'normal' });
    this.#sql = new Statements(this.#db);
  }

  /** Deletes the file. Throws what the file system says. */
  static remove(file: string): void {
    for (const part of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${part}`, { force: true });
  }

  /** How far it has come in this log; null: nothing of it can be used. */
  place(origin: string): JournalPlace | null {
    return this.#guarded(() => {
      if (readMeta(this.#sql, 'version') !== JOURNAL_VERSION || readMeta(this.#sql, 'origin') !== origin)
        return null;
      const number = (name: string): number => Number(readMeta(this.#sql, name));
      const knownFrom = readMeta(this.#sql, 'knownFrom');
      return {
        to: { epoch: number('epoch'), seq: number('seq') },
        toAt: number('at'),
        knownFrom: knownFrom === null ? null : Number(knownFrom),
      };
    });
  }

  /** Empties it, to begin at the beginning of a log. */
  begin(origin: string): void {
    this.#inTransaction(() => {
      for (const table of ['alarm', 'record', 'newest', 'watch', 'pending', 'meta'])
        this.#sql.run(`DELETE FROM ${table}`);
      writeMeta(this.#sql, 'version', JOURNAL_VERSION);
      writeMeta(this.#sql, 'origin', origin);
      this.#note({ to: { epoch: 0, seq: 0 }, toAt: 0, knownFrom: null });
    });
  }

  /** What is needed to go on from where it stands. */
  state(): FoldState {
    return this.#guarded(() => {
      const state = emptyFold();
      for (const { body } of this.#sql.all<{ body: string }>('SELECT body FROM alarm')) {
        const value = alarm.parse(JSON.parse(body));
        state.alarms.set(alarmKey(value.node), { kind: 'alarm', value });
      }
      const newest = this.#sql.all<{ id: number; body: string }>(
        'SELECT id, body FROM newest JOIN record ON record.id = newest.record',
      );
      for (const { id, body } of newest) {
        const record = JSON.parse(body) as AlarmRecord;
        state.records.set(record.node, { id, record });
      }
      const watches = this.#sql.all<{ id: number; console: string; from_at: number }>(
        'SELECT id, console, from_at FROM watch WHERE to_at IS NULL',
      );
      for (const { id, console, from_at: from } of watches) state.watches.set(console, { id, console, from });
      state.next = Number(readMeta(this.#sql, 'next') ?? 1);
      return state;
    });
  }

  /** Writes what events have made, and how far that is; `folded`: what was set aside up to there is done with. */
  put(change: FoldChange, next: number, place: JournalPlace, folded: boolean): void {
    this.#inTransaction(() => {
      for (const [node, value] of change.alarms) {
        if (value === null) this.#sql.run('DELETE FROM alarm WHERE node = ?', node);
        else this.#sql.run('INSERT OR REPLACE INTO alarm VALUES (?, ?)', node, JSON.stringify(value));
        if (value === null) this.#sql.run('DELETE FROM newest WHERE node = ?', node);
      }
      for (const { id, record } of change.records.values()) {
        const { node, from, to } = record;
        this.#sql.run(
          'INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?)',
          id,
          node,
          from,
          to,
          JSON.stringify(record),
        );
        if (change.alarms.get(node) !== null)
          this.#sql.run('INSERT OR REPLACE INTO newest VALUES (?, ?)', node, id);
      }
      for (const { id, console, from, to } of change.watches.values())
        this.#sql.run('INSERT OR REPLACE INTO watch VALUES (?, ?, ?, ?)', id, console, from, to);
      if (folded) {
        const { epoch, seq } = place.to;
        this.#sql.run('DELETE FROM pending WHERE (epoch, seq) <= (?, ?)', epoch, seq);
      }
      writeMeta(this.#sql, 'next', next);
      this.#note(place);
    });
  }

  /** Sets old events aside, until what lies before them has been read too. */
  setAside(events: readonly LogEvent[]): void {
    this.#inTransaction(() => {
      for (const event of events)
        this.#sql.run(
          'INSERT OR REPLACE INTO pending VALUES (?, ?, ?)',
          event.epoch,
          event.seq,
          JSON.stringify(event),
        );
    });
  }

  /** The oldest events that were set aside, in order, at most `limit`. */
  aside(limit: number): readonly LogEvent[] {
    return this.#guarded(() =>
      this.#sql
        .all<{ body: string }>('SELECT body FROM pending ORDER BY epoch, seq LIMIT ?', limit)
        .map(({ body }) => logEvent.parse(JSON.parse(body))),
    );
  }

  forgetAside(): void {
    this.#inTransaction(() => this.#sql.run('DELETE FROM pending'));
  }

  /** Drops what ended before `until`, ms UTC. */
  forgetBefore(until: number): void {
    this.#inTransaction(() => {
      this.#sql.run('DELETE FROM record WHERE to_at < ? AND id NOT IN (SELECT record FROM newest)', until);
      this.#sql.run('DELETE FROM watch WHERE to_at < ?', until);
    });
  }

  /** Records that were active at any time from `from` to `to` (ms UTC), by place, after `after`, at most `limit`. */
  records(
    from: number,
    to: number,
    after: number,
    limit: number,
  ): { readonly records: readonly AlarmRecord[]; readonly last: number | null } {
    return this.#guarded(() => {
      const rows = this.#sql.all<{ id: number; body: string }>(
        `SELECT id, body FROM record WHERE id > ? AND from_at < ? AND (to_at IS NULL OR to_at >= ?)
         ORDER BY id LIMIT ?`,
        after,
        to,
        from,
        limit,
      );
      const records = rows.map(({ body }) => JSON.parse(body) as AlarmRecord);
      return { records, last: rows.length < limit ? null : (rows.at(-1)?.id ?? null) };
    });
  }

  watches(from: number, to: number): readonly StoredWatch[] {
    return this.#guarded(() =>
      this.#sql
        .all<{ console: string; from_at: number; to_at: number | null }>(
          'SELECT console, from_at, to_at FROM watch WHERE from_at < ? AND (to_at IS NULL OR to_at > ?)',
          to,
          from,
        )
        .map(({ console, from_at, to_at }) => ({ console, from: from_at, to: to_at })),
    );
  }

  close(): void {
    closeDatabase(this.#db);
  }

  /** Closes without a word, a file that has failed already. */
  abandon(): void {
    closeQuietly(this.#db);
  }

  #note({ to, toAt, knownFrom }: JournalPlace): void {
    writeMeta(this.#sql, 'epoch', to.epoch);
    writeMeta(this.#sql, 'seq', to.seq);
    writeMeta(this.#sql, 'at', toAt);
    writeMeta(this.#sql, 'knownFrom', knownFrom);
  }

  #inTransaction(run: () => void): void {
    this.#guarded(() => this.#db.transaction(run).immediate());
  }

  #guarded<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw storageError(error, this.#file);
    }
  }
}
