import { z } from 'zod';
import { followUp, handover, routineRun } from './handover';
import { absence, assignment, duty } from './roster';
import { logEntry } from './shift-log';

/** Every entity of the `watch` collection: who has the watch, what it wrote, what it hands over. */
export const watchEntity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('duty'), value: duty }),
  z.object({ kind: z.literal('absence'), value: absence }),
  z.object({ kind: z.literal('assignment'), value: assignment }),
  z.object({ kind: z.literal('entry'), value: logEntry }),
  z.object({ kind: z.literal('handover'), value: handover }),
  z.object({ kind: z.literal('follow-up'), value: followUp }),
  z.object({ kind: z.literal('routine-run'), value: routineRun }),
]);
export type WatchEntity = Readonly<z.infer<typeof watchEntity>>;

/** The key of an entity in the `watch` collection: `entry:ID`, `duty:room` … */
export function watchKey(entity: WatchEntity): string {
  return `${entity.kind}:${entity.value.id}`;
}
