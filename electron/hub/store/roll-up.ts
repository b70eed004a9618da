import type { Clock } from '../../../shared/time/clock';
import type { Statements } from '../../sqlite/statements';
import { samplesOfSlot } from './raw-samples';
import { decodeRollup, encodeRollup, RollupBuilder } from './rollup';
import type { SampleFile } from './sample-file';
import { blockOf, FIVE, FIVE_MS, HOUR, HOUR_MS, hourOfFive, type Level } from './slots';

/** A slot is rolled up this long after its end: checks are noted under the time at which they began. */
const GRACE_MS = 90_000;
/** Rows that one step reads: a few milliseconds of work. */
const STEP_ROWS = 500;
/** A response time at or past this result failed (2 critical, 3 unknown). */
const FAILED = 2;

interface Task {
  readonly level: Level;
  readonly slot: number;
  /** How far the reading has come: a series, and a time or slot within it. */
  after: { readonly number: number; readonly at: number };
  /** What the series that was read last has given so far: it may go on in the next step. */
  open: Map<number, RollupBuilder>;
  /** Samples came into the slot meanwhile: it has to be done once more. */
  stale: boolean;
}

/**
 * Rolls samples up, a few rows at a time: five minutes from the raw samples, an hour from its twelve five minutes.
 * The table `pending` holds what is to be done, noted in the same transaction as the samples that call for it. A slot
 * is always computed whole and replaces what was there, and its note goes with the last of it, so that a hub that was
 * killed does it again and never counts anything twice.
 */
export class RollUp {
  readonly #file: SampleFile;
  readonly #clock: Clock;
  #task: Task | null = null;
  #damaged = 0;

  constructor(file: SampleFile, clock: Clock) {
    this.#file = file;
    this.#clock = clock;
  }

  /** Roll-ups that could not be read. */
  get damaged(): number {
    return this.#damaged;
  }

  /** Notes, inside the transaction that writes them, that there are new samples in a slot of five minutes. */
  noteSamples(sql: Statements, five: number): void {
    sql.run('INSERT OR IGNORE INTO pending (level, slot) VALUES (0, ?)', five);
    if (this.#task?.level === FIVE && this.#task.slot === five) this.#task.stale = true;
  }

  /** One short piece of work. Returns whether there is more that can be done now. */
  step(): boolean {
    this.#task ??= this.#next();
    const task = this.#task;
    if (!task) return false;
    const written = this.#file.write((sql) => {
      const done = task.level === FIVE ? this.#fives(sql, task) : this.#hours(sql, task);
      if (!done) return;
      this.#put(sql, task, [...task.open]);
      if (task.level === FIVE) {
        sql.run('INSERT OR IGNORE INTO pending (level, slot) VALUES (1, ?)', hourOfFive(task.slot));
      }
      if (!task.stale)
        sql.run('DELETE FROM pending WHERE level = ? AND slot = ?', task.level.number, task.slot);
      this.#task = null;
    });
    // What was undone is begun afresh, when the disk serves again.
    if (!written) this.#task = null;
    return written;
  }

  /** The file is another, or a transaction was undone. */
  forget(): void {
    this.#task = null;
  }

  /** The oldest slot that is over: fives first, hours when nothing of theirs waits. */
  #next(): Task | null {
    const now = this.#clock.now() - GRACE_MS;
    const begin = (level: Level, slot: number): Task => ({
      level,
      slot,
      after: { number: 0, at: Number.MIN_SAFE_INTEGER },
      open: new Map(),
      stale: false,
    });
    return this.#file.read((sql) => {
      const five = sql.get<{ slot: number }>(
        'SELECT slot FROM pending WHERE level = 0 AND slot < ? ORDER BY slot LIMIT 1',
        Math.floor(now / FIVE_MS),
      );
      if (five) return begin(FIVE, five.slot);
      const hour = sql.get<{ slot: number }>(
        `SELECT slot FROM pending p WHERE level = 1 AND slot < ? AND NOT EXISTS (
           SELECT 1 FROM pending f WHERE f.level = 0 AND f.slot >= p.slot * 12 AND f.slot < p.slot * 12 + 12
         ) ORDER BY slot LIMIT 1`,
        Math.floor(now / HOUR_MS),
      );
      return hour ? begin(HOUR, hour.slot) : null;
    }, null);
  }

  /** Returns whether the slot's samples are all read. */
  #fives(sql: Statements, task: Task): boolean {
    const rows = samplesOfSlot(sql, task.slot, task.after, STEP_ROWS);
    let current = task.after.number;
    for (const row of rows) {
      if (row.number !== current) {
        this.#put(sql, task, [...task.open]);
        task.open = new Map();
        current = row.number;
      }
      const excluded = (row.flags & 1) === 1;
      builderOf(task, row.number).add(row.ms, row.result >= FAILED, excluded);
      for (const [series, value] of row.metrics) builderOf(task, series).add(value, false, excluded);
      task.after = row;
    }
    return rows.length < STEP_ROWS;
  }

  /** Returns whether the hour's twelve parts are all read. */
  #hours(sql: Statements, task: Task): boolean {
    const first = task.slot * (HOUR_MS / FIVE_MS);
    const rows = sql.all<{ series: number; slot: number; data: Uint8Array }>(
      `SELECT series, slot, data FROM rollup_5m WHERE block = ? AND (series, slot) > (?, ?)
       AND slot >= ? AND slot < ? ORDER BY series, slot LIMIT ?`,
      blockOf(first),
      task.after.number,
      task.after.at,
      first,
      first + HOUR_MS / FIVE_MS,
      STEP_ROWS,
    );
    let current = task.after.number;
    for (const { series, slot, data } of rows) {
      if (series !== current) {
        this.#put(sql, task, [...task.open]);
        task.open = new Map();
        current = series;
      }
      try {
        builderOf(task, series).merge(decodeRollup(data));
      } catch {
        this.#damaged += 1;
      }
      task.after = { number: series, at: slot };
    }
    return rows.length < STEP_ROWS;
  }

  #put(sql: Statements, task: Task, finished: readonly (readonly [number, RollupBuilder])[]): void {
    for (const [series, builder] of finished) {
      sql.run(
        `INSERT OR REPLACE INTO ${task.level.table} (block, series, slot, data) VALUES (?, ?, ?, ?)`,
        blockOf(task.slot),
        series,
        task.slot,
        encodeRollup(builder.build()),
      );
    }
  }
}

function builderOf(task: Task, series: number): RollupBuilder {
  let builder = task.open.get(series);
  if (!builder) {
    builder = new RollupBuilder();
    task.open.set(series, builder);
  }
  return builder;
}
