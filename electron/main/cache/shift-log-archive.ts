import type { Answers, Args } from '../../../shared/contract/ipc';
import type { AnswerTo, QuestionOf } from '../../../shared/contract/wire';
import { type LogEvent, type Position, sameEpoch } from '../../../shared/model/events';
import type { LogEntry } from '../../../shared/model/shift-log';
import type { Erasure } from '../../../shared/rules/watch/erase-event';
import { erasePart } from '../../../shared/rules/watch/reduce-watch';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result, success } from '../../../shared/util/result';
import { faultOf } from '../../sqlite/errors';
import { moveAside, removeAside } from '../../sqlite/move-aside';
import { type Held, type PlacedEntry, ShiftLogFile } from './shift-log-file';

/** Entries that are asked for at once, and the pause between two questions, ms: nobody waits for old ones. */
const PAGE = 100;
const PAUSE_MS = 100;
/** How far was heard is noted at most so often where nothing else was to be written, ms. */
const NOTE_MS = 60_000;

type Asked = QuestionOf<'shift-log'>;

export interface ShiftLogArchiveOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly ask: (question: Asked) => Promise<Result<AnswerTo<'shift-log'>>>;
  /** Where the board stands; null: nowhere yet. */
  readonly position: () => Position | null;
  /** What of an entry can be searched for. */
  readonly textOf: (entry: LogEntry) => string;
  /** Something was erased, perhaps long ago: it must go from wherever else this console keeps it. */
  readonly onErased: (erasures: readonly Erasure[]) => void;
  /** It does not serve, and why; null: it does. */
  readonly onFault: (detail: string | null) => void;
}

/**
 * The shift log of years on this console's own disk, for reading and searching it without a hub. What is new comes with the
 * events; what was said while this console was away is asked for when it is back; what is older is read from the hub, page
 * by page, until there is nothing before it. An epoch of a restored hub is read anew, and what it does not know goes.
 * Nothing of it throws: where the file does not serve, it says so.
 */
export class ShiftLogArchive {
  readonly #options: ShiftLogArchiveOptions;
  #file: ShiftLogFile | null = null;
  #held: Held | null = null;
  /** In step with the hub since it was heard of last: what events say follows on what is held. */
  #inStep = false;
  /** Where the log stood when events were heard last. */
  #heard: Position | null = null;
  #notedAt = Number.NEGATIVE_INFINITY;
  #asking = false;
  #connection = 0;
  #cancel: () => void = () => {};
  #stopped = false;

  constructor(options: ShiftLogArchiveOptions) {
    this.#options = options;
    this.#open();
  }

  /** Events that were applied, in order. */
  heard(events: readonly LogEvent[]): void {
    const last = events.at(-1);
    if (!last || this.#stopped) return;
    this.#heard = last;
    const about = events.filter(({ body }) => body.type.startsWith('log.'));
    if (about.length === 0) {
      if (this.#inStep && this.#options.clock.mono() - this.#notedAt > NOTE_MS) this.#put([]);
      return;
    }
    const erasures = about.flatMap(({ body }): Erasure[] =>
      body.type === 'log.erased' ? [{ entry: body.entry, part: body.part }] : [],
    );
    this.#attempt((file) => {
      const changed = new Map<string, PlacedEntry>();
      for (const event of about) {
        const { body } = event;
        const id = body.type === 'log.written' ? body.entry.id : 'entry' in body ? String(body.entry) : '';
        const next = after(changed.get(id) ?? file.find(id), event);
        if (next) changed.set(id, next);
      }
      this.#put([...changed.values()]);
    });
    if (erasures.length > 0) this.#erased(erasures);
  }

  /** The board was replaced as a whole: what happened in between was not heard. */
  gap(): void {
    this.#inStep = false;
  }

  /** The hub vouches for the board as it stands. */
  live(): void {
    if (this.#stopped || this.#asking) return;
    if (this.#inStep && this.#held?.whole) return;
    this.#asking = true;
    void this.#catchUp(this.#connection).finally(() => {
      this.#asking = false;
    });
  }

  /** The hub is gone. */
  cut(): void {
    this.#connection += 1;
    this.#inStep = false;
  }

  search(args: Args<'shift-log:search'>): Result<Answers['shift-log:search']> {
    const file = this.#file;
    if (!file) return failure('shift-log', 'the archive cannot be read');
    try {
      const found = file.search({ ...args, limit: args.limit + 1 });
      return success({
        entries: found.slice(0, args.limit),
        complete: found.length <= args.limit,
        since: this.#held?.whole ? null : (file.oldestAt() ?? this.#options.clock.now()),
      });
    } catch (error) {
      this.#failed(error);
      return failure('shift-log', error instanceof Error ? error.message : String(error));
    }
  }

  /** An entry as it is held; null: it is not. */
  find(id: string): LogEntry | null {
    try {
      return this.#file?.find(id)?.entry ?? null;
    } catch (error) {
      this.#failed(error);
      return null;
    }
  }

