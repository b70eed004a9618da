import { describe, expect, it } from 'vitest';
import { readEntries } from '../../../../../../electron/hub/catalogue/editor/file-entries';
import * as entries from '../../../../../../electron/hub/catalogue/editor/put-entry';

const fileOf = (text: string) => {
  const read = readEntries(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
};
const putEntry = (text: string, id: string, yaml: string) => entries.putEntry(fileOf(text), id, yaml);
const removeEntry = (text: string, id: string) => entries.removeEntry(fileOf(text), id);

const put = (text: string, id: string, yaml: string): string => {
  const done = putEntry(text, id, yaml);
  if (!done.ok) throw new Error(done.error.message);
  return done.value.text;
};
const remove = (text: string, id: string): string => {
  const done = removeEntry(text, id);
  if (!done.ok) throw new Error(done.error.message);
  return done.value.text;
};
const NEW = 'id: c\nname: C\ncriticality: 1\n';

const FILE = `# head
version: 1
services:
  # A comes first
  - id: a   # the first
    name: "A"

    # inside
    criticality: 1
    # still a's

  # about b
  - { id: b, name: B, criticality: 2 } # flow
# between
hours: []
`;

describe('writing an entry into a file', () => {
  it('changes the lines that changed and nothing else', () => {
    const own = 'id: a   # the first\nname: "Å"\n\n# inside\ncriticality: 1\n# still a\'s\n';
    expect(put(FILE, 'a', own)).toBe(FILE.replace('"A"', '"Å"'));
    expect(put(FILE, 'b', '{ id: b, name: B, criticality: 3 } # flow\n')).toBe(
      FILE.replace('criticality: 2', 'criticality: 3'),
    );
    expect(put(FILE, 'b', 'id: b\nname: B\ncriticality: 2\n')).toBe(
      FILE.replace('- { id: b, name: B, criticality: 2 } # flow', '- id: b\n    name: B\n    criticality: 2'),
    );
  });

  it('puts a new one behind the last, in the file’s own indentation', () => {
    expect(put(FILE, 'c', NEW)).toBe(
      FILE.replace('# flow\n', '# flow\n\n  - id: c\n    name: C\n    criticality: 1\n'),
    );
    const wide = 'services:\n-   id: a\n    name: A\n';
    expect(put(wide, 'c', NEW)).toBe(`${wide}-   id: c\n    name: C\n    criticality: 1\n`);
    const spaced = 'services:\n  - id: a\n\n  - id: b\n';
    expect(put(spaced, 'c', NEW)).toBe(`${spaced}\n  - id: c\n    name: C\n    criticality: 1\n`);
    expect(put('services:\n  - id: a', 'c', NEW)).toBe(
      'services:\n  - id: a\n  - id: c\n    name: C\n    criticality: 1\n',
    );
  });

  it('begins a list that was empty, and empties one', () => {
    const empty = 'version: 1\nservices: [] # none yet\nhours: []\n';
    const one = 'version: 1\nservices: # none yet\n  - id: c\n    name: C\n    criticality: 1\nhours: []\n';
    expect(put(empty, 'c', NEW)).toBe(one);
    expect(remove(one, 'c')).toBe(empty);
    expect(put('services: []', 'c', NEW)).toBe('services:\n  - id: c\n    name: C\n    criticality: 1\n');
  });

  it('writes into a list in flow style, and into a file that is JSON', () => {
    const flow = 'services: [{ id: a, name: A }, { id: b }] # all\nname: x\n';
    expect(put(flow, 'c', NEW)).toBe(flow.replace(' }]', ' }, { id: c, name: C, criticality: 1 }]'));
    expect(put(flow, 'a', NEW)).toBe(
      flow.replace('{ id: a, name: A }', '{ id: c, name: C, criticality: 1 }'),
    );
    expect(remove(flow, 'a')).toBe(flow.replace('{ id: a, name: A }, ', ''));
    expect(remove(flow, 'b')).toBe(flow.replace(', { id: b }', ''));
    expect(put('{"version": 1, "services": []}', 'c', NEW)).toBe(
      '{"version": 1, "services": [{ id: c, name: C, criticality: 1 }]}',
    );
    expect(putEntry(flow, 'a', 'id: a # c\nname: A\n')).toMatchObject({ ok: false, error: { code: 'yaml' } });
  });

  it('keeps CRLF, tabs in comments, comments out of line, and a dash on a line of its own', () => {
    const windows = FILE.replaceAll('\n', '\r\n');
    expect(put(windows, 'c', NEW)).toBe(put(FILE, 'c', NEW).replaceAll('\n', '\r\n'));
    expect(remove(windows, 'a')).toBe(remove(FILE, 'a').replaceAll('\n', '\r\n'));
    const odd = 'services:\n  - id: a\n# out of line\n    name: A\t# tab\n';
    expect(put(odd, 'a', 'id: a\n# out of line\nname: B\n')).toBe(
      'services:\n  - id: a\n# out of line\n    name: B\n',
    );
    const below = 'services:\n  -\n      id: a\n      name: A\n  - id: b\n';
    expect(put(below, 'a', 'id: a\nname: B\n')).toBe(below.replace('name: A', 'name: B'));
    expect(remove(below, 'a')).toBe('services:\n  - id: b\n');
    const anchored = 'services:\n  - &x # why\n      id: a\n      name: A\n';
    expect(put(anchored, 'a', '&x # why\nid: a\nname: B\n')).toBe(anchored.replace('name: A', 'name: B'));
    expect(put(anchored, 'a', 'id: a\nname: B\n')).toBe('services:\n  - id: a\n    name: B\n');
  });

  it('takes an entry out with its own comments and no others', () => {
    const left = FILE.slice(0, FILE.indexOf('  - id: a')) + FILE.slice(FILE.indexOf('\n  # about b'));
    expect(remove(FILE, 'a')).toBe(left);
    expect(removeEntry(FILE, 'x')).toMatchObject({ ok: false, error: { code: 'unknown' } });
  });

  it('says where the entry begins', () => {
    expect(putEntry(FILE, 'a', NEW)).toMatchObject({ ok: true, value: { at: { line: 5, indent: 4 } } });
    expect(putEntry(FILE, 'c', NEW)).toMatchObject({ ok: true, value: { at: { line: 15, indent: 4 } } });
  });

  it('refuses what is not one service, and what would break out of its place', () => {
    for (const yaml of [
      '',
      '- id: a\n',
      'id: "a\n',
      'a\n',
      '---\nid: a\n',
      'id: a\n---\nid: b\n',
      'id: a\n...\nid: b\n',
      'id: a\n- b\n',
      '{ id: a',
      'id: a\n\tname: b\n',
    ]) {
      expect([yaml, putEntry(FILE, 'a', yaml).ok]).toEqual([yaml, false]);
    }
  });
});
