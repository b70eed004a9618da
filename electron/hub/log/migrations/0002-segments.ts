import type { Migration } from '../../../sqlite/migrate';

/**
 * `segments` says which events have left `events` for a file, with the chain's head before and after them and the
 * file's SHA-256: what is registered here is the only proof that an event may be gone. `segment_subjects` tells
 * history which files to open.
 */
export const segments: Migration = {
  number: 2,
  name: 'segments',
  up(db) {
    db.exec(`
      CREATE TABLE segments (
        epoch INTEGER NOT NULL,
        from_seq INTEGER NOT NULL,
        to_seq INTEGER NOT NULL,
        before BLOB NOT NULL,
        after BLOB NOT NULL,
        sha256 BLOB NOT NULL,
        PRIMARY KEY (epoch, from_seq)
      ) WITHOUT ROWID;
      CREATE TABLE segment_subjects (
        subject TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        from_seq INTEGER NOT NULL,
        PRIMARY KEY (subject, epoch, from_seq)
      ) WITHOUT ROWID;
    `);
  },
};
