import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ElectronApplication, Page } from 'playwright';
import { startEstate } from '../estate/estate';
import { startHubProcess } from '../fixtures/hub-process';
import { tempFolder } from '../fixtures/temp-folder';
import { until } from '../fixtures/until';
import { launchApp } from './app';
import { benchOptions, quantile, report, rounded } from './report';
import { openWallPost } from './wall-post';

/**
 * flip: how far apart the windows of one wall on several computers change their scene, where each computer's clock is wrong,
 * the one by `--skew-ms` ahead, the other behind. `--windows` on each of two consoles; `--rounds` changes.
 */
const options = benchOptions({ windows: 2, rounds: 60 });
const CONSOLES = 2;
/** Both show the mosaic, and otherwise other panels. */
const SCENES = ['vaktskifte', 'normal'] as const;
/** Between two changes: what a change has set in motion comes to rest. */
const REST_MS = 700;

const folder = tempFolder('bench-flip');
const estate = await startEstate({ folder: join(folder.path, 'estate') });
const data = join(folder.path, 'hub');
const hub = await startHubProcess(['--data', data, '--config', estate.catalogue]);
const post = await openWallPost(join(folder.path, 'post'), data);
const apps: ElectronApplication[] = [];
const spreads: number[] = [];
/** From the moment at which all were to change, by the hub's clock. */
const late: number[] = [];
const failures: string[] = [];

try {
  const pages: Page[] = [];
  for (let index = 0; index < CONSOLES; index++) {
    const skewMs = index % 2 === 0 ? options.skewMs : -options.skewMs;
    const app = await openSkewed(index, skewMs);
    apps.push(app);
    pages.push(...app.windows());
  }
  for (let round = 0; round < options.rounds; round++) {
    try {
      await flip(pages, SCENES[round % SCENES.length] ?? 'normal');
    } catch (error) {
      failures.push(`change ${round}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
} finally {
  for (const app of apps) await app.close();
  await post.stop();
  await hub.stop();
  await estate.stop();
  folder.remove();
}
for (const failure of failures) process.stderr.write(`flip: ${failure}\n`);
report(options, {
  bench: 'flip',
  consoles: CONSOLES,
  windows: CONSOLES * options.windows,
  skew_ms: options.skewMs,
  changes: spreads.length,
  spread_ms_median: rounded(quantile(spreads, 0.5)),
  spread_ms_p99: rounded(quantile(spreads, 0.99)),
  spread_ms_max: rounded(Math.max(...spreads)),
  late_ms_median: rounded(quantile(late, 0.5)),
  late_ms_p99: rounded(quantile(late, 0.99)),
  early_ms_max: rounded(Math.max(0, ...late.map((ms) => -ms))),
  not_changed: failures.length,
});
if (failures.length > 0) process.exitCode = 1;

/** A wall computer whose clock is wrong, in its main process as in its windows. */
async function openSkewed(index: number, skewMs: number): Promise<ElectronApplication> {
  const app = await launchApp(
    [
      ...['--hub', hub.url, '--data', join(folder.path, `profile-${index}`)],
      ...['--wall', '--windows', String(options.windows)],
      ...['--wall-display', String(index * options.windows + 1)],
    ],
    { VAKTROM_TEST_SKEW_MS: String(skewMs) },
  );
  await until('all walls are open', () => app.windows().length === options.windows, 30_000);
  await app.context().addInitScript((ms: number) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + ms;
  }, skewMs);
  for (const page of app.windows()) {
    await page.reload();
    await page.locator('[data-link="live"]').first().waitFor({ state: 'attached', timeout: 30_000 });
    const wrong =
      (await page.evaluate(() => Date.now() - (performance.timeOrigin + performance.now()))) - skewMs;
    if (Math.abs(wrong) > 1_000)
      throw new Error(`the clock of a window is off by ${wrong} ms more than meant`);
  }
  return app;
}

async function flip(pages: readonly Page[], scene: string): Promise<void> {
  const ends = Date.now() + 600_000;
  const refused = await post.post.act('wall.scene', 'wall', { scene, about: null, until: ends });
  if (refused !== null) throw new Error(refused);
  const at = await until('it is chosen', () => {
    const state = post.post.console.snapshot().patch.wall.put.find(([key]) => key === 'wall:room')?.[1];
    return state?.kind === 'wall' && state.value.shown.scene === scene && state.value.shown.at;
  });
  // The page's own monotonic clock on this machine's time, whatever its wall clock says: all of them are on one machine.
  const changed = await Promise.all(
    pages.map((page) =>
      page
        .waitForFunction(
          (wanted) => {
            const mark = performance.getEntriesByName('vaktrom:scene')[0] as PerformanceMark | undefined;
            return mark?.detail === wanted && performance.timeOrigin + mark.startTime;
          },
          scene,
          { polling: 100, timeout: 10_000 },
        )
        .then(async (handle) => Number(await handle.jsonValue())),
    ),
  );
  spreads.push(Math.max(...changed) - Math.min(...changed));
  late.push(...changed.map((moment) => moment - at));
  await pause(REST_MS);
}
