// Cuts Natural Earth (world-atlas) down to what the wall's map draws: `node build/geodata.mjs` writes
// renderer/wall/panels/map/north.json, which is checked in. test/unit/build/geodata.test.ts makes it again and compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { feature, mesh } from 'topojson-client';
import { root } from './bootstrap/places.mjs';

export const outFile = join(root, 'renderer', 'wall', 'panels', 'map', 'north.json');

/** Degrees. Wider than any display shows, so that no cut edge comes into view. */
const AREAS = {
  mainland: { west: -2, south: 62, east: 46, north: 73 },
  svalbard: { west: 5, south: 75.5, east: 38, north: 82 },
};
/** What a line may stray from the source, km, and the least side of an island that is kept, km. */
const TOLERANCE_KM = 0.7;
const ISLAND_KM = 2.5;
/** Degrees are written as whole numbers of this fraction: about 100 m. */
const UNIT = 1000;
const KM_A_DEGREE = 111.2;

/** What the map draws, by area: land to fill, coasts and borders as lines; all as numbers in a row: a point, then differences. */
export function cutGeodata() {
  const file = join(root, 'node_modules', 'world-atlas', 'countries-10m.json');
  const world = simplified(JSON.parse(readFileSync(file, 'utf8')));
  const land = /** @type {import('geojson').FeatureCollection<import('geojson').MultiPolygon>} */ (
    /** @type {unknown} */ (feature(world, world.objects.land))
  );
  const rings = land.features.flatMap(({ geometry }) => geometry.coordinates.flat().map(unrolled));
  const coasts = mesh(world, world.objects.countries, (a, b) => a === b).coordinates.map(unrolled);
  const borders = mesh(world, world.objects.countries, (a, b) => a !== b).coordinates;
  return Object.fromEntries(
    Object.entries(AREAS).map(([name, area]) => [
      name,
      {
        land: rings
          .flatMap((ring) => clipRing(ring, area))
          .filter(isSeen)
          .map(packed),
        coasts: coasts
          .flatMap((line) => clipLine(line, area))
          .filter((line) => !isClosed(line) || isSeen(line))
          .map(packed),
        borders: borders.flatMap((line) => clipLine(line, area)).map(packed),
      },
    ]),
  );
}

/** A ring that goes on eastwards past 180°, where the source jumps to the other side of the world. */
function unrolled(ring) {
  let turn = 0;
  return ring.map(([lon, lat], index) => {
    const step = index === 0 ? 0 : lon - ring[index - 1][0];
    if (Math.abs(step) > 180) turn -= Math.sign(step) * 360;
    return [lon + turn, lat];
  });
}

/** The file's text, as the formatter has it: a line of the map is a line of the file. */
export function geodataText() {
  const areas = Object.entries(cutGeodata()).map(([name, layers]) => {
    const lists = Object.entries(layers).map(([layer, lines]) =>
      lines.length === 0
        ? `    "${layer}": []`
        : `    "${layer}": [\n${lines.map((line) => `      "${line}"`).join(',\n')}\n    ]`,
    );
    return `  "${name}": {\n${lists.join(',\n')}\n  }`;
  });
  return `{\n  "unit": ${UNIT},\n${areas.join(',\n')}\n}\n`;
}

/** The topology with fewer points on each arc: what two shapes share stays shared. */
function simplified(world) {
  const { scale, translate } = world.transform;
  const arcs = world.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    const points = arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
    return fewer(points);
  });
  const { transform: _, ...rest } = world;
  return { ...rest, arcs };
}

/** Douglas and Peucker's: no point that is left out lies further than the tolerance from the line. */
function fewer(points) {
  const closed = isClosed(points);
  // A ring has no far ends of its own: its second end is the point farthest from the first.
  if (closed && points.length > 4) {
    const far = farthest(points, 0, points.length - 1).at;
    return [...span(points.slice(0, far + 1)), ...span(points.slice(far)).slice(1)];
  }
  return span(points);
}

