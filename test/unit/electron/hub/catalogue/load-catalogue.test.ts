import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  loadCatalogue,
  MAX_ISSUES,
  parseCatalogue,
} from '../../../../../electron/hub/catalogue/load-catalogue';
import type { LoadedCatalogue } from '../../../../../electron/hub/catalogue/loaded';
import type { Check, Service } from '../../../../../shared/model/catalogue';
import { largeCatalogue } from '../../../../estate/large-catalogue';

const GOOD = join(import.meta.dirname, '../../../../fixtures/catalogue/good.yaml');

async function loaded(text: string): Promise<LoadedCatalogue> {
  const outcome = await parseCatalogue(text, 'test.yaml');
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  return outcome.catalogue;
}

async function good(): Promise<LoadedCatalogue> {
  const outcome = await loadCatalogue(GOOD);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  return outcome.catalogue;
}

/** Faults as `LINE:COL reason`. */
async function faultsOf(text: string): Promise<string[]> {
  const outcome = await parseCatalogue(text, 'test.yaml');
  return outcome.ok ? [] : outcome.issues.map(({ line, col, reason }) => `${line}:${col} ${reason}`);
}

function service(catalogue: LoadedCatalogue, id: string): Service {
  const found = catalogue.entities.find((entity) => entity.kind === 'service' && entity.value.id === id);
  if (found?.kind !== 'service') throw new Error(`no service ${id}`);
  return found.value;
}

function check(catalogue: LoadedCatalogue, id: string): Check {
  const found = catalogue.entities.find((entity) => entity.kind === 'check' && entity.value.id === id);
  if (found?.kind !== 'check') throw new Error(`no check ${id}`);
  return found.value;
}

