import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';

/** Entities hashed at a time after a start, about 5 ms of work, and the pause between, ms. */
const SLICE = 400;
const PAUSE_MS = 20;

/** Hashes a whole room out of the cache in slices, so that windows are served in between. Returns what ends it. */
export function settleDigests(state: Projection, clock: Clock): () => void {
  let cancel = (): void => undefined;
  const next = (): void => {
    if (!state.settleDigests(SLICE)) cancel = clock.after(PAUSE_MS, next);
  };
  next();
  return () => cancel();
}
