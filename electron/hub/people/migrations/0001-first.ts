import type { Migration } from '../../../sqlite/migrate';

/**
 * `keys` holds what a person acts under: sessions, and leaves to act while the hub is away. They outlive their end, so
 * that an act from before it can still be proven. `unsaid` is what was changed here by a tool while the log was another
 * process's: the hub says it when it sees it.
 */
export const first: Migration = {
  number: 1,
  name: 'first',
  up(db) {
    db.exec(`
      CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
      CREATE TABLE credentials (
        person TEXT PRIMARY KEY,
        password TEXT,
        pin TEXT,
        set_at INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE keys (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        person TEXT NOT NULL,
        console TEXT NOT NULL,
        secret TEXT NOT NULL,
        opened_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        ended_at INTEGER,
        why TEXT
      ) WITHOUT ROWID;
      CREATE INDEX keys_by_person ON keys (person, console);
      CREATE TABLE consoles (
        console TEXT PRIMARY KEY,
        credential BLOB NOT NULL,
        set_at INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE enrolment_codes (
        code BLOB PRIMARY KEY,
        kind TEXT NOT NULL,
        made_by TEXT NOT NULL,
        expires_at INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE failures (
        key BLOB PRIMARY KEY,
        count INTEGER NOT NULL,
        last_at INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE unsaid (
        id INTEGER PRIMARY KEY,
        person TEXT NOT NULL,
        what TEXT NOT NULL
      );
    `);
  },
};
