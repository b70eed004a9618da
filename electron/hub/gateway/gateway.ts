import { readFileSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import * as msgpack from 'socket.io-msgpack-parser';
import { type AuthRequest, authRequest } from '../../../shared/contract/auth';
import { type BlobRequest, blobRequest } from '../../../shared/contract/blobs';
import { type DocRequest, docRequest, UPDATE_BYTES } from '../../../shared/contract/documents';
import type { HubConfig } from '../../../shared/contract/hub-config';
import {
  type Command,
  type CommandOutcome,
  type ConsoleToHub,
  command,
  type HubHello,
  type HubToConsole,
  PROTOCOL,
  type Question,
  question,
} from '../../../shared/contract/wire';
import { type WallReport, wallReport } from '../../../shared/model/wall-health';
import { HEARTBEAT_MS } from '../../../shared/rules/freshness';
import { REDUCER_VERSION } from '../../../shared/rules/reduce';
import type { Clock } from '../../../shared/time/clock';
import type { Result } from '../../../shared/util/result';
import type { DocumentSeat } from '../documents/documents';
import {
  admitConsole,
  admitRequest,
  type ConsoleIdentity,
  type ConsoleRegister,
  guestIdentity,
  isLoopback,
} from './admission';
import { ConsoleFeed, type Feed, type FeedSource, type FeedTransport } from './console-feed';
import { type GuestSocket, Guests } from './guests';
import { type HttpRoutes, serveHttp } from './http-routes';
import { OldConsoleFeed } from './old-console-feed';
import { OldRoom } from './old-room';
import { oldAnswer } from './older-answers';

type ConsoleSocket = Socket<ConsoleToHub, HubToConsole>;

export interface GatewayOptions {
  readonly config: Pick<HubConfig, 'host' | 'port' | 'tls' | 'token'>;
  readonly version: string;
  readonly clock: Clock;
  readonly source: FeedSource;
  readonly routes: HttpRoutes;
  readonly register: ConsoleRegister;
  /** A console was let in. */
  readonly connected: (from: ConsoleIdentity) => void;
  /** It is gone. */
  readonly disconnected: (from: ConsoleIdentity) => void;
  readonly command: (command: Command, from: ConsoleIdentity) => Promise<CommandOutcome>;
  readonly auth: (from: ConsoleIdentity, request: AuthRequest) => Promise<Result<unknown>>;
  readonly answer: (question: Question) => Promise<unknown>;
  /** A console says how its walls fare. */
  readonly wall: (from: ConsoleIdentity, report: WallReport) => void;
  /** Attachments. */
  readonly blob: (from: ConsoleIdentity, request: BlobRequest) => Promise<Result<unknown>>;
  /** Text that people write together. `seat`: the same for as long as a socket lasts. */
  readonly documents: {
    answer(seat: DocumentSeat, request: DocRequest): Promise<Result<unknown>>;
    left(seat: DocumentSeat): void;
  };
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

export interface GatewayStats {
  readonly consoles: number;
  /** Messages that were refused as malformed. */
  readonly rejected: number;
  readonly refusedConsoles: number;
}

/** A message larger than this is not from a console of ours: the longest is a document that the hub lacks altogether. */
const MAX_MESSAGE_BYTES = UPDATE_BYTES + 64 * 1024;

const MESSAGES: ReadonlySet<string> = new Set([
  'resync',
  'command',
  'ask',
  'auth',
  'blob',
  'doc',
  'wall',
] satisfies (keyof ConsoleToHub)[]);

/** The hub's door: consoles by socket.io, machines by HTTP, on one port. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #http: HttpServer;
  readonly #io: Server<ConsoleToHub, HubToConsole>;
  readonly #feeds = new Set<Feed>();
  readonly #sockets = new Map<ConsoleSocket, ConsoleIdentity>();
  readonly #guests: Guests;
  /** While there is a console of protocol 5. */
  #oldRoom: OldRoom | null = null;
  #cancelBeat: () => void = () => {};
  #rejected = 0;
  #refused = 0;

  constructor(options: GatewayOptions) {
    this.#options = options;
    const { tls, token, host } = options.config;
    if (!isLoopback(host) && host !== 'localhost' && (tls === null || token === null)) {
      throw new Error(`listening on ${host} needs --tls-cert, --tls-key and --token-file`);
    }
    this.#http = tls
      ? createTlsServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) })
      : createServer();
    serveHttp(this.#http, options.routes, token);
    this.#io = new Server(this.#http, {
      parser: msgpack,
      // Half-open sockets are found by the heartbeat; this only frees what they hold.
      pingInterval: 5_000,
      pingTimeout: 10_000,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      transports: ['websocket'],
      serveClient: false,
      allowRequest: (request, decide) => decide(null, admitRequest(request).ok),
    });
    this.#guests = new Guests({
      clock: options.clock,
      auth: options.auth,
      rejected: (socket, what, answer) => this.#reject(socket, what, answer),
    });
    this.#io.on('connection', (socket) => this.#connect(socket));
  }

  stats(): GatewayStats {
    return { consoles: this.#feeds.size, rejected: this.#rejected, refusedConsoles: this.#refused };
  }

  /** Listens. Resolves with the URL that consoles use; rejects when the port is taken. */
  async start(): Promise<string> {
    const { host, port, tls } = this.#options.config;
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(port, host, () => {
        this.#http.off('error', reject);
        resolve();
      });
    });
    this.#scheduleBeat();
    const address = this.#http.address() as AddressInfo;
    const name = address.address.includes(':') ? `[${address.address}]` : address.address;
    return `${tls ? 'https' : 'http'}://${name}:${address.port}`;
  }

  /** There are new durable events. */
  advance(): void {
    for (const feed of this.#feeds) feed.advance();
  }

  /** Lets a console go that may not be here any more: it is told why. */
  drop(console: string): void {
    for (const [socket, identity] of this.#sockets) {
      if (identity.console !== console) continue;
      socket.emit('refused', { code: 'revoked', message: 'Konsollen er sperret.' });
      socket.disconnect(true);
    }
  }

  async stop(): Promise<void> {
    this.#cancelBeat();
    for (const feed of this.#feeds) feed.close();
    this.#feeds.clear();
    await this.#io.close();
    this.#http.closeAllConnections();
  }

  #scheduleBeat(): void {
    this.#cancelBeat = this.#options.clock.after(HEARTBEAT_MS, () => {
      this.#scheduleBeat();
      const beat = this.#options.source.beat();
      for (const feed of this.#feeds) feed.beat(beat);
    });
  }

  #connect(socket: ConsoleSocket): void {
    const { auth } = socket.handshake;
    const { remoteAddress } = socket.request.socket;
    const admitted = admitConsole(auth, remoteAddress, {
      token: this.#options.config.token,
      register: this.#options.register,
    });
    if (!admitted.ok) {
      this.#refused += 1;
      this.#options.log('warn', 'console refused', { ...admitted.error });
      socket.emit('refused', admitted.error);
      const guest = admitted.error.code === 'enrol' ? guestIdentity(auth, remoteAddress) : null;
      if (!guest || !this.#guests.take(socket, guest)) socket.disconnect(true);
      return;
    }
    const { hello, identity } = admitted.value;
    this.#sockets.set(socket, identity);
    this.#options.connected(identity);
    const head = this.#options.source.head();
    const old = hello.protocol < PROTOCOL;
    const resumes =
      !old && hello.reducer === REDUCER_VERSION && ConsoleFeed.resumesByEvents(hello.position, head);
    if (old) this.#options.log('info', 'console of an older protocol', { protocol: hello.protocol });
    const answer: HubHello = {
      protocol: hello.protocol,
      // Fed by translated snapshots, an older console computes nothing: its own rules' digests are what it proves.
      reducer: old ? hello.reducer : REDUCER_VERSION,
      version: this.#options.version,
      origin: head.origin,
      head,
      hubTime: this.#options.clock.now(),
      resume: resumes ? 'events' : 'snapshot',
      enrolled: identity.enrolled,
    };
    socket.emit('hello', answer);
    const transport: FeedTransport = {
      events: (batch, done) => socket.emit('events', batch, done),
      snapshot: (chunk, done) => socket.emit('snapshot', chunk, done),
      beat: (beat) => socket.emit('beat', beat),
      unreadable: (reason) => this.#options.log('warn', 'log not readable for a console', { reason }),
      failed: (reason) => {
        this.#options.log('warn', 'console let go', { reason });
        socket.disconnect(true);
      },
    };
    if (old) this.#oldRoom ??= new OldRoom();
    const feed: Feed =
      old && this.#oldRoom
        ? new OldConsoleFeed(transport, this.#options.source, this.#oldRoom, this.#options.clock)
        : new ConsoleFeed(transport, this.#options.source, resumes ? hello.position : null);
    this.#feeds.add(feed);
    const seat: DocumentSeat = { from: identity, tell: (news) => socket.emit('doc', news) };
    socket.on('disconnect', () => {
      this.#options.documents.left(seat);
      feed.close();
      this.#feeds.delete(feed);
      this.#sockets.delete(socket);
      this.#options.disconnected(identity);
      if (![...this.#feeds].some((other) => other instanceof OldConsoleFeed)) this.#oldRoom = null;
    });
    this.#listen(socket, feed, seat);
    feed.advance();
  }

  #listen(socket: ConsoleSocket, feed: Feed, seat: DocumentSeat): void {
    const identity = seat.from;
    const old = identity.protocol < PROTOCOL;
    socket.on('resync', () => feed.resync());
    socket.on('command', (message, answer) => {
      const parsed = command.safeParse(message);
      if (!parsed.success) return this.#reject(socket, 'command', answer);
      void this.#options.command(parsed.data, identity).then(
        (outcome) => reply(answer, { ok: true, value: outcome }),
        (error: unknown) => reply(answer, { ok: false, error: { code: 'hub', message: String(error) } }),
      );
    });
    socket.on('ask', (message, answer) => {
      const parsed = question.safeParse(message);
      if (!parsed.success) return this.#reject(socket, 'ask', answer);
      void this.#options.answer(parsed.data).then(
        (value) => reply(answer, { ok: true, value: old ? oldAnswer(parsed.data, value) : value }),
        (error: unknown) => reply(answer, { ok: false, error: { code: 'hub', message: String(error) } }),
      );
    });
    socket.on('auth', (message, answer) => {
      const parsed = authRequest.safeParse(message);
      if (!parsed.success) return this.#reject(socket, 'auth', answer);
      void this.#options.auth(identity, parsed.data).then(
        (result) => reply(answer, result),
        (error: unknown) => reply(answer, { ok: false, error: { code: 'hub', message: String(error) } }),
      );
    });
    socket.on('blob', (message, answer) => {
      const parsed = blobRequest.safeParse(message);
      if (!parsed.success) return this.#reject(socket, 'blob', answer);
      void this.#options.blob(identity, parsed.data).then(
        (result) => reply(answer, result),
        (error: unknown) => reply(answer, { ok: false, error: { code: 'hub', message: String(error) } }),
      );
    });
    socket.on('doc', (message, answer) => {
      const parsed = docRequest.safeParse(message);
      if (!parsed.success) return this.#reject(socket, 'doc', answer);
      void this.#options.documents.answer(seat, parsed.data).then(
        (result) => reply(answer, result),
        (error: unknown) => reply(answer, { ok: false, error: { code: 'hub', message: String(error) } }),
      );
    });
    socket.on('wall', (message) => {
      const parsed = wallReport.safeParse(message);
      if (parsed.success) this.#options.wall(identity, parsed.data);
      else this.#reject(socket, 'wall', undefined);
    });
    // Whatever else a socket sends is counted, and has no effect.
    socket.onAny((name: string) => {
      if (!MESSAGES.has(name)) this.#reject(socket, name, undefined);
    });
  }

  #reject(socket: GuestSocket, what: string, answer: unknown): void {
    this.#rejected += 1;
    this.#options.log('warn', 'message refused', { what: what.slice(0, 40), socket: socket.id });
    reply(answer, { ok: false, error: { code: 'malformed', message: `malformed ${what}` } });
  }
}

/** A hostile peer may leave out the acknowledgement: answering then is nobody's need. */
function reply(answer: unknown, value: unknown): void {
  if (typeof answer === 'function') answer(value);
}
