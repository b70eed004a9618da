import { describe, expect, test } from 'vitest';
import { parseCatalogue } from '../../../../../electron/hub/catalogue/load-catalogue';
import type { CheckTarget } from '../../../../../electron/hub/catalogue/loaded';
import type { Check } from '../../../../../shared/model/catalogue';

const HEAD = `version: 1
name: T
trusts: [{ id: t, name: T }]
sites: [{ id: mo, name: Mo, trust: t, vars: { net: 10.2.0, port: 853 }, vantage: { proxy: "http://10.2.0.9:3128" } }]
services:
  - { id: a, name: A, criticality: 1, expected: 2s, sites: [mo], checks: [{ id: c, `;

/** One check, as it is written inside braces, at line 6 from column 80. */
async function built(text: string): Promise<{ readonly check: Check; readonly target: CheckTarget }> {
  const outcome = await parseCatalogue(`${HEAD}${text} }] }\n`, 'test.yaml');
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  const target = outcome.catalogue.targets.get('a@mo/c');
  const check = outcome.catalogue.entities.find(({ value }) => value.id === 'a@mo/c');
  if (!target || check?.kind !== 'check') throw new Error('no check');
  return { check: check.value, target };
}

/** The faults of a check, each as the text it points at and its reason. */
async function faults(text: string): Promise<string[]> {
  const whole = `${HEAD}${text} }] }\n`;
  const outcome = await parseCatalogue(whole, 'test.yaml');
  if (outcome.ok) return [];
  const lines = whole.split('\n');
  return outcome.issues.map(({ line, col, reason }) => {
    const at = (lines[line - 1] ?? '').slice(col - 1);
    return `${/^[^\s,}\]]{0,12}/.exec(at)?.[0]} | ${reason}`;
  });
}

