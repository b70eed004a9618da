import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createPlain, type Server as PlainServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SourceStatus } from '../../../shared/model/sources';
import { until } from '../../fixtures/until';
import { SourceRoom } from './room';

/** The real hub before a peer that answers badly: counted, quoted, down, and never harmed. */

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const STATUS = JSON.stringify({ versionInfo: { version: '0.25.0' } });
const ALERT = {
  fingerprint: '507b3c2d96cd96f0',
  labels: { alertname: 'HighLatency', service: 'ekg', site: 'mo', severity: 'critical' },
  annotations: {},
  startsAt: '2026-11-22T18:22:49.147Z',
  status: { state: 'active', silencedBy: [], inhibitedBy: [] },
};
const json = (response: ServerResponse, body: string): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(body);

describe('a source that answers badly', () => {
  const room = new SourceRoom();
  let server: Server;
  let alerts: Answer;
  let skewMs = 0;

  const good: Answer = (_request, response) => json(response, JSON.stringify([ALERT]));

  beforeAll(async () => {
    alerts = good;
    server = createServer((request, response) => {
      response.setHeader('date', new Date(Date.now() + skewMs).toUTCString());
      response.on('error', () => {});
      if (request.url === '/api/v2/status') return json(response, STATUS);
      if (request.url === '/api/v2/silences') return json(response, '[]');
      if (request.url === '/api/v2/alerts') return alerts(request, response);
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    room.atEnd(() => server.closeAllConnections());
    room.atEnd(() => server.close());
    room.write(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
    await room.open();
  }, 60_000);
  afterAll(() => room.close(), 60_000);

  afterEach(async () => {
    alerts = good;
    skewMs = 0;
    await room.phase('up', 20_000);
    await room.state('ekg@mo', 'down');
  }, 60_000);

  /** It goes down for this reason, with this piece of what it said, and is counted. */
  async function refuses(answer: Answer, reason: RegExp, piece: RegExp): Promise<void> {
    await room.phase('up');
    const before = room.source()?.rejected.count ?? 0;
    alerts = answer;
    const down = await room.phase('down', 20_000);
    expect(down.reason).toMatch(reason);
    expect(down.rejected.count).toBeGreaterThan(before);
    expect(down.rejected.last?.reason).toMatch(reason);
    expect(down.rejected.last?.piece).toMatch(piece);
    expect(down.rejected.last?.piece.length).toBeLessThanOrEqual(200);
    await room.state('ekg@tromsø', 'unknown');
    await room.state('am', 'down');
  }

  // First, while the checks are steady: what goes up and down a dozen times is held as flapping.
  it('keeps what can be read when one alert cannot, and says so', async () => {
    await room.phase('up');
    alerts = (_request, response) => json(response, JSON.stringify([ALERT, { fingerprint: 'x', labels: 7 }]));
    const odd = await until('it is told', () => {
      const status = room.source();
      return status?.reason === 'et varsel kan ikke leses' && status;
    });
    expect(odd).toMatchObject({ phase: 'up', alerts: 1 });
    expect(odd.rejected.last?.piece).toContain('"labels":7');
    await until('the map says so', () => room.check('am/kart')?.output === '1 kan ikke leses');
    expect(room.node('ekg@mo')?.state).toBe('down');
  });

  it('shows labels that look like markup as text, bounded', async () => {
    await room.phase('up');
    const labels = {
      ...ALERT.labels,
      alertname: '<img src=x onerror=alert(1)>\u001b[31m\u202e',
      long: 'y'.repeat(10_000),
      ['n'.repeat(500)]: 'x',
    };
    alerts = (_request, response) =>
      json(
        response,
        JSON.stringify([
          {
            ...ALERT,
            labels,
            annotations: { summary: '<script>x</script>\n'.repeat(200) },
            generatorURL: 'javascript:alert(1)',
          },
        ]),
      );
    const alert = await until('it is there', () => room.alerts().find(({ name }) => name.startsWith('<img')));
    expect(alert.name).toBe('<img src=x onerror=alert(1)>');
    expect(alert.labels.long?.length).toBe(500);
    expect(Object.keys(alert.labels).every((name) => name.length <= 100)).toBe(true);
    expect(alert.summary.length).toBeLessThanOrEqual(300);
    expect(alert.link).toBeNull();
    const words = /^<img src=x onerror=alert\(1\)> \(kritisk\): <script>/;
    await until('the node names it', () => words.test(room.check('ekg@mo/am')?.output ?? ''));
  });

  it('a clock ten minutes off is measured, told, and reckoned with', async () => {
    await room.phase('up');
    skewMs = 600_000;
    const startsAt = Date.now() + 600_000 - 60_000;
    alerts = (_request, response) =>
      json(response, JSON.stringify([{ ...ALERT, startsAt: new Date(startsAt).toISOString() }]));
    const odd = await until('the skew is told', () => {
      const status = room.source();
      return status?.reason?.includes('klokken') && status;
    });
    expect(odd.phase).toBe('up');
    expect(Math.abs((odd.skewMs ?? 0) - 600_000)).toBeLessThanOrEqual(2_000);
    expect(odd.reason).toMatch(/^klokken der går (10|9) min foran$/);
    const alert = await until('its time is corrected', () => {
      const [found] = room.alerts();
      return found && Math.abs(found.startsAt - (startsAt - 600_000)) < 5_000 && found;
    });
    expect(alert.startsAt).toBeLessThanOrEqual(Date.now());
    await until('the pulse warns', () => room.check('am/puls')?.result === 'warning');
  });

  it('HTML instead of JSON', () =>
    refuses(
      (_request, response) =>
        void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Velkommen</h1>\u0007'),
      /^svarer text\/html i stedet for JSON$/,
      /^<h1>Velkommen<\/h1>$/,
    ));

  it('HTML that says it is JSON', () =>
    refuses(
      (_request, response) => json(response, '<!doctype html>'),
      /ikke en JSON-liste/,
      /^<!doctype html>$/,
    ));

  it('half a JSON', () =>
    refuses(
      (_request, response) => json(response, JSON.stringify([ALERT, ALERT]).slice(0, -40)),
      /slutter midt i/,
      /silencedBy|active|startsAt/,
    ));

  it('a JSON that is broken inside', () =>
    refuses(
      (_request, response) => json(response, '[{"a":1},{"b":nei}]'),
      /ikke gyldig JSON/,
      /\{"b":nei\}/,
    ));

  it('another API', () =>
    refuses((_request, response) => json(response, '{"status":"success"}'), /JSON-liste/, /success/));

  it('an error', () =>
    refuses(
      (_request, response) =>
        void response.writeHead(500, { 'content-type': 'text/plain' }).end('panic: oops'),
      /HTTP 500/,
      /panic: oops/,
    ));

  it('a redirect to a login page, which is not followed', () =>
    refuses(
      (_request, response) =>
        void response.writeHead(302, { location: 'https://innlogging.invalid/?til=x' }).end(),
      /sender videre \(HTTP 302\)/,
      /innlogging\.invalid/,
    ));

  it('100 MB, announced', () =>
    refuses(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100_000_000 });
        response.write('[');
      },
      /svaret er på 100 MB/,
      /content-length: 100000000/,
    ));

  it('100 MB in one object, not announced', () =>
    refuses(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('[{"labels":{"a":"');
        const part = 'x'.repeat(1_000_000);
        const more = (left: number): void => {
          if (left > 0 && !response.destroyed) response.write(part, () => more(left - 1));
        };
        more(100);
      },
      /en post er større enn 262 kB|svaret er større enn/,
      /labels|x+/,
    ));

  it('a body that never ends', () =>
    refuses(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(`[${JSON.stringify(ALERT)}`);
        const drip = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(drip));
      },
      /svaret tok ikke slutt/,
      /^/,
    ));

  it('a connection that breaks off', () =>
    refuses(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('[{"fing', () => response.destroy());
      },
      /brøt av/,
      /fing/,
    ));

  it('none of it harmed the hub', async () => {
    const health = await fetch(`${room.hub.url}/healthz`);
    expect(health.status).toBe(200);
    expect(((await health.json()) as { faults: object }).faults).toEqual({});
  });
});

