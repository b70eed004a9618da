import { describe, expect, it } from 'vitest';
import { PANEL_SETTINGS, type PanelKind } from '../../../../../shared/model/panels';
import { GRID, type Scene, type SceneDraft, scene as sceneSchema } from '../../../../../shared/model/wall';
import { BUILT_IN_SCENES } from '../../../../../shared/rules/wall/built-in-scenes';
import { layoutOf, type PlacedPanel } from '../../../../../shared/rules/wall/layout-of';
import { sceneFaults } from '../../../../../shared/rules/wall/scene-faults';
import { aDisplay, aWall, WallBench } from '../../../../fixtures/wall-bench';

const { view } = new WallBench();
const sceneNamed = (id: string): Scene => BUILT_IN_SCENES.get(id) as Scene;
/** `panel@display`, in the scene's order. */
const where = (panels: readonly PlacedPanel[]): string[] =>
  panels.map(({ panel, display }) => `${panel}@${display}`);

function oneOf(kind: string, at: [number, number, number, number], settings = {}): SceneDraft {
  const [x, y, w, h] = at;
  const panels = [{ id: 'p', kind, settings, at: { x, y, w, h }, priority: 1 }];
  return { name: 'x', arrangements: [{ cols: 3, rows: 1, panels }] };
}

describe('the scenes that come with the program', () => {
  it.each([...BUILT_IN_SCENES.values()])('$name is whole, and shows the mosaic in every form', (scene) => {
    expect(sceneSchema.safeParse(scene).success).toBe(true);
    expect(sceneFaults(scene.id, scene, view)).toEqual([]);
    for (const { panels } of scene.arrangements)
      for (const panel of panels)
        expect(PANEL_SETTINGS[panel.kind as PanelKind].safeParse(panel.settings).success).toBe(true);
  });

  it.each([...BUILT_IN_SCENES.values()])(
    '$name fills walls of one, two, four, six and eight displays',
    (scene) => {
      for (const [cols, rows] of [
        [1, 1],
        [2, 1],
        [2, 2],
        [3, 2],
        [4, 2],
      ] as const) {
        const { panels, left } = layoutOf(scene, aWall(cols, rows), view);
        expect(left).toEqual([]);
        const pixels = panels.reduce((sum, { rect }) => sum + rect.width * rect.height, 0);
        expect(pixels).toBe(cols * rows * 1_920 * 1_080);
      }
    },
  );

  it('stand on six displays as the room wants them', () => {
    const normal = layoutOf(sceneNamed('normal'), aWall(3, 2), view).panels;
    expect(where(normal)).toEqual([
      ...['mosaic@s1', 'mosaic@s2', 'causes@s3', 'response-times@s4', 'map@s5'],
      ...['on-watch@s6', 'maintenance@s6', 'routines@s6'],
    ]);
    expect(where(layoutOf(sceneNamed('hendelse'), aWall(3, 2), view).panels).sort()).toEqual([
      ...['callers@s6', 'cause@s1', 'dependencies@s4', 'emergency-routines@s3', 'mosaic@s2', 'timeline@s5'],
    ]);
    expect(where(layoutOf(sceneNamed('vaktskifte'), aWall(3, 2), view).panels).sort()).toEqual([
      ...['causes@s3', 'handover-items@s2', 'maintenance@s6', 'mosaic@s1', 'put-aside@s5', 'routines@s6'],
      'timeline@s4',
    ]);
  });
});

describe('a wall on two computers', () => {
  const wall = aWall(3, 2).map((display, index) => ({ ...display, computer: index < 2 ? 'en' : 'to' }));
  const scene = sceneNamed('hendelse');
  const on = (panels: readonly PlacedPanel[], displays: readonly string[]): string[] =>
    where(panels.filter(({ display }) => displays.includes(display)));

  it('shows what matters most of what one lost on what that one has left: the other hears nothing of it', () => {
    const others = ['s3', 's4', 's5', 's6'];
    const whole = layoutOf(scene, wall, view).panels;
    expect(on(whole, ['s1', 's2'])).toEqual(['mosaic@s2', 'cause@s1']);
    const { panels } = layoutOf(
      scene,
      wall.filter(({ id }) => id !== 's2'),
      view,
      [],
      's1',
    );
    expect(on(panels, ['s1'])).toEqual(['mosaic@s1']);
    // What stands there is what the other computer, which counts six, puts there.
    expect(on(panels, others)).toEqual(on(whole, others));
  });
});

