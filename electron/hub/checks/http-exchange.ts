import * as http from 'node:http';
import { isIP, connect as netConnect, type Socket, type TcpNetConnectOpts } from 'node:net';
import { type SecureContext, connect as tlsConnect } from 'node:tls';
import type { Clock } from '../../../shared/time/clock';
import { BoundedBytes } from './bounded-bytes';
import { type ReadAnswer, TEXT_LIMIT } from './http-expectations';

/** How an exchange comes by its connection: one of its own, or one of a pool's. */
export type Way = { readonly open: () => Socket; readonly secure: boolean } | { readonly agent: http.Agent };

/** What is sent, and how much of the answer is kept. */
export interface ExchangeRequest {
  readonly method: string;
  /** The target of the request line: a path, or to a proxy the whole address. */
  readonly path: string;
  /** Lower-case names, `host` among them. */
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: string | null;
  /** Bytes of the answer's body to keep; the rest is read up to 256 KiB and thrown away. */
  readonly keep: number;
}

/** Where the time of an exchange went, ms; null: it did not happen (an address needs no DNS). */
export interface Phases {
  dns: number | null;
  connect: number | null;
  tls: number | null;
  /** From the connection (or TLS) to the answer's headers. */
  firstByte: number | null;
  body: number | null;
}

/** What an exchange tells: one of the two, once. */
export interface ExchangeListener {
  readonly answered: (answer: ReadAnswer) => void;
  readonly failed: (error: unknown) => void;
}

type Stage = 'connecting' | 'securing' | 'asked' | 'reading' | 'over';

/**
 * One HTTP request and its answer, bounded in bytes; its time is bounded by who started it, with `end()`.
 * Built on Node's own client with as little around it as possible: this is what a hub does most.
 */
export class Exchange {
  readonly phases: Phases = { dns: null, connect: null, tls: null, firstByte: null, body: null };
  readonly #clock: Clock;
  readonly #listener: ExchangeListener;
  readonly #request: http.ClientRequest;
  readonly #keep: number;
  readonly #body: BoundedBytes;
  #stage: Stage = 'connecting';
  #status = 0;
  /** When the present phase began, ms of monotonic time. */
  #since: number;

