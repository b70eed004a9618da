import { createHmac } from 'node:crypto';
// yaml: a secret is known by the key it stands at.
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { isOpenHeader, MASK, SECRET_MASK } from '../../../../shared/catalogue-text/mask';
import {
  applyEdits,
  keyOf,
  parseText,
  placeOf,
  type TextEdit,
} from '../../../../shared/catalogue-text/yaml-text';
import { failure, type Result, success } from '../../../../shared/util/result';

/** What a mask stands for: the text as it is written in the file, quotes and all, and its value. */
export interface Secret {
  readonly source: string;
  readonly value: string;
}

/** A text as it may be shown, and what its masks stand for. */
export interface MaskedText {
  readonly text: string;
  readonly secrets: ReadonlyMap<string, Secret>;
}

/** A piece of the text that is a secret: a whole value, or a part of one (a password inside a URL). */
interface SecretPlace {
  readonly from: number;
  readonly to: number;
  readonly value: string;
  readonly whole: boolean;
}

/** Names of values that are secret wherever a body is built from them. */
const SECRET_NAME = /pass|passord|secret|token|pwd|pin\b|api-?_?key|credential|hemmelig/i;
/** Options of plugins whose next argument is one. */
export const SECRET_OPTION = /^--?(password|passwd|pass|authorization|community|token|secret|api-?key|a|C)$/;
export const SECRET_OPTION_WITH_VALUE =
  /^--(?:password|passwd|pass|authorization|community|token|secret|api-?key)=./s;
/**
 * `//user:password@` (up to the last @, as URLs are read; JSON may write `\/`), and values of query fields that are
 * named like secrets.
 */
