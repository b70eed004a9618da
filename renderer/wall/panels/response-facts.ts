import type { ChartAnswer, ChartSeries } from '../../../shared/contract/wire';
import type { Check, CheckKind, Service } from '../../../shared/model/catalogue';
import { type NodeState, severity } from '../../../shared/model/states';
import type { GraphNode } from '../../../shared/rules/graph';
import { limitOf, primaryCheck } from '../../../shared/rules/primary-check';
import type { BoardState } from '../../stores/board-store';
import type { WallModel } from '../model/wall-model';
import type { Known } from './asked';
import { siteWords } from './board-words';

/** Response times of a service: that of the place where it answers worst, held against what is expected. */
export interface ServiceTimes {
  readonly id: string;
  readonly name: string;
  /**
   * `waiting`: not asked yet. `unmeasured`: nothing was measured in this time. `measured`: `ms` is the p95 of the newest
   * step. `silent`: in the newest step nothing answered there. `old`: it was, and is no more, measured (`at`).
   */
  readonly phase: 'waiting' | 'unmeasured' | 'measured' | 'silent' | 'old';
  /** p95 in ms; null: none. */
  readonly ms: number | null;
  /** When it was measured at the latest, ms UTC; null: it was not. */
  readonly at: number | null;
  /** What is expected there, ms. */
  readonly limit: number;
  /** The place, by name; null: a service that has no places. */
  readonly where: string | null;
  /** The state of the service there, and since when, ms UTC. */
  readonly state: NodeState;
  readonly since: number | null;
  /** The worst of the other places: the largest p95, ms; null: there are none. */
  readonly others: number | null;
  /** Other places where nothing answered. */
  readonly silent: number;
  /** Lines that hang together: points as parts of the time (0–1) and of what is expected (1: as expected). */
  readonly line: readonly (readonly (readonly [x: number, y: number])[])[];
}

/** Kinds of checks that say how fast a service answers. */
const MEASURES: readonly CheckKind[] = ['http', 'journey', 'plugin', 'tcp', 'dns', 'ping'];
/** Steps of a chart: what stands for one may be measured less often than this. */
export const POINTS = 60;

/** A service with an expectation, and its nodes that are measured. */
export interface Expected {
  readonly service: Service;
  readonly nodes: readonly { readonly node: GraphNode; readonly check: Check; readonly limit: number }[];
}

/**
 * Services that are expected to answer within a time and are measured, in the order in which people miss them: what is
 * measured as a person meets it (a journey, then a page) before what a machine does, the most critical, of these what has an emergency routine, what is used at sites, then the catalogue's own order.
 */
export function expectedServices(graph: BoardState['graph']): readonly Expected[] {
  const byService = new Map<string, { service: Service; nodes: Expected['nodes'][number][] }>();
  for (const node of graph.nodes.values()) {
    const check = primaryCheck(graph, node.id);
    const limit = limitOf(graph, node.id);
    if (check === null || limit === null || limit <= 0 || !MEASURES.includes(check.kind)) continue;
    const { service } = node;
    const known = byService.get(service.id) ?? { service, nodes: [] };
    known.nodes.push({ node, check, limit });
    byService.set(service.id, known);
  }
  const rank = ({ service, nodes }: Expected): readonly number[] => [
    Math.min(...nodes.map(({ check }) => distanceFromPeople(check.kind))),
    service.criticality,
    service.emergencyRoutine === null ? 1 : 0,
    service.sites.length > 0 ? 0 : 1,
    service.order,
  ];
  return [...byService.values()].sort((a, b) => compare(rank(a), rank(b)));
}

function distanceFromPeople(kind: CheckKind): number {
  const order: readonly CheckKind[] = ['journey', 'http'];
  const at = order.indexOf(kind);
  return at < 0 ? 2 : at;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value - other;
  }
  return 0;
}

