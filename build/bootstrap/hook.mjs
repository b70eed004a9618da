import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.mjs';
import { capture } from './proc.mjs';

/** A git hook formats what is staged. Quiet: not in CI, not outside a checkout, never over another's hooks. */
export async function gitHook() {
  if (process.env.CI || process.platform === 'win32' || !existsSync(join(root, '.git'))) return;
  const { code } = await capture('git', ['config', '--get', 'core.hooksPath']);
  if (code !== 1) return;
  const hooks = join(root, '.git', 'hooks');
  if (existsSync(hooks) && readdirSync(hooks).some((name) => !name.endsWith('.sample'))) return;
  await capture('git', ['config', 'core.hooksPath', 'build/hooks']);
}
