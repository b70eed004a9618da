import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ElectronApplication, Page } from 'playwright';
import { tempFolder } from '../fixtures/temp-folder';
import { until } from '../fixtures/until';
import { launchApp } from './app';
import { startLargeRoom } from './large-room';
import { benchOptions, report, rounded } from './report';
import { slopeOf } from './slope';
import { openWallPost } from './wall-post';
import { seeded } from './walls';

/**
 * soak: eight hours of a busy watch in `--seconds`, with a desk and `--windows` walls on a hub, and the private memory of
 * each process on the way. An hour of it has `CHANGES_AN_HOUR` changes of checks, of which some bring alarms, `FLIPS_AN_HOUR`
 * changes of scene and `SENT_AN_HOUR` panels, spotlights and messages. What goes by the clock (memory that is kept for a
 * minute, samples that are rolled up) is not compressed. Garbage is collected before each measurement in the windows and in
 * the console's main process, not in the hub. The first fifth is left out: caches fill. `late_…`: the last two fifths alone,
 * when those of the databases are full too, which takes hours: what still grows then would grow for ever. Every check has failed once before:
 * alarms that nobody has seen stand until somebody has, and here nobody does, so that their number would grow all day.
 */
const HOURS = 8;
const CHANGES_AN_HOUR = 1_800;
const FLIPS_AN_HOUR = 40;
const SENT_AN_HOUR = 12;
const EVERY_MS = 2_000;
const BAD_AT_A_TIME = 60;
const WARM = 0.2;
const LATE = 0.6;
/** Checks that fail together before it begins. */
const FAILED_TOGETHER = 20;

const options = benchOptions({ seconds: 600, checks: 1_000 });
const folder = tempFolder('bench-soak');
const room = await startLargeRoom(folder.path, options.checks);
/** By the process's name: compressed hours, private kB. */
const curves = new Map<string, (readonly [number, number])[]>();
let changes = 0;
let flips = 0;
try {
  await room.pushAll();
  const desk = await openWallPost(join(folder.path, 'desk'), join(folder.path, 'hub'));
  const app = await launchApp([
    ...['--hub', room.hub.url, '--data', join(folder.path, 'profile'), '--windows', String(options.windows)],
  ]);
  await until('all windows are open', () => app.windows().length >= options.windows + 1, 30_000);
  for (const page of app.windows().filter((one) => one.url().includes('/wall/')))
    await page.locator('[data-link="live"]').first().waitFor({ state: 'attached', timeout: 30_000 });
  for (const result of ['critical', 'ok'] as const)
    for (let at = 0; at < room.checks.length; at += FAILED_TOGETHER)
      await Promise.all(room.checks.slice(at, at + FAILED_TOGETHER).map((check) => room.push(check, result)));
  const began = performance.now();
  const hours = (): number => ((performance.now() - began) / 1_000 / options.seconds) * HOURS;
  const broken: string[] = [];
  const random = seeded(11);
  const change = async (): Promise<void> => {
    if (broken.length >= BAD_AT_A_TIME) return room.push(broken.shift() ?? '', 'ok');
    const check = room.checks[Math.floor(random() * room.checks.length)] ?? '';
    broken.push(check);
    return room.push(check, random() < 0.5 ? 'critical' : 'warning');
  };
  const scenes = ['normal', 'hendelse', 'vaktskifte'];
  let sent = 0;
  let measured = 0;
  while (hours() < HOURS) {
    const owed = Math.floor(hours() * CHANGES_AN_HOUR) - changes;
    await Promise.all(Array.from({ length: Math.min(owed, 50) }, change));
    changes += Math.min(Math.max(owed, 0), 50);
    if (flips < Math.floor(hours() * FLIPS_AN_HOUR)) {
      const scene = scenes[flips++ % scenes.length] ?? 'normal';
      const about = room.checks[0]?.split('/')[0] ?? null;
      await command(
        desk.post.act('wall.scene', 'wall', {
          scene,
          about: scene === 'hendelse' ? about : null,
          until: Date.now() + 60_000,
        }),
      );
    }
    if (sent < Math.floor(hours() * SENT_AN_HOUR)) {
      const text = `Beskjed ${sent++}`;
      await command(desk.post.act('wall.message', 'wall', { text, until: Date.now() + 8_000 }));
    }
    if (performance.now() - began >= measured * EVERY_MS) {
      measured += 1;
      await measure(app, hours());
    }
    await pause(20);
  }
  await app.close();
  await desk.stop();
} finally {
  await room.close();
  folder.remove();
}

