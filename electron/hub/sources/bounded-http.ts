import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { SourceGarbled, SourceSilent } from './foreign-source';
import { bounded, pieceOf, sizeText } from './text';

/** What is asked of a peer that is not trusted to answer well. */
export interface Ask {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly ca: string | null;
  /** Sent as JSON. */
  readonly body?: string;
  /** Bytes of the answer that are taken, at most. */
  readonly maxBytes: number;
}

/** An answer whose head has come. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** The body, bounded; rejects like `ask`. */
  readonly body: AsyncGenerator<Buffer, void, undefined>;
  /** Ends the connection, where the body is not to be read. */
  readonly drop: () => void;
}

/** Codes of Node's network errors, in words. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'avviser forbindelsen',
  ECONNRESET: 'brøt forbindelsen',
  ENOTFOUND: 'navnet finnes ikke',
  EAI_AGAIN: 'navnet kunne ikke slås opp',
  EHOSTUNREACH: 'kan ikke nås',
  ENETUNREACH: 'kan ikke nås',
  ETIMEDOUT: 'svarer ikke i tide',
};

/**
 * Asks once, over a connection of its own; redirects are not followed. Everything ends when `signal` aborts.
 * Rejects with SourceSilent when no answer comes, and with SourceGarbled when half of one does: an endless body or
 * a head that trickles is cut at the signal, and what came of it is told.
 */
export function ask(options: Ask, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new SourceSilent('svarer ikke i tide'));
    const url = new URL(options.url);
    const secure = url.protocol === 'https:';
    const body = options.body === undefined ? null : Buffer.from(options.body);
    const request = (secure ? tlsRequest : plainRequest)(url, {
      method: options.method,
      agent: false,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'Vaktrom',
        ...(body && { 'content-type': 'application/json', 'content-length': body.length }),
        ...options.headers,
      },
      ...(secure && options.ca !== null && { ca: options.ca }),
    });
    const onAbort = (): void => {
      reject(unfinished(request));
      request.destroy();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    // Not `once`: what is destroyed may fail again, and an error that nobody hears would end the hub.
    request.on('error', (error: NodeJS.ErrnoException) => {
      signal.removeEventListener('abort', onAbort);
      reject(inWords(error));
    });
    request.once('response', (response) => {
      signal.removeEventListener('abort', onAbort);
      response.on('error', () => {});
      const { statusCode = 0, headers } = response;
      const declared = Number(headers['content-length'] ?? 0);
      if (declared > options.maxBytes) {
        request.destroy();
        reject(new SourceGarbled(`svaret er på ${sizeText(declared)}`, `content-length: ${declared}`));
        return;
      }
      resolve({
        status: statusCode,
        headers,
        body: readBody(response, options.maxBytes, signal),
        drop: () => void request.destroy(),
      });
    });
    request.end(body);
  });
}

/** The whole of a small answer as text. */
export async function textOf(answer: Answer): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of answer.body) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/**
 * Sees to it that an answer is JSON with status 200, before it is read. Rejects with SourceGarbled, which quotes
 * its beginning, for anything else: an error, a redirect to a login page, HTML.
 */
export async function expectJson(answer: Answer): Promise<void> {
  const { status, headers } = answer;
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (status >= 300 && status < 400) {
    answer.drop();
    throw new SourceGarbled(
      `sender videre (HTTP ${status}) i stedet for å svare`,
      pieceOf(headers.location ?? ''),
    );
  }
  const encoded = headers['content-encoding'];
  const wrong =
    status !== 200
      ? `svarer HTTP ${status}`
      : type !== 'application/json'
        ? `svarer ${bounded(type, 60) || 'uten innholdstype'} i stedet for JSON`
        : encoded !== undefined && encoded !== 'identity'
          ? `svarer pakket (${bounded(encoded, 40)})`
          : null;
  if (wrong === null) return;
  throw new SourceGarbled(wrong, await beginningOf(answer));
}

/** The first bytes of a body that is not read further. */
export async function beginningOf(answer: Answer): Promise<string> {
  try {
    const first = await answer.body.next();
    return first.value ? pieceOf(first.value) : '';
  } catch {
    return '';
  } finally {
    answer.drop();
  }
}

async function* readBody(
  response: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  let size = 0;
  let last: Buffer = Buffer.alloc(0);
  let late = false;
  const onAbort = (): void => {
    late = true;
    response.destroy();
  };
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      size += part.length;
      last = part;
      if (size > maxBytes) {
        throw new SourceGarbled(`svaret er større enn ${sizeText(maxBytes)}`, pieceOf(part));
      }
      yield part;
    }
  } catch (error) {
    if (error instanceof SourceGarbled) throw error;
    if (late) throw new SourceGarbled(`svaret tok ikke slutt (${sizeText(size)} kom)`, pieceOf(last));
    throw new SourceGarbled(`svaret brøt av etter ${sizeText(size)}`, pieceOf(last));
  } finally {
    signal.removeEventListener('abort', onAbort);
    response.destroy();
  }
}

/** Told to end before a head came. */
function unfinished(request: ClientRequest): Error {
  const bytes = request.socket?.bytesRead ?? 0;
  if (bytes === 0) return new SourceSilent('svarer ikke i tide');
  return new SourceGarbled('begynte på et svar som ikke ble ferdig', `${bytes} byte uten et helt svarhode`);
}

function inWords(error: NodeJS.ErrnoException): Error {
  const code = error.code ?? '';
  if (code.startsWith('HPE_')) return new SourceGarbled('svarer ikke med HTTP', bounded(error.message, 160));
  const tls = code.startsWith('ERR_TLS') || code.includes('CERT') || code.includes('SELF_SIGNED');
  if (tls) return new SourceSilent(`sertifikatet godtas ikke (${bounded(code, 60)})`);
  return new SourceSilent(WORDS[code] ?? bounded(error.message, 160));
}
