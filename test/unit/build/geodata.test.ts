import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { geodataText, outFile } from '../../../build/geodata.mjs';

interface Layers {
  readonly land: readonly string[];
  readonly coasts: readonly string[];
  readonly borders: readonly string[];
}
const file = readFileSync(outFile, 'utf8');
const { unit, mainland, svalbard } = JSON.parse(file) as {
  unit: number;
  mainland: Layers;
  svalbard: Layers;
};

function pointsOf(line: string): readonly (readonly [number, number])[] {
  const numbers = line.split(' ').map(Number);
  let [lon, lat] = [0, 0];
  const points: (readonly [number, number])[] = [];
  for (let index = 0; index < numbers.length; index += 2) {
    lon += numbers[index] ?? 0;
    lat += numbers[index + 1] ?? 0;
    points.push([lon / unit, lat / unit]);
  }
  return points;
}

/** By how often a line to the east crosses the rings. */
function isLand(rings: readonly string[], lon: number, lat: number): boolean {
  let inside = false;
  for (const ring of rings.map(pointsOf)) {
    ring.forEach(([x, y], index) => {
      const [px, py] = ring.at(index - 1) ?? [x, y];
      if (y > lat !== py > lat && lon < ((px - x) * (lat - y)) / (py - y) + x) inside = !inside;
    });
  }
  return inside;
}

describe('the map that is checked in', () => {
  it('is what the script makes of its source', () => {
    expect(geodataText()).toBe(file);
  }, 30_000);

  it('has land where there is land, and sea where there is sea', () => {
    const towns: readonly (readonly [number, number])[] = [
      [25.5, 69.47],
      [17.43, 68.42],
      [27.0, 66.0],
      [20.2, 67.85],
    ];
    for (const [lon, lat] of towns) expect(isLand(mainland.land, lon, lat), `${lat}`).toBe(true);
    for (const [lon, lat] of [
      [8, 70],
      [35, 72],
      [11, 67],
    ] as const)
      expect(isLand(mainland.land, lon, lat), `${lat}`).toBe(false);
    expect(isLand(svalbard.land, 17, 79.1)).toBe(true);
    expect(isLand(svalbard.land, 8, 78)).toBe(false);
  });

  it('draws no coast along the edges that it was cut at', () => {
    for (const line of mainland.coasts) {
      const points = pointsOf(line);
      points.forEach(([lon, lat], index) => {
        const [before, beside] = points[index - 1] ?? [lon, lat];
        expect(Math.hypot(lon - before, lat - beside)).toBeLessThan(3);
      });
    }
    expect(mainland.borders.length).toBeGreaterThan(0);
  });
});
