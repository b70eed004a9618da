import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { type CheckSpec, durationMs } from '../../../shared/contract/catalogue-file';
import { assertNever } from '../../../shared/util/assert-never';
import { buildJourney } from './build-journey';
import { buildExpectations, buildHeaders, parseUrl, readAuthority } from './build-web';
import type { BuiltTarget, CheckPlace, Fill } from './check-place';
import type { CheckTarget, Levels } from './loaded';
import { showUrl } from './show-url';
import type { Path } from './yaml-source';

type SpecOf<K extends CheckSpec['kind']> = Extract<CheckSpec, { kind: K }>;

const DAY_MS = 86_400_000;
const DEFAULT_PACKETS = 5;
const DEFAULT_DISK = { path: '/', warn: 80, critical: 90 };
const DEFAULT_MEMORY = { warn: 90, critical: 95 };
const DEFAULT_LOAD = { warn: 2, critical: 4 };

/** Makes the target of what was written. Faults are noted at their places; the result is then not to be used. */
export function buildTarget(spec: CheckSpec, place: CheckPlace, fill: Fill): BuiltTarget {
  const plain = (target: CheckTarget, shown: string): BuiltTarget => ({ target, shown, steps: [] });
  switch (spec.kind) {
    case 'http':
      return buildHttp(spec, place, fill);
    case 'tcp': {
      const host = hostAt(spec.host, place, fill);
      const port = portAt(spec.port, place, fill);
      const expect = spec.expect === undefined ? null : fill(spec.expect, ['expect']);
      return plain({ kind: 'tcp', host: ascii(host), port, expect }, showAddress(host, port));
    }
    case 'plugin': {
      const args = (spec.args ?? []).map((arg, index) => fill(arg, ['args', index]));
      return plain({ kind: 'plugin', plugin: spec.plugin, args }, spec.plugin);
    }
    case 'heartbeat':
      return plain({ kind: 'heartbeat', key: spec.key ?? null }, 'heartbeat');
    case 'tls':
      return buildTls(spec, place, fill);
    case 'dns':
      return buildDns(spec, place, fill);
    case 'ping':
      return buildPing(spec, place, fill);
    case 'host':
      return buildHost(spec, place, fill);
    case 'journey':
      return buildJourney(spec, place, fill);
    default:
      return assertNever(spec, 'check kind');
  }
}

function buildHttp(spec: SpecOf<'http'>, place: CheckPlace, fill: Fill): BuiltTarget {
  const url = parseUrl(fill(spec.url, ['url']));
  if (!url) place.fault(['url'], 'not a URL that starts with http:// or https://');
  if (spec.body !== undefined && (spec.method ?? 'GET') === 'GET') {
    place.fault(['body'], 'a body is sent with a method such as POST');
  }
  const target: CheckTarget = {
    kind: 'http',
    url: url?.href ?? '',
    method: spec.method ?? 'GET',
    headers: buildHeaders(spec.headers, place, fill),
    body: spec.body === undefined ? null : fill(spec.body, ['body']),
    redirects: spec.redirects ?? 0,
    expect: buildExpectations(spec, place, fill),
    ca: readAuthority(spec.ca, place),
  };
  return { target, shown: url ? showUrl(url) : '', steps: [] };
}

function buildTls(spec: SpecOf<'tls'>, place: CheckPlace, fill: Fill): BuiltTarget {
  const host = hostAt(spec.host, place, fill);
  const port = portAt(spec.port ?? 443, place, fill);
  const name = spec.serverName === undefined ? host : fill(spec.serverName, ['serverName']);
  if (spec.serverName !== undefined && !HOST.test(name))
    place.fault(['serverName'], 'not a host name or address');
  const warnBeforeMs = spec.warnBefore === undefined ? 30 * DAY_MS : durationMs(spec.warnBefore);
  const criticalBeforeMs = spec.criticalBefore === undefined ? 7 * DAY_MS : durationMs(spec.criticalBefore);
  if (warnBeforeMs < criticalBeforeMs) {
    const key = spec.warnBefore === undefined ? 'criticalBefore' : 'warnBefore';
    place.fault([key], 'the warning (warnBefore, 30d) must come before it is critical (criticalBefore, 7d)');
  }
  const target: CheckTarget = {
    kind: 'tls',
    host: ascii(host),
    port,
    serverName: ascii(name),
    warnBeforeMs,
    criticalBeforeMs,
    ca: readAuthority(spec.ca, place),
  };
  return { target, shown: showAddress(host, port), steps: [] };
}

