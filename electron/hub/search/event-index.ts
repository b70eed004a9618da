import type { QuestionOf, SearchAnswer } from '../../../shared/contract/wire';
import type { LogEvent } from '../../../shared/model/events';
import { eventText, namesIn } from '../../../shared/rules/event-text';
import type { RoomView } from '../../../shared/rules/reduce';
import { type Erasure, eraseInEvent } from '../../../shared/rules/watch/erase-event';
import type { Clock } from '../../../shared/time/clock';
import { faultOf } from '../../sqlite/errors';
import type { LogPlace } from '../../sqlite/event-search';
import type { SqliteLog } from '../log/sqlite-log';
import { type Coverage, type Entry, IndexFile } from './index-file';
import { type PurgeOptions, purgeIndex, takeInErased } from './purge-index';

/** Events that are read from the log at once while old ones are taken in, and the characters of their bodies. */
const PAGE_EVENTS = 250;
const PAGE_CHARS = 1_000_000;
/** New events that go into the file in one transaction. */
const TAKEN_EVENTS = 100;
/** One slice of work holds the event loop for so long, ms, or for one event; between two of them others come first. */
const SLICE_MS = 8;
const PAUSE_MS = 8;
/** What is new waits so long for more, ms. */
const GATHER_MS = 100;
/** Beyond so many, new events are not kept for the index: it reads them from the log later. */
const MAX_WAITING = 20_000;
/** Time until a file that failed is tried again, ms. */
const RETRY_MS = 30_000;
/** An answer ends where its events reach this, as that of history does. */
const ANSWER_CHARS = 1_000_000;
/** Archived segments that one answer opens. */
const ANSWER_SEGMENTS = 8;

export interface EventIndexOptions {
  readonly file: string;
  readonly log: Pick<SqliteLog, 'head' | 'history' | 'eventsAt'>;
  readonly clock: Clock;
  /** What things are called now. */
  readonly state: Pick<RoomView, 'catalogue' | 'people'>;
  /** It cannot be kept, and why; null: it can again. */
  readonly onFault: (reason: string | null) => void;
}

/** What is being filled in, newest first: from `at` back to `until` (null: to the beginning). */
interface Filling {
  readonly before: LogPlace;
  readonly beforeAt: number;
  readonly until: LogPlace | null;
}

/** Full text over the log. See README.md. Nothing of it throws but a search that cannot be answered. */
export class EventIndex {
  readonly #options: EventIndexOptions;
  #file: IndexFile | null = null;
  #coverage: Coverage | null = null;
  /** The newest event that was heard of. */
  #heard: LogPlace = { epoch: 0, seq: 0 };
  /** Events after `coverage.to` that were heard and are not in the file. */
  #waiting: LogEvent[] = [];
  /** Between what the file covers and what was heard lies something that is in neither. */
  #gap: Filling | null = null;
  #cancels = new Set<() => void>();
  #filling = false;
  /** The log could not be read where it is to be filled in from. */
  #unreadable = false;
  /** What was erased since the start: what was read of it before holds words that are to be found no more. */
  #erasures: readonly Erasure[] = [];
  #isPurging = false;
  #stopped = true;

  constructor(options: EventIndexOptions) {
    this.#options = options;
  }

  /** Opens the file, and begins to fill it in the background. */
  start(): void {
    this.#stopped = false;
    const { position } = this.#options.log.head();
    this.#heard = { epoch: position.epoch, seq: position.seq };
    this.#open();
  }

