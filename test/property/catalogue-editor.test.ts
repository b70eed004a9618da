import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  applyChange as applyToFile,
  type TextChange,
} from '../../electron/hub/catalogue/editor/apply-change';
import { entryOf, readEntries } from '../../electron/hub/catalogue/editor/file-entries';
import { maskSecrets } from '../../electron/hub/catalogue/editor/secrets';
import { type Plain, parseText, plainOf } from '../../shared/catalogue-text/yaml-text';

/** Files as people write them, and edits of one service: nothing outside that service's own text may change. */

const KEY = Buffer.alloc(32, 1);
const applyChange = (text: string, change: TextChange, key: Buffer) => {
  const file = readEntries(text);
  return file.ok ? applyToFile(file.value, change, key) : file;
};

const word = fc.stringMatching(/^[a-zæøå][a-zæøå0-9-]{0,8}$/);
const phrase = fc.oneof(
  word,
  fc.constantFrom(
    'DIPS Arena',
    'a: b',
    '- x',
    '#5',
    '"q"',
    "it's",
    'null',
    '12',
    '~',
    'ø, å',
    '[x]',
    '{y}',
    '*z',
    '100 %',
  ),
  fc
    .string({ maxLength: 12 })
    .filter((text) => !/\p{Cc}|\p{Cs}|\p{Cn}|\uFEFF|[\u2028\u2029\u0085]/u.test(text)),
);
const quoted = fc
  .tuple(phrase, fc.constantFrom('"', "'"))
  .map(([text, mark]) => (mark === '"' ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`));
const scalar = fc.oneof(word, quoted, fc.integer({ min: 0, max: 99 }).map(String));
const remark = fc.option(fc.constantFrom(' # note', '  # æøå: "x"', '\t# tab'), { nil: '' });
const between = fc.array(fc.constantFrom('', '# a group', '  # about the next', '# - id: not-one'), {
  maxLength: 2,
});

interface Service {
  readonly id: string;
  readonly lines: readonly string[];
}

const KEYS = ['owner', 'family', 'expected', 'runbook'] as const;

/** One service in one of the ways that they are written, at the margin of its list. */
function service(id: string, margin: string): fc.Arbitrary<Service> {
  const extras = fc.uniqueArray(
    fc.tuple(fc.constantFrom(...KEYS), fc.oneof(scalar, fc.constant('')), remark, fc.boolean()),
    { selector: ([key]) => key, maxLength: 4 },
  );
  const block = fc
    .tuple(scalar, remark, extras, fc.nat(3), fc.boolean(), fc.constantFrom('- ', '-   '))
    .map(([name, note, more, shape, tail, dash]): Service => {
      const inner = margin + ' '.repeat(dash.length);
      const lines = [`id: ${id}${note}`, `name: ${name}`];
      for (const [key, value, comment, above] of more) {
        if (above) lines.push(`# on ${key}`);
        lines.push(`${key}:${value === '' ? '' : ` ${value}`}${comment}`);
      }
      if (shape === 1) lines.push('description: |', '  one', '', '  two # no comment');
      if (shape === 2)
        lines.push('checks:', '  - id: a', '    kind: tcp # in', '  # next', '  - { id: b, kind: ping }');
      if (shape === 3) lines.push('needs: [ a|b,  ~c ] # needs', 'sites:', '- mo', '-  bodø # north');
      if (tail) lines.push('# its own end');
      return {
        id,
        lines: lines.map((line, at) => (line === '' ? '' : at === 0 ? margin + dash + line : inner + line)),
      };
    });
  const flow = fc
    .tuple(scalar, remark)
    .map(([name, note]): Service => ({ id, lines: [`${margin}- { id: ${id}, name: ${name} }${note}`] }));
  const below = fc.tuple(scalar, fc.constantFrom('', ' # why', ` &${id}`)).map(
    ([name, head]): Service => ({
      id,
      lines: [`${margin}-${head}`, `${margin}     id: ${id}`, `${margin}     name: ${name}`],
    }),
  );
  return fc.oneof({ weight: 3, arbitrary: block }, flow, below);
}

