import type { ChartAnswer, ChartSeries, SampleSeries } from '../../../shared/contract/wire';
import type { Check } from '../../../shared/model/catalogue';
import type { Graph } from '../../../shared/rules/graph';
import { primaryCheck } from '../model/measured';

/**
 * One way to look at a check: its response time, the phases of a request or the steps of a journey stacked, or its
 * other metrics of one unit as lines.
 */
export interface ChartView {
  /** Stable while the chart is kept fresh. */
  readonly id: string;
  readonly kind: 'response' | 'phases' | 'steps' | 'metrics';
  readonly check: Check;
  readonly unit: string;
  readonly series: readonly ChartSeries[];
}

/** A column for uPlot: null breaks the line, undefined is drawn across. */
export type Column = (number | null | undefined)[];

/** The phases of a request, in the order in which they pass. */
export const PHASES = ['dns', 'connect', 'tls', 'firstByte', 'body'] as const;
/** Lines of one chart: more cannot be told apart. */
const LINES_LIMIT = 6;

/** What there is to look at for a node, its most telling response time first. */
export function viewsOf(series: readonly ChartSeries[], graph: Graph, node: string): readonly ChartView[] {
  const first = primaryCheck(graph, node);
  const ids = graph.nodes.get(node)?.checks ?? [];
  const checks = [...ids]
    .sort((a, b) => Number(b === first?.id) - Number(a === first?.id))
    .flatMap((id) => graph.checks.get(id) ?? []);
  const views = checks.flatMap((check) => {
    const own = series.filter((one) => one.check === check.id);
    const response = own.filter((one) => one.metric === '' && one.count.some((count) => count > 0));
    const phases = PHASES.flatMap(
      (name) => own.find((one) => one.metric === name && one.unit === 'ms') ?? [],
    );
    const steps = stepsOf(check, own);
    const views: ChartView[] = [];
    const add = (kind: ChartView['kind'], name: string, unit: string, some: readonly ChartSeries[]): void => {
      if (some.length > 0) views.push({ id: `${check.id} ${name}`, kind, check, unit, series: some });
    };
    add('response', 'response', 'ms', response.slice(0, 1));
    add('phases', 'phases', 'ms', phases.length > 1 ? phases : []);
    add('steps', 'steps', 'ms', steps);
    const rest = own.filter((one) => one.metric !== '' && !steps.includes(one) && !isShown(one, phases));
    for (const unit of new Set(rest.map((one) => one.unit))) {
      const same = rest.filter((one) => one.unit === unit);
      for (let i = 0; i < same.length; i += LINES_LIMIT) {
        add('metrics', `${unit} ${i}`, unit, same.slice(i, i + LINES_LIMIT));
      }
    }
    return views;
  });
  // A foreign history has a name of its own, and no check here.
  const foreign = series.filter((one) => one.origin !== 'hub' && !ids.includes(one.check));
  const [check] = checks;
  if (check) {
    for (const one of foreign) {
      views.push({ id: `${one.check} ${one.metric}`, kind: 'metrics', check, unit: one.unit, series: [one] });
    }
  }
  // What only says that it lives, or what another system said, has no response time to begin with.
  return views.sort((a, b) => Number(isSilent(a)) - Number(isSilent(b)));
}

function isSilent({ kind, check, series }: ChartView): boolean {
  const measures = !['heartbeat', 'source', 'self'].includes(check.kind);
  return kind === 'response' && !measures && series.every((one) => one.p50.every((value) => value === null));
}

/** One phase alone is no breakdown: it is shown as the metric that it is. */
function isShown(one: ChartSeries, phases: readonly ChartSeries[]): boolean {
  return phases.length > 1 && phases.includes(one);
}

/** A journey's steps in its own order; what the catalogue no longer has comes last. */
function stepsOf(check: Check, own: readonly ChartSeries[]): readonly ChartSeries[] {
  const place = (one: ChartSeries): number => {
    const index = check.steps.findIndex(({ id }) => one.metric === `step/${id}`);
    return index < 0 ? check.steps.length : index;
  };
  return own.filter((one) => one.metric.startsWith('step/')).sort((a, b) => place(a) - place(b));
}

/** Times for uPlot: the middle of each step, in seconds. */
export function chartTimes({ at, stepMs }: Pick<ChartAnswer, 'at' | 'stepMs'>): number[] {
  return at.map((begin) => (begin + stepMs / 2) / 1_000);
}

/**
 * A column in which a line runs from one measured step to the next as long as they are no further apart than `gapMs`
 * (beyond the step itself): a check that runs every half minute has nothing in most steps of ten seconds, and that is
 * no gap. Where nothing was measured for longer there is none: no data is not a straight line. A step in which nothing
 * answered breaks it too, and so does a time when nobody watched (`isBlind`, between two steps).
 */
