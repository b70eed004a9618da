import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tickGrid, tickRect } from '../../../../../renderer/wall/layout/ticks';

test('every tick has pixels of its own inside its cell', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 900 }),
      fc.integer({ min: 90, max: 400 }),
      fc.integer({ min: 24, max: 90 }),
      (count, w, h) => {
        const rect = { x: 300, y: 500, w, h };
        const grid = tickGrid(count, rect, 4);
        const seen = new Set<string>();
        for (let index = 0; index < count; index++) {
          const tick = tickRect(index, grid);
          expect(tick.w).toBeGreaterThanOrEqual(1);
          expect(tick.x).toBeGreaterThanOrEqual(rect.x);
          expect(tick.x + tick.w).toBeLessThanOrEqual(rect.x + rect.w);
          expect(tick.y).toBeGreaterThanOrEqual(rect.y);
          expect(tick.y + tick.h).toBeLessThanOrEqual(rect.y + rect.h);
          seen.add(`${tick.x},${tick.y}`);
        }
        expect(seen.size).toBe(count);
        // What is above is for shape and time.
        expect(grid.strip.y).toBeGreaterThanOrEqual(rect.y + rect.h * 0.3);
      },
    ),
  );
});
