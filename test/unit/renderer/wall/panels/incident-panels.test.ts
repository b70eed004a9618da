import { describe, expect, it } from 'vitest';
import { callersPanel } from '../../../../../renderer/wall/panels/callers';
import { causePanel } from '../../../../../renderer/wall/panels/cause';
import { runningTime } from '../../../../../renderer/wall/panels/cause-countdown';
import { causesPanel } from '../../../../../renderer/wall/panels/causes';
import { emergencyRoutinesPanel } from '../../../../../renderer/wall/panels/emergency-routines';
import { faultsOf, itemsOf, NOW, type Staging, stagePanel } from './room-stage';

const MINUTE = 60_000;
const MAJOR = { scene: 'major', about: 'core1' } as const satisfies Staging;
const LOST = { phase: 'lost', knownAt: NOW - 30_000, lastBeatAt: NOW - 30_000 } as const;
const SIZES = [
  { w: 1_824, h: 900 },
  { w: 1_824, h: 420 },
  { w: 880, h: 420 },
  { w: 880, h: 250 },
  { w: 560, h: 900 },
  { w: 420, h: 200 },
];

describe('the panel of causes', () => {
  it('says what, state, since when, age and who has it, in the largest type', () => {
    const { words, drawing, view } = stagePanel(causesPanel, MAJOR);
    expect(words).toEqual(
      expect.arrayContaining(['Kjerne 1', 'Nede', 'siden 03:54', '58 min', 'Nattoperatør', 'NO']),
    );
    const first = itemsOf(drawing).filter((item) => item.kind === 'text' && item.size === view.scale.first);
    expect(first.map((item) => item.kind === 'text' && item.text)).toContain('siden 03:54');
  });

  it('says the incident, how much follows, who has called and when the next word is due', () => {
    const [cause = '', second = ''] = stagePanel(causesPanel, MAJOR).drawing.said;
    expect(cause).toContain('Stor hendelse I-12');
    expect(cause).toContain('23 innringere');
    expect(cause).toContain('Driftsmelding nr. 2 sendt 04:35');
    expect(cause).toContain('neste innen 05:05, om 12 min');
    expect(second).toContain('Sykesignal, Kirkenes');
    expect(second).toContain('ingen eier');
    expect(second).toContain('ikke forklart');
  });

  it('counts what it has no room for, and what was not asked for', () => {
    const small = stagePanel(causesPanel, { scene: 'night', body: { h: 260 } });
    const all = stagePanel(causesPanel, { scene: 'night' });
    expect(all.drawing.said.length).toBeGreaterThan(2);
    expect(small.drawing.said.length + small.drawing.leftOut).toBe(all.drawing.said.length);
    const one = stagePanel(causesPanel, { scene: 'night', settings: { most: 1 } });
    expect(one.drawing.leftOut).toBe(all.drawing.said.length - 1);
  });

  it('says that there is none, and claims no such thing while the hub sees nothing', () => {
    const calm = stagePanel(causesPanel, { scene: 'normal' });
    expect(calm.drawing.said).toEqual(['Ingen aktive årsaker']);
    expect(calm.facts.head.stale).toBeNull();
    expect(stagePanel(causesPanel, { scene: 'vantage' }).facts.head.stale).toContain(
      'Vaktrom ser ikke nettet',
    );
  });

  it('shows no age, no pulse and hatched shapes when all is only last known', () => {
    const { drawing, words } = stagePanel(causesPanel, { ...MAJOR, link: LOST });
    expect(words).toContain('sist kjent');
    expect(words).not.toContain('58 min');
    const kinds = itemsOf(drawing).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'hatch')).toHaveLength(
      kinds.filter((kind) => kind === 'alarm').length,
    );
  });

  it('shows an open incident that no alarm speaks for', () => {
    const { drawing } = stagePanel(causesPanel, {
      scene: 'incident',
      happens: (say, board) => {
        const entity = board.incidents.get('incident:hendelse-1');
        if (entity?.kind !== 'incident') throw new Error('no incident');
        const value = { ...entity.value, cause: null, alarm: null };
        const put = [{ kind: 'incident' as const, value }];
        say(NOW, {
          type: 'incident.moved',
          incident: value.id,
          what: 'x',
          put,
          drop: [],
          actor: null,
          actedAt: null,
        });
      },
    });
    expect(drawing.said.join('\n')).toContain('Nettet i Mo er nede · Stor hendelse siden');
  });
});

