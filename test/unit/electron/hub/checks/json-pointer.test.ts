import { describe, expect, it } from 'vitest';
import { isPointer, NOTHING, valueAt } from '../../../../../electron/hub/checks/json-pointer';

describe('JSON Pointer', () => {
  // RFC 6901, section 5.
  const document = {
    foo: ['bar', 'baz'],
    '': 0,
    'a/b': 1,
    'c%d': 2,
    'e^f': 3,
    'g|h': 4,
    'i\\j': 5,
    'k"l': 6,
    ' ': 7,
    'm~n': 8,
  };
  it.each([
    ['', document],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
  ])('%s is found as the standard says', (pointer, value) => {
    expect(isPointer(pointer)).toBe(true);
    expect(valueAt(document, pointer)).toEqual(value);
  });

  it('tells "~01" from "/"', () => {
    expect(valueAt({ '~1': 'yes', '/': 'no' }, '/~01')).toBe('yes');
  });

  it.each([
    '/bar',
    '/foo/2',
    '/foo/-',
    '/foo/00',
    '/foo/1e0',
    '/foo/bar',
    '/foo/0/x',
    '/__proto__',
    '/foo/length',
  ])('%s finds nothing', (pointer) => {
    expect(valueAt(document, pointer)).toBe(NOTHING);
  });

  it('refuses what is none', () => {
    for (const text of ['foo', '/a~b', '/a~', '/~2']) expect(isPointer(text)).toBe(false);
  });
});
