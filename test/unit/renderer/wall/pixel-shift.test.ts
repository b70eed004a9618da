import { expect, test } from 'vitest';
import { pixelShift, SHIFT_ROOM } from '../../../../renderer/wall/pixel-shift';

const NOW = Date.UTC(2026, 10, 23, 3, 0, 0);
const minutes = (count: number) =>
  Array.from({ length: count }, (_, minute) => pixelShift(NOW + minute * 60_000));

test('the picture goes to every place within its room, and to none outside it', () => {
  const places = minutes(24 * 60);
  expect(new Set(places.map(({ x, y }) => `${x},${y}`)).size).toBe((SHIFT_ROOM + 1) ** 2);
  expect(places.every(({ x, y }) => x >= 0 && y >= 0 && x <= SHIFT_ROOM && y <= SHIFT_ROOM)).toBe(true);
});

test('it moves by one pixel at a time, every other minute, and has been everywhere after three hours', () => {
  const places = minutes(24 * 60);
  const steps = places.slice(1).map(({ x, y }, index) => {
    const before = places[index] ?? { x: 0, y: 0 };
    return Math.abs(x - before.x) + Math.abs(y - before.y);
  });
  expect(Math.max(...steps)).toBe(1);
  expect(steps.filter((step) => step === 1)).toHaveLength(24 * 30 - 1);
  const round = (SHIFT_ROOM + 1) ** 2 * 2 * 2;
  expect(new Set(minutes(round).map(({ x, y }) => `${x},${y}`)).size).toBe((SHIFT_ROOM + 1) ** 2);
});
