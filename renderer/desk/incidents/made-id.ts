/** An id for what is made at this desk, so that it can be named before the hub has heard of it. */
export function newId(): string {
  return globalThis.crypto.randomUUID();
}