describe('the panel of the cause', () => {
  it('says what, since when, how far it reaches, who has it and who leads', () => {
    const { drawing } = stagePanel(causePanel, MAJOR);
    expect(drawing.said.slice(0, 5)).toEqual([
      'Kjerne 1 Nede',
      'siden 03:54',
      '26 tjenester, 16 av 16 steder',
      'Nattoperatør',
      'Hendelse I-12 · leder Brukerstøtte',
    ]);
  });

  it('counts down to the next message, and up when it is late', () => {
    expect(stagePanel(causePanel, MAJOR).words).toContain('12:43');
    const late = stagePanel(causePanel, { ...MAJOR, now: NOW + 15 * MINUTE });
    expect(late.words).toContain('+02:17');
    expect(late.words).toContain('OVER FRISTEN');
    expect(runningTime(3 * 3_600_000 + 5 * MINUTE + 9_000)).toBe('3:05:09');
  });

  it('shows how much is back as a bar, and names what is most critical below it', () => {
    const { drawing } = stagePanel(causePanel, MAJOR);
    const back = drawing.said.find((line) => line.includes('sjekker tilbake')) ?? '';
    expect(back).toMatch(/^64 av 133 sjekker tilbake, 69 gjenstår$/);
    const bars = itemsOf(drawing).filter((item) => item.kind === 'rect' && item.fill === '--text-3');
    const [done] = bars;
    expect(done?.kind === 'rect' && done.w / 1_824).toBeCloseTo(64 / 133, 1);
    expect(drawing.said.at(-1)).toContain('DIPS Arena Nede');
    expect(drawing.said.at(-1)).toContain('12 i kritikalitet 2');
  });

  it('tells of the root when it is asked about what follows from it', () => {
    const { drawing } = stagePanel(causePanel, { scene: 'major', settings: { about: 'dips-arena@mo' } });
    expect(drawing.said[0]).toBe('Kjerne 1 Nede');
    expect(drawing.said).toContain('DIPS Arena, Mo følger av den');
  });

  it('takes the most pressing cause when it is about none, and a service at any of its sites', () => {
    expect(stagePanel(causePanel, { scene: 'major' }).drawing.said[0]).toBe('Kjerne 1 Nede');
    const service = stagePanel(causePanel, { scene: 'major', settings: { about: 'sykesignal' } });
    expect(service.drawing.said.slice(0, 2)).toEqual(['Sykesignal Nede', 'Kirkenes, siden 04:50']);
  });

  it('says so when nothing is wrong with what it is about', () => {
    expect(stagePanel(causePanel, { scene: 'normal', settings: { about: 'backup' } }).drawing.said).toEqual([
      'Ingen aktive årsaker',
    ]);
  });

  it('keeps who has it before how far it reaches, where it has room for little', () => {
    const { drawing } = stagePanel(causePanel, { ...MAJOR, body: { w: 880, h: 420 } });
    expect(drawing.said).toContain('Nattoperatør');
    expect(drawing.said).toContain('siden 03:54');
    expect(drawing.said.join(' ')).toContain('05:05');
  });
});

