import { randomUUID } from 'node:crypto';
import { encodeStateAsUpdate } from 'yjs';
import {
  type DocAnswer,
  type DocNews,
  type DocRequest,
  documentId,
  type Presence,
} from '../../../shared/contract/documents';
import type { Answers, Args, Degradation, News } from '../../../shared/contract/ipc';
import { dayOfDocument, updateFault } from '../../../shared/rules/handover/document-update';
import type { RoomView } from '../../../shared/rules/reduce';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result, success } from '../../../shared/util/result';
import type { DocumentsPort } from '../ipc/console-port';
import { type Author, DocFile } from './doc-file';
import { DocSync } from './doc-sync';
import { OpenDoc } from './open-doc';

export interface DocumentsOptions {
  /** `docs.db` of this console's data folder. */
  readonly file: string;
  readonly clock: Clock;
  readonly state: Pick<RoomView, 'watch'>;
  readonly ask: <R extends DocRequest>(request: R) => Promise<Result<DocAnswer<R['do']>>>;
  /** Which log the hub stands in (`ORIGIN/EPOCH`); null: not known. */
  readonly log: () => string | null;
  /** Who acts here now; a failure where nobody does, or the desk is locked. */
  readonly actor: () => Promise<Result<Author>>;
  /** Who is signed in, locked or not; null: nobody. */
  readonly signedIn: () => Author | null;
  readonly onFault: (fault: Degradation | null, code?: Degradation['code']) => void;
  readonly say: (level: 'info' | 'warn' | 'error', message: string, detail?: Record<string, unknown>) => void;
}

interface Entry {
  readonly doc: OpenDoc;
  readonly sync: DocSync;
}

/** What came from the hub goes to the disk together, ms. */
const FLUSH_MS = 1_000;
/** After something was erased in the log, this long for lines that said it to be drawn anew, ms. */
const SCRUB_MS = 60_000;
/** Cursors move with every key: the hub is told at most so often, ms. */
const PRESENCE_MS = 150;
/** A document whose day is over for so long goes, unless the hub still lacks something of it; then after this, ms. */
const DAY_MS = 24 * 3_600_000;
const KEPT_MS = 30 * DAY_MS;
const OWED_KEPT_MS = 120 * DAY_MS;
/** Signed texts are kept for so long, ms: what people look up without the hub. */
const TEXTS_KEPT_MS = 400 * DAY_MS;

/**
 * The documents of this console: one copy in main, on the disk before a window is answered, and even with the hub's when it
 * is there. The present handovers are followed though no window shows them, so that they are here when the hub is not.
 */
export class Documents implements DocumentsPort {
  readonly #options: DocumentsOptions;
  readonly #open = new Map<string, Entry>();
  readonly #listeners = new Set<(window: number, news: News['doc:changed']) => void>();
  #file: DocFile | null = null;
  #cancelFlush: (() => void) | null = null;
  #cancelPresence: (() => void) | null = null;
  #cancelScrub: (() => void) | null = null;
  #isLive = false;
  #signedIn: string | null = null;
  #failing = false;
  #lookedForOwed = false;

  constructor(options: DocumentsOptions) {
    this.#options = options;
    const { clock, file, say } = options;
    try {
      this.#file = new DocFile({
        file,
        now: () => clock.now(),
        onMovedAside: (aside) => {
          say('error', 'damaged documents were moved aside', { aside });
          this.#fault(`docs.db was damaged and was moved aside: ${aside}`);
        },
      });
      this.#dropOld(this.#file);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** The documents' file, for what else is kept in it; null: it does not serve. */
  get file(): DocFile | null {
    return this.#file;
  }

  // ── windows