export const IN_URL =
  /(\\?\/\\?\/)([^/?#\s]+)(?=@)|([?&](?:[\w-]*(?:token|secret|password|passwd|pwd|key|sig|code)[\w-]*)=)([^&#\s]+)/gi;
/** Lists of a program's arguments: a plugin's, a runbook action's. */
const ARGUMENTS = /^(?:args|command|dryRun)$/;
/** Of a channel out of the room: whoever knows its address may often use it. */
const CHANNEL_SECRET = /^(?:url|user|password)$/;
/** Nothing but what is filled in later. */
const FILLED_IN = /^(?:[A-Za-z]+\s+)?(?:\{\{?[\w-]+\}?\}\s*)+$/;

/**
 * Replaces every secret in a YAML text by a mask, so that it can be shown on a desk: values of `headers` (but for
 * harmless ones), `key`, `webhookKey`, `variables`, a site's `vars`, form fields and JSON fields named like secrets,
 * passwords and tokens inside URLs, addresses and logins of channels, and plugin arguments behind options that take one. `key`: of this hub's folder; a
 * mask tells equal from changed and nothing else. A text that is no YAML is masked whole.
 */
export function maskSecrets(text: string, key: Buffer): MaskedText {
  let document: Document.Parsed;
  try {
    document = parseText(text);
  } catch {
    return { text: '', secrets: new Map() };
  }
  if (document.errors.length > 0) return { text: '', secrets: new Map() };
  const secrets = new Map<string, Secret>();
  const edits: TextEdit[] = [];
  for (const { from, to, value } of secretPlaces(text, document)) {
    const mask = maskOf(value, key);
    const source = text.slice(from, to);
    secrets.set(mask, { source, value });
    edits.push({ from, to, text: source.endsWith('\n') ? `${mask}\n` : mask });
  }
  return { text: applyEdits(text, edits), secrets };
}

/**
 * Puts secrets back where their masks were left unchanged. A mask is only good at a place that takes a secret, and
 * only for a secret of `secrets`: refused (`mask`, with line and column) otherwise.
 */
export function unmaskSecrets(text: string, secrets: ReadonlyMap<string, Secret>): Result<string> {
  const first = SECRET_MASK.exec(text);
  if (!first) return success(text);
  const document = parseText(text);
  const edits: TextEdit[] = [];
  const found = secretPlaces(text, document);
  for (const { from, to, value, whole } of found) {
    if (!SECRET_MASK.test(value)) continue;
    const secret = secrets.get(value);
    if (!secret)
      return failure('mask', `${at(text, from)} den skjulte verdien er ikke kjent lenger: skriv den på nytt`);
    const put = whole && secret.source.includes('\n') ? JSON.stringify(secret.value) : secret.source;
    edits.push({ from, to, text: put });
  }
  const plain = applyEdits(text, edits);
  const left = SECRET_MASK.exec(plain);
  if (left)
    return failure('mask', `${at(plain, left.index)} en skjult verdi kan ikke stå her: skriv den på nytt`);
  // Unquoted text of one place may mean something else in another.
  if (sameSecrets(plain, found, secrets)) return success(plain);
  return success(
    applyEdits(
      text,
      found.flatMap(({ from, to, value, whole }) => {
        const secret = secrets.get(value);
        return secret ? [{ from, to, text: whole ? JSON.stringify(secret.value) : secret.source }] : [];
      }),
    ),
  );
}

function sameSecrets(
  plain: string,
  masked: readonly SecretPlace[],
  secrets: ReadonlyMap<string, Secret>,
): boolean {
  const document = parseText(plain);
  if (document.errors.length > 0) return false;
  const now = new Set(secretPlaces(plain, document).map(({ value }) => value));
  return masked.every(({ value }) => {
    const secret = secrets.get(value);
    return !secret || now.has(secret.value);
  });
}

/** Four dots and eight digits of a keyed hash. */
function maskOf(value: string, key: Buffer): string {
  return MASK + createHmac('sha256', key).update(value).digest('hex').slice(0, 8);
}

function at(text: string, offset: number): string {
  const { line, col } = placeOf(text, offset);
  return `${line}:${col}`;
}

function secretPlaces(text: string, document: Document.Parsed): readonly SecretPlace[] {
  const places = new Map<number, SecretPlace>();
  const whole = (node: unknown): void => {
    const target = isAlias(node) ? node.resolve(document) : node;
    if (isMap(target)) for (const { value } of target.items) whole(value);
    else if (isSeq(target)) for (const item of target.items) whole(item);
    if (!isScalar(target) || !target.range) return;
    const value = String(target.value ?? '');
    if (value === '' || FILLED_IN.test(value)) return;
    const [from, to] = target.range;
    places.set(from, { from, to, value, whole: true });
  };
  walk(
    document.contents,
    [],
    (scalar, path) => {
      const key = path.at(-1) ?? '';
      const holder = path.at(-2) ?? '';
      if (holder === 'headers') {
        if (!isOpenHeader(key)) whole(scalar);
      } else if (holder === 'variables' || key === 'webhookKey' || (key === 'key' && holder !== 'vars'))
        whole(scalar);
      else if ((path.includes('form') || path.includes('jsonBody')) && SECRET_NAME.test(key)) whole(scalar);
      else if (holder === 'vars' && SECRET_NAME.test(key)) whole(scalar);
      else if (key === 'url' && holder === 'deadMansSwitch') whole(scalar);
      else if (path[0] === 'channels' && (CHANNEL_SECRET.test(key) || SECRET_NAME.test(key))) whole(scalar);
      else if (isScalar(scalar)) insideUrl(text, scalar, places);
    },
    (list) => pluginArguments(text, list, places, whole),
  );
  return [...places.values()];
}

/** Visits every scalar and alias with the keys above it, and every list of plugin arguments. */
function walk(
  node: unknown,
  path: readonly string[],
  scalar: (node: Node, path: readonly string[]) => void,
  args: (items: readonly unknown[]) => void,
): void {
  if (isMap(node)) {
    for (const { key, value } of node.items) walk(value, [...path, keyOf(key)], scalar, args);
  } else if (isSeq(node)) {
    if (ARGUMENTS.test(path.at(-1) ?? '')) args(node.items);
    for (const item of node.items) walk(item, path, scalar, args);
  } else if (isScalar(node) || isAlias(node)) scalar(node, path);
}

function insideUrl(text: string, scalar: Scalar, places: Map<number, SecretPlace>): void {
  const { from, to } = insideQuotes(scalar);
  if (typeof scalar.value !== 'string' || !/https?:\/\//i.test(scalar.value)) return;
  for (const match of text.slice(from, to).matchAll(IN_URL)) {
    const before = match[1] ?? match[3] ?? '';
    const value = match[2] ?? match[4] ?? '';
    if (FILLED_IN.test(value)) continue;
    const at = from + match.index + before.length;
    places.set(at, { from: at, to: at + value.length, value, whole: false });
  }
}

function pluginArguments(
  text: string,
  items: readonly unknown[],
  places: Map<number, SecretPlace>,
  whole: (node: unknown) => void,
): void {
  for (const [index, item] of items.entries()) {
    if (!isScalar(item) || !item.range) continue;
    const value = String(item.value);
    if (SECRET_OPTION.test(value) || (value === '-p' && !/^\d+$/.test(textOf(items[index + 1])))) {
      whole(items[index + 1]);
    }
    if (!SECRET_OPTION_WITH_VALUE.test(value)) continue;
    // As it is written, escapes and all, from its own "=" on: the option's name may hold the same letters.
    const from = text.indexOf('=', item.range[0]) + 1;
    const to = insideQuotes(item).to;
    if (from > 0 && from < to) places.set(from, { from, to, value: text.slice(from, to), whole: false });
  }
}

/** Where a scalar's text stands, without the quotes around it. */
function insideQuotes(scalar: Scalar): { readonly from: number; readonly to: number } {
  const [from, to] = scalar.range ?? [0, 0];
  const quoted = scalar.type === 'QUOTE_SINGLE' || scalar.type === 'QUOTE_DOUBLE';
  return quoted ? { from: from + 1, to: to - 1 } : { from, to };
}

function textOf(node: unknown): string {
  return isScalar(node) ? String(node.value) : '';
}
