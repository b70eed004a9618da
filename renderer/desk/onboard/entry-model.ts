import { isMap, isSeq, type Node } from 'yaml';
import { editValues } from '../../../shared/catalogue-text/edit-values';
import {
  keyOf,
  type Plain,
  parseGood,
  parseText,
  plainOf,
  type ValuePath,
} from '../../../shared/catalogue-text/yaml-text';
import type { CataloguePreview } from '../../../shared/contract/wire';
import { parseNodeId } from '../../../shared/model/catalogue';

/** A map of plain data. */
export type PlainMap = Readonly<Record<string, Plain>>;

/** What a service's text says, or why it cannot be read (line and column in that text, 1-based). */
export type EntryRead =
  | { readonly ok: true; readonly data: PlainMap }
  | { readonly ok: false; readonly line: number; readonly col: number; readonly reason: string };

/** Reads a service's YAML. A text that is not a map is a fault at its beginning. */
export function readEntry(yaml: string): EntryRead {
  const parsed = parseGood(yaml);
  if (!parsed.ok) {
    const [, line = '1', col = '1', reason = parsed.error.message] =
      /^(\d+):(\d+) (.*)$/s.exec(parsed.error.message) ?? [];
    return { ok: false, line: Number(line), col: Number(col), reason };
  }
  const data = plainOf(parsed.value.contents);
  if (isPlainMap(data)) return { ok: true, data };
  return { ok: false, line: 1, col: 1, reason: '' };
}

/** The text with one value set (null: removed). Unchanged where that cannot be done. */
export function withValue(yaml: string, path: ValuePath, value: Plain): string {
  const edited = editValues(yaml, [{ path, value }]);
  return edited.ok ? edited.value : yaml;
}

/** What stands at a path; undefined: nothing. */
export function valueAt(data: Plain, path: ValuePath): Plain | undefined {
  let value: Plain | undefined = data;
  for (const step of path) {
    if (Array.isArray(value)) value = (value as readonly Plain[])[Number(step)];
    else if (isPlainMap(value)) value = Object.hasOwn(value, step) ? value[String(step)] : undefined;
    else return undefined;
  }
  return value;
}

/** A value as a person edits it in a text field. */
export function asText(value: Plain | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What a new service begins as: enough to be one simple HTTP check once it has a name and an address. */
export const NEW_ENTRY = `id:
name:
criticality: 3
checks:
  - id: http
    kind: http
    url:
`;

/** An id made of a name: `DIPS Arena` → `dips-arena`. */
export function idOfName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9æøåäöáčđŋšŧž]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80);
}

/** A fault of a preview, at its place in the service's own text. */
export interface EntryIssue {
  readonly reason: string;
  /** 1-based line of the text; null: it stands elsewhere in the file. */
  readonly line: number | null;
  readonly col: number;
  /** Line and column in the whole file. */
  readonly place: string;
  /** The value that it is about; null: none of this text. */
  readonly path: ValuePath | null;
}

/** The faults of a preview, each with the value in `yaml` that it stands at. */
export function entryIssues(
  preview: Pick<CataloguePreview, 'issues' | 'at'>,
  yaml: string,
): readonly EntryIssue[] {
  const { at } = preview;
  // Blank lines before the first key are not written into the file.
  const skipped = /^(?:[ \t]*\r?\n)*/.exec(yaml)?.[0].split('\n').length ?? 1;
  const lines = yaml.split('\n');
  return preview.issues.map(({ reason, line, col }) => {
    const place = `${line}:${col}`;
    const own = at === null ? 0 : line - at.line + skipped;
    const text = lines[own - 1];
    if (at === null || text === undefined) return { reason, line: null, col, place, path: null };
    const column = Math.max(1, Math.min(col - at.indent, text.length + 1));
    return { reason, line: own, col: column, place, path: pathAt(yaml, own, column, reason) };
  });
}

/** The path of the value (or of the key) at a place of the text; a missing key is a path of its own. */
export function pathAt(yaml: string, line: number, col: number, reason = ''): ValuePath {
  const offset =
    yaml
      .split('\n')
      .slice(0, line - 1)
      .reduce((sum, text) => sum + text.length + 1, 0) +
    col -
    1;
  const missing = /^missing key "([^"]+)"/.exec(reason)?.[1];
  let path: ValuePath = [];
  const look = (node: unknown, here: ValuePath): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const from = (key as Node).range?.[0] ?? 0;
        const to = Math.max((value as Node | null)?.range?.[1] ?? 0, (key as Node).range?.[1] ?? 0);
        if (offset < from || offset > to) continue;
        path = [...here, keyOf(key)];
        look(value, path);
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const [from = 0, to = 0] = (item as Node).range ?? [];
        if (offset < from || offset > to) continue;
        path = [...here, index];
        look(item, path);
      }
    }
  };
  look(parseText(yaml).contents, []);
  if (missing === undefined) return path;
  // The parser points at the map that lacks the key, which begins where its first key does.
  const holder = path.length > 0 && typeof path.at(-1) === 'string' ? path.slice(0, -1) : path;
  return [...holder, missing];
}

/** Whether a fault at `issue` is shown by the field of `field`: it stands there or somewhere inside. */
export function isAt(issue: ValuePath | null, field: ValuePath): boolean {
  return (
    issue !== null && field.length <= issue.length && field.every((step, index) => step === issue[index])
  );
}

/** The services that a list of nodes belongs to, each with the sites that are in the list. */
export function byService(
  nodes: readonly string[],
): readonly (readonly [service: string, sites: readonly string[]])[] {
  const services = new Map<string, readonly string[]>();
  for (const node of nodes) {
    const { service, site } = parseNodeId(node);
    services.set(service, [...(services.get(service) ?? []), ...(site === null ? [] : [site])]);
  }
  return [...services];
}

export function isPlainMap(value: Plain | undefined): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What was typed into the fields of a list, when one of its items goes. */
export function withoutItem(
  loose: Readonly<Record<string, string>>,
  list: string,
  index: number,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(loose).flatMap(([key, text]) => {
      const [, at, rest = ''] = new RegExp(`^${list}\\.(\\d+)(.*)$`).exec(key) ?? [];
      if (at === undefined) return [[key, text]];
      if (Number(at) === index) return [];
      return [[Number(at) > index ? `${list}.${Number(at) - 1}${rest}` : key, text]];
    }),
  );
}
