import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Moves a damaged database out of the way, write-ahead log included, so that a person can still look at it.
 * `at` (ms UTC) goes into the name. Returns where it is now. Throws what the file system says.
 */
export function moveAside(file: string, at: number): string {
  const stamp = new Date(at).toISOString().replaceAll(/[:.]/g, '-');
  let aside = `${file}.corrupt-${stamp}`;
  for (let n = 2; existsSync(aside); n++) aside = `${file}.corrupt-${stamp}-${n}`;
  renameSync(file, aside);
  for (const part of ['-wal', '-shm', '-journal']) {
    if (existsSync(`${file}${part}`)) renameSync(`${file}${part}`, `${aside}${part}`);
  }
  return aside;
}

/**
 * Deletes what was moved aside of a database: where something is to be erased for good, nobody can tell whether a damaged
 * file holds it. Never throws: what cannot be deleted stays where it is.
 */
export function removeAside(file: string): void {
  try {
    const folder = dirname(file);
    for (const name of readdirSync(folder)) {
      if (name.startsWith(`${basename(file)}.corrupt-`)) rmSync(join(folder, name), { force: true });
    }
  } catch {
    // A folder that is not there holds nothing.
  }
}
