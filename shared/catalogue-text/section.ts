// yaml: its documents know where in the text a section stands.
import { isMap, isScalar, type Node, type Pair, type YAMLMap } from 'yaml';
import { failure, type Result, success } from '../util/result';
import { flowText } from './render-yaml';
import {
  contentEnd,
  lineBreak,
  lineEnd,
  lineStart,
  type Plain,
  pairOf,
  parseGood,
  plainOf,
  samePlain,
  type TextEdit,
} from './yaml-text';

/** What stands at one key of the file's root, such as `watch:`, without the key. */
export interface Section {
  /** As a document of its own: lines at the left margin, breaks as `\n`. Empty where the key has no value. */
  readonly text: string;
  /** 1-based line of the file on which that text begins, and the columns that its lines are moved in by. */
  readonly line: number;
  readonly indent: number;
}

/** A change of one section: one edit, and where its text then begins. */
export interface SectionEdit {
  readonly edit: TextEdit;
  readonly line: number;
  readonly indent: number;
}

interface Place {
  /** Block style: whole lines below the key. Flow style: what stands behind its colon. */
  readonly style: 'block' | 'flow';
  readonly from: number;
  readonly to: number;
  readonly indent: number;
}

const NEW_INDENT = 2;

/** A section of a file's text; null: there is none. Refused (`yaml`) with its place where the text is no YAML map. */
export function readSection(text: string, key: string): Result<Section | null> {
  const root = rootOf(text);
  if (!root.ok) return root;
  const pair = pairOf(root.value, key);
  if (!pair) return success(null);
  const place = placeOf(text, pair);
  const raw = text.slice(place.from, place.to).replaceAll('\r\n', '\n');
  const own =
    place.style === 'flow'
      ? raw.trim()
      : raw.replace(/^[ \t]+/gm, (margin) => margin.slice(Math.min(margin.length, place.indent)));
  const line = text.slice(0, place.from).split('\n').length;
  return success({ text: own === '' || own.endsWith('\n') ? own : `${own}\n`, line, indent: place.indent });
}

/**
 * The edit that writes a section into a file's text, in its place or behind all else. `yaml`: a map as a document of its
 * own, with or without the section's key above it. Every character outside stays. Refused (`yaml`, with line and column
 * inside `yaml`) when it is not one map, or would change what the rest of the file means.
 */
export function putSection(text: string, key: string, yaml: string): Result<SectionEdit> {
  const body = bodyOf(yaml, key);
  if (!body.ok) return body;
  const root = rootOf(text);
  if (!root.ok) return root;
  const written = inFlow(root.value) ? flowEdit(text, root.value, key, body.value) : null;
  if (written !== null && !written.ok) return written;
  const made = written?.value ?? blockEdit(text, root.value, key, body.value);
  const after = text.slice(0, made.edit.from) + made.edit.text + text.slice(made.edit.to);
  if (!onlyChanges(root.value, after, key, body.value))
    return failure('yaml', '1:1 teksten griper inn i resten av filen');
  return success(made);
}

function rootOf(text: string): Result<YAMLMap> {
  const parsed = parseGood(text);
  if (!parsed.ok) return parsed;
  const { contents } = parsed.value;
  return isMap(contents)
    ? success(contents as unknown as YAMLMap)
    : failure('yaml', '1:1 filen er ikke en samling av nøkler og verdier');
}

function inFlow(root: YAMLMap): boolean {
  return root.flow === true;
}

/** The map's text, with its key taken away where it stands above it. */
function bodyOf(yaml: string, key: string): Result<string> {
  const body = `${yaml
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .trimEnd()}\n`;
  const parsed = parseGood(body);
  if (!parsed.ok) return parsed;
  const { contents, directives } = parsed.value;
  if (directives.docStart || !isMap(contents) || contents.items.length === 0)
    return failure('yaml', '1:1 teksten skal være nøkler og verdier');
  const map = contents as unknown as YAMLMap;
  const inner = map.items.length === 1 ? pairOf(map, key) : undefined;
  if (!inner || !isMap(inner.value) || (inner.value as unknown as YAMLMap).items.length === 0)
    return success(body);
  const section = readSection(body, key);
  return section.ok && section.value !== null ? success(section.value.text) : success(body);
}

