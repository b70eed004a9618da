import type { Migration } from '../../sqlite/migrate';

/**
 * Entries as they stand, by their place in the log; and their words. FTS5 would only mark words that are deleted: with
 * `secure-delete` they leave the file, which is why their text is kept beside the index. `pass`: the reading of the hub's
 * log that brought an entry last.
 */
const first: Migration = {
  number: 1,
  name: 'first',
  up(db) {
    db.exec(`
      CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
      CREATE TABLE entries (
        row INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL,
        pass INTEGER NOT NULL,
        json TEXT NOT NULL
      );
      CREATE INDEX entries_by_place ON entries (epoch, seq);
      CREATE VIRTUAL TABLE entry_words USING fts5 (
        words, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3'
      );
      INSERT INTO entry_words (entry_words, rank) VALUES ('secure-delete', 1);
    `);
  },
};

/** What of years is asked for is told by these alone: entries themselves are read only where they are shown. */
const indexes: Migration = {
  number: 2,
  name: 'indexes',
  up(db) {
    db.exec(`
      DROP INDEX entries_by_place;
      CREATE INDEX entries_by_place ON entries (epoch, seq, at);
      CREATE INDEX entries_by_row ON entries (row, epoch, seq, at);
    `);
  },
};

export const SHIFT_LOG_MIGRATIONS = [first, indexes] as const;
