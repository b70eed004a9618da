import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { WallMeasure } from '../../renderer/wall/measure';
import { tempFolder } from '../fixtures/temp-folder';
import { startLargeRoom } from './large-room';
import { benchOptions, quantile, report, rounded } from './report';
import { mosaicOnAll } from './wall-post';
import { drive, openWalls, seeded } from './walls';

/**
 * burst: 5,000 changes within ten seconds (`--changes` a second for `--seconds`), through the real hub to real walls.
 * As in an upset, services fail one after the other until half of the time is over, and then come back in the order
 * in which they failed: thousands are bad at a time, and none changes so often that it would be held as flapping.
 * `p95_ms`: from the moment the hub observed a change to the first task after the frame that painted it.
 */
const options = benchOptions({ changes: 500, seconds: 10 });
const folder = tempFolder('bench-burst');
const room = await startLargeRoom(folder.path, options.checks);
const measures: WallMeasure[] = [];
let sent = 0;
let seconds = Number.NaN;
try {
  await room.pushAll();
  await mosaicOnAll(join(folder.path, 'desk'), join(folder.path, 'hub'), options.windows);
  const { app, ask } = await openWalls(room.hub.url, join(folder.path, 'profile'), options.windows);
  const order = shuffled(room.leaves, seeded(11));
  const half = Math.min(order.length, Math.floor((options.changes * options.seconds) / 2));
  // The first changes after a start pay for what is compiled; they are not of the burst.
  const warm = order.slice(half, half + 50);
  for (const result of ['critical', 'ok'] as const) for (const check of warm) await room.push(check, result);
  await pause(1_000);
  await ask(true);
  const began = performance.now();
  await drive(options.changes, options.seconds, async () => {
    const turn = sent++;
    const check = order[turn % half] ?? '';
    await room.push(check, Math.floor(turn / half) % 2 === 0 ? 'critical' : 'ok');
  });
  seconds = (performance.now() - began) / 1_000;
  await pause(500);
  measures.push(...(await ask(false)));
  await app.close();
} finally {
  await room.close();
  folder.remove();
}
const committed = measures.flatMap((measure) => measure.committed_ms);
const next = measures.flatMap((measure) => measure.samples_ms);
const longTasks = measures.map((measure) => measure.long_tasks);
report(options, {
  bench: 'burst',
  checks: options.checks,
  changes: sent,
  seconds: rounded(seconds),
  windows: options.windows,
  leaves: room.leaves.length,
  samples: committed.length,
  samples_dropped: measures.reduce((sum, measure) => sum + measure.samples_dropped, 0),
  unpainted: measures.reduce((sum, measure) => sum + measure.unpainted, 0),
  median_ms: rounded(quantile(committed, 0.5)),
  p95_ms: rounded(quantile(committed, 0.95)),
  p99_ms: rounded(quantile(committed, 0.99)),
  next_frame_p95_ms: rounded(quantile(next, 0.95)),
  fps_min: Math.min(...measures.map((measure) => measure.fps)),
  long_tasks_over_50ms: Math.max(...longTasks),
  long_tasks_by_window: longTasks.join(' '),
  longest_task_ms: Math.max(...measures.map((measure) => measure.longest_task_ms)),
});

function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  return list
    .map((item) => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}
