import { type IncomingHttpHeaders, STATUS_CODES } from 'node:http';
import type { JsonCondition } from '../../../shared/contract/catalogue-file';
import type { HttpExpectations } from '../catalogue/loaded';
import { codingNote, parseJsonBody, textOf } from './body-text';
import { NOTHING, valueAt } from './json-pointer';
import { QUOTE_WINDOW, quote } from './quote';

/** As much of a body as is looked through for text: a page that never ends must not fill the hub. */
export const TEXT_LIMIT = 256 * 1024;
/** As much of a body as is read for JSON, which is worth nothing unless it is whole. */
export const JSON_LIMIT = 1024 * 1024;

/** An HTTP answer as far as it was read. */
export interface ReadAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  /** Its first bytes; empty where nobody asked for them. */
  readonly body: Buffer;
  /** Whether more followed that was not read. */
  readonly cut: boolean;
}

/** How many bytes of a body are to be kept for these expectations. */
export function bodyWanted(expect: HttpExpectations): number {
  if (expect.json.length > 0) return JSON_LIMIT;
  return expect.contains !== null || expect.containsNot !== null ? TEXT_LIMIT : 0;
}

/** What is seen of an answer in one phrase: `HTTP 200 OK`. */
export function seenOf(
  { status, statusText }: Pick<ReadAnswer, 'status' | 'statusText'>,
  redact: (text: string) => string = asItIs,
): string {
  if (statusText === '') return `HTTP ${status}`;
  // What nearly every server says holds no secret, and need not be looked through.
  return `HTTP ${status} ${statusText === STATUS_CODES[status] ? statusText : redact(statusText)}`;
}

const asItIs = (text: string): string => text;

/**
 * What is wrong with an answer, in words for people, or null when it is as expected. What the answer says is
 * quoted only after `redact` has taken out what must not be shown.
 */
export function faultIn(
  answer: ReadAnswer,
  expect: HttpExpectations,
  redact: (text: string) => string = asItIs,
): string | null {
  const { status } = answer;
  const seen = seenOf(answer, redact);
  if (expect.status ? !expect.status.includes(status) : status < 200 || status > 399) {
    return `${seen}, ventet ${expect.status ? expect.status.join(', ') : '200–399'}`;
  }
  const header = headerFault(answer.headers, expect.header, redact);
  if (header !== null) return `${seen}, men ${header}`;
  if (bodyWanted(expect) === 0) return null;
  const text = textOf(answer.body, answer.headers);
  const searched =
    answer.body.length > TEXT_LIMIT ? textOf(answer.body.subarray(0, TEXT_LIMIT), answer.headers) : text;
  const coding = codingNote(answer.headers);
  if (expect.contains !== null && !searched.includes(expect.contains)) {
    return `${seen}, men uten teksten ${quote(redact(expect.contains))}${coding}`;
  }
  if (expect.containsNot !== null && coding !== '') {
    // What cannot be read must not count as not being there.
    return `${seen}, men kan ikke lese om den har teksten ${quote(redact(expect.containsNot))}${coding}`;
  }
  if (expect.containsNot !== null && searched.includes(expect.containsNot)) {
    return `${seen}, men med teksten ${quote(redact(expect.containsNot))}`;
  }
  if (expect.json.length === 0) return null;
  const json = jsonFault(answer, text, expect.json, redact);
  return json === null ? null : `${seen}, men ${json}`;
}

function headerFault(
  headers: IncomingHttpHeaders,
  wanted: HttpExpectations['header'],
  redact: (text: string) => string,
): string | null {
  for (const name of Object.keys(wanted)) {
    const text = wanted[name] ?? '';
    const found = headers[name];
    if (found === undefined) return `uten headeren ${name}`;
    const value = Array.isArray(found) ? found.join(', ') : found;
    if (value.includes(text)) continue;
    // A session's key is nobody's to read on a wall.
    if (name === 'set-cookie') return `ingen informasjonskapsel har ${quote(redact(text))}`;
    return `headeren ${name} er ${quote(redact(value))}, ventet ${quote(redact(text))}`;
  }
  return null;
}

function jsonFault(
  answer: ReadAnswer,
  text: string,
  conditions: readonly JsonCondition[],
  redact: (text: string) => string,
): string | null {
  if (answer.cut) return `JSON-svaret er større enn ${JSON_LIMIT / 1024 / 1024} MiB`;
  const json = parseJsonBody(text, redact);
  if (!json.ok) return `${json.reason}${codingNote(answer.headers)}`;
  for (const condition of conditions) {
    const fault = conditionFault(json.value, condition, redact);
    if (fault !== null) return fault;
  }
  return null;
}

/** What is wrong by one condition on a JSON value, as `/status er "DOWN", ventet "UP"`; null when it holds. */
export function conditionFault(
  root: unknown,
  condition: JsonCondition,
  redact: (text: string) => string = asItIs,
): string | null {
  const value = valueAt(root, condition.at);
  const place = condition.at === '' ? 'JSON-svaret' : condition.at;
  if (condition.exists === false) return value === NOTHING ? null : `${place} finnes: ${show(value, redact)}`;
  if (value === NOTHING) return `${place} mangler`;
  const found = `${place} er ${show(value, redact)}`;
  if (condition.equals !== undefined && value !== condition.equals) {
    return `${found}, ventet ${show(condition.equals, redact)}`;
  }
  if (condition.contains !== undefined) {
    const text = typeof value === 'string' ? value : primitive(value) ? String(value) : null;
    if (text === null || !text.includes(condition.contains)) {
      return `${found}, ventet at det inneholder ${show(condition.contains, redact)}`;
    }
  }
  const { atLeast, atMost } = condition;
  if ((atLeast !== undefined || atMost !== undefined) && typeof value !== 'number') {
    return `${found}, ventet et tall`;
  }
  if (atLeast !== undefined && Number(value) < atLeast) return `${found}, ventet minst ${atLeast}`;
  if (atMost !== undefined && Number(value) > atMost) return `${found}, ventet høyst ${atMost}`;
  return null;
}

function primitive(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || value === null;
}

/** A JSON value in few words. What holds others is named by its size: writing it out might never end. */
function show(value: unknown, redact: (text: string) => string): string {
  if (typeof value === 'string') return quote(redact(value.slice(0, QUOTE_WINDOW)));
  if (Array.isArray(value)) return `en liste på ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    return keys.length === 0
      ? 'et tomt objekt'
      : `et objekt med ${quote(redact(keys.slice(0, 10).join(', ').slice(0, QUOTE_WINDOW)))}`;
  }
  return String(value);
}
