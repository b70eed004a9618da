import type { AlarmFiguresAnswer } from '../../../contract/wire';
import type { AlarmRecord } from './records';

/** Sources in the answer, at most. */
const MOST_SOURCES = 20;

/** An alarm that asked for somebody in the counted time, and how often. */
export interface Heard {
  readonly record: AlarmRecord;
  readonly times: number;
}

export type FigureSource = AlarmFiguresAnswer['sources'][number];

/** Which nodes the alarms came from: most first. */
export function sourcesOf(
  heard: readonly Heard[],
  total: number,
  bad: ReadonlySet<string>,
): readonly FigureSource[] {
  const byNode = new Map<string, Heard[]>();
  for (const one of heard) {
    const list = byNode.get(one.record.node);
    if (list) list.push(one);
    else byNode.set(one.record.node, [one]);
  }
  const sources = [...byNode].map(([node, list]): FigureSource => {
    const count = sum(list);
    const lengths = list.flatMap(({ record: { from, to } }) => (to === null ? [] : [to - from]));
    const untouched = sum(list.filter(({ record }) => !record.touched));
    return { node, count, share: count / total, medianMs: median(lengths), untouched, bad: bad.has(node) };
  });
  return sources.sort((a, b) => b.count - a.count || (a.node < b.node ? -1 : 1));
}

export function topSources(sources: readonly FigureSource[]): readonly FigureSource[] {
  return sources.slice(0, MOST_SOURCES);
}

/** The middle value; of an even number the mean of the two; null: there are none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)];
  const lower = sorted[Math.ceil(half) - 1];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}

function sum(heard: readonly Heard[]): number {
  return heard.reduce((all, { times }) => all + times, 0);
}
