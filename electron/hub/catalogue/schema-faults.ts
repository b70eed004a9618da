import type { z } from 'zod';
import { type CatalogueFile, catalogueFile } from '../../../shared/contract/catalogue-file';
import type { Fault, Path } from './yaml-source';

type Issue = z.core.$ZodIssue;

/** The lists whose entries can be left out one by one, so that a fault in one does not hide the next. */
const LISTS = [
  'trusts',
  'sites',
  'families',
  'siteNeeds',
  'referencePoints',
  'hours',
  'sources',
  'alarmClasses',
  'onCall',
  'actions',
  'channels',
  'notify',
  'routines',
  'services',
] as const;
/** What stands for itself beside them: all of it, or nothing. */
const PARTS = ['alarm', 'hub', 'incidents', 'watch', 'wall'] as const;
export type ListName = (typeof LISTS)[number];

/** What the schema made of a file: as much of it as can be understood, and all that cannot. */
export interface ParsedFile {
  /** Null when nothing of it can be used. */
  readonly file: CatalogueFile | null;
  readonly faults: readonly Fault[];
  /** What was left out, as `list:id`, or `list` alone for a whole list: no complaint is made of a reference to it. */
  readonly leftOut: ReadonlySet<string>;
  /** The place in the source of what stands at `path` in `file`. */
  readonly sourcePath: (path: Path) => Path;
}

/** Parses plain data by the catalogue's schema. With faults, the rest is still parsed, to be checked further. */
export function parseFile(raw: unknown): ParsedFile {
  const whole = catalogueFile.safeParse(raw);
  if (whole.success) {
    return { file: whole.data, faults: [], leftOut: new Set(), sourcePath: (path) => path };
  }
  const faults = whole.error.issues.flatMap((issue) => explain(issue, raw));
  const rest = withoutFaulty(raw, whole.error.issues);
  const parsed = catalogueFile.safeParse(rest.value);
  return {
    file: parsed.success ? parsed.data : null,
    faults,
    leftOut: rest.leftOut,
    sourcePath: (path) => {
      const kept = rest.kept.get(String(path[0]));
      const index = kept?.[Number(path[1])];
      return index === undefined ? path : [path[0] as string, index, ...path.slice(2)];
    },
  };
}

function withoutFaulty(
  raw: unknown,
  issues: readonly Issue[],
): {
  readonly value: unknown;
  readonly leftOut: ReadonlySet<string>;
  readonly kept: ReadonlyMap<string, readonly number[]>;
} {
  const leftOut = new Set<string>();
  const kept = new Map<string, readonly number[]>();
  if (!isMap(raw)) return { value: raw, leftOut, kept };
  // The head of the file has no bearing on what follows: its faults are already noted.
  const value: Record<string, unknown> = { version: 1, name: 'file' };
  const bad = new Map<string, Set<PropertyKey>>();
  for (const { path } of issues) {
    const entries = bad.get(String(path[0])) ?? new Set();
    bad.set(String(path[0]), entries.add(path[1] ?? ''));
  }
  for (const list of LISTS) {
    const items = raw[list];
    if (items === undefined) continue;
    if (!Array.isArray(items)) {
      leftOut.add(list);
      continue;
    }
    const indexes = items.map((_, index) => index).filter((index) => !bad.get(list)?.has(index));
    kept.set(list, indexes);
    value[list] = indexes
      .map((index) => items[index] as unknown)
      .slice(0, list === 'referencePoints' ? 20 : undefined);
    for (const [index, item] of items.entries()) {
      if (bad.get(list)?.has(index) && isMap(item)) leftOut.add(`${list}:${String(item.id)}`);
    }
  }
  if (isMap(raw.templates)) {
    value.templates = Object.fromEntries(
      Object.entries(raw.templates).filter(([name]) => !bad.get('templates')?.has(name)),
    );
    for (const name of bad.get('templates') ?? []) leftOut.add(`templates:${String(name)}`);
  } else if (raw.templates !== undefined) {
    leftOut.add('templates');
  }
  for (const part of PARTS) {
    if (bad.has(part)) leftOut.add(part);
    else if (raw[part] !== undefined) value[part] = raw[part];
  }
  value.services ??= [];
  return { value, leftOut, kept };
}

