import { expect, it } from 'vitest';
import { readScene, writeScene } from '../../../../../electron/hub/wall/scene-text';
import { BUILT_IN_SCENES } from '../../../../../shared/rules/wall/built-in-scenes';
import { WallBench } from '../../../../fixtures/wall-bench';

const { view } = new WallBench();

it.each([...BUILT_IN_SCENES.values()])('$name comes back from its text as it was', (scene) => {
  const { id, name, arrangements } = scene;
  expect(readScene(writeScene(scene), view)).toEqual({
    scene: { id, draft: { name, arrangements } },
    issues: [],
  });
});

const text = (panel: string): string => `vaktromScene: 1
id: egen
name: Egen
arrangements:
  - cols: 1
    rows: 1
    panels:
      - { id: a, kind: map, settings: {}, at: { x: 0, y: 0, w: 6, h: 12 }, priority: 1 }
      - ${panel}
`;

it('what cannot be kept is refused at its line, what refers to what is gone is kept and said', () => {
  const over = readScene(
    text('{ id: b, kind: map, settings: {}, at: { x: 5, y: 0, w: 6, h: 12 }, priority: 2 }'),
    view,
  );
  expect(over).toEqual({
    scene: null,
    issues: [{ file: '', line: 9, col: 47, reason: 'panelet «b» ligger over «a»' }],
  });
  const gone = readScene(
    text('{ id: b, kind: cause, settings: { about: borte }, at: { x: 6, y: 0, w: 6, h: 12 }, priority: 2 }'),
    view,
  );
  expect(gone.scene?.id).toBe('egen');
  expect(gone.issues).toEqual([{ file: '', line: 9, col: 50, reason: 'ukjent tjeneste «borte»' }]);
});

it.each(['', 'id: [', 'vaktromScene: 2', `${text('x')}mer: 1`])('%j is no scene, and says why', (bad) => {
  const { scene, issues } = readScene(bad, view);
  expect(scene).toBeNull();
  expect(issues.length).toBeGreaterThan(0);
});