function blockEdit(text: string, root: YAMLMap, key: string, body: string): SectionEdit {
  const eol = lineBreak(text);
  const first = root.items[0]?.key as Node | undefined;
  const start = first?.range?.[0] ?? 0;
  const column = start - lineStart(text, start);
  const pair = pairOf(root, key);
  if (!pair) {
    const at = lineEnd(text, contentEnd(root, text.length));
    const broken = at === 0 || text[at - 1] === '\n';
    const lead = `${broken ? '' : eol}${' '.repeat(column)}${key}:${eol}`;
    const put = lead + indented(body, column + NEW_INDENT, eol);
    return {
      edit: { from: at, to: at, text: put },
      line: (text.slice(0, at) + lead).split('\n').length,
      indent: column + NEW_INDENT,
    };
  }
  const { style, from, to, indent } = placeOf(text, pair);
  const line = text.slice(0, from).split('\n').length;
  const lines = indented(body, indent, eol);
  if (style === 'block') {
    const broken = from === 0 || text[from - 1] === '\n';
    return { edit: { from, to, text: broken ? lines : eol + lines }, line: broken ? line : line + 1, indent };
  }
  const put = eol + lines.slice(0, -eol.length);
  return { edit: { from, to, text: put }, line: line + 1, indent };
}

function flowEdit(text: string, root: YAMLMap, key: string, body: string): Result<SectionEdit> {
  const parsed = parseGood(body);
  const flow = parsed.ok ? flowText(parsed.value) : null;
  if (flow === null)
    return failure('yaml', '1:1 filen er skrevet med { … }: der er det ikke plass til kommentarer');
  const pair = pairOf(root, key);
  const last = root.items.at(-1);
  if (pair) {
    const { from, to } = placeOf(text, pair);
    return success({ edit: { from, to, text: ` ${flow}` }, line: lineAt(text, from), indent: 0 });
  }
  const at = last ? contentEnd(last.value, (last.key as Node).range?.[1] ?? 0) : (root.range?.[0] ?? 0) + 1;
  const put = `${last ? ', ' : ''}${JSON.stringify(key)}: ${flow}`;
  return success({ edit: { from: at, to: at, text: put }, line: lineAt(text, at), indent: 0 });
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Where a section's value stands. Comments at its end that stand as far in as it does are its own. */
function placeOf(text: string, pair: Pair): Place {
  const key = pair.key as Node;
  const keyAt = key.range?.[0] ?? 0;
  const colon = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind')?.offset ?? keyAt;
  const column = keyAt - lineStart(text, keyAt);
  const below = lineEnd(text, colon + 1);
  const value = pair.value as Node | null;
  const start = value?.range?.[0] ?? colon + 1;
  const empty = value === null || (isScalar(value) && value.value === null && value.source === '');
  if (empty) return { style: 'block', from: below, to: below, indent: column + NEW_INDENT };
  if (isMap(value) && !value.flow && start >= below) {
    const indent = start - lineStart(text, start);
    const to = endOfComments(text, lineEnd(text, contentEnd(value, start)), indent);
    return { style: 'block', from: below, to, indent };
  }
  return {
    style: 'flow',
    from: colon + 1,
    to: contentEnd(value, start),
    indent: column + NEW_INDENT,
  };
}

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

function indented(body: string, column: number, eol: string): string {
  return body
    .slice(0, -1)
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : ' '.repeat(column) + line) + eol)
    .join('');
}

function onlyChanges(before: YAMLMap, after: string, key: string, body: string): boolean {
  const now = rootOf(after);
  const wanted = parseGood(body);
  if (!now.ok || !wanted.ok) return false;
  const old = plainOf(before) as Readonly<Record<string, Plain>>;
  return samePlain(plainOf(now.value), { ...old, [key]: plainOf(wanted.value.contents) });
}
