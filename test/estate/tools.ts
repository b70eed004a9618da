import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

const PLUGINS = ['check_tcp', 'check_http'] as const;
const PING_MS = 2_000;

/** The Nagios plugins among those that the estate uses that are installed in `folders`. */
export function installedPlugins(folders: readonly string[]): ReadonlySet<string> {
  return new Set(PLUGINS.filter((plugin) => folders.some((folder) => isExecutable(join(folder, plugin)))));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether `ping` is here, may be used, and is answered at an address of loopback other than the usual one. */
export function canPing(address: string): Promise<boolean> {
  return new Promise((done) => {
    execFile('ping', ['-n', '-c', '1', '-W', '1', address], { timeout: PING_MS }, (error) =>
      done(error === null),
    );
  });
}
