import type { Erasure } from '../../../shared/rules/watch/erase-event';
import type { Statements } from '../../sqlite/statements';
import { eraseInText, pendingErasures } from './eraser';
import { readSegment, type SegmentRow, segmentFault, segmentName, writeSegment } from './segment-file';
import type { SqliteWriter } from './sqlite-writer';

/** Steps between which a process may die. */
export type EraseStep = 'rewritten' | 'renamed' | 'removed';

/** Where the files are, and what has the word about them. */
export interface EraserOptions {
  readonly sql: Statements;
  readonly writer: SqliteWriter;
  readonly folder: string;
  /** Deletes a file that no segment is registered under any more. */
  readonly remove: (name: string) => Promise<void>;
  /** Told of its steps, for the test that kills it there. */
  readonly onStep: (step: EraseStep) => void;
}

/**
 * Takes what is erased out of segments. Each file is written anew under another name, read back and verified; then it has
 * the word; then the old one goes. What a crash interrupts is still noted, and is done again.
 */
export async function eraseSegments(options: EraserOptions): Promise<number> {
  const { sql, writer } = options;
  const erasures = pendingErasures(sql);
  let rewritten = 0;
  let failed: unknown = null;
  for (const erasure of erasures) {
    const rows = sql.all<SegmentRow>(
      `SELECT g.* FROM segment_subjects s JOIN segments g ON g.epoch = s.epoch AND g.from_seq = s.from_seq
       WHERE s.subject = ?`,
      `entry/${erasure.entry}`,
    );
    try {
      for (const row of rows) if (await rewrite(options, row, erasures)) rewritten += 1;
      writer.write(() =>
        sql.run('DELETE FROM erasures WHERE entry = ? AND part = ?', erasure.entry, erasure.part),
      );
    } catch (error) {
      // One file that is missing keeps nothing else from being erased.
      failed ??= error;
    }
  }
  if (failed !== null) throw failed;
  return rewritten;
}

async function rewrite(
  { sql, writer, folder, remove, onStep }: EraserOptions,
  row: SegmentRow,
  erasures: readonly Erasure[],
): Promise<boolean> {
  const segment = await readSegment(folder, row);
  const events = segment.events.map((event) => ({ ...event, body: eraseInText(event.body, erasures) }));
  if (events.every(({ body }, index) => body === segment.events[index]?.body)) return false;
  const revision = (row.revision ?? 0) + 1;
  const sha256 = await writeSegment(folder, { ...segment, events }, revision);
  const next = { ...row, revision, sha256 };
  const spoilt = segmentFault(await readSegment(folder, next));
  if (spoilt) throw new Error(`segment ${segmentName(next)}: ${spoilt.reason}`);
  onStep('rewritten');
  writer.write(() =>
    sql.run(
      'UPDATE segments SET sha256 = ?, revision = ? WHERE epoch = ? AND from_seq = ?',
      sha256,
      revision,
      row.epoch,
      row.from_seq,
    ),
  );
  onStep('renamed');
  await remove(segmentName(row));
  onStep('removed');
  return true;
}
