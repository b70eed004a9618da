import { afterEach, describe, expect, test, vi } from 'vitest';
import type { AnyPanel } from '../../../../../renderer/wall/panels/panel';
import { PANELS } from '../../../../../renderer/wall/panels/registry';
import { MosaicRunner } from '../../../../../renderer/wall/scene/mosaic-runner';
import type { SceneFrame } from '../../../../../renderer/wall/scene/scene-picture';
import { GRID, type Scene as WallScene, type WallState } from '../../../../../shared/model/wall';
import { BUILT_IN_SCENES, NORMAL } from '../../../../../shared/rules/wall/built-in-scenes';
import { readWall } from '../../../../../shared/rules/wall/read-wall';
import { NOW } from '../wall-fixture';
import { groupsOf, SceneStage, words } from './scene-stage';

afterEach(() => vi.restoreAllMocks());

const LATER = NOW + 3_600_000;
const by = { by: 'natt', from: NOW, until: LATER };

/** A scene of one display with these panels, each as wide as the display and a share of its height. */
function sceneOf(
  ...kinds: readonly (readonly [string, WallScene['arrangements'][number]['panels'][number]['settings']?])[]
): WallScene {
  const h = Math.floor(GRID / kinds.length);
  const panels = kinds.map(([kind, settings = {}], index) => ({
    id: `p${index}`,
    kind,
    settings,
    at: { x: 0, y: index * h, w: GRID, h },
    priority: index + 1,
  }));
  return {
    id: 'egen',
    name: 'Egen',
    version: 1,
    at: 0,
    by: '',
    arrangements: [{ cols: 1, rows: 1, panels }],
  };
}

function changed(before: SceneFrame, after: SceneFrame): readonly string[] {
  return groupsOf(after)
    .filter((group) => before.list.groups.get(group.key) !== group)
    .map(({ key }) => key)
    .sort();
}