/** Reads a service's answer: its worst place first, the others in a word. */
export function readTimes(
  { service, nodes }: Expected,
  known: Known<ChartAnswer>,
  board: Pick<BoardState, 'catalogue'>,
  model: Pick<WallModel, 'slot'>,
): ServiceTimes {
  const [first] = nodes;
  const here = worstOf(nodes, model);
  const empty: ServiceTimes = {
    id: service.id,
    name: service.name,
    phase: known.value === null ? 'waiting' : 'unmeasured',
    ms: null,
    at: null,
    limit: first?.limit ?? 0,
    where: here?.site == null ? null : siteWords(board.catalogue, here.site),
    state: here?.status?.state ?? 'unknown',
    since: here?.status?.since ?? null,
    others: null,
    silent: 0,
    line: [],
  };
  const { value, at: answeredAt } = known;
  if (value === null || answeredAt === null) return empty;
  const places = nodes
    .map((one) => readPlace(one, value, answeredAt, model))
    .sort((a, b) => compare(a.rank, b.rank));
  const [worst, ...rest] = places;
  if (!worst || places.every(({ phase }) => phase === 'unmeasured')) return empty;
  const answered = rest.flatMap(({ ms, phase }) => (ms !== null && phase === 'measured' ? [ms] : []));
  const { site } = worst.node;
  return {
    ...empty,
    ...worst,
    where: site === null ? null : siteWords(board.catalogue, site),
    others: answered.length === 0 ? null : Math.max(...answered),
    silent: rest.filter(({ phase }) => phase === 'silent').length,
    line: worst.series ? linesOf(worst.series, worst.check, worst.limit, value) : [],
  };
}

/** The place whose state is worst: what is not measured may be down all the same. */
function worstOf(nodes: Expected['nodes'], model: Pick<WallModel, 'slot'>) {
  const places = nodes.map(({ node }) => ({ site: node.site, status: model.slot(node.id)?.status ?? null }));
  const bad = ({ status }: (typeof places)[number]): number => severity(status?.state ?? 'unknown');
  return places.sort((a, b) => bad(b) - bad(a))[0];
}

/** One place: how it answers now, and how bad that is (`rank`, the worst first). */
function readPlace(
  { node, check, limit }: Expected['nodes'][number],
  answer: ChartAnswer,
  answeredAt: number,
  model: Pick<WallModel, 'slot'>,
) {
  const series = answer.series.find(
    (one) => one.check === check.id && one.metric === '' && one.origin === 'hub',
  );
  const last = series ? newest(series) : -1;
  const ms = series?.p95[last] ?? null;
  const at = last < 0 ? null : Math.min((answer.at[last] ?? 0) + answer.stepMs, answeredAt);
  const phase = phaseOf(at, ms, answeredAt - Math.max(check.freshnessMs, answer.stepMs));
  const status = model.slot(node.id)?.status ?? null;
  const own = status?.own ?? 'normal';
  const rank = [
    own === 'down' ? 0 : 1,
    phase === 'silent' ? 0 : 1,
    own === 'degraded' ? 0 : 1,
    phase === 'old' || phase === 'unmeasured' ? 1 : 0,
    -(ms ?? 0) / limit,
  ];
  const state = status?.state ?? 'unknown';
  return { node, check, limit, series, ms, at, phase, state, since: status?.since ?? null, rank };
}

/** `oldest`: what was measured before it is old, ms UTC. */
function phaseOf(at: number | null, ms: number | null, oldest: number): ServiceTimes['phase'] {
  if (at === null) return 'unmeasured';
  if (at < oldest) return 'old';
  return ms === null ? 'silent' : 'measured';
}

/** The newest step in which something was measured; -1: none. */
function newest({ count }: ChartSeries): number {
  return count.findLastIndex((one) => one > 0);
}

/**
 * The p95 of each step as lines: what was measured no further apart than the check may be silent hangs together, and a step
 * in which nothing answered breaks it.
 */
function linesOf(
  { p95, count }: ChartSeries,
  check: Check,
  limit: number,
  { at, stepMs }: ChartAnswer,
): ServiceTimes['line'] {
  const gap = Math.max(check.freshnessMs, check.intervalMs * 1.5, stepMs);
  const lines: (readonly [number, number])[][] = [];
  let last = -1;
  for (const [index, value] of p95.entries()) {
    if (value === null) {
      if ((count[index] ?? 0) > 0) last = -1;
      continue;
    }
    const point = [(index + 0.5) / at.length, value / limit] as const;
    if (last >= 0 && (index - last - 1) * stepMs <= gap) lines.at(-1)?.push(point);
    else lines.push([point]);
    last = index;
  }
  return lines;
}
