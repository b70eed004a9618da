/** How far back a search goes. */
export const SPANS = ['watch', 'day', 'week', 'month', 'all'] as const;
export type Span = (typeof SPANS)[number];

const HOUR_MS = 3_600_000;
const SPAN_MS: Readonly<Record<Exclude<Span, 'all'>, number>> = {
  watch: 8 * HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 31 * 24 * HOUR_MS,
};

/** From when a span reaches back, ms UTC, to the minute, so that the question stays the same meanwhile; null: from the beginning. */
export function spanFrom(span: Span, now: number): number | null {
  if (span === 'all') return null;
  return Math.floor((now - SPAN_MS[span]) / 60_000) * 60_000;
}
