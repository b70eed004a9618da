import { describe, expect, it } from 'vitest';
import { compareTexts } from '../../../../../renderer/desk/handovers/compare';
import { flagsOf } from '../../../../../renderer/desk/handovers/handover-words';
import { matches } from '../../../../../renderer/desk/handovers/use-past';
import type { SignedLine, SignedText } from '../../../../../shared/model/handover';
import { pastHandovers } from '../../../../fixtures/handover-harness/past';

const line = (key: string, text: string, more: Partial<SignedLine> = {}): SignedLine => ({
  key,
  section: 'now',
  text,
  lead: 0,
  sources: [],
  critical: false,
  origin: 'drawn',
  by: null,
  struck: null,
  ...more,
});
const textOf = (lines: SignedLine[]): SignedText => ({
  handover: 'H',
  severity: 'green',
  summary: '',
  lines,
  readBack: null,
});

describe('two handovers side by side', () => {
  it('stand line by line: the same, changed, new and gone', () => {
    const [section, ...rest] = compareTexts(
      textOf([line('a', 'som før'), line('b', '81 %'), line('c', 'borte siden')]),
      textOf([line('b', '82 %'), line('a', 'som før'), line('d', 'nytt')]),
    );
    expect(rest).toEqual([]);
    expect(
      section?.lines.map(({ change, before, after }) => [change, before?.text ?? null, after?.text ?? null]),
    ).toEqual([
      ['changed', '81 %', '82 %'],
      ['same', 'som før', 'som før'],
      ['new', null, 'nytt'],
      ['gone', 'borte siden', null],
    ]);
  });

  it('hold a wording against the line that it is a wording of, and a line that was struck is changed', () => {
    const struck = { at: 0, by: 'natt', reason: 'feil' };
    const [section] = compareTexts(
      textOf([line('a', 'likt'), line('b', 'stod')]),
      textOf([line('a~0123456789abcdef', 'likt'), line('b', 'stod', { struck })]),
    );
    expect(section?.lines.map(({ change }) => change)).toEqual(['same', 'changed']);
  });

  it('leave out sections that neither has', () => {
    expect(compareTexts(textOf([]), textOf([]))).toEqual([]);
  });
});

describe('the list', () => {
  const [rolig, ille, unntak, sent] = pastHandovers();
  if (!rolig || !ille || !unntak || !sent) throw new Error('four nights');

  it('finds by words of the text, its sources and its number, all of them', () => {
    expect(matches(ille, 'kjernenett A-4077', 'natt → dag')).toBe(true);
    expect(matches(rolig, 'kjernenett', 'natt → dag')).toBe(false);
    expect(matches(unntak, 'h-38 E6', 'natt → dag')).toBe(true);
    expect(matches(rolig, 'NATT', 'natt → dag')).toBe(true);
  });

  it('says of each how it was done otherwise than it should be', () => {
    expect(flagsOf(ille.handover, ille.text)).toEqual([]);
    expect(flagsOf(unntak.handover, unntak.text)).toEqual(['exception', 'not-read-back', 'not-whole']);
    expect(flagsOf(sent.handover, sent.text)).toEqual(['late', 'not-whole']);
  });
});
