import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../shared/time/clock';

/** How an endpoint behaves. `down`: its port is closed, connections are refused. */
export type EndpointMode = 'normal' | 'slow' | 'errors' | 'down';

export interface EndpointOptions {
  readonly kind: 'http' | 'tcp';
  /** Said in its answers. */
  readonly name: string;
  readonly port: number;
  /** Expected response time, ms: it answers well within it, and after three times as much when slow. */
  readonly expectedMs: number;
  readonly clock: Clock;
}

const HOST = '127.0.0.1';
const SLOW_FACTOR = 3;
/** A healthy answer takes this part of the expected time, and a little that varies. */
const NORMAL_FACTOR = 0.12;
const VARIATION = 0.1;
/** The port may be somebody's outgoing connection for a moment while it was closed. */
const LISTEN_ATTEMPTS = 20;
const LISTEN_AGAIN_MS = 100;

/** The first bytes that a TCP endpoint sends, and its check waits for. */
export const TCP_GREETING = '220';

/** One real server on one loopback port. */
export class Endpoint {
  readonly port: number;
  readonly #options: EndpointOptions;
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new Set<() => void>();
  #server: Server | null = null;
  #mode: EndpointMode = 'down';
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: EndpointOptions) {
    this.#options = options;
    this.port = options.port;
  }

  get mode(): EndpointMode {
    return this.#mode;
  }

  /**
   * Resolves when it really behaves so (the port is open, or closed with no connection left), with whether that
   * is another mode than before. Rejects when the port cannot be opened.
   */
  apply(mode: EndpointMode): Promise<boolean> {
    const done = this.#queue.then(() => this.#apply(mode));
    // A failure is the caller's to hear of; the next change must not wait for ever behind it.
    this.#queue = done.catch(() => {});
    return done;
  }

  async #apply(mode: EndpointMode): Promise<boolean> {
    const changed = mode !== this.#mode;
    if (mode === 'down') await this.#close();
    else if (!this.#server) await this.#open();
    this.#mode = mode;
    return changed;
  }

  async #open(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const server = this.#options.kind === 'http' ? this.#httpServer() : this.#tcpServer();
      try {
        await listen(server, this.port);
        this.#server = server;
        return;
      } catch (error) {
        if (attempt === LISTEN_ATTEMPTS) throw error;
        await new Promise<void>((done) => this.#options.clock.after(LISTEN_AGAIN_MS, done));
      }
    }
  }

  async #close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
    if (!server) return;
    const closed = new Promise<void>((done) => server.close(() => done()));
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await closed;
  }

  #httpServer(): Server {
    return createHttpServer((_request, response) => {
      this.#later(() => {
        const failed = this.#mode === 'errors';
        response.writeHead(failed ? 503 : 200, { 'content-type': 'text/plain; charset=utf-8' });
        response.end(`${failed ? 'FEIL' : 'OK'} ${this.#options.name}\n`);
      });
    }).on('connection', (socket) => this.#keep(socket));
  }

  #tcpServer(): Server {
    return createTcpServer((socket) => {
      this.#keep(socket);
      if (this.#mode === 'errors') {
        socket.resetAndDestroy();
        return;
      }
      this.#later(() => socket.end(`${TCP_GREETING} ${this.#options.name}\r\n`));
    });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    // Whoever hangs up in the middle is no fault of ours.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #later(run: () => void): void {
    const { clock, expectedMs } = this.#options;
    const factor = this.#mode === 'slow' ? SLOW_FACTOR : NORMAL_FACTOR + Math.random() * VARIATION;
    const cancel = clock.after(expectedMs * factor, () => {
      this.#waiting.delete(cancel);
      run();
    });
    this.#waiting.add(cancel);
  }
}

/** Listens on a loopback port, or rejects. */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, HOST, () => {
      server.off('error', fail);
      done();
    });
  });
}

/** Below every system's range for outgoing connections, so that nobody takes a port while it is closed. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;

/** Finds `count` free loopback ports, from `base` on or (0) from anywhere. */
export async function freePorts(count: number, base: number): Promise<number[]> {
  const ports: number[] = [];
  const start = base === 0 ? FIRST_PORT + Math.floor(Math.random() * PORTS) : base;
  const last = base === 0 ? PORTS : 65_536 - base;
  for (let step = 0; step < last && ports.length < count; step++) {
    const port = base === 0 ? FIRST_PORT + ((start - FIRST_PORT + step) % PORTS) : start + step;
    if (await isFree(port)) ports.push(port);
  }
  if (ports.length < count) throw new Error(`found only ${ports.length} free ports of the ${count} it takes`);
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const probe = createTcpServer();
  try {
    await listen(probe, port);
  } catch {
    return false;
  }
  await new Promise<void>((done) => probe.close(() => done()));
  return true;
}
