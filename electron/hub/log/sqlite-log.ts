import type { Database } from 'better-sqlite3';
import type { CommandOutcome } from '../../../shared/contract/wire';
import type { LogEvent, Position } from '../../../shared/model/events';
import type { Patch } from '../../../shared/model/room';
import { type Erasure, eraseInEvent } from '../../../shared/rules/watch/erase-event';
import type { Clock } from '../../../shared/time/clock';
import { readMeta, writeMeta } from '../../sqlite/meta';
import { closeDatabase, closeQuietly, openDatabase } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';
import { type ArchiveBound, Archiver, type ArchiveStep, archivedTo } from './archive';
import { archivedHistory } from './archived-history';
import { pendingErasures } from './eraser';
import { type PlacesBound, rowsAt } from './events-at';
import { HistoryReach, placeBefore } from './history-bound';
import {
  type EventDraft,
  type HistoryBound,
  type HistoryPlace,
  type Log,
  LogCorrupt,
  type LogFault,
  type LogHead,
  type Receipt,
  type StoredSnapshot,
} from './log';
import { LOG_MIGRATIONS } from './migrations';
import { readBody } from './read-body';
import type { SegmentRow } from './segment-file';
import { SegmentReader } from './segment-reader';
import { sqliteChain } from './sqlite-chain';
import { logError } from './sqlite-errors';
import { type EventRow, historyRows, reachesBack } from './sqlite-history';
import { SqliteWriter, sha256 } from './sqlite-writer';
import { stringifyInSlices } from './stringify-in-slices';
import { verifyChain } from './verify';
import { segmentsFolder } from './verify-files';

export interface SqliteLogOptions {
  readonly file: string;
  /** The identity of a log that is new. Left out: a random one. One that exists keeps its own. */
  readonly origin?: string;
  readonly clock: Clock;
  /** Told of the steps of archiving, for the test that kills it at each. */
  readonly onArchiveStep?: (step: ArchiveStep) => void;
}

/** What the first engine can do besides. */
export interface SqliteLog extends Log {
  /**
   * Begins a new epoch, as a hub does that starts from a restored backup, so that no position is used twice.
   * `carry` is the state that goes on in it: its snapshot at `seq` 0. Returns the new head.
   */
  newEpoch(carry: { readonly reducer: number; readonly patch: Patch } | null): Promise<LogHead>;
  /**
   * Moves at most one segment of what is older than `bound` into a file beside the log, where history still finds
   * it. Returns how many events; 0: nothing is old enough. What a crash interrupts the next call finishes.
   */
  archive(bound: ArchiveBound): Promise<number>;
  /**
   * Takes what events said is erased out of segments too; out of the database it went with them. Until then readers are
   * not shown it. Returns how many files were written anew. What a crash interrupts the next call finishes, or `archive`.
   */
  finishErasures(): Promise<number>;
  /**
   * The events at these places, in their order, as far as `bound`. `looked`: how many of the places that covers; one
   * that holds no event is passed over.
   */
  eventsAt(
    places: readonly HistoryPlace[],
    bound: PlacesBound,
  ): Promise<{ readonly events: readonly LogEvent[]; readonly looked: number }>;
}

/**
 * Opens a log in a SQLite file and takes its writing over: whoever wrote it before is fenced off. Rejects with
 * LogCorrupt, LogTooNew, or StorageError; the file is then as it was.
 */
export async function openSqliteLog(options: SqliteLogOptions): Promise<SqliteLog> {
  let db: Database | null = null;
  try {
    db = openDatabase({
      file: options.file,
      migrations: LOG_MIGRATIONS,
      durability: 'full',
      secureDelete: true,
    });
    return new Engine(db, options);
  } catch (error) {
    closeQuietly(db);
    throw logError(error, options.file);
  }
}