const room = fc
  .record({
    margin: fc.constantFrom('', '  ', '    '),
    ids: fc.uniqueArray(fc.constantFrom<string[]>('core', 'dips', 'lab', 'ad-1', 'ø'), {
      minLength: 0,
      maxLength: 4,
    }),
    head: between,
    eol: fc.constantFrom('\n', '\r\n'),
    tail: fc.constantFrom('', '\n', '\nhours: [] # last\n', '\n\n# the end'),
  })
  .chain(({ margin, ids, head, eol, tail }) =>
    fc.tuple(...ids.map((id) => fc.tuple(between, service(id, margin)))).map((services) => {
      const lines = ['version: 1', 'name: &n Rom # room', ...head];
      if (services.length === 0) lines.push('services: [] # none');
      else {
        lines.push('services:', ...services.flatMap(([above, { lines: own }]) => [...above, ...own]));
      }
      return { text: (lines.join('\n') + tail).replaceAll('\n', eol), ids, eol };
    }),
  );

const valueAt = fc.oneof(
  fc.tuple(
    fc.constantFrom(['name'], ['owner'], ['family'], ['description'], ['x']),
    fc.oneof(phrase, fc.integer(), fc.constant(null)),
  ),
  fc.tuple(
    fc.constantFrom(['needs'], ['sites']),
    fc.oneof(fc.constant(null), fc.array(word, { maxLength: 3 })),
  ),
  fc.tuple(
    fc.constant(['checks']),
    fc.oneof(
      fc.constant(null),
      fc.array(fc.record({ id: word, kind: fc.constantFrom('tcp', 'ping') }), { maxLength: 3 }),
    ),
  ),
) as unknown as fc.Arbitrary<[string[], Plain]>;

