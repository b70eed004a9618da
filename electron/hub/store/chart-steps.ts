import { FIVE, FIVE_KEPT_MS, HOUR, HOUR_MS, type Level, RAW_KEPT_MS } from './slots';

/** The steps of a chart: where each begins, ms UTC, and their length, ms. */
export interface ChartSteps {
  readonly at: readonly number[];
  readonly ms: number;
  /** Beginning of the first step and end of the last, ms UTC. */
  readonly from: number;
  readonly to: number;
}

const SECOND = 1_000;
const MINUTE = 60_000;
/** Lengths that people count in; each divides a day. */
const STEPS_MS = [
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR_MS,
  2 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  24 * HOUR_MS,
] as const;
/** A span longer than this is read from roll-ups: 720 samples of a check every 30 s are read at once, 5,760 not. */
const RAW_SPAN_MS = 6 * HOUR_MS;
/** No chart goes back further than there is history; days of a year and some. */
const LONGEST_MS = 400 * 24 * HOUR_MS;

/** What a chart is made of: its steps, and the samples they are filled from (null: the raw ones). */
export interface ChartPlan {
  readonly steps: ChartSteps;
  readonly level: Level | null;
}

/**
 * Plans a chart from `from` to `to` (ms UTC) in at most `points` steps or so: steps of a length that people count in,
 * aligned to whole multiples of it in UTC, so that a chart that moves on keeps its steps, and never shorter than what
 * they are filled from. Nonsense (an end before the beginning, a span longer than all history) is cut to what there
 * can be. `now` is ms UTC.
 */
export function planChart(from: number, to: number, points: number, now: number): ChartPlan {
  const end = Number.isFinite(to) ? to : now;
  const span = Math.min(LONGEST_MS, Math.max(SECOND, Number.isFinite(from) ? end - from : SECOND));
  const finest = levelOf(end - span, span, now);
  const wanted = Math.max(finest?.ms ?? 0, span / Math.max(1, points));
  const ms = STEPS_MS.find((step) => step >= wanted) ?? 24 * HOUR_MS;
  const first = Math.floor((end - span) / ms);
  const last = Math.ceil(end / ms);
  const at: number[] = [];
  for (let step = first; step < last; step++) at.push(step * ms);
  const level = finest === FIVE && ms >= HOUR_MS ? HOUR : finest;
  return { steps: { at, ms, from: first * ms, to: last * ms }, level };
}

/** The finest samples that a span is read from: what is still kept of it, and few enough to be read at once. */
function levelOf(from: number, span: number, now: number): Level | null {
  if (span <= RAW_SPAN_MS && from >= now - RAW_KEPT_MS) return null;
  return from >= now - FIVE_KEPT_MS ? FIVE : HOUR;
}

/** A figure over a span longer than this is taken from whole hours: one figure of a month is 720 roll-ups. */
const FIVE_SPAN_MS = 48 * HOUR_MS;

/** What one figure over `[from, to)` (ms UTC) is made of; null: the raw samples. */
export function levelOfFigure(from: number, to: number, now: number): Level | null {
  const level = levelOf(from, to - from, now);
  return level === FIVE && to - from > FIVE_SPAN_MS ? HOUR : level;
}