describe('a source that hardly speaks HTTP', () => {
  const room = new SourceRoom();
  let server: PlainServer;
  let speak: (socket: Socket) => void = () => {};
  const sockets = new Set<Socket>();

  beforeAll(async () => {
    server = createPlain((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      speak(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    room.atEnd(() => server.close());
    room.atEnd(() => {
      for (const socket of sockets) socket.destroy();
    });
    room.write(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
    await room.open();
  }, 60_000);
  afterAll(() => room.close(), 60_000);

  const because = (wanted: RegExp): Promise<SourceStatus> =>
    until(
      'the reason',
      () => {
        const status = room.source();
        return status?.phase === 'down' && wanted.test(status.reason ?? '') && status;
      },
      40_000,
    );

  it('says nothing', async () => {
    const status = await because(/^svarer ikke i tide$/);
    expect(status.rejected.count).toBe(0);
  }, 60_000);

  it('drips its head, byte by byte', async () => {
    speak = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const drip = setInterval(() => socket.write('x'), 50);
      socket.on('close', () => clearInterval(drip));
    };
    const status = await because(/^begynte på et svar som ikke ble ferdig$/);
    expect(status.rejected.last?.piece).toMatch(/^\d+ byte uten et helt svarhode$/);
  }, 60_000);

  it('speaks something else', async () => {
    speak = (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n');
    const status = await because(/^svarer ikke med HTTP$/);
    expect(status.rejected.count).toBeGreaterThan(0);
    await room.state('pacs', 'unknown');
  }, 60_000);
});