describe('the panel of emergency routines', () => {
  it('counts sites that work by it, and those that nobody has confirmed apart from "no"', () => {
    const { drawing, words } = stagePanel(emergencyRoutinesPanel, MAJOR);
    expect(drawing.said.slice(0, 2)).toEqual(['I bruk 10 av 16', 'Ikke bekreftet 4']);
    expect(words.filter((word) => word === 'Ikke bekreftet')).toHaveLength(4);
    expect(drawing.said).toContain('Mo: Ikke bekreftet');
    expect(drawing.said.find((line) => line.startsWith('Karasjok'))).toMatch(
      /^Karasjok: Trengs ikke \d\d:\d\d$/,
    );
  });

  it('names what is down everywhere once, and what is besides at its site', () => {
    const { drawing, words } = stagePanel(emergencyRoutinesPanel, { ...MAJOR, body: { w: 2_600 } });
    expect(drawing.said[2]).toBe(
      'Nede på alle rammede steder: DIPS Arena, EK medisinteknisk utstyr, Lab, Partus',
    );
    expect(words.some((word) => word.includes('Sykesignal'))).toBe(true);
  });

  it('says nothing of all sites that is worse at one of them', () => {
    const facts = (node: string) => {
      const staged = stagePanel(emergencyRoutinesPanel, {
        scene: 'normal',
        happens: (say, board) => {
          for (const site of ['mo', 'bodø'])
            for (const service of ['ek', 'lab']) {
              const check = `${service}@${site}/0`;
              if (!board.graph.checks.has(check)) throw new Error(`no ${check}`);
              const result = check.startsWith(node) ? ('warning' as const) : ('critical' as const);
              const body = { check, result, hard: true, attempt: 1, output: '', ms: 1, silenced: false };
              say(NOW, { type: 'check.changed', ...body, beforeAt: null, observedAt: NOW });
            }
        },
      });
      return staged.drawing.said.find((line) => line.includes('på alle rammede steder')) ?? '';
    };
    const alike = facts('none');
    expect(alike).toContain('Lab');
    const [, names = ''] = facts('lab@mo').split(': ');
    expect(names).not.toContain('Lab');
  });

  it('leaves out what is confirmed before what is not', () => {
    const { drawing } = stagePanel(emergencyRoutinesPanel, { ...MAJOR, body: { w: 560, h: 420 } });
    expect(drawing.leftOut).toBeGreaterThan(0);
    expect(drawing.said.filter((line) => line.endsWith(': Ikke bekreftet'))).toHaveLength(4);
  });

  it('shows sites that are hit as unconfirmed though nobody has opened an incident, and says so', () => {
    const { drawing } = stagePanel(emergencyRoutinesPanel, { scene: 'night', about: 'wan@mo' });
    expect(drawing.said).toContain('Ingen hendelse er åpnet: ingen har spurt stedene');
    expect(drawing.said).toContain('Mo: Ikke bekreftet');
  });

  it('says that none is hit', () => {
    expect(stagePanel(emergencyRoutinesPanel, { scene: 'normal' }).drawing.said).toEqual([
      'Ingen steder er rammet',
    ]);
  });
});

describe('the panel of callers', () => {
  it('tells what no cause explains first, filled while nobody has it', () => {
    const { drawing } = stagePanel(callersPanel, { ...MAJOR, settings: { unexplained: true } });
    expect(drawing.said.slice(0, 2)).toEqual([
      'Ikke forklart: 1',
      'Sykesignal, Kirkenes: Nede siden 04:50 · 2 min · ingen eier',
    ]);
    const filled = itemsOf(drawing).some((item) => item.kind === 'rect' && item.fill === '--down-fill');
    expect(filled).toBe(true);
  });

  it('does not fill what is only last known', () => {
    const { drawing } = stagePanel(callersPanel, { ...MAJOR, settings: { unexplained: true }, link: LOST });
    expect(itemsOf(drawing).some((item) => item.kind === 'rect' && item.fill === '--down-fill')).toBe(false);
    expect(drawing.said[1]).toContain('sist kjent');
  });

  it('says which message is due, how many have called about the cause and what follows, and about what', () => {
    const { drawing } = stagePanel(callersPanel, MAJOR);
    expect(drawing.said[0]).toBe('Driftsmelding: Nr. 3 innen 05:05: Driftsmelding nr. 2 sendt 04:35');
    expect(drawing.said[1]).toContain('Innringere: 23 om Kjerne 1');
    expect(drawing.said[1]).toContain('14 · DIPS Arena, Narvik, siste 04:49');
    expect(drawing.said).toContain('Leder hendelsen: Brukerstøtte');
  });

  it('says that nobody has called', () => {
    const { drawing } = stagePanel(callersPanel, { scene: 'normal', settings: { unexplained: true } });
    expect(drawing.said).toEqual([
      'Ikke forklart: 0',
      'Driftsmelding: Ingen er sendt',
      'Innringere: Ingen har ringt',
    ]);
  });
});