describe('a panel over several displays', () => {
  it('is cut by millimetres, with what lies behind the bezels left out', () => {
    const { panels } = layoutOf(oneOf('mosaic', [6, 0, 30, GRID]), aWall(3, 1), view);
    // 960 + 1920 + 1920 pixels, and twice two frames of 10 mm: 40 pixels each.
    expect(panels.map(({ rect, offset, whole }) => [rect.x, rect.width, offset.x, whole.width])).toEqual([
      [960, 960, 0, 4_880],
      [0, 1_920, 1_000, 4_880],
      [0, 1_920, 2_960, 4_880],
    ]);
    expect(panels.every(({ whole }) => whole.height === 1_080)).toBe(true);
  });

  it('is measured in each display’s own pixels', () => {
    const wall = [aDisplay('a', 0), aDisplay('b', 1, 0, { width: 3_840, height: 2_160, pitchMm: 0.25 })];
    const scene = oneOf('mosaic', [0, 0, 24, GRID]);
    const { panels } = layoutOf(
      { arrangements: scene.arrangements.map((one) => ({ ...one, cols: 2 })) },
      wall,
      view,
    );
    expect(panels.map(({ offset, whole }) => [offset.x, whole.width])).toEqual([
      [0, 3_880],
      [3_920, 7_760],
    ]);
  });

  it('is whole on each when they do not hang side by side, and a web page stands on one', () => {
    const scene = oneOf('mosaic', [0, 0, 24, GRID]);
    const apart = [aDisplay('a', 0), aDisplay('b', 2)];
    const { panels } = layoutOf(scene, apart, view);
    expect(panels.map(({ rect, whole }) => whole.width === rect.width)).toEqual([true, true]);
    const web = oneOf('web', [0, 0, 24, GRID], { url: 'https://grafana.intern/d/1' });
    expect(sceneFaults('x', web, view).map(({ code }) => code)).toEqual(['spans']);
    expect(where(layoutOf(web, aWall(3, 1), view).panels).filter((one) => one.startsWith('p@'))).toEqual([
      'p@s1',
    ]);
  });
});

describe('displays that are gone', () => {
  it('lose what matters least: the causes take the place of the response times', () => {
    const wall = aWall(3, 2).filter(({ id }) => id !== 's3');
    const { panels, left } = layoutOf(sceneNamed('normal'), wall, view);
    expect(panels.some(({ kind }) => kind === 'causes')).toBe(true);
    expect(where(panels)).toContain('mosaic@s1');
    expect(left.length).toBeGreaterThan(0);
    expect(new Set(panels.map(({ display }) => display)).size).toBe(5);
  });

  it('down to the last one, which shows the mosaic', () => {
    for (let count = 6; count > 0; count--) {
      const wall = aWall(3, 2).slice(6 - count);
      const { panels } = layoutOf(sceneNamed('hendelse'), wall, view);
      expect(panels.some(({ kind }) => kind === 'mosaic')).toBe(true);
      expect(panels.some(({ kind }) => kind === 'cause')).toBe(true);
      expect(new Set(panels.map(({ display }) => display)).size).toBe(count);
    }
  });

  it('say of what was sent there that it stands nowhere', () => {
    const one = { by: 'kari', from: 0, until: 1, panel: { kind: 'map', settings: {} } };
    const sent = [
      { ...one, id: 'sendt-01', cell: { display: 's1', at: null } },
      { ...one, id: 'sendt-02', cell: { display: 'borte', at: null } },
    ];
    const { panels, unplaced } = layoutOf(sceneNamed('normal'), aWall(3, 2), view, sent);
    expect(unplaced).toEqual(['sendt-02']);
    expect(where(panels.filter(({ display }) => display === 's1'))).toEqual(['sendt-01@s1']);
  });
});

describe('what is wrong with a scene', () => {
  const codes = (id: string, draft: SceneDraft) =>
    sceneFaults(id, draft, view).map(({ severity, code, path }) => `${severity} ${code} ${path.join('.')}`);

  it('is said by place', () => {
    const panel = { kind: 'map', settings: {}, priority: 1 };
    const draft: SceneDraft = {
      name: 'x',
      arrangements: [
        {
          cols: 1,
          rows: 1,
          panels: [
            { ...panel, id: 'a', at: { x: 0, y: 0, w: 7, h: 12 } },
            { ...panel, id: 'a', at: { x: 6, y: 0, w: 6, h: 6 } },
            { ...panel, id: 'b', at: { x: 7, y: 6, w: 6, h: 6 } },
          ],
        },
        {
          cols: 1,
          rows: 1,
          panels: [{ ...panel, id: 'a', settings: { layers: 7 }, at: { x: 0, y: 0, w: 1, h: 1 } }],
        },
      ],
    };
    expect(codes('min', draft)).toEqual([
      'error twice arrangements.0.panels.1.id',
      'error overlap arrangements.0.panels.1.at',
      'error outside arrangements.0.panels.2.at',
      'error same-form arrangements.1',
      'error settings arrangements.1.panels.0.settings.layers',
    ]);
    expect(codes('normal', draft)).toContain('error no-mosaic arrangements.0');
  });

  it('is no error when it refers to what is gone: that cell says so, and the rest lives', () => {
    const unknown = oneOf('hologram', [0, 0, GRID, GRID]);
    expect(codes('x', unknown)).toEqual(['gone unknown-kind arrangements.0.panels.0.kind']);
    const gone = oneOf('response-times', [0, 0, GRID, GRID], { services: ['core', 'borte'] });
    expect(codes('x', gone)).toEqual(['gone unknown-node arrangements.0.panels.0.settings.services.1']);
    const [placed] = layoutOf(gone, aWall(3, 1), view).panels;
    expect(placed?.faults.map(({ code, facts }) => [code, facts.id])).toEqual([['unknown-node', 'borte']]);
  });
});