  stop(): void {
    if (this.#inStep) this.#put([]);
    this.#stopped = true;
    this.#cancel();
    this.#file?.close();
    this.#file = null;
  }

  // ── what was missed, and what is older

  async #catchUp(connection: number): Promise<void> {
    const position = this.#options.position();
    if (!position || !this.#file) {
      this.#open();
      return;
    }
    const isOver = (): boolean => this.#stopped || this.#connection !== connection || !this.#file;
    if (!this.#inStep) {
      if (!(await this.#follow(position)) || isOver()) return;
    }
    while (this.#held && !this.#held.whole && this.#inStep) {
      const answer = await this.#options.ask({
        ask: 'shift-log',
        before: this.#held.cursor,
        since: null,
        limit: PAGE,
      });
      if (!answer.ok || isOver() || !this.#held) return;
      const { entries, complete } = answer.value;
      const cursor = entries.at(-1)?.place ?? this.#held.cursor;
      this.#take(entries, { ...this.#held, cursor, whole: complete });
      if (complete) this.#attempt((file) => file.forgetBefore(this.#held?.pass ?? 0));
      await this.#pause();
      if (isOver()) return;
    }
  }

  /** Brings it in step with the hub at `position`. Returns whether it is. */
  async #follow(position: Position): Promise<boolean> {
    const { origin, epoch, seq } = position;
    if (this.#held?.origin !== origin) {
      this.#attempt((file) => file.clear());
      this.#held = { origin, epoch, to: null, cursor: null, whole: false, pass: 1 };
    }
    let held = this.#held;
    if (held.epoch !== epoch) held = anew(held, epoch);
    else if (held.to !== null) {
      const answer = await this.#options.ask({ ask: 'shift-log', before: null, since: held.to, limit: PAGE });
      if (!answer.ok) return false;
      // So much was said that it is read from the newest again: that brings every change with it.
      if (!answer.value.complete) held = anew(held, epoch);
      this.#take(answer.value.entries, held);
    }
    const now = this.#heard;
    const to = now && sameEpoch(now, position) && now.seq > seq ? now.seq : seq;
    this.#held = { ...held, to: { epoch, seq: to } };
    this.#inStep = true;
    this.#put([]);
    return true;
  }

  /** Takes in entries as the hub knows them, and what was erased of them. */
  #take(entries: readonly PlacedEntry[], held: Held): void {
    const erasures = entries.flatMap(({ entry }) => {
      const known = new Set(this.find(entry.id)?.erasures.map(({ part }) => part) ?? []);
      return entry.erasures.flatMap(({ part }) => (known.has(part) ? [] : [{ entry: entry.id, part }]));
    });
    // First from everywhere else: what a crash interrupts is met again.
    if (erasures.length > 0) this.#options.onErased(erasures);
    this.#attempt((file) => file.put(entries, held));
    this.#held = held;
    if (erasures.length > 0) this.#leaveNothing();
  }

  #put(entries: readonly PlacedEntry[]): void {
    if (!this.#held) return;
    const { position } = this.#options;
    const at = this.#heard ?? position();
    const follows = this.#inStep && at !== null && at.epoch === this.#held.epoch;
    const held = follows ? { ...this.#held, to: { epoch: at.epoch, seq: at.seq } } : this.#held;
    this.#attempt((file) => {
      file.put(entries, held);
      this.#held = held;
      this.#notedAt = this.#options.clock.mono();
    });
  }

  #erased(erasures: readonly Erasure[]): void {
    this.#options.onErased(erasures);
    this.#leaveNothing();
  }

  /** What was overwritten is on the disk no more, nor a damaged file that may hold it. */
  #leaveNothing(): void {
    removeAside(this.#options.file);
    this.#attempt((file) => file.fold());
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#cancel = this.#options.clock.after(PAUSE_MS, resolve);
    });
  }

  // ── the file

  #open(): void {
    if (this.#file || this.#stopped) return;
    const { file, textOf, onFault } = this.#options;
    try {
      this.#file = new ShiftLogFile(file, textOf);
      this.#held = this.#file.held();
      onFault(null);
    } catch (error) {
      this.#failed(error);
    }
  }

  #attempt(run: (file: ShiftLogFile) => void): void {
    if (!this.#file) return;
    try {
      run(this.#file);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** The hub has it all: a file that is damaged is put aside, and made anew. Any other is tried again when it is live. */
  #failed(error: unknown): void {
    this.#file?.abandon();
    this.#file = null;
    this.#held = null;
    this.#inStep = false;
    this.#options.onFault(error instanceof Error ? error.message : String(error));
    if (faultOf(error) !== 'corrupt') return;
    try {
      moveAside(this.#options.file, this.#options.clock.now());
      this.#open();
    } catch {
      // It stays where it is, and was reported.
    }
  }
}

/** What is held is read from the newest again; what that does not bring is forgotten when it is through. */
function anew(held: Held, epoch: number): Held {
  return { ...held, epoch, cursor: null, whole: false, pass: held.pass + 1 };
}

/** An entry after an event; null: it is not known here. */
function after(known: PlacedEntry | null, { epoch, seq, body }: LogEvent): PlacedEntry | null {
  if (body.type === 'log.written') return { place: { epoch, seq }, entry: body.entry };
  if (!known) return null;
  const { place, entry } = known;
  if (body.type === 'log.corrected') {
    const { correction } = body;
    const others = entry.corrections.filter(({ id }) => id !== correction.id);
    return { place, entry: { ...entry, corrections: [...others, correction] } };
  }
  if (body.type !== 'log.erased') return known;
  const { part, why, hash, actor, actedAt } = body;
  const erasures = entry.erasures.filter((one) => one.part !== part);
  return {
    place,
    entry: {
      ...erasePart(entry, part),
      erasures: [...erasures, { at: actedAt, by: actor, part, why, hash }],
    },
  };
}
