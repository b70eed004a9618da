import { io, type Socket } from 'socket.io-client';
import * as msgpack from 'socket.io-msgpack-parser';
import type { z } from 'zod';
import { AUTH_ANSWERS, type AuthAnswer, type AuthRequest } from '../../../shared/contract/auth';
import { BLOB_ANSWERS, type BlobAnswer, type BlobRequest } from '../../../shared/contract/blobs';
import {
  DOC_ANSWERS,
  type DocAnswer,
  type DocNews,
  type DocRequest,
  docNews,
} from '../../../shared/contract/documents';
import {
  type Command,
  type CommandOutcome,
  type ConsoleHello,
  type ConsoleToHub,
  commandOutcome,
  type EventBatch,
  eventBatch,
  type Heartbeat,
  type HubHello,
  type HubToConsole,
  heartbeat,
  hubHello,
  PROTOCOL,
  PROTOCOLS_SPOKEN,
  type Question,
  type Refusal,
  refusal,
  type SnapshotChunk,
  snapshotChunk,
} from '../../../shared/contract/wire';
import type { WallReport } from '../../../shared/model/wall-health';
import { failure, type Result } from '../../../shared/util/result';
import { isKnownToOlderHub } from './older-hub';

/** What the link hands on, parsed. */
export interface HubListener {
  hello(message: HubHello): void;
  snapshot(chunk: SnapshotChunk): void;
  events(batch: EventBatch): void;
  beat(beat: Heartbeat): void;
  refused(refusal: Refusal): void;
  /** A document changed, or who is in it. */
  doc(news: DocNews): void;
  cut(): void;
  /** A message that is not what the contract says; it had no effect. */
  malformed(what: string, reason: string): void;
}

export interface HubLinkOptions {
  readonly url: string;
  /** Asked at every connect: the position moves on. The link says which protocol is spoken. */
  readonly hello: () => Omit<ConsoleHello, 'protocol'>;
  readonly listener: HubListener;
  /** PEM of the authority that signed the hub's certificate; null: the system's. */
  readonly ca: string | null;
}

/** An answer that does not come is refused after this, ms. */
const ANSWER_MS = 5_000;
/** Signing in takes what a password's hash costs, several of them when a shift begins, ms. */
const AUTH_MS = 15_000;
/** A piece of a file on a slow line, ms. */
const BLOB_MS = 15_000;

/**
 * The one socket of a console. It reconnects by itself, never queues while offline (the outbox is the only
 * queue), and hands on only what the contract accepts.
 */
export class HubLink {
  readonly #socket: Socket<HubToConsole, ConsoleToHub>;
  readonly #options: HubLinkOptions;
  #redialling: ReturnType<typeof setTimeout> | undefined;
  /** Tried in order: a hub that does not speak the newest may speak the one before. */
  #speaking = 0;
  /** The hub refused what was spoken last, and there is another to try. */
  #tryNext = false;

  constructor(options: HubLinkOptions) {
    this.#options = options;
    this.#socket = io(options.url, {
      parser: msgpack,
      transports: ['websocket'],
      autoConnect: false,
      reconnectionDelay: 200,
      reconnectionDelayMax: 2_000,
      timeout: 4_000,
      // A connection of its own: two consoles in one process (a test) must not share one.
      forceNew: true,
      auth: (give) => give({ ...options.hello(), protocol: this.#protocol }),
      ...(options.ca !== null && { ca: options.ca }),
    });
    this.#listen();
  }

  start(): void {
    this.#socket.connect();
  }

