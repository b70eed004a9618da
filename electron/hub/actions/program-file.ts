import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { basename, isAbsolute, relative } from 'node:path';
import { isShell } from '../catalogue/expand-actions';

/**
 * Why a program may not be run; null: it may. It must be an executable file that really lies in one of the folders
 * which the hub's own configuration allows, links followed, and no shell under another name. Asks the disk at once:
 * a verdict that waited would let another request come between it and its record.
 */
export function programFault(program: string, folders: readonly string[]): string | null {
  const file = realpathOf(program);
  if (file === null) return `programmet ${program} finnes ikke på hubens maskin`;
  const inside = folders.some((folder) => {
    const root = realpathOf(folder);
    if (root === null) return false;
    const way = relative(root, file);
    return way !== '' && !way.startsWith('..') && !isAbsolute(way);
  });
  if (!inside) return `programmet ${program} ligger ikke i en mappe som huben får kjøre tiltak fra`;
  if (isShell(basename(file))) return `programmet ${program} er et kommandoskall`;
  try {
    if (!statSync(file).isFile()) return `${program} er ikke en fil`;
    accessSync(file, constants.X_OK);
    return null;
  } catch {
    return `programmet ${program} er ikke kjørbart for huben`;
  }
}

function realpathOf(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
