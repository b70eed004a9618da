// npm run package: the product, with the real Electron. Never with the fallback.
//   --test-runtime   only to test the packaging offline: takes whatever Electron runs here, marked as a test
import { dirname, join } from 'node:path';
import { bootstrap } from './bootstrap/index.mjs';
import { modules, root } from './bootstrap/places.mjs';
import { show } from './bootstrap/proc.mjs';
import { runMain, Stop } from './bootstrap/report.mjs';

await runMain(async () => {
  const args = process.argv.slice(2).filter((arg) => arg !== '--test-runtime');
  const test = process.argv.includes('--test-runtime');
  await bootstrap({ app: true, build: true });
  const { electronPath, fallback, usesFallback } = await import('./runtime.mjs');
  if (usesFallback() && !test) {
    throw new Stop(
      'the product is packaged with the real Electron only, and its download cannot be reached from here',
    );
  }
  const local = usesFallback()
    ? [
        '--config=build/package-test.yml',
        `-c.electronDist=${dirname(electronPath())}`,
        `-c.electronVersion=${fallback.electron}`,
      ]
    : ['--config=electron-builder.yml'];
  const cli = join(modules, 'electron-builder', 'cli.js');
  const targets = args.length > 0 ? args : ['--linux', 'dir'];
  return show(process.execPath, [cli, ...targets, '--publish', 'never', ...local], { cwd: root });
});
