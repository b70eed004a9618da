import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../../shared/time/clock';

interface Waiting {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * Time that passes as fast as the work in it is done: between two timers, everything that the first one began and that
 * waits for nothing but the processor is finished. Hours of a hub's life then take seconds, to the millisecond.
 */
export class VirtualClock implements Clock {
  readonly #from: number;
  #mono = 0;
  #order = 0;
  /** A binary heap, soonest first. */
  readonly #heap: Waiting[] = [];
  readonly #cancelled = new Set<Waiting>();

  constructor(from = Date.UTC(2026, 10, 23, 12, 0, 0)) {
    this.#from = from;
  }

  now(): number {
    return this.#from + Math.floor(this.#mono);
  }

  mono(): number {
    return this.#mono;
  }

  after(ms: number, run: () => void): () => void {
    const item: Waiting = { at: this.#mono + Math.max(0, ms), order: this.#order++, run };
    this.#push(item);
    return () => void this.#cancelled.add(item);
  }

  /** Lets `ms` pass. */
  async pass(ms: number): Promise<void> {
    const end = this.#mono + ms;
    await nextTurn();
    for (let next = this.#heap[0]; next && next.at <= end; next = this.#heap[0]) {
      this.#pop();
      if (this.#cancelled.delete(next)) continue;
      this.#mono = next.at;
      next.run();
      await nextTurn();
    }
    this.#mono = end;
  }

  #push(item: Waiting): void {
    const heap = this.#heap;
    heap.push(item);
    let index = heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (!above || !isBefore(item, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = item;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      const child = left && right && isBefore(right, left) ? right : left;
      if (!child || !isBefore(child, last)) break;
      heap[index] = child;
      index = child === left ? 2 * index + 1 : 2 * index + 2;
    }
    heap[index] = last;
  }
}

function isBefore(a: Waiting, b: Waiting): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
