import { describe, expect, it } from 'vitest';
import { handoverItemsPanel } from '../../../../../renderer/wall/panels/handover-items';
import { putAsidePanel } from '../../../../../renderer/wall/panels/put-aside';
import { routinesPanel } from '../../../../../renderer/wall/panels/routines';
import type { Handover } from '../../../../../shared/model/handover';
import { itemsOf, NOW, type Staging, stagePanel } from './room-stage';

const MINUTE = 60_000;

/** The handover of the scene, moved on. */
function moved(change: Partial<Handover>): NonNullable<Staging['happens']> {
  return (say, board) => {
    const found = [...board.watch.values()].find((entity) => entity.kind === 'handover');
    if (found?.kind !== 'handover') throw new Error('there is no handover');
    const handover = { ...found.value, ...change };
    const posts = { on: [], off: [] };
    say(NOW, {
      type: 'handover.moved',
      handover,
      what: 'began',
      duty: null,
      posts,
      actor: null,
      actedAt: null,
    });
  };
}

const SIGNATURE: Handover['signatures'][number] = {
  role: 'outgoing',
  person: 'natt',
  position: null,
  at: NOW - 2 * MINUTE,
  console: 'pult-1',
  hash: 'x',
  exception: null,
};

describe('the panel of what is handed over', () => {
  it('says how far it has come, who is responsible and by when', () => {
    const { drawing, facts } = stagePanel(handoverItemsPanel, { scene: 'room-change' });
    expect(facts.head.title).toBe('Åpne kritiske saker: 4');
    expect(drawing.said[0]).toBe('2 av 4 lest tilbake · frist 05:14');
    expect(drawing.said).toContain('Ansvarlig: Nattoperatør, Vaktleder');
  });

  it('names every item, the most critical first, with whose it is and whose it becomes', () => {
    const { drawing } = stagePanel(handoverItemsPanel, { scene: 'room-change' });
    const said = drawing.said.join('\n');
    expect(said).toContain('DIPS Arena, Mo: redusert [A-4127] (lest tilbake)\nNattoperatør → Kveldsoperatør');
    expect(said).toContain('Driftsmelding D-2, neste innen 16:30 [D-2]\nNattoperatør → ikke avtalt');
    expect(said).toContain('ingen → Kveldsoperatør');
    expect(said.indexOf('DIPS Arena')).toBeLessThan(said.indexOf('Driftsmelding'));
    expect(drawing.leftOut).toBe(0);
  });

  it('takes initials where names have no room, and counts what has none', () => {
    const { drawing, words } = stagePanel(handoverItemsPanel, {
      scene: 'room-change',
      body: { w: 880, h: 330 },
    });
    expect(words.some((word) => word === 'NO → KO')).toBe(true);
    expect(drawing.leftOut).toBeGreaterThan(0);
  });

  it('says that it is late', () => {
    const late = { lateSince: NOW - MINUTE, dueAt: NOW - MINUTE };
    const { drawing } = stagePanel(handoverItemsPanel, { scene: 'room-change', happens: moved(late) });
    expect(drawing.said[0]).toContain('over fristen 04:51');
    expect(itemsOf(drawing).some((item) => item.kind === 'shape' && item.state === 'warning')).toBe(true);
  });

  it('says that it is signed, not taken over, and with an exception', () => {
    const exception = { missing: ['readBack'], reason: 'alarm' };
    const signed = { state: 'signed' as const, signatures: [{ ...SIGNATURE, exception }] };
    const { drawing } = stagePanel(handoverItemsPanel, { scene: 'room-change', happens: moved(signed) });
    expect(drawing.said[0]).toContain('Signert 04:50, ikke overtatt');
    expect(drawing.said).toContain('Signert med unntak');
  });

  it('announces the next one while none is made, and says nothing of what nobody has written', () => {
    const { drawing, facts } = stagePanel(handoverItemsPanel, { scene: 'room' });
    expect(facts.head.title).toBeNull();
    expect(drawing.said[0]).toBe('Neste vaktskifte: Natt → Dag · frist 07:30');
    expect(drawing.said[1]).toBe('Ansvarlig: Nattoperatør, Vaktleder · begynner 05:15');
  });

  it('says that none is planned in a room without a plan', () => {
    const { drawing } = stagePanel(handoverItemsPanel, { scene: 'normal' });
    expect(drawing.said).toEqual(['Ingen vaktskifte planlagt']);
  });
});

