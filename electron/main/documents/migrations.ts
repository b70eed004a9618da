import type { Migration } from '../../sqlite/migrate';

/** `owed`: something of it may be unknown to the hub. `person`, `session`: who wrote last. */
const first: Migration = {
  number: 1,
  name: 'first',
  up(db) {
    db.exec(`
      CREATE TABLE documents (
        id TEXT PRIMARY KEY,
        state BLOB NOT NULL,
        owed INTEGER NOT NULL,
        person TEXT,
        session TEXT,
        log TEXT
      ) WITHOUT ROWID;
      CREATE TABLE changes (n INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, bytes BLOB NOT NULL);
      CREATE INDEX changes_by_document ON changes (document, n);
      CREATE TABLE texts (handover TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
    `);
  },
};

/** The schema of `docs.db`, step by step. Add to the end; never change one that was released. */
export const DOC_MIGRATIONS = [first] as const;
