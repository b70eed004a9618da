import { setImmediate } from 'node:timers/promises';
import type { ChartAnswer, ChartSeries, NodeQuality } from '../../../shared/contract/wire';
import { countUpTo } from '../../../shared/rules/histogram';
import type { Clock } from '../../../shared/time/clock';
import type { Statements } from '../../sqlite/statements';
import { levelOfFigure, planChart } from './chart-steps';
import { IN_MAINTENANCE, type Waiting, type WholeSample, wholeOfWaiting, wholeSamples } from './raw-samples';
import { decodeRollup, RollupBuilder, tallyQuantile, valuesOf, wholeOf } from './rollup';
import type { SampleFile } from './sample-file';
import { RESPONSE, type Series, type SeriesTable } from './series-table';
import { blockOf, FIVE, FIVE_MS, fiveOf, HOUR, HOUR_MS, hourOfFive, type Level } from './slots';

/** Series of one answer; a node with more is shown its response times first. */
export const SERIES_LIMIT = 48;

/** What a chart shows of some checks; the asker adds what it knows of the node. */
export interface ChartData extends Pick<ChartAnswer, 'at' | 'stepMs' | 'series'> {
  /** Series that were left out because there are too many. */
  readonly more: number;
}

/** How good checks were; the asker adds the node. */
export type Quality = Omit<NodeQuality, 'node'>;

/** Takes observations of one series in: a roll-up at its beginning, ms UTC. */
type Take = (key: string, at: number) => RollupBuilder;

/** What is still to be rolled up, so that the roll-ups of these slots are not to be relied on. */
interface Unsettled {
  readonly fives: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
}

/** Of the series of one check, what lies in `[from, to)`. */
interface Span {
  readonly known: ReadonlyMap<string, Series>;
  readonly from: number;
  readonly to: number;
}

const NOTHING: Unsettled = { fives: new Set(), hours: new Set() };
const FAILED = 2;
/** Slots that one search goes over, and roll-ups after which the hub has its turn: some five milliseconds of work. */
const SLICE_SLOTS = 2_016;
const PAUSE_ROWS = 1_500;

/** Answers from the roll-ups, and from the raw samples where those are not made yet: nothing is missing or twice. */
export class History {
  readonly #file: SampleFile;
  readonly #series: SeriesTable;
  readonly #clock: Clock;
  readonly #waiting: () => Iterable<Waiting>;
  #worked = 0;

  constructor(file: SampleFile, series: SeriesTable, clock: Clock, waiting: () => Iterable<Waiting>) {
    this.#file = file;
    this.#series = series;
    this.#clock = clock;
    this.#waiting = waiting;
  }

  async chart(checks: readonly string[], from: number, to: number, points: number): Promise<ChartData> {
    const { steps, level } = planChart(from, to, points, this.#clock.now());
    const found: ChartSeries[] = [];
    for (const check of checks) {
      const columns = new Map<string, (RollupBuilder | undefined)[]>();
      await this.#gather(check, steps.from, steps.to, level, (key, at) => {
        let column = columns.get(key);
        if (!column) {
          column = new Array(steps.at.length).fill(undefined);
          columns.set(key, column);
        }
        const index = Math.min(steps.at.length - 1, Math.max(0, Math.floor((at - steps.from) / steps.ms)));
        column[index] ??= new RollupBuilder();
        return column[index];
      });
      for (const [key, column] of columns) found.push(chartSeriesOf(check, key, column));
    }
    // Response times first, each kind in the order of the checks.
    found.sort((a, b) => Number(a.metric !== '') - Number(b.metric !== ''));
    return {
      at: [...steps.at],
      stepMs: steps.ms,
      series: found.slice(0, SERIES_LIMIT),
      more: Math.max(0, found.length - SERIES_LIMIT),
    };
  }

  async quality(
    checks: readonly string[],
    expectedMs: number | null,
    from: number,
    to: number,
  ): Promise<Quality> {
    const level = levelOfFigure(from, to, this.#clock.now());
    const all = new RollupBuilder();
    const other = new RollupBuilder();
    for (const check of checks) {
      await this.#gather(check, from, to, level, (key) => (key === RESPONSE ? all : other), [RESPONSE]);
    }
    const { counted, excluded } = all.build();
    const values = valuesOf(counted);
    const judged = counted.good.total + counted.failed;
    return {
      samples: counted.count,
      excluded: excluded.count,
      p50: tallyQuantile(counted, values, 0.5),
      p95: tallyQuantile(counted, values, 0.95),
      p99: tallyQuantile(counted, values, 0.99),
      availability: counted.count === 0 ? null : (counted.count - counted.failed) / counted.count,
      // Apdex (apdex.org): satisfied up to T, tolerating up to 4T count half, what failed is frustrated.
      apdex:
        expectedMs === null || judged === 0
          ? null
          : (countUpTo(counted.good, expectedMs) + countUpTo(counted.good, 4 * expectedMs)) / 2 / judged,
    };
  }

  /**
   * Everything of a check in `[from, to)`; with `only`, of these of its series at least. `level` null: from the raw
   * samples. Gives way to the hub now and then; what is rolled up meanwhile is still there in its parts.
   */
  async #gather(
    check: string,
    from: number,
    to: number,
    level: Level | null,
    take: Take,
    only?: readonly string[],
  ): Promise<void> {
    const all = this.#file.read((sql) => this.#series.of(sql, check), new Map<string, Series>());
    const known = only ? new Map([...all].filter(([key]) => only.includes(key))) : all;
    const span = { known, from, to };
    if (level === null) this.#raw(span, take);
    else {
      const unsettled = this.#file.read((sql) => unsettledIn(sql, from, to), NOTHING);
      if (level === FIVE) await this.#fives(span, unsettled.fives, take);
      else await this.#hours(span, unsettled, take);
    }
    // What the disk has not taken yet; a chart is preceded by a flush, so that this is what it refused.
    for (const sample of this.#waiting()) {
      if (sample.check === check && sample.at >= from && sample.at < to) give(wholeOfWaiting(sample), take);
    }
  }

  #raw({ known, from, to }: Span, take: Take): void {
    const samples = this.#file.read((sql) => wholeSamples(sql, known, from, to), []);
    for (const sample of samples) give(sample, take);
  }

  async #fives(span: Span, unsettled: ReadonlySet<number>, take: Take): Promise<void> {
    await this.#rollups(FIVE, span, unsettled, take);
    for (const five of unsettled) {
      const part = within(span, five * FIVE_MS, FIVE_MS);
      if (part) this.#raw(part, take);
    }
  }

  async #hours(span: Span, unsettled: Unsettled, take: Take): Promise<void> {
    await this.#rollups(HOUR, span, unsettled.hours, take);
    for (const hour of unsettled.hours) {
      const part = within(span, hour * HOUR_MS, HOUR_MS);
      const fives = new Set([...unsettled.fives].filter((five) => hourOfFive(five) === hour));
      if (part) await this.#fives(part, fives, take);
    }
  }

  /** The roll-ups that begin in the span, but for those of `without`. */
  async #rollups(
    level: Level,
    { known, from, to }: Span,
    without: ReadonlySet<number>,
    take: Take,
  ): Promise<void> {
    const first = Math.ceil(from / level.ms);
    const last = Math.ceil(to / level.ms) - 1;
    for (const [key, { number, seen }] of known) {
      if (seen < from - 24 * HOUR_MS) continue;
      for (let begin = first; begin <= last; begin += SLICE_SLOTS) {
        const end = Math.min(last, begin + SLICE_SLOTS - 1);
        const rows = this.#file.read((sql) => rollupsOf(sql, level, number, begin, end), []);
        for (const { slot, data } of rows) {
          if (without.has(slot)) continue;
          try {
            take(key, slot * level.ms).merge(decodeRollup(data));
          } catch {
            // A damaged roll-up is a gap in the chart; the roll-up of its hour counts it.
          }
        }
        this.#worked += rows.length;
        if (this.#worked < PAUSE_ROWS) continue;
        this.#worked = 0;
        await setImmediate();
      }
    }
  }
}

