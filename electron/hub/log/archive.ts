import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type EventBody, subjectsOf } from '../../../shared/model/events';
import type { Statements } from '../../sqlite/statements';
import { genesis } from './chain';
import { LogCorrupt } from './log';
import { type EraseStep, eraseSegments } from './segment-eraser';
import {
  isSegmentName,
  readSegment,
  type Segment,
  type SegmentRow,
  segmentFault,
  segmentName,
  writeSegment,
} from './segment-file';
import type { SqliteWriter } from './sqlite-writer';
import type { StoredEvent } from './verify';

/** What stays in the database. */
export interface ArchiveBound {
  /** Events of this time or later, ms UTC. */
  readonly since: number;
  /** And at least so many of the newest, of all epochs together; at least one of the present. */
  readonly events: number;
}

/** The steps between which a process may die; told to `onStep` before each, for the test that kills it there. */
export type ArchiveStep = 'begin' | 'written' | 'verified' | 'registered' | 'emptying' | 'done' | EraseStep;

/** Events in a segment at most: reading one, or writing it, holds the event loop for some 40 ms. */
export const SEGMENT_EVENTS = 2_000;
/** And characters of their bodies, but for one event that has more by itself: a storm's have 200,000 each. */
export const SEGMENT_CHARS = 4_000_000;
const READ_ROWS = 50;
const DELETE_ROWS = 500;

export interface ArchiverOptions {
  readonly sql: Statements;
  readonly writer: SqliteWriter;
  readonly folder: string;
  readonly file: string;
  /** Segments changed: what was read of them does not hold any more. */
  readonly onErased: () => void;
  readonly onStep?: (step: ArchiveStep) => void;
}

/** Up to where an epoch's events have left for segments; 0: none has. */
export function archivedTo(sql: Statements, epoch: number): number {
  const row = sql.get<{ to_seq: number | null }>(
    'SELECT max(to_seq) AS to_seq FROM segments WHERE epoch = ?',
    epoch,
  );
  return row?.to_seq ?? 0;
}

/**
 * Moves the log's oldest events into segments. The order is what keeps every event in at least one place, and
 * counted in one: the file is written, synced, read back and verified; then it is registered in one transaction,
 * from which moment the file has the word; then the rows go, a few in each turn of the event loop. Whatever was
 * interrupted is finished by the next call.
 */
export class Archiver {
  readonly #options: ArchiverOptions;
  #running: Promise<number> | null = null;

  constructor(options: ArchiverOptions) {
    this.#options = options;
  }

