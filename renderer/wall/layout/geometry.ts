import type { Axes } from '../model/axes';
import { scaleBy, type TypeScale } from '../type-scale';
import type { MeasureText, Rect } from './display-list';
import { type Fitted, fitText } from './fit-text';

/** Callout lines that are reserved on a mosaic with a display to itself, so that rows never move when an alarm arrives. */
const STRIP_LINES = 3;
/** On a lower one. */
const STRIP_LINES_LOW = 2;
/** A mosaic is low when its place has less than this of what a display's has, design pixels. */
const LOW = 760;

/** Where everything stands in a mosaic. It depends on catalogue, place and language only: never on what is wrong. */
export interface WallGeometry {
  /** All of its place. */
  readonly area: Rect;
  /** The edges of what is written. */
  readonly left: number;
  readonly right: number;
  readonly margin: number;
  readonly strip: Rect;
  /** Lines of the strip, and the height of one. */
  readonly lines: number;
  readonly line: number;
  /** Between strip and mosaic: how many more there are, and what is only last known. */
  readonly corner: Rect;
  readonly mosaic: Rect;
  /** Column heads, and the space to the left of them. */
  readonly heads: Rect;
  readonly columns: readonly { readonly x: number; readonly w: number; readonly name: Fitted }[];
  readonly rows: readonly RowPlace[];
  readonly band: { readonly label: Rect; readonly tiles: readonly Rect[] } | null;
  readonly bandRows: number;
  /** Cells in the order of `axes.places`: without and with the gap around them. */
  readonly cells: readonly { readonly rect: Rect; readonly outer: Rect }[];
  readonly trustWidth: number;
  readonly foot: Rect;
  /** Below the foot: what makes no sound or is put aside. On a low mosaic there is no room for it. */
  readonly aside: Rect | null;
}

export interface RowPlace {
  readonly y: number;
  readonly h: number;
  readonly size: number;
}

export interface GeometryInput {
  readonly axes: Axes;
  readonly scale: TypeScale;
  /** Its place on the display, px. */
  readonly area: Rect;
  /** What is left free at each side of it, px. */
  readonly margin: number;
  readonly centralName: string;
  /** The tallest heads, and the most rows in the band of central services, among the parts of a mosaic that spans displays. */
  readonly headsAtLeast?: number;
  readonly bandAtLeast?: number;
}

/** Design pixels (1920 × 1080) of what does not depend on the number of rows and columns. */
const DESIGN = {
  above: 8,
  corner: 8,
  foot: 48,
  footLow: 40,
  aside: 40,
  gapColumn: 6,
  maxRow: 92,
  groupGap: 0.24,
  minColumn: 40,
  minTile: 330,
};

