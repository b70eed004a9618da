import { isDeepStrictEqual } from 'node:util';
import { crc32 } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import type { Degradation, OutboxEntry } from '../../../shared/contract/ipc';
import { type Command, command as commandSchema } from '../../../shared/contract/wire';
import type { Erasure } from '../../../shared/rules/watch/erase-event';
import type { Clock } from '../../../shared/time/clock';
import { faultOf, storageError } from '../../sqlite/errors';
import { moveAside } from '../../sqlite/move-aside';
import { closeDatabase, closeQuietly, openDatabase } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';
import { withoutErased } from './outbox-erasure';
import { OUTBOX_MIGRATIONS } from './outbox-migrations';

export interface OutboxOptions {
  readonly file: string;
  readonly clock: Clock;
  /** The outbox does not serve, or what was in it is lost to it; null with its code: it serves again. */
  readonly onFault?: (fault: Degradation | null, code?: Degradation['code']) => void;
}

/** A person's act could not be put on the disk: it was not done, and the person must be told so. */
export class OutboxUnavailable extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`the outbox cannot keep this: ${reason}`, options);
    this.name = 'OutboxUnavailable';
  }
}

export type Fate = OutboxEntry['fate'];

/**
 * What people did here and what became of it, in a file of its own. An act is on the disk before `add` returns;
 * none is ever dropped before its fate could be seen.
 */
export interface Outbox {
  /**
   * Keeps a command, durably when it returns. The same command again is the same entry. Throws
   * OutboxUnavailable when it cannot be kept, or when its id was used for another command.
   */
  add(command: Command): OutboxEntry;
  /** All that is to be seen, in order of the acts. Settled ones for a day; expired ones until they were seen. */
  list(): readonly OutboxEntry[];
  /** What is still to be sent, in order. */
  pending(): readonly OutboxEntry[];
  /**
   * Notes the fate of a command and returns its entry, null when there is none. A settled fate stands. Where
   * the disk refuses it holds in memory and is reported: the hub gives the same answer again after a restart.
   */
  mark(id: string, fate: Fate, reason: string | null): OutboxEntry | null;
  /** The same for many, in one write. */
  markAll(
    fates: readonly { readonly id: string; readonly fate: Fate; readonly reason: string | null }[],
  ): void;
  /**
   * What was erased goes out of the commands that said it, on the disk too when this returns. They are settled: the hub has
   * long taken them.
   */
  erase(erasures: readonly Erasure[]): void;
  /** A person has seen what became of these: they may go when their day is over. */
  seen(ids: readonly string[]): void;
  close(): void;
}

const SETTLED_SHOWN_MS = 24 * 3_600_000;
const FATES: readonly string[] = ['queued', 'sent', 'confirmed', 'refused', 'expired'];

interface Row {
  readonly place: number;
  readonly id: string;
  readonly command: string;
  readonly sum: number;
  readonly fate: string;
  readonly reason: string | null;
  readonly settled_at: number | null;
  readonly seen: number;
}

interface Kept {
  readonly entry: OutboxEntry;
  readonly seen: boolean;
  /** It could not be read: it stays until a person has seen it. */
  readonly bad: boolean;
}

/**
 * Opens the outbox. Never throws: where the file does not serve, `list` is empty, `add` throws, and the fault is
 * reported. A damaged file is moved aside, loudly; one of a newer version is left as it is.
 */
export function openOutbox(options: OutboxOptions): Outbox {
  return new Box(options);
}

