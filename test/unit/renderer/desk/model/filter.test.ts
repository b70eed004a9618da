import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FILTER_KEYS,
  type Filter,
  type FilterField,
  formatFilter,
  matches,
  parseFilter,
} from '../../../../../renderer/desk/model/filter';
import { fold } from '../../../../../renderer/desk/model/row';
import { NODE_STATES, type NodeState } from '../../../../../shared/model/states';
import { stillBoard } from '../board';

const { rows } = stillBoard();
const row = (id: string) => rows.get(id)!;
const found = (text: string, state: (id: string) => NodeState = () => 'normal'): string[] =>
  [...rows.values()]
    .filter((item) => matches(parseFilter(text), item, state(item.id)))
    .map((item) => item.id);

describe('the filter', () => {
  it('finds words in service, site, trust, owner and family, whatever their marks', () => {
    expect(found('dips mo')).toEqual(['dips-arena@mo']);
    expect(found('tromso arena')).toEqual(['dips-arena@tromso']);
    expect(found('TROMSØ arena')).toEqual(['dips-arena@tromso']);
    expect(found('lagring')).toEqual(['san1', 'san2']);
    expect(found('helgeland sykesignal')).toEqual(['sykesignal@mo']);
    expect(found('"mo i rana" elektronisk')).toEqual(['ek@mo']);
  });

  it('finds states by their word in either language', () => {
    const state = (id: string): NodeState => (id === 'san1' ? 'down' : 'normal');
    for (const text of ['nede', 'down', 'tilstand:nede', 'state:down', 'tilstand:avvik', 'state:abnormal']) {
      expect([text, found(text, state)]).toEqual([text, ['san1']]);
    }
    expect(found('-tilstand:normal', state)).toEqual(['san1']);
  });

  it('knows its keys in both languages', () => {
    for (const text of ['kritikalitet:1 sted:mo', 'criticality:1 site:mo', 'krit:1 sted:"mo i rana"']) {
      expect([text, found(text)]).toEqual([
        text,
        ['wan@mo', 'lan@mo', 'dips-arena@mo', 'ek@mo', 'sykesignal@mo'],
      ]);
    }
    expect(found('foretak:unn eier:nettverk familie:nett kritikalitet:2')).toEqual(['wifi@tromso']);
  });

  it('takes a comma for or, and a minus for not', () => {
    expect(found('tjeneste:san1,san2')).toEqual(['san1', 'san2']);
    expect(found('tjeneste:dips -sted:mo,bodo')).toEqual(['dips-arena@tromso', 'dips-arena@kirkenes']);
  });

  it('demands nothing of what is still being written', () => {
    expect(found('sted:')).toHaveLength(rows.size);
    expect(found('-')).toEqual(found('-'));
    expect(parseFilter('sted:"mo i').terms).toEqual([{ field: 'site', any: ['mo i'], not: false }]);
    expect(parseFilter('   ').terms).toEqual([]);
  });

  it('asks for what makes no sound, and why, in both languages', () => {
    const marked = (kind: 'maintenance' | 'hours' | 'silence') => ({
      quiet: { kind, id: 'x' },
      flapping: false,
    });
    const is = (text: string, kind: 'maintenance' | 'hours' | 'silence') =>
      matches(parseFilter(text), row('san1'), 'down', marked(kind));
    expect(is('stille:ja', 'hours')).toBe(true);
    expect(is('quiet:yes', 'silence')).toBe(true);
    expect(is('stille:vedlikehold', 'maintenance')).toBe(true);
    expect(is('stille:vedlikehold', 'hours')).toBe(false);
    expect(is('stille:åpningstid,demping', 'hours')).toBe(true);
    expect(is('stille:nei', 'hours')).toBe(false);
    expect(matches(parseFilter('stille:nei'), row('san1'), 'down')).toBe(true);
    expect(matches(parseFilter('stille:ja'), row('san1'), 'down')).toBe(false);
  });

  it('finds what is flapping by its word, and counts it as not normal', () => {
    const flapping = { quiet: null, flapping: true };
    for (const text of ['ustabil', 'flapping', 'tilstand:ustabil', 'tilstand:avvik']) {
      expect(matches(parseFilter(text), row('san1'), 'normal', flapping), text).toBe(true);
      expect(matches(parseFilter(text), row('san1'), 'normal'), text).toBe(false);
    }
  });

  it('says which keys it does not know, and looks for the text as it stands', () => {
    const filter = parseFilter('farge:blå');
    expect(filter.unknownKeys).toEqual(['farge']);
    expect(matches(filter, row('san1'), 'down')).toBe(false);
  });

  it('never fails, and never demands an empty word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        for (const term of parseFilter(text).terms) {
          expect(term.any.length).toBeGreaterThan(0);
          expect(term.any.every((word) => word !== '')).toBe(true);
        }
      }),
    );
  });

  const word = fc.stringMatching(/^[a-zæøå0-9][a-zæøå0-9 .-]{0,8}[a-zæøå0-9]$/).map((text) => fold(text));
  const term = fc.record({
    field: fc.constantFrom<FilterField | null>(null, ...(Object.keys(FILTER_KEYS) as FilterField[])),
    any: fc.array(word, { minLength: 1, maxLength: 3 }),
    not: fc.boolean(),
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 4 }), (terms) => {
        const filter: Filter = {
          terms: terms.map((one) => (one.field === null ? { ...one, any: one.any.slice(0, 1) } : one)),
          unknownKeys: [],
        };
        expect(parseFilter(formatFilter(filter))).toEqual(filter);
      }),
    );
  });

  it('narrows with every term, and a term and its negation part the rows', () => {
    fc.assert(
      fc.property(
        fc.array(term, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...NODE_STATES),
        (terms, state) => {
          for (const item of rows.values()) {
            const all = matches({ terms, unknownKeys: [] }, item, state);
            const each = terms.map((one) => matches({ terms: [one], unknownKeys: [] }, item, state));
            const negated = terms.map((one) =>
              matches({ terms: [{ ...one, not: !one.not }], unknownKeys: [] }, item, state),
            );
            expect(all).toBe(each.every(Boolean));
            expect(negated).toEqual(each.map((hit) => !hit));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
