import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillArgv } from '../../electron/hub/catalogue/expand-actions';
import { classChains, resolveAlarm } from '../../electron/hub/catalogue/expand-alarms';
import { parseCatalogue } from '../../electron/hub/catalogue/load-catalogue';
import type { AlarmClassSpec, AlarmSpec } from '../../shared/contract/catalogue-alarms';
import type { ActionArg, AlarmClass } from '../../shared/model/catalogue';
import { argFault } from '../../shared/rules/action-args';

const FILE = join(import.meta.dirname, '../fixtures/catalogue/alarms.yaml');
const GOOD = readFileSync(FILE, 'utf8');

// ── inheritance

const CLASSES = ['a', 'b', 'c', 'd'] as const;
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });
const words = fc.record(
  {
    priority: maybe(fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const)),
    meaning: maybe(fc.constantFrom('x', 'y', 'z')),
    do: maybe(fc.array(fc.constantFrom('1', '2'), { maxLength: 2 })),
    call: maybe(fc.uniqueArray(fc.constantFrom('t', 'u'), { maxLength: 2 })),
    latching: maybe(fc.boolean()),
    timeAvailable: maybe(fc.constantFrom('1m', '90s', '2h')),
  },
  { requiredKeys: [] },
);
const place = fc
  .tuple(words, maybe(fc.constantFrom(...CLASSES, 'gone')))
  .map(([said, name]): AlarmSpec => ({ ...said, ...(name !== undefined && { class: name }) }));
const classes = fc
  .tuple(...CLASSES.map(() => fc.tuple(words, maybe(fc.constantFrom(...CLASSES, 'gone')))))
  .map((list) =>
    list.map(
      ([said, under], index): AlarmClassSpec => ({
        ...said,
        id: CLASSES[index] ?? 'a',
        ...(under !== undefined && { under }),
      }),
    ),
  );

/** As a person would look it up: walk outwards, and where a place names the class, walk up the class; first word wins. */
function lookUp<K extends 'priority' | 'meaning' | 'do' | 'call' | 'latching' | 'timeAvailable'>(
  field: K,
  places: readonly (AlarmSpec | undefined)[],
  list: readonly AlarmClassSpec[],
): AlarmSpec[K] | undefined {
  let named = false;
  for (const here of places) {
    if (here?.[field] !== undefined) return here[field];
    if (here?.class === undefined || named) continue;
    named = true;
    let at = list.find(({ id }) => id === here.class);
    for (let step = 0; at && step <= list.length; step++) {
      if (at[field] !== undefined) return at[field];
      const under: string | undefined = at.under;
      at = list.find(({ id }) => id === under);
    }
  }
  return undefined;
}

test('an alarm class is what a person finds who looks each field up, circles or not', () => {
  fc.assert(
    fc.property(fc.array(fc.option(place, { nil: undefined }), { maxLength: 4 }), classes, (places, list) => {
      const made = resolveAlarm('s', places, classChains(list));
      const found: Partial<AlarmClass> = {
        priority: lookUp('priority', places, list) ?? null,
        meaning: lookUp('meaning', places, list) ?? null,
        steps: lookUp('do', places, list) ?? [],
        call: lookUp('call', places, list) ?? [],
        latching: lookUp('latching', places, list) ?? false,
        timeAvailableMin:
          { '1m': 1, '90s': 1.5, '2h': 120 }[lookUp('timeAvailable', places, list) ?? ''] ?? null,
      };
      expect(made).toMatchObject(found);
    }),
    { numRuns: 2_000 },
  );
});

// ── the file

