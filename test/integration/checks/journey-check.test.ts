import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../../electron/hub/catalogue/load-catalogue';
import type { CheckTarget } from '../../../electron/hub/catalogue/loaded';
import type { CheckRun, RunLimits } from '../../../electron/hub/checks/check-run';
import { createJourneyCheck } from '../../../electron/hub/checks/journey-check';
import { systemClock } from '../../../shared/time/clock';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';
import { makeAuthority, type TestAuthority } from './certificates';
import { ForwardProxy } from './forward-proxy';
import { type Journal, journalServer } from './journal-server';
import { once, Servers } from './servers';

type JourneyTarget = Extract<CheckTarget, { kind: 'journey' }>;

const check = createJourneyCheck(systemClock());
const servers = new Servers();
let proxy: ForwardProxy | null = null;
afterEach(async () => {
  await servers.close();
  await proxy?.close();
  proxy = null;
});

/** A journey as a person writes it, through the real loader. */
async function journey(steps: string, more = ''): Promise<JourneyTarget> {
  const text = `version: 1
name: T
services:
  - id: dips
    name: DIPS
    criticality: 1
    checks:
      - id: reise
        kind: journey
${more}        steps:
${steps}`;
  const outcome = await parseCatalogue(text, 'test.yaml');
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  const target = outcome.catalogue.targets.get('dips/reise');
  if (target?.kind !== 'journey') throw new Error('no journey');
  return target;
}

const SECRET = 'h&mm "elig"/ø';

/** Sign in, find a patient, order a test, wait for its result. */
const dips = (base: string, step = ''): Promise<JourneyTarget> =>
  journey(
    `          - { id: side, name: Påloggingsside, url: "${base}/login", contains: Pålogging,
              extract: [{ as: csrf, between: ['name="csrf" value="', '"'] }] }
          - { id: inn, name: Logg inn, url: "${base}/login", form: { user: "{{user}}", password: "{{password}}", csrf: "{{csrf}}" },
              contains: Velkommen, extract: [{ as: ticket, header: X-Ticket }]${step} }
          - { id: finn, name: Finn pasient, url: "${base}/pasient/finn", headers: { x-ticket: "{{ticket}}" },
              json: [{ at: /treff/0/ticket, equals: "{{ticket}}" }], extract: [{ as: pasient, json: /treff/0/id }] }
          - { id: bestill, name: Bestill prøve, url: "${base}/pasient/{{pasient}}/prøve", jsonBody: { analyse: 'Hb "{{user}}"' },
              status: [201], extract: [{ as: prøveId, json: /id }] }
          - { id: svar, name: Vent på svar, url: "${base}/prøve/{{prøveId}}", json: [{ at: /status, equals: ferdig }],
              repeat: { atMost: 5, every: 50ms } }
`.replaceAll('prøveId', 'order'),
    `        variables: { user: testbruker, password: '${SECRET}' }\n`,
  );

/** A journey that hardly waits before it asks again. */
const hurried = (target: JourneyTarget): JourneyTarget => ({
  ...target,
  steps: target.steps.map((step) => ({
    ...step,
    repeat: step.repeat && { ...step.repeat, everyMs: 1 },
  })),
});
const nothingLeft = () => until('all connections are closed', () => servers.open === 0);
const labels = (seen: CheckRun): (string | undefined)[] => (seen.metrics ?? []).map(({ label }) => label);

