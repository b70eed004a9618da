// yaml: its documents know where in the text each value stands, so that an edit can leave all else alone.
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { failure, type Result, success } from '../util/result';

/** Plain data as YAML and JSON share it. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** Keys and indexes from the top of an entry. */
export type ValuePath = readonly (string | number)[];

/** A piece of a text and what stands there instead. Offsets are characters; `to` is the first behind it. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The values of these options leave a text as its writer laid it out. */
export const LAYOUT = { lineWidth: 0, flowCollectionPadding: false, verifyAliasOrder: false } as const;

/** Parses one document with its source tokens. What is wrong is in `errors`; throws only for nesting without end. */
export function parseText(text: string): Document.Parsed {
  return parseDocument(text, { keepSourceTokens: true, uniqueKeys: false, prettyErrors: false });
}

/** Parses a text that must be YAML, or says what is wrong and where: `line:col reason` (1-based). */
export function parseGood(text: string): Result<Document.Parsed> {
  let document: Document.Parsed;
  try {
    document = parseText(text);
  } catch (error) {
    return failure('yaml', `1:1 ${error instanceof RangeError ? 'nested too deeply' : String(error)}`);
  }
  const error = document.errors[0];
  if (!error) return success(document);
  const { line, col } = placeOf(text, error.pos[0]);
  // Without the piece of the text that some messages end with: it may be a password.
  return failure('yaml', `${line}:${col} ${error.message.replace(/: .*$/s, '')}`);
}

/** The line and column (1-based) of an offset. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly col: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, col: offset - lineStart + 1 };
}

/** Plain data of a node. An alias stays what it is: a text that no honest value equals. */
export function plainOf(node: unknown): Plain {
  if (isAlias(node)) return `\u0000*${node.source}`;
  if (isScalar(node)) return node.value as Plain;
  if (isSeq(node)) return node.items.map(plainOf);
  if (isMap(node)) {
    const map: Record<string, Plain> = {};
    for (const { key, value } of node.items) {
      Object.defineProperty(map, keyOf(key), {
        value: plainOf(value),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return map;
  }
  return null;
}

/** The text of a key. */
export function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

/** The first pair of a map with that key. */
export function pairOf(map: YAMLMap, key: string | number): Pair | undefined {
  return map.items.find((pair) => keyOf(pair.key) === String(key));
}

/** Whether two plain values are the same. The order of keys does not matter. */
export function samePlain(a: Plain, b: Plain): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => samePlain(item as Plain, b[index] as Plain));
  }
  const left = Object.entries(a);
  const right = b as Readonly<Record<string, Plain>>;
  return (
    left.length === Object.keys(right).length &&
    left.every(([key, value]) => Object.hasOwn(right, key) && samePlain(value as Plain, right[key] as Plain))
  );
}

/** Where what a node says ends, without comments and blank lines behind it. */
export function contentEnd(node: unknown, otherwise: number): number {
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1);
    if (last) return contentEnd(last.value, (last.key as Node).range?.[1] ?? otherwise);
  }
  if (isSeq(node) && !node.flow && node.items.length > 0) {
    return contentEnd(node.items.at(-1), otherwise);
  }
  return Math.max(otherwise, (node as Node | null)?.range?.[1] ?? otherwise);
}

/** Offsets of the dashes of a block sequence, one for each item. */
export function dashesOf(list: YAMLSeq): readonly number[] {
  const token = list.srcToken;
  if (token?.type !== 'block-seq') return [];
  return token.items.flatMap(({ start }) => {
    const dash = start.find(({ type }) => type === 'seq-item-ind');
    return dash ? [dash.offset] : [];
  });
}

/** The offset of the beginning of the line. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset behind the line's break, or the end of the text. At the beginning of a line it is that place. */
export function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

/** The line break that the text uses first. */
export function lineBreak(text: string): '\r\n' | '\n' {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** Applies edits that do not overlap. Those at the same place come in their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { from, to, text: put } of [...edits].sort((a, b) => a.from - b.from || a.to - b.to)) {
    pieces.push(text.slice(at, from), put);
    at = to;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}
