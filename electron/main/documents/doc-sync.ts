import { encodeStateVector, mergeUpdates } from 'yjs';
import type { DocAnswer, DocRequest, Presence } from '../../../shared/contract/documents';
import { hasAllOf, lackedBy } from '../../../shared/rules/handover/document-update';
import type { Clock } from '../../../shared/time/clock';
import type { Result } from '../../../shared/util/result';
import type { Author } from './doc-file';
import type { OpenDoc } from './open-doc';

export interface DocSyncOptions {
  readonly doc: OpenDoc;
  readonly clock: Clock;
  readonly ask: <R extends DocRequest>(request: R) => Promise<Result<DocAnswer<R['do']>>>;
  /** Which log the hub stands in (`ORIGIN/EPOCH`); null: not known. */
  readonly log: () => string | null;
  /** Who acts here now, for what a session that is gone left unsent; null: nobody. */
  readonly actor: () => Author | null;
  /** The hub had something that was not here. */
  readonly onHeard: (update: Uint8Array) => void;
  /** `live` or who is here may have changed. */
  readonly onChange: () => void;
  readonly onRefused: (code: string, message: string) => void;
}

/** Bytes of one message to the hub, about. */
const BATCH_BYTES = 200 * 1024;
/** What is on its way for less than this is no reason to say that the hub does not have it, ms. */
const BEHIND_MS = 1_500;
/** What the hub did not answer is tried again after this; what it refused, after that, ms. */
const RETRY_MS = 3_000;
const REFUSED_MS = 30_000;
/** Nothing but an update's two empty lists. */
const SAYS_NOTHING = 2;

/**
 * Keeps one document and the hub's even: joins with what is here, takes what was lacking, sends what the hub lacks, and then
 * each change as it comes, one message at a time. What was not acknowledged is owed, and is sent anew after the next join.
 */
export class DocSync {
  readonly #options: DocSyncOptions;
  readonly #doc: OpenDoc;
  /** Changes made here that the hub has not acknowledged. */
  #queue: Uint8Array[] = [];
  #joined = false;
  #running = false;
  #again = false;
  /** Raised with every cut: what was asked before it says nothing any more. */
  #connection = 0;
  #notBefore = Number.NEGATIVE_INFINITY;
  #behind = false;
  #cancelBehind: (() => void) | null = null;
  #told: string | null = null;
  #ended = false;

  constructor(options: DocSyncOptions) {
    this.#options = options;
    this.#doc = options.doc;
  }

  /** The hub is there, and has all that this console has (what is on its way for a moment aside). */
  get live(): boolean {
    return this.#joined && !this.#behind;
  }

  get joined(): boolean {
    return this.#joined;
  }

  /** The hub is there: what is not even is evened out, unless it was tried a moment ago. */
  look(): void {
    const idle = this.#joined && this.#queue.length === 0;
    if (!idle && this.#options.clock.mono() >= this.#notBefore) void this.#run();
  }

  /** Somebody else acts here: what was refused may be taken now. */
  retry(): void {
    this.#notBefore = Number.NEGATIVE_INFINITY;
  }

  /** Somebody wrote here. */
  wrote(update: Uint8Array): void {
    // Before a join the whole of what the hub lacks is sent, and this with it.
    if (this.#joined) this.#queue.push(update);
    this.#watchBehind();
    this.look();
  }

  cut(): void {
    this.#connection += 1;
    this.#joined = false;
    this.#running = false;
    this.#queue = [];
    this.#told = null;
    this.#notBefore = Number.NEGATIVE_INFINITY;
    this.#doc.elsewhere = [];
    this.#options.onChange();
  }

  /** Tells the hub who is in it here. */
  present(present: readonly Presence[]): void {
    const text = JSON.stringify(present);
    if (!this.#joined || text === (this.#told ?? '[]')) return;
    this.#told = text;
    void this.#options.ask({ do: 'presence', doc: this.#doc.id, present: [...present] });
  }

  end(): void {
    this.#ended = true;
    this.#cancelBehind?.();
    if (this.#joined) void this.#options.ask({ do: 'leave', doc: this.#doc.id });
    this.#joined = false;
  }

  async #run(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    const connection = this.#connection;
    try {
      do {
        this.#again = false;
        const even = (this.#joined || (await this.#join(connection))) && (await this.#push(connection));
        if (!even) return;
      } while (this.#again || this.#queue.length > 0);
    } finally {
      // After a cut this run says nothing any more, and another may be under way.
      if (this.#connection === connection) this.#running = false;
    }
  }

  async #join(connection: number): Promise<boolean> {
    const { ask, log, onChange, onHeard } = this.#options;
    const { doc, id } = this.#doc;
    const answer = await ask({ do: 'join', doc: id, vector: encodeStateVector(doc) });
    if (this.#connection !== connection || this.#ended) return false;
    if (!answer.ok) return this.#failed(answer.error.code, answer.error.message);
    onHeard(answer.value.update);
    this.#joined = true;
    this.#queue = [];
    const owed = this.#doc.owed || this.#doc.log !== log() || !hasAllOf(answer.value.vector, doc);
    const lacked = owed ? lackedBy(doc, answer.value.vector) : null;
    if (lacked && lacked.byteLength > SAYS_NOTHING) this.#queue.push(lacked);
    else this.#settle();
    onChange();
    return true;
  }

  async #push(connection: number): Promise<boolean> {
    while (this.#queue.length > 0) {
      const batch = this.#nextBatch();
      const answer = await this.#send(batch);
      if (this.#connection !== connection || this.#ended) return false;
      if (!answer.ok) {
        this.#queue.unshift(batch);
        return this.#failed(answer.error.code, answer.error.message);
      }
    }
    this.#settle();
    return true;
  }

  async #send(update: Uint8Array): Promise<Result<null>> {
    const { ask, actor } = this.#options;
    const { id, author } = this.#doc;
    const now = actor();
    const as = author ?? now ?? { person: '', session: null };
    const answer = await ask({ do: 'update', doc: id, update, ...as });
    if (answer.ok || answer.error.code !== 'who' || !now || now.session === as.session) return answer;
    // The session that it was written under is gone: whoever is here now vouches for it.
    return ask({ do: 'update', doc: id, update, ...now });
  }

  #nextBatch(): Uint8Array {
    let bytes = 0;
    let count = 0;
    for (const update of this.#queue) {
      if (count > 0 && bytes + update.byteLength > BATCH_BYTES) break;
      bytes += update.byteLength;
      count += 1;
    }
    const batch = this.#queue.splice(0, count);
    return batch.length === 1 && batch[0] ? batch[0] : mergeUpdates(batch);
  }

  #settle(): void {
    if (this.#queue.length > 0) return;
    this.#doc.settled(this.#options.log());
    this.#cancelBehind?.();
    this.#cancelBehind = null;
    if (!this.#behind) return;
    this.#behind = false;
    this.#options.onChange();
  }

  #failed(code: string, message: string): false {
    const silent = code === 'offline' || code === 'timeout';
    // After a silence nobody knows what was taken: it is joined anew.
    if (silent || code === 'not-joined') this.#joined = false;
    this.#notBefore = this.#options.clock.mono() + (silent ? RETRY_MS : REFUSED_MS);
    if (!silent) this.#options.onRefused(code, message);
    this.#behind = true;
    this.#options.onChange();
    return false;
  }

  #watchBehind(): void {
    this.#cancelBehind ??= this.#options.clock.after(BEHIND_MS, () => {
      this.#cancelBehind = null;
      if (!this.#doc.owed || this.#behind) return;
      this.#behind = true;
      this.#options.onChange();
    });
  }
}
