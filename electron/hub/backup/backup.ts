import { access, chmod, copyFile, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { Clock } from '../../../shared/time/clock';
import { storageError } from '../../sqlite/errors';
import { closeQuietly } from '../../sqlite/open';
import { historyFolder } from '../catalogue/editor/catalogue-editor';
import { DOCUMENTS_FILE } from '../documents/document-file';
import { HANDOVERS_FILE } from '../handover/handover-file';
import { readSegmentNames, type VerifiedLog, verifyLogFiles } from '../log/verify-files';
import { credentialsFile, stripForBackup } from '../people/credentials-store';
import { attachmentsFolder } from '../shift-log/attachment-store';
import { recordsFile } from '../shift-log/shift-log-keeper';
import { readHubNote } from '../store/hub-note';
import { filesIn, hashFile, MANIFEST, type Manifest, syncToDisk } from './manifest';
import { isArchivePath, packFolder } from './pack';

export interface BackupOptions {
  readonly data: string;
  /** A folder that does not exist yet, or a file ending in .tar, .tar.gz or .tgz. */
  readonly to: string;
  /** The catalogue file; left out: the one that the hub last ran with. */
  readonly catalogue?: string;
  readonly samples: boolean;
  readonly clock: Clock;
  readonly version: string;
}

/** What was backed up. */
export interface BackupMade {
  readonly to: string;
  readonly log: VerifiedLog;
  readonly files: number;
  readonly bytes: number;
}

/**
 * Backs up a hub's data folder, also while the hub runs: each database as it stood at one moment (one read
 * transaction, which the hub's writing neither disturbs nor waits for), the segments that the log names, the
 * catalogue and its history. It is made aside, verified, synced and then given its name: `to` is a whole backup or
 * is not there. Rejects with an Error in words for people.
 */
export async function makeBackup(options: BackupOptions): Promise<BackupMade> {
  const to = resolve(options.to);
  if (await exists(to)) throw new Error(`${to} exists already: a backup never overwrites`);
  const log = join(options.data, 'log.db');
  if (!(await exists(log))) throw new Error(`${options.data} holds no log: it is not a hub's data folder`);
  await mkdir(dirname(to), { recursive: true });
  const draft = `${to}.making-${process.pid}`;
  await mkdir(draft, { mode: 0o700 });
  try {
    await copyLog(options.data, draft);
    const verified = await verifyLogFiles(join(draft, 'log.db'));
    if (verified.fault) {
      const { position, reason } = verified.fault;
      throw new Error(`the log is damaged at ${position.epoch}/${position.seq}: ${reason}`);
    }
    const samples = join(options.data, 'samples.db');
    const withSamples = options.samples && (await exists(samples));
    if (withSamples) copyDatabase(samples, join(draft, 'samples.db'));
    await copyCredentials(options.data, draft);
    await copyAttachments(options.data, draft);
    // What is being written together, and what was signed of it.
    for (const name of [DOCUMENTS_FILE, HANDOVERS_FILE]) {
      const file = join(options.data, name);
      if (await exists(file)) copyDatabase(file, join(draft, name));
    }
    const history = historyFolder(options.data);
    if (await exists(history)) await copyFolder(history, join(draft, basename(history)));
    const catalogue = await copyCatalogue(options, draft);
    const made = await describe(draft, {
      format: 'vaktrom backup 1',
      version: options.version,
      at: options.clock.now(),
      position: verified.position,
      chain: verified.chain,
      samples: withSamples,
      catalogue,
      files: [],
    });
    await giveName(draft, to);
    return {
      to,
      log: verified,
      files: made.files.length,
      bytes: made.files.reduce((sum, { size }) => sum + size, 0),
    };
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(`${draft}.tar`, { force: true });
  }
}

/** The log and its segments. A hub that erases something meanwhile gives a segment another name: then once more. */
async function copyLog(data: string, draft: string): Promise<void> {
  const to = join(draft, 'log.db');
  for (let again = true; ; again = false) {
    copyDatabase(join(data, 'log.db'), to);
    try {
      for (const name of readSegmentNames(to)) {
        await copyInto(join(data, 'segments', name), join(draft, 'segments', name));
      }
      return;
    } catch (error) {
      if (!again || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await rm(to, { force: true });
      await rm(join(draft, 'segments'), { recursive: true, force: true });
    }
  }
}

/** What people attached: the files that are whole, and what is known of them. After the log, whose entries name them. */
async function copyAttachments(data: string, draft: string): Promise<void> {
  const records = recordsFile(data);
  if (!(await exists(records))) return;
  copyDatabase(records, recordsFile(draft));
  const from = attachmentsFolder(data);
  for (const path of await filesIn(from).catch((): string[] => [])) {
    // What is still on its way is brought again by the console that has it.
    if (path.startsWith('incoming/')) continue;
    await copyInto(join(from, path), join(attachmentsFolder(draft), path)).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      },
    );
  }
}