describe('a panel about what is well while something else is not', () => {
  const ABOUT = { scene: 'incident', about: 'core1' } as const satisfies Staging;

  it('never says that there is no cause: it says so of what it is about, and counts the others', () => {
    const others = stagePanel(causesPanel, { scene: 'incident' }).drawing.said.length;
    expect(others).toBeGreaterThan(1);
    expect(stagePanel(causePanel, ABOUT).drawing.said).toEqual([
      `Ingen aktiv årsak for Kjerne 1 · ${others} andre er aktive`,
    ]);
    expect(stagePanel(emergencyRoutinesPanel, ABOUT).drawing.said).toEqual([
      'Ingen steder er rammet av Kjerne 1',
    ]);
  });

  it('says of what the catalogue no longer knows that it is gone', () => {
    const gone = { scene: 'incident', about: 'finnes-ikke' } as const satisfies Staging;
    for (const panel of [causePanel, emergencyRoutinesPanel])
      expect(stagePanel(panel, gone).drawing.said).toEqual(['finnes-ikke finnes ikke i katalogen lenger']);
  });

  it('claims neither none nor nought while the hub sees nothing', () => {
    for (const panel of [causesPanel, causePanel, emergencyRoutinesPanel]) {
      const [said = ''] = stagePanel(panel, { scene: 'vantage' }).drawing.said;
      expect(said).toContain('Vaktrom ser ikke nettet');
    }
    const { said } = stagePanel(callersPanel, { scene: 'vantage', settings: { unexplained: true } }).drawing;
    expect(said.join()).not.toContain('Ikke forklart');
  });

  it('keeps the word that users were promised about another cause', () => {
    const { said } = stagePanel(callersPanel, { scene: 'major', about: 'nhn' }).drawing;
    expect(said[0]).toBe('Driftsmelding: Nr. 3 innen 05:05: Driftsmelding nr. 2 sendt 04:35');
  });
});

describe('panels of an incident', () => {
  const panels = [causesPanel, causePanel, emergencyRoutinesPanel, callersPanel];
  const scenes = ['major', 'night', 'incident', 'upset', 'site', 'overrun', 'normal'] as const;

  it('stay inside their place in every size, and draw nothing over anything else', () => {
    const faults: string[] = [];
    for (const panel of panels)
      for (const scene of scenes) {
        const settings = panel.kind === 'callers' ? { unexplained: true } : {};
        const staged = stagePanel(panel, { scene, settings, lang: scene === 'night' ? 'en' : 'nb' });
        for (const size of SIZES) {
          const body = { ...staged.body, ...size };
          const drawing = panel.draw(staged.facts, body, staged.view);
          for (const fault of faultsOf({ ...staged, body, drawing }))
            faults.push(`${panel.kind} ${scene} ${size.w}x${size.h}: ${fault}`);
        }
      }
    expect(faults).toEqual([]);
  });

  it('bound the age of what they show by the oldest observation', () => {
    for (const panel of panels) expect(stagePanel(panel, MAJOR).facts.head).toHaveProperty('oldest');
  });
});