describe('a journey', () => {
  let journal: Journal;
  const start = async (): Promise<string> => {
    journal = journalServer('testbruker', SECRET);
    return `http://127.0.0.1:${await servers.http(journal.handle)}`;
  };
  const run = async (target: JourneyTarget, limits: Partial<RunLimits> = {}): Promise<CheckRun> => {
    const seen = await once(check, target, limits);
    await nothingLeft();
    return seen;
  };

  it('signs in, carries cookies and values on, orders, and waits for the result', async () => {
    const seen = await run(await dips(await start()));
    expect(seen.output).toMatch(/^5 steg på (\d+ ms|\d,\d s)$/);
    expect(seen.result).toBe('ok');
    expect(journal.asked.map((line) => decodeURI(line))).toEqual([
      'GET /login',
      'POST /login',
      'GET /hjem',
      'GET /pasient/finn',
      'POST /pasient/4711/prøve',
      'GET /prøve/p1',
      'GET /prøve/p1',
      'GET /prøve/p1',
    ]);
    expect(labels(seen)).toEqual(['step/side', 'step/inn', 'step/finn', 'step/bestill', 'step/svar']);
    const sum = (seen.metrics ?? []).reduce((total, { value }) => total + value, 0);
    expect(sum).toBeLessThanOrEqual((seen.ms ?? 0) + 1);
    expect(sum).toBeGreaterThan((seen.ms ?? 0) * 0.8);
    // One connection for the whole journey, as a browser has, and a new one for the next.
    expect(servers.connections).toBe(1);
  });

  it('starts each run without the last one’s cookies', async () => {
    const base = await start();
    const target = await dips(base);
    await run(target);
    journal.asked.length = 0;
    const open = await journey(`          - { id: hjem, url: "${base}/hjem" }\n`);
    expect(await run(open)).toMatchObject({ result: 'critical' });
    expect(await run(target)).toMatchObject({ result: 'ok' });
  });

  it('says which step failed, what was expected and what came', async () => {
    const base = await start();
    journal.broken.set('/pasient/finn', (response) => response.writeHead(500).end());
    const seen = await run(await dips(base));
    expect(seen).toMatchObject({
      result: 'critical',
      output: 'steg 3/5 «Finn pasient»: HTTP 500 Internal Server Error, ventet 200–399',
    });
    expect(labels(seen)).toEqual(['step/side', 'step/inn', 'step/finn']);
    expect(seen.ms).toBeGreaterThan(0);
    journal.broken.set('/pasient/finn', (response) => response.end('{"treff":[]}'));
    expect((await run(await dips(base))).output).toBe(
      'steg 3/5 «Finn pasient»: HTTP 200 OK, men /treff/0/ticket mangler',
    );
    journal.broken.set('/pasient/finn', (response) => response.end('<html>Vedlikehold</html>'));
    expect((await run(await dips(base))).output).toBe(
      'steg 3/5 «Finn pasient»: HTTP 200 OK, men HTML i stedet for JSON: «<html>Vedlikehold</html>»',
    );
    journal.broken.set('/login', (response) => response.end('Pålogging uten skjema'));
    expect((await run(await dips(base))).output).toBe(
      'steg 1/5 «Påloggingsside»: HTTP 200, men fant ikke {{csrf}}: svaret har ikke teksten «name="csrf" value="»',
    );
  });

  it('never shows a variable, however it is echoed', async () => {
    const base = await start();
    const echoes = [
      SECRET,
      encodeURIComponent(SECRET),
      JSON.stringify(SECRET),
      SECRET.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
    ];
    for (const echo of echoes) {
      journal.broken.set('/pasient/finn', (response) => response.end(`{"treff": ${echo}`));
      const { output } = await run(await dips(base));
      expect(output).toContain('{{password}}');
      expect(output).not.toMatch(/elig/);
    }
    // Nor a short one in what a stranger says, nor in the place that it is sent on to.
    const target = await journey(
      `          - { id: a, url: "${base}/login", contains: "{{pin}}" }\n`,
      '        variables: { pin: "7g" }\n',
    );
    expect((await run(target)).output).toBe('steg 1/1 «a»: HTTP 200 OK, men uten teksten «{{pin}}»');
    expect(JSON.stringify(target.steps)).not.toContain('7g');
  });

  it('warns of a slow step by name, though all went well', async () => {
    const base = await start();
    journal.broken.set('/hjem', (response) => {
      setTimeout(() => response.setHeader('x-ticket', 'b').end('Velkommen'), 120);
    });
    const seen = await run(await dips(base, ', expected: 50ms'));
    expect(seen.result).toBe('warning');
    expect(seen.output).toMatch(/^steg 2\/5 «Logg inn» brukte \d+ ms, ventet 50 ms$/);
    const both = await run(await dips(base, ', expected: 50ms'), { warnMs: 1, criticalMs: 2 });
    expect(both.result).toBe('critical');
    expect(both.output).toMatch(/grensen er 2 ms; steg 2\/5 «Logg inn» brukte/);
  });

  it('is cut at its time limit, and says where it stood', async () => {
    const base = await start();
    journal.broken.set('/pasient/finn', () => {});
    const seen = await run(await dips(base), { timeoutMs: 400 });
    expect(seen).toMatchObject({
      result: 'critical',
      output: 'steg 3/5 «Finn pasient»: intet svar innen 400 ms',
    });
    expect(labels(seen)).toEqual(['step/side', 'step/inn', 'step/finn']);
    expect(seen.metrics?.[2]?.value).toBeGreaterThan(200);
    journal.broken.clear();
    journal.polls = 1_000;
    const endless = await journey(
      `          - { id: inn, url: "${base}/hjem", status: [200], repeat: { atMost: 100, every: 50ms } }\n`,
    );
    expect((await run(endless, { timeoutMs: 300 })).output).toMatch(
      /^steg 1\/1 «inn»: ikke som ventet etter \d forsøk \(HTTP 401 Unauthorized, ventet 200\) innen 300 ms$/,
    );
  });

  it('ends a script that goes round in a ring', async () => {
    const base = await start();
    journal.broken.set('/a', (response) => response.writeHead(302, { location: '/b?x=1' }).end());
    journal.broken.set('/b', (response) => response.writeHead(302, { location: '/a' }).end());
    const ring = await journey(`          - { id: a, url: "${base}/a" }\n`);
    expect((await run(ring)).output).toBe(
      `steg 1/1 «a»: videresendingen går i ring: ${base}/a → ${base}/b?… → ${base}/a`,
    );
    const stubborn = await journey(
      `          - { id: a, url: "${base}/login", repeat: { atMost: 10, every: 50ms }, json: [{ at: /x }] }\n`,
    );
    expect((await run(hurried(stubborn))).output).toMatch(
      /^steg 1\/1 «a»: ikke som ventet etter 10 forsøk: HTTP 200 OK, men HTML i stedet for JSON/,
    );
    let count = 0;
    journal.broken.set('/teller', (response) => {
      count += 1;
      response.end(count % 9 === 0 ? '{"x":1}' : '{}');
    });
    const busy = Array.from(
      { length: 30 },
      (_, index) =>
        `          - { id: s${index}, url: "${base}/teller", repeat: { atMost: 10, every: 50ms }, json: [{ at: /x }] }\n`,
    );
    const seen = await run(hurried(await journey(busy.join(''))), { timeoutMs: 30_000 });
    expect(seen.output).toMatch(
      /^steg 23\/30 «s22»: mer enn 200 forespørsler i én kjøring: skriptet går i ring$/,
    );
    expect(count).toBe(200);
  });

  it('is bounded by what a hostile server sends', async () => {
    const endless = await servers.http((_request, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      response.on('error', () => {});
      more();
    });
    const url = `http://127.0.0.1:${endless}/`;
    expect(await run(await journey(`          - { id: a, url: "${url}" }\n`))).toMatchObject({
      result: 'ok',
    });
    expect(
      await run(await journey(`          - { id: a, url: "${url}", json: [{ at: /x }] }\n`)),
    ).toMatchObject({
      result: 'critical',
      output: 'steg 1/1 «a»: HTTP 200 OK, men JSON-svaret er større enn 1 MiB',
    });
    const extracting = await journey(
      `          - { id: a, url: "${url}", extract: [{ as: t, json: /t }] }\n`,
    );
    expect((await run(extracting)).output).toContain('fant ikke {{t}}: JSON-svaret er større enn 1 MiB');
    const closing = await servers.tcp((socket) => socket.end());
    expect(
      (await run(await journey(`          - { id: a, url: "http://127.0.0.1:${closing}/" }\n`))).output,
    ).toMatch(/^steg 1\/1 «a»: /);
  });

  it('asks anew when a kept connection was closed under it', async () => {
    let asked = 0;
    const port = await servers.http((request, response) => {
      asked += 1;
      // Every first request of a connection is answered, and the second hung up on.
      if (asked === 2) request.socket.destroy();
      else response.end('ok');
    });
    const url = `http://127.0.0.1:${port}/`;
    const twice = await journey(
      `          - { id: a, url: "${url}" }\n          - { id: b, url: "${url}" }\n`,
    );
    expect(await run(twice)).toMatchObject({ result: 'ok' });
    expect(asked).toBe(3);
  });

  it('ends at once when it is aborted, with everything it has open', async () => {
    const port = await servers.tcp(() => {});
    const controller = new AbortController();
    const target = await journey(`          - { id: a, url: "http://127.0.0.1:${port}/" }\n`);
    const going = once(check, target, {}, controller.signal);
    await until('it is connected', () => servers.open === 1);
    controller.abort();
    expect(await going).toMatchObject({ result: 'unknown' });
    await nothingLeft();
  });
});

