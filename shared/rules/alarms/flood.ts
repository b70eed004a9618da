import type { Alarm } from '../../model/alarms';

/** Annunciations are counted over so long, ms (ISA-18.2: ten minutes). */
export const FLOOD_WINDOW_MS = 10 * 60_000;
/** More than this in a window is a flood; it lasts until there are fewer than FLOOD_ENDS_BELOW (ISA-18.2). */
export const FLOOD_ABOVE = 10;
export const FLOOD_ENDS_BELOW = 5;

export interface Flood {
  /** More alarms ask for somebody than one person can take in. */
  readonly on: boolean;
  /** Annunciations in the window that ends now. */
  readonly annunciated: number;
  /** When the oldest of them leaves the window, so that it is to be judged anew, ms UTC; null: there is none. */
  readonly nextAt: number | null;
}

/**
 * Whether there is a flood by the boundaries of ISA-18.2: it begins with more than ten annunciations in ten minutes, and
 * ends with fewer than five.
 *
 * @param times when alarms asked for somebody, ms UTC, in any order; those outside the window count for nothing
 * @param was whether there was one when it was last judged
 * @param now ms UTC
 */
export function floodOf(times: Iterable<number>, was: boolean, now: number): Flood {
  let annunciated = 0;
  let oldest = Number.POSITIVE_INFINITY;
  for (const at of times) {
    if (at <= now - FLOOD_WINDOW_MS || at > now) continue;
    annunciated += 1;
    oldest = Math.min(oldest, at);
  }
  const on = was ? annunciated >= FLOOD_ENDS_BELOW : annunciated > FLOOD_ABOVE;
  return { on, annunciated, nextAt: annunciated === 0 ? null : oldest + FLOOD_WINDOW_MS };
}

/**
 * When alarms asked for somebody last, ms UTC: what a room without its record knows. An alarm that asked twice in the
 * window counts once; whoever hears each of them (the hub) keeps their times.
 */
export function lastAnnunciations(alarms: Iterable<Pick<Alarm, 'annunciatedAt'>>): number[] {
  const times: number[] = [];
  for (const { annunciatedAt } of alarms) if (annunciatedAt !== null) times.push(annunciatedAt);
  return times;
}
