import type { ChartSeries } from '../../../../shared/contract/wire';
import type { Clock } from '../../../../shared/time/clock';
import type { HistoryTarget, SourceTarget } from '../../catalogue/loaded';
import { ask, textOf } from '../bounded-http';
import { bounded, fieldsOf } from '../text';

/** What a foreign history adds to a chart: at most one series, and what is missing, in words (Bokmål). */
export interface ForeignHistory {
  readonly series: readonly ChartSeries[];
  readonly missing: readonly string[];
}

/** A chart is never held up longer by it, ms. */
const HISTORY_MS = 2_000;
const MAX_BYTES = 4 * 1024 * 1024;
/** Prometheus refuses more points in one series. */
const MAX_POINTS = 10_000;
/** Values that are asked for in each step of the chart, where they fit. */
const FINER = 4;

/** The charts' unit, where Prometheus keeps to its base units. */
const SCALE: Readonly<Record<string, { readonly unit: string; readonly by: number }>> = {
  s: { unit: 'ms', by: 1_000 },
};

/**
 * Asks a Prometheus for a node's history, aligned to the steps of a chart: `at` (ms UTC, ascending) are their
 * beginnings, `stepMs` is their length. Each step has the least, the middle and the greatest of the values in it;
 * no percentile, which single values cannot give. Never rejects.
 */
export async function readHistory(
  source: SourceTarget,
  history: HistoryTarget,
  node: string,
  at: readonly number[],
  stepMs: number,
  clock: Clock,
): Promise<ForeignHistory> {
  const first = at[0];
  const last = at.at(-1);
  if (source.prometheus === null || first === undefined || last === undefined)
    return { series: [], missing: [] };
  const finer = at.length * FINER <= MAX_POINTS ? FINER : 1;
  const abort = new AbortController();
  const cancel = clock.after(HISTORY_MS, () => abort.abort());
  try {
    const query = new URLSearchParams({
      query: history.query,
      start: String(first / 1_000),
      end: String((last + stepMs - 1) / 1_000),
      step: String(stepMs / finer / 1_000),
    });
    const answer = await ask(
      {
        url: `${source.prometheus}/api/v1/query_range?${query}`,
        method: 'GET',
        headers: source.headers,
        ca: source.ca,
        maxBytes: MAX_BYTES,
      },
      abort.signal,
    );
    const parsed: unknown = JSON.parse(await textOf(answer));
    return seriesOf(parsed, source, history, node, at, stepMs);
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'svarer uforståelig' : String((error as Error).message);
    return { series: [], missing: [`${history.label} (${source.name}) ${bounded(reason, 200)}`] };
  } finally {
    cancel();
  }
}

function seriesOf(
  parsed: unknown,
  source: SourceTarget,
  history: HistoryTarget,
  node: string,
  at: readonly number[],
  stepMs: number,
): ForeignHistory {
  const fields = fieldsOf(parsed);
  const where = `${history.label} (${source.name})`;
  if (fields?.status !== 'success') {
    return { series: [], missing: [`${where} avviser spørringen: ${bounded(fields?.error, 200)}`] };
  }
  const data = fieldsOf(fields.data);
  const result = data?.result;
  if (data?.resultType !== 'matrix' || !Array.isArray(result)) {
    return { series: [], missing: [`${where} svarer uforståelig`] };
  }
  const [only] = result;
  if (only === undefined) return { series: [], missing: [`${where} har ingen verdier for dette`] };
  const missing =
    result.length > 1 ? [`${where} har ${result.length} serier for dette; bare den første er vist`] : [];
  const { unit, by } = SCALE[history.unit] ?? { unit: history.unit, by: 1 };
  const steps = bucket(fieldsOf(only)?.values, at, stepMs, by);
  const each = (pick: (values: readonly number[]) => number): (number | null)[] =>
    steps.map((values) => (values.length === 0 ? null : pick(values)));
  return {
    series: [
      {
        check: `${node}/${source.id}`,
        metric: history.label,
        unit,
        count: steps.map((values) => values.length),
        min: each((values) => values[0] ?? 0),
        p50: each((values) => values[Math.ceil(values.length / 2) - 1] ?? 0),
        p95: steps.map(() => null),
        max: each((values) => values.at(-1) ?? 0),
        failed: steps.map(() => 0),
        origin: 'prometheus',
      },
    ],
    missing,
  };
}

/** The values in each step, ascending. Values are strings; NaN and the infinities are gaps. */
function bucket(values: unknown, at: readonly number[], stepMs: number, by: number): number[][] {
  const steps = at.map((): number[] => []);
  const first = at[0] ?? 0;
  if (!Array.isArray(values)) return steps;
  for (const pair of values) {
    if (!Array.isArray(pair) || typeof pair[0] !== 'number' || typeof pair[1] !== 'string') continue;
    const value = pair[1].trim() === '' ? Number.NaN : Number(pair[1]) * by;
    if (!Number.isFinite(value)) continue;
    // Rounded: the steps' beginnings went there and back as decimal seconds.
    const index = Math.floor((Math.round(pair[0] * 1_000) - first) / stepMs);
    steps[index]?.push(value);
  }
  for (const step of steps) step.sort((a, b) => a - b);
  return steps;
}
