import { readFileSync, rmSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { PARTS } from './plan';

const NAME = 'estate.json';

/** What a running estate leaves in its folder, so that `break` and `heal` find it. */
export const estateFile = z.object({
  pid: z.number().int().positive(),
  control: z.string(),
  catalogue: z.string(),
  /** What of the region it runs. */
  part: z.enum(PARTS),
});
export type EstateFile = Readonly<z.infer<typeof estateFile>>;

/** The person's own cache folder, where the estate lives when no other is named. */
export function defaultFolder(env: NodeJS.ProcessEnv = process.env): string {
  const cache =
    env.XDG_CACHE_HOME ||
    env.LOCALAPPDATA ||
    join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
  return join(cache, 'vaktrom-estate');
}

/** Reads where the estate of a folder runs; null when none does, or the file says nothing usable. */
export function readEstateFile(folder: string): EstateFile | null {
  try {
    const parsed = estateFile.safeParse(JSON.parse(readFileSync(join(folder, NAME), 'utf8')));
    return parsed.success && isAlive(parsed.data.pid) ? parsed.data : null;
  } catch {
    return null;
  }
}

export async function writeEstateFile(folder: string, state: EstateFile): Promise<void> {
  const aside = join(folder, `${NAME}.${process.pid}`);
  await writeFile(aside, JSON.stringify(state), { mode: 0o600 });
  await rename(aside, join(folder, NAME));
}

/** Takes the file away, unless another estate has written its own since. */
export function removeEstateFile(folder: string, pid: number): void {
  const state = readEstateFile(folder);
  if (state?.pid === pid) rmSync(join(folder, NAME), { force: true });
}

/** Whether a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
