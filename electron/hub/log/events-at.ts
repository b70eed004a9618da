import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Statements } from '../../sqlite/statements';
import type { HistoryPlace } from './log';
import type { SegmentRow } from './segment-file';
import type { SegmentReader } from './segment-reader';
import type { EventRow } from './sqlite-history';

/** How far a reading of single events goes. */
export interface PlacesBound {
  /** Segments that are opened: each costs some 40 ms. */
  readonly segments: number;
  /** Characters of all bodies together; the event that goes past it is still told. */
  readonly maxChars: number;
}

/** Events at given places, in their order, and how many of the places were looked at before the bound. */
export interface RowsAt {
  readonly rows: readonly EventRow[];
  readonly looked: number;
}

/** Reads single events, wherever they are: in the database, or in a segment. A place that holds none is passed over. */
export async function rowsAt(
  sql: Statements,
  reader: SegmentReader,
  places: readonly HistoryPlace[],
  bound: PlacesBound,
): Promise<RowsAt> {
  const rows: EventRow[] = [];
  const opened = new Set<string>();
  let chars = 0;
  for (const [index, place] of places.entries()) {
    if (chars >= bound.maxChars) return { rows, looked: index };
    // Asked first: from the moment that a segment is registered, the file has the word.
    const segment = sql.get<SegmentRow>(
      'SELECT * FROM segments WHERE epoch = ? AND from_seq <= ? ORDER BY from_seq DESC LIMIT 1',
      place.epoch,
      place.seq,
    );
    const archived = segment !== undefined && segment.to_seq >= place.seq ? segment : null;
    const key = archived && `${archived.epoch}/${archived.from_seq}`;
    if (key !== null && !opened.has(key)) {
      if (opened.size >= bound.segments) return { rows, looked: index };
      opened.add(key);
      await nextTurn();
    }
    const row = archived
      ? await archivedRow(reader, archived, place)
      : sql.get<EventRow>(
          'SELECT epoch, seq, at, body FROM events WHERE epoch = ? AND seq = ?',
          place.epoch,
          place.seq,
        );
    if (!row) continue;
    rows.push(row);
    chars += row.body.length;
  }
  return { rows, looked: places.length };
}

async function archivedRow(
  reader: SegmentReader,
  row: SegmentRow,
  { epoch, seq }: HistoryPlace,
): Promise<EventRow | undefined> {
  const event = (await reader.read(row)).events[seq - row.from_seq];
  return event?.seq === seq ? { epoch, seq, at: event.at, body: event.body } : undefined;
}
