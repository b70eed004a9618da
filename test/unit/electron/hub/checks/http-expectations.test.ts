import { describe, expect, it } from 'vitest';
import type { HttpExpectations } from '../../../../../electron/hub/catalogue/loaded';
import {
  bodyWanted,
  conditionFault,
  faultIn,
  JSON_LIMIT,
  type ReadAnswer,
  TEXT_LIMIT,
} from '../../../../../electron/hub/checks/http-expectations';

const ANY: HttpExpectations = { status: null, contains: null, containsNot: null, header: {}, json: [] };
const answer = (body: string | Buffer = '', change: Partial<ReadAnswer> = {}): ReadAnswer => ({
  status: 200,
  statusText: 'OK',
  headers: {},
  body: Buffer.from(body),
  cut: false,
  ...change,
});

describe('conditions on JSON', () => {
  const value = {
    status: 'UP',
    count: 3,
    on: true,
    none: null,
    list: [1, 2],
    map: { a: 1, b: 2 },
    text: '12',
  };
  it.each([
    [{ at: '/status', equals: 'UP' }, null],
    [{ at: '/status', equals: 'DOWN' }, '/status er «UP», ventet «DOWN»'],
    [{ at: '/count', equals: '3' }, '/count er 3, ventet «3»'],
    [{ at: '/on', equals: true }, null],
    [{ at: '/none', equals: null }, null],
    [{ at: '/none' }, null],
    [{ at: '/absent' }, '/absent mangler'],
    [{ at: '/absent', exists: false }, null],
    [{ at: '/status', exists: false }, '/status finnes: «UP»'],
    [{ at: '/status', contains: 'U' }, null],
    [{ at: '/count', contains: '3' }, null],
    [{ at: '/list', contains: '1' }, '/list er en liste på 2, ventet at det inneholder «1»'],
    [{ at: '/map', equals: 1 }, '/map er et objekt med «a, b», ventet 1'],
    [{ at: '/count', atLeast: 3, atMost: 3 }, null],
    [{ at: '/count', atLeast: 4 }, '/count er 3, ventet minst 4'],
    [{ at: '/count', atMost: 2 }, '/count er 3, ventet høyst 2'],
    [{ at: '/text', atLeast: 1 }, '/text er «12», ventet et tall'],
    [
      { at: '', equals: 'x' },
      'JSON-svaret er et objekt med «status, count, on, none, list, map, text», ventet «x»',
    ],
  ] as const)('%j: %s', (condition, fault) => {
    expect(conditionFault(value, condition)).toBe(fault);
  });
});

describe('what is expected of an answer', () => {
  it('does not take what it cannot read for absent', () => {
    const gzip = answer(Buffer.from([0x1f, 0x8b, 8, 0]), { headers: { 'content-encoding': 'gzip' } });
    expect(faultIn(gzip, { ...ANY, containsNot: 'feil' })).toBe(
      'HTTP 200 OK, men kan ikke lese om den har teksten «feil» (svaret er komprimert: gzip)',
    );
    expect(faultIn(gzip, ANY)).toBeNull();
    expect(faultIn(answer('alt vel'), { ...ANY, containsNot: 'feil' })).toBeNull();
  });

  it('keeps as much of a body as is needed, and no more', () => {
    expect(bodyWanted(ANY)).toBe(0);
    expect(bodyWanted({ ...ANY, containsNot: 'x' })).toBe(TEXT_LIMIT);
    expect(bodyWanted({ ...ANY, json: [{ at: '' }] })).toBe(JSON_LIMIT);
  });

  it('looks for text in the first 256 KiB, also where more was read for JSON', () => {
    const late = `${'x'.repeat(TEXT_LIMIT)}needle`;
    const json = [{ at: '', contains: 'xx' }];
    expect(faultIn(answer(JSON.stringify(late)), { ...ANY, contains: 'needle', json })).toContain(
      'uten teksten',
    );
    expect(faultIn(answer(JSON.stringify(late)), { ...ANY, containsNot: 'needle', json })).toBeNull();
  });

  it('quotes what a stranger said only after redaction, and cut', () => {
    const redact = (text: string): string => text.replaceAll('s3cret', '***');
    const json = [{ at: '/x', equals: 1 }];
    const shown = faultIn(answer(`{"x":"${'s3cret '.repeat(100)}"}`), { ...ANY, json }, redact) ?? '';
    expect(shown).toMatch(/^HTTP 200 OK, men \/x er «(\*\*\* )+.*…», ventet 1$/);
    expect(shown.length).toBeLessThan(140);
    for (const body of ['<s3cret', '{"a":"s3cret', '{"a":s3cret}']) {
      expect(faultIn(answer(body), { ...ANY, json }, redact)).not.toContain('s3cret');
    }
    expect(faultIn(answer('', { status: 500, statusText: 's3cret' }), ANY, redact)).toBe(
      'HTTP 500 ***, ventet 200–399',
    );
  });
});
