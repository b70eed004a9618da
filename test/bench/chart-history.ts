import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { encodeRollup, RollupBuilder } from '../../electron/hub/store/rollup';
import { openSampleStore } from '../../electron/hub/store/sample-store';
import { blockOf, FIVE_MS, HOUR_MS } from '../../electron/hub/store/slots';
import { systemClock } from '../../shared/time/clock';

export const PHASES = ['dns', 'connect', 'tls', 'firstByte', 'body'] as const;
const INTERVAL_MS = 30_000;
const DAY_MS = 24 * HOUR_MS;
/** One check in so many has the phases of a request besides. */
const PHASES_EVERY = 10;
/** Rows of each kind that are made at most, so that the making takes minutes and not hours. */
const ROWS_LIMIT = 7_500_000;
/** Different roll-ups of each length; a chart does not know that a region of checks takes turns with them. */
const VARIETY = 400;

/** What was made. */
export interface MadeHistory {
  readonly hourDays: number;
  readonly fiveDays: number;
  readonly rawHours: number;
  readonly rows: number;
  readonly bytes: number;
  /** Bytes of one roll-up of a check every half minute, without its keys. */
  readonly fiveBytes: number;
  readonly hourBytes: number;
}

/**
 * Fills a sample database for `checks` that ran every 30 s until `now` (ms UTC): 13 months of hours, 14 days of five
 * minutes, six hours of raw samples; less where there are too many checks for that.
 */
export function makeHistory(file: string, checks: readonly string[], now: number): MadeHistory {
  const clock = { ...systemClock(), now: () => now, after: () => () => {} };
  // The store makes its own schema.
  openSampleStore({ file, clock, onFault: (reason) => fail(reason) }).close();
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = OFF');
  const series = checks.flatMap((check, i) => [
    { check, label: '' },
    ...(i % PHASES_EVERY === 0 ? PHASES.map((label) => ({ check, label })) : []),
  ]);
  const days = (kept: number, perDay: number): number =>
    Math.max(1, Math.min(kept, Math.floor(ROWS_LIMIT / perDay / series.length)));
  const hourDays = days(396, 24);
  const fiveDays = days(14, 288);
  const rawHours = Math.max(1, Math.min(6, Math.floor(ROWS_LIMIT / 120 / checks.length)));
  const named = db.prepare('INSERT INTO series (number, check_id, label, unit, seen) VALUES (?, ?, ?, ?, ?)');
  db.transaction(() => {
    series.forEach(({ check, label }, i) => {
      named.run(i + 1, check, label, 'ms', now);
    });
  })();
  const settled = Math.floor(now / HOUR_MS) * HOUR_MS;
  const fives = pool(FIVE_MS / INTERVAL_MS);
  const hours = pool(HOUR_MS / INTERVAL_MS);
  let rows = fill(db, 'rollup_1h', series.length, settled - hourDays * DAY_MS, settled, HOUR_MS, hours);
  const lastFive = Math.floor(now / FIVE_MS) * FIVE_MS;
  rows += fill(db, 'rollup_5m', series.length, lastFive - fiveDays * DAY_MS, lastFive, FIVE_MS, fives);
  db.prepare('INSERT INTO pending (level, slot) VALUES (1, ?)').run(settled / HOUR_MS);
  const raw = db.prepare('INSERT INTO samples (slot, number, at, ms, result) VALUES (?, ?, ?, ?, 0)');
  db.transaction(() => {
    for (let at = now - rawHours * HOUR_MS; at < now; at += INTERVAL_MS) {
      series.forEach(({ label }, i) => {
        if (label !== '') return;
        raw.run(Math.floor(at / FIVE_MS), i + 1, at, course(at, i));
        rows += 1;
      });
    }
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return {
    hourDays,
    fiveDays,
    rawHours,
    rows,
    bytes: statSync(file).size,
    fiveBytes: mean(fives.map((one) => one.length)),
    hourBytes: mean(hours.map((one) => one.length)),
  };
}

function fill(
  db: Database.Database,
  table: 'rollup_5m' | 'rollup_1h',
  series: number,
  from: number,
  to: number,
  stepMs: number,
  made: readonly Uint8Array[],
): number {
  const put = db.prepare(`INSERT INTO ${table} (block, series, slot, data) VALUES (?, ?, ?, ?)`);
  let rows = 0;
  const last = to / stepMs;
  let slot = from / stepMs;
  // Block by block and series by series: the order of the key, so that the file is filled from its beginning.
  while (slot < last) {
    const end = Math.min(last, (blockOf(slot) + 1) * 24);
    const begin = slot;
    db.transaction(() => {
      for (let number = 1; number <= series; number++) {
        for (let one = begin; one < end; one++) {
          put.run(blockOf(one), number, one, made[(one * 7 + number * 13) % made.length]);
          rows += 1;
        }
      }
    })();
    slot = end;
  }
  return rows;
}

/** Roll-ups of `count` answers each, as steady and as spread as real ones: a tenth around the middle, a few far off. */
function pool(count: number): readonly Uint8Array[] {
  return [...Array(VARIETY).keys()].map((n) => {
    const builder = new RollupBuilder();
    for (let i = 0; i < count; i++) builder.add(course(n * 977_000 + i * INTERVAL_MS, n), false, false);
    return encodeRollup(builder.build());
  });
}

/** A response time, ms: steady with some noise, a swell over the day, and one answer in a hundred that takes thrice. */
function course(at: number, salt: number): number {
  const noise = Math.sin(at * 12.9898 + salt * 78.233) * 43758.5453;
  const share = noise - Math.floor(noise);
  const swell = 1 + 0.25 * Math.sin(at / (4 * HOUR_MS));
  return (60 + (salt % 50)) * swell * (0.9 + 0.25 * share) * (share > 0.99 ? 3 : 1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function fail(reason: string | null): never {
  throw new Error(`the samples cannot be written: ${reason}`);
}
