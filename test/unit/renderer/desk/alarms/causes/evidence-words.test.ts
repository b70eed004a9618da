import { describe, expect, it } from 'vitest';
import {
  type EvidenceWordView,
  evidenceLine,
  evidenceSentence,
  groundWords,
} from '../../../../../../renderer/desk/alarms/causes/evidence-words';
import { translator } from '../../../../../../renderer/i18n';
import {
  AGAINST_CODES,
  FOR_CODES,
  SENTENCES,
  TIME_CODES,
} from '../../../../../../shared/rules/causes/evidence-codes';
import type { LineFacts } from '../../../../../../shared/rules/causes/line';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0);
const nb = { t: translator('nb'), lang: 'nb' } as const;
const en = { t: translator('en'), lang: 'en' } as const;
const NAMES: Readonly<Record<string, string>> = {
  core1: 'Kjernenett dc1',
  core2: 'Kjernenett dc2',
  power1: 'Strøm dc1',
  'wan@mo': 'WAN, Mo i Rana',
  'wan@bodo': 'WAN, Bodø',
};
const view: EvidenceWordView = {
  name: (node) => NAMES[node] ?? node,
  person: () => undefined,
  now: NOW,
  check: (id) => `sjekk ${id}`,
  window: (id) => `arbeid ${id}`,
};
const ALL: LineFacts = {
  node: 'core1',
  nodes: ['wan@mo', 'wan@bodo'],
  others: ['core2'],
  checks: ['core1/ping'],
  count: 2,
  of: 3,
  state: 'down',
  at: NOW - 60_000,
  from: NOW - 120_000,
  to: NOW - 90_000,
  ms: 30_000,
  times: [4, 21],
  person: 'dag1',
  window: 'mw-1',
};

describe('evidence in words', () => {
  it.each([...FOR_CODES, ...TIME_CODES, ...AGAINST_CODES])('says "%s" in both languages', (code) => {
    for (const speech of [nb, en]) {
      for (const count of [1, 2]) {
        const words = evidenceLine({ code, facts: { ...ALL, count } }, view, speech);
        expect(words).not.toMatch(/evidence\.|\{\{|undefined|NaN/);
        expect(words.length).toBeGreaterThan(8);
      }
    }
  });

  it.each(SENTENCES)('has a sentence for "%s" in both languages', (code) => {
    for (const speech of [nb, en]) {
      const words = evidenceSentence({ code, facts: ALL }, view, speech);
      expect(words).not.toMatch(/sentence\.|\{\{|undefined|NaN/);
      expect(words).toMatch(/\.$/);
    }
  });

  it('says what is wrong, what is well above it, and what carries the rest', () => {
    const facts = { node: 'core1', state: 'down', count: 312, nodes: ['power1'], others: ['core2'] } as const;
    expect(evidenceSentence({ code: 'measured', facts }, view, nb)).toBe(
      'Kjernenett dc1 er nede. Strøm dc1 er normal. Kjernenett dc2 bærer resten uten reserve.',
    );
    expect(evidenceSentence({ code: 'measured', facts: { ...facts, nodes: [], others: [] } }, view, nb)).toBe(
      'Kjernenett dc1 er nede.',
    );
  });

  it('names a few and counts the rest only where the count is of what is named', () => {
    const nodes = ['wan@mo', 'wan@bodo'];
    expect(evidenceLine({ code: 'last-leg', facts: { nodes, count: 5 } }, view, nb)).toBe(
      '5 går uten reserve, og det er denne som mangler: WAN, Mo i Rana; WAN, Bodø og 3 til',
    );
    expect(
      evidenceLine({ code: 'upstream-normal', facts: { nodes: ['power1'], count: 2, of: 2 } }, view, nb),
    ).toBe('Det den trenger, er normalt: Strøm dc1. 2 av 2 sjekker svarer');
  });

  it('gives time with its uncertainty, and the reference points with how fast they answer', () => {
    expect(evidenceLine({ code: 'within', facts: { count: 309, of: 312, ms: 15_000 } }, view, nb)).toBe(
      '309 av 312 følger etter, innen måleusikkerheten ± 15\u00a0s',
    );
    expect(
      evidenceLine({ code: 'references-up', facts: { count: 2, of: 2, times: [4, 21] } }, view, nb),
    ).toBe('Referansepunktene svarer, 2 av 2 på 4 ms og 21 ms: feilen er ikke hos Vaktrom');
    expect(evidenceLine({ code: 'references-up', facts: { count: 2, of: 2 } }, view, nb)).toContain(
      '2 av 2: feilen',
    );
  });

  it('keeps what a person wrote, and tells "stands alone" from "follows from"', () => {
    const said = { node: 'wan@mo', person: 'dag1', at: NOW - 60_000, text: 'graver i veien' };
    expect(evidenceLine({ code: 'said', facts: { ...said, others: ['core1'] } }, view, nb)).toBe(
      'dag1 sa 12:59:00 at WAN, Mo i Rana følger av Kjernenett dc1: «graver i veien»',
    );
    expect(evidenceLine({ code: 'said', facts: { ...said, others: [] } }, view, nb)).toContain('står alene');
  });

  it('says what the cause rests on, and of an inferred one that it is not measured', () => {
    const evidence = (code: 'measured' | 'inferred' | 'alone', lines: readonly 'references-up'[] = []) => ({
      sentence: { code, facts: {} },
      for: [{ code: 'downstream' as const, facts: {} }, ...lines.map((line) => ({ code: line, facts: {} }))],
      time: [],
      against: [],
    });
    expect(groundWords(evidence('measured'), nb)).toBe('bekreftet av grafen, ikke bare av tid');
    expect(groundWords(evidence('measured', ['references-up']), nb)).toContain('referansepunkt');
    expect(groundWords(evidence('inferred'), nb)).toContain('ikke målt');
    expect(groundWords(evidence('alone'), nb)).toBeNull();
  });
});
