import { setImmediate as nextTurn } from 'node:timers/promises';
import { type EventBody, subjectsOf } from '../../../shared/model/events';
import type { Statements } from '../../sqlite/statements';
import type { HistoryReach } from './history-bound';
import type { SegmentRow } from './segment-file';
import type { SegmentReader } from './segment-reader';
import type { EventRow, Place } from './sqlite-history';

/**
 * Events in segments before `before`, newest first, about any of `subjects` (null: all), at most `limit`, and no
 * further than `reach`. Opens only files that hold one of the subjects: no more of them than it finds events. Throws where a file is missing or damaged.
 */
export async function archivedHistory(
  sql: Statements,
  reader: SegmentReader,
  subjects: readonly string[] | null,
  before: Place,
  limit: number,
  reach: HistoryReach,
): Promise<readonly EventRow[]> {
  if (limit <= 0) return [];
  const wanted = subjects === null ? null : new Set(subjects);
  const found: EventRow[] = [];
  for (const row of segmentsWith(sql, subjects, before)) {
    const segment = await reader.read(row);
    for (const event of [...segment.events].reverse()) {
      if (row.epoch === before.epoch && event.seq >= before.seq) continue;
      if (wanted && !subjectsOf(JSON.parse(event.body) as EventBody).some((subject) => wanted.has(subject)))
        continue;
      found.push({ epoch: row.epoch, seq: event.seq, at: event.at, body: event.body });
      if (reach.take(event.at, event.body.length) || found.length >= limit) return found;
    }
    // What comes next is older still.
    if ((segment.events[0]?.at ?? 0) < reach.since) return found;
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
