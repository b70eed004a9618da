import type { AlarmFigure, AlarmFiguresAnswer } from '../../contract/wire';
import { dayKey } from '../../time/format';
import { adviceOn } from './figures/advice';
import { BOUNDARIES, ENOUGH_FOR_PRIORITIES, ENOUGH_FOR_TOP, verdictOf } from './figures/boundaries';
import { floodsIn } from './figures/floods';
import type { AlarmRecord, Annunciation, FigureRecords, WatchStretch } from './figures/records';
import { type Heard, median, sourcesOf, topSources } from './figures/sources';
import { countedSpans, isWithin, lengthOf, overlap, type Span } from './figures/spans';
import { FLOOD_ABOVE, FLOOD_WINDOW_MS } from './flood';

export type { AlarmRecord, Annunciation, FigureRecords, WatchStretch } from './figures/records';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Alarms behind a figure, at most; the rest are counted. */
const MOST_BEHIND = 100;
/** Asking so often within CHATTER_MS is chattering (ISA-18.2: three cycles in a minute). */
const CHATTER_TIMES = 3;
const CHATTER_MS = 60_000;
/** What comes and goes within this, ms, and nobody had time to take, was fleeting. */
export const FLEETING_MS = 60_000;
/** Active without a break for longer than this, ms, is stale (ISA-18.2). */
export const STALE_MS = DAY_MS;

/** What the figures are asked for: a period, ms UTC, and a watch position (null: the whole room). */
export interface FigurePeriod {
  readonly from: number;
  readonly to: number;
  readonly position: string | null;
}

/** An alarm and one time that it asked for somebody. */
interface Asked extends Annunciation {
  readonly record: AlarmRecord;
}

/**
 * The figures of ISA-18.2 / IEC 62682 and EEMUA 191 over a period, each with the alarms behind it, and what to do about
 * it. Of a watch position only the time counts in which somebody was on watch there, and what asked in it. Pure.
 */
export function alarmFigures(records: FigureRecords, asked: FigurePeriod): AlarmFiguresAnswer {
  const { position } = asked;
  // What nobody kept a record of is no quiet time.
  const period = { from: Math.max(asked.from, records.knownFrom ?? asked.from), to: asked.to };
  const spans = countedSpans(period, position, records.watches);
  const alarms = [...records.alarms];
  const every = annunciationsOf(alarms);
  const heard = every.filter(({ at }) => isWithin(at, spans));
  const sources = sourcesOf(timesOf(heard), heard.length, records.bad);
  const counting: Counting = { period, spans, alarms, every, heard };
  const floods = floodFigures(counting);
  const restless = restlessFigures(counting);
  const stale = staleFigure(counting);
  const high = shareOf(heard, ({ priority }) => priority === 1);
  const advice = adviceOn({
    sources,
    chattering: restless.chattering,
    fleeting: restless.fleeting,
    stale: stale.nodes,
    floods: floods.count,
    timeInFlood: floods.share,
    high: heard.length < ENOUGH_FOR_PRIORITIES ? null : high,
  });
  const top = new Set(sources.slice(0, 10).map(({ node }) => node));
  const figures = [
    figure('annunciated', heard.length, 'count', heard),
    ...rateFigures(counting),
    ...periodFigures(counting),
    ...floods.figures,
    topFigure(heard, top),
    ...restless.figures,
    stale.figure,
    ...priorityFigures(heard),
    acknowledgeFigure(heard),
    ...quietFigures(counting),
  ];
  return {
    ...asked,
    positions: positionsIn(period, records.watches),
    figures,
    sources: [...topSources(sources)],
    periods: countPeriods(heard).map(([at, list]) => ({ at, count: list.length })),
    advice: advice.map((item) => ({ ...item, nodes: [...item.nodes] })),
    knownFrom: records.knownFrom !== null && records.knownFrom > asked.from ? records.knownFrom : null,
  };
}

/** What the single figures are counted from. */
interface Counting {
  readonly period: Span;
  /** The time that counts. */
  readonly spans: readonly Span[];
  readonly alarms: readonly AlarmRecord[];
  /** All that asked, oldest first, before the period too. */
  readonly every: readonly Asked[];
  /** What asked in the time that counts, oldest first. */
  readonly heard: readonly Asked[];
}

function annunciationsOf(alarms: readonly AlarmRecord[]): readonly Asked[] {
  return alarms
    .flatMap((record) => record.annunciated.map((annunciation) => ({ ...annunciation, record })))
    .sort((a, b) => a.at - b.at || (a.record.node < b.record.node ? -1 : 1));
}

function timesOf(heard: readonly Asked[]): readonly Heard[] {
  const times = new Map<AlarmRecord, number>();
  for (const { record } of heard) times.set(record, (times.get(record) ?? 0) + 1);
  return [...times].map(([record, count]) => ({ record, times: count }));
}

