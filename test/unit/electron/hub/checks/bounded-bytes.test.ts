import { describe, expect, it } from 'vitest';
import { BoundedBytes } from '../../../../../electron/hub/checks/bounded-bytes';

const all = (limit: number, pieces: readonly string[]): BoundedBytes => {
  const kept = new BoundedBytes(limit);
  for (const piece of pieces) kept.add(Buffer.from(piece));
  return kept;
};

describe('bounded bytes', () => {
  it('keeps the first bytes, in whatever pieces they come, and counts all', () => {
    for (const pieces of [[], ['hei'], ['he', 'i', '', ' verden'], [...'hei verden'], ['', '', 'x']]) {
      const text = pieces.join('');
      for (const limit of [0, 1, 3, 5, 100]) {
        const kept = all(limit, pieces);
        expect(kept.bytes().toString()).toBe(text.slice(0, limit));
        expect(kept.total).toBe(text.length);
      }
    }
  });

  it('grows over many sizes without losing a byte', () => {
    const pieces = Array.from({ length: 3_000 }, (_, n) => `${n};`.repeat(n % 17));
    const text = pieces.join('');
    expect(all(1e6, pieces).bytes().toString()).toBe(text);
    expect(all(10_000, pieces).bytes().toString()).toBe(text.slice(0, 10_000));
  });

  it('what was taken does not change with what comes later', () => {
    const kept = all(100, ['ab', 'cd']);
    const taken = kept.bytes();
    kept.add(Buffer.from('ef'));
    expect(taken.toString()).toBe('abcd');
    expect(kept.bytes().toString()).toBe('abcdef');
  });

  it('a megabyte that comes byte by byte costs about its size', () => {
    const kept = new BoundedBytes(1024 * 1024);
    const byte = Buffer.from('x');
    // Before: an object for each piece, some hundred bytes each.
    const before = process.memoryUsage();
    for (let n = 0; n < 1024 * 1024; n++) kept.add(byte.subarray(0, 1));
    const after = process.memoryUsage();
    expect(kept.bytes().length).toBe(1024 * 1024);
    expect(kept.bytes().buffer.byteLength).toBeLessThanOrEqual(1024 * 1024);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(8 * 1024 * 1024);
  });
});
