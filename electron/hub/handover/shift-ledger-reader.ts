import type { LogEvent } from '../../../shared/model/events';
import { ShiftLedger } from '../../../shared/rules/handover/ledger';
import type { Clock } from '../../../shared/time/clock';
import type { Log } from '../log/log';

/** Events that are read from the log at once, and the characters of their bodies. */
const PAGE_EVENTS = 250;
const PAGE_CHARS = 1_000_000;
/** Between two pages others come first, ms. */
const PAUSE_MS = 5;

export interface ShiftLedgerReaderOptions {
  readonly log: Pick<Log, 'head' | 'history'>;
  readonly clock: Clock;
  /** The log cannot be read, and why; null: it can again. */
  readonly onFault: (reason: string | null) => void;
  /** A ledger is there that was not. */
  readonly onReady: () => void;
}

/**
 * Keeps the ledger of the shift: what the log says since it began, read again after a start and when the watch has changed
 * hands, and then as it comes. The same log gives the same ledger.
 */
export class ShiftLedgerReader {
  readonly #options: ShiftLedgerReaderOptions;
  #ledger: ShiftLedger | null = null;
  #since: number | null = null;
  /** Events that came while the log is read. */
  #waiting: LogEvent[] = [];
  #turn = 0;

  constructor(options: ShiftLedgerReaderOptions) {
    this.#options = options;
  }

  /** What happened since; null: it is being read. */
  get ledger(): ShiftLedger | null {
    return this.#ledger;
  }

  /** The shift began then, ms UTC. Read anew where that is another time than before, or the last reading failed. */
  keep(since: number): void {
    if (since === this.#since) return;
    this.#since = since;
    this.#turn += 1;
    this.#ledger = null;
    this.#waiting = [];
    void this.#read(since, this.#turn);
  }

  /** Hears what is on disk. */
  heard(events: readonly LogEvent[]): void {
    if (this.#ledger) for (const event of events) this.#ledger.apply(event);
    else if (this.#since !== null) this.#waiting.push(...events);
  }

  stop(): void {
    this.#turn += 1;
    this.#ledger = null;
    this.#since = null;
  }

  async #read(since: number, turn: number): Promise<void> {
    const { log, clock, onFault, onReady } = this.#options;
    try {
      const head = log.head().position;
      const found: LogEvent[] = [];
      for (let before = { epoch: head.epoch, seq: head.seq + 1 }; ; ) {
        const page = await log.history(null, before, PAGE_EVENTS, { maxChars: PAGE_CHARS, since });
        if (turn !== this.#turn) return;
        const wanted = page.filter(({ at }) => at >= since);
        found.push(...wanted);
        const last = page.at(-1);
        if (!last || wanted.length < page.length) break;
        before = { epoch: last.epoch, seq: last.seq };
        await new Promise<void>((resolve) => void clock.after(PAUSE_MS, resolve));
        if (turn !== this.#turn) return;
      }
      const ledger = new ShiftLedger(since);
      for (const event of found.reverse()) ledger.apply(event);
      for (const event of this.#waiting) if (isAfter(event, head)) ledger.apply(event);
      this.#waiting = [];
      this.#ledger = ledger;
      onFault(null);
      onReady();
    } catch (error) {
      if (turn !== this.#turn) return;
      // The next look tries again.
      this.#since = null;
      this.#waiting = [];
      onFault(error instanceof Error ? error.message : String(error));
    }
  }
}

function isAfter(event: LogEvent, { epoch, seq }: { readonly epoch: number; readonly seq: number }): boolean {
  return event.epoch > epoch || (event.epoch === epoch && event.seq > seq);
}
