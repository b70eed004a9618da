import { GRID, type GridRect, type WallCell, type WallDisplay } from '../../../shared/model/wall';

/** Where a display hangs among the others, as shares of the whole wall (0–1). */
export interface WallBox {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** The wall seen from the front: its form, and where each display is in it. */
export interface WallForm {
  /** Width over height. */
  readonly aspect: number;
  readonly boxes: ReadonlyMap<string, WallBox>;
}

/** What can be picked: cells of so many units of a display's grid. */
export interface CellSize {
  readonly w: number;
  readonly h: number;
}
export const WHOLE: CellSize = { w: GRID, h: GRID };

export type Way = 'left' | 'right' | 'up' | 'down';

/** Displays as they are read: row by row, from the left. Their numbers on the wall count so. */
export function inReadingOrder(displays: readonly WallDisplay[]): readonly WallDisplay[] {
  return [...displays].sort((a, b) => a.row - b.row || a.col - b.col || (a.id < b.id ? -1 : 1));
}

/** The wall's form by the millimetres of its displays, frames counted. A place where none hangs is as wide as the widest. */
export function wallForm(displays: readonly WallDisplay[]): WallForm {
  const across = tracks(displays, ({ col }) => col, widthOf);
  const down = tracks(displays, ({ row }) => row, heightOf);
  const boxes = new Map<string, WallBox>();
  for (const display of displays) {
    const { bezelMm } = display;
    boxes.set(display.id, {
      x: (across.start(display.col) + bezelMm) / across.all,
      y: (down.start(display.row) + bezelMm) / down.all,
      w: (widthOf(display) - 2 * bezelMm) / across.all,
      h: (heightOf(display) - 2 * bezelMm) / down.all,
    });
  }
  return { aspect: across.all / down.all, boxes };
}

function widthOf({ width, pitchMm, bezelMm }: WallDisplay): number {
  return width * pitchMm + 2 * bezelMm;
}

function heightOf({ height, pitchMm, bezelMm }: WallDisplay): number {
  return height * pitchMm + 2 * bezelMm;
}

function tracks(
  displays: readonly WallDisplay[],
  place: (display: WallDisplay) => number,
  size: (display: WallDisplay) => number,
): { readonly all: number; readonly start: (at: number) => number } {
  if (displays.length === 0) return { all: 1, start: () => 0 };
  const places = displays.map(place);
  const first = Math.min(...places);
  const widest = Math.max(...displays.map(size));
  const sizes = Array.from({ length: Math.max(...places) - first + 1 }, (_, index) => {
    const here = displays.filter((display) => place(display) === first + index).map(size);
    return here.length === 0 ? widest : Math.max(...here);
  });
  const sum = (to: number): number => sizes.slice(0, to).reduce((total, one) => total + one, 0);
  return { all: sum(sizes.length), start: (at) => sum(at - first) };
}

/** The cell of a display under a point of it (shares, 0–1). */
export function cellAt(display: string, size: CellSize, x: number, y: number): WallCell {
  const start = (share: number, step: number): number => {
    const last = GRID - step;
    return Math.min(last, Math.max(0, Math.floor((share * GRID) / step) * step));
  };
  return cellOf(display, { x: start(x, size.w), y: start(y, size.h), ...size });
}

/** A cell that is a whole display names no part of it. */
function cellOf(display: string, at: GridRect): WallCell {
  return { display, at: at.w === GRID && at.h === GRID ? null : at };
}

/** The same cell in another size: what holds its upper left corner. */
export function resized({ display, at }: WallCell, size: CellSize): WallCell {
  return cellAt(display, size, (at?.x ?? 0) / GRID, (at?.y ?? 0) / GRID);
}

/** The next cell that way, on this display or on the nearest one beside it; at the wall's edge, the same. Null: no display. */
export function stepCell(
  displays: readonly WallDisplay[],
  from: WallCell | null,
  size: CellSize,
  way: Way,
): WallCell | null {
  const present = displays.find(({ id }) => id === from?.display);
  if (from === null || present === undefined) {
    const first = inReadingOrder(displays)[0];
    return first === undefined ? null : cellAt(first.id, size, 0, 0);
  }
  const { at } = resized(from, size);
  const { x, y } = at ?? { x: 0, y: 0 };
  const by = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[way] as [number, number];
  const to = { x: x + by[0] * size.w, y: y + by[1] * size.h };
  const inside = to.x >= 0 && to.y >= 0 && to.x + size.w <= GRID && to.y + size.h <= GRID;
  if (inside) return cellOf(present.id, { ...to, ...size });
  const next = neighbour(displays, present, by);
  if (next === null) return cellOf(present.id, { x, y, ...size });
  const last = { x: GRID - size.w, y: GRID - size.h };
  return cellOf(next.id, {
    x: by[0] === 0 ? x : by[0] > 0 ? 0 : last.x,
    y: by[1] === 0 ? y : by[1] > 0 ? 0 : last.y,
    ...size,
  });
}

/** The nearest display that way: in the nearest column (row) there is one in, at the height that is least far off. */
function neighbour(
  displays: readonly WallDisplay[],
  from: WallDisplay,
  [dx, dy]: readonly [number, number],
): WallDisplay | null {
  const ahead = (one: WallDisplay): number => (one.col - from.col) * dx + (one.row - from.row) * dy;
  const aside = (one: WallDisplay): number => Math.abs(dx === 0 ? one.col - from.col : one.row - from.row);
  const there = displays
    .filter((one) => ahead(one) > 0)
    .sort((a, b) => ahead(a) - ahead(b) || aside(a) - aside(b) || (a.id < b.id ? -1 : 1));
  return there[0] ?? null;
}

/** Which part of its display a cell is, for words: left or right, upper or lower; `whole`: that direction is not divided. */
export function sideOf({ at }: WallCell): {
  readonly across: 'left' | 'right' | 'whole';
  readonly down: 'upper' | 'lower' | 'whole';
} {
  if (at === null) return { across: 'whole', down: 'whole' };
  return {
    across: at.w === GRID ? 'whole' : at.x * 2 + at.w <= GRID ? 'left' : 'right',
    down: at.h === GRID ? 'whole' : at.y * 2 + at.h <= GRID ? 'upper' : 'lower',
  };
}
