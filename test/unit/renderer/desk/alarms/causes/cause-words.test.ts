import { describe, expect, it } from 'vitest';
import { compareInFlood } from '../../../../../../renderer/desk/alarms/alarm-groups';
import { matching } from '../../../../../../renderer/desk/alarms/causes/cause-choice';
import { backOf, basisWords, verdictWords } from '../../../../../../renderer/desk/alarms/causes/cause-words';
import { translator } from '../../../../../../renderer/i18n';
import { anAlarm } from '../an-alarm';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0);
const nb = { t: translator('nb'), lang: 'nb' } as const;

describe('a cause that comes back', () => {
  it('is counted in checks, or in services where its checks were never counted', () => {
    expect(backOf(anAlarm('core1', { checks: 33, checksMost: 312, symptoms: 9, symptomsMost: 90 }))).toEqual({
      back: 279,
      most: 312,
      of: 'checks',
    });
    expect(backOf(anAlarm('core1', { symptoms: 9, symptomsMost: 90 }))).toEqual({
      back: 81,
      most: 90,
      of: 'services',
    });
  });

  it('says how much is back, and until when the rest is kept together', () => {
    const alarm = anAlarm('core1', {
      basis: 'recovering',
      checks: 33,
      checksMost: 312,
      recovery: { at: NOW, until: NOW + 600_000, left: ['sql'] },
    });
    expect(basisWords(alarm, NOW, nb)).toBe('279 av 312 sjekker tilbake. Holdes samlet til 13:10');
  });
});

describe('what an alarm rests on', () => {
  it('is said where it is not its own measurement', () => {
    expect(basisWords(anAlarm('core1'), NOW, nb)).toBeNull();
    expect(basisWords(anAlarm('core1', { basis: 'inferred' }), NOW, nb)).toContain('ingen sjekk ser den');
    expect(basisWords(anAlarm('core1', { basis: 'reported' }), NOW, nb)).toContain('Meldt nede av brukere');
    expect(basisWords(anAlarm('core1', { basis: 'named' }), NOW, nb)).toContain('av en person');
  });

  it('is a person’s word with who, when and what they wrote', () => {
    const view = {
      name: (node: string) => `navn på ${node}`,
      person: () => undefined,
      alarm: (node: string) => (node === 'core1' ? anAlarm('core1', { id: 'A-7' }) : undefined),
    };
    const verdict = { node: 'sql', cause: 'core1', at: NOW - 60_000, by: 'dag1', note: 'samme skap' };
    expect(verdictWords(verdict, view, NOW, nb)).toBe(
      'dag1 sa 12:59: følger av A-7 navn på core1. «samme skap»',
    );
    expect(verdictWords({ ...verdict, cause: null, note: null }, view, NOW, nb)).toBe(
      'dag1 sa 12:59: står alene.',
    );
  });
});

describe('the order in a flood', () => {
  it('is led by what takes others down, by checks, before what is more pressing by itself', () => {
    const alarms = [
      anAlarm('alene', { priority: 1 }),
      anAlarm('liten', { priority: 3, symptoms: 2, checks: 4 }),
      anAlarm('stor', { priority: 2, symptoms: 30, checks: 90 }),
      anAlarm('alene-4', { priority: 4 }),
    ];
    expect(alarms.sort(compareInFlood).map(({ node }) => node)).toEqual([
      'stor',
      'liten',
      'alene',
      'alene-4',
    ]);
  });
});

describe('a choice of nodes', () => {
  const options = [
    { node: 'core1', name: 'Kjernenett dc1', more: 'A-18 · 4 symptomer' },
    { node: 'wan@bodo', name: 'WAN, Bodø', more: '' },
  ];
  it('is found by letters of the name without their marks, by the alarm’s number, and by the id', () => {
    expect(matching(options, 'bodo').map(({ node }) => node)).toEqual(['wan@bodo']);
    expect(matching(options, 'a-18').map(({ node }) => node)).toEqual(['core1']);
    expect(matching(options, 'kjerne dc1').map(({ node }) => node)).toEqual(['core1']);
    expect(matching(options, 'xyz')).toEqual([]);
    expect(matching(options, ' ')).toEqual(options);
  });
});