describe('a check as written', () => {
  test('http', async () => {
    const { target, check } = await built(
      'kind: http, url: "http://{net}.1/", method: POST, body: "q={site}", redirects: 3, status: [201], containsNot: "Feil", header: { X-Node: "{site}" }, json: [{ at: /site, equals: "{site}" }]',
    );
    expect(target).toMatchObject({
      body: 'q=mo',
      redirects: 3,
      expect: {
        status: [201],
        contains: null,
        containsNot: 'Feil',
        header: { 'x-node': 'mo' },
        json: [{ at: '/site', equals: 'mo' }],
      },
    });
    expect(check).toMatchObject({ warnMs: 2_000, impact: 'down', steps: [], source: null });
  });

  test('tls', async () => {
    expect(await built('kind: tls, host: "ad.{site}.test", warnBefore: 14d')).toMatchObject({
      target: {
        kind: 'tls',
        host: 'ad.mo.test',
        port: 443,
        serverName: 'ad.mo.test',
        warnBeforeMs: 14 * 86_400_000,
        criticalBeforeMs: 7 * 86_400_000,
        ca: null,
      },
      // A certificate's end is no slow answer, and not yet a service that is down.
      check: { target: 'ad.mo.test:443', impact: 'degraded', warnMs: null },
    });
    expect(await built('kind: tls, host: x, port: "{port}", impact: down')).toMatchObject({
      target: { port: 853 },
      check: { impact: 'down' },
    });
  });

  test('dns', async () => {
    expect(
      await built(
        'kind: dns, query: "pacs.{site}.test", server: "{net}.53", port: "{port}", expect: ["{net}.7"]',
      ),
    ).toMatchObject({
      target: { type: 'A', server: { address: '10.2.0.53', port: 853 }, expect: ['10.2.0.7'] },
      check: { target: 'A pacs.mo.test @10.2.0.53:853' },
    });
    expect(await built('kind: dns, query: x.test, type: MX')).toMatchObject({
      target: { server: null, expect: [] },
      check: { target: 'MX x.test' },
    });
  });

  test('ping', async () => {
    expect(await built('kind: ping, host: "{net}.1", packets: 3, timeout: 2s')).toMatchObject({
      target: { host: '10.2.0.1', packets: 3, warnLoss: 1, criticalLoss: 60 },
      check: { target: '10.2.0.1', warnMs: null },
    });
  });

  test('host', async () => {
    expect(await built('kind: host')).toMatchObject({
      target: {
        exporter: null,
        disk: [{ path: '/', warn: 80, critical: 90 }],
        memory: { warn: 90, critical: 95 },
        load: { warn: 2, critical: 4 },
      },
      check: { target: 'localhost' },
    });
    expect(
      await built(
        'kind: host, exporter: "http://u:p@{net}.1:9100/metrics?x=1", disk: [{ path: /data, critical: 95 }], load: {}',
      ),
    ).toMatchObject({
      target: {
        exporter: 'http://u:p@10.2.0.1:9100/metrics?x=1',
        disk: [{ path: '/data', warn: null, critical: 95 }],
        load: { warn: null, critical: null },
      },
      check: { target: 'http://10.2.0.1:9100/metrics?…' },
    });
  });

  test('journey', async () => {
    const { target, check } = await built(
      `kind: journey, variables: { user: "test-{site}" }, steps: [
        { id: inn, name: "Logg inn på {site}", url: "http://{net}.1/inn?u={{user}}", form: { bruker: "{{user}} & co" }, expected: 1s, extract: [{ as: token, json: /token }] },
        { id: apne, url: "http://{net}.1/{{token}}", headers: { X-Token: "{{token}}" }, jsonBody: { a: ["{{token}}", 1, null], "{site}": true }, contains: "{{user}}", repeat: { atMost: 3, every: 1s } }]`,
    );
    expect(target).toMatchObject({
      kind: 'journey',
      proxy: 'http://10.2.0.9:3128',
      variables: { user: 'test-mo' },
      steps: [
        {
          url: 'http://10.2.0.1/inn?u={{user}}',
          method: 'POST',
          body: { type: 'application/x-www-form-urlencoded', text: 'bruker={{user}}+%26+co' },
          redirects: 5,
          repeat: null,
        },
        {
          name: 'apne',
          headers: { 'X-Token': '{{token}}' },
          body: { type: 'application/json', text: '{"a":["{{token}}",1,null],"mo":true}' },
          expect: { contains: '{{user}}' },
          repeat: { atMost: 3, everyMs: 1_000 },
        },
      ],
    });
    expect(check).toMatchObject({
      target: 'http://10.2.0.1/inn?…',
      warnMs: null,
      steps: [
        { id: 'inn', name: 'Logg inn på mo', expectedMs: 1_000 },
        { id: 'apne', name: 'apne', expectedMs: null },
      ],
    });
    expect(JSON.stringify(check)).not.toContain('test-mo');
  });

  test('a journey may look from the hub itself, and begin its address with a value', async () => {
    expect(
      await built(
        'kind: journey, vantage: hub, variables: { base: "http://x" }, steps: [{ id: s, url: "{{base}}/x?y" }]',
      ),
    ).toMatchObject({ target: { proxy: null }, check: { target: '{{base}}/x' } });
    const { check } = await built(
      'kind: journey, variables: { way: http }, steps: [{ id: s, url: "{{way}}://kari:hemmelig@x/y" }]',
    );
    expect(check.target).toBe('{{way}}://x/y');
  });
});

