import { X509Certificate } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import type { TcpNetConnectOpts } from 'node:net';
import { type ConnectionOptions, createSecureContext, type SecureContext } from 'node:tls';
import type { Clock } from '../../../shared/time/clock';
import type { CheckTarget } from '../catalogue/loaded';
import { type Attempt, runBounded, timedRun, type Work } from './bounded-run';
import type { CheckRun, CheckRunner, RunLimits } from './check-run';

type HttpTarget = Extract<CheckTarget, { kind: 'http' }>;

/** As much of a body as is read: a page that never ends must not fill the hub. */
const BODY_LIMIT = 256 * 1024;

/** A request's options with those of its socket, which Node passes on. */
type SocketRequestOptions = https.RequestOptions &
  Pick<ConnectionOptions, 'secureContext'> &
  Pick<TcpNetConnectOpts, 'autoSelectFamilyAttemptTimeout'>;

const HEADERS: Readonly<Record<string, string>> = {
  'user-agent': 'vaktrom',
  accept: '*/*',
  // A compressed body could not be searched for text.
  'accept-encoding': 'identity',
  connection: 'close',
};

/**
 * Checks over HTTP and HTTPS. A new connection each run, so that every run proves the whole way there; redirects
 * are an answer (3xx) and not followed; certificates are always verified. The response time is from the start to
 * the end of the body, or of its first 256 KiB.
 */
export function createHttpCheck(clock: Clock): CheckRunner<HttpTarget> {
  const trust = new TrustCache();
  return (target, limits, signal) =>
    runBounded(clock, limits, signal, (attempt) => begin(target, limits, attempt, trust));
}

function begin(target: HttpTarget, limits: RunLimits, attempt: Attempt, trust: TrustCache): Work {
  const url = new URL(target.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`adressen må begynne med http:// eller https://, ikke ${url.protocol}`);
  }
  let waitedFor = 'ingen forbindelse';
  const options: SocketRequestOptions = {
    method: target.method,
    headers: { ...HEADERS, ...lowerCased(target.headers) },
    agent: false,
    // Node gives each of a name's addresses 250 ms by default: less than one lost packet takes to be repeated.
    autoSelectFamilyAttemptTimeout: Math.max(250, Math.floor(limits.timeoutMs / 2)),
  };
  const request =
    url.protocol === 'https:' ? requestTls(url, options, target.ca, trust) : http.request(url, options);

  request.on('socket', (socket) => {
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      waitedFor = 'intet svar';
    });
    socket.once('connect', () => {
      if (waitedFor === 'ingen forbindelse') waitedFor = 'TLS-forhandlingen ble ikke ferdig';
    });
  });
  request.on('error', attempt.fail);
  request.on('close', () => {
    attempt.finish({ result: 'critical', output: 'forbindelsen ble lukket uten svar', ms: null });
  });
  request.on('response', (response) => {
    waitedFor = `HTTP ${response.statusCode ?? 0}, men svaret ble ikke ferdig`;
    readAnswer(response, target, limits, attempt);
  });
  request.end();
  return { end: () => void request.destroy(), waitedFor: () => waitedFor };
}

function requestTls(
  url: URL,
  options: SocketRequestOptions,
  ca: string | null,
  trust: TrustCache,
): http.ClientRequest {
  const secured: SocketRequestOptions = {
    ...options,
    // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED in the environment changes nothing.
    rejectUnauthorized: true,
    secureContext: trust.context(ca),
  };
  return https.request(url, secured);
}

function readAnswer(
  response: http.IncomingMessage,
  target: HttpTarget,
  limits: RunLimits,
  attempt: Attempt,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = (): void => {
    if (attempt.over()) return;
    const body = Buffer.concat(chunks).subarray(0, BODY_LIMIT);
    attempt.finish(judgeAnswer(response, body, target, limits, attempt.elapsed()));
  };
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (target.contains !== null) chunks.push(chunk);
    if (size >= BODY_LIMIT) finish();
  });
  response.on('end', finish);
  response.on('error', attempt.fail);
}

function judgeAnswer(
  response: http.IncomingMessage,
  body: Buffer,
  target: HttpTarget,
  limits: RunLimits,
  ms: number,
): CheckRun {
  const status = response.statusCode ?? 0;
  const seen = `HTTP ${status} ${response.statusMessage ?? ''}`.trim();
  const accepted = target.status ? target.status.includes(status) : status >= 200 && status <= 399;
  if (!accepted) {
    const wanted = target.status ? target.status.join(', ') : '200–399';
    return { result: 'critical', output: `${seen}, ventet ${wanted}`, ms };
  }
  if (target.contains !== null && !textOf(body, response.headers['content-type']).includes(target.contains)) {
    const coding = response.headers['content-encoding'] ?? 'identity';
    const why = coding === 'identity' ? '' : ` (svaret er komprimert: ${coding})`;
    return { result: 'critical', output: `${seen}, men uten teksten «${target.contains}»${why}`, ms };
  }
  return timedRun(seen, ms, limits);
}

/** The body as text, by the character set that its content type names. */
function textOf(body: Buffer, contentType: string | undefined): string {
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return body.toString('utf8');
  }
}

/** Header names by their lower-case form, so that a check's own header replaces ours and never doubles it. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

const CONTEXTS_KEPT = 100;

/** TLS contexts by authority: reading certificates anew for every run would cost more than the run. */
class TrustCache {
  readonly #contexts = new Map<string | null, SecureContext>();

  /** Throws when `ca` is not a PEM certificate. */
  context(ca: string | null): SecureContext {
    const known = this.#contexts.get(ca);
    if (known) return known;
    if (ca !== null) mustBeCertificate(ca);
    const context = createSecureContext(ca === null ? {} : { ca });
    if (this.#contexts.size >= CONTEXTS_KEPT) this.#contexts.clear();
    this.#contexts.set(ca, context);
    return context;
  }
}

/** A TLS context silently leaves out what it cannot read: then every peer would look untrusted. */
function mustBeCertificate(pem: string): void {
  try {
    new X509Certificate(pem);
  } catch {
    throw new TypeError('sertifikatutstederen (ca) er ikke et PEM-sertifikat');
  }
}
