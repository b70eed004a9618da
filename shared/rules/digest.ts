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
 * The digest of a collection: the sum of its entities' hashes modulo 2^48. It is independent of order, and a
 * change costs one hash. Equality is evidence against accident, not against malice:
 * the log's hash chain is what proves a history.
 */
export class CollectionDigest {
  readonly #hashes = new Map<string, number>();
  /** What changed since the sum was taken: hashed when it is asked for, and once however often it changed. */
  readonly #changed = new Map<string, unknown>();
  #sum = 0;

  put(key: string, entity: unknown): void {
    this.#changed.set(key, entity);
  }

  drop(key: string): void {
    this.#changed.set(key, undefined);
  }

  /** Hashes at most `limit` of what changed, so that a whole room need not be hashed in one go. True: all is done. */
  settle(limit: number): boolean {
    for (const [key, entity] of this.#changed) {
      if (limit-- <= 0) return false;
      this.#changed.delete(key);
      const before = this.#hashes.get(key) ?? 0;
      const hash = entity === undefined ? 0 : entityHash(key, entity);
      this.#sum = (this.#sum - before + hash + MODULUS) % MODULUS;
      if (entity === undefined) this.#hashes.delete(key);
      else this.#hashes.set(key, hash);
    }
    return true;
  }

  /** Twelve hexadecimal digits. */
  value(): string {
    this.settle(Number.POSITIVE_INFINITY);
    return this.#sum.toString(16).padStart(12, '0');
  }
}
