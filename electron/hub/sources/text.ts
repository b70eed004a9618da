import { cleanText, cut } from '../checks/output-text';

/** Longest piece of an unreadable answer that is shown. */
const PIECE = 160;

/** A stranger's text in one clean line of at most `limit` characters; empty for what is no text. */
export function bounded(value: unknown, limit: number): string {
  return typeof value === 'string' ? cut(cleanText(value), limit) : '';
}

/** The offending piece of what could not be read. */
export function pieceOf(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : Buffer.isBuffer(value)
        ? value.subarray(0, 4 * PIECE).toString('utf8')
        : (JSON.stringify(value) ?? String(value));
  return cut(cleanText(text), PIECE);
}

/** A size for people: `12 kB`, `100 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 10_000) return `${bytes} byte`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${Math.round(bytes / 1_000_000)} MB`;
}

/** An RFC 3339 time as ms UTC; null: it is none. Nanoseconds are cut off. */
export function timeOf(value: unknown): number | null {
  if (typeof value !== 'string' || value.length > 40) return null;
  const at = Date.parse(value);
  return Number.isFinite(at) ? at : null;
}

/** An object's own fields, or null for anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

/** http and https only, without credentials; null for anything else. */
export function webLink(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 1_000 || !URL.canParse(value)) return null;
  const url = new URL(value);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  url.username = '';
  url.password = '';
  return url.href.length > 1_000 ? null : url.href;
}
