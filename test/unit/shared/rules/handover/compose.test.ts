import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { type DraftLine, signedText } from '../../../../../shared/model/handover';
import {
  baseOf,
  changedLines,
  composedLines,
  composeText,
  drawnSeverity,
  hashOfText,
  hashOfWords,
  missingParts,
  SEVERITY_KEY,
} from '../../../../../shared/rules/handover/compose';
import {
  addLine,
  editOf,
  noteHistory,
  putDrawn,
  READ_BACK_TEXT,
  readDocument,
  restoreLine,
  SUMMARY_TEXT,
  setSeverity,
  strikeLine,
} from '../../../../../shared/rules/handover/document';

const HANDOVER = { id: '2026-11-23_natt', severity: null, readBack: null } as const;
const NATT = { by: 'natt', at: 10 };
const DAG = { by: 'dag1', at: 20 };

function aLine(key: string, text: string, change: Partial<DraftLine> = {}): DraftLine {
  const sources = [{ kind: 'alarm' as const, id: 'dips', label: 'A-4127' }];
  return {
    key,
    section: 'now',
    order: 1,
    text,
    lead: 4,
    sources,
    node: null,
    critical: true,
    at: 5,
    ...change,
  };
}

function aDocument(...lines: DraftLine[]): Y.Doc {
  const doc = new Y.Doc();
  putDrawn(doc, lines);
  return doc;
}

function rewrite(doc: Y.Doc, line: DraftLine, words: string, { by, at }: typeof NATT): void {
  const text = editOf(doc, line, by, at);
  text.delete(0, text.length);
  text.insert(0, words);
}

const texts = (doc: Y.Doc): string[] => composedLines(readDocument(doc)).map(({ line }) => line.text);

