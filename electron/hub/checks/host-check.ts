import type { CheckResult } from '../../../shared/model/states';
import type { Metric } from '../../../shared/rules/decide';
import type { Clock } from '../../../shared/time/clock';
import type { CheckTarget, Levels } from '../catalogue/loaded';
import { type Attempt, runBounded, timedRun, type Work } from './bounded-run';
import type { CheckRun, CheckRunner, RunLimits } from './check-run';
import { notRun } from './faults';
import { type HostFigures, type HostReading, LocalHost, readExporter } from './host-figures';
import { basicAuth, Exchange, hostOf, openConnection, portOf } from './http-exchange';
import { seenOf } from './http-expectations';
import { TrustCache } from './trust';

type HostTarget = Extract<CheckTarget, { kind: 'host' }>;

/** A node exporter says some 100 KiB; one with a thousand disks, a few MiB. */
const EXPORTER_LIMIT = 4 * 1024 * 1024;

/**
 * Checks a machine's disks, memory and load against levels: through its node exporter, or the hub's own machine.
 * That an exporter cannot be reached is critical; one that says something else, or not what is asked for, leaves the
 * machine unknown. Metrics: each mount point and `memory` (%), `load1`, `load5`, `load15`.
 */
export function createHostCheck(clock: Clock): CheckRunner<HostTarget> {
  const trust = new TrustCache();
  const local = new LocalHost();
  return (target, limits, signal) =>
    runBounded(clock, limits, signal, (attempt) =>
      target.exporter === null
        ? askHere(target, limits, attempt, local)
        : askExporter(clock, target.exporter, target, limits, attempt, trust),
    );
}

function askHere(target: HostTarget, limits: RunLimits, attempt: Attempt, local: LocalHost): Work {
  const conclude = (reading: HostReading): void => attempt.finish(runOf(reading, target, limits, null));
  local.read(target.disk.map(({ path }) => path)).then(conclude, attempt.fail);
  return { end: () => {}, waitedFor: () => 'maskinen svarte ikke om seg selv' };
}

function askExporter(
  clock: Clock,
  exporter: string,
  target: HostTarget,
  limits: RunLimits,
  attempt: Attempt,
  trust: TrustCache,
): Work {
  const url = new URL(exporter);
  const secureContext = url.protocol === 'https:' ? trust.context(target.ca) : null;
  const auth = basicAuth(url);
  const exchange = new Exchange(
    clock,
    {
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      headers: {
        host: url.host,
        'user-agent': 'vaktrom',
        accept: 'text/plain;version=0.0.4',
        'accept-encoding': 'identity',
        connection: 'close',
        ...(auth === null ? {} : { authorization: auth }),
      },
      body: null,
      keep: EXPORTER_LIMIT,
    },
    {
      open: () =>
        openConnection({
          host: hostOf(url),
          port: portOf(url),
          secureContext,
          serverName: hostOf(url),
          timeoutMs: limits.timeoutMs,
        }),
      secure: secureContext !== null,
    },
    {
      answered: (answer) => {
        if (attempt.over()) return;
        const ms = attempt.elapsed();
        if (answer.status !== 200) {
          attempt.finish({ result: 'critical', output: `exporteren svarte ${seenOf(answer)}`, ms });
          return;
        }
        const reading: HostReading = answer.cut
          ? { ok: false, reason: `svaret er større enn ${EXPORTER_LIMIT / 1024 / 1024} MiB` }
          : readExporter(answer.body.toString('utf8'));
        attempt.finish(runOf(reading, target, limits, ms));
      },
      failed: (error) => attempt.fail(error),
    },
  );
  return { end: () => exchange.end(), waitedFor: () => `exporteren: ${exchange.waitedFor()}` };
}

function runOf(reading: HostReading, target: HostTarget, limits: RunLimits, ms: number | null): CheckRun {
  if (!reading.ok) return { ...notRun(reading.reason), ms };
  return judgeHost(reading.figures, target, limits, ms);
}

type Rank = Extract<CheckResult, 'ok' | 'warning' | 'unknown' | 'critical'>;
const RANKS: readonly Rank[] = ['ok', 'warning', 'unknown', 'critical'];

interface Finding {
  readonly rank: Rank;
  readonly text: string;
}

/** Holds a machine's figures against the check's levels: the worst finding counts, and is said first. */
export function judgeHost(
  figures: HostFigures,
  target: Pick<HostTarget, 'disk' | 'memory' | 'load'>,
  limits: RunLimits,
  ms: number | null,
): CheckRun {
  const findings: Finding[] = [];
  const metrics: Metric[] = [];
  for (const { path, ...levels } of target.disk) {
    const used = figures.disks.get(path);
    if (used == null) {
      findings.push(unknown(`${path} ${used === null ? 'har ingen størrelse' : 'finnes ikke'}`));
      continue;
    }
    findings.push(finding(path, used, levels, (value) => `${tenth(value)} %`));
    metrics.push({ label: path, value: used, unit: '%' });
  }
  if (figures.memory !== null) {
    findings.push(finding('minne', figures.memory, target.memory, (value) => `${tenth(value)} %`));
    metrics.push({ label: 'memory', value: figures.memory, unit: '%' });
  } else if (wanted(target.memory)) findings.push(unknown('minnet er ikke oppgitt'));
  if (figures.load !== null) {
    const perCore = figures.load[2] / (figures.cores ?? 1);
    findings.push(finding('last per kjerne', perCore, target.load, hundredth));
    for (const [index, label] of (['load1', 'load5', 'load15'] as const).entries()) {
      metrics.push({ label, value: figures.load[index] ?? 0, unit: '' });
    }
  } else if (wanted(target.load)) findings.push(unknown('lasten er ikke oppgitt'));

  const worst = findings.reduce((rank, next) => Math.max(rank, RANKS.indexOf(next.rank)), 0);
  const output = [...findings]
    .sort((a, b) => RANKS.indexOf(b.rank) - RANKS.indexOf(a.rank))
    .map(({ text }) => text)
    .join(', ');
  const result = RANKS[worst] ?? 'unknown';
  if (result === 'ok' && ms !== null) return timedRun(output, ms, limits, metrics);
  return { result, output, ms, metrics };
}

function finding(name: string, value: number, levels: Levels, show: (value: number) => string): Finding {
  for (const [rank, level] of [
    ['critical', levels.critical],
    ['warning', levels.warn],
  ] as const) {
    if (level !== null && value >= level) {
      return { rank, text: `${name} ${show(value)} (grensen er ${show(level)})` };
    }
  }
  return { rank: 'ok', text: `${name} ${show(value)}` };
}

function unknown(text: string): Finding {
  return { rank: 'unknown', text };
}

function wanted(levels: Levels): boolean {
  return levels.warn !== null || levels.critical !== null;
}

function tenth(value: number): string {
  return String(Math.round(value * 10) / 10).replace('.', ',');
}

function hundredth(value: number): string {
  return String(Math.round(value * 100) / 100).replace('.', ',');
}
