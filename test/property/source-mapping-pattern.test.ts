import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../shared/rules/source-mapping-pattern';

/**
 * Patterns that both engines read alike, and so small that the one that goes back and tries again comes to an end:
 * one group in another at most, four characters.
 */
const atom = fc.constantFrom('a', 'b', 'ø', '.', '[ab]', '[^a]', '\\d', '\\w', '\\.', '[a-c1]');
const repeat = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '*?');
const sequence = (of: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(of, repeat), { maxLength: 3 })
    .map((parts) => parts.map(([one, times]) => one + times).join(''));
const choice = (of: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(sequence(of), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('|'));
const group = (of: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    atom,
    choice(of).map((inner) => `(?:${inner})`),
    choice(of).map((inner) => `(${inner})`),
  );
const pattern = choice(group(group(atom)));
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ø', '1', '.', 'A', '\n'), maxLength: 4 });

describe('label patterns', () => {
  it('match what JavaScript’s engine matches, anchored', () => {
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 6 }), (source, texts) => {
        const peer = new RegExp(`^(?:${source})$`, 'su');
        const ours = compilePattern(source);
        for (const one of texts) expect([one, ours.matches(one)]).toEqual([one, peer.test(one)]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('ignore case as JavaScript’s engine does', () => {
    fc.assert(
      fc.property(pattern, text, (source, one) => {
        expect(compilePattern(`(?i)${source}`).matches(one)).toBe(
          new RegExp(`^(?:${source})$`, 'si').test(one),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('are read or refused, never worse, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab(|)[]{}*+?.^$\\-,12:<>PiAz'), maxLength: 30 }),
        (source) => {
          try {
            compilePattern(source).matches('abab');
          } catch (error) {
            expect((error as Error).constructor.name).toBe('PatternFault');
          }
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
