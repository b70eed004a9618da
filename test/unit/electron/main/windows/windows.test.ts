import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SettingsStore } from '../../../../../electron/main/app/settings';
import type { DisplayInfo } from '../../../../../electron/main/windows/placement';
import { type RoomEvents, type WindowPlan, Windows } from '../../../../../electron/main/windows/windows';
import { ManualClock } from '../../../../../shared/time/clock';

/** A BrowserWindow as far as the shell uses it, which a test can look at and make events in. */
const browser = vi.hoisted(() => {
  type Listener = (...args: never[]) => void;
  class Emitter {
    readonly #listeners = new Map<string, Listener[]>();
    on(name: string, listen: Listener): void {
      this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listen]);
    }
    once(name: string, listen: Listener): void {
      this.on(name, listen);
    }
    emit(name: string, ...args: unknown[]): void {
      for (const listen of this.#listeners.get(name) ?? []) listen(...(args as never[]));
    }
  }
  interface Bounds {
    x: number;
    y: number;
    width: number;
    height: number;
  }
  const state = { all: [] as FakeWindow[], made: 0 };
  class FakeContents extends Emitter {
    readonly id = ++state.made;
    readonly loaded: string[] = [];
    readonly sent: unknown[] = [];
    crashed = false;
    isDestroyed = (): boolean => false;
    isCrashed = (): boolean => this.crashed;
    /** No process of this machine: ending it falls to the page's own way. */
    getOSProcessId = (): number => 0;
    send = (...news: unknown[]): void => void this.sent.push(news);
    forcefullyCrashRenderer = (): void => this.crash();
    crash(): void {
      this.crashed = true;
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    }
  }
  class FakeWindow extends Emitter {
    readonly webContents = new FakeContents();
    readonly options: { readonly webPreferences: Record<string, unknown> } & Record<string, unknown>;
    bounds: Bounds;
    visible = false;
    full = false;
    gone = false;
    constructor(options: Bounds & { webPreferences: Record<string, unknown> }) {
      super();
      this.options = { ...options };
      const { x, y, width, height } = options;
      this.bounds = { x, y, width, height };
      state.all.push(this);
    }
    isVisible = (): boolean => this.visible;
    isMinimized = (): boolean => false;
    isDestroyed = (): boolean => this.gone;
    isFullScreen = (): boolean => this.full;
    setFullScreen = (full: boolean): void => {
      this.full = full;
    };
    getBounds = (): Bounds => this.bounds;
    setBounds = (bounds: Bounds): void => {
      this.bounds = bounds;
      this.emit('move');
    };
    setBackgroundColor = (): void => undefined;
    focus = (): void => undefined;
    show = (): void => {
      this.visible = true;
      this.emit('show');
    };
    showInactive = (): void => this.show();
    hide = (): void => {
      this.visible = false;
      this.emit('hide');
    };
    loadURL = async (url: string): Promise<void> => {
      this.webContents.crashed = false;
      this.webContents.loaded.push(url);
    };
    /** A person closes it; it goes in the next turn, as a real one does. */
    askToClose(): () => void {
      let kept = false;
      this.emit('close', { preventDefault: () => (kept = true) });
      return () => {
        if (!kept) this.destroy();
      };
    }
    destroy = (): void => {
      if (this.gone) return;
      this.gone = true;
      state.all = state.all.filter((other) => other !== this);
      this.emit('closed');
    };
  }
  return { state, FakeWindow };
});
vi.mock('electron', () => ({ BrowserWindow: browser.FakeWindow }));

const display = (id: number, x: number, primary = false): DisplayInfo => {
  const bounds = { x, y: 0, width: 1920, height: 1080 };
  return { id, bounds, workArea: bounds, primary };
};
const three = [display(1, 0, true), display(2, 1920), display(3, 3840)];

let folder: string;
let clock: ManualClock;
let displays: DisplayInfo[];
let settings: SettingsStore;
let windows: Windows;
let asked: string[];
let mayGo: boolean;
let events: string[];
const log = pino({ level: 'silent' });

