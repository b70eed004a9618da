import { describe, expect, it } from 'vitest';
import {
  displaysFor,
  formOfWall,
  panelForm,
  rectBetween,
  shareOf,
  unitAt,
} from '../../../../../renderer/desk/scenes/stage-geometry';
import { wallForm } from '../../../../../renderer/desk/wall/wall-cells';
import type { WallDisplay } from '../../../../../shared/model/wall';

const form = { cols: 3, rows: 2 };
const displays = displaysFor(form, []);
const whole = wallForm(displays);
const wall = panelForm(whole, displays, 7);

describe('the wall that a form is drawn on', () => {
  it('has the displays of the wall where it has that form, and usual ones for what is missing', () => {
    const own: readonly WallDisplay[] = displays
      .filter((_, index) => index !== 4)
      .map((one, index) => ({
        ...one,
        id: `skjerm-${index}`,
        col: one.col + 2,
        row: one.row + 1,
        width: 3_840,
      }));
    const drawn = displaysFor(form, own);
    expect(drawn).toHaveLength(6);
    expect(drawn.map(({ width }) => width)).toEqual([3_840, 3_840, 3_840, 3_840, 1_920, 3_840]);
    expect(drawn.map(({ col, row }) => `${col}/${row}`)).toEqual(['0/0', '1/0', '2/0', '0/1', '1/1', '2/1']);
    expect(new Set(drawn.map(({ id }) => id)).size).toBe(6);
    expect(displaysFor({ cols: 2, rows: 2 }, own).every(({ width }) => width === 1_920)).toBe(true);
    expect(formOfWall(own)).toEqual(form);
    expect(formOfWall([])).toBeNull();
  });
});

describe('units and the picture of the wall', () => {
  it('answer each other on every line of the grid', () => {
    for (let x = 0; x < 36; x += 1) {
      for (const y of [0, 5, 11, 12, 23]) {
        const share = shareOf({ x, y, w: 1, h: 1 }, displays, wall);
        if (share === null) throw new Error('it lies on the wall');
        const middle = unitAt({ x: share.x + share.w / 2, y: share.y + share.h / 2 }, displays, wall);
        expect(middle.x).toBeCloseTo(x + 0.5, 6);
        expect(middle.y).toBeCloseTo(y + 0.5, 6);
      }
    }
  });

  it('lie between header and foot, where the wall draws its panels', () => {
    const box = whole.boxes.get('plass-5');
    const panels = wall.boxes.get('plass-5');
    if (box === undefined || panels === undefined) throw new Error('it is on the wall');
    expect({ x: panels.x, w: panels.w }).toEqual({ x: box.x, w: box.w });
    expect((panels.y - box.y) / box.h).toBeCloseTo(104 / 1_080, 9);
    expect((panels.y + panels.h - box.y) / box.h).toBeCloseTo(1 - 36 / 1_080, 9);
    // On its header is the line above its panels, as is the foot of the display above.
    expect(unitAt({ x: box.x, y: box.y }, displays, wall).y).toBe(12);
    expect(unitAt({ x: box.x, y: panels.y }, displays, wall).y).toBe(12);
    expect(unitAt({ x: box.x, y: box.y - 0.01 }, displays, wall).y).toBe(12);
    // Read from nearer by, a header needs less.
    const near = panelForm(whole, displays, 3).boxes.get('plass-5');
    expect(near?.y).toBeLessThan(panels.y);
    expect(near?.h).toBeGreaterThan(panels.h);
  });

  it('span the frames between displays', () => {
    const both = shareOf({ x: 0, y: 0, w: 24, h: 12 }, displays, wall);
    const one = shareOf({ x: 0, y: 0, w: 12, h: 12 }, displays, wall);
    expect(both?.w).toBeGreaterThan(2 * (one?.w ?? 1));
    expect(shareOf({ x: 30, y: 0, w: 12, h: 12 }, displays, wall)).toBeNull();
  });

  it('keep a point outside the wall at its edge', () => {
    expect(unitAt({ x: -1, y: -1 }, displays, wall)).toEqual({ x: 0, y: 0 });
    expect(unitAt({ x: 2, y: 2 }, displays, wall)).toEqual({ x: 36, y: 24 });
  });

  it('make a rectangle of two points, whichever was first', () => {
    const [a, b] = [
      { x: 3.4, y: 2.2 },
      { x: 9.1, y: 11.9 },
    ];
    expect(rectBetween(a, b, form)).toEqual({ x: 3, y: 2, w: 7, h: 10 });
    expect(rectBetween(b, a, form)).toEqual(rectBetween(a, b, form));
    expect(rectBetween({ x: 36, y: 24 }, { x: 36, y: 24 }, form)).toEqual({ x: 35, y: 23, w: 1, h: 1 });
  });
});
