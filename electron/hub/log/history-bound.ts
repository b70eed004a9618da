import type { HistoryBound, HistoryPlace } from './log';

/** The place that history is read before: a `seq` alone is of the present epoch; null: the head, or what follows it. */
export function placeBefore(before: number | HistoryPlace | null, present: number): HistoryPlace {
  return typeof before === 'object' && before !== null
    ? before
    : { epoch: present, seq: before ?? Number.MAX_SAFE_INTEGER };
}

/** Watches over one reading of history, newest first: when it has gone as far as its bound. */
export class HistoryReach {
  readonly #maxChars: number;
  readonly since: number;
  #chars = 0;
  #reached = false;

  constructor({ maxChars = Number.POSITIVE_INFINITY, since = Number.NEGATIVE_INFINITY }: HistoryBound) {
    this.#maxChars = maxChars;
    this.since = since;
  }

  get reached(): boolean {
    return this.#reached;
  }

  /** Takes an event in. Returns whether it is the last. */
  take(at: number, chars: number): boolean {
    this.#chars += chars;
    this.#reached ||= this.#chars >= this.#maxChars || at < this.since;
    return this.#reached;
  }
}
