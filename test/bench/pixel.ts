import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { WallMeasure } from '../../renderer/wall/measure';
import { tempFolder } from '../fixtures/temp-folder';
import { familyMemoryMb } from './app';
import { startLargeRoom } from './large-room';
import { benchOptions, quantile, report, rounded } from './report';
import { mosaicOnAll } from './wall-post';
import { drive, openWalls, seeded } from './walls';

/**
 * pixel: from the moment the hub observed a change to the animation frame after the one that painted it, on every
 * wall window (`committed_…`: to the first task after the painting frame; the eye's figure lies between the two). Observations are pushed into the real hub over HTTP; hub, console and windows are the real
 * processes on virtual displays. About fifty checks are bad at a time, of services that nothing depends on (so that
 * one observation is one change): one breaks or heals at each step.
 */
const options = benchOptions();
const BAD_AT_A_TIME = 50;
const folder = tempFolder('bench-pixel');
const room = await startLargeRoom(folder.path, options.checks);
const measures: WallMeasure[] = [];
let sent = 0;
let memory = Number.NaN;
try {
  await room.pushAll();
  await mosaicOnAll(join(folder.path, 'desk'), join(folder.path, 'hub'), options.windows);
  const { app, ask } = await openWalls(room.hub.url, join(folder.path, 'profile'), options.windows);
  const broken: string[] = [];
  const random = seeded(7);
  const step = async (): Promise<void> => {
    if (broken.length < BAD_AT_A_TIME) {
      const check = room.leaves[Math.floor(random() * room.leaves.length)] ?? '';
      broken.push(check);
      await room.push(check, 'critical');
    } else {
      await room.push(broken.shift() ?? '', 'ok');
    }
    sent += 1;
  };
  await drive(options.changes, 3, step);
  await ask(true);
  sent = 0;
  await drive(options.changes, options.seconds, step);
  await pause(200);
  measures.push(...(await ask(false)));
  memory = familyMemoryMb(app.process().pid ?? 0) + familyMemoryMb(room.hub.pid);
  await app.close();
} finally {
  await room.close();
  folder.remove();
}
const samples = measures.flatMap((measure) => measure.samples_ms);
const committed = measures.flatMap((measure) => measure.committed_ms);
report(options, {
  bench: 'pixel',
  checks: options.checks,
  changes_per_s: options.changes,
  windows: options.windows,
  seconds: options.seconds,
  changes_sent: sent,
  leaves: room.leaves.length,
  samples: samples.length,
  median_ms: rounded(quantile(samples, 0.5)),
  p95_ms: rounded(quantile(samples, 0.95)),
  p99_ms: rounded(quantile(samples, 0.99)),
  committed_median_ms: rounded(quantile(committed, 0.5)),
  committed_p99_ms: rounded(quantile(committed, 0.99)),
  fps_min: Math.min(...measures.map((measure) => measure.fps)),
  long_tasks_over_50ms: measures.reduce((sum, measure) => sum + measure.long_tasks, 0),
  longest_task_ms: Math.max(...measures.map((measure) => measure.longest_task_ms)),
  pss_mb: rounded(memory),
});