  /** Takes in what is still waiting, and closes the file. */
  stop(): void {
    if (this.#stopped) return;
    this.#takeIn();
    this.#stopped = true;
    for (const cancel of this.#cancels) cancel();
    this.#file?.close();
    this.#file = null;
  }

  /** Events that are on the disk now, in order. */
  heard(events: readonly LogEvent[]): void {
    const last = events.at(-1);
    if (this.#stopped || !last) return;
    this.#heard = placeOf(last);
    const erased = events.flatMap(({ body }) => (body.type === 'log.erased' ? [body] : []));
    if (erased.length > 0) this.#erasures = [...this.#erasures, ...erased];
    if (!this.#file) return;
    if (this.#waiting.length === 0) this.#later(GATHER_MS, () => this.#takeIn());
    this.#waiting.push(...events);
    if (this.#waiting.length <= MAX_WAITING) return;
    this.#waiting = [];
    this.#openGap(last.at);
  }

  /** Answers `search`. Rejects with the reason, in Bokmål, where the index cannot be read. */
  async search(asked: QuestionOf<'search'>): Promise<SearchAnswer> {
    for (this.#takeIn(); this.#waiting.length > 0; this.#takeIn()) await this.#pause();
    const file = this.#file;
    if (!file) throw new Error('Søket er ikke tilgjengelig akkurat nå. Prøv igjen om et halvt minutt.');
    let found: ReturnType<IndexFile['search']>;
    try {
      await takeInErased(file, this.#purging(file));
      found = file.search({ ...asked, limit: asked.limit + 1 });
    } catch (error) {
      this.#failed(error);
      throw new Error('Søket er skadet og bygges opp på nytt. Prøv igjen om litt.');
    }
    const indexedFrom = this.#knownFrom();
    const places = found.slice(0, asked.limit);
    const { events, looked } = await this.#options.log.eventsAt(places, {
      segments: ANSWER_SEGMENTS,
      maxChars: ANSWER_CHARS,
    });
    const kinds = new Map(found.map(({ epoch, seq, kind }) => [`${epoch}/${seq}`, kind]));
    const hits = events.flatMap((event) => {
      const kind = kinds.get(`${event.epoch}/${event.seq}`);
      return kind === undefined ? [] : [{ kind, event }];
    });
    return { hits, complete: found.length <= asked.limit && looked === places.length, indexedFrom };
  }

  /** Events before this time may be missing, ms UTC; null: none are. */
  #knownFrom(): number | null {
    if (this.#gap) return this.#gap.beforeAt;
    return this.#coverage === null || this.#coverage.whole ? null : this.#coverage.fromAt;
  }

  // ── the file

  #open(): void {
    if (this.#file) return;
    const { file, log, clock, onFault } = this.#options;
    try {
      this.#file = openOrRemake(file);
      const { origin } = log.head().position;
      const known = this.#file.coverage(origin);
      this.#waiting = [];
      this.#gap = null;
      if (known && !isAfter(known.to, this.#heard)) {
        this.#coverage = known;
        if (isAfter(this.#heard, known.to)) this.#openGap(clock.now());
      } else {
        const next = { ...this.#heard, seq: this.#heard.seq + 1 };
        this.#coverage = { to: this.#heard, from: next, fromAt: clock.now(), whole: false };
        this.#file.begin(origin, this.#coverage);
      }
      onFault(null);
      this.#fill();
      this.#purge();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** What is in the file cannot be relied on, or cannot be added to. */
  #failed(error: unknown): void {
    const { file, onFault } = this.#options;
    this.#file?.abandon();
    this.#file = null;
    this.#waiting = [];
    onFault(error instanceof Error ? error.message : String(error));
    const damaged = faultOf(error) === 'corrupt';
    if (damaged) removeQuietly(file);
    this.#later(damaged ? 0 : RETRY_MS, () => this.#open());
  }

  // ── what is new

  /** What was heard goes into the file; what takes too long, in a later turn. */
  #takeIn(): void {
    const { clock } = this.#options;
    const from = clock.mono();
    while (this.#file && this.#coverage && this.#waiting.length > 0) {
      const events = this.#waiting.slice(0, TAKEN_EVENTS);
      this.#waiting = this.#waiting.slice(events.length);
      const last = events.at(-1);
      const covered = this.#gap || !last ? null : { ...this.#coverage, to: placeOf(last) };
      try {
        this.#file.put(
          events.map((event) => this.#entryOf(event)),
          covered,
        );
        if (covered) this.#coverage = covered;
        if (this.#erasures.length > 0) this.#purge();
      } catch (error) {
        this.#failed(error);
      }
      if (clock.mono() - from > SLICE_MS) break;
    }
    if (this.#waiting.length > 0) this.#later(PAUSE_MS, () => this.#takeIn());
  }

  /** What was heard is no longer known from one event to the next: it is read from the log, newest first. */
  #openGap(at: number): void {
    if (!this.#coverage) return;
    const before = { ...this.#heard, seq: this.#heard.seq + 1 };
    this.#gap = { before, beforeAt: at, until: this.#coverage.to };
    this.#fill();
  }

  // ── what is old

  #fill(): void {
    if (this.#filling || this.#stopped) return;
    this.#filling = true;
    void this.#fillOn().finally(() => {
      this.#filling = false;
    });
  }

  async #fillOn(): Promise<void> {
    for (;;) {
      const file = this.#file;
      const todo = this.#todo();
      if (!file || !todo || this.#stopped) return;
      const page = await this.#older(todo.before);
      if (!page) return;
      try {
        if (!(await this.#takePage(file, todo, page))) continue;
      } catch (error) {
        if (this.#file === file) this.#failed(error);
        return;
      }
      await this.#pause();
    }
  }

  /** A log that cannot be read (a segment is missing) leaves the index as it is, and honest about it. */
  async #older(before: LogPlace): Promise<readonly LogEvent[] | null> {
    const { log, onFault } = this.#options;
    try {
      const page = await log.history(null, before, PAGE_EVENTS, { maxChars: PAGE_CHARS });
      if (this.#unreadable) onFault(null);
      this.#unreadable = false;
      return page;
    } catch (error) {
      if (this.#stopped) return null;
      this.#unreadable = true;
      onFault(error instanceof Error ? error.message : String(error));
      this.#later(RETRY_MS, () => this.#fill());
      return null;
    }
  }

  #todo(): Filling | null {
    if (this.#gap) return this.#gap;
    const known = this.#coverage;
    return known === null || known.whole ? null : { before: known.from, beforeAt: known.fromAt, until: null };
  }

  /** Takes a page of old events in, a slice at a time. Returns whether the work is still what it was. */
  async #takePage(file: IndexFile, todo: Filling, page: readonly LogEvent[]): Promise<boolean> {
    const { clock } = this.#options;
    const wanted = page.filter((event) => todo.until === null || isAfter(placeOf(event), todo.until));
    let at = todo;
    let from = clock.mono();
    let slice: Entry[] = [];
    const put = (): boolean => {
      if (this.#stopped || this.#file !== file || this.#todo()?.before !== at.before) return false;
      const last = slice.at(-1);
      at = last ? { ...at, before: last.place, beforeAt: last.at } : at;
      this.#note(file, slice, at);
      slice = [];
      return true;
    };
    for (const event of wanted) {
      slice.push(this.#entryOf(event));
      if (clock.mono() - from < SLICE_MS) continue;
      if (!put()) return false;
      await this.#pause();
      from = clock.mono();
    }
    if (!put()) return false;
    // Nothing more before this: the beginning, or where the index already knew on.
    if (wanted.length < page.length || page.length === 0) this.#reached(file);
    return true;
  }

  #note(file: IndexFile, entries: readonly Entry[], at: Filling): void {
    if (at.until !== null) {
      file.put(entries, null);
      this.#gap = at;
    } else if (this.#coverage) {
      const covered = { ...this.#coverage, from: at.before, fromAt: at.beforeAt };
      file.put(entries, covered);
      this.#coverage = covered;
    }
  }

  /** The gap is closed, or the beginning reached. */
  #reached(file: IndexFile): void {
    if (!this.#coverage) return;
    const waits = this.#waiting[0];
    const to = waits ? { ...placeOf(waits), seq: waits.seq - 1 } : this.#heard;
    const covered = this.#gap ? { ...this.#coverage, to } : { ...this.#coverage, whole: true };
    file.put([], covered);
    this.#coverage = covered;
    this.#gap = null;
    this.#purge();
  }

  #entryOf(event: LogEvent): Entry {
    const body = this.#erasures.reduce(eraseInEvent, event.body);
    return {
      place: placeOf(event),
      at: event.at,
      found: eventText(body, namesIn(this.#options.state)),
      erases: body.type === 'log.erased' ? body.entry : null,
    };
  }

  // ── what was erased

  #purge(): void {
    if (this.#isPurging || this.#stopped || !this.#file) return;
    const file = this.#file;
    this.#isPurging = true;
    void purgeIndex(file, this.#purging(file))
      .catch((error: unknown) => {
        // A segment that is missing now may be back; a file that is damaged is met by whoever writes to it next.
        if (this.#stopped) return;
        this.#options.onFault(error instanceof Error ? error.message : String(error));
        this.#later(RETRY_MS, () => this.#purge());
      })
      .finally(() => {
        this.#isPurging = false;
      });
  }

  #purging(file: IndexFile): PurgeOptions {
    return {
      log: this.#options.log,
      entryOf: (event) => this.#entryOf(event),
      pause: () => this.#pause(),
      isOver: () => this.#stopped || this.#file !== file,
    };
  }

  // ── time

  #pause(): Promise<void> {
    return new Promise((resolve) => this.#later(PAUSE_MS, resolve));
  }

  #later(ms: number, run: () => void): void {
    const cancel = this.#options.clock.after(ms, () => {
      this.#cancels.delete(cancel);
      if (!this.#stopped) run();
    });
    this.#cancels.add(cancel);
  }
}

/** Opens the file; one that is damaged, or of a later version, is derived all the same, and made anew. */
function openOrRemake(file: string): IndexFile {
  try {
    return new IndexFile(file);
  } catch (error) {
    const fault = faultOf(error);
    if (fault !== 'corrupt' && fault !== 'newer') throw error;
    IndexFile.remove(file);
    return new IndexFile(file);
  }
}

function removeQuietly(file: string): void {
  try {
    IndexFile.remove(file);
  } catch {
    // The next opening meets it again, and says so.
  }
}

function placeOf({ epoch, seq }: LogEvent): LogPlace {
  return { epoch, seq };
}

function isAfter(a: LogPlace, b: LogPlace): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.seq > b.seq);
}
