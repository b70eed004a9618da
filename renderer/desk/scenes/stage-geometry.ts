import { GRID, type GridRect, type WallDisplay } from '../../../shared/model/wall';
import { layFrame } from '../../wall/scene/display-frame';
import { typeScale } from '../../wall/type-scale';
import type { WallForm } from '../wall/wall-cells';
import type { FormSize } from './scene-edits';

/** A place on the picture of the wall, as shares of it (0–1). */
export interface Share {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A display that nobody has: 55 inches, as most walls hang. */
const USUAL = { computer: null, width: 1_920, height: 1_080, pitchMm: 0.634, bezelMm: 1.75 };

/** Displays of a form: the wall's own where it has that form, filled up with usual ones. Columns and rows count from 0. */
export function displaysFor(form: FormSize, own: readonly WallDisplay[]): readonly WallDisplay[] {
  const cols = own.map(({ col }) => col);
  const rows = own.map(({ row }) => row);
  const [left, top] = [Math.min(...cols), Math.min(...rows)];
  const isOwn =
    own.length > 0 && Math.max(...cols) - left + 1 === form.cols && Math.max(...rows) - top + 1 === form.rows;
  return Array.from({ length: form.cols * form.rows }, (_, index) => {
    const col = index % form.cols;
    const row = Math.floor(index / form.cols);
    const real = isOwn ? own.find((one) => one.col - left === col && one.row - top === row) : undefined;
    return { ...USUAL, id: `plass-${index + 1}`, name: '', ...real, col, row };
  });
}

/** The form of a wall; null: it has no displays. */
export function formOfWall(displays: readonly WallDisplay[]): FormSize | null {
  if (displays.length === 0) return null;
  const reach = (all: readonly number[]): number => Math.max(...all) - Math.min(...all) + 1;
  return { cols: reach(displays.map(({ col }) => col)), rows: reach(displays.map(({ row }) => row)) };
}

/**
 * The wall's form with each display's box cut to where its panels stand: between its header and its foot, as the wall itself
 * lays them out where nothing but the scene is shown. `distanceM`: from where the wall is read.
 */
export function panelForm(wall: WallForm, displays: readonly WallDisplay[], distanceM: number): WallForm {
  const boxes = new Map(wall.boxes);
  for (const { id, width, height, pitchMm } of displays) {
    const box = wall.boxes.get(id);
    if (box === undefined) continue;
    const scale = typeScale({ viewingDistanceM: distanceM, pixelPitchMm: pitchMm, width, height, ratio: 1 });
    // Only the clock's width is measured, and no panel stands beside it.
    const { body } = layFrame({ scale, width, height, bannerLines: 0, message: false }, () => 0);
    boxes.set(id, { ...box, y: box.y + (body.y / height) * box.h, h: (body.h / height) * box.h });
  }
  return { aspect: wall.aspect, boxes };
}

/** Where a rectangle of units lies on the picture of the wall. Null: it begins or ends on no display. */
export function shareOf(at: GridRect, displays: readonly WallDisplay[], wall: WallForm): Share | null {
  const first = boxAt(displays, wall, at.x, at.y);
  const last = boxAt(displays, wall, at.x + at.w - 1, at.y + at.h - 1);
  if (first === null || last === null) return null;
  const x = first.x + ((at.x % GRID) / GRID) * first.w;
  const y = first.y + ((at.y % GRID) / GRID) * first.h;
  const right = last.x + ((((at.x + at.w - 1) % GRID) + 1) / GRID) * last.w;
  const bottom = last.y + ((((at.y + at.h - 1) % GRID) + 1) / GRID) * last.h;
  return { x, y, w: right - x, h: bottom - y };
}

function boxAt(displays: readonly WallDisplay[], wall: WallForm, x: number, y: number): Share | null {
  const col = Math.floor(x / GRID);
  const row = Math.floor(y / GRID);
  const display = displays.find((one) => one.col === col && one.row === row);
  return (display && wall.boxes.get(display.id)) ?? null;
}

/**
 * The unit under a point of the picture (shares), with its fraction: whole numbers are lines of the grid. Between two
 * displays it is the line between them (so too on a header or a foot); outside the wall, its edge.
 */
export function unitAt(
  point: { readonly x: number; readonly y: number },
  displays: readonly WallDisplay[],
  wall: WallForm,
): { readonly x: number; readonly y: number } {
  const boxes = displays.flatMap((display) => {
    const box = wall.boxes.get(display.id);
    return box === undefined ? [] : [{ display, box }];
  });
  const inRow = boxes.filter(({ display }) => display.row === 0);
  const inCol = boxes.filter(({ display }) => display.col === 0);
  return {
    x: along(
      point.x,
      inRow.map(({ display, box }) => ({ index: display.col, start: box.x, length: box.w })),
    ),
    y: along(
      point.y,
      inCol.map(({ display, box }) => ({ index: display.row, start: box.y, length: box.h })),
    ),
  };
}

function along(
  at: number,
  spans: readonly { readonly index: number; readonly start: number; readonly length: number }[],
): number {
  let unit = 0;
  for (const { index, start, length } of spans) {
    if (at < start || length <= 0) continue;
    unit = Math.max(unit, index * GRID + Math.min(GRID, ((at - start) / length) * GRID));
  }
  return unit;
}

/** The units between two points (as `unitAt` gives them), whichever way they were drawn; at least one each way. */
export function rectBetween(
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
  form: FormSize,
): GridRect {
  const span = (one: number, other: number, most: number): readonly [number, number] => {
    const start = Math.min(Math.floor(Math.min(one, other)), most - 1);
    const end = Math.max(start + 1, Math.min(most, Math.ceil(Math.max(one, other))));
    return [start, end - start];
  };
  const [x, w] = span(a.x, b.x, form.cols * GRID);
  const [y, h] = span(a.y, b.y, form.rows * GRID);
  return { x, y, w, h };
}
