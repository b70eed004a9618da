import type { Database } from 'better-sqlite3';
import { type Handover, handover, type SignedText, signedText } from '../../../shared/model/handover';
import type { DroppedItem } from '../../../shared/rules/handover/adherence';
import { faultOf, storageError } from '../../sqlite/errors';
import type { Migration } from '../../sqlite/migrate';
import { moveAside } from '../../sqlite/move-aside';
import { closeDatabase, openDatabase } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';

/** Where a data folder keeps what was signed. */
export const HANDOVERS_FILE = 'handovers.db';

const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: 'first',
    up(db) {
      db.exec(`
        CREATE TABLE text (hash TEXT PRIMARY KEY, handover TEXT NOT NULL, at REAL NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE handover (id TEXT PRIMARY KEY, accepted_at REAL NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX handover_by_time ON handover (accepted_at);
        CREATE TABLE let_go (handover TEXT NOT NULL, node TEXT NOT NULL, from_at REAL NOT NULL, to_at REAL NOT NULL,
          PRIMARY KEY (handover, node)) WITHOUT ROWID;
        CREATE TABLE dropped (handover TEXT NOT NULL, node TEXT NOT NULL, at REAL NOT NULL, body TEXT NOT NULL,
          PRIMARY KEY (handover, node)) WITHOUT ROWID;
      `);
    },
  },
  {
    number: 2,
    name: 'amended',
    up(db) {
      db.exec(`
        CREATE TABLE amended (handover TEXT NOT NULL, hash TEXT NOT NULL, words TEXT NOT NULL,
          PRIMARY KEY (handover, hash)) WITHOUT ROWID;
      `);
    },
  },
];

/** A node that a handover let go of, and until when an alarm on it counts, ms UTC. */
export interface LetGo {
  readonly handover: string;
  readonly node: string;
}

/**
 * What was signed, beside the log: each text under its hash, and each accepted handover as it stood last. A text is on the
 * disk before the log says that it was signed. Throws StorageError; a damaged file is moved aside, and a new one begun.
 */
export class HandoverFile {
  readonly #file: string;
  readonly #db: Database;
  readonly #sql: Statements;

  constructor(
    file: string,
    on: { readonly now: () => number; readonly movedAside: (aside: string) => void },
  ) {
    this.#file = file;
    this.#db = open(file, on);
    this.#sql = new Statements(this.#db);
  }

  /** Keeps a text under its hash; one that is there stays as it is. `at`: ms UTC. */
  keepText(hash: string, text: SignedText, at: number): void {
    this.#guarded(() =>
      this.#sql.run(
        'INSERT OR IGNORE INTO text VALUES (?, ?, ?, ?)',
        hash,
        text.handover,
        at,
        JSON.stringify(text),
      ),
    );
  }

  /** The text with this hash; null: it is not here. */
  text(hash: string): SignedText | null {
    return this.#guarded(() => {
      const row = this.#sql.get<{ body: string }>('SELECT body FROM text WHERE hash = ?', hash);
      return row ? signedText.parse(JSON.parse(row.body)) : null;
    });
  }

  /** Keeps the words of what was proposed of a handover after it was signed, by their hash; others of it go. */
  keepAmended(id: string, hashes: ReadonlySet<string>, words: ReadonlyMap<string, string>): void {
    this.#guarded(() =>
      this.#db
        .transaction(() => {
          const known = this.#sql.all<{ hash: string }>('SELECT hash FROM amended WHERE handover = ?', id);
          for (const { hash } of known)
            if (!hashes.has(hash))
              this.#sql.run('DELETE FROM amended WHERE handover = ? AND hash = ?', id, hash);
          for (const hash of hashes) {
            const said = words.get(hash);
            if (said !== undefined)
              this.#sql.run('INSERT OR IGNORE INTO amended VALUES (?, ?, ?)', id, hash, said);
          }
        })
        .immediate(),
    );
  }

  /** The words of what was proposed of a handover after it was signed, by their hash. */
  amended(id: string): Readonly<Record<string, string>> {
    return this.#guarded(() => {
      const rows = this.#sql.all<{ hash: string; words: string }>(
        'SELECT hash, words FROM amended WHERE handover = ?',
        id,
      );
      return Object.fromEntries(rows.map(({ hash, words }) => [hash, words]));
    });
  }

  /** Keeps an accepted handover as it stands now. */
  putHandover(one: Handover): void {
    this.#guarded(() =>
      this.#sql.run(
        'INSERT OR REPLACE INTO handover VALUES (?, ?, ?)',
        one.id,
        one.acceptedAt,
        JSON.stringify(one),
      ),
    );
  }

  handover(id: string): Handover | null {
    return this.#guarded(() => {
      const row = this.#sql.get<{ body: string }>('SELECT body FROM handover WHERE id = ?', id);
      return row ? handover.parse(JSON.parse(row.body)) : null;
    });
  }

  /** Accepted from `from` to before `to` (ms UTC), the newest first, at most `limit`. */
  handovers(from: number, to: number, limit: number): readonly Handover[] {
    return this.#guarded(() =>
      this.#sql
        .all<{ body: string }>(
          'SELECT body FROM handover WHERE accepted_at >= ? AND accepted_at < ? ORDER BY accepted_at DESC LIMIT ?',
          from,
          to,
          limit,
        )
        .map(({ body }) => handover.parse(JSON.parse(body))),
    );
  }

  /** When the first was accepted, ms UTC; null: none was. */
  firstAt(): number | null {
    return this.#guarded(
      () => this.#sql.get<{ at: number | null }>('SELECT min(accepted_at) AS at FROM handover')?.at ?? null,
    );
  }

  /** Alarms on these nodes in (`from`, `to`] (ms UTC) are what a handover dropped. */
  watchFor(id: string, nodes: readonly string[], from: number, to: number): void {
    this.#guarded(() => {
      for (const node of nodes)
        this.#sql.run('INSERT OR IGNORE INTO let_go VALUES (?, ?, ?, ?)', id, node, from, to);
    });
  }

  /** Who let go of a node, by a time (ms UTC) at which an alarm was raised on it. */
  letGoOf(node: string, at: number): readonly LetGo[] {
    return this.#guarded(() =>
      this.#sql.all<LetGo>(
        'SELECT handover, node FROM let_go WHERE node = ? AND from_at < ? AND to_at >= ?',
        node,
        at,
        at,
      ),
    );
  }

  putDropped(one: DroppedItem): void {
    this.#guarded(() =>
      this.#sql.run(
        'INSERT OR IGNORE INTO dropped VALUES (?, ?, ?, ?)',
        one.handover,
        one.node,
        one.at,
        JSON.stringify(one),
      ),
    );
  }

  dropped(from: number, to: number): readonly DroppedItem[] {
    return this.#guarded(() =>
      this.#sql
        .all<{ body: string }>('SELECT body FROM dropped WHERE at >= ? AND at < ? ORDER BY at', from, to)
        .map(({ body }) => JSON.parse(body) as DroppedItem),
    );
  }

  close(): void {
    closeDatabase(this.#db);
  }

  #guarded<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw storageError(error, this.#file);
    }
  }
}

function open(
  file: string,
  on: { readonly now: () => number; readonly movedAside: (aside: string) => void },
): Database {
  const options = { file, migrations: MIGRATIONS, durability: 'full' } as const;
  try {
    return openDatabase(options);
  } catch (error) {
    if (faultOf(error) !== 'corrupt') throw error;
    on.movedAside(moveAside(file, on.now()));
    return openDatabase(options);
  }
}
