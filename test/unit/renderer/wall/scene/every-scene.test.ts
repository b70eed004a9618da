import { describe, expect, test } from 'vitest';
import type { Rect } from '../../../../../renderer/wall/layout/display-list';
import { measure, NOW } from '../wall-fixture';
import { groupsOf, SceneStage } from './scene-stage';

/** The scenes that come with the program, on every wall that they are made for and on some that they are not. */
const FORMS = [
  [1, 1],
  [2, 1],
  [3, 1],
  [2, 2],
  [3, 2],
  [4, 2],
  [5, 1],
] as const;
const SIZES = [
  [1920, 1080],
  [3840, 2160],
  [1280, 720],
] as const;

function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

describe.each(['normal', 'hendelse', 'vaktskifte'])('%s', (show) => {
  test.each(FORMS)(
    '%i × %i: every group is inside its display, none over another, and every word inside its group',
    { timeout: 60_000 },
    (cols, rows) => {
      const wrong = new Set<string>();
      for (const scene of ['night', 'incident', 'lost', 'shift-change'] as const) {
        for (const [width, height] of cols === 3 && scene === 'incident' ? SIZES : SIZES.slice(0, 1)) {
          for (let display = 1; display <= cols * rows; display++) {
            const lang = display % 2 === 0 ? 'en' : 'nb';
            const stage = new SceneStage({
              estate: 'full',
              scene,
              cols,
              rows,
              display,
              width,
              height,
              lang,
              show,
            });
            const frame = stage.frame();
            const name = `${scene} ${width}×${height} ${display}`;
            for (const { placed, fault } of frame.cells)
              if (fault !== null) wrong.add(`${placed.kind}: ${fault}`);
            const groups = groupsOf(frame);
            for (const [index, one] of groups.entries()) {
              const at = `${name} ${one.key}`;
              if (one.x < 0 || one.y < 0 || one.x + one.w > width || one.y + one.h > height)
                wrong.add(`${at}: outside`);
              for (const other of groups.slice(index + 1))
                if (overlap(one, other)) wrong.add(`${at} over ${other.key}`);
              for (const item of one.items) {
                if (item.kind !== 'text' || item.text === '') continue;
                const w = measure(item.text, item.size, item.weight);
                const left =
                  item.align === 'right' ? item.x - w : item.align === 'center' ? item.x - w / 2 : item.x;
                if (left < one.x - 1 || left + w > one.x + one.w + 1) wrong.add(`${at}: ${item.text}`);
              }
            }
          }
        }
      }
      expect([...wrong]).toEqual([]);
    },
  );
});

test('a display with nothing of the scene shows what matters most', () => {
  const stage = new SceneStage({ estate: 'full', cols: 5, rows: 1, display: 5 });
  expect(stage.frame().cells.length).toBeGreaterThan(0);
  expect(stage.now).toBe(NOW);
});