class Engine implements SqliteLog {
  readonly #db: Database;
  readonly #file: string;
  readonly #clock: Clock;
  readonly #writer: SqliteWriter;
  readonly #sql: Statements;
  readonly #segments: string;
  readonly #reader: SegmentReader;
  readonly #archiver: Archiver;
  /** What may still be in a segment. */
  #erasing: readonly Erasure[];
  #closed = false;

  constructor(db: Database, options: SqliteLogOptions) {
    this.#db = db;
    this.#sql = new Statements(db);
    this.#erasing = pendingErasures(this.#sql);
    this.#file = options.file;
    this.#clock = options.clock;
    this.#writer = new SqliteWriter(db, this.#sql, options);
    this.#segments = segmentsFolder(options.file);
    this.#reader = new SegmentReader(this.#segments, ({ epoch, from_seq }) =>
      this.#sql.get<SegmentRow>('SELECT * FROM segments WHERE epoch = ? AND from_seq = ?', epoch, from_seq),
    );
    this.#archiver = new Archiver({
      sql: this.#sql,
      writer: this.#writer,
      folder: this.#segments,
      file: options.file,
      onErased: () => {
        this.#reader.forget();
        this.#erasing = pendingErasures(this.#sql);
      },
      ...(options.onArchiveStep && { onStep: options.onArchiveStep }),
    });
  }

  head(): LogHead {
    const { epoch, seq, chain } = this.#writer.head;
    return { position: { origin: this.#writer.origin, epoch, seq }, chain: chain.toString('hex') };
  }

  async append(
    drafts: readonly EventDraft[],
    expected: number,
    receipts: readonly Receipt[] = [],
  ): Promise<readonly LogEvent[]> {
    this.#mustBeOpen();
    const events = await this.#writer.append(drafts, expected, receipts);
    const erased = events.flatMap(({ body }) => (body.type === 'log.erased' ? [body] : []));
    if (erased.length > 0) this.#erasing = [...this.#erasing, ...erased];
    return events;
  }

  async read(after: number, limit: number): Promise<readonly LogEvent[]> {
    return this.#guarded(() => {
      const { epoch } = this.#writer.head;
      if (after < archivedTo(this.#sql, epoch)) return [];
      return this.#parsed(
        this.#sql.all<EventRow>(
          'SELECT epoch, seq, at, body FROM events WHERE epoch = ? AND seq > ? ORDER BY seq LIMIT ?',
          epoch,
          after,
          Math.max(0, limit),
        ),
      );
    });
  }

  async history(
    subjects: readonly string[] | null,
    before: number | HistoryPlace | null,
    limit: number,
    bound: HistoryBound = {},
  ): Promise<readonly LogEvent[]> {
    const place = placeBefore(before, this.#writer.head.epoch);
    const reach = new HistoryReach(bound);
    const stored = this.#guarded(() => historyRows(this.#sql, subjects, place, Math.max(0, limit), reach));
    const known = this.#guarded(() => reach.reached || reachesBack(this.#sql, reach.since));
    if (stored.length >= limit || known) return this.#parsed(stored);
    const archived = await archivedHistory(
      this.#sql,
      this.#reader,
      subjects,
      stored.at(-1) ?? place,
      limit - stored.length,
      reach,
    );
    return this.#parsed([...stored, ...archived]);
  }

  async eventsAt(
    places: readonly HistoryPlace[],
    bound: PlacesBound,
  ): Promise<{ readonly events: readonly LogEvent[]; readonly looked: number }> {
    this.#mustBeOpen();
    try {
      const { rows, looked } = await rowsAt(this.#sql, this.#reader, places, bound);
      return { events: this.#parsed(rows), looked };
    } catch (error) {
      throw logError(error, this.#file);
    }
  }

  async isWhole(): Promise<boolean> {
    return this.#guarded(() => {
      const { epoch } = this.#writer.head;
      const first = this.#sql.get<{ epoch: number }>('SELECT min(epoch) AS epoch FROM epochs')?.epoch;
      return first === epoch && archivedTo(this.#sql, epoch) === 0;
    });
  }

  async receipt(command: string): Promise<CommandOutcome | null> {
    return this.#guarded(() => {
      const row = this.#sql.get<{ outcome: string }>(
        'SELECT outcome FROM receipts WHERE command = ? AND keep_until >= ?',
        command,
        this.#clock.now(),
      );
      return row ? (JSON.parse(row.outcome) as CommandOutcome) : null;
    });
  }

  async saveSnapshot(snapshot: StoredSnapshot): Promise<void> {
    const { origin, epoch, seq } = snapshot.position;
    if (origin !== this.#writer.origin || epoch !== this.#writer.head.epoch || seq > this.#writer.head.seq) {
      throw new Error(`a snapshot at ${origin}/${epoch}/${seq}, where this log has not been`);
    }
    const { reducer, patch } = snapshot;
    const made = await stringifyInSlices(patch);
    this.#guarded(() =>
      this.#writer.write(() => this.#writer.insertSnapshot(epoch, seq, reducer, patch, made)),
    );
  }

  async loadSnapshot(): Promise<StoredSnapshot | null> {
    return this.#guarded(() => {
      const rows = this.#sql.all<{ seq: number; reducer: number; patch: string; sha256: Buffer }>(
        `SELECT seq, reducer, patch, sha256 FROM snapshots WHERE epoch = ? AND seq <= ? ORDER BY seq DESC`,
        this.#writer.head.epoch,
        this.#writer.head.seq,
      );
      // A damaged one is passed over: the one before, or a replay, gives the same state.
      const sound = rows.find((row) => sha256(row.patch).equals(row.sha256));
      if (!sound) return null;
      const position: Position = {
        origin: this.#writer.origin,
        epoch: this.#writer.head.epoch,
        seq: sound.seq,
      };
      return { position, reducer: sound.reducer, patch: JSON.parse(sound.patch) as Patch };
    });
  }

  async markAlive(at: number): Promise<void> {
    this.#guarded(() => this.#writer.write(() => writeMeta(this.#sql, 'alive_at', at)));
  }

  async lastAlive(): Promise<number | null> {
    return this.#guarded(() => {
      const at = readMeta(this.#sql, 'alive_at');
      return at === null ? null : Number(at);
    });
  }

  async verify(): Promise<LogFault | null> {
    this.#mustBeOpen();
    try {
      return await verifyChain(sqliteChain(this.#sql, this.#writer.origin, this.#segments));
    } catch (error) {
      throw logError(error, this.#file);
    }
  }

  async newEpoch(carry: { readonly reducer: number; readonly patch: Patch } | null): Promise<LogHead> {
    this.#mustBeOpen();
    return this.#guarded(() => {
      this.#writer.newEpoch(carry);
      return this.head();
    });
  }

  async archive(bound: ArchiveBound): Promise<number> {
    this.#mustBeOpen();
    try {
      return await this.#archiver.archive(bound);
    } catch (error) {
      throw logError(error, this.#file);
    }
  }

  async finishErasures(): Promise<number> {
    this.#mustBeOpen();
    try {
      return this.#erasing.length === 0 ? 0 : await this.#archiver.erase();
    } catch (error) {
      throw logError(error, this.#file);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#archiver.idle();
    this.#writer.commitQueue();
    this.#closed = true;
    closeDatabase(this.#db);
  }

  #parsed(rows: readonly EventRow[]): LogEvent[] {
    return rows.map(({ epoch, seq, at, body }) => {
      try {
        return {
          origin: this.#writer.origin,
          epoch,
          seq,
          at,
          body: this.#erasing.reduce(eraseInEvent, readBody(body)),
        };
      } catch (error) {
        throw new LogCorrupt(this.#file, `event ${epoch}/${seq} is not JSON`, { cause: error });
      }
    });
  }

  #guarded<T>(run: () => T): T {
    this.#mustBeOpen();
    try {
      return run();
    } catch (error) {
      throw logError(error, this.#file);
    }
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new Error('the log is closed');
  }
}