  stop(): void {
    clearTimeout(this.#redialling);
    this.#socket.removeAllListeners();
    this.#socket.io.removeAllListeners();
    this.#socket.disconnect();
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  /** Tears the socket down and dials again at once: what to do with one that is open and silent. */
  redial(): void {
    this.#socket.disconnect();
    this.#socket.connect();
  }

  get #protocol(): number {
    return PROTOCOLS_SPOKEN[this.#speaking] ?? PROTOCOL;
  }

  resync(reason: string): void {
    if (this.#socket.connected) this.#socket.emit('resync', reason);
  }

  /** Sends a command; the outcome is null when no answer came (its fate is then unknown). */
  async command(command: Command): Promise<Result<CommandOutcome>> {
    if (this.#isOlder && !isKnownToOlderHub(command.kind)) {
      return failure('malformed', 'the hub is of an older version and cannot do this');
    }
    const answered = await this.#ask('command', command);
    return answered.ok ? parseAnswer(commandOutcome, answered.value) : answered;
  }

  /** Asks a question; `schema` parses the answer. */
  async ask<T>(question: Question, schema: z.ZodType<T>): Promise<Result<T>> {
    if (this.#isOlder && !isKnownToOlderHub(question.ask)) {
      return failure('older', 'the hub is of an older version and cannot answer this');
    }
    const answered = await this.#ask('ask', question);
    return answered.ok ? parseAnswer(schema, answered.value) : answered;
  }

  /**
   * Signs in and what belongs to it. Never tried again by itself: what it carries is a secret, and whether to try once
   * more is a person's choice.
   */
  async auth<R extends AuthRequest>(request: R): Promise<Result<AuthAnswer<R['do']>>> {
    const answered = await this.#ask('auth', request, AUTH_MS);
    // The schema of this very request.
    const schema = AUTH_ANSWERS[request.do] as unknown as z.ZodType<AuthAnswer<R['do']>>;
    return answered.ok ? parseAnswer(schema, answered.value) : answered;
  }

  /** Says something about a document that people write together. */
  async doc<R extends DocRequest>(request: R): Promise<Result<DocAnswer<R['do']>>> {
    const answered = await this.#ask('doc', withBuffers(request));
    // The schema of this very request.
    const schema = DOC_ANSWERS[request.do] as unknown as z.ZodType<DocAnswer<R['do']>>;
    return answered.ok ? parseAnswer(schema, answered.value) : answered;
  }

  /** Says or asks something about a file that people attach. */
  async blob<R extends BlobRequest>(request: R): Promise<Result<BlobAnswer<R['do']>>> {
    const answered = await this.#ask('blob', withBuffers(request), BLOB_MS);
    // The schema of this very request.
    const schema = BLOB_ANSWERS[request.do] as unknown as z.ZodType<BlobAnswer<R['do']>>;
    return answered.ok ? parseAnswer(schema, answered.value) : answered;
  }

  /** Says how this console's walls fare. What is said while there is no hub, or an older one, is said to nobody. */
  wall(report: WallReport): void {
    if (this.#socket.connected && !this.#isOlder) this.#socket.emit('wall', report);
  }

  /** The hub that is connected speaks the protocol before this one. */
  get #isOlder(): boolean {
    return this.#socket.connected && this.#protocol < PROTOCOL;
  }

  async #ask(
    name: 'command' | 'ask' | 'auth' | 'blob' | 'doc',
    message: unknown,
    withinMs = ANSWER_MS,
  ): Promise<Result<unknown>> {
    if (!this.#socket.connected) return failure('offline', 'no contact with the hub');
    try {
      const answer: unknown = await this.#socket.timeout(withinMs).emitWithAck(name, message);
      return isResult(answer) ? answer : failure('malformed', 'the hub answered nonsense');
    } catch {
      return failure('timeout', 'the hub did not answer');
    }
  }

  #listen(): void {
    const { listener } = this.#options;
    const socket = this.#socket;
    socket.on('hello', (message) =>
      this.#parse('hello', hubHello, message, (value) => listener.hello(value)),
    );
    socket.on('snapshot', (message, done) => {
      this.#parse('snapshot', snapshotChunk, message, (value) => listener.snapshot(value));
      acknowledge(done);
    });
    socket.on('events', (message, done) => {
      this.#parse('events', eventBatch, message, (value) => listener.events(value));
      acknowledge(done);
    });
    socket.on('beat', (message) => this.#parse('beat', heartbeat, message, (value) => listener.beat(value)));
    socket.on('refused', (message) =>
      this.#parse('refused', refusal, message, (value) => this.#refused(value)),
    );
    socket.on('doc', (message) => this.#parse('doc', docNews, message, (value) => listener.doc(value)));
    socket.on('disconnect', (reason) => {
      listener.cut();
      if (this.#tryNext) {
        this.#tryNext = false;
        clearTimeout(this.#redialling);
        this.#redialling = setTimeout(() => socket.connect(), 0);
        return;
      }
      // The hub may be another when it is back: the newest is tried first.
      this.#speaking = 0;
      // The client gives up by itself when the hub closed the socket; a console never does.
      if (reason === 'io server disconnect') {
        clearTimeout(this.#redialling);
        this.#redialling = setTimeout(() => socket.connect(), 2_000);
      }
    });
  }

  #refused(said: Refusal): void {
    if (said.code === 'protocol' && this.#speaking + 1 < PROTOCOLS_SPOKEN.length) {
      this.#speaking += 1;
      this.#tryNext = true;
      return;
    }
    this.#options.listener.refused(said);
  }

  #parse<T>(what: string, schema: z.ZodType<T>, message: unknown, take: (value: T) => void): void {
    const parsed = schema.safeParse(message);
    if (parsed.success) take(parsed.data);
    else {
      const issue = parsed.error.issues[0];
      this.#options.listener.malformed(what, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
    }
  }
}

/** The socket's parser writes a Buffer as bytes, and any other view as something else. */
function withBuffers(message: object): object {
  return Object.fromEntries(
    Object.entries(message).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value,
    ]),
  );
}

function acknowledge(done: unknown): void {
  if (typeof done === 'function') done();
}

function isResult(value: unknown): value is Result<unknown> {
  return (
    typeof value === 'object' && value !== null && 'ok' in value && ('value' in value || 'error' in value)
  );
}

function parseAnswer<T>(schema: z.ZodType<T>, value: unknown): Result<T> {
  const parsed = schema.safeParse(value);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : failure('malformed', 'the hub answered nonsense');
}
