import * as Y from 'yjs';

/** Updates and state vectors as bytes from elsewhere: what is to be known of them before anything is done with them. */

/** Why bytes are no update; null: they can be taken in. */
export function updateFault(update: Uint8Array): string | null {
  try {
    Y.decodeUpdate(update);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What of a document whoever has this vector lacks, deletions always included. Null: it is no vector. */
export function lackedBy(doc: Y.Doc, vector: Uint8Array): Uint8Array | null {
  try {
    return Y.encodeStateAsUpdate(doc, vector);
  } catch {
    return null;
  }
}

/**
 * Whether whoever has this vector has every word of the document (deletions apart, which no vector tells of). Who says
 * something that is no vector has said nothing of it.
 */
export function hasAllOf(vector: Uint8Array, doc: Y.Doc): boolean {
  let theirs: ReadonlyMap<number, number>;
  try {
    theirs = Y.decodeStateVector(vector);
  } catch {
    return false;
  }
  const ours = Y.decodeStateVector(Y.encodeStateVector(doc));
  return [...ours].every(([client, clock]) => (theirs.get(client) ?? 0) >= clock);
}

/** Bytes that have arrived and build on what has not: they wait in the document, and are not read yet. */
export function waitingBytes(doc: Y.Doc): number {
  const { pendingStructs, pendingDs } = doc.store;
  return (pendingStructs?.update.byteLength ?? 0) + (pendingDs?.byteLength ?? 0);
}

/** The day that a document's id begins with (`DATE_SHIFT`), ms UTC at its beginning; null: it is none of ours. */
export function dayOfDocument(id: string): number | null {
  const date = /^(\d{4}-\d{2}-\d{2})_./.exec(id)?.[1];
  const at = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) ? null : at;
}
