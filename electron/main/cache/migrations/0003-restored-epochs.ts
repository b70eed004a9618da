import type { Migration } from '../../../sqlite/migrate';

/** Events of a restored hub's epochs had no place in full text: those that are here already are not in it, as `searchFrom` says. */
export const restoredEpochs: Migration = {
  number: 3,
  name: 'restored epochs',
  up(db) {
    db.exec(
      `INSERT OR REPLACE INTO meta (name, value)
         SELECT 'searchFrom', max(at) FROM events WHERE epoch > 8190 HAVING max(at) IS NOT NULL`,
    );
  },
};
