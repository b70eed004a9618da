import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { Line, Talk } from '../endpoint';

/** What an HTTP endpoint says. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text, or data that is sent as JSON. */
  readonly body: string | Readonly<Record<string, unknown>>;
}

/** Decides an answer when its time has come. */
export type Answerer = (line: Line) => Answer;

/** `OK name`, or 503 when it has errors. */
export const plainAnswer: Answerer = ({ name, behaviour }) => {
  const failed = behaviour().mode === 'errors';
  return { status: failed ? 503 : 200, body: `${failed ? 'FEIL' : 'OK'} ${name}\n` };
};

/** A JSON document that says how it is and what `tells` adds; another document when its answer is wrong. */
export function jsonAnswer(
  tells: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
): Answerer {
  return ({ name, behaviour }) => {
    const { mode } = behaviour();
    if (mode === 'errors') return { status: 503, body: { tjeneste: name, status: 'feil' } };
    if (mode === 'wrong-answer') return { status: 200, body: { tjeneste: name, status: 'ukjent' } };
    return { status: 200, headers, body: { tjeneste: name, status: 'ok', ...tells } };
  };
}

/** Talks HTTP: one answer, whatever is asked for. */
export function httpTalk(answer: Answerer): Talk {
  return { server: (line) => createServer(quietly((_request, response) => reply(line, response, answer))) };
}

/** A key and its certificate, PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** The same over TLS. `certificate` makes one that ends in so many days; `days`: how it is when all is well. */
export function secureTalk(
  answer: Answerer,
  days: number,
  certificate: (daysLeft: number) => ServerCertificate,
): Talk {
  const present = (line: Line): ServerCertificate => {
    const { mode, level } = line.behaviour();
    return certificate(mode === 'expiring' ? level : days);
  };
  return {
    server: (line) =>
      createSecureServer(
        present(line),
        quietly((_request, response) => reply(line, response, answer)),
      ).on('tlsClientError', (_error, socket) => {
        socket.destroy();
      }),
    changed: (server, line) => (server as SecureServer).setSecureContext(present(line)),
  };
}

/** Passes requests on; what is left of a body is read away, so that the connection can be closed in order. */
export function quietly(listener: RequestListener): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    listener(request, response);
  };
}

function reply(line: Line, response: ServerResponse, answer: Answerer): void {
  line.later(() => send(response, answer(line)));
}

/** Sends an answer. */
export function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers });
  response.end(text);
}
