// npm run check: the fast loop. Types, lint, unit and property tests; no Electron, no network.
import { join } from 'node:path';
import { bootstrap } from './bootstrap/index.mjs';
import { modules } from './bootstrap/places.mjs';
import { show } from './bootstrap/proc.mjs';
import { runMain } from './bootstrap/report.mjs';

await runMain(async () => {
  await bootstrap({ sqlite: true });
  const { typesAndLint } = await import('./quality.mjs');
  const right = await typesAndLint();
  const vitest = join(modules, 'vitest', 'vitest.mjs');
  const projects = ['--project', 'unit', '--project', 'property'];
  const code = await show(process.execPath, [
    vitest,
    'run',
    '-c',
    'build/vitest.config.ts',
    ...projects,
    ...process.argv.slice(2),
  ]);
  return right ? code : code || 1;
});
