import { describe, expect, it } from 'vitest';
import {
  CHECK_FIELDS,
  CHECK_KINDS,
  fieldText,
  fieldValue,
  newCheck,
} from '../../../../../renderer/desk/onboard/check-fields';
import {
  asText,
  byService,
  entryIssues,
  idOfName,
  isAt,
  NEW_ENTRY,
  pathAt,
  readEntry,
  valueAt,
  withoutItem,
  withValue,
} from '../../../../../renderer/desk/onboard/entry-model';
import { catalogueFile } from '../../../../../shared/contract/catalogue-file';

const YAML = `
id: dips
name: DIPS # the record
needs: [ad, x]
checks:
  - id: a
    kind: http
    url: http://x/
`;

describe('a service’s text in the form', () => {
  it('is read as plain data, or is a fault with its place', () => {
    expect(readEntry(YAML)).toMatchObject({ ok: true, data: { id: 'dips', needs: ['ad', 'x'] } });
    expect(readEntry('id: "x\n')).toMatchObject({
      ok: false,
      line: expect.any(Number),
      reason: expect.stringMatching(/quote/),
    });
    expect(readEntry('- a\n')).toMatchObject({ ok: false, line: 1, col: 1 });
    expect(readEntry(NEW_ENTRY)).toMatchObject({ ok: true, data: { criticality: 3 } });
  });

  it('is changed one value at a time, and stays where that is impossible', () => {
    expect(withValue(YAML, ['name'], 'X')).toBe(YAML.replace('DIPS #', 'X #'));
    expect(withValue('id: "x\n', ['name'], 'X')).toBe('id: "x\n');
    expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
    expect(valueAt({ a: 1 }, ['a', 'b'])).toBeUndefined();
    expect(valueAt({}, ['constructor'])).toBeUndefined();
    expect(asText(null)).toBe('');
  });

  it('has ids made of names', () => {
    expect(idOfName('DIPS Arena (Bodø) 2')).toBe('dips-arena-bodø-2');
    expect(idOfName('!!')).toBe('');
  });

  it('has each fault of the file at its own line and value', () => {
    const preview = {
      at: { line: 50, indent: 4 },
      issues: [
        { file: 'f', line: 52, col: 17, reason: 'unknown service "x"' },
        { file: 'f', line: 56, col: 14, reason: 'a link' },
        { file: 'f', line: 50, col: 5, reason: 'missing key "criticality"' },
        { file: 'f', line: 54, col: 9, reason: 'missing key "port"' },
        { file: 'f', line: 7, col: 2, reason: 'elsewhere' },
      ],
    };
    const issues = entryIssues(preview, YAML);
    expect(issues.map(({ line, path }) => [line, path])).toEqual([
      [4, ['needs', 1]],
      [8, ['checks', 0, 'url']],
      [2, ['criticality']],
      [6, ['checks', 0, 'port']],
      [null, null],
    ]);
    expect(issues[4]?.place).toBe('7:2');
    expect(entryIssues({ ...preview, at: null }, YAML).every(({ path }) => path === null)).toBe(true);
    expect(isAt(['needs', 1], ['needs'])).toBe(true);
    expect(isAt(['needs'], ['needs', 1])).toBe(false);
    expect(pathAt('', 1, 1)).toEqual([]);
  });

  it('keeps what is half typed with its item when another goes', () => {
    const loose = { 'checks.0.steps': 'a', 'checks.1.steps': 'b', 'checks.2.json': 'c', history: 'd' };
    expect(withoutItem(loose, 'checks', 1)).toEqual({
      'checks.0.steps': 'a',
      'checks.1.json': 'c',
      history: 'd',
    });
  });

  it('tells what the room gains by service and site', () => {
    expect(byService(['a@mo', 'b', 'a@bodø'])).toEqual([
      ['a', ['mo', 'bodø']],
      ['b', []],
    ]);
  });
});

describe('the fields of a check', () => {
  it('are keys that the file’s schema has, for every kind', () => {
    for (const kind of CHECK_KINDS) {
      for (const { key } of CHECK_FIELDS[kind]) {
        const file = {
          version: 1,
          name: 'x',
          services: [{ id: 'a', name: 'A', criticality: 1, checks: [{ id: 'c', kind, [key]: undefined }] }],
        };
        const parsed = catalogueFile.safeParse(file);
        const unknown = parsed.success
          ? []
          : parsed.error.issues.filter(({ code }) => code === 'unrecognized_keys');
        expect([kind, key, unknown]).toEqual([kind, key, []]);
      }
    }
  });

  it('begin with an id of their own', () => {
    expect(newCheck('http', ['http', 'http-2'])).toEqual({ id: 'http-3', kind: 'http', url: '' });
  });

  it('mean what is typed, and show what is meant', () => {
    expect(fieldValue('port', '443')).toBe(443);
    expect(fieldValue('port', '{port}')).toBe('{port}');
    expect(fieldValue('numbers', '200, 204 x')).toEqual([200, 204, 'x']);
    expect(fieldValue('words', ' ')).toBeNull();
    expect(fieldValue('text', 'a ')).toBe('a ');
    expect(fieldText([200, 204])).toBe('200, 204');
    expect(fieldText(undefined)).toBe('');
  });
});
