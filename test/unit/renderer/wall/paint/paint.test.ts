import { beforeEach, expect, test, vi } from 'vitest';
import { COLOUR_TOKENS, type Palette } from '../../../../../renderer/theme/state-theme';
import type { DisplayList } from '../../../../../renderer/wall/layout/display-list';
import { difference, paint } from '../../../../../renderer/wall/paint/paint';
import { createTypesetter } from '../../../../../renderer/wall/paint/typesetter';
import { FakePath, fakeContext } from '../fake-canvas';
import { layoutWall, measure, NOW, stage } from '../wall-fixture';

beforeEach(() => {
  vi.stubGlobal('Path2D', FakePath);
});

const WALL = { x: 0, y: 0, w: 1920, h: 1080 };
const palette = Object.fromEntries(COLOUR_TOKENS.map((token) => [token, token])) as Palette;

test('all of it the first time, and only what changed after', () => {
  const staged = stage('three', { estate: 'full' });
  const first = layoutWall(staged.view, staged.geometry, measure);
  const canvas = fakeContext();
  const type = createTypesetter(canvas.ctx);
  const all = difference(first.list, null);
  expect(all).toMatchObject({ whole: true, gone: [] });
  expect(all.dirty).toHaveLength(first.list.groups.size);
  paint(canvas.ctx, all, WALL, palette, type);
  expect(canvas.rects[0]).toEqual(['--ground', 0, 0, 1920, 1080]);

  canvas.clear();
  const none = difference(first.list, first.list);
  expect(none).toEqual({ whole: false, gone: [], dirty: [] });
  paint(canvas.ctx, none, WALL, palette, type);
  expect([...canvas.texts, ...canvas.rects]).toEqual([]);

  const view = { ...staged.view, link: { ...staged.view.link, hubNow: NOW + 1_000 } };
  const second = layoutWall(view, staged.geometry, measure, first);
  paint(canvas.ctx, difference(second.list, first.list), WALL, palette, type);
  expect(canvas.texts.map(([text]) => text)).toContain('04:52:18');
  expect(canvas.texts.map(([text]) => text)).not.toContain('Harstad');
});

test('where a group is gone or smaller, its ground comes back', () => {
  const group = { key: 'a', x: 0, y: 0, w: 100, h: 50, items: [], stamp: 0 } as const;
  const list = (
    ...groups: DisplayList['groups'] extends ReadonlyMap<string, infer G> ? G[] : never
  ): DisplayList => ({
    width: 100,
    height: 100,
    epoch: 'e',
    groups: new Map(groups.map((one) => [one.key, one])),
  });
  const canvas = fakeContext();
  const type = createTypesetter(canvas.ctx);
  paint(canvas.ctx, difference(list(), list(group)), WALL, palette, type);
  expect(canvas.rects).toEqual([['--ground', 0, 0, 100, 50]]);
  canvas.clear();
  paint(canvas.ctx, difference(list({ ...group, h: 20 }), list(group)), WALL, palette, type);
  expect(canvas.rects).toEqual([
    ['--ground', 0, 0, 100, 50],
    ['--ground', 0, 0, 100, 20],
  ]);
});

test('only the part that lies in the region is painted', () => {
  const group = (key: string, x: number) => ({ key, x, y: 0, w: 10, h: 10, items: [], stamp: 0 }) as const;
  const groups = [group('a', 0), group('b', 50)];
  const list: DisplayList = {
    width: 100,
    height: 100,
    epoch: 'e',
    groups: new Map(groups.map((one) => [one.key, one])),
  };
  const empty: DisplayList = { ...list, groups: new Map() };
  const canvas = fakeContext();
  const half = { x: 40, y: 0, w: 60, h: 100 };
  paint(canvas.ctx, difference(list, empty), half, palette, createTypesetter(canvas.ctx));
  expect(canvas.rects).toEqual([['--ground', 50, 0, 10, 10]]);
});

test('another epoch paints everything anew', () => {
  const a = stage('normal');
  const first = layoutWall(a.view, a.geometry, measure);
  const b = stage('normal', { width: 1280, height: 720 });
  const second = layoutWall(b.view, b.geometry, measure, first);
  expect(difference(second.list, first.list).whole).toBe(true);
});

test('figures have one width, also where the browser does not take it from the font', () => {
  const proportional = (text: string): number =>
    [...text].reduce((sum, character) => sum + (character === '1' ? 0.4 : 0.6), 0);
  const canvas = fakeContext(proportional);
  const type = createTypesetter(canvas.ctx);
  type.refresh();
  expect(type.measure('11:11', 100, 600)).toBeCloseTo(type.measure('00:00', 100, 600));
  type.draw(
    canvas.ctx,
    { kind: 'text', text: '1:0', x: 300, y: 0, size: 100, weight: 600, align: 'right', colour: '--text-1' },
    'c',
  );
  // Three boxes of 60 px end at x = 300; the narrow figure stands in the middle of its own.
  expect(canvas.texts.map(([text, x]) => [text, Math.round(x)])).toEqual([
    ['1', 130],
    [':', 180],
    ['0', 240],
  ]);
});
