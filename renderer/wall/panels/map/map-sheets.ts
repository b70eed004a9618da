import type { GeoPoint } from '../../../../shared/model/map';
import type { Rect } from '../../layout/display-list';
import { drawSheet, INSET_FROM, type Sheetlet } from './projection';

/** The map of a panel: the main sheet, and the far north in an inset of its own scale (null: nothing lies there). */
export interface Sheets {
  readonly main: Sheetlet;
  readonly inset: Sheetlet | null;
}

/** The inset's share of the map's width and height, and its air inside. */
const INSET = { w: 0.24, h: 0.34, air: 0.06 };
/** Air around the places of the main sheet, as shares of the map's width and height: names stand there. */
const AIR = { left: 0.2, right: 0.07, top: 0.09, bottom: 0.08 };

/** What was projected lately: the same for every frame of a display, and thousands of points. */
const kept = new Map<string, Sheets>();
const KEPT_MOST = 12;

/** Lays places out on a map of so many pixels; all numbers are from the map's own corner. */
export function sheetsOf(w: number, h: number, places: readonly GeoPoint[]): Sheets {
  const key = `${w}x${h}/${places.map(({ lat, lon }) => `${lat},${lon}`).join('/')}`;
  const known = kept.get(key);
  if (known) return known;
  const far = places.filter(({ lat }) => lat >= INSET_FROM);
  const near = places.filter(({ lat }) => lat < INSET_FROM);
  const rect: Rect = { x: 0, y: 0, w, h };
  const corner: Rect = { x: 0, y: 0, w: Math.round(w * INSET.w), h: Math.round(h * INSET.h) };
  const inset =
    far.length === 0
      ? null
      : drawSheet('svalbard', [], corner, shrunk(corner, Math.round(w * INSET.w * INSET.air)));
  const made = { main: mainSheet(near, rect, inset?.rect ?? null), inset };
  const oldest = kept.size >= KEPT_MOST ? kept.keys().next().value : undefined;
  if (oldest !== undefined) kept.delete(oldest);
  kept.set(key, made);
  return made;
}

/** The mainland with its places clear of the inset: beside it where there is room, else below it. */
function mainSheet(places: readonly GeoPoint[], rect: Rect, inset: Rect | null): Sheetlet {
  const within: Rect = {
    x: Math.round(rect.w * AIR.left),
    y: Math.round(rect.h * AIR.top),
    w: Math.round(rect.w * (1 - AIR.left - AIR.right)),
    h: Math.round(rect.h * (1 - AIR.top - AIR.bottom)),
  };
  const beside = drawSheet('mainland', places, rect, within);
  if (inset === null || places.every((place) => isClear(beside.at(place), inset))) return beside;
  const top = inset.y + inset.h;
  return drawSheet('mainland', places, rect, {
    ...within,
    y: top,
    h: Math.max(1, within.y + within.h - top),
  });
}

function isClear({ x, y }: { readonly x: number; readonly y: number }, inset: Rect): boolean {
  return x > inset.x + inset.w * 1.15 || y > inset.y + inset.h * 1.1;
}

function shrunk({ x, y, w, h }: Rect, by: number): Rect {
  return { x: x + by, y: y + by, w: Math.max(1, w - 2 * by), h: Math.max(1, h - 2 * by) };
}
