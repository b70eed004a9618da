import type { Database } from 'better-sqlite3';
import type { LogEvent } from '../../../shared/model/events';
import type { AttachmentType } from '../../../shared/model/shift-log';
import { faultOf } from '../../sqlite/errors';
import type { LogPlace } from '../../sqlite/event-search';
import { readMeta, writeMeta } from '../../sqlite/meta';
import type { Migration } from '../../sqlite/migrate';
import { moveAside } from '../../sqlite/move-aside';
import { closeDatabase, openDatabase } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';

const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: 'first',
    up(db) {
      db.exec(`
        CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE blobs (
          hash TEXT PRIMARY KEY,
          type TEXT NOT NULL,
          bytes INTEGER NOT NULL,
          at INTEGER NOT NULL,
          erased_at INTEGER
        ) WITHOUT ROWID;
        CREATE TABLE uses (hash TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (hash, entry)) WITHOUT ROWID;
      `);
    },
  },
];

/** What is known of a file's content. Times are ms UTC. */
export interface BlobRecord {
  readonly hash: string;
  readonly type: AttachmentType;
  readonly bytes: number;
  readonly at: number;
  /** Its content was erased; null: it is here. */
  readonly erasedAt: number | null;
}

/**
 * Opens the records. A file that is damaged is moved aside and made anew: what entries name, and what was erased, is read
 * from the log; what nobody named is brought again. Throws StorageError.
 */
export function openRecords(
  file: string,
  now: () => number,
  onMovedAside: (aside: string) => void,
): AttachmentRecords {
  try {
    return new AttachmentRecords(file);
  } catch (error) {
    if (faultOf(error) !== 'corrupt') throw error;
    onMovedAside(moveAside(file, now()));
    return new AttachmentRecords(file);
  }
}

/** Which files the hub took, and which entries name them. On the disk when a call returns. Throws StorageError. */
export class AttachmentRecords {
  readonly #db: Database;
  readonly #sql: Statements;

  constructor(file: string) {
    this.#db = openDatabase({ file, migrations: MIGRATIONS, durability: 'full', secureDelete: true });
    this.#sql = new Statements(this.#db);
  }

  find(hash: string): BlobRecord | undefined {
    return this.#sql.get<BlobRecord>(
      'SELECT hash, type, bytes, at, erased_at AS erasedAt FROM blobs WHERE hash = ?',
      hash,
    );
  }

  add({ hash, type, bytes, at }: Omit<BlobRecord, 'erasedAt'>): void {
    this.#sql.run(
      'INSERT INTO blobs (hash, type, bytes, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      hash,
      type,
      bytes,
      at,
    );
  }

  /** Notes that its content is gone for good. A file that was never here is refused from then on too. */
  erased(hash: string, at: number): void {
    this.#sql.run(
      `INSERT INTO blobs (hash, type, bytes, at, erased_at) VALUES (?, 'text/plain', 1, ?, ?)
       ON CONFLICT DO UPDATE SET erased_at = coalesce(erased_at, excluded.erased_at)`,
      hash,
      at,
      at,
    );
  }

  /** Entries that name a file, by id. */
  entriesWith(hash: string): readonly string[] {
    return this.#sql
      .all<{ entry: string }>('SELECT entry FROM uses WHERE hash = ? ORDER BY entry', hash)
      .map(({ entry }) => entry);
  }

  /** Bytes of all that is here and that no entry names (yet), but for these files. */
  unusedBytes(named: ReadonlySet<string>): number {
    return this.#sql
      .all<{ hash: string; bytes: number }>(
        'SELECT hash, bytes FROM blobs WHERE erased_at IS NULL AND hash NOT IN (SELECT hash FROM uses)',
      )
      .reduce((sum, { hash, bytes }) => (named.has(hash) ? sum : sum + bytes), 0);
  }

  /** Hashes of what no entry names and that came before a time, ms UTC. */
  unusedBefore(at: number): readonly string[] {
    return this.#sql
      .all<{ hash: string }>(
        'SELECT hash FROM blobs WHERE erased_at IS NULL AND at < ? AND hash NOT IN (SELECT hash FROM uses)',
        at,
      )
      .map(({ hash }) => hash);
  }

  forget(hash: string): void {
    this.#sql.run('DELETE FROM blobs WHERE hash = ?', hash);
  }

  /** Up to where in a log these records have heard; null: nothing of it. */
  heardTo(origin: string): LogPlace | null {
    if (readMeta(this.#sql, 'origin') !== origin) return null;
    return { epoch: Number(readMeta(this.#sql, 'epoch')), seq: Number(readMeta(this.#sql, 'seq')) };
  }

  /** Hears events, in any order, and notes that all up to `last` were heard; null: that is to be said later. */
  hear(events: readonly LogEvent[], last: LogEvent | null): void {
    this.#db
      .transaction(() => {
        for (const { body } of events) {
          if (body.type !== 'log.written') continue;
          for (const { hash, type, bytes, erased } of body.entry.attachments) {
            this.#sql.run('INSERT OR IGNORE INTO uses (hash, entry) VALUES (?, ?)', hash, body.entry.id);
            // No news, but where these records are made anew: an entry is only written when its files are here.
            if (!erased) this.add({ hash, type, bytes, at: body.entry.writtenAt });
          }
        }
        if (!last) return;
        writeMeta(this.#sql, 'origin', last.origin);
        writeMeta(this.#sql, 'epoch', last.epoch);
        writeMeta(this.#sql, 'seq', last.seq);
      })
      .immediate();
  }

  close(): void {
    closeDatabase(this.#db);
  }
}