const roomEvents: RoomEvents = {
  attached: (window, id) => events.push(`attached ${window.name} ${id}`),
  detached: (window, id) => events.push(`detached ${window.name} ${id}`),
  restarted: (id) => events.push(`restarted ${id}`),
  hidden: (id, hidden) => events.push(`hidden ${id} ${hidden}`),
  lastCloses: (window) => {
    asked.push(window.name);
    return mayGo;
  },
  changed: () => undefined,
};
const make = (plan: Partial<WindowPlan> = {}): void => {
  const whole: WindowPlan = { kinds: ['wall', 'desk'], walls: null, firstDisplay: null, ...plan };
  windows = new Windows({
    plan: whole,
    preloads: '/p',
    settings,
    clock,
    log,
    displays: () => displays,
    events: roomEvents,
  });
  windows.start();
  for (const window of browser.state.all) window.emit('ready-to-show');
};
const named = (name: string) => {
  const found = windows.all.find((window) => window.name === name)?.browserWindow;
  if (!found) throw new Error(`${name} is not open`);
  return found as unknown as InstanceType<typeof browser.FakeWindow>;
};
const names = () => windows.all.map(({ name }) => name);
/** Lets a window paint for a while. */
const paint = (name: string, seconds: number): void => {
  for (let second = 0; second < seconds; second++) {
    clock.advance(1_000);
    for (const window of windows.all)
      if (window.name === name || name === 'all') window.beat(window.contentsId, 60);
  }
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaktrom-windows-'));
  clock = new ManualClock();
  displays = [...three];
  settings = SettingsStore.open(join(folder, 'settings.json'), {}, clock, log);
  browser.state.all = [];
  asked = [];
  events = [];
  mayGo = false;
});
afterEach(async () => {
  windows.stop();
  await settings.flush();
  rmSync(folder, { recursive: true, force: true });
});

