// @vitest-environment jsdom
import { beforeEach, describe, expect, test } from 'vitest';
import { MAX_LISTED, Mirror } from '../../../../../renderer/wall/mirror/mirror';
import type { SceneFrame } from '../../../../../renderer/wall/scene/scene-picture';
import type { Scene } from '../../../../fixtures/wall-harness/scenes';
import { SceneStage, type SceneStageOptions } from '../scene/scene-stage';
import { NOW } from '../wall-fixture';

let root: HTMLElement;
beforeEach(() => {
  root = document.createElement('main');
  document.body.replaceChildren(root);
});

const get = (selector: string): HTMLElement => root.querySelector<HTMLElement>(selector) as HTMLElement;

const stage = (scene: Scene, more: Omit<SceneStageOptions, 'scene'> = {}): SceneStage =>
  new SceneStage({ ...more, scene });

function show(
  mirror: Mirror,
  staged: SceneStage,
  moved: Parameters<Mirror['update']>[1] = [],
  glass: Parameters<Mirror['update']>[2] = { ratio: 1, x: 0, y: 0 },
): SceneFrame {
  const frame = staged.frame();
  mirror.update(frame, moved, glass);
  mirror.tick(frame.view);
  return frame;
}

describe('what is not normal', () => {
  test('is listed with state, since and place in CSS pixels', () => {
    const frame = show(new Mirror(root), stage('three'), [], { ratio: 2, x: 0, y: 0 });
    const item = get('[data-node="ek@mo"]');
    expect(item.textContent).toBe('Elektronisk kurve, Mo: Redusert siden 03:52');
    expect(item.dataset).toMatchObject({ state: 'degraded', since: String(NOW - 3_600_000), known: 'live' });
    const mosaic = frame.cells[0]?.mosaic;
    const index = mosaic?.view.mosaic.cells.findIndex((cell) => cell.place.key === 'mo/ek') ?? -1;
    const rect = mosaic?.geometry.cells[index]?.rect;
    expect(item.dataset.rect?.split(',').map(Number)).toEqual(
      [rect?.x, rect?.y, rect?.w, rect?.h].map((value) => (value ?? 0) / 2),
    );
    expect(root.querySelectorAll('[data-node]')).toHaveLength(3);
  });

  test('has its place where the picture stands in the window', () => {
    const staged = stage('three');
    const mirror = new Mirror(root);
    show(mirror, staged);
    const before = get('[data-node="ek@mo"]').dataset.rect?.split(',').map(Number) ?? [];
    show(mirror, staged, [], { ratio: 1, x: 3, y: 8 });
    const [x = 0, y = 0, ...size] = before;
    expect(get('[data-node="ek@mo"]').dataset.rect?.split(',').map(Number)).toEqual([x + 3, y + 8, ...size]);
  });

  test('a change touches its own item, and one that heals is taken away', () => {
    const staged = stage('three');
    const mirror = new Mirror(root);
    show(mirror, staged);
    const other = get('[data-node="nhn"]');
    const slot = staged.frame().view.model.slot('ek@mo');
    staged.fail('ek@mo/0', 'ok');
    staged.frame(300);
    show(mirror, staged, slot ? [slot] : []);
    expect(root.querySelector('[data-node="ek@mo"]')).toBeNull();
    expect(get('[data-node="nhn"]')).toBe(other);
  });

  test('a catastrophe is bounded, and what is left out is counted', () => {
    const { view } = show(new Mirror(root), stage('vantage', { estate: 'full' }));
    const listed = root.querySelectorAll('[data-node]').length;
    expect(listed).toBe(Math.min(MAX_LISTED, view.model.nodes));
    expect(Number(get('[data-abnormal]').dataset.omitted)).toBe(view.model.nodes - listed);
  });
});

test('totals by state, of services and of services at sites', () => {
  show(new Mirror(root), stage('three'));
  expect(get('[data-totals]').dataset).toMatchObject({
    nodes: '36',
    normal: '33',
    down: '1',
    degraded: '1',
    unknown: '1',
    redundancyLost: '0',
    services: '15',
    servicesNormal: '12',
  });
  expect(get('[data-totals]').textContent).toContain('12 av 15 tjenester normale');
});

