import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRules, writeRules } from '../../../../../renderer/desk/sources/rules-draft';

describe('a draft of mapping rules', () => {
  it('is read as it stands in the catalogue file', () => {
    expect(readRules('- match: [team="lab"]\n  service: lab\n')).toEqual({
      ok: true,
      rules: [{ match: ['team="lab"'], service: 'lab' }],
    });
    expect(readRules('')).toEqual({ ok: true, rules: [] });
  });

  it.each([
    ['- match: [team="lab"', 'Flow sequence'],
    ['- service: lab', '1 match'],
    ['- match: [team]\n  service: lab', '1 match.0: a matcher is'],
    ['- match: [a=b]\n  service: lab\n  colour: red', '1: Unrecognized key'],
    ['lab', 'expected array'],
  ])('says what is wrong with %j', (text, reason) => {
    const read = readRules(text);
    expect(read.ok).toBe(false);
    expect(read.ok ? '' : read.reason).toContain(reason);
  });

  it('comes back as it was written', () => {
    const rule = fc.record({
      match: fc.array(
        fc
          .tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ maxLength: 30 }))
          .map(([name, value]) => `${name}=${JSON.stringify(value)}`),
        { minLength: 1, maxLength: 4 },
      ),
      service: fc.string({ minLength: 1, maxLength: 40 }),
    });
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 5 }), (rules) => {
        expect(readRules(writeRules(rules))).toEqual({ ok: true, rules });
      }),
    );
  });

  it('survives any text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void readRules(text)));
  });
});