function buildDns(spec: SpecOf<'dns'>, place: CheckPlace, fill: Fill): BuiltTarget {
  const query = fill(spec.query, ['query']);
  if (/[\s/]/.test(query)) place.fault(['query'], 'not a name to look up');
  const type = spec.type ?? 'A';
  const port = portAt(spec.port ?? 53, place, fill);
  const address = spec.server === undefined ? null : bare(fill(spec.server, ['server']));
  if (address !== null && isIP(address) === 0) {
    place.fault(['server'], 'not an address: a name server is not looked up by name');
  }
  if (address === null && spec.port !== undefined) {
    place.fault(['port'], 'a port is of a server: the system’s own are asked as the system says');
  }
  const server = address === null ? null : { address, port };
  const expect = (spec.expect ?? []).map((answer, index) => fill(answer, ['expect', index]));
  const at = server ? ` @${showAddress(server.address, port)}` : '';
  return { target: { kind: 'dns', query, type, server, expect }, shown: `${type} ${query}${at}`, steps: [] };
}

function buildPing(spec: SpecOf<'ping'>, place: CheckPlace, fill: Fill): BuiltTarget {
  const host = hostAt(spec.host, place, fill);
  const warnLoss = spec.warnLoss ?? 1;
  const criticalLoss = spec.criticalLoss ?? 60;
  if (criticalLoss < warnLoss) {
    const key = spec.criticalLoss === undefined ? 'warnLoss' : 'criticalLoss';
    place.fault([key], 'the warning (warnLoss, 1) must come before it is critical (criticalLoss, 60)');
  }
  const packets = spec.packets ?? DEFAULT_PACKETS;
  const target: CheckTarget = { kind: 'ping', host: ascii(host), packets, warnLoss, criticalLoss };
  return { target, shown: host, steps: [] };
}

function buildHost(spec: SpecOf<'host'>, place: CheckPlace, fill: Fill): BuiltTarget {
  const url = spec.exporter === undefined ? null : parseUrl(fill(spec.exporter, ['exporter']));
  if (spec.exporter !== undefined && !url) {
    place.fault(['exporter'], 'not a URL that starts with http:// or https://');
  }
  const disk = (spec.disk ?? [DEFAULT_DISK]).map((entry, index) => ({
    path: fill(entry.path, ['disk', index, 'path']),
    ...levelsOf(entry, place, ['disk', index]),
  }));
  const target: CheckTarget = {
    kind: 'host',
    exporter: url?.href ?? null,
    disk,
    memory: levelsOf(spec.memory ?? DEFAULT_MEMORY, place, ['memory']),
    load: levelsOf(spec.load ?? DEFAULT_LOAD, place, ['load']),
    ca: readAuthority(spec.ca, place),
  };
  return { target, shown: url ? showUrl(url) : 'localhost', steps: [] };
}

function levelsOf(
  levels: { readonly warn?: number | undefined; readonly critical?: number | undefined },
  place: CheckPlace,
  path: Path,
): Levels {
  const { warn = null, critical = null } = levels;
  if (warn !== null && critical !== null && critical < warn) {
    place.fault([...path, 'critical'], 'critical is less than warn');
  }
  return { warn, critical };
}

/** A host name or address; a first "-" would be an option to a program that is given it. */
const HOST = /^[^\s/?#@-][^\s/?#@]*$/;

function hostAt(text: string, place: CheckPlace, fill: Fill): string {
  const host = fill(text, ['host']);
  if (!HOST.test(host)) place.fault(['host'], 'not a host name or address');
  return bare(host);
}

function portAt(written: string | number, place: CheckPlace, fill: Fill): number {
  const port = Number(typeof written === 'string' ? fill(written, ['port']) : written);
  if (!(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    place.fault(['port'], 'not a port from 1 to 65535');
  }
  return port;
}

/** An IPv6 address without its brackets. */
function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

function ascii(host: string): string {
  return domainToASCII(host) || host;
}

function showAddress(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
