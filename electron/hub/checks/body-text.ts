import type { IncomingHttpHeaders } from 'node:http';
import { quoteAround, quoteEnd, quote as quoteStart } from './quote';

/** What a body is, as text: by the character set that its content type names, else UTF-8. */
export function textOf(body: Buffer, headers: IncomingHttpHeaders): string {
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return body.toString('utf8');
  }
}

/** ` (svaret er komprimert: gzip)` where a body cannot be read as text for that reason; else empty. */
export function codingNote(headers: IncomingHttpHeaders): string {
  const coding = headers['content-encoding'] ?? 'identity';
  return coding === 'identity' || coding === '' ? '' : ` (svaret er komprimert: ${coding})`;
}

/** A body as JSON, or why it is none, with the piece that shows it. */
export type JsonBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads a text as JSON. `redact` takes out of what is quoted what must not be shown.
 * Never throws: the parser of V8 neither recurses nor grows beyond a multiple of the text, which is bounded.
 */
export function parseJsonBody(text: string, redact: (text: string) => string): JsonBody {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    const shown = redact(text).trim();
    if (shown === '') return { ok: false, reason: 'svaret er tomt, ventet JSON' };
    if (shown.startsWith('<')) return { ok: false, reason: `HTML i stedet for JSON: ${quoteStart(shown)}` };
    const message = error instanceof Error ? error.message : '';
    if (/^(?:Unexpected end|Unterminated)/.test(message)) {
      return { ok: false, reason: `JSON-svaret er avkuttet, det slutter med ${quoteEnd(shown)}` };
    }
    // V8 says where only when the text is long; a short one is shown whole.
    const at = Number(/at position (\d+)/.exec(message)?.[1] ?? 0);
    const before = redact(text.slice(0, at)).trimStart().length;
    return {
      ok: false,
      reason: `svaret er ikke gyldig JSON: ${quoteAround(shown, Math.min(before, shown.length))}`,
    };
  }
}