describe('the scene on a display', () => {
  test('is what the wall shows, with number, name, link and clock above it', () => {
    const frame = new SceneStage({ estate: 'full', cols: 3, rows: 2, display: 3 }).frame();
    expect(frame).toMatchObject({ scene: 'normal', number: 3 });
    expect(words(frame, 'header')).toEqual(expect.arrayContaining(['3', 'Hub tilkoblet']));
    expect(words(frame, 'clock')).toEqual(['04:52:17']);
    expect(frame.cells.map(({ placed }) => placed.kind)).toEqual(['causes']);
  });

  test('a display of its own takes the room’s name where it is the only one', () => {
    expect(words(new SceneStage().frame(), 'header')).toContain('Sykehus i nord');
  });

  test('a mosaic that stood here in part is whole in a scene that has all of it on this display', () => {
    const stage = new SceneStage({ estate: 'full', cols: 3, rows: 2, display: 2 });
    expect(stage.frame().title).toMatch(/^Kritikalitet 2 /);
    const wall = readWall(stage.board);
    const next: WallState = { ...wall, shown: { ...wall.shown, scene: 'hendelse' } };
    stage.say({ type: 'wall.moved', what: 'scene', wall: next, actor: 'natt', actedAt: NOW });
    expect(stage.frame().title).toMatch(/^Kritikalitet 1–2 /);
  });

  test('changes on the very frame that its moment comes, by the hub’s clock, without a word', () => {
    const stage = new SceneStage();
    const wall = readWall(stage.board);
    const shown: WallState['shown'] = {
      ...wall.shown,
      scene: 'hendelse',
      why: 'choice',
      by: 'natt',
      at: NOW + 400,
      before: 'normal',
    };
    stage.say({ type: 'wall.moved', what: 'scene', wall: { ...wall, shown }, actor: 'natt', actedAt: NOW });
    expect(stage.frame().scene).toBe('normal');
    expect(stage.frame(399).scene).toBe('normal');
    expect(stage.frame(1).scene).toBe('hendelse');
  });

  test('stays about what it was about until its moment comes, and is about the next on that very frame', () => {
    const about = (node: string, before: Partial<WallState['shown']> = {}): WallState['shown'] => ({
      ...readWall(stage.board).shown,
      scene: 'hendelse',
      why: 'choice',
      by: 'natt',
      about: node,
      ...before,
    });
    const stage = new SceneStage({ estate: 'full', scene: 'major', cols: 2, rows: 2, display: 1 });
    const move = (shown: WallState['shown']): void =>
      stage.say({
        type: 'wall.moved',
        what: 'scene',
        wall: { ...readWall(stage.board), shown },
        actor: 'natt',
        actedAt: NOW,
      });
    const said = (frame: SceneFrame): string => frame.cells.flatMap((cell) => cell.said).join();
    move(about('core1'));
    expect(said(stage.frame())).toContain('Kjerne 1 Nede');
    move(about('sykesignal@kirkenes', { at: stage.now + 400, before: 'hendelse' }));
    expect(said(stage.frame(399))).toContain('Kjerne 1 Nede');
    const next = said(stage.frame(1));
    expect(next).toContain('Sykesignal');
    expect(next).not.toContain('Kjerne 1 Nede');
    move({ ...about('core1'), scene: 'normal', about: null, at: stage.now + 400, before: 'hendelse' });
    expect(said(stage.frame(399))).toContain('Sykesignal');
  });

  test('speaks another language everywhere at once', () => {
    const stage = new SceneStage({
      estate: 'full',
      scene: 'incident',
      show: 'normal',
      cols: 2,
      rows: 2,
      display: 2,
    });
    stage.frame();
    stage.speak('en');
    const { cells } = stage.frame(16);
    expect(cells[0]?.said.join()).not.toMatch(/siden|ingen eier|Nede/u);
  });

  test('turns come and go by the clock alone', () => {
    const stage = new SceneStage();
    const wall = readWall(stage.board);
    const turns = [
      { scene: 'normal', forMs: 10_000 },
      { scene: 'vaktskifte', forMs: 5_000 },
    ];
    const shown: WallState['shown'] = { ...wall.shown, turns, why: 'rotation', at: NOW };
    stage.say({ type: 'wall.moved', what: 'rotate', wall: { ...wall, shown }, actor: 'natt', actedAt: NOW });
    const seen = [0, 9_900, 200, 4_800, 200].map((ms) => stage.frame(ms).scene);
    expect(seen).toEqual(['normal', 'normal', 'vaktskifte', 'vaktskifte', 'normal']);
  });

  test('a scene that is gone is the resting one, and a window without a display shows all of it by itself', () => {
    expect(new SceneStage({ show: 'borte' }).frame().scene).toBe('normal');
    const stage = new SceneStage({ estate: 'full', show: 'vaktskifte' });
    const place = { display: null, displays: [] };
    const frame = stage.frame(0, place);
    expect(frame.display).toBeNull();
    expect(frame.cells.length).toBeGreaterThan(1);
  });

  test('the last line says who chose it and until when', () => {
    const stage = new SceneStage({ scene: 'night', estate: 'full', show: 'vaktskifte' });
    const wall = readWall(stage.board);
    stage.say({
      type: 'wall.moved',
      what: 'scene',
      wall: { ...wall, shown: { ...wall.shown, until: NOW + 30 * 60_000 } },
      actor: 'natt',
      actedAt: NOW,
    });
    expect(words(stage.frame(), 'notes')).toEqual(['Vaktskifte valgt av Nattoperatør til 05:22']);
  });
});

describe('a mosaic over several displays', () => {
  const part = (display: number): SceneFrame =>
    new SceneStage({ estate: 'full', scene: 'night', cols: 3, rows: 2, display }).frame();

  test('shows the most critical on the first, and no service on both', () => {
    const [left, right] = [part(1), part(2)].map((frame) => frame.cells[0]?.mosaic?.view.mosaic);
    expect(left?.criticalities).toEqual([1]);
    expect(right?.criticalities).toEqual([2]);
    const nodes = (mosaic: typeof left): string[] =>
      mosaic?.cells.flatMap(({ slots }) => slots.map(({ node }) => node.id)) ?? [];
    const both = nodes(left).filter((id) => nodes(right).includes(id));
    expect(both).toEqual([]);
    expect(words(part(1), 'header').join(' ')).toMatch(/Kritikalitet 1 · \d+ tjenester × 16 steder/);
  });

  test('has its rows at the same height on both', () => {
    const rows = (frame: SceneFrame): unknown => frame.cells[0]?.mosaic?.geometry.rows;
    expect(rows(part(1))).toEqual(rows(part(2)));
    expect(part(1).cells[0]?.mosaic?.geometry.rows.length).toBeGreaterThan(10);
  });

  test('has each callout where its services or their consequences are; what has no place is counted', () => {
    const frames = [part(1), part(2)];
    const callouts = frames.flatMap((frame) => frame.cells[0]?.mosaic?.view.callouts ?? []);
    const all = frames[0]?.findings.callouts ?? [];
    const outside = frames[0]?.cells[0]?.mosaic?.view.outside ?? 0;
    expect(new Set(callouts.map(({ key }) => key)).size + outside).toBe(all.length);
  });

  test('shares families out where there are more displays than criticalities', () => {
    const scene: WallScene = {
      ...sceneOf(['mosaic', { criticalities: [1] }]),
      arrangements: [
        {
          cols: 2,
          rows: 1,
          panels: [
            {
              id: 'm',
              kind: 'mosaic',
              settings: { criticalities: [1] },
              at: { x: 0, y: 0, w: 24, h: 12 },
              priority: 1,
            },
          ],
        },
      ],
    };
    const columns = [1, 2].map(
      (display) =>
        new SceneStage({ estate: 'full', cols: 2, rows: 1, display, show: scene })
          .frame()
          .cells[0]?.mosaic?.view.mosaic.axes.columns.map(({ key }) => key) ?? [],
    );
    expect(columns[0]?.length).toBeGreaterThan(0);
    expect(columns[1]?.length).toBeGreaterThan(0);
    expect(columns[0]?.filter((key) => columns[1]?.includes(key))).toEqual([]);
  });
});