  open(id: string, window: number): Result<Answers['doc:open']> {
    if (!documentId.safeParse(id).success) return failure('malformed', 'no document can have that name');
    const entry = this.#reach(id);
    entry.doc.windows.set(window, { client: randomUUID(), line: null, writing: false });
    this.#presenceSoon();
    this.#tellPresence(entry, window);
    if (this.#isLive) entry.sync.look();
    return success({
      update: encodeStateAsUpdate(entry.doc.doc),
      present: this.#presentFor(entry, window),
      live: entry.sync.live,
    });
  }

  /** Refused: `signed-out`, `locked`, `closed` (the window has not opened it), `malformed`, `full`, `disk`. */
  async update({ doc: id, update }: Args<'doc:update'>, window: number): Promise<Result<null>> {
    const author = await this.#options.actor();
    if (!author.ok) return author;
    const entry = this.#open.get(id);
    if (!entry?.doc.windows.has(window)) return failure('closed', 'the window has not opened this document');
    const fault = updateFault(update);
    if (fault !== null) return failure('malformed', fault);
    if (!entry.doc.fits(update.byteLength))
      return failure('full', 'the note is too long: strike something, or write the rest in the shift log');
    try {
      entry.doc.wrote(update, author.value);
      this.#works();
    } catch (error) {
      this.#failed(error);
      return failure('disk', error instanceof Error ? error.message : String(error));
    }
    entry.sync.wrote(update);
    this.#tell(entry, update, window);
    return success(null);
  }

  presence({ doc: id, line, writing }: Args<'doc:presence'>, window: number): Result<null> {
    const entry = this.#open.get(id);
    const before = entry?.doc.windows.get(window);
    if (!entry || !before) return failure('closed', 'the window has not opened this document');
    entry.doc.windows.set(window, { ...before, line, writing });
    this.#presenceSoon();
    this.#tellPresence(entry, window);
    return success(null);
  }

  close(id: string, window: number): void {
    const entry = this.#open.get(id);
    if (!entry?.doc.windows.delete(window)) return;
    this.#presenceSoon();
    this.#tellPresence(entry, window);
  }

  /** A window is gone, or its page begins anew. */
  gone(window: number): void {
    for (const id of [...this.#open.keys()]) this.close(id, window);
  }

  onNews(listen: (window: number, news: News['doc:changed']) => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }

  // ── the hub

  /** The hub vouches for what is shown: to be called at each such heartbeat. */
  live(): void {
    const came = !this.#isLive;
    this.#isLive = true;
    this.#follow();
    for (const { sync } of this.#open.values()) {
      if (came) sync.retry();
      sync.look();
    }
  }

  /** The connection is gone. */
  cut(): void {
    if (!this.#isLive) return;
    this.#isLive = false;
    for (const entry of this.#open.values()) entry.sync.cut();
  }

  heard(news: DocNews): void {
    const entry = this.#open.get(news.doc);
    if (!entry) return;
    if (news.is === 'update') {
      this.#take(entry, news.update);
      return;
    }
    entry.doc.elsewhere = news.present;
    this.#tell(entry, null);
  }

  /** Something was erased in the log, now or while this console was away: it does not stay here in pieces that nobody reads. */
  scrubSoon(): void {
    // The hub draws its lines anew first.
    this.#cancelScrub ??= this.#options.clock.after(SCRUB_MS, () => {
      this.#cancelScrub = null;
      this.#scrub();
    });
  }

  /** Somebody else may act here now. */
  identityChanged(): void {
    const now = this.#options.signedIn()?.person ?? null;
    if (now === this.#signedIn) return;
    this.#signedIn = now;
    this.#presenceSoon();
    for (const entry of this.#open.values()) {
      this.#tell(entry, null);
      entry.sync.retry();
      if (this.#isLive) entry.sync.look();
    }
  }

  stop(): void {
    this.#cancelFlush?.();
    this.#cancelPresence?.();
    if (this.#cancelScrub !== null) {
      this.#cancelScrub();
      this.#scrub();
    }
    for (const { doc, sync } of this.#open.values()) {
      doc.flush();
      sync.end();
      doc.destroy();
    }
    this.#open.clear();
    this.#file?.close();
    this.#file = null;
  }

  // ── which documents are here

  #reach(id: string): Entry {
    const known = this.#open.get(id);
    if (known) return known;
    let kept: ReturnType<DocFile['read']> = null;
    try {
      kept = this.#file?.read(id) ?? null;
    } catch (error) {
      this.#failed(error);
    }
    const { clock, ask, log, signedIn, say } = this.#options;
    const doc = new OpenDoc(id, kept, { file: () => this.#file, onFault: (error) => this.#failed(error) });
    const sync = new DocSync({
      doc,
      clock,
      ask,
      log,
      actor: signedIn,
      onHeard: (update) => this.#take(entry, update),
      onChange: () => {
        this.#presenceSoon();
        this.#tell(entry, null);
      },
      onRefused: (code, message) =>
        say('warn', 'the hub did not take what was written', { doc: id, code, reason: message }),
    });
    const entry: Entry = { doc, sync };
    this.#open.set(id, entry);
    return entry;
  }

  /** Those that are written now, those that the hub lacks something of, and those that a window shows; others are let go. */
  #follow(): void {
    const wanted = new Set<string>();
    for (const entity of this.#options.state.watch.values()) {
      if (entity.kind === 'handover' && entity.value.state !== 'accepted') wanted.add(entity.value.id);
    }
    for (const id of wanted) if (documentId.safeParse(id).success) this.#reach(id);
    for (const [id, { doc, sync }] of this.#open) {
      if (wanted.has(id) || doc.owed || doc.windows.size > 0 || !sync.live) continue;
      doc.flush();
      sync.end();
      doc.destroy();
      this.#open.delete(id);
    }
    if (!this.#lookedForOwed) this.#lookForOwed();
  }

  /** What an earlier run left unsent. */
  #lookForOwed(): void {
    this.#lookedForOwed = true;
    try {
      for (const { id, owed } of this.#file?.all() ?? []) if (owed) this.#reach(id);
    } catch (error) {
      this.#failed(error);
    }
  }

  #scrub(): void {
    try {
      for (const { id } of this.#file?.all() ?? []) this.#reach(id).doc.fold();
      this.#file?.scrub();
    } catch (error) {
      this.#failed(error);
    }
  }

  #dropOld(file: DocFile): void {
    const now = this.#options.clock.now();
    for (const { id, owed } of file.all()) {
      const day = dayOfDocument(id);
      if (day !== null && now > day + (owed ? OWED_KEPT_MS : KEPT_MS)) file.drop(id);
    }
    for (const id of file.textsOf()) {
      const day = dayOfDocument(id);
      if (day !== null && now > day + TEXTS_KEPT_MS) file.dropText(id);
    }
  }

  // ── telling

  #take(entry: Entry, update: Uint8Array): void {
    let news: Uint8Array | null;
    try {
      news = entry.doc.heard(update);
    } catch (error) {
      this.#options.say('warn', 'a document from the hub could not be read', {
        doc: entry.doc.id,
        reason: String(error),
      });
      return;
    }
    if (news) this.#tell(entry, news);
    this.#cancelFlush ??= this.#options.clock.after(FLUSH_MS, () => {
      this.#cancelFlush = null;
      for (const { doc } of this.#open.values()) doc.flush();
    });
  }

  #tell(entry: Entry, update: Uint8Array | null, except?: number): void {
    for (const window of entry.doc.windows.keys()) {
      if (window === except) continue;
      const present = this.#presentFor(entry, window);
      const news = { doc: entry.doc.id, update, present, live: entry.sync.live };
      for (const listen of this.#listeners) listen(window, news);
    }
  }

  #tellPresence(entry: Entry, from: number): void {
    this.#tell(entry, null, from);
  }

  #presenceSoon(): void {
    this.#cancelPresence ??= this.#options.clock.after(PRESENCE_MS, () => {
      this.#cancelPresence = null;
      for (const { doc, sync } of this.#open.values()) sync.present(this.#presentHere(doc, null));
    });
  }

  #presentFor({ doc }: Entry, window: number): readonly Presence[] {
    return [...doc.elsewhere, ...this.#presentHere(doc, window)];
  }

  #presentHere(doc: OpenDoc, except: number | null): readonly Presence[] {
    const person = this.#options.signedIn()?.person;
    if (person === undefined) return [];
    return [...doc.windows].flatMap(([window, { client, line, writing }]) =>
      window === except ? [] : [{ client, person, line, writing }],
    );
  }

  #failed(error: unknown): void {
    this.#fault(error instanceof Error ? error.message : String(error));
  }

  #fault(detail: string): void {
    this.#failing = true;
    this.#options.onFault({ code: 'documents', detail });
  }

  #works(): void {
    if (!this.#failing) return;
    this.#failing = false;
    this.#options.onFault(null, 'documents');
  }
}