function rateFigures({ spans, heard }: Counting): readonly AlarmFigure[] {
  const hours = lengthOf(spans) / HOUR_MS;
  // A few minutes, multiplied, would be a verdict on a watch that has hardly begun.
  const rate = (per: number): number | null => (hours < 1 ? null : (heard.length / hours) * per);
  return [figure('per-hour', rate(1), 'per-hour', heard), figure('per-day', rate(24), 'per-day', heard)];
}

/** Ten minutes by the clock on the wall: Oslo is whole hours from UTC. */
function countPeriods(heard: readonly Asked[]): readonly (readonly [number, readonly Asked[]])[] {
  const periods = new Map<number, Asked[]>();
  for (const one of heard) {
    const at = Math.floor(one.at / FLOOD_WINDOW_MS) * FLOOD_WINDOW_MS;
    const list = periods.get(at);
    if (list) list.push(one);
    else periods.set(at, [one]);
  }
  return [...periods].sort(([a], [b]) => a - b);
}

function periodFigures({ spans, heard }: Counting): readonly AlarmFigure[] {
  const counts = countPeriods(heard);
  const worst = counts.reduce<readonly Asked[]>(
    (most, [, list]) => (list.length > most.length ? list : most),
    [],
  );
  const over = counts.filter(([, list]) => list.length > FLOOD_ABOVE);
  const periods = new Set<number>();
  for (const { from, to } of spans) {
    for (let at = Math.floor(from / FLOOD_WINDOW_MS) * FLOOD_WINDOW_MS; at < to; at += FLOOD_WINDOW_MS)
      periods.add(at);
  }
  const share = periods.size === 0 ? null : over.length / periods.size;
  return [
    figure('worst-10min', periods.size === 0 ? null : worst.length, 'count', worst),
    figure(
      'periods-over-10',
      share,
      'share',
      over.flatMap(([, list]) => list),
    ),
  ];
}

function floodFigures({ period, spans, every, heard }: Counting): {
  readonly figures: readonly AlarmFigure[];
  readonly count: number;
  readonly share: number;
} {
  // What asked just before still fills the ear when the period begins.
  const times = every.map(({ at }) => at).filter((at) => at < period.to);
  const floods = floodsIn(times, period.to).filter((flood) => overlap([flood], spans).length > 0);
  const all = lengthOf(spans);
  const share = all === 0 ? null : lengthOf(overlap(floods, spans)) / all;
  // A flood is made by what came in the window before it was one, too.
  const made = floods.map(({ from, to }) => ({ from: from - FLOOD_WINDOW_MS + 1, to }));
  const behind = heard.filter(({ at }) => isWithin(at, made));
  return {
    figures: [
      figure('time-in-flood', share, 'share', behind),
      figure('floods', all === 0 ? null : floods.length, 'count', behind),
    ],
    count: floods.length,
    share: share ?? 0,
  };
}

function topFigure(heard: readonly Asked[], top: ReadonlySet<string>): AlarmFigure {
  const behind = heard.filter(({ record }) => top.has(record.node));
  const share = heard.length === 0 ? null : behind.length / heard.length;
  return figure('top-10-share', share, 'share', behind, heard.length >= ENOUGH_FOR_TOP);
}

function restlessFigures({ heard }: Counting): {
  readonly figures: readonly AlarmFigure[];
  readonly chattering: readonly string[];
  readonly fleeting: readonly string[];
} {
  const byNode = new Map<string, Asked[]>();
  for (const one of heard) {
    const list = byNode.get(one.record.node);
    if (list) list.push(one);
    else byNode.set(one.record.node, [one]);
  }
  const chattering = [...byNode].filter(([, list]) =>
    list.some(({ at }, index) => {
      const third = list[index + CHATTER_TIMES - 1];
      return third !== undefined && third.at - at <= CHATTER_MS;
    }),
  );
  const restless = new Set(chattering.map(([node]) => node));
  const seen = new Set<AlarmRecord>();
  const fleeting = heard.filter(({ record }) => {
    if (seen.has(record) || restless.has(record.node) || !isFleeting(record)) return false;
    seen.add(record);
    return true;
  });
  return {
    figures: [
      figure('chattering', chattering.length, 'count', byTime(chattering.flatMap(([, list]) => list))),
      figure('fleeting', fleeting.length, 'count', fleeting),
    ],
    chattering: chattering.map(([node]) => node),
    fleeting: [...new Set(fleeting.map(({ record }) => record.node))],
  };
}

function isFleeting({ from, to, acknowledgedAt }: AlarmRecord): boolean {
  return to !== null && to - from <= FLEETING_MS && (acknowledgedAt === null || acknowledgedAt >= to);
}