function rollupsOf(
  sql: Statements,
  level: Level,
  number: number,
  first: number,
  last: number,
): readonly { readonly slot: number; readonly data: Uint8Array }[] {
  // Blocks are named one by one: each is one short search.
  return sql.all(
    `WITH RECURSIVE blocks (block) AS (
       SELECT ? UNION ALL SELECT block + 1 FROM blocks WHERE block < ?
     )
     SELECT r.slot, r.data FROM blocks
     CROSS JOIN ${level.table} r ON r.block = blocks.block AND r.series = ?
     WHERE r.slot >= ? AND r.slot <= ?`,
    blockOf(first),
    blockOf(last),
    number,
    first,
    last,
  );
}

/** The part of a span that a slot covers; null: none. */
function within(span: Span, begin: number, ms: number): Span | null {
  const from = Math.max(span.from, begin);
  const to = Math.min(span.to, begin + ms);
  return from < to ? { ...span, from, to } : null;
}

function unsettledIn(sql: Statements, from: number, to: number): Unsettled {
  const fives = sql.all<{ slot: number }>(
    'SELECT slot FROM pending WHERE level = 0 AND slot >= ? AND slot <= ?',
    hourOfFive(fiveOf(from)) * (HOUR_MS / FIVE_MS),
    fiveOf(to),
  );
  const hours = sql.all<{ slot: number }>(
    'SELECT slot FROM pending WHERE level = 1 AND slot >= ? AND slot <= ?',
    Math.floor(from / HOUR_MS),
    Math.floor(to / HOUR_MS),
  );
  const set = new Set(fives.map(({ slot }) => slot));
  return {
    fives: set,
    hours: new Set([...hours.map(({ slot }) => slot), ...[...set].map(hourOfFive)]),
  };
}

function give(sample: WholeSample, take: Take): void {
  const excluded = (sample.flags & IN_MAINTENANCE) !== 0;
  take(RESPONSE, sample.at).add(sample.ms, sample.result >= FAILED, excluded);
  for (const [key, value] of sample.metrics) take(key, sample.at).add(value, false, excluded);
}

function chartSeriesOf(
  check: string,
  key: string,
  column: readonly (RollupBuilder | undefined)[],
): ChartSeries {
  const [metric = '', unit = ''] = key.split('\u0000');
  const series: ChartSeries = {
    check,
    metric,
    unit,
    count: [],
    min: [],
    p50: [],
    p95: [],
    max: [],
    failed: [],
    origin: 'hub',
  };
  for (const builder of column) {
    const tally = builder ? wholeOf(builder.build()) : null;
    const values = tally && valuesOf(tally);
    const any = tally !== null && values !== null && values.total > 0;
    series.count.push(tally?.count ?? 0);
    series.failed.push(tally?.failed ?? 0);
    series.min.push(any ? tally.min : null);
    series.p50.push(any ? tallyQuantile(tally, values, 0.5) : null);
    series.p95.push(any ? tallyQuantile(tally, values, 0.95) : null);
    series.max.push(any ? tally.max : null);
  }
  return series;
}
