import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { type DraftLine, signedText } from '../../../../../shared/model/handover';
import { composeText } from '../../../../../shared/rules/handover/compose';
import { putDrawn, readDocument } from '../../../../../shared/rules/handover/document';
import { hasAllOf } from '../../../../../shared/rules/handover/document-update';
import { criticalLine, THE_NIGHT } from '../../../../fixtures/handover-bench';

const DIPS = criticalLine('dips@mo', 'A-1');
const OF = { id: THE_NIGHT, severity: null, readBack: null } as const;
const LONG = 'x'.repeat(10_000);
const edit = (line: DraftLine, change: Record<string, unknown> = {}) => ({
  key: line.key,
  section: 'now',
  seed: '',
  line: { ...line, sources: [] },
  by: 'eva',
  at: 1,
  ...change,
});

/** A document with one drawn line, and what somebody else's program wrote into it. */
function written(run: (doc: Y.Doc) => void): Y.Doc {
  const doc = new Y.Doc();
  putDrawn(doc, [DIPS]);
  readDocument(doc);
  const theirs = new Y.Doc();
  run(theirs);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs));
  return doc;
}

describe('a document that somebody else’s program wrote in', () => {
  it('is read all the same where a wording is said to lie in what is no text', () => {
    for (const name of ['auto', 'history', 'edits', 'own', 'summary']) {
      const doc = written((theirs) => theirs.getMap('edits').set(name, edit(DIPS)));
      const document = readDocument(doc);
      expect(document.auto.map(({ key }) => key)).toEqual([DIPS.key]);
      expect([...document.edits.keys()]).toEqual([]);
    }
  });

  it('can be signed all the same: what no signed text takes is left out', () => {
    const doc = written((theirs) => {
      theirs.getText('edit/long').insert(0, 'noe annet');
      theirs.getMap('edits').set('edit/long', edit(DIPS, { key: LONG }));
      theirs.getText(`own/${LONG}`).insert(0, 'egen linje');
      const own = { section: 'now', order: 1, critical: false, at: 1 };
      theirs.getMap('own').set(LONG, { ...own, by: 'eva' });
      theirs.getText('own/a').insert(0, 'egen linje');
      theirs.getMap('own').set('a', { ...own, by: LONG });
      theirs.getMap('struck').set(DIPS.key, { reason: 'løst', by: LONG, at: 1 });
    });
    const text = composeText(readDocument(doc), OF);
    expect(signedText.safeParse(text).error).toBeUndefined();
    expect(text.lines.map(({ key, struck }) => [key, struck])).toEqual([[DIPS.key, null]]);
  });

  it('can be signed though it is long: a command holds it, and people’s words come before drawn ones', () => {
    const many = Array.from({ length: 399 }, (_, n) => ({
      ...DIPS,
      key: `done/${n}`,
      section: 'done' as const,
      order: n,
      critical: false,
      text: `${n} ${'ø'.repeat(900)}`,
    }));
    const doc = new Y.Doc();
    putDrawn(doc, [DIPS, ...many]);
    doc.getText('own/a').insert(0, 'ring Mo');
    doc.getMap('own').set('a', { section: 'if', order: 1, critical: false, by: 'eva', at: 1 });
    const text = composeText(readDocument(doc), OF);
    expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThan(160_000);
    expect(text.lines.length).toBeGreaterThan(50);
    expect(text.lines.map(({ key }) => key)).toEqual(expect.arrayContaining([DIPS.key, 'done/0', 'own/a']));
  });
});

describe('a state vector', () => {
  it('that is none says nothing of what somebody has', () => {
    const doc = written(() => {});
    expect(hasAllOf(Uint8Array.of(255, 255, 255), doc)).toBe(false);
    expect(hasAllOf(Y.encodeStateVector(doc), doc)).toBe(true);
  });
});
