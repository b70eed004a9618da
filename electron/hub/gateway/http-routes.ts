import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { pushedHeartbeat } from '../../../shared/contract/wire';
import type { Result } from '../../../shared/util/result';
import { isLoopback, sameSecret } from './admission';

/** What the HTTP side of the hub can tell and take. */
export interface HttpRoutes {
  /** For `/healthz`: `ok` decides between 200 and 503. */
  readonly health: () => { readonly ok: boolean } & Readonly<Record<string, unknown>>;
  /** For `/metrics`, in the Prometheus text format. */
  readonly metrics: () => Promise<string>;
  /** For `POST /heartbeat/CHECK-ID`. `key` is the bearer token that came with it. */
  readonly heartbeat: (check: string, key: string | null, beat: PushedHeartbeat) => Result<null>;
  /** For `POST /webhook/SOURCE-ID`. */
  readonly webhook: WebhookRoute;
}

/** Where foreign monitoring systems push to. */
export interface WebhookRoute {
  /** Whether a sender may push to a source. What is returned takes the body; nothing is read before. */
  readonly admitPush: (
    source: string,
    pusher: { readonly key: string | null; readonly address: string | undefined },
  ) => Result<(body: string) => Result<null>>;
  /** Told of a body that was too large, or broke off. */
  readonly rejectPush: (source: string, reason: string) => void;
}

/** A heartbeat as parsed. */
export interface PushedHeartbeat {
  readonly result: 'ok' | 'warning' | 'critical' | 'unknown';
  readonly output: string;
  readonly ms: number | null;
}

const MAX_BODY_BYTES = 16 * 1024;
/** Alertmanager groups alerts; `max_alerts` in its configuration keeps a message smaller. */
const MAX_WEBHOOK_BYTES = 1024 * 1024;

/** Serves health, metrics and pushed heartbeats on `server`; the socket has its own path. */
export function serveHttp(server: Server, routes: HttpRoutes, token: string | null): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    // Not by `new URL`: it throws on what a peer may send ("//"), and nothing a peer sends may end the hub.
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (path.startsWith('/socket.io/')) return;
    handle(path, request, response, routes, token).catch((error: unknown) => {
      send(response, 500, { error: String(error) });
    });
  });
}

async function handle(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  routes: HttpRoutes,
  token: string | null,
): Promise<void> {
  if (path === '/healthz' && request.method === 'GET') {
    const health = routes.health();
    return send(response, health.ok ? 200 : 503, health);
  }
  if (path === '/metrics' && request.method === 'GET') {
    if (!mayRead(request, token)) return send(response, 401, { error: 'a token is required' });
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
    response.end(await routes.metrics());
    return;
  }
  if (path.startsWith('/heartbeat/') && request.method === 'POST') {
    if (request.headers.origin !== undefined) return send(response, 403, { error: 'not from a web page' });
    const outcome = await takeHeartbeat(path.slice('/heartbeat/'.length), request, routes);
    return send(response, outcome.status, outcome.body);
  }
  if (path.startsWith('/webhook/') && request.method === 'POST') {
    if (request.headers.origin !== undefined) return send(response, 403, { error: 'not from a web page' });
    const outcome = await takeWebhook(path.slice('/webhook/'.length), request, routes.webhook);
    return send(response, outcome.status, outcome.body);
  }
  send(response, 404, {
    error: 'not here',
    paths: ['/healthz', '/metrics', 'POST /heartbeat/CHECK-ID', 'POST /webhook/SOURCE-ID'],
  });
}

async function takeHeartbeat(
  encoded: string,
  request: IncomingMessage,
  routes: HttpRoutes,
): Promise<{ readonly status: number; readonly body: object }> {
  let check: string;
  let body: unknown;
  try {
    check = decodeURIComponent(encoded);
    const text = await readBody(request, MAX_BODY_BYTES);
    body = text.trim() === '' ? {} : JSON.parse(text);
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : 'malformed' } };
  }
  const parsed = pushedHeartbeat.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return {
      status: 400,
      body: { error: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}` },
    };
  }
  const outcome = routes.heartbeat(check, bearer(request), parsed.data);
  if (outcome.ok) return { status: 202, body: { ok: true } };
  const status = outcome.error.code === 'key' ? 401 : 404;
  return { status, body: { error: outcome.error.message } };
}

async function takeWebhook(
  encoded: string,
  request: IncomingMessage,
  route: WebhookRoute,
): Promise<{ readonly status: number; readonly body: object }> {
  let source: string;
  try {
    source = decodeURIComponent(encoded);
  } catch {
    return { status: 400, body: { error: 'malformed' } };
  }
  const admitted = route.admitPush(source, { key: bearer(request), address: request.socket.remoteAddress });
  if (!admitted.ok) {
    const { code, message } = admitted.error;
    return { status: code === 'key' ? 401 : 404, body: { error: message } };
  }
  try {
    const taken = admitted.value(await readBody(request, MAX_WEBHOOK_BYTES));
    if (taken.ok) return { status: 202, body: { ok: true } };
    return { status: 400, body: { error: taken.error.message } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'malformed';
    route.rejectPush(source, `webhook: ${reason}`);
    return { status: 400, body: { error: reason } };
  }
}

function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size > maxBytes) {
        reject(new Error(`a body here is at most ${maxBytes} bytes`));
        request.pause();
        return;
      }
      parts.push(part);
    });
    request.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    request.on('error', reject);
  });
}

function mayRead(request: IncomingMessage, token: string | null): boolean {
  if (isLoopback(request.socket.remoteAddress)) return true;
  return token !== null && sameSecret(bearer(request) ?? '', token);
}

function bearer(request: IncomingMessage): string | null {
  const header = request.headers.authorization ?? '';
  return header.startsWith('Bearer ') ? header.slice('Bearer '.length) : null;
}

function send(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 400 && { connection: 'close' }),
  });
  response.end(`${JSON.stringify(body)}\n`);
}