test('a mosaic whose other display is gone shows the whole of itself on what is left', () => {
  const [arrangement] = sceneOf(['mosaic', { criticalities: [1, 2] }]).arrangements;
  const panels = (arrangement?.panels ?? []).map((one) => ({
    ...one,
    at: { x: 0, y: 0, w: 2 * GRID, h: GRID },
  }));
  const show = { ...sceneOf(['mosaic']), arrangements: [{ cols: 2, rows: 1, panels }] };
  const stage = new SceneStage({ estate: 'full', cols: 2, rows: 1, display: 1, show });
  expect(stage.frame().cells[0]?.mosaic?.view.mosaic.criticalities).toEqual([1]);
  const { place } = stage.state;
  stage.state = { ...stage.state, place: { ...place, displays: place.displays.slice(0, 1) } };
  expect(stage.frame(16).cells[0]?.mosaic?.view.mosaic.criticalities).toEqual([1, 2]);
});

test('another scene whose mosaic goes by the same name shows its own share of it', () => {
  const stage = new SceneStage({ estate: 'full', cols: 3, rows: 2, display: 2, show: 'normal' });
  expect(stage.frame().cells[0]?.mosaic?.view.mosaic.criticalities).toEqual([2]);
  const wall = readWall(stage.board);
  const shown = { ...wall.shown, scene: 'hendelse', at: NOW };
  stage.say({ type: 'wall.moved', what: 'scene', wall: { ...wall, shown }, actor: 'natt', actedAt: NOW });
  expect(stage.frame(16).cells[0]?.mosaic?.view.mosaic.criticalities).toEqual([1, 2]);
});

describe('a filter', () => {
  test('leaves services out, says how many, and how many of those are not normal', () => {
    const stage = new SceneStage({
      estate: 'full',
      scene: 'night',
      show: sceneOf(['mosaic', { criticalities: [3] }]),
    });
    const frame = stage.frame();
    const mosaic = frame.cells[0]?.mosaic;
    expect(mosaic?.view.mosaic.services).toBeLessThan(frame.view.model.axes.services);
    const { services, abnormal } = mosaic?.view.leftOut ?? { services: 0, abnormal: 0 };
    expect(services + (mosaic?.view.mosaic.services ?? 0)).toBe(frame.view.model.axes.services);
    expect(abnormal).toBeGreaterThan(0);
    expect(words(frame, 'p/p0/aside').join()).toContain(
      `${services} tjenester utenfor bildet, ${abnormal} med avvik`,
    );
    // A cause outside of it is counted, and calm is claimed for its own criticality only.
    expect(mosaic?.view.outside).toBeGreaterThan(0);
    expect(words(frame, 'p/p0/corner').join()).toContain(`+ ${mosaic?.layout.more} til`);
  });

  test.each([3, 4, 5, 6, 9])('says so however small its panel is: %i twelfths', (size) => {
    const [arrangement] = sceneOf(['mosaic', { criticalities: [3] }]).arrangements;
    const panels = (arrangement?.panels ?? []).map((one) => ({
      ...one,
      at: { x: 0, y: 0, w: size, h: size },
    }));
    const show = { ...sceneOf(['mosaic']), arrangements: [{ cols: 1, rows: 1, panels }] };
    const frame = new SceneStage({ estate: 'full', scene: 'room', show }).frame();
    const { services = 0, abnormal = 0 } = frame.cells[0]?.mosaic?.view.leftOut ?? {};
    const said = [...words(frame, 'p/p0/foot'), ...words(frame, 'p/p0/aside')].join();
    expect(abnormal).toBeGreaterThan(0);
    expect(said).toContain(`${services} tjenester utenfor bildet`);
  });

  test('by site leaves the other rows out', () => {
    const frame = new SceneStage({ estate: 'full', show: sceneOf(['mosaic', { sites: ['mo'] }]) }).frame();
    expect(frame.cells[0]?.mosaic?.view.mosaic.axes.rows.map(({ key }) => key)).toEqual(['mo']);
  });
});

