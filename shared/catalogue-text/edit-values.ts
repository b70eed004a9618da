// diff: which items of a list stayed, so that their text and comments stay too.
import { diffArrays } from 'diff';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { failure, type Result, success } from '../util/result';
import { renderFlow, renderItem, renderPair, renderScalar } from './render-yaml';
import {
  applyEdits,
  contentEnd,
  dashesOf,
  keyOf,
  LAYOUT,
  lineBreak,
  lineEnd,
  lineStart,
  type Plain,
  pairOf,
  parseGood,
  parseText,
  plainOf,
  samePlain,
  type TextEdit,
  type ValuePath,
} from './yaml-text';

/** One value to set. Null removes it, with its key. */
export interface ValueChange {
  readonly path: ValuePath;
  readonly value: Plain;
}

/** In which order the keys of a service (and of a check) are written; a new one is put among them by it. */
export const KEY_ORDER = [
  'id',
  'name',
  'family',
  'owner',
  'criticality',
  'sites',
  'needs',
  'expected',
  'description',
  'runbook',
  'emergencyRoutine',
  'hours',
  'template',
  'checks',
  'history',
] as const;

/**
 * Sets values in a YAML text (a service's entry) and leaves every other character as it is: comments, order,
 * quoting, anchors. Where a change cannot be cut in, the entry is written anew with its comments. Refused (`yaml`)
 * when the text is no YAML, and (`path`) when a path leads nowhere.
 */
export function editValues(text: string, changes: readonly ValueChange[]): Result<string> {
  let result = text;
  for (const change of changes) {
    const edited = setValue(result, change);
    if (!edited.ok) return edited;
    result = edited.value;
  }
  return success(result);
}

function setValue(text: string, { path, value }: ValueChange): Result<string> {
  const parsed = parseGood(text);
  if (!parsed.ok) return parsed;
  const before = plainOf(parsed.value.contents);
  const wanted = changed(before, path, value);
  if (wanted === undefined) return failure('path', `nothing stands at ${path.join('.')}`);
  if (samePlain(before, wanted)) return success(text);
  for (const attempt of [cutIn, writtenAnew]) {
    const next = attempt(text, path, value);
    if (next === null) continue;
    const check = parseGood(next);
    if (check.ok && samePlain(plainOf(check.value.contents), wanted)) return success(next);
  }
  return failure('path', `${path.join('.')} cannot be set in this text`);
}

/** Plain data after a change; undefined: the path leads nowhere. Missing maps on the way are made. */
function changed(data: Plain, path: ValuePath, value: Plain): Plain | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(data)) {
    const list = data as readonly Plain[];
    const index = Number(step);
    if (!Number.isInteger(index) || index < 0 || index > list.length) return undefined;
    if (rest.length === 0 && value === null) return list.filter((_, at) => at !== index);
    const next = changed(list[index] ?? null, rest, value);
    if (next === undefined) return undefined;
    return index === list.length ? [...list, next] : list.map((item, at) => (at === index ? next : item));
  }
  if (data !== null && typeof data !== 'object') return undefined;
  const map = (data ?? {}) as Readonly<Record<string, Plain>>;
  const key = String(step);
  if (value === null && !Object.hasOwn(map, key)) return data;
  const entries = Object.entries(map);
  if (rest.length === 0 && value === null)
    return Object.fromEntries(entries.filter(([name]) => name !== key));
  const next = changed(Object.hasOwn(map, key) ? (map[key] ?? null) : null, rest, value);
  if (next === undefined) return undefined;
  return Object.hasOwn(map, key)
    ? Object.fromEntries(entries.map(([name, old]) => [name, name === key ? next : old]))
    : Object.fromEntries([...entries, [key, next]]);
}

/** The library's own way: comments and order stay, the layout becomes its own. */
function writtenAnew(text: string, path: ValuePath, value: Plain): string | null {
  try {
    const document: Document.Parsed = parseText(text);
    if (value === null) document.deleteIn(path);
    else document.setIn(path, document.createNode(value));
    return document.toString(LAYOUT).replaceAll('\n', lineBreak(text));
  } catch {
    return null;
  }
}

/** Cuts the change into the text; null where that cannot be done. */
function cutIn(text: string, path: ValuePath, value: Plain): string | null {
  const document = parseText(text);
  const cutter = new Cutter(text);
  return cutter.set(document.contents, path, value) ? applyEdits(text, cutter.edits) : null;
}

