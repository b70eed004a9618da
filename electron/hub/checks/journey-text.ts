/** `{{name}}` in a journey's texts: a variable, or what an earlier step extracted. */
const REFERENCE = /\{\{([A-Za-z][A-Za-z0-9_]{0,39})\}\}/g;

/** The names that a text refers to, each once. */
export function referencesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(REFERENCE)].map((match) => match[1] ?? ''))];
}

/** How a value is written where it is filled in. */
export type Spelling = (value: string) => string;

/** As it is: in headers and addresses (an address is then made valid as a whole). */
export const plain: Spelling = (value) => value;
/** Inside a string of a JSON text. */
export const inJson: Spelling = (value) => JSON.stringify(value).slice(1, -1);
/** In a field of a form (application/x-www-form-urlencoded). */
export const inForm: Spelling = (value) => new URLSearchParams([['', value]]).toString().slice(1);

/** No text may grow beyond this by what is filled into it, UTF-16 units. */
const TEXT_LIMIT = 256 * 1024;

/** A name that nothing is known for. Where it can be, this is found when the file is read. */
export class UnknownName extends Error {
  constructor(readonly reference: string) {
    super(`{{${reference}}} har ingen verdi`);
  }
}

/** Fills in a text. Throws UnknownName, and RangeError for a text that grows too large. */
export function fillText(text: string, values: ReadonlyMap<string, string>, spell: Spelling = plain): string {
  if (!text.includes('{{')) return text;
  const filled = text.replace(REFERENCE, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new UnknownName(name);
    return spell(value);
  });
  if (filled.length > TEXT_LIMIT) throw new RangeError('teksten ble for lang da verdiene ble satt inn');
  return filled;
}

/** Shorter than this, an extracted value is a number or a word of state rather than a key to anything. */
const TOKEN_LENGTH = 8;
/** The least length that is looked for in our own words too. */
const WHOLE_LENGTH = 4;

/**
 * Takes a journey's own values out of what people are shown, and puts their names there instead: every variable, and
 * whatever was extracted that may be a session's key. Each in the spellings that a server may echo it in.
 */
export class Redaction {
  readonly #spellings = new Map<string, string>();
  /** The longest first: one value may be a part of another. */
  #ordered: readonly string[] | null = null;

  constructor(variables: Readonly<Record<string, string>>) {
    for (const [name, value] of Object.entries(variables)) this.hide(name, value);
  }

  /** Notes what a step extracted. */
  extracted(name: string, value: string): void {
    if (value.length >= TOKEN_LENGTH) this.hide(name, value);
  }

  /** Foreign text with every known value replaced by its name, however short. */
  foreign(text: string): string {
    return this.#replace(text, 1);
  }

  /** Text that is partly our own: short values are left, or a `1` would tear every number apart. */
  whole(text: string): string {
    return this.#replace(text, WHOLE_LENGTH);
  }

  /** In one pass over the text: what was put in is not looked through again, so that it grows by no more than that. */
  #replace(text: string, least: number): string {
    this.#ordered ??= [...this.#spellings.keys()].sort((a, b) => b.length - a.length);
    const found = this.#ordered
      .filter((spelling) => spelling.length >= least)
      .map((spelling): Found => ({ spelling, at: text.indexOf(spelling) }))
      .filter(({ at }) => at >= 0);
    let shown = '';
    let from = 0;
    for (;;) {
      for (const one of found) if (one.at >= 0 && one.at < from) one.at = text.indexOf(one.spelling, from);
      const next = nextOf(found);
      if (next === undefined) return shown + text.slice(from);
      shown += text.slice(from, next.at) + (this.#spellings.get(next.spelling) ?? '');
      from = next.at + next.spelling.length;
    }
  }

  /** Notes a value that is never shown. */
  hide(name: string, value: string): void {
    if (value === '') return;
    const encoded = [value, inJson(value), inForm(value), inPath(value), inHtml(value)];
    for (const spelling of encoded) this.#spellings.set(spelling, `{{${name}}}`);
    this.#ordered = null;
  }
}

interface Found {
  readonly spelling: string;
  /** Where it stands next; −1: nowhere any more. */
  at: number;
}

/** The first to be taken out: where several overlap, the longest. `found`: the longest first. */
function nextOf(found: readonly Found[]): Found | undefined {
  const left = found.filter(({ at }) => at >= 0);
  const first = left.reduce<Found | undefined>((a, b) => (a === undefined || b.at < a.at ? b : a), undefined);
  return first && left.find(({ at }) => at < first.at + first.spelling.length);
}

function inPath(value: string): string {
  // Half a character cannot be written in an address.
  return encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd'));
}

function inHtml(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
