import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { startConsole } from '../../electron/main/board/console';
import { systemClock } from '../../shared/time/clock';
import { tempFolder } from '../fixtures/temp-folder';
import { until } from '../fixtures/until';
import { launchApp } from './app';
import { startLargeRoom } from './large-room';
import { benchOptions, quantile, report, rounded } from './report';

/**
 * cold-start: the hub is away; from starting the app to the first frame of a wall that shows the last known
 * state out of the cache. The cache is filled by a real console that knew the room; each run is a new process.
 */
const options = benchOptions({ windows: 1 });
const folder = tempFolder('bench-cold');
const times: number[] = [];
try {
  const room = await startLargeRoom(folder.path, options.checks);
  const profile = join(folder.path, 'profile');
  // The console keeps each hub's room in a folder named by the hub's address.
  const roomFolder = `room-${createHash('sha256').update(room.hub.url).digest('hex').slice(0, 12)}`;
  await room.pushAll();
  const known = startConsole({
    clock: systemClock(),
    dataFolder: join(profile, roomFolder),
    hubUrl: room.hub.url,
    log: () => {},
  });
  await until('the room is known', () => known.snapshot().link.phase === 'live', 20_000);
  await known.stop();
  await room.close();
  for (let run = 0; run < options.runs; run++) {
    const began = Date.now();
    const args = ['--hub', room.hub.url, '--data', profile, '--wall', '--windows', String(options.windows)];
    const app = await launchApp(args, {}, { atOnce: true });
    const page = await app.firstWindow();
    const painted = await until(
      'the last known state is painted',
      () =>
        page.evaluate(() => {
          const mark = performance.getEntriesByName('vaktrom:state-painted')[0];
          return mark ? performance.timeOrigin + mark.startTime : null;
        }),
      20_000,
    );
    times.push(painted - began);
    await app.close();
  }
} finally {
  folder.remove();
}
report(options, {
  bench: 'cold-start',
  checks: options.checks,
  windows: options.windows,
  runs: options.runs,
  median_ms: rounded(quantile(times, 0.5)),
  max_ms: rounded(Math.max(...times)),
});
