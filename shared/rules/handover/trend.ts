import type { ChartSeries } from '../../contract/wire';
import { primaryCheck } from '../primary-check';
import type { RoomView } from '../reduce';

/**
 * Measured trends for a handover: how slow what is slow now is, and what fills up and when it is full. Worked out from the
 * hub's samples; the draft only tells of them.
 */

/** What is told of a measured figure. */
export interface Trend {
  /** `response`: p95 of the last minutes, ms. `usage`: a share that fills up, per cent. */
  readonly kind: 'response' | 'usage';
  readonly check: string;
  readonly node: string;
  /** Empty: the response time; else what fills up (`/var`). */
  readonly metric: string;
  readonly value: number;
  /** When that was measured, ms UTC. */
  readonly at: number;
  /** What it was a day before; null: nobody knows. */
  readonly before: number | null;
  /** What is expected of a response, ms; what counts as full, per cent. Null: nobody has said. */
  readonly limit: number | null;
  /** When it reaches the limit if it goes on as it does, ms UTC; null: not soon, or it is there. */
  readonly reachesAt: number | null;
}

/** Series over time, as the hub's samples answer (`electron/hub/store`). */
export interface TrendData {
  /** Beginning of each step, ms UTC. */
  readonly at: readonly number[];
  readonly stepMs: number;
  readonly series: readonly ChartSeries[];
}

/** Asks the samples: series of checks from `from` to `to` (ms UTC) in about so many steps. */
export type AskSamples = (
  checks: readonly string[],
  from: number,
  to: number,
  points: number,
) => Promise<TrendData>;

/** What counts as full, per cent. */
const FULL = 90;
/** What is fuller than this is told of, however slowly it fills. */
const NEARLY_FULL = 80;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Over so long a trend is measured, and so far ahead it is believed. */
const LOOK_BACK_MS = 3 * DAY_MS;
const LOOK_AHEAD_MS = 7 * DAY_MS;
/** Less than so many points say nothing of a trend, and of a day less than this, per cent, is noise. */
const POINTS_LEAST = 12;
const RISE_LEAST = 0.5;
/** A response time is that of the last minutes. */
const RESPONSE_MS = 15 * 60_000;
/** Series that are looked at, at most: a draft is drawn again and again. */
const CHECKS_MOST = 60;
/** What is full of memory or of load today is none of it tomorrow: only what is kept fills up. */
const NOT_KEPT = new Set(['memory', 'load1', 'load5', 'load15']);

type TrendView = Pick<RoomView, 'graph' | 'status' | 'alarms'>;

/**
 * All trends that a draft can tell of now (ms UTC): how fast what is hurt answers, and what fills up. Asks the samples
 * twice, for a few checks; the answers stay true for some minutes.
 */
export async function gatherTrends(view: TrendView, ask: AskSamples, now: number): Promise<readonly Trend[]> {
  const hurt = hurtChecks(view).slice(0, CHECKS_MOST);
  const machines = [...view.graph.checks.values()]
    .filter(({ kind, node }) => kind === 'host' && node !== null)
    .map(({ id }) => id)
    .slice(0, CHECKS_MOST);
  const none: TrendData = { at: [], stepMs: HOUR_MS, series: [] };
  const [responses, usage] = await Promise.all([
    hurt.length === 0 ? none : ask(hurt, now - RESPONSE_MS, now, 1),
    machines.length === 0 ? none : ask(machines, now - LOOK_BACK_MS, now, LOOK_BACK_MS / HOUR_MS),
  ]);
  return [...responseTrends(view, responses), ...usageTrends(view, usage)];
}

/** The checks whose response time stands for nodes with an alarm that is not of something down. */
function hurtChecks({ graph, alarms }: TrendView): readonly string[] {
  const checks: string[] = [];
  for (const entity of alarms.values()) {
    if (entity.kind !== 'alarm') continue;
    const { node, condition, suppressed } = entity.value;
    if ((condition !== 'degraded' && condition !== 'warning') || suppressed?.kind === 'cause') continue;
    const check = primaryCheck(graph, node);
    if (check) checks.push(check.id);
  }
  return checks.sort();
}

function responseTrends({ graph }: TrendView, { at, stepMs, series }: TrendData): readonly Trend[] {
  return series.flatMap(({ check, metric, p95 }): readonly Trend[] => {
    const node = graph.checks.get(check)?.node ?? null;
    const last = p95.findLastIndex((value) => value !== null);
    const value = p95[last];
    const begin = at[last];
    if (metric !== '' || node === null || value == null || begin === undefined) return [];
    const limit = graph.nodes.get(node)?.service.expectedMs ?? null;
    return [
      {
        kind: 'response',
        check,
        node,
        metric,
        value,
        at: begin + stepMs,
        before: null,
        limit,
        reachesAt: null,
      },
    ];
  });
}

function usageTrends({ graph }: TrendView, { at, stepMs, series }: TrendData): readonly Trend[] {
  return series.flatMap(({ check, metric, unit, p50 }): readonly Trend[] => {
    const node = graph.checks.get(check)?.node ?? null;
    if (node === null || unit !== '%' || metric === '' || NOT_KEPT.has(metric)) return [];
    const points = at.flatMap((begin, place) => {
      const value = p50[place];
      return value == null ? [] : [{ at: begin + stepMs / 2, value }];
    });
    const last = points.at(-1);
    if (!last) return [];
    const before = nearest(points, last.at - DAY_MS, 2 * stepMs);
    const slope = points.length < POINTS_LEAST ? null : slopeOf(points);
    const rises = slope !== null && slope * DAY_MS >= RISE_LEAST;
    const left = rises ? (FULL - last.value) / slope : Number.POSITIVE_INFINITY;
    const reachesAt = left > 0 && left <= LOOK_AHEAD_MS ? last.at + left : null;
    if (last.value < NEARLY_FULL && reachesAt === null) return [];
    return [
      { kind: 'usage', check, node, metric, value: last.value, at: last.at, before, limit: FULL, reachesAt },
    ];
  });
}

interface Point {
  readonly at: number;
  readonly value: number;
}

/** The value at a time, by the nearest point within `withinMs`; null: there is none. */
function nearest(points: readonly Point[], at: number, withinMs: number): number | null {
  let best: Point | null = null;
  for (const point of points) {
    if (best === null || Math.abs(point.at - at) < Math.abs(best.at - at)) best = point;
  }
  return best !== null && Math.abs(best.at - at) <= withinMs ? best.value : null;
}

/** The middle one of the slopes between all pairs (Theil and Sen): a single leap does not bend it. Per ms. */
function slopeOf(points: readonly Point[]): number {
  const slopes: number[] = [];
  points.forEach((a, place) => {
    for (const b of points.slice(place + 1)) slopes.push((b.value - a.value) / (b.at - a.at));
  });
  slopes.sort((a, b) => a - b);
  return slopes[Math.floor(slopes.length / 2)] ?? 0;
}