export function lineColumn(
  values: readonly (number | null)[],
  counts: readonly number[],
  stepMs: number,
  gapMs: number,
  isBlind: (from: number, to: number) => boolean,
): Column {
  const column: Column = values.map((value) => value ?? null);
  let last = -1;
  for (let i = 0; i < column.length; i++) {
    if (column[i] === null) {
      // Measured, and no answer: whatever came before does not reach past it.
      if ((counts[i] ?? 0) > 0) last = -1;
      continue;
    }
    const apart = (i - last - 1) * stepMs;
    if (last >= 0 && apart > 0 && apart <= gapMs && !isBlind(last, i)) column.fill(undefined, last + 1, i);
    last = i;
  }
  return column;
}

/** Each series on top of those before it. A step that lacks one of them stops short of it. */
export function stacked(
  series: readonly ChartSeries[],
  line: (values: readonly (number | null)[], counts: readonly number[]) => Column,
): readonly Column[] {
  const sums = series[0]?.p50.map(() => 0) ?? [];
  return series.map((one) => {
    const values = one.p50.map((value, i) => {
      if (value === null) return null;
      sums[i] = (sums[i] ?? 0) + Math.max(0, value);
      return sums[i] ?? null;
    });
    return line(values, one.count);
  });
}

/** Whether nobody watched at some time between two steps of a chart. */
export function blindBetween({ at, stepMs, bands }: Pick<ChartAnswer, 'at' | 'stepMs' | 'bands'>) {
  const blind = bands.filter(({ kind }) => kind === 'blind');
  return (from: number, to: number): boolean =>
    blind.some((band) => band.to > (at[from] ?? 0) + stepMs / 2 && band.from < (at[to] ?? 0) + stepMs / 2);
}

/** The largest number of some columns; 0 when there is none. */
export function largest(columns: readonly Column[]): number {
  let max = 0;
  for (const column of columns) for (const value of column) if (value != null && value > max) max = value;
  return max;
}

/** Another check's samples on the steps of a chart: the slowest of each step. */
export function onSteps(
  one: SampleSeries,
  { at, stepMs }: Pick<ChartAnswer, 'at' | 'stepMs'>,
): (number | null)[] {
  const values: (number | null)[] = at.map(() => null);
  const begin = at[0] ?? 0;
  one.at.forEach((time, i) => {
    const step = Math.floor((time - begin) / stepMs);
    const ms = one.ms[i] ?? null;
    if (ms !== null && step >= 0 && step < values.length) values[step] = Math.max(values[step] ?? 0, ms);
  });
  return values;
}

/** A stretch of a chart in figures that may be put together: no percentile of percentiles. */
export interface ChartRow {
  /** ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly failed: number;
  /** Smallest and largest median of its steps; null: no answer. */
  readonly low: number | null;
  readonly high: number | null;
  readonly max: number | null;
}

/** A series as at most `rows` rows: the chart for those who do not see it. */
export function chartRows(
  one: ChartSeries,
  { at, stepMs }: Pick<ChartAnswer, 'at' | 'stepMs'>,
  rows: number,
): readonly ChartRow[] {
  const size = Math.max(1, Math.ceil(at.length / rows));
  const made: ChartRow[] = [];
  for (let i = 0; i < at.length; i += size) {
    const end = Math.min(at.length, i + size);
    const medians = one.p50.slice(i, end).filter((value) => value !== null);
    const tops = one.max.slice(i, end).filter((value) => value !== null);
    made.push({
      from: at[i] ?? 0,
      to: (at[end - 1] ?? 0) + stepMs,
      count: one.count.slice(i, end).reduce((sum, count) => sum + count, 0),
      failed: one.failed.slice(i, end).reduce((sum, count) => sum + count, 0),
      low: medians.length === 0 ? null : Math.min(...medians),
      high: medians.length === 0 ? null : Math.max(...medians),
      max: tops.length === 0 ? null : Math.max(...tops),
    });
  }
  return made;
}

/** The newest step in which a series was measured; -1: none. */
export function newest(one: ChartSeries): number {
  for (let i = one.count.length - 1; i >= 0; i--) if ((one.count[i] ?? 0) > 0) return i;
  return -1;
}

/** The step at a time (seconds): where a line only runs across it, the nearest that was measured. Null: no steps. */
export function nearestStep(main: Column, times: readonly number[], time: number): number | null {
  let best: number | null = null;
  for (let i = 0; i < times.length; i++) {
    if (main[i] === undefined) continue;
    const distance = Math.abs((times[i] ?? 0) - time);
    if (best === null || distance < Math.abs((times[best] ?? 0) - time)) best = i;
  }
  return best;
}

/** Where a key takes the cursor; null: nowhere any more; undefined: it is not one of the chart's keys. */
export function stepByKey(main: Column, cursor: number | null, key: string): number | null | undefined {
  if (key === 'Escape') return cursor === null ? undefined : null;
  const steps = main.flatMap((value, i) => (value === undefined ? [] : [i]));
  const last = steps.length - 1;
  const now = cursor === null ? last + 1 : steps.findIndex((step) => step >= cursor);
  const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[key];
  if (to === undefined || last < 0) return undefined;
  return steps[Math.min(last, Math.max(0, to))] ?? null;
}
