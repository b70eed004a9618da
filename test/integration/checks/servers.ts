import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import * as tls from 'node:tls';
import type { CheckTarget } from '../../../electron/hub/catalogue/loaded';
import type { CheckRun, CheckRunner, RunLimits } from '../../../electron/hub/checks/check-run';

/** Real servers on loopback that are closed together, with the connections that are open. */
export class Servers {
  readonly #servers: net.Server[] = [];
  readonly #sockets = new Set<net.Socket>();
  /** Connections taken so far. */
  connections = 0;

  /** How many connections are open now, on all of them. */
  get open(): number {
    return this.#sockets.size;
  }

  http(answer: http.RequestListener): Promise<number> {
    return this.#listen(http.createServer(answer));
  }

  https(options: https.ServerOptions, answer: http.RequestListener): Promise<number> {
    return this.#listen(https.createServer(options, answer));
  }

  /** A server that says nothing beyond its handshake. */
  tls(options: tls.TlsOptions): Promise<number> {
    const server = tls.createServer(options, (socket) => {
      socket.on('error', () => {});
      socket.resume();
    });
    // A client that does not trust the server hangs up in the middle of the handshake.
    server.on('tlsClientError', () => {});
    return this.#listen(server);
  }

  tcp(accept: (socket: net.Socket) => void): Promise<number> {
    const server = net.createServer((socket) => {
      accept(socket);
      // Only a socket that is read notices that its peer has hung up.
      socket.resume();
    });
    return this.#listen(server);
  }

  /** A port that nothing listens on: one that was just given back. */
  async closedPort(): Promise<number> {
    const server = net.createServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))));
    this.#servers.length = 0;
    this.connections = 0;
  }

  #listen(server: net.Server): Promise<number> {
    this.#servers.push(server);
    server.on('connection', (socket: net.Socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
    });
    return listening(server);
  }
}

function listening(server: net.Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as net.AddressInfo).port));
  });
}

export const LIMITS: RunLimits = { timeoutMs: 5_000, warnMs: null, criticalMs: null };

/** Runs a check once. */
export function once<T extends CheckTarget>(
  run: CheckRunner<T>,
  target: T,
  limits: Partial<RunLimits> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<CheckRun> {
  return run(target, { ...LIMITS, ...limits }, signal);
}
