import { expect, test } from 'vitest';
import type { RoomView } from '../../../../../shared/rules/reduce';
import { sceneOrRest, viewingDistanceM } from '../../../../../shared/rules/wall/read-wall';

const plan = (rest: string): Pick<RoomView, 'wall' | 'catalogue'> =>
  ({
    wall: new Map(),
    catalogue: new Map([['wall-plan:room', { kind: 'wall-plan', value: { rest } }]]),
  }) as unknown as Pick<RoomView, 'wall' | 'catalogue'>;

test('a scene that is gone gives way to the one that the wall rests on, and that to Normal', () => {
  expect(sceneOrRest(plan('vaktskifte'), 'hendelse')).toBe('hendelse');
  expect(sceneOrRest(plan('vaktskifte'), 'borte')).toBe('vaktskifte');
  expect(sceneOrRest(plan('også-borte'), 'borte')).toBe('normal');
});

test('how far people stand is the room’s word, or else this console’s', () => {
  const room = new Map([['wall-plan:room', { kind: 'wall-plan', value: { distanceM: 9 } }]]);
  expect(viewingDistanceM(room as unknown as RoomView['catalogue'], 3)).toBe(9);
  expect(viewingDistanceM(new Map(), 3)).toBe(3);
});
