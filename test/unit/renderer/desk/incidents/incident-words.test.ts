import { describe, expect, it } from 'vitest';
import { entryWords, updateWords } from '../../../../../renderer/desk/incidents/incident-words';
import { translator } from '../../../../../renderer/i18n';
import { type TimelineEntry, timelineEntry } from '../../../../../shared/model/incidents';
import { EMPTY_GRAPH } from '../../../../../shared/rules/graph';
import { aLine, anIncident } from './an-incident';

const names = {
  graph: EMPTY_GRAPH,
  catalogue: new Map([
    ['site:mo', { kind: 'site', value: { id: 'mo', name: 'Mo i Rana', trust: 'hlsh', order: 1 } }],
  ]) as never,
};
const speech = { t: translator('nb'), lang: 'nb' as const };
const words = (change: Partial<TimelineEntry>): string => entryWords(aLine(change), names, speech, 1_000_000);

describe('a line of the timeline', () => {
  it.each(timelineEntry.shape.kind.options)('of kind %s is in words, whatever it lacks', (kind) => {
    const said = words({ kind, facts: {}, text: 'ordene' });
    expect(said).not.toBe('');
    expect(said).not.toMatch(/undefined|null|NaN|\{\{|incidents:|line\./);
  });

  it('says what was set, by name', () => {
    expect(words({ kind: 'field', facts: { field: 'sites', value: 'mo, ukjent', before: '' } })).toBe(
      'Steder: Mo i Rana, ukjent',
    );
    expect(words({ kind: 'field', facts: { field: 'severity', value: 'major', before: 'high' } })).toBe(
      'Alvor: Stor hendelse (før: Alvorlig)',
    );
    expect(words({ kind: 'field', facts: { field: 'ticket', value: null, before: '118' } })).toBe('Sak tømt');
  });

  it('keeps what came too late, and says that it does not hold', () => {
    expect(words({ kind: 'late', facts: { field: 'routine:mo', value: 'in-use' }, text: 'sa posten' })).toBe(
      'Kom for sent, gjelder ikke: Nødrutine Mo i Rana: in-use «sa posten»',
    );
  });

  it('says a code that this version does not know as it is', () => {
    expect(words({ kind: 'closed', facts: { code: 'solstorm' } })).toBe('Lukket: solstorm');
  });
});

describe('the next update', () => {
  const due = (until: number) => anIncident({ update: { at: 0, by: 'dag1', until, due: false } });
  it('is told with its time, and how far it is', () => {
    expect(updateWords(due(1_000_000 + 16 * 60_000), 1_000_000, speech)).toMatch(/, om 16 min$/);
    expect(updateWords(due(1_000_000 - 60_000), 1_000_000, speech)).toMatch(
      /^skulle kommet .*, 60 s over|1 min over$/,
    );
    expect(updateWords(anIncident(), 1_000_000, speech)).toBe('ikke lovet');
  });
});
