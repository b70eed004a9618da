import { beforeEach, describe, expect, it } from 'vitest';
import { Walls } from '../../../../../electron/main/app/walls';
import { type Page, WebPanels } from '../../../../../electron/main/web-panels/web-panels';
import type { AppWindow } from '../../../../../electron/main/windows/app-window';
import type { Placement } from '../../../../../electron/main/windows/placement';
import type { Args } from '../../../../../shared/contract/ipc';
import type { WallEntity } from '../../../../../shared/model/wall';
import { Projection } from '../../../../../shared/rules/projection';
import { readWall } from '../../../../../shared/rules/wall/read-wall';
import { ManualClock } from '../../../../../shared/time/clock';

type Host = NonNullable<AppWindow['browserWindow']>;
const host = (name: string) => ({ name }) as unknown as Host;
const bounds = (number: number) => ({ x: 1920 * (number - 1), y: 0, width: 1920, height: 1080 });
const placed = (number: number): Placement => ({
  name: `wall-${number}`,
  displayId: number,
  fullscreen: true,
  bounds: bounds(number),
  displaced: false,
  home: { display: { id: number, bounds: bounds(number), order: number - 1 }, bounds: null },
});
/** A wall window as far as this looks at it. */
const wall = (number: number, contentsId: number, more: Partial<AppWindow> = {}) =>
  ({
    name: `wall-${number}`,
    index: number - 1,
    contentsId,
    browserWindow: host(`window-${contentsId}`),
    placement: placed(number),
    contentSize: null,
    ...more,
  }) as unknown as AppWindow;
const shows = (...panels: string[]): Args<'wall:shows'> => ({
  scene: 'normal',
  at: 7,
  legible: false,
  webs: panels.map((panel) => ({ panel, rect: { x: 0, y: 0, w: 10, h: 10 } })),
});

let windows: AppWindow[];
let told: number;
let made: number;
/** Where each page of the web stands now, by its address. */
let standing: Map<string, Host | null>;
let state: WallEntity;
let walls: Walls;

beforeEach(() => {
  windows = [wall(1, 11), wall(2, 12)];
  told = 0;
  made = 0;
  standing = new Map();
  const view = new Projection();
  const sent = (id: string, url: string) => ({
    id,
    panel: { kind: 'web', settings: { url } },
    cell: { display: 'wall-1', at: null },
    by: 'kari',
    from: 0,
    until: 9e15,
  });
  state = { kind: 'wall', value: { ...readWall(view), sent: [sent('graf', 'https://a.no/')] } };
  walls = new Walls({
    windows: () => windows,
    scales: () => new Map([[2, 1.5]]),
    view: () => ({ wall: new Map([['wall:room', state]]), catalogue: view.catalogue, graph: view.graph }),
    computer: () => 'vegg',
    pitchMm: () => 0.6,
    webs: new WebPanels<Host>({
      make: (panel, { url }): Page<Host> => {
        made += 1;
        return {
          state: {
            panel,
            phase: 'loading',
            since: 0,
            nextAt: null,
            address: url,
            loadedAt: null,
            loadMs: null,
            fault: null,
            refusals: 0,
          },
          stand: (at) => void standing.set(url, at?.host ?? null),
          tick: () => undefined,
          weigh: () => undefined,
          close: () => void standing.delete(url),
        };
      },
      clock: new ManualClock(),
      changed: () => undefined,
    }),
    changed: () => {
      told += 1;
    },
  });
});

describe('the walls of a computer', () => {
  it('have displays with the pixels that are there, and say so once', () => {
    walls.refresh();
    walls.refresh();
    expect(told).toBe(1);
    expect(walls.place('wall-2').display).toBe('wall-2');
    expect(walls.place('desk-1').display).toBeNull();
    expect(walls.place('desk-1').displays).toMatchObject([
      { id: 'wall-1', col: 0, width: 1920, height: 1080 },
      { id: 'wall-2', col: 1, width: 2880, height: 1620 },
    ]);
    windows = [wall(1, 11)];
    walls.tick();
    expect(told).toBe(2);
    expect(walls.place('wall-2').display).toBeNull();
  });

  it('have the size of what can be seen where a window shares its display', () => {
    const half = { ...placed(1), fullscreen: false };
    windows = [wall(1, 11, { placement: half, contentSize: { width: 960, height: 1048 } })];
    walls.refresh();
    expect(walls.place('wall-1').displays).toMatchObject([{ width: 960, height: 1048 }]);
  });

  it('put up the pages that a window says it shows, at the address that the room has written', () => {
    walls.shows(11, shows('graf', 'ukjent'));
    expect([...standing]).toEqual([['https://a.no/', windows[0]?.browserWindow]]);
    expect(walls.stateOf(wall(1, 11))).toMatchObject({
      scene: 'normal',
      sceneAt: 7,
      legible: false,
      webs: [{ panel: 'graf' }],
    });
    // What was sent is gone, and nobody says so: it goes within the second.
    state = { ...state, value: { ...state.value, sent: [] } } as WallEntity;
    walls.tick();
    expect([...standing.values()]).toEqual([null]);
  });

  it('put up one page for a panel, however often a window names it', () => {
    walls.shows(11, shows(...Array.from({ length: 24 }, () => 'graf')));
    expect(made).toBe(1);
  });

  it('hear a window that is to take another’s place, and let it have its pages when it does', () => {
    walls.shows(11, shows('graf'));
    walls.shows(21, shows('graf'));
    expect(standing.get('https://a.no/')).toBe(windows[0]?.browserWindow);
    windows = [wall(1, 21), wall(2, 12)];
    walls.refreshWebs();
    expect(standing.get('https://a.no/')).toBe(windows[0]?.browserWindow);
    walls.forget(11);
    expect(standing.get('https://a.no/')).toBe(windows[0]?.browserWindow);
  });

  it('take its pages off a window that begins anew, until it says what it shows', () => {
    walls.shows(11, shows('graf'));
    walls.forget(11);
    expect(standing.get('https://a.no/')).toBeNull();
    expect(walls.stateOf(wall(1, 11))).toMatchObject({ scene: null, sceneAt: null, webs: [] });
    walls.shows(11, shows('graf'));
    expect(standing.get('https://a.no/')).toBe(windows[0]?.browserWindow);
  });

  it('count long tasks of a window until they are asked for', () => {
    walls.longTasks(11, 2);
    walls.longTasks(11, 3);
    walls.longTasks(12, 0);
    expect(walls.takeLongTasks(wall(1, 11))).toBe(5);
    expect(walls.takeLongTasks(wall(1, 11))).toBe(0);
    expect(walls.takeLongTasks(wall(2, 12))).toBe(0);
  });
});
