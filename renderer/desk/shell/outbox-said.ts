import type { z } from 'zod';
import { COMMAND_PAYLOADS, type CommandKind, type CommandPayload } from '../../../shared/contract/commands';
import type { OutboxEntry } from '../../../shared/contract/ipc';

/** What an act took, parsed by its kind; null: it is not readable as such. */
export function said<K extends CommandKind>(
  entry: Pick<OutboxEntry, 'payload'>,
  kind: K,
): CommandPayload<K> | null {
  const schema: z.ZodType = COMMAND_PAYLOADS[kind];
  const parsed = schema.safeParse(entry.payload);
  return parsed.success ? (parsed.data as CommandPayload<K>) : null;
}
