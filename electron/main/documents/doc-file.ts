import type { Database } from 'better-sqlite3';
import { type SignedText, signedText } from '../../../shared/model/handover';
import { faultOf } from '../../sqlite/errors';
import { moveAside } from '../../sqlite/move-aside';
import { closeDatabase, openDatabase } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';
import { DOC_MIGRATIONS } from './migrations';

/** Who wrote last in a document, as the hub is told. */
export interface Author {
  readonly person: string;
  readonly session: string | null;
}

/** A document as this console's disk has it; all parts are Yjs updates. */
export interface KeptDoc {
  readonly parts: readonly Uint8Array[];
  /** Parts beyond what it was folded to. */
  readonly pieces: number;
  /** Something of it may be unknown to the hub. */
  readonly owed: boolean;
  readonly author: Author | null;
  /** Which log the hub stood in when it last had all of this (`ORIGIN/EPOCH`); null: never. */
  readonly log: string | null;
}

export interface DocFileOptions {
  readonly file: string;
  /** Goes into the name of a file that is moved aside, ms UTC. */
  readonly now: () => number;
  /** The file was damaged: where it is now. */
  readonly onMovedAside: (aside: string) => void;
}

interface Row {
  readonly state: Buffer;
  readonly owed: number;
  readonly person: string | null;
  readonly session: string | null;
  readonly log: string | null;
}

/** An update that says nothing. */
const EMPTY = Buffer.from([0, 0]);

/**
 * Documents on this console's disk, in a file of their own: what people wrote is on the disk when a call returns
 * (`synchronous=FULL`). Throws StorageError or what SQLite says. A damaged file is moved aside, loudly.
 */
export class DocFile {
  readonly #db: Database;
  readonly #sql: Statements;

  constructor({ file, now, onMovedAside }: DocFileOptions) {
    this.#db = open(file, now, onMovedAside);
    this.#db.pragma('secure_delete = ON');
    this.#sql = new Statements(this.#db);
  }

  read(id: string): KeptDoc | null {
    const row = this.#sql.get<Row>('SELECT * FROM documents WHERE id = ?', id);
    if (!row) return null;
    const changes = this.#sql.all<{ bytes: Buffer }>(
      'SELECT bytes FROM changes WHERE document = ? ORDER BY n',
      id,
    );
    const { person, session, log } = row;
    return {
      parts: [row.state, ...changes.map(({ bytes }) => bytes)],
      pieces: changes.length,
      owed: row.owed === 1,
      author: person === null ? null : { person, session },
      log,
    };
  }

  /** What somebody wrote here (`author`), or what came from the hub (null); whatever waited before it in the same write. */
  add(id: string, changes: readonly Uint8Array[], author: Author | null): void {
    this.#db
      .transaction(() => {
        this.#sql.run(
          'INSERT INTO documents (id, state, owed) VALUES (?, ?, 0) ON CONFLICT DO NOTHING',
          id,
          EMPTY,
        );
        for (const bytes of changes)
          this.#sql.run('INSERT INTO changes (document, bytes) VALUES (?, ?)', id, bytes);
        if (author)
          this.#sql.run(
            'UPDATE documents SET owed = 1, person = ?, session = ? WHERE id = ?',
            author.person,
            author.session,
            id,
          );
      })
      .immediate();
  }

  /** The hub has all of it, and stands in this log. */
  settled(id: string, log: string | null): void {
    this.#sql.run('UPDATE documents SET owed = 0, log = ? WHERE id = ?', log, id);
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

  all(): readonly { readonly id: string; readonly owed: boolean }[] {
    return this.#sql
      .all<{ id: string; owed: number }>('SELECT id, owed FROM documents')
      .map(({ id, owed }) => ({ id, owed: owed === 1 }));
  }

  drop(id: string): void {
    this.#db
      .transaction(() => {
        this.#sql.run('DELETE FROM documents WHERE id = ?', id);
        this.#sql.run('DELETE FROM changes WHERE document = ?', id);
      })
      .immediate();
  }

  // ── signed texts, for when the hub is away

  putText(text: SignedText): void {
    this.#sql.run(
      'INSERT OR REPLACE INTO texts (handover, json) VALUES (?, ?)',
      text.handover,
      JSON.stringify(text),
    );
  }

  text(handover: string): SignedText | null {
    const row = this.#sql.get<{ json: string }>('SELECT json FROM texts WHERE handover = ?', handover);
    return row ? (signedText.safeParse(JSON.parse(row.json)).data ?? null) : null;
  }

  textsOf(): readonly string[] {
    return this.#sql.all<{ handover: string }>('SELECT handover FROM texts').map(({ handover }) => handover);
  }

  dropText(handover: string): void {
    this.#sql.run('DELETE FROM texts WHERE handover = ?', handover);
  }

  /** Empties the write-ahead log, which still holds what was folded or dropped. */
  scrub(): void {
    this.#db.pragma('wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    closeDatabase(this.#db);
  }
}

function open(file: string, now: () => number, onMovedAside: (aside: string) => void): Database {
  const options = { file, migrations: DOC_MIGRATIONS, durability: 'full', check: true } as const;
  try {
    return openDatabase(options);
  } catch (error) {
    if (faultOf(error) !== 'corrupt') throw error;
    onMovedAside(moveAside(file, now()));
    return openDatabase(options);
  }
}
