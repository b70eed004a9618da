import { isOpenHeader } from '../../../shared/catalogue-text/mask';
import { showUrl } from '../catalogue/show-url';
import type { ReadAnswer } from './http-expectations';

/** What is asked, as far as a redirect may change it. */
export interface Asked {
  readonly url: URL;
  readonly method: string;
  /** Whether a body is sent. */
  readonly body: boolean;
}

/** Where an answer sends its asker: nowhere (it is the answer), on, or to where nobody can go. */
export type Turn =
  | { readonly kind: 'answer' }
  | { readonly kind: 'follow'; readonly asked: Asked; readonly sameOrigin: boolean }
  | { readonly kind: 'fault'; readonly reason: string };

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Reads a redirect as browsers do (fetch standard, HTTP-redirect fetch): 303 asks again with GET, and so do 301 and
 * 302 after a POST; 307 and 308 ask the same again. A redirect without a Location is an answer.
 */
export function turnOf(asked: Asked, answer: Pick<ReadAnswer, 'status' | 'headers'>): Turn {
  const { location } = answer.headers;
  if (!REDIRECTS.has(answer.status) || location === undefined) return { kind: 'answer' };
  // Header bytes are Latin-1 to Node; most servers write UTF-8.
  const text = Buffer.from(location, 'latin1').toString('utf8');
  if (!URL.canParse(text, asked.url.href)) {
    return { kind: 'fault', reason: `HTTP ${answer.status} viser til noe som ikke er en adresse` };
  }
  const url = new URL(text, asked.url.href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { kind: 'fault', reason: `HTTP ${answer.status} viser til ${url.protocol}, som ikke er HTTP` };
  }
  const turnsGet =
    (answer.status === 303 && asked.method !== 'HEAD') || (answer.status <= 302 && asked.method === 'POST');
  const sameOrigin = url.origin === asked.url.origin;
  if (sameOrigin && url.username === '' && url.password === '') {
    url.username = asked.url.username;
    url.password = asked.url.password;
  }
  return {
    kind: 'follow',
    asked: { url, method: turnsGet ? 'GET' : asked.method, body: asked.body && !turnsGet },
    sameOrigin,
  };
}

/** Headers that are of the message and not of who asks. */
const MESSAGE_HEADERS: ReadonlySet<string> = new Set(['connection', 'content-length']);

/**
 * Takes out of a request's headers (lower-case names) what belongs to the origin that it was written for: credentials
 * under whatever name, and `host`. Browsers ask the other origin first before they send it such headers (the fetch
 * standard's preflight); a check cannot, so it sends none.
 */
export function leaveOrigin(headers: Record<string, unknown>): void {
  for (const name of Object.keys(headers)) {
    const travels = (isOpenHeader(name) && name !== 'host') || MESSAGE_HEADERS.has(name);
    if (!travels) delete headers[name];
  }
}

/** The way through redirects: how many there were, and whether they go round in a ring. */
export class Hops {
  readonly #limit: number;
  readonly #seen: string[] = [];
  readonly #urls: URL[] = [];

  constructor(limit: number, first: Asked) {
    this.#limit = limit;
    this.#note(first);
  }

  /**
   * Notes the next hop; returns why it is not to be taken, or null. `ringIsCertain`: the same request gets the same
   * answer (no cookies), so the first repetition is already a ring.
   */
  next(asked: Asked, ringIsCertain: boolean): string | null {
    const before = this.#seen.lastIndexOf(keyOf(asked));
    this.#note(asked);
    if (before >= 0 && ringIsCertain) return this.#ring(before);
    if (this.#urls.length - 1 <= this.#limit) return null;
    if (before >= 0) return this.#ring(before);
    return `mer enn ${countRedirects(this.#limit)}, sist til ${showUrl(asked.url)}`;
  }

  #note(asked: Asked): void {
    this.#seen.push(keyOf(asked));
    this.#urls.push(asked.url);
  }

  #ring(from: number): string {
    const ring = this.#urls.slice(from).map((url) => showUrl(url));
    return `videresendingen går i ring: ${ring.slice(0, 6).join(' → ')}${ring.length > 6 ? ' → …' : ''}`;
  }
}

function keyOf(asked: Asked): string {
  return `${asked.method} ${asked.url.href}`;
}

/** `1 videresending`, `3 videresendinger`. */
export function countRedirects(count: number): string {
  return count === 1 ? '1 videresending' : `${count} videresendinger`;
}
