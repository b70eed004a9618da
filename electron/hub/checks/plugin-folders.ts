import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';

/** A plugin's file, or why it may not be run. */
export type PluginFile =
  | { readonly ok: true; readonly file: string }
  | { readonly ok: false; readonly reason: string };

const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9_.+-]*$/;

/**
 * Finds a plugin by its plain file name in the allowed folders, the first that has it. Refused (`not allowed`):
 * a name with a path, a file that is really outside its folder, what is not an executable file.
 *
 * The file returned keeps its name even when it is a link within the folder: some plugins (`check_imap`) are one
 * program that reads its task from the name it was called by.
 */
export async function findPlugin(name: string, folders: readonly string[]): Promise<PluginFile> {
  if (!FILE_NAME.test(name)) return refused(name, 'et navn uten sti kreves');
  for (const folder of folders) {
    const root = await realpathOf(folder);
    if (root === null) continue;
    const file = join(root, name);
    const real = await realpathOf(file);
    if (real === null) continue;
    const inside = relative(root, real);
    if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) {
      return refused(name, 'den ligger utenfor mappen');
    }
    return (await isExecutable(real)) ? { ok: true, file } : refused(name, 'filen er ikke kjørbar');
  }
  return { ok: false, reason: `${name} finnes ikke i ${folders.join(', ') || 'noen tillatt mappe'}` };
}

function refused(name: string, why: string): PluginFile {
  return { ok: false, reason: `${name} er ikke tillatt (not allowed): ${why}` };
}

async function realpathOf(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (error) {
    // Not there, or a link to nothing. Anything else (no access, too many open files) is a reason of its own.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

async function isExecutable(file: string): Promise<boolean> {
  if (!(await stat(file)).isFile()) return false;
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
