import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCatalogue } from '../../electron/hub/catalogue/load-catalogue';
import { buildGraph } from '../../shared/rules/graph';

const FILE = join(import.meta.dirname, '../fixtures/catalogue/good.yaml');
const GOOD = readFileSync(FILE, 'utf8');
const LINES = GOOD.split('\n');

/** Either it loads, whole and resolvable, or every fault stands inside the file. Nothing is thrown. */
async function holds(text: string): Promise<void> {
  const outcome = await parseCatalogue(text, FILE);
  if (outcome.ok) {
    expect(buildGraph(outcome.catalogue.entities).faults).toEqual([]);
    const checks = outcome.catalogue.entities
      .filter(({ kind }) => kind === 'check')
      .map(({ value }) => value.id);
    expect([...outcome.catalogue.targets.keys()].sort()).toEqual(checks.sort());
    return;
  }
  expect(outcome.issues.length).toBeGreaterThan(0);
  const lines = text.split('\n');
  for (const { line, col, reason } of outcome.issues) {
    expect(reason).not.toBe('');
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(col).toBeGreaterThanOrEqual(1);
    expect(col).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
  }
}

/** What people and accidents do to a file. */
const splice = fc
  .record({
    at: fc.nat(GOOD.length),
    drop: fc.nat(30),
    put: fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        '"',
        "'",
        '{',
        '}',
        '[',
        ']',
        ':',
        '- ',
        '\n',
        '\t',
        '*web',
        '&web',
        '!!x ',
        '|',
        '>',
        '~',
        '{x}',
        '#',
        '?',
        '---\n',
        '\u0000',
        '__proto__: ',
        '1e999',
      ),
    ),
  })
  .map(
    ({ at, drop, put }) =>
      (text: string) =>
        text.slice(0, at) + put + text.slice(at + drop),
  );
const dropLine = fc.nat(LINES.length).map(
  (index) => (text: string) =>
    text
      .split('\n')
      .filter((_, at) => at !== index)
      .join('\n'),
);
const repeatLine = fc.nat(LINES.length).map((index) => (text: string) => {
  const lines = text.split('\n');
  return [...lines.slice(0, index), lines[index] ?? '', ...lines.slice(index)].join('\n');
});
const swapWords = fc
  .tuple(
    fc.constantFrom('core', 'wan', 'lan', 'mo', 'web', 'http', 'hlsh', '1', '30s', 'port'),
    fc.constantFrom('core', 'wan', 'lan', 'dips-arena', 'mo', 'x', '', '5', '[]', '{}', 'null'),
  )
  .map(
    ([from, to]) =>
      (text: string) =>
        text.replaceAll(from, to),
  );

test('a good file that is mangled loads, or says where it does not', async () => {
  await holds(GOOD);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(splice, splice, dropLine, repeatLine, swapWords), { minLength: 1, maxLength: 4 }),
      (changes) => holds(changes.reduce((text, change) => change(text), GOOD)),
    ),
    { numRuns: 1_500 },
  );
});

test('so does any text at all', async () => {
  await fc.assert(fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), holds), {
    numRuns: 500,
  });
});

test('so does a file of any shape', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.json({ maxDepth: 4 }),
      fc.constantFrom('services', 'sites', 'templates', 'referencePoints', 'siteNeeds', 'version'),
      (json, key) =>
        holds(`version: 1\nname: X\n${key === 'services' ? '' : 'services: []\n'}${key}: ${json}\n`),
    ),
    { numRuns: 500 },
  );
});