function span(points) {
  const keep = new Set([0, points.length - 1]);
  const waiting = [[0, points.length - 1]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [from, to] = next;
    const { at, km } = farthest(points, from, to);
    if (at < 0 || km <= TOLERANCE_KM) continue;
    keep.add(at);
    waiting.push([from, at], [at, to]);
  }
  return points.filter((_, index) => keep.has(index));
}

function farthest(points, from, to) {
  let at = -1;
  let km = -1;
  for (let index = from + 1; index < to; index++) {
    const away = distanceKm(points[index], points[from], points[to]);
    if (away > km) [at, km] = [index, away];
  }
  return { at, km };
}

/** From a point to the line between two others, km. */
function distanceKm(point, a, b) {
  const flat = (c) => [c[0] * KM_A_DEGREE * Math.cos((point[1] * Math.PI) / 180), c[1] * KM_A_DEGREE];
  const [p, q, r] = [point, a, b].map(flat);
  const [dx, dy] = [r[0] - q[0], r[1] - q[1]];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - q[0]) * dx + (p[1] - q[1]) * dy) / length));
  return Math.hypot(p[0] - q[0] - t * dx, p[1] - q[1] - t * dy);
}

const isClosed = (line) => line.length > 2 && line[0][0] === line.at(-1)[0] && line[0][1] === line.at(-1)[1];

/** Whether it is large enough to be more than a speck. */
function isSeen(line) {
  const xs = line.map(([x]) => x);
  const ys = line.map(([, y]) => y);
  const tall = (Math.max(...ys) - Math.min(...ys)) * KM_A_DEGREE;
  const wide = (Math.max(...xs) - Math.min(...xs)) * KM_A_DEGREE * Math.cos((ys[0] * Math.PI) / 180);
  return Math.max(tall, wide) >= ISLAND_KM;
}

const SIDES = [
  (area) => ({ axis: 0, at: area.west, sign: 1 }),
  (area) => ({ axis: 0, at: area.east, sign: -1 }),
  (area) => ({ axis: 1, at: area.south, sign: 1 }),
  (area) => ({ axis: 1, at: area.north, sign: -1 }),
];

/** A ring within an area (Sutherland and Hodgman's): none or one. */
function clipRing(ring, area) {
  let points = ring;
  for (const side of SIDES) {
    const { axis, at, sign } = side(area);
    const isIn = (point) => (point[axis] - at) * sign >= 0;
    const next = [];
    points.forEach((point, index) => {
      const before = points[(index + points.length - 1) % points.length];
      if (isIn(point) !== isIn(before)) next.push(crossing(before, point, axis, at));
      if (isIn(point)) next.push(point);
    });
    points = next;
    if (points.length < 3) return [];
  }
  return [points];
}

/** The parts of a line within an area. */
function clipLine(line, area) {
  let parts = [line];
  for (const side of SIDES) {
    const { axis, at, sign } = side(area);
    const isIn = (point) => (point[axis] - at) * sign >= 0;
    parts = parts.flatMap((part) => {
      const found = [];
      let current = [];
      part.forEach((point, index) => {
        const before = part[index - 1];
        const crosses = before && isIn(point) !== isIn(before);
        if (crosses) current.push(crossing(before, point, axis, at));
        if (isIn(point)) current.push(point);
        else if (current.length > 0) {
          found.push(current);
          current = [];
        }
      });
      return [...found, current].filter((one) => one.length > 1);
    });
  }
  return parts;
}

function crossing(a, b, axis, at) {
  const t = (at - a[axis]) / (b[axis] - a[axis]);
  return axis === 0 ? [at, a[1] + t * (b[1] - a[1])] : [a[0] + t * (b[0] - a[0]), at];
}

/** Whole numbers: the first point, then differences; points that fall together are one. */
function packed(line) {
  const list = [];
  let [x, y] = [0, 0];
  line.forEach((point, index) => {
    const [nx, ny] = point.map((degrees) => Math.round(degrees * UNIT));
    if (index > 0 && nx === x && ny === y) return;
    list.push(nx - x, ny - y);
    [x, y] = [nx, ny];
  });
  return list.join(' ');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(outFile, geodataText());
}
