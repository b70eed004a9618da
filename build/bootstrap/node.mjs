import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { linux, ownNode } from './places.mjs';
import { Stop } from './report.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const oldest = '22.12';
export const nodeIsNewEnough = major > 22 || (major === 22 && minor >= 12);
const bringsItsOwn = linux && process.arch === 'x64';

/** Before anything is installed: can this machine get a Node that is new enough? */
export function checkNode() {
  if (!nodeIsNewEnough && !bringsItsOwn) {
    throw new Stop(
      `Node ${process.versions.node} is too old here: install Node ${oldest} or newer and run again`,
    );
  }
}

/**
 * Runs this same command again under the Node that came with the packages, when the one it was started
 * with is too old. Does not return then: the process ends as the other one did.
 */
export function underNewerNode() {
  if (nodeIsNewEnough) return undefined;
  if (!existsSync(ownNode)) {
    throw new Stop(`Node ${process.versions.node} is too old: install Node ${oldest} or newer and run again`);
  }
  const child = spawn(ownNode, process.argv.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${dirname(ownNode)}${delimiter}${process.env.PATH ?? ''}` },
  });
  // A terminal sends Ctrl-C to both; a supervisor only to this one. The other decides when to end.
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  return new Promise(() => {
    child.on('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
