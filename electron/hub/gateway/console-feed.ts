import type { EventBatch, Heartbeat, SnapshotChunk } from '../../../shared/contract/wire';
import { type LogEvent, type Position, sameEpoch } from '../../../shared/model/events';
import { COLLECTIONS, type CollectionName, forEachCollection, type Patch } from '../../../shared/model/room';
import { type RecentEvents, sizeOf } from './recent-events';

/** How a console is reached. `done` is called when it has taken the message in. */
export interface FeedTransport {
  events(batch: EventBatch, done: () => void): void;
  snapshot(chunk: SnapshotChunk, done: () => void): void;
  beat(beat: Heartbeat): void;
  /** The log could not be read for this console; it gets a snapshot instead. */
  unreadable(reason: string): void;
  /** Nothing more will come: this console must be let go. */
  failed(reason: string): void;
}

/** What brings one console up to date. */
export interface Feed {
  /** Starts, or goes on when there is news. */
  advance(): void;
  /** The console asks for everything anew. */
  resync(): void;
  beat(beat: Omit<Heartbeat, 'behind'>): void;
  close(): void;
}

/** What the feed reads from the hub. */
export interface FeedSource {
  readonly recent: RecentEvents;
  /** Where the log durably stands. */
  head(): Position;
  /** Events after `seq` from the log itself. */
  read(after: number, limit: number): Promise<readonly LogEvent[]>;
  /** All state and where it stands; resolves when that place is durable. */
  dump(): Promise<{ readonly patch: Required<Patch>; readonly position: Position }>;
  /** What the hub vouches for now. */
  beat(): Omit<Heartbeat, 'behind'>;
}

/** Bytes that may be on their way to one console, unacknowledged. More than this waits as a position, not as a queue. */
export const WINDOW_BYTES = 512 * 1024;
const BATCH_BYTES = 48 * 1024;
/** Entities in a piece of a snapshot. */
const CHUNK_ENTITIES = 400;
/** A console further behind than this gets a snapshot: cheaper for both. */
export const MAX_MISSED_EVENTS = 5_000;
/** And one that would be read more than this from the disk: events of a storm are 200 kB each. */
const MAX_MISSED_BYTES = 8 * 1024 * 1024;
/** Events read from the disk in one turn. */
const READ_EVENTS = 25;

/**
 * Brings one console up to date and keeps it so. It holds no queue: only a place in the log, and a bounded
 * number of bytes that the console has still to take in. A console that falls too far behind is cut over to a
 * snapshot; heartbeats pass at any time.
 */
export class ConsoleFeed implements Feed {
  readonly #transport: FeedTransport;
  readonly #source: FeedSource;
  #cursor: Position;
  #inFlight = 0;
  #pumping = false;
  #again = false;
  #closed = false;
  #snapshots = 0;
  #snapshotting = false;
  /** What was read from the disk for it since it last had all. */
  #readBytes = 0;
  /** A console that has just caught up is told so at once, not at the next heartbeat. */
  #owesBeat = true;

  constructor(transport: FeedTransport, source: FeedSource, from: Position | null) {
    this.#transport = transport;
    this.#source = source;
    this.#cursor = from ?? { ...source.head(), seq: -1 };
  }

  /** Whether a console at `position` is resumed by events, or needs a snapshot. Pure. */
  static resumesByEvents(position: Position | null, head: Position): boolean {
    if (position === null || !sameEpoch(position, head)) return false;
    return position.seq <= head.seq && head.seq - position.seq <= MAX_MISSED_EVENTS;
  }

