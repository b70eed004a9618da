import type { Criticality } from '../../../shared/model/states';
import type { Tools } from '../plan';
import { DIPS_RECORD, DIPS_USER } from '../talks/dips-talk';
import type { Extra, RegionService } from './model';
import { AUTHORITY_FILE, type CatalogueContext, dnsName, HOST_PORT } from './names';
import { flow } from './yaml-text';

const INTERVALS: Readonly<Record<Criticality, string>> = { 1: '20s', 2: '30s', 3: '45s', 4: '60s' };
/** Shared by every check: an answer within five seconds, and a failure is confirmed by a second. */
const TIMING = { retry: '5s', attempts: 2, timeout: '5s' } as const;

/** How often a service of a criticality is looked at. */
export function intervalOf(criticality: Criticality): string {
  return INTERVALS[criticality];
}

/** The templates: what is measured alike at every site. */
export function templateLines(tools: Tools): string[] {
  const probe = {
    id: 'sonde',
    name: 'Målt fra stedet',
    kind: 'http',
    url: 'http://127.0.0.1:{sonde-port}/{service}',
    json: [{ at: '/status', equals: 'ok' }],
    interval: '30s',
    ...TIMING,
  };
  const line = {
    id: 'linje',
    name: 'Tap på linjen',
    kind: 'http',
    url: 'http://127.0.0.1:{sonde-port}/linje',
    json: [{ at: '/tapProsent', atMost: 1 }],
    impact: 'degraded',
    interval: '30s',
    ...TIMING,
  };
  const ping = {
    id: 'ping',
    name: 'Ping',
    kind: 'ping',
    host: '{adresse}',
    packets: 3,
    impact: 'warning',
    interval: '60s',
    ...TIMING,
  };
  return [
    '# A measuring point at each site tries the service as a user there would; its router tells of the line.',
    'templates:',
    '  sonde:',
    '    checks:',
    `      - ${flow(probe)}`,
    '  linje:',
    '    checks:',
    `      - ${flow(line)}`,
    ...(tools.ping ? [`      - ${flow(ping)}`] : []),
  ];
}

/** The lines of a service's own checks. `interval`: as a catalogue says it. */
export function checksOf(service: RegionService, context: CatalogueContext, interval: string): string[] {
  return [
    ...mainChecks(service, context, interval),
    ...service.extras.flatMap((extra) => extraCheck(extra, service, context)),
  ];
}

