import { z } from 'zod';
import { madeId } from './incidents';

/**
 * The shift log (*vaktlogg*). What people write may hold what must not be kept: every body lies beside its hash, outside the
 * log's chain (`electron/hub/log/chain.ts`), so that it can be erased while the chain holds. Hash: SHA-256 over
 * `salt + text` (UTF-8), hexadecimal; the salt goes with the text, so that nobody can guess what was there.
 */

/** A body that can be erased. `said` null: it was. */
export const erasable = z.object({
  hash: z.string().length(64),
  said: z.object({ text: z.string().max(8_000), salt: z.string().max(64) }).nullable(),
});
export type Erasable = Readonly<z.infer<typeof erasable>>;

/** What an entry is about. `id`: a service or node id, an alarm's or incident's or message's number or id. */
export const entryLink = z.object({
  kind: z.enum(['node', 'alarm', 'incident', 'message', 'maintenance', 'handover', 'follow-up', 'routine']),
  id: z.string().min(1).max(300),
});
export type EntryLink = Readonly<z.infer<typeof entryLink>>;

/** What one entry can be about, at most. */
export const LINKS_MOST = 40;

/** Largest attachment, bytes; and how many one entry may have. */
export const ATTACHMENT_BYTES = 8 * 1024 * 1024;
export const ATTACHMENTS_MOST = 8;
/** What is taken, by content, never by name. */
export const ATTACHMENT_TYPES = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'application/pdf',
  'text/plain',
] as const;
export const attachmentType = z.enum(ATTACHMENT_TYPES);
export type AttachmentType = z.infer<typeof attachmentType>;

/** A picture or a file. Its bytes are kept beside the log, under their hash. */
export const attachment = z.object({
  /** SHA-256 of its bytes, hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().min(1).max(120),
  type: attachmentType,
  bytes: z.number().int().positive().max(ATTACHMENT_BYTES),
  /** Its bytes were erased; the hash stays. */
  erased: z.boolean().default(false),
});
export type Attachment = Readonly<z.infer<typeof attachment>>;

const byAt = { at: z.number(), by: z.string() };

/** An entry of the shift log. */
export const logEntry = z.object({
  id: madeId,
  /** `L-88`; empty until the hub has given it. */
  number: z.string(),
  /** When it happened, as the writer says, ms UTC. */
  at: z.number(),
  by: z.string(),
  /** When it was written, by the hub's clock as the console knew it, ms UTC. */
  writtenAt: z.number(),
  body: erasable,
  links: z.array(entryLink).max(LINKS_MOST),
  attachments: z.array(attachment).max(ATTACHMENTS_MOST),
  /** It belongs in the handover. */
  handover: z.boolean(),
  /** What was written instead, later, oldest first: the original stays. */
  corrections: z.array(z.object({ id: madeId, ...byAt, body: erasable })),
  /** What was erased, and why, oldest first. `part`: `text`, a correction's id, or an attachment's hash. */
  erasures: z.array(z.object({ ...byAt, part: z.string(), why: z.string(), hash: z.string() })),
});
export type LogEntry = Readonly<z.infer<typeof logEntry>>;
/** The log's subject of everything that is said in the shift log: no node and no entry is called so. */
export const SHIFT_LOG_SUBJECT = 'entry/*';
/** What an attachment is called when it was erased: its own name may say as much as its content. */
export const ERASED_NAME = 'slettet';
/** Entries stay in the state for so long after they were written, ms; in the log, and on every console, for years. */
export const ENTRIES_KEPT_MS = 7 * 24 * 3_600_000;
