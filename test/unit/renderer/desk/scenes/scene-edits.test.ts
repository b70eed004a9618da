import { describe, expect, it } from 'vitest';
import { sameScene, sceneChanges } from '../../../../../renderer/desk/scenes/scene-diff';
import {
  numberOf,
  sceneIdFor,
  settingsShown,
  steppedRect,
  withForm,
  withKind,
  withNewPanel,
  withoutForm,
  withPanel,
  withSetting,
} from '../../../../../renderer/desk/scenes/scene-edits';
import type { Arrangement, Panel, SceneDraft } from '../../../../../shared/model/wall';
import { BUILT_IN_SCENES, NORMAL } from '../../../../../shared/rules/wall/built-in-scenes';
import { sceneFaults } from '../../../../../shared/rules/wall/scene-faults';

const panel = (id: string, x: number, y: number, w: number, h: number, kind = id): Panel => ({
  id,
  kind,
  settings: {},
  at: { x, y, w, h },
  priority: 1,
});
const two = (...panels: Panel[]): Arrangement => ({ cols: 2, rows: 1, panels });
const normal = BUILT_IN_SCENES.get(NORMAL) as SceneDraft;
const still = { left: 0, top: 0, right: 0, bottom: 0 };

describe('a panel that is moved', () => {
  it('keeps its size at the edge of the wall', () => {
    const at = { x: 12, y: 6, w: 10, h: 6 };
    expect(steppedRect(at, { ...still, left: 9, right: 9 }, two())).toEqual({ ...at, x: 14 });
    expect(steppedRect(at, { ...still, left: -99, right: -99, top: 3, bottom: 3 }, two())).toEqual({
      ...at,
      x: 0,
    });
  });

  it('is drawn out by the edge that moves, and never to nothing', () => {
    const at = { x: 4, y: 0, w: 4, h: 12 };
    expect(steppedRect(at, { ...still, right: 2 }, two())).toEqual({ ...at, w: 6 });
    expect(steppedRect(at, { ...still, right: -9 }, two())).toEqual({ ...at, w: 1 });
    expect(steppedRect(at, { ...still, left: 9 }, two())).toEqual({ ...at, x: 7, w: 1 });
    expect(steppedRect(at, { ...still, left: -9 }, two())).toEqual({ ...at, x: 0, w: 8 });
    expect(steppedRect(at, { ...still, right: 99 }, two())).toEqual({ ...at, w: 20 });
  });
});

describe('a new panel', () => {
  it('takes the largest free part of one display', () => {
    const made = withNewPanel(two(panel('mosaic', 0, 0, 16, 12)), 'map', null, null);
    expect(made?.id).toBe('map');
    expect(made?.arrangement.panels.at(-1)?.at).toEqual({ x: 16, y: 0, w: 8, h: 12 });
    expect(made?.arrangement.panels.at(-1)?.priority).toBe(2);
  });

  it('gets half of the panel in focus where the wall is full, else of the largest', () => {
    const full = two(panel('mosaic', 0, 0, 12, 12), panel('causes', 12, 0, 12, 12));
    const beside = withNewPanel(full, 'causes', null, 'causes');
    expect(beside?.id).toBe('causes-2');
    expect(beside?.arrangement.panels.map(({ at }) => at)).toEqual([
      { x: 0, y: 0, w: 12, h: 12 },
      { x: 12, y: 0, w: 6, h: 12 },
      { x: 18, y: 0, w: 6, h: 12 },
    ]);
    const high = two(panel('mosaic', 0, 0, 3, 12), panel('causes', 3, 0, 21, 4), panel('map', 3, 4, 21, 8));
    expect(
      withNewPanel(high, 'web', null, null)?.arrangement.panels.find(({ id }) => id === 'map')?.at.w,
    ).toBe(11);
  });

  it('is none where nothing can give way', () => {
    const strips = Array.from({ length: 24 }, (_, x) => panel(`p-${x}`, x, 0, 1, 5));
    expect(withNewPanel(two(...strips, panel('rest', 0, 5, 24, 7)), 'map', null, 'p-1')).toBeNull();
  });

  it('stands where it was drawn', () => {
    const at = { x: 1, y: 2, w: 3, h: 4 };
    expect(withNewPanel(two(), 'map', at, null)?.arrangement.panels[0]?.at).toEqual(at);
  });
});

describe('another kind', () => {
  it('keeps the settings that it has too where they are valid there, and takes its own id', () => {
    const charts = {
      ...panel('response-times', 0, 0, 6, 6),
      settings: { most: 12, hours: 48, services: [] },
    };
    const made = withKind(two(panel('timeline', 6, 0, 6, 6), charts), 'response-times', 'timeline');
    expect(made.id).toBe('timeline-2');
    expect(made.arrangement.panels[1]).toMatchObject({ id: 'timeline-2', kind: 'timeline', settings: {} });
    const causes = withKind(two(charts), 'response-times', 'causes');
    expect(causes.arrangement.panels[0]?.settings).toEqual({ most: 12 });
  });

  it('leaves an id that people gave as it is', () => {
    expect(withKind(two(panel('storskjerm', 0, 0, 6, 6, 'map')), 'storskjerm', 'web').id).toBe('storskjerm');
  });
});

