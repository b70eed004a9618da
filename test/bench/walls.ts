import { setTimeout as pause } from 'node:timers/promises';
import type { ElectronApplication } from 'playwright';
import type { WallMeasure } from '../../renderer/wall/measure';
import { until } from '../fixtures/until';
import { launchApp } from './app';

/** Real wall windows that keep a record of their own speed. */
export interface Walls {
  readonly app: ElectronApplication;
  /** What each window has measured since the last reset. */
  ask(reset: boolean): Promise<WallMeasure[]>;
}

/** Starts the console with `windows` measured walls on a hub, and waits until each of them is live. */
export async function openWalls(hub: string, profile: string, windows: number): Promise<Walls> {
  const app = await launchApp(['--hub', hub, '--data', profile, '--wall', '--windows', String(windows)]);
  await until('all walls are open', () => app.windows().length === windows, 20_000);
  await app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) {
      const url = new URL(window.webContents.getURL());
      url.searchParams.set('measure', '1');
      void window.loadURL(url.href);
    }
  });
  for (const page of app.windows()) {
    await page.locator('[data-link="live"]').first().waitFor({ state: 'attached', timeout: 30_000 });
  }
  return {
    app,
    ask: (reset) =>
      Promise.all(
        app.windows().map((page) =>
          page.evaluate((again) => {
            document.dispatchEvent(new CustomEvent('vaktrom:measure', { detail: { reset: again } }));
            return JSON.parse(document.documentElement.dataset.measure ?? '{}') as never;
          }, reset),
        ),
      ),
  };
}

/** Calls `step` so many times a second, evenly, for so many seconds, and waits for all of them to be taken. */
export async function drive(perSecond: number, seconds: number, step: () => Promise<void>): Promise<void> {
  const began = performance.now();
  const waiting: Promise<void>[] = [];
  const total = seconds * perSecond;
  for (let due = 0; due < total; ) {
    const now = ((performance.now() - began) / 1_000) * perSecond;
    for (; due < now && due < total; due++) waiting.push(step());
    await pause(2);
  }
  await Promise.all(waiting);
}

/** A small repeatable generator (mulberry32), so that runs of one build see the same changes. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
