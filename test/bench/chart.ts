import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { loadCatalogue } from '../../electron/hub/catalogue/load-catalogue';
import { openSampleStore } from '../../electron/hub/store/sample-store';
import { systemClock } from '../../shared/time/clock';
import { largeCatalogue } from '../estate/large-catalogue';
import { startHubProcess } from '../fixtures/hub-process';
import { tempFolder } from '../fixtures/temp-folder';
import { until } from '../fixtures/until';
import { launchApp } from './app';
import { makeHistory } from './chart-history';
import { benchOptions, quantile, report, rounded } from './report';

/**
 * chart: from the key that asks for another range on the desk's service page to its picture: key, question, hub,
 * answer, drawing. Real hub with a generated history, real console, real window. Also the store's own time for an
 * answer, and the whole way of an answer without the drawing.
 */
const options = benchOptions({ checks: 500, runs: 15 });
const HOUR = 3_600_000;
const RANGES = { hour: HOUR, day: 24 * HOUR, month: 31 * 24 * HOUR, year: 396 * 24 * HOUR } as const;
type Range = keyof typeof RANGES;
const NAMES = Object.keys(RANGES) as readonly Range[];
const folder = tempFolder('bench-chart');
const figures: Record<string, number | string> = { bench: 'chart', checks: options.checks };
let hub: Awaited<ReturnType<typeof startHubProcess>> | null = null;
let app: ElectronApplication | null = null;
try {
  const file = join(folder.path, 'large.yaml');
  writeFileSync(file, largeCatalogue({ checks: options.checks, interval: '1h', attempts: 1 }));
  const loaded = await loadCatalogue(file);
  if (!loaded.ok) throw new Error(`the large catalogue is faulty: ${loaded.issues[0]?.reason}`);
  const checks = [...loaded.catalogue.targets.keys()];
  const data = join(folder.path, 'hub');
  mkdirSync(data, { recursive: true });
  const samples = join(data, 'samples.db');
  const made = makeHistory(samples, checks, Date.now());
  Object.assign(figures, {
    history_days: made.hourDays,
    rows: made.rows,
    file_mb: rounded(made.bytes / 1e6),
    five_bytes: rounded(made.fiveBytes),
    hour_bytes: rounded(made.hourBytes),
  });
  await storeTimes(samples, checks);
  hub = await startHubProcess(['--data', data, '--config', file]);
  app = await launchApp([
    '--hub',
    hub.url,
    '--data',
    join(folder.path, 'profile'),
    '--lang',
    'en',
    '--windows',
    '1',
  ]);
  await windowTimes(app, (checks.find((id) => id.startsWith('wan@')) ?? checks[0] ?? '').split('/')[0] ?? '');
} finally {
  await app?.close();
  await hub?.stop();
  folder.remove();
}
report(options, figures);

/** The store alone, in this process: a node's four checks, another node each time. */
async function storeTimes(samples: string, checks: readonly string[]): Promise<void> {
  const store = openSampleStore({ file: samples, clock: systemClock(), onFault: (reason) => fail(reason) });
  for (const name of NAMES) {
    const times: number[] = [];
    for (let run = 0; run < options.runs * 3; run++) {
      const at = ((run * 37) % Math.floor(checks.length / 4)) * 4;
      const now = Date.now();
      const began = performance.now();
      const { series } = await store.chart(checks.slice(at, at + 4), now - RANGES[name], now, 600);
      times.push(performance.now() - began);
      if (series.length < 4) throw new Error(`the ${name} holds ${series.length} series`);
    }
    note(`store_${name}`, times);
  }
  store.close();
}

async function windowTimes(running: ElectronApplication, node: string): Promise<void> {
  const desk = await until(
    'the desk is open',
    () => running.windows().find((page) => page.url().includes('/desk')),
    20_000,
  );
  await desk.locator('[data-link="live"]').first().waitFor({ state: 'attached', timeout: 30_000 });
  await desk.keyboard.press('/');
  await desk.keyboard.type(node.replace('@', ' '));
  await desk.keyboard.press('Enter');
  await desk.keyboard.press('Enter');
  await desk.locator('.chart .uplot').first().waitFor({ timeout: 20_000 });
  const painted: Record<Range, number[]> = { hour: [], day: [], month: [], year: [] };
  const committed: Record<Range, number[]> = { hour: [], day: [], month: [], year: [] };
  for (let run = 0; run < options.runs; run++) {
    for (const name of ['day', 'month', 'year', 'hour'] as const) {
      const took = await press(desk);
      // The first round opens files and compiles; people meet it once.
      if (run === 0) continue;
      painted[name].push(took.painted);
      committed[name].push(took.committed);
    }
  }
  for (const name of NAMES) {
    note(`window_${name}`, painted[name]);
    note(`window_${name}_committed`, committed[name]);
  }
  for (const name of NAMES) note(`answer_${name}`, await answers(desk, node, RANGES[name]));
}

/** Presses `z` in the window; resolves when the new picture is there: committed, and at the next frame after it. */
function press(desk: Page): Promise<{ committed: number; painted: number }> {
  return desk.evaluate(
    () =>
      new Promise<{ committed: number; painted: number }>((resolve) => {
        const plot = document.querySelector('.chart-plot');
        const title = document.querySelector('.chart-panel .panel-title > span');
        const before = title?.textContent;
        const began = performance.now();
        const observer = new MutationObserver(() => {
          if (title?.textContent === before || plot?.querySelector('.uplot canvas') === null) return;
          observer.disconnect();
          requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => {
              const committed = performance.now() - began;
              requestAnimationFrame(() => resolve({ committed, painted: performance.now() - began }));
            };
            channel.port2.postMessage(null);
          });
        });
        if (plot) observer.observe(plot, { childList: true, subtree: true });
        document.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', bubbles: true }));
      }),
  );
}

/** The way of an answer without its drawing: window, main, socket, hub and back. */
function answers(desk: Page, node: string, spanMs: number): Promise<number[]> {
  return desk.evaluate(
    async ({ id, span, runs }) => {
      const bridge = (window as unknown as { vaktrom: { chart(asked: unknown): Promise<{ ok: boolean }> } })
        .vaktrom;
      const times: number[] = [];
      for (let run = 0; run < runs; run++) {
        const to = Date.now();
        const began = performance.now();
        const answer = await bridge.chart({ node: id, from: to - span, to, points: 600 });
        if (!answer.ok) throw new Error(JSON.stringify(answer));
        times.push(performance.now() - began);
      }
      return times;
    },
    { id: node, span: spanMs, runs: options.runs },
  );
}

function note(name: string, times: readonly number[]): void {
  figures[`${name}_p50_ms`] = rounded(quantile(times, 0.5));
  figures[`${name}_max_ms`] = rounded(Math.max(...times));
}

function fail(reason: string | null): never {
  throw new Error(`the samples cannot be read: ${reason}`);
}
