import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { linux, root } from './places.mjs';

/**
 * Runs a command to its end and keeps what it printed. Never rejects: the caller judges the code.
 * A command that does not end within `timeout` is killed (code null).
 *
 * @param {string} command @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, timeout?: number }} [options]
 * @returns {Promise<{ code: number | null, text: string }>}
 */
export function capture(command, args, { cwd = root, env, timeout } = {}) {
  return new Promise((resolve) => {
    let text = '';
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout,
      killSignal: 'SIGKILL',
    });
    child.stdout.on('data', (data) => (text += data));
    child.stderr.on('data', (data) => (text += data));
    child.on('error', (error) => resolve({ code: 127, text: String(error.message) }));
    child.on('close', (code) => resolve({ code, text }));
  });
}

/**
 * Runs a command whose output belongs to the person; resolves to its exit code.
 *
 * @param {string} command @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string> }} [options]
 * @returns {Promise<number>}
 */
export function show(command, args, { cwd = root, env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });
    child.on('error', () => resolve(127));
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/**
 * npm as it was started; `npm` on the path otherwise.
 *
 * @param {string[]} args @param {{ cwd?: string }} [options]
 */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js')
    ? capture(process.execPath, [cli, ...args], options)
    : capture(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}

export const lastLines = (text, count = 15) => text.trimEnd().split('\n').slice(-count).join('\n');

/**
 * A command that ends when we do, even when we are killed outright and can clean up nothing.
 *
 * @param {string} command @param {string[]} args @returns {[string, string[]]}
 */
export function leashed(command, args) {
  const setpriv = '/usr/bin/setpriv';
  if (!linux || !existsSync(setpriv)) return [command, args];
  return [setpriv, ['--pdeathsig', 'TERM', '--', command, ...args]];
}
