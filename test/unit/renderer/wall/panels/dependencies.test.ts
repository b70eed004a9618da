import { describe, expect, it } from 'vitest';
import type { Rect } from '../../../../../renderer/wall/layout/display-list';
import { dependenciesPanel } from '../../../../../renderer/wall/panels/dependencies';
import { meets } from '../../../../../renderer/wall/panels/map/labels';
import { faultsOf, itemsOf, NOW, type StagedPanel, type Staging, stagePanel } from './room-stage';

const MAJOR = { scene: 'major', about: 'core1' } as const satisfies Staging;
const SIZES = [
  [1_824, 900],
  [1_824, 420],
  [880, 420],
  [560, 900],
  [300, 160],
] as const;
const LOST = { phase: 'lost', knownAt: NOW - 30_000, lastBeatAt: NOW - 30_000 } as const;
const staged = (staging: Staging): StagedPanel => stagePanel(dependenciesPanel, staging);

/** Boxes with their names, in one line though they are drawn in two. */
function boxesOf({ drawing }: StagedPanel): readonly (Rect & { readonly name: string })[] {
  const items = drawing.groups.find(({ key }) => key.endsWith('/picture'))?.items ?? [];
  const frames = items.filter((item) => item.kind === 'rect' && item.stroke !== null) as readonly Rect[];
  return frames.map(({ x, y, w, h }) => {
    const lines = items.flatMap((one) =>
      one.kind === 'text' && one.weight >= 500 && one.x > x && one.x < x + w && one.y > y && one.y < y + h
        ? [one.text]
        : [],
    );
    return { x, y, w, h, name: lines.join(' ').replaceAll('- ', '-') };
  });
}

describe('the picture of dependencies', () => {
  it('folds long names before it leaves a layer out, and leaves out layers before what stands beside them', () => {
    const names = boxesOf(staged(MAJOR)).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['Integrasjonsmotor', 'DIPS-database', 'Elektronisk tavle', 'Partus']),
    );
  });

  it('says what, state and since when, and draws what it takes down from left to right', () => {
    const panel = staged(MAJOR);
    expect(panel.facts.head.title).toBe('Avhengigheter rundt Kjerne 1');
    expect(panel.words).toEqual(
      expect.arrayContaining(['Kjerne 1', 'Nede 03:54 · 58 min', 'SAN 1', 'DIPS Arena']),
    );
    const boxes = boxesOf(panel);
    const at = (name: string): Rect => boxes.find((box) => box.name === name) ?? { x: -1, y: 0, w: 0, h: 0 };
    expect(at('Kjerne 1').x).toBeGreaterThan(0);
    expect(at('SAN 1').x).toBeGreaterThan(at('Kjerne 1').x + at('Kjerne 1').w);
    expect(at('DIPS-database').x).toBeGreaterThan(at('SAN 1').x + at('SAN 1').w);
    expect(itemsOf(panel.drawing).filter(({ kind }) => kind === 'path').length).toBeGreaterThan(5);
  });

  it('counts what only lost its redundancy, with names as far as there is room', () => {
    const { words, drawing } = staged(MAJOR);
    const line = words.find((word) => word.startsWith('Redundans tapt: '));
    expect(Number(line?.match(/\d+/)?.[0])).toBeGreaterThan(5);
    expect(drawing.said.at(-1)).toContain('Brannmur');
  });

  it('draws boxes apart, inside the panel, and counts what there is no room for', () => {
    for (const scene of ['major', 'upset'] as const) {
      const panel = staged({ ...MAJOR, scene });
      for (const [w, h] of SIZES) {
        const body = { ...panel.body, w, h };
        const drawn = { ...panel, body, drawing: dependenciesPanel.draw(panel.facts, body, panel.view) };
        expect(faultsOf(drawn), `${scene} ${w}x${h}`).toEqual([]);
        const boxes = boxesOf(drawn);
        boxes.forEach((a, index) => {
          for (const b of boxes.slice(index + 1)) expect(meets(a, b)).toBe(false);
        });
      }
    }
    const all = staged(MAJOR);
    const small = staged({ ...MAJOR, body: { w: 560, h: 420 } });
    expect(boxesOf(small).length).toBeLessThan(boxesOf(all).length);
    expect(small.drawing.leftOut).toBeGreaterThanOrEqual(boxesOf(all).length - boxesOf(small).length);
  });

  it('takes the most pressing cause where nobody says which, and says that there is none', () => {
    const first = staged({ scene: 'major' });
    expect(first.facts.head.title).toContain('Avhengigheter rundt ');
    expect(staged({ scene: 'normal' }).drawing.said).toEqual(['Ingen aktive årsaker']);
    expect(staged({ scene: 'vantage' }).drawing.said[0]).toContain('Vaktrom ser ikke nettet');
  });

  it('follows its own setting before the scene, also for a service at all its sites, and says what is gone', () => {
    const own = staged({ ...MAJOR, settings: { about: 'lab@mo' } });
    expect(own.facts.head.title).toBe('Avhengigheter rundt Lab, Mo');
    expect(staged({ ...MAJOR, settings: { about: 'lab' } }).drawing.said[0]).toContain('Lab');
    expect(staged({ ...MAJOR, settings: { about: 'borte' } }).drawing.said).toEqual([
      'borte finnes ikke i katalogen lenger',
    ]);
  });

  it('goes no deeper than asked for, and counts the rest', () => {
    const near = staged({ ...MAJOR, settings: { depth: 1 } });
    expect(near.drawing.leftOut).toBeGreaterThan(0);
    expect(near.words).not.toContain('DIPS Arena');
  });

  it('shows no age, and hatched boxes in dashed frames, when all is only last known', () => {
    const { drawing, words } = staged({ ...MAJOR, link: LOST });
    expect(words).toContain('Nede 03:54');
    const items = itemsOf(drawing);
    const frames = items.filter((item) => item.kind === 'rect' && item.stroke !== null);
    expect(frames.every((item) => item.kind === 'rect' && item.dashed)).toBe(true);
    expect(items.filter(({ kind }) => kind === 'hatch')).toHaveLength(frames.length);
  });
});
