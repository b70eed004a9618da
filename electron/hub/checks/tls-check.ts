import { isIP, type TcpNetConnectOpts } from 'node:net';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import type { Clock } from '../../../shared/time/clock';
import { formatAge } from '../../../shared/time/format';
import type { CheckTarget } from '../catalogue/loaded';
import { type Attempt, runBounded, timedRun, type Work } from './bounded-run';
import type { CheckRun, CheckRunner, RunLimits } from './check-run';
import { type ChainView, chainFaults, type Link, showDay, viewChain } from './tls-chain';
import { TrustCache } from './trust';

type TlsTarget = Extract<CheckTarget, { kind: 'tls' }>;

const DAY_MS = 86_400_000;

/**
 * Checks a TLS endpoint: the handshake, the whole chain against the authority (or the system's), the name, and how
 * long the first of the chain's certificates to end is still valid (metric `daysLeft`). Nothing is sent inside. The
 * response time is that of connection and handshake.
 */
export function createTlsCheck(clock: Clock): CheckRunner<TlsTarget> {
  const trust = new TrustCache();
  return (target, limits, signal) =>
    runBounded(clock, limits, signal, (attempt) => begin(clock, target, limits, attempt, trust));
}

function begin(
  clock: Clock,
  target: TlsTarget,
  limits: RunLimits,
  attempt: Attempt,
  trust: TrustCache,
): Work {
  let connected = false;
  const way: TcpNetConnectOpts = {
    host: target.host,
    port: target.port,
    // See http-exchange.ts.
    autoSelectFamilyAttemptTimeout: Math.max(250, Math.floor(limits.timeoutMs / 2)),
  };
  const socket = tlsConnect({
    ...way,
    secureContext: trust.context(target.ca),
    // An address is no name to ask for (RFC 6066).
    servername: isIP(target.serverName) ? '' : target.serverName,
    // The chain is judged below, all of it: a handshake that ends at its first fault could not say when it ends.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  });
  socket.on('connect', () => {
    connected = true;
  });
  socket.on('error', attempt.fail);
  socket.on('close', () => {
    attempt.finish({ result: 'critical', output: 'motparten lukket forbindelsen under TLS', ms: null });
  });
  socket.on('secureConnect', () => {
    if (attempt.over()) return;
    const ms = attempt.elapsed();
    try {
      attempt.finish(judge(socket, target, limits, ms, clock.now(), trust));
    } catch (error) {
      // A certificate that OpenSSL took but Node cannot read.
      attempt.fail(error);
    }
  });
  return {
    end: () => void socket.destroy(),
    waitedFor: () => (connected ? 'TLS-forhandlingen ble ikke ferdig' : 'ingen forbindelse'),
  };
}

function judge(
  socket: TLSSocket,
  target: TlsTarget,
  limits: RunLimits,
  ms: number,
  now: number,
  trust: TrustCache,
): CheckRun {
  const view = viewChain(socket, trust.anchors(target.ca));
  if (!view) return { result: 'critical', output: 'tjeneren viste ikke noe sertifikat', ms };
  const { first } = view;
  const left = first.endsAt - now;
  const metrics = [{ label: 'daysLeft', value: Math.round((left / DAY_MS) * 100) / 100, unit: '' }];
  // OpenSSL's code, which Node's types take for an Error.
  const code: unknown = socket.authorized ? null : socket.authorizationError;
  const faults = chainFaults(view, code === null ? null : codeText(code), target.serverName, now);
  if (faults.length > 0) return { result: 'critical', output: faults.join('; '), ms, metrics };
  const ending = `${whose(first, view)} utløper om ${formatAge(left, 'nb')}, ${showDay(first.endsAt)}`;
  if (left < target.criticalBeforeMs) return { result: 'critical', output: ending, ms, metrics };
  if (left < target.warnBeforeMs) return { result: 'warning', output: ending, ms, metrics };
  const days = Math.floor(left / DAY_MS);
  const protocol = socket.getProtocol() ?? 'TLS';
  return timedRun(
    `${protocol}, kjeden er gyldig til ${showDay(first.endsAt)} (${days} ${days === 1 ? 'dag' : 'dager'})`,
    ms,
    limits,
    metrics,
  );
}

function codeText(code: unknown): string {
  if (typeof code === 'string') return code;
  const inner = (code as { readonly code?: unknown } | null | undefined)?.code;
  return typeof inner === 'string' ? inner : String(code);
}

function whose(link: Link, view: ChainView): string {
  return link === view.links[0] ? 'sertifikatet' : `utstederen «${link.name}»`;
}
