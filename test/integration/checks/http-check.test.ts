import type { IncomingMessage, RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CheckTarget, HttpExpectations } from '../../../electron/hub/catalogue/loaded';
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

/** A target with a part of its expectations. */
function target(url: string, change: Partial<HttpTarget & HttpExpectations> = {}): HttpTarget {
  const { status, contains, containsNot, header, json, ...rest } = { ...ANY, ...change };
  return {
    kind: 'http',
    url,
    method: 'GET',
    headers: {},
    body: null,
    redirects: 0,
    ca: null,
    ...rest,
    expect: { status, contains, containsNot, header, json },
  };
}
const say =
  (status: number, body = '', headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
const at = (port: number, path = '/'): string => `http://127.0.0.1:${port}${path}`;

/** Everything the check opened is closed again. */
const nothingLeft = () => until('all connections are closed', () => servers.open === 0);

describe('an HTTP check', () => {
  it('is ok on an answer, with the time it took, on a new connection each run', async () => {
    const port = await servers.http(say(200, 'fine'));
    for (let run = 0; run < 3; run += 1) {
      const seen = await once(check, target(at(port)));
      expect(seen).toMatchObject({ result: 'ok', output: 'HTTP 200 OK' });
      expect(seen.ms).toBeGreaterThan(0);
      expect(seen.ms).toBeLessThan(5_000);
    }
    expect(servers.connections).toBe(3);
    await nothingLeft();
  });

  it('takes a redirect for an answer and does not follow it', async () => {
    const asked: string[] = [];
    const port = await servers.http((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(302, { location: '/login?session=secret' }).end();
    });
    expect(await once(check, target(at(port)))).toMatchObject({ result: 'ok', output: 'HTTP 302 Found' });
    expect(asked).toEqual(['/']);
  });

  it('is critical on a status that is not accepted', async () => {
    const broken = await servers.http(say(503));
    expect(await once(check, target(at(broken)))).toMatchObject({
      result: 'critical',
      output: 'HTTP 503 Service Unavailable, ventet 200–399',
    });
    expect(await once(check, target(at(broken), { status: [401, 503] }))).toMatchObject({ result: 'ok' });
    const well = await servers.http(say(200));
    expect(await once(check, target(at(well), { status: [401, 503] }))).toMatchObject({
      result: 'critical',
      output: 'HTTP 200 OK, ventet 401, 503',
    });
  });

  it('finds the text it must contain, in the page’s own character set', async () => {
    const utf8 = await servers.http(say(200, '<h1>Pålogging Tromsø</h1>'));
    expect(await once(check, target(at(utf8), { contains: 'Tromsø' }))).toMatchObject({ result: 'ok' });
    expect(await once(check, target(at(utf8), { contains: 'Bodø' }))).toMatchObject({
      result: 'critical',
      output: 'HTTP 200 OK, men uten teksten «Bodø»',
    });
    const latin = await servers.http((_request, response) => {
      response.setHeader('content-type', 'text/html; charset=ISO-8859-1');
      response.end(Buffer.from('Tromsø', 'latin1'));
    });
    expect(await once(check, target(at(latin), { contains: 'Tromsø' }))).toMatchObject({ result: 'ok' });
  });

  it('reads no more than 256 KiB of a page that never ends, and then hangs up', async () => {
    const endless: RequestListener = (_request, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(16_384)));
      };
      response.on('drain', more);
      more();
    };
    const port = await servers.http(endless);
    expect(await once(check, target(at(port)))).toMatchObject({ result: 'ok' });
    await nothingLeft();
    const missing = await once(check, target(at(port), { contains: 'needle' }));
    expect(missing).toMatchObject({ result: 'critical' });
    expect(missing.output).toContain('needle');
    await nothingLeft();
  });

  it('sends its method and headers, and shows none of them', async () => {
    const asked: IncomingMessage[] = [];
    const port = await servers.http((request, response) => {
      asked.push(request);
      response.writeHead(request.headers.authorization === 'Bearer s3cret' ? 200 : 401).end();
    });
    const headers = { Authorization: 'Bearer s3cret', 'User-Agent': 'mine' };
    const seen = await once(check, target(at(port), { method: 'POST', headers }));
    expect(seen).toMatchObject({ result: 'ok' });
    expect(asked[0]).toMatchObject({
      method: 'POST',
      headers: { 'user-agent': 'mine', connection: 'close' },
    });
    const refused = await once(check, target(at(port).replace('//', '//user:s3cret@')));
    expect(refused.output).toBe('HTTP 401 Unauthorized, ventet 200–399');
    const head = await once(check, target(at(port), { method: 'HEAD', headers }));
    expect(head).toMatchObject({ result: 'ok' });
  });

  it('is a warning, then critical, when the answer is slow, counting to the end of the body', async () => {
    const port = await servers.http((_request, response) => {
      response.write('first');
      setTimeout(() => response.end('last'), 150);
    });
    const slow = await once(check, target(at(port)), { warnMs: 100, criticalMs: 4_000 });
    expect(slow.result).toBe('warning');
    expect(slow.ms).toBeGreaterThanOrEqual(140);
    expect(slow.output).toMatch(/^HTTP 200 OK: \d+ ms, grensen er 100 ms$/);
    expect(await once(check, target(at(port)), { warnMs: 50, criticalMs: 100 })).toMatchObject({
      result: 'critical',
    });
    expect(await once(check, target(at(port)), { warnMs: 4_000 })).toMatchObject({ result: 'ok' });
  });

  it('is critical, with a plain reason, when the connection is refused or the name unknown', async () => {
    const refused = await once(check, target(at(await servers.closedPort())));
    expect(refused).toEqual({
      result: 'critical',
      output: 'tilkoblingen ble avvist (ECONNREFUSED)',
      ms: null,
    });
    const unknown = await once(check, target('http://no-such-host.invalid/'));
    expect(unknown.result).toBe('critical');
    expect(unknown.output).toContain('DNS');
  });

  it('is critical when nothing answers, and has hung up by then', async () => {
    const port = await servers.tcp(() => {});
    const seen = await once(check, target(at(port)), { timeoutMs: 200 });
    expect(seen).toMatchObject({ result: 'critical', output: 'intet svar innen 200 ms', ms: null });
    // What was measured before the silence is kept.
    expect(seen.metrics?.map(({ label }) => label)).toEqual(['connect']);
    await nothingLeft();
  });

  it.each([
    ['headers', 'HTTP/1.1 200 OK\r\nX-A', 'intet svar innen 400 ms'],
    [
      'a body',
      'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n',
      'HTTP 200, men svaret ble ikke ferdig innen 400 ms',
    ],
  ])('is critical at its limit when %s trickle in', async (_what, opening, reason) => {
    const port = await servers.tcp((socket) => {
      socket.write(opening);
      const drip = setInterval(() => socket.write('a'), 20);
      socket.on('close', () => clearInterval(drip));
    });
    const startedAt = performance.now();
    const seen = await once(check, target(at(port)), { timeoutMs: 400 });
    expect(seen).toMatchObject({ result: 'critical', output: reason });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    await nothingLeft();
  });

  it('is critical when the peer resets, closes, or speaks something else', async () => {
    const reset = await servers.tcp((socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    expect(await once(check, target(at(reset)))).toMatchObject({
      result: 'critical',
      output: 'motparten brøt forbindelsen (ECONNRESET)',
    });
    const half = await servers.tcp((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'));
    });
    expect(await once(check, target(at(half), { contains: 'half' }))).toMatchObject({ result: 'critical' });
    const closing = await servers.tcp((socket) => socket.end());
    expect(await once(check, target(at(closing)))).toMatchObject({ result: 'critical' });
    const other = await servers.tcp((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    const spoke = await once(check, target(at(other)));
    expect(spoke.result).toBe('critical');
    expect(spoke.output).toContain('ikke gyldig HTTP');
    const bloated = await servers.tcp((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(200_000)}\r\n\r\n`);
    });
    expect(await once(check, target(at(bloated)))).toMatchObject({ result: 'critical' });
    const upgrading = await servers.tcp((socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n');
    });
    expect(await once(check, target(at(upgrading)), { timeoutMs: 1_000 })).toMatchObject({
      result: 'critical',
    });
    await nothingLeft();
  });

  it('is unknown when it could not even be tried', async () => {
    for (const url of ['not a url', 'ftp://127.0.0.1/', 'http://127.0.0.1:99999/']) {
      const seen = await once(check, target(url));
      expect(seen).toMatchObject({ result: 'unknown', ms: null });
      expect(seen.output).toContain('kunne ikke kjøres');
    }
    const port = await servers.http(say(200));
    expect(await once(check, target(at(port), { headers: { 'x-bad': 'a\r\nb' } }))).toMatchObject({
      result: 'unknown',
    });
    expect(servers.connections).toBe(0);
  });

  it('ends at once when it is aborted', async () => {
    const port = await servers.tcp(() => {});
    const controller = new AbortController();
    const run = once(check, target(at(port)), {}, controller.signal);
    await until('the connection is open', () => servers.open === 1);
    controller.abort();
    expect(await run).toMatchObject({ result: 'unknown', ms: null });
    await nothingLeft();
  });

  it('cleans what a hostile server puts in its status line', async () => {
    const port = await servers.tcp((socket) => {
      socket.end(`HTTP/1.1 500 \u001b[2Jgone ${'z'.repeat(3_000)}\r\nContent-Length: 0\r\n\r\n`);
    });
    const seen = await once(check, target(at(port)));
    expect(seen.result).toBe('critical');
    expect(seen.output.length).toBeLessThanOrEqual(1_000);
    expect(seen.output).not.toMatch(/\p{Cc}/u);
  });
});

describe('an HTTPS check', () => {
  const folder = tempFolder('tls');
  let authority: TestAuthority;
  beforeAll(() => {
    authority = makeAuthority(folder.path);
  });
  afterAll(() => folder.remove());
  const secure = (port: number, change: Partial<HttpTarget & HttpExpectations> = {}): HttpTarget =>
    target(`https://localhost:${port}/`, { ca: authority.ca, ...change });

  it('trusts the authority it is given', async () => {
    const port = await servers.https(authority.good, say(200, 'inside'));
    expect(await once(check, secure(port, { contains: 'inside' }))).toMatchObject({ result: 'ok' });
    expect(await once(check, secure(port, { url: `https://127.0.0.1:${port}/` }))).toMatchObject({
      result: 'ok',
    });
    await nothingLeft();
  });

  it('is critical on a certificate that is expired, another’s, or of an authority it does not trust', async () => {
    const reason = async (certificate: TestAuthority['good'], ca: string | null): Promise<string> => {
      const seen = await once(check, secure(await servers.https(certificate, say(200)), { ca }));
      expect(seen.result).toBe('critical');
      return seen.output;
    };
    expect(await reason(authority.expired, authority.ca)).toContain('utløpt');
    expect(await reason(authority.otherName, authority.ca)).toContain('annet navn');
    expect(await reason(authority.good, null)).toContain('ikke klarert');
  });

  it('verifies also where the environment says not to', async () => {
    const port = await servers.https(authority.good, say(200));
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    try {
      expect(await once(check, secure(port, { ca: null }))).toMatchObject({ result: 'critical' });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('is critical when the peer does not speak TLS, or does not finish its handshake', async () => {
    const plain = await servers.http(say(200));
    expect(await once(check, secure(plain))).toMatchObject({ result: 'critical' });
    const silent = await servers.tcp(() => {});
    expect(await once(check, secure(silent), { timeoutMs: 300 })).toMatchObject({
      result: 'critical',
      output: 'TLS-forhandlingen ble ikke ferdig innen 300 ms',
    });
    await nothingLeft();
  });

  it('is unknown when its authority is no certificate', async () => {
    const port = await servers.https(authority.good, say(200));
    for (const ca of ['', 'rubbish', '-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n']) {
      expect(await once(check, secure(port, { ca }))).toMatchObject({ result: 'unknown' });
    }
  });
});
