import type { WatchStretch } from './records';

/** From (inclusive) to (exclusive), ms UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The time that counts: the whole period, or what of it a position was on watch. Apart from each other, in order. */
export function countedSpans(
  period: Span,
  position: string | null,
  watches: readonly WatchStretch[],
): readonly Span[] {
  if (position === null) return period.to > period.from ? [period] : [];
  const own = watches
    .filter(({ id }) => id === position)
    .map(({ from, to }) => ({ from: Math.max(from, period.from), to: Math.min(to ?? period.to, period.to) }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from);
  const merged: Span[] = [];
  for (const span of own) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) merged[merged.length - 1] = { ...last, to: Math.max(last.to, span.to) };
    else merged.push(span);
  }
  return merged;
}

export function isWithin(at: number, spans: readonly Span[]): boolean {
  return spans.some(({ from, to }) => at >= from && at < to);
}

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + (to - from), 0);
}

/** What two lists of spans share. */
export function overlap(a: readonly Span[], b: readonly Span[]): readonly Span[] {
  return a.flatMap((one) =>
    b
      .map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) }))
      .filter(({ from, to }) => to > from),
  );
}
