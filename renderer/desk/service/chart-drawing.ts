import type { ChartAnswer, SampleSeries } from '../../../shared/contract/wire';
import {
  blindBetween,
  type ChartView,
  type Column,
  chartTimes,
  largest,
  lineColumn,
  onSteps,
  stacked,
} from './chart-data';
import type { ChartLine } from './response-chart';

/** A view as lines on a chart. */
export interface Drawing {
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
  /** The line that the cursor goes along. */
  readonly main: Column;
  /** Upper end of the value axis. */
  readonly top: number;
  /** Beginnings of the steps in which something failed, ms UTC. */
  readonly failed: readonly number[];
}

/** How the lines and fields of one chart are told apart without a hue: by density and by dash. */
const DENSITY = [0.72, 0.54, 0.38, 0.25, 0.14, 0.05] as const;
const DASHES: readonly (readonly number[] | undefined)[] = [
  undefined,
  [6, 3],
  [2, 2],
  [10, 3, 2, 3],
  [1, 4],
  [12, 5],
];

/** How dense the field of the nth part of a stack is, 0 to 1; parts beside each other always differ. */
export const densityOf = (index: number): number => DENSITY[index % DENSITY.length] ?? 0.5;
/** The dash of the nth line, CSS px; undefined: none. */
export const dashOf = (index: number): readonly number[] | undefined => DASHES[index % DASHES.length];

/**
 * Draws a view. `limit`: what is expected, so that it is on the picture; `others`: the same service elsewhere, thin
 * behind the line.
 */
export function drawView(
  view: ChartView,
  answer: Pick<ChartAnswer, 'at' | 'stepMs' | 'bands'>,
  limit: number | null,
  others: readonly SampleSeries[],
): Drawing {
  const { at, stepMs } = answer;
  const gapMs = Math.max(view.check.freshnessMs, view.check.intervalMs * 1.5);
  const lines = linesOf(view, answer, gapMs, others);
  const first = view.series[0];
  const columns = lines.map(({ column }) => column);
  const most = Math.max(largest(columns) * 1.12, (limit ?? 0) * 1.35);
  return {
    times: chartTimes(answer),
    lines,
    main: (view.kind === 'response' ? columns.at(-1) : columns[0]) ?? [],
    top: most > 0 ? most : 1,
    failed: at.filter((_, i) => (first?.failed[i] ?? 0) > 0).map((begin) => begin + stepMs / 2),
  };
}

function linesOf(
  view: ChartView,
  answer: Pick<ChartAnswer, 'at' | 'stepMs' | 'bands'>,
  gapMs: number,
  others: readonly SampleSeries[],
): readonly ChartLine[] {
  const isBlind = blindBetween(answer);
  const line = (values: readonly (number | null)[], counts: readonly number[]): Column =>
    lineColumn(values, counts, answer.stepMs, gapMs, isBlind);
  if (view.kind === 'phases' || view.kind === 'steps') {
    return stacked(view.series, line).map((column, i) => ({
      column,
      colour: '--text-2',
      width: 1,
      fill: densityOf(i),
      ...(i > 0 && { fillTo: i - 1 }),
    }));
  }
  if (view.kind === 'metrics') {
    return view.series.map((one, i) => {
      const dash = dashOf(i);
      return {
        column: line(one.p50, one.count),
        colour: i === 0 ? '--text-1' : '--text-2',
        width: i === 0 ? 1.75 : 1.25,
        ...(dash && { dash }),
      };
    });
  }
  const one = view.series[0];
  if (!one) return [];
  const behind: ChartLine[] = others.map((other) => {
    const values = onSteps(other, answer);
    const counts = values.map((value) => (value === null ? 0 : 1));
    return { column: line(values, counts), colour: '--line-2', width: 1 };
  });
  return [
    ...behind,
    {
      column: line(one.p95, one.count),
      colour: '--text-3',
      width: 0.75,
      fill: 0.28,
      fillTo: behind.length + 1,
    },
    { column: line(one.p50, one.count), colour: '--text-1', width: 1.75 },
  ];
}
