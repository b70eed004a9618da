import { setImmediate as nextTurn } from 'node:timers/promises';
import { type EventBody, subjectsOf } from '../../../shared/model/events';
import type { Statements } from '../../sqlite/statements';
import { readSegment, type SegmentRow } from './segment-file';
import type { EventRow, Place } from './sqlite-history';

/** Segments that one question opens at most: half a million events, some seconds. What is older is not found. */
const SEGMENTS_READ = 250;

/**
 * Events in segments before `before`, newest first, about any of `subjects` (null: all), at most `limit`. Opens
 * only files that hold one of the subjects. Throws where a file is missing or damaged.
 */
export async function archivedHistory(
  sql: Statements,
  folder: string,
  subjects: readonly string[] | null,
  before: Place,
  limit: number,
): Promise<readonly EventRow[]> {
  if (limit <= 0) return [];
  const wanted = subjects === null ? null : new Set(subjects);
  const found: EventRow[] = [];
  for (const row of segmentsWith(sql, subjects, before).slice(0, SEGMENTS_READ)) {
    const segment = await readSegment(folder, row);
    for (const event of [...segment.events].reverse()) {
      if (row.epoch === before.epoch && event.seq >= before.seq) continue;
      if (wanted && !subjectsOf(JSON.parse(event.body) as EventBody).some((subject) => wanted.has(subject)))
        continue;
      found.push({ epoch: row.epoch, seq: event.seq, at: event.at, body: event.body });
      if (found.length >= limit) return found;
    }
    await nextTurn();
  }
  return found;
}

/** Newest first. */
function segmentsWith(sql: Statements, subjects: readonly string[] | null, before: Place): SegmentRow[] {
  const rows = sql.all<SegmentRow>(
    'SELECT * FROM segments WHERE (epoch, from_seq) < (?, ?) ORDER BY epoch DESC, from_seq DESC',
    before.epoch,
    before.seq,
  );
  if (subjects === null) return rows;
  const holding = new Set<string>();
  for (const subject of new Set(subjects)) {
    for (const { epoch, from_seq } of sql.all<Pick<SegmentRow, 'epoch' | 'from_seq'>>(
      'SELECT epoch, from_seq FROM segment_subjects WHERE subject = ?',
      subject,
    )) {
      holding.add(`${epoch}/${from_seq}`);
    }
  }
  return rows.filter((row) => holding.has(`${row.epoch}/${row.from_seq}`));
}
