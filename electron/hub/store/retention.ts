import type { Clock } from '../../../shared/time/clock';
import { readMeta, writeMeta } from '../../sqlite/meta';
import type { Statements } from '../../sqlite/statements';
import type { SampleFile } from './sample-file';
import {
  blockOf,
  FIVE_KEPT_MS,
  FIVE_MS,
  fiveOf,
  HOUR_KEPT_MS,
  HOUR_MS,
  hourOfFive,
  RAW_KEPT_MS,
} from './slots';

const PRUNE_MS = 10_000;
/** While there is more, the next step comes after so long. */
const MORE_MS = 2_000;
/**
 * Rows of each table in one step: a long transaction would hold up the hub. At that pace it is three times what
 * 10,000 checks add.
 */
const PRUNE_ROWS = 2_000;
/** Series and bands are few and live long: they are looked through once an hour. */
const SELDOM_MS = HOUR_MS;
/** Its time is noted on the disk so often, ms of that time. */
const NOTE_MS = 60_000;

/**
 * How much faster than real time the retention may go. A wall clock that is wrong for ten minutes, by however much,
 * takes ten hours of the oldest with it and not everything; a hub that was down for a week catches up in three hours.
 */
const CATCH_UP = 60;

/**
 * Forgets what is too old, a little at a time. Its own time follows the wall clock, backwards at once and forwards at
 * a bounded speed, over restarts too.
 */
export class Retention {
  readonly #file: SampleFile;
  readonly #clock: Clock;
  /** The time by which things are too old, ms UTC; null: not read from the file yet. */
  #now: number | null = null;
  /** From this slot of five minutes on the raw samples are whole. */
  #wholeFrom: number | null = null;
  /** What the file has of `#now`. */
  #noted = 0;
  #ranAt: number;
  #seldomAt: number;
  #more = false;

  constructor(file: SampleFile, clock: Clock) {
    this.#file = file;
    this.#clock = clock;
    this.#ranAt = clock.mono();
    this.#seldomAt = clock.mono();
  }

  /**
   * Whether the raw samples of a slot are all there, so that it may be rolled up from them. What comes later than
   * that (a clock that was set far back) is kept raw, and leaves the history as it was.
   */
  isWhole(sql: Statements, five: number): boolean {
    this.#load(sql);
    return five >= (this.#wholeFrom ?? 0);
  }

  /** Does a step when it is time for one. */
  run(): void {
    const mono = this.#clock.mono();
    const passed = mono - this.#ranAt;
    if (passed < (this.#more ? MORE_MS : PRUNE_MS)) return;
    this.#ranAt = mono;
    this.#more = false;
    const work = this.#file.read((sql) => this.#plan(sql, passed), []);
    if (work.length === 0) return;
    this.#file.write((sql) => {
      for (const run of work) run(sql);
    });
  }

  /** The file is another. */
  forget(): void {
    this.#now = null;
    this.#wholeFrom = null;
  }

  #load(sql: Statements): void {
    if (this.#now !== null) return;
    this.#noted = Number(readMeta(sql, 'retention') ?? 0);
    this.#now = this.#noted > 0 ? this.#noted : this.#clock.now();
    this.#wholeFrom = Number(readMeta(sql, 'whole-from') ?? 0);
  }

  /** What there is to be written now; mostly nothing. */
  #plan(sql: Statements, passed: number): readonly ((sql: Statements) => void)[] {
    this.#load(sql);
    const wall = this.#clock.now();
    const now = Math.min(wall, (this.#now ?? wall) + passed * CATCH_UP);
    this.#now = now;
    const work: ((sql: Statements) => void)[] = [];
    if (Math.abs(now - this.#noted) >= NOTE_MS) {
      work.push((to) => writeMeta(to, 'retention', now));
      this.#noted = now;
    }
    // The clock went back past what was forgotten: what is measured from here on is whole again.
    const here = fiveOf(wall);
    if (here < (this.#wholeFrom ?? 0)) work.push((to) => this.#setWholeFrom(to, here));
    this.#planRaw(sql, now, work);
    this.#planRollups(sql, 'rollup_5m', Math.floor((now - FIVE_KEPT_MS) / FIVE_MS), work);
    this.#planRollups(sql, 'rollup_1h', Math.floor((now - HOUR_KEPT_MS) / HOUR_MS), work);
    if (this.#clock.mono() - this.#seldomAt >= SELDOM_MS) {
      this.#seldomAt = this.#clock.mono();
      work.push((to) => forgetNames(to, now));
    }
    return work;
  }

  #planRaw(sql: Statements, now: number, work: ((sql: Statements) => void)[]): void {
    // What waits to be rolled up is not forgotten before.
    const waiting = oldestOf(sql, 'SELECT min(slot) AS slot FROM pending WHERE level = 0');
    const limit = Math.min(fiveOf(now - RAW_KEPT_MS), waiting);
    if (oldestOf(sql, 'SELECT min(slot) AS slot FROM samples') >= limit) return;
    work.push((to) => {
      const gone = to.run(
        `DELETE FROM samples WHERE (slot, number, at) IN
         (SELECT slot, number, at FROM samples WHERE slot < ? ORDER BY slot, number, at LIMIT ?)`,
        limit,
        PRUNE_ROWS,
      );
      if (gone === PRUNE_ROWS) this.#more = true;
      if (limit > (this.#wholeFrom ?? 0)) this.#setWholeFrom(to, limit);
    });
  }

  /** Whole blocks go: a block is too old when its last slot is. */
  #planRollups(
    sql: Statements,
    table: 'rollup_5m' | 'rollup_1h',
    oldest: number,
    work: ((sql: Statements) => void)[],
  ): void {
    const limit = blockOf(oldest);
    if (oldestOf(sql, `SELECT min(block) AS slot FROM ${table}`) >= limit) return;
    work.push((to) => {
      const gone = to.run(
        `DELETE FROM ${table} WHERE (block, series, slot) IN
         (SELECT block, series, slot FROM ${table} WHERE block < ? ORDER BY block, series, slot LIMIT ?)`,
        limit,
        PRUNE_ROWS,
      );
      if (gone === PRUNE_ROWS) this.#more = true;
    });
  }

  #setWholeFrom(sql: Statements, slot: number): void {
    this.#wholeFrom = slot;
    writeMeta(sql, 'whole-from', slot);
  }
}

/** Infinity when there is none. */
function oldestOf(sql: Statements, query: string): number {
  return sql.get<{ slot: number | null }>(query)?.slot ?? Number.POSITIVE_INFINITY;
}

/** Bands, names of series and notes of what is longer ago than history. */
function forgetNames(sql: Statements, now: number): void {
  const oldest = now - HOUR_KEPT_MS;
  sql.run('DELETE FROM bands WHERE to_at < ?', oldest);
  sql.run('DELETE FROM pending WHERE level = 1 AND slot < ?', hourOfFive(fiveOf(oldest)));
  // Two days more than the roll-ups, so that none is left without its name.
  sql.run('DELETE FROM series WHERE seen < ?', oldest - 2 * 24 * HOUR_MS);
}
