import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CheckTarget, HttpExpectations } from '../../../electron/hub/catalogue/loaded';
import type { CheckRun, RunLimits } from '../../../electron/hub/checks/check-run';
import { createHttpCheck } from '../../../electron/hub/checks/http-check';
import { systemClock } from '../../../shared/time/clock';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';
import { makeAuthority, type TestAuthority } from './certificates';
import { once, Servers } from './servers';

type HttpTarget = Extract<CheckTarget, { kind: 'http' }>;

const check = createHttpCheck(systemClock());
const servers = new Servers();
afterEach(() => servers.close());

const ANY: HttpExpectations = { status: null, contains: null, containsNot: null, header: {}, json: [] };
const nothingLeft = () => until('all connections are closed', () => servers.open === 0);

async function run(
  url: string,
  expectations: Partial<HttpExpectations> = {},
  change: Partial<HttpTarget> = {},
  limits: Partial<RunLimits> = {},
): Promise<CheckRun> {
  const target: HttpTarget = {
    kind: 'http',
    url,
    method: 'GET',
    headers: {},
    body: null,
    redirects: 0,
    expect: { ...ANY, ...expectations },
    ca: null,
    ...change,
  };
  const seen = await once(check, target, limits);
  await nothingLeft();
  return seen;
}

const serve = async (answer: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await servers.http(answer)}`;

describe('an HTTP check of a body', () => {
  it('holds JSON against conditions', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end('{"status":"DOWN","queue":{"length":12},"nodes":[{"name":"dc1"}]}');
    });
    const conditions = [
      { at: '/queue/length', atMost: 20 },
      { at: '/nodes/0/name', equals: 'dc1' },
    ];
    expect(await run(url, { json: conditions })).toMatchObject({ result: 'ok', output: 'HTTP 200 OK' });
    expect(await run(url, { json: [...conditions, { at: '/status', equals: 'UP' }] })).toMatchObject({
      result: 'critical',
      output: 'HTTP 200 OK, men /status er «DOWN», ventet «UP»',
    });
  });

  it('shows the piece that is not JSON', async () => {
    let body: string | Buffer = '';
    let headers: Record<string, string> = {};
    const url = await serve((_request, response) => response.writeHead(200, headers).end(body));
    const reason = async (sent: string | Buffer, sentHeaders = {}): Promise<string> => {
      body = sent;
      headers = sentHeaders;
      const seen = await run(url, { json: [{ at: '/x' }] });
      expect(seen.result).toBe('critical');
      return seen.output;
    };
    expect(await reason('<!DOCTYPE html><title>502 Bad Gateway</title>')).toBe(
      'HTTP 200 OK, men HTML i stedet for JSON: «<!DOCTYPE html><title>502 Bad Gateway</title>»',
    );
    const half = `{"patients":[${'{"id":1},'.repeat(50)}{"id":`;
    expect(await reason(half)).toMatch(
      /^HTTP 200 OK, men JSON-svaret er avkuttet, det slutter med «….*\{"id":»$/,
    );
    expect((await reason(half)).length).toBeLessThan(160);
    expect(await reason(`{"a":1,${' '.repeat(300)}"feil" 2}`)).toMatch(/ikke gyldig JSON: «….*"feil" 2\}»$/);
    expect(await reason('')).toContain('svaret er tomt');
    expect(await reason(Buffer.from([0x1f, 0x8b, 8, 0]), { 'content-encoding': 'gzip' })).toContain(
      'komprimert: gzip',
    );
    expect(await reason(`\u001b[2J${'[0m'.repeat(400)}`)).not.toMatch(/\p{Cc}/u);
    // Deep enough to overflow the stack of whatever walks it by recursion.
    expect(await reason(`${'['.repeat(400_000)}${']'.repeat(400_000)}`)).toContain('/x mangler');
  });

  it('is bounded by a body of 100 MB, and by one that never ends', async () => {
    let sent = 0;
    const big = await serve((_request, response) => {
      response.setHeader('content-length', 100 * 1024 * 1024);
      const more = (): void => {
        while (sent < 100 * 1024 * 1024 && response.write('{"x":1}'.padEnd(65_536))) sent += 65_536;
      };
      response.on('drain', more);
      response.on('error', () => {});
      more();
    });
    expect(await run(big, { json: [{ at: '/x' }] })).toMatchObject({
      result: 'critical',
      output: 'HTTP 200 OK, men JSON-svaret er større enn 1 MiB',
    });
    expect(sent).toBeLessThan(20 * 1024 * 1024);
    const dripping = await serve((_request, response) => {
      response.write('{"status":');
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await run(dripping, { json: [{ at: '/x' }] }, {}, { timeoutMs: 250 })).toMatchObject({
      result: 'critical',
      output: 'HTTP 200, men svaret ble ikke ferdig innen 250 ms',
    });
  });

  it('looks for what must not be there, and at headers', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': ['a=1', 'b=2'] });
      response.end('Feil: databasen svarer ikke');
    });
    expect(await run(url, { containsNot: 'Feil:' })).toMatchObject({
      result: 'critical',
      output: 'HTTP 200 OK, men med teksten «Feil:»',
    });
    expect(await run(url, { containsNot: 'Exception' })).toMatchObject({ result: 'ok' });
    expect(await run(url, { header: { 'content-type': 'text/', 'set-cookie': 'b=2' } })).toMatchObject({
      result: 'ok',
    });
    expect(await run(url, { header: { 'content-type': 'application/json' } })).toMatchObject({
      result: 'critical',
      output: 'HTTP 200 OK, men headeren content-type er «text/html», ventet «application/json»',
    });
    // The key of a session is not repeated.
    expect((await run(url, { header: { 'set-cookie': 'sid' } })).output).toBe(
      'HTTP 200 OK, men ingen informasjonskapsel har «sid»',
    );
    expect(await run(url, { header: { 'x-node': '' } })).toMatchObject({
      result: 'critical',
      output: 'HTTP 200 OK, men uten headeren x-node',
    });
  });

  it('sends a body', async () => {
    const bodies: string[] = [];
    const url = await serve(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += String(chunk);
      bodies.push(
        `${request.method} ${request.headers['content-type']} ${request.headers['content-length']} ${text}`,
      );
      response.end();
    });
    const change = {
      method: 'POST',
      body: '{"q":"ø"}',
      headers: { 'Content-Type': 'application/json' },
    } as const;
    expect(await run(url, {}, change)).toMatchObject({ result: 'ok' });
    expect(bodies).toEqual(['POST application/json 10 {"q":"ø"}']);
  });
});

describe('an HTTP check that is sent on', () => {
  const seen: IncomingMessage[] = [];
  /** Answers by path: a number and a place, or text. */
  const routes =
    (map: Readonly<Record<string, readonly [number, string] | string>>): RequestListener =>
    (request, response: ServerResponse) => {
      seen.push(request);
      const found = map[request.url ?? ''];
      if (found === undefined) response.writeHead(404).end();
      else if (typeof found === 'string') response.end(found);
      else response.writeHead(found[0], { location: found[1] }).end('moved');
    };
  afterEach(() => {
    seen.length = 0;
  });
  const asked = (): string[] => seen.map((request) => `${request.method} ${request.url}`);

  it('follows as many redirects as it may, and judges the last answer', async () => {
    const url = await serve(routes({ '/': [301, '/a'], '/a': [302, 'b?x=1'], '/b?x=1': 'here' }));
    const result = await run(`${url}/`, { contains: 'here' }, { redirects: 2 });
    expect(result).toMatchObject({ result: 'ok', output: 'HTTP 200 OK' });
    expect(asked()).toEqual(['GET /', 'GET /a', 'GET /b?x=1']);
    // Each hop's phases are added up.
    const sum = (result.metrics ?? []).reduce((total, { value }) => total + value, 0);
    expect(sum).toBeLessThanOrEqual((result.ms ?? 0) + 1);
    expect(await run(`${url}/`, {}, { redirects: 1 })).toMatchObject({
      result: 'critical',
      output: `mer enn 1 videresending, sist til ${url}/b?…`,
    });
  });

  it('finds a ring at once', async () => {
    const url = await serve(routes({ '/': [302, '/a'], '/a': [302, '/'] }));
    expect(await run(`${url}/`, {}, { redirects: 10 })).toMatchObject({
      result: 'critical',
      output: `videresendingen går i ring: ${url}/ → ${url}/a → ${url}/`,
    });
    expect(asked()).toHaveLength(2);
  });

  it('asks again as browsers do: 303 and a POST’s 302 with GET, 307 the same', async () => {
    const url = await serve(
      routes({ '/303': [303, '/end'], '/302': [302, '/end'], '/307': [307, '/end'], '/end': 'end' }),
    );
    const post = { method: 'POST', body: 'x=1', redirects: 3 } as const;
    for (const path of ['303', '302', '307']) await run(`${url}/${path}`, {}, post);
    expect(asked()).toEqual(['POST /303', 'GET /end', 'POST /302', 'GET /end', 'POST /307', 'POST /end']);
    expect(seen[1]?.headers['content-length']).toBeUndefined();
    expect(seen[5]?.headers['content-length']).toBe('3');
  });

  it('does not show its credentials to another origin', async () => {
    const other = await serve(routes({ '/': 'other' }));
    const url = await serve(routes({ '/': [302, '/same'], '/same': [302, `${other}/`] }));
    const headers = { Authorization: 'Bearer s3cret', Cookie: 'sid=1' };
    expect(await run(`${url}/`, { contains: 'other' }, { redirects: 3, headers })).toMatchObject({
      result: 'ok',
    });
    expect(seen.map((request) => request.headers.authorization)).toEqual([
      'Bearer s3cret',
      'Bearer s3cret',
      undefined,
    ]);
    expect(seen[2]?.headers.cookie).toBeUndefined();
    expect(seen[2]?.headers.host).toBe(new URL(other).host);
  });

  it('does not follow to what is no web address, nor past its time limit', async () => {
    const url = await serve(
      routes({ '/file': [302, 'file:///etc/passwd'], '/bad': [302, 'http://['], '/empty': [302, ''] }),
    );
    expect(await run(`${url}/file`, {}, { redirects: 3 })).toMatchObject({
      result: 'critical',
      output: 'HTTP 302 viser til file:, som ikke er HTTP',
    });
    expect((await run(`${url}/bad`, {}, { redirects: 3 })).output).toContain('ikke er en adresse');
    expect((await run(`${url}/empty`, {}, { redirects: 3 })).output).toContain('i ring');
    const slow = await serve((request, response) => {
      const next = Number((request.url ?? '/0').slice(1)) + 1;
      setTimeout(() => response.writeHead(302, { location: `/${next}` }).end(), 60);
    });
    const cut = await run(`${slow}/0`, {}, { redirects: 10 }, { timeoutMs: 250 });
    expect(cut.result).toBe('critical');
    expect(cut.output).toMatch(/^etter [34] videresendinger: (intet svar|ingen forbindelse) innen 250 ms$/);
  });
});

describe('the phases of an HTTP check', () => {
  const folder = tempFolder('phases');
  let authority: TestAuthority;
  beforeAll(() => {
    authority = makeAuthority(folder.path);
  });
  afterAll(() => folder.remove());
  const slow: RequestListener = (_request, response) => {
    setTimeout(() => response.write('first'), 80);
    setTimeout(() => response.end('last'), 200);
  };
  const phasesOf = (seen: CheckRun): Record<string, number> =>
    Object.fromEntries((seen.metrics ?? []).map(({ label, value }) => [label, value]));

  it('split its time', async () => {
    const port = await servers.https(authority.good, slow);
    const seen = await run(`https://localhost:${port}/`, {}, { ca: authority.ca });
    expect(seen.result).toBe('ok');
    expect(seen.metrics?.map(({ label }) => label)).toEqual(['dns', 'connect', 'tls', 'firstByte', 'body']);
    expect(seen.metrics?.every(({ unit }) => unit === 'ms')).toBe(true);
    const { dns = -1, connect = -1, tls = -1, firstByte = -1, body = -1 } = phasesOf(seen);
    for (const ms of [dns, connect, tls]) expect(ms).toBeGreaterThanOrEqual(0);
    expect(firstByte).toBeGreaterThan(70);
    expect(body).toBeGreaterThan(100);
    expect(dns + connect + tls + firstByte + body).toBeLessThanOrEqual((seen.ms ?? 0) + 1);
    expect(dns + connect + tls + firstByte + body).toBeGreaterThan((seen.ms ?? 0) - 20);
  });

  it('leave out what did not happen', async () => {
    const port = await servers.http(slow);
    const seen = await run(`http://127.0.0.1:${port}/`);
    expect(seen.metrics?.map(({ label }) => label)).toEqual(['connect', 'firstByte', 'body']);
    const stuck = await servers.tcp(() => {});
    const cut = await run(`https://127.0.0.1:${stuck}/`, {}, {}, { timeoutMs: 200 });
    expect(cut.metrics?.map(({ label }) => label)).toEqual(['connect']);
  });
});