/** The most that were stale on one day in Oslo. */
function staleFigure({ period, spans, alarms }: Counting): {
  readonly figure: AlarmFigure;
  readonly nodes: readonly string[];
} {
  const byDay = new Map<string, Set<AlarmRecord>>();
  for (const record of alarms) {
    if (record.annunciated.length === 0) continue;
    const stale = { from: record.from + STALE_MS, to: record.to ?? period.to };
    for (const span of overlap([stale], spans)) {
      for (const day of daysOf(span)) byDay.set(day, (byDay.get(day) ?? new Set()).add(record));
    }
  }
  const worst = [...byDay.values()].reduce<ReadonlySet<AlarmRecord>>(
    (most, day) => (day.size > most.size ? day : most),
    new Set(),
  );
  const behind = [...worst].flatMap((record): Asked[] => {
    const last = record.annunciated.at(-1);
    return last ? [{ ...last, record }] : [];
  });
  const value = spans.length === 0 ? null : worst.size;
  return {
    figure: figure('stale', value, 'count', byTime(behind)),
    nodes: behind.map(({ record }) => record.node),
  };
}

/** The days in Oslo that a span touches. */
function daysOf({ from, to }: Span): readonly string[] {
  const days = new Set<string>();
  // Half days: no day is so short, also when the clocks go forward, that a step could jump it.
  for (let at = from; at < to; at += DAY_MS / 2) days.add(dayKey(at));
  days.add(dayKey(to - 1));
  return [...days];
}

function priorityFigures(heard: readonly Asked[]): readonly AlarmFigure[] {
  const enough = heard.length >= ENOUGH_FOR_PRIORITIES;
  const part = (
    id: 'priority-low' | 'priority-medium' | 'priority-high',
    is: (one: Asked) => boolean,
  ): AlarmFigure => figure(id, shareOf(heard, is), 'share', heard.filter(is), enough);
  return [
    part('priority-low', ({ priority }) => priority >= 3),
    part('priority-medium', ({ priority }) => priority === 2),
    part('priority-high', ({ priority }) => priority === 1),
  ];
}

function shareOf(heard: readonly Asked[], is: (one: Asked) => boolean): number | null {
  return heard.length === 0 ? null : heard.filter(is).length / heard.length;
}

/** From the first time that an alarm asked to its acknowledgement: the median, the slowest first behind it. */
function acknowledgeFigure(heard: readonly Asked[]): AlarmFigure {
  const waits = timesOf(heard).flatMap(({ record }) => {
    const first = record.annunciated[0];
    if (!first || record.acknowledgedAt === null) return [];
    return [{ ...first, record, ms: Math.max(0, record.acknowledgedAt - first.at) }];
  });
  waits.sort((a, b) => b.ms - a.ms);
  return behindInOrder('time-to-acknowledge', median(waits.map(({ ms }) => ms)), 'ms', waits);
}

function quietFigures({ spans, alarms }: Counting): readonly AlarmFigure[] {
  const at = (record: AlarmRecord, when: number): Asked => ({
    at: when,
    priority: record.annunciated.at(-1)?.priority ?? 4,
    record,
  });
  const shelved = alarms.flatMap((record) =>
    record.shelved.filter((when) => isWithin(when, spans)).map((when) => at(record, when)),
  );
  const suppressed = alarms.flatMap((record) =>
    record.suppressedAt !== null && isWithin(record.suppressedAt, spans)
      ? [at(record, record.suppressedAt)]
      : [],
  );
  return [
    figure('shelved', shelved.length, 'count', byTime(shelved)),
    figure('suppressed', suppressed.length, 'count', byTime(suppressed)),
  ];
}

/** `judged`: false where there are too few for a verdict. The newest alarms stand first behind it. */
function figure(
  id: AlarmFigure['id'],
  value: number | null,
  unit: AlarmFigure['unit'],
  behind: readonly Asked[],
  judged = true,
): AlarmFigure {
  return behindInOrder(id, value, unit, [...behind].reverse(), judged);
}

function behindInOrder(
  id: AlarmFigure['id'],
  value: number | null,
  unit: AlarmFigure['unit'],
  behind: readonly Asked[],
  judged = true,
): AlarmFigure {
  const boundary = BOUNDARIES[id];
  return {
    id,
    value,
    unit,
    ok: boundary?.ok ?? null,
    limit: boundary?.limit ?? null,
    verdict: judged ? verdictOf(value, boundary) : 'none',
    alarms: behind
      .slice(0, MOST_BEHIND)
      .map(({ record, at, priority }) => ({ alarm: record.alarm, node: record.node, at, priority })),
    more: Math.max(0, behind.length - MOST_BEHIND),
  };
}

function byTime(list: readonly Asked[]): readonly Asked[] {
  return [...list].sort((a, b) => a.at - b.at);
}

function positionsIn({ from, to }: Span, watches: readonly WatchStretch[]): { id: string; name: string }[] {
  const positions = new Map<string, { id: string; name: string }>();
  for (const watch of watches) {
    if (watch.from < to && (watch.to ?? to) > from)
      positions.set(watch.id, { id: watch.id, name: watch.name });
  }
  return [...positions.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
