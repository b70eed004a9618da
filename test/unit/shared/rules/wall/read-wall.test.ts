import { expect, test } from 'vitest';
import type { RoomView } from '../../../../../shared/rules/reduce';
import { sceneOrRest } from '../../../../../shared/rules/wall/read-wall';

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