describe('what cannot be shown', () => {
  test('a panel of an unknown kind, with settings that cannot be read, or about what is gone says so; the rest lives', () => {
    const show = sceneOf(['weather'], ['timeline', { hours: 3 }], ['cause', { about: 'borte' }], ['mosaic']);
    const frame = new SceneStage({ show, height: 2160, width: 3840 }).frame();
    const faults = frame.cells.map(({ fault }) => fault);
    expect(faults[0]).toMatch(/weather.*finnes ikke i denne versjonen/);
    expect(faults[1]).toBe('Innstillingene kan ikke leses: hours');
    expect(faults[2]).toMatch(/«borte» finnes ikke lenger/);
    expect(faults[3]).toBeNull();
    expect(frame.cells[3]?.mosaic?.view.mosaic.cells.length).toBeGreaterThan(0);
  });

  test('what is gone of a list is said in the title bar, and what is left is shown', () => {
    const show = sceneOf(['mosaic', { sites: ['mo', 'atlantis'] }], ['causes']);
    const frame = new SceneStage({ show }).frame();
    expect(frame.cells[0]?.mosaic?.view.mosaic.axes.rows.map(({ key }) => key)).toEqual(['mo']);
    expect(words(frame, 'p/p0/bar')).toContain('Stedet «atlantis» finnes ikke lenger');
  });

  test.each(['facts', 'draw'] as const)(
    'a panel whose %s throws is a fault of its own, logged once',
    (what) => {
      const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
      const panel = PANELS.get('causes') as AnyPanel;
      const broken = vi.spyOn(panel, what).mockImplementation(() => {
        throw new Error('a bolt is loose');
      });
      const stage = new SceneStage({ show: sceneOf(['causes'], ['mosaic']) });
      for (let n = 0; n < 20; n++) stage.frame(1_000);
      const frame = stage.frame(1_000);
      expect(frame.cells[0]?.fault).toContain('a bolt is loose');
      expect(frame.cells[1]?.mosaic).not.toBeNull();
      expect(logged).toHaveBeenCalledTimes(1);
      // It comes back by itself once it can.
      broken.mockRestore();
      expect(stage.frame(11_000).cells[0]?.fault).toBeNull();
    },
  );
});

test('a mosaic that throws is a fault of its own cell, logged once, and comes back', () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const broken = vi.spyOn(MosaicRunner.prototype, 'draw').mockImplementation(() => {
    throw new Error('a bolt is loose');
  });
  const stage = new SceneStage({ show: sceneOf(['mosaic'], ['causes']) });
  for (let n = 0; n < 5; n++) stage.frame(1_000);
  const frame = stage.frame(1_000);
  expect(frame.cells[0]?.fault).toContain('a bolt is loose');
  expect(words(frame, 'p/p0/notice').join()).toContain('a bolt is loose');
  expect(frame.cells[1]?.fault).toBeNull();
  expect(logged).toHaveBeenCalledTimes(1);
  broken.mockRestore();
  expect(stage.frame(1_000).cells[0]?.mosaic).not.toBeNull();
});

