import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Clock } from '../../../shared/time/clock';
import type { Line, Talk } from '../endpoint';
import { type Answer, send } from './http-talk';

/** The one user that the stand-in knows, and the one record: neither is anybody. */
export const DIPS_USER = { name: 'sonde', password: 'ikke-hemmelig' } as const;
export const DIPS_RECORD = 'TEST-0001';

/** The steps of a user's way through it, as its requests are named when one is to fail. */
export const DIPS_STEPS = ['forside', 'logg-inn', 'journal', 'rekvirer', 'svar', 'logg-ut'] as const;
export type DipsStep = (typeof DIPS_STEPS)[number];

const COOKIE = 'dips-sesjon';
/** How long the laboratory takes, ms. */
const RESULT_AFTER_MS = 600;
const SESSION_MS = 5 * 60_000;
const MAX_SESSIONS = 100;
const MAX_ORDERS = 20;
const MAX_BODY_BYTES = 10_000;

interface Session {
  readonly csrf: string;
  /** Monotonic, ms. */
  readonly endsAt: number;
  signedIn: boolean;
  /** When each ordered test has its result, by order: monotonic, ms. */
  readonly orders: Map<string, number>;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly type: string;
  readonly csrfHeader: string;
  readonly sessionId: string;
}

/**
 * The stand-in of the record system: signing in with a form and a token against forgery, a record and an order in
 * JSON, a result that takes its time. `step-fails` and `step-slow` touch the requests of one step only.
 */
export function dipsTalk(): Talk {
  return {
    server: (line) => {
      const app = new DipsApp(line.clock);
      return createServer((request, response) => {
        serve(app, line, request, response).catch(() => response.destroy());
      });
    },
  };
}

async function serve(
  app: DipsApp,
  line: Line,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (body === null) return send(response, { status: 413, body: { feil: 'for stort' } });
  const asked: Asked = {
    method: request.method ?? 'GET',
    path: (request.url ?? '/').split('?', 1)[0] ?? '/',
    body,
    type: request.headers['content-type'] ?? '',
    csrfHeader: String(request.headers['x-csrf-token'] ?? ''),
    sessionId: cookieOf(request.headers.cookie ?? ''),
  };
  const { mode, step, level } = line.behaviour();
  const hit = step !== null && step === stepOf(asked);
  line.later(
    () => {
      if (mode === 'errors' || (mode === 'step-fails' && hit)) {
        send(response, { status: 500, body: { feil: 'intern feil' } });
        return;
      }
      send(response, mode === 'wrong-answer' ? WRONG : app.answer(asked));
    },
    mode === 'step-slow' && hit ? level * 1_000 : 0,
  );
}

const WRONG: Answer = { status: 200, body: '<!doctype html><title>Vedlikehold</title>' };

/** The step that a request belongs to; null: none, such as the health page. */
function stepOf({ method, path }: Asked): DipsStep | null {
  if (path === '/' || path === '/arbeidsflate') return path === '/' ? 'forside' : 'logg-inn';
  if (path === '/logg-inn') return 'logg-inn';
  if (path === '/logg-ut') return 'logg-ut';
  if (path.startsWith('/api/journaler/')) return method === 'POST' ? 'rekvirer' : 'journal';
  return path.startsWith('/api/rekvisisjoner/') ? 'svar' : null;
}

/** The application itself: its sessions, and what it answers. */
export class DipsApp {
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Session>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Answers one request. */
  answer(asked: Asked): Answer {
    const { method, path } = asked;
    if (path === '/helse') return { status: 200, body: { tjeneste: 'DIPS Arena', status: 'ok' } };
    if (path === '/' && method === 'GET') return this.#frontPage();
    const session = this.#session(asked.sessionId);
    if (!session) return redirect('/');
    if (path === '/logg-inn' && method === 'POST') return this.#signIn(asked, session);
    if (!session.signedIn) return { status: 401, body: { feil: 'ikke pålogget' } };
    if (path === '/arbeidsflate' && method === 'GET') return workplace();
    if (path === `/api/journaler/${DIPS_RECORD}` && method === 'GET') return record();
    if (path === `/api/journaler/${DIPS_RECORD}/rekvisisjoner` && method === 'POST') {
      return this.#order(asked, session);
    }
    if (path.startsWith('/api/rekvisisjoner/') && method === 'GET') {
      return this.#result(path.slice('/api/rekvisisjoner/'.length), session);
    }
    if (path === '/logg-ut' && method === 'POST') return this.#signOut(asked, session);
    return { status: 404, body: { feil: 'finnes ikke' } };
  }

