import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../shared/time/clock';
import {
  answerTime,
  type Behaviour,
  behaviourOf,
  type Controllable,
  type EndpointMode,
  type FaultDetail,
  Waits,
} from './behaviour';
import { httpTalk, plainAnswer } from './talks/http-talk';
import { tcpTalk } from './talks/tcp-talk';

/** What a talk may use of the endpoint that it talks for. */
export interface Line {
  readonly name: string;
  readonly clock: Clock;
  behaviour(): Behaviour;
  /** Runs after as long as an answer takes just now, and `extraMs`; never when the endpoint goes down first. */
  later(run: () => void, extraMs?: number): void;
}

/** A way to talk: makes the servers that an endpoint opens. */
export interface Talk {
  /** A server that does not listen yet. */
  server(line: Line): Server;
  /** The behaviour changed while the server stays open. */
  changed?(server: Server, line: Line): void;
}

export interface EndpointOptions {
  /** Plain answers by HTTP or TCP, or another way to talk. */
  readonly kind: 'http' | 'tcp' | Talk;
  /** Said in its answers. */
  readonly name: string;
  readonly port: number;
  /** Expected response time, ms: it answers well within it, and after three times as much when slow. */
  readonly expectedMs: number;
  readonly clock: Clock;
}

const HOST = '127.0.0.1';
/** The port may be somebody's outgoing connection for a moment while it was closed. */
const LISTEN_ATTEMPTS = 20;
const LISTEN_AGAIN_MS = 100;

/** One real server on one loopback port. */
export class Endpoint implements Controllable {
  readonly port: number;
  readonly #talk: Talk;
  readonly #clock: Clock;
  readonly #line: Line;
  readonly #sockets = new Set<Socket>();
  readonly #waits: Waits;
  #server: Server | null = null;
  #behaviour = behaviourOf('down');
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ kind, name, port, expectedMs, clock }: EndpointOptions) {
    this.port = port;
    this.#clock = clock;
    this.#talk = kind === 'http' ? httpTalk(plainAnswer) : kind === 'tcp' ? tcpTalk() : kind;
    this.#waits = new Waits(clock);
    this.#line = {
      name,
      clock,
      behaviour: () => this.#behaviour,
      later: (run, extraMs = 0) => this.#waits.after(answerTime(expectedMs, this.#behaviour) + extraMs, run),
    };
  }

  /** How it behaves just now. */
  get behaviour(): Behaviour {
    return this.#behaviour;
  }

  /**
   * Resolves when it really behaves so (the port is open, or closed with no connection left), with whether that
   * is another behaviour than before. Rejects when the port cannot be opened.
   */
  apply(mode: EndpointMode, detail: Partial<FaultDetail> = {}): Promise<boolean> {
    const done = this.#queue.then(() => this.#apply(behaviourOf(mode, detail)));
    // A failure is the caller's to hear of; the next change must not wait for ever behind it.
    this.#queue = done.catch(() => {});
    return done;
  }

  async #apply(next: Behaviour): Promise<boolean> {
    const before = this.#behaviour;
    const changed = next.mode !== before.mode || next.level !== before.level || next.step !== before.step;
    if (next.mode === 'down') await this.#close();
    else if (!this.#server) await this.#open();
    this.#behaviour = next;
    if (changed && this.#server) this.#talk.changed?.(this.#server, this.#line);
    return changed;
  }

  async #open(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const server = this.#talk.server(this.#line).on('connection', (socket: Socket) => this.#keep(socket));
      try {
        await listen(server, this.port);
        this.#server = server;
        return;
      } catch (error) {
        if (attempt === LISTEN_ATTEMPTS) throw error;
        await new Promise<void>((done) => this.#clock.after(LISTEN_AGAIN_MS, done));
      }
    }
  }

  async #close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.#waits.cancelAll();
    if (!server) return;
    const closed = new Promise<void>((done) => server.close(() => done()));
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await closed;
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    // Whoever hangs up in the middle is no fault of ours.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
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