describe('what a person puts there', () => {
  const sent = (at: { x: number; y: number; w: number; h: number } | null): Partial<WallState> => ({
    sent: [{ id: 'sendt', panel: { kind: 'causes', settings: {} }, cell: { display: 'v1', at }, ...by }],
  });

  test('a panel that is sent stands in its cell, framed, with who and until when; it goes when its time is up', () => {
    const stage = new SceneStage({ wall: sent({ x: 0, y: 0, w: 6, h: 12 }), scene: 'night', estate: 'full' });
    const frame = stage.frame();
    const cell = frame.cells.find(({ placed }) => placed.panel === 'sendt');
    expect(cell?.sent).toBe('Sendt av Nattoperatør, til 05:52');
    expect(words(frame, 'p/sendt/bar')).toContain('NO til 05:52');
    expect(groupsOf(frame).filter(({ key }) => key.startsWith('p/sendt/frame/'))).toHaveLength(4);
    // The mosaic beneath is whole beside it: nothing of it is hidden.
    const mosaic = frame.cells.find(({ mosaic: one }) => one !== null);
    expect(mosaic?.rect.x).toBeGreaterThanOrEqual((cell?.rect.x ?? 0) + (cell?.rect.w ?? 0));
    const after = stage.frame(LATER - NOW);
    expect(after.cells.map(({ placed }) => placed.panel)).toEqual(['mosaic']);
  });

  test('what has no room left beside it is counted', () => {
    const one = sent({ x: 0, y: 0, w: 12, h: 7 });
    const frame = new SceneStage({
      show: sceneOf(['causes'], ['maintenance'], ['mosaic']),
      wall: one,
    }).frame();
    expect(frame.cells.map(({ placed }) => placed.panel)).toEqual(['p2', 'sendt']);
    expect(words(frame, 'notes').join()).toContain('1 panel har ikke plass');
  });

  test('one that takes all of the display takes the place of what is there', () => {
    const frame = new SceneStage({ wall: sent(null) }).frame();
    expect(frame.cells.map(({ placed }) => placed.panel)).toEqual(['sendt']);
    expect(words(frame, 'notes').join()).toContain('Sendt av');
  });

  test('a message stands above the last line, and the picture makes room for it', () => {
    const message = { text: 'Citrix tas ned kl. 14:00', ...by };
    const stage = new SceneStage({ wall: { message } });
    const frame = stage.frame();
    expect(words(frame, 'message')).toEqual(['Citrix tas ned kl. 14:00', 'natt, til 05:52']);
    const top = frame.list.groups.get('message')?.y ?? 0;
    for (const group of groupsOf(frame))
      if (!['message', 'notes'].includes(group.key)) expect(group.y + group.h).toBeLessThanOrEqual(top);
    expect(words(stage.frame(LATER - NOW), 'message')).toEqual([]);
  });

  test('the spotlight rings its cell, names row and column in bold, and moves nothing', () => {
    const calm = new SceneStage({ estate: 'full', cols: 2, rows: 2, display: 1, scene: 'three' });
    const lit = new SceneStage({
      estate: 'full',
      cols: 2,
      rows: 2,
      display: 1,
      scene: 'three',
      wall: { spotlight: { node: 'ek@mo', ...by } },
    });
    const [a, b] = [calm.frame(), lit.frame()];
    const cells = (frame: SceneFrame) => groupsOf(frame).filter(({ key }) => key.includes('/cell/'));
    expect(cells(b).map(({ key, x, y, w, h }) => [key, x, y, w, h])).toEqual(
      cells(a).map(({ key, x, y, w, h }) => [key, x, y, w, h]),
    );
    const other = cells(b).filter(
      (group, index) => JSON.stringify(group) !== JSON.stringify(cells(a)[index]),
    );
    expect(other.map(({ key }) => key)).toEqual(['p/mosaic/cell/mo/Kurve']);
    expect(other[0]?.items.at(-1)).toMatchObject({ kind: 'rect', stroke: '--text-1' });
    // Its own state is still there, within the ring.
    expect(other[0]?.items).toContainEqual(expect.objectContaining({ stroke: '--degraded' }));
    expect(b.spotlight).toBe('ek@mo');
    expect(words(b, 'notes').join()).toContain('fremhevet av');
  });
});