describe('the link', () => {
  test('live, with the age of the oldest data', () => {
    show(new Mirror(root), stage('normal'));
    expect(get('[data-link]').dataset).toMatchObject({
      link: 'live',
      phase: 'live',
      oldest: String(NOW - 9_000),
    });
    expect(get('[data-link]').textContent).toBe('Hub tilkoblet, eldste data 9 s');
    expect(get('[role="alert"]').textContent).toBe('');
  });

  test.each([
    ['lost', 'lost', 'last-known'],
    ['stale', 'lost', 'stale'],
    ['connecting', 'connecting', 'stale'],
    ['refused', 'refused', 'last-known'],
    ['empty', 'empty', 'empty'],
  ] as const)('%s', (scene, link, phase) => {
    show(new Mirror(root), stage(scene));
    expect(get('[data-link]').dataset).toMatchObject({ link, phase });
  });

  test('a silent main process counts as lost, and every item says it is last known', () => {
    show(new Mirror(root), stage('three', { sinceBeatMs: 6_000 }));
    expect(get('[data-link]').dataset).toMatchObject({ link: 'lost', trouble: 'silent' });
    expect(get('[role="alert"]').textContent).toMatch(/^Ingen kontakt med huben siden/u);
    const items = [...root.querySelectorAll<HTMLElement>('[data-node]')];
    expect(items.every((item) => item.dataset.known === 'last-known')).toBe(true);
  });
});

test('callouts, notes and empty scenes are there in words; the clock is not announced', () => {
  show(new Mirror(root), stage('notes'));
  expect(get('[data-callout]').dataset).toMatchObject({
    state: 'down',
    priority: '2',
    nodes: 'labinstr@hammerfest',
  });
  expect([...root.querySelectorAll<HTMLElement>('[data-note]')].map((note) => note.dataset.note)).toEqual([
    'degraded/cache-write',
    'rejected',
    'offset',
    'messages',
  ]);
  expect(get('[data-clock]').getAttribute('aria-hidden')).toBe('true');
  show(new Mirror(root), stage('none'));
  expect(get('[data-empty]').dataset.empty).toBe('no-services');
  expect(root.querySelectorAll('[data-node]')).toHaveLength(0);
});

test('what makes no sound or keeps changing says so, to the ear and to a test', () => {
  show(new Mirror(root), stage('overrun'));
  expect(get('[data-node="wan@bodø"]').textContent).toBe('WAN, Bodø: Nede siden 04:22. Vedlikehold');
  expect(get('[data-node="wan@bodø"]').dataset).toMatchObject({
    state: 'down',
    quiet: 'maintenance',
    flapping: '',
  });
  expect(get('[data-node="labinstr@hammerfest"]').dataset.quiet).toBe('hours');
  expect(get('[data-node="ek@tromsø"]').dataset).toMatchObject({ quiet: '', flapping: 'flapping' });
  expect(get('[data-callout="overrun/lan"]').textContent).toBe(
    'Vedlikehold: Bytte av kantsvitsjer: Over tiden siden 04:12',
  );
  expect(get('[data-callout="overrun/lan"]').dataset.state).toBe('overrun');
  expect(get('[data-totals]').textContent).toContain(
    '6 i vedlikehold til 06:52, 1 venter til 07:00, 1 dempet, 2 ustabile',
  );
  expect(get('[data-totals]').dataset).toMatchObject({
    maintenance: '6',
    hours: '1',
    silence: '1',
    flapping: '2',
  });
});

test('in whose hands an alarm is, what is put aside and who is on watch is said, to the ear and to a test', () => {
  show(new Mirror(root), stage('night', { width: 2560 }));
  const lines = [...root.querySelectorAll<HTMLElement>('[data-callout]')];
  expect(lines.map(({ dataset }) => [dataset.alarm, dataset.holder])).toEqual([
    ['unacknowledged', ''],
    ['acknowledged', 'NO'],
    ['returned', ''],
  ]);
  expect(lines.map(({ textContent }) => textContent)).toEqual([
    'Elektronisk kurve, Bodø: Redusert siden 04:48. ikke forklart. Ukvittert',
    'WAN, Mo: Nede siden 04:10. + 5 følger av den. Nattoperatør',
    'Labinstrumenter, Hammerfest: Tilbake siden 04:43. Ikke sett',
  ]);
  expect(get('[data-node="nhn"]').dataset.quiet).toBe('shelved');
  expect(get('[data-node="nhn"]').textContent).toContain('Hyllet');
  expect(get('[data-totals]').dataset).toMatchObject({ shelved: '1', watch: '2' });
  expect(get('[data-totals]').textContent).toContain(
    '1 hyllet til 08:00, På vakt: Brukerstøtte, Nattoperatør',
  );
  show(new Mirror(root), stage('three'));
  expect(get('[data-totals]').dataset.watch).toBe('');
});
