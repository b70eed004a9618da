import type { OutgoingHttpHeaders } from 'node:http';
import type { SecureContext } from 'node:tls';
import type { Metric } from '../../../shared/rules/decide';
import type { Clock } from '../../../shared/time/clock';
import type { CheckTarget } from '../catalogue/loaded';
import { type Attempt, runBounded, timedRun, type Work } from './bounded-run';
import type { CheckRunner, RunLimits } from './check-run';
import {
  basicAuth,
  type Endpoint,
  Exchange,
  hostOf,
  openConnection,
  type Phases,
  portOf,
} from './http-exchange';
import { bodyWanted, faultIn, type ReadAnswer, seenOf } from './http-expectations';
import { secretsOf } from './http-secrets';
import type { Redaction } from './journey-text';
import { type Asked, countRedirects, Hops, leaveOrigin, turnOf } from './redirects';
import { TrustCache } from './trust';

type HttpTarget = Extract<CheckTarget, { kind: 'http' }>;

const HEADERS: Readonly<Record<string, string>> = {
  'user-agent': 'vaktrom',
  accept: '*/*',
  // A compressed body could not be searched for text.
  'accept-encoding': 'identity',
  connection: 'close',
};

const PHASES = ['dns', 'connect', 'tls', 'firstByte', 'body'] as const;

/** What a request is made of, worked out once for each target. */
interface Prepared {
  readonly asked: Asked;
  readonly headers: OutgoingHttpHeaders;
  readonly path: string;
  readonly endpoint: Omit<Endpoint, 'timeoutMs'>;
}

/**
 * Checks over HTTP and HTTPS. A new connection each hop of each run, so that every run proves the whole way there;
 * certificates are always verified. Redirects are followed as far as the check says, all on the run's one time
 * limit. The response time is from the start to the end of the last body, or of as much of it as is read; its phases
 * are added up over the hops.
 */
export function createHttpCheck(clock: Clock): CheckRunner<HttpTarget> {
  const trust = new TrustCache();
  const known = new WeakMap<HttpTarget, Prepared>();
  const prepared = (target: HttpTarget): Prepared => {
    const found = known.get(target);
    if (found) return found;
    const made = prepareFirst(target, trust);
    known.set(target, made);
    return made;
  };
  return (target, limits, signal) =>
    runBounded(
      clock,
      limits,
      signal,
      (attempt) => new HttpRun(clock, target, prepared(target), limits, attempt, trust),
    );
}

class HttpRun implements Work {
  readonly #clock: Clock;
  readonly #target: HttpTarget;
  readonly #limits: RunLimits;
  readonly #attempt: Attempt;
  readonly #trust: TrustCache;
  #exchange: Exchange | null = null;
  #prepared: Prepared;
  #hops: Hops | null = null;
  /** Made when something is quoted: mostly nothing is. */
  #redaction: Redaction | null = null;
  /** Phases of the hops before this one. */
  #past: Phases[] = [];

  constructor(
    clock: Clock,
    target: HttpTarget,
    prepared: Prepared,
    limits: RunLimits,
    attempt: Attempt,
    trust: TrustCache,
  ) {
    this.#clock = clock;
    this.#target = target;
    this.#prepared = prepared;
    this.#limits = limits;
    this.#attempt = attempt;
    this.#trust = trust;
    this.#ask(prepared);
  }

  end(): void {
    this.#exchange?.end();
  }

  waitedFor(): string {
    const waited = this.#exchange?.waitedFor() ?? 'ingen forbindelse';
    return this.#past.length === 0 ? waited : `etter ${countRedirects(this.#past.length)}: ${waited}`;
  }

  measured(): readonly Metric[] {
    const metrics: Metric[] = [];
    const all = this.#exchange ? [...this.#past, this.#exchange.phases] : this.#past;
    for (const label of PHASES) {
      let value: number | null = null;
      for (const phases of all) {
        const ms = phases[label];
        if (ms !== null) value = (value ?? 0) + ms;
      }
      if (value !== null) metrics.push({ label, value, unit: 'ms' });
    }
    return metrics;
  }