describe('forms', () => {
  it('are made of the one that is most like them, without faults, and stand in order', () => {
    for (const form of [
      { cols: 1, rows: 3 },
      { cols: 6, rows: 1 },
      { cols: 8, rows: 4 },
      { cols: 1, rows: 2 },
    ]) {
      const made = withForm(normal, form);
      expect(made.arrangements).toHaveLength(normal.arrangements.length + 1);
      expect(
        sceneFaults('egen', made, { catalogue: new Map(), graph: { nodes: new Map() } } as never).filter(
          ({ severity }) => severity === 'error',
        ),
      ).toEqual([]);
      expect(made.arrangements.map(({ cols, rows }) => cols * rows)).toEqual(
        made.arrangements.map(({ cols, rows }) => cols * rows).sort((a, b) => a - b),
      );
    }
  });

  it('are there once, and never none', () => {
    expect(withForm(normal, { cols: 3, rows: 2 })).toBe(normal);
    const one: SceneDraft = { name: 'En', arrangements: [two()] };
    expect(withoutForm(one, { cols: 2, rows: 1 })).toBe(one);
    expect(withoutForm(normal, { cols: 3, rows: 2 }).arrangements).toHaveLength(
      normal.arrangements.length - 1,
    );
  });

  it('keep a page of the web on one display when they are made larger', () => {
    const one: SceneDraft = {
      name: 'En',
      arrangements: [{ cols: 1, rows: 1, panels: [panel('web', 0, 0, 12, 12)] }],
    };
    expect(withForm(one, { cols: 3, rows: 1 }).arrangements[1]?.panels[0]?.at).toEqual({
      x: 0,
      y: 0,
      w: 12,
      h: 12,
    });
  });
});

describe('settings', () => {
  it('show presets where nothing is written, and go back to them', () => {
    const timeline = panel('timeline', 0, 0, 6, 6);
    expect(settingsShown(timeline)).toEqual({ hours: 12, calls: false });
    const set = withSetting(timeline, 'hours', 4);
    expect(settingsShown(set)).toEqual({ hours: 4, calls: false });
    expect(withSetting(set, 'hours', undefined).settings).toEqual({});
    expect(settingsShown({ kind: 'fremtid', settings: { a: 1 } })).toEqual({ a: 1 });
  });
});

describe('what differs between two scenes', () => {
  const base: SceneDraft = {
    name: 'A',
    arrangements: [two(panel('mosaic', 0, 0, 12, 12), panel('map', 12, 0, 12, 12))],
  };
  const change = (make: (now: Arrangement) => Arrangement, name = 'A'): SceneDraft => ({
    name,
    arrangements: base.arrangements.map(make),
  });

  it('is told thing by thing', () => {
    const next = change(
      (now) =>
        withPanel({ ...now, panels: now.panels.filter(({ id }) => id !== 'mosaic') }, 'map', (one) => ({
          ...one,
          at: { ...one.at, h: 6 },
          settings: { layers: ['wan'] },
          priority: 3,
        })),
      'B',
    );
    expect(sceneChanges(base, next).map(({ kind }) => kind)).toEqual([
      'name',
      'removed',
      'settings',
      'moved',
      'priority',
    ]);
    expect(sceneChanges(base, withForm(base, { cols: 1, rows: 1 }))).toEqual([
      { kind: 'form-added', form: '1×1' },
    ]);
  });

  it('is nothing where only the order of panels or keys differs', () => {
    const turned = change((now) => ({ ...now, panels: [...now.panels].reverse() }));
    expect(sameScene(base, turned)).toBe(true);
    expect(sameScene(base, JSON.parse(JSON.stringify(base)) as SceneDraft)).toBe(true);
    expect(
      sameScene(
        base,
        change((now) => now, 'B'),
      ),
    ).toBe(false);
  });
});

describe('names', () => {
  it('become ids that a scene may have, each once', () => {
    const taken = new Set(['natt', 'natt-2']);
    expect(sceneIdFor('Natt', (id) => taken.has(id))).toBe('natt-3');
    expect(sceneIdFor('  Øvelse: Brann & røyk (2026) ', () => false)).toBe('øvelse-brann-røyk-2026');
    expect(sceneIdFor('***', () => false)).toBe('scene');
    expect(sceneIdFor('a'.repeat(200), () => false)).toHaveLength(60);
  });

  it('number panels of a kind only where there are more', () => {
    const both = two(panel('map', 0, 0, 3, 3), panel('map-2', 3, 0, 3, 3, 'map'), panel('web', 6, 0, 3, 3));
    expect(both.panels.map((one) => numberOf(both, one))).toEqual([1, 2, null]);
  });
});
