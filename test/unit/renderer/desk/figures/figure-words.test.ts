import { describe, expect, it } from 'vitest';
import {
  adviceWords,
  boundaryWords,
  shareWords,
  valueWords,
} from '../../../../../renderer/desk/figures/figure-words';
import { translator } from '../../../../../renderer/i18n';
import type { AlarmFigure } from '../../../../../shared/contract/wire';

const nb = { t: translator('nb'), lang: 'nb' } as const;
const en = { t: translator('en'), lang: 'en' } as const;
const aFigure = (change: Partial<AlarmFigure>): AlarmFigure => ({
  id: 'per-hour',
  value: 4.23,
  unit: 'per-hour',
  ok: 6,
  limit: 12,
  verdict: 'good',
  alarms: [],
  more: 0,
  ...change,
});

describe('a figure in words', () => {
  it('has its unit, and the decimals that it is worth', () => {
    expect(valueWords(aFigure({}), nb)).toBe('4,2 i timen');
    expect(valueWords(aFigure({}), en)).toBe('4.2 an hour');
    expect(valueWords(aFigure({ unit: 'ms', value: 190_000 }), nb)).toBe('3 min');
    expect(valueWords(aFigure({ value: null }), nb)).toBeNull();
    expect(valueWords(aFigure({ unit: 'count', value: 12_000 }), en)).toBe('12,000');
  });

  it('tells a small share from none', () => {
    expect(shareWords(0.004, 'nb')).toBe('0,4 %');
    expect(shareWords(0, 'nb')).toBe('0 %');
    expect(shareWords(0.414, 'nb')).toBe('41 %');
  });

  it('says what it is held against, and that there may be nothing', () => {
    expect(boundaryWords(aFigure({}), nb)).toBe('godt til 6 i timen, må ned fra 12 i timen');
    expect(boundaryWords(aFigure({ unit: 'share', ok: 0.01, limit: 0.01 }), nb)).toBe('til 1 %');
    expect(boundaryWords(aFigure({ ok: null, limit: null }), nb)).toBeNull();
  });
});

describe('advice in words', () => {
  it('names the sources and their share of the load', () => {
    const advice = { kind: 'top-sources', nodes: ['ek@bodo', 'wifi@mo', 'ad'], value: 0.41 } as const;
    expect(adviceWords({ ...advice, nodes: [...advice.nodes] }, (node) => `[${node}]`, nb)).toBe(
      'Disse 3 kildene er 41 % av belastningen: [ek@bodo], [wifi@mo], [ad]. Rett dem, eller gi sjekkene mer tid.',
    );
  });

  it('has words for each kind in both languages', () => {
    for (const kind of [
      'top-sources',
      'chattering',
      'fleeting',
      'stale',
      'untouched',
      'flood',
      'priorities',
      'none',
    ] as const) {
      for (const speech of [nb, en])
        expect(adviceWords({ kind, nodes: ['ad'], value: 0.5 }, (node) => node, speech)).not.toMatch(
          /advice\.|\{\{/,
        );
    }
  });
});
