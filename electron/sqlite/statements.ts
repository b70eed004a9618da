import type { Database, Statement } from 'better-sqlite3';

/** Prepared statements of one database, each made once. The row types are the caller's word for its own tables. */
export class Statements {
  readonly #db: Database;
  readonly #made = new Map<string, Statement<unknown[]>>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Runs a statement and returns how many rows it changed. */
  run(sql: string, ...args: readonly unknown[]): number {
    return this.#prepare(sql).run(...args).changes;
  }

  /** The first row, or undefined. */
  get<Row>(sql: string, ...args: readonly unknown[]): Row | undefined {
    return this.#prepare(sql).get(...args) as Row | undefined;
  }

  all<Row>(sql: string, ...args: readonly unknown[]): Row[] {
    return this.#prepare(sql).all(...args) as Row[];
  }

  #prepare(sql: string): Statement<unknown[]> {
    let statement = this.#made.get(sql);
    if (!statement) {
      statement = this.#db.prepare<unknown[]>(sql);
      this.#made.set(sql, statement);
    }
    return statement;
  }
}
