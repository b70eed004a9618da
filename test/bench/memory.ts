import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { tempFolder } from '../fixtures/temp-folder';
import { until } from '../fixtures/until';
import { familyMemoryMb, given } from './app';
import { startLargeRoom } from './large-room';
import { benchOptions, report, rounded } from './report';

/**
 * memory: the proportional memory of a hub, a desk and a wall that watch a calm room, as a person starts them: no
 * inspector, no test driver. Taken `--seconds` after the console is live. `empty_pss_mb`: the same Electron with two empty
 * windows, in the same run.
 */
const options = benchOptions({ seconds: 30 });
const folder = tempFolder('bench-memory');
const room = await startLargeRoom(folder.path, options.checks);
const switches = given('VAKTROM_ELECTRON_SWITCHES').split(' ').filter(Boolean);
const flags = [
  '--hub',
  room.hub.url,
  '--data',
  join(folder.path, 'profile'),
  '--lang',
  'en',
  '--windows',
  '1',
];
/** Starts Electron, waits until it says something and for `--seconds` more, and weighs it and all that it started, MB. */
async function weighed(args: readonly string[], saying: string): Promise<number> {
  let said = '';
  const app = spawn(given('VAKTROM_ELECTRON'), [...switches, ...args], {
    env: { ...process.env, VAKTROM_SUMMARY: '1', VAKTROM_TEST_CLOSE: 'end' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  app.stdout.on('data', (part: Buffer) => {
    said += part.toString();
  });
  try {
    await until(saying, () => said.includes(saying), 30_000);
    await pause(options.seconds * 1_000);
    return familyMemoryMb(app.pid ?? 0);
  } finally {
    const ended = new Promise((resolve) => app.once('exit', resolve));
    app.kill('SIGTERM');
    await ended;
  }
}

try {
  await room.pushAll();
  const console = await weighed([given('VAKTROM_ROOT'), ...flags], 'in contact with the hub');
  const hub = familyMemoryMb(room.hub.pid);
  const empty = await weighed(
    [join(given('VAKTROM_ROOT'), 'test', 'bench', 'empty-app.cjs'), '2'],
    'all windows are open',
  );
  report(options, {
    bench: 'memory',
    checks: options.checks,
    hub_pss_mb: rounded(hub),
    console_pss_mb: rounded(console),
    pss_mb: rounded(hub + console),
    empty_pss_mb: rounded(empty),
  });
} finally {
  await room.close();
  folder.remove();
}
