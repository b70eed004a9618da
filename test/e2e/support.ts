import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  test as base,
  type ElectronApplication,
  _electron as electron,
  expect,
  type Page,
} from '@playwright/test';
import { electronSwitches, runtimeEnv } from '../../build/runtime.mjs';
import { type Estate, startEstate } from '../estate/estate';
import { tempFolder } from '../fixtures/temp-folder';
import { until } from '../fixtures/until';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Where pictures go; they are looked at by people, and named by what they show. */
export const SHOTS = join(root, 'out', 'shots');

/** A console under test: real Electron on a profile of its own. */
export interface ConsoleUnderTest {
  readonly app: ElectronApplication;
  /** The window of the wall's first display, painted: windows open in no order. */
  wall(): Promise<Page>;
  /** The first desk, painted. */
  desk(): Promise<Page>;
  close(): Promise<void>;
}

export interface Fixtures {
  /** A folder of its own for this test. */
  readonly folder: string;
  readonly estate: Estate;
  /** Starts a console; `args` are the app's own flags. Whatever is started is ended with the test. */
  readonly launch: (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<ConsoleUnderTest>;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
  folder: async ({}, use) => {
    const folder = tempFolder('e2e');
    await use(folder.path);
    folder.remove();
  },
  estate: async ({ folder }, use) => {
    const estate = await startEstate({ folder: join(folder, 'estate') });
    await use(estate);
    await estate.stop();
  },
  launch: async ({ folder }, use) => {
    const started: ConsoleUnderTest[] = [];
    await use(async (args, env = {}) => {
      const console = await launchConsole(args, join(folder, 'profile'), env);
      started.push(console);
      return console;
    });
    for (const console of started) await console.close();
  },
});

export { expect };

async function launchConsole(
  args: readonly string[],
  profile: string,
  env: Readonly<Record<string, string>>,
): Promise<ConsoleUnderTest> {
  const withProfile = args.includes('--data') ? args : [...args, '--data', profile];
  // No `executablePath`: only then does Playwright hold the app's `ready` back until it is attached. With one, a
  // window that opens while it attaches can keep `launch` waiting for ever. `runtimeEnv` names the binary instead.
  const app = await electron.launch({
    args: [...electronSwitches(), root, ...withProfile],
    env: { ...definedEnv(), ...runtimeEnv(), VAKTROM_TEST_CLOSE: 'end', ...env },
    timeout: 30_000,
  });
  const desk = async (): Promise<Page> => {
    const found = await until('a desk window', () => pages(app, 'desk')[0], 20_000);
    await found.waitForLoadState('domcontentloaded');
    return found;
  };
  return {
    app,
    wall: () => until('the wall of the first display', () => wallOf(pages(app, 'wall'), 1), 20_000),
    desk,
    close: async () => {
      await app.close().catch(() => {});
    },
  };
}

/** Of walls, the one that shows a display by its number. */
async function wallOf(walls: readonly Page[], number: number): Promise<Page | null> {
  for (const wall of walls) {
    const shown = await wall.locator(`#mirror[data-number="${number}"]`).count();
    if (shown > 0) return wall;
  }
  return null;
}

/** The windows of a kind that are open now. */
export function pages(app: ElectronApplication, kind: 'wall' | 'desk'): Page[] {
  return app.windows().filter((page) => page.url().includes(`/${kind}/`));
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** A node in the wall's mirror; only what is not normal is there. */
export const onWall = (wall: Page, node: string) => wall.locator(`[data-node="${node}"]`);

/** Waits until the wall vouches for what it shows and nothing is wrong. */
export async function allNormal(wall: Page): Promise<void> {
  await expect(wall.locator('[data-link="live"]').first()).toBeAttached({ timeout: 20_000 });
  await expect(wall.locator('[data-node]')).toHaveCount(0, { timeout: 40_000 });
}

/** The colour of captured pixels in the middle of an element's painted place (`data-rect`), as [r, g, b]. */
export async function paintedColours(
  wall: Page,
  rect: { x: number; y: number; w: number; h: number },
): Promise<Set<string>> {
  const { decode } = await import('fast-png');
  const image = decode(
    await wall.screenshot({
      clip: { x: rect.x, y: rect.y, width: Math.max(1, rect.w), height: Math.max(1, rect.h) },
    }),
  );
  const colours = new Set<string>();
  for (let i = 0; i + 2 < image.data.length; i += image.channels) {
    colours.add([image.data[i], image.data[i + 1], image.data[i + 2]].join(','));
  }
  return colours;
}

/** Where the wall painted a node, in CSS pixels. */
export async function rectOf(
  wall: Page,
  node: string,
): Promise<{ x: number; y: number; w: number; h: number }> {
  const text = await onWall(wall, node).first().getAttribute('data-rect');
  const [x = 0, y = 0, w = 0, h = 0] = (text ?? '').split(',').map(Number);
  return { x, y, w, h };
}

/** The process id of the hub that listens on a data folder's endpoint. */
export async function hubPid(folder: string): Promise<number> {
  const { readEndpoint } = await import('../../electron/hub/store/data-folder');
  const found = await until('a hub listens', async () => {
    const endpoint = await readEndpoint(folder);
    return endpoint.ok && endpoint.value;
  });
  return found.pid;
}

/** Takes a picture of a window into out/shots. */
export async function shot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

const run = promisify(execFile);

/** Plugs an output of the virtual display in or out. */
export async function xrandr(...words: string[]): Promise<string> {
  const { stdout } = await run('xrandr', words);
  return stdout;
}
