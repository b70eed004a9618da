import { describe, expect, it } from 'vitest';
import { parseExposition } from '../../../../../electron/hub/checks/exposition';

const read = (text: string) => parseExposition(text, new Set(['m', 'n']));

describe('the Prometheus text format', () => {
  it('is read as it is documented', () => {
    const text = [
      '# HELP m Words of any kind { " \\',
      '# TYPE m gauge',
      'm 1',
      'm{} 2.5e-3 1395066363000',
      '  m { a = "x" , b="y\\"\\\\\\nz", } +Inf  ',
      'n NaN\r',
      '',
      'other{a="b"} 1',
    ].join('\n');
    expect(read(text)).toEqual({
      ok: true,
      samples: [
        { name: 'm', labels: {}, value: 1 },
        { name: 'm', labels: {}, value: 0.0025 },
        { name: 'm', labels: { a: 'x', b: 'y"\\\nz' }, value: Number.POSITIVE_INFINITY },
        { name: 'n', labels: {}, value: Number.NaN },
      ],
    });
  });

  it.each([
    'm',
    'm x',
    'm 1 2 3',
    'm 1 1.5',
    'm{a} 1',
    'm{a="b} 1',
    'm{a="b" b="c"} 1',
    'm{a="\\x"} 1',
    '1m 1',
    '<html>',
    '{"a":1}',
    'm 0x10',
  ])('%s is not of it, wherever it stands', (line) => {
    expect(read(`m 1\n${line}\nm 2`)).toEqual({ ok: false, line: 2, text: line });
  });

  it('has no end of lines: then it is none', () => {
    expect(read('m 1\n'.repeat(50_000))).toMatchObject({ ok: true });
    expect(read('m 1\n'.repeat(50_001))).toEqual({ ok: false, line: 50_001, text: null });
  });

  it('takes a label called __proto__ for a label', () => {
    const outcome = read('m{__proto__="x"} 1');
    expect(outcome.ok && Object.entries(outcome.samples[0]?.labels ?? {})).toEqual([['__proto__', 'x']]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('takes no time to speak of, whatever the lines', () => {
    const size = 4 * 1024 * 1024;
    for (const text of [
      `m{a="${'x'.repeat(size)}"} 1`,
      `m{a="${'\\\\'.repeat(size / 2)}"} 1`,
      `m{a="${'x'.repeat(size)}`,
      'm'.repeat(size),
      `m${' '.repeat(size)}`,
      `m{${'a="b",'.repeat(size / 6)}} 1`,
      `m ${'1'.repeat(size)}`,
      `m{a="${'x'.repeat(16_000)}"} 1\n`.repeat(250),
      'm 1\n'.repeat(size / 4),
      '#\n'.repeat(size / 2),
      '\n'.repeat(size),
    ]) {
      const began = performance.now();
      read(text);
      expect(performance.now() - began).toBeLessThan(2_000);
    }
  });
});
