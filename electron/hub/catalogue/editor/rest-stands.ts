import { type Plain, samePlain } from '../../../../shared/catalogue-text/yaml-text';
import { type CatalogueText, entryOf, type ListName, readNodes } from './file-entries';

/** A rest of the file that is longer than this is not read again behind the last entry, characters. */
const MAX_TAIL = 65_536;

/**
 * Whether `after` is the file with nothing but the entry `id` changed, and that one to `written` (null: gone). The
 * characters outside the entry are the same by construction; this reads that they still mean the same. In a list in
 * block style it is enough to read the entry with its neighbours: behind the next entry the reading stands where it
 * stood before. All else is read whole.
 */
export function restStands(
  file: CatalogueText,
  name: ListName,
  after: string,
  id: string,
  written: Plain,
): boolean {
  const { text, list } = file;
  const entry = entryOf(list, id);
  const at = entry ? list.entries.indexOf(entry) : list.entries.length;
  const few = list.entries.length - (written === null ? 1 : 0) < 1;
  const [before, now] =
    list.style === 'block' && !few && !list.inFlow
      ? windows(file, name, after, at, entry !== undefined)
      : [text, after];
  const old = readNodes(before, name);
  const read = readNodes(now, name);
  if (!old.ok || !read.ok) return false;
  const index = entry ? old.value.list.entries.findIndex((other) => other.id === id) : -1;
  const expected =
    index < 0
      ? [...old.value.values, written]
      : old.value.values.flatMap((other, place) =>
          place === index ? (written === null ? [] : [written]) : [other],
        );
  return samePlain(expected, read.value.values) && samePlain(old.value.head, read.value.head);
}

/** The entry at `at` with its neighbours, before and after, as files of their own. */
function windows(
  { text, list }: CatalogueText,
  name: ListName,
  after: string,
  at: number,
  there: boolean,
): readonly [before: string, after: string] {
  const { entries } = list;
  const from = entries[Math.max(0, at - 1)]?.dashFrom ?? list.from;
  const next = there ? entries[at + 1] : undefined;
  const last = entries.at(-1)?.to ?? list.to;
  const to = next?.to ?? (text.length - last > MAX_TAIL ? last : text.length);
  const head = `${name}:\n`;
  return [head + text.slice(from, to), head + after.slice(from, after.length - (text.length - to))];
}
