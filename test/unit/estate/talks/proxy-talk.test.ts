import { createServer as createHttpServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../../shared/time/clock';
import { type Behaviour, behaviourOf } from '../../../estate/behaviour';
import { Endpoint, freePorts, listen } from '../../../estate/endpoint';
import { proxyTalk } from '../../../estate/talks/proxy-talk';

let target: Server;
let targetPort: number;
let proxy: Endpoint;
let line: Behaviour;

beforeEach(async () => {
  target = createHttpServer((asked, response) =>
    response.end(`${asked.method} ${asked.url} via ${asked.headers.host}`),
  );
  await listen(target, 0);
  targetPort = (target.address() as AddressInfo).port;
  line = behaviourOf('normal');
  const [port = 0] = await freePorts(1, 0);
  const allowed = (host: string, at: number): boolean => host === '127.0.0.1' && at === targetPort;
  const kind = proxyTalk(allowed, () => line);
  proxy = new Endpoint({ kind, name: 'Målepunkt', port, expectedMs: 1, clock: systemClock() });
  await proxy.apply('normal');
});
afterEach(async () => {
  await proxy.apply('down');
  await new Promise<void>((done) => target.close(() => done()));
});

/** Asks by a tunnel; resolves with all that came back. */
function byTunnel(address: string, then: string): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    let sent = false;
    const socket = connect(proxy.port, '127.0.0.1', () =>
      socket.write(`CONNECT ${address} HTTP/1.1\r\nHost: ${address}\r\n\r\n`),
    );
    socket.on('data', (part) => {
      text += part.toString();
      if (!sent && text.includes('\r\n\r\n') && text.startsWith('HTTP/1.1 200')) {
        sent = true;
        socket.write(then);
      }
    });
    socket.on('close', () => done(text));
    socket.on('error', fail);
  });
}

function byAddress(url: string): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((done, fail) => {
    const sent = request({ host: '127.0.0.1', port: proxy.port, path: url, agent: false }, (response) => {
      let body = '';
      response.on('data', (part: Buffer) => {
        body += part.toString();
      });
      response.on('end', () => done({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', fail);
    sent.end();
  });
}

describe('the proxy of a site', () => {
  const ask = 'GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

  test('opens a tunnel (CONNECT)', async () => {
    expect(await byTunnel(`127.0.0.1:${targetPort}`, ask)).toContain('GET /x via a');
  });

  test('passes whole addresses on', async () => {
    const { status, body } = await byAddress(`http://127.0.0.1:${targetPort}/y?z=1`);
    expect([status, body]).toEqual([200, `GET /y?z=1 via 127.0.0.1:${proxy.port}`]);
  });

  test('leads nowhere but into the estate', async () => {
    expect(await byTunnel(`127.0.0.1:${proxy.port}`, ask)).toMatch(/^HTTP\/1.1 403/);
    expect(await byTunnel(`192.0.2.1:${targetPort}`, ask)).toMatch(/^HTTP\/1.1 403/);
    expect((await byAddress('http://192.0.2.1/')).status).toBe(403);
    expect((await byAddress('/y')).status).toBe(400);
    expect((await byAddress('ftp://127.0.0.1/')).status).toBe(400);
  });

  test('says that there is no answer from a service that is down', async () => {
    const port = targetPort;
    await new Promise<void>((done) => target.close(() => done()));
    expect(await byTunnel(`127.0.0.1:${port}`, ask)).toMatch(/^HTTP\/1.1 502/);
    expect((await byAddress(`http://127.0.0.1:${port}/`)).status).toBe(502);
  });

  test('is slower when its line loses packets', async () => {
    line = behaviourOf('loss', { level: 3 });
    const from = performance.now();
    expect(await byTunnel(`127.0.0.1:${targetPort}`, ask)).toContain('GET /x');
    expect(performance.now() - from).toBeGreaterThan(250);
    expect((await byAddress(`http://127.0.0.1:${targetPort}/y`)).status).toBe(200);
  });

  test('cuts its tunnels when the line is cut', async () => {
    line = behaviourOf('loss', { level: 100 });
    const open = byTunnel(`127.0.0.1:${targetPort}`, ask).catch((error: NodeJS.ErrnoException) => error.code);
    await expect.poll(() => proxy.behaviour.mode).toBe('normal');
    await new Promise<void>((done) => {
      const probe = setInterval(() => {
        target.getConnections((_error, count) => {
          if (count === 0) return;
          clearInterval(probe);
          done();
        });
      }, 5);
    });
    await proxy.apply('down');
    expect(await open).not.toContain('GET /x');
  });
});
