import type { Database } from 'better-sqlite3';
import type { Clock } from '../../../shared/time/clock';
import { faultOf } from '../../sqlite/errors';
import { moveAside } from '../../sqlite/move-aside';
import { closeDatabase, closeQuietly, openDatabase } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';
import { SAMPLE_MIGRATIONS } from './migrations';

/** How often a file that could not be opened is tried again. */
const REOPEN_MS = 30_000;

export interface SampleFileOptions {
  readonly file: string;
  readonly clock: Clock;
  /** The file does not serve, and why; null: it does again. */
  readonly onFault: (reason: string | null) => void;
  /** What is remembered of the file's content no longer holds: a transaction was undone, or the file is another. */
  readonly onForget: () => void;
}

/** The database of the samples, and what becomes of it when the disk does not serve. Nothing here throws. */
export class SampleFile {
  readonly #options: SampleFileOptions;
  #db: Database | null = null;
  #sql: Statements | null = null;
  #failing = false;
  #retryAt = 0;

  constructor(options: SampleFileOptions) {
    this.#options = options;
    this.#open();
  }

  /** The last attempt to use it failed. */
  get failing(): boolean {
    return this.#failing;
  }

  /** Whether it is open; one that is not is tried again now and then. */
  ready(): boolean {
    if (this.#sql) return true;
    return this.#options.clock.mono() >= this.#retryAt && this.#open();
  }

  /** Runs a transaction. Returns whether it is on the file; a failure is reported. */
  write(run: (sql: Statements) => void): boolean {
    const sql = this.#sql;
    const db = this.#db;
    if (!sql || !db) return false;
    try {
      db.transaction(() => run(sql)).immediate();
    } catch (error) {
      this.#options.onForget();
      this.#failed(error);
      return false;
    }
    if (this.#failing) {
      this.#failing = false;
      this.#options.onFault(null);
    }
    return true;
  }

  /** What `run` finds; `otherwise` when the file does not serve. */
  read<T>(run: (sql: Statements) => T, otherwise: T): T {
    if (!this.#sql) return otherwise;
    try {
      return run(this.#sql);
    } catch (error) {
      this.#failed(error);
      return otherwise;
    }
  }

  close(): void {
    if (this.#db) closeDatabase(this.#db);
    this.#db = null;
    this.#sql = null;
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

  #failed(error: unknown): void {
    const { clock, file, onFault, onForget } = this.#options;
    const reason = error instanceof Error ? error.message : String(error);
    this.#failing = true;
    onFault(reason);
    if (faultOf(error) !== 'corrupt') {
      this.#retryAt = clock.mono() + REOPEN_MS;
      return;
    }
    // Samples are measured again: a new file is worth more than a history that cannot be read.
    closeQuietly(this.#db);
    this.#db = null;
    this.#sql = null;
    onForget();
    try {
      const aside = moveAside(file, clock.now());
      onFault(`${reason}; moved to ${aside}, a new file is begun`);
      this.#retryAt = 0;
    } catch {
      this.#retryAt = clock.mono() + REOPEN_MS;
    }
  }
}
