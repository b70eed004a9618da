import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  inReadingOrder,
  stepCell,
  type Way,
  WHOLE,
  wallForm,
} from '../../../../renderer/desk/wall/wall-cells';
import { GRID, type WallCell, type WallDisplay } from '../../../../shared/model/wall';
import { aDisplay } from '../../../fixtures/wall-bench';

const SIZES = [WHOLE, { w: 6, h: 12 }, { w: 12, h: 6 }, { w: 6, h: 6 }, { w: 4, h: 3 }] as const;
const WAYS: readonly Way[] = ['left', 'right', 'up', 'down'];

const walls = fc
  .uniqueArray(fc.record({ col: fc.integer({ min: 0, max: 7 }), row: fc.integer({ min: 0, max: 3 }) }), {
    minLength: 1,
    maxLength: 12,
    selector: ({ col, row }) => `${col}/${row}`,
  })
  .map((places) =>
    places.map(
      ({ col, row }, index): WallDisplay =>
        aDisplay(`s${index}`, col, row, index % 3 === 0 ? { width: 3_840, height: 2_160, pitchMm: 0.3 } : {}),
    ),
  );

describe('any wall in miniature', () => {
  it('has its displays inside it, none over another', () => {
    fc.assert(
      fc.property(walls, (displays) => {
        const { boxes } = wallForm(displays);
        const all = [...boxes.values()];
        expect(all).toHaveLength(displays.length);
        for (const [index, a] of all.entries()) {
          expect(a.x).toBeGreaterThanOrEqual(0);
          expect(a.y).toBeGreaterThanOrEqual(0);
          expect(a.x + a.w).toBeLessThanOrEqual(1 + 1e-9);
          expect(a.y + a.h).toBeLessThanOrEqual(1 + 1e-9);
          for (const b of all.slice(index + 1)) {
            const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
            expect(apart).toBe(true);
          }
        }
      }),
    );
  });

  it('is walked by arrow keys from cell to cell, always within a display', () => {
    fc.assert(
      fc.property(
        walls,
        fc.constantFrom(...SIZES),
        fc.array(fc.constantFrom(...WAYS), { maxLength: 40 }),
        (displays, size, ways) => {
          let cell: WallCell | null = null;
          for (const way of ways) {
            cell = stepCell(displays, cell, size, way);
            expect(displays.some(({ id }) => id === cell?.display)).toBe(true);
            const { x, y, w, h } = cell?.at ?? { x: 0, y: 0, w: GRID, h: GRID };
            expect([w, h]).toEqual([size.w, size.h]);
            expect(x >= 0 && y >= 0 && x + w <= GRID && y + h <= GRID).toBe(true);
          }
        },
      ),
    );
  });

  it('has every display of a whole wall within reach', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 4 }), (cols, rows) => {
        const displays = Array.from({ length: cols * rows }, (_, index) =>
          aDisplay(`s${index}`, index % cols, Math.floor(index / cols)),
        );
        const seen = new Set<string>();
        let cell = stepCell(displays, null, WHOLE, 'right');
        for (let row = 0; row < rows; row++) {
          for (let col = 0; col < cols; col++) {
            if (cell) seen.add(cell.display);
            if (col < cols - 1) cell = stepCell(displays, cell, WHOLE, row % 2 === 0 ? 'right' : 'left');
          }
          cell = stepCell(displays, cell, WHOLE, 'down');
        }
        expect(seen.size).toBe(inReadingOrder(displays).length);
      }),
    );
  });
});
