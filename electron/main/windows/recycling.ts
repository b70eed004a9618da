import type { Clock } from '../../../shared/time/clock';
import type { Logger } from '../app/log';
import { type MemoryLimits, UNWEIGHED, type Weight, weigh } from './memory';

/** A window that can be replaced while it is looked at. */
export interface Recyclable {
  readonly name: string;
  readonly contentsId: number;
  readonly processId: number | null;
  renew(why: string): boolean;
}

export interface RecyclingOptions {
  readonly windows: () => readonly Recyclable[];
  /** Memory of the app's processes by their number, MB. */
  readonly memory: () => ReadonlyMap<number, number>;
  /** Whether nobody would miss a wall for a moment: nothing sounds, and nothing has happened for a while. */
  readonly quiet: () => boolean;
  readonly limits: MemoryLimits;
  /** How often windows are weighed, ms. */
  readonly everyMs: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** After one was replaced, none is for so long, ms: a fault that makes all of them grow must not keep the wall busy. */
const REST_MS = 10 * 60_000;
/** A room that is never quiet has its grown windows replaced all the same after so long, ms. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** Watches the memory of windows, and has those that grow replaced, one at a time, at a quiet moment. */
export class Recycling {
  readonly #options: RecyclingOptions;
  /** By web contents: a new page begins light. */
  readonly #weights = new Map<number, Weight>();
  /** Since when a window waits for a quiet moment. */
  readonly #waiting = new Map<number, number>();
  #renewedAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(options: RecyclingOptions) {
    this.#options = options;
  }

  /** Begins. Returns a function that ends it. */
  start(): () => void {
    const { clock, everyMs } = this.#options;
    const next = (): void => {
      this.#cancel = clock.after(everyMs, () => {
        this.#round();
        next();
      });
    };
    next();
    return () => this.#cancel?.();
  }

  #round(): void {
    const { windows, memory, limits } = this.#options;
    const open = windows();
    const present = new Set(open.map(({ contentsId }) => contentsId));
    for (const id of this.#weights.keys()) if (!present.has(id)) this.#weights.delete(id);
    for (const id of this.#waiting.keys()) if (!present.has(id)) this.#waiting.delete(id);
    const weights = memory();
    for (const window of open) {
      const mb = window.processId === null ? undefined : weights.get(window.processId);
      if (mb === undefined) continue;
      const { weight, verdict } = weigh(this.#weights.get(window.contentsId) ?? UNWEIGHED, mb, limits);
      this.#weights.set(window.contentsId, weight);
      if (verdict === 'well') this.#waiting.delete(window.contentsId);
      else this.#judge(window, mb, verdict === 'pressing');
    }
  }

  #judge(window: Recyclable, mb: number, pressing: boolean): void {
    const { clock, quiet, log } = this.#options;
    const now = clock.mono();
    const since = this.#waiting.get(window.contentsId);
    if (since === undefined) {
      this.#waiting.set(window.contentsId, now);
      log.warn({ window: window.name, mb: Math.round(mb), pressing }, 'a window has grown');
    }
    if (now - this.#renewedAt < REST_MS) return;
    const waited = now - (since ?? now) >= LONGEST_WAIT_MS;
    if (!pressing && !waited && !quiet()) return;
    if (window.renew(`its process takes ${Math.round(mb)} MB`)) this.#renewedAt = now;
  }
}
