// npm run bench -- NAME [--json] [--checks N] …: bundles test/bench/NAME.ts and runs it on virtual displays.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap/index.mjs';
import { linux, out, root } from './bootstrap/places.mjs';
import { runMain, Stop } from './bootstrap/report.mjs';
import { askedToEnd, exitCodeOf, markEnv, start, sweep } from './children.mjs';

await runMain(async () => {
  const [name, ...args] = process.argv.slice(2);
  const folder = join(root, 'test', 'bench');
  const names = existsSync(folder)
    ? readdirSync(folder).flatMap((file) => (/^[\w-]+\.ts$/.test(file) ? [file.slice(0, -3)] : []))
    : [];
  if (!name || !names.includes(name)) {
    throw new Stop(
      `npm run bench -- NAME [options], where NAME is one of: ${names.join(', ') || 'none yet'}`,
      2,
    );
  }
  await bootstrap({ app: true, displays: linux, build: true });
  const [vite, { buildNode }, { electronPath, electronSwitches, runtimeEnv }] = await Promise.all([
    import('vite'),
    import('./build.mjs'),
    import('./runtime.mjs'),
  ]);
  await buildNode(vite, { [name]: `test/bench/${name}.ts` }, join(out, 'bench'), { bundle: false });
  const ending = askedToEnd();
  const { startDisplays } = await import('./displays.mjs');
  const screens = linux ? await startDisplays({ count: 4, columns: 2, env: markEnv }) : undefined;
  try {
    // A bundled benchmark cannot tell where the repository is, nor which Electron to run.
    const env = {
      ...runtimeEnv(),
      ...screens?.env,
      VAKTROM_ROOT: root,
      VAKTROM_ELECTRON: electronPath(),
      VAKTROM_ELECTRON_SWITCHES: electronSwitches().join(' '),
    };
    const bench = start(process.execPath, [join(out, 'bench', `${name}.js`), ...args], { env });
    const signal = await Promise.race([ending, bench.ended.then(() => undefined)]);
    if (signal) await bench.stop();
    return signal ? exitCodeOf[signal] : ((await bench.ended).code ?? 1);
  } finally {
    await screens?.stop();
    await sweep();
  }
});
