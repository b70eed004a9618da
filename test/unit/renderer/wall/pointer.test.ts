// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { watchPointer } from '../../../../renderer/wall/pointer';
import { ManualClock } from '../../../../shared/time/clock';

const move = (screenX: number): void =>
  void document.body.dispatchEvent(new MouseEvent('mousemove', { screenX, screenY: 5 }));

test('the pointer is seen while it moves, and hidden when it rests or the page begins under it', () => {
  const clock = new ManualClock();
  const end = watchPointer(document.body, clock);
  move(10);
  expect(document.body.dataset.pointer).toBeUndefined();
  move(11);
  expect(document.body.dataset.pointer).toBe('moved');
  clock.advance(2_000);
  move(12);
  clock.advance(2_000);
  expect(document.body.dataset.pointer).toBe('moved');
  move(12);
  clock.advance(1_500);
  expect(document.body.dataset.pointer).toBeUndefined();
  move(13);
  end();
  expect(document.body.dataset.pointer).toBeUndefined();
});
