import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ElectronApplication, Page } from 'playwright';
import { startEstate } from '../estate/estate';
import { startHubProcess } from '../fixtures/hub-process';
import { tempFolder } from '../fixtures/temp-folder';
import { until } from '../fixtures/until';
import { launchApp } from './app';
import { benchOptions, quantile, report, rounded } from './report';

/**
 * recover: from the kill of a wall's process, and of the GPU process, to the frame that shows the same scene again on
 * the same display. Each run is a fresh start with `--windows` walls; the kills of a run are far apart.
 */
const options = benchOptions({ windows: 4, runs: 15 });

/** What makes a scene: asked of each window, before and after. */
interface Scene {
  readonly hash: string;
  readonly bounds: string;
  readonly full: boolean;
  /** What is not normal, in which state and where on the glass. */
  readonly nodes: string;
  /** How many shades a coarse picture of the window has: one is a window without a picture. */
  readonly shades: number;
}

const folder = tempFolder('bench-recover');
const renderer: number[] = [];
const gpu: number[] = [];
let same = 0;
let judged = 0;
const failures: string[] = [];

const estate = await startEstate({ folder: join(folder.path, 'estate') });
const hub = await startHubProcess(['--data', join(folder.path, 'hub'), '--config', estate.catalogue]);
try {
  // Something that is wrong, so that a scene can be told from another.
  await estate.break('wan@mo', 'down');
  for (let run = 0; run < options.runs; run++) {
    const app = await launchApp([
      ...['--hub', hub.url, '--data', join(folder.path, `profile-${run}`)],
      ...['--wall', '--windows', String(options.windows)],
    ]);
    try {
      await oneStart(app, run);
    } catch (error) {
      failures.push(`run ${run}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      await app.close();
    }
  }
} finally {
  await hub.stop();
  await estate.stop();
  folder.remove();
}
for (const failure of failures) process.stderr.write(`recover: ${failure}\n`);
report(options, {
  bench: 'recover',
  windows: options.windows,
  runs: options.runs,
  renderer_median_ms: rounded(quantile(renderer, 0.5)),
  renderer_p99_ms: rounded(quantile(renderer, 0.99)),
  renderer_kills: renderer.length,
  gpu_median_ms: rounded(quantile(gpu, 0.5)),
  gpu_p99_ms: rounded(quantile(gpu, 0.99)),
  gpu_windows: gpu.length,
  same_scene: failures.length === 0 && judged > 0 && same === judged,
  scenes_same: same,
  scenes_judged: judged,
  not_back: failures.length,
});
if (failures.length > 0) process.exitCode = 1;

async function oneStart(app: ElectronApplication, run: number): Promise<void> {
  await until('all walls are open', () => app.windows().length === options.windows, 30_000);
  for (const page of app.windows())
    await page.locator('[data-link="live"]').first().waitFor({ state: 'attached', timeout: 30_000 });
  const before = await steady(app);

  const victim = app.windows()[run % options.windows] as Page;
  const pid = await processOf(app, victim);
  const killed = Date.now();
  process.kill(pid, 'SIGKILL');
  // A page that has crashed is gone for the driver; what takes its place is asked through the app.
  const painted = await until('the killed wall shows a room again', () => newestPaint(app, killed), 30_000);
  renderer.push(painted - killed);
  await judge(app, before, 'after its process was killed');

  // Chromium takes kills that follow each other closely for a machine without a usable GPU.
  await pause(3_000);
  const old = await gpuProcess(app);
  if (old === null) throw new Error('there is no GPU process');
  const at = Date.now();
  process.kill(old, 'SIGKILL');
  await until('another GPU process draws', async () => {
    const now = await gpuProcess(app);
    return now !== null && now !== old;
  });
  const seen = Date.now();
  for (const window of await framesAfter(app, seen)) gpu.push(window - at);
  await judge(app, before, 'after the GPU process was killed');
}

/** Scenes once they stand still: full screen takes a moment. */
async function steady(app: ElectronApplication): Promise<readonly Scene[]> {
  let last = '';
  return until(
    'the walls stand still',
    async () => {
      const scenes = await scenesOf(app);
      const text = key(scenes);
      const still =
        text === last &&
        scenes.every(({ full, nodes, shades }) => full && shades > 1 && nodes.includes(' down '));
      last = text;
      if (!still) await pause(300);
      return still && scenes;
    },
    30_000,
  );
}

async function judge(app: ElectronApplication, before: readonly Scene[], when: string): Promise<void> {
  judged += before.length;
  const wanted = before.map((scene) => key([scene]));
  let found = 0;
  await until(
    `every wall shows what it showed ${when}`,
    async () => {
      const now = (await scenesOf(app)).filter(({ shades }) => shades > 1).map((scene) => key([scene]));
      found = wanted.filter((scene) => now.includes(scene)).length;
      return found === wanted.length && now.length === wanted.length;
    },
    10_000,
  ).catch(() => failures.push(`${found} of ${wanted.length} walls show what they showed ${when}`));
  same += found;
}

/** All but the number of shades, which goes with the running clock. */
function key(scenes: readonly Scene[]): string {
  return JSON.stringify(scenes.map(({ shades, ...scene }) => ({ ...scene, painted: shades > 1 })));
}

/** What each wall shows, in the order of their places. Asked in the app: the driver loses sight of what crashed. */
function scenesOf(app: ElectronApplication): Promise<Scene[]> {
  return app.evaluate(async ({ BrowserWindow }) => {
    const walls = BrowserWindow.getAllWindows().filter(
      (window) => window.isVisible() && !window.webContents.isCrashed() && !window.webContents.isLoading(),
    );
    const scenes = await Promise.all(
      walls.map(async (window) => {
        const nodes = (await window.webContents.executeJavaScript(
          `[...document.querySelectorAll('[data-node]')]
             .map((node) => [node.dataset.node, node.dataset.state, node.dataset.since].join(' ')).sort().join('|')
             + document.querySelector('[data-link]')?.dataset.link`,
        )) as string;
        const picture = (await window.webContents.capturePage()).resize({ width: 160 }).toBitmap();
        const shades = new Set<number>();
        for (let i = 0; i + 2 < picture.length; i += 4) shades.add((picture[i + 1] ?? 0) >> 3);
        const { x, y, width, height } = window.getBounds();
        return {
          hash: new URL(window.webContents.getURL()).hash,
          bounds: `${x},${y},${width},${height}`,
          full: window.isFullScreen(),
          nodes,
          shades: shades.size,
        };
      }),
    );
    return scenes.sort((a, b) => (a.bounds < b.bounds ? -1 : 1));
  });
}

async function processOf(app: ElectronApplication, page: Page): Promise<number> {
  const window = await app.browserWindow(page);
  return window.evaluate((browser) => browser.webContents.getOSProcessId());
}

function gpuProcess(app: ElectronApplication): Promise<number | null> {
  return app.evaluate(
    ({ app: shell }) => shell.getAppMetrics().find(({ type }) => type === 'GPU')?.pid ?? null,
  );
}

/** When a page that began after `since` painted its first frame with a room in it, ms UTC; null: none has yet. */
function newestPaint(app: ElectronApplication, since: number): Promise<number | null> {
  return app.evaluate(async ({ BrowserWindow }, killed) => {
    const asked = BrowserWindow.getAllWindows().map(async (window) => {
      if (window.webContents.isCrashed() || window.webContents.isLoading() || !window.isVisible())
        return null;
      const answer = window.webContents.executeJavaScript(
        `(() => {
           const mark = performance.getEntriesByName('vaktrom:state-painted')[0];
           return mark && performance.timeOrigin > ${killed} ? performance.timeOrigin + mark.startTime : null;
         })()`,
      ) as Promise<number | null>;
      const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), 300));
      return Promise.race([answer, patience]);
    });
    return (await Promise.all(asked)).find((at) => at !== null) ?? null;
  }, since);
}

/**
 * When each wall had its second animation frame after `since`, ms UTC. Frames are called by the process that draws: the
 * first may have been called by the one that died, the second shows that its picture was taken.
 */
function framesAfter(app: ElectronApplication, since: number): Promise<number[]> {
  return app.evaluate(
    ({ BrowserWindow }, from) =>
      Promise.all(
        BrowserWindow.getAllWindows()
          .filter((window) => window.isVisible())
          .map(
            (window) =>
              window.webContents.executeJavaScript(
                `new Promise((resolve) => {
                   const frame = (left) => requestAnimationFrame(() => {
                     const now = performance.timeOrigin + performance.now();
                     if (now < ${from}) return frame(left);
                     if (left === 0) return resolve(now);
                     frame(left - 1);
                   });
                   frame(1);
                 })`,
              ) as Promise<number>,
          ),
      ),
    since,
  );
}
