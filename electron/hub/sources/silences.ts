import type { ForeignSilence } from '../../../shared/model/sources';
import { correctedTime } from './alert-book';
import type { RawSilence } from './foreign-source';

/** A silence that ended is shown so much longer, ms; and one that was refused. */
const ENDED_SHOWN_MS = 15 * 60_000;
const FAILED_SHOWN_MS = 60 * 60_000;

/** The entity id of a silence that was asked for and has not been seen. */
export function askedId(source: string, correlation: string): string {
  return `${source}/asked-${correlation}`;
}

/**
 * What the room's silences of a source become by what is seen there. Pure. `known`: those of the state. Returns all
 * that are to be: whatever is known and not among them is gone. Nothing seen is ever written back.
 */
export function seeSilences(
  source: string,
  known: ReadonlyMap<string, ForeignSilence>,
  seen: readonly RawSilence[],
  skewMs: number,
  now: number,
): ReadonlyMap<string, ForeignSilence> {
  const next = new Map<string, ForeignSilence>();
  const confirmed = new Set<string>();
  for (const raw of seen) {
    const id = `${source}/${raw.id}`;
    if (raw.correlation !== null) confirmed.add(raw.correlation);
    const before = known.get(id) ?? null;
    const endsAt = moved(raw.endsAt, before?.endsAt ?? null, skewMs);
    // What had ended before it was known here is history, and not ours to tell.
    const ended = raw.phase === 'expired';
    const asked = raw.correlation !== null && known.has(askedId(source, raw.correlation));
    if (ended && ((!before && !asked) || now - endsAt > ENDED_SHOWN_MS)) continue;
    const ending = before?.phase === 'ending' && !ended;
    next.set(id, {
      id,
      source,
      phase: ending ? 'ending' : raw.phase,
      matchers: [...raw.matchers],
      startsAt:
        raw.phase === 'pending'
          ? moved(raw.startsAt, before?.startsAt ?? null, skewMs)
          : correctedTime(raw.startsAt, before?.startsAt ?? null, skewMs, now),
      endsAt,
      author: raw.author,
      comment: raw.comment,
      correlation: raw.correlation,
      reason: ended ? null : (before?.reason ?? null),
    });
  }
  for (const [id, silence] of known) {
    if (silence.phase === 'asked' && !confirmed.has(silence.correlation ?? '')) {
      next.set(
        id,
        now < silence.endsAt ? silence : failed(silence, 'tiden gikk ut før kilden bekreftet den'),
      );
    }
    if (silence.phase === 'failed' && now - silence.startsAt < FAILED_SHOWN_MS) next.set(id, silence);
  }
  return next;
}

/** A silence that will not be. */
export function failed(silence: ForeignSilence, reason: string): ForeignSilence {
  return { ...silence, phase: 'failed', reason };
}

/** A time there by our clock, steady in the face of a skew that is known to a second. */
function moved(there: number, known: number | null, skewMs: number): number {
  const here = there - skewMs;
  return known !== null && skewMs !== 0 && Math.abs(known - here) <= 5_000 ? known : here;
}
