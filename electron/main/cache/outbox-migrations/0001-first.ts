import type { Migration } from '../../../sqlite/migrate';

/** `place` keeps the order of the acts. `sum` is the CRC-32 of the command: an altered one is never sent. */
export const first: Migration = {
  number: 1,
  name: 'first',
  up(db) {
    db.exec(`
      CREATE TABLE commands (
        place INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        command TEXT NOT NULL,
        sum INTEGER NOT NULL,
        fate TEXT NOT NULL,
        reason TEXT,
        settled_at INTEGER,
        seen INTEGER NOT NULL DEFAULT 0
      );
    `);
  },
};
