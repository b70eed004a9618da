import { describe, expect, it } from 'vitest';
import { refusalWords } from '../../../../../electron/hub/alarms/refusals';
import type { AlarmAct } from '../../../../../shared/model/alarms';
import type { ActNews, ActRefusal } from '../../../../../shared/rules/alarms/judge';
import { buildGraph } from '../../../../../shared/rules/graph';
import { FOUR, HOUR, MINUTE } from '../../../../fixtures/alarm-bench';
import { aService, entities } from '../../../../fixtures/room';

const services = [{ ...aService('dips-arena', [], ['mo']), name: 'DIPS Arena' }];
const site = { id: 'mo', name: 'Mo i Rana', trust: 'hlsh', order: 0 };
const list = [...entities(services), { kind: 'site' as const, value: site }];
const room = {
  catalogue: new Map(list.map((entity) => [`${entity.kind}:${entity.value.id}`, entity])),
  graph: buildGraph(list).graph,
  people: new Map(),
};

const NEWS: ActNews = {
  alarm: 'A-15',
  state: 'unacknowledged',
  condition: 'down',
  since: FOUR - 8 * MINUTE,
  by: 'kari',
  at: FOUR - 5 * MINUTE,
  limit: FOUR + 24 * HOUR,
  left: { count: 7, nodes: ['app@mo', 'app@alta'] },
};
const ACKNOWLEDGE: AlarmAct = { kind: 'acknowledge', note: null, owner: null };
const words = (code: ActRefusal, act: AlarmAct = ACKNOWLEDGE, news: Partial<ActNews> = {}): string =>
  refusalWords(
    code,
    { ...NEWS, ...news },
    {
      room,
      node: 'dips-arena@mo',
      act,
      drawn: { alarm: 'A-12', condition: 'degraded' },
      now: FOUR,
    },
  );

describe('a refusal', () => {
  it.each<[ActRefusal, string]>([
    ['no-alarm', 'Det er ingen alarm for DIPS Arena, Mo i Rana nå.'],
    [
      'other-case',
      'A-12 er over. For DIPS Arena, Mo i Rana gjelder nå A-15: Nede siden 03:52. Se på den igjen før du kvitterer.',
    ],
    [
      'worse',
      'DIPS Arena, Mo i Rana er nå Nede (var Redusert da du så den). Se på den igjen før du kvitterer.',
    ],
    [
      'asked-again',
      'DIPS Arena, Mo i Rana meldte seg på nytt 03:55, etter at du så den: Nede siden 03:52. Se på den igjen før du kvitterer.',
    ],
    [
      'already',
      'kari kvitterte DIPS Arena, Mo i Rana 03:55, før dette kom fram. Den er nå Nede (var Redusert da du så den).',
    ],
    ['active', 'DIPS Arena, Mo i Rana er fortsatt Nede siden 03:52. Den kan ses ferdig når den er tilbake.'],
    ['ended', 'A-15 for DIPS Arena, Mo i Rana er over: Nede siden 03:52.'],
    ['not-shelved', 'DIPS Arena, Mo i Rana er ikke hyllet lenger.'],
    ['not-out-of-service', 'DIPS Arena, Mo i Rana er ikke ute av drift lenger.'],
  ])('says what the person did not know: %s', (code, sentence) => {
    expect(words(code)).toBe(sentence);
  });

  it('of what is over says what it is now', () => {
    const over = { condition: 'normal' as const, since: FOUR - MINUTE };
    expect(words('ended', ACKNOWLEDGE, over)).toBe(
      'A-15 for DIPS Arena, Mo i Rana er over: Normal siden 03:59.',
    );
    expect(words('already', ACKNOWLEDGE, over)).toBe(
      'kari kvitterte DIPS Arena, Mo i Rana 03:55, før dette kom fram.',
    );
  });

  it('of a time says which, and what would be taken', () => {
    const shelve = (until: number): AlarmAct => ({
      kind: 'shelve',
      until,
      code: 'other',
      reason: 'x',
      breakAfterMs: null,
    });
    expect(words('past', shelve(FOUR - HOUR))).toBe(
      'Hyllingen skulle vare til 03:00, og det er alt passert.',
    );
    expect(words('too-long', shelve(FOUR + 30 * HOUR))).toBe(
      'En hylling må ta slutt innen 24 timer: senest tir. 04:00.',
    );
    expect(words('past', { kind: 'timer', until: FOUR - MINUTE })).toBe('Fristen 03:59 er alt passert.');
    const out: AlarmAct = {
      kind: 'out-of-service',
      responsible: 'x',
      reason: 'y',
      reviewAt: FOUR - 24 * HOUR,
    };
    expect(words('past', out)).toBe('Datoen for ny vurdering, søn. 04:00, er alt passert.');
  });
});
