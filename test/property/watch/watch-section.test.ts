import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEntries } from '../../../electron/hub/catalogue/editor/file-entries';
import { sectionOf, withSection } from '../../../electron/hub/catalogue/editor/put-section';
import { type Plain, parseText, plainOf, samePlain } from '../../../shared/catalogue-text/yaml-text';

/** A plan written into files as people write them: nothing outside its own text may change. */

const word = fc.stringMatching(/^[a-zæøå]{1,8}$/);
const value = fc.oneof(
  word,
  fc.integer({ min: 0, max: 99 }).map(String),
  fc.constantFrom('"a: b"', "'# no'", '[x, y]', '{ id: z }', 'null', '"ø \\" å"', '2026-01-05'),
);
const remark = fc.constantFrom('', '', ' # note', '  # watch: no');
const filler = fc.constantFrom('', '# watch:', '  # inside', '# - id: none', '');

/** A map in block style, at the margin. */
const map = fc
  .uniqueArray(fc.tuple(fc.constantFrom('positions', 'shifts', 'rota', 'overlap'), value, remark, filler), {
    minLength: 1,
    maxLength: 4,
    selector: ([key]) => key,
  })
  .map((pairs) =>
    pairs
      .flatMap(([key, item, note, between], index) => [
        ...(index > 0 && between.startsWith('#') ? [between] : []),
        index % 2 === 0 ? `${key}: ${item}${note}` : `${key}:${note}\n  - ${item}\n  - b`,
      ])
      .join('\n'),
  );
const indented = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(by));

const services = fc
  .array(fc.tuple(word, value, remark), { minLength: 1, maxLength: 5 })
  .map((list) =>
    [
      'services:',
      ...list.map(([id, item, note], index) => `  - id: ${id}${index}\n    name: ${item}${note}`),
    ].join('\n'),
  );

const file = fc
  .record({
    head: fc.array(fc.tuple(word, value), { maxLength: 3 }),
    services,
    watch: fc.option(map, { nil: null }),
    by: fc.integer({ min: 1, max: 5 }),
    note: remark,
    place: fc.nat(9),
    between: filler,
    crlf: fc.boolean(),
    ended: fc.boolean(),
  })
  .map(({ head, services: list, watch, by, note, place, between, crlf, ended }) => {
    const parts = [...head.map(([key, item], index) => `x${key}${index}: ${item}`), list];
    if (watch !== null) parts.splice(place % (parts.length + 1), 0, `watch:${note}\n${indented(watch, by)}`);
    const text = parts.join(`\n${between.trimStart()}\n`) + (ended ? '\n' : '');
    return crlf ? text.replaceAll('\n', '\r\n') : text;
  });

const plain = (text: string): Readonly<Record<string, Plain>> =>
  plainOf(parseText(text).contents) as Readonly<Record<string, Plain>>;

it('says what it is to say, the services stay byte for byte, and all else means what it meant', () => {
  fc.assert(
    fc.property(file, map, (before, yaml) => {
      const read = readEntries(before);
      if (!read.ok) throw new Error(read.error.message);
      const put = withSection(read.value, 'watch', yaml);
      if (!put.ok) throw new Error(put.error.message);
      const after = put.value.text;
      expect(parseText(after).errors).toEqual([]);
      expect(samePlain(plain(after), { ...plain(before), watch: plain(`${yaml}\n`) as Plain })).toBe(true);
      const { entries } = read.value.list;
      const list = before.slice(entries[0]?.dashFrom, entries.at(-1)?.to);
      expect(after).toContain(list);
      // It begins where it is said to, and reads back as it was written.
      const again = readEntries(after);
      const section = again.ok ? sectionOf(again.value, 'watch') : null;
      expect(section?.line).toBe(put.value.at?.line);
      expect(samePlain(plain(section?.text ?? ''), plain(`${yaml}\n`))).toBe(true);
      if (before.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toContain('\n');
      const same = again.ok ? withSection(again.value, 'watch', section?.text ?? '') : null;
      expect(same?.ok && same.value.text).toBe(after);
    }),
    { numRuns: 400 },
  );
});
