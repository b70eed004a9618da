import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { storageError } from './errors';
import { type Migration, migrate } from './migrate';

export interface OpenOptions {
  readonly file: string;
  readonly migrations: readonly Migration[];
  /**
   * `full`: a commit is on the disk when it returns (people's acts, the log). `normal`: a power cut may take the
   * last commits with it, never the file's consistency (what can be fetched or measured again).
   */
  readonly durability: 'full' | 'normal';
  /** How long to wait for another process's lock, ms. Default 2,000. */
  readonly busyMs?: number;
  /**
   * Fold the write-ahead log into the file every so many pages. SQLite's own default is 1,000; fewer make each
   * such commit shorter, for files that a process writes which must not be held up.
   */
  readonly checkpointPages?: number;
  /** What is deleted or changed is overwritten on the disk: for files that hold what people may ask to have erased. */
  readonly secureDelete?: boolean;
  /** Reads every page for damage first. Only for files that stay small. */
  readonly check?: boolean;
}

/** The write-ahead log is cut back to this after a checkpoint, bytes. */
const JOURNAL_LIMIT = 16 * 1024 * 1024;

/**
 * Opens a database (and makes its folder), in WAL mode and at its latest schema. Throws StorageError; a file
 * that cannot be used is left as it was.
 */
export function openDatabase(options: OpenOptions): Database {
  let db: Database | null = null;
  try {
    mkdirSync(dirname(options.file), { recursive: true, mode: 0o700 });
    db = new SqliteDatabase(options.file, { timeout: options.busyMs ?? 2_000 });
    if (options.check) checkPages(db);
    db.pragma('journal_mode = WAL');
    db.pragma(`synchronous = ${options.durability.toUpperCase()}`);
    if (options.checkpointPages) db.pragma(`wal_autocheckpoint = ${options.checkpointPages}`);
    db.pragma(`journal_size_limit = ${JOURNAL_LIMIT}`);
    if (options.secureDelete) db.pragma('secure_delete = ON');
    // A schema that was tampered with must not run functions.
    db.pragma('trusted_schema = OFF');
    migrate(db, options.migrations);
    return db;
  } catch (error) {
    closeQuietly(db);
    throw storageError(error, options.file);
  }
}

/** Closes after folding the write-ahead log into the file and emptying it. Never throws. */
export function closeDatabase(db: Database): void {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // A disk that refuses the checkpoint keeps the write-ahead log: the next start reads it.
  }
  closeQuietly(db);
}

/** Closes without a word, for a database that has failed already. */
export function closeQuietly(db: Database | null): void {
  try {
    db?.close();
  } catch {
    // It failed before this; the process's end closes it.
  }
}

function checkPages(db: Database): void {
  const verdict = db.pragma('quick_check(1)', { simple: true });
  if (verdict === 'ok') return;
  const error = new Error(`damaged: ${String(verdict)}`) as Error & { code: string };
  error.code = 'SQLITE_CORRUPT';
  throw error;
}