/** Collects the edits of one change. Each method returns false when the text is not of a shape it can cut. */
class Cutter {
  readonly edits: TextEdit[] = [];
  readonly #text: string;
  readonly #break: string;

  constructor(text: string) {
    this.#text = text;
    this.#break = lineBreak(text);
  }

  set(root: Node | null, path: ValuePath, value: Plain): boolean {
    let node: unknown = root;
    for (const [index, step] of path.entries()) {
      const last = index === path.length - 1;
      const rest = nest(path.slice(index + 1), value);
      if (isMap(node)) {
        const pair = pairOf(node, step);
        if (!pair) return this.#addPair(node, String(step), rest);
        if (last) return value === null ? this.#removePair(node, pair) : this.#replacePair(node, pair, value);
        if (isScalar(pair.value) && pair.value.value === null) return this.#replacePair(node, pair, rest);
        node = pair.value;
      } else if (isSeq(node)) {
        const at = Number(step);
        if (at === node.items.length) return this.#toList(node, [...(plainOf(node) as Plain[]), rest]);
        if (last && value === null) {
          return this.#toList(
            node,
            (plainOf(node) as Plain[]).filter((_, place) => place !== at),
          );
        }
        if (last) return this.#replace(node.items[at], value, node.flow === true);
        node = node.items[at];
      } else return false;
    }
    return false;
  }

  #replacePair(map: YAMLMap, pair: Pair, value: Plain): boolean {
    const flow = map.flow === true;
    const colon = colonOf(pair);
    const old = pair.value;
    const empty = isScalar(old) && old.value === null && (old.range?.[0] ?? 0) === (old.range?.[1] ?? 0);
    if (empty) {
      if (colon === null || old.anchor || old.tag) return false;
      const text =
        flow || isSingle(value) ? ` ${this.#inline(value, undefined, flow)}` : this.#below(pair, value);
      this.edits.push({ from: colon, to: colon, text });
      return true;
    }
    if (this.#replace(old, value, flow)) return true;
    // Another kind of value: written behind the colon, unless something else stands there.
    const start = (old as Node | null)?.range?.[0];
    if (flow || colon === null || start === undefined || isAnchored(old)) return false;
    if (this.#text.slice(colon, start).trim() !== '') return false;
    let end = contentEnd(old, start);
    if (this.#text[end - 1] === '\n') end -= this.#text[end - 2] === '\r' ? 2 : 1;
    this.edits.push({
      from: colon,
      to: end,
      text: isSingle(value) ? ` ${this.#inline(value, undefined, false)}` : this.#below(pair, value),
    });
    return true;
  }

  /** In place of a value of the same kind, cut as finely as can be. */
  #replace(node: unknown, value: Plain, flow: boolean): boolean {
    if (samePlain(plainOf(node), value)) return true;
    if (isMap(node) && isPlainMap(value)) return this.#toMap(node, value);
    if (isSeq(node) && Array.isArray(value)) return this.#toList(node, value as readonly Plain[]);
    if (!isSingle(value)) return false;
    if (!isAlias(node) && !isScalar(node)) return false;
    const [from, to] = node.range ?? [0, 0];
    if (from === to) return false;
    if (isScalar(node) && (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL')) {
      const tail = this.#text[to - 1] === '\n' ? this.#break : '';
      this.edits.push({ from, to, text: `${this.#inline(value, undefined, flow)}${tail}` });
      return true;
    }
    this.edits.push({
      from,
      to,
      text: this.#inline(value, isScalar(node) ? chosenStyle(node, flow) : undefined, flow),
    });
    return true;
  }

  #toMap(map: YAMLMap, value: Readonly<Record<string, Plain>>): boolean {
    const kept = map.items.filter((pair) => Object.hasOwn(value, keyOf(pair.key)));
    if (kept.length === 0) return false;
    for (const pair of map.items) {
      const key = keyOf(pair.key);
      const next = Object.hasOwn(value, key) ? (value[key] ?? null) : undefined;
      if (next === undefined) {
        if (!this.#removePair(map, pair)) return false;
      } else if (!samePlain(plainOf(pair.value), next) && !this.#replacePair(map, pair, next)) return false;
    }
    for (const [key, item] of Object.entries(value)) {
      if (!pairOf(map, key) && !this.#addPair(map, key, item)) return false;
    }
    return true;
  }

  #toList(list: YAMLSeq, value: readonly Plain[]): boolean {
    if (list.flow) return this.#toFlowList(list, value);
    const dashes = dashesOf(list);
    if (value.length === 0 || dashes.length !== list.items.length || list.items.length === 0) return false;
    const old = list.items.map(plainOf);
    const parts = diffArrays(old as Plain[], value as Plain[], { comparator: samePlain });
    let at = 0;
    let put = 0;
    let waiting: number[] = [];
    const drop = (): boolean => {
      const dropped = waiting;
      waiting = [];
      return dropped.every((index) => this.#removeItem(list, dashes, index));
    };
    for (const part of parts) {
      if (part.removed) {
        for (let n = 0; n < part.value.length; n += 1) waiting.push(at + n);
        at += part.value.length;
        continue;
      }
      if (!part.added) {
        if (!drop()) return false;
        at += part.value.length;
        put += part.value.length;
        continue;
      }
      let behind = at - 1;
      for (const item of part.value) {
        const index = waiting.shift();
        if (index !== undefined) {
          behind = index;
          if (!this.#replaceItem(list, dashes, index, item)) return false;
        } else if (!this.#insertItem(list, dashes, behind, item)) return false;
        put += 1;
      }
      if (!drop()) return false;
    }
    return drop() && put === value.length;
  }

  #toFlowList(list: YAMLSeq, value: readonly Plain[]): boolean {
    const [from, to] = list.range ?? [0, 0];
    const source = this.#text.slice(from, to);
    // What was empty is written as a new value would be.
    if (list.items.length === 0 && !isSingle(value)) return false;
    if (source.includes('#') || !source.startsWith('[')) return false;
    const left = list.items.map((item) => ({ plain: plainOf(item), node: item as Node }));
    const items = value.map((item) => {
      const index = left.findIndex(({ plain }) => samePlain(plain, item));
      const [known] = index < 0 ? [] : left.splice(index, 1);
      return known?.node.range && !isAnchored(known.node)
        ? this.#text.slice(known.node.range[0], known.node.range[1])
        : renderFlow(item);
    });
    const pad = /^\[\s/.test(source) && items.length > 0 ? ' ' : '';
    this.edits.push({ from, to, text: `[${pad}${items.join(', ')}${pad}]` });
    return true;
  }

  #replaceItem(list: YAMLSeq, dashes: readonly number[], index: number, value: Plain): boolean {
    const before = this.edits.length;
    if (this.#replace(list.items[index], value, false)) return true;
    this.edits.length = before;
    return this.#insertItem(list, dashes, index, value) && this.#removeItem(list, dashes, index);
  }

  /** Behind the item at `index`; before the first where that is −1. */
  #insertItem(list: YAMLSeq, dashes: readonly number[], index: number, value: Plain): boolean {
    const dash = dashes[Math.max(0, index)];
    if (dash === undefined) return false;
    const margin = this.#text.slice(lineStart(this.#text, dash), dash);
    // A list within a list's dash has no margin of its own.
    if (margin.trim() !== '') return false;
    const lines = renderItem(value).map((line, at) =>
      at === 0 ? `${margin}- ${line}` : `${margin}  ${line}`,
    );
    if (index < 0) {
      const at = lineStart(this.#text, dash);
      this.edits.push({ from: at, to: at, text: lines.map((line) => line + this.#break).join('') });
      return true;
    }
    this.#insertLines(contentEnd(list.items[index], dash + 1), lines);
    return true;
  }

  #removeItem(list: YAMLSeq, dashes: readonly number[], index: number): boolean {
    const dash = dashes[index];
    if (dash === undefined) return false;
    const from = lineStart(this.#text, dash);
    if (this.#text.slice(from, dash).trim() !== '') return false;
    this.#removeLines(from, lineEnd(this.#text, contentEnd(list.items[index], dash + 1)));
    return true;
  }

  #addPair(map: YAMLMap, key: string, value: Plain): boolean {
    const last = map.items.at(-1);
    if (map.flow) {
      const pair = `${renderFlow({ [key]: value }).replace(/^\{(.*)\}$/s, '$1')}`;
      const [start] = map.range ?? [0];
      const end = last ? contentEnd(last.value, (last.key as Node).range?.[1] ?? 0) : start + 1;
      this.edits.push({ from: end, to: end, text: last ? `, ${pair}` : pair });
      return true;
    }
    const first = (map.items[0]?.key as Node | undefined)?.range?.[0];
    if (!last || first === undefined) return false;
    const margin = ' '.repeat(first - lineStart(this.#text, first));
    const lines = renderPair(key, value).map((line) => (line === '' ? '' : margin + line));
    const before = predecessor(map, key) ?? last;
    this.#insertLines(contentEnd(before.value, colonOf(before) ?? first), lines);
    return true;
  }

  #removePair(map: YAMLMap, pair: Pair): boolean {
    if (map.items.length === 1) return false;
    const at = map.items.indexOf(pair);
    const start = (pair.key as Node).range?.[0] ?? 0;
    const end = contentEnd(pair.value, colonOf(pair) ?? start);
    const next = (map.items[at + 1]?.key as Node | undefined)?.range?.[0];
    const from = lineStart(this.#text, start);
    if (!map.flow && this.#text.slice(from, start).trim() === '') {
      this.#removeLines(from, lineEnd(this.#text, end));
      return true;
    }
    // Behind a dash, or in flow style: the next one moves up to its place.
    if (next !== undefined) {
      if (this.#text.slice(end, next).includes('#')) return false;
      this.edits.push({ from: start, to: next, text: '' });
      return true;
    }
    const previous = map.items[at - 1];
    if (!previous || !map.flow) return false;
    this.edits.push({
      from: contentEnd(previous.value, colonOf(previous) ?? start),
      to: end,
      text: '',
    });
    return true;
  }

  /** Whole lines behind the line that `offset` is in. */
  #insertLines(offset: number, lines: readonly string[]): void {
    const at = lineEnd(this.#text, offset);
    const broken = at === 0 || this.#text[at - 1] === '\n';
    const text = broken
      ? lines.map((line) => line + this.#break).join('')
      : lines.map((line) => this.#break + line).join('');
    this.edits.push({ from: at, to: at, text });
  }

  #removeLines(from: number, to: number): void {
    // The last line of a text without a break at its end takes the break before it along.
    const tail = to === this.#text.length && this.#text[to - 1] !== '\n' && from > 0;
    const before = this.#text[from - 2] === '\r' ? 2 : 1;
    this.edits.push({ from: tail ? from - before : from, to, text: '' });
  }

  #inline(value: Plain, type: Parameters<typeof renderScalar>[1], flow: boolean): string {
    return isSingle(value) && (typeof value !== 'object' || value === null)
      ? renderScalar(value, type, flow)
      : renderFlow(value);
  }

  /** A collection on the lines below its key. */
  #below(pair: Pair, value: Plain): string {
    const start = (pair.key as Node).range?.[0] ?? 0;
    const margin = ' '.repeat(start - lineStart(this.#text, start));
    const [, ...lines] = renderPair('x', value);
    return lines.map((line) => this.#break + margin + line).join('');
  }
}

/** What stands on one line behind a key: single values, empty collections, lists of single values. */
function isSingle(value: Plain): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value))
    return value.every((item) => typeof item !== 'object' && !String(item).includes('\n'));
  return Object.keys(value).length === 0;
}

function isPlainMap(value: Plain): value is Readonly<Record<string, Plain>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAnchored(node: unknown): boolean {
  return typeof node === 'object' && node !== null && 'anchor' in node && Boolean(node.anchor);
}

/**
 * The quoting that the writer chose: quotes that the old value did not need. Those that it needed are no style; a text
 * that is typed into a form letter by letter needs some on its way.
 */
function chosenStyle(node: Scalar, flow: boolean): Scalar['type'] | undefined {
  const plain = renderScalar(node.value as Plain, undefined, flow);
  return /^["']/.test(plain) ? undefined : node.type;
}

/** The offset behind a pair's colon; null: it has none. */
function colonOf(pair: Pair): number | null {
  const colon = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  return colon ? colon.offset + 1 : null;
}

/** The pair that a new key is written behind, by KEY_ORDER; null: at the end. */
function predecessor(map: YAMLMap, key: string): Pair | null {
  const order: readonly string[] = KEY_ORDER;
  const rank = order.indexOf(key);
  if (rank < 0) return null;
  return (
    map.items.findLast((pair) => {
      const other = order.indexOf(keyOf(pair.key));
      return other >= 0 && other < rank;
    }) ?? null
  );
}

function nest(path: ValuePath, value: Plain): Plain {
  return path.reduceRight<Plain>(
    (inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }),
    value,
  );
}
