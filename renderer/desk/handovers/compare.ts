import {
  HANDOVER_SECTIONS,
  type HandoverSection,
  type SignedLine,
  type SignedText,
} from '../../../shared/model/handover';
import { baseOf } from '../../../shared/rules/handover/compose';

/** One line of two handovers, side by side; null: it is not in that one. */
export interface ComparedLine {
  readonly key: string;
  readonly before: SignedLine | null;
  readonly after: SignedLine | null;
  /** `gone`: it was there before and is not any more. `same`: it says the same. */
  readonly change: 'same' | 'changed' | 'new' | 'gone';
}

export interface ComparedSection {
  readonly section: HandoverSection;
  readonly lines: readonly ComparedLine[];
}

/** Two signed texts side by side, line by line: what is about the same stands beside it. Sections without lines are left out. */
export function compareTexts(before: SignedText, after: SignedText): readonly ComparedSection[] {
  return HANDOVER_SECTIONS.flatMap((section) => {
    const older = before.lines.filter((line) => line.section === section);
    const newer = after.lines.filter((line) => line.section === section);
    const lines = compareLines(older, newer);
    return lines.length === 0 ? [] : [{ section, lines }];
  });
}

function compareLines(older: readonly SignedLine[], newer: readonly SignedLine[]): readonly ComparedLine[] {
  const left = new Map<string, SignedLine[]>();
  for (const line of older) left.set(baseOf(line.key), [...(left.get(baseOf(line.key)) ?? []), line]);
  const beside = newer.map((after): ComparedLine => {
    const base = baseOf(after.key);
    const [before = null, ...rest] = left.get(base) ?? [];
    left.set(base, rest);
    if (before === null) return { key: after.key, before, after, change: 'new' };
    return { key: after.key, before, after, change: saysSame(before, after) ? 'same' : 'changed' };
  });
  const gone = [...left.values()]
    .flat()
    .map((before): ComparedLine => ({ key: `gone/${before.key}`, before, after: null, change: 'gone' }));
  return [...beside, ...gone];
}

function saysSame(before: SignedLine, after: SignedLine): boolean {
  return before.text === after.text && (before.struck === null) === (after.struck === null);
}
