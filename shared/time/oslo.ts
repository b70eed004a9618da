// Temporal knows time zones, skipped and doubled hours; the platform's Date does not.
import { Temporal } from 'temporal-polyfill';

/**
 * Europe/Oslo's wall clock. A *wall time* is a number: what the clock on the wall shows, as ms since 1970-01-01T00:00
 * on that same wall. It has no zone: 02:30 on the night when summer time begins is a wall time that no instant has,
 * 02:30 on the night when it ends is one that two have. Instants are ms UTC.
 */
const ZONE = 'Europe/Oslo';

/** What the clock on the wall shows at an instant. */
export function wallTime(at: number): number {
  const zoned = zonedAt(at);
  return at + Math.round(zoned.offsetNanoseconds / 1e6);
}

/**
 * The instant of a wall time. In the doubled hour the first; in the skipped hour the wall time is read with the
 * offset before the gap, so that 02:30 becomes 03:30 (RFC 5545, 3.3.5).
 */
export function instantOf(wall: number): number {
  return resolve(wall, 'compatible');
}

/** Every instant at which the wall clock may show `wall`, or leaves it out: one, or two around a change of time. */
export function instantsAround(wall: number): readonly number[] {
  const earlier = resolve(wall, 'earlier');
  const later = resolve(wall, 'later');
  return earlier === later ? [earlier] : [earlier, later];
}

/** The next change between summer and winter time after an instant; null: none is known. */
export function nextTransition(at: number): number | null {
  return zonedAt(at).getTimeZoneTransition('next')?.epochMilliseconds ?? null;
}

/** Reads `2026-11-23T22:00` as a wall time; null: there is no such day, or it is written otherwise. */
export function parseWallTime(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (!match) return null;
  const at = Date.parse(`${text}Z`);
  // Date.parse turns 30 February into 2 March in some engines: what comes back must say the same.
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(text) ? null : at;
}

/** A console's own estimate of the hub's time has fractions of a ms, which Temporal does not take. */
function zonedAt(at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(ZONE);
}

function resolve(wall: number, disambiguation: 'compatible' | 'earlier' | 'later'): number {
  const plain = Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, 23));
  return plain.toZonedDateTime(ZONE, { disambiguation }).epochMilliseconds;
}
