import { rmSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { EventText } from '../../../shared/rules/event-text';
import { storageError } from '../../sqlite/errors';
import {
  clearIndex,
  EVENT_SEARCH_TABLES,
  type EventQuery,
  indexEvent,
  type LogPlace,
  purgeIndexed,
  searchEvents,
} from '../../sqlite/event-search';
import { readMeta, writeMeta } from '../../sqlite/meta';
import type { Migration } from '../../sqlite/migrate';
import { closeDatabase, closeQuietly, openDatabase } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';

/** The version of what is indexed (`eventText`, the tables): raised with every change, which makes the index anew. */
const INDEX_VERSION = 2;

const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: 'first',
    up(db) {
      db.exec('CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;');
      db.exec(EVENT_SEARCH_TABLES);
      // FTS5 would by itself merge much at once, now and then: 100 ms and more, in which the hub does nothing else.
      db.exec("INSERT INTO event_words (event_words, rank) VALUES ('automerge', 0)");
    },
  },
];

/** Pages that are merged after each write: more than it takes to keep up, in a few milliseconds. */
const MERGED_PAGES = 64;

/** An event as the index takes it. `found` null: there is nothing in it to search for. */
export interface Entry {
  readonly place: LogPlace;
  /** ms UTC. */
  readonly at: number;
  readonly found: EventText | null;
  /** The entry of the shift log of which it says that something was erased; null: it is no such event. */
  readonly erases: string | null;
}

/**
 * What the index covers, without a gap: from `from` (exclusive: the oldest that is in it) to `to` (inclusive). `whole`:
 * there is nothing older. `fromAt`: the time of the event at `from`, ms UTC.
 */
export interface Coverage {
  readonly to: LogPlace;
  readonly from: LogPlace;
  readonly fromAt: number;
  readonly whole: boolean;
}

/** The index's file. Throws StorageError. */
export class IndexFile {
  readonly #file: string;
  readonly #db: Database;
  readonly #sql: Statements;

  constructor(file: string) {
    this.#file = file;
    this.#db = openDatabase({ file, migrations: MIGRATIONS, durability: 'normal', secureDelete: true });
    this.#sql = new Statements(this.#db);
  }

  /** Deletes the file: what it holds can be made again. Throws what the file system says. */
  static remove(file: string): void {
    for (const part of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${part}`, { force: true });
  }

  /** What is covered, if it is of this log and of this version; null: nothing that can be used. */
  coverage(origin: string): Coverage | null {
    return this.#guarded(() => {
      if (readMeta(this.#sql, 'version') !== INDEX_VERSION || readMeta(this.#sql, 'origin') !== origin)
        return null;
      const number = (name: string): number => Number(readMeta(this.#sql, name));
      return {
        to: { epoch: number('toEpoch'), seq: number('toSeq') },
        from: { epoch: number('fromEpoch'), seq: number('fromSeq') },
        fromAt: number('fromAt'),
        whole: number('whole') === 1,
      };
    });
  }

  /** Empties it, to begin with `coverage` for a log. */
  begin(origin: string, coverage: Coverage): void {
    this.#inTransaction(() => {
      clearIndex(this.#sql);
      writeMeta(this.#sql, 'version', INDEX_VERSION);
      writeMeta(this.#sql, 'origin', origin);
      this.#note(coverage);
    });
  }

  /** Takes events in, and notes with them what is covered then; null: as before. */
  put(entries: readonly Entry[], coverage: Coverage | null): void {
    this.#inTransaction(() => {
      for (const { place, at, found } of entries) if (found) indexEvent(this.#sql, { ...place, at }, found);
      const erased = entries.flatMap(({ erases }) => erases ?? []);
      if (erased.length > 0) this.#noteErasing([...this.#erasing(), ...erased]);
      if (coverage) this.#note(coverage);
      if (entries.length > 0)
        this.#sql.run("INSERT INTO event_words (event_words, rank) VALUES ('merge', ?)", MERGED_PAGES);
    });
  }

  /** Entries of the shift log whose words are still in the file, though they were erased. */
  erasing(): readonly string[] {
    return this.#guarded(() => this.#erasing());
  }

  /** See `purgeIndexed`. */
  purge(first: boolean): boolean {
    return this.#guarded(() => purgeIndexed(this.#sql, first));
  }

  /** Nothing is left of these. */
  erased(ids: readonly string[]): void {
    this.#inTransaction(() => this.#noteErasing(this.#erasing().filter((id) => !ids.includes(id))));
    this.#guarded(() => this.#db.pragma('wal_checkpoint(TRUNCATE)'));
  }

  search(query: EventQuery): ReturnType<typeof searchEvents> {
    return this.#guarded(() => searchEvents(this.#sql, query));
  }

  close(): void {
    closeDatabase(this.#db);
  }

  /** Closes without a word, a file that has failed already. */
  abandon(): void {
    closeQuietly(this.#db);
  }

  #erasing(): readonly string[] {
    const noted = readMeta(this.#sql, 'erasing');
    return typeof noted === 'string' && noted !== '' ? noted.split(' ') : [];
  }

  #noteErasing(ids: readonly string[]): void {
    writeMeta(this.#sql, 'erasing', [...new Set(ids)].join(' '));
  }

  #note({ to, from, fromAt, whole }: Coverage): void {
    writeMeta(this.#sql, 'toEpoch', to.epoch);
    writeMeta(this.#sql, 'toSeq', to.seq);
    writeMeta(this.#sql, 'fromEpoch', from.epoch);
    writeMeta(this.#sql, 'fromSeq', from.seq);
    writeMeta(this.#sql, 'fromAt', fromAt);
    writeMeta(this.#sql, 'whole', whole ? 1 : 0);
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
