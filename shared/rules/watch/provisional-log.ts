import { COMMAND_PAYLOADS } from '../../contract/commands';
import type { LogEntry } from '../../model/shift-log';
import type { UnreadCommand } from '../incidents/decision';
import { bodyOf, hashOfPart } from './bodies';
import { erasePart } from './reduce-watch';

/** What a desk shows of the shift log while acts on it wait in its outbox. */
export interface ProvisionalLog {
  /** The entries as they will be when the hub agrees, by id. */
  readonly entries: ReadonlyMap<string, LogEntry>;
  /** Ids of entries that are not, or not wholly, the hub's word yet. */
  readonly waiting: ReadonlySet<string>;
}

/**
 * Lays what waits in an outbox over entries of the shift log, in the order in which it was done. A written entry has no number
 * until the hub has given it one; what is about an entry that is not among these changes nothing here.
 */
export function provisionalLog(
  entries: ReadonlyMap<string, LogEntry>,
  commands: readonly UnreadCommand[],
): ProvisionalLog {
  const laid = new Map(entries);
  const waiting = new Set<string>();
  for (const command of commands) {
    const entry = laidOver(laid, command);
    if (!entry) continue;
    laid.set(entry.id, entry);
    waiting.add(entry.id);
  }
  return { entries: laid, waiting };
}

function laidOver(entries: ReadonlyMap<string, LogEntry>, command: UnreadCommand): LogEntry | null {
  const { kind, subject, payload, actor, actedAt } = command;
  const id = subject.startsWith('entry/') ? subject.slice('entry/'.length) : null;
  const known = id === null ? undefined : entries.get(id);
  switch (kind) {
    case 'log.write': {
      const write = COMMAND_PAYLOADS[kind].safeParse(payload);
      // Answered between the hub's event and the outbox's news: what the hub wrote stands.
      if (!write.success || entries.has(write.data.id)) return null;
      const { text, salt, attachments, at, links, handover } = write.data;
      return {
        id: write.data.id,
        number: '',
        at,
        by: actor,
        writtenAt: actedAt,
        body: bodyOf(text, salt),
        links,
        attachments: attachments.map((one) => ({ ...one, erased: false })),
        handover,
        corrections: [],
        erasures: [],
      };
    }
    case 'log.correct': {
      const correct = COMMAND_PAYLOADS[kind].safeParse(payload);
      if (!known || !correct.success || known.corrections.some((one) => one.id === correct.data.id))
        return null;
      const { text, salt } = correct.data;
      const correction = { id: correct.data.id, at: actedAt, by: actor, body: bodyOf(text, salt) };
      return { ...known, corrections: [...known.corrections, correction] };
    }
    case 'log.erase': {
      const erase = COMMAND_PAYLOADS[kind].safeParse(payload);
      if (!known || !erase.success) return null;
      const { part, why } = erase.data;
      const hash = hashOfPart(known, part);
      if (hash === null || known.erasures.some((one) => one.part === part)) return null;
      const erased = erasePart(known, part);
      return { ...erased, erasures: [...known.erasures, { at: actedAt, by: actor, part, why, hash }] };
    }
    default:
      return null;
  }
}
