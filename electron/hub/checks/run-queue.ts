/** One that waits. */
interface Waiting<T> {
  readonly item: T;
  /** When it should have begun, ms of monotonic time. */
  readonly dueAt: number;
  gone: boolean;
}

/** Every so many starts one is from the ordinary lane, however many urgent ones wait. */
const ORDINARY_SHARE = 4;
/** Used places at the front that are kept before the array is cut. */
const SLACK = 256;

/**
 * What is due and waits for a free place: first come, first served, in two lanes. The urgent one (a failure to be
 * confirmed, a person who asked) goes first, but never starves the ordinary one.
 */
export class RunQueue<T> {
  readonly #urgent = new Lane<T>();
  readonly #ordinary = new Lane<T>();
  readonly #waiting = new Map<T, { readonly lane: Lane<T>; readonly ticket: Waiting<T> }>();
  #urgentInARow = 0;

  get size(): number {
    return this.#waiting.size;
  }

  has(item: T): boolean {
    return this.#waiting.has(item);
  }

  /** Puts an item at the end of its lane; one that waits already keeps its place, or moves to the urgent lane. */
  push(item: T, dueAt: number, urgent: boolean): void {
    const present = this.#waiting.get(item);
    if (present && (!urgent || present.lane === this.#urgent)) return;
    if (present) this.drop(item);
    const lane = urgent ? this.#urgent : this.#ordinary;
    const ticket = { item, dueAt: Math.min(dueAt, present?.ticket.dueAt ?? dueAt), gone: false };
    lane.push(ticket);
    this.#waiting.set(item, { lane, ticket });
  }

  /** The next item and when it was due; null when nothing waits. */
  take(): { readonly item: T; readonly dueAt: number } | null {
    const ordinaryTurn = this.#urgentInARow >= ORDINARY_SHARE - 1;
    const [first, second] = ordinaryTurn ? [this.#ordinary, this.#urgent] : [this.#urgent, this.#ordinary];
    const lane = first.head ? first : second;
    const ticket = lane.head;
    if (!ticket) return null;
    lane.shift();
    this.#urgentInARow = lane === this.#urgent ? this.#urgentInARow + 1 : 0;
    this.#waiting.delete(ticket.item);
    return ticket;
  }

  drop(item: T): void {
    const present = this.#waiting.get(item);
    if (!present) return;
    present.ticket.gone = true;
    this.#waiting.delete(item);
  }

  clear(): void {
    for (const item of [...this.#waiting.keys()]) this.drop(item);
  }

  /** Since when the one that has waited longest has been due; null when nothing waits. */
  oldestDueAt(): number | null {
    const heads = [this.#urgent.head, this.#ordinary.head].flatMap((head) => (head ? [head.dueAt] : []));
    return heads.length === 0 ? null : Math.min(...heads);
  }
}

/** First in, first out; what is gone is skipped. */
class Lane<T> {
  #items: Waiting<T>[] = [];
  #start = 0;

  get head(): Waiting<T> | undefined {
    while (this.#items[this.#start]?.gone) this.#start += 1;
    return this.#items[this.#start];
  }

  push(ticket: Waiting<T>): void {
    if (this.#start > SLACK && this.#start * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
    this.#items.push(ticket);
  }

  shift(): void {
    this.#start += 1;
  }
}