/** One issue of the schema's as faults in words that a person who writes the file understands. */
function explain(issue: Issue, raw: unknown): Fault[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  const found = valueAt(raw, path);
  if (found === MISSING) {
    return [{ path: path.slice(0, -1), reason: `missing key "${String(path.at(-1))}"` }];
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], atKey: true, reason: `unknown key "${key}"` }));
    case 'invalid_union':
      return [explainUnion(issue, path, raw)];
    case 'invalid_key':
      return [{ path, atKey: true, reason: issue.issues[0]?.message ?? issue.message }];
    default:
      return [{ path, reason: reasonOf(issue, found) }];
  }
}

/** What the unions of the schema may hold that are told apart by a key, by that key: checks, and arguments of actions. */
const KINDS: Readonly<Record<string, string>> = {
  kind: 'http, tcp, plugin, heartbeat, tls, dns, ping, host, journey',
  type: 'choice, integer, text, boolean',
  'channels/kind': 'smtp, webhook, page, sms',
};

function explainUnion(issue: Extract<Issue, { code: 'invalid_union' }>, path: Path, raw: unknown): Fault {
  if (issue.errors.length === 0) {
    const key = String(path.at(-1));
    const kinds = KINDS[`${String(path[0])}/${key}`] ?? KINDS[key] ?? 'what the format knows';
    return { path, reason: `expected one of ${kinds}${foundText(valueAt(raw, path))}` };
  }
  // The alternative that got furthest is the one that was meant.
  const deepest = issue.errors.flat().find((inner) => inner.path.length > 0);
  if (deepest) {
    const fault = explain({ ...deepest, path: [...path, ...deepest.path] } as Issue, raw)[0];
    if (fault) return fault;
  }
  const found = valueAt(raw, path);
  const first = issue.errors.map((alternative) => alternative[0]).filter((inner) => inner !== undefined);
  const wanted = first.flatMap((inner) => wantedBy(inner) ?? []);
  // An alternative whose type fits has more to say than what types there are.
  const fitting = first.find((inner) => wantedBy(inner) === null);
  const reason = fitting ? reasonOf(fitting, found) : `expected ${wanted.join(' or ')}${foundText(found)}`;
  return { path, reason };
}

function wantedBy(issue: Issue): string | null {
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(' or ');
  return null;
}

function reasonOf(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_value':
      return `expected ${wantedBy(issue)}${foundText(found)}`;
    case 'invalid_format':
      // A link may hold a password: it is never repeated.
      return typeof found === 'string' && !found.includes(':') && found.length <= 80
        ? `"${found}": ${issue.message}`
        : issue.message;
    case 'too_big':
      return `too ${issue.origin === 'string' || issue.origin === 'array' ? 'long' : 'large'}: at most ${issue.maximum}${unit(issue.origin)}`;
    case 'too_small':
      if (issue.minimum === 1 && unit(issue.origin) !== '') return 'must not be empty';
      return `too ${unit(issue.origin) === '' ? 'small' : 'short'}: at least ${issue.minimum}${unit(issue.origin)}`;
    default:
      return issue.message;
  }
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

/** Names the kind of what was found; text only where it is short enough to be a slip and no secret. */
function foundText(found: unknown): string {
  if (found === null || found === undefined) return ', found nothing';
  if (Array.isArray(found)) return ', found a list';
  if (typeof found === 'object') return ', found a map';
  if (typeof found === 'string')
    return found.length <= 20 && !found.includes(':') ? `, found "${found}"` : ', found text';
  return `, found ${String(found)}`;
}

const MISSING = Symbol('missing');

function valueAt(raw: unknown, path: Path): unknown {
  let value = raw;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return MISSING;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
