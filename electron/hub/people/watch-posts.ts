import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { Pipeline } from '../pipeline/pipeline';
import { watchOf } from './people-view';

/** A console on watch may be gone for so long, ms: it is started again, or its link is mended. */
export const GONE_MS = 20_000;

export interface WatchPostsOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit'>;
  readonly state: Projection;
}

/**
 * Ends the watch of a console that the hub has lost. Alarms sound only where somebody is on watch: a desk that is
 * switched off must not keep all others quiet. Without it nobody may be on watch, and then they sound everywhere.
 */
export class WatchPosts {
  readonly #options: WatchPostsOptions;
  /** Open sockets by console. */
  readonly #sockets = new Map<string, number>();
  readonly #waits = new Map<string, () => void>();
  #running = false;

  constructor(options: WatchPostsOptions) {
    this.#options = options;
  }

  /** Nobody is there yet: who was on watch gets the time to come back. */
  start(): void {
    this.#running = true;
    for (const entity of this.#options.state.people.values()) {
      if (entity.kind === 'watch') this.#waitFor(entity.value.id);
    }
  }

  /** The hub ends: that sockets close says nothing of their consoles. */
  stop(): void {
    this.#running = false;
    for (const cancel of this.#waits.values()) cancel();
    this.#waits.clear();
  }

  came(console: string): void {
    this.#sockets.set(console, (this.#sockets.get(console) ?? 0) + 1);
    this.#waits.get(console)?.();
    this.#waits.delete(console);
  }

  left(console: string): void {
    const open = (this.#sockets.get(console) ?? 1) - 1;
    if (open > 0) this.#sockets.set(console, open);
    else {
      this.#sockets.delete(console);
      this.#waitFor(console);
    }
  }

  #waitFor(console: string): void {
    const { clock, state, pipeline } = this.#options;
    if (!this.#running || this.#sockets.has(console) || !watchOf(state, console)) return;
    this.#waits.get(console)?.();
    const cancel = clock.after(GONE_MS, () => {
      this.#waits.delete(console);
      const watch = watchOf(state, console);
      if (!watch) return;
      pipeline.submit(() => ({ type: 'watch.changed', console, on: false, person: watch.person }));
    });
    this.#waits.set(console, cancel);
  }
}
