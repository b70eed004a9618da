import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, _electron as electron, expect, type Page } from '@playwright/test';
import { electronSwitches, runtimeEnv } from '../../build/runtime.mjs';
import { until } from '../fixtures/until';
import { serveHarness } from '../fixtures/wall-harness/serve';
import { againstBaseline, difference, shrunk } from './baselines';
import { SHOTS } from './support';

/**
 * A few pictures of the wall, from the same renderer over data that stands still, painted by the pinned Electron, and held
 * against those that a person has looked at. Anew: `VAKTROM_BASELINES=write`, and look at `out/shots` before they are kept.
 */
const BASELINES = fileURLToPath(new URL('./baselines', import.meta.url));
const main = fileURLToPath(new URL('../fixtures/wall-harness/electron-main.mjs', import.meta.url));

const PICTURES = [
  ['normal-1', 'estate=full&scene=three&theme=night&lang=nb&display=1&form=3x2&show=normal'],
  ['normal-3', 'estate=full&scene=three&theme=night&lang=nb&display=3&form=3x2&show=normal'],
  ['normal-5', 'estate=full&scene=three&theme=night&lang=nb&display=5&form=3x2&show=normal'],
  ['hendelse-1', 'estate=full&scene=major&theme=night&lang=nb&display=1&form=3x2&show=hendelse'],
  ['hendelse-4-day', 'estate=full&scene=major&theme=day&lang=en&display=4&form=3x2&show=hendelse'],
  ['vaktskifte-2', 'estate=demo&scene=room-change&theme=night&lang=nb&display=2&form=3x2&show=vaktskifte'],
  ['alone-lost', 'estate=demo&scene=lost&theme=night&lang=nb'],
] as const;

const test = base.extend<{ readonly harness: (query: string) => Promise<Uint8Array> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
  harness: async ({}, use) => {
    const server = await serveHarness();
    const app = await electron.launch({
      args: [...electronSwitches(), main],
      env: { ...(process.env as Record<string, string>), ...runtimeEnv() },
    });
    const page = await app.firstWindow();
    await use((query) => picture(page, `${server.url}?${query}`));
    await app.close();
    await server.stop();
  },
});

/** The clock on every picture. */
const MOMENT = new Date('2026-11-23T03:52:17Z');

async function picture(page: Page, url: string): Promise<Uint8Array> {
  await page.clock.setFixedTime(MOMENT);
  await page.goto(url);
  await page.waitForFunction(() => (document.querySelector('[data-clock]')?.textContent ?? '') !== '');
  await page.waitForFunction(() => document.fonts.status === 'loaded');
  // What panels ask for is there a moment later; then nothing moves any more.
  let last = '';
  await until('the picture stands still', async () => {
    const now = Buffer.from(await page.screenshot()).toString('base64');
    const still = now === last;
    last = now;
    return still;
  });
  return Buffer.from(last, 'base64');
}

test('the wall looks as it did when somebody last looked at it', async ({ harness }) => {
  mkdirSync(SHOTS, { recursive: true });
  const faults: string[] = [];
  const small: ReturnType<typeof shrunk>[] = [];
  for (const [name, query] of PICTURES) {
    const png = await harness(query);
    writeFileSync(join(SHOTS, `visual-${name}.png`), png);
    const fault = againstBaseline(png, join(BASELINES, `${name}.png`));
    if (fault !== null) faults.push(`${name}: ${fault} (out/shots/visual-${name}.png)`);
    small.push(shrunk(png));
  }
  expect(faults).toEqual([]);
  // Two different pictures are told from each other, so that "the same" means something.
  const [first, second] = small;
  expect(first && second && difference(first, second)).toBeGreaterThan(0.02);
});
