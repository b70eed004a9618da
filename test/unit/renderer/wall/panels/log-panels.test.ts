import { describe, expect, it } from 'vitest';
import { alarmFiguresPanel } from '../../../../../renderer/wall/panels/alarm-figures';
import type { Asked, Known } from '../../../../../renderer/wall/panels/asked';
import { timelinePanel } from '../../../../../renderer/wall/panels/timeline';
import type { Answers } from '../../../../../shared/contract/ipc';
import type { EventBody, LogEvent } from '../../../../../shared/model/events';
import { type AlarmRecord, alarmFigures } from '../../../../../shared/rules/alarms/figures';
import { buildBoard, type Scene } from '../../../../fixtures/wall-harness/scenes';
import { estates } from '../wall-fixture';
import { faultsOf, NOTHING_ASKED, NOW, type Staging, stagePanel } from './room-stage';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The log of a scene, whole or as far back as `from`. */
function askedLog(scene: Scene, from = 0, known: Partial<Known<unknown>> = {}): Asked {
  const log: LogEvent[] = [];
  buildBoard(estates.full(), scene, NOW, log);
  const events = log.filter(({ at }) => at >= from).sort((a, b) => b.at - a.at || b.seq - a.seq);
  const value: Answers['history:read'] = { events, complete: from === 0, source: 'hub' };
  return { ...NOTHING_ASKED, history: () => ({ value, at: NOW - 2_000, fault: null, ...known }) as never };
}

const timeline = (more: Staging & { readonly from?: number } = {}) =>
  stagePanel(timelinePanel, {
    scene: 'major',
    settings: { hours: 1, calls: true },
    asked: askedLog(more.scene ?? 'major', more.from),
    ...more,
  });

describe('the timeline', () => {
  it('tells what the room needs to know, newest first, in words that are short enough', () => {
    expect(timeline().drawing.said).toEqual([
      '04:50 Nede: Sykesignal, Kirkenes',
      '04:38 I-12: Nettvakt framme i dc1, bytter linjekort',
      '04:35 Driftsmelding nr. 2 sendt: Flere systemer er nede',
      '04:09 I-12: Nødrutine Tromsø: I bruk',
      '04:07 Driftsmelding nr. 1 sendt: Flere systemer er nede',
      '04:02 Hendelsesleder ringt, svarte 04:04',
      '03:59 Nettvakt ringt, svarte 04:01',
      '03:58 I-12: Hendelsen åpnet: Kjernenett datasenter 1 er nede',
      expect.stringMatching(/^03:57 Tilbake: .* \+ 14 til$/),
      '03:55 Kjerne 1: A-1 kvittert og overtatt av Nattoperatør',
      expect.stringMatching(/^03:54 Nede: Kjerne 1; .* følger av den$/),
    ]);
  });

  it('leaves calls out where they were not asked for', () => {
    const { drawing } = timeline({ settings: { hours: 1, calls: false } });
    expect(drawing.said.join('\n')).not.toContain('ringt, svarte');
    expect(drawing.said.join('\n')).toContain('Driftsmelding nr. 2');
  });

  it('tells an alarm once, however often it is counted anew, and its consequences not at all', () => {
    const facts = {
      condition: 'down',
      conditionSince: NOW - 58 * MINUTE,
      suppressed: null,
      priority: 1,
      latching: false,
      sites: [],
      symptoms: 90,
      checks: 40,
      basis: 'measured',
      recovery: null,
    } as const;
    const moved = (node: string, id: string, more: object = {}): EventBody => ({
      type: 'alarms.moved',
      moves: [{ kind: 'facts', node, id, facts: { ...facts, sites: [], ...more } }],
    });
    const asked = askedLog('major');
    const { value } = asked.history(1);
    const extra = [
      moved('core1', 'A-1'),
      moved('core1', 'A-1', { symptoms: 91 }),
      moved('lab@mo', 'A-7', { suppressed: { kind: 'cause', id: 'core1' }, conditionSince: NOW - MINUTE }),
    ].map(
      (body, index): LogEvent => ({ origin: 'test', epoch: 1, seq: 99_999 - index, at: NOW - MINUTE, body }),
    );
    const known = { value: { ...value, events: [...extra, ...(value?.events ?? [])] }, at: NOW, fault: null };
    const { drawing } = timeline({ asked: { ...NOTHING_ASKED, history: () => known as never } });
    expect(drawing.said).toEqual(timeline().drawing.said);
  });

  it('tells what the room still knows of the time before the log that it has, each thing once, and says so', () => {
    const whole = timeline().drawing.said;
    const { drawing } = timeline({ from: NOW - 40 * MINUTE });
    const short = drawing.said.slice(0, -1);
    expect(short.slice(0, 3)).toEqual(whole.slice(0, 3));
    expect(short.join('\n')).toContain('04:09 I-12: Nødrutine Tromsø: I bruk');
    expect(short.join('\n')).toContain('04:07 Driftsmelding nr. 1 sendt');
    expect(short.join('\n')).toContain('Nettvakt ringt, svarte 04:01');
    expect(short.join('\n')).toContain('03:54 Nede: Kjerne 1');
    expect(short.filter((line) => line.includes('Driftsmelding nr. 1'))).toHaveLength(1);
    expect(drawing.said.at(-1)).toContain('Loggen er hentet fra');
  });

  it('lives on what the room knows until the log is there', () => {
    const { drawing, facts } = timeline({ asked: NOTHING_ASKED });
    expect(drawing.said[0]).toContain('Sykesignal, Kirkenes');
    expect(facts.head).toMatchObject({ oldest: null, stale: null });
  });

  it('says that the log is old, and why', () => {
    const asked = askedLog('major', 0, { fault: 'Huben er borte.' });
    expect(timeline({ asked }).facts.head).toMatchObject({ oldest: NOW - 2_000, stale: 'Huben er borte.' });
  });

  it('counts the lines that it has no room for, and names the day of another', () => {
    const { drawing } = timeline({ body: { h: 300 } });
    expect(drawing.leftOut).toBeGreaterThan(4);
    expect(drawing.said.length + drawing.leftOut).toBe(11);
    const after = timeline({ scene: 'night', settings: { hours: 24 }, now: NOW + 20 * HOUR });
    expect(after.drawing.said.at(-1)).toMatch(/^23\.11\. \d\d:\d\d /);
  });

  it('says that nothing happened', () => {
    const { drawing } = timeline({ asked: askedLog('normal'), scene: 'normal' });
    expect(drawing.said).toEqual(['Ingenting å melde']);
  });

  it('stays inside its place', () => {
    for (const body of [{ w: 880, h: 420 }, { w: 420, h: 160 }, {}])
      expect(faultsOf(timeline({ body, from: NOW - 40 * MINUTE }))).toEqual([]);
  });
});

