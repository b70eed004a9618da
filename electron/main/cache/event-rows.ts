import { type LogEvent, logEvent, subjectsOf } from '../../../shared/model/events';
import type { Statements } from '../../sqlite/statements';

interface Row {
  readonly origin: string;
  readonly epoch: number;
  readonly seq: number;
  readonly at: number;
  readonly body: string;
}

/** Where in which log history is read from, towards the older. */
export interface HistoryPlace {
  readonly origin: string;
  readonly epoch: number;
  /** Exclusive. */
  readonly before: number;
}

/** How much of the log is kept here. */
export interface EventTally {
  readonly events: number;
  /** Characters of their bodies. */
  readonly chars: number;
}

/** What the file holds. */
export function tallyEvents(sql: Statements): EventTally {
  const found = sql.get<EventTally>(
    'SELECT count(*) AS events, coalesce(sum(length(body)), 0) AS chars FROM events',
  );
  return found ?? { events: 0, chars: 0 };
}

/** Keeps an event that is not there yet. Returns the characters of its body; null: it was there. */
export function writeEvent(sql: Statements, event: LogEvent): number | null {
  const { origin, epoch, seq, at, body } = event;
  const text = JSON.stringify(body);
  const added = sql.run(
    'INSERT INTO events (origin, epoch, seq, at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    origin,
    epoch,
    seq,
    at,
    text,
  );
  if (added === 0) return null;
  for (const subject of new Set(subjectsOf(body))) {
    sql.run(
      'INSERT INTO event_subjects (subject, origin, epoch, seq) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      subject,
      origin,
      epoch,
      seq,
    );
  }
  return text.length;
}

/** The newest events before a place that are about any of `subjects` (null: all), newest first. */
export function readEvents(
  sql: Statements,
  subjects: readonly string[] | null,
  place: HistoryPlace,
  limit: number,
): readonly LogEvent[] {
  const range = [place.origin, place.epoch, place.before] as const;
  if (subjects === null) {
    return sql
      .all<Row>(
        `SELECT origin, epoch, seq, at, body FROM events WHERE origin = ? AND (epoch, seq) < (?, ?)
         ORDER BY epoch DESC, seq DESC LIMIT ?`,
        ...range,
        limit,
      )
      .flatMap(parse);
  }
  const found = new Map<string, LogEvent>();
  for (const subject of new Set(subjects)) {
    const rows = sql.all<Row>(
      `SELECT e.origin, e.epoch, e.seq, e.at, e.body FROM event_subjects s
       JOIN events e ON e.origin = s.origin AND e.epoch = s.epoch AND e.seq = s.seq
       WHERE s.subject = ? AND s.origin = ? AND (s.epoch, s.seq) < (?, ?)
       ORDER BY s.epoch DESC, s.seq DESC LIMIT ?`,
      subject,
      ...range,
      limit,
    );
    for (const event of rows.flatMap(parse)) found.set(eventKey(event), event);
  }
  return newestFirst([...found.values()]).slice(0, limit);
}

/** Forgets the oldest events by time, and where they would be found. Returns what is gone. */
export function forgetEvents(sql: Statements, count: number): EventTally {
  const rows = sql.all<Row>(
    'SELECT origin, epoch, seq, at, body FROM events ORDER BY at, epoch, seq LIMIT ?',
    count,
  );
  for (const row of rows) {
    for (const event of parse(row)) {
      for (const subject of subjectsOf(event.body)) {
        sql.run(
          'DELETE FROM event_subjects WHERE subject = ? AND origin = ? AND epoch = ? AND seq = ?',
          subject,
          row.origin,
          row.epoch,
          row.seq,
        );
      }
    }
    sql.run('DELETE FROM events WHERE origin = ? AND epoch = ? AND seq = ?', row.origin, row.epoch, row.seq);
  }
  return { events: rows.length, chars: rows.reduce((sum, { body }) => sum + body.length, 0) };
}

export function eventKey(event: LogEvent): string {
  return `${event.origin}/${event.epoch}/${event.seq}`;
}

/** In the order that history is read in. */
export function newestFirst(events: readonly LogEvent[]): LogEvent[] {
  return [...events].sort((a, b) => b.epoch - a.epoch || b.seq - a.seq);
}

/** A row that does not parse is left out: history offline is a courtesy, the hub has the truth. */
function parse(row: Row): LogEvent[] {
  try {
    const event = logEvent.safeParse({ ...row, body: JSON.parse(row.body) });
    return event.success ? [event.data] : [];
  } catch {
    return [];
  }
}