/** Lays out a mosaic for a catalogue. Whatever the number of rows and columns, all of it fits: nothing scrolls. */
export function layGeometry(input: GeometryInput, measure: MeasureText): WallGeometry {
  const { axes, scale, area, margin } = input;
  const px = (design: number): number => Math.round(design * scale.unit);
  const start = area.x + margin;
  const end = area.x + area.w - margin;
  const low = isLow(area, scale);
  const lines = low ? STRIP_LINES_LOW : STRIP_LINES;
  // Room for the ring of an Å and the tail of a g: lines are painted one by one and must not share pixels.
  const line = Math.round(scale.first * 1.2);
  const strip: Rect = { x: area.x, y: area.y + px(DESIGN.above), w: area.w, h: line * lines };
  const bottom = area.y + area.h;
  const aside: Rect | null = low
    ? null
    : { x: area.x, y: bottom - px(DESIGN.aside), w: area.w, h: px(DESIGN.aside) };
  const footHeight = px(low ? DESIGN.footLow : DESIGN.foot);
  const foot: Rect = { x: area.x, y: (aside?.y ?? bottom) - footHeight, w: area.w, h: footHeight };
  const top = strip.y + strip.h + px(DESIGN.corner);
  const mosaic: Rect = { x: area.x, y: top, w: area.w, h: Math.max(1, foot.y - top) };

  const names = rowNames(input, measure);
  const left = start + names.trust + names.name;
  const columns = columnPlaces(axes, left, end - left, scale, px, measure);
  const headsHeight = Math.max(
    axes.columns.length > 0 ? headHeight(axes, columns, scale, px) : 0,
    input.headsAtLeast ?? 0,
  );
  const bandColumns = tileColumns(axes.band.length, end - left, px(DESIGN.minTile));
  const bandRows = Math.max(
    axes.band.length > 0 ? Math.ceil(axes.band.length / bandColumns) : 0,
    input.bandAtLeast ?? 0,
  );
  const banded = bandRows > 0;
  // The corner line needs the free space beside the heads; a band of tiles comes between, so it has its own line.
  const cornerHeight = banded ? px(48) : Math.max(px(48), headsHeight);
  // Outlines of the first cells stand out into the gap.
  const corner: Rect = {
    x: start,
    y: top,
    w: (banded ? end : left - px(4)) - start,
    h: cornerHeight - px(3),
  };

  const groups = axes.rows.filter((row) => row.first).length;
  const bodyTop = top + (banded ? cornerHeight : headsHeight);
  const free = mosaic.y + mosaic.h - bodyTop - (banded ? headsHeight : 0);
  const units = bandRows + axes.rows.length + groups * DESIGN.groupGap;
  const pitch = Math.max(1, Math.min(px(DESIGN.maxRow), units > 0 ? free / units : free));

  const band = bandPlaces(axes.band.length, bandColumns, { left, right: end, top: bodyTop }, pitch, px);
  const headsTop = banded ? bodyTop + bandRows * pitch : top;
  const heads: Rect = { x: left, y: Math.round(headsTop), w: end - left, h: headsHeight };
  const rows = rowPlaces(axes, heads.y + heads.h, pitch, scale);
  return {
    area,
    left: start,
    right: end,
    margin,
    strip,
    lines,
    line,
    corner,
    mosaic,
    heads,
    columns,
    rows,
    band: band && { label: { x: start, y: bodyTop, w: left - start, h: pitch }, tiles: band },
    bandRows,
    cells: cellPlaces(axes, columns, rows, band, px),
    trustWidth: names.trust,
    foot,
    aside,
  };
}

/** Whether a mosaic has so little height that it keeps to the least around its rows. */
export function isLow(area: Rect, scale: TypeScale): boolean {
  return area.h < LOW * scale.unit;
}

/** Type sizes for a mosaic that has only a part of a display: its lines keep the proportions that they have on a whole one. */
export function mosaicScale(scale: TypeScale, area: Rect): TypeScale {
  const low = isLow(area, scale);
  const share = Math.min(1, area.w / 24 / scale.first, area.h / (low ? 9 : 11) / scale.first);
  return share >= 0.98 ? scale : scaleBy(scale, share);
}

function rowNames(
  input: GeometryInput,
  measure: MeasureText,
): { readonly trust: number; readonly name: number } {
  const { axes, scale, centralName } = input;
  const widest = (values: readonly string[], size: number): number =>
    Math.ceil(Math.max(0, ...values.map((value) => measure(value, size, 600))));
  const gap = Math.round(scale.fifth * 0.7);
  const trusts = axes.rows.flatMap((row) => (row.trustHead ? [row.trustHead.name] : []));
  const central = axes.band.length > 0 || axes.rows.some((row) => row.site === null) ? [centralName] : [];
  const sites = axes.rows.flatMap((row) => (row.site ? [row.site.name] : []));
  // A trust whose name is a sentence must not push the matrix away.
  const share = input.area.w * 0.14;
  const trust = trusts.length > 0 ? Math.min(share, widest(trusts, scale.fifth) + gap) : 0;
  const name = Math.min(share * 1.4, widest([...sites, ...central], scale.fifth) + gap * 1.4);
  return { trust: Math.round(trust), name: Math.round(Math.max(name, scale.fifth * 4)) };
}

