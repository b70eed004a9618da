import type {
  AnswerTo,
  ChartBand,
  ChartSeries,
  HistoryAnswer,
  QuestionOf,
} from '../../../shared/contract/wire';
import type { CatalogueEntity } from '../../../shared/model/catalogue';
import type { LogEvent } from '../../../shared/model/events';
import type { Graph } from '../../../shared/rules/graph';
import { isOpen, nextChange } from '../../../shared/rules/hours';
import { limitOf, primaryCheck } from '../../../shared/rules/primary-check';
import type { SampleStore } from './sample-store';
import { HOUR_MS } from './slots';

/** Where the parts of a chart come from. */
export interface ChartParts {
  readonly samples: Pick<SampleStore, 'chart' | 'bands' | 'quality'>;
  readonly state: { readonly graph: Graph; readonly catalogue: ReadonlyMap<string, CatalogueEntity> };
  /** Events about a node, newest first; what is older than `since` (ms UTC) may be left out. */
  readonly history: (
    node: string,
    before: number | null,
    limit: number,
    since: number,
  ) => Promise<HistoryAnswer>;
  /** What a foreign history has of a node, on the chart's own steps. Never rejects. */
  readonly foreign: (
    node: string,
    at: readonly number[],
    stepMs: number,
  ) => Promise<{ readonly series: readonly ChartSeries[]; readonly missing: readonly string[] }>;
}

/** Marks that a chart can carry, and a question to the log that does not take long. */
const EVENTS_LIMIT = 300;
/** Service hours are drawn on charts that are short enough to tell the days apart. */
const HOURS_SPAN_MS = 8 * 24 * HOUR_MS;
const CLOSED_LIMIT = 60;

/** A chart of a node, or of a service at all its sites: samples, bands, changes of state, a foreign history. */
export async function answerChart(asked: QuestionOf<'chart'>, parts: ChartParts): Promise<AnswerTo<'chart'>> {
  const { node, from, to, points } = asked;
  const { samples, state } = parts;
  const { at, stepMs, series, more } = await samples.chart(checksOf(state.graph, node), from, to, points);
  const [foreign, history] = await Promise.all([
    parts.foreign(node, at, stepMs),
    parts.history(node, null, EVENTS_LIMIT, from),
  ]);
  const missing = [...foreign.missing];
  if (more > 0) missing.push(`${more} måleserier til, som ikke får plass i svaret`);
  const oldest = history.events.at(-1);
  if (!history.complete && oldest && oldest.at > from) {
    missing.push(`hendelser eldre enn de siste ${history.events.length}`);
  }
  return {
    at,
    stepMs,
    series: [...series, ...foreign.series],
    bands: [...closedBands(state, node, from, to), ...samples.bands(node, from, to)],
    events: history.events.filter((event) => event.at >= from && event.at < to && isChange(event)).reverse(),
    expectedMs: limitOf(state.graph, node),
    missing,
  };
}

/** How good a service was at each of its sites, by the check that stands for it. */
export async function answerQuality(
  asked: QuestionOf<'quality'>,
  { samples, state }: Pick<ChartParts, 'samples' | 'state'>,
): Promise<AnswerTo<'quality'>> {
  const { service, from, to } = asked;
  const nodes = [];
  for (const node of state.graph.nodes.values()) {
    if (node.service.id !== service && node.id !== service) continue;
    const check = primaryCheck(state.graph, node.id);
    const expected = node.service.expectedMs ?? check?.warnMs ?? null;
    nodes.push({ node: node.id, ...(await samples.quality(check ? [check.id] : [], expected, from, to)) });
  }
  return { nodes, from, to };
}

function checksOf(graph: Graph, nodeOrService: string): readonly string[] {
  const own = graph.nodes.get(nodeOrService)?.checks;
  if (own) return own;
  return [...graph.nodes.values()]
    .filter(({ service }) => service.id === nodeOrService)
    .flatMap(({ checks }) => checks);
}

/** Whether an event is a mark on a chart. */
function isChange({ body }: LogEvent): boolean {
  return body.type === 'check.changed' || body.type === 'check.overdue' || body.type === 'check.flapping';
}

/** When the service hours of a node were closed, as they are written today. */
function closedBands(
  { graph, catalogue }: ChartParts['state'],
  node: string,
  from: number,
  to: number,
): readonly ChartBand[] {
  const found = catalogue.get(`hours:${graph.nodes.get(node)?.service.hours ?? ''}`);
  if (found?.kind !== 'hours' || to - from > HOURS_SPAN_MS) return [];
  const bands: ChartBand[] = [];
  let begin = from;
  for (let n = 0; n < CLOSED_LIMIT && begin < to; n++) {
    const end = Math.min(to, nextChange(found.value, begin) ?? to);
    if (!isOpen(found.value, begin)) {
      bands.push({ kind: 'closed', from: begin, to: end, label: found.value.name });
    }
    begin = end;
  }
  return bands;
}
