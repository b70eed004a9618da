import words from './protocol-5.json';

/**
 * What protocol 5 can say, of each collection's entities and of the log's events: written down from that protocol's own
 * schemas by `test/fixtures/schema-5/words.mjs`. An object has these fields and no other; all but `optional` ones must be
 * there. Nothing given: any JSON.
 */
interface Words {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Words[];
  readonly items?: Words;
  readonly properties?: Readonly<Record<string, Words>>;
  readonly optional?: readonly string[];
  /** Of a record: what each key holds. */
  readonly others?: Words;
}
export type Told = keyof typeof words;

// TypeScript would write out the type of all of it.
const WORDS = words as unknown as Readonly<Record<Told, Words>>;

/**
 * The same in words of protocol 5: fields that it does not know are left out, so that one that is added later stays out by
 * itself, and so is what it has no word for (a kind, a state) from lists. Null: it cannot be said at all.
 */
export function inOldWords(told: Told, value: unknown): unknown {
  return said(WORDS[told], value) ?? null;
}

/** Undefined: it cannot be said. */
function said(as: Words, value: unknown): unknown {
  if (as.anyOf) {
    for (const one of as.anyOf) {
      const found = said(one, value);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isOfType(as.type, value)) return undefined;
  if (as.enum && !as.enum.includes(value)) return undefined;
  if (as.const !== undefined && as.const !== value) return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const { items } = as;
    return items ? value.map((item) => said(items, item)).filter((item) => item !== undefined) : value;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  if (as.properties) return objectIn(as.properties, as.optional ?? [], fields);
  return as.others ? recordIn(as.others, fields) : value;
}

function objectIn(
  properties: Readonly<Record<string, Words>>,
  optional: readonly string[],
  fields: Readonly<Record<string, unknown>>,
): unknown {
  const object: Record<string, unknown> = {};
  for (const [key, as] of Object.entries(properties)) {
    const value = fields[key] === undefined ? undefined : said(as, fields[key]);
    if (value !== undefined) object[key] = value;
    else if (!optional.includes(key)) return undefined;
  }
  return object;
}

function recordIn(others: Words, fields: Readonly<Record<string, unknown>>): unknown {
  const all = Object.entries(fields).map(([key, value]) => [key, said(others, value)] as const);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

function isOfType(type: Words['type'], value: unknown): boolean {
  if (type === undefined) return true;
  const its = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const types = typeof type === 'string' ? [type] : type;
  return types.includes(its) || (its === 'number' && types.includes('integer'));
}
