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
 * inspector, no test driver. Taken `--seconds` after the console is live.
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
let said = '';
let app: ReturnType<typeof spawn> | null = null;
try {
  await room.pushAll();
  app = spawn(given('VAKTROM_ELECTRON'), [...switches, given('VAKTROM_ROOT'), ...flags], {
    env: { ...process.env, VAKTROM_SUMMARY: '1', VAKTROM_TEST_CLOSE: 'end' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  app.stdout?.on('data', (part: Buffer) => {
    said += part.toString();
  });
  await until('the console is live', () => said.includes('in contact with the hub'), 30_000);
  await pause(options.seconds * 1_000);
  const hub = familyMemoryMb(room.hub.pid);
  const console = familyMemoryMb(app.pid ?? 0);
  report(options, {
    bench: 'memory',
    checks: options.checks,
    hub_pss_mb: rounded(hub),
    console_pss_mb: rounded(console),
    pss_mb: rounded(hub + console),
  });
} finally {
  const ended = app ? new Promise((resolve) => app?.once('exit', resolve)) : Promise.resolve();
  app?.kill('SIGTERM');
  await ended;
  await room.close();
  folder.remove();
}
