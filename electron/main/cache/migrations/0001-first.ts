import type { Migration } from '../../../sqlite/migrate';

/** `sum` is the CRC-32 of the row: what the disk changed behind our back is noticed. */
export const first: Migration = {
  number: 1,
  name: 'first',
  up(db) {
    db.exec(`
      CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
      CREATE TABLE entities (
        collection TEXT NOT NULL,
        key TEXT NOT NULL,
        json TEXT NOT NULL,
        sum INTEGER NOT NULL,
        PRIMARY KEY (collection, key)
      ) WITHOUT ROWID;
      CREATE TABLE events (
        origin TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (origin, epoch, seq)
      ) WITHOUT ROWID;
      CREATE INDEX events_by_time ON events (at, epoch, seq);
      CREATE TABLE event_subjects (
        subject TEXT NOT NULL,
        origin TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (subject, origin, epoch, seq)
      ) WITHOUT ROWID;
    `);
  },
};
