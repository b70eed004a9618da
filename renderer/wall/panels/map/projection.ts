import { type GeoProjection, geoConicConformal } from 'd3-geo';
import type { GeoPoint } from '../../../../shared/model/map';
import type { Rect } from '../../layout/display-list';
import north from './north.json';

/** A piece of the map: where it lies in the panel, and how places become pixels in it. */
export interface Sheetlet {
  readonly rect: Rect;
  /** Device pixels from the panel's own corner. */
  at(place: GeoPoint): { readonly x: number; readonly y: number };
  /** SVG path data, from the panel's own corner. */
  readonly land: string;
  readonly coasts: string;
  readonly borders: string;
}

/** From here on north a place is drawn in the inset, in a scale of its own, degrees. */
export const INSET_FROM = 74;

type Area = 'mainland' | 'svalbard';
const EXTENT: Readonly<Record<Area, readonly GeoPoint[]>> = {
  mainland: [],
  /** The whole archipelago. */
  svalbard: [
    { lat: 76.5, lon: 16.5 },
    { lat: 78.8, lon: 10.5 },
    { lat: 80.8, lon: 20.5 },
    { lat: 80.2, lon: 33.3 },
  ],
};
const CENTRE: Readonly<Record<Area, { readonly lon: number; readonly parallels: [number, number] }>> = {
  mainland: { lon: 19, parallels: [66, 71] },
  svalbard: { lon: 19, parallels: [77, 80] },
};

/**
 * A conic conformal map of an area: directions and shapes are true. `within`: where its places go, inside `rect`; all
 * numbers from the panel's own corner.
 */
export function drawSheet(area: Area, places: readonly GeoPoint[], rect: Rect, within: Rect): Sheetlet {
  const { lon, parallels } = CENTRE[area];
  const points = [...EXTENT[area], ...widened(places)].map(({ lat, lon: east }) => [east, lat]);
  const projection = geoConicConformal()
    .parallels(parallels)
    .rotate([-lon, 0])
    .fitExtent(
      [
        [within.x, within.y],
        [within.x + within.w, within.y + within.h],
      ],
      { type: 'MultiPoint', coordinates: points },
    );
  const layers = north[area];
  return {
    rect,
    at: (place) => {
      const [x, y] = projection([place.lon, place.lat]) ?? [0, 0];
      return { x: Math.round(x), y: Math.round(y) };
    },
    land: pathOf(layers.land, projection, true),
    coasts: pathOf(layers.coasts, projection, false),
    borders: pathOf(layers.borders, projection, false),
  };
}

/** A single place, or places in one town, still show the country around them: at least so many degrees, up and down. */
const LEAST_DEGREES = 2;

function widened(places: readonly GeoPoint[]): readonly GeoPoint[] {
  const lats = places.map(({ lat }) => lat);
  const span = Math.max(...lats) - Math.min(...lats);
  const [first] = places;
  if (!first || span >= LEAST_DEGREES) return places;
  const more = (LEAST_DEGREES - span) / 2;
  const { lon } = first;
  return [...places, { lat: Math.max(...lats) + more, lon }, { lat: Math.min(...lats) - more, lon }];
}

function pathOf(lines: readonly string[], projection: GeoProjection, closed: boolean): string {
  const parts: string[] = [];
  for (const packed of lines) {
    const line = packed.split(' ').map(Number);
    let lon = 0;
    let lat = 0;
    for (let index = 0; index + 1 < line.length; index += 2) {
      lon += line[index] ?? 0;
      lat += line[index + 1] ?? 0;
      const [x, y] = projection([lon / north.unit, lat / north.unit]) ?? [0, 0];
      parts.push(`${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`);
    }
    if (closed) parts.push('Z');
  }
  return parts.join('');
}
