import type { Database } from 'better-sqlite3';
import type { Args } from '../../../shared/contract/ipc';
import { type LogEntry, logEntry } from '../../../shared/model/shift-log';
import { type LogPlace, matchOf } from '../../sqlite/event-search';
import { readMeta, writeMeta } from '../../sqlite/meta';
import { closeDatabase, closeQuietly, openDatabase } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';
import { SHIFT_LOG_MIGRATIONS } from './shift-log-migrations';

/** How much of a hub's shift log the file holds. */
export interface Held {
  readonly origin: string;
  readonly epoch: number;
  /** All that was said up to here is in it, of what it holds; null: nothing was heard yet. */
  readonly to: LogPlace | null;
  /** Read back to here; null: not begun. */
  readonly cursor: LogPlace | null;
  /** There is nothing older. */
  readonly whole: boolean;
  readonly pass: number;
}

/** An entry and where it was written. */
export interface PlacedEntry {
  readonly place: LogPlace;
  readonly entry: LogEntry;
}

interface Row extends LogPlace {
  readonly row: number;
  readonly json: string;
}

/** The archive's file. Main must not wait long for another process's lock. Throws StorageError. */
export class ShiftLogFile {
  readonly #db: Database;
  readonly #sql: Statements;
  readonly #textOf: (entry: LogEntry) => string;

  constructor(file: string, textOf: (entry: LogEntry) => string) {
    this.#db = openDatabase({
      file,
      migrations: SHIFT_LOG_MIGRATIONS,
      durability: 'normal',
      secureDelete: true,
      busyMs: 200,
      checkpointPages: 200,
    });
    this.#sql = new Statements(this.#db);
    this.#textOf = textOf;
  }

  held(): Held | null {
    const text = readMeta(this.#sql, 'held');
    return typeof text === 'string' ? (JSON.parse(text) as Held) : null;
  }

  /** Empties it for another hub's log. */
  clear(): void {
    this.#db
      .transaction(() => {
        this.#sql.run('DELETE FROM entries');
        this.#sql.run('DELETE FROM entry_words');
        this.#sql.run('DELETE FROM meta');
      })
      .immediate();
  }

  /** Puts entries in as they stand now, and notes with them how much is held. */
  put(entries: readonly PlacedEntry[], held: Held): void {
    this.#db
      .transaction(() => {
        for (const one of entries) this.#putOne(one, held.pass);
        writeMeta(this.#sql, 'held', JSON.stringify(held));
      })
      .immediate();
  }

  /** Forgets what no reading since `pass` brought: the hub does not know it. */
  forgetBefore(pass: number): void {
    this.#db
      .transaction(() => {
        this.#sql.run(
          'DELETE FROM entry_words WHERE rowid IN (SELECT row FROM entries WHERE pass < ?)',
          pass,
        );
        this.#sql.run('DELETE FROM entries WHERE pass < ?', pass);
      })
      .immediate();
  }

  find(id: string): PlacedEntry | null {
    const row = this.#sql.get<Row>('SELECT row, epoch, seq, json FROM entries WHERE id = ?', id);
    return row ? (placed(row)[0] ?? null) : null;
  }

  /** When the oldest that is held was written, ms UTC; null: there is none. */
  oldestAt(): number | null {
    const row = this.#sql.get<Row>('SELECT row, epoch, seq, json FROM entries ORDER BY epoch, seq LIMIT 1');
    return (row && placed(row)[0]?.entry.writtenAt) ?? null;
  }

  /** Entries that have all the words, newest first; all of that time where there are none. */
  search({ text, from, to, before, limit }: Args<'shift-log:search'>): readonly LogEntry[] {
    const at = before === null ? null : this.find(before)?.place;
    if (at === undefined) return [];
    const bounds = [
      at?.epoch ?? Number.MAX_SAFE_INTEGER,
      at?.seq ?? Number.MAX_SAFE_INTEGER,
      from ?? Number.MIN_SAFE_INTEGER,
      to ?? Number.MAX_SAFE_INTEGER,
      limit,
    ];
    const within =
      '(e.epoch, e.seq) < (?, ?) AND e.at >= ? AND e.at < ? ORDER BY e.epoch DESC, e.seq DESC LIMIT ?';
    const match = matchOf(text);
    if (match === null && text.trim() !== '') return [];
    const rows =
      match === null
        ? this.#sql.all<Row>(`SELECT e.row, e.epoch, e.seq, e.json FROM entries e WHERE ${within}`, ...bounds)
        : // Which they are first: what is found in years is too much to be read to the last word.
          this.#sql.all<Row>(
            `SELECT row, epoch, seq, json FROM entries WHERE row IN (
               SELECT e.row FROM entry_words w JOIN entries e INDEXED BY entries_by_row ON e.row = w.rowid
               WHERE w.words MATCH ? AND ${within}
             ) ORDER BY epoch DESC, seq DESC`,
            match,
            ...bounds,
          );
    return rows.flatMap(placed).map(({ entry }) => entry);
  }

  /** What was overwritten leaves the write-ahead log too. */
  fold(): void {
    this.#db.pragma('wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    closeDatabase(this.#db);
  }

  /** Closes without a word, a file that has failed already. */
  abandon(): void {
    closeQuietly(this.#db);
  }

  #putOne({ place, entry }: PlacedEntry, pass: number): void {
    const json = JSON.stringify(entry);
    const known = this.#sql.get<Row>('SELECT row, epoch, seq, json FROM entries WHERE id = ?', entry.id);
    if (known) {
      this.#sql.run(
        'UPDATE entries SET epoch = ?, seq = ?, at = ?, pass = ?, json = ? WHERE row = ?',
        place.epoch,
        place.seq,
        entry.at,
        pass,
        json,
        known.row,
      );
      if (known.json === json) return;
      this.#sql.run('DELETE FROM entry_words WHERE rowid = ?', known.row);
    } else {
      this.#sql.run(
        'INSERT INTO entries (id, epoch, seq, at, pass, json) VALUES (?, ?, ?, ?, ?, ?)',
        entry.id,
        place.epoch,
        place.seq,
        entry.at,
        pass,
        json,
      );
    }
    this.#sql.run(
      'INSERT INTO entry_words (rowid, words) SELECT row, ? FROM entries WHERE id = ?',
      this.#textOf(entry).normalize('NFC'),
      entry.id,
    );
  }
}

/** A row that does not parse is left out: the hub has the truth. */
function placed({ epoch, seq, json }: Row): PlacedEntry[] {
  const parsed = logEntry.safeParse(JSON.parse(json));
  return parsed.success ? [{ place: { epoch, seq }, entry: parsed.data }] : [];
}
