import type { Metric } from '../../../shared/rules/decide';
import type { Clock } from '../../../shared/time/clock';
import type { CheckTarget } from '../catalogue/loaded';
import { type Attempt, runBounded, timedRun, type Work } from './bounded-run';
import type { CheckRun, CheckRunner, RunLimits } from './check-run';
import { type ChildEnd, ChildRun } from './child-run';
import { faultOf, notRun } from './faults';
import { decodeText } from './output-text';
import { type PingSummary, parsePing } from './ping-output';
import { PACKET_EVERY_MS, pingWait } from './ping-timing';
import { quote } from './quote';

type PingTarget = Extract<CheckTarget, { kind: 'ping' }>;

/**
 * Checks by ICMP echo, with the system's own `ping` (iputils): the hub needs no right to raw sockets. Metrics `loss`
 * (%), `rttMin`, `rttAvg`, `rttMax` (ms); the response time is the average round trip.
 */
export function createPingCheck(clock: Clock, program = 'ping'): CheckRunner<PingTarget> {
  return (target, limits, signal) =>
    runBounded(clock, limits, signal, (attempt) => begin(clock, program, target, limits, attempt));
}

function begin(clock: Clock, program: string, target: PingTarget, limits: RunLimits, attempt: Attempt): Work {
  if (target.host.startsWith('-')) throw new TypeError('verten er ikke et navn eller en adresse');
  const args = [
    '-n',
    ...['-c', String(target.packets)],
    ...['-i', String(PACKET_EVERY_MS / 1_000)],
    ...['-W', String(pingWait(target.packets, limits.timeoutMs) / 1_000)],
    '--',
    target.host,
  ];
  const child = new ChildRun(clock, program, args, {
    ended: (end) => {
      if (!attempt.over()) attempt.finish(judge(end, target, limits));
    },
    failed: (error) => attempt.finish({ ...couldNotRun(error), ms: null }),
  });
  return { end: () => child.end(), waitedFor: () => `ping til ${target.host} ble ikke ferdig` };
}

function couldNotRun(error: unknown): { readonly result: 'critical' | 'unknown'; readonly output: string } {
  const code = (error as { readonly code?: unknown } | null)?.code;
  if (code === 'ENOENT') return notRun('programmet ping finnes ikke (pakken iputils-ping)');
  const fault = faultOf(error);
  return fault.result === 'unknown' ? fault : notRun(fault.output);
}

/** What ping says on its error output, and whose fault that is. */
const COMPLAINTS: readonly (readonly [pattern: RegExp, result: 'critical' | 'unknown', said: string])[] = [
  [/Name or service not known/, 'critical', 'navnet finnes ikke i DNS'],
  [/No address associated with hostname/, 'critical', 'navnet har ingen adresse i DNS'],
  [/Temporary failure in name resolution/, 'critical', 'DNS svarer ikke'],
  [/Network is unreachable/, 'critical', 'nettet kan ikke nås'],
  [/No route to host/, 'critical', 'verten kan ikke nås'],
  [
    /Operation not permitted|Permission denied|missing cap_net_raw/,
    'unknown',
    'huben har ikke lov til å sende ping',
  ],
];

function judge(end: ChildEnd, target: PingTarget, limits: RunLimits): CheckRun {
  const summary = parsePing(decodeText(end.stdout));
  if (summary === null || summary.sent === 0) {
    const said = decodeText(end.stderr).trim() || decodeText(end.stdout).trim();
    const complaint = COMPLAINTS.find(([pattern]) => pattern.test(said));
    if (complaint?.[1] === 'critical') return { result: 'critical', output: complaint[2], ms: null };
    const reason = complaint ? complaint[2] : `ping sa ${said === '' ? 'ingenting' : quote(said)}`;
    return { ...notRun(reason), ms: null };
  }
  const metrics = metricsOf(summary);
  const ms = summary.rtt?.avg ?? null;
  const seen = seenOf(summary);
  const level =
    summary.loss >= target.criticalLoss && summary.loss > 0
      ? target.criticalLoss
      : summary.loss >= target.warnLoss && summary.loss > 0
        ? target.warnLoss
        : null;
  if (level !== null) {
    const result = summary.loss >= target.criticalLoss ? 'critical' : 'warning';
    return { result, output: `${seen} (grensen er ${percent(level)})`, ms, metrics };
  }
  return ms === null
    ? { result: 'critical', output: seen, ms, metrics }
    : timedRun(seen, ms, limits, metrics);
}

function seenOf({ sent, received, loss, errors, rtt }: PingSummary): string {
  const answered =
    received === 0 ? `ingen av ${sent} pakker ble besvart` : `${percent(loss)} tap av ${sent} pakker`;
  const time = rtt ? `, svartid ${rtt.avg.toFixed(rtt.avg < 10 ? 2 : 0).replace('.', ',')} ms` : '';
  return `${answered}${errors > 0 ? `, ${errors} meldt som ikke nådd fram` : ''}${time}`;
}

function percent(value: number): string {
  return `${String(Math.round(value * 10) / 10).replace('.', ',')} %`;
}

function metricsOf({ loss, rtt }: PingSummary): Metric[] {
  const metrics: Metric[] = [{ label: 'loss', value: loss, unit: '%' }];
  if (!rtt) return metrics;
  return [
    ...metrics,
    { label: 'rttMin', value: rtt.min, unit: 'ms' },
    { label: 'rttAvg', value: rtt.avg, unit: 'ms' },
    { label: 'rttMax', value: rtt.max, unit: 'ms' },
  ];
}