  #ask(prepared: Prepared): void {
    this.#prepared = prepared;
    const { asked, headers, path, endpoint } = prepared;
    const connection = { ...endpoint, timeoutMs: this.#limits.timeoutMs };
    this.#exchange = new Exchange(
      this.#clock,
      {
        method: asked.method,
        path,
        headers,
        body: asked.body ? this.#target.body : null,
        keep: bodyWanted(this.#target.expect),
      },
      { open: () => openConnection(connection), secure: endpoint.secureContext !== null },
      {
        answered: (answer) => this.#answered(answer),
        failed: (error) => this.#attempt.fail(error),
      },
    );
  }

  #answered(answer: ReadAnswer): void {
    if (this.#attempt.over()) return;
    if (this.#target.redirects > 0 && this.#follow(answer)) return;
    const redact = (text: string): string => this.#redact(text);
    const fault = faultIn(answer, this.#target.expect, redact);
    const ms = this.#attempt.elapsed();
    const metrics = this.measured();
    this.#attempt.finish(
      fault === null
        ? timedRun(seenOf(answer, redact), ms, this.#limits, metrics)
        : { result: 'critical', output: fault, ms, metrics },
    );
  }

  /** Follows a redirect, if that is what it is; what cannot be followed ends the run. */
  #follow(answer: ReadAnswer): boolean {
    const { asked } = this.#prepared;
    const turn = turnOf(asked, answer);
    if (turn.kind === 'answer') return false;
    this.#hops ??= new Hops(this.#target.redirects, asked);
    if (turn.kind === 'fault') return this.#refuse(this.#redact(turn.reason));
    const fault = this.#hops.next(turn.asked, true);
    if (fault !== null) return this.#refuse(this.#redact(fault));
    if (this.#exchange) {
      this.#past.push(this.#exchange.phases);
      this.#exchange.end();
    }
    try {
      this.#ask(prepareHop(this.#prepared, turn.asked, turn.sameOrigin, this.#target, this.#trust));
    } catch (error) {
      this.#attempt.fail(error);
    }
    return true;
  }

  /** Takes out of what a stranger said what the check itself had sent: an error page may echo the request. */
  #redact(text: string): string {
    this.#redaction ??= secretsOf(this.#target);
    return this.#redaction.foreign(text);
  }

  #refuse(output: string): true {
    const ms = this.#attempt.elapsed();
    this.#attempt.finish({ result: 'critical', output, ms, metrics: this.measured() });
    return true;
  }
}

function prepareFirst(target: HttpTarget, trust: TrustCache): Prepared {
  const url = new URL(target.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`adressen må begynne med http:// eller https://, ikke ${url.protocol}`);
  }
  const headers: OutgoingHttpHeaders = { ...HEADERS, host: url.host };
  const auth = basicAuth(url);
  if (auth !== null) headers.authorization = auth;
  // By their lower-case form, so that a check's own header replaces ours and never doubles it.
  for (const [name, value] of Object.entries(target.headers)) headers[name.toLowerCase()] = value;
  if (target.body !== null) headers['content-length'] = Buffer.byteLength(target.body);
  return prepare({ url, method: target.method, body: target.body !== null }, headers, target, trust);
}

function prepareHop(
  last: Prepared,
  asked: Asked,
  sameOrigin: boolean,
  target: HttpTarget,
  trust: TrustCache,
): Prepared {
  const headers: OutgoingHttpHeaders = { ...last.headers };
  if (!sameOrigin) {
    leaveOrigin(headers);
    headers.host = asked.url.host;
    const auth = basicAuth(asked.url);
    if (auth !== null) headers.authorization = auth;
  }
  if (!asked.body) {
    delete headers['content-length'];
    delete headers['content-type'];
  }
  return prepare(asked, headers, target, trust);
}

function prepare(
  asked: Asked,
  headers: OutgoingHttpHeaders,
  target: HttpTarget,
  trust: TrustCache,
): Prepared {
  const { url } = asked;
  const secureContext: SecureContext | null = url.protocol === 'https:' ? trust.context(target.ca) : null;
  const hostHeader = String(headers.host);
  return {
    asked,
    headers,
    path: `${url.pathname}${url.search}`,
    endpoint: {
      host: hostOf(url),
      port: portOf(url),
      secureContext,
      serverName: serverNameOf(hostHeader, url),
    },
  };
}

/** The name that the Host header gives, which is the one that TLS must ask for and verify. */
function serverNameOf(hostHeader: string, url: URL): string {
  if (hostHeader === url.host) return hostOf(url);
  const named = `https://${hostHeader}`;
  return URL.canParse(named) ? hostOf(new URL(named)) : hostOf(url);
}
