import { describe, expect, it } from 'vitest';
import { mapPanel } from '../../../../../renderer/wall/panels/map';
import type { MapFacts } from '../../../../../renderer/wall/panels/map/map-facts';
import type { EventBody } from '../../../../../shared/model/events';
import { faultsOf, itemsOf, NOW, type StagedPanel, type Staging, stagePanel } from './room-stage';

const MINUTE = 60_000;
const SIZES = [
  [1_824, 900],
  [1_824, 420],
  [880, 420],
  [880, 900],
  [420, 260],
] as const;
const LOST = { phase: 'lost', knownAt: NOW - 30_000, lastBeatAt: NOW - 30_000 } as const;

function broken(check: string, result: 'critical' | 'warning' = 'critical'): EventBody {
  const at = NOW - 12 * MINUTE;
  const rest = {
    hard: true,
    attempt: 1,
    output: '',
    ms: 20,
    observedAt: at,
    beforeAt: null,
    silenced: false,
  };
  return { type: 'check.changed', check, result, ...rest };
}
const staged = (staging: Staging = {}): StagedPanel & { readonly facts: MapFacts } =>
  stagePanel(mapPanel, { scene: 'normal', ...staging }) as StagedPanel & { readonly facts: MapFacts };
const down = (...checks: readonly string[]): Staging => ({
  happens: (say) => {
    for (const check of checks) say(NOW - 12 * MINUTE, broken(check));
  },
});
const stateAt = ({ facts }: { readonly facts: MapFacts }, key: string): string | undefined =>
  facts.spots.find(({ spot }) => spot.key === key)?.state;

describe('the map', () => {
  it('shows every site by name, those of one town once, and data centres with them', () => {
    const panel = staged();
    expect(panel.facts.spots).toHaveLength(14);
    expect(panel.words).toEqual(
      expect.arrayContaining(['Tromsø · dc1', 'Bodø · dc2', 'Longyearbyen', 'Sandnessjøen', 'Kirkenes']),
    );
    expect(panel.drawing.leftOut).toBe(0);
    expect(panel.words).toEqual(
      expect.arrayContaining(['Ingen avvik', '16 av 16 normale', 'Norsk helsenett']),
    );
    expect(panel.drawing.said).toContain('Linjene er logiske, ikke trasé.');
    expect(panel.drawing.said).toContain('Svalbard i egen målestokk.');
  });

  it('has true directions: north is up, east is right, and Svalbard stands in a corner of its own', () => {
    const { drawing, facts } = staged();
    const at = (words: string) => {
      const item = itemsOf(drawing).find((one) => one.kind === 'text' && one.text === words);
      if (item?.kind !== 'text') throw new Error(`no ${words}`);
      return item;
    };
    expect(at('Hammerfest').y).toBeLessThan(at('Narvik').y);
    expect(at('Narvik').y).toBeLessThan(at('Mosjøen').y);
    expect(at('Kirkenes').x).toBeGreaterThan(at('Harstad').x);
    const frames = itemsOf(drawing).filter((item) => item.kind === 'rect' && item.stroke === '--line');
    expect(frames).toHaveLength(2);
    expect(facts.lines.some(({ from }) => from === 'longyearbyen')).toBe(true);
  });

  it('draws a line from each site to the nearest data centre that it can lead to', () => {
    const calm = staged();
    const end = (panel: typeof calm, site: string) => panel.facts.lines.find(({ from }) => from === site)?.to;
    expect(end(calm, 'mo')).toBe('bodø');
    expect(end(calm, 'alta')).toBe('tromsø');
    const half = staged(down('core1/0'));
    expect(end(half, 'alta')).toBe('bodø');
    expect(stateAt(half, 'tromsø')).toBe('down');
  });

  it('says what is wrong on a line first, in the largest type, with the place marked', () => {
    const panel = staged(down('wan@mo/0', 'lab@alta/0'));
    const { view, words, drawing } = panel;
    expect(words).toEqual(expect.arrayContaining(['WAN, Mo', 'Nede', 'siden 04:40', '12 min']));
    const item = itemsOf(drawing).find((one) => one.kind === 'text' && one.text === 'WAN, Mo');
    expect(item?.kind === 'text' && item.size).toBe(view.scale.first);
    expect(stateAt(panel, 'mo')).toBe('down');
    expect(panel.facts.lines.find(({ from }) => from === 'mo')).toMatchObject({
      state: 'down',
      name: 'WAN, Mo',
    });
    expect(drawing.said).toContain('Mo: Nede siden 04:40');
    expect(drawing.said.indexOf('WAN, Mo')).toBeLessThan(
      drawing.said.findIndex((line) => line.startsWith('Lab, Alta')),
    );
    expect(words).toContain('15 av 16 normale');
  });

  it('shows two strokes where a line lost its redundancy: the lost one dashed, the live one grey', () => {
    const strokes = (panel: StagedPanel, colour: string) =>
      itemsOf(panel.drawing).filter((item) => item.kind === 'path' && item.stroke === colour);
    const panel = staged(down('core1/0'));
    expect(panel.facts.lines.find(({ key }) => key === 'wan-core')?.state).toBe('redundancy-lost');
    expect(strokes(panel, '--redundancy')).toHaveLength(1);
    expect(strokes(panel, '--redundancy')[0]).toMatchObject({ dashed: true });
  });

  it('claims nothing while nobody vouches for it, or the hub itself sees nothing', () => {
    const lost = staged({ link: LOST });
    expect(lost.words).toContain('sist kjent 16 av 16 normale');
    expect(itemsOf(lost.drawing).some((item) => item.kind === 'rect' && item.fill === '--text-2')).toBe(
      false,
    );
    const blind = staged({ scene: 'vantage' });
    expect(blind.facts.head.stale).toContain('Vaktrom ser ikke nettet');
    expect(blind.words).not.toContain('Ingen avvik');
  });

  it('leaves out the layers that are not asked for', () => {
    const bare = staged({ settings: { layers: [] } });
    expect(bare.facts.lines).toEqual([]);
    expect(bare.facts.rows).toEqual([]);
    expect(bare.words).toContain('Tromsø');
    expect(bare.words).not.toContain('Tromsø · dc1');
  });

  it('says so where the catalogue has no places, and counts sites that have none', () => {
    const without = (which: (id: string) => boolean): Staging => ({
      happens: (say, board) => {
        const put = [...board.catalogue.values()].flatMap((entity) => {
          if (entity.kind !== 'site' || !which(entity.value.id)) return [];
          const { place: _, ...value } = entity.value;
          return [{ kind: 'site' as const, value }];
        });
        const drop = which('tromsø') ? ['map-plan:room'] : [];
        say(NOW, { type: 'catalogue.changed', name: 'x', demo: false, put, drop });
      },
    });
    expect(staged(without(() => true)).drawing.said).toEqual(['Katalogen sier ikke hvor stedene ligger']);
    expect(staged(without((id) => id === 'alta')).drawing.said).toContain(
      '1 sted mangler plassering i katalogen.',
    );
  });

  it('is whole at every size, in both languages', () => {
    for (const scene of ['three', 'major'] as const) {
      const panel = staged({ scene, lang: scene === 'major' ? 'en' : 'nb' });
      for (const [w, h] of SIZES) {
        const body = { ...panel.body, w, h };
        const drawing = mapPanel.draw(panel.facts, body, panel.view);
        expect(faultsOf({ ...panel, body, drawing }), `${scene} ${w}x${h}`).toEqual([]);
      }
    }
  });
});
