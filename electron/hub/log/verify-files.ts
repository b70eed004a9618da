import { dirname, join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { Position } from '../../../shared/model/events';
import { readMeta } from '../../sqlite/meta';
import { closeQuietly } from '../../sqlite/open';
import { Statements } from '../../sqlite/statements';
import type { LogFault } from './log';
import { segmentName } from './segment-file';
import { registeredSegments, sqliteChain } from './sqlite-chain';
import { logError } from './sqlite-errors';
import { beyondTheEnd, verifyChain } from './verify';
import type { FurthestWitness, WitnessesRead } from './witnesses';

/** What was verified. */
export interface VerifiedLog {
  /** Its head. */
  readonly position: Position;
  readonly epochs: number;
  readonly events: number;
  readonly segments: number;
  /** The head of the present epoch's chain, hexadecimal. */
  readonly chain: string;
  /** The first fault; null: the log is whole. */
  readonly fault: LogFault | null;
  /** Places that witnesses heard of and that hold; null: there were no witnesses. */
  readonly witnessed: number | null;
  /** What witnesses heard of and a restore from an older backup left behind. */
  readonly leftBehind: readonly FurthestWitness[];
}

/**
 * Verifies a log file and its segments without writing, also while a hub writes it: what is verified is the log as
 * it stood when this began. Rejects with LogCorrupt, LogTooNew or StorageError when it cannot be read at all.
 *
 * The chain alone cannot tell a log that was rewritten or cut off together with all of its hashes. `read` can: what
 * consoles heard of it. It must have been read before this is called.
 */
export async function verifyLogFiles(file: string, read?: WitnessesRead): Promise<VerifiedLog> {
  const before = revisionsOf(file);
  const verified = await verifyOnce(file, read);
  // A hub that erased something meanwhile has put other files in the place of those that this look knew.
  return verified.fault && revisionsOf(file) !== before ? verifyOnce(file, read) : verified;
}

async function verifyOnce(file: string, read?: WitnessesRead): Promise<VerifiedLog> {
  let db: SqliteDatabase.Database | null = null;
  try {
    db = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
    const sql = new Statements(db);
    // One look at all of it, whatever the hub writes meanwhile.
    db.exec('BEGIN');
    const chain = sqliteChain(sql, String(readMeta(sql, 'origin')), segmentsFolder(file));
    const witnesses = read?.byOrigin.get(chain.origin);
    const fault = await verifyChain(chain, witnesses);
    const last = chain.epochs.at(-1);
    return {
      position: { origin: chain.origin, epoch: last?.epoch ?? 1, seq: last?.seq ?? 0 },
      epochs: chain.epochs.length,
      events: chain.epochs.reduce((sum, { seq }) => sum + seq, 0),
      segments: chain.segments,
      chain: Buffer.from(last?.chain ?? []).toString('hex'),
      fault,
      witnessed: read ? (witnesses?.count ?? 0) : null,
      leftBehind: witnesses ? beyondTheEnd(chain, witnesses) : [],
    };
  } catch (error) {
    throw logError(error, file);
  } finally {
    closeQuietly(db);
  }
}

/** How often segments were written anew, all together. */
function revisionsOf(file: string): number {
  let db: SqliteDatabase.Database | null = null;
  try {
    db = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
    return registeredSegments(new Statements(db)).reduce((sum, { revision }) => sum + (revision ?? 0), 0);
  } catch {
    // Whoever verifies it says what is wrong with it.
    return 0;
  } finally {
    closeQuietly(db);
  }
}

/** The names of a log file's segments. */
export function readSegmentNames(file: string): string[] {
  const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
  try {
    return registeredSegments(new Statements(db)).map(segmentName);
  } finally {
    closeQuietly(db);
  }
}

/** Where a log file's segments are. */
export function segmentsFolder(file: string): string {
  return join(dirname(file), 'segments');
}
