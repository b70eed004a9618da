import { describe, expect, it } from 'vitest';
import { cleanLine, cleanLines } from '../../../../shared/util/clean-text';

describe('what people wrote', () => {
  it('is put on one line, without what cannot be seen or turns the text around', () => {
    expect(cleanLine('  Mo\t er\r\nnede\u0000 \u202etxt.exe\u2069 ')).toBe('Mo er nede txt.exe');
    expect(cleanLine(' \u202a\n\t')).toBeNull();
  });

  it('keeps its lines where they mean something, with one empty line at most between two', () => {
    expect(cleanLines('\n\nLogg inn\r\npå nytt  \n\n\n\n\u202eRing 1234\n')).toBe(
      'Logg inn\npå nytt\n\nRing 1234',
    );
    expect(cleanLines('\n \u2066\n')).toBeNull();
  });
});