describe('a check with a fault is refused at its place:', () => {
  test.each([
    ['kind: http, url: "http://x/", body: x', 'x | a body is sent with a method such as POST'],
    [
      'kind: http, url: "http://x/", json: [{ at: "/a~b" }]',
      '"/a~b" | not a JSON Pointer: "~" is written ~0, and "/" inside a key ~1',
    ],
    [
      'kind: http, url: "http://x/", json: [{ at: /a, atLeast: 3, atMost: 2 }]',
      '2 | atMost is less than atLeast',
    ],
    [
      'kind: http, url: "http://x/", json: [{ at: /a, exists: false, equals: 1 }]',
      'false | what must not exist cannot be anything else',
    ],
    ['kind: http, url: "http://x/", method: HEAD, contains: x', 'x | the answer to HEAD has no body'],
    ['kind: http, url: "http://x/", header: { "a b": x }', 'x | "a b" is not the name of a header'],
    ['kind: tls, host: "-x"', '"-x" | not a host name or address'],
    [
      'kind: tls, host: x, warnBefore: 3d',
      '3d | the warning (warnBefore, 30d) must come before it is critical (criticalBefore, 7d)',
    ],
    [
      'kind: dns, query: x, server: ns.test',
      'ns.test | not an address: a name server is not looked up by name',
    ],
    ['kind: dns, query: "x y"', '"x | not a name to look up'],
    [
      'kind: dns, query: x, port: 5353',
      '5353 | a port is of a server: the system’s own are asked as the system says',
    ],
    ['kind: ping, host: "-f"', '"-f" | not a host name or address'],
    [
      'kind: ping, host: x, packets: 20, timeout: 2s',
      '20 | 20 packets take at least 4200ms: the timeout is shorter',
    ],
    [
      'kind: ping, host: x, warnLoss: 70',
      '70 | the warning (warnLoss, 1) must come before it is critical (criticalLoss, 60)',
    ],
    ['kind: host, disk: [{ path: /, warn: 90, critical: 80 }]', '80 | critical is less than warn'],
    [
      'kind: host, exporter: "10.0.0.1:9100"',
      '"10.0.0.1:91 | not a URL that starts with http:// or https://',
    ],
  ])('%s', async (text, fault) => {
    expect(await faults(text)).toEqual([fault]);
  });

  const step = (text: string): string => `kind: journey, variables: { v: "1" }, steps: [{ ${text} }]`;
  test.each([
    [
      step('id: s, url: "http://x/{{nope}}"'),
      '"http://x/{{ | {{nope}} has no value yet here (variables and earlier steps give: v)',
    ],
    [
      step('id: s, url: "http://x/", form: { a: "{{t}}" }, extract: [{ as: t, json: /t }]'),
      '"{{t | {{t}} has no value yet here (variables and earlier steps give: v)',
    ],
    [
      step('id: s, url: "http://x/", jsonBody: { a: { b: ["{{t}}"] } }'),
      '"{{t | {{t}} has no value yet here (variables and earlier steps give: v)',
    ],
    [step('id: s, url: "http://x/" }, { id: s, url: "http://x/"'), 's | duplicate step "s"'],
    [step('id: s, url: "ftp://x/"'), '"ftp://x/" | not a URL that starts with http:// or https://'],
    [
      step('id: s, url: "http://x/", form: { a: b }, jsonBody: 1'),
      '1 | a step sends a form or JSON, not both',
    ],
    [step('id: s, url: "http://x/", method: GET, form: { a: b }'), 'GET | GET sends no body'],
    [
      step('id: s, url: "http://x/", extract: [{ as: t }]'),
      '{ | one of json, header or between says where it is',
    ],
    [
      step('id: s, url: "http://x/", repeat: { atMost: 5, every: 0ms }'),
      '0ms | every must be from 50ms to 1h',
    ],
    [
      'kind: journey, variables: { "a b": x }, steps: [{ id: s, url: "http://x/" }]',
      'x | "a b" is not a name: letters, digits and "_"',
    ],
  ])('%s', async (text, fault) => {
    expect(await faults(text)).toEqual([fault]);
  });

  test('a value of one site only is a fault where it is missing', async () => {
    expect(await faults('kind: dns, query: "{nowhere}.test"')).toEqual([
      '"{nowhere | nothing to fill in for {nowhere} (known here: service, site, net, port)',
    ]);
  });
});
