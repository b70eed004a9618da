import type { Database } from 'better-sqlite3';
import type { SampleSeries } from '../../../shared/contract/wire';
import type { Clock } from '../../../shared/time/clock';
import { faultOf } from '../../sqlite/errors';
import { moveAside } from '../../sqlite/move-aside';
import { closeDatabase, closeQuietly, openDatabase } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';
import { SAMPLE_MIGRATIONS } from './migrations';
import { type Sample, thin } from './thin';

export interface SampleStoreOptions {
  readonly file: string;
  readonly clock: Clock;
  /** Samples cannot be kept, and why; null: they can again. The watch does not suffer from it. */
  readonly onFault: (reason: string | null) => void;
}

/** The response times of checks, for the last two days. Time series, so outside the log (DESIGN.md, rule 1). */
export interface SampleStore {
  /**
   * Notes a measurement: `at` in ms UTC, `ms` null where there was no answer, `result` 0 ok to 3 unknown. Never
   * throws and never waits for the disk.
   */
  add(check: string, at: number, ms: number | null, result: number): void;
  /**
   * One series for each of `checks`, in that order, since `since` (ms UTC), also what is not on the disk yet;
   * thinned to at most 2,000 points without averaging.
   */
  read(checks: readonly string[], since: number): SampleSeries[];
  /** Samples that were given up because the disk did not take them. */
  readonly lost: number;
  /** Writes what waits. A disk that refuses is reported, not thrown. */
  flush(): void;
  close(): void;
}

const SLOT_MS = 5 * 60_000;
const RETENTION_MS = 48 * 3_600_000;
const FLUSH_MS = 2_000;
const FLUSH_ROWS = 2_000;
/** What is kept in memory while the disk refuses; the oldest goes first. */
const WAITING_LIMIT = 50_000;
const POINTS_LIMIT = 2_000;
const PRUNE_MS = 10_000;
/** Rows of one pruning step: a long transaction would hold up the flush. */
const PRUNE_ROWS = 10_000;
/** How often a file that could not be opened is tried again. */
const REOPEN_MS = 30_000;

interface Waiting extends Sample {
  readonly check: string;
}

/** Opens the samples. Never throws: where the file does not serve it says so and keeps the latest in memory. */
export function openSampleStore(options: SampleStoreOptions): SampleStore {
  return new Store(options);
}

class Store implements SampleStore {
  readonly #options: SampleStoreOptions;
  readonly #clock: Clock;
  readonly #numbers = new Map<string, number>();
  #db: Database | null = null;
  #sql: Statements | null = null;
  #waiting: Waiting[] = [];
  #lost = 0;
  #failing = false;
  #retryAt = 0;
  #pruneAt: number;
  #closed = false;
  #cancel: () => void = () => {};

  constructor(options: SampleStoreOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#pruneAt = options.clock.mono() + PRUNE_MS;
    this.#open();
    this.#schedule();
  }

  get lost(): number {
    return this.#lost;
  }