  /** Events that the console has still to be sent. */
  get behind(): number {
    return Math.max(0, this.#source.head().seq - Math.max(0, this.#cursor.seq));
  }

  /** Starts, or goes on when there is news. */
  advance(): void {
    if (this.#pumping) {
      this.#again = true;
      return;
    }
    this.#pumping = true;
    void this.#pump()
      .catch((error: unknown) => {
        // What one console needs cannot be read: that must not end the watch for all. It may start anew.
        this.#closed = true;
        this.#transport.failed(error instanceof Error ? error.message : String(error));
      })
      .finally(() => {
        this.#pumping = false;
        if (this.#again) {
          this.#again = false;
          this.advance();
        }
      });
  }

  /** The console asks for everything anew. */
  resync(): void {
    this.#cursor = { ...this.#source.head(), seq: -1 };
    this.#owesBeat = true;
    this.advance();
  }

  beat(beat: Omit<Heartbeat, 'behind'>): void {
    const behind = this.#snapshotting ? Math.max(1, this.behind) : this.behind;
    if (!this.#closed) this.#transport.beat({ ...beat, behind });
  }

  close(): void {
    this.#closed = true;
  }

  async #pump(): Promise<void> {
    while (!this.#closed && this.#inFlight < WINDOW_BYTES) {
      const head = this.#source.head();
      if (!ConsoleFeed.resumesByEvents(this.#cursor.seq < 0 ? null : this.#cursor, head)) {
        await this.#sendSnapshot();
        continue;
      }
      if (this.#cursor.seq >= head.seq) {
        if (this.#owesBeat) this.beat(this.#source.beat());
        this.#owesBeat = false;
        this.#readBytes = 0;
        return;
      }
      const next = this.#source.recent.after(this.#cursor.seq, BATCH_BYTES) ?? (await this.#readOlder());
      if (this.#closed) return;
      if (next) this.#sendEvents(next.events, next.bytes);
      else await this.#sendSnapshot();
    }
  }

  /** Null: not to be had, and a snapshot will do instead. */
  async #readOlder(): Promise<{ readonly events: readonly LogEvent[]; readonly bytes: number } | null> {
    if (this.#readBytes > MAX_MISSED_BYTES) return null;
    const events = await this.#source.read(this.#cursor.seq, READ_EVENTS).catch((error: unknown) => {
      this.#transport.unreadable(error instanceof Error ? error.message : String(error));
      return [];
    });
    if (events.length === 0) return null;
    const bytes = events.reduce((sum, event) => sum + sizeOf(event), 0);
    this.#readBytes += bytes;
    return { events, bytes };
  }

  #sendEvents(events: readonly LogEvent[], bytes: number): void {
    const last = events.at(-1);
    if (!last) return;
    this.#cursor = { ...this.#cursor, seq: last.seq };
    this.#inFlight += bytes;
    this.#transport.events({ events: [...events] }, () => {
      this.#inFlight -= bytes;
      this.advance();
    });
  }

  async #sendSnapshot(): Promise<void> {
    this.#snapshotting = true;
    this.#readBytes = 0;
    const { patch, position } = await this.#source.dump();
    this.#cursor = position;
    this.#snapshots += 1;
    for (const chunk of chunksOf(patch, position, this.#snapshots)) {
      if (this.#closed) return;
      // One piece at a time: what else has to pass (heartbeats) gets its turn between two.
      await new Promise<void>((resolve) => {
        this.#transport.snapshot(chunk, resolve);
      });
    }
    this.#snapshotting = false;
  }
}

/** Cuts state into pieces of a bounded number of entities; an empty room still gives one piece. */
export function* chunksOf(
  patch: Required<Patch>,
  position: Position,
  snapshot: number,
): Generator<SnapshotChunk> {
  const all = COLLECTIONS.flatMap((name) => patch[name].put.map((item) => ({ in: name, item })));
  const count = Math.max(1, Math.ceil(all.length / CHUNK_ENTITIES));
  for (let index = 0; index < count; index++) {
    const part = all.slice(index * CHUNK_ENTITIES, (index + 1) * CHUNK_ENTITIES);
    const lists = forEachCollection((name) =>
      part.filter((entry) => entry.in === name).map((entry) => [...entry.item]),
    ) as unknown as Pick<SnapshotChunk, CollectionName>;
    yield {
      snapshot,
      index,
      last: index === count - 1,
      position,
      ...lists,
    };
  }
}
