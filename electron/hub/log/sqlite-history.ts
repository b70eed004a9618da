import type { Statements } from '../../sqlite/statements';

/** A place that history found. */
export interface Place {
  readonly epoch: number;
  readonly seq: number;
}

/** An event's row, as far as readers need it. */
export interface EventRow extends Place {
  readonly at: number;
  readonly body: string;
}

const NOT_ARCHIVED =
  'events.seq > coalesce((SELECT max(to_seq) FROM segments WHERE segments.epoch = events.epoch), 0)';

/**
 * Events in the database before `before`, newest first, of any epoch; all of them, or those about any of `subjects`.
 * Costs one index search for each subject, however long the log is. Rows whose segment has the word already are
 * left out: the segment is asked for them.
 */
export function historyRows(
  sql: Statements,
  subjects: readonly string[] | null,
  before: Place,
  limit: number,
): readonly EventRow[] {
  if (subjects === null) {
    return sql.all<EventRow>(
      `SELECT epoch, seq, at, body FROM events WHERE (epoch, seq) < (?, ?) AND ${NOT_ARCHIVED}
       ORDER BY epoch DESC, seq DESC LIMIT ?`,
      before.epoch,
      before.seq,
      limit,
    );
  }
  // The newest few of each subject, which the index gives in order; then the newest of them all.
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
  return [...found.values()]
    .sort((a, b) => b.epoch - a.epoch || b.seq - a.seq)
    .slice(0, limit)
    .flatMap(({ epoch, seq }) =>
      sql.all<EventRow>('SELECT epoch, seq, at, body FROM events WHERE epoch = ? AND seq = ?', epoch, seq),
    );
}
