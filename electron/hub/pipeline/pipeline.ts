import type { CommandOutcome } from '../../../shared/contract/wire';
import type { EventBody, LogEvent, Position } from '../../../shared/model/events';
import type { Patch } from '../../../shared/model/room';
import type { Digests, Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import { type EventDraft, type Log, LogConflict, type Receipt } from '../log/log';

/** What the hub has durably said: where the log stands, and the digests of state at that place. */
export interface Durable {
  readonly position: Position;
  readonly chain: string;
  /** Null in the middle of a burst, where no state stood exactly there. */
  readonly digests: Digests | null;
}

/** What is written together or not at all. */
interface Unwritten {
  readonly drafts: readonly EventDraft[];
  readonly receipt: Receipt | null;
  readonly durable: () => void;
}

export interface PipelineOptions {
  readonly log: Log;
  /** Stands at the log's head. */
  readonly projection: Projection;
  readonly clock: Clock;
  /** An event was applied, and what it changed. It is not on disk yet: for what is decided next, never for telling. */
  readonly onApplied?: (event: LogEvent, patch: Patch) => void;
  /**
   * Asks, before each write, what follows from all that was applied since the last one. What is said then goes into
   * the same transaction as what it follows from. Must not throw.
   */
  readonly onGather?: () => void;
  /** Events that are on disk now, in order. Only these may be told to anybody. */
  readonly onDurable: (events: readonly LogEvent[]) => void;
  /** The log cannot be written (null: it can again). The watch goes on in memory; nobody is told of it. */
  readonly onFault: (reason: string | null) => void;
  /** Telling consoles failed; the log is written all the same. */
  readonly onTellFault: (reason: string) => void;
  /** Another writer has the log: this hub must stop. */
  readonly onFenced: (reason: string) => void;
}

const RETRY_MS = 500;
/** Events in one transaction: more only makes the others wait longer. */
const MAX_BATCH = 1_000;

/**
 * Observe ► decide ► log ► project, in one place and in one order. An event changes the projection at once, so
 * that the next decision sees it, and is told to consoles when it is on disk. Everything that arrives while a
 * write is under way goes into the next one (group commit).
 */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #origin: string;
  readonly #epoch: number;
  #seq: number;
  #durable: Durable;
  #unwritten: Unwritten[] = [];
  #writing: Promise<void> | null = null;
  #stopped = false;
  /** The next failure of the disk ends the writing. */
  #ending = false;
  #failing = false;
  #waiters: { readonly seq: number; readonly run: () => void }[] = [];

  constructor(options: PipelineOptions) {
    this.#options = options;
    const head = options.log.head();
    this.#origin = head.position.origin;
    this.#epoch = head.position.epoch;
    this.#seq = head.position.seq;
    this.#durable = { ...head, digests: options.projection.digests() };
  }

  get durable(): Durable {
    return this.#durable;
  }

  /** Events that are decided but not on disk yet. */
  get backlog(): number {
    return this.#seq - this.#durable.position.seq;
  }

  /**
   * Decides against the present state and, if there is something to say, says it. Returns the event (its place
   * is certain, though it may not be on disk yet), or null.
   */
  submit(decide: (state: Projection) => EventBody | null): LogEvent | null {
    const body = decide(this.#options.projection);
    return body === null ? null : this.#enqueue([body], null, () => {});
  }

  /**
   * Says `bodies` one after the other, commits the receipt with them in one transaction, and resolves when all of
   * it is on disk.
   */
  settle(
    bodies: readonly [EventBody, ...EventBody[]],
    receipt: { readonly outcome: CommandOutcome; readonly keepUntil: number },
  ): Promise<void> {
    return new Promise((resolve) => {
      this.#enqueue(bodies, receipt, resolve);
    });
  }

  /** Resolves when everything up to `seq` is on disk. */
  whenDurable(seq: number): Promise<void> {
    if (this.#durable.position.seq >= seq) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push({ seq, run: resolve });
    });
  }

  /** Writes what is left and stops taking more. A disk that fails is not waited for. */
  async stop(): Promise<void> {
    this.#ending = true;
    if (this.#failing) this.#stopped = true;
    await this.#writing;
    this.#stopped = true;
  }

  #enqueue(bodies: readonly EventBody[], receipt: Receipt | null, durable: () => void): LogEvent | null {
    if (this.#stopped) return null;
    const at = this.#options.clock.now();
    let last: LogEvent | null = null;
    for (const body of bodies) {
      this.#seq += 1;
      last = { origin: this.#origin, epoch: this.#epoch, seq: this.#seq, at, body };
      const patch = this.#options.projection.apply(last);
      this.#options.onApplied?.(last, patch);
    }
    this.#unwritten.push({ drafts: bodies.map((body) => ({ at, body })), receipt, durable });
    this.#startWriting();
    return last;
  }

  #startWriting(): void {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
      // What was said in the very turn in which the writing came to its end would else wait for the next word.
      if (this.#unwritten.length > 0 && !this.#stopped) this.#startWriting();
    });
  }

  async #write(): Promise<void> {
    // Lets everything that was decided in this turn of the event loop share one transaction.
    await Promise.resolve();
    while (this.#unwritten.length > 0 && !this.#stopped) {
      this.#options.onGather?.();
      const whole = this.#unwritten.length <= MAX_BATCH;
      const batch = this.#unwritten.slice(0, MAX_BATCH);
      const digests = whole ? this.#options.projection.digests() : null;
      const events = await this.#appendUntilDone(batch);
      if (!events) return;
      this.#unwritten = this.#unwritten.slice(batch.length);
      const head = this.#options.log.head();
      this.#durable = { ...head, digests };
      this.#tell(events);
      for (const item of batch) item.durable();
      const reached = this.#waiters.filter((waiter) => waiter.seq <= head.position.seq);
      this.#waiters = this.#waiters.filter((waiter) => waiter.seq > head.position.seq);
      for (const waiter of reached) waiter.run();
    }
  }

  /** Whatever goes wrong in telling, writing goes on. */
  #tell(events: readonly LogEvent[]): void {
    try {
      this.#options.onDurable(events);
    } catch (error) {
      this.#options.onTellFault(error instanceof Error ? error.message : String(error));
    }
  }

  async #appendUntilDone(batch: readonly Unwritten[]): Promise<readonly LogEvent[] | null> {
    for (;;) {
      try {
        const receipts = batch.flatMap((item) => (item.receipt ? [item.receipt] : []));
        const events = await this.#options.log.append(
          batch.flatMap((item) => item.drafts),
          this.#durable.position.seq,
          receipts,
        );
        if (this.#failing) this.#options.onFault(null);
        this.#failing = false;
        return events;
      } catch (error) {
        if (error instanceof LogConflict) {
          this.#stopped = true;
          this.#options.onFenced(error.message);
          return null;
        }
        // A full or sick disk may recover; what was decided is kept, in order, until it does.
        this.#failing = true;
        this.#options.onFault(error instanceof Error ? error.message : String(error));
        this.#stopped ||= this.#ending;
        if (this.#stopped) return null;
        await new Promise<void>((resolve) => {
          this.#options.clock.after(RETRY_MS, resolve);
        });
        if (this.#stopped) return null;
      }
    }
  }
}
