import type { SampleSeries } from '../../../shared/contract/wire';

/**
 * Columns for uPlot: seconds since the epoch, then one column of ms for each series. Null is a gap; undefined (a
 * hole to uPlot, which draws across it) is a time at which only another check was measured.
 */
export interface ChartColumns {
  readonly x: readonly number[];
  readonly ys: readonly (readonly (number | null)[])[];
  /** Largest value there is, ms; 0 when there is none. */
  readonly max: number;
}

/**
 * Joins series on one time axis. Between two samples of one check that are further apart than `gapMs` says for
 * it, the line is broken: no data is not a straight line. Failed measurements have no response time and break it
 * too.
 */
export function chartColumns(
  series: readonly SampleSeries[],
  gapMs: (check: string) => number,
): ChartColumns {
  const x = [
    ...new Set(series.flatMap((one) => withBreaks(one, gapMs(one.check)).map((point) => point.at))),
  ].sort((a, b) => a - b);
  const place = new Map(x.map((at, index) => [at, index] as const));
  let max = 0;
  const ys = series.map((one) => {
    const points = withBreaks(one, gapMs(one.check));
    // uPlot draws through `undefined` and breaks at null: times at which only another check was measured.
    const column: (number | null | undefined)[] = x.map(() => undefined);
    for (const point of points) {
      column[place.get(point.at) ?? 0] = point.ms;
      if (point.ms !== null) max = Math.max(max, point.ms);
    }
    return breaksFilled(column);
  });
  return { x: x.map((at) => at / 1_000), ys, max };
}

/**
 * A break lasts until the next measurement: uPlot ends it at the first time at which another series was measured,
 * and draws a line from there.
 */
function breaksFilled(column: readonly (number | null | undefined)[]): (number | null)[] {
  let broken = false;
  return column.map((value) => {
    if (value !== undefined) broken = value === null;
    return broken ? null : value;
  }) as (number | null)[];
}

function withBreaks(one: SampleSeries, gapMs: number): { readonly at: number; readonly ms: number | null }[] {
  const points: { at: number; ms: number | null }[] = [];
  one.at.forEach((at, index) => {
    const previous = one.at[index - 1];
    if (previous !== undefined && at - previous > gapMs) points.push({ at: previous + 1, ms: null });
    points.push({ at, ms: one.ms[index] ?? null });
  });
  return points;
}

/** Times at which a check failed (critical or unknown), ms UTC. */
export function failures(one: SampleSeries): readonly number[] {
  return one.at.filter((_, index) => (one.result[index] ?? 0) >= 2);
}
