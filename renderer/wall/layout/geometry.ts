import type { Axes } from '../model/axes';
import type { TypeScale } from '../type-scale';
import type { MeasureText, Rect } from './display-list';
import { type Fitted, fitText } from './fit-text';

/** Callout lines that are always reserved, so that rows never move when an alarm arrives. */
export const STRIP_LINES = 3;

/** Where everything stands. It depends on catalogue, window and language only: never on what is wrong. */
export interface WallGeometry {
  readonly margin: number;
  readonly header: Rect;
  readonly clock: Rect;
  readonly strip: Rect;
  readonly line: number;
  /** Between strip and mosaic: how many more there are, and what is only last known. */
  readonly corner: Rect;
  readonly mosaic: Rect;
  /** Column heads, and the space to the left of them. */
  readonly heads: Rect;
  readonly columns: readonly { readonly x: number; readonly w: number; readonly name: Fitted }[];
  readonly rows: readonly RowPlace[];
  readonly band: { readonly label: Rect; readonly tiles: readonly Rect[] } | null;
  /** Cells in the order of `axes.places`: without and with the gap around them. */
  readonly cells: readonly { readonly rect: Rect; readonly outer: Rect }[];
  readonly trustWidth: number;
  readonly foot: Rect;
  /** Below the foot: what makes no sound or is put aside. */
  readonly aside: Rect;
  readonly notes: Rect;
}

export interface RowPlace {
  readonly y: number;
  readonly h: number;
  readonly size: number;
}

export interface GeometryInput {
  readonly axes: Axes;
  readonly scale: TypeScale;
  readonly width: number;
  readonly height: number;
  readonly centralName: string;
}

/** Design pixels (1920 × 1080) of what does not depend on the number of rows and columns. */
const DESIGN = {
  margin: 48,
  header: 104,
  corner: 8,
  foot: 48,
  aside: 40,
  notes: 36,
  gapColumn: 6,
  maxRow: 92,
  groupGap: 0.24,
  minColumn: 40,
  minTile: 330,
};

/** Lays out a wall for a catalogue. Whatever the number of rows and columns, all of it fits: nothing scrolls. */
export function layGeometry(input: GeometryInput, measure: MeasureText): WallGeometry {
  const { axes, scale, width, height } = input;
  const px = (design: number): number => Math.round(design * scale.unit);
  const margin = px(DESIGN.margin);
  const inner = width - 2 * margin;
  const header: Rect = { x: 0, y: 0, w: width, h: px(DESIGN.header) };
  const clockWidth = Math.ceil(measure('00:00:00', scale.second, 500)) + px(4);
  const clock: Rect = {
    x: width - margin - clockWidth,
    y: px(20),
    w: clockWidth + margin,
    h: header.h - px(24),
  };
  // Room for the ring of an Å and the tail of a g: lines are painted one by one and must not share pixels.
  const line = Math.round(scale.first * 1.2);
  const strip: Rect = { x: 0, y: header.h + px(8), w: width, h: line * STRIP_LINES };
  const notes: Rect = { x: 0, y: height - px(DESIGN.notes), w: width, h: px(DESIGN.notes) };
  const aside: Rect = { x: 0, y: notes.y - px(DESIGN.aside), w: width, h: px(DESIGN.aside) };
  const foot: Rect = { x: 0, y: aside.y - px(DESIGN.foot), w: width, h: px(DESIGN.foot) };
  const top = strip.y + strip.h + px(DESIGN.corner);
  const mosaic: Rect = { x: 0, y: top, w: width, h: Math.max(1, foot.y - top) };

  const names = rowNames(input, measure);
  const left = margin + names.trust + names.name;
  const columns = columnPlaces(axes, left, width - margin - left, scale, px, measure);
  const headsHeight = axes.columns.length > 0 ? headHeight(axes, columns, scale, px) : 0;
  // The corner line needs the free space beside the heads; a band of tiles comes between, so it has its own line.
  const cornerHeight = axes.band.length > 0 ? px(48) : Math.max(px(48), headsHeight);
  const corner: Rect = {
    x: margin,
    y: top,
    w: axes.band.length > 0 ? inner : left - margin,
    h: cornerHeight,
  };

  const bandColumns = tileColumns(axes.band.length, width - margin - left, px(DESIGN.minTile));
  const bandRows = axes.band.length > 0 ? Math.ceil(axes.band.length / bandColumns) : 0;
  const groups = axes.rows.filter((row) => row.first).length;
  const bodyTop = top + (axes.band.length > 0 ? cornerHeight : headsHeight);
  const free = mosaic.y + mosaic.h - bodyTop - (axes.band.length > 0 ? headsHeight : 0);
  const units = bandRows + axes.rows.length + groups * DESIGN.groupGap;
  const pitch = Math.min(px(DESIGN.maxRow), units > 0 ? free / units : free);

  const band = bandPlaces(
    axes.band.length,
    bandColumns,
    { left, right: width - margin, top: bodyTop },
    pitch,
    px,
  );
  const headsTop = axes.band.length > 0 ? bodyTop + bandRows * pitch : top;
  const heads: Rect = { x: left, y: Math.round(headsTop), w: width - margin - left, h: headsHeight };
  const rows = rowPlaces(axes, heads.y + heads.h, pitch, scale);
  return {
    margin,
    header,
    clock,
    strip,
    line,
    corner,
    mosaic,
    heads,
    columns,
    rows,
    band: band && { label: { x: margin, y: bodyTop, w: left - margin, h: pitch }, tiles: band },
    cells: cellPlaces(axes, columns, rows, band, px),
    trustWidth: names.trust,
    foot,
    aside,
    notes,
  };
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
  const share = input.width * 0.14;
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
