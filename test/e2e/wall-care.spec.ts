import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronPath, electronSwitches, runtimeEnv } from '../../build/runtime.mjs';
import { startConsole } from '../../electron/main/board/console';
import type { WallReport } from '../../shared/model/wall-health';
import { systemClock } from '../../shared/time/clock';
import { startHubProcess } from '../fixtures/hub-process';
import { Post } from '../fixtures/shift';
import { until } from '../fixtures/until';
import { aWallReport, aWallWindow } from '../fixtures/wall-report';
import { allNormal, type ConsoleUnderTest, expect, test } from './support';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Each wall window by its place from the left: its process, and when its page began. */
const walls = (console: ConsoleUnderTest): Promise<{ pid: number; began: number }[]> =>
  console.app.evaluate(async ({ BrowserWindow }) => {
    const open = BrowserWindow.getAllWindows()
      .filter((window) => window.isVisible() && window.webContents.getURL().includes('/wall/'))
      .sort((a, b) => a.getBounds().x - b.getBounds().x);
    return Promise.all(
      open.map(async ({ webContents }) => ({
        pid: webContents.getOSProcessId(),
        began: webContents.isLoading()
          ? 0
          : ((await webContents.executeJavaScript('performance.timeOrigin')) as number),
      })),
    );
  });

test('a desk elsewhere sees how each wall fares, and has one loaded anew, one replaced, and all of it started again', async ({
  estate,
  folder,
  launch,
}) => {
  const data = join(folder, 'hub');
  const hub = await startHubProcess(['--data', data, '--config', estate.catalogue]);
  const clock = systemClock();
  const away = startConsole({ clock, dataFolder: join(folder, 'pult'), hubUrl: null, log: () => {} });
  try {
    const desk = await new Post(away).attach(data);
    await desk.invite({});
    // As under systemd: what ends is started again by that.
    const wall = await launch(['--hub', hub.url, '--wall', '--windows', '2'], { NOTIFY_SOCKET: '/nobody' });
    const report = async (): Promise<{ console: string; report: WallReport } | undefined> => {
      const asked = await desk.console.ask({ ask: 'wall-health' });
      return asked.ok ? asked.value.reports[0] : undefined;
    };
    const seen = await until(
      'both walls are told of, as they paint, with their memory',
      async () => {
        const now = await report();
        const windows = now?.report.windows ?? [];
        const well = windows.every(
          ({ frames, memoryMb, scene, hidden, silentMs }) =>
            frames > 0 && (memoryMb ?? 0) > 5 && scene === 'normal' && !hidden && silentMs < 5_000,
        );
        if (windows.length !== 2 || !well) throw new Error(JSON.stringify(now));
        return now;
      },
      40_000,
    );
    if (!seen) throw new Error('nothing was told');
    expect(seen.report).toMatchObject({ supervised: true, version: expect.stringMatching(/^\d/) });
    expect(seen.report.windows.map(({ window, display }) => [window, display])).toEqual([
      ['wall-1', 'wall-1'],
      ['wall-2', 'wall-2'],
    ]);
    expect(seen.report.windows.every(({ width, height }) => width >= 640 && height >= 400)).toBe(true);
    expect(seen.report.memoryMb).toBeGreaterThan(100);
    expect(seen.report.displays.filter(({ primary }) => primary)).toHaveLength(1);

    const before = await walls(wall);
    const care = { console: seen.console, window: 'wall-2', how: 'recreate' } as const;
    expect(await desk.act('wall.care', 'wall', care)).toBeNull();
    await until('the second wall is another', async () => {
      const now = await walls(wall);
      return now.length === 2 && now[1]?.pid !== before[1]?.pid && (now[1]?.began ?? 0) > 0;
    });
    expect((await walls(wall))[0]).toEqual(before[0]);
    await until('it is told that it was replaced', async () => {
      const now = await report();
      return now?.report.windows[1]?.revived === 1 && now.report.windows[0]?.revived === 0;
    });

    expect(await desk.act('wall.care', 'wall', { ...care, window: 'wall-1', how: 'reload' })).toBeNull();
    await until('the page of the first began anew, in the same process', async () => {
      const now = await walls(wall);
      return now[0]?.pid === before[0]?.pid && (now[0]?.began ?? 0) > (before[0]?.began ?? 0);
    });

    const app = wall.app.process();
    expect(await desk.act('wall.care', 'wall', { ...care, window: null, how: 'restart' })).toBeNull();
    await until('it ends in good order, to be started again', () => app.exitCode === 0, 20_000);
    await until('the hub knows that it is away', async () => {
      const asked = await desk.console.ask({ ask: 'wall-health' });
      return asked.ok && asked.value.reports[0]?.connected === false;
    });
  } finally {
    await away.stop();
    await hub.stop();
  }
});