  #session(id: string): Session | null {
    const session = this.#sessions.get(id);
    if (!session) return null;
    if (session.endsAt > this.#clock.mono()) return session;
    this.#sessions.delete(id);
    return null;
  }

  #frontPage(): Answer {
    // Insertion order is age: the oldest makes room.
    const oldest = this.#sessions.size >= MAX_SESSIONS ? this.#sessions.keys().next().value : undefined;
    if (oldest !== undefined) this.#sessions.delete(oldest);
    const id = randomUUID();
    const csrf = randomUUID();
    this.#sessions.set(id, {
      csrf,
      endsAt: this.#clock.mono() + SESSION_MS,
      signedIn: false,
      orders: new Map(),
    });
    return {
      status: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'set-cookie': `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax`,
      },
      body: [
        '<!doctype html><html lang="nb"><title>DIPS Arena – pålogging</title>',
        '<form method="post" action="/logg-inn">',
        `<input type="hidden" name="csrf" value="${csrf}">`,
        '<input name="bruker"><input type="password" name="passord"><button>Logg inn</button></form></html>',
      ].join('\n'),
    };
  }

  #signIn({ body, type }: Asked, session: Session): Answer {
    const form = type.startsWith('application/x-www-form-urlencoded')
      ? new URLSearchParams(body)
      : new URLSearchParams();
    if (form.get('csrf') !== session.csrf) return { status: 403, body: { feil: 'mangler gyldig token' } };
    if (form.get('bruker') !== DIPS_USER.name || form.get('passord') !== DIPS_USER.password) {
      return { status: 401, body: { feil: 'feil bruker eller passord' } };
    }
    session.signedIn = true;
    return redirect('/arbeidsflate');
  }

  #order({ body, type, csrfHeader }: Asked, session: Session): Answer {
    if (csrfHeader !== session.csrf) return { status: 403, body: { feil: 'mangler gyldig token' } };
    if (!type.startsWith('application/json') || analysisOf(body) === null) {
      return { status: 400, body: { feil: 'en rekvisisjon er JSON med en analyse' } };
    }
    if (session.orders.size >= MAX_ORDERS) return { status: 429, body: { feil: 'for mange rekvisisjoner' } };
    const id = randomUUID();
    session.orders.set(id, this.#clock.mono() + RESULT_AFTER_MS);
    return {
      status: 201,
      headers: { location: `/api/rekvisisjoner/${id}` },
      body: { id, analyse: analysisOf(body), status: 'bestilt' },
    };
  }

  #result(id: string, session: Session): Answer {
    const readyAt = session.orders.get(id);
    if (readyAt === undefined) return { status: 404, body: { feil: 'ingen slik rekvisisjon' } };
    const done = this.#clock.mono() >= readyAt;
    return {
      status: 200,
      body: done
        ? { id, status: 'besvart', svar: { verdi: 14.1, enhet: 'g/dL' } }
        : { id, status: 'bestilt' },
    };
  }

  #signOut({ body, sessionId }: Asked, session: Session): Answer {
    if (new URLSearchParams(body).get('csrf') !== session.csrf) {
      return { status: 403, body: { feil: 'mangler gyldig token' } };
    }
    this.#sessions.delete(sessionId);
    return { ...redirect('/'), headers: { location: '/', 'set-cookie': `${COOKIE}=; Path=/; Max-Age=0` } };
  }
}

const redirect = (location: string): Answer => ({ status: 303, headers: { location }, body: '' });

const workplace = (): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><html lang="nb"><title>Arbeidsflate</title><h1>Arbeidsflate</h1></html>',
});

const record = (): Answer => ({
  status: 200,
  body: { id: DIPS_RECORD, slag: 'testjournal', dokumenter: 3 },
});

function analysisOf(body: string): string | null {
  try {
    const order: unknown = JSON.parse(body);
    const analysis = typeof order === 'object' && order !== null && 'analyse' in order ? order.analyse : null;
    return typeof analysis === 'string' && analysis.length <= 20 ? analysis : null;
  } catch {
    return null;
  }
}

function cookieOf(header: string): string {
  const pair = header.split(/;\s*/).find((part) => part.startsWith(`${COOKIE}=`));
  return pair?.slice(COOKIE.length + 1) ?? '';
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