describe('what a document says', () => {
  it('is drawn lines in the order of the note, people’s own among them', () => {
    const doc = aDocument(
      aLine('if/a', 'p95 over 8 s: ring', { section: 'if' }),
      aLine('now/b', 'etter', { order: 3 }),
      aLine('now/a', 'først', { order: 1 }),
    );
    addLine(doc, 'x', { section: 'now', order: 2, critical: false, ...DAG }).insert(0, 'midt i');
    addLine(doc, 'y', { section: 'now', order: 2, critical: false, ...DAG });
    expect(texts(doc)).toEqual(['først', 'midt i', 'etter', 'p95 over 8 s: ring']);
    expect(composedLines(readDocument(doc))[1]?.line).toMatchObject({ origin: 'written', by: 'dag1' });
  });

  it('is the wording of whoever changed a line, with the name of whoever did so last', () => {
    const line = aLine('now/a', 'DIPS redusert');
    const doc = aDocument(line);
    rewrite(doc, line, 'DIPS er treg', NATT);
    noteHistory(doc, {
      ...DAG,
      line: 'now/a',
      section: 'now',
      what: 'edited',
      before: '',
      after: 'DIPS er treg',
    });
    const [first] = composedLines(readDocument(doc));
    expect(first?.line).toMatchObject({ text: 'DIPS er treg', origin: 'edited', by: 'dag1', lead: 4 });
  });

  it('is what is drawn where a wording was opened and not changed, or emptied', () => {
    const line = aLine('now/a', 'DIPS redusert');
    const doc = aDocument(line);
    editOf(doc, line, 'natt', 1);
    putDrawn(doc, [aLine('now/a', 'DIPS nede')]);
    expect(texts(doc)).toEqual(['DIPS nede']);
    const text = editOf(doc, aLine('now/a', 'DIPS nede'), 'natt', 2);
    text.delete(0, text.length);
    expect(texts(doc)).toEqual(['DIPS nede']);
  });

  it('tells a newer fact beneath a wording that began from an older one, until somebody takes it in or strikes it', () => {
    const line = aLine('now/a', 'DIPS redusert');
    const doc = aDocument(line);
    rewrite(doc, line, 'DIPS er treg på Mo', NATT);
    const newer = aLine('now/a', 'DIPS nede');
    putDrawn(doc, [newer]);
    expect(
      composedLines(readDocument(doc)).map(({ role, line: one }) => [role, one.text, one.origin]),
    ).toEqual([
      ['line', 'DIPS er treg på Mo', 'edited'],
      ['newer', 'DIPS nede', 'drawn'],
    ]);
    const key = composedLines(readDocument(doc))[1]?.line.key ?? '';
    expect(baseOf(key)).toBe('now/a');
    strikeLine(doc, key, 'står over', NATT);
    expect(
      composeText(readDocument(doc), HANDOVER).lines.map(({ struck }) => struck?.reason ?? null),
    ).toEqual([null, 'står over']);
    putDrawn(doc, [aLine('now/a', 'DIPS nede på to steder')]);
    expect(composedLines(readDocument(doc)).at(-1)?.line).toMatchObject({ struck: null });
  });

  it('keeps both wordings of two who began from different words', () => {
    const line = aLine('now/a', 'DIPS redusert');
    const doc = aDocument(line);
    rewrite(doc, line, 'treg', NATT);
    const newer = aLine('now/a', 'DIPS nede');
    putDrawn(doc, [newer]);
    rewrite(doc, newer, 'helt nede', DAG);
    expect(composedLines(readDocument(doc)).map(({ role, line: one }) => [role, one.text])).toEqual([
      ['line', 'treg'],
      ['variant', 'helt nede'],
    ]);
    const keys = composeText(readDocument(doc), HANDOVER).lines.map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
  });

  it('keeps people’s words of a line that is drawn no more', () => {
    const line = aLine('now/a', 'DIPS redusert');
    const doc = aDocument(line);
    rewrite(doc, line, 'DIPS: spør Mo klokka ni', NATT);
    putDrawn(doc, []);
    expect(composedLines(readDocument(doc))).toMatchObject([
      { gone: true, line: { text: 'DIPS: spør Mo klokka ni' } },
    ]);
  });

  it('is as bad as a person says, else as facts say, and the line that says so is no line of the note', () => {
    const why = aLine(`${SEVERITY_KEY}red`, 'Rødt. Ingen har tatt A-1.');
    const doc = aDocument(why, aLine('now/a', 'x'));
    expect(drawnSeverity(readDocument(doc))).toEqual({ value: 'red', why: 'Rødt. Ingen har tatt A-1.' });
    expect(composeText(readDocument(doc), HANDOVER)).toMatchObject({
      severity: 'red',
      lines: [{ key: 'now/a' }],
    });
    setSeverity(doc, 'yellow', DAG);
    expect(composeText(readDocument(doc), HANDOVER).severity).toBe('yellow');
  });

  it('always fits what can be signed: of too many lines, drawn ones that are not critical give way', () => {
    const doc = aDocument(
      ...Array.from({ length: 380 }, (_, place) =>
        aLine(`passed/${place}`, `linje ${place}`, { section: 'passed', critical: place < 5, order: place }),
      ),
    );
    for (let one = 0; one < 40; one++)
      addLine(doc, `o${one}`, { section: 'if', order: one, critical: false, ...DAG }).insert(
        0,
        `egen ${one}`,
      );
    const text = composeText(readDocument(doc), HANDOVER);
    expect(signedText.safeParse(text).success).toBe(true);
    expect(text.lines.filter(({ origin }) => origin === 'written')).toHaveLength(40);
    expect(text.lines.filter(({ critical }) => critical)).toHaveLength(5);
  });
});

