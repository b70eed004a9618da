import type { Migration } from '../../sqlite/migrate';

const first: Migration = {
  number: 1,
  name: 'first',
  up(db) {
    db.exec(`
      CREATE TABLE documents (id TEXT PRIMARY KEY, state BLOB NOT NULL, used_at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE changes (n INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, bytes BLOB NOT NULL);
      CREATE INDEX changes_by_document ON changes (document, n);
    `);
  },
};

/** The schema of `documents.db`, step by step. Add to the end; never change one that was released. */
export const DOCUMENT_MIGRATIONS = [first] as const;
