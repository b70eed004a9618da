import {
  access,
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { LogEvent, Position } from '../../../shared/model/events';
import { REDUCER_VERSION } from '../../../shared/rules/reduce';
import type { Clock } from '../../../shared/time/clock';
import { restoreProjection } from '../log/restore-projection';
import { openSqliteLog } from '../log/sqlite-log';
import { verifyLogFiles } from '../log/verify-files';
import { credentialsFile } from '../people/credentials-store';
import { MANIFEST, type Manifest, manifest, manifestFault, syncToDisk } from './manifest';
import { unpackFile } from './pack';

export interface RestoreOptions {
  /** A backup: a folder, or a file that holds one. */
  readonly from: string;
  /** A folder that is empty or not there. */
  readonly data: string;
  /** Where the catalogue file goes; left out: into the data folder. Never overwritten. */
  readonly catalogue?: string;
  readonly clock: Clock;
}

/** What was restored. */
export interface Restored {
  readonly data: string;
  /** When the backup was made, ms UTC, and where its log stood. */
  readonly backupAt: number;
  readonly from: Position;
  /** Where the log stands now: in a new epoch. */
  readonly position: Position;
  /** Where the catalogue file is now; null: the backup has none. */
  readonly catalogue: string | null;
}

/**
 * Restores a backup into a new data folder: verified by its manifest and by the log's own chain, then a new epoch
 * is begun, so that no position is ever used twice, with an event that says so. All of it happens aside; the folder
 * gets its name when it is done. Rejects with an Error in words for people; nothing is then changed.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const data = resolve(options.data);
  await mustBeFree(data);
  if (options.catalogue !== undefined && (await exists(options.catalogue))) {
    throw new Error(`${options.catalogue} exists already: a restore never overwrites`);
  }
  await mkdir(dirname(data), { recursive: true });
  const work = await mkdtemp(`${data}.restoring-`);
  let written: string | null = null;
  try {
    const source = await openBackup(resolve(options.from), work);
    const described = await readManifest(source);
    const fault = await manifestFault(source, described);
    if (fault) throw new Error(`the backup is not whole: ${fault}`);
    const draft = join(work, 'data');
    await cp(source, draft, { recursive: true, errorOnExist: true });
    await rm(join(draft, MANIFEST));
    // Once more, of the copy: what is started from is what was verified.
    const copied = await manifestFault(draft, described);
    if (copied) throw new Error(`the copy is not whole: ${copied}`);
    // What comes out of an archive has the modes of this process.
    if (await exists(credentialsFile(draft))) await chmod(credentialsFile(draft), 0o600);
    const position = await beginEpoch(draft, described, options.clock);
    const catalogue = await placeCatalogue(draft, data, described, options.catalogue);
    if (options.catalogue !== undefined) written = catalogue;
    await syncFolder(draft);
    await mustBeFree(data);
    await rmdir(data).catch(() => {});
    await rename(draft, data);
    await syncToDisk(dirname(data));
    written = null;
    return { data, backupAt: described.at, from: described.position, position, catalogue };
  } finally {
    if (written !== null) await rm(written, { force: true });
    await rm(work, { recursive: true, force: true });
  }
}

async function mustBeFree(data: string): Promise<void> {
  const names = await readdir(data).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (names.length === 0) return;
  const running = names.includes('endpoint.json') ? ' (a hub runs there, or was killed there)' : '';
  throw new Error(`${data} is not empty${running}: a restore needs a new folder`);
}

async function openBackup(from: string, work: string): Promise<string> {
  const found = await stat(from).catch(() => null);
  if (!found) throw new Error(`${from} does not exist`);
  if (found.isDirectory()) return from;
  const folder = join(work, 'unpacked');
  await mkdir(folder);
  await unpackFile(from, folder);
  return folder;
}

async function readManifest(folder: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(join(folder, MANIFEST), 'utf8');
  } catch {
    throw new Error(`${folder} has no ${MANIFEST}: it is not a backup, or one that was never finished`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${MANIFEST} is not JSON`);
  }
  const parsed = manifest.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${MANIFEST}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}`);
}

/** The state of the backup goes on in a new epoch, whose first event says where it came from. */
async function beginEpoch(draft: string, described: Manifest, clock: Clock): Promise<Position> {
  const file = join(draft, 'log.db');
  const verified = await verifyLogFiles(file);
  if (verified.fault) {
    const { position, reason } = verified.fault;
    throw new Error(`the backup's log is damaged at ${position.epoch}/${position.seq}: ${reason}`);
  }
  if (verified.chain !== described.chain) throw new Error('the backup’s log is not the one of its manifest');
  const log = await openSqliteLog({ file, clock });
  try {
    const state = await restoreProjection(log);
    const before = log.head().position;
    await log.newEpoch({ reducer: REDUCER_VERSION, patch: state.dump() });
    const restored: LogEvent['body'] = { type: 'hub.restored', backupAt: described.at, from: before };
    await log.append([{ at: clock.now(), body: restored }], 0);
    return log.head().position;
  } finally {
    await log.close();
  }
}

async function placeCatalogue(
  draft: string,
  data: string,
  described: Manifest,
  wanted: string | undefined,
): Promise<string | null> {
  if (!described.catalogue) return null;
  const inDraft = join(draft, described.catalogue.path);
  if (wanted === undefined) {
    const name = basename(described.catalogue.path);
    await rename(inDraft, join(draft, name));
    await rm(join(draft, 'catalogue'), { recursive: true, force: true });
    return join(data, name);
  }
  const text = await readFile(inDraft);
  await mkdir(dirname(resolve(wanted)), { recursive: true });
  await writeFile(wanted, text, { flag: 'wx' });
  await rm(join(draft, 'catalogue'), { recursive: true, force: true });
  return resolve(wanted);
}

async function syncFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) await syncToDisk(join(entry.parentPath, entry.name));
  }
  await syncToDisk(folder);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
