import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_SEARCH_TABLES, indexEvent, searchEvents } from '../../../electron/sqlite/event-search';
import { Statements } from '../../../electron/sqlite/statements';

const words = ['dips', 'Bodø', 'ČÁHCE', 'A-4127', 'wan@mo', 'æøå', 'nede', '100%', 'đeatnu'];
const word = fc.constantFrom(...words);

function index(texts: readonly string[]): Statements {
  const db = new Database(':memory:');
  db.exec(EVENT_SEARCH_TABLES);
  const sql = new Statements(db);
  for (const [seq, text] of texts.entries())
    indexEvent(sql, { epoch: 1, seq: seq + 1, at: seq }, { kind: 'note', text });
  return sql;
}
const all = { kinds: null, from: null, to: null, before: null, limit: 500 };

describe('full text over events, whatever is typed', () => {
  it('never fails, and takes nothing for an operator', () => {
    const sql = index(['dips bodø', 'wan mo']);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 200 }),
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc
            .array(
              fc.constantFrom(
                '"',
                '*',
                '(',
                ')',
                '^',
                ':',
                '-',
                '+',
                'AND',
                'OR',
                'NOT',
                'NEAR',
                'dips',
                '{',
                '}',
                '\0',
                ' ',
              ),
              {
                maxLength: 30,
              },
            )
            .map((parts) => parts.join('')),
        ),
        (text) => {
          const found = searchEvents(sql, { ...all, text });
          expect(found.length).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('finds exactly the texts that have all the words, each by any beginning of it, in any case', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(word, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 20 }),
        fc.array(fc.tuple(word, fc.boolean()), { minLength: 1, maxLength: 3 }),
        (texts, asked) => {
          const sql = index(texts.map((parts) => parts.join(' ')));
          const text = asked.map(([one, upper]) => (upper ? one.toUpperCase() : one.toLowerCase())).join(' ');
          const wanted = texts
            .flatMap((parts, n) => (asked.every(([one]) => parts.includes(one)) ? [n + 1] : []))
            .reverse();
          expect(searchEvents(sql, { ...all, text }).map(({ seq }) => seq)).toEqual(wanted);
        },
      ),
      { numRuns: 200 },
    );
  });
});
