import { STATE_THEME } from '../../theme/state-theme';
import { type Cell, slotState } from '../model/wall-model';
import { box, type Item, type Rect } from './display-list';

/** Where the ticks of a cell stand. */
export interface TickGrid {
  readonly strip: Rect;
  readonly perRow: number;
  /** From one tick to the next, and from one row to the next, px. */
  readonly pitch: number;
  readonly step: number;
  /** Size of a tick, px. */
  readonly w: number;
  readonly h: number;
}

export interface Ticks {
  readonly strip: Rect;
  readonly items: readonly Item[];
}

/**
 * The tick strip at the bottom of a family's cell: one tick for each service that is not normal, at its own
 * place, so that every change changes pixels of its own.
 */
export function ticksOf(cell: Cell, rect: Rect, line: number): Ticks {
  const grid = tickGrid(cell.slots.length, rect, line);
  const items: Item[] = [];
  cell.slots.forEach((slot, index) => {
    const state = slotState(slot);
    if (state !== 'normal') items.push(box(tickRect(index, grid), STATE_THEME[state].colour));
  });
  return { strip: grid.strip, items };
}

/** Most of a cell's height that ticks may take: the rest is for shape and time. */
const MOST_HEIGHT = 0.45;

/**
 * Places for `count` ticks inside an outline of `line` px: on one row when each can have two pixels and a gap,
 * else on as many rows as it takes; where even that is too little, ticks get narrower, to one pixel each.
 */
export function tickGrid(count: number, rect: Rect, line: number): TickGrid {
  const room = Math.max(1, rect.w - 2 * line - 2);
  const most = Math.max(1, Math.floor(rect.h * MOST_HEIGHT));
  const rowsAt = (pitch: number): number => Math.ceil(count / Math.max(1, Math.floor(room / pitch)));
  const pitchWanted = [3, 2, 1].find((pitch) => rowsAt(pitch) * Math.min(2, pitch) <= most) ?? 1;
  const rows = Math.max(1, rowsAt(pitchWanted));
  const perRow = Math.max(1, Math.ceil(count / rows));
  // Ticks of a small family stay narrow: they count services, they are not a bar chart.
  const pitch = Math.max(1, Math.min(Math.floor(room / perRow), Math.round(rect.h * 0.6)));
  const step = Math.max(1, Math.min(Math.floor(most / rows), Math.max(2, Math.round(rect.h * 0.14))));
  const height = rows * step;
  return {
    strip: { x: rect.x + line + 1, y: rect.y + rect.h - line - height, w: room, h: height },
    perRow,
    pitch,
    step,
    w: pitch > 1 ? pitch - 1 : 1,
    h: rows > 1 && step > 2 ? step - 1 : step,
  };
}

/** The pixels of the tick at `index`. */
export function tickRect(index: number, grid: TickGrid): Rect {
  return {
    x: grid.strip.x + (index % grid.perRow) * grid.pitch,
    y: grid.strip.y + Math.floor(index / grid.perRow) * grid.step,
    w: grid.w,
    h: grid.h,
  };
}
