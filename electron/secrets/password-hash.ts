import { randomBytes, timingSafeEqual } from 'node:crypto';
import { argon2idAsync } from '@noble/hashes/argon2.js';

/**
 * Argon2id (RFC 9106) of passwords and PINs, in the PHC string format:
 * `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`, with base64 without padding.
 */

/** Memory in KiB, passes, lanes. */
export interface Argon2Cost {
  readonly m: number;
  readonly t: number;
  readonly p: number;
}

/** OWASP's least for Argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
export const COST: Argon2Cost = { m: 19_456, t: 2, p: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** The event loop is given back after so long, ms: see the README for what was measured. */
const TICK_MS = 5;
/** A hash that asks for more than this is not one of ours: verifying it would be an attack on this machine. */
const MAX_COST: Argon2Cost = { m: 262_144, t: 10, p: 4 };

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

interface Parsed {
  readonly cost: Argon2Cost;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** The key that a secret gives with a salt: what is kept of a password, or what something is sealed with. */
export function deriveKey(
  secret: string,
  salt: Uint8Array,
  bytes = HASH_BYTES,
  cost: Argon2Cost = COST,
): Promise<Uint8Array> {
  // One form of each letter: the same password typed on two keyboards must be the same bytes.
  return argon2idAsync(secret.normalize('NFKC'), salt, { ...cost, dkLen: bytes, asyncTick: TICK_MS });
}

/** What is kept of a password or PIN: a PHC string with a salt of its own. */
export async function hashSecret(secret: string, cost: Argon2Cost = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await deriveKey(secret, salt, HASH_BYTES, cost);
  return `$argon2id$v=19$m=${cost.m},t=${cost.t},p=${cost.p}$${plain(salt)}$${plain(hash)}`;
}

/** Whether a secret is the one that was kept; compared in constant time. What is no hash of ours fits nothing. */
export async function fitsHash(secret: string, phc: string): Promise<boolean> {
  const parsed = parsePhc(phc);
  if (!parsed) return false;
  const made = await deriveKey(secret, parsed.salt, parsed.hash.length, parsed.cost);
  return timingSafeEqual(made, parsed.hash);
}

function parsePhc(phc: string): Parsed | null {
  const found = PHC.exec(phc);
  if (!found) return null;
  const cost = { m: Number(found[1]), t: Number(found[2]), p: Number(found[3]) };
  const bounded =
    cost.m >= 8 * cost.p &&
    cost.t >= 1 &&
    cost.p >= 1 &&
    cost.m <= MAX_COST.m &&
    cost.t <= MAX_COST.t &&
    cost.p <= MAX_COST.p;
  if (!bounded) return null;
  return {
    cost,
    salt: Buffer.from(found[4] ?? '', 'base64'),
    hash: Buffer.from(found[5] ?? '', 'base64'),
  };
}

function plain(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
