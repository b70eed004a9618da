import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { processTree } from '../fixtures/process-tree';
import { until } from '../fixtures/until';
import { allNormal, type ConsoleUnderTest, expect, pages, test, xrandr } from './support';

interface Standing {
  readonly at: string;
  readonly pid: number;
  readonly full: boolean;
}

/** A wall is never dark for longer than this, ms. */
const DARK_AT_MOST_MS = 3_000;

/** Where each wall stands, and which process paints it. */
const walls = (console: ConsoleUnderTest): Promise<Standing[]> =>
  console.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .filter((window) => window.isVisible() && window.webContents.getURL().includes('/wall/'))
      .map((window) => ({
        at: `${window.getBounds().x},${window.getBounds().y}`,
        pid: window.webContents.isCrashed() ? 0 : window.webContents.getOSProcessId(),
        full: window.isFullScreen(),
      }))
      .sort((a, b) => (a.at < b.at ? -1 : 1)),
  );
const places = async (console: ConsoleUnderTest): Promise<string> =>
  (await walls(console)).map(({ at, full }) => `${at} ${full}`).join(' | ');

/** The corners of the displays that there are. */
const displays = (console: ConsoleUnderTest): Promise<string[]> =>
  console.app.evaluate(({ screen }) =>
    screen.getAllDisplays().map(({ bounds }) => `${bounds.x},${bounds.y}`),
  );

/** What has not moved for so long stands still, ms: a wall is looked at again each second, and put back after two. */
const REST_MS = 4_000;

/** Waits until so many walls fill a display each, none over another, and stand still. */
const settled = (console: ConsoleUnderTest, count: number): Promise<string> => {
  let last = { text: '', since: 0 };
  return until(
    `${count} walls fill a display each`,
    async () => {
      const standing = await walls(console);
      const corners = await displays(console);
      const text = standing.map(({ at, full }) => `${at} ${full}`).join(' | ');
      if (text !== last.text) last = { text, since: performance.now() };
      const right =
        standing.length === count &&
        standing.every(({ at, full }) => full && corners.includes(at)) &&
        new Set(standing.map(({ at }) => at)).size === count;
      if (!right) throw new Error(text);
      return performance.now() - last.since >= REST_MS && text;
    },
    30_000,
  );
};

/** The wall with this place is painted by another process than before, and is live. */
const isBack = async (console: ConsoleUnderTest, before: Standing): Promise<boolean> => {
  const now = (await walls(console)).find(({ at }) => at === before.at);
  if (!now || now.pid === 0 || now.pid === before.pid) return false;
  return console.app.evaluate(async ({ BrowserWindow }, pid) => {
    const window = BrowserWindow.getAllWindows().find(
      ({ webContents }) => !webContents.isCrashed() && webContents.getOSProcessId() === pid,
    );
    if (!window || window.webContents.isLoading()) return false;
    // A page that is just going would leave the question open for ever.
    const patience = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 300));
    const asked = window.webContents.executeJavaScript(`!!document.querySelector('[data-link="live"]')`);
    return Promise.race([asked as Promise<boolean>, patience]);
  }, now.pid);
};

test('a wall whose process is stopped, or whose thread hangs, is brought back in its place', async ({
  estate,
  launch,
}) => {
  const console = await launch(['--config', estate.catalogue, '--wall', '--windows', '2']);
  await allNormal(await console.wall());
  const before = await settled(console, 2);
  const [stopped, blocked] = await walls(console);
  if (!stopped || !blocked) throw new Error('there are no two walls');
  // Nothing in the process runs any more: it can take no order, not even the one to crash.
  process.kill(stopped.pid, 'SIGSTOP');
  await until('the stopped wall is back', () => isBack(console, stopped), 25_000);
  expect(await places(console)).toBe(before);
  expect(processTree(stopped.pid)).toEqual([]);

  await console.app.evaluate(({ BrowserWindow }, pid) => {
    const window = BrowserWindow.getAllWindows().find(
      ({ webContents }) => !webContents.isCrashed() && webContents.getOSProcessId() === pid,
    );
    void window?.webContents.executeJavaScript('for (;;) {}').catch(() => undefined);
  }, blocked.pid);
  await until('the blocked wall is back', () => isBack(console, blocked), 25_000);
  expect(await places(console)).toBe(before);
});

test('a wall that paints no more, though its page runs, begins anew', async ({ estate, launch }) => {
  const console = await launch(['--config', estate.catalogue, '--wall', '--windows', '1']);
  const wall = await console.wall();
  await allNormal(wall);
  const loaded = (page: Page): Promise<number> => page.evaluate(() => performance.timeOrigin);
  const before = await loaded(wall);
  // The picture is gone from the page: white, as after a fault in what paints it.
  await wall.evaluate(() => document.querySelector('#picture')?.remove());
  await until(
    'the page has begun anew',
    async () => (await loaded(pages(console.app, 'wall')[0] ?? wall)) > before,
    25_000,
  );
  await allNormal(await console.wall());
});

