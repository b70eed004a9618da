import type { AlarmFiguresAnswer, QuestionOf } from '../../../shared/contract/wire';
import type { LogEvent } from '../../../shared/model/events';
import { type AlarmRecord, alarmFigures } from '../../../shared/rules/alarms/figures';
import { FLOOD_WINDOW_MS } from '../../../shared/rules/alarms/flood';
import type { RoomView } from '../../../shared/rules/reduce';
import type { Clock } from '../../../shared/time/clock';
import { faultOf } from '../../sqlite/errors';
import type { HistoryPlace } from '../log/log';
import type { SqliteLog } from '../log/sqlite-log';
import { type FoldState, isCounted, noChange, takeEvent } from './alarm-fold';
import { JournalFile, type JournalPlace } from './journal-file';

const DAY_MS = 24 * 3_600_000;
/** Figures go back so far, ms: a year, and the month to compare with. */
export const FIGURES_KEPT_MS = 400 * DAY_MS;
/** One question is of so long at most, ms: it is counted in one go, and nothing else is done meanwhile. */
const MAX_PERIOD_MS = 92 * DAY_MS;
/** Events that are read from the log at once, and the characters of their bodies. */
const PAGE_EVENTS = 250;
const PAGE_CHARS = 1_000_000;
/** Between two slices of work others come first, ms. */
const PAUSE_MS = 8;
/** Events that are folded, and records that are read, in one slice. */
const SLICE_EVENTS = 200;
const SLICE_RECORDS = 2_000;
/** What is new waits so long for more, ms. */
const GATHER_MS = 500;
/** Beyond so many, new events are not kept: they are read from the log later. */
const MAX_WAITING = 20_000;
/** Time until a file that failed is tried again, ms. */
const RETRY_MS = 30_000;

export interface AlarmJournalOptions {
  readonly file: string;
  readonly log: Pick<SqliteLog, 'head' | 'history' | 'eventsAt'>;
  readonly clock: Clock;
  /** Names of consoles, and the list of bad alarms, as they are now. */
  readonly state: Pick<RoomView, 'alarms' | 'people'>;
  /** It cannot be kept, and why; null: it can again. */
  readonly onFault: (reason: string | null) => void;
}

/**
 * The record of alarms that the figures of ISA-18.2 are counted from: what asked for whom when, and what was done. Derived
 * from the log (see README.md); nothing of it throws but a question that cannot be answered.
 */
export class AlarmJournal {
  readonly #options: AlarmJournalOptions;
  #file: JournalFile | null = null;
  #state: FoldState | null = null;
  #place: JournalPlace | null = null;
  /** Events after `#place` that were heard, in order. */
  #waiting: LogEvent[] = [];
  /** What lies between the file and what was heard is being read from the log. */
  #behind = false;
  #catchingUp = false;
  readonly #cancels = new Set<() => void>();
  #later: (() => void) | null = null;
  #stopped = true;
  #forgotAt = 0;

  constructor(options: AlarmJournalOptions) {
    this.#options = options;
  }

