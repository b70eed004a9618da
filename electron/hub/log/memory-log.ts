import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CommandOutcome } from '../../../shared/contract/wire';
import { type EventBody, type LogEvent, subjectsOf } from '../../../shared/model/events';
import type { Erasure } from '../../../shared/rules/watch/erase-event';
import type { Clock } from '../../../shared/time/clock';
import { canonicalBody, genesis, nextLink } from './chain';
import { eraseInPatch, eraseInText } from './eraser';
import { HistoryReach, placeBefore } from './history-bound';
import {
  type EventDraft,
  type HistoryBound,
  type HistoryPlace,
  type Log,
  LogConflict,
  type LogFault,
  type LogHead,
  type Receipt,
  type StoredSnapshot,
} from './log';
import { type StoredEvent, verifyChain } from './verify';

/** What would be on a disk: a log opened on it again finds everything. One epoch. */
export interface MemoryDisk {
  readonly origin: string;
  generation: number;
  events: StoredEvent[];
  seq: number;
  chain: Uint8Array;
  readonly receipts: Map<string, Receipt>;
  snapshots: StoredSnapshot[];
  aliveAt: number | null;
}

const EPOCH = 1;

/** An empty disk for `openMemoryLog`. */
export function memoryDisk(origin = 'memory'): MemoryDisk {
  return {
    origin,
    generation: 0,
    events: [],
    seq: 0,
    chain: genesis(origin, EPOCH),
    receipts: new Map(),
    snapshots: [],
    aliveAt: null,
  };
}

/** A log that forgets with its process, for tests and benchmarks. It passes the same conformance suite. */
export async function openMemoryLog(options: {
  readonly clock: Clock;
  readonly disk?: MemoryDisk;
}): Promise<Log> {
  return new MemoryLog(options.disk ?? memoryDisk(), options.clock);
}

class MemoryLog implements Log {
  readonly #disk: MemoryDisk;
  readonly #clock: Clock;
  readonly #generation: number;
  #head: { readonly seq: number; readonly chain: Uint8Array };
  #closed = false;

  constructor(disk: MemoryDisk, clock: Clock) {
    this.#disk = disk;
    this.#clock = clock;
    disk.generation += 1;
    this.#generation = disk.generation;
    this.#head = { seq: disk.seq, chain: disk.chain };
  }

