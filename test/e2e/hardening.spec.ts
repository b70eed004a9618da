import { execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronPath } from '../../build/runtime.mjs';
import { processTree } from '../fixtures/process-tree';
import { until } from '../fixtures/until';
import { allNormal, expect, test } from './support';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('a cache that is corrupt is moved aside and made anew; the live view goes on', async ({
  estate,
  launch,
  folder,
}) => {
  const profile = join(folder, 'profile');
  const room = join(profile, 'local');
  mkdirSync(room, { recursive: true });
  writeFileSync(join(room, 'cache.db'), 'this is no database, and was never one'.repeat(200));
  const console = await launch(['--config', estate.catalogue, '--data', profile, '--lang', 'en']);
  const wall = await console.wall();
  await allNormal(wall);
  expect(readdirSync(room).some((name) => name.startsWith('cache.db.corrupt'))).toBe(true);
  // The hub has it all: a new copy is there within moments, and what was said of the old one is over.
  const kept = (name: string): number => (existsSync(join(room, name)) ? statSync(join(room, name)).size : 0);
  await until('a new copy is kept', () => kept('cache.db') + kept('cache.db-wal') > 20_000);
});

test('a bad catalogue is said with its place, on the desk, and nothing changes', async ({
  estate,
  launch,
  folder,
}) => {
  const file = join(folder, 'mine.yaml');
  copyFileSync(estate.catalogue, file);
  const console = await launch(['--config', file, '--lang', 'nb']);
  const wall = await console.wall();
  await allNormal(wall);
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n  - id: [`);
  const desk = await console.desk();
  await expect(desk.getByText(/mine\.yaml:\d+:\d+/).first()).toBeVisible({ timeout: 15_000 });
  await expect(wall.locator('[data-node]')).toHaveCount(0);
});

test('as an ordinary user it runs with Chromium’s sandbox on', async ({ estate, folder }) => {
  const asRoot = process.getuid?.() === 0;
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  // Root's own folders are closed to others: runtime and app go where an ordinary user may read them.
  const binary = asRoot ? copyRuntime(join(folder, 'runtime')) : electronPath();
  const app = asRoot ? copyApp(join(folder, 'app')) : root;
  // nobody, on Debian.
  if (asRoot) {
    for (const path of [folder, home, dirname(estate.catalogue)]) chownSync(path, 65_534, 65_534);
    // The virtual screen belongs to root: without this it turns others away.
    execFileSync('xhost', ['+si:localuser:nobody'], { stdio: 'ignore' });
  }
  const summary: string[] = [];
  const child = spawn(
    binary,
    [app, '--config', estate.catalogue, '--data', join(home, 'profile'), '--lang', 'en'],
    {
      env: {
        ...process.env,
        HOME: home,
        XDG_CONFIG_HOME: join(home, '.config'),
        VAKTROM_SUMMARY: '1',
        VAKTROM_TEST_CLOSE: 'end',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(asRoot && { uid: 65_534, gid: 65_534 }),
    },
  );
  child.stdout.on('data', (part: Buffer) => summary.push(part.toString()));
  let complaints = '';
  child.stderr.on('data', (part: Buffer) => {
    complaints += part.toString();
  });
  try {
    await until(
      'it watches',
      () => {
        if (child.exitCode !== null) throw new Error(`it ended: ${complaints.slice(-600)}`);
        return summary.join('').includes('normal 36');
      },
      40_000,
    );
    const renderers = processTree(child.pid ?? 0).filter((pid) => commandOf(pid).includes('--type=renderer'));
    expect(renderers.length).toBeGreaterThanOrEqual(2);
    for (const pid of renderers) {
      expect(commandOf(pid)).not.toContain('--no-sandbox');
      // 2: a system call filter is in force (proc(5)).
      expect(/^Seccomp:\s+(\d)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]).toBe('2');
    }
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
});

function copyRuntime(to: string): string {
  const from = electronPath();
  cpSync(dirname(from), to, { recursive: true });
  return join(to, basename(from));
}

/** What a packaged app holds: the built files and the native module. */
function copyApp(to: string): string {
  for (const part of [
    'package.json',
    'out/main',
    'out/hub',
    'out/chunks',
    'out/preload',
    'out/renderer',
    'node_modules/better-sqlite3',
  ]) {
    cpSync(join(root, part), join(to, part), { recursive: true });
  }
  return to;
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