  /** Opens the file, and takes in in the background what the log holds more. */
  start(): void {
    this.#stopped = false;
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
    if (this.#stopped || !this.#file || events.length === 0) return;
    this.#waiting.push(...events);
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting = [];
      this.#catchUp();
      return;
    }
    if (!this.#behind) this.#later ??= this.#after(GATHER_MS, () => this.#takeIn());
  }

  /** Answers `alarm-figures`. Rejects with the reason, in Bokmål, where that cannot be done. */
  async figures(asked: Omit<QuestionOf<'alarm-figures'>, 'ask'>): Promise<AlarmFiguresAnswer> {
    const { clock, state } = this.#options;
    const to = Math.min(asked.to, clock.now());
    const { from, position } = asked;
    if (!(from < to)) throw new Error('Perioden er tom: velg et tidsrom som har begynt.');
    if (to - from > MAX_PERIOD_MS) throw new Error('Perioden er for lang: velg høyst tre måneder.');
    this.#takeIn();
    const alarms: AlarmRecord[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const file = this.#file;
      if (!file || !this.#place) throw new Error(UNAVAILABLE);
      let page: ReturnType<JournalFile['records']>;
      try {
        page = file.records(from - FLOOD_WINDOW_MS, to, after, SLICE_RECORDS);
      } catch (error) {
        this.#failed(error);
        throw new Error(UNAVAILABLE);
      }
      alarms.push(...page.records);
      after = page.last;
      if (after !== null) await this.#pause();
    }
    const watches = (this.#file?.watches(from, to) ?? []).map(({ console, ...span }) => {
      const known = state.people.get(`console:${console}`);
      return { id: console, name: known?.kind === 'console' ? known.value.name : console, ...span };
    });
    return alarmFigures(
      { alarms, watches, bad: badNodes(state), knownFrom: this.#knownFrom() },
      { from, to, position },
    );
  }

  /** While old events are being read, what is in the file says nothing of the whole. */
  #knownFrom(): number | null {
    if (this.#behind || !this.#place) return this.#options.clock.now();
    return this.#place.knownFrom;
  }

  // ── the file

  #open(): void {
    if (this.#file || this.#stopped) return;
    const { file, log, onFault } = this.#options;
    try {
      this.#file = openOrRemake(file);
      const { origin } = log.head().position;
      if (!this.#file.place(origin)) this.#file.begin(origin);
      this.#forget(this.#file);
      this.#place = this.#file.place(origin);
      this.#state = this.#file.state();
      this.#waiting = [];
      onFault(null);
      this.#catchUp();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Lets go of what is too old: at the start, and once a day of a hub that goes on for years. */
  #forget(file: JournalFile): void {
    this.#forgotAt = this.#options.clock.now();
    file.forgetBefore(this.#forgotAt - FIGURES_KEPT_MS);
  }

  #failed(error: unknown): void {
    const { file, onFault } = this.#options;
    this.#file?.abandon();
    this.#file = null;
    this.#waiting = [];
    onFault(error instanceof Error ? error.message : String(error));
    const damaged = faultOf(error) === 'corrupt';
    if (damaged) removeQuietly(file);
    this.#after(damaged ? 0 : RETRY_MS, () => this.#open());
  }

  // ── what is new

  #takeIn(): void {
    this.#later = null;
    if (this.#behind) return;
    const events = this.#waiting;
    this.#waiting = [];
    if (events.length > 0) this.#fold(events, false);
  }

  /** Folds events, and writes what they made. False: it could not be written. */
  #fold(events: readonly LogEvent[], folded: boolean): boolean {
    const last = events.at(-1);
    if (!this.#file || !this.#state || !this.#place || !last) return false;
    const change = noChange();
    for (const event of events) takeEvent(this.#state, event, change);
    const first = this.#place.to.seq === 0 && !folded ? (events[0]?.at ?? null) : null;
    const knownFrom = this.#place.knownFrom ?? first;
    const place = { to: placeOf(last), toAt: last.at, knownFrom };
    try {
      this.#file.put(change, this.#state.next, place, folded);
      this.#place = place;
      if (Math.abs(this.#options.clock.now() - this.#forgotAt) >= DAY_MS) this.#forget(this.#file);
      return true;
    } catch (error) {
      // What is in memory is past what is on the disk: both are read anew.
      this.#failed(error);
      return false;
    }
  }

  // ── what is old

  #catchUp(): void {
    this.#behind = true;
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    void this.#readOn().finally(() => {
      this.#catchingUp = false;
    });
  }

  /** Reads backwards from the log's head to where the file stands, then folds forwards. */
  async #readOn(): Promise<void> {
    const file = this.#file;
    if (!file || !this.#place) return;
    try {
      file.forgetAside();
      const { position } = this.#options.log.head();
      if (!(await this.#standsInLog(this.#place, position))) {
        file.begin(position.origin);
        this.#place = file.place(position.origin);
        this.#state = file.state();
      }
      await this.#setAside(file, { epoch: position.epoch, seq: position.seq + 1 });
      if (await this.#foldAside(file)) this.#caughtUp(file, position);
    } catch (error) {
      if (this.#stopped) return;
      if (this.#file === file) this.#failed(error);
    }
  }

  /** Whether the file was made from this very log, which has only grown since. */
  async #standsInLog({ to, toAt }: JournalPlace, head: HistoryPlace): Promise<boolean> {
    if (to.seq === 0) return true;
    if (isAfter(to, head)) return false;
    const { events } = await this.#options.log.eventsAt([to], { segments: 1, maxChars: PAGE_CHARS });
    return events[0]?.at === toAt;
  }

  async #setAside(file: JournalFile, from: HistoryPlace): Promise<void> {
    const { log, clock, onFault } = this.#options;
    let knownFrom = clock.now();
    const until = this.#place?.to ?? { epoch: 0, seq: 0 };
    // Before the log there was no watch: an hour without a hub is no quiet hour.
    const begins = until.seq === 0;
    let began: number | null = null;
    const oldest = clock.now() - FIGURES_KEPT_MS;
    for (let before = from; ; ) {
      let page: readonly LogEvent[];
      try {
        page = await log.history(null, before, PAGE_EVENTS, { maxChars: PAGE_CHARS });
      } catch (error) {
        // A segment is missing: what comes after it can still be counted, and the figures say since when.
        if (this.#stopped || this.#file !== file) return;
        onFault(error instanceof Error ? error.message : String(error));
        if (this.#place) this.#place = { ...this.#place, knownFrom };
        return;
      }
      if (this.#stopped || this.#file !== file) return;
      const wanted = page.filter((event) => isAfter(placeOf(event), until) && event.at >= oldest);
      file.setAside(wanted.filter(({ body }) => isCounted(body)));
      const last = wanted.at(-1);
      if (!last || wanted.length < page.length) {
        // Cut off by age, not by what is known already: from here on backwards nothing is.
        const cut = page.find((event) => isAfter(placeOf(event), until) && event.at < oldest);
        if (cut && this.#place) this.#place = { ...this.#place, knownFrom: oldest };
        else if (begins && began !== null && this.#place) this.#place = { ...this.#place, knownFrom: began };
        return;
      }
      before = placeOf(last);
      knownFrom = last.at;
      began = last.at;
      await this.#pause();
    }
  }

  async #foldAside(file: JournalFile): Promise<boolean> {
    for (;;) {
      if (this.#stopped || this.#file !== file) return false;
      const events = file.aside(SLICE_EVENTS);
      if (events.length === 0) return true;
      if (!this.#fold(events, true)) return false;
      await this.#pause();
    }
  }

  #caughtUp(file: JournalFile, head: HistoryPlace): void {
    if (this.#stopped || this.#file !== file || !this.#place) return;
    // What was dropped meanwhile, because too much waited, begins the reading anew.
    const first = this.#waiting[0];
    const whole =
      first === undefined ? isSame(this.#options.log.head().position, head) : !leavesGap(head, first);
    if (!whole) {
      this.#waiting = [];
      this.#after(0, () => this.#catchUp());
      return;
    }
    this.#waiting = this.#waiting.filter((event) => isAfter(placeOf(event), head));
    this.#behind = false;
    this.#takeIn();
  }

  // ── time

  #pause(): Promise<void> {
    return new Promise((resolve) => void this.#after(PAUSE_MS, resolve));
  }

  #after(ms: number, run: () => void): () => void {
    const cancel = this.#options.clock.after(ms, () => {
      this.#cancels.delete(cancel);
      if (!this.#stopped) run();
    });
    this.#cancels.add(cancel);
    return cancel;
  }
}

const UNAVAILABLE = 'Tallene er ikke tilgjengelige akkurat nå. Prøv igjen om et halvt minutt.';

/** Opens the file; one that is damaged, or of a later version, is derived all the same, and made anew. */
function openOrRemake(file: string): JournalFile {
  try {
    return new JournalFile(file);
  } catch (error) {
    const fault = faultOf(error);
    if (fault !== 'corrupt' && fault !== 'newer') throw error;
    JournalFile.remove(file);
    return new JournalFile(file);
  }
}

function removeQuietly(file: string): void {
  try {
    JournalFile.remove(file);
  } catch {
    // The next opening meets it again, and says so.
  }
}

function badNodes({ alarms }: Pick<RoomView, 'alarms'>): ReadonlySet<string> {
  const nodes = new Set<string>();
  for (const entity of alarms.values()) {
    if (entity.kind === 'alarm' && entity.value.bad !== null) nodes.add(entity.value.node);
  }
  return nodes;
}

function placeOf({ epoch, seq }: HistoryPlace): HistoryPlace {
  return { epoch, seq };
}

function isAfter(a: HistoryPlace, b: HistoryPlace): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.seq > b.seq);
}

function isSame(a: HistoryPlace, b: HistoryPlace): boolean {
  return a.epoch === b.epoch && a.seq === b.seq;
}

/** Whether something lies between a place and the next event that is known. */
function leavesGap(place: HistoryPlace, next: LogEvent): boolean {
  return isAfter(placeOf(next), { epoch: place.epoch, seq: place.seq + 1 });
}