function mainChecks(service: RegionService, { portOf }: CatalogueContext, interval: string): string[] {
  const { id, at, speech } = service;
  const port = at === null ? portOf(id) : `{${id}-port}`;
  const expected = `${service.expectedMs}ms`;
  const item = (check: Readonly<Record<string, unknown>>): string =>
    `      - ${flow({ ...check, interval, ...TIMING })}`;
  switch (speech.kind) {
    case 'probe':
      return [];
    case 'tcp':
      return [
        item({
          id: 'tcp',
          name: 'Forbindelse',
          kind: 'tcp',
          host: '127.0.0.1',
          port,
          expect: speech.greeting,
        }),
      ];
    case 'dns': {
      const server = { server: '127.0.0.1', port };
      const ask = {
        kind: 'dns',
        query: dnsName('dips-arena'),
        ...server,
        expect: ['127.0.0.1'],
        warnAfter: expected,
      };
      const directory = { kind: 'dns', query: '_ldap._tcp.sykehus.test', type: 'SRV', ...server };
      return [
        item({ id: 'oppslag', name: 'Oppslag', ...ask }),
        item({ id: 'katalog', name: 'Katalogtjenesten finnes', ...directory, impact: 'degraded' }),
      ];
    }
    case 'dips':
      return [
        item({
          id: 'http',
          name: 'Svar',
          kind: 'http',
          url: `http://127.0.0.1:${port}/helse`,
          json: [{ at: '/status', equals: 'ok' }],
          warnAfter: '800ms',
        }),
        ...journeyLines(`http://127.0.0.1:${port}`, expected),
      ];
    default: {
      const secure = speech.certificateDays !== null;
      const http = {
        id: 'http',
        name: 'Svar',
        kind: 'http',
        url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}/`,
        json: speech.json,
        header: Object.keys(speech.header).length > 0 ? speech.header : undefined,
        ca: secure ? AUTHORITY_FILE : undefined,
      };
      if (!secure) return [item(http)];
      const certificate = { id: 'sertifikat', name: 'Sertifikat', kind: 'tls', host: '127.0.0.1', port };
      return [
        item(http),
        `      - ${flow({ ...certificate, serverName: dnsName(id), ca: AUTHORITY_FILE, impact: 'warning', ...TIMING, interval: '60s' })}`,
      ];
    }
  }
}

/** A user's way through the record system, from the site's own proxy. */
function journeyLines(base: string, expected: string): string[] {
  const json = { 'x-csrf-token': '{{csrf}}' };
  const steps = [
    {
      id: 'forside',
      name: 'Åpne DIPS',
      url: `${base}/`,
      contains: 'pålogging',
      extract: [{ as: 'csrf', between: ['name="csrf" value="', '"'] }],
      expected: '800ms',
    },
    {
      id: 'logg-inn',
      name: 'Logge inn',
      url: `${base}/logg-inn`,
      method: 'POST',
      form: { csrf: '{{csrf}}', bruker: '{{bruker}}', passord: '{{passord}}' },
      contains: 'Arbeidsflate',
      expected: '1s',
    },
    {
      id: 'journal',
      name: 'Åpne journal',
      url: `${base}/api/journaler/{{journal}}`,
      json: [{ at: '/slag', equals: 'testjournal' }],
      expected: '800ms',
    },
    {
      id: 'rekvirer',
      name: 'Bestille prøve',
      url: `${base}/api/journaler/{{journal}}/rekvisisjoner`,
      method: 'POST',
      headers: json,
      jsonBody: { analyse: 'HB' },
      status: [201],
      extract: [{ as: 'ordre', json: '/id' }],
      expected: '800ms',
    },
    {
      id: 'svar',
      name: 'Få svar',
      url: `${base}/api/rekvisisjoner/{{ordre}}`,
      json: [{ at: '/status', equals: 'besvart' }],
      repeat: { atMost: 20, every: '300ms' },
      expected: '1500ms',
    },
    {
      id: 'logg-ut',
      name: 'Logge ut',
      url: `${base}/logg-ut`,
      method: 'POST',
      form: { csrf: '{{csrf}}' },
      redirects: 0,
      status: [303],
      expected: '800ms',
    },
  ];
  const variables = { bruker: DIPS_USER.name, passord: DIPS_USER.password, journal: DIPS_RECORD };
  return [
    '      # As a user at the site: sign in, open a record, order a test, wait for the result. The user and the',
    '      # record are made for this.',
    '      - id: reise',
    '        name: Brukerreise',
    '        kind: journey',
    '        interval: 90s',
    '        retry: 10s',
    '        attempts: 2',
    '        timeout: 20s',
    `        warnAfter: ${expected}`,
    `        variables: ${flow(variables)}`,
    '        steps:',
    ...steps.map((step) => `          - ${flow(step)}`),
  ];
}

function extraCheck(extra: Extra, service: RegionService, { portOf, tools }: CatalogueContext): string[] {
  const item = (check: Readonly<Record<string, unknown>>): string[] => [`      - ${flow(check)}`];
  switch (extra.kind) {
    case 'host':
      return item({
        id: 'vert',
        name: 'Vertsmaskin',
        kind: 'host',
        exporter: `http://127.0.0.1:${portOf(service.id, HOST_PORT)}/metrics`,
        disk: [{ path: extra.path, warn: 80, critical: 90 }],
        impact: 'degraded',
        interval: '60s',
        ...TIMING,
      });
    case 'plugin': {
      if (!tools.plugins.has(extra.plugin)) return [];
      const port = String(portOf(service.id));
      const web = extra.plugin === 'check_http' ? ['-u', '/'] : [];
      return item({
        id: 'port',
        name: extra.plugin === 'check_http' ? 'Nettside' : 'Port',
        kind: 'plugin',
        plugin: extra.plugin,
        args: ['-H', '127.0.0.1', '-p', port, '-t', '4', ...web],
        impact: 'degraded',
        warnAfter: '2s',
        interval: '60s',
        ...TIMING,
      });
    }
    case 'heartbeat':
      return tools.heartbeats
        ? item({
            id: 'meldt',
            name: extra.name,
            kind: 'heartbeat',
            impact: 'degraded',
            interval: '30s',
            freshness: '90s',
          })
        : [];
    default:
      return [];
  }
}
