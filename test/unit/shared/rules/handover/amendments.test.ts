import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Handover } from '../../../../../shared/model/handover';
import { amendmentsAfter, DRAWN_BY, UNKNOWN_BY } from '../../../../../shared/rules/handover/amendments';
import { composeText, hashOfWords } from '../../../../../shared/rules/handover/compose';
import {
  addLine,
  editOf,
  noteHistory,
  putDrawn,
  readDocument,
  restoreLine,
  setSeverity,
  strikeLine,
} from '../../../../../shared/rules/handover/document';
import { criticalLine, SEVEN, THE_NIGHT } from '../../../../fixtures/handover-bench';

const DIPS = criticalLine('dips@mo', 'A-1');
const CORE = criticalLine('core', 'A-2');
const PASSED = criticalLine('core', 'A-9', { key: 'passed/A-9', section: 'passed', critical: false });
const OF: Pick<Handover, 'id' | 'severity' | 'readBack'> = {
  id: THE_NIGHT,
  severity: 'yellow',
  readBack: null,
};

/** A document that was signed as it stood, and what is done to it afterwards. */
class Signed {
  readonly doc = new Y.Doc();
  readonly text;
  amendments: Handover['amendments'] = [];

  constructor(before: (doc: Y.Doc) => void = () => {}) {
    putDrawn(this.doc, [DIPS, PASSED]);
    before(this.doc);
    this.text = composeText(readDocument(this.doc), OF);
  }

  after(run: (doc: Y.Doc) => void): Handover['amendments'] {
    run(this.doc);
    const document = readDocument(this.doc);
    this.amendments = amendmentsAfter(this, this.text, document, composeText(document, OF), SEVEN);
    return this.amendments;
  }
}

const edited = (by: string) => (doc: Y.Doc) => {
  editOf(doc, DIPS, by, SEVEN).insert(0, 'NB ');
  noteHistory(doc, {
    line: DIPS.key,
    section: 'now',
    what: 'edited',
    before: DIPS.text,
    after: `NB ${DIPS.text}`,
    by,
    at: SEVEN + 5,
  });
};

