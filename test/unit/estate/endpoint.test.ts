import { connect, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../shared/time/clock';
import { Endpoint, freePorts, listen } from '../../estate/endpoint';
import { probeHttp, probeTcp } from './probe';

const EXPECTED_MS = 200;

describe.each(['http', 'tcp'] as const)('a %s endpoint', (kind) => {
  const probe = kind === 'http' ? probeHttp : probeTcp;
  const fine = kind === 'http' ? '200' : '220 Navn\r\n';
  let endpoint: Endpoint;

  beforeEach(async () => {
    const [port = 0] = await freePorts(1, 0);
    endpoint = new Endpoint({ kind, name: 'Navn', port, expectedMs: EXPECTED_MS, clock: systemClock() });
  });
  afterEach(() => endpoint.apply('down'));

  test('answers in good time', async () => {
    await endpoint.apply('normal');
    const { seen, ms } = await probe(endpoint.port);
    expect(seen).toBe(fine);
    expect(ms).toBeLessThan(EXPECTED_MS * 2);
  });

  test('that is slow answers right, but three times later than expected', async () => {
    await endpoint.apply('slow');
    const { seen, ms } = await probe(endpoint.port);
    expect(seen).toBe(fine);
    expect(ms).toBeGreaterThanOrEqual(EXPECTED_MS * 3 - 5);
  });

  test('that is down refuses connections, and takes the same port again', async () => {
    await endpoint.apply('normal');
    await endpoint.apply('down');
    expect((await probe(endpoint.port)).seen).toBe('ECONNREFUSED');
    await endpoint.apply('normal');
    expect((await probe(endpoint.port)).seen).toBe(fine);
  });

  test('with errors says so', async () => {
    await endpoint.apply('errors');
    expect((await probe(endpoint.port)).seen).toBe(kind === 'http' ? '503' : 'ECONNRESET');
  });

  test('that goes down drops those who wait', async () => {
    await endpoint.apply('slow');
    const socket = connect(endpoint.port, '127.0.0.1');
    const ended = new Promise<string>((done) => socket.once('error', (error) => done(String(error))));
    await new Promise((done) => socket.once('connect', done));
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    // It has been accepted by now, or is reset with the port.
    await endpoint.apply('down');
    expect(await ended).toContain('ECONNRESET');
  });

  test('makes changes in the order in which they were asked for', async () => {
    const changed = await Promise.all([
      endpoint.apply('normal'),
      endpoint.apply('down'),
      endpoint.apply('down'),
    ]);
    expect(changed).toEqual([true, true, false]);
    expect((await probe(endpoint.port)).seen).toBe('ECONNREFUSED');
  });

  test('tries again while somebody else has its port', async () => {
    const other = createServer();
    await listen(other, endpoint.port);
    let waits = 0;
    const clock = {
      ...systemClock(),
      after: (_ms: number, run: () => void) => {
        waits += 1;
        other.close(() => run());
        return () => {};
      },
    };
    const second = new Endpoint({ kind, name: 'Navn', port: endpoint.port, expectedMs: 1, clock });
    await second.apply('normal');
    expect(waits).toBe(1);
    expect((await probe(endpoint.port)).seen).toBe(fine);
    await second.apply('down');
  });
});

test('freePorts passes over ports that are taken', async () => {
  const [first = 0] = await freePorts(1, 0);
  const other = createServer();
  await listen(other, first);
  expect(await freePorts(2, first)).not.toContain(first);
  other.close();
});
