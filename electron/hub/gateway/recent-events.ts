import type { LogEvent } from '../../../shared/model/events';

interface Sized {
  readonly event: LogEvent;
  readonly bytes: number;
}

/**
 * The newest events of the present epoch in memory, contiguous, so that consoles that keep up never touch the
 * disk. Bounded by count; what is older is read from the log.
 */
export class RecentEvents {
  readonly #limit: number;
  #items: Sized[] = [];
  /** How many items at the front are dead; compacted in bulk, so that a push costs constant time. */
  #start = 0;

  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  push(events: readonly LogEvent[]): void {
    for (const event of events) this.#items.push({ event, bytes: sizeOf(event) });
    this.#start = Math.max(this.#start, this.#items.length - this.#limit);
    if (this.#start > this.#limit) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
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
