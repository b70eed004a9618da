import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rect } from '../../../../renderer/wall/layout/display-list';
import { crosses, meets, placeLabels } from '../../../../renderer/wall/panels/map/labels';

const AREA: Rect = { x: 0, y: 0, w: 1_000, h: 800 };
const measure = (words: string, size: number): number => words.length * size * 0.55;
const wish = fc.record({
  words: fc.string({ minLength: 1, maxLength: 16 }),
  x: fc.integer({ min: 0, max: 1_000 }),
  y: fc.integer({ min: 0, max: 800 }),
});

test('names lie on nothing: no other name, no mark, and never outside', () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 25 }), (list) => {
      const wishes = list.map((one, index) => ({
        ...one,
        key: String(index),
        reach: 20,
        weight: 400,
        sizes: [40, 28],
      }));
      const marks = wishes.map(({ x, y }) => ({ x: x - 10, y: y - 10, w: 20, h: 20 }));
      const placed = placeLabels(wishes, marks, [], AREA, measure);
      expect(new Set(placed.map(({ key }) => key)).size).toBe(placed.length);
      placed.forEach(({ rect }, index) => {
        expect(rect.x).toBeGreaterThanOrEqual(0);
        expect(rect.y).toBeGreaterThanOrEqual(0);
        expect(rect.x + rect.w).toBeLessThanOrEqual(AREA.w);
        expect(rect.y + rect.h).toBeLessThanOrEqual(AREA.h);
        for (const other of placed.slice(index + 1)) expect(meets(rect, other.rect)).toBe(false);
        for (const mark of marks) expect(meets(rect, mark)).toBe(false);
      });
      // Alone on an empty map, every name that fits there has a place.
      const [only] = wishes;
      if (only && only.x > 400 && only.x < 600 && only.y > 200 && only.y < 600)
        expect(placeLabels([only], [], [], AREA, measure)).toHaveLength(1);
    }),
  );
});

test('a line crosses a box when a point of it lies in the box', () => {
  const number = fc.integer({ min: -100, max: 100 });
  fc.assert(
    fc.property(number, number, number, number, (x1, y1, x2, y2) => {
      const box = { x: -20, y: -10, w: 40, h: 20 };
      const inside = Array.from({ length: 201 }, (_, step) => step / 200).some((t) => {
        const [x, y] = [x1 + (x2 - x1) * t, y1 + (y2 - y1) * t];
        return x > -20 && x < 20 && y > -10 && y < 10;
      });
      if (inside && (x1 !== x2 || y1 !== y2)) expect(crosses(box, { x1, y1, x2, y2 })).toBe(true);
      if ((x1 < -20 && x2 < -20) || (y1 > 10 && y2 > 10))
        expect(crosses(box, { x1, y1, x2, y2 })).toBe(false);
    }),
  );
});
