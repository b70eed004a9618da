import type { BoardPatch } from '../../../shared/contract/ipc';
import type { Patch } from '../../../shared/model/room';
import { mergePatches, type Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';

/** Changes closer together than this go to the windows as one, ms: more often than the eye or a frame can follow. */
const FLUSH_MS = 10;

/**
 * The console's one truth as windows see it: a snapshot with a revision, then patches from base to new. The
 * first change after a pause goes out at once; what follows within a frame is joined.
 */
export class Board {
  readonly #state: Projection;
  readonly #clock: Clock;
  readonly #listeners = new Set<(patch: BoardPatch) => void>();
  #pending: Patch[] = [];
  #revision = 1;
  #lastFlush = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(state: Projection, clock: Clock) {
    this.#state = state;
    this.#clock = clock;
  }

  /** Takes a change that the state has already made. */
  changed(patch: Patch): void {
    this.#pending.push(patch);
    if (this.#cancel) return;
    const wait = Math.max(0, FLUSH_MS - (this.#clock.mono() - this.#lastFlush));
    if (wait === 0) this.#flush();
    else this.#cancel = this.#clock.after(wait, () => this.#flush());
  }

  /** The state is another one altogether: every window takes a new snapshot. */
  replaced(): void {
    this.#pending = [];
    this.#cancel?.();
    this.#cancel = null;
    // The base is nobody's revision, so each window resyncs by its own rule.
    this.#revision += 2;
    this.#tell({ base: this.#revision - 1, revision: this.#revision, patch: {} });
  }

  snapshot(): { readonly revision: number; readonly patch: Required<Patch> } {
    this.#flush();
    return { revision: this.#revision, patch: this.#state.dump() };
  }

  onPatch(listen: (patch: BoardPatch) => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }

  stop(): void {
    this.#cancel?.();
    this.#listeners.clear();
  }

  #flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#pending.length === 0) return;
    const patch = mergePatches(this.#pending);
    this.#pending = [];
    this.#lastFlush = this.#clock.mono();
    const base = this.#revision;
    this.#revision += 1;
    this.#tell({ base, revision: this.#revision, patch });
  }

  #tell(patch: BoardPatch): void {
    for (const listen of this.#listeners) listen(patch);
  }
}