describe('the panel of routines', () => {
  it('counts what is over its time, and lists it before what is open', () => {
    const { drawing } = stagePanel(routinesPanel, { settings: { handover: false } });
    expect(drawing.said).toEqual([
      '1 over tid',
      '1 av 4 gjort',
      'Kontroll av nødkurve-PC · forfalt 04:22',
      'AMK lydlogg, Kirkenes · før 07:52',
      'Papirpakken skrevet ut · før 08:52',
    ]);
  });

  it('shows the steps of a handover, and which of them is next', () => {
    const { drawing, words } = stagePanel(routinesPanel, { scene: 'room-change' });
    expect(words).toContain('Natt → Dag');
    const steps = drawing.said.slice(-5);
    expect(steps).toEqual([
      'Gjennomgang · 04:45',
      'Tilbakelest · står for tur',
      'Signert av avtroppende · ikke ennå',
      'Ansvar overført · ikke ennå',
      'Ansvarlig: Nattoperatør, Vaktleder',
    ]);
  });

  it('has one step that is next, also when what comes later is done', () => {
    const read = { readBack: { at: NOW, by: 'kveld', hash: 'x' } };
    const { drawing } = stagePanel(routinesPanel, { scene: 'room-change', happens: moved(read) });
    const next = drawing.said.filter((said) => said.endsWith('står for tur'));
    expect(next).toEqual(['Signert av avtroppende · står for tur']);
  });

  it('keeps the step that is next where all of them have no room', () => {
    const { drawing } = stagePanel(routinesPanel, { scene: 'room-change', body: { w: 800, h: 260 } });
    expect(drawing.said).toContain('Tilbakelest · står for tur');
    expect(drawing.said).not.toContain('Ansvar overført · ikke ennå');
  });

  it('says when the next handover begins while none is made', () => {
    const { drawing } = stagePanel(routinesPanel, { body: { w: 880, h: 420 } });
    expect(drawing.said.at(-1)).toBe('Vaktskifte Natt → Dag · begynner 05:15');
  });

  it('says that nothing is open', () => {
    const { drawing } = stagePanel(routinesPanel, { scene: 'normal' });
    expect(drawing.said).toEqual(['Ingen rutiner nå']);
  });
});

describe('the panel of what is put aside', () => {
  it('says until when, and shows the state all the same', () => {
    const { drawing, facts } = stagePanel(putAsidePanel);
    expect(facts.head.title).toBe('Hyllet og ute av drift: 2');
    expect(drawing.said).toEqual([
      'NHN · Redusert · hyllet til 08:00 · NO'.replace('NHN', 'Norsk helsenett'),
      'Virtualisering 2 · Nede · vurderes ons. 06:52 · Lagring',
    ]);
    const shapes = itemsOf(drawing).flatMap((item) =>
      item.kind === 'shape' ? [[item.state, item.quiet]] : [],
    );
    expect(shapes).toEqual([
      ['degraded', true],
      ['down', true],
    ]);
  });

  it('puts first what should have been seen to', () => {
    const late = NOW + 60 * 3_600_000;
    const { drawing } = stagePanel(putAsidePanel, { now: late });
    expect(drawing.said[0]).toContain('hyllet til');
    expect(drawing.said[1]).toContain('skulle vært vurdert');
  });

  it('says that nothing is', () => {
    const { drawing } = stagePanel(putAsidePanel, { scene: 'normal' });
    expect(drawing.said).toEqual(['Ingenting er hyllet eller ute av drift']);
  });
});
