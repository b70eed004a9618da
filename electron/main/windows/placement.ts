import type { WindowKind } from '../../../shared/contract/ipc';
import type { Place } from '../app/settings';
import { KINDS } from './kinds';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A display as the system shows it, DIP. */
export interface DisplayInfo {
  /** Holds within one session of the system only. */
  readonly id: number;
  readonly bounds: Rect;
  /** `bounds` without bars and docks. */
  readonly workArea: Rect;
  readonly primary: boolean;
}

/** A window that wants a place. `home`: where it lives, remembered or asked for; null: wherever is best. */
export interface Wanted {
  readonly name: string;
  readonly kind: WindowKind;
  readonly home: Place | null;
}

/** Where a window is to be. `home`: the place to remember it by when it had none. */
export interface Placement {
  readonly name: string;
  readonly displayId: number;
  readonly fullscreen: boolean;
  readonly bounds: Rect;
  /** Its own display is not there: it is a guest until it is back. */
  readonly displaced: boolean;
  readonly home: Place;
}

/** Room for a window's title bar, which its bounds do not count on Linux, DIP. */
const TITLE_BAR = 32;

/** Displays in reading order: row by row, as a wall is counted. */
export function readingOrder(displays: readonly DisplayInfo[]): DisplayInfo[] {
  const rows: DisplayInfo[][] = [];
  for (const display of [...displays].sort((a, b) => a.bounds.y - b.bounds.y || a.bounds.x - b.bounds.x)) {
    const row = rows.at(-1);
    const first = row?.[0];
    // Mounted a little lower is still the same row.
    if (row && first && display.bounds.y < first.bounds.y + first.bounds.height / 2) row.push(display);
    else rows.push([display]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.bounds.x - b.bounds.x));
}

/**
 * How many walls and where, when nobody has said: one on each display other than the primary, which is the
 * desk's; one on every display when there is no desk; always at least one. Indexes into the reading order.
 */
export function defaultWalls(displays: readonly DisplayInfo[], withDesk: boolean): number[] {
  const order = readingOrder(displays);
  const free = order.flatMap((display, index) => (withDesk && display.primary ? [] : [index]));
  return free.length > 0 ? free : [0];
}

/**
 * Where the walls of a first start live, as indexes into the reading order. `count`: how many are wanted, null
 * for one on each free display; `first`: the display of the first (0 is the first in reading order), null for
 * the first free one. More walls than displays begin again from the first.
 */
export function wallHomes(
  displays: readonly DisplayInfo[],
  withDesk: boolean,
  count: number | null,
  first: number | null,
): number[] {
  const free = defaultWalls(displays, withDesk);
  const all = displays.length;
  const start = first === null || all === 0 ? null : first % all;
  const from =
    start === null ? free : [start, ...[...free, ...free].slice(free.findIndex((index) => index > start))];
  const around = [...new Set([...from, ...free])];
  const wanted = count ?? (start === null ? free.length : Math.max(1, around.length));
  return Array.from({ length: wanted }, (_, index) => around[index % around.length] ?? 0);
}

/** The place that is a whole display. */
export function wholeDisplay(displays: readonly DisplayInfo[], order: number): Place | null {
  const display = readingOrder(displays)[order];
  return display ? { display: { id: display.id, bounds: display.bounds, order }, bounds: null } : null;
}

/**
 * The place of every window on the displays there are. A window whose own display is there goes to it, known by
 * id and bounds, else id, else bounds. Others are guests: on the display of the same order when no wall has it,
 * else on the one with the fewest walls, the primary last. A wall alone on its display fills it; walls that
 * share one stand side by side, so that none covers another. On the only display, beside a desk, a wall is a
 * window.
 */
export function placeWindows(displays: readonly DisplayInfo[], windows: readonly Wanted[]): Placement[] {
  const order = readingOrder(displays);
  if (order.length === 0) return [];
  const chosen = new Map<string, DisplayInfo>();
  for (const same of [sameAll, sameId, sameBounds]) {
    for (const { name, home } of windows) {
      if (!home || chosen.has(name)) continue;
      const own = order.find((display) => same(display, home));
      if (own) chosen.set(name, own);
    }
  }
  const atHome = new Set(chosen.keys());
  for (const { name, kind, home } of windows) {
    if (!chosen.has(name)) chosen.set(name, guestDisplay(order, kind, home, windows, chosen));
  }
  return windows.map((window) => {
    const display = chosen.get(window.name) ?? (order[0] as DisplayInfo);
    const displaced = window.home !== null && !atHome.has(window.name);
    return { ...placeOn(display, window, displaced, order, windows, chosen), displaced };
  });
}

