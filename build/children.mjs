// Programs that a command starts and must not leave behind, whatever ends it.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './bootstrap/places.mjs';
import { leashed } from './bootstrap/proc.mjs';

/** In the environment of everything that is started, so that a stray grandchild can be found again. */
const mark = `VAKTROM_RUN=${randomUUID()}`;
export const markEnv = Object.fromEntries([mark.split('=')]);

/**
 * Starts a program in a group of its own: a Ctrl-C in the terminal reaches us, and we end things in order.
 *
 * @param {string} command @param {string[]} args
 * @param {{ env?: Record<string, string>, stdio?: import('node:child_process').StdioOptions, cwd?: string }} [options]
 */
export function start(command, args, { env, stdio = 'inherit', cwd = root } = {}) {
  const child = spawn(...leashed(command, args), {
    cwd,
    stdio,
    detached: process.platform !== 'win32',
    env: { ...process.env, ...env, ...markEnv },
  });
  /** @type {Promise<{ code: number | null, signal: NodeJS.Signals | null, error?: Error }>} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, signal: null, error }));
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
  const running = () => child.exitCode === null && child.signalCode === null && child.pid !== undefined;
  return {
    child,
    ended,
    /** Asks it to end, then makes it. */
    async stop(patience = 5_000) {
      if (running()) {
        child.kill('SIGTERM');
        await Promise.race([ended, sleep(patience, undefined, { ref: false })]);
      }
      if (running()) child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Ends what carries our mark and is still there, e.g. the helpers of a program that crashed (Linux only). */
export async function sweep() {
  const left = () => {
    if (process.platform !== 'linux') return [];
    return readdirSync('/proc').flatMap((name) => {
      const pid = Number(name);
      if (!pid || pid === process.pid) return [];
      try {
        return readFileSync(`/proc/${name}/environ`, 'latin1').split('\0').includes(mark) ? [pid] : [];
      } catch {
        return [];
      }
    });
  };
  const send = (signal) => {
    for (const pid of left()) {
      try {
        process.kill(pid, signal);
      } catch {
        // It ended meanwhile.
      }
    }
  };
  send('SIGTERM');
  for (let tries = 0; tries < 20 && left().length > 0; tries++) await sleep(100);
  send('SIGKILL');
}

/**
 * Resolves with the signal that asks us to end. Later ones are swallowed while the ending runs.
 * Started by npm, losing npm means the same: nobody is left who could press Ctrl-C.
 */
export function askedToEnd() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(signal));
    if (process.env.npm_lifecycle_event && process.platform === 'linux') {
      // npm, the shell it uses, we.
      const line = () => `${process.ppid} ${parentOf(process.ppid)}`;
      const before = line();
      setInterval(() => line() !== before && resolve('SIGHUP'), 1_000).unref();
    }
  });
}

function parentOf(pid) {
  try {
    return /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

export const exitCodeOf = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
