import type { WindowKind } from '../../../shared/contract/ipc';
import type { Place } from '../app/settings';
import { KINDS } from './kinds';
import { ownDisplays } from './own-displays';

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
 * The place of every window on the displays there are; `windows` with the most important wall first. A window whose
 * own display is there goes to it (`own-displays.ts`). The others are guests. A wall that lost its display takes a
 * free one; when there is none, that of the least important wall that matters less than it does, which then stands
 * beside another: what matters most is seen whole on what is left. A wall alone on its display fills it; walls that
 * share one stand side by side, so that none covers another. A guest beside a desk is a window.
 */
export function placeWindows(
  displays: readonly DisplayInfo[],
  windows: readonly Wanted[],
  known: ReadonlySet<number> = new Set(),
): Placement[] {
  const order = readingOrder(displays);
  if (order.length === 0) return [];
  const own = ownDisplays(order, windows, known);
  const chosen = new Map(own);
  const primary = order.find((display) => display.primary) ?? (order[0] as DisplayInfo);
  for (const { name, kind } of windows) if (kind !== 'wall' && !chosen.has(name)) chosen.set(name, primary);
  const walls = windows.filter(({ kind }) => kind === 'wall');
  for (;;) {
    const guest = walls.find(({ name }) => !chosen.has(name));
    if (!guest) break;
    chosen.set(guest.name, guestDisplay(order, guest, windows, chosen));
  }
  return windows.map((window) => {
    const display = chosen.get(window.name) ?? primary;
    const displaced = window.home !== null && own.get(window.name) !== display;
    return { ...placeOn(display, window, displaced, order, windows, chosen), displaced };
  });
}

/** Where a wall without a display goes. Who gives up a display for it is taken out of `chosen`. */
function guestDisplay(
  order: readonly DisplayInfo[],
  guest: Wanted,
  windows: readonly Wanted[],
  chosen: Map<string, DisplayInfo>,
): DisplayInfo {
  const walls = windows.filter(({ kind }) => kind === 'wall');
  const rank = (wall: Wanted): number => walls.indexOf(wall);
  const on = (display: DisplayInfo): Wanted[] => walls.filter(({ name }) => chosen.get(name) === display);
  const hasDesk = (display: DisplayInfo): boolean =>
    windows.some(({ name, kind }) => kind !== 'wall' && chosen.get(name) === display);
  const sameOrder = guest.home === null ? undefined : order[guest.home.display.order];
  if (sameOrder && on(sameOrder).length === 0 && !hasDesk(sameOrder)) return sameOrder;
  const cost = (display: DisplayInfo): number => on(display).length * 2 + (hasDesk(display) ? 3 : 0);
  const least = (display: DisplayInfo): number => Math.min(walls.length, ...on(display).map(rank));
  const best = order.reduce((found, display) =>
    cost(display) < cost(found) || (cost(display) === cost(found) && least(display) > least(found))
      ? display
      : found,
  );
  if (on(best).length === 0 && !hasDesk(best)) return best;
  const yields = walls.slice(rank(guest) + 1).findLast(({ name }) => {
    const display = chosen.get(name);
    return display !== undefined && on(display).length === 1 && !hasDesk(display);
  });
  const given = yields && chosen.get(yields.name);
  if (!yields || !given) return best;
  chosen.delete(yields.name);
  return given;
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
  const besideDesk = here.some((other) => other.kind === 'desk') && (order.length === 1 || displaced);
  const displayTraits = { id: display.id, bounds: display.bounds, order: order.indexOf(display) };
  const fills = KINDS[window.kind].fillsDisplay && !besideDesk;
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