describe('never lying', () => {
  const lost = {
    phase: 'lost',
    since: NOW - 20_000,
    lastBeatAt: NOW - 20_000,
    knownAt: NOW - 20_000,
  } as const;

  test('without a hub every title bar says since when it is only known, and a banner stands above the panels', () => {
    const stage = new SceneStage({
      estate: 'full',
      cols: 3,
      rows: 2,
      display: 6,
      link: lost,
      sinceBeatMs: 20_000,
    });
    const frame = stage.frame();
    expect(words(frame, 'banner')).toContain('Ingen kontakt med huben siden 04:51:57');
    expect(frame.cells.length).toBeGreaterThan(1);
    for (const { placed } of frame.cells) {
      expect(words(frame, `p/${placed.panel}/bar`)).toContain('sist kjent 04:51:57');
      const bar = frame.list.groups.get(`p/${placed.panel}/bar`);
      expect(bar?.items.some(({ kind }) => kind === 'hatch')).toBe(true);
    }
  });

  test('panels of a scene that is being written stand where they will, also without a hub', () => {
    const given = { estate: 'full', cols: 3, rows: 2, display: 6 } as const;
    const places = (stage: SceneStage, more: Partial<Parameters<SceneStage['frame']>[1]>) =>
      stage.frame(0, more).cells.map(({ placed, rect }) => [placed.panel, rect]);
    const draft = BUILT_IN_SCENES.get(NORMAL);
    if (!draft) throw new Error('there is no Normal');
    const cut = new SceneStage({ ...given, link: lost, sinceBeatMs: 20_000 });
    expect(places(cut, { draft })).toEqual(places(new SceneStage(given), { draft }));
    expect(words(cut.frame(1_000, { draft }), 'banner')).toEqual([]);
  });

  test('a mosaic with a display to itself takes the banner into its strip, and its rows stay', () => {
    const rows = (stage: SceneStage): unknown => stage.frame().cells[0]?.mosaic?.geometry.rows;
    const cut = new SceneStage({ estate: 'full', link: lost, sinceBeatMs: 20_000 });
    expect(rows(cut)).toEqual(rows(new SceneStage({ estate: 'full' })));
    expect(words(cut.frame(), 'p/mosaic/strip/0')).toContain('Ingen kontakt med huben siden 04:51:57');
  });
});

describe('work', () => {
  test('while nothing happens the picture is the same object; a second moves the clock', () => {
    const stage = new SceneStage({ estate: 'full', cols: 3, rows: 2, display: 1 });
    const first = stage.frame();
    expect(stage.frame(100)).toBe(first);
    const second = stage.frame(900);
    expect(second).not.toBe(first);
    expect(changed(first, second)).toEqual(['clock', 'header']);
  });

  test('a check that changes repaints its own cell at once, and what speaks of it a moment later', () => {
    const stage = new SceneStage({ estate: 'full', cols: 3, rows: 2, display: 1 });
    stage.frame();
    const before = stage.frame(300);
    stage.fail('ris@narvik/0');
    const after = stage.frame(16);
    expect(after.cells[0]?.mosaic?.view.mosaic.placeOf('ris@narvik')).toBeDefined();
    expect(changed(before, after).filter((key) => key.includes('/cell/'))).toHaveLength(1);
    expect(changed(before, after).length).toBeLessThan(12);
  });

  test('facts of panels are found at a calm pace, however much changes, and again after a while though nothing does', () => {
    const panel = PANELS.get('causes') as AnyPanel;
    const facts = vi.spyOn(panel, 'facts');
    const stage = new SceneStage({ estate: 'full', show: sceneOf(['causes']) });
    stage.frame();
    expect(facts).toHaveBeenCalledTimes(1);
    for (let n = 0; n < 60; n++) {
      stage.fail('ris@narvik/0', n % 2 === 0 ? 'critical' : 'ok');
      stage.frame(16);
    }
    expect(facts.mock.calls.length).toBeLessThanOrEqual(5);
    const calls = facts.mock.calls.length;
    stage.frame(300);
    for (let n = 0; n < 9; n++) stage.frame(1_000);
    expect(facts.mock.calls.length).toBeLessThanOrEqual(calls + 2);
    stage.frame(1_500);
    expect(facts.mock.calls.length).toBeGreaterThan(calls + 1);
  });

  test('a small picture of a display has the same words in the same places', () => {
    const stage = new SceneStage({ estate: 'full', scene: 'night', cols: 3, rows: 2, display: 3 });
    const big = stage.frame();
    const small = new SceneStage({ estate: 'full', scene: 'night', cols: 3, rows: 2, display: 3 }).frame(0, {
      width: 480,
      height: 270,
    });
    expect(small.cells.map(({ said }) => said)).toEqual(big.cells.map(({ said }) => said));
    expect(small.list).toMatchObject({ width: 480, height: 270 });
    for (const group of groupsOf(small)) expect(group.x + group.w).toBeLessThanOrEqual(481);
  });
});
