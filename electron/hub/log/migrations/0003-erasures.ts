import type { Migration } from '../../../sqlite/migrate';

/**
 * `erasures` holds what was erased and may still be in a segment: rows are written anew with the event that says it, files
 * a moment later. A segment's `revision` counts how often its file was written anew for that; it is part of its name.
 */
export const erasures: Migration = {
  number: 3,
  name: 'erasures',
  up(db) {
    db.exec(`
      CREATE TABLE erasures (
        entry TEXT NOT NULL,
        part TEXT NOT NULL,
        PRIMARY KEY (entry, part)
      ) WITHOUT ROWID;
      ALTER TABLE segments ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
    `);
  },
};
