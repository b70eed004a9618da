import type { Migration } from '../../../sqlite/migrate';

/**
 * Samples lie in the order of time slots first, then checks: what is written now touches only the pages of this
 * slot, what is read is one short stretch in each slot, and what is too old is the file's beginning.
 */
export const first: Migration = {
  number: 1,
  name: 'first',
  up(db) {
    db.exec(`
      CREATE TABLE checks (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
      CREATE TABLE samples (
        slot INTEGER NOT NULL,
        number INTEGER NOT NULL,
        at INTEGER NOT NULL,
        ms REAL,
        result INTEGER NOT NULL,
        PRIMARY KEY (slot, number, at)
      ) WITHOUT ROWID;
    `);
  },
};
