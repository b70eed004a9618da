/** One sample of the Prometheus text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** May be NaN or infinite. */
  readonly value: number;
}

/** What was read, or the first line that is not of the format; `text` null: there are more than LINES_LIMIT. */
export type Exposition =
  | { readonly ok: true; readonly samples: readonly Sample[] }
  | { readonly ok: false; readonly line: number; readonly text: string | null };

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL_NAME = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const LABEL_VALUE = /"((?:[^"\\\n]|\\[\\"n])*)"/y;
const SPACE = /[ \t]*/y;
const VALUE = /[^ \t]+/y;
const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;
const SPECIAL: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Inf: Number.POSITIVE_INFINITY,
  '+Inf': Number.POSITIVE_INFINITY,
  '-Inf': Number.NEGATIVE_INFINITY,
};

/** Longer than any real sample; a pattern that runs over megabytes would hold up everything else. */
const LINE_LIMIT = 16 * 1024;
/** Some ten times what the largest machines say; reading them all takes a tenth of a second. */
export const LINES_LIMIT = 50_000;

/**
 * Reads the Prometheus text format (version 0.0.4: prometheus.io/docs/instrumenting/exposition_formats) strictly:
 * one line that does not follow it (or is longer than 16 KiB), and the whole is not what it says it is. Only samples whose name is `wanted` are
 * kept. The time it takes grows with the text's length and no faster. Never throws.
 */
export function parseExposition(text: string, wanted: ReadonlySet<string>): Exposition {
  const samples: Sample[] = [];
  let line = 0;
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const content = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
    line += 1;
    if (line > LINES_LIMIT) return { ok: false, line, text: null };
    start = end < 0 ? text.length : end + 1;
    if (content === '') continue;
    const sample = content.length > LINE_LIMIT ? 'wrong' : parseLine(content);
    if (sample === 'wrong') return { ok: false, line, text: content };
    if (sample !== null && wanted.has(sample.name)) samples.push(sample);
  }
  return { ok: true, samples };
}

/** A sample, null for a comment or an empty line, or `wrong`. */
function parseLine(line: string): Sample | null | 'wrong' {
  const cursor = new Cursor(line);
  cursor.take(SPACE);
  if (cursor.done || line.startsWith('#', cursor.at)) return null;
  const name = cursor.take(NAME)?.[0];
  if (name === undefined) return 'wrong';
  cursor.take(SPACE);
  const labels = line.charAt(cursor.at) === '{' ? parseLabels(cursor, line) : {};
  if (labels === null) return 'wrong';
  cursor.take(SPACE);
  const value = numberOf(cursor.take(VALUE)?.[0] ?? '');
  if (value === null) return 'wrong';
  cursor.take(SPACE);
  if (!cursor.done) {
    const stamp = cursor.take(VALUE)?.[0] ?? '';
    cursor.take(SPACE);
    if (!/^-?\d+$/.test(stamp) || !cursor.done) return 'wrong';
  }
  return { name, labels, value };
}

function parseLabels(cursor: Cursor, line: string): Record<string, string> | null {
  const labels: Record<string, string> = {};
  cursor.at += 1;
  for (;;) {
    cursor.take(SPACE);
    if (line.charAt(cursor.at) === '}') {
      cursor.at += 1;
      return labels;
    }
    const name = cursor.take(LABEL_NAME)?.[0];
    cursor.take(SPACE);
    if (name === undefined || line.charAt(cursor.at) !== '=') return null;
    cursor.at += 1;
    cursor.take(SPACE);
    const value = cursor.take(LABEL_VALUE)?.[1];
    if (value === undefined) return null;
    // As an own property: "__proto__" is a label name like any other.
    Object.defineProperty(labels, name, { value: unescaped(value), enumerable: true, configurable: true });
    cursor.take(SPACE);
    const next = line.charAt(cursor.at);
    if (next === ',') cursor.at += 1;
    else if (next !== '}') return null;
  }
}

function unescaped(text: string): string {
  return text.includes('\\')
    ? text.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char))
    : text;
}

function numberOf(text: string): number | null {
  if (NUMBER.test(text)) return Number(text);
  return Object.hasOwn(SPECIAL, text) ? (SPECIAL[text] ?? null) : null;
}

/** Walks a line once, by sticky patterns: no input makes this slow. */
class Cursor {
  at = 0;
  readonly #line: string;

  constructor(line: string) {
    this.#line = line;
  }

  get done(): boolean {
    return this.at >= this.#line.length;
  }

  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.#line);
    if (match) this.at = pattern.lastIndex;
    return match;
  }
}
