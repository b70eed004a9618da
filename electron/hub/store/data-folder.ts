import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { type HubEndpoint, hubEndpoint } from '../../../shared/contract/hub-config';
import { failure, type Result, success } from '../../../shared/util/result';
import { faultOf, storageError } from '../../sqlite/errors';
import { closeQuietly } from '../../sqlite/open';

const LOCK_FILE = 'hub.lock';
const ENDPOINT_FILE = 'endpoint.json';
/** Two that start in the same instant must not both give up, ms. */
const LOCK_WAIT_MS = 300;

/** Another hub has this data folder: one folder has one hub. */
export class DataFolderBusy extends Error {
  constructor(
    readonly folder: string,
    /** Where the one that has it listens; null: it has not said yet. */
    readonly holder: HubEndpoint | null,
  ) {
    const who = holder ? ` (process ${holder.pid}, ${holder.url})` : '';
    super(`another hub has the data folder ${folder}${who}`);
    this.name = 'DataFolderBusy';
  }

  /** The process that has the folder, as far as it has said. */
  get pid(): number | null {
    return this.holder?.pid ?? null;
  }
}

/** The folder is this process's own until it is released or the process ends, in whatever way. */
export interface DataFolderLock {
  release(): Promise<void>;
}

/**
 * Makes the folder if need be and locks it. Rejects with DataFolderBusy, or with StorageError when the folder
 * cannot be used.
 *
 * The lock is SQLite's own exclusive lock on an empty file, held by an open transaction: the operating system
 * gives it back when the process dies, also by `kill -9`, so there is no stale lock to judge. The file must not
 * be opened by anything else in this process: closing it would give the lock away (POSIX).
 */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const file = join(folder, LOCK_FILE);
  let db: Database | null = null;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    db = new SqliteDatabase(file, { timeout: LOCK_WAIT_MS });
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    await chmod(file, 0o600);
  } catch (error) {
    closeQuietly(db);
    if (faultOf(error) !== 'busy') throw storageError(error, file);
    const endpoint = await readEndpoint(folder);
    throw new DataFolderBusy(folder, endpoint.ok ? endpoint.value : null);
  }
  const held = db;
  return {
    release: async () => closeQuietly(held),
  };
}

/** Says where this hub listens: readable by this user only, and never half-written. */
export async function writeEndpoint(folder: string, endpoint: HubEndpoint): Promise<void> {
  const file = join(folder, ENDPOINT_FILE);
  const draft = `${file}.${process.pid}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    // An older draft keeps the mode that it was made with.
    await handle.chmod(0o600);
    await handle.writeFile(`${JSON.stringify(endpoint)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

/**
 * Where the folder's hub says that it listens; null when none says so. It may be the word of a hub that was
 * killed: only the lock tells whether one lives. Refused (`endpoint`) when the file is not what a hub writes.
 */
export async function readEndpoint(folder: string): Promise<Result<HubEndpoint | null>> {
  const file = join(folder, ENDPOINT_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return success(null);
    return failure('endpoint', `${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    const parsed = hubEndpoint.safeParse(JSON.parse(text));
    if (parsed.success) return success(parsed.data);
    const issue = parsed.error.issues[0];
    return failure('endpoint', `${file}: ${issue?.path.join('.')}: ${issue?.message}`);
  } catch {
    return failure('endpoint', `${file}: not JSON`);
  }
}

/** Takes back what `writeEndpoint` said. No harm where there is nothing. */
export async function removeEndpoint(folder: string): Promise<void> {
  await rm(join(folder, ENDPOINT_FILE), { force: true });
}