function guestDisplay(
  order: readonly DisplayInfo[],
  kind: WindowKind,
  home: Place | null,
  windows: readonly Wanted[],
  chosen: ReadonlyMap<string, DisplayInfo>,
): DisplayInfo {
  const primary = order.find((display) => display.primary) ?? (order[0] as DisplayInfo);
  const walls = (display: DisplayInfo): number =>
    windows.filter((window) => window.kind === 'wall' && chosen.get(window.name) === display).length;
  if (kind !== 'wall') return primary;
  const sameOrder = home === null ? undefined : order[home.display.order];
  if (sameOrder && sameOrder !== primary && walls(sameOrder) === 0) return sameOrder;
  const cost = (display: DisplayInfo): number => walls(display) * 2 + (display === primary ? 3 : 0);
  return order.reduce((best, display) => (cost(display) < cost(best) ? display : best));
}

function placeOn(
  display: DisplayInfo,
  window: Wanted,
  displaced: boolean,
  order: readonly DisplayInfo[],
  windows: readonly Wanted[],
  chosen: ReadonlyMap<string, DisplayInfo>,
): Omit<Placement, 'displaced'> {
  const here = windows.filter((other) => chosen.get(other.name) === display);
  const walls = here.filter((other) => other.kind === 'wall');
  const sharesOnly = order.length === 1 && here.some((other) => other.kind === 'desk');
  const displayTraits = { id: display.id, bounds: display.bounds, order: order.indexOf(display) };
  const fills = KINDS[window.kind].fillsDisplay && !sharesOnly;
  const home = window.home ?? { display: displayTraits, bounds: null };
  const base = { name: window.name, displayId: display.id, home };
  if (fills && walls.length === 1) return { ...base, fullscreen: true, bounds: display.bounds };
  if (fills)
    return {
      ...base,
      fullscreen: false,
      bounds: column(display.workArea, walls.indexOf(window), walls.length),
    };
  const remembered = displaced ? null : (window.home?.bounds ?? null);
  const moved =
    remembered && window.home ? shift(remembered, window.home.display.bounds, display.bounds) : null;
  // The desk keeps its spot when a wall comes to its display as a guest; of several, none covers another.
  const own = here.filter((other) => other.kind !== 'wall');
  const step = window.kind === 'wall' ? walls.indexOf(window) + 1 : own.indexOf(window);
  const bounds = moved ? fitInto(moved, display.workArea) : windowed(display.workArea, window.kind, step);
  return { ...base, fullscreen: false, bounds };
}

function column(area: Rect, index: number, count: number): Rect {
  const left = Math.round((area.width * index) / count);
  const right = Math.round((area.width * (index + 1)) / count);
  return { x: area.x + left, y: area.y, width: right - left, height: area.height - TITLE_BAR };
}

/** The kind's own size, in the middle, each next window a step aside. */
function windowed(area: Rect, kind: WindowKind, index: number): Rect {
  const width = Math.min(KINDS[kind].size.width, area.width);
  const height = Math.min(KINDS[kind].size.height, area.height);
  const step = 32 * index;
  const x = area.x + Math.round((area.width - width) / 2) + step;
  const y = area.y + Math.round((area.height - height) / 2) + step;
  return fitInto({ x, y, width, height }, area);
}

/** The same spot on a display that has moved. */
function shift(bounds: Rect, from: Rect, to: Rect): Rect {
  return { ...bounds, x: bounds.x - from.x + to.x, y: bounds.y - from.y + to.y };
}

/** Wholly inside, smaller where it must be. */
function fitInto(bounds: Rect, area: Rect): Rect {
  const width = Math.min(bounds.width, area.width);
  const height = Math.min(bounds.height, area.height);
  const x = Math.min(Math.max(bounds.x, area.x), area.x + area.width - width);
  const y = Math.min(Math.max(bounds.y, area.y), area.y + area.height - height);
  return { x, y, width, height };
}

function sameAll(display: DisplayInfo, home: Place): boolean {
  return sameId(display, home) && sameBounds(display, home);
}

function sameId(display: DisplayInfo, home: Place): boolean {
  return display.id === home.display.id;
}

function sameBounds(display: DisplayInfo, home: Place): boolean {
  return sameRect(display.bounds, home.display.bounds);
}

/** Whether two rectangles are the same. */
export function sameRect(a: Rect, b: Rect): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/**
 * Whether a wall that fills a display is not where it was put. Window managers may be off by a pixel; others have
 * frames that bounds do not count, and people who move them, so nothing is said of those.
 */
export function isAstray(placement: Placement, bounds: Rect, fullscreen: boolean): boolean {
  if (!placement.fullscreen) return false;
  const wanted = placement.bounds;
  const off = [
    bounds.x - wanted.x,
    bounds.y - wanted.y,
    bounds.width - wanted.width,
    bounds.height - wanted.height,
  ];
  return !fullscreen || off.some((pixels) => Math.abs(pixels) > 2);
}
