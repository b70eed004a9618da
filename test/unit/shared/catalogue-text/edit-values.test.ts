import { describe, expect, it } from 'vitest';
import { editValues, type ValueChange } from '../../../../shared/catalogue-text/edit-values';
import { type Plain, parseText, plainOf } from '../../../../shared/catalogue-text/yaml-text';

const ENTRY = `id: dips   # the record
name: "DIPS Arena"
# who to ring
owner: 'EPJ-drift' # day and night
criticality: 1

needs: [ad, ~sso]   # hard, soft
expected:    500ms
checks:
  - { id: a, kind: http, url: "http://x/" }
  # the second
  - id: b
    kind: tcp # plain
    host: h
    port: 80
    # done
`;

const set = (text: string, ...changes: (readonly [(string | number)[], Plain])[]): string => {
  const done = editValues(
    text,
    changes.map(([path, value]): ValueChange => ({ path, value })),
  );
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.message}`);
  return done.value;
};
const data = (text: string): Plain => plainOf(parseText(text).contents);
const comments = (text: string): readonly string[] => text.match(/#.*/g) ?? [];

describe('editing values in a text', () => {
  it('changes what was asked for and no other character', () => {
    expect(set(ENTRY, [['name'], 'DIPS'])).toBe(ENTRY.replace('"DIPS Arena"', '"DIPS"'));
    expect(set(ENTRY, [['owner'], "EPJ's"])).toBe(ENTRY.replace("'EPJ-drift'", "'EPJ''s'"));
    expect(set(ENTRY, [['criticality'], 2])).toBe(ENTRY.replace('criticality: 1', 'criticality: 2'));
    expect(set(ENTRY, [['expected'], '1s'])).toBe(ENTRY.replace('500ms', '1s'));
    expect(set(ENTRY, [['needs'], ['ad', 'core1|core2', '~sso']])).toBe(
      ENTRY.replace('[ad, ~sso]', '[ad, core1|core2, ~sso]'),
    );
    expect(set(ENTRY, [['checks', 0, 'url'], 'http://y/'])).toBe(ENTRY.replace('http://x/', 'http://y/'));
    expect(set(ENTRY, [['checks', 1, 'port'], '{port}'])).toBe(ENTRY.replace('80', '"{port}"'));
  });

  it('says the same thing for a text with CRLF', () => {
    const windows = ENTRY.replaceAll('\n', '\r\n');
    for (const change of [
      [['name'], 'DIPS'],
      [['hours'], 'dag'],
      [['owner'], null],
      [['checks', 0], null],
      [['checks', 2], { id: 'c', kind: 'ping', host: 'h' }],
    ] as const) {
      expect(set(windows, [[...change[0]], change[1]])).toBe(
        set(ENTRY, [[...change[0]], change[1]]).replaceAll('\n', '\r\n'),
      );
    }
  });

  it('puts a new key in its place among the others', () => {
    const text = set(
      ENTRY,
      [['family'], 'epj'],
      [['runbook'], 'https://x/#a'],
      [['checks', 1, 'timeout'], '2s'],
    );
    expect(text).toContain('name: "DIPS Arena"\nfamily: epj\n# who to ring');
    expect(text).toContain('expected:    500ms\nrunbook: https://x/#a\nchecks:');
    expect(text).toContain('    port: 80\n    timeout: 2s\n    # done');
    expect(comments(text).filter((comment) => comment !== '#a')).toEqual(comments(ENTRY));
  });

  it('removes a key with its line, and keeps the comments of the others', () => {
    expect(set(ENTRY, [['expected'], null])).toBe(ENTRY.replace('expected:    500ms\n', ''));
    expect(set(ENTRY, [['checks', 0, 'kind'], null])).toBe(ENTRY.replace('kind: http, ', ''));
    expect(set(ENTRY, [['checks', 0, 'url'], null])).toBe(ENTRY.replace(', url: "http://x/"', ''));
    expect(set(ENTRY, [['checks', 1, 'id'], null])).toBe(ENTRY.replace('- id: b\n    kind', '- kind'));
    expect(set(ENTRY, [['nothing'], null])).toBe(ENTRY);
  });

  it('adds, removes and changes items of a list one by one', () => {
    const third = { id: 'c', kind: 'ping', host: 'h' };
    const checks = (data(ENTRY) as { checks: Plain[] }).checks;
    expect(set(ENTRY, [['checks'], [...checks, third]])).toBe(
      ENTRY.replace('    port: 80\n', '    port: 80\n  - id: c\n    kind: ping\n    host: h\n'),
    );
    expect(set(ENTRY, [['checks'], [checks[1]!]])).toBe(ENTRY.replace(/ {2}- \{ id: a.*\n/, ''));
    const inFront = set(ENTRY, [['checks'], [third, ...checks]]);
    expect(inFront).toContain('checks:\n  - id: c\n    kind: ping\n    host: h\n  - { id: a');
    expect(comments(inFront)).toEqual(comments(ENTRY));
  });

  it('writes kinds of values over each other', () => {
    const none = 'id: a\nneeds:\nchecks: []\n';
    expect(data(set(none, [['needs'], ['x']]))).toEqual({ id: 'a', needs: ['x'], checks: [] });
    expect(set(none, [['checks'], [{ id: 'c', kind: 'ping' }]])).toBe(
      'id: a\nneeds:\nchecks:\n  - id: c\n    kind: ping\n',
    );
    expect(set('id: a\nsites: all # of them\n', [['sites'], ['mo']])).toBe('id: a\nsites: [mo] # of them\n');
    expect(set('id: a\nsites:\n  - mo\n  - bodø\nname: x\n', [['sites'], 'all'])).toBe(
      'id: a\nsites: all\nname: x\n',
    );
    expect(set('id: a\n', [['history', 'source'], 'am'])).toBe('id: a\nhistory:\n  source: am\n');
  });

  it('quotes what YAML would read as something else', () => {
    for (const value of [
      'yes: no',
      '- x',
      '#x',
      'null',
      '12',
      'true',
      '*a',
      '&a',
      '[',
      '{a}',
      ' x',
      'a #b',
      'æ: ø',
      "it's",
      '"',
      'a\nb',
    ]) {
      expect([value, (data(set('id: a\nname: b\n', [['name'], value])) as { name: string }).name]).toEqual([
        value,
        value,
      ]);
      expect([
        value,
        (data(set('{ id: a, name: b }\n', [['name'], value])) as { name: string }).name,
      ]).toEqual([value, value]);
    }
  });

  it('leaves no quotes behind from what was typed on the way', () => {
    let text = 'name:\nurl: "http://{site}/"\n';
    for (const typed of ['L', 'La', 'Lab', 'Lab ', 'Lab s']) text = set(text, [['name'], typed]);
    for (const typed of ['h', 'http:', 'http:/', 'http://x']) text = set(text, [['url'], typed]);
    expect(text).toBe('name: Lab s\nurl: http://x\n');
  });

  it('keeps anchors, and aliases to what stands elsewhere', () => {
    const text = 'id: a\nname: &n Navn\nowner: *who\nchecks:\n  - &c\n    id: x\n    kind: tcp\n  - *c\n';
    expect(set(text, [['name'], 'Nytt'])).toBe(text.replace('Navn', 'Nytt'));
    expect(set(text, [['owner'], 'Drift'])).toBe(text.replace('*who', 'Drift'));
    expect(set(text, [['hours'], 'dag'])).toContain('owner: *who\nhours: dag\nchecks:');
  });

  it('replaces a text over several lines', () => {
    const text = 'id: a\ndescription: |\n  one\n  two\nname: x\n';
    expect(set(text, [['description'], 'one'])).toBe('id: a\ndescription: one\nname: x\n');
    expect(data(set(text, [['description'], 'three\nfour\n']))).toEqual({
      id: 'a',
      description: 'three\nfour\n',
      name: 'x',
    });
  });

  it('refuses what leads nowhere, and what is no YAML', () => {
    expect(editValues(ENTRY, [{ path: ['name', 'x'], value: 1 }])).toMatchObject({
      ok: false,
      error: { code: 'path' },
    });
    expect(editValues(ENTRY, [{ path: ['checks', 7, 'id'], value: 'x' }])).toMatchObject({
      ok: false,
      error: { code: 'path' },
    });
    expect(editValues('id: "a', [{ path: ['id'], value: 'x' }])).toMatchObject({
      ok: false,
      error: { code: 'yaml' },
    });
  });
});
