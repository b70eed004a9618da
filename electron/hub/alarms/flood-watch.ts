import type { Patch } from '../../../shared/model/room';
import { FLOOD_WINDOW_MS, floodOf } from '../../../shared/rules/alarms/flood';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { Pipeline } from '../pipeline/pipeline';

/** How often the end of a flood is looked for, ms. */
const LOOK_MS = 10_000;

export interface FloodWatchOptions {
  readonly clock: Clock;
  readonly state: Projection;
  readonly pipeline: Pick<Pipeline, 'submit'>;
}

/** Counts what asks for somebody, and says when it is more than one person can take in, and when it no longer is. */
export class FloodWatch {
  readonly #options: FloodWatchOptions;
  /** When which alarm asked, ms UTC, by its number and that time. */
  readonly #asked = new Map<string, number>();
  #cancel: (() => void) | null = null;

  constructor(options: FloodWatchOptions) {
    this.#options = options;
  }

  /** Takes up what asked before this hub began to run. */
  start(): void {
    for (const entity of this.#options.state.alarms.values()) {
      if (entity.kind === 'alarm' && entity.value.annunciatedAt !== null)
        this.#asked.set(`${entity.value.id}@${entity.value.annunciatedAt}`, entity.value.annunciatedAt);
    }
    this.#look();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** Hears what an event at `at` (ms UTC) changed. Says nothing yet: see `judge`. */
  applied(patch: Patch, at: number): void {
    for (const [, entity] of patch.alarms?.put ?? []) {
      if (entity.kind === 'alarm' && entity.value.annunciatedAt === at)
        this.#asked.set(`${entity.value.id}@${at}`, at);
    }
  }

  /** Says what the count has come to. */
  judge(): void {
    const { clock, state, pipeline } = this.#options;
    const now = clock.now();
    for (const [key, at] of this.#asked) {
      // A clock that was set back must not keep what it counted ahead of itself.
      if (at <= now - FLOOD_WINDOW_MS || at > now + FLOOD_WINDOW_MS) this.#asked.delete(key);
    }
    const was = state.room?.flood != null;
    const { on, annunciated } = floodOf([...this.#asked.values()], was, now);
    if (on !== was) pipeline.submit(() => ({ type: 'flood.changed', on, annunciated }));
  }

  #look(): void {
    this.#cancel = this.#options.clock.after(LOOK_MS, () => this.#look());
    if (this.#options.state.room?.flood != null) this.judge();
  }
}
