import { describe, expect, test } from 'vitest';
import { putSection, readSection } from '../../../../shared/catalogue-text/section';

const FILE = `# the room
version: 1
name: Rommet
# who keeps it
watch: # by the wall
  # positions first
  positions:
    - { id: a, name: A } # the only one
  shifts: []
  # the end of it

# services
services:
  - { id: x, name: X }
`;

function put(text: string, yaml: string, key = 'watch'): string {
  const made = putSection(text, key, yaml);
  if (!made.ok) throw new Error(made.error.message);
  const { from, to, text: written } = made.value.edit;
  return text.slice(0, from) + written + text.slice(to);
}

const reason = (text: string, yaml: string): string => {
  const made = putSection(text, 'watch', yaml);
  return made.ok ? '' : made.error.message;
};

describe('a section that is there', () => {
  test('is read as a document of its own, comments and all', () => {
    expect(readSection(FILE, 'watch')).toEqual({
      ok: true,
      value: {
        text: '# positions first\npositions:\n  - { id: a, name: A } # the only one\nshifts: []\n# the end of it\n',
        line: 6,
        indent: 2,
      },
    });
  });

  test('written as it was read changes not one character', () => {
    const read = readSection(FILE, 'watch');
    expect(put(FILE, read.ok ? (read.value?.text ?? '') : '')).toBe(FILE);
  });

  test('is replaced whole, and everything around it stays', () => {
    const [before, after] = [FILE.indexOf('  # positions'), FILE.indexOf('\n# services')];
    expect(put(FILE, 'shifts:\n  - { id: n }\n')).toBe(
      `${FILE.slice(0, before)}  shifts:\n    - { id: n }\n${FILE.slice(after)}`,
    );
  });

  test('may come with its own key above it', () => {
    expect(put(FILE, 'watch:\n  shifts: [{ id: n }]\n')).toBe(put(FILE, 'shifts: [{ id: n }]\n'));
  });

  test('keeps the line breaks of the file', () => {
    const windows = FILE.replaceAll('\n', '\r\n');
    const read = readSection(windows, 'watch');
    expect(read.ok && read.value?.text.includes('\r')).toBe(false);
    expect(put(windows, 'shifts: []\nrota: []\n')).toContain('\r\n  shifts: []\r\n  rota: []\r\n');
    expect(put(windows, 'shifts: []')).not.toMatch(/[^\r]\n/);
  });

  test('on one line becomes lines', () => {
    const text = 'name: R\nwatch: { shifts: [], rota: [] } # once\nservices: []\n';
    expect(readSection(text, 'watch')).toMatchObject({ value: { text: '{ shifts: [], rota: [] }\n' } });
    expect(put(text, 'shifts: []\n')).toBe('name: R\nwatch:\n  shifts: [] # once\nservices: []\n');
  });

  test('without a value gets one', () => {
    expect(put('watch:\nservices: []\n', 'shifts: []')).toBe('watch:\n  shifts: []\nservices: []\n');
    expect(put('services: []\nwatch:', 'shifts: []')).toBe('services: []\nwatch:\n  shifts: []\n');
  });
});

describe('a section that is not there', () => {
  test('is written behind all else', () => {
    expect(readSection('services: []\n', 'watch')).toEqual({ ok: true, value: null });
    expect(put('services:\n  - { id: x }\n', 'shifts: []')).toBe(
      'services:\n  - { id: x }\nwatch:\n  shifts: []\n',
    );
    expect(put('services: []', 'shifts: []')).toBe('services: []\nwatch:\n  shifts: []\n');
  });

  test('says on which line it begins', () => {
    const made = putSection('services: []\n', 'watch', 'shifts: []');
    expect(made.ok && [made.value.line, made.value.indent]).toEqual([3, 2]);
  });

  test('is written into JSON as JSON', () => {
    const text = '{"name": "R", "services": [{"id": "x"}]}';
    const after = put(text, 'shifts:\n  - { id: n }\n');
    expect(after).toContain('{"name": "R", "services": [{"id": "x"}], "watch": ');
    expect(put(after, 'shifts: []')).toContain('"watch": { shifts: [] }}');
  });
});

describe('what is refused', () => {
  test('a text that is no map, or no YAML, with its place', () => {
    expect(reason(FILE, '- a\n')).toBe('1:1 teksten skal være nøkler og verdier');
    expect(reason(FILE, '')).toBe('1:1 teksten skal være nøkler og verdier');
    expect(reason(FILE, '--- \nshifts: []\n')).toBe('1:1 teksten skal være nøkler og verdier');
    expect(reason(FILE, 'shifts: []\nrota: [')).toMatch(/^3:1 /);
  });

  test('a text that would not stay inside its section', () => {
    expect(reason(FILE, 'shifts: []\n...\n')).not.toBe('');
  });

  test('a comment where there is no place for one', () => {
    expect(reason('{"services": []}', 'shifts: [] # none\n')).toContain('ikke plass til kommentarer');
  });

  test('a file that is no map', () => {
    expect(reason('- x\n', 'shifts: []')).toContain('ikke en samling');
    expect(readSection('a: [', 'watch').ok).toBe(false);
  });
});
