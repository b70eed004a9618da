import {
  type Arrangement,
  GRID,
  type GridRect,
  type Panel,
  type SceneDraft,
  type SentPanel,
  type WallDisplay,
} from '../../model/wall';
import type { RoomView } from '../reduce';
import { contentFaults, isSpanning, type SceneFault } from './scene-faults';

/** A rectangle in pixels of one display. */
export interface PixelRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What one rectangle of one display shows. */
export interface PlacedPanel {
  /** The panel's id in the scene; of what a person sent: its own. */
  readonly panel: string;
  readonly kind: string;
  readonly settings: Panel['settings'];
  readonly display: string;
  readonly rect: PixelRect;
  /** The panel's whole picture in pixels of this display, and where `rect` begins in it: what lies behind a bezel is not seen. */
  readonly whole: { readonly width: number; readonly height: number };
  readonly offset: { readonly x: number; readonly y: number };
  /** What it refers to in vain, or cannot be read: the cell says so, and the rest lives. */
  readonly faults: readonly SceneFault[];
  /** Who sent it, and until when; null: it is the scene's. */
  readonly sent: { readonly by: string; readonly until: number } | null;
}

export interface PlacedScene {
  readonly panels: readonly PlacedPanel[];
  /** Panels of the scene that stand nowhere now, by id: there are too few displays. */
  readonly left: readonly string[];
  /** What was sent to a display that is not there, by id. */
  readonly unplaced: readonly string[];
}

/** A display of the arrangement (column and row), and the display that shows it. */
interface Seat {
  readonly col: number;
  readonly row: number;
  readonly display: WallDisplay;
}

/**
 * Which panel stands in which rectangle of which display. `displays`: those that are there now, with their real pixels,
 * in any order. Where the wall has not the form of an arrangement, or displays of it are gone, what matters most goes to
 * what is left. No display is without a panel while there is one. `from`: the display of whoever asks (its id; null: nobody's).
 * Only displays of its own computer make room for what is lost: another computer does not know of that, and shows what it did.
 */
export function layoutOf(
  scene: Pick<SceneDraft, 'arrangements'>,
  displays: readonly WallDisplay[],
  view: Pick<RoomView, 'catalogue' | 'graph'>,
  sent: readonly SentPanel[] = [],
  from: string | null = null,
): PlacedScene {
  const ordered = [...displays].sort((a, b) => a.row - b.row || a.col - b.col || (a.id < b.id ? -1 : 1));
  const arrangement = arrangementFor(scene.arrangements, ordered);
  if (arrangement === null || ordered.length === 0)
    return { panels: [], left: [], unplaced: sent.map(({ id }) => id) };
  const asking = ordered.find(({ id }) => id === from);
  const seats = seatsFor(
    arrangement,
    ordered,
    (display) => asking === undefined || display.computer === asking.computer,
  );
  const own = arrangement.panels.flatMap((panel) => piecesOf(panel, seats));
  const idle = ordered.filter(({ id }) => !own.some(({ display }) => display === id));
  const placed = [...own, ...idle.flatMap((display) => repeated(arrangement, display))];
  const shown = new Set(placed.map(({ panel }) => panel));
  const over = sent.flatMap((one) => sentTo(one, ordered));
  const free = placed.filter((piece) => !over.some((other) => covers(other, piece)));
  return {
    panels: [...free, ...over].map((piece) => ({ ...piece, faults: contentFaults(piece, [], view) })),
    left: arrangement.panels.filter(({ id }) => !shown.has(id)).map(({ id }) => id),
    unplaced: sent.filter(({ id }) => !over.some(({ panel }) => panel === id)).map(({ id }) => id),
  };
}

/** The form of a wall: columns and rows that its displays reach over. */
function formOf(displays: readonly WallDisplay[]): { readonly cols: number; readonly rows: number } {
  const reach = (of: (display: WallDisplay) => number): number =>
    displays.length === 0 ? 0 : Math.max(...displays.map(of)) - Math.min(...displays.map(of)) + 1;
  return { cols: reach(({ col }) => col), rows: reach(({ row }) => row) };
}

/** That of the wall's own form; else the largest that its displays can hold; else the smallest there is. */
function arrangementFor(
  arrangements: readonly Arrangement[],
  displays: readonly WallDisplay[],
): Arrangement | null {
  const { cols, rows } = formOf(displays);
  const own = arrangements.find((one) => one.cols === cols && one.rows === rows);
  // A wall that lacks half of its displays is better served by a scene for fewer.
  if (own !== undefined && displays.length * 2 > cols * rows) return own;
  const bySize = [...arrangements].sort((a, b) => b.cols * b.rows - a.cols * a.rows);
  return bySize.find((one) => one.cols * one.rows <= displays.length) ?? bySize[bySize.length - 1] ?? null;
}