class Box implements Outbox {
  readonly #options: OutboxOptions;
  readonly #clock: Clock;
  /** By id, in order of the acts. */
  readonly #kept = new Map<string, Kept>();
  #db: Database | null = null;
  #sql: Statements | null = null;
  #unavailable: string | null = null;
  #failing = false;
  #closed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#clock = options.clock;
    try {
      this.#attach();
    } catch (error) {
      this.#cannotOpen(error);
    }
  }

  add(command: Command): OutboxEntry {
    const known = this.#kept.get(command.id)?.entry;
    if (known) {
      if (sameCommand(known, command)) return known;
      throw new OutboxUnavailable(`the id ${command.id} was used for another command`);
    }
    const parsed = commandSchema.safeParse(command);
    if (!parsed.success) throw new OutboxUnavailable(parsed.error.issues[0]?.message ?? 'not a command');
    const sql = this.#writable();
    const text = JSON.stringify(parsed.data);
    try {
      this.#prune();
      sql.run(
        'INSERT INTO commands (id, command, sum, fate) VALUES (?, ?, ?, ?)',
        command.id,
        text,
        crc32(text),
        'queued',
      );
    } catch (error) {
      this.#failed(error);
      throw new OutboxUnavailable(message(error), { cause: error });
    }
    this.#healed();
    const entry: OutboxEntry = { ...parsed.data, fate: 'queued', reason: null, settledAt: null };
    this.#kept.set(command.id, { entry, seen: false, bad: false });
    return entry;
  }

  list(): readonly OutboxEntry[] {
    return [...this.#kept.values()].filter((kept) => !this.#isOver(kept)).map((kept) => kept.entry);
  }

  pending(): readonly OutboxEntry[] {
    return this.list().filter((entry) => entry.fate === 'queued' || entry.fate === 'sent');
  }

  mark(id: string, fate: Fate, reason: string | null): OutboxEntry | null {
    this.markAll([{ id, fate, reason }]);
    return this.#kept.get(id)?.entry ?? null;
  }

  markAll(
    fates: readonly { readonly id: string; readonly fate: Fate; readonly reason: string | null }[],
  ): void {
    // Memory first, so that what is shown is right also where the disk refuses.
    const moved = fates.flatMap(({ id, fate, reason }) => this.#move(id, fate, reason) ?? []);
    if (moved.length === 0) return;
    this.#together((sql) => {
      for (const { id, fate, reason, settledAt } of moved) {
        sql.run(
          'UPDATE commands SET fate = ?, reason = ?, settled_at = ? WHERE id = ?',
          fate,
          reason,
          settledAt,
          id,
        );
      }
    });
  }

  #move(id: string, fate: Fate, reason: string | null): OutboxEntry | null {
    const kept = this.#kept.get(id);
    if (!kept) return null;
    const { entry } = kept;
    if (isSettled(entry) || (entry.fate === fate && entry.reason === reason)) return null;
    const settledAt = fate === 'queued' || fate === 'sent' ? null : this.#clock.now();
    const next: OutboxEntry = { ...entry, fate, reason, settledAt };
    this.#kept.set(id, { ...kept, entry: next });
    return next;
  }

  erase(erasures: readonly Erasure[]): void {
    const changed = [...this.#kept].flatMap(([id, kept]) => {
      const payload = erasures.reduce<unknown>(
        (said, erasure) => withoutErased(kept.entry.kind, said, erasure),
        kept.entry.payload,
      );
      if (payload === kept.entry.payload) return [];
      const entry: OutboxEntry = { ...kept.entry, payload };
      this.#kept.set(id, { ...kept, entry });
      return [entry];
    });
    if (changed.length === 0) return;
    this.#together((sql) => {
      for (const { fate: _fate, reason: _reason, settledAt: _settledAt, ...command } of changed) {
        const text = JSON.stringify(command);
        sql.run('UPDATE commands SET command = ?, sum = ? WHERE id = ?', text, crc32(text), command.id);
      }
    });
    this.#quietly(() => this.#db?.pragma('wal_checkpoint(TRUNCATE)'));
  }

  seen(ids: readonly string[]): void {
    const fresh = ids.filter((id) => {
      const kept = this.#kept.get(id);
      if (!kept || kept.seen || !isSettled(kept.entry)) return false;
      this.#kept.set(id, { ...kept, seen: true });
      return true;
    });
    if (fresh.length === 0) return;
    this.#together((sql) => {
      for (const id of fresh) sql.run('UPDATE commands SET seen = 1 WHERE id = ?', id);
    });
  }

  close(): void {
    if (this.#db) closeDatabase(this.#db);
    this.#db = null;
    this.#sql = null;
    this.#closed = true;
  }

  #attach(): void {
    // The file stays small: all of it is read for damage, because nobody else has a copy of what is in it.
    const db = openDatabase({
      file: this.#options.file,
      migrations: OUTBOX_MIGRATIONS,
      durability: 'full',
      check: true,
      secureDelete: true,
    });
    try {
      const sql = new Statements(db);
      for (const row of sql.all<Row>('SELECT * FROM commands ORDER BY place')) {
        const kept = this.#read(row);
        this.#kept.set(kept.entry.id, kept);
      }
      this.#db = db;
      this.#sql = sql;
    } catch (error) {
      closeQuietly(db);
      throw error;
    }
    this.#quietly(() => this.#prune());
  }

  /** A row that cannot be read is shown as refused, with the reason: what it asked for is not guessed. */
  #read(row: Row): Kept {
    const seen = row.seen !== 0;
    try {
      if (crc32(row.command) !== row.sum) throw new Error('altered on the disk');
      const command = commandSchema.parse(JSON.parse(row.command));
      if (command.id !== row.id) throw new Error('kept under another id');
      if (!isFate(row.fate)) throw new Error(`no such fate: ${row.fate}`);
      const entry: OutboxEntry = {
        ...command,
        fate: row.fate,
        reason: row.reason,
        settledAt: row.settled_at,
      };
      return { entry, seen, bad: false };
    } catch (error) {
      const entry: OutboxEntry = {
        id: String(row.id),
        kind: 'unreadable',
        subject: '',
        actor: '',
        actedAt: 0,
        expiresAt: 0,
        fate: 'refused',
        reason: `cannot be read: ${message(error)}`,
        settledAt: row.settled_at,
      };
      return { entry, seen, bad: true };
    }
  }

  #isOver({ entry, seen, bad }: Kept): boolean {
    if (!isSettled(entry)) return false;
    // Nobody has acted on what expired or cannot be read: it waits for a person.
    if ((entry.fate === 'expired' || bad) && !seen) return false;
    return this.#clock.now() - (entry.settledAt ?? 0) >= SETTLED_SHOWN_MS;
  }

  #prune(): void {
    for (const [id, kept] of this.#kept) {
      if (!this.#isOver(kept)) continue;
      this.#sql?.run('DELETE FROM commands WHERE id = ?', id);
      this.#kept.delete(id);
    }
  }

  #writable(): Statements {
    // A folder that could not be written at the start may be mended by now.
    if (!this.#sql && !this.#closed) {
      try {
        this.#attach();
        this.#options.onFault?.(null, 'outbox');
      } catch (error) {
        this.#cannotOpen(error);
      }
    }
    if (!this.#sql) throw new OutboxUnavailable(this.#unavailable ?? 'it is closed');
    return this.#sql;
  }

  /** Writes what memory already says, in one transaction. */
  #together(run: (sql: Statements) => void): void {
    this.#quietly((sql) => this.#db?.transaction(() => run(sql)).immediate());
  }

  /** Writes what memory already says. */
  #quietly(run: (sql: Statements) => void): void {
    if (!this.#sql) return;
    try {
      run(this.#sql);
      this.#healed();
    } catch (error) {
      this.#failed(error);
    }
  }

  #cannotOpen(error: unknown): void {
    this.#kept.clear();
    if (faultOf(error) !== 'corrupt') {
      this.#unavailable = message(error);
      this.#report(message(error));
      return;
    }
    try {
      const aside = moveAside(this.#options.file, this.#clock.now());
      this.#report(`${message(error)}: what waited in it was NOT sent; the file is kept as ${aside}`);
      this.#attach();
    } catch (second) {
      this.#unavailable = message(second);
      this.#report(message(second));
    }
  }

  #failed(error: unknown): void {
    this.#failing = true;
    this.#report(storageError(error, this.#options.file).message);
  }

  #healed(): void {
    if (!this.#failing) return;
    this.#failing = false;
    this.#options.onFault?.(null, 'outbox');
  }

  #report(detail: string): void {
    this.#options.onFault?.({ code: 'outbox', detail });
  }
}

function isFate(text: string): text is Fate {
  return FATES.includes(text);
}

function isSettled(entry: OutboxEntry): boolean {
  return entry.fate !== 'queued' && entry.fate !== 'sent';
}

function sameCommand(entry: OutboxEntry, command: Command): boolean {
  return (
    entry.kind === command.kind &&
    entry.subject === command.subject &&
    entry.actor === command.actor &&
    (entry.session ?? null) === command.session &&
    (entry.proof ?? '') === command.proof &&
    entry.actedAt === command.actedAt &&
    entry.expiresAt === command.expiresAt &&
    isDeepStrictEqual(entry.payload ?? null, command.payload ?? null)
  );
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
