import type { PushedNews } from './foreign-source';

/** Alerts that are remembered as pushed, at most: past that, the next look decides alone. */
const MAX_HINTS = 20_000;

/**
 * What was pushed while a look was under way: the look may have been taken before it, and must not undo it. Times
 * are monotonic ms.
 */
export class Hints {
  readonly #fired = new Map<string, number>();
  readonly #resolved = new Map<string, number>();

  add(news: PushedNews, at: number): void {
    if (this.#fired.size + this.#resolved.size > MAX_HINTS) this.forget(Number.POSITIVE_INFINITY);
    for (const { id } of news.firing) {
      this.#fired.set(id, at);
      this.#resolved.delete(id);
    }
    for (const id of news.resolved) {
      this.#resolved.set(id, at);
      this.#fired.delete(id);
    }
  }

  /** Whether it was said to be over since a look began. */
  resolvedSince(id: string, beganAt: number): boolean {
    return (this.#resolved.get(id) ?? Number.NEGATIVE_INFINITY) >= beganAt;
  }

  /** Ids there of what was said to fire since a look began. */
  firedSince(beganAt: number): readonly string[] {
    return [...this.#fired].flatMap(([id, at]) => (at >= beganAt ? [id] : []));
  }

  /** A look that began then has been reckoned with: what is older is told by it. */
  forget(beganAt: number): void {
    for (const hints of [this.#fired, this.#resolved]) {
      for (const [id, at] of hints) if (at < beganAt) hints.delete(id);
    }
  }
}
