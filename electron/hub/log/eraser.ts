import type { EventBody } from '../../../shared/model/events';
import type { Patch } from '../../../shared/model/room';
import { type Erasure, eraseInEvent } from '../../../shared/rules/watch/erase-event';
import { erasePart } from '../../../shared/rules/watch/reduce-watch';
import type { Statements } from '../../sqlite/statements';
import { canonicalBody } from './chain';

/** What is in a segment is gone a moment after what is in the database: until then nobody is shown it. */
export function pendingErasures(sql: Statements): Erasure[] {
  return sql.all<Erasure>('SELECT entry, part FROM erasures ORDER BY entry, part');
}

/**
 * Takes what an event says is erased out of the database, in the transaction that writes the event: out of the rows of
 * the entry, and out of the snapshots. What may be in segments is noted.
 */
export function eraseRows(sql: Statements, erasure: Erasure): void {
  const rows = sql.all<{ epoch: number; seq: number; body: string }>(
    `SELECT e.epoch, e.seq, e.body FROM event_subjects s JOIN events e ON e.epoch = s.epoch AND e.seq = s.seq
     WHERE s.subject = ?`,
    `entry/${erasure.entry}`,
  );
  for (const { epoch, seq, body } of rows) {
    const erased = eraseInText(body, [erasure]);
    if (erased !== body)
      sql.run('UPDATE events SET body = ? WHERE epoch = ? AND seq = ?', erased, epoch, seq);
  }
  sql.run('INSERT OR IGNORE INTO erasures (entry, part) VALUES (?, ?)', erasure.entry, erasure.part);
}

/** A stored body without what was erased; the very same text where it holds nothing of it. */
export function eraseInText(body: string, erasures: readonly Erasure[]): string {
  const about = erasures.filter(({ entry }) => body.includes(entry));
  if (about.length === 0) return body;
  const read = JSON.parse(body) as EventBody;
  const erased = about.reduce(eraseInEvent, read);
  return erased === read ? body : canonicalBody(erased);
}

/** State without what was erased; the very same where it holds nothing of it. */
export function eraseInPatch(patch: Patch, { entry, part }: Erasure): Patch {
  const { watch } = patch;
  if (!watch?.put.some(([key]) => key === `entry:${entry}`)) return patch;
  const put = watch.put.map(([key, entity]) =>
    key === `entry:${entry}` && entity.kind === 'entry'
      ? ([key, { ...entity, value: erasePart(entity.value, part) }] as const)
      : ([key, entity] as const),
  );
  return { ...patch, watch: { ...watch, put } };
}
