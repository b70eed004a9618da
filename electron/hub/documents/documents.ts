import type * as Y from 'yjs';
import { encodeStateAsUpdate, encodeStateVector } from 'yjs';
import {
  type DocNews,
  type DocRequest,
  type Presence,
  UPDATE_BYTES,
} from '../../../shared/contract/documents';
import type { LogEvent } from '../../../shared/model/events';
import { type HandoverDocument, readDocument } from '../../../shared/rules/handover/document';
import { dayOfDocument, lackedBy } from '../../../shared/rules/handover/document-update';
import type { RoomView } from '../../../shared/rules/reduce';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result, success } from '../../../shared/util/result';
import type { ConsoleIdentity } from '../gateway/admission';
import { DocumentFile } from './document-file';
import { LiveDocument } from './live-document';
import { WORDS } from './words';

/** A console at the door, as this room sees it. One for each socket. */
export interface DocumentSeat {
  readonly from: ConsoleIdentity;
  readonly tell: (news: DocNews) => void;
}

export interface DocumentsOptions {
  /** `documents.db` of the data folder. */
  readonly file: string;
  readonly clock: Clock;
  readonly state: Pick<RoomView, 'watch'>;
  /** Why somebody may not write from a console, in Bokmål; null: they may. */
  readonly mayWrite: (
    who: { readonly person: string; readonly session: string | null },
    from: ConsoleIdentity,
  ) => string | null;
  /** Documents cannot be kept, and why; null: they can again. */
  readonly onFault: (reason: string | null) => void;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

/** A document is no larger than what fits into one answer, bytes. */
const MOST_BYTES = UPDATE_BYTES - 32 * 1024;
/** Pieces on the disk before they are folded into one. */
const FOLD_PIECES = 200;
/** Documents that one console is in at the same time. */
const MOST_JOINED = 40;
/** Documents of handovers that the room does not know: consoles begin one each night at most while the hub is away. */
const MOST_UNKNOWN = 40;
/** Written in before the hub knows of its handover: from so long before its day until so long after, ms. */
const DAY_MS = 24 * 3_600_000;
const EARLY_MS = 2 * DAY_MS;
const LATE_MS = 4 * DAY_MS;
/** A document goes when its handover is no longer in the room's state and its day is over for so long, ms. */
const KEPT_MS = 16 * DAY_MS;
const SWEEP_MS = 600_000;

/**
 * Text that people write together, as the hub keeps it: on the disk before anybody is told. Consoles join, send what they
 * wrote and hear what others did; the hub itself draws lines into it. See README.md.
 */
export class Documents {
  readonly #options: DocumentsOptions;
  readonly #live = new Map<string, LiveDocument>();
  readonly #joined = new Map<string, Set<DocumentSeat>>();
  readonly #present = new Map<string, Map<DocumentSeat, readonly Presence[]>>();
  readonly #listeners = new Set<(doc: string) => void>();
  #file: DocumentFile | null = null;
  /** Something was erased in the log, and may be in pieces here. At the start it may be so that nobody came to it. */
  #erased = true;
  #cancelSweep: () => void = () => {};
  #stopped = false;

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /** Opens the file. One that does not serve is a fault, not the end of the watch: it is tried again. */
  start(): void {
    this.#open();
    this.#sweep();
  }

