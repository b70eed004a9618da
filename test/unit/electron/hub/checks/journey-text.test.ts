import { describe, expect, it } from 'vitest';
import {
  fillText,
  inForm,
  inJson,
  Redaction,
  referencesIn,
  UnknownName,
} from '../../../../../electron/hub/checks/journey-text';

const values = new Map([
  ['a', 'x y&"z'],
  ['self', '{{a}}'],
]);

describe('references', () => {
  it('are found, each once', () => {
    expect(referencesIn('{{a}} {b} {{ c }} {{a}}{{d_1}} {{1x}}')).toEqual(['a', 'd_1']);
  });

  it('are filled in, in the spelling of their place', () => {
    expect(fillText('<{{a}}>', values)).toBe('<x y&"z>');
    expect(fillText('q={{a}}', values, inForm)).toBe('q=x+y%26%22z');
    expect(JSON.parse(fillText('{"q":"{{a}}"}', values, inJson))).toEqual({ q: 'x y&"z' });
  });

  it('are filled in once: a value is never read as a reference', () => {
    expect(fillText('{{self}}', values)).toBe('{{a}}');
  });

  it('say when nothing is known for them, and grow to no end', () => {
    expect(() => fillText('{{nope}}', values)).toThrow(UnknownName);
    expect(() => fillText('{{b}}'.repeat(100), new Map([['b', 'x'.repeat(8_192)]]))).toThrow(RangeError);
  });
});

describe('redaction', () => {
  it('puts names for values, the longest value first', () => {
    const redaction = new Redaction({ user: 'kari', password: 'karibu-42' });
    expect(redaction.foreign('kari:karibu-42')).toBe('{{user}}:{{password}}');
    expect(redaction.whole('kari:karibu-42')).toBe('{{user}}:{{password}}');
  });

  it('leaves short values alone in our own words, but not in a stranger’s', () => {
    const redaction = new Redaction({ pin: '12', empty: '' });
    expect(redaction.whole('steg 12/12')).toBe('steg 12/12');
    expect(redaction.foreign('pin=12')).toBe('pin={{pin}}');
  });

  it('takes an extracted value for a secret when it is long enough to be a key', () => {
    const redaction = new Redaction({});
    redaction.extracted('session', 'abcdef0123');
    redaction.extracted('status', 'ready');
    expect(redaction.foreign('abcdef0123 ready')).toBe('{{session}} ready');
  });

  it('never looks for values in the names that it put in', () => {
    const redaction = new Redaction({ kode1: '22', antall: '1', x: 'kode' });
    expect(redaction.foreign('22 1 kode')).toBe('{{kode1}} {{antall}} {{x}}');
  });

  it('lets no short value save a part of a long one', () => {
    const redaction = new Redaction({ short: 'ab', password: 'bcdefgh' });
    expect(redaction.foreign('abcdefgh ab')).toBe('a{{password}} {{short}}');
  });

  it('survives half characters', () => {
    expect(new Redaction({ odd: 'x\ud800yz' }).foreign('plain')).toBe('plain');
  });
});
