import type { Answers, WallBridge } from '../../../shared/contract/ipc';
import type { AnswerTo } from '../../../shared/contract/wire';
import type { LogEvent } from '../../../shared/model/events';
import type { Clock } from '../../../shared/time/clock';
import type { Result } from '../../../shared/util/result';
import type { Asked, Known } from './asked';

const HOUR_MS = 3_600_000;
/** Answers are asked for anew after this while they are read, ms. */
const CHART_MS = 60_000;
const FIGURES_MS = 60_000;
const HISTORY_MS = 15_000;
/** A question that failed is put again after this, ms; never sooner than a good answer would be. */
const FAILED_MS = 5_000;
/** A picture that is not there may still come, ms. */
const MISSING_MS = 30_000;
/** One that is there may be erased, ms. */
const PICTURE_MS = 60_000;
/** Nobody has read it for so long: it is forgotten, ms. */
const FORGET_MS = 60_000;
/** No answer within this is a failure, ms. */
const HANGS_MS = 20_000;
/** Questions under way at the same time: a scene of twenty charts must not hold up the rest. */
const AT_ONCE = 4;
/** The log is read by pages of this, so many at a time, and so much of it is kept. */
const PAGE = 200;
const PAGES_AT_ONCE = 4;
const EVENTS_KEPT = 4_000;

/** What is asked of main. */
export type AskBridge = Pick<WallBridge, 'chart' | 'history' | 'figures' | 'readBlob'>;

export interface AskParts {
  readonly bridge: AskBridge;
  readonly clock: Clock;
  /** The hub's time now, ms UTC. */
  hubNow(): number;
  /** Makes a picture of a file's bytes; fails where they are none. */
  decode(bytes: Uint8Array): Promise<ImageBitmap>;
  /** Why there is no picture, in words: `gone`: nobody has it; `erased`; `unreadable`; `silent`: no answer came. */
  words(why: 'gone' | 'erased' | 'unreadable' | 'silent'): string;
}

/** A question with its last answer. */
interface Entry<T> {
  known: Known<T>;
  /** Monotonic, ms: last read, and when it may be asked again. */
  readAt: number;
  dueAt: number;
  /** Puts the question; it is told what was known. */
  readonly ask: (before: T | null) => Promise<T>;
  readonly again: number;
  readonly failedAgain: number;
  /** Counts the times it was asked: a late answer to an earlier one is passed over. */
  turn: number;
  waiting: boolean;
}

const NOTHING: Known<never> = { value: null, at: null, fault: null };

/** Asks main in the background for what panels read (see `Asked`). Nothing is asked that nobody reads. */
export class AskService implements Asked {
  readonly #parts: AskParts;
  readonly #entries = new Map<string, Entry<unknown>>();
  readonly #queue: Entry<unknown>[] = [];
  #underWay = 0;
  #version = 0;
  #cancelSweep: (() => void) | null = null;

  constructor(parts: AskParts) {
    this.#parts = parts;
  }

  get version(): number {
    return this.#version;
  }

