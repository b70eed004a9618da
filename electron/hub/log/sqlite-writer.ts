import { createHash, randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { type EventBody, type LogEvent, subjectsOf } from '../../../shared/model/events';
import type { Patch } from '../../../shared/model/room';
import type { Clock } from '../../../shared/time/clock';
import { readMeta, writeMeta } from '../../sqlite/meta';
import type { Statements } from '../../sqlite/statements';
import { canonicalBody, genesis, nextLink } from './chain';
import { eraseInPatch, eraseRows } from './eraser';
import { type EventDraft, LogConflict, LogCorrupt, type Receipt } from './log';
import { logError } from './sqlite-errors';

/** Where the log stands, as it is kept. */
export interface Head {
  readonly epoch: number;
  readonly seq: number;
  readonly chain: Buffer;
}

interface Queued {
  readonly drafts: readonly { readonly draft: EventDraft; readonly body: string }[];
  readonly expected: number;
  readonly receipts: readonly Receipt[];
  readonly resolve: (events: readonly LogEvent[]) => void;
  readonly reject: (error: unknown) => void;
}

const SNAPSHOTS_KEPT = 2;

/** What a writer is opened with. */
export interface WriterOptions {
  readonly file: string;
  readonly origin?: string;
  readonly clock: Clock;
}

/**
 * The one writer of a log file. Opening takes the writing over; a writer that was opened before is fenced off at
 * its next write, and has then changed nothing.
 */
export class SqliteWriter {
  readonly origin: string;
  readonly #db: Database;
  readonly #sql: Statements;
  readonly #file: string;
  readonly #clock: Clock;
  readonly #generation: number;
  #head: Head;
  #queue: Queued[] = [];
  #scheduled = false;
  /** Something was erased with the last write. */
  #erased = false;

  constructor(db: Database, sql: Statements, options: WriterOptions) {
    this.#db = db;
    this.#sql = sql;
    this.#file = options.file;
    this.#clock = options.clock;
    const opened = db
      .transaction(() => {
        const origin = readMeta(this.#sql, 'origin') ?? options.origin ?? randomBytes(8).toString('hex');
        if (options.origin !== undefined && options.origin !== origin) {
          throw new Error(`${options.file} is the log of "${String(origin)}", not of "${options.origin}"`);
        }
        writeMeta(this.#sql, 'origin', origin);
        const head = this.#readHead() ?? { epoch: 1, seq: 0, chain: genesis(String(origin), 1) };
        this.#writeHead(head);
        this.#checkTail(head);
        const generation = Number(readMeta(this.#sql, 'generation') ?? 0) + 1;
        writeMeta(this.#sql, 'generation', generation);
        return { origin: String(origin), head, generation };
      })
      .immediate();
    this.origin = opened.origin;
    this.#head = opened.head;
    this.#generation = opened.generation;
  }

  get head(): Head {
    return this.#head;
  }

  /** See `Log.append`. */
  append(
    drafts: readonly EventDraft[],
    expected: number,
    receipts: readonly Receipt[] = [],
  ): Promise<readonly LogEvent[]> {
    // Made into text here, so that a draft that cannot be is refused alone.
    const ready = drafts.map((draft) => {
      if (!Number.isFinite(draft.at)) throw new TypeError(`an event at ${draft.at}`);
      return { draft, body: canonicalBody(draft.body) };
    });
    return new Promise((resolve, reject) => {
      this.#queue.push({ drafts: ready, expected, receipts, resolve, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.commitQueue());
    });
  }

  /** Begins an epoch past every one there was; see `SqliteLog.newEpoch`. */
  newEpoch(carry: { readonly reducer: number; readonly patch: Patch } | null): void {
    this.commitQueue();
    // By the time of day: a second restore of the same backup must not arrive at the same number.
    const epoch = Math.max(this.#head.epoch + 1, Math.floor(this.#clock.now() / 1000));
    const head: Head = { epoch, seq: 0, chain: genesis(this.origin, epoch) };
    this.write(() => {
      this.#writeHead(head);
      if (carry) this.insertSnapshot(epoch, 0, carry.reducer, carry.patch);
    });
    this.#head = head;
  }

  /** Everything that was asked for since the last turn goes into one transaction and one sync of the disk. */
  commitQueue(): void {
    this.#scheduled = false;
    const queue = this.#queue;
    this.#queue = [];
    if (queue.length === 0) return;
    const settle: (() => void)[] = [];
    try {
      const head = this.write(() => {
        let at = this.#head;
        for (const item of queue) {
          if (item.expected !== at.seq) {
            const conflict = new LogConflict(item.expected, at.seq);
            settle.push(() => item.reject(conflict));
            continue;
          }
          const written = this.#insert(item, at);
          at = written.head;
          settle.push(() => item.resolve(written.events));
        }
        if (at !== this.#head) this.#writeHead(at);
        return at;
      });
      this.#head = head;
    } catch (error) {
      const reason = logError(error, this.#file);
      for (const item of queue) {
        item.reject(
          reason instanceof LogConflict
            ? new LogConflict(item.expected, reason.found, reason.message)
            : reason,
        );
      }
      return;
    }
    this.#foldErased();
    for (const run of settle) run();
  }

  #insert(item: Queued, from: Head): { readonly head: Head; readonly events: readonly LogEvent[] } {
    const { epoch } = from;
    let { seq, chain } = from;
    const events: LogEvent[] = [];
    for (const { draft, body } of item.drafts) {
      seq += 1;
      chain = nextLink(chain, { origin: this.origin, epoch, seq, at: draft.at, body });
      this.#sql.run(
        'INSERT INTO events (epoch, seq, at, type, body, chain) VALUES (?, ?, ?, ?, ?, ?)',
        epoch,
        seq,
        draft.at,
        draft.body.type,
        body,
        chain,
      );
      for (const subject of new Set(subjectsOf(draft.body))) {
        this.#sql.run(
          'INSERT INTO event_subjects (subject, epoch, seq) VALUES (?, ?, ?)',
          subject,
          epoch,
          seq,
        );
      }
      events.push({ origin: this.origin, epoch, seq, at: draft.at, body: draft.body });
      if (draft.body.type === 'log.erased') this.#erase(draft.body);
    }
    if (item.receipts.length > 0) {
      this.#sql.run('DELETE FROM receipts WHERE keep_until < ?', this.#clock.now());
    }
    for (const { outcome, keepUntil } of item.receipts) {
      // The first outcome stands: a command has its effect once.
      this.#sql.run(
        'INSERT INTO receipts (command, outcome, keep_until) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        outcome.id,
        JSON.stringify(outcome),
        keepUntil,
      );
    }
    return { head: events.length > 0 ? { epoch, seq, chain } : from, events };
  }

  /** What is said to be erased is gone from the file when that is on the disk. */
  #erase({ entry, part }: EventBody & { type: 'log.erased' }): void {
    eraseRows(this.#sql, { entry, part });
    for (const { epoch, seq, patch } of this.#sql.all<{ epoch: number; seq: number; patch: string }>(
      'SELECT epoch, seq, patch FROM snapshots',
    )) {
      if (!patch.includes(entry)) continue;
      const text = JSON.stringify(eraseInPatch(JSON.parse(patch) as Patch, { entry, part }));
      this.#sql.run(
        'UPDATE snapshots SET patch = ?, sha256 = ? WHERE epoch = ? AND seq = ?',
        text,
        sha256(text),
        epoch,
        seq,
      );
    }
    this.#erased = true;
  }

  /** State is taken before it is written: what was erased meanwhile is not in it again. */
  #withoutErased(patch: Patch, epoch: number, seq: number): Patch {
    const later = this.#sql.all<{ body: string }>(
      `SELECT body FROM events WHERE epoch = ? AND seq > ? AND type = 'log.erased' ORDER BY seq`,
      epoch,
      seq,
    );
    return later.reduce(
      (state, { body }) => eraseInPatch(state, JSON.parse(body) as EventBody & { type: 'log.erased' }),
      patch,
    );
  }

  /** The words of a row that was changed lie in the write-ahead log until that is folded into the file. */
  #foldErased(): void {
    if (!this.#erased) return;
    const wait = this.#db.pragma('busy_timeout', { simple: true });
    try {
      // A backup that reads now must not hold the hub up: it is tried again with the next write.
      this.#db.pragma('busy_timeout = 0');
      const [done] = this.#db.pragma('wal_checkpoint(TRUNCATE)') as { readonly busy: number }[];
      this.#erased = done?.busy !== 0;
    } catch {
      // A disk that is full: likewise.
    } finally {
      this.#db.pragma(`busy_timeout = ${String(wait)}`);
    }
  }

  /** One transaction of the writer that this is; a later one that opened the file has fenced it off. */
  write<T>(run: () => T): T {
    return this.#db
      .transaction(() => {
        const generation = Number(readMeta(this.#sql, 'generation'));
        if (generation !== this.#generation) {
          const found = this.#readHead()?.seq ?? 0;
          throw new LogConflict(
            this.#head.seq,
            found,
            `another writer has taken this log over (opening ${generation}; this is ${this.#generation})`,
          );
        }
        return run();
      })
      .immediate();
  }

  /** Writes a snapshot and forgets the oldest; part of an open `write`. `made`: its text, where it was made before. */
  insertSnapshot(
    epoch: number,
    seq: number,
    reducer: number,
    patch: Patch,
    made?: { readonly text: string; readonly sha256: Buffer },
  ): void {
    const kept = this.#withoutErased(patch, epoch, seq);
    const text = made && kept === patch ? made.text : JSON.stringify(kept);
    this.#sql.run(
      'INSERT OR REPLACE INTO snapshots (epoch, seq, reducer, patch, sha256) VALUES (?, ?, ?, ?, ?)',
      epoch,
      seq,
      reducer,
      text,
      made?.text === text ? made.sha256 : sha256(text),
    );
    this.#sql.run(
      `DELETE FROM snapshots WHERE (epoch, seq) NOT IN
       (SELECT epoch, seq FROM snapshots ORDER BY epoch DESC, seq DESC LIMIT ?)`,
      SNAPSHOTS_KEPT,
    );
  }

  #readHead(): Head | null {
    return this.#sql.get<Head>('SELECT epoch, seq, chain FROM epochs ORDER BY epoch DESC LIMIT 1') ?? null;
  }

  #writeHead(head: Head): void {
    this.#sql.run(
      'INSERT OR REPLACE INTO epochs (epoch, seq, chain) VALUES (?, ?, ?)',
      head.epoch,
      head.seq,
      head.chain,
    );
  }

  /** The end of the log must be where it was said to be: a file cut short is noticed before anything is added. */
  #checkTail(head: Head): void {
    const last = this.#sql.get<{ seq: number; chain: Buffer }>(
      'SELECT seq, chain FROM events WHERE epoch = ? ORDER BY seq DESC LIMIT 1',
      head.epoch,
    );
    const fits = last ? last.seq === head.seq && last.chain.equals(head.chain) : head.seq === 0;
    if (!fits) {
      throw new LogCorrupt(
        this.#file,
        `it ends at ${head.epoch}/${last?.seq ?? 0}, its head says ${head.seq}`,
      );
    }
  }
}

/** What a snapshot's text is checked by when it is read again. */
export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