describe('what an HTTP check sent', () => {
  const headers = { Authorization: 'Bearer hemmelig-9x', 'X-Api-Key': 'n0kkel-7' };

  it('is not shown, wherever a server says it back', async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, `ja ${request.headers['x-api-key']}`);
      response.end(`GET ${request.url}: ukjent ${request.headers.authorization}`);
    });
    for (const expectations of [{}, { json: [{ at: '/x' }] }]) {
      const { output } = await run(`${url}/a?token=abc-123`, expectations, { headers });
      expect(output).toContain('{{X-Api-Key}}');
      expect(output).not.toMatch(/hemmelig-9x|n0kkel-7|abc-123/);
    }
  });

  it('stays with its origin, under whatever name', async () => {
    const seen: string[][] = [];
    const other = await serve((request, response) => {
      seen.push(Object.keys(request.headers).sort());
      response.end();
    });
    const url = await serve((request, response) => {
      seen.push(Object.keys(request.headers).sort());
      response.writeHead(302, { location: `${other}/` }).end();
    });
    expect(await run(url, {}, { headers, redirects: 2 })).toMatchObject({ result: 'ok' });
    expect(seen[0]).toEqual(expect.arrayContaining(['authorization', 'x-api-key']));
    expect(seen[1]).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
  });
});