describe('a good catalogue', () => {
  test('gives every check an id by its node', async () => {
    const { targets, name, demo } = await good();
    expect([...targets.keys()]).toEqual([
      'core/ping',
      'wan@tromsø/tcp',
      'wan@mo/tcp',
      'dips-arena@mo/http',
      'dips-arena@mo/puls',
      'dips-arena@mo/login',
      'ref/dc1',
    ]);
    expect({ name, demo }).toEqual({ name: 'Vaktrommet', demo: false });
  });

  test('fills placeholders and keeps literal braces', async () => {
    const { targets } = await good();
    expect(targets.get('dips-arena@mo/http')).toMatchObject({
      url: 'https://dips-arena.mo.example.no:8081/helse?token=hemmelig',
      headers: { Authorization: 'Bearer 10.2.0', Accept: '*/*' },
      expect: { contains: '{"status":"UP"}', status: [200, 204] },
      ca: expect.stringContaining('BEGIN CERTIFICATE'),
    });
    expect(targets.get('wan@tromsø/tcp')).toEqual({
      kind: 'tcp',
      host: '10.1.0.1',
      port: 8080,
      expect: '220',
    });
    expect(targets.get('core/ping')).toMatchObject({ args: ['-H', 'core.example.no', '{literal}'] });
  });

  test('shows people a target without its secrets', async () => {
    const catalogue = await good();
    expect(check(catalogue, 'dips-arena@mo/http').target).toBe(
      'https://dips-arena.mo.example.no:8081/helse?…',
    );
    expect(check(catalogue, 'dips-arena@mo/login').target).toBe('http://dips.example.no/');
    expect(check(catalogue, 'wan@mo/tcp').target).toBe('10.2.0.1:8081');
    expect(check(catalogue, 'core/ping').target).toBe('check_ping');
    expect(check(catalogue, 'dips-arena@mo/puls')).toMatchObject({ target: 'heartbeat', name: 'Puls mo' });
    expect(JSON.stringify(catalogue.entities)).not.toMatch(/hemmelig|\buser\b|pass|Bearer/);
  });

  test('has defaults where nothing is said', async () => {
    const catalogue = await good();
    expect(check(catalogue, 'dips-arena@mo/http')).toMatchObject({
      node: 'dips-arena@mo',
      name: 'http',
      intervalMs: 30_000,
      retryMs: 5_000,
      timeoutMs: 5_000,
      attempts: 3,
      freshnessMs: 65_000,
      impact: 'down',
      warnMs: 2_000,
      criticalMs: null,
    });
    expect(check(catalogue, 'dips-arena@mo/login')).toMatchObject({
      retryMs: 1_000,
      timeoutMs: 3_000,
      attempts: 1,
      freshnessMs: 120_000,
      warnMs: 500,
      criticalMs: 4_000,
    });
    expect(check(catalogue, 'wan@mo/tcp')).toMatchObject({
      retryMs: 2_000,
      impact: 'degraded',
      warnMs: null,
    });
    expect(check(catalogue, 'ref/dc1').node).toBeNull();
  });

  test('adds what holds at every site, except to what is named there and what says it itself', async () => {
    const catalogue = await good();
    expect(service(catalogue, 'wan').needs).toEqual([{ of: ['core'], soft: false }]);
    expect(service(catalogue, 'lan').needs).toEqual([]);
    expect(service(catalogue, 'core').needs).toEqual([]);
    expect(service(catalogue, 'dips-arena').needs).toEqual([
      { of: ['core', 'wan'], soft: false },
      { of: ['lan'], soft: false },
      { of: ['wan'], soft: false },
    ]);
  });

  test('puts a service without a family into one of its own', async () => {
    const catalogue = await good();
    expect(service(catalogue, 'core').family).toBe('annet');
    const families = catalogue.entities.filter(({ kind }) => kind === 'family').map(({ value }) => value);
    expect(families).toEqual([
      { id: 'journal', name: 'Journal', order: 0 },
      { id: 'nett', name: 'Nett', order: 1 },
      { id: 'annet', name: 'Annet', order: 2 },
    ]);
  });

  test('may say next to nothing', async () => {
    const catalogue = await loaded('version: 1\nname: Tomt\nservices: []\n');
    expect(catalogue.entities).toEqual([{ kind: 'family', value: { id: 'annet', name: 'Annet', order: 0 } }]);
  });

  test('may repeat itself by anchors', async () => {
    const catalogue = await loaded(
      `${HEAD}services:\n  - { id: a, name: A, criticality: 1, checks: &c [{ id: x, kind: heartbeat }] }\n  - { id: b, name: B, criticality: 1, checks: *c }\n`,
    );
    expect([...catalogue.targets.keys()]).toEqual(['a/x', 'b/x']);
  });

  test('may have a soft dependency that closes a cycle', async () => {
    expect(await faultsOf(`${HEAD}services:\n${line('a', 'needs: [b]')}${line('b', 'needs: [~a]')}`)).toEqual(
      [],
    );
  });

  test.each([{ explicit: false }, { explicit: true }])(
    'of ten thousand checks loads whole (%o)',
    async (options) => {
      const catalogue = await loaded(largeCatalogue({ checks: 10_000, ...options }));
      expect(catalogue.targets.size).toBe(10_000);
    },
  );
});

const HEAD = 'version: 1\nname: X\n';
const SITES =
  'trusts: [{ id: t, name: T }]\nsites: [{ id: mo, name: Mo, trust: t, vars: { p: 70000, net: "a b" } }]\n';

/** One service on one line. */
function line(id: string, rest = ''): string {
  return `  - { id: ${id}, name: N, criticality: 1${rest && `, ${rest}`} }\n`;
}
/** A service with one check; the check's text begins at column 12 of line 5. */
function withCheck(text: string): string {
  return `${HEAD}services:\n  - { id: a, name: A, criticality: 1, checks: [\n           { id: c, ${text} } ] }\n`;
}

