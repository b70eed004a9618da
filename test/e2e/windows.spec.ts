import type { DeskBridge } from '../../shared/contract/ipc';
import { until } from '../fixtures/until';
import { allNormal, expect, pages, test, xrandr } from './support';

test('a wall whose renderer is killed is back within three seconds, in its place', async ({
  estate,
  launch,
}) => {
  const console = await launch(['--config', estate.catalogue]);
  const wall = await console.wall();
  await allNormal(wall);
  const places = () =>
    console.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => ({
        url: window.webContents.getURL(),
        bounds: window.getBounds(),
      })),
    );
  const before = (await places()).map((place) => JSON.stringify(place)).sort();
  const killed = Date.now();
  await console.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((window) => window.webContents.getURL().includes('/wall/'))
      ?.webContents.forcefullyCrashRenderer();
  });
  const live = () =>
    console.app.evaluate(async ({ BrowserWindow }) => {
      const wallWindow = BrowserWindow.getAllWindows().find((window) =>
        window.webContents.getURL().includes('/wall/'),
      );
      if (!wallWindow || wallWindow.webContents.isCrashed() || wallWindow.webContents.isLoading())
        return false;
      // A page that is just going would leave the question open for ever.
      const asked = wallWindow.webContents.executeJavaScript(
        `!!document.querySelector('[data-link="live"]')`,
      );
      const patience = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 300));
      return Promise.race([asked as Promise<boolean>, patience]);
    });
  await until('the wall is back and live', live, 10_000);
  expect(Date.now() - killed).toBeLessThan(4_000);
  expect((await places()).map((place) => JSON.stringify(place)).sort()).toEqual(before);
});

test('each window can be opened again by keyboard; nothing navigates away; no page is reached outside', async ({
  estate,
  launch,
}) => {
  const console = await launch(['--config', estate.catalogue, '--desk']);
  const desk = await console.desk();
  // Through the browser's own door: keys that a test driver hands to the page directly never pass it.
  await console.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.sendInputEvent({ type: 'keyDown', keyCode: 'W', modifiers: ['control', 'shift'] });
  });
  await until('a wall is open', () => pages(console.app, 'wall').length > 0);
  const url = desk.url();
  await desk.evaluate(() => {
    globalThis.location.href = 'https://example.com/';
  });
  const opened = await desk.evaluate(() => globalThis.open('https://example.com/') === null);
  expect(opened).toBe(true);
  expect(desk.url()).toBe(url);
  const reached = await desk.evaluate(() =>
    fetch('http://127.0.0.1:9/').then(
      () => 'reached',
      (error: Error) => error.message,
    ),
  );
  expect(reached).not.toBe('reached');
  const powers = await desk.evaluate(() => ({
    node: typeof (globalThis as { require?: unknown }).require,
    process: typeof (globalThis as { process?: unknown }).process,
    bridge: Object.keys((globalThis as unknown as { vaktrom: object }).vaktrom).sort(),
  }));
  expect(powers.node).toBe('undefined');
  expect(powers.process).toBe('undefined');
  expect(powers.bridge).not.toContain('send');
  const wall = await console.wall();
  const wallVerbs = await wall.evaluate(() =>
    Object.keys((globalThis as unknown as { vaktrom: object }).vaktrom).sort(),
  );
  // It looks, asks, and says what it shows: nothing here changes anything.
  expect(wallVerbs).toEqual([
    'chart',
    'figures',
    'frameBeat',
    'history',
    'onGlassLost',
    'onLink',
    'onPatch',
    'onPlace',
    'onSettings',
    'onSound',
    'onSoundTest',
    'onWeb',
    'readBlob',
    'snapshot',
    'soundReport',
    'wallShows',
  ]);
});

test('a display that is unplugged gives its wall back when it returns', async ({ estate, launch }) => {
  const outputs = (process.env.VAKTROM_OUTPUTS ?? '').split(' ').filter(Boolean);
  expect(
    outputs.length,
    'this test needs the virtual displays of Xorg’s dummy driver',
  ).toBeGreaterThanOrEqual(3);
  const console = await launch(['--config', estate.catalogue]);
  await console.wall();
  const walls = () =>
    console.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .filter((window) => window.webContents.getURL().includes('/wall/'))
        .map((window) => `${window.getBounds().x},${window.getBounds().y}`)
        .sort(),
    );
  const count = () => console.app.evaluate(({ screen }) => screen.getAllDisplays().length);
  // Full screen takes a moment: each wall must have come to rest on a display of its own.
  const before = await until(
    'every wall stands on a display of its own',
    async () => {
      const origins = await console.app.evaluate(({ screen }) =>
        screen.getAllDisplays().map(({ bounds }) => `${bounds.x},${bounds.y}`),
      );
      const places = await walls();
      const settled = places.length >= 2 && new Set(places).size === places.length;
      return settled && places.every((place) => origins.includes(place)) && places;
    },
    20_000,
  );
  const displays = await count();
  const gone = outputs[1] ?? '';
  const place = /\+(\d+)\+(\d+)/.exec(
    new RegExp(`^${gone} .*$`, 'm').exec(await xrandr('--query'))?.[0] ?? '',
  );
  await xrandr('--output', gone, '--off');
  await xrandr('--query');
  try {
    await until('the display is gone', async () => (await count()) === displays - 1);
    await until(
      'no wall stands where no display is',
      async () => !(await walls()).includes(`${place?.[1]},${place?.[2]}`),
    );
  } finally {
    await xrandr('--output', gone, '--mode', '1920x1080', '--pos', `${place?.[1]}x${place?.[2]}`);
    await xrandr('--query');
  }
  await until(
    'every wall is in its own place again',
    async () => {
      const places = JSON.stringify(await walls());
      if (places !== JSON.stringify(before))
        throw new Error(`they stand at ${places}, not ${JSON.stringify(before)}`);
      return true;
    },
    20_000,
  );
});

test('closing the last window can let the watch go on, and starting again opens the windows', async ({
  estate,
  launch,
}) => {
  const console = await launch(['--config', estate.catalogue, '--desk', '--lang', 'en'], {
    VAKTROM_TEST_CLOSE: 'continue',
  });
  // Before there is a hub of its own there is no watch that could go on.
  const desk = await console.desk();
  await until(
    'the link is live',
    () =>
      desk.evaluate(async () => {
        const { vaktrom } = globalThis as unknown as { vaktrom: DeskBridge };
        const now = await vaktrom.snapshot();
        return now.ok && now.value.link.phase === 'live';
      }),
    30_000,
  );
  await console.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  });
  await until(
    'no window is open',
    async () =>
      (await console.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)) === 0,
  );
  expect(console.app.process().exitCode).toBeNull();
  await console.app.evaluate(({ app }) => {
    app.emit('second-instance', {}, [], '', {});
  });
  await until(
    'a desk is open again',
    async () => (await console.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)) > 0,
  );
});