  /** Ends: nothing is asked of it afterwards. */
  stop(): void {
    this.#stopped = true;
    this.#cancelSweep();
    for (const live of this.#live.values()) live.destroy();
    this.#live.clear();
    this.#file?.close();
    this.#file = null;
  }

  // ── the hub's own

  /** What stands in a document; null: there is none, or it cannot be read. */
  read(id: string): HandoverDocument | null {
    const live = this.#reach(id);
    return live && readDocument(live.doc);
  }

  /**
   * The hub writes in a document, which begins with this if it is not there. On the disk, and told, when it returns true;
   * false: it could not be kept, and was not done (the fault is reported).
   */
  change(id: string, run: (doc: Y.Doc) => void): boolean {
    const live = this.#reach(id) ?? this.#begin(id);
    if (!live) return false;
    const made = live.change(run);
    return made.length === 0 || this.#keep(id, live, made, null);
  }

  /** Told when a person has written in a document. Returns an unsubscribe. */
  onWritten(listen: (doc: string) => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }

  /** Hears what is on disk: what was erased anywhere does not stay here in pieces that nobody reads. */
  heard(events: readonly LogEvent[]): void {
    if (events.some(({ body }) => body.type === 'log.erased')) this.#erased = true;
  }

  // ── consoles

  /** Answers a console. Refusals are in Bokmål; nothing throws. */
  async answer(seat: DocumentSeat, request: DocRequest): Promise<Result<unknown>> {
    switch (request.do) {
      case 'join':
        return this.#join(seat, request.doc, request.vector);
      case 'update':
        return this.#update(seat, request);
      case 'presence':
        return this.#presence(seat, request.doc, request.present);
      case 'leave':
        this.#leave(seat, request.doc);
        return success(null);
    }
  }

  /** A console is gone. */
  left(seat: DocumentSeat): void {
    for (const id of [...this.#joined.keys()]) this.#leave(seat, id);
  }

  #join(seat: DocumentSeat, id: string, vector: Uint8Array): Result<unknown> {
    if (!this.#file) return failure('disk', WORDS.disk);
    const inNow = [...this.#joined.values()].filter((seats) => seats.has(seat)).length;
    const known = this.#joined.get(id)?.has(seat) === true;
    if (!known && inNow >= MOST_JOINED) return failure('full', WORDS.tooMany);
    const live = this.#reach(id);
    const update = live ? lackedBy(live.doc, vector) : Uint8Array.of(0, 0);
    if (update === null) return failure('malformed', WORDS.malformed);
    this.#joined.set(id, (this.#joined.get(id) ?? new Set()).add(seat));
    this.#tellPresence(id, seat);
    const answer = { update, vector: live ? encodeStateVector(live.doc) : Uint8Array.of(0) };
    return success({ update: asBuffer(answer.update), vector: asBuffer(answer.vector) });
  }

  #update(seat: DocumentSeat, request: DocRequest & { readonly do: 'update' }): Result<null> {
    const { doc: id, update, person, session } = request;
    const refused = this.#options.mayWrite({ person, session }, seat.from);
    if (refused !== null) return failure('who', refused);
    if (!this.#mayBeWritten(id)) return failure('closed', WORDS.closed);
    const known = this.#reach(id);
    if (!known && this.#isCrowded(id)) return failure('full', WORDS.unknown);
    const live = known ?? this.#begin(id);
    if (!live) return failure('disk', WORDS.disk);
    if (live.bytes + update.byteLength > MOST_BYTES && !this.#fits(id, live, update))
      return failure('full', WORDS.full);
    const taken = live.takeIn(update);
    if (taken.what === 'nothing') return success(null);
    if (taken.what === 'refused') {
      this.#options.log('warn', 'an update of a document was refused', { doc: id, reason: taken.reason });
      this.#forget(id);
      return failure('malformed', WORDS.malformed);
    }
    // In one write: what was put right must not lie there as it was sent.
    if (!this.#keep(id, live, [taken.sent, ...taken.corrected], seat)) return failure('disk', WORDS.disk);
    for (const bytes of taken.corrected) seat.tell({ is: 'update', doc: id, update: asBuffer(bytes) });
    for (const listen of this.#listeners) listen(id);
    return success(null);
  }

  #presence(seat: DocumentSeat, id: string, present: readonly Presence[]): Result<null> {
    if (!this.#joined.get(id)?.has(seat)) return failure('not-joined', WORDS.notJoined);
    const there = this.#present.get(id) ?? new Map<DocumentSeat, readonly Presence[]>();
    if (present.length === 0) there.delete(seat);
    else there.set(seat, present);
    this.#present.set(id, there);
    for (const other of this.#joined.get(id) ?? []) if (other !== seat) this.#tellPresence(id, other);
    return success(null);
  }

  #leave(seat: DocumentSeat, id: string): void {
    const seats = this.#joined.get(id);
    if (!seats?.delete(seat)) return;
    if (seats.size === 0) this.#joined.delete(id);
    const there = this.#present.get(id);
    if (!there?.delete(seat)) return;
    if (there.size === 0) this.#present.delete(id);
    for (const other of this.#joined.get(id) ?? []) this.#tellPresence(id, other);
  }

  #tellPresence(id: string, to: DocumentSeat): void {
    const others = [...(this.#present.get(id) ?? [])].flatMap(([seat, present]) =>
      seat === to ? [] : present,
    );
    to.tell({ is: 'presence', doc: id, present: others.slice(0, 200) });
  }

  // ── documents

  /** A handover that the room knows; or one of about today that consoles began while the hub was away. */
  #mayBeWritten(id: string): boolean {
    if (this.#options.state.watch.has(`handover:${id}`)) return true;
    const day = dayOfDocument(id);
    const now = this.#options.clock.now();
    return day !== null && now >= day - EARLY_MS && now < day + LATE_MS;
  }

  /** Whether one more document would be one too many of those that no handover of the room has. */
  #isCrowded(id: string): boolean {
    const { watch } = this.#options.state;
    if (watch.has(`handover:${id}`)) return false;
    try {
      const ids = this.#file?.ids() ?? [];
      return !ids.includes(id) && ids.filter((one) => !watch.has(`handover:${one}`)).length >= MOST_UNKNOWN;
    } catch {
      // A disk that does not read says so when it is written to.
      return false;
    }
  }

  /** Puts on the disk what a document has gone over to in memory, then tells of it. `from`: who knows it already. */
  #keep(id: string, live: LiveDocument, changes: readonly Uint8Array[], from: DocumentSeat | null): boolean {
    const { clock, onFault } = this.#options;
    try {
      if (!this.#file) throw new Error(WORDS.disk);
      this.#file.add(id, changes, clock.now());
      onFault(null);
    } catch (error) {
      onFault(error instanceof Error ? error.message : String(error));
      // What is in memory is not what is on the disk: it is read anew, and who sent this still has it.
      this.#forget(id);
      return false;
    }
    live.pieces += changes.length;
    live.bytes += changes.reduce((sum, bytes) => sum + bytes.byteLength, 0);
    for (const seat of this.#joined.get(id) ?? []) {
      if (seat === from) continue;
      for (const update of changes) seat.tell({ is: 'update', doc: id, update: asBuffer(update) });
    }
    if (live.pieces >= FOLD_PIECES) this.#fold(id, live);
    return true;
  }

  /** Whether an update fits when what was deleted no longer counts. */
  #fits(id: string, live: LiveDocument, update: Uint8Array): boolean {
    this.#fold(id, live);
    return live.bytes + update.byteLength <= MOST_BYTES;
  }

  #fold(id: string, live: LiveDocument): void {
    const state = encodeStateAsUpdate(live.doc);
    try {
      this.#file?.fold(id, state);
      live.bytes = state.byteLength;
      live.pieces = 0;
    } catch (error) {
      // It stays in pieces; the next thing that is written says what is wrong with the disk.
      this.#options.log('warn', 'a document could not be folded', { doc: id, reason: String(error) });
    }
  }

  /** One that nobody uses is made one piece on the disk too. */
  #foldResting(id: string): void {
    if (this.#live.has(id)) return;
    const live = this.#reach(id);
    if (live && live.pieces > 0) this.#fold(id, live);
    this.#forget(id);
  }

  #reach(id: string): LiveDocument | null {
    const known = this.#live.get(id);
    if (known) {
      known.usedAt = this.#options.clock.mono();
      return known;
    }
    try {
      const kept = this.#file?.read(id) ?? null;
      return kept === null ? null : this.#hold(id, new LiveDocument(kept));
    } catch (error) {
      this.#options.onFault(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  #begin(id: string): LiveDocument | null {
    return this.#file ? this.#hold(id, new LiveDocument(null)) : null;
  }

  #hold(id: string, live: LiveDocument): LiveDocument {
    live.usedAt = this.#options.clock.mono();
    this.#live.set(id, live);
    return live;
  }

  #forget(id: string): void {
    this.#live.get(id)?.destroy();
    this.#live.delete(id);
  }

  // ── time

  #open(): void {
    const { file, clock, onFault, log } = this.#options;
    try {
      this.#file = new DocumentFile({
        file,
        now: () => clock.now(),
        onMovedAside: (aside) => log('warn', 'damaged documents were moved aside', { aside }),
      });
      onFault(null);
    } catch (error) {
      onFault(error instanceof Error ? error.message : String(error));
    }
  }

  /** Every ten minutes: what nobody uses leaves memory, what is over leaves the disk. */
  #sweep(): void {
    this.#cancelSweep = this.#options.clock.after(SWEEP_MS, () => {
      if (this.#stopped) return;
      if (!this.#file) this.#open();
      const idle = this.#options.clock.mono() - SWEEP_MS;
      for (const [id, live] of this.#live) {
        if (this.#erased || live.pieces > 0) this.#fold(id, live);
        if (live.usedAt < idle && !this.#joined.has(id)) this.#forget(id);
      }
      this.#dropOld();
      this.#sweep();
    });
  }

  #dropOld(): void {
    const file = this.#file;
    if (!file) return;
    const now = this.#options.clock.now();
    try {
      for (const id of file.ids()) {
        const day = dayOfDocument(id);
        const over = day === null || now > day + KEPT_MS;
        if (!over || this.#options.state.watch.has(`handover:${id}`)) {
          if (this.#erased) this.#foldResting(id);
          continue;
        }
        this.#forget(id);
        file.drop(id);
      }
      if (this.#erased) file.scrub();
      this.#erased = false;
    } catch (error) {
      this.#options.onFault(error instanceof Error ? error.message : String(error));
    }
  }
}

/** The socket's parser writes a Buffer as bytes, and any other view as something else. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