/**
 * Who shows which display of the arrangement. In its own form each its own; else in reading order. Those that nobody shows
 * push out what matters less, on those that may give way.
 */
function seatsFor(
  arrangement: Arrangement,
  displays: readonly WallDisplay[],
  gives: (display: WallDisplay) => boolean,
): readonly Seat[] {
  const { cols, rows } = formOf(displays);
  const own = arrangement.cols === cols && arrangement.rows === rows;
  const firstCol = Math.min(...displays.map(({ col }) => col));
  const firstRow = Math.min(...displays.map(({ row }) => row));
  const seats: Seat[] = [];
  const empty: { readonly col: number; readonly row: number }[] = [];
  for (let row = 0; row < arrangement.rows; row++) {
    for (let col = 0; col < arrangement.cols; col++) {
      const display = own
        ? displays.find((one) => one.col - firstCol === col && one.row - firstRow === row)
        : displays[row * arrangement.cols + col];
      if (display === undefined) empty.push({ col, row });
      else seats.push({ col, row, display });
    }
  }
  const worth = (at: { readonly col: number; readonly row: number }): number => worthOf(arrangement, at);
  for (const wish of empty.sort((a, b) => worth(a) - worth(b))) {
    // What is seen in part already needs no further display.
    if (isSeen(arrangement, wish, seats)) continue;
    const least = seats.filter(({ display }) => gives(display)).sort((a, b) => worth(b) - worth(a))[0];
    if (least === undefined || worth(least) <= worth(wish)) continue;
    seats.splice(seats.indexOf(least), 1, { ...wish, display: least.display });
  }
  return seats;
}

/** The priority of what matters most on a display of the arrangement; 1 is most. */
function worthOf(
  { panels }: Arrangement,
  { col, row }: { readonly col: number; readonly row: number },
): number {
  const here = panels.filter((panel) => part(panel.at, col, row) !== null);
  return Math.min(Number.POSITIVE_INFINITY, ...here.map(({ priority }) => priority));
}

/** Whether what matters most there is on another display too. */
function isSeen(
  { panels }: Arrangement,
  { col, row }: { readonly col: number; readonly row: number },
  seats: readonly Seat[],
): boolean {
  const here = panels
    .filter((panel) => part(panel.at, col, row) !== null)
    .sort((a, b) => a.priority - b.priority)[0];
  return here === undefined || seats.some((seat) => part(here.at, seat.col, seat.row) !== null);
}

/** What of a rectangle lies on a display of the arrangement, in units of that display; null: nothing. */
function part({ x, y, w, h }: GridRect, col: number, row: number): GridRect | null {
  const left = Math.max(x, col * GRID);
  const top = Math.max(y, row * GRID);
  const right = Math.min(x + w, (col + 1) * GRID);
  const bottom = Math.min(y + h, (row + 1) * GRID);
  if (right <= left || bottom <= top) return null;
  return { x: left - col * GRID, y: top - row * GRID, w: right - left, h: bottom - top };
}

