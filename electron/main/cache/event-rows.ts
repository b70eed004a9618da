import type { SearchAnswer } from '../../../shared/contract/wire';
import { type LogEvent, logEvent, subjectsOf } from '../../../shared/model/events';
import type { EventText } from '../../../shared/rules/event-text';
import { type Erasure, eraseInEvent } from '../../../shared/rules/watch/erase-event';
import {
  clearIndex,
  type EventQuery,
  forgetIndexed,
  indexEvent,
  searchEvents,
} from '../../sqlite/event-search';
import { readMeta, writeMeta } from '../../sqlite/meta';
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

/** What of an event can be searched for; null: nothing. */
export type TextOf = (event: LogEvent) => EventText | null;

/** Keeps an event that is not there yet. Returns the characters of its body; null: it was there. */
export function writeEvent(sql: Statements, event: LogEvent, textOf: TextOf): number | null {
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
  const found = textOf(event);
  if (found) {
    followInIndex(sql, event);
    indexEvent(sql, event, found);
  }
  return text.length;
}

/** Takes what was erased out of the events of its entry, and out of what they are found by. */
export function eraseInEvents(sql: Statements, erasure: Erasure, textOf: TextOf): void {
  const rows = sql.all<Row>(
    `SELECT e.origin, e.epoch, e.seq, e.at, e.body FROM event_subjects s
     JOIN events e ON e.origin = s.origin AND e.epoch = s.epoch AND e.seq = s.seq WHERE s.subject = ?`,
    `entry/${erasure.entry}`,
  );
  const searched = readMeta(sql, 'searchOrigin');
  for (const event of rows.flatMap(parse)) {
    const body = eraseInEvent(event.body, erasure);
    if (body === event.body) continue;
    const { origin, epoch, seq } = event;
    sql.run(
      'UPDATE events SET body = ? WHERE origin = ? AND epoch = ? AND seq = ?',
      JSON.stringify(body),
      origin,
      epoch,
      seq,
    );
    const found = textOf({ ...event, body });
    if (found && origin === searched) indexEvent(sql, event, found);
  }
}

/** The index holds one log. Another hub's begins it anew, and what is older there is not in it. */
function followInIndex(sql: Statements, { origin, at }: LogEvent): void {
  const before = readMeta(sql, 'searchOrigin');
  if (before === origin) return;
  if (before !== null) {
    clearIndex(sql);
    writeMeta(sql, 'searchFrom', at);
  }
  writeMeta(sql, 'searchOrigin', origin);
}

export const NOTHING_FOUND: SearchAnswer = { hits: [], complete: true, indexedFrom: null };

/** Full text over the events of the log that was heard last, newest first. */
export function searchRows(sql: Statements, query: EventQuery): SearchAnswer {
  const origin = readMeta(sql, 'searchOrigin');
  const from = readMeta(sql, 'searchFrom');
  // Nothing was read since the index was made: what is older is here, and not in it.
  if (origin === null) return { ...NOTHING_FOUND, indexedFrom: from === null ? null : Number(from) };
  const found = searchEvents(sql, query);
  const hits = found.flatMap(({ kind, epoch, seq }) => {
    const row = sql.get<Row>(
      'SELECT origin, epoch, seq, at, body FROM events WHERE origin = ? AND epoch = ? AND seq = ?',
      origin,
      epoch,
      seq,
    );
    return (row ? parse(row) : []).map((event) => ({ kind, event }));
  });
  const oldest = sql.get<{ at: number | null }>('SELECT min(at) AS at FROM events WHERE origin = ?', origin);
  // Older ones than the index are kept here only while the oldest is from before it.
  const partial = from !== null && (oldest?.at ?? Number.POSITIVE_INFINITY) <= Number(from);
  return { hits, complete: found.length < query.limit, indexedFrom: partial ? Number(from) : null };
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
  const searched = readMeta(sql, 'searchOrigin');
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
    if (row.origin === searched) forgetIndexed(sql, row);
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
