// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { keptUnder } from '../../../../../renderer/desk/model/kept';

const KEY = 'vaktrom:kept-test';
const kept = keptUnder(KEY, z.record(z.string(), z.object({ text: z.string() })));

describe('what people have begun', () => {
  beforeEach(() => window.localStorage.clear());

  it('comes back as it was left, and goes when it is dropped', () => {
    expect(kept.read()).toEqual({});
    kept.write({ a: { text: 'påbegynt' }, b: { text: '' } });
    expect(kept.read()).toEqual({ a: { text: 'påbegynt' }, b: { text: '' } });
    kept.write({});
    expect(kept.read()).toEqual({});
  });

  it('keeps the latest fifty', () => {
    kept.write(Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`d${n}`, { text: String(n) }])));
    expect(Object.keys(kept.read())).toHaveLength(50);
    expect(kept.read()).toHaveProperty('d59');
    expect(kept.read()).not.toHaveProperty('d9');
  });

  it.each(['', '{', '[]', '42', '{"a":1}', '{"a":{"text":1}}'])('passes over %j', (text) => {
    window.localStorage.setItem(KEY, text);
    expect(kept.read()).toEqual({});
  });

  it('does without a storage', () => {
    const refused = (): never => {
      throw new Error('forbidden');
    };
    const get = vi.spyOn(Storage.prototype, 'getItem').mockImplementation(refused);
    const set = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refused);
    expect(kept.read()).toEqual({});
    expect(() => kept.write({ a: { text: 'x' } })).not.toThrow();
    get.mockRestore();
    set.mockRestore();
  });
});