describe('the signed text', () => {
  it('has one hash, whichever way the document came about', () => {
    const line = aLine('now/a', 'DIPS redusert');
    const a = aDocument(line);
    const b = new Y.Doc();
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
    a.getText(SUMMARY_TEXT).insert(0, 'Rolig. ');
    rewrite(b, line, 'DIPS er treg', NATT);
    const [fromA, fromB] = [Y.encodeStateAsUpdate(a), Y.encodeStateAsUpdate(b)];
    Y.applyUpdate(b, fromA);
    Y.applyUpdate(a, fromB);
    const hashes = [a, b].map((doc) => hashOfText(composeText(readDocument(doc), HANDOVER)));
    expect(hashes[0]).toBe(hashes[1]);
    a.getText(SUMMARY_TEXT).insert(0, 'Ikke ');
    expect(hashOfText(composeText(readDocument(a), HANDOVER))).not.toBe(hashes[0]);
  });

  it('is compared with what is written after it, line by line', () => {
    const line = aLine('now/a', 'DIPS redusert');
    const doc = aDocument(line, aLine('now/b', 'WAN', { order: 2 }));
    rewrite(doc, line, 'treg', { by: 'natt', at: 50 });
    const before = composeText(readDocument(doc), HANDOVER);
    expect(changedLines(before, composeText(readDocument(doc), HANDOVER))).toEqual([]);
    addLine(doc, 'x', { section: 'watch', order: 1, critical: false, ...DAG }).insert(0, 'spør igjen 12:00');
    strikeLine(doc, 'now/b', 'feil sted', DAG);
    doc.getText(SUMMARY_TEXT).insert(0, 'En sak.');
    const now = composeText(readDocument(doc), HANDOVER);
    expect(changedLines(before, now)).toEqual([
      { line: 'now/b', section: 'now', text: 'feil sted', by: 'dag1' },
      { line: 'own/x', section: 'watch', text: 'spør igjen 12:00', by: 'dag1' },
      { line: 'summary', section: 'now', text: 'En sak.', by: null },
    ]);
    restoreLine(doc, 'now/b');
    expect(
      changedLines(before, composeText(readDocument(doc), HANDOVER)).map(({ line: one }) => one),
    ).toEqual(['own/x', 'summary']);
  });

  it('does not take a wording for new because an older one of the same line has come since', () => {
    const line = aLine('now/a', 'DIPS redusert');
    const doc = aDocument(line);
    const offline = new Y.Doc();
    Y.applyUpdate(offline, Y.encodeStateAsUpdate(doc));
    rewrite(offline, line, 'skrevet uten hub', { by: 'dag1', at: 1 });
    const newer = aLine('now/a', 'DIPS nede');
    putDrawn(doc, [newer]);
    rewrite(doc, newer, 'helt nede', { by: 'natt', at: 9 });
    const before = composeText(readDocument(doc), HANDOVER);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(offline));
    const changed = changedLines(before, composeText(readDocument(doc), HANDOVER));
    expect(changed.map(({ text }) => text)).toEqual(['skrevet uten hub']);
  });

  it('says of a read-back whose words it is, also when somebody has written in it since it was said', () => {
    const doc = aDocument(aLine('now/a', 'DIPS nede'));
    doc.getText(READ_BACK_TEXT).insert(0, 'Mo nede, jeg har den');
    const readBack = { at: 15, by: 'dag1', hash: hashOfWords('Mo nede, jeg har den') };
    const text = (): ReturnType<typeof composeText> =>
      composeText(readDocument(doc), { ...HANDOVER, readBack });
    expect(text().readBack).toEqual({ at: 15, by: 'dag1', text: 'Mo nede, jeg har den' });
    const entry = { line: 'read-back', section: null, what: 'read-back' as const };
    doc.getText(READ_BACK_TEXT).insert(0, 'Alt er i orden. ');
    noteHistory(doc, {
      ...entry,
      ...NATT,
      at: 30,
      before: '',
      after: 'Alt er i orden. Mo nede, jeg har den',
    });
    expect(text().readBack).toMatchObject({ at: 30, by: 'natt' });
  });

  it('misses what nobody has said', () => {
    const doc = aDocument(aLine('now/a', 'DIPS nede'));
    const item = {
      ...{
        key: 'now/a',
        title: 'DIPS',
        node: null,
        sources: [],
        criticality: 1 as const,
        owner: null,
        to: null,
      },
      ...{ walked: null, said: null },
    };
    const text = (): ReturnType<typeof composeText> => composeText(readDocument(doc), HANDOVER);
    expect(missingParts(text(), { items: [item as never], readBack: null })).toEqual([
      'walked',
      'said',
      'read-back',
      'summary',
      'actions',
      'contingency',
    ]);
    doc.getText(SUMMARY_TEXT).insert(0, 'En sak.');
    putDrawn(doc, [aLine('done/a', 'ringt', { section: 'done' }), aLine('if/a', 'ring', { section: 'if' })]);
    const done = { ...item, walked: NATT, said: { ...DAG, words: 'Mo' } };
    const readBack = { ...DAG, hash: 'h' };
    expect(missingParts(text(), { items: [done as never], readBack })).toEqual([]);
  });
});