describe('what is written after the text was signed', () => {
  it('is nothing where nobody wrote anything', () => {
    const signed = new Signed();
    const before = signed.amendments;
    expect(signed.after(() => {})).toBe(before);
  });

  it('is proposed with its author, line by line', () => {
    const proposed = new Signed().after((doc) => {
      edited('eva')(doc);
      addLine(doc, 'x', { section: 'if', order: 1, critical: false, by: 'chi', at: SEVEN }).insert(
        0,
        'Ring Mo',
      );
    });
    expect(proposed).toEqual([
      {
        id: 'now/A-1#0',
        at: SEVEN + 5,
        by: 'eva',
        line: 'now/A-1',
        section: 'now',
        hash: hashOfWords(`NB ${DIPS.text}`),
        state: 'proposed',
        decided: null,
      },
      expect.objectContaining({ line: 'own/x', by: 'chi', section: 'if', hash: hashOfWords('Ring Mo') }),
    ]);
  });

  it('follows what its author goes on to write, as one proposal, until somebody decides it', () => {
    const signed = new Signed();
    signed.after(edited('eva'));
    const more = signed.after((doc) => editOf(doc, DIPS, 'eva', SEVEN).insert(0, 'OBS '));
    expect(more.map(({ id, hash }) => [id, hash])).toEqual([
      ['now/A-1#0', hashOfWords(`OBS NB ${DIPS.text}`)],
    ]);
    const [first] = more;
    if (!first) throw new Error('none');
    signed.amendments = [{ ...first, state: 'declined', decided: { at: SEVEN, by: 'anne' } }];
    expect(signed.after(() => {})).toHaveLength(1);
    const again = signed.after((doc) => editOf(doc, DIPS, 'eva', SEVEN).insert(0, '! '));
    expect(again.map(({ id, state }) => [id, state])).toEqual([
      ['now/A-1#0', 'declined'],
      ['now/A-1#1', 'proposed'],
    ]);
  });

  it('is gone when it is as signed again', () => {
    const signed = new Signed();
    expect(signed.after(edited('eva'))).toHaveLength(1);
    expect(signed.after((doc) => editOf(doc, DIPS, 'eva', SEVEN).delete(0, 3))).toEqual([]);
  });

  it('is proposed when a line is struck, and when one that was struck is put back', () => {
    const struck = new Signed();
    expect(struck.after((doc) => strikeLine(doc, DIPS.key, 'løst', { by: 'chi', at: SEVEN }))).toMatchObject([
      { line: 'now/A-1', by: 'chi', hash: hashOfWords('løst') },
    ]);
    const restored = new Signed((doc) => strikeLine(doc, DIPS.key, 'løst', { by: 'chi', at: SEVEN }));
    const put = restored.after((doc) => {
      restoreLine(doc, DIPS.key);
      noteHistory(doc, {
        line: DIPS.key,
        section: 'now',
        what: 'restored',
        before: '',
        after: DIPS.text,
        by: 'eva',
        at: SEVEN + 9,
      });
    });
    expect(put).toMatchObject([{ line: 'now/A-1', by: 'eva', at: SEVEN + 9 }]);
  });

  it('is proposed where words are taken away: a line of one’s own, and a wording of a drawn one', () => {
    const signed = new Signed((doc) => {
      addLine(doc, 'x', { section: 'if', order: 1, critical: false, by: 'chi', at: SEVEN }).insert(
        0,
        'Ring Mo',
      );
      edited('eva')(doc);
    });
    const empty = (doc: Y.Doc): void => {
      doc.getText('own/x').delete(0, 'Ring Mo'.length);
      editOf(doc, DIPS, 'eva', SEVEN).delete(0, 'NB '.length);
    };
    expect(signed.after(empty)).toMatchObject([
      { line: 'now/A-1', by: UNKNOWN_BY, hash: hashOfWords(DIPS.text) },
      { line: 'own/x', section: 'if', by: UNKNOWN_BY, hash: hashOfWords('') },
    ]);
    const said = signed.after((doc) => {
      const entry = { section: null, what: 'edited' as const, at: SEVEN + 9, by: 'finn' };
      noteHistory(doc, { ...entry, line: 'own/x', before: 'Ring Mo', after: '' });
      noteHistory(doc, { ...entry, line: 'now/A-1', before: `NB ${DIPS.text}`, after: DIPS.text });
    });
    expect(said).toMatchObject([
      { line: 'now/A-1', by: 'finn' },
      { line: 'own/x', by: 'finn', at: SEVEN + 9 },
    ]);
    const back = signed.after((doc) => {
      doc.getText('own/x').insert(0, 'Ring Mo');
      editOf(doc, DIPS, 'eva', SEVEN).insert(0, 'NB ');
    });
    expect(back).toEqual([]);
  });

  it('is proposed where a wording is emptied of which nothing is drawn any more', () => {
    const signed = new Signed(edited('eva'));
    const proposed = signed.after((doc) => {
      putDrawn(doc, [PASSED]);
      const text = editOf(doc, DIPS, 'eva', SEVEN);
      text.delete(0, text.length);
    });
    expect(proposed).toMatchObject([{ line: 'now/A-1', section: 'now', hash: hashOfWords('') }]);
  });

  it('is proposed of how bad it is, by whoever said so, though the history says nothing', () => {
    const signed = new Signed();
    const proposed = signed.after((doc) => setSeverity(doc, 'red', { by: 'chi', at: SEVEN + 4 }));
    expect(proposed).toMatchObject([
      { line: 'severity', by: 'chi', at: SEVEN + 4, hash: hashOfWords('red') },
    ]);
    expect(signed.after((doc) => setSeverity(doc, 'yellow', { by: 'chi', at: SEVEN + 5 }))).toEqual([]);
  });

  it('is its author’s where they wrote apart from words that were signed', () => {
    const entry = { line: 'summary', section: null, what: 'summary' as const };
    const offline = new Y.Doc();
    const signed = new Signed((doc) => {
      doc.getText('summary').insert(0, 'Rolig');
      noteHistory(doc, { ...entry, before: '', after: 'Rolig', by: 'eva', at: SEVEN - 9 });
      Y.applyUpdate(offline, Y.encodeStateAsUpdate(doc));
      doc.getText('summary').insert(5, ' natt');
      noteHistory(doc, { ...entry, before: 'Rolig', after: 'Rolig natt', by: 'eva', at: SEVEN - 5 });
    });
    offline.getText('summary').insert(0, 'NB ');
    noteHistory(offline, { ...entry, before: 'Rolig', after: 'NB Rolig', by: 'chi', at: SEVEN - 7 });
    const proposed = signed.after((doc) => Y.applyUpdate(doc, Y.encodeStateAsUpdate(offline)));
    expect(proposed).toMatchObject([{ line: 'summary', by: 'chi', hash: hashOfWords('NB Rolig natt') }]);
  });

  it('is not said to be by somebody who wrote what stood there before', () => {
    const signed = new Signed((doc) => {
      doc.getText('summary').insert(0, 'Rolig natt');
      const by = { by: 'eva', at: SEVEN - 5 };
      noteHistory(doc, {
        ...by,
        line: 'summary',
        section: null,
        what: 'summary',
        before: '',
        after: 'Rolig natt',
      });
      addLine(doc, 'x', { section: 'if', order: 1, critical: false, ...by }).insert(0, 'Ring Mo');
    });
    const proposed = signed.after((doc) => {
      doc.getText('summary').insert(0, 'Ikke ');
      doc.getText('own/x').insert(0, 'Ikke ');
    });
    expect(proposed.map(({ line, by }) => [line, by])).toEqual([
      ['own/x', UNKNOWN_BY],
      ['summary', UNKNOWN_BY],
    ]);
  });

  it('is proposed of the summary, also where the document does not say who wrote it', () => {
    const proposed = new Signed().after((doc) => doc.getText('summary').insert(0, 'Rolig natt'));
    expect(proposed).toMatchObject([{ line: 'summary', by: UNKNOWN_BY, hash: hashOfWords('Rolig natt') }]);
  });
});

describe('what the hub draws after the text was composed', () => {
  it('is no proposal, unless it is critical and the text does not have it', () => {
    const signed = new Signed();
    const proposed = signed.after((doc) =>
      putDrawn(doc, [{ ...DIPS, text: 'dips@mo redusert [A-1]' }, { ...PASSED, key: 'passed/A-10' }, CORE]),
    );
    expect(proposed).toMatchObject([{ line: 'now/A-2', by: DRAWN_BY }]);
  });
});
