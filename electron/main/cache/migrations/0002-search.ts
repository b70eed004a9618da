import { EVENT_SEARCH_TABLES } from '../../../sqlite/event-search';
import type { Migration } from '../../../sqlite/migrate';

/** Full text of the events that are kept. Those that were here before it are not in it: `searchFrom` says so. */
export const search: Migration = {
  number: 2,
  name: 'search',
  up(db) {
    db.exec(EVENT_SEARCH_TABLES);
    db.exec(
      `INSERT INTO meta (name, value) SELECT 'searchFrom', max(at) FROM events HAVING max(at) IS NOT NULL`,
    );
  },
};