describe('the room’s windows', () => {
  it('opens a wall on each free display and the desk, hardened, each with the preload of its power', () => {
    make();
    expect(names()).toEqual(['wall-1', 'wall-2', 'desk-1']);
    expect(named('wall-2')).toMatchObject({ full: true, visible: true, bounds: three[2]?.bounds });
    for (const { options } of browser.state.all) {
      expect(options).toMatchObject({ show: false, backgroundColor: '#10151a' });
      expect(options.webPreferences).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
      });
    }
    expect(named('wall-1').options.webPreferences).toMatchObject({
      preload: join('/p', 'wall.cjs'),
      backgroundThrottling: false,
    });
    expect(named('desk-1').options.webPreferences).toMatchObject({ preload: join('/p', 'desk.cjs') });
    expect(named('wall-1').webContents.loaded).toEqual(['vaktrom://app/wall/index.html?theme=night']);
    expect(windows.seat('wall', 1)).toEqual({ index: 1, count: 2 });
  });

  it('shows a window whose page does not come', () => {
    make();
    named('desk-1').askToClose()();
    windows.open('desk');
    expect(named('desk-1').visible).toBe(false);
    clock.advance(3_000);
    expect(named('desk-1').visible).toBe(true);
  });

  it('opens again what was closed, and nothing twice', () => {
    make();
    named('wall-2').askToClose()();
    expect(names()).toEqual(['wall-1', 'desk-1']);
    named('desk-1').webContents.emit(
      'before-input-event',
      { preventDefault: () => undefined },
      { type: 'keyDown', key: 'W', control: true, shift: true, alt: false, meta: false },
    );
    expect(names()).toEqual(['wall-1', 'wall-2', 'desk-1']);
    expect(named('wall-2').bounds).toEqual(three[2]?.bounds);
    windows.openAgain(['wall', 'desk']);
    expect(browser.state.all).toHaveLength(3);
  });

  it('asks once about the last of several that are told to close at the same time', () => {
    make();
    const go = [...browser.state.all].map((window) => window.askToClose());
    for (const leave of go) leave();
    expect(asked).toHaveLength(1);
    expect(names()).toHaveLength(1);
    mayGo = true;
    browser.state.all[0]?.askToClose()();
    expect(names()).toEqual([]);
    // The watch goes on without windows; starting again opens them.
    windows.openAgain(['wall', 'desk']);
    expect(names()).toEqual(['wall-1', 'wall-2', 'desk-1']);
  });

  it('moves a wall whose display goes, and back when it returns', () => {
    make();
    displays = three.slice(0, 2);
    windows.reconcile();
    expect(named('wall-2')).toMatchObject({ full: false, bounds: { x: 2880, width: 960 } });
    expect(named('wall-1')).toMatchObject({ full: false, bounds: { x: 1920, width: 960 } });
    displays = [...three];
    windows.reconcile();
    expect(named('wall-2')).toMatchObject({ full: true, bounds: three[2]?.bounds });
    expect(named('wall-1')).toMatchObject({ full: true, bounds: three[1]?.bounds });
  });

  it('remembers where a person has put the desk, not where the system has', async () => {
    make();
    clock.advance(5_000);
    const chosen = { x: 60, y: 70, width: 1000, height: 800 };
    named('desk-1').setBounds(chosen);
    clock.advance(1_000);
    expect(settings.place('desk-1')).toMatchObject({ bounds: chosen, display: { id: 1 } });
    displays = [display(2, 1920, true)];
    windows.reconcile();
    clock.advance(5_000);
    expect(settings.place('desk-1')).toMatchObject({ bounds: chosen, display: { id: 1 } });
    displays = [...three];
    windows.reconcile();
    expect(named('desk-1').bounds).toEqual(chosen);
    await settings.flush();
    const again = SettingsStore.open(join(folder, 'settings.json'), {}, clock, log);
    expect(again.place('desk-1')).toMatchObject({ bounds: chosen });
    expect(again.place('wall-2')).toMatchObject({ display: { id: 3 }, bounds: null });
  });

  it('opens another desk beside the first, up to eight, none quite over another', () => {
    make();
    for (let n = 2; n <= 8; n++) expect(windows.openAnother('desk')).toEqual({ ok: true, value: null });
    for (const window of browser.state.all) window.emit('ready-to-show');
    expect(windows.openAnother('desk')).toMatchObject({ ok: false, error: { code: 'limit' } });
    const desks = names().filter((name) => name.startsWith('desk'));
    expect(desks).toEqual(Array.from({ length: 8 }, (_, n) => `desk-${n + 1}`));
    const corners = new Set(desks.map((name) => `${named(name).bounds.x},${named(name).bounds.y}`));
    expect(corners.size).toBeGreaterThanOrEqual(5);
    expect(windows.seat('desk', 3)).toEqual({ index: 3, count: 8 });
    // The number that is free is the next one's.
    named('desk-3').askToClose()();
    windows.openAnother('desk');
    expect(names()).toContain('desk-3');
  });

  it('opens the desks of the last time again, each where it was and at what it showed', async () => {
    make();
    windows.openAnother('desk');
    windows.openAnother('desk');
    for (const window of browser.state.all) window.emit('ready-to-show');
    clock.advance(5_000);
    named('desk-3').setBounds({ x: 2_000, y: 50, width: 1_000, height: 700 });
    for (const [step, hash] of ['#logg', '#tjenester', '#alarmer/A-7'].entries()) {
      named('desk-3').webContents.emit('did-navigate-in-page', {}, `vaktrom://app/desk/index.html${hash}`);
      clock.advance(step * 100);
    }
    clock.advance(1_000);
    named('desk-2').askToClose()();
    windows.stop();
    await settings.flush();
    browser.state.all = [];
    settings = SettingsStore.open(join(folder, 'settings.json'), {}, clock, log);
    make();
    expect(names()).toEqual(['wall-1', 'wall-2', 'desk-1', 'desk-3']);
    expect(named('desk-3').bounds).toEqual({ x: 2_000, y: 50, width: 1_000, height: 700 });
    expect(named('desk-3').webContents.loaded).toEqual([
      'vaktrom://app/desk/index.html?theme=night#alarmer/A-7',
    ]);
    expect(named('desk-1').webContents.loaded).toEqual(['vaktrom://app/desk/index.html?theme=night']);
    // Its display is gone: it is a guest on the one that is there, and at home again when that is back.
    displays = [display(1, 0, true)];
    windows.reconcile();
    expect(named('desk-3').bounds.x).toBeLessThan(1_920);
    displays = [...three];
    windows.reconcile();
    expect(named('desk-3').bounds).toEqual({ x: 2_000, y: 50, width: 1_000, height: 700 });
  });

  it('keeps a desk to come back to when all are closed, and focuses the first that is open', () => {
    make({ kinds: ['wall', 'desk'] });
    named('desk-1').askToClose()();
    expect(settings.desks).toEqual([0]);
    windows.open('desk');
    expect(names()).toContain('desk-1');
    windows.open('desk');
    expect(names().filter((name) => name.startsWith('desk'))).toEqual(['desk-1']);
  });

  it('reloads a crashed page at its scene, and replaces the window when it crashes again', () => {
    make();
    paint('all', 2);
    const wall = named('wall-1');
    wall.webContents.emit('did-navigate-in-page', {}, 'vaktrom://app/wall/index.html?theme=night#hendelse');
    wall.webContents.crash();
    clock.advance(1);
    expect(wall.webContents.loaded.at(-1)).toBe('vaktrom://app/wall/index.html?theme=night#hendelse');
    expect(named('wall-1')).toBe(wall);
    wall.webContents.crash();
    clock.advance(300);
    const next = named('wall-1');
    expect(next).not.toBe(wall);
    // It stays where it is until there is something to see in its place.
    expect(wall.gone).toBe(false);
    expect(next.webContents.loaded).toEqual(['vaktrom://app/wall/index.html?theme=night#hendelse']);
    next.emit('ready-to-show');
    expect(next).toMatchObject({ full: true, visible: true, bounds: three[1]?.bounds });
    expect(wall.gone).toBe(true);
    expect(asked).toEqual([]);
    expect(
      events.slice(-4).filter((event) => event.startsWith('attached') || event.startsWith('detached')),
    ).toEqual([`attached wall-1 ${next.webContents.id}`, `detached wall-1 ${wall.webContents.id}`]);
  });

  it('brings back a wall that stopped painting, and leaves a hidden desk in peace', () => {
    make();
    paint('all', 5);
    named('desk-1').hide();
    const loads = () =>
      [named('wall-1'), named('wall-2'), named('desk-1')].map(({ webContents }) => webContents.loaded.length);
    paint('wall-2', 9);
    expect(loads()).toEqual([1, 1, 1]);
    paint('wall-2', 2);
    expect(loads()).toEqual([2, 1, 1]);
    paint('all', 60);
    expect(loads()).toEqual([2, 1, 1]);
    expect(events).toContain(`hidden ${named('desk-1').webContents.id} true`);
  });

  it('ends the process of a wall that hangs, and puts its replacement in its place when even that did not help', () => {
    make();
    paint('all', 5);
    const wall = named('wall-1');
    paint('wall-2', 10);
    // Here the process ends at once, and the page begins anew.
    expect(wall.webContents.loaded).toHaveLength(2);
    paint('wall-2', 20);
    clock.advance(1_000);
    expect(named('wall-1')).not.toBe(wall);
  });

  it('begins anew the walls that do not paint after the GPU process ended', () => {
    make();
    paint('all', 5);
    windows.gpuGone();
    paint('wall-2', 6);
    expect(named('wall-1').webContents.loaded).toHaveLength(2);
    expect(named('wall-2').webContents.loaded).toHaveLength(1);
  });

  it('replaces a window by one that has painted out of sight, and keeps the old one until it stands there', () => {
    make();
    paint('all', 5);
    const old = named('wall-1');
    const seat = windows.all.find(({ name }) => name === 'wall-1');
    expect(seat?.renew('it grew')).toBe(true);
    expect(seat?.renew('again')).toBe(false);
    const heir = browser.state.all.at(-1);
    if (!heir || !seat) throw new Error('there is no heir');
    expect(heir).toMatchObject({ visible: false });
    expect(windows.byContents(heir.webContents.id)).toBe(seat);
    seat.sendTo(heir.webContents.id, 'outbox:changed', []);
    expect([heir.webContents.sent.length, old.webContents.sent.length]).toEqual([1, 0]);
    seat.beat(heir.webContents.id, 0);
    seat.beat(heir.webContents.id, 20);
    expect(named('wall-1')).toBe(old);
    seat.beat(heir.webContents.id, 60);
    expect(named('wall-1')).toBe(heir);
    expect(heir).toMatchObject({ visible: true, full: true, bounds: three[1]?.bounds });
    expect(old.gone).toBe(false);
    clock.advance(1_000);
    expect(old.gone).toBe(true);
    expect(seat.vitals).toMatchObject({ revived: 1, troubles: 0 });
    expect(names()).toEqual(['wall-1', 'wall-2', 'desk-1']);
    paint('all', 60);
    expect(named('wall-1')).toBe(heir);
  });

  it('gives up a replacement that does not paint or crashes, and leaves the window as it was', () => {
    make();
    paint('all', 5);
    const old = named('wall-1');
    const seat = windows.all.find(({ name }) => name === 'wall-1');
    expect(seat?.renew('it grew')).toBe(true);
    browser.state.all.at(-1)?.webContents.crash();
    expect(browser.state.all).toHaveLength(3);
    expect(seat?.renew('it grew')).toBe(true);
    paint('all', 31);
    expect(browser.state.all).toHaveLength(3);
    expect(named('wall-1')).toBe(old);
    expect(old.webContents.loaded).toHaveLength(1);
  });

  it('puts a wall back that a window manager moved, ever more slowly where that does not help', () => {
    make();
    paint('all', 5);
    const wall = named('wall-1');
    wall.bounds = { x: 0, y: 0, width: 1920, height: 1080 };
    paint('all', 1);
    expect(wall.bounds).toEqual(three[1]?.bounds);
    let puts = 0;
    wall.setFullScreen = (full) => {
      if (full) puts += 1;
    };
    wall.setBounds = () => undefined;
    wall.bounds = { x: 0, y: 0, width: 1920, height: 1080 };
    paint('all', 20);
    expect(puts).toBeGreaterThanOrEqual(4);
    puts = 0;
    paint('all', 120);
    // It may learn late which displays there are.
    expect(puts).toBe(6);
    puts = 0;
    windows.reconcile();
    paint('all', 5);
    expect(puts).toBeGreaterThan(1);
  });

  it('vouches for its walls while one of them paints, and where there is none to be seen', () => {
    make();
    paint('all', 5);
    paint('wall-2', 120);
    expect(windows.paints(90_000)).toBe(true);
    paint('desk-1', 89);
    expect(windows.paints(90_000)).toBe(true);
    paint('desk-1', 5);
    expect(windows.paints(90_000)).toBe(false);
    for (const name of ['wall-1', 'wall-2']) named(name).hide();
    expect(windows.paints(90_000)).toBe(true);
  });

  it('sends nothing to a crashed page, and brings nothing back after it was told to stop', () => {
    make();
    const wall = named('wall-1');
    wall.webContents.crash();
    windows.all[0]?.send('outbox:changed', []);
    expect(wall.webContents.sent).toEqual([]);
    windows.stop();
    clock.advance(60_000);
    expect(browser.state.all).toEqual([]);
    expect(asked).toEqual([]);
  });
});
