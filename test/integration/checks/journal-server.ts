import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** What a stand-in of a journal system saw and is to do. */
export interface Journal {
  readonly handle: RequestListener;
  /** `METHOD path` of every request, in order. */
  readonly asked: string[];
  /** Polls until an ordered test is ready. */
  polls: number;
  /** Answers this instead, by path. */
  readonly broken: Map<string, (response: ServerResponse) => void>;
}

/** A small journal system: sign in with a form and a CSRF token, open a record, order a test, wait for the result. */
export function journalServer(user: string, password: string): Journal {
  const sessions = new Set<string>();
  const broken: Journal['broken'] = new Map();
  const asked: string[] = [];
  const orders = new Map<string, number>();
  const journal: Journal = {
    asked,
    broken,
    polls: 2,
    handle: (request, response) => {
      void answer(request, response);
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://x');
    const path = url.pathname;
    asked.push(`${request.method} ${path}`);
    const instead = broken.get(path);
    if (instead) {
      instead(response);
      return;
    }
    const body = await bodyOf(request);
    const session = /(?:^|; )sid=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const json = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (path === '/login' && request.method === 'GET') {
      response.writeHead(200, { 'set-cookie': 'pre=1; Path=/', 'content-type': 'text/html' });
      response.end('<form><input name="csrf" value="to&amp;ken/42"><h1>Pålogging</h1></form>');
    } else if (path === '/login' && request.method === 'POST') {
      const form = new URLSearchParams(body);
      const right =
        form.get('user') === user &&
        form.get('password') === password &&
        form.get('csrf') === 'to&ken/42' &&
        request.headers.cookie?.includes('pre=1');
      if (!right) {
        response.writeHead(403).end(`feil passord: ${form.get('password')}`);
        return;
      }
      sessions.add('s1x');
      response.writeHead(302, { location: '/hjem', 'set-cookie': 'sid=s1x; Path=/; HttpOnly' }).end();
    } else if (!sessions.has(session)) {
      response.writeHead(401).end();
    } else if (path === '/hjem') {
      response.writeHead(200, { 'x-ticket': 'billett-7' }).end('Velkommen');
    } else if (path === '/pasient/finn') {
      json(200, { treff: [{ id: 4711, ticket: request.headers['x-ticket'] ?? null }] });
    } else if (path === '/pasient/4711/prøve' || decodeURI(path) === '/pasient/4711/prøve') {
      const order = JSON.parse(body) as { readonly analyse: string };
      orders.set('p1', journal.polls);
      json(201, { id: 'p1', analyse: order.analyse });
    } else if (path === '/prøve/p1' || decodeURI(path) === '/prøve/p1') {
      const left = orders.get('p1') ?? 0;
      orders.set('p1', left - 1);
      json(200, { status: left > 0 ? 'venter' : 'ferdig' });
    } else {
      response.writeHead(404).end();
    }
  }
  return journal;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
