import { describe, expect, it } from 'vitest';
import { layLayers } from '../../../../renderer/parts/layered-layout';

const box = (key: string, w = 100) => ({ key, w, h: 40 });
const GAPS = { layerGap: 60, rowGap: 20 };

describe('a graph in layers', () => {
  it('stands from left to right, with the boxes of a layer apart', () => {
    const { boxes, width, height } = layLayers(
      [box('a'), box('b'), box('c'), box('d', 180)],
      [
        { from: 'a', to: 'b' },
        { from: 'a', to: 'c' },
        { from: 'c', to: 'd' },
      ],
      GAPS,
    );
    const at = (key: string) => boxes.get(key) ?? { x: 0, y: 0, w: 0, h: 0 };
    expect(at('b').x - at('a').x).toBeGreaterThanOrEqual(160);
    expect(at('b').x).toBe(at('c').x);
    expect(Math.abs(at('b').y - at('c').y)).toBeGreaterThanOrEqual(60);
    for (const { x, y, w, h } of boxes.values()) {
      expect(x - w / 2).toBeGreaterThanOrEqual(0);
      expect(x + w / 2).toBeLessThanOrEqual(width);
      expect(y + h / 2).toBeLessThanOrEqual(height);
    }
  });

  it('is the same each time, with rings and with what leads nowhere', () => {
    const keys = Array.from({ length: 40 }, (_, index) => box(`n${index}`, 80 + (index % 7) * 20));
    const edges = keys.flatMap((_, index) => [
      { from: `n${index}`, to: `n${(index * 7 + 3) % 40}` },
      { from: `n${index}`, to: 'gone' },
    ]);
    const once = layLayers(keys, edges, GAPS);
    expect(layLayers(keys, edges, GAPS)).toEqual(once);
    expect(once.edges.every(({ to }) => to !== 'gone')).toBe(true);
  });
});
