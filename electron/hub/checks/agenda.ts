/** Something that is to happen at a time. Belongs to one agenda; is in it or not. */
export class AgendaEntry {
  /** When, ms of monotonic time; infinite when it is not in the agenda. */
  at = Number.POSITIVE_INFINITY;
  /** Its place in the heap; -1: none. The agenda's own. */
  index = -1;
  /** Told when it was due: the difference to now is how late it is. */
  readonly happen: (dueAt: number) => void;

  constructor(happen: (dueAt: number) => void) {
    this.happen = happen;
  }
}

/**
 * What is to happen, soonest first: a binary heap in which each entry knows its place, so that it is moved and
 * removed in logarithmic time. Thousands of checks then need one timer.
 */
export class Agenda {
  readonly #heap: AgendaEntry[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** When the soonest is due; infinite when there is none. */
  get nextAt(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Puts an entry in, or moves it. */
  set(entry: AgendaEntry, at: number): void {
    entry.at = at;
    if (entry.index < 0) {
      entry.index = this.#heap.length;
      this.#heap.push(entry);
    }
    this.#settle(entry);
  }

  remove(entry: AgendaEntry): void {
    const { index } = entry;
    if (index < 0) return;
    const last = this.#heap.pop();
    entry.index = -1;
    entry.at = Number.POSITIVE_INFINITY;
    if (!last || last === entry) return;
    last.index = index;
    this.#heap[index] = last;
    this.#settle(last);
  }

  /** Removes and returns the soonest entry that is due at `now`, with when it was. */
  takeDue(now: number): { readonly entry: AgendaEntry; readonly dueAt: number } | null {
    const entry = this.#heap[0];
    if (!entry || entry.at > now) return null;
    const dueAt = entry.at;
    this.remove(entry);
    return { entry, dueAt };
  }

  clear(): void {
    for (const entry of this.#heap) {
      entry.index = -1;
      entry.at = Number.POSITIVE_INFINITY;
    }
    this.#heap.length = 0;
  }

  #settle(entry: AgendaEntry): void {
    this.#up(entry);
    this.#down(entry);
  }

  #up(entry: AgendaEntry): void {
    while (entry.index > 0) {
      const parent = this.#heap[(entry.index - 1) >> 1];
      if (!parent || parent.at <= entry.at) return;
      this.#swap(parent, entry);
    }
  }

  #down(entry: AgendaEntry): void {
    for (;;) {
      const left = this.#heap[2 * entry.index + 1];
      const right = this.#heap[2 * entry.index + 2];
      const least = left && right && right.at < left.at ? right : left;
      if (!least || least.at >= entry.at) return;
      this.#swap(entry, least);
    }
  }

  #swap(a: AgendaEntry, b: AgendaEntry): void {
    const { index } = a;
    a.index = b.index;
    b.index = index;
    this.#heap[a.index] = a;
    this.#heap[b.index] = b;
  }
}
