import type { IncomingHttpHeaders } from 'node:http';
import { QUOTE_WINDOW, quoteAround, quoteEnd, quote as quoteStart } from './quote';

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
    const body = text.trim();
    if (body === '') return { ok: false, reason: 'svaret er tomt, ventet JSON' };
    if (body.startsWith('<')) {
      return {
        ok: false,
        reason: `HTML i stedet for JSON: ${quoteStart(redact(body.slice(0, QUOTE_WINDOW)))}`,
      };
    }
    const message = error instanceof Error ? error.message : '';
    if (/^(?:Unexpected end|Unterminated)/.test(message)) {
      const end = quoteEnd(redact(body.slice(-QUOTE_WINDOW)));
      return { ok: false, reason: `JSON-svaret er avkuttet, det slutter med ${end}` };
    }
    // V8 says where only when the text is long; a short one is shown whole.
    const found = Number(/at position (\d+)/.exec(message)?.[1] ?? 0);
    const at = Math.max(0, found - (text.length - text.trimStart().length));
    const from = Math.max(0, at - QUOTE_WINDOW);
    const shown = redact(body.slice(from, at + QUOTE_WINDOW));
    const before = redact(body.slice(from, at)).length;
    return {
      ok: false,
      reason: `svaret er ikke gyldig JSON: ${quoteAround(shown, Math.min(before, shown.length))}`,
    };
  }
}