function columnPlaces(
  axes: Axes,
  left: number,
  room: number,
  scale: TypeScale,
  px: (design: number) => number,
  measure: MeasureText,
): WallGeometry['columns'] {
  const n = axes.columns.length;
  const gap = n > 0 ? Math.max(1, Math.min(px(DESIGN.gapColumn), Math.floor(room / n / 8))) : 0;
  const places = axes.columns.map((_, index) => {
    const x = Math.round(left + (room * index) / n);
    return { x, w: Math.max(1, Math.round(left + (room * (index + 1)) / n) - x - gap) };
  });
  const fit = (index: number, size: number): Fitted =>
    fitText(
      axes.columns[index]?.name ?? '',
      {
        size,
        minSize: Math.round(scale.sixth * 0.55),
        weight: 400,
        width: (places[index]?.w ?? 1) - gap,
        maxLines: 2,
      },
      measure,
    );
  // One size for all heads; a name that would make all of them small is smaller by itself.
  const sizes = places.map((_, index) => fit(index, scale.sixth).size);
  const size = Math.max(Math.min(scale.sixth, ...sizes), Math.round(scale.sixth * 0.8));
  return places.map((place, index) => ({ ...place, name: fit(index, size) }));
}

function headHeight(
  axes: Axes,
  columns: WallGeometry['columns'],
  scale: TypeScale,
  px: (design: number) => number,
): number {
  const names = Math.max(...columns.map(({ name }) => name.lines.length * name.size * 1.15));
  const counts = axes.mode === 'families' ? scale.seventh * 1.15 : 0;
  return Math.round(names + counts + px(14));
}

/** Tiles in a row of the band, so that rows are even and no tile is narrower than `least`. */
function tileColumns(count: number, room: number, least: number): number {
  if (count === 0) return 1;
  const most = Math.max(1, Math.floor(room / least));
  return Math.ceil(count / Math.ceil(count / most));
}

function bandPlaces(
  count: number,
  columns: number,
  at: { readonly left: number; readonly right: number; readonly top: number },
  pitch: number,
  px: (design: number) => number,
): readonly Rect[] | null {
  if (count === 0) return null;
  const room = at.right - at.left;
  const gap = Math.max(1, px(DESIGN.gapColumn));
  return Array.from({ length: count }, (_, index): Rect => {
    const column = index % columns;
    const row = Math.floor(index / columns);
    const x = Math.round(at.left + (room * column) / columns);
    const y = Math.round(at.top + pitch * row);
    return {
      x,
      y,
      w: Math.round(at.left + (room * (column + 1)) / columns) - x - gap,
      h: Math.max(1, Math.floor(pitch) - rowGap(pitch)),
    };
  });
}

const rowGap = (pitch: number): number => Math.max(1, Math.round(pitch * 0.1));

function rowPlaces(axes: Axes, top: number, pitch: number, scale: TypeScale): readonly RowPlace[] {
  // Every row is equally high, to the pixel, so that type in the cells has one size.
  const h = Math.max(1, Math.floor(pitch) - rowGap(pitch));
  const size = Math.max(1, Math.min(scale.fifth, Math.round(h * 0.98)));
  let y = top;
  return axes.rows.map((row, index) => {
    if (row.first && index > 0) y += pitch * DESIGN.groupGap;
    const from = Math.round(y);
    y += pitch;
    return { y: from, h, size };
  });
}

function cellPlaces(
  axes: Axes,
  columns: WallGeometry['columns'],
  rows: readonly RowPlace[],
  band: readonly Rect[] | null,
  px: (design: number) => number,
): WallGeometry['cells'] {
  // Outlines stand out of their cell by so much; the space is the gap's, so neighbours never overlap.
  return axes.places.map((place) => {
    const column = columns[place.column];
    const row = rows[place.row];
    const rect: Rect =
      place.region === 'band'
        ? (band?.[place.column] ?? { x: 0, y: 0, w: 1, h: 1 })
        : { x: column?.x ?? 0, y: row?.y ?? 0, w: column?.w ?? 1, h: row?.h ?? 1 };
    const out = Math.min(px(2), Math.floor(rowGap(rect.h / 0.9) / 2));
    return {
      rect,
      outer: { x: rect.x - out, y: rect.y - out, w: rect.w + 2 * out, h: rect.h + 2 * out },
    };
  });
}
