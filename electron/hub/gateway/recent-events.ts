import type { LogEvent } from '../../../shared/model/events';
import { type Erasure, eraseInEvent } from '../../../shared/rules/watch/erase-event';

interface Sized {
  readonly event: LogEvent;
  readonly bytes: number;
}

/**
 * The newest events of the present epoch in memory, contiguous, so that consoles that keep up never touch the
 * disk. Bounded by count and by bytes (one storm of a foreign source's alerts is events of 200 kB each); what is
 * older is read from the log.
 */
export class RecentEvents {
  readonly #limit: number;
  readonly #maxBytes: number;
  #items: Sized[] = [];
  /** How many items at the front are dead; compacted in bulk, so that a push costs constant time. */
  #start = 0;
  /** Bytes of the items that live, and of the dead ones before them. */
  #bytes = 0;
  #deadBytes = 0;

  constructor(limit = 10_000, maxBytes = 32 * 1024 * 1024) {
    this.#limit = limit;
    this.#maxBytes = maxBytes;
  }

  push(events: readonly LogEvent[]): void {
    for (const event of events) {
      if (event.body.type === 'log.erased') this.#erase(event.body);
      const bytes = sizeOf(event);
      this.#items.push({ event, bytes });
      this.#bytes += bytes;
    }
    // The newest stays, however large: who is up to date is sent it from here.
    while (this.#items.length - this.#start > 1 && this.#isFull()) {
      const bytes = this.#items[this.#start]?.bytes ?? 0;
      this.#start += 1;
      this.#bytes -= bytes;
      this.#deadBytes += bytes;
    }
    if (this.#start > this.#limit || this.#deadBytes > this.#maxBytes) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
      this.#deadBytes = 0;
    }
  }

  /** A console that is sent these later is not sent what was erased meanwhile. */
  #erase(erasure: Erasure): void {
    this.#items = this.#items.map((item) => {
      const body = eraseInEvent(item.event.body, erasure);
      return body === item.event.body ? item : { ...item, event: { ...item.event, body } };
    });
  }

  /** Bytes that are kept from being freed. */
  get held(): number {
    return this.#bytes + this.#deadBytes;
  }

  #isFull(): boolean {
    return this.#items.length - this.#start > this.#limit || this.#bytes > this.#maxBytes;
  }

  /** The `seq` of the oldest event held; null when empty. */
  get oldest(): number | null {
    return this.#items[this.#start]?.event.seq ?? null;
  }

  /**
   * Events after `seq`, at least one and then as many as fit in `maxBytes`. Null when the next one is not held.
   */
  after(
    seq: number,
    maxBytes: number,
  ): { readonly events: readonly LogEvent[]; readonly bytes: number } | null {
    const first = this.#items[this.#start];
    if (!first || seq + 1 < first.event.seq) return null;
    const events: LogEvent[] = [];
    let bytes = 0;
    for (let i = this.#start + (seq + 1 - first.event.seq); i < this.#items.length; i++) {
      const item = this.#items[i];
      if (!item || (events.length > 0 && bytes + item.bytes > maxBytes)) break;
      events.push(item.event);
      bytes += item.bytes;
    }
    return events.length > 0 ? { events, bytes } : null;
  }
}

/** About how many bytes an event takes on the wire (its JSON; msgpack is somewhat smaller). */
export function sizeOf(event: LogEvent): number {
  return JSON.stringify(event).length;
}
