// Bundles the app into out/. `npm run build`; the other commands do it when the sources are newer.
//   out/main      electron/main/index.ts        the console's main process
//   out/hub       electron/hub/main.ts          the hub, a plain Node program
//   out/catalogue electron/hub/catalogue-cli.ts
//   out/estate    test/estate/cli.ts            the demonstration estate (never packaged)
//   out/preload   electron/preload/*.ts         one CommonJS file for each window kind
//   out/renderer  renderer/*/index.html
// Plain Vite rather than electron-vite: several Node programs that share chunks do not fit its three slots.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bootstrap } from './bootstrap/index.mjs';
import { out, root } from './bootstrap/places.mjs';
import { runMain, Stop } from './bootstrap/report.mjs';

// The oldest runtime that the app's own code must run on (see runtime.mjs).
const node = 'node20.18';
const chromium = 'chrome130';

const shared = (outDir) => ({
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  resolve: { alias: { '@shared': join(root, 'shared') } },
  build: { outDir, emptyOutDir: true, sourcemap: true, reportCompressedSize: false },
});

/**
 * Node programs as ES modules. With `bundle`, everything but native modules and Electron goes in: the
 * packaged app carries no node_modules of its own beside better-sqlite3.
 */
export async function buildNode(vite, entries, outDir, { bundle }) {
  const input = Object.fromEntries(
    Object.entries(entries).filter(([, file]) => existsSync(join(root, file))),
  );
  if (Object.keys(input).length === 0) return;
  const config = shared(outDir);
  await vite.build({
    ...config,
    // Optional accelerators that are not installed: left as imports that fail, as their users expect.
    ssr: {
      noExternal: bundle || undefined,
      external: ['electron', 'better-sqlite3', 'bufferutil', 'utf-8-validate'],
    },
    build: {
      ...config.build,
      ssr: true,
      target: node,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(input).map(([name, file]) => [name, join(root, file)])),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
}

async function buildPreloads(vite, outDir) {
  const folder = join(root, 'electron', 'preload');
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder).filter(
    (name) => /^[\w-]+\.ts$/.test(name) && !name.endsWith('.d.ts'),
  )) {
    const config = shared(outDir);
    await vite.build({
      ...config,
      ssr: { noExternal: true, external: ['electron'] },
      build: {
        ...config.build,
        emptyOutDir: false,
        ssr: true,
        target: chromium,
        minify: false,
        // A sandboxed preload is one CommonJS file: it cannot require its siblings.
        rolldownOptions: {
          input: join(folder, file),
          output: { format: 'cjs', entryFileNames: `${basename(file, '.ts')}.cjs`, codeSplitting: false },
        },
      },
    });
  }
}

async function buildRenderer(vite, outDir) {
  const folder = join(root, 'renderer');
  const pages = existsSync(folder)
    ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'index.html')))
    : [];
  if (pages.length === 0) return;
  const { default: react } = await import('@vitejs/plugin-react');
  const config = shared(outDir);
  await vite.build({
    ...config,
    root: folder,
    base: './',
    plugins: [react()],
    build: {
      ...config.build,
      target: chromium,
      cssTarget: chromium,
      // The content security policy allows no data: addresses and no inline script.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: Object.fromEntries(pages.map((name) => [name, join(folder, name, 'index.html')])),
      },
    },
  });
}

/** Everything into a folder aside, then swapped in: a running app or a second build never sees a half. */
async function buildAll() {
  const vite = await import('vite');
  const { builtStamp, fingerprint } = await import('./bootstrap/output.mjs');
  const before = fingerprint();
  const next = join(out, `.next-${process.pid}`);
  mkdirSync(next, { recursive: true });
  try {
    await Promise.all([
      buildNode(
        vite,
        {
          'main/index': 'electron/main/index.ts',
          'hub/main': 'electron/hub/main.ts',
          'catalogue/cli': 'electron/hub/catalogue-cli.ts',
        },
        join(next, 'app'),
        { bundle: true },
      ),
      buildNode(vite, { cli: 'test/estate/cli.ts' }, join(next, 'estate'), { bundle: false }),
      buildPreloads(vite, join(next, 'preload')),
      buildRenderer(vite, join(next, 'renderer')),
    ]);
    // Several programs in one build share their chunks; each gets its place in out/.
    const made = readdirSync(next).flatMap((name) =>
      name === 'app' ? readdirSync(join(next, name)).map((inner) => `app/${inner}`) : [name],
    );
    for (const path of made) swap(join(next, path), join(out, basename(path)));
    writeFileSync(builtStamp, before);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

function swap(from, to) {
  const aside = `${to}.old-${process.pid}`;
  if (existsSync(to)) renameSync(to, aside);
  renameSync(from, to);
  rmSync(aside, { recursive: true, force: true });
}

if (process.argv[1]?.endsWith('build.mjs')) {
  await runMain(async () => {
    // --only: the set-up itself calls, which holds the lock.
    if (!process.argv.includes('--only')) await bootstrap({});
    try {
      await buildAll();
    } catch (error) {
      console.error(error.message ?? error);
      throw new Stop('the build failed: see the lines above');
    }
  });
}
