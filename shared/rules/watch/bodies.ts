import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Erasable, LogEntry } from '../../model/shift-log';

/** A body with its hash: SHA-256 over `salt + text` (UTF-8), hexadecimal. */
export function bodyOf(text: string, salt: string): Erasable {
  return { hash: bytesToHex(sha256(utf8ToBytes(salt + text))), said: { text, salt } };
}

/** The hash of one part of an entry (`text`, a correction's id, an attachment's hash); null: it has no such part. */
export function hashOfPart(entry: LogEntry, part: string): string | null {
  if (part === 'text') return entry.body.hash;
  const correction = entry.corrections.find(({ id }) => id === part);
  if (correction) return correction.body.hash;
  return entry.attachments.find(({ hash }) => hash === part)?.hash ?? null;
}