/** Either it loads, and every reference of what it grew to leads somewhere, or every fault stands inside it. */
async function holds(text: string): Promise<void> {
  const outcome = await parseCatalogue(text, FILE);
  if (!outcome.ok) {
    expect(outcome.issues.length).toBeGreaterThan(0);
    const lines = text.split('\n');
    for (const { line, col, reason } of outcome.issues) {
      expect(reason).not.toBe('');
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(col).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
    }
    return;
  }
  const { entities, actions } = outcome.catalogue;
  const ids = (kind: string): ReadonlySet<string> =>
    new Set(entities.flatMap((entity) => (entity.kind === kind ? [entity.value.id] : [])));
  const spokenFor = new Set([...ids('alarm-class')].filter((id) => id !== 'vaktrom/nett'));
  expect(spokenFor).toEqual(ids('service'));
  expect(new Set(actions.keys())).toEqual(ids('action'));
  for (const entity of entities) {
    if (entity.kind === 'alarm-class') {
      for (const team of entity.value.call) expect(ids('team').has(team)).toBe(true);
      for (const action of entity.value.actions) expect(ids('action').has(action)).toBe(true);
      expect(entity.value.stalledAfterMs).toBeGreaterThanOrEqual(60_000);
    }
    if (entity.kind === 'team') {
      const known = new Set(entity.value.contacts.map(({ id }) => id));
      for (const { contacts, days } of entity.value.turns) {
        expect(contacts.length * days.length).toBeGreaterThan(0);
        for (const contact of contacts) expect(known.has(contact)).toBe(true);
      }
    }
  }
}

test('a file that is mangled where it speaks of alarms, teams and actions loads, or says where it does not', async () => {
  await holds(GOOD);
  expect((await parseCatalogue(GOOD, FILE)).ok).toBe(true);
  const token = fc.constantFrom(
    ...'grunnmur alt nettvakt vakt bak slå-opp start navn hva nå class under call actions do days mon-fri contacts text choice integer boolean pattern options'.split(
      ' ',
    ),
  );
  const other = fc.oneof(
    token,
    fc.constantFrom(
      '',
      '[]',
      '{}',
      'null',
      '5',
      '-1',
      '"-x"',
      '24:00',
      'sun-mon',
      '/bin/sh',
      '{navn}',
      '{{x}}',
      '(a+)+',
      '[a-',
      '1e9',
      '__proto__',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(token, other, fc.nat(3)), { minLength: 1, maxLength: 3 }), (swaps) =>
      holds(
        swaps.reduce((text, [from, to, which]) => {
          let seen = 0;
          return text.replaceAll(from, (whole) => (seen++ === which ? to : whole));
        }, GOOD),
      ),
    ),
    { numRuns: 600 },
  );
});

// ── arguments

const hostile = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '-rf',
    '--help',
    '; id',
    '$(id)',
    '`id`',
    'a\nb',
    'a\0b',
    '{navn}',
    '{{navn}}',
    '../../x',
    '@file',
    '\u202eevil',
    '-',
  ),
  fc.stringMatching(/^[a-z0-9.-]{1,20}$/),
);

describe('a value that somebody fills in', () => {
  const arg: ActionArg = { type: 'text', id: 'navn', name: 'Navn', pattern: '.*' };

  test('stands in the one argument that it was meant for, as it is, and is never an option', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        if (argFault(arg, value) !== null) return;
        expect(fillArgv(['/bin/x', '{navn}', '--h={navn}', '--', 'fast'], { navn: value })).toEqual([
          '/bin/x',
          value,
          `--h=${value}`,
          '--',
          'fast',
        ]);
        expect(value).not.toMatch(/^-|\p{Cc}|\p{Cs}/u);
        expect(value).not.toBe('');
      }),
      { numRuns: 2_000 },
    );
  });

  test('is taken only when the whole of it has the form', () => {
    const strict: ActionArg = { ...arg, pattern: '[a-z0-9.-]{1,20}' };
    fc.assert(
      fc.property(hostile, (value) => {
        const fits = /^[a-z0-9.-]{1,20}$/.test(value) && !value.endsWith('\n') && !value.startsWith('-');
        expect(argFault(strict, value) === null).toBe(fits);
      }),
      { numRuns: 2_000 },
    );
  });

  test('of another type is refused, whatever it is', () => {
    const others: readonly ActionArg[] = [
      { type: 'integer', id: 'n', name: 'n', min: 0, max: 9 },
      { type: 'choice', id: 'c', name: 'c', options: ['a', 'b'] },
      { type: 'boolean', id: 'b', name: 'b' },
    ];
    fc.assert(
      fc.property(fc.oneof(hostile, fc.double(), fc.boolean()), (value) => {
        expect(argFault(others[0] as ActionArg, value) === null).toBe(
          typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 9,
        );
        expect(argFault(others[1] as ActionArg, value) === null).toBe(value === 'a' || value === 'b');
        expect(argFault(others[2] as ActionArg, value) === null).toBe(typeof value === 'boolean');
      }),
      { numRuns: 1_000 },
    );
  });
});
