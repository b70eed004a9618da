import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import stringify from 'safe-stable-stringify';
import type { Command } from './wire';

/**
 * The proof that a person acted: HMAC-SHA-256 (RFC 2104) over all that the command says, keyed with the secret of the
 * session it was given under. It is made at the moment of the act and travels with the command, so that nobody between
 * outbox and hub can change a word of it. `secret`: hexadecimal. Returns hexadecimal.
 */
export function proofOf(command: Omit<Command, 'proof'>, secret: string): string {
  const { id, kind, subject, payload, actor, session, actedAt, expiresAt } = command;
  const said = stringify([id, kind, subject, payload ?? null, actor, session, actedAt, expiresAt]);
  return bytesToHex(hmac(sha256, hexToBytes(secret), utf8ToBytes(said ?? '')));
}
