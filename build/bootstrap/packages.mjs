import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules, root } from './places.mjs';
import { lastLines, npm } from './proc.mjs';
import { Stop, step } from './report.mjs';

const stamp = join(modules, '.vaktrom-lock');

/** node_modules as the lock file says; nothing of it runs at install. */
export async function npmPackages() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step('npm packages: npm ci --ignore-scripts', async () => {
    const result = await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
    if (result.code !== 0) {
      console.error(lastLines(result.text));
      throw new Stop(
        'npm ci failed: see the lines above; check the network and the registry setting, then run again',
      );
    }
    writeFileSync(stamp, wanted);
  });
}