  chart(node: string, hours: number, points: number): Known<AnswerTo<'chart'>> {
    return this.#read(`chart/${node}/${hours}/${points}`, CHART_MS, () => {
      const to = this.#parts.hubNow();
      return this.#parts.bridge.chart({ node, from: to - hours * HOUR_MS, to, points }).then(opened);
    });
  }

  history(hours: number): Known<Answers['history:read']> {
    return this.#read(`history/${hours}`, HISTORY_MS, (before: Answers['history:read'] | null) =>
      this.#readHistory(hours, before),
    );
  }

  figures(hours: number): Known<AnswerTo<'alarm-figures'>> {
    return this.#read(`figures/${hours}`, FIGURES_MS, () => {
      const to = this.#parts.hubNow();
      return this.#parts.bridge.figures({ from: to - hours * HOUR_MS, to, position: null }).then(opened);
    });
  }

  picture(hash: string): Known<ImageBitmap> {
    return this.#read(
      `picture/${hash}`,
      PICTURE_MS,
      async (before: ImageBitmap | null) => {
        const { bytes, erased } = opened(await this.#parts.bridge.readBlob(hash));
        if (erased) throw new Erased(this.#parts.words('erased'));
        if (bytes === null) throw new Error(this.#parts.words('gone'));
        // It goes by its content: what was made of it once is the same now.
        if (before !== null) return before;
        return this.#parts.decode(bytes).catch(() => {
          throw new Error(this.#parts.words('unreadable'));
        });
      },
      MISSING_MS,
    );
  }

  /** Ends it: nothing is asked or forgotten any more. */
  stop(): void {
    this.#cancelSweep?.();
    this.#cancelSweep = null;
    this.#queue.length = 0;
    this.#entries.clear();
  }

  /** `again`: when a good answer is asked for anew, ms. */
  #read<T>(
    key: string,
    again: number,
    ask: (before: T | null) => Promise<T>,
    failedAgain = FAILED_MS,
  ): Known<T> {
    const mono = this.#parts.clock.mono();
    let entry = this.#entries.get(key) as Entry<T> | undefined;
    if (!entry) {
      entry = {
        known: NOTHING,
        readAt: mono,
        dueAt: mono,
        ask,
        again,
        failedAgain,
        turn: 0,
        waiting: false,
      };
      this.#entries.set(key, entry as Entry<unknown>);
    }
    entry.readAt = mono;
    if (!entry.waiting && mono >= entry.dueAt) {
      entry.waiting = true;
      this.#queue.push(entry as Entry<unknown>);
      this.#pump();
    }
    this.#sweepLater();
    return entry.known;
  }

  #pump(): void {
    while (this.#underWay < AT_ONCE) {
      const entry = this.#queue.shift();
      if (!entry) return;
      this.#put(entry);
    }
  }

  #put(entry: Entry<unknown>): void {
    const { clock } = this.#parts;
    entry.turn += 1;
    const { turn } = entry;
    this.#underWay += 1;
    let open = true;
    const settle = (known: Known<unknown>, next: number): void => {
      if (!open) return;
      open = false;
      cancel();
      this.#underWay -= 1;
      if (entry.turn === turn) {
        entry.known = known;
        entry.waiting = false;
        entry.dueAt = clock.mono() + next;
        this.#version += 1;
      }
      this.#pump();
    };
    const failed = (fault: string): void =>
      settle({ ...entry.known, fault }, Math.min(entry.failedAgain, entry.again));
    const cancel = clock.after(HANGS_MS, () => failed(this.#parts.words('silent')));
    entry.ask(entry.known.value).then(
      (value) => settle({ value, at: this.#parts.hubNow(), fault: null }, entry.again),
      (error: unknown) => {
        if (error instanceof Erased) settle({ ...NOTHING, fault: error.message }, entry.again);
        else failed(error instanceof Error ? error.message : String(error));
      },
    );
  }

  /**
   * The newest pages until what is known already begins; then on from where that ended. What lies before a gap is let go
   * of, so that no silence is shown that was none.
   */
  async #readHistory(
    hours: number,
    before: Answers['history:read'] | null,
  ): Promise<Answers['history:read']> {
    const from = this.#parts.hubNow() - hours * HOUR_MS;
    const events: LogEvent[] = [];
    const [known] = before?.events ?? [];
    let joined = false;
    let last: Answers['history:read'] | null = null;
    const goOn = (page: number): boolean => {
      const oldest = events[events.length - 1];
      return page < PAGES_AT_ONCE && !last?.complete && (oldest === undefined || oldest.at >= from);
    };
    for (let page = 0; !joined && goOn(page); page++) {
      last = await this.#page(events[events.length - 1] ?? null);
      const fresh = known ? last.events.filter((event) => isAfter(event, known)) : last.events;
      events.push(...fresh);
      joined = known !== undefined && fresh.length < last.events.length;
    }
    if (joined && before) {
      events.push(...before.events);
      last = { ...before, source: last?.source ?? before.source };
      for (let page = 0; goOn(page) && events.length < EVENTS_KEPT; page++) {
        last = await this.#page(events[events.length - 1] ?? null);
        events.push(...last.events);
      }
    }
    const within = events.filter(({ at }) => at >= from);
    return {
      events: within.slice(0, EVENTS_KEPT),
      complete: (last?.complete === true || within.length < events.length) && within.length <= EVENTS_KEPT,
      source: last?.source ?? 'cache',
    };
  }

  #page(before: LogEvent | null): Promise<Answers['history:read']> {
    const args = { node: null, before: before?.seq ?? null, limit: PAGE };
    return this.#parts.bridge.history(before ? { ...args, epoch: before.epoch } : args).then(opened);
  }

  #sweepLater(): void {
    this.#cancelSweep ??= this.#parts.clock.after(FORGET_MS, () => {
      this.#cancelSweep = null;
      const mono = this.#parts.clock.mono();
      for (const [key, entry] of this.#entries) {
        if (mono - entry.readAt >= FORGET_MS && !entry.waiting) this.#entries.delete(key);
      }
      if (this.#entries.size > 0) this.#sweepLater();
    });
  }
}

/** What was there is no more, and must not be seen: the last good answer goes with it. */
class Erased extends Error {}

function opened<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** Whether an event is younger than another. */
function isAfter(a: LogEvent, b: LogEvent): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.seq > b.seq);
}
