import type { Metric } from '../../../shared/rules/decide';
import type { Statements } from '../../sqlite/statements';
import { ByteReader, ByteWriter } from './bytes';
import { RESPONSE, type Series, type SeriesTable, seriesKey } from './series-table';
import { fiveOf } from './slots';
import type { Sample } from './thin';

/** Flags of a sample. In planned maintenance: quality figures leave it out. Outside service hours: noted only. */
export const IN_MAINTENANCE = 1;
export const OUT_OF_HOURS = 2;

/** A sample that is not on the disk yet. */
export interface Waiting extends Sample {
  readonly check: string;
  readonly flags: number;
  readonly metrics: readonly Metric[];
}

/** A sample of one check with its metrics, by the key of their series. */
export interface WholeSample extends Sample {
  readonly flags: number;
  readonly metrics: readonly (readonly [key: string, value: number])[];
}

interface Row {
  readonly number: number;
  readonly at: number;
  readonly ms: number | null;
  /** Result (two bits), then the flags. A row of version 1 has no flags, so it reads as it was. */
  readonly result: number;
  readonly metrics: Uint8Array | null;
}

/** A row of the table with its series by number: what rolling up goes through. */
export interface NumberedSample extends Sample {
  readonly number: number;
  readonly flags: number;
  readonly metrics: readonly (readonly [number: number, value: number])[];
}

/** Most metrics of one observation that are kept, and the longest label and unit. */
export const METRICS_PER_SAMPLE = 64;
const LABEL_LENGTH = 100;
const UNIT_LENGTH = 16;
const writer = new ByteWriter();

/** What of an observation's metrics can be kept. */
export function usableMetrics(metrics: readonly Metric[]): readonly Metric[] {
  const seen = new Set<string>();
  const usable = metrics.filter(({ label, value, unit }) => {
    const fits = label !== '' && label.length <= LABEL_LENGTH && unit.length <= UNIT_LENGTH;
    if (!fits || !Number.isFinite(value) || seen.has(label)) return false;
    seen.add(label);
    return true;
  });
  return usable.length > METRICS_PER_SAMPLE ? usable.slice(0, METRICS_PER_SAMPLE) : usable;
}

/** Writes a sample; part of whatever transaction is open. */
export function insertSample(sql: Statements, series: SeriesTable, sample: Waiting): void {
  const { check, at, ms, result, flags, metrics } = sample;
  const number = series.number(sql, check, '', 'ms', at);
  if (number === null) return;
  sql.run(
    'INSERT OR REPLACE INTO samples (slot, number, at, ms, result, metrics) VALUES (?, ?, ?, ?, ?, ?)',
    fiveOf(at),
    number,
    at,
    ms,
    result + 4 * flags,
    metrics.length === 0 ? null : encodeMetrics(sql, series, sample, number),
  );
}

function encodeMetrics(sql: Statements, series: SeriesTable, sample: Waiting, own: number): Uint8Array {
  writer.reset();
  let before = own;
  for (const { label, value, unit } of sample.metrics) {
    const number = series.number(sql, sample.check, label, unit, sample.at);
    if (number === null) continue;
    // The metrics of a check were numbered one after the other: a step of one byte, and a 32-bit float.
    writer.int(number - before);
    writer.float(value);
    before = number;
  }
  return writer.take();
}

function decode({ number, at, ms, result, metrics }: Row): NumberedSample {
  const values: (readonly [number, number])[] = [];
  if (metrics !== null) {
    try {
      const reader = new ByteReader(metrics);
      for (let before = number; !reader.done; ) {
        before += reader.int();
        values.push([before, reader.float()]);
      }
    } catch {
      // Bytes that make no sense: the response time beside them still counts.
    }
  }
  return { number, at, ms, result: result % 4, flags: Math.floor(result / 4), metrics: values };
}

/** Up to `limit` samples of a slot, in order of series and time, after a place in it. */
export function samplesOfSlot(
  sql: Statements,
  slot: number,
  after: { readonly number: number; readonly at: number },
  limit: number,
): readonly NumberedSample[] {
  const rows = sql.all<Row>(
    `SELECT number, at, ms, result, metrics FROM samples
     WHERE slot = ? AND (number, at) > (?, ?) ORDER BY number, at LIMIT ?`,
    slot,
    after.number,
    after.at,
    limit,
  );
  return rows.map(decode);
}

// The slots are named one by one, so that each is one short search instead of a walk through all checks.
const OF_CHECK = `WITH RECURSIVE slots (slot) AS (
    SELECT ? UNION ALL SELECT slot + 1 FROM slots WHERE slot < ?
  )`;

/** Response times of one check in `[from, to)`, ms UTC, in order of time. */
export function responseTimes(
  sql: Statements,
  known: ReadonlyMap<string, Series>,
  from: number,
  to: number,
): readonly Sample[] {
  const own = known.get(RESPONSE);
  if (!own) return [];
  return sql.all<Sample>(
    `${OF_CHECK} SELECT s.at, s.ms, s.result & 3 AS result FROM slots
     CROSS JOIN samples s ON s.slot = slots.slot AND s.number = ? WHERE s.at >= ? AND s.at < ?`,
    fiveOf(from),
    fiveOf(to),
    own.number,
    from,
    to,
  );
}

/** Samples of one check in `[from, to)`, ms UTC, with their metrics, in order of time. */
export function wholeSamples(
  sql: Statements,
  known: ReadonlyMap<string, Series>,
  from: number,
  to: number,
): readonly WholeSample[] {
  const own = known.get(RESPONSE);
  if (!own) return [];
  const keys = new Map([...known].map(([key, { number }]) => [number, key]));
  const rows = sql.all<Row>(
    `${OF_CHECK} SELECT s.number, s.at, s.ms, s.result, s.metrics FROM slots
     CROSS JOIN samples s ON s.slot = slots.slot AND s.number = ? WHERE s.at >= ? AND s.at < ?`,
    fiveOf(from),
    fiveOf(to),
    own.number,
    from,
    to,
  );
  return rows.map((row) => {
    const { at, ms, result, flags, metrics } = decode(row);
    const named = metrics.flatMap(([number, value]): (readonly [string, number])[] => {
      const key = keys.get(number);
      return key === undefined ? [] : [[key, value]];
    });
    return { at, ms, result, flags, metrics: named };
  });
}

/** A sample that waits, as it will be once it is on the disk. */
export function wholeOfWaiting({ at, ms, result, flags, metrics }: Waiting): WholeSample {
  return {
    at,
    ms,
    result,
    flags,
    metrics: metrics.map(({ label, unit, value }) => [seriesKey(label, unit), value]),
  };
}
