import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCatalogue } from '../../electron/hub/catalogue/load-catalogue';

const FILE = join(import.meta.dirname, '../fixtures/catalogue/checks.yaml');
const GOOD = readFileSync(FILE, 'utf8');

/** What people and accidents do to the definition of a check. */
const pieces = [
  '"',
  '{{',
  '}}',
  '{',
  '}',
  '[',
  ']',
  ': ',
  ', ',
  '{{x}}',
  '{x}',
  '-1',
  '0',
  '1e9',
  'null',
  '~2',
  '/',
  '\n',
];
const slip = fc.record({
  at: fc.nat(GOOD.length),
  drop: fc.nat(20),
  put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 })),
});
const slips = fc.array(slip, { minLength: 1, maxLength: 3 }).map((list) => {
  let text = GOOD;
  for (const { at, drop, put } of list) text = text.slice(0, at) + put + text.slice(at + drop);
  return text;
});

test('the file itself is good, and shows no secret', async () => {
  const outcome = await parseCatalogue(GOOD, FILE);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  expect([...outcome.catalogue.targets.values()].map(({ kind }) => kind)).toEqual([
    'http',
    'tls',
    'dns',
    'ping',
    'host',
    'journey',
  ]);
  expect(JSON.stringify(outcome.catalogue.entities)).not.toMatch(/hemmelig|test-mo/);
});

test('whatever is done to it, it loads whole or every fault has its place, and no reason repeats a secret', async () => {
  await fc.assert(
    fc.asyncProperty(slips, async (text) => {
      const outcome = await parseCatalogue(text, FILE);
      if (outcome.ok) {
        for (const target of outcome.catalogue.targets.values()) {
          // What the runners take for granted.
          if (target.kind === 'http') expect(URL.canParse(target.url)).toBe(true);
          if (target.kind === 'tls')
            expect(target.warnBeforeMs).toBeGreaterThanOrEqual(target.criticalBeforeMs);
          if (target.kind === 'ping') expect(target.host.startsWith('-')).toBe(false);
          if (target.kind === 'journey') expect(target.steps.length).toBeGreaterThan(0);
        }
        return;
      }
      const lines = text.split('\n');
      expect(outcome.issues.length).toBeGreaterThan(0);
      for (const { line, col, reason } of outcome.issues) {
        expect(reason).not.toBe('');
        expect(reason).not.toContain('svært-hemmelig');
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(col).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
      }
    }),
    { numRuns: 400 },
  );
});
