import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTPUT_LIMIT } from '../../../../../electron/hub/checks/check-run';
import { cleanText, cut, decodeText, isBinary } from '../../../../../electron/hub/checks/output-text';

describe('cleanText', () => {
  it('removes control characters, terminal sequences and marks that turn the reading direction', () => {
    expect(cleanText('\u001b[31mCRITICAL\u001b[0m\u0007: a\tb\r\nc\u0000')).toBe('CRITICAL: a b c');
    expect(cleanText('ok \u202egnp.exe\u202c \ufeff')).toBe('ok gnp.exe');
    expect(cleanText('\u001b]0;title\u0007text')).not.toContain('\u001b');
  });

  it('keeps letters of every language', () => {
    expect(cleanText('Tromsø: šuvva, 汉字, 🏥')).toBe('Tromsø: šuvva, 汉字, 🏥');
  });

  it('is one line of at most the limit and without control characters, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const clean = cleanText(text);
        expect(clean.length).toBeLessThanOrEqual(OUTPUT_LIMIT);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e]/u);
      }),
    );
  });

  it('stays quick on a megabyte made to be slow', () => {
    expect(cleanText('\u001b['.repeat(500_000)).length).toBeLessThanOrEqual(OUTPUT_LIMIT);
    expect(cleanText(' '.repeat(1_000_000))).toBe('');
  });
});

describe('cut', () => {
  it('leaves short text alone, marks what it cuts, and halves no character', () => {
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('abcd', 3)).toBe('ab…');
    expect(cut('a🏥bcd', 3)).toBe('a…');
  });
});

describe('decodeText', () => {
  it('reads UTF-8, also when a limit cut the last character in two', () => {
    const bytes = new TextEncoder().encode('Bodø');
    expect(decodeText(bytes)).toBe('Bodø');
    expect(decodeText(bytes.subarray(0, bytes.length - 1))).toBe('Bod');
  });

  it('reads Windows-1252 where it is not UTF-8', () => {
    expect(decodeText(Uint8Array.from([0x42, 0x6f, 0x64, 0xf8, 0x21]))).toBe('Bodø!');
  });
});

describe('isBinary', () => {
  it('knows text from what is not', () => {
    expect(isBinary(new TextEncoder().encode('OK\n\tlong text\r\n\u001b[0m'))).toBe(false);
    expect(isBinary(Uint8Array.from([]))).toBe(false);
    expect(isBinary(Uint8Array.from([0x4f, 0x4b, 0]))).toBe(true);
    expect(isBinary(Uint8Array.from({ length: 100 }, (_, index) => (index % 10 === 0 ? 1 : 0x41)))).toBe(
      true,
    );
  });
});
