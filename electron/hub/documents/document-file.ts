import type { Database } from 'better-sqlite3';
import { faultOf } from '../../sqlite/errors';
import { moveAside } from '../../sqlite/move-aside';
import { closeDatabase, openDatabase } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';
import { DOCUMENT_MIGRATIONS } from './migrations';

/** A document as it lies on the disk: what it was folded to, and what came since. All are Yjs updates. */
export interface KeptDocument {
  readonly state: Uint8Array;
  readonly changes: readonly Uint8Array[];
}

export interface DocumentFileOptions {
  readonly file: string;
  /** Goes into the name of a file that is moved aside, ms UTC. */
  readonly now: () => number;
  /** The file was damaged, and where it is now. */
  readonly onMovedAside: (aside: string) => void;
}

/** Where a data folder keeps the documents that people write together. */
export const DOCUMENTS_FILE = 'documents.db';

/**
 * The documents on the hub's disk. Every call is one transaction, on the disk when it returns (`synchronous=FULL`). Throws
 * StorageError or what SQLite says; a damaged file is moved aside and a new one begun: consoles have all of it too.
 */
export class DocumentFile {
  readonly #db: Database;
  readonly #sql: Statements;

  constructor({ file, now, onMovedAside }: DocumentFileOptions) {
    this.#db = open(file, now, onMovedAside);
    // What was erased from a document does not stay behind in free pages.
    this.#db.pragma('secure_delete = ON');
    this.#sql = new Statements(this.#db);
  }

  read(id: string): KeptDocument | null {
    const row = this.#sql.get<{ state: Buffer }>('SELECT state FROM documents WHERE id = ?', id);
    if (!row) return null;
    const changes = this.#sql.all<{ bytes: Buffer }>(
      'SELECT bytes FROM changes WHERE document = ? ORDER BY n',
      id,
    );
    return { state: row.state, changes: changes.map(({ bytes }) => bytes) };
  }

  ids(): readonly string[] {
    return this.#sql.all<{ id: string }>('SELECT id FROM documents').map(({ id }) => id);
  }

  /** Adds what came. A document that is not there yet begins empty. `at`: ms UTC. */
  add(id: string, changes: readonly Uint8Array[], at: number): void {
    this.#db
      .transaction(() => {
        this.#sql.run(
          'INSERT INTO documents (id, state, used_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET used_at = excluded.used_at',
          id,
          EMPTY,
          at,
        );
        for (const bytes of changes)
          this.#sql.run('INSERT INTO changes (document, bytes) VALUES (?, ?)', id, bytes);
      })
      .immediate();
  }

  /** Puts the whole of it in place of what came in pieces. */
  fold(id: string, state: Uint8Array): void {
    this.#db
      .transaction(() => {
        this.#sql.run('UPDATE documents SET state = ? WHERE id = ?', state, id);
        this.#sql.run('DELETE FROM changes WHERE document = ?', id);
      })
      .immediate();
  }

  drop(id: string): void {
    this.#db
      .transaction(() => {
        this.#sql.run('DELETE FROM documents WHERE id = ?', id);
        this.#sql.run('DELETE FROM changes WHERE document = ?', id);
      })
      .immediate();
  }

  /** Overwrites what the write-ahead log still holds of what was folded or dropped. */
  scrub(): void {
    this.#db.pragma('wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    closeDatabase(this.#db);
  }
}

/** An update that says nothing. */
const EMPTY = Buffer.from([0, 0]);

function open(file: string, now: () => number, onMovedAside: (aside: string) => void): Database {
  const options = { file, migrations: DOCUMENT_MIGRATIONS, durability: 'full', check: true } as const;
  try {
    return openDatabase(options);
  } catch (error) {
    if (faultOf(error) !== 'corrupt') throw error;
    onMovedAside(moveAside(file, now()));
    return openDatabase(options);
  }
}
