import { validateHeaderName, validateHeaderValue } from 'node:http';
import { domainToASCII, domainToUnicode } from 'node:url';
import { type CheckSpec, durationMs } from '../../../shared/contract/catalogue-file';
import type { Check } from '../../../shared/model/catalogue';
import { defaultFreshness } from '../../../shared/rules/freshness';
import { assertNever } from '../../../shared/util/assert-never';
import type { CheckTarget } from './loaded';
import { fillIn, type Variables } from './placeholders';
import type { Path } from './yaml-source';

const DEFAULT_INTERVAL_MS = 30_000;
const DEFAULT_TIMEOUT_MS = 5_000;
const DEFAULT_RETRY_MS = 5_000;
const DEFAULT_ATTEMPTS = 3;

/** Bounds of what a person may write, ms. Timers overflow at 24.8 days; a run must not hold its place for ever. */
const BOUNDS = {
  interval: [100, 240 * 3_600_000],
  retry: [100, 240 * 3_600_000],
  timeout: [10, 3_600_000],
  freshness: [100, 481 * 3_600_000],
  warnAfter: [1, 3_600_000],
  criticalAfter: [1, 3_600_000],
} as const;

/** A certificate authority's file as it was found. */
export type Authority = { readonly pem: string } | { readonly reason: string };

/** Where a check stands and what it is filled in with. */
export interface CheckPlace {
  readonly id: string;
  readonly node: string | null;
  /** Expected response time of its service, ms. */
  readonly expectedMs: number | null;
  readonly variables: Variables;
  readonly authorities: ReadonlyMap<string, Authority>;
  /** Notes a fault at a place inside the check's own part of the file. */
  readonly fault: (path: Path, reason: string) => void;
}

/** Makes one check and its target of what was written. Faults are noted; the result is then not to be used. */
export function buildCheck(
  spec: CheckSpec,
  place: CheckPlace,
): { readonly check: Check; readonly target: CheckTarget } {
  const fill = (text: string, path: Path): string =>
    fillIn(text, place.variables, (name) => {
      place.fault(
        path,
        `nothing to fill in for {${name}} (known here: ${Object.keys(place.variables).join(', ')})`,
      );
    });
  const { target, shown } = buildTarget(spec, place, fill);
  const intervalMs = timing(spec, 'interval', place) ?? DEFAULT_INTERVAL_MS;
  const timeoutMs = timing(spec, 'timeout', place) ?? DEFAULT_TIMEOUT_MS;
  const freshnessMs = timing(spec, 'freshness', place) ?? defaultFreshness({ intervalMs, timeoutMs });
  const warnMs = timing(spec, 'warnAfter', place);
  const criticalMs = timing(spec, 'criticalAfter', place);
  if (freshnessMs < intervalMs) {
    place.fault(['freshness'], 'freshness is shorter than the interval: the check would always be overdue');
  }
  if (warnMs !== null && criticalMs !== null && criticalMs < warnMs) {
    place.fault(['criticalAfter'], 'criticalAfter is shorter than warnAfter');
  }
  const check: Check = {
    id: place.id,
    node: place.node,
    name: fill(spec.name ?? spec.id, ['name']),
    kind: spec.kind,
    target: shown,
    intervalMs,
    retryMs: timing(spec, 'retry', place) ?? Math.min(DEFAULT_RETRY_MS, intervalMs),
    timeoutMs,
    // What is pushed cannot be asked again: its first word counts.
    attempts: spec.attempts ?? (spec.kind === 'heartbeat' ? 1 : DEFAULT_ATTEMPTS),
    freshnessMs,
    impact: spec.impact ?? 'down',
    warnMs: warnMs ?? place.expectedMs,
    criticalMs,
  };
  return { check, target };
}

function timing(spec: CheckSpec, key: keyof typeof BOUNDS, place: CheckPlace): number | null {
  const text = spec[key];
  if (text === undefined) return null;
  const ms = durationMs(text);
  const [least, most] = BOUNDS[key];
  if (ms < least) place.fault([key], `${key} must be at least ${least}ms`);
  if (ms > most) place.fault([key], `${key} must be at most ${most / 3_600_000}h`);
  return ms;
}

function buildTarget(
  spec: CheckSpec,
  place: CheckPlace,
  fill: (text: string, path: Path) => string,
): { readonly target: CheckTarget; readonly shown: string } {
  switch (spec.kind) {
    case 'http': {
      const url = parseUrl(fill(spec.url, ['url']));
      if (!url) place.fault(['url'], 'not a URL that starts with http:// or https://');
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(spec.headers ?? {})) {
        headers[name] = fill(value, ['headers', name]);
        if (!validHeader(name, headers[name] ?? '')) {
          place.fault(['headers', name], `"${name}" is not a header that can be sent`);
        }
      }
      const target: CheckTarget = {
        kind: 'http',
        url: url?.href ?? '',
        method: spec.method ?? 'GET',
        headers,
        status: spec.status ?? null,
        contains: spec.contains === undefined ? null : fill(spec.contains, ['contains']),
        ca: readAuthority(spec.ca, place),
      };
      return { target, shown: url ? showUrl(url) : '' };
    }
    case 'tcp': {
      const host = fill(spec.host, ['host']);
      if (!/^[^\s/?#@]+$/.test(host)) place.fault(['host'], 'not a host name or address');
      const port = Number(typeof spec.port === 'string' ? fill(spec.port, ['port']) : spec.port);
      if (!(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
        place.fault(['port'], 'not a port from 1 to 65535');
      }
      const bare = host.replace(/^\[(.*)\]$/, '$1');
      const target: CheckTarget = {
        kind: 'tcp',
        host: domainToASCII(bare) || bare,
        port,
        expect: spec.expect === undefined ? null : fill(spec.expect, ['expect']),
      };
      return { target, shown: bare.includes(':') ? `[${bare}]:${port}` : `${bare}:${port}` };
    }
    case 'plugin': {
      const args = (spec.args ?? []).map((arg, index) => fill(arg, ['args', index]));
      return { target: { kind: 'plugin', plugin: spec.plugin, args }, shown: spec.plugin };
    }
    case 'heartbeat':
      return { target: { kind: 'heartbeat', key: spec.key ?? null }, shown: 'heartbeat' };
    default:
      return assertNever(spec, 'check kind');
  }
}

function parseUrl(text: string): URL | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  return new URL(text);
}

/** A URL for people: readable letters, and nothing that may be a secret (user, password, query, fragment). */
export function showUrl(url: URL): string {
  const port = url.port === '' ? '' : `:${url.port}`;
  // An address in brackets, and whatever else is no domain name, stays as it is.
  const host = domainToUnicode(url.hostname) || url.hostname;
  return `${url.protocol}//${host}${port}${readable(url.pathname)}${url.search === '' ? '' : '?…'}`;
}

function readable(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function validHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

function readAuthority(file: string | undefined, place: CheckPlace): string | null {
  if (file === undefined) return null;
  const authority = place.authorities.get(file);
  if (authority && 'pem' in authority) return authority.pem;
  place.fault(['ca'], authority?.reason ?? 'was not read');
  return null;
}
