// yaml: its documents know where in the text each entry stands.
import { isMap, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import {
  contentEnd,
  dashesOf,
  keyOf,
  lineEnd,
  lineStart,
  type Plain,
  pairOf,
  parseGood,
  plainOf,
} from '../../../../shared/catalogue-text/yaml-text';
import { failure, type Result, success } from '../../../../shared/util/result';

/** The lists whose entries can be changed one by one. */
export type ListName = 'services' | 'sources';

/** One service (or source) as it stands in the file. Offsets are characters of the text; `to` is the first behind it. */
export interface FileEntry {
  readonly id: string | null;
  /**
   * Block style: from the beginning of its dash's line to behind its last line's break, comments inside and at its
   * end included. Flow style: what stands between the commas.
   */
  readonly from: number;
  readonly to: number;
  /** Where it begins with its dash: before `from` when the dash has a line to itself. */
  readonly dashFrom: number;
  /** Block style: what the first line begins with (`  - `). Flow style: empty. */
  readonly lead: string;
  /** Its first line holds only an anchor, a tag or a comment: the keys begin below it. */
  readonly below: boolean;
  /** Block style: the column at which its lines begin, 0-based. */
  readonly column: number;
}

/** A list of the file, and how it is written. */
export interface EntryList {
  readonly style: 'block' | 'flow';
  readonly entries: readonly FileEntry[];
  /** Where the whole list's value stands, without anchors. */
  readonly from: number;
  readonly to: number;
  /** The offset behind the colon of its key. */
  readonly colon: number;
  /** The file is one flow collection, as JSON is. */
  readonly inFlow: boolean;
}

/** A text that is YAML, and where the entries of one of its lists stand. Holds no syntax tree: it is kept for long. */
export interface CatalogueText {
  readonly text: string;
  readonly list: EntryList;
  /** The file without that list. */
  readonly head: PlainMap;
}
export type PlainMap = Readonly<Record<string, Plain>>;

/**
 * Finds the entries of a list in a catalogue's text (without BOM). Refused (`yaml`) with the place when it is not YAML, or
 * not written in a way that single entries can be told apart.
 */
export function readEntries(text: string, name: ListName = 'services'): Result<CatalogueText> {
  const read = readNodes(text, name);
  return read.ok ? success({ text, list: read.value.list, head: read.value.head }) : read;
}

/** As readEntries, with what each entry says. */
export function readNodes(
  text: string,
  name: ListName,
): Result<{ readonly list: EntryList; readonly head: PlainMap; readonly values: readonly Plain[] }> {
  const parsed = parseGood(text);
  if (!parsed.ok) return parsed;
  const root = parsed.value.contents;
  const pair = isMap(root) ? pairOf(root as unknown as YAMLMap, name) : undefined;
  if (!isMap(root) || !pair) return failure('yaml', `1:1 filen har ingen liste «${name}»`);
  const value = pair.value;
  const colon = colonOf(pair);
  if (!isSeq(value) || colon === null) {
    return failure('yaml', `1:1 «${name}» er ikke en liste som kan endres her`);
  }
  const list = value as unknown as YAMLSeq<Node>;
  const [from, to] = list.range ?? [colon, colon];
  const style = list.flow ? 'flow' : 'block';
  const entries = style === 'flow' ? flowEntries(list) : blockEntries(text, list);
  if (entries.length !== list.items.length) {
    return failure('yaml', `1:1 «${name}» står slik at oppføringene ikke kan skilles fra hverandre`);
  }
  const head: Record<string, Plain> = {};
  for (const other of root.items)
    if (keyOf(other.key) !== name) head[keyOf(other.key)] = plainOf(other.value);
  return success({
    list: { style, entries, from, to, colon, inFlow: root.flow === true },
    head,
    values: list.items.map(plainOf),
  });
}

/** The entry with that id; the first where an id stands twice. */
export function entryOf(list: EntryList, id: string): FileEntry | undefined {
  return list.entries.find((entry) => entry.id === id);
}

/**
 * The entry's own text, as a document of its own: lines moved to the left margin, line breaks as `\n`. `lines` are
 * those lines, and `raw` what each is in the file.
 */
export function entryLines(
  text: string,
  entry: FileEntry,
): { readonly lines: readonly string[]; readonly raw: readonly string[] } {
  const raw = text.slice(entry.from, entry.to).match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const lines = raw.map((line, index) => {
    const bare = line.replace(/\r?\n$/, '');
    if (index === 0) return bare.slice(entry.lead.length);
    const margin = bare.length - bare.trimStart().length;
    return bare.slice(Math.min(margin, entry.column));
  });
  return { lines, raw };
}

function blockEntries(text: string, list: YAMLSeq<Node>): readonly FileEntry[] {
  const dashes = dashesOf(list);
  return list.items.flatMap((node, index) => {
    const dash = dashes[index];
    const from = dash === undefined ? 0 : lineStart(text, dash);
    if (dash === undefined || text.slice(from, dash).trim() !== '') return [];
    const content = dash + 1 + (/^[ \t]*/.exec(text.slice(dash + 1))?.[0].length ?? 0);
    const start = node.range?.[0] ?? content;
    const below = text.slice(content, start).includes('\n');
    const column = below ? start - lineStart(text, start) : content - from;
    const to = endOfComments(text, lineEnd(text, contentEnd(node, content)), column);
    const own = { id: idOf(node), to, dashFrom: from, column };
    if (/^\r?\n/.test(text.slice(content, content + 2))) {
      return [{ ...own, from: lineEnd(text, content), lead: ' '.repeat(column), below: false }];
    }
    return [{ ...own, from, lead: text.slice(from, content), below }];
  });
}

/** Comments at the end of an entry that stand as far in as the entry does are its own. */
function endOfComments(text: string, end: number, column: number): number {
  let own = end;
  let at = end;
  while (at < text.length) {
    const next = lineEnd(text, at) > at ? lineEnd(text, at) : lineEnd(text, at + 1);
    const line = text.slice(at, next);
    const bare = line.trim();
    if (bare !== '' && !(bare.startsWith('#') && line.length - line.trimStart().length >= column)) break;
    at = next;
    if (bare !== '') own = next;
  }
  return own;
}

function flowEntries(list: YAMLSeq<Node>): readonly FileEntry[] {
  return list.items.map((node) => {
    const [from, to] = node.range ?? [0, 0];
    return { id: idOf(node), from, to, dashFrom: from, lead: '', below: false, column: 0 };
  });
}

function idOf(node: Node): string | null {
  const value = plainOf(node);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { id } = value as { readonly id?: unknown };
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
}

function colonOf(pair: Pair): number | null {
  const colon = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  return colon ? colon.offset + 1 : null;
}