describe('a bad catalogue is refused with the place and the reason:', () => {
  const cases: readonly (readonly [what: string, text: string, faults: readonly string[]])[] = [
    ['nothing at all', '', ['1:1 expected a map, found nothing']],
    ['a list', '- a\n', ['1:1 expected a map, found a list']],
    [
      'YAML that ends too early',
      `${HEAD}services: [`,
      [
        '3:12 not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
      ],
    ],
    ['a key twice', `${HEAD}name: Y\nservices: []\n`, ['3:1 duplicate key "name"']],
    ['a key that is no text', `${HEAD}? [a]\n: b\nservices: []\n`, ['3:3 a key must be plain text']],
    [
      'an unknown anchor',
      `${HEAD}services: *x\n`,
      ['3:11 unknown anchor (it must be complete before its alias; quote a text that begins with "*")'],
    ],
    [
      'an anchor in itself',
      `${HEAD}services: &x [*x]\n`,
      ['3:15 unknown anchor (it must be complete before its alias; quote a text that begins with "*")'],
    ],
    ['a tag', `${HEAD}services: !!js []\n`, ['3:11 not valid YAML: Unresolved tag']],
    [
      'two documents',
      `${HEAD}services: []\n---\na: 1\n`,
      ['4:1 not valid YAML: Source contains multiple documents; please use YAML.parseAllDocuments()'],
    ],
    ['another version', 'version: 2\nname: X\nservices: []\n', ['1:10 expected 1, found 2']],
    ['missing keys', 'version: 1\n', ['1:1 missing key "name"', '1:1 missing key "services"']],
    ['an empty key', 'version: 1\nname:\nservices: []\n', ['2:1 expected text, found nothing']],
    ['an unknown key', `${HEAD}servises: []\nservices: []\n`, ['3:1 unknown key "servises"']],
    ['an unknown key in a service', `${HEAD}services:\n${line('a', 'krit: 1')}`, ['4:39 unknown key "krit"']],
    ['a hidden key', `${HEAD}services:\n${line('a', '__proto__: 1')}`, ['4:39 unknown key "__proto__"']],
    ['a wrong type', `${HEAD}services: 5\n`, ['3:11 expected a list, found 5']],
    [
      'a criticality of five',
      `${HEAD}services:\n  - { id: a, name: N, criticality: 5 }\n`,
      ['4:36 expected 1 or 2 or 3 or 4, found 5'],
    ],
    [
      'a bad id',
      `${HEAD}services:\n  - { id: A b, name: N, criticality: 1 }\n`,
      ['4:11 "A b": an id is lower-case letters, digits, "-" and "_"'],
    ],
    [
      'an id that is a number',
      `${HEAD}services:\n  - { id: 5, name: N, criticality: 1 }\n`,
      ['4:11 expected text, found 5'],
    ],
    ['a kept id', `${HEAD}services:\n${line('ref')}`, ['4:11 "ref" is kept for the reference points']],
    ['a service twice', `${HEAD}services:\n${line('a')}${line('a')}`, ['5:11 duplicate id "a" in services']],
    [
      'a site twice',
      `${HEAD}trusts: [{ id: t, name: T }]\nsites: [{ id: m, name: M, trust: t }, { id: m, name: M, trust: t }]\nservices: []\n`,
      ['4:45 duplicate id "m" in sites'],
    ],
    [
      'a trust twice',
      `${HEAD}trusts: [{ id: t, name: T }, { id: t, name: U }]\nservices: []\n`,
      ['3:36 duplicate id "t" in trusts'],
    ],
    [
      'a family twice',
      `${HEAD}families: [{ id: f, name: F }, { id: f, name: G }]\nservices: []\n`,
      ['3:38 duplicate id "f" in families'],
    ],
    [
      'a reference point twice',
      `${HEAD}referencePoints: [{ id: r, kind: heartbeat }, { id: r, kind: heartbeat }]\nservices: []\n`,
      ['3:53 duplicate id "r" in referencePoints'],
    ],
    [
      'a check twice',
      `${HEAD}services:\n${line('a', 'checks: [{ id: c, kind: heartbeat }, { id: c, kind: heartbeat }]')}`,
      ['4:82 duplicate check "c" in service "a"'],
    ],
    [
      'a check of the template again',
      `${HEAD}templates: { t: { checks: [{ id: c, kind: heartbeat }] } }\nservices:\n${line('a', 'template: t, checks: [{ id: c, kind: heartbeat }]')}`,
      ['5:67 duplicate check "c" in service "a"'],
    ],
    [
      'a check twice in a template',
      `${HEAD}templates: { t: { checks: [{ id: c, kind: heartbeat }, { id: c, kind: heartbeat }] } }\nservices: []\n`,
      ['3:62 duplicate check "c" in template "t"'],
    ],
    [
      'an unknown trust',
      `${HEAD}sites: [{ id: m, name: M, trust: t }]\nservices: []\n`,
      ['3:34 unknown trust "t"'],
    ],
    [
      'an unknown site',
      `${HEAD}${SITES}services:\n${line('a', 'sites: [mo, by]')}`,
      ['6:51 unknown site "by"'],
    ],
    [
      'a site twice in a service',
      `${HEAD}${SITES}services:\n${line('a', 'sites: [mo, mo]')}`,
      ['6:51 site "mo" stands here twice'],
    ],
    [
      'all of no sites',
      `${HEAD}services:\n${line('a', 'sites: all')}`,
      ['4:46 there are no sites in this file'],
    ],
    [
      'sites that are neither',
      `${HEAD}services:\n${line('a', 'sites: some')}`,
      ['4:46 expected "all" or a list, found "some"'],
    ],
    ['an unknown family', `${HEAD}services:\n${line('a', 'family: f')}`, ['4:47 unknown family "f"']],
    ['an unknown template', `${HEAD}services:\n${line('a', 'template: t')}`, ['4:49 unknown template "t"']],
    [
      'a template of the language’s own',
      `${HEAD}templates: {}\nservices:\n${line('a', 'template: constructor')}`,
      ['5:49 unknown template "constructor"'],
    ],
    ['a dangling dependency', `${HEAD}services:\n${line('a', 'needs: [b]')}`, ['4:47 unknown service "b"']],
    [
      'a dangling alternative',
      `${HEAD}services:\n${line('a', 'needs: ["b|c"]')}${line('b')}`,
      ['4:47 unknown service "c"'],
    ],
    [
      'a dangling need of all sites',
      `${HEAD}${SITES}siteNeeds: [wan]\nservices:\n${line('a', 'sites: all')}${line('b', 'sites: all')}`,
      ['5:13 unknown service "wan"'],
    ],
    [
      'a malformed dependency',
      `${HEAD}services:\n${line('a', 'needs: ["b |c"]')}`,
      ['4:47 "b |c": a dependency is an id, "a|b" (either suffices) or "~a" (soft)'],
    ],
    [
      'a central service that needs one by site',
      `${HEAD}${SITES}services:\n${line('a', 'needs: [b]')}${line('b', 'sites: all')}`,
      ['6:47 "a" is central and cannot depend on "b", which is by site'],
    ],
    [
      'a need of itself',
      `${HEAD}services:\n${line('a', 'needs: [a]')}`,
      ['4:47 hard dependency cycle: a → a (make one of them soft with "~")'],
    ],
    [
      'a port out of range',
      `${HEAD}${SITES}services:\n${line('a', 'sites: all, checks: [{ id: c, kind: tcp, host: h, port: "{p}" }]')}`,
      ['6:95 not a port from 1 to 65535'],
    ],
    [
      'a host of two words',
      `${HEAD}${SITES}services:\n${line('a', 'sites: all, checks: [{ id: c, kind: tcp, host: "{net}", port: 1 }]')}`,
      ['6:86 not a host name or address'],
    ],
    [
      'a variable that is taken',
      `${HEAD}trusts: [{ id: t, name: T }]\nsites: [{ id: m, name: M, trust: t, vars: { site: x } }]\nservices: []\n`,
      ['4:45 {site} is filled in by itself: name the variable otherwise'],
    ],
  ];
  test.each(cases)('%s', async (_what, text, faults) => {
    expect(await faultsOf(text)).toEqual(faults);
  });

  const checks: readonly (readonly [what: string, text: string, faults: readonly string[]])[] = [
    [
      'a kind that is not',
      'kind: gopher',
      ['5:27 expected one of http, tcp, plugin, heartbeat, tls, dns, ping, host, journey, found "gopher"'],
    ],
    ['no kind', 'name: C', ['5:12 missing key "kind"']],
    [
      'a placeholder that nothing fills',
      'kind: http, url: "http://{site}/"',
      ['5:38 nothing to fill in for {site} (known here: service)'],
    ],
    [
      'a URL that is none',
      'kind: http, url: "http://"',
      ['5:38 not a URL that starts with http:// or https://'],
    ],
    [
      'another scheme',
      'kind: http, url: "file:///etc/passwd"',
      ['5:38 not a URL that starts with http:// or https://'],
    ],
    [
      'a missing certificate',
      'kind: http, url: "https://a", ca: missing.pem',
      ['5:55 certificate file: no such file'],
    ],
    [
      'a header that cannot be sent',
      'kind: http, url: "https://a", headers: { "a b": c }',
      ['5:69 "a b" is not a header that can be sent'],
    ],
    ['a bad duration', 'kind: heartbeat, interval: 30', ['5:48 expected text, found 30']],
    [
      'a duration without sense',
      'kind: heartbeat, interval: soon',
      ['5:48 "soon": a duration is a number and a unit: 500ms, 30s, 5m, 1h or 14d'],
    ],
    ['an interval of nothing', 'kind: heartbeat, interval: 0s', ['5:48 interval must be at least 100ms']],
    ['an interval of years', 'kind: heartbeat, interval: 9999h', ['5:48 interval must be at most 240h']],
    [
      'a freshness that cannot be met',
      'kind: heartbeat, interval: 5m, freshness: 1m',
      ['5:63 freshness is shorter than the interval: the check would always be overdue'],
    ],
    [
      'limits the wrong way round',
      'kind: heartbeat, warnAfter: 5s, criticalAfter: 1s',
      ['5:68 criticalAfter is shorter than warnAfter'],
    ],
    ['too many attempts', 'kind: heartbeat, attempts: 21', ['5:48 too large: at most 20']],
    [
      'a plugin with a path',
      'kind: plugin, plugin: ../check_x',
      ['5:43 "../check_x": a plugin is a file name without a path'],
    ],
    ['a key that is too short', 'kind: heartbeat, key: kort', ['5:43 too short: at least 8 characters']],
    [
      'a port that is a list',
      'kind: tcp, host: h, port: []',
      ['5:47 expected a number or text, found a list'],
    ],
    ['a port of nothing', 'kind: tcp, host: h, port: 0', ['5:47 too small: at least 1']],
  ];
  test.each(checks)('a check with %s', async (_what, text, faults) => {
    expect(await faultsOf(withCheck(text))).toEqual(faults);
  });

  test('every fault at once, in the order of the file, and none that only follows from another', async () => {
    const text = [
      'version: 1',
      'name: X',
      'trusts: [{ id: t, name: T }]',
      'sites: [{ id: Mo, name: Mo, trust: t }, { id: by, name: By, trust: u }]',
      'services:',
      '  - { id: wan, name: W, criticality: 9 }',
      '  - { id: b, name: B, criticality: 1, sites: [Mo], needs: [wan, nix] }',
      '  - { id: b, name: B, criticality: 1 }',
      '',
    ].join('\n');
    expect(await faultsOf(text)).toEqual([
      '4:15 "Mo": an id is lower-case letters, digits, "-" and "_"',
      '4:68 unknown trust "u"',
      '6:38 expected 1 or 2 or 3 or 4, found 9',
      '7:65 unknown service "nix"',
      '8:11 duplicate id "b" in services',
    ]);
  });

  test('each of two cycles', async () => {
    const text = `${HEAD}services:\n${line('a', 'needs: [b]')}${line('b', 'needs: [a]')}${line('c', 'needs: [d]')}${line('d', 'needs: [c]')}`;
    const faults = await faultsOf(text);
    expect(faults).toHaveLength(2);
    expect(faults[0]).toMatch(/^[45]:47 hard dependency cycle: (a → b → a|b → a → b)/);
    expect(faults[1]).toMatch(/^[67]:47 hard dependency cycle: (c → d → c|d → c → d)/);
  });

  test('a fault in a template once, at the template, however many sites there are', async () => {
    const text = `${HEAD}trusts: [{ id: t, name: T }]
sites: [{ id: m, name: M, trust: t }, { id: b, name: B, trust: t }]
templates:
  web:
    checks:
      - { id: c, kind: http, url: "http://{host}/" }
services:
${line('a', 'sites: all, template: web')}${line('z', 'sites: all, template: web')}`;
    expect(await faultsOf(text)).toEqual(['8:35 nothing to fill in for {host} (known here: service, site)']);
  });

  test('at most a hundred faults, and how many more', async () => {
    const faults = await faultsOf(`${HEAD}services:\n${line('a', 'x: 1').repeat(250)}`);
    expect(faults).toHaveLength(MAX_ISSUES);
    // Each of them has an unknown key, and stands left out: nothing is said of their common id.
    expect(faults.at(-1)).toBe('103:39 … and 151 more faults');
  });

  test('aliases that would grow without end, at once', async () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
    for (let index = 1; index < 12; index++) {
      const before = String.fromCharCode(96 + index);
      const name = String.fromCharCode(97 + index);
      bomb.push(`${name}: &${name} [${Array(10).fill(`*${before}`).join(',')}]`);
    }
    const faults = await faultsOf(`${HEAD}${bomb.join('\n')}\nservices: []\n`);
    expect(faults[0]).toMatch(/^\d+:\d+ aliases expand to more than 200000 values$/);
  });

  test('a template that would make millions of checks', async () => {
    const sites = Array.from({ length: 400 }, (_, index) => `{ id: s${index}, name: S, trust: t }`).join(
      ', ',
    );
    const services = Array.from({ length: 400 }, (_, index) => line(`a${index}`, 'sites: all')).join('');
    const faults = await faultsOf(
      `${HEAD}trusts: [{ id: t, name: T }]\nsites: [${sites}]\nservices:\n${services}`,
    );
    expect(faults).toEqual([
      expect.stringMatching(/^256:5 the file grows beyond 100000 services at sites or 200000 checks here$/),
    ]);
  });

  test('nesting without end', async () => {
    expect((await faultsOf('['.repeat(200_000)))[0]).toMatch(/^1:\d+ not valid YAML: /);
    expect(await faultsOf(`${HEAD}services: ${'['.repeat(300)}${']'.repeat(300)}\n`)).toEqual([
      '3:12 expected a map, found a list',
    ]);
  });

  test.each([
    ['a URL', withCheck('kind: http, url: "ftp://user:hemmelig@x"')],
    ['headers', withCheck('kind: http, url: "https://a", headers: [hemmelig-nøkkel-hemmelig]')],
    ['a key that is too short', withCheck('kind: heartbeat, key: hemmeli')],
    ['a stray bracket', `${HEAD}]\nkey: hemmelig\n`],
    ['a bar', `${HEAD}key: |hemmelig\n`],
    ['a star', `${HEAD}key: *hemmelig\n`],
    ['an exclamation mark', `${HEAD}key: !hemmelig\n`],
  ])('no secret is repeated in what is said of %s', async (_what, text) => {
    const faults = await faultsOf(text);
    expect(faults).not.toEqual([]);
    expect(faults.join()).not.toContain('hemmeli');
  });

  test('the place is right after a quoted text over several lines', async () => {
    expect(await faultsOf(`${HEAD}services:\n  - { id: a, name: "N\n     M", criticality: 7 }\n`)).toEqual([
      '5:23 expected 1 or 2 or 3 or 4, found 7',
    ]);
  });
});