function piecesOf(panel: Panel, seats: readonly Seat[]): readonly PlacedPanel[] {
  const parts = seats.flatMap((seat) => {
    const at = part(panel.at, seat.col, seat.row);
    return at === null ? [] : [{ seat, at }];
  });
  const [first] = parts;
  if (first === undefined) return [];
  const wholeIn = ({ seat, at }: (typeof parts)[number]): PlacedPanel => {
    const rect = pixelsOf(at, seat.display);
    return placed(panel, seat.display, rect, rect, { x: 0, y: 0 });
  };
  if (!isSpanning(panel)) return parts.map(wholeIn);
  // A page of the web is one window: it stands whole on one display.
  if (panel.kind === 'web') return [wholeIn(first)];
  if (
    !isJoined(
      panel,
      parts.map(({ seat }) => seat),
    )
  )
    return parts.map(wholeIn);
  const boxes = parts.map(({ seat, at }) => ({ seat, at, box: millimetresOf(at, seat) }));
  const left = Math.min(...boxes.map(({ box }) => box.x));
  const top = Math.min(...boxes.map(({ box }) => box.y));
  const width = Math.max(...boxes.map(({ box }) => box.x + box.width)) - left;
  const height = Math.max(...boxes.map(({ box }) => box.y + box.height)) - top;
  return boxes.map(({ seat, at, box }) => {
    const { pitchMm } = seat.display;
    const pixels = (mm: number): number => Math.round(mm / pitchMm);
    return placed(
      panel,
      seat.display,
      pixelsOf(at, seat.display),
      { width: pixels(width), height: pixels(height) },
      { x: pixels(box.x - left), y: pixels(box.y - top) },
    );
  });

  /** Where a part lies on the wall, mm: each display beside the one before it, with both their frames between. */
  function millimetresOf(at: GridRect, { col, row, display }: Seat): PixelRect {
    const { pitchMm } = display;
    const rect = pixelsOf(at, display);
    const across = parts.map(({ seat }) => seat).filter((seat) => seat.row === row && seat.col < col);
    const down = parts.map(({ seat }) => seat).filter((seat) => seat.col === col && seat.row < row);
    const x = across.reduce(
      (sum, seat) => sum + seat.display.width * seat.display.pitchMm + frame(seat, display),
      0,
    );
    const y = down.reduce(
      (sum, seat) => sum + seat.display.height * seat.display.pitchMm + frame(seat, display),
      0,
    );
    return {
      x: x + rect.x * pitchMm,
      y: y + rect.y * pitchMm,
      width: rect.width * pitchMm,
      height: rect.height * pitchMm,
    };
  }
}

/** Two frames meet between two displays: as wide as both together. */
function frame({ display }: Seat, next: WallDisplay): number {
  return display.bezelMm + next.bezelMm;
}

/** Whether every display that the panel wants is there, and they hang as the arrangement has them. */
function isJoined({ at }: Panel, seats: readonly Seat[]): boolean {
  const cell = (unit: number): number => Math.floor(unit / GRID);
  const cols = cell(at.x + at.w - 1) - cell(at.x) + 1;
  const rows = cell(at.y + at.h - 1) - cell(at.y) + 1;
  const [first] = seats;
  if (first === undefined || seats.length !== cols * rows) return false;
  return seats.every(
    ({ col, row, display }) =>
      display.col - first.display.col === col - first.col &&
      display.row - first.display.row === row - first.row,
  );
}

/** Edges are rounded, not widths: what meets in units meets in pixels. */
function pixelsOf({ x, y, w, h }: GridRect, { width, height }: WallDisplay): PixelRect {
  const left = Math.round((x * width) / GRID);
  const top = Math.round((y * height) / GRID);
  return {
    x: left,
    y: top,
    width: Math.round(((x + w) * width) / GRID) - left,
    height: Math.round(((y + h) * height) / GRID) - top,
  };
}

function placed(
  { id, kind, settings }: Pick<Panel, 'id' | 'kind' | 'settings'>,
  display: WallDisplay,
  rect: PixelRect,
  { width, height }: { readonly width: number; readonly height: number },
  offset: PlacedPanel['offset'],
): PlacedPanel {
  return {
    panel: id,
    kind,
    settings,
    display: display.id,
    rect,
    whole: { width, height },
    offset,
    faults: [],
    sent: null,
  };
}

/** A display that the scene has nothing for shows what matters most once more. */
function repeated({ panels }: Arrangement, display: WallDisplay): readonly PlacedPanel[] {
  const most = [...panels].filter(({ kind }) => kind !== 'web').sort((a, b) => a.priority - b.priority)[0];
  if (most === undefined) return [];
  const rect = pixelsOf({ x: 0, y: 0, w: GRID, h: GRID }, display);
  return [placed(most, display, rect, rect, { x: 0, y: 0 })];
}

function sentTo(
  { id, panel, cell, by, until }: SentPanel,
  displays: readonly WallDisplay[],
): readonly PlacedPanel[] {
  const display = displays.find((one) => one.id === cell.display);
  if (display === undefined) return [];
  const rect = pixelsOf(cell.at ?? { x: 0, y: 0, w: GRID, h: GRID }, display);
  return [{ ...placed({ id, ...panel }, display, rect, rect, { x: 0, y: 0 }), sent: { by, until } }];
}

/** Whether what was sent hides a panel of the scene altogether; what it hides in part stays beneath it. */
function covers(over: PlacedPanel, under: PlacedPanel): boolean {
  const a = over.rect;
  const b = under.rect;
  return (
    over.display === under.display &&
    a.x <= b.x &&
    a.y <= b.y &&
    a.x + a.width >= b.x + b.width &&
    a.y + a.height >= b.y + b.height
  );
}