describe('a journey from a site', () => {
  const folder = tempFolder('journey-tls');
  let authority: TestAuthority;
  beforeAll(() => {
    authority = makeAuthority(folder.path);
  });
  afterAll(() => folder.remove());

  async function through(
    scheme: 'http' | 'https',
    user = '',
  ): Promise<{ target: JourneyTarget; base: string }> {
    const journal = journalServer('testbruker', SECRET);
    const port =
      scheme === 'http'
        ? await servers.http(journal.handle)
        : await servers.https(authority.good, journal.handle);
    proxy = new ForwardProxy();
    const address = await proxy.listen();
    const base = `${scheme}://localhost:${port}`;
    const target = await dips(base);
    return { target: { ...target, proxy: address.replace('//', `//${user}`), ca: authority.ca }, base };
  }
  const allClosed = () =>
    until('all connections are closed', () => servers.open === 0 && (proxy?.open ?? 0) === 0);

  it('goes by whole addresses for http', async () => {
    const { target, base } = await through('http', 'bruker:pass@');
    expect(await once(check, target)).toMatchObject({ result: 'ok' });
    expect(proxy?.asked[0]).toBe(`GET ${base}/login`);
    expect(proxy?.asked.every((line) => line.includes(base))).toBe(true);
    expect(proxy?.credentials[0]).toBe(`Basic ${Buffer.from('bruker:pass').toString('base64')}`);
    await allClosed();
  });

  it('goes by CONNECT for https, and still verifies the server itself', async () => {
    const { target, base } = await through('https');
    expect(await once(check, target)).toMatchObject({ result: 'ok' });
    expect(proxy?.asked).toEqual([`CONNECT ${base.replace('https://', '')}`]);
    await allClosed();
    const untrusted = await once(check, { ...target, ca: null });
    expect(untrusted.result).toBe('critical');
    expect(untrusted.output).toMatch(/^steg 1\/5 «Påloggingsside»: sertifikatets utsteder er ikke klarert/);
    await allClosed();
  });

  it('says when it is the proxy that fails', async () => {
    const { target } = await through('https');
    if (proxy) proxy.refuse = 503;
    const host = target.proxy?.replace('http://', '');
    expect((await once(check, target)).output).toBe(
      `steg 1/5 «Påloggingsside»: proxyen ${host} svarte HTTP 503 på CONNECT`,
    );
    await proxy?.close();
    proxy = null;
    expect(await once(check, target)).toMatchObject({
      result: 'critical',
      output: `steg 1/5 «Påloggingsside»: proxyen ${host}: tilkoblingen ble avvist (ECONNREFUSED)`,
    });
    const answering = async (answer: string): Promise<string> => {
      const port = await servers.tcp((socket) => {
        socket.once('data', () => socket.end(answer));
      });
      const seen = await once(check, { ...target, proxy: `http://127.0.0.1:${port}` });
      return seen.output.replace(`127.0.0.1:${port}`, 'P');
    };
    const where = 'steg 1/5 «Påloggingsside»: proxyen P';
    expect(await answering('HTTP/1.1 407 Who?\r\n\r\n')).toBe(`${where} svarte HTTP 407 på CONNECT`);
    expect(await answering('HTTP/1.1 200 OK\r\n\r\nvelkommen')).toBe(`${where} sendte mer enn sitt svar`);
    expect(await answering('SSH-2.0-x\r\n')).toContain(`${where}: svaret er ikke gyldig HTTP`);
    expect(await answering('')).toMatch(/proxyen P(: | lukket)/);
    const silent = await servers.tcp(() => {});
    const waiting = await once(check, { ...target, proxy: `http://127.0.0.1:${silent}` }, { timeoutMs: 200 });
    expect(waiting.output).toBe(
      `steg 1/5 «Påloggingsside»: proxyen 127.0.0.1:${silent} åpnet ingen vei videre innen 200 ms`,
    );
    await until('all connections are closed', () => servers.open === 0);
  });
});
