const MAX_NAMES = 100;

/**
 * Counts by name, in a bounded table, and says the first ten of each and then every hundredth: a window gone mad
 * must not fill the log.
 */
export class Tally {
  readonly #counts = new Map<string, number>();
  readonly #say: (name: string, count: number) => void;

  constructor(say: (name: string, count: number) => void) {
    this.#say = say;
  }

  add(name: string): void {
    const known = this.#counts.has(name) || this.#counts.size < MAX_NAMES ? name : 'others';
    const count = (this.#counts.get(known) ?? 0) + 1;
    this.#counts.set(known, count);
    if (count <= 10 || count % 100 === 0) this.#say(known, count);
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
