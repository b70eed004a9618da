import type { Statements } from '../../sqlite/statements';
import { HOUR_MS, RAW_KEPT_MS } from './slots';

/** One measured value of a check. */
export interface Series {
  readonly number: number;
  /** Empty: the response time. */
  readonly label: string;
  readonly unit: string;
  /** About when it was last measured, ms UTC. */
  readonly seen: number;
}

/** Metrics that a check may measure within two days. A plugin with a new label each time must not fill the disk. */
export const METRICS_PER_CHECK = 64;
/** What `seen` may lag behind, so that it is not written with each sample. */
const SEEN_MS = 6 * HOUR_MS;

/** The key of a series within its check. */
export const seriesKey = (label: string, unit: string): string => `${label}\u0000${unit}`;
/** The key of the response time. */
export const RESPONSE = seriesKey('', 'ms');

/** The numbers that series go by in the file, remembered for the checks that are measured. */
export class SeriesTable {
  readonly #known = new Map<string, Map<string, Series>>();
  #refused = 0;

  /** Metrics that were left out because their check measures too many different ones. */
  get refused(): number {
    return this.#refused;
  }

  /** What there is of a check, by key; empty when nothing was ever noted. */
  of(sql: Statements, check: string): ReadonlyMap<string, Series> {
    return this.#of(sql, check);
  }

  /** The number of a series, made when it is new; null when its check has too many already. Inside a transaction. */
  number(sql: Statements, check: string, label: string, unit: string, at: number): number | null {
    const known = this.#of(sql, check);
    const key = seriesKey(label, unit);
    const found = known.get(key);
    if (found && this.#stillThere(sql, known, key, found, at)) {
      this.#known.set(check, known);
      return found.number;
    }
    if (label !== '' && this.#isFull(known, at)) {
      this.#refused += 1;
      return null;
    }
    sql.run('INSERT INTO series (check_id, label, unit, seen) VALUES (?, ?, ?, ?)', check, label, unit, at);
    const made = sql.get<{ number: number }>(
      'SELECT number FROM series WHERE check_id = ? AND label = ? AND unit = ?',
      check,
      label,
      unit,
    );
    if (!made) throw new Error(`series ${check} ${label} was not made`);
    known.set(key, { number: made.number, label, unit, seen: at });
    this.#known.set(check, known);
    return made.number;
  }

  /** Takes nothing for granted any more: the file changed under us. */
  forget(): void {
    this.#known.clear();
  }

  #of(sql: Statements, check: string): Map<string, Series> {
    const known = this.#known.get(check);
    if (known) return known;
    const rows = sql.all<Series>('SELECT number, label, unit, seen FROM series WHERE check_id = ?', check);
    return new Map(rows.map((row) => [seriesKey(row.label, row.unit), row]));
  }

  /** Notes that it was measured. False when it was forgotten meanwhile, having been away for longer than history. */
  #stillThere(sql: Statements, known: Map<string, Series>, key: string, found: Series, at: number): boolean {
    if (at - found.seen <= SEEN_MS) return true;
    known.set(key, { ...found, seen: at });
    return sql.run('UPDATE series SET seen = ? WHERE number = ?', at, found.number) > 0;
  }

  #isFull(known: ReadonlyMap<string, Series>, at: number): boolean {
    let recent = 0;
    for (const { label, seen } of known.values()) if (label !== '' && at - seen < RAW_KEPT_MS) recent += 1;
    return recent >= METRICS_PER_CHECK;
  }
}
