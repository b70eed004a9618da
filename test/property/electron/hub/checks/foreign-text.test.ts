import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJsonBody } from '../../../../../electron/hub/checks/body-text';
import { parseExposition } from '../../../../../electron/hub/checks/exposition';
import { fillText, inForm, inJson, Redaction } from '../../../../../electron/hub/checks/journey-text';
import { isPointer, NOTHING, valueAt } from '../../../../../electron/hub/checks/json-pointer';
import { parsePing } from '../../../../../electron/hub/checks/ping-output';

const RUNS = { numRuns: 2_000 };
const text = fc.string({ unit: 'binary', maxLength: 300 });

test('nothing that a stranger says makes a reader throw', () => {
  fc.assert(
    fc.property(text, (said) => {
      parseExposition(said, new Set(['m']));
      parsePing(said);
      const body = parseJsonBody(said, (piece) => piece);
      if (!body.ok) expect(body.reason.length).toBeLessThan(200);
    }),
    RUNS,
  );
});

test('samples that are written down are read again', () => {
  const escaped = (value: string): string =>
    value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  const labels = fc.dictionary(fc.stringMatching(/^[a-z_]\w{0,5}$/), text, { noNullPrototype: true });
  fc.assert(
    fc.property(labels, fc.double({ noNaN: true }), (given, value) => {
      const inside = Object.entries(given).map(([name, word]) => `${name}="${escaped(word)}"`);
      const shown = value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value);
      const outcome = parseExposition(`m{${inside.join(',')}} ${shown}\n`, new Set(['m']));
      if (!outcome.ok) throw new Error(String(outcome.text));
      expect(outcome.samples).toHaveLength(1);
      expect(Object.entries(outcome.samples[0]?.labels ?? {})).toEqual(Object.entries(given));
      expect(outcome.samples[0]?.value === value || Object.is(value, -0)).toBe(true);
    }),
    RUNS,
  );
});

test('a pointer to any place of any document finds what is there', () => {
  const encode = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.nat(4), { maxLength: 5 }), (document, way) => {
      let value: unknown = document;
      let pointer = '';
      for (const step of way) {
        if (typeof value !== 'object' || value === null) break;
        const keys = Object.keys(value);
        const key = keys[step % Math.max(1, keys.length)];
        if (key === undefined) break;
        pointer += `/${encode(key)}`;
        value = (value as Record<string, unknown>)[key];
      }
      expect(isPointer(pointer)).toBe(true);
      expect(valueAt(document, pointer)).toBe(value);
      if (Array.isArray(value)) expect(valueAt(document, `${pointer}/${value.length}`)).toBe(NOTHING);
    }),
    RUNS,
  );
});

test('a value that is filled in arrives as it is, and is never shown', () => {
  const value = fc.string({ unit: 'grapheme', minLength: 4, maxLength: 40 });
  fc.assert(
    fc.property(value, text, (secret, around) => {
      const values = new Map([['v', secret]]);
      expect(JSON.parse(fillText('{"v":"{{v}}"}', values, inJson))).toEqual({ v: secret });
      const form = new URLSearchParams(fillText('v={{v}}&w=1', values, inForm));
      expect(form.get('v')).toBe(Buffer.from(secret).toString());
      const redaction = new Redaction({ v: secret });
      for (const echo of [secret, inJson(secret), inForm(secret)]) {
        fc.pre(!'{{v}}'.includes(echo));
        const shown = redaction.foreign(`${around}${echo}`);
        // What is left of the two names and the text around it may by chance spell the value anew.
        expect(shown.split('{{v}}').some((piece) => piece.includes(echo))).toBe(false);
      }
    }),
    RUNS,
  );
});
