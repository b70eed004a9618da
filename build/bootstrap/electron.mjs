import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { electronPath, fallback, fallbackElectron, fallbackWanted, realElectron } from '../runtime.mjs';
import { fetchFallback } from './electron-fallback.mjs';
import { cache, linux, modules } from './places.mjs';
import { capture } from './proc.mjs';
import { notice, Stop, step } from './report.mjs';

const version = () => JSON.parse(readFileSync(join(modules, 'electron', 'package.json'), 'utf8')).version;
const unreachable = join(cache, 'electron-unreachable');
const askAgainAfter = 60 * 60 * 1000;

/** True when the product's own Electron is there or could be downloaded now. */
export async function hasRealElectron() {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH && process.env.ELECTRON_OVERRIDE_DIST_PATH !== fallback.folder)
    return true;
  if (fallbackWanted()) return false;
  if (realElectron()) return true;
  const wasUnreachable =
    existsSync(unreachable) && Number(readFileSync(unreachable, 'utf8')) + askAgainAfter > Date.now();
  if (wasUnreachable && fallbackElectron()) return false;
  return step(`Electron ${version()}: download`, async () => {
    // The installer's own connection attempt ends after ten seconds; the limit is for a slow line.
    const install = join(modules, 'electron', 'install.js');
    await capture(process.execPath, [install], { timeout: 10 * 60_000 });
    if (realElectron()) return true;
    mkdirSync(cache, { recursive: true });
    writeFileSync(unreachable, String(Date.now()));
    return false;
  });
}

/** Sees to it that there is an Electron to run: the real one, or, to run and test only, the fallback. */
export async function electron(real) {
  if (!real) {
    const where = fallbackWanted()
      ? 'as VAKTROM_ELECTRON_FALLBACK=1 asks'
      : 'its download cannot be reached from here';
    if (!linux || process.arch !== 'x64') {
      throw new Stop(
        `Electron ${version()} could not be downloaded: check the network or set ELECTRON_MIRROR, then run again`,
      );
    }
    notice(
      `Electron ${version()} is what the product is built on; ${where}: running on Electron ${fallback.electron}, for running and testing only`,
    );
    if (!fallbackElectron()) await fetchFallback();
  }
  await runs();
}

/** A missing library shows here, in words, rather than as a window that never comes. */
async function runs() {
  const binary = electronPath();
  const proven = join(modules, '.vaktrom-electron');
  if (existsSync(proven) && readFileSync(proven, 'utf8') === binary) return;
  const env = { ELECTRON_RUN_AS_NODE: '1' };
  const { code, text } = await capture(binary, ['-e', 'process.exit(0)'], { env, timeout: 30_000 });
  if (code !== 0) {
    const library = /([\w.+-]+\.so[\w.]*): cannot open/.exec(text)?.[1];
    throw new Stop(
      library
        ? `Electron needs the system library ${library}: install the package that holds it and run again`
        : `Electron does not start: ${text.trim().split('\n')[0] || `exit code ${code}`}`,
    );
  }
  writeFileSync(proven, binary);
}
