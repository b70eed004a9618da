import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { WallCareAsked } from '../../../../../electron/main/board/console-walls';
import { readRollup, weighProcesses } from '../../../../../electron/main/wall-health/process-memory';
import { type CaredWindow, keepWallHealth } from '../../../../../electron/main/wall-health/wall-health';
import { type WallReport, wallReport } from '../../../../../shared/model/wall-health';
import { ManualClock } from '../../../../../shared/time/clock';
import { until } from '../../../../fixtures/until';

function aWindow(name: string, did: unknown[]): CaredWindow {
  const bounds = { x: 0, y: 0, width: 1920, height: 1080 };
  return {
    name,
    hidden: false,
    placement: {
      name,
      bounds,
      fullscreen: true,
      displaced: name === 'wall-2',
      displayId: 7,
      home: { display: { id: 7, bounds, order: 0 }, bounds },
    },
    processId: 4_711,
    vitals: { frames: 59, silentMs: 12.4, troubles: 1, revived: 2 },
    contentSize: { width: 1920, height: 1080 },
    bringBack: (how, why) => void did.push([name, how, why]),
  };
}

function rig(names: readonly string[] = ['wall-1', 'wall-2']) {
  const clock = new ManualClock();
  const did: unknown[] = [];
  const said: WallReport[] = [];
  let ask: (asked: WallCareAsked) => void = () => {};
  let open = names.map((name) => aWindow(name, did));
  const stop = keepWallHealth({
    clock,
    log: pino({ level: 'silent' }),
    hub: {
      upSince: 42,
      // Just what the hub would take.
      report: (report) => void said.push(wallReport.parse(report)),
      onCare: (listen) => {
        ask = listen;
        return () => {
          ask = () => {};
        };
      },
    },
    computer: () => 'vegg',
    version: '1.2.3',
    supervised: true,
    windows: () => open,
    shown: ({ name }) => ({ display: `d-${name}`, scene: 'normal', sceneAt: 5, legible: true, webs: [] }),
    takeLongTasks: () => 3,
    displays: () => [{ id: 7, width: 1920, height: 1080, scale: 2, primary: true }],
    processes: () => [{ pid: 4_711, residentMb: 100 }],
    restart: () => void did.push('restart'),
  });
  const close = (): void => {
    open = [];
  };
  return { clock, did, said, close, stop, ask: (asked: WallCareAsked) => ask(asked) };
}

const care = { actor: 'kari', window: null, how: 'reload' } as const;

describe('what a console says of its walls', () => {
  it('is every window with what it shows and how it fares, every two seconds', () => {
    const { clock, said } = rig();
    clock.advance(1_999);
    expect(said).toEqual([]);
    clock.advance(4_001);
    expect(said).toHaveLength(3);
    expect(said[0]).toMatchObject({ computer: 'vegg', version: '1.2.3', upSince: 42, supervised: true });
    expect(said[0]?.windows.map(({ window }) => window)).toEqual(['wall-1', 'wall-2']);
    expect(said[0]?.windows[1]).toEqual({
      window: 'wall-2',
      display: 'd-wall-2',
      displaced: true,
      hidden: false,
      scene: 'normal',
      sceneAt: 5,
      frames: 59,
      longTasks: 3,
      silentMs: 12,
      memoryMb: null,
      troubles: 1,
      revived: 2,
      // Device pixels.
      width: 3840,
      height: 2160,
      legible: true,
      webs: [],
    });
  });

  it('has memory as soon as it was weighed', async () => {
    const { clock, said } = rig();
    await until('it was weighed', () => {
      clock.advance(2_000);
      return said.at(-1)?.memoryMb === 100 && said.at(-1)?.windows[0]?.memoryMb === 100;
    });
  });

  it('is nothing without walls; that they were closed is said until it is over: the hub may not have heard it', () => {
    const none = rig([]);
    none.clock.advance(10_000);
    expect(none.said).toEqual([]);
    const { clock, said, close } = rig();
    clock.advance(2_000);
    close();
    clock.advance(10_000);
    expect(said.map(({ windows }) => windows.length)).toEqual([2, 0, 0, 0, 0, 0]);
  });

  it('ends', () => {
    const { clock, said, did, stop, ask } = rig();
    stop();
    clock.advance(10_000);
    ask(care);
    expect([said, did]).toEqual([[], []]);
  });
});

describe('what is asked for from a desk', () => {
  it('is done to the window it names, or to all', () => {
    const { did, ask } = rig();
    ask({ ...care, window: 'wall-2', how: 'recreate' });
    ask(care);
    const why = 'asked for by kari';
    expect(did).toEqual([
      ['wall-2', 'recreate', why],
      ['wall-1', 'reload', why],
      ['wall-2', 'reload', why],
    ]);
  });

  it('does nothing to a window that is gone', () => {
    const { did, ask } = rig();
    ask({ ...care, window: 'wall-9' });
    expect(did).toEqual([]);
  });

  it('ends the app, once, to be started again', () => {
    const { did, ask } = rig();
    ask({ ...care, how: 'restart' });
    expect(did).toEqual(['restart']);
  });
});

describe('the memory of processes', () => {
  const told = ['Rss: 220000 kB', 'Pss:              102400 kB', 'Private_Clean:      1024 kB'];

  it('is what the kernel tells: shares of what is shared, and what is their own', async () => {
    const text = `00400000-7ffd ---p 00000000 00:00 0 [rollup]\n${[...told, 'Private_Dirty: 50176 kB'].join('\n')}\n`;
    expect(readRollup(text)).toEqual({ pss: 100, own: 50 });
    expect(readRollup(told.join('\n'))).toBeNull();
    const weighed = await weighProcesses(
      [
        { pid: 1, residentMb: 500 },
        { pid: 2, residentMb: 30 },
      ],
      async (pid) => (pid === 1 ? { pss: 100, own: 50 } : null),
    );
    expect(weighed.totalMb).toBe(130);
    expect([1, 2, 3, null].map((pid) => weighed.ofProcess(pid))).toEqual([50, 30, null, null]);
  });

  it('is not known where there is none', async () => {
    expect((await weighProcesses([])).totalMb).toBeNull();
  });
});