  /** Sends the request. Throws what is wrong with it (a path or header that cannot be sent). */
  constructor(clock: Clock, asked: ExchangeRequest, way: Way, listener: ExchangeListener) {
    this.#clock = clock;
    this.#listener = listener;
    this.#keep = asked.keep;
    this.#body = new BoundedBytes(asked.keep);
    this.#since = clock.mono();
    const options: http.RequestOptions = {
      method: asked.method,
      path: asked.path,
      headers: asked.headers,
      setHost: false,
    };
    if ('agent' in way) {
      options.agent = way.agent;
    } else {
      // Without an agent (`agent: false` would make one for each request) the connection ends with the answer.
      options.createConnection = () => this.#watch(way.open(), way.secure);
    }
    this.#request = http.request(options);
    this.#request.on('error', (error) => this.#fail(error));
    this.#request.on('close', () => {
      // Every exchange ends with this one; an error is made only where it is news.
      if (this.#stage !== 'over') this.#fail(new Error('forbindelsen ble lukket uten svar'));
    });
    this.#request.on('response', (response) => this.#read(response));
    // A pool hands over connections that are ready.
    if ('agent' in way) this.#request.once('socket', () => this.#pass('asked', null));
    this.#request.end(asked.body ?? undefined);
  }

  /** Whether it went over a connection that an earlier exchange had opened. */
  get reused(): boolean {
    return this.#request.reusedSocket;
  }

  /** Whether the answer has begun. */
  get answering(): boolean {
    return this.#status !== 0;
  }

  /** What it had been waiting for, when its time ran out. */
  waitedFor(): string {
    switch (this.#stage) {
      case 'connecting':
        return 'ingen forbindelse';
      case 'securing':
        return 'TLS-forhandlingen ble ikke ferdig';
      case 'asked':
        return 'intet svar';
      default:
        return `HTTP ${this.#status}, men svaret ble ikke ferdig`;
    }
  }

  /** Ends it and its connection, if it is not over. Tells nothing any more. */
  end(): void {
    this.#stage = 'over';
    this.#request.destroy();
  }

  #watch(socket: Socket, secure: boolean): Socket {
    socket.once('lookup', () => this.#pass('connecting', 'dns'));
    socket.once('connect', () => this.#pass(secure ? 'securing' : 'asked', 'connect'));
    if (secure) socket.once('secureConnect', () => this.#pass('asked', 'tls'));
    return socket;
  }

  /** A phase is over and the next has begun. */
  #pass(next: Stage, phase: keyof Phases | null): void {
    if (this.#stage === 'over') return;
    const now = this.#clock.mono();
    if (phase !== null) this.phases[phase] = now - this.#since;
    this.#since = now;
    this.#stage = next;
  }

  #read(response: http.IncomingMessage): void {
    this.#status = response.statusCode ?? 0;
    this.#pass('reading', 'firstByte');
    const limit = Math.max(this.#keep, TEXT_LIMIT);
    response.on('data', (chunk: Buffer) => {
      if (this.#stage === 'over') return;
      this.#body.add(chunk);
      if (this.#body.total > limit) {
        this.#finish(response);
        // A page that never ends is hung up on, also where the connection would be used again.
        this.#request.destroy();
      }
    });
    response.on('end', () => this.#finish(response));
    response.on('error', (error) => this.#fail(error));
  }

  #finish(response: http.IncomingMessage): void {
    if (this.#stage === 'over') return;
    this.#pass('over', 'body');
    try {
      this.#listener.answered({
        status: this.#status,
        statusText: response.statusMessage ?? '',
        headers: response.headers,
        body: this.#body.bytes(),
        cut: this.#body.total > this.#keep,
      });
    } catch (error) {
      // Whatever an answer makes of those who read it, it is this run that fails and not the hub.
      this.#listener.failed(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#stage === 'over') return;
    this.#stage = 'over';
    this.#listener.failed(error);
  }
}

/** Where to connect to, and whom to trust there. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Null: no TLS. */
  readonly secureContext: SecureContext | null;
  /** The name to be shown and verified; that of the Host header. */
  readonly serverName: string;
  /** The time of the whole run, ms. */
  readonly timeoutMs: number;
}

const ALPN = ['http/1.1'];

/** Opens a connection to an endpoint. Certificates are always verified. */
export function openConnection(endpoint: Endpoint): Socket {
  const { host, port, secureContext, timeoutMs } = endpoint;
  const options: TcpNetConnectOpts = {
    host,
    port,
    noDelay: true,
    // Node gives each of a name's addresses 250 ms by default: less than one lost packet takes to be repeated.
    autoSelectFamilyAttemptTimeout: Math.max(250, Math.floor(timeoutMs / 2)),
  };
  if (secureContext === null) return netConnect(options);
  return tlsConnect({ ...options, ...tlsOptions(secureContext, endpoint.serverName) });
}

/** How TLS is spoken for an HTTP request. */
export function tlsOptions(secureContext: SecureContext, serverName: string) {
  return {
    // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED in the environment changes nothing.
    rejectUnauthorized: true,
    secureContext,
    ALPNProtocols: ALPN,
    // An address is no name to ask for (RFC 6066); it is then verified as the host that was connected to.
    servername: isIP(serverName) ? '' : serverName,
  };
}

/** The bare host of a URL: an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  const { hostname } = url;
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** The port of a URL, also where it is the scheme's own. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** `Basic …` for the user and password of a URL; null where it has none. */
export function basicAuth(url: URL): string | null {
  if (url.username === '' && url.password === '') return null;
  const decode = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  return `Basic ${Buffer.from(`${decode(url.username)}:${decode(url.password)}`).toString('base64')}`;
}
