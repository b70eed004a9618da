import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Whether a path asks for one file rather than a folder. */
export function isArchivePath(path: string): boolean {
  return /\.(tar|tar\.gz|tgz)$/.test(path);
}

/** Packs a folder's content into one file, by the system's `tar`. Rejects with what it says. */
export async function packFolder(folder: string, file: string, compressed: boolean): Promise<void> {
  await tar([compressed ? '-czf' : '-cf', file, '-C', folder, '.']);
}

/** Unpacks into a folder that exists. What is in it is believed by its manifest only. */
export async function unpackFile(file: string, folder: string): Promise<void> {
  await tar(['-xf', file, '-C', folder, '--no-same-owner', '--no-same-permissions']);
}

async function tar(args: readonly string[]): Promise<void> {
  const child = spawn('tar', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    if (said.length < 2_000) said += part.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`tar: ${said.trim() || `ended with ${code}`}`);
}
