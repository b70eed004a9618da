import type { Check } from '../model/catalogue';

/**
 * The default freshness budget: a check is overdue when two intervals and its time limit have passed without an
 * observation, so that one lost run is not yet news. All in ms.
 */
export function defaultFreshness(check: Pick<Check, 'intervalMs' | 'timeoutMs'>): number {
  return 2 * check.intervalMs + check.timeoutMs;
}

/** No heartbeat for so long means *disconnected* on the screen, whatever the socket believes (DESIGN.md). */
export const LINK_SILENCE_MS = 5_000;
/** How often the hub vouches for what it said. */
export const HEARTBEAT_MS = 2_000;
/** Past this, what a console shows without a hub is no longer *last known* but *stale*. */
export const LAST_KNOWN_MS = 60_000;
