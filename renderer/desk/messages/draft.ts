import { z } from 'zod';
import { madeId, type OutMessage } from '../../../shared/model/incidents';

/**
 * A message as somebody writes it here. It is theirs until the hub has it: a reload, a cut or a refusal loses nothing of
 * what was typed.
 */
export const messageDraft = z.object({
  id: madeId,
  kind: z.enum(['first', 'update', 'closing']),
  /** The series' first message; null: this is it. */
  series: madeId.nullable(),
  incident: madeId.nullable(),
  node: z.string().nullable(),
  subject: z.string(),
  body: z.string(),
  channels: z.array(z.string()),
  /** ms UTC. */
  nextAt: z.number().nullable(),
  /** The hub's version that was read here; null: the hub has none. */
  version: z.number().int().positive().nullable(),
  /** Changes that were given here since, and are not settled: each raises the version by one. */
  ahead: z.number().int().nonnegative(),
  /** What was drafted from the facts: while a person has not changed it, it may be drafted anew. */
  drafted: z.object({ subject: z.string(), body: z.string() }),
  /** The command that saves or approves it, by id; null: none was given since it was changed. */
  command: z.string().nullable(),
});
export type MessageDraft = Readonly<z.infer<typeof messageDraft>>;

/** The hub's draft, to be changed here. */
export function draftOf(message: OutMessage): MessageDraft {
  const { id, kind, series, incident, node, subject, body, channels, nextAt, version } = message;
  return {
    id,
    kind,
    series: series === id ? null : series,
    incident,
    node,
    subject,
    body,
    channels,
    nextAt,
    version,
    ahead: 0,
    drafted: { subject: '', body: '' },
    command: null,
  };
}

/** Whether what is written differs from what the hub has. */
export function differs(draft: MessageDraft, message: OutMessage | undefined): boolean {
  if (message === undefined) return true;
  return (
    draft.kind !== message.kind ||
    draft.subject.trim() !== message.subject ||
    draft.body.trim() !== message.body.trim() ||
    (draft.nextAt === null ? null : Math.round(draft.nextAt)) !== message.nextAt ||
    [...draft.channels].sort().join() !== [...message.channels].sort().join()
  );
}

/** What keeps a draft from being approved; null: nothing does. */
export function faultOf(draft: MessageDraft): 'subject' | 'body' | 'channels' | null {
  if (draft.subject.trim() === '') return 'subject';
  if (draft.body.trim() === '') return 'body';
  return draft.channels.length === 0 ? 'channels' : null;
}

/** The version that the hub will have when all that was given here has reached it; null: it will have none. */
export function versionOf({ version, ahead }: Pick<MessageDraft, 'version' | 'ahead'>): number | null {
  return version === null && ahead === 0 ? null : (version ?? 0) + ahead;
}

/** What `message.draft` takes. */
export function payloadOf(draft: MessageDraft) {
  const { kind, series, incident, node, subject, body, channels, nextAt } = draft;
  return {
    kind,
    series,
    incident,
    node,
    subject: subject.trim(),
    body: body.trim(),
    channels: [...channels],
    nextAt: nextAt === null ? null : Math.round(nextAt),
    version: versionOf(draft),
  };
}
