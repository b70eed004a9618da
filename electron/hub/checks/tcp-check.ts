import { connect } from 'node:net';
import type { Clock } from '../../../shared/time/clock';
import type { CheckTarget } from '../catalogue/loaded';
import { type Attempt, runBounded, timedRun, type Work } from './bounded-run';
import type { CheckRunner, RunLimits } from './check-run';
import { cut, decodeText } from './output-text';

type TcpTarget = Extract<CheckTarget, { kind: 'tcp' }>;

/** How far into what a peer says first the expected text is looked for. */
const GREETING_LIMIT = 4 * 1024;
/** How much of an unexpected greeting is shown. */
const QUOTE_LIMIT = 80;

/**
 * Checks that a TCP port accepts, and, with `expect`, that the peer's first bytes hold that text. Nothing is
 * sent. The response time is to the connection, or to the expected text.
 */
export function createTcpCheck(clock: Clock): CheckRunner<TcpTarget> {
  return (target, limits, signal) =>
    runBounded(clock, limits, signal, (attempt) => begin(target, limits, attempt));
}

function begin(target: TcpTarget, limits: RunLimits, attempt: Attempt): Work {
  let connected = false;
  let greeting = Buffer.alloc(0);
  const said = (): string => cut(decodeText(greeting).trim(), QUOTE_LIMIT);
  const missing = (): string => {
    const instead = greeting.length === 0 ? 'ingenting' : `«${said()}»`;
    return `svarte ${instead}, ventet «${target.expect ?? ''}»`;
  };

  const socket = connect({
    host: target.host,
    port: target.port,
    // See http-check.ts.
    autoSelectFamilyAttemptTimeout: Math.max(250, Math.floor(limits.timeoutMs / 2)),
  });
  socket.on('error', attempt.fail);
  socket.on('connect', () => {
    connected = true;
    if (target.expect === null) attempt.finish(timedRun('forbindelsen er åpen', attempt.elapsed(), limits));
  });
  socket.on('data', (chunk) => {
    if (target.expect === null || attempt.over()) return;
    greeting = Buffer.concat([greeting, chunk]).subarray(0, GREETING_LIMIT);
    if (greeting.includes(target.expect)) {
      attempt.finish(timedRun(`svarte «${said()}»`, attempt.elapsed(), limits));
    } else if (greeting.length >= GREETING_LIMIT) {
      attempt.finish({ result: 'critical', output: missing(), ms: attempt.elapsed() });
    }
  });
  socket.on('close', () => {
    attempt.finish({ result: 'critical', output: `${missing()}, og lukket forbindelsen`, ms: null });
  });
  return {
    end: () => void socket.destroy(),
    waitedFor: () => {
      if (!connected) return 'ingen forbindelse';
      return greeting.length === 0 ? 'forbindelsen er åpen, men intet svar' : missing();
    },
  };
}
