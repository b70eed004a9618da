import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';

/** A place in the file's data: keys and indexes from the top. */
export type Path = readonly (string | number)[];

/** A fault at a place in the data. */
export interface Fault {
  readonly path: Path;
  /** Points at the key instead of what it holds. */
  readonly atKey?: boolean;
  readonly reason: string;
}

/** A place in the text, 1-based. */
export interface TextPlace {
  readonly line: number;
  readonly col: number;
}

/** A YAML text as plain data that still knows where everything stands. */
export interface YamlSource {
  /** Plain data; undefined when the text is not YAML at all. */
  readonly value: unknown;
  readonly faults: readonly (TextPlace & { readonly reason: string })[];
  /** Where `path` stands. What does not exist is placed at the nearest that does. */
  locate(path: Path, atKey?: boolean): TextPlace;
}

/** Nodes that aliases may add to a file: far above honest use, far below what exhausts a process. */
const MAX_ALIASED_NODES = 200_000;

/** One slip in the syntax makes the parser stumble over whatever follows. */
const MAX_SYNTAX_FAULTS = 10;

/** Reads YAML 1.2. Never throws: what is wrong with the text is in `faults`. */
export function readYaml(text: string): YamlSource {
  let document: Document.Parsed;
  try {
    // Keys are compared by Conversion below: the library's own way takes quadratic time in a large map.
    document = parseDocument(text, { prettyErrors: false, uniqueKeys: false });
  } catch (error) {
    return unreadable(error);
  }
  const placeAt = textPlaces(text);
  const conversion = new Conversion();
  let value: unknown;
  try {
    value = document.errors.length > 0 ? undefined : conversion.run(document.contents);
  } catch (error) {
    return unreadable(error);
  }
  const faults = [
    ...[...document.errors, ...document.warnings].slice(0, MAX_SYNTAX_FAULTS).map((error) => ({
      offset: error.pos[0],
      // Without the piece of the text that some messages end with: it may be a password.
      reason: `not valid YAML: ${error.message.replace(/: .*$/s, '')}`,
    })),
    ...conversion.faults,
  ].map(({ offset, reason }) => ({ ...placeAt(offset), reason }));
  return {
    value: faults.length > 0 ? undefined : value,
    faults,
    locate: (path, atKey = false) => placeAt(offsetOf(document.contents, path, atKey, conversion.aliased)),
  };
}

/**
 * Finds the place of an offset. The library's own counter is not used: it loses count where a quoted text runs
 * over several lines inside a fault.
 */
function textPlaces(text: string): (offset: number) => TextPlace {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    const inside = Math.max(0, Math.min(offset, text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= inside) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, col: inside - (starts[low] ?? 0) + 1 };
  };
}

function unreadable(error: unknown): YamlSource {
  const place = { line: 1, col: 1 };
  const reason =
    error instanceof RangeError
      ? 'not valid YAML: nested too deeply'
      : `not valid YAML: ${error instanceof Error ? error.message : String(error)}`;
  return { value: undefined, faults: [{ ...place, reason }], locate: () => place };
}

/** Makes plain data of nodes: keys unique and textual, aliases bounded. */
class Conversion {
  readonly faults: { readonly offset: number; readonly reason: string }[] = [];
  /** What each alias stands for. */
  readonly aliased = new Map<Node, Node>();
  readonly #anchors = new Map<
    string,
    { readonly node: Node; readonly value: unknown; readonly size: number }
  >();
  #added = 0;

  run(node: Node | null): unknown {
    return this.#convert(node).value;
  }

  #convert(node: Node | null): { readonly value: unknown; readonly size: number } {
    if (node === null) return { value: null, size: 1 };
    if (isAlias(node)) return this.#resolve(node, node.source);
    const made = this.#make(node);
    // Only a finished value can be referred to: an alias inside its own anchor finds nothing.
    if ('anchor' in node && node.anchor) this.#anchors.set(node.anchor, { node, ...made });
    return made;
  }

  #make(node: Node): { readonly value: unknown; readonly size: number } {
    if (isScalar(node)) return { value: node.value, size: 1 };
    let size = 1;
    if (isSeq(node)) {
      const list = node.items.map((item) => {
        const made = this.#convert(item as Node | null);
        size += made.size;
        return made.value;
      });
      return { value: list, size };
    }
    const map: Record<string, unknown> = {};
    if (!isMap(node)) return { value: map, size };
    const keys = new Set<string>();
    for (const pair of node.items) {
      const key = this.#key(pair.key as Node | null, node);
      const made = this.#convert(pair.value as Node | null);
      size += made.size;
      if (key === null) continue;
      if (keys.has(key)) this.#fault(pair.key as Node, `duplicate key "${key}"`);
      keys.add(key);
      // As an own property: "__proto__" is a key like any other.
      Object.defineProperty(map, key, {
        value: made.value,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return { value: map, size };
  }

  #key(key: Node | null, map: Node): string | null {
    if (isScalar(key) && key.value !== null) return String(key.value);
    this.#fault(key ?? map, 'a key must be plain text');
    return null;
  }

  #resolve(alias: Node, name: string): { readonly value: unknown; readonly size: number } {
    const anchor = this.#anchors.get(name);
    if (!anchor) {
      this.#fault(
        alias,
        'unknown anchor (it must be complete before its alias; quote a text that begins with "*")',
      );
      return { value: null, size: 1 };
    }
    if (this.#added <= MAX_ALIASED_NODES && this.#added + anchor.size > MAX_ALIASED_NODES) {
      this.#fault(alias, `aliases expand to more than ${MAX_ALIASED_NODES} values`);
    }
    this.#added += anchor.size;
    this.aliased.set(alias, anchor.node);
    return anchor;
  }

  #fault(node: Node, reason: string): void {
    this.faults.push({ offset: node.range?.[0] ?? 0, reason });
  }
}

function offsetOf(root: Node | null, path: Path, atKey: boolean, aliased: ReadonlyMap<Node, Node>): number {
  let node = root;
  let offset = root?.range?.[0] ?? 0;
  for (const [index, step] of path.entries()) {
    if (isAlias(node)) node = aliased.get(node) ?? null;
    let child: Node | null | undefined;
    let keyOffset: number | undefined;
    if (isSeq(node)) {
      child = node.items[Number(step)] as Node | null | undefined;
    } else if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair) {
        keyOffset = (pair.key as Node).range?.[0];
        child = (pair.value as Node | null) ?? (pair.key as Node);
      }
    }
    if (!child) return offset;
    // A key that holds nothing is itself the place to look at.
    const empty = isScalar(child) && child.value === null && keyOffset !== undefined;
    const last = index === path.length - 1;
    offset = ((last && atKey) || empty ? keyOffset : child.range?.[0]) ?? offset;
    node = child;
  }
  return offset;
}
