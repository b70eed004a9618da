import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import stringify from 'safe-stable-stringify';

const MODULUS = 2 ** 48;

/** 48 bits of SHA-256 over the key and the entity's canonical JSON. */
function entityHash(key: string, entity: unknown): number {
  const bytes = sha256(utf8ToBytes(`${key}\n${stringify(entity)}`));
  let hash = 0;
  for (let i = 0; i < 6; i++) hash = hash * 256 + (bytes[i] ?? 0);
  return hash;
}

/**
 * The digest of a collection: the sum of its entities' hashes modulo 2^48. It is independent of order and is
 * kept up to date in constant time for each change. Equality is evidence against accident, not against malice:
 * the log's hash chain is what proves a history.
 */
export class CollectionDigest {
  readonly #hashes = new Map<string, number>();
  #sum = 0;

  put(key: string, entity: unknown): void {
    const hash = entityHash(key, entity);
    this.#sum = (this.#sum - (this.#hashes.get(key) ?? 0) + hash + MODULUS) % MODULUS;
    this.#hashes.set(key, hash);
  }

  drop(key: string): void {
    this.#sum = (this.#sum - (this.#hashes.get(key) ?? 0) + MODULUS) % MODULUS;
    this.#hashes.delete(key);
  }

  /** Twelve hexadecimal digits. */
  value(): string {
    return this.#sum.toString(16).padStart(12, '0');
  }
}
