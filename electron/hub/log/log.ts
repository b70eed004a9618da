import type { CommandOutcome } from '../../../shared/contract/wire';
import type { EventBody, LogEvent, Position } from '../../../shared/model/events';
import type { Patch } from '../../../shared/model/room';

/** An event before the log gives it a place. `at`: the hub's time, ms UTC. */
export interface EventDraft {
  readonly at: number;
  readonly body: EventBody;
}

/** The result of a person's command, kept so that the same command has its effect once. */
export interface Receipt {
  readonly outcome: CommandOutcome;
  /** It may be forgotten after this, ms UTC: later than the command could still be sent. */
  readonly keepUntil: number;
}

/** Where the log stands. */
export interface LogHead {
  readonly position: Position;
  /** SHA-256 over all events so far, each with the hash before it; hexadecimal. */
  readonly chain: string;
}

/** A place in any epoch of a log's origin, which history is read on from. */
export type HistoryPlace = Pick<Position, 'epoch' | 'seq'>;

/** Where history may stop before its limit: with the event that goes past one of these, which is still told. */
export interface HistoryBound {
  /** Characters of all bodies together. */
  readonly maxChars?: number;
  /** What is older than this is of no interest, ms UTC. */
  readonly since?: number;
}

/** State at a position, kept so that a start need not replay everything. */
export interface StoredSnapshot {
  readonly position: Position;
  readonly reducer: number;
  readonly patch: Patch;
}

/** The log was written by somebody else since: the writer is fenced off and must stop. */
export class LogConflict extends Error {
  constructor(
    readonly expected: number,
    readonly found: number,
    reason = `the log stands at ${found}, not at ${expected}: another writer has taken over`,
  ) {
    super(reason);
    this.name = 'LogConflict';
  }
}

/** The log is damaged. Nothing was changed or deleted; it wants a person and a backup. */
export class LogCorrupt extends Error {
  constructor(
    readonly file: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`the log is damaged and was left as it is: ${file}: ${reason}`, options);
    this.name = 'LogCorrupt';
  }
}

/** The log was written by a later version of this program, which must be used to read it. */
export class LogTooNew extends Error {
  constructor(
    readonly file: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`the log is from a newer version and was left as it is: ${file}: ${reason}`, options);
    this.name = 'LogTooNew';
  }
}

/** The first fault that `verify` met. */
export interface LogFault {
  readonly position: Position;
  readonly reason: string;
}

/**
 * The log of one origin, one epoch being written. Asynchronous and small, so that any engine can stand behind
 * it; every engine passes `test/unit/electron/hub/log/conformance.ts`.
 */
export interface Log {
  /** Where it stands; `seq` 0 before the first event of an epoch. */
  head(): LogHead;
  /**
   * Appends all or nothing, durably when the promise resolves, and commits `receipts` with them. `expected` is
   * the `seq` it must stand at. Throws LogConflict when it does not; an empty `drafts` only writes receipts.
   */
  append(
    drafts: readonly EventDraft[],
    expected: number,
    receipts?: readonly Receipt[],
  ): Promise<readonly LogEvent[]>;
  /**
   * Events of the present epoch after `seq`, in order, at most `limit`. None when the first of them is archived:
   * who asks that far back takes a snapshot.
   */
  read(after: number, limit: number): Promise<readonly LogEvent[]>;
  /**
   * Events whose `subjects` hold any of the given (all events when null), newest first, of any epoch of this
   * origin, before `before` (a `seq` of the present epoch, or a place in any; null: from the head), at most `limit`,
   * and no further than `bound`.
   */
  history(
    subjects: readonly string[] | null,
    before: number | HistoryPlace | null,
    limit: number,
    bound?: HistoryBound,
  ): Promise<readonly LogEvent[]>;
  /** What became of a command, if it was ever settled. */
  receipt(command: string): Promise<CommandOutcome | null>;
  saveSnapshot(snapshot: StoredSnapshot): Promise<void>;
  /** The newest snapshot of the present epoch, or null. */
  loadSnapshot(): Promise<StoredSnapshot | null>;
  /** Whether `read(0)` gives all that ever was: the first epoch, nothing of it archived. */
  isWhole(): Promise<boolean>;
  /** Notes that the hub is watching now (ms UTC): what `blindFrom` is computed from. Not an event. */
  markAlive(at: number): Promise<void>;
  lastAlive(): Promise<number | null>;
  /** Recomputes the chain from the first event. Returns the place and the reason of the first fault, or null. */
  verify(): Promise<LogFault | null>;
  close(): Promise<void>;
}
