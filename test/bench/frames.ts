import { join } from 'node:path';
import { tempFolder } from '../fixtures/temp-folder';
import { startLargeRoom } from './large-room';
import { benchOptions, quantile, report, rounded } from './report';
import { openWallPost } from './wall-post';
import { drive, openWalls, seeded } from './walls';

/**
 * frames: how evenly the walls paint while the room moves, at 100 and at 1,000 changes a second: frames of each second of
 * each window (the fifth percentile is told), and tasks over 50 ms. Real hub, console and windows on virtual displays,
 * with the scene *Normal* spread over them as it comes with the program.
 */
const options = benchOptions({ seconds: 30 });
const RATES = [100, 1_000] as const;
const BAD_AT_A_TIME = 200;

/** What one window counted. */
interface Counted {
  readonly frames: readonly number[];
  readonly long: readonly number[];
}

const folder = tempFolder('bench-frames');
const room = await startLargeRoom(folder.path, options.checks);
const figures: Record<string, number> = {};
try {
  await room.pushAll();
  const desk = await openWallPost(join(folder.path, 'desk'), join(folder.path, 'hub'));
  const { app } = await openWalls(room.hub.url, join(folder.path, 'profile'), options.windows);
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
  };
  for (const rate of RATES) {
    // The first seconds make the state that the rest moves in.
    await drive(rate, 3, step);
    await Promise.all(app.windows().map((page) => page.evaluate(begin)));
    await drive(rate, options.seconds, step);
    const counted = await Promise.all(app.windows().map((page) => page.evaluate(end)));
    const frames = counted.flatMap((window) => window.frames);
    const long = counted.flatMap((window) => window.long);
    figures[`fps_p5_${rate}`] = rounded(quantile(frames, 0.05));
    figures[`fps_median_${rate}`] = rounded(quantile(frames, 0.5));
    figures[`long_tasks_over_50ms_${rate}`] = long.length;
    figures[`longest_task_ms_${rate}`] = rounded(Math.max(0, ...long));
    figures[`seconds_counted_${rate}`] = frames.length;
  }
  await app.close();
  await desk.stop();
} finally {
  await room.close();
  folder.remove();
}
const rates = RATES.map(String);
report(options, {
  bench: 'frames',
  checks: options.checks,
  windows: options.windows,
  seconds: options.seconds,
  fps_p5: Math.min(...rates.map((rate) => figures[`fps_p5_${rate}`] ?? Number.NaN)),
  long_tasks_over_50ms: rates.reduce((sum, rate) => sum + (figures[`long_tasks_over_50ms_${rate}`] ?? 0), 0),
  ...figures,
});

/** Runs in the window: counts frames by second, and long tasks, until it is told to end. */
function begin(): void {
  const counted = { frames: [] as number[], long: [] as number[] };
  let frames = 0;
  let second = performance.now();
  let running = true;
  const loop = (now: number): void => {
    if (!running) return;
    frames += 1;
    if (now - second >= 1_000) {
      counted.frames.push((frames * 1_000) / (now - second));
      frames = 0;
      second = now;
    }
    requestAnimationFrame(loop);
  };
  requestAnimationFrame(loop);
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) counted.long.push(entry.duration);
  });
  observer.observe({ entryTypes: ['longtask'] });
  const stop = (): Counted => {
    running = false;
    observer.disconnect();
    return counted;
  };
  Object.assign(window, { vaktromFrames: stop });
}

/** Runs in the window. */
function end(): Counted {
  return (window as unknown as { vaktromFrames: () => Counted }).vaktromFrames();
}
