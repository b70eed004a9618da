import * as http from 'node:http';
import type { Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { showUrl } from '../catalogue/show-url';
import { faultOf } from './faults';
import {
  basicAuth,
  type Endpoint,
  hostOf,
  openConnection,
  portOf,
  tlsOptions,
  type Way,
} from './http-exchange';
import type { TrustCache } from './trust';

/** What a pool connects with. */
export interface PoolOptions {
  readonly trust: TrustCache;
  /** PEM of the authority to trust; null: the system's. */
  readonly ca: string | null;
  /** An HTTP proxy that everything goes through; null: straight there. */
  readonly proxy: URL | null;
  /** Time of the whole run, ms. */
  readonly timeoutMs: number;
}

/** The proxy, not what is behind it, was the fault. */
export class ProxyFault extends Error {}

/** How a request through the pool is to be sent. */
export interface Passage {
  readonly way: Way;
  /** What stands in the request line: to a proxy, for http, the whole address. */
  readonly path: string;
  readonly headers: http.OutgoingHttpHeaders;
}

/**
 * The connections of one run: kept open between its steps, as a browser does, and closed with it. Through a proxy,
 * https goes by CONNECT (RFC 9110, 9.3.6) and http by whole addresses in the request (RFC 9112, 3.2.2), which is what
 * proxies are most often set up to allow.
 */
export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #plain: PoolAgent;
  readonly #secure: PoolAgent;
  readonly #sockets = new Set<Socket>();
  #waiting: string | null = null;
  #ended = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#plain = new PoolAgent((target, done) => this.#openPlain(target, done));
    this.#secure = new PoolAgent((target, done) => this.#openSecure(target, done));
  }

  /** How a request for `url` goes. */
  passage(url: URL): Passage {
    const path = `${url.pathname}${url.search}`;
    const { proxy } = this.#options;
    if (url.protocol === 'https:') return { way: { agent: this.#secure.for(url) }, path, headers: {} };
    if (!proxy) return { way: { agent: this.#plain.for(url) }, path, headers: {} };
    const auth = basicAuth(proxy);
    return {
      way: { agent: this.#plain.for(proxy) },
      path: `${url.protocol}//${url.host}${path}`,
      headers: auth === null ? {} : { 'proxy-authorization': auth },
    };
  }

  /** What a connection that is being opened waits for; null: none is. */
  waitedFor(): string | null {
    return this.#waiting;
  }

  /** Closes everything; what is being opened too. */
  end(): void {
    this.#ended = true;
    this.#plain.destroy();
    this.#secure.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }

  #openPlain(target: URL, done: Done): void {
    const { proxy } = this.#options;
    this.#waiting = proxy ? `ingen forbindelse til proxyen ${showHost(proxy)}` : 'ingen forbindelse';
    this.#settle(this.#keep(openConnection(this.#endpoint(target))), 'connect', proxy, done);
  }

  #openSecure(target: URL, done: Done): void {
    const { proxy } = this.#options;
    const secureContext = this.#options.trust.context(this.#options.ca);
    if (!proxy) {
      this.#waiting = 'ingen forbindelse';
      const socket = this.#keep(openConnection({ ...this.#endpoint(target), secureContext }));
      socket.once('connect', () => {
        this.#waiting = 'TLS-forhandlingen ble ikke ferdig';
      });
      this.#settle(socket, 'secureConnect', null, done);
      return;
    }
    this.#tunnel(proxy, target, (error, tunnel) => {
      if (error || !tunnel) {
        done(error, tunnel);
        return;
      }
      this.#waiting = 'TLS-forhandlingen ble ikke ferdig';
      const host = hostOf(target);
      const socket = this.#keep(tlsConnect({ socket: tunnel, host, ...tlsOptions(secureContext, host) }));
      this.#settle(socket, 'secureConnect', null, done);
    });
  }

  /** Asks the proxy for a way through to `target`. */
  #tunnel(proxy: URL, target: URL, done: Done): void {
    this.#waiting = `ingen forbindelse til proxyen ${showHost(proxy)}`;
    const auth = basicAuth(proxy);
    const host = hostOf(target);
    const authority = `${host.includes(':') ? `[${host}]` : host}:${portOf(target)}`;
    const request = http.request({
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...(auth === null ? {} : { 'proxy-authorization': auth }) },
      setHost: false,
      createConnection: () => {
        const socket = this.#keep(openConnection(this.#endpoint(proxy)));
        socket.once('connect', () => {
          this.#waiting = `proxyen ${showHost(proxy)} åpnet ingen vei videre`;
        });
        return socket;
      },
    });
    let over = false;
    const settle = (error: Error | null, socket?: Socket): void => {
      if (over) return;
      over = true;
      if (error) request.destroy();
      done(error, socket);
    };
    // Node tells every answer to CONNECT so, whatever its status.
    request.once('connect', (response, socket, head) => {
      const { statusCode = 0 } = response;
      const refused = statusCode < 200 || statusCode > 299;
      if (refused) settle(new ProxyFault(`proxyen ${showHost(proxy)} svarte HTTP ${statusCode} på CONNECT`));
      // In TLS the client speaks first: whoever spoke before it is not the server.
      else if (head.length > 0) settle(new ProxyFault(`proxyen ${showHost(proxy)} sendte mer enn sitt svar`));
      else settle(null, socket);
    });
    request.on('error', (error) => settle(throughProxy(proxy, error)));
    request.once('close', () => settle(new ProxyFault(`proxyen ${showHost(proxy)} lukket forbindelsen`)));
    request.end();
  }

  #endpoint(target: URL): Endpoint {
    const host = hostOf(target);
    const { timeoutMs } = this.#options;
    // A proxy may itself be reached by TLS; its certificate is then held to the system's authorities.
    const secureContext =
      target === this.#options.proxy && target.protocol === 'https:'
        ? this.#options.trust.context(null)
        : null;
    return { host, port: portOf(target), secureContext, serverName: host, timeoutMs };
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    // Whoever uses it is told by listeners of its own; an error when nobody does must not be uncaught.
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#ended) socket.destroy();
    return socket;
  }

  /** Hands a connection over when it is ready. */
  #settle(socket: Socket, ready: 'connect' | 'secureConnect', proxy: URL | null, done: Done): void {
    const failed = (error: Error): void => done(proxy ? throughProxy(proxy, error) : error);
    const closed = (): void => failed(new Error('forbindelsen ble lukket før den var åpen'));
    socket.once('error', failed);
    socket.once('close', closed);
    socket.once(ready, () => {
      this.#waiting = null;
      socket.removeListener('error', failed);
      socket.removeListener('close', closed);
      done(null, socket);
    });
  }
}

/** An error on the way to the proxy, which says so; what the hub's own machine lacks stays as it is. */
function throughProxy(proxy: URL, error: Error): Error {
  const fault = faultOf(error);
  return fault.result === 'unknown' ? error : new ProxyFault(`proxyen ${showHost(proxy)}: ${fault.output}`);
}

function showHost(url: URL): string {
  return showUrl(url)
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '');
}

type Done = (error: Error | null, socket?: Socket) => void;
type Open = (target: URL, done: Done) => void;

/** Node's agents, one for each origin, with connections that are opened by the pool. */
class PoolAgent {
  readonly #open: Open;
  readonly #agents = new Map<string, http.Agent>();

  constructor(open: Open) {
    this.#open = open;
  }

  for(target: URL): http.Agent {
    const known = this.#agents.get(target.origin);
    if (known) return known;
    const open = this.#open;
    const agent = new http.Agent({ keepAlive: true });
    // Node's own way in for proxies: what is returned, or handed to the callback, is the connection.
    agent.createConnection = (_options, done) => {
      open(target, (error, socket) => (done as unknown as Done | undefined)?.(error, socket));
      return undefined;
    };
    this.#agents.set(target.origin, agent);
    return agent;
  }

  destroy(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }
}
