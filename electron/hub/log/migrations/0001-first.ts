import type { Migration } from '../../../sqlite/migrate';

/**
 * `epochs` holds the head of each epoch: an event that is missing at the end of one is noticed. `events` keeps
 * the event's canonical body as text and the chain's hash after it. Subjects stand by themselves, in the order
 * that history is read in.
 */
export const first: Migration = {
  number: 1,
  name: 'first',
  up(db) {
    db.exec(`
      CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
      CREATE TABLE epochs (
        epoch INTEGER PRIMARY KEY,
        seq INTEGER NOT NULL,
        chain BLOB NOT NULL
      );
      CREATE TABLE events (
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        body TEXT NOT NULL,
        chain BLOB NOT NULL,
        PRIMARY KEY (epoch, seq)
      ) WITHOUT ROWID;
      CREATE TABLE event_subjects (
        subject TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (subject, epoch, seq)
      ) WITHOUT ROWID;
      CREATE TABLE receipts (
        command TEXT PRIMARY KEY,
        outcome TEXT NOT NULL,
        keep_until INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX receipts_by_time ON receipts (keep_until);
      CREATE TABLE snapshots (
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        reducer INTEGER NOT NULL,
        patch TEXT NOT NULL,
        sha256 BLOB NOT NULL,
        PRIMARY KEY (epoch, seq)
      );
    `);
  },
};