test('walls paint on when the GPU process is killed', async ({ estate, launch }) => {
  const console = await launch(['--config', estate.catalogue, '--wall', '--windows', '2']);
  const wall = await console.wall();
  await allNormal(wall);
  const before = await settled(console, 2);
  const gpu = (): Promise<number | undefined> =>
    console.app.evaluate(({ app }) => app.getAppMetrics().find(({ type }) => type === 'GPU')?.pid);
  const pictures = console.app.windows();
  // Grey on dark grey: what is told by a mean over squares of a calm wall is too little. An empty picture packs far better.
  const sizes = (): Promise<number[]> =>
    Promise.all(pictures.map(async (page) => (await page.screenshot()).length));
  const looked = await sizes();
  for (const size of looked) expect(size).toBeGreaterThan(15_000);
  const killed = await until('there is a GPU process', gpu);
  process.kill(killed, 'SIGKILL');
  await until('another draws', async () => ![undefined, killed].includes(await gpu()));
  const clock = (): Promise<string | null> => wall.locator('[data-clock]').first().textContent();
  const then = await clock();
  await until('the clock on the wall runs', async () => (await clock()) !== then);
  // All of the picture is there, not only the frames that are called for it.
  await until(
    'every wall looks as before',
    async () => {
      const now = await sizes();
      if (now.every((size, index) => size > 0.9 * (looked[index] ?? 0))) return true;
      throw new Error(`${now.join(', ')} bytes, before ${looked.join(', ')}`);
    },
    DARK_AT_MOST_MS,
  );
  expect(await places(console)).toBe(before);
});

test('a wall that takes too much memory is replaced, painted before the old one goes', async ({
  estate,
  launch,
}) => {
  const console = await launch(['--config', estate.catalogue, '--wall', '--windows', '1'], {
    VAKTROM_TEST_WALL_MB: '400',
  });
  const wall = await console.wall();
  await allNormal(wall);
  const before = await settled(console, 1);
  const [old] = await walls(console);
  if (!old) throw new Error('there is no wall');
  await wall.evaluate(() => {
    const hold = Array.from({ length: 40 }, () => new Uint8Array(10_000_000).fill(1));
    Object.assign(globalThis, { hold });
  });
  const dark: number[] = [];
  await until(
    'a new process paints the wall',
    async () => {
      const standing = await walls(console);
      if (standing.length === 0) dark.push(Date.now());
      return standing.length === 1 && standing[0]?.pid !== old.pid && isBack(console, old);
    },
    40_000,
  );
  expect(dark).toEqual([]);
  expect(await places(console)).toBe(before);
  expect(rss(old.pid)).toBe(0);
});

test('walls stand where they belong after displays were unplugged and plugged in at random', async ({
  estate,
  launch,
}) => {
  test.setTimeout(240_000);
  const outputs = (process.env.VAKTROM_OUTPUTS ?? '').split(' ').filter(Boolean);
  expect(outputs.length, 'this test needs the virtual displays of Xorg’s dummy driver').toBe(4);
  const console = await launch(['--config', estate.catalogue, '--wall']);
  await allNormal(await console.wall());
  const before = await settled(console, 4);
  const spots = outputs.map((_, index) => `${(index % 2) * 1920}x${Math.floor(index / 2) * 1080}`);
  const on = new Set(outputs);
  const set = async (output: string, plugged: boolean, spot: string, primary = false): Promise<void> => {
    const words = plugged ? ['--mode', '1920x1080', '--pos', spot] : ['--off'];
    await xrandr('--output', output, ...words, ...(primary ? ['--primary'] : []));
    // Asking makes the server look again, and tell.
    await xrandr('--query');
    if (plugged) on.add(output);
    else on.delete(output);
  };
  const random = seeded(20_261_123);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  try {
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const output = pick(outputs);
      if (on.has(output) && on.size > 1) await set(output, false, '');
      else if (!on.has(output)) await set(output, true, spots[outputs.indexOf(output)] ?? '0x0');
      // Now and then the machine is given time to follow; else the next change comes into the middle of it.
      if (cycle % 10 !== 9) continue;
      const count = on.size;
      await until(
        `every wall is on one of the ${count} displays that are left`,
        async () => {
          const there = await displays(console);
          const standing = await walls(console);
          const inside = standing.every(({ at }) => there.some((corner) => near(at, corner)));
          if (there.length !== count || standing.length !== 4 || !inside)
            throw new Error(`${JSON.stringify(standing)} on ${there.join(' ')}`);
          return true;
        },
        20_000,
      );
    }
  } finally {
    for (const [index, output] of outputs.entries())
      await set(output, true, spots[index] ?? '0x0', index === 0);
  }
  expect(await settled(console, 4)).toBe(before);
});

/** Unplugged or plugged in so often. The rules alone go through many thousand cycles as a property. */
const CYCLES = 100;

/** Whether a window's corner lies on the display with this corner. */
function near(at: string, corner: string): boolean {
  const [x = 0, y = 0] = at.split(',').map(Number);
  const [left = 0, top = 0] = corner.split(',').map(Number);
  return x >= left - 2 && x < left + 1918 && y >= top - 2 && y < top + 1078;
}

/** Memory of a process, kB; 0: it is gone. */
function rss(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Numbers from 0 to 1 that come again in the next run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