/** A database as it stands now, whole and compact, in one read transaction of its own. */
function copyDatabase(from: string, to: string): void {
  let db: SqliteDatabase.Database | null = null;
  try {
    db = new SqliteDatabase(from, { readonly: true, fileMustExist: true, timeout: 10_000 });
    db.prepare('VACUUM INTO ?').run(to);
  } catch (error) {
    throw storageError(error, from);
  } finally {
    closeQuietly(db);
  }
}

/** Passwords, PINs and consoles as hashes; nothing that anybody could act with by itself. */
async function copyCredentials(data: string, draft: string): Promise<void> {
  const from = credentialsFile(data);
  // A folder from before there were people.
  if (!(await exists(from))) return;
  const to = credentialsFile(draft);
  copyDatabase(from, to);
  await chmod(to, 0o600);
  let db: SqliteDatabase.Database | null = null;
  try {
    db = new SqliteDatabase(to);
    stripForBackup(db);
  } catch (error) {
    throw storageError(error, to);
  } finally {
    closeQuietly(db);
  }
}

async function copyCatalogue(options: BackupOptions, draft: string): Promise<Manifest['catalogue']> {
  const from = options.catalogue ?? (await readHubNote(options.data))?.catalogue ?? null;
  if (from === null) return null;
  const path = `catalogue/${basename(from)}`;
  try {
    // What the name leads to: a link would lead nowhere in a backup.
    await copyInto(await realpath(from), join(draft, path));
  } catch (error) {
    throw new Error(`the catalogue file cannot be read: ${String(error)} (--config says where it is)`);
  }
  return { path, from };
}

/** A running hub replaces and removes files here: one that is gone meanwhile is not part of it any more. */
async function copyFolder(from: string, to: string): Promise<void> {
  for (const path of await filesIn(from)) {
    await copyInto(join(from, path), join(to, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}

async function copyInto(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, to);
}

/** Writes the manifest over what is there, all of it on the disk. */
async function describe(draft: string, head: Manifest): Promise<Manifest> {
  const files: Manifest['files'] = [];
  for (const path of await filesIn(draft)) {
    const file = join(draft, path);
    await syncToDisk(file);
    files.push({ path, size: (await stat(file)).size, sha256: await hashFile(file) });
  }
  const whole: Manifest = { ...head, files };
  await writeFile(join(draft, MANIFEST), `${JSON.stringify(whole, null, 1)}\n`, { mode: 0o600 });
  await syncToDisk(join(draft, MANIFEST));
  return whole;
}

async function giveName(draft: string, to: string): Promise<void> {
  if (isArchivePath(to)) {
    const packed = `${draft}.tar`;
    await packFolder(draft, packed, !to.endsWith('.tar'));
    // It holds what the data folder holds.
    await chmod(packed, 0o600);
    await syncToDisk(packed);
    await rename(packed, to);
  } else {
    await syncToDisk(draft);
    await rename(draft, to);
  }
  await syncToDisk(dirname(to));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
