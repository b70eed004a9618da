import { existsSync, renameSync } from 'node:fs';

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
