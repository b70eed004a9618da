import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../../shared/time/clock';
import { Endpoint, freePorts } from '../../../estate/endpoint';
import { createAuthority } from '../../../estate/talks/certificates';
import { jsonAnswer, secureTalk } from '../../../estate/talks/http-talk';

const DAY_MS = 86_400_000;

describe('createAuthority', () => {
  const now = Date.now();
  const authority = createAuthority('Prøveregionen', now);

  test('issues certificates that it really signed, for their names and until their end', () => {
    const ca = new X509Certificate(authority.certificate);
    const end = now + 12 * DAY_MS;
    const leaf = new X509Certificate(authority.issue(['ie.sykehus.test', '127.0.0.1'], end).cert);
    expect(ca.ca).toBe(true);
    expect(ca.verify(ca.publicKey)).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.verify(ca.publicKey)).toBe(true);
    expect(leaf.checkIssued(ca)).toBe(true);
    expect(leaf.checkHost('ie.sykehus.test')).toBe('ie.sykehus.test');
    expect(leaf.checkHost('sso.sykehus.test')).toBeUndefined();
    expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(Math.abs(Date.parse(leaf.validTo) - end)).toBeLessThan(1_000);
    expect(leaf.serialNumber).not.toBe(ca.serialNumber);
  });

  test('writes ends beyond 2049 so that they are read right', () => {
    const end = Date.UTC(2055, 0, 2, 3, 4, 5);
    const leaf = new X509Certificate(authority.issue(['x'], end).cert);
    expect(Date.parse(leaf.validTo)).toBe(end);
  });
});

describe('an endpoint over TLS', () => {
  const authority = createAuthority('Prøveregionen', Date.now());
  let endpoint: Endpoint;

  beforeEach(async () => {
    const [port = 0] = await freePorts(1, 0);
    const talk = secureTalk(jsonAnswer({ kø: 1 }, {}), 90, (days) =>
      authority.issue(['127.0.0.1'], Date.now() + days * DAY_MS),
    );
    endpoint = new Endpoint({ kind: talk, name: 'Navn', port, expectedMs: 10, clock: systemClock() });
    await endpoint.apply('normal');
  });
  afterEach(() => endpoint.apply('down'));

  const ask = (): Promise<{ readonly body: string; readonly daysLeft: number }> =>
    new Promise((done, fail) => {
      const sent = request(
        { host: '127.0.0.1', port: endpoint.port, ca: authority.certificate, agent: false },
        (response) => {
          const socket = response.socket as import('node:tls').TLSSocket;
          const daysLeft = (Date.parse(socket.getPeerCertificate().valid_to) - Date.now()) / DAY_MS;
          let body = '';
          response.on('data', (part: Buffer) => {
            body += part.toString();
          });
          response.on('end', () => done({ body, daysLeft }));
        },
      );
      sent.on('error', fail);
      sent.end();
    });

  test('is trusted by whoever trusts the authority', async () => {
    const { body, daysLeft } = await ask();
    expect(JSON.parse(body)).toEqual({ tjeneste: 'Navn', status: 'ok', kø: 1 });
    expect(daysLeft).toBeCloseTo(90, 1);
  });

  test('shows a certificate that ends soon, or has ended, without a restart', async () => {
    await endpoint.apply('expiring', { level: 12 });
    expect((await ask()).daysLeft).toBeCloseTo(12, 1);
    await endpoint.apply('expiring', { level: 0 });
    await expect(ask()).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' });
    await endpoint.apply('normal');
    expect((await ask()).daysLeft).toBeCloseTo(90, 1);
  });
});
