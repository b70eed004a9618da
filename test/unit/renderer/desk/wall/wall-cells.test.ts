import { describe, expect, it } from 'vitest';
import {
  cellAt,
  inReadingOrder,
  resized,
  sideOf,
  stepCell,
  WHOLE,
  wallForm,
} from '../../../../../renderer/desk/wall/wall-cells';
import type { WallCell, WallDisplay } from '../../../../../shared/model/wall';
import { WALL_DISPLAYS } from '../../../../fixtures/desk-harness/wall-scene';

const HALF = { w: 6, h: 12 };
const QUARTER = { w: 6, h: 6 };
const display = (id: string, col: number, row: number, change: Partial<WallDisplay> = {}): WallDisplay => ({
  ...(WALL_DISPLAYS[0] as WallDisplay),
  id,
  col,
  row,
  ...change,
});
const whole = (id: string): WallCell => ({ display: id, at: null });

describe('the form of the wall', () => {
  it('follows the millimetres of its displays, with their frames between', () => {
    const { aspect, boxes } = wallForm(WALL_DISPLAYS);
    const width = 3 * (1920 * 0.634 + 8);
    const height = 2 * (1080 * 0.634 + 8);
    expect(aspect).toBeCloseTo(width / height, 6);
    const second = boxes.get('skjerm-2');
    expect((second?.x ?? 0) * width).toBeCloseTo(1920 * 0.634 + 8 + 4, 6);
    expect((second?.w ?? 0) * width).toBeCloseTo(1920 * 0.634, 6);
    expect(boxes.get('skjerm-4')?.y).toBeGreaterThan(0.5);
  });

  it('leaves a gap where no display hangs, and begins at the first one that does', () => {
    const { boxes } = wallForm([display('a', 2, 1), display('b', 4, 1)]);
    expect(boxes.get('a')?.x).toBeLessThan(0.01);
    expect(boxes.get('b')?.x).toBeGreaterThan(0.66);
    expect(wallForm([]).boxes.size).toBe(0);
  });

  it('is read row by row from the left', () => {
    const mixed = [...WALL_DISPLAYS].reverse();
    expect(inReadingOrder(mixed).map(({ id }) => id)).toEqual(WALL_DISPLAYS.map(({ id }) => id));
  });
});

describe('a cell', () => {
  it('is the one under the pointer, of the size that is asked for', () => {
    expect(cellAt('a', WHOLE, 0.9, 0.9)).toEqual({ display: 'a', at: null });
    expect(cellAt('a', QUARTER, 0.9, 0.2)).toEqual({ display: 'a', at: { x: 6, y: 0, w: 6, h: 6 } });
    // A pointer on the very edge is still on the display.
    expect(cellAt('a', HALF, 1, 1)).toEqual({ display: 'a', at: { x: 6, y: 0, w: 6, h: 12 } });
  });

  it('keeps its corner in another size, and names its side', () => {
    const lower: WallCell = { display: 'a', at: { x: 6, y: 6, w: 6, h: 6 } };
    expect(resized(lower, WHOLE)).toEqual(whole('a'));
    expect(resized(lower, HALF).at).toEqual({ x: 6, y: 0, w: 6, h: 12 });
    expect(sideOf(lower)).toEqual({ across: 'right', down: 'lower' });
    expect(sideOf(whole('a'))).toEqual({ across: 'whole', down: 'whole' });
    expect(sideOf({ display: 'a', at: { x: 0, y: 0, w: 12, h: 6 } })).toEqual({
      across: 'whole',
      down: 'upper',
    });
  });
});

describe('the arrow keys', () => {
  const step = (from: WallCell | null, way: 'left' | 'right' | 'up' | 'down', size = WHOLE) =>
    stepCell(WALL_DISPLAYS, from, size, way);

  it('begin at the first display, go over the bezels and stop at the edge', () => {
    expect(step(null, 'down')).toEqual(whole('skjerm-1'));
    expect(step(whole('skjerm-1'), 'right')).toEqual(whole('skjerm-2'));
    expect(step(whole('skjerm-2'), 'down')).toEqual(whole('skjerm-5'));
    expect(step(whole('skjerm-1'), 'left')).toEqual(whole('skjerm-1'));
    expect(step(whole('skjerm-6'), 'down')).toEqual(whole('skjerm-6'));
  });

  it('go through the parts of a display before the next one, and keep to their line', () => {
    const first = { display: 'skjerm-1', at: { x: 0, y: 6, w: 6, h: 6 } };
    const right = step(first, 'right', QUARTER);
    expect(right).toEqual({ display: 'skjerm-1', at: { x: 6, y: 6, w: 6, h: 6 } });
    expect(step(right, 'right', QUARTER)).toEqual({ display: 'skjerm-2', at: { x: 0, y: 6, w: 6, h: 6 } });
    expect(step(first, 'down', QUARTER)).toEqual({ display: 'skjerm-4', at: { x: 0, y: 0, w: 6, h: 6 } });
  });

  it('pass over a gap, and choose the display that is least far aside', () => {
    const ragged = [display('a', 0, 0), display('b', 2, 1), display('c', 2, 2)];
    expect(stepCell(ragged, whole('a'), WHOLE, 'right')).toEqual(whole('b'));
    expect(stepCell(ragged, whole('gone'), WHOLE, 'right')).toEqual(whole('a'));
    expect(stepCell([], null, WHOLE, 'right')).toBeNull();
  });
});
