import * as Y from 'yjs';
import type { Presence } from '../../../shared/contract/documents';
import { waitingBytes } from '../../../shared/rules/handover/document-update';
import type { Author, DocFile, KeptDoc } from './doc-file';

/** Where a window is in a document. */
export interface WindowIn {
  /** Random, one for each window that opens it. */
  readonly client: string;
  readonly line: string | null;
  readonly writing: boolean;
}

/** Pieces on the disk before they are folded into one. */
const FOLD_PIECES = 200;
/** A document in which this console lets nobody write more, bytes: less than what a hub takes, which merges several. */
const MOST_BYTES = 400 * 1024;

export interface DocDisk {
  /** Null: it does not serve. */
  readonly file: () => DocFile | null;
  readonly onFault: (error: unknown) => void;
}

/** One document in main's memory and on this console's disk. What people wrote is on the disk before it is here. */
export class OpenDoc {
  readonly id: string;
  readonly doc = new Y.Doc();
  readonly windows = new Map<number, WindowIn>();
  /** Who is in it at other consoles, as the hub says. */
  elsewhere: readonly Presence[] = [];
  /** Something of it may be unknown to the hub. */
  owed: boolean;
  author: Author | null;
  /** The log of the hub that last had all of it. */
  log: string | null;
  readonly #disk: DocDisk;
  #bytes = 0;
  #pieces: number;
  /** From the hub, and not on the disk yet: it would come again. */
  #unwritten: Uint8Array[] = [];

  constructor(id: string, kept: KeptDoc | null, disk: DocDisk) {
    this.id = id;
    this.#disk = disk;
    this.owed = kept?.owed ?? false;
    this.author = kept?.author ?? null;
    this.log = kept?.log ?? null;
    this.#pieces = kept?.pieces ?? 0;
    for (const part of kept?.parts ?? []) {
      this.#bytes += part.byteLength;
      try {
        Y.applyUpdate(this.doc, part);
      } catch (error) {
        disk.onFault(error);
      }
    }
  }

  /** Whether so much more may be written here. */
  fits(bytes: number): boolean {
    if (this.#bytes + bytes <= MOST_BYTES) return true;
    // What was deleted no longer counts when it is folded.
    this.#bytes = Y.encodeStateAsUpdate(this.doc).byteLength;
    return this.#bytes + bytes <= MOST_BYTES;
  }

  /** What somebody wrote here. Throws where the disk does not take it: then it was not done. */
  wrote(update: Uint8Array, author: Author): void {
    const file = this.#disk.file();
    if (!file) throw new Error('docs.db does not serve');
    // What it may build on goes with it.
    const changes = [...this.#unwritten, update];
    file.add(this.id, changes, author);
    this.#unwritten = [];
    this.#written(changes);
    this.owed = true;
    this.author = author;
    Y.applyUpdate(this.doc, update);
    this.#foldWhenMany();
  }

  /**
   * What the hub told of. Returns what is new by it, with whatever had waited for it; null: nothing is. `flush` puts it on
   * the disk.
   */
  heard(update: Uint8Array): Uint8Array | null {
    const made: Uint8Array[] = [];
    const note = (said: Uint8Array): void => void made.push(said);
    const waited = waitingBytes(this.doc);
    this.doc.on('update', note);
    try {
      Y.applyUpdate(this.doc, update);
    } finally {
      this.doc.off('update', note);
    }
    if (made.length > 0 || waitingBytes(this.doc) !== waited) this.#unwritten.push(Uint8Array.from(update));
    return made.length === 0 ? null : Y.mergeUpdates(made);
  }

  /** Puts on the disk what came from the hub. A disk that refuses is reported: the hub has it. */
  flush(): void {
    if (this.#unwritten.length === 0) return;
    this.#try((file) => {
      file.add(this.id, this.#unwritten, null);
      this.#written(this.#unwritten);
      this.#unwritten = [];
    });
    this.#foldWhenMany();
  }

  /** The hub has all of it, and stands in this log. */
  settled(log: string | null): void {
    if (!this.owed && this.log === log) return;
    this.owed = false;
    this.log = log;
    this.flush();
    this.#try((file) => file.settled(this.id, log));
  }

  destroy(): void {
    this.doc.destroy();
  }

  #written(changes: readonly Uint8Array[]): void {
    this.#pieces += changes.length;
    this.#bytes += changes.reduce((sum, bytes) => sum + bytes.byteLength, 0);
  }

  /** Puts the whole of it in place of what came in pieces: what was deleted is then nowhere in the file. */
  fold(): void {
    this.flush();
    this.#fold();
  }

  #foldWhenMany(): void {
    if (this.#pieces >= FOLD_PIECES) this.#fold();
  }

  #fold(): void {
    const state = Y.encodeStateAsUpdate(this.doc);
    this.#try((file) => {
      file.fold(this.id, state);
      this.#bytes = state.byteLength;
      this.#pieces = 0;
    });
  }

  #try(write: (file: DocFile) => void): void {
    const file = this.#disk.file();
    if (!file) return;
    try {
      write(file);
    } catch (error) {
      this.#disk.onFault(error);
    }
  }
}
