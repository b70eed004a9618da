// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { Picture } from '../../../../../renderer/wall/paint/picture';
import { fakeContext, handOver } from '../fake-canvas';

let host: HTMLElement;
let picture: Picture;
let canvases: EventTarget[];

beforeEach(() => {
  canvases = handOver(fakeContext().ctx);
  host = document.createElement('div');
  document.body.replaceChildren(host);
  picture = new Picture(host);
});

test('it has the size it is told, and stands on whole device pixels', () => {
  expect(picture.fit(1912, 1072, 1.25)).toBe(true);
  expect(picture.fit(1912, 1072, 1.25)).toBe(false);
  expect([picture.width, picture.height]).toEqual([2390, 1340]);
  expect([host.style.width, host.style.height]).toEqual(['1912px', '1072px']);
  const { x, y } = picture.place(3, 8);
  expect([x * 1.25, y * 1.25]).toEqual([4, 10]);
  expect(Math.abs(x - 3)).toBeLessThanOrEqual(0.5);
  expect([host.style.left, host.style.top]).toEqual([`${x}px`, `${y}px`]);
});

test('it is not visible while its canvas is lost, and paints anew when that is back', () => {
  picture.fit(800, 600, 1);
  expect(picture.visible).toBe(true);
  const [canvas] = canvases;
  canvas?.dispatchEvent(new Event('contextlost'));
  expect(picture.visible).toBe(false);
  canvas?.dispatchEvent(new Event('contextrestored'));
  expect(picture.visible).toBe(true);
  expect(picture.fit(800, 600, 1)).toBe(true);
});

test('it is not visible when it is not in the page', () => {
  picture.fit(800, 600, 1);
  host.remove();
  expect(picture.visible).toBe(false);
});