function dataOf(text: string): { readonly services: readonly Readonly<Record<string, Plain>>[] } {
  return plainOf(parseText(text).contents) as never;
}
const comments = (text: string): readonly string[] => text.match(/(?<=\s)#[^\r\n]*/g) ?? [];

/** The bytes before and behind the entry are as they were. */
function restIsWhole(before: string, after: string, from: number, to: number): void {
  expect(after.slice(0, from)).toBe(before.slice(0, from));
  const behind = before.slice(to);
  expect(after.slice(after.length - behind.length)).toBe(behind);
}

test('values of a service are set, and every byte outside its text stays', () => {
  let made = 0;
  fc.assert(
    fc.property(
      room.filter(({ ids }) => ids.length > 0),
      fc.nat(),
      fc.array(valueAt, { minLength: 1, maxLength: 3 }),
      ({ text, ids }, pick, set) => {
        const id = ids[pick % ids.length] ?? '';
        const read = readEntries(text);
        if (!read.ok) throw new Error(`${read.error.message}\n${text}`);
        expect(read.value.list.entries.map((entry) => entry.id)).toEqual(ids);
        const entry = entryOf(read.value.list, id)!;
        const change = {
          kind: 'fields' as const,
          id,
          set: set.map(([path, value]) => ({ path, value: value as never })),
        };
        const done = applyChange(text, change, KEY);
        if (!done.ok) throw new Error(`${done.error.message}\n${text}`);
        restIsWhole(text, done.value.text, entry.from, entry.to);
        const expected: Record<string, Plain> = { ...dataOf(text).services[ids.indexOf(id)] };
        for (const [[key], value] of set) {
          if (value === null) delete expected[key ?? ''];
          else expected[key ?? ''] = value;
        }
        expect(dataOf(done.value.text).services[ids.indexOf(id)]).toEqual(expected);
        // Comments go only with what they stand at: a value that was removed or replaced by another kind.
        const own = text.slice(entry.from, entry.to);
        const simple = set.every(
          ([[key], value]) => typeof value !== 'object' && /^(name|x)$/.test(key ?? ''),
        );
        if (simple) {
          const kept = comments(
            done.value.text.slice(entry.from, done.value.text.length - (text.length - entry.to)),
          );
          for (const comment of comments(own).filter((found) => !found.includes('no comment')))
            expect(kept).toContain(comment);
        }
        made += 1;
      },
    ),
    { numRuns: 1_500 },
  );
  expect(made).toBeGreaterThan(1_000);
});

test('a service is written, added and taken out, and every byte outside its text stays', () => {
  const yaml = fc
    .tuple(phrase, fc.constantFrom('', '# above\n', '\n'), fc.constantFrom('\n', '\r\n', ''))
    .map(
      ([name, above, end]) =>
        (id: string) =>
          `${above}id: ${id} # own\nname: ${JSON.stringify(name)}\nchecks:\n  # first\n  - id: a\n    kind: tcp\ndescription: |\n  one\n\n  two${end}`,
    );
  fc.assert(
    fc.property(room, fc.nat(), yaml, fc.boolean(), ({ text, ids, eol }, pick, write, remove) => {
      const id = [...ids, 'new-one'][pick % (ids.length + 1)] ?? '';
      const read = readEntries(text);
      if (!read.ok) throw new Error(`${read.error.message}\n${text}`);
      const entry = entryOf(read.value.list, id);
      const gone = remove && entry !== undefined;
      const done = applyChange(
        text,
        gone ? { kind: 'remove-service', id } : { kind: 'service', id, yaml: write(id) },
        KEY,
      );
      if (!done.ok) throw new Error(`${done.error.message}\n${text}`);
      const after = done.value.text;
      const others = (of: string): unknown => dataOf(of).services.filter((service) => service.id !== id);
      expect(others(after)).toEqual(others(text));
      expect(dataOf(after).services.some((service) => service.id === id)).toBe(!gone);
      if (eol === '\n') expect(after).not.toContain('\r');
      if (eol === '\r\n') expect(after.replaceAll('\r\n', '')).not.toContain('\n');
      if (entry && !(gone && ids.length === 1)) restIsWhole(text, after, entry.dashFrom, entry.to);
      // Behind the last entry; the rest of the file is whole on both sides.
      else if (!entry && ids.length > 0)
        restIsWhole(text, after, read.value.list.entries.at(-1)!.to, read.value.list.entries.at(-1)!.to);
      else
        expect(comments(after)).toEqual(
          expect.arrayContaining([...comments(text.slice(0, text.indexOf('services:')))]),
        );
    }),
    { numRuns: 1_500 },
  );
});

test('what is shown may be written back unchanged, and what hides in it stays', () => {
  fc.assert(
    fc.property(
      phrase.filter((text) => text.trim() !== ''),
      fc.constantFrom('key: ', 'webhookKey: ', 'headers: { A: '),
      (secret, at) => {
        const closed = at.includes('{') ? ' }' : '';
        const text = `services:\n  - id: a\n    name: A\n    ${at}${JSON.stringify(secret)}${closed}\n`;
        const entry = readEntries(text);
        if (!entry.ok) throw new Error(entry.error.message);
        const own = `id: a\nname: A\n${at}${JSON.stringify(secret)}${closed}\n`;
        const shown = maskSecrets(own, KEY).text;
        expect(applyChange(text, { kind: 'service', id: 'a', yaml: shown }, KEY)).toMatchObject({
          ok: true,
          value: { text },
        });
        const renamed = applyChange(
          text,
          { kind: 'service', id: 'a', yaml: shown.replace('name: A', 'name: B') },
          KEY,
        );
        expect(renamed).toMatchObject({ ok: true, value: { text: text.replace('name: A', 'name: B') } });
      },
    ),
    { numRuns: 500 },
  );
});

test('no text and no edit makes it throw, or reach outside the service', () => {
  fc.assert(
    fc.property(
      room,
      fc.string({ maxLength: 60 }),
      fc.nat(200),
      fc.string({ maxLength: 8 }),
      ({ text, ids }, yaml, at, noise) => {
        const broken = text.slice(0, at) + noise + text.slice(at);
        applyChange(broken, { kind: 'service', id: ids[0] ?? 'x', yaml: `id: x\nname: y\n${yaml}` }, KEY);
        const done = applyChange(
          text,
          { kind: 'service', id: ids[0] ?? 'x', yaml: `id: x\n${yaml}\nname: y\n` },
          KEY,
        );
        if (done.ok)
          expect(dataOf(done.value.text).services.slice(1)).toEqual(dataOf(text).services.slice(1));
      },
    ),
    { numRuns: 1_000 },
  );
});
