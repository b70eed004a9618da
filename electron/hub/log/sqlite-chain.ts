import type { Statements } from '../../sqlite/statements';
import { readSegment, type Segment, type SegmentRow } from './segment-file';
import { type ChainSource, SegmentUnreadable, type StoredEpoch, type StoredEvent } from './verify';

/** A chain that is partly in files. */
export interface SqliteChain extends ChainSource {
  /** How many. */
  readonly segments: number;
}

/** The chain of a log file and its segments, for whoever verifies it. Files of schema 1 have no segments. */
export function sqliteChain(sql: Statements, origin: string, folder: string): SqliteChain {
  const rows = registeredSegments(sql);
  const archived = new Map(rows.map((row) => [row.epoch, row.to_seq]));
  let last: SegmentRow | undefined;
  /** Asked for one event after the other: the answer is nearly always the one before. */
  const rowOf = (epoch: number, seq: number): SegmentRow | undefined => {
    const holds = (row: SegmentRow): boolean =>
      row.epoch === epoch && row.from_seq <= seq && seq <= row.to_seq;
    if (last && holds(last)) return last;
    if (seq > (archived.get(epoch) ?? 0)) return undefined;
    last = rows.find(holds);
    return last;
  };
  let open: { readonly row: SegmentRow; readonly segment: Segment } | null = null;
  const read = async (row: SegmentRow): Promise<Segment> => {
    if (open?.row !== row) {
      try {
        open = { row, segment: await readSegment(folder, row) };
      } catch (error) {
        throw new SegmentUnreadable(error instanceof Error ? error.message : String(error));
      }
      const { segment } = open;
      const fits =
        segment.origin === origin &&
        segment.epoch === row.epoch &&
        segment.from === row.from_seq &&
        segment.to === row.to_seq &&
        row.before.equals(segment.before) &&
        row.after.equals(segment.after);
      if (!fits)
        throw new SegmentUnreadable(`segment ${row.epoch}-${row.from_seq}-${row.to_seq} is of another place`);
    }
    return open.segment;
  };
  return {
    origin,
    segments: rows.length,
    epochs: sql.all<StoredEpoch>('SELECT epoch, seq, chain FROM epochs ORDER BY epoch'),
    page: async (epoch, after, limit) => {
      const row = rowOf(epoch, after + 1);
      if (row) return (await read(row)).events.filter(({ seq }) => seq > after).slice(0, limit);
      return sql.all<StoredEvent>(
        'SELECT seq, at, type, body, chain FROM events WHERE epoch = ? AND seq > ? ORDER BY seq LIMIT ?',
        epoch,
        after,
        limit,
      );
    },
    finds: (subject, epoch, seq) => {
      const row = rowOf(epoch, seq);
      return row
        ? sql.get(
            'SELECT 1 FROM segment_subjects WHERE subject = ? AND epoch = ? AND from_seq = ?',
            subject,
            row.epoch,
            row.from_seq,
          ) !== undefined
        : sql.get(
            'SELECT 1 FROM event_subjects WHERE subject = ? AND epoch = ? AND seq = ?',
            subject,
            epoch,
            seq,
          ) !== undefined;
    },
  };
}

/** The segments that a log file names, in order. Files of schema 1 have none. */
export function registeredSegments(sql: Statements): SegmentRow[] {
  const has = sql.get("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'segments'") !== undefined;
  return has ? sql.all<SegmentRow>('SELECT * FROM segments ORDER BY epoch, from_seq') : [];
}
