import * as Y from 'yjs';
import { updateFault, waitingBytes } from '../../../shared/rules/handover/document-update';
import type { KeptDocument } from './document-file';

/** The origin of what the hub itself writes. */
const HUB = 'hub';
/** The origin of what a console sent. */
const CONSOLE = 'console';

/** What taking in an update led to. */
export type TakenIn =
  /** It said nothing that was not known. */
  | { readonly what: 'nothing' }
  /** What is to be kept and told: what was sent, and what the hub put right after it (`also` to who sent it). */
  | { readonly what: 'changed'; readonly sent: Uint8Array; readonly corrected: readonly Uint8Array[] }
  /** It is no update, or none that this document can take; the document must be read anew. */
  | { readonly what: 'refused'; readonly reason: string };

/** One document in the hub's memory. It knows nothing of disks and consoles. */
export class LiveDocument {
  readonly doc = new Y.Doc();
  /** Bytes on the disk, about: what it was folded to and what came since. */
  bytes: number;
  /** Changes that lie on the disk one by one. */
  pieces: number;
  /** Monotonic, ms: when somebody last had to do with it. */
  usedAt = 0;
  #made: Uint8Array[] = [];
  #touched: Map<string, unknown> | null = null;

  constructor(kept: KeptDocument | null) {
    const parts = kept === null ? [] : [kept.state, ...kept.changes];
    for (const part of parts) Y.applyUpdate(this.doc, part, HUB);
    this.bytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
    this.pieces = kept?.changes.length ?? 0;
    this.doc.on('update', (update: Uint8Array) => void this.#made.push(update));
    const drawn = this.doc.getMap('auto');
    drawn.observe((event, transaction) => {
      if (transaction.origin !== CONSOLE) return;
      this.#touched = new Map();
      for (const [key, { action, oldValue }] of event.changes.keys)
        this.#touched.set(key, action === 'add' ? undefined : oldValue);
    });
  }

  /** The hub's own change. Returns what is to be kept and told; empty: nothing changed. */
  change(run: (doc: Y.Doc) => void): readonly Uint8Array[] {
    this.#made = [];
    this.doc.transact(() => run(this.doc), HUB);
    return this.#taken();
  }

  /**
   * Takes in what a console sent. Drawn lines are the hub's alone: whoever writes there finds them as they were. Only where
   * the hub has none (its file was lost) are those of a console taken.
   */
  takeIn(update: Uint8Array): TakenIn {
    const fault = updateFault(update);
    if (fault !== null) return { what: 'refused', reason: fault };
    const drawn = this.doc.getMap('auto');
    const hadDrawn = drawn.size > 0;
    const waited = waitingBytes(this.doc);
    this.#made = [];
    this.#touched = null;
    try {
      Y.applyUpdate(this.doc, update, CONSOLE);
      if (this.#taken().length === 0 && waitingBytes(this.doc) === waited) return { what: 'nothing' };
      const touched = this.#touched as Map<string, unknown> | null;
      if (touched === null || !hadDrawn) return { what: 'changed', sent: update, corrected: [] };
      const corrected = this.change(() => {
        for (const [key, value] of touched) {
          if (value === undefined) drawn.delete(key);
          else drawn.set(key, value);
        }
      });
      return { what: 'changed', sent: update, corrected };
    } catch (error) {
      return { what: 'refused', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  destroy(): void {
    this.doc.destroy();
  }

  #taken(): readonly Uint8Array[] {
    const made = this.#made;
    this.#made = [];
    return made;
  }
}
