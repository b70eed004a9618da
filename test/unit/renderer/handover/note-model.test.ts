import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { noteSections } from '../../../../renderer/handover/note/note-model';
import type { Handover } from '../../../../shared/model/handover';
import { amendmentsAfter } from '../../../../shared/rules/handover/amendments';
import { composeText, hashOfText } from '../../../../shared/rules/handover/compose';
import { addLine, readDocument } from '../../../../shared/rules/handover/document';
import { SEVEN, THE_NIGHT } from '../../../fixtures/handover-bench';

describe('a line whose words were taken away after signing', () => {
  it('is shown as proposed to go, with the words that were signed', () => {
    const doc = new Y.Doc();
    const text = addLine(doc, 'x', { section: 'if', order: 1, critical: false, by: 'chi', at: SEVEN });
    text.insert(0, 'Ring Mo');
    const of = { id: THE_NIGHT, severity: 'green', readBack: null } as const;
    const signed = composeText(readDocument(doc), of);
    text.delete(0, 'Ring Mo'.length);
    const document = readDocument(doc);
    const amendments = amendmentsAfter(
      { amendments: [] },
      signed,
      document,
      composeText(document, of),
      SEVEN,
    );
    const handover = { ...of, hash: hashOfText(signed), amendments } as unknown as Handover;
    const rows = noteSections(document, handover, signed).find(({ section }) => section === 'if')?.rows ?? [];
    expect(rows.map(({ role, line }) => [role, line.text, line.struck !== null])).toEqual([
      ['line', 'Ring Mo', false],
      ['proposed', 'Ring Mo', true],
    ]);
  });
});
