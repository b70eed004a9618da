import { readFileSync } from 'node:fs';
import { type ElectronApplication, _electron as electron } from 'playwright';
import { processTree } from '../fixtures/process-tree';

/** The repository, the Electron and its switches, as `npm run bench` passes them. */
export function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run it by "npm run bench -- NAME"`);
  return value;
}

/**
 * Starts the built console with the app's own flags; `env`: beside this process's own. `atOnce`: its start is not held back
 * until the driver is attached, so that it takes as long as it does by itself; a window that opens while the driver attaches
 * can then keep this waiting for minutes.
 */
export async function launchApp(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { atOnce = false } = {},
): Promise<ElectronApplication> {
  const switches = given('VAKTROM_ELECTRON_SWITCHES').split(' ').filter(Boolean);
  return electron.launch({
    ...(atOnce && { executablePath: given('VAKTROM_ELECTRON') }),
    args: [...switches, given('VAKTROM_ROOT'), ...args],
    env: { ...(process.env as Record<string, string>), VAKTROM_TEST_CLOSE: 'end', ...env },
  });
}

/** Proportional memory (PSS) of a process and all that it started, in MB; Linux only, NaN elsewhere. */
export function familyMemoryMb(root: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  let total = 0;
  for (const pid of processTree(root)) {
    try {
      const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
      total += Number(pss ?? 0);
    } catch {
      // It ended meanwhile.
    }
  }
  return total / 1024;
}