  /** Writes at most one segment. Returns how many events it took; 0: nothing is old enough, or one is under way. */
  archive(bound: ArchiveBound): Promise<number> {
    if (this.#running) return Promise.resolve(0);
    const running = this.#archive(bound).finally(() => {
      this.#running = null;
    });
    this.#running = running;
    return running;
  }

  /** Takes what is erased out of segments, after what is under way. Returns how many files were written anew. */
  async erase(): Promise<number> {
    while (this.#running) await this.idle();
    const running = this.#erase().finally(() => {
      this.#running = null;
    });
    this.#running = running;
    return running;
  }

  async #erase(): Promise<number> {
    const { sql, writer, folder, onErased, onStep } = this.#options;
    const rewritten = await eraseSegments({
      sql,
      writer,
      folder,
      remove: (name) => rm(join(folder, name), { force: true }),
      onStep: (step) => onStep?.(step),
    });
    onErased();
    return rewritten;
  }

  /** Resolves when nothing is under way, however it ended. */
  async idle(): Promise<void> {
    await this.#running?.catch(() => {});
  }

  async #archive(bound: ArchiveBound): Promise<number> {
    await this.#tidy();
    const range = this.#oldest(bound);
    if (!range) return 0;
    this.#options.onStep?.('begin');
    const segment = await this.#read(range.epoch, range.from, range.to);
    const fault = segmentFault(segment);
    if (fault) throw new LogCorrupt(this.#options.file, `${range.epoch}/${fault.seq}: ${fault.reason}`);
    const sha256 = await writeSegment(this.#options.folder, segment);
    this.#options.onStep?.('written');
    const row: SegmentRow = {
      epoch: range.epoch,
      from_seq: range.from,
      to_seq: segment.to,
      before: Buffer.from(segment.before),
      after: Buffer.from(segment.after),
      sha256,
    };
    const back = await readSegment(this.#options.folder, row);
    const spoilt = segmentFault(back);
    if (spoilt) throw new Error(`segment ${segmentName(row)}: ${spoilt.reason}`);
    this.#options.onStep?.('verified');
    this.#register(row, segment.events);
    this.#options.onStep?.('registered');
    await this.#empty(range.epoch, segment.to);
    this.#options.onStep?.('done');
    return segment.events.length;
  }

  /** The next stretch that may leave: of one epoch, contiguous, and covered by a snapshot of what came of it. */
  #oldest(
    bound: ArchiveBound,
  ): { readonly epoch: number; readonly from: number; readonly to: number } | null {
    const { sql, writer } = this.#options;
    const epochs = sql.all<{ epoch: number; seq: number }>('SELECT epoch, seq FROM epochs ORDER BY epoch');
    const present = writer.head.epoch;
    let held = epochs.reduce((sum, { epoch, seq }) => sum + seq - archivedTo(sql, epoch), 0);
    for (const { epoch, seq } of epochs) {
      const gone = archivedTo(sql, epoch);
      const spare = held - Math.max(1, bound.events);
      held -= seq - gone;
      // A start needs the present epoch's events after its snapshot, and the writer its last one.
      const needed = epoch === present ? Math.min(this.#snapshotAt(epoch), seq - 1) : seq;
      const last = Math.min(needed, gone + Math.min(spare, SEGMENT_EVENTS));
      const to = this.#olderThan(epoch, gone, last, bound.since);
      if (to > gone) return { epoch, from: gone + 1, to };
      if (gone < seq) return null;
    }
    return null;
  }

  /** Where the older of the snapshots stands: the newer may be the one that is damaged. */
  #snapshotAt(epoch: number): number {
    const { sql } = this.#options;
    return (
      sql.get<{ seq: number | null }>('SELECT min(seq) AS seq FROM snapshots WHERE epoch = ?', epoch)?.seq ??
      0
    );
  }

  /** The last `seq` up to `last` before which nothing is as new as `since`. */
  #olderThan(epoch: number, after: number, last: number, since: number): number {
    const newer = this.#options.sql.get<{ seq: number }>(
      'SELECT seq FROM events WHERE epoch = ? AND seq > ? AND seq <= ? AND at >= ? ORDER BY seq LIMIT 1',
      epoch,
      after,
      last,
      since,
    );
    return newer ? newer.seq - 1 : last;
  }

  /** Events up to `last`, or to the one before which a segment would be too large. */
  async #read(epoch: number, from: number, last: number): Promise<Segment> {
    const { sql, writer, file } = this.#options;
    const events: StoredEvent[] = [];
    let chars = 0;
    while (chars < SEGMENT_CHARS && events.length < last - from + 1) {
      const page = sql.all<StoredEvent>(
        'SELECT seq, at, type, body, chain FROM events WHERE epoch = ? AND seq >= ? AND seq <= ? ORDER BY seq LIMIT ?',
        epoch,
        from + events.length,
        last,
        READ_ROWS,
      );
      if (page.length === 0) throw new LogCorrupt(file, `event ${epoch}/${from + events.length} is missing`);
      for (const event of page) {
        chars += event.body.length;
        if (chars > SEGMENT_CHARS && events.length > 0) break;
        events.push(event);
      }
      await nextTurn();
    }
    const to = from + events.length - 1;
    const previous = sql.get<{ after: Buffer }>(
      'SELECT after FROM segments WHERE epoch = ? AND to_seq = ?',
      epoch,
      from - 1,
    );
    const before = from === 1 ? genesis(writer.origin, epoch) : previous?.after;
    const after = events.at(-1)?.chain;
    if (!before || !after) throw new LogCorrupt(file, `no chain before event ${epoch}/${from}`);
    return { origin: writer.origin, epoch, from, to, before, after, events };
  }

  #register(row: SegmentRow, events: readonly StoredEvent[]): void {
    const { sql, writer } = this.#options;
    const subjects = new Set(events.flatMap(({ body }) => subjectsOf(JSON.parse(body) as EventBody)));
    writer.write(() => {
      sql.run(
        'INSERT INTO segments (epoch, from_seq, to_seq, before, after, sha256) VALUES (?, ?, ?, ?, ?, ?)',
        row.epoch,
        row.from_seq,
        row.to_seq,
        row.before,
        row.after,
        row.sha256,
      );
      for (const subject of subjects) {
        sql.run(
          'INSERT INTO segment_subjects (subject, epoch, from_seq) VALUES (?, ?, ?)',
          subject,
          row.epoch,
          row.from_seq,
        );
      }
    });
  }

  /** Deletes rows that a registered segment holds. */
  async #empty(epoch: number, to: number): Promise<void> {
    const { sql, writer } = this.#options;
    for (;;) {
      this.#options.onStep?.('emptying');
      const deleted = writer.write(() => {
        const rows = sql.all<{ seq: number; body: string }>(
          'SELECT seq, body FROM events WHERE epoch = ? AND seq <= ? ORDER BY seq LIMIT ?',
          epoch,
          to,
          DELETE_ROWS,
        );
        for (const { seq, body } of rows) {
          for (const subject of subjectsOf(JSON.parse(body) as EventBody)) {
            sql.run(
              'DELETE FROM event_subjects WHERE subject = ? AND epoch = ? AND seq = ?',
              subject,
              epoch,
              seq,
            );
          }
          sql.run('DELETE FROM events WHERE epoch = ? AND seq = ?', epoch, seq);
        }
        return rows.length;
      });
      if (deleted < DELETE_ROWS) return;
      await nextTurn();
    }
  }

  /** Finishes what was interrupted: rows whose segment has the word, files that nobody registered. */
  async #tidy(): Promise<void> {
    const { sql, folder } = this.#options;
    const rows = sql.all<SegmentRow>('SELECT * FROM segments');
    for (const epoch of new Set(rows.map((row) => row.epoch)))
      await this.#empty(epoch, archivedTo(sql, epoch));
    const registered = new Set(rows.map(segmentName));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      if (isSegmentName(name) && !registered.has(name)) await rm(join(folder, name));
    }
  }
}
