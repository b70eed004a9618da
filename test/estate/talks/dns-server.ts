import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../../shared/time/clock';
import {
  answerTime,
  type Behaviour,
  behaviourOf,
  type Controllable,
  type EndpointMode,
  type FaultDetail,
  Waits,
} from '../behaviour';
import { listen } from '../endpoint';
import { answerQuery, type Zone } from './dns-message';

export interface DnsServerOptions {
  readonly port: number;
  readonly zone: Zone;
  /** Expected response time, ms. */
  readonly expectedMs: number;
  readonly clock: Clock;
}

const HOST = '127.0.0.1';
/** A message over TCP, and all that one connection may keep waiting, bytes. */
const MAX_TCP_BYTES = 16_384;
const OPEN_ATTEMPTS = 20;
const OPEN_AGAIN_MS = 100;

/** A small name server over UDP and TCP on one loopback port (RFC 1035, RFC 7766). */
export class DnsServer implements Controllable {
  readonly port: number;
  readonly #options: DnsServerOptions;
  readonly #waits: Waits;
  readonly #sockets = new Set<Socket>();
  #udp: UdpSocket | null = null;
  #tcp: Server | null = null;
  #behaviour: Behaviour = behaviourOf('down');
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: DnsServerOptions) {
    this.port = options.port;
    this.#options = options;
    this.#waits = new Waits(options.clock);
  }

  apply(mode: EndpointMode, detail: Partial<FaultDetail> = {}): Promise<boolean> {
    const done = this.#queue.then(() => this.#apply(behaviourOf(mode, detail)));
    this.#queue = done.catch(() => {});
    return done;
  }

  async #apply(next: Behaviour): Promise<boolean> {
    const changed = next.mode !== this.#behaviour.mode || next.level !== this.#behaviour.level;
    if (next.mode === 'down') await this.#close();
    else if (!this.#tcp) await this.#open();
    this.#behaviour = next;
    return changed;
  }

  async #open(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const udp = createSocket('udp4');
      const tcp = createServer((socket) => this.#converse(socket));
      try {
        await bind(udp, this.port);
        await listen(tcp, this.port);
        udp.on('message', (message, from) => this.#answerUdp(udp, message, from));
        udp.on('error', () => {});
        this.#udp = udp;
        this.#tcp = tcp;
        return;
      } catch (error) {
        udp.close();
        if (attempt === OPEN_ATTEMPTS) throw error;
        await new Promise<void>((done) => this.#options.clock.after(OPEN_AGAIN_MS, done));
      }
    }
  }

  async #close(): Promise<void> {
    const udp = this.#udp;
    const tcp = this.#tcp;
    this.#udp = null;
    this.#tcp = null;
    this.#waits.cancelAll();
    if (!udp || !tcp) return;
    const closed = Promise.all([
      new Promise<void>((done) => udp.close(() => done())),
      new Promise<void>((done) => tcp.close(() => done())),
    ]);
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await closed;
  }

  #answerUdp(udp: UdpSocket, message: Buffer, from: RemoteInfo): void {
    this.#later(message, (answer) => {
      if (udp === this.#udp) udp.send(answer, from.port, from.address, () => {});
    });
  }

  #converse(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    let buffered = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      buffered = Buffer.concat([buffered, chunk]);
      if (buffered.length > MAX_TCP_BYTES) {
        socket.destroy();
        return;
      }
      while (buffered.length >= 2 && buffered.length >= 2 + buffered.readUInt16BE(0)) {
        const end = 2 + buffered.readUInt16BE(0);
        this.#later(buffered.subarray(2, end), (answer) => {
          const length = Buffer.alloc(2);
          length.writeUInt16BE(answer.length);
          socket.write(Buffer.concat([length, answer]));
        });
        buffered = buffered.subarray(end);
      }
    });
  }

  #later(message: Buffer, tell: (answer: Buffer) => void): void {
    this.#waits.after(answerTime(this.#options.expectedMs, this.#behaviour), () => {
      const { mode } = this.#behaviour;
      const fault = mode === 'errors' ? 'refuse' : mode === 'wrong-answer' ? 'mislead' : null;
      const answer = answerQuery(message, this.#options.zone, fault);
      if (answer) tell(answer);
    });
  }
}

function bind(udp: UdpSocket, port: number): Promise<void> {
  return new Promise((done, fail) => {
    udp.once('error', fail);
    udp.bind(port, HOST, () => {
      udp.off('error', fail);
      done();
    });
  });
}
