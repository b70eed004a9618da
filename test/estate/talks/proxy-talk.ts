import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Behaviour } from '../behaviour';
import type { Line, Talk } from '../endpoint';
import { send } from './http-talk';

/** What a request waits for each per cent of lost packets: one retransmission now and then (RFC 6298), ms. */
const LOSS_MS_PER_PERCENT = 135;

/**
 * A forward proxy at a site (RFC 9110: `CONNECT`, and absolute addresses): journeys go out through it, over the
 * line that the site has. `allowed` bounds where it may lead: an open proxy is nobody's friend, on loopback either.
 * `lineState`: packets that are lost are sent again, so each request takes longer.
 */
export function proxyTalk(
  allowed: (host: string, port: number) => boolean,
  lineState: () => Behaviour,
): Talk {
  return {
    server: (line) => {
      const server = createServer((request, response) => {
        delayed(line, lineState(), () => passOn(request, response, allowed));
      });
      server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
        const target = URL.canParse(`http://${request.url}`) ? new URL(`http://${request.url}`) : null;
        const port = Number(target?.port || 80);
        if (!target || !allowed(target.hostname, port)) {
          client.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
          return;
        }
        tunnel(client, head, target.hostname, port, line, lineState);
      });
      return server;
    },
  };
}

function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  allowed: (host: string, port: number) => boolean,
): void {
  const target = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : null;
  if (target?.protocol !== 'http:') {
    request.resume();
    send(response, { status: 400, body: 'a proxy takes whole addresses\n' });
    return;
  }
  const port = Number(target.port || 80);
  if (!allowed(target.hostname, port)) {
    request.resume();
    send(response, { status: 403, body: 'not from here\n' });
    return;
  }
  const { 'proxy-connection': _hop, 'proxy-authorization': _secret, ...headers } = request.headers;
  const onward = forward(
    {
      host: target.hostname,
      port,
      path: target.pathname + target.search,
      method: request.method,
      headers,
      agent: false,
    },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on('error', () => {
    if (response.headersSent) response.destroy();
    else send(response, { status: 502, body: 'no answer from there\n' });
  });
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

function tunnel(
  client: Socket,
  head: Buffer,
  host: string,
  port: number,
  line: Line,
  lineState: () => Behaviour,
): void {
  const target = connect(port, host);
  const end = (): void => {
    client.destroy();
    target.destroy();
  };
  target.on('connect', () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) target.write(head);
  });
  target.on('error', () => {
    if (target.bytesRead === 0 && client.writable) client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    else end();
  });
  target.on('close', () => client.end());
  client.on('error', end);
  client.on('close', () => target.destroy());
  target.pipe(client);
  client.on('data', (chunk) => {
    // Held back while the line sends it again: in order, because nothing more is read meanwhile.
    client.pause();
    delayed(line, lineState(), () => {
      if (target.writable) target.write(chunk);
      client.resume();
    });
  });
}

function delayed(line: Line, { mode, level }: Behaviour, run: () => void): void {
  if (mode !== 'loss' && mode !== 'slow') {
    run();
    return;
  }
  const ms = mode === 'loss' ? level * LOSS_MS_PER_PERCENT : level * 100;
  line.later(run, ms * (0.8 + Math.random() * 0.4));
}
