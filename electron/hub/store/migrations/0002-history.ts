import type { Migration } from '../../../sqlite/migrate';

/**
 * Metrics beside the response time, roll-ups of five minutes and an hour, and bands. A series is one measured value
 * of a check; the one with an empty label is the response time and keeps the number that its check had, so that the
 * samples of version 1 stay as they are. Roll-ups lie by block (24 slots), then series: a write touches the pages of
 * the present block only, and a series over a long time is one short stretch in each block. What is in the raw
 * samples already is still to be rolled up; the walk over slots skips from one to the next, so that it is short
 * however many samples there are.
 */
export const history: Migration = {
  number: 2,
  name: 'history',
  up(db) {
    db.exec(`
      CREATE TABLE series (
        number INTEGER PRIMARY KEY,
        check_id TEXT NOT NULL,
        label TEXT NOT NULL,
        unit TEXT NOT NULL,
        seen INTEGER NOT NULL,
        UNIQUE (check_id, label, unit)
      );
      INSERT INTO series (number, check_id, label, unit, seen)
        SELECT number, id, '', 'ms', COALESCE((SELECT max(slot) * 300000 FROM samples), 0) FROM checks;
      DROP TABLE checks;
      ALTER TABLE samples ADD COLUMN metrics BLOB;
      CREATE TABLE rollup_5m (
        block INTEGER NOT NULL,
        series INTEGER NOT NULL,
        slot INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (block, series, slot)
      ) WITHOUT ROWID;
      CREATE TABLE rollup_1h (
        block INTEGER NOT NULL,
        series INTEGER NOT NULL,
        slot INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (block, series, slot)
      ) WITHOUT ROWID;
      CREATE TABLE pending (
        level INTEGER NOT NULL,
        slot INTEGER NOT NULL,
        PRIMARY KEY (level, slot)
      ) WITHOUT ROWID;
      WITH RECURSIVE slots (slot) AS (
        SELECT min(slot) FROM samples
        UNION ALL
        SELECT (SELECT min(slot) FROM samples WHERE slot > slots.slot) FROM slots WHERE slots.slot IS NOT NULL
      )
      INSERT INTO pending (level, slot) SELECT 0, slot FROM slots WHERE slot IS NOT NULL;
      CREATE TABLE bands (
        node TEXT NOT NULL,
        key TEXT NOT NULL,
        kind TEXT NOT NULL,
        from_at INTEGER NOT NULL,
        to_at INTEGER NOT NULL,
        label TEXT NOT NULL,
        PRIMARY KEY (node, key)
      ) WITHOUT ROWID;
      CREATE INDEX bands_by_end ON bands (to_at);
      CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    `);
  },
};
