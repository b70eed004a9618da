import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Attempt } from './letter';

/** What is sent to a web address. */
export interface Post {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly type: string; readonly text: string } | null;
  readonly ca: string | null;
  /** What the answer must contain to be a yes; null: its status is enough. */
  readonly contains: string | null;
}

/** Bytes of an answer that are read. */
const MAX_ANSWER = 64 * 1024;
/** Not taken, and may be taken later; and what a proxy says when it does not know what became of it. */
const LATER: ReadonlySet<number> = new Set([429, 503]);
const UNSURE: ReadonlySet<number> = new Set([502, 504]);

/** What failed before anything was handed over may be tried again, in words by Node's code. */
const NOT_REACHED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'avviste forbindelsen',
  ENOTFOUND: 'navnet finnes ikke',
  EAI_AGAIN: 'navnet kunne ikke slås opp',
  EHOSTUNREACH: 'kan ikke nås',
  ENETUNREACH: 'kan ikke nås',
  ETIMEDOUT: 'svarte ikke i tide',
  ECONNRESET: 'brøt forbindelsen',
  EPIPE: 'brøt forbindelsen',
};

/**
 * Sends once, over a connection of its own; redirects are not followed. Never rejects. What fails before the connection
 * stands was certainly not taken; what fails after may have been.
 */
export function post(options: Post, signal: AbortSignal): Promise<Attempt> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ outcome: 'later', detail: 'ble avbrutt' });
    const url = new URL(options.url);
    const secure = url.protocol === 'https:';
    const body = options.body === null ? null : Buffer.from(options.body.text);
    let reached = false;
    const request = (secure ? tlsRequest : plainRequest)(url, {
      method: options.method,
      agent: false,
      headers: {
        'user-agent': 'Vaktrom',
        'accept-encoding': 'identity',
        ...(body && { 'content-type': options.body?.type ?? '', 'content-length': body.length }),
        ...options.headers,
      },
      ...(secure && options.ca !== null && { ca: options.ca }),
    });
    const end = (attempt: Attempt): void => {
      signal.removeEventListener('abort', onAbort);
      request.destroy();
      resolve(attempt);
    };
    const onAbort = (): void =>
      end(
        reached
          ? { outcome: 'unknown', detail: 'svarte ikke i tide' }
          : { outcome: 'later', detail: 'svarte ikke i tide' },
      );
    signal.addEventListener('abort', onAbort, { once: true });
    request.once('socket', (socket) =>
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        reached = true;
      }),
    );
    // Not `once`: what is destroyed may fail again, and an error that nobody hears would end the hub.
    request.on('error', (error: NodeJS.ErrnoException) => end(failed(error, reached)));
    request.once('response', (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      const answered = (): void =>
        end(judge(response.statusCode ?? 0, Buffer.concat(parts).toString('utf8'), options.contains));
      response.on('error', () => answered());
      response.on('data', (part: Buffer) => {
        size += part.length;
        parts.push(part);
        if (size > MAX_ANSWER) answered();
      });
      response.once('end', answered);
    });
    request.end(body);
  });
}

function judge(status: number, answer: string, contains: string | null): Attempt {
  if (status >= 200 && status < 300) {
    if (contains === null || answer.includes(contains)) return { outcome: 'sent', detail: `HTTP ${status}` };
    return { outcome: 'refused', detail: `svarte HTTP ${status}, men ikke «${contains}»: ${answer}` };
  }
  if (LATER.has(status)) return { outcome: 'later', detail: `svarte HTTP ${status}` };
  if (UNSURE.has(status)) return { outcome: 'unknown', detail: `svarte HTTP ${status}` };
  if (status >= 300 && status < 400)
    return { outcome: 'refused', detail: `sendte videre (HTTP ${status}) i stedet for å ta imot` };
  return { outcome: 'refused', detail: `svarte HTTP ${status}: ${answer}` };
}

function failed(error: NodeJS.ErrnoException, reached: boolean): Attempt {
  const code = error.code ?? '';
  const tls = code.startsWith('ERR_TLS') || code.includes('CERT') || code.includes('SELF_SIGNED');
  if (tls) return { outcome: 'refused', detail: `sertifikatet godtas ikke (${code})` };
  const words = NOT_REACHED[code] ?? (code === '' ? 'forbindelsen sviktet' : code);
  return { outcome: reached ? 'unknown' : 'later', detail: words };
}