test('what another computer of the wall showed is shown here while it is gone', async ({
  estate,
  folder,
  launch,
}) => {
  const data = join(folder, 'hub');
  const plan = join(folder, 'two-computers.yaml');
  const wall = [
    'wall:',
    '  displays:',
    `    - { id: a, name: A, col: 1, row: 1, computer: ${hostname()} }`,
    '    - { id: b, name: B, col: 2, row: 1, computer: en annen }',
    '',
  ];
  writeFileSync(plan, `${readFileSync(estate.catalogue, 'utf8')}\n${wall.join('\n')}`);
  const hub = await startHubProcess(['--data', data, '--config', plan]);
  // Another computer's console, with its own windows left out: it tells of them as it would.
  const other = async (): Promise<() => Promise<void>> => {
    const clock = systemClock();
    const console = startConsole({ clock, dataFolder: join(folder, 'annen'), hubUrl: null, log: () => {} });
    await new Post(console).attach(data);
    const report = aWallReport([aWallWindow('wall-1', { display: 'b' })], { computer: 'en annen' });
    const tell = setInterval(() => console.walls.report(report), 1_000);
    return async () => {
      clearInterval(tell);
      await console.stop();
    };
  };
  let stop = await other();
  try {
    const console = await launch(['--hub', hub.url, '--wall', '--windows', '1']);
    const page = await console.wall();
    await allNormal(page);
    const displays = (): Promise<string> =>
      page.evaluate(
        "vaktrom.snapshot().then(({ value }) => value.place.displays.map(({ id }) => id).join(' '))",
      );
    const panels = (): Promise<string[]> =>
      page
        .locator('section[data-panel]')
        .evaluateAll((all) => all.map((one) => one.dataset.panel ?? '').sort());
    const clock = systemClock();
    const pult = startConsole({ clock, dataFolder: join(folder, 'pult'), hubUrl: null, log: () => {} });
    const desk = await new Post(pult).attach(data);
    await desk.invite({});
    const hour = { scene: 'hendelse', about: null, until: clock.now() + 3_600_000 };
    expect(await desk.act('wall.scene', 'wall', hour)).toBeNull();
    await pult.stop();
    await expect(page.locator('#mirror')).toHaveAttribute('data-scene', 'hendelse', { timeout: 10_000 });
    expect(await displays()).toBe('a b');
    expect(await panels()).toEqual(['cause']);
    await stop();
    await until('the wall is the displays that are left', async () => (await displays()) === 'a', 60_000);
    // The mosaic stood on the display that is gone: nothing covers it.
    await until('the scene has folded', async () => (await panels()).join() === 'cause,mosaic');
    stop = await other();
    await until('it is back', async () => (await displays()) === 'a b', 20_000);
    await until('the scene is as it was', async () => (await panels()).join() === 'cause');
  } finally {
    await stop();
    await hub.stop();
  }
});

/** Processes of the app on this profile that are no helpers of another, by id. */
const consolesOn = (profile: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return words.includes(profile) && !words.some((word) => word.startsWith('--type='));
      } catch {
        return false;
      }
    });

test('a console that nothing else starts again starts itself when a desk has asked for it', async ({
  estate,
  folder,
}) => {
  const data = join(folder, 'hub');
  const profile = join(folder, 'profile');
  const hub = await startHubProcess(['--data', data, '--config', estate.catalogue]);
  const clock = systemClock();
  const away = startConsole({ clock, dataFolder: join(folder, 'pult'), hubUrl: null, log: () => {} });
  // Not by the test driver: what it starts waits for it, also when it starts itself.
  const flags = ['--hub', hub.url, '--data', profile, '--wall', '--windows', '1'];
  const env = { ...process.env, ...runtimeEnv(), VAKTROM_TEST_CLOSE: 'end', NOTIFY_SOCKET: undefined };
  const first = spawn(electronPath(), [...electronSwitches(), ROOT, ...flags], { env, stdio: 'ignore' });
  try {
    const desk = await new Post(away).attach(data);
    await desk.invite({});
    const there = async (): Promise<{ console: string; report: WallReport } | null> => {
      const asked = await desk.console.ask({ ask: 'wall-health' });
      const one = asked.ok ? asked.value.reports[0] : undefined;
      return one?.connected && (one.report.windows[0]?.frames ?? 0) > 0 ? one : null;
    };
    const before = await until('the wall paints', there, 40_000);
    if (!before) throw new Error('no wall');
    expect(before.report.supervised).toBe(false);
    const care = { console: before.console, window: null, how: 'restart' } as const;
    expect(await desk.act('wall.care', 'wall', care)).toBeNull();
    await until('it ends in good order', () => first.exitCode === 0, 20_000);
    const after = await until(
      'another run of it paints',
      async () => {
        const now = await there();
        return now !== null && now.report.upSince > before.report.upSince ? now : null;
      },
      40_000,
    );
    expect(after?.console).toBe(before.console);
  } finally {
    for (const pid of consolesOn(profile)) process.kill(pid, 'SIGTERM');
    await until('nothing is left of it', () => consolesOn(profile).length === 0, 20_000);
    await away.stop();
    await hub.stop();
  }
});
