import type { Statements } from '../../sqlite/statements';
import type { HistoryReach } from './history-bound';
import type { HistoryPlace } from './log';

/** A place that history found. */
export type Place = HistoryPlace;

/** An event's row, as far as readers need it. */
export interface EventRow extends Place {
  readonly at: number;
  readonly body: string;
}

const NOT_ARCHIVED =
  'events.seq > coalesce((SELECT max(to_seq) FROM segments WHERE segments.epoch = events.epoch), 0)';

/**
 * Events in the database before `before`, newest first, of any epoch; all of them, or those about any of `subjects`;
 * at most `limit`, and no further than `reach`. Costs one index search for each subject, however long the log is. Rows whose segment has the word already are left out: the segment is asked for
 * them.
 */
export function historyRows(
  sql: Statements,
  subjects: readonly string[] | null,
  before: Place,
  limit: number,
  reach: HistoryReach,
): readonly EventRow[] {
  const places =
    subjects === null ? newestPlaces(sql, before, limit) : placesAbout(sql, subjects, before, limit);
  const rows: EventRow[] = [];
  // One by one, so that what is not taken is not read: a body may be hundreds of kilobytes.
  for (const { epoch, seq } of places) {
    const row = sql.get<EventRow>(
      'SELECT epoch, seq, at, body FROM events WHERE epoch = ? AND seq = ?',
      epoch,
      seq,
    );
    if (!row) continue;
    rows.push(row);
    if (reach.take(row.at, row.body.length)) break;
  }
  return rows;
}

function newestPlaces(sql: Statements, before: Place, limit: number): readonly Place[] {
  return sql.all<Place>(
    `SELECT epoch, seq FROM events WHERE (epoch, seq) < (?, ?) AND ${NOT_ARCHIVED}
     ORDER BY epoch DESC, seq DESC LIMIT ?`,
    before.epoch,
    before.seq,
    limit,
  );
}

/** The newest few of each subject, which the index gives in order; then the newest of them all. */
function placesAbout(
  sql: Statements,
  subjects: readonly string[],
  before: Place,
  limit: number,
): readonly Place[] {
  const found = new Map<string, Place>();
  for (const subject of new Set(subjects)) {
    const places = sql.all<Place>(
      `SELECT epoch, seq FROM event_subjects AS events WHERE subject = ? AND (epoch, seq) < (?, ?)
       AND ${NOT_ARCHIVED} ORDER BY epoch DESC, seq DESC LIMIT ?`,
      subject,
      before.epoch,
      before.seq,
      limit,
    );
    for (const place of places) found.set(`${place.epoch}/${place.seq}`, place);
  }
  return [...found.values()].sort((a, b) => b.epoch - a.epoch || b.seq - a.seq).slice(0, limit);
}

/** Whether the database holds all that is not older than `since`, ms UTC: what is in segments is older. */
export function reachesBack(sql: Statements, since: number): boolean {
  const oldest = sql.get<{ at: number }>(
    `SELECT at FROM events WHERE ${NOT_ARCHIVED} ORDER BY epoch, seq LIMIT 1`,
  );
  return oldest !== undefined && oldest.at < since;
}