  head(): LogHead {
    return {
      position: { origin: this.#disk.origin, epoch: EPOCH, seq: this.#head.seq },
      chain: Buffer.from(this.#head.chain).toString('hex'),
    };
  }

  async append(
    drafts: readonly EventDraft[],
    expected: number,
    receipts: readonly Receipt[] = [],
  ): Promise<readonly LogEvent[]> {
    this.#mustBeOpen();
    const ready = drafts.map((draft) => ({ draft, body: canonicalBody(draft.body) }));
    await nextTurn();
    this.#mustNotBeFenced(expected);
    if (expected !== this.#head.seq) throw new LogConflict(expected, this.#head.seq);
    const disk = this.#disk;
    const events: LogEvent[] = [];
    for (const { draft, body } of ready) {
      const seq = disk.seq + 1;
      const chain = nextLink(disk.chain, { origin: disk.origin, epoch: EPOCH, seq, at: draft.at, body });
      disk.events.push({ seq, at: draft.at, type: draft.body.type, body, chain });
      disk.seq = seq;
      disk.chain = chain;
      events.push({ origin: disk.origin, epoch: EPOCH, seq, at: draft.at, body: draft.body });
      if (draft.body.type === 'log.erased') this.#erase(draft.body);
    }
    for (const receipt of receipts) {
      if (this.#kept(receipt.outcome.id) === null) disk.receipts.set(receipt.outcome.id, receipt);
    }
    this.#head = { seq: disk.seq, chain: disk.chain };
    return events;
  }

  async read(after: number, limit: number): Promise<readonly LogEvent[]> {
    this.#mustBeOpen();
    return this.#disk.events
      .filter((event) => event.seq > after)
      .slice(0, Math.max(0, limit))
      .map((event) => this.#parsed(event));
  }

  async history(
    subjects: readonly string[] | null,
    before: number | HistoryPlace | null,
    limit: number,
    bound: HistoryBound = {},
  ): Promise<readonly LogEvent[]> {
    this.#mustBeOpen();
    const { epoch, seq } = placeBefore(before, EPOCH);
    const found = this.#disk.events
      .map((event) => this.#parsed(event))
      .filter((event) => event.epoch < epoch || (event.epoch === epoch && event.seq < seq))
      .filter((event) => !subjects || subjectsOf(event.body).some((subject) => subjects.includes(subject)))
      .reverse()
      .slice(0, Math.max(0, limit));
    const reach = new HistoryReach(bound);
    const last = found.findIndex(({ at, body }) => reach.take(at, canonicalBody(body).length));
    return last < 0 ? found : found.slice(0, last + 1);
  }

  async receipt(command: string): Promise<CommandOutcome | null> {
    this.#mustBeOpen();
    return this.#kept(command)?.outcome ?? null;
  }

  async saveSnapshot(snapshot: StoredSnapshot): Promise<void> {
    this.#mustWrite(this.#head.seq);
    const { origin, epoch, seq } = snapshot.position;
    if (origin !== this.#disk.origin || epoch !== EPOCH || seq > this.#head.seq) {
      throw new Error(`a snapshot at ${origin}/${epoch}/${seq}, where this log has not been`);
    }
    const patch = this.#disk.events
      .filter((event) => event.seq > seq && event.type === 'log.erased')
      .reduce((state, event) => eraseInPatch(state, JSON.parse(event.body) as Erasure), snapshot.patch);
    const kept = { ...snapshot, patch };
    this.#disk.snapshots = [...this.#disk.snapshots.filter((other) => other.position.seq !== seq), kept]
      .sort((a, b) => b.position.seq - a.position.seq)
      .slice(0, 2);
  }

  async loadSnapshot(): Promise<StoredSnapshot | null> {
    this.#mustBeOpen();
    return this.#disk.snapshots[0] ?? null;
  }

  async isWhole(): Promise<boolean> {
    return true;
  }

  async markAlive(at: number): Promise<void> {
    this.#mustWrite(this.#head.seq);
    this.#disk.aliveAt = at;
  }

  async lastAlive(): Promise<number | null> {
    return this.#disk.aliveAt;
  }

  async verify(): Promise<LogFault | null> {
    this.#mustBeOpen();
    const { origin, seq, chain, events } = this.#disk;
    return verifyChain({
      origin,
      epochs: [{ epoch: EPOCH, seq, chain }],
      page: (_epoch, after, limit) => events.filter((event) => event.seq > after).slice(0, limit),
      finds: () => true,
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #erase(erasure: Erasure): void {
    const disk = this.#disk;
    disk.events = disk.events.map((event) => ({ ...event, body: eraseInText(event.body, [erasure]) }));
    disk.snapshots = disk.snapshots.map((one) => ({ ...one, patch: eraseInPatch(one.patch, erasure) }));
  }

  #kept(command: string): Receipt | null {
    const kept = this.#disk.receipts.get(command);
    if (kept && kept.keepUntil < this.#clock.now()) this.#disk.receipts.delete(command);
    return this.#disk.receipts.get(command) ?? null;
  }

  #parsed(event: StoredEvent): LogEvent {
    const body = JSON.parse(event.body) as EventBody;
    return { origin: this.#disk.origin, epoch: EPOCH, seq: event.seq, at: event.at, body };
  }

  #mustWrite(expected: number): void {
    this.#mustBeOpen();
    this.#mustNotBeFenced(expected);
  }

  #mustNotBeFenced(expected: number): void {
    if (this.#disk.generation !== this.#generation) {
      throw new LogConflict(expected, this.#disk.seq, 'another writer has taken this log over');
    }
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new Error('the log is closed');
  }
}
