import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure, type Result, success } from '../../../../shared/util/result';

/** A new text of a file, whole and on disk beside it, that has not taken its place yet. */
export interface Draft {
  readonly file: string;
  /** What it replaces: the file itself, behind any links. */
  readonly target: string;
}

/**
 * Writes `bytes` beside `file` (beside what it links to), with its mode and owner, and waits until they are on
 * disk. Refused (`write`) with the reason in words when the file could not be replaced: it, or its folder, may not
 * be written, or its owner could not be kept.
 */
export async function writeDraft(file: string, bytes: Buffer): Promise<Result<Draft>> {
  let draft: string | null = null;
  try {
    const target = await realpath(file);
    const folder = dirname(target);
    const { mode, uid, gid } = await stat(target);
    const barred =
      (await mayWrite(target, mode, 'filen')) ??
      (await mayWrite(folder, (await stat(folder)).mode, 'mappen'));
    if (barred !== null) return failure('write', barred);
    draft = join(folder, draftName(target));
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      const made = await handle.stat();
      if (made.uid !== uid || made.gid !== gid) await handle.chown(uid, gid);
      await handle.chmod(mode & 0o7777);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return success({ file: draft, target });
  } catch (error) {
    if (draft !== null) await rm(draft, { force: true }).catch(() => {});
    return failure('write', writeFault(error));
  }
}

/** Puts a draft in the place of its target in one step. Refused (`write`) with the reason; the draft is still there. */
export async function takePlace(draft: Draft): Promise<Result<null>> {
  try {
    await rename(draft.file, draft.target);
  } catch (error) {
    return failure('write', writeFault(error));
  }
  // The file is in its place; that its folder says so after a power cut is as much as can be asked for.
  await syncFolder(dirname(draft.target)).catch(() => {});
  return success(null);
}

/** Takes a draft away. No harm where there is none. */
export async function dropDraft(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => {});
}

/** Takes away what drafts a crash left beside `file`, but for those in `keep`. */
export async function dropLeftDrafts(file: string, keep: readonly (string | null)[]): Promise<void> {
  try {
    const target = await realpath(file);
    const folder = dirname(target);
    for (const name of await readdir(folder)) {
      const draft = join(folder, name);
      if (isDraftOf(name, target) && !keep.includes(draft)) await dropDraft(draft);
    }
  } catch {
    // What cannot be tidied does no harm.
  }
}

function draftName(target: string): string {
  return `.${basename(target)}.${randomUUID().slice(0, 8)}.ny`;
}

function isDraftOf(name: string, target: string): boolean {
  const before = `.${basename(target)}.`;
  return name.startsWith(before) && /^[0-9a-f]{8}\.ny$/.test(name.slice(before.length));
}

/** Waits until a folder's entries are on disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Why it may not be written, in words; null: it may. The mode also counts for a hub that runs as root. */
async function mayWrite(path: string, mode: number, what: string): Promise<string | null> {
  if ((mode & 0o222) === 0) return `${what} er skrivebeskyttet`;
  try {
    await access(path, constants.W_OK);
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EROFS'
      ? `${what} ligger på en disk som bare kan leses`
      : `huben har ikke lov til å skrive i ${what}`;
  }
}

function writeFault(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'filen finnes ikke';
    case 'EACCES':
      return 'huben har ikke lov til å skrive der';
    case 'EPERM':
      return 'huben har ikke lov til å beholde filens eier og rettigheter';
    case 'EROFS':
      return 'disken kan bare leses';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'disken er full';
    default:
      return `kan ikke skrives: ${error instanceof Error ? error.message : String(error)}`;
  }
}
