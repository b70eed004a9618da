import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CheckTarget } from '../../../electron/hub/catalogue/loaded';
import { createTlsCheck } from '../../../electron/hub/checks/tls-check';
import { ManualClock, systemClock } from '../../../shared/time/clock';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';
import { type Certificate, makeAuthority, type TestAuthority } from './certificates';
import { once, Servers } from './servers';

type TlsTarget = Extract<CheckTarget, { kind: 'tls' }>;

const DAY = 86_400_000;
const check = createTlsCheck(systemClock());
const servers = new Servers();
afterEach(() => servers.close());

const folder = tempFolder('tls-check');
let authority: TestAuthority;
beforeAll(() => {
  authority = makeAuthority(folder.path);
});
afterAll(() => folder.remove());

async function against(
  certificate: Certificate,
  change: Partial<TlsTarget> = {},
  run = check,
): ReturnType<typeof once> {
  const port = await servers.tls(certificate);
  const target: TlsTarget = {
    kind: 'tls',
    host: '127.0.0.1',
    port,
    serverName: 'localhost',
    warnBeforeMs: 2 * DAY,
    criticalBeforeMs: DAY,
    ca: authority.ca,
    ...change,
  };
  return once(run, target);
}

describe('a TLS check', () => {
  it('verifies the whole chain and says how long it is good', async () => {
    const seen = await against(authority.good);
    expect(seen.output).toMatch(/^TLSv1\.3, kjeden er gyldig til \d\d\.\d\d\.\d{4} \(9 dager\)$/);
    expect(seen.result).toBe('ok');
    expect(seen.ms).toBeGreaterThan(0);
    const [left] = seen.metrics ?? [];
    expect(left).toMatchObject({ label: 'daysLeft', unit: '' });
    expect(left?.value).toBeCloseTo(10, 0);
    await until('all connections are closed', () => servers.open === 0);
  });

  it('warns, then is critical, before the first of the chain ends', async () => {
    const warned = await against(authority.good, { warnBeforeMs: 30 * DAY });
    expect(warned.result).toBe('warning');
    expect(warned.output).toMatch(/^sertifikatet utløper om 9 d \d+ t, \d\d\.\d\d\.\d{4}$/);
    expect(
      await against(authority.good, { warnBeforeMs: 60 * DAY, criticalBeforeMs: 30 * DAY }),
    ).toMatchObject({
      result: 'critical',
    });
    // The certificate itself is good for longer than the intermediate that signed it.
    const { fullChain, issuerName } = authority.underShortIntermediate;
    const chained = await against(fullChain, { warnBeforeMs: 5 * DAY });
    expect(chained.result).toBe('warning');
    expect(chained.output).toContain(`utstederen «${issuerName}» utløper om 2 d`);
    expect(chained.metrics?.[0]?.value).toBeCloseTo(3, 0);
  });

  it('says what is wrong, in words', async () => {
    const wrong = async (certificate: Certificate, change: Partial<TlsTarget> = {}): Promise<string> => {
      const seen = await against(certificate, change);
      expect(seen.result).toBe('critical');
      return seen.output;
    };
    expect(await wrong(authority.expired)).toMatch(/^sertifikatet utløp \d\d\.\d\d\.\d{4}$/);
    expect(await wrong(authority.otherName)).toBe(
      'sertifikatet gjelder et annet navn enn localhost: DNS:pacs.hospital.test',
    );
    expect(await wrong(authority.good, { ca: null })).toBe(
      'mellomsertifikat mangler: tjeneren viste bare sitt eget, utstedt av «Test CA», som ikke er klarert',
    );
    expect(await wrong(authority.selfSigned)).toBe('sertifikatet er selvsignert og ikke klarert');
    const { fullChain, leafOnly, issuerName } = authority.underShortIntermediate;
    expect(await wrong(leafOnly)).toBe(
      `mellomsertifikat mangler: tjeneren viste bare sitt eget, utstedt av «${issuerName}», som ikke er klarert`,
    );
    expect(await wrong(fullChain, { ca: null })).toBe(
      'kjeden er ufullstendig: utstederen «Test CA» mangler eller er ikke klarert',
    );
    // Two things at once are both said.
    const both = await wrong(authority.expired, { serverName: 'pacs.hospital.test' });
    expect(both).toContain('utløp');
    expect(both).toContain('gjelder et annet navn enn pacs.hospital.test');
  });

  it('asks for the server’s name, and takes an address as one', async () => {
    expect(await against(authority.otherName, { serverName: 'pacs.hospital.test' })).toMatchObject({
      result: 'ok',
    });
    expect(await against(authority.good, { serverName: '127.0.0.1' })).toMatchObject({ result: 'ok' });
  });

  it('is critical where nobody speaks TLS, or the handshake does not end', async () => {
    const target = (port: number): TlsTarget => ({
      kind: 'tls',
      host: '127.0.0.1',
      port,
      serverName: 'localhost',
      warnBeforeMs: 0,
      criticalBeforeMs: 0,
      ca: authority.ca,
    });
    const refused = await once(check, target(await servers.closedPort()));
    expect(refused.output).toBe('tilkoblingen ble avvist (ECONNREFUSED)');
    const silent = await once(check, target(await servers.tcp(() => {})), { timeoutMs: 200 });
    expect(silent).toMatchObject({
      result: 'critical',
      output: 'TLS-forhandlingen ble ikke ferdig innen 200 ms',
    });
    const other = await once(check, target(await servers.tcp((socket) => socket.end('SSH-2.0-x\r\n'))));
    expect(other.result).toBe('critical');
    const hangsUp = await once(check, target(await servers.tcp((socket) => socket.destroy())));
    expect(hangsUp.result).toBe('critical');
    await until('all connections are closed', () => servers.open === 0);
  });

  it('reads the time from the clock it is given', async () => {
    // A hub whose clock is a month ahead sees the end that is a month off; OpenSSL's own verdict is by the machine's.
    const clock = new ManualClock(Date.now() + 9.5 * DAY);
    const seen = await against(authority.good, {}, createTlsCheck(clock));
    expect(seen.result).toBe('critical');
    expect(seen.output).toMatch(/^sertifikatet utløper om 1[12] t \d\d min/);
  });
});