/** Figures of a day in which `count` alarms asked within one ten minutes. */
function figures(count: number, more: Partial<Known<Answers['figures:read']>> = {}): Asked {
  const alarms = Array.from({ length: count }, (_, n): AlarmRecord => {
    const at = NOW - HOUR + n * 20_000;
    return {
      node: `sykesignal@s${n % 3}`,
      alarm: `A-${n}`,
      from: at,
      to: at + 40_000,
      annunciated: [{ at, priority: 1 }],
      acknowledgedAt: at + 30_000,
      touched: true,
      shelved: [],
      suppressedAt: null,
    };
  });
  const period = { from: NOW - 24 * HOUR, to: NOW, position: null };
  const value = alarmFigures({ alarms, watches: [], bad: new Set(), knownFrom: null }, period);
  return { ...NOTHING_ASKED, figures: () => ({ value, at: NOW - 5_000, fault: null, ...more }) };
}

describe('the panel of alarm figures', () => {
  it('says each figure with its boundary, and only what is outside it in colour', () => {
    const calm = stagePanel(alarmFiguresPanel, { asked: figures(0) });
    const colours = (staged: typeof calm) =>
      staged.drawing.groups.flatMap(({ items }) =>
        items.flatMap((item) => (item.kind === 'rect' && item.fill !== '--line' ? [item.fill] : [])),
      );
    expect(colours(calm)).toEqual([]);
    const much = stagePanel(alarmFiguresPanel, { asked: figures(25) });
    expect(much.drawing.said.join('\n')).toContain('for mye');
    expect(colours(much).length).toBeGreaterThan(0);
    expect(much.facts.head).toMatchObject({ title: 'Alarmtall siste 24 timer', oldest: NOW - 5_000 });
  });

  it('waits for the answer, says why none came, and that an old one is old', () => {
    expect(stagePanel(alarmFiguresPanel).drawing.said).toEqual(['Henter tallene']);
    const none = { value: null, at: null, fault: 'Huben er borte.' };
    const failed = stagePanel(alarmFiguresPanel, { asked: figures(0, none) });
    expect(failed.drawing.said).toEqual(['Tallene kom ikke: Huben er borte.']);
    const old = stagePanel(alarmFiguresPanel, { asked: figures(0, { fault: 'Huben er borte.' }) });
    expect(old.facts.head.stale).toBe('Huben er borte.');
    expect(old.drawing.said.length).toBeGreaterThan(5);
  });

  it('counts figures that it has no room for, and stays inside its place', () => {
    for (const body of [{ w: 880, h: 420 }, { w: 420, h: 160 }, {}]) {
      const staged = stagePanel(alarmFiguresPanel, { asked: figures(25), body });
      expect(faultsOf(staged)).toEqual([]);
      if (body.h === 160) expect(staged.drawing.leftOut).toBeGreaterThan(0);
    }
  });
});