const slopesFrom = (share: number) =>
  [...curves].flatMap(([name, curve]) => {
    const counted = curve.filter(([at]) => at >= HOURS * share);
    return counted.length < 24
      ? []
      : [{ name, ...slopeOf(counted), last: counted.at(-1)?.[1] ?? Number.NaN }];
  });
const slopes = slopesFrom(WARM);
const late = slopesFrom(LATE);
const growing = (of: typeof slopes): string =>
  of.flatMap(({ name, low }) => (low > 0 ? [name] : [])).join(' ') || 'none';
report(options, {
  bench: 'soak',
  checks: options.checks,
  windows: options.windows,
  hours: HOURS,
  seconds: options.seconds,
  compression: rounded((HOURS * 3_600) / options.seconds),
  changes,
  flips,
  slope_kb_per_h: rounded(Math.max(...slopes.map(({ slope }) => slope))),
  growing: growing(slopes),
  late_slope_kb_per_h: rounded(Math.max(...late.map(({ slope }) => slope))),
  late_growing: growing(late),
  ...Object.fromEntries(
    slopes.flatMap(({ name, slope, low, high, last }) => [
      [`${name}_slope_kb_per_h`, rounded(slope)],
      [`${name}_slope_ci95`, `${Math.round(low)} … ${Math.round(high)}`],
      [`${name}_private_mb`, rounded(last / 1_024)],
    ]),
  ),
  ...Object.fromEntries(
    late.map(({ name, low, high }) => [
      `${name}_late_slope_ci95`,
      `${Math.round(low)} … ${Math.round(high)}`,
    ]),
  ),
});

/** Refusals are part of the day: two in the same moment, nothing to take away. They are told. */
async function command(done: Promise<string | null>): Promise<void> {
  const refused = await done;
  if (refused !== null) process.stderr.write(`soak: ${refused}\n`);
}

async function measure(app: ElectronApplication, at: number): Promise<void> {
  // Not the page that papers are printed from, which goes when it is done.
  await Promise.all(
    app
      .windows()
      .filter((page) => /\/(wall|desk)\//.test(page.url()))
      .map(collect),
  );
  const processes = await app.evaluate(({ app: electron, BrowserWindow }) => {
    // What a driver evaluates in main cannot import.
    process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
    (process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void)();
    const windows = new Map(
      BrowserWindow.getAllWindows().map((window) => [
        window.webContents.getOSProcessId(),
        /\/(wall|desk|handover)\//.exec(window.webContents.getURL())?.[1] ?? 'window',
      ]),
    );
    return electron.getAppMetrics().map(({ pid, type, serviceName }) => ({
      pid,
      name: windows.get(pid) ?? (type === 'Browser' ? 'main' : (serviceName ?? type)),
    }));
  });
  const seen = new Map<string, number>();
  for (const { pid, name } of [...processes, { pid: room.hub.pid, name: 'hub' }]) {
    const kb = privateKb(pid);
    if (kb === null) continue;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const key = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '_')}${count > 1 ? `_${count}` : ''}`;
    const curve = curves.get(key) ?? [];
    curves.set(key, [...curve, [at, kb]]);
  }
}

async function collect(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
}

/** Memory that is this process's alone, kB; null: it ended meanwhile. */
function privateKb(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const part = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'mu').exec(text)?.[1] ?? 0);
    return part('Private_Clean') + part('Private_Dirty');
  } catch {
    return null;
  }
}