  add(check: string, at: number, ms: number | null, result: number): void {
    this.#waiting.push({ check, at, ms, result });
    if (this.#waiting.length > WAITING_LIMIT) {
      this.#lost += this.#waiting.splice(0, FLUSH_ROWS).length;
    }
    // While the disk refuses, only the timer tries: a check must not wait for it each time.
    if (this.#waiting.length >= FLUSH_ROWS && !this.#failing) this.flush();
  }

  read(checks: readonly string[], since: number): SampleSeries[] {
    const from = Math.max(since, this.#clock.now() - RETENTION_MS);
    return checks.map((check) => {
      const samples = new Map<number, Sample>();
      for (const sample of this.#stored(check, from)) samples.set(sample.at, sample);
      for (const sample of this.#waiting) {
        if (sample.check === check && sample.at >= from) samples.set(sample.at, sample);
      }
      const ordered = [...samples.values()].sort((a, b) => a.at - b.at);
      const points = thin(ordered, POINTS_LIMIT);
      return {
        check,
        at: points.map((point) => point.at),
        ms: points.map((point) => point.ms),
        result: points.map((point) => point.result),
      };
    });
  }

  flush(): void {
    if (this.#closed || this.#waiting.length === 0) return;
    if (!this.#sql && !this.#reopen()) return;
    const batch = this.#waiting;
    try {
      this.#transaction((sql) => {
        for (const { check, at, ms, result } of batch) {
          sql.run(
            'INSERT OR REPLACE INTO samples (slot, number, at, ms, result) VALUES (?, ?, ?, ?, ?)',
            Math.floor(at / SLOT_MS),
            this.#number(sql, check),
            at,
            ms,
            result,
          );
        }
      });
      this.#waiting = [];
      this.#healed();
    } catch (error) {
      // Numbers that were given in a transaction that did not happen.
      this.#numbers.clear();
      this.#failed(error);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#cancel();
    this.flush();
    this.#closed = true;
    if (this.#db) closeDatabase(this.#db);
    this.#db = null;
    this.#sql = null;
  }

  #schedule(): void {
    this.#cancel = this.#clock.after(FLUSH_MS, () => {
      this.flush();
      this.#prune();
      if (!this.#closed) this.#schedule();
    });
  }

  #stored(check: string, from: number): readonly Sample[] {
    if (!this.#sql) return [];
    try {
      // The slots are named one by one, so that each is one short search instead of a walk through all checks.
      return this.#sql.all<Sample>(
        `WITH RECURSIVE slots (slot) AS (
           SELECT ? UNION ALL SELECT slot + 1 FROM slots WHERE slot < ?
         )
         SELECT s.at, s.ms, s.result FROM slots
         CROSS JOIN samples s ON s.slot = slots.slot
           AND s.number = (SELECT number FROM checks WHERE id = ?)
         WHERE s.at >= ?`,
        Math.floor(from / SLOT_MS),
        // A clock that was set back leaves samples from the future: an hour of them is still shown.
        Math.floor(this.#clock.now() / SLOT_MS) + 12,
        check,
        from,
      );
    } catch (error) {
      this.#failed(error);
      return [];
    }
  }

  #number(sql: Statements, check: string): number {
    let number = this.#numbers.get(check);
    if (number === undefined) {
      sql.run('INSERT INTO checks (id) VALUES (?) ON CONFLICT DO NOTHING', check);
      number = sql.get<{ number: number }>('SELECT number FROM checks WHERE id = ?', check)?.number ?? 0;
      this.#numbers.set(check, number);
    }
    return number;
  }

  #prune(): void {
    const now = this.#clock.mono();
    if (now < this.#pruneAt || !this.#sql) return;
    this.#pruneAt = now + PRUNE_MS;
    try {
      const oldest = Math.floor((this.#clock.now() - RETENTION_MS) / SLOT_MS);
      this.#transaction((sql) => {
        sql.run(
          `DELETE FROM samples WHERE (slot, number, at) IN
           (SELECT slot, number, at FROM samples WHERE slot < ? ORDER BY slot, number, at LIMIT ?)`,
          oldest,
          PRUNE_ROWS,
        );
      });
    } catch (error) {
      this.#failed(error);
    }
  }

  #transaction(run: (sql: Statements) => void): void {
    const sql = this.#sql;
    if (sql) this.#db?.transaction(() => run(sql)).immediate();
  }

  #open(): boolean {
    try {
      this.#db = openDatabase({
        file: this.#options.file,
        migrations: SAMPLE_MIGRATIONS,
        durability: 'normal',
      });
      this.#sql = new Statements(this.#db);
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  #reopen(): boolean {
    if (this.#clock.mono() < this.#retryAt) return false;
    return this.#open();
  }

  #failed(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#failing = true;
    this.#options.onFault(this.#lost > 0 ? `${reason}; the oldest samples are being lost` : reason);
    if (faultOf(error) !== 'corrupt') {
      this.#retryAt = this.#clock.mono() + REOPEN_MS;
      return;
    }
    // Samples are measured again: a new file is worth more than two days that cannot be read.
    closeQuietly(this.#db);
    this.#db = null;
    this.#sql = null;
    this.#numbers.clear();
    try {
      const aside = moveAside(this.#options.file, this.#clock.now());
      this.#options.onFault(`${reason}; moved to ${aside}, a new file is begun`);
      this.#retryAt = 0;
    } catch {
      this.#retryAt = this.#clock.mono() + REOPEN_MS;
    }
  }

  #healed(): void {
    if (!this.#failing) return;
    this.#failing = false;
    this.#options.onFault(null);
  }
}