describe('a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vaktrom-catalogue-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const issuesOf = async (file: string) => {
    const outcome = await loadCatalogue(file);
    return outcome.ok ? [] : outcome.issues;
  };

  test('that is missing', async () => {
    const file = join(folder, 'missing.yaml');
    expect(await issuesOf(file)).toEqual([{ file, line: 1, col: 1, reason: 'no such file' }]);
  });

  test('that is a folder', async () => {
    expect(await issuesOf(folder)).toEqual([{ file: folder, line: 1, col: 1, reason: 'is not a file' }]);
  });

  test('that is too large', async () => {
    const file = join(folder, 'large.yaml');
    await writeFile(file, ' '.repeat(8 * 1024 * 1024 + 1));
    expect(await issuesOf(file)).toEqual([{ file, line: 1, col: 1, reason: 'is larger than 8 MiB' }]);
  });

  test('with a byte-order mark and Windows line ends', async () => {
    const file = join(folder, 'windows.yaml');
    await writeFile(file, '\uFEFFversion: 1\r\nname: X\r\nservices: 5\r\n');
    expect(await issuesOf(file)).toEqual([{ file, line: 3, col: 11, reason: 'expected a list, found 5' }]);
  });

  test('that names a certificate which is none', async () => {
    const file = join(folder, 'ca.yaml');
    await writeFile(join(folder, 'ca.pem'), 'not a certificate');
    await writeFile(file, withCheck('kind: http, url: "https://a", ca: ca.pem'));
    expect(await issuesOf(file)).toEqual([
      { file, line: 5, col: 55, reason: 'certificate file: holds no PEM certificate' },
    ]);
  });
});
