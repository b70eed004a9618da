import type { CheckResult } from '../../../shared/model/states';
import type { Metric } from '../../../shared/rules/decide';
import { formatAge, formatSeconds } from '../../../shared/time/format';
import type { CheckRun } from '../checks/check-run';

/** What the hub can tell of its own condition, taken at one moment. */
export interface SelfFigures {
  readonly log: {
    /** Why the log cannot be written; null: it can. */
    readonly fault: string | null;
    /** Why something beside its events (snapshot, segments) fails; null: nothing does. */
    readonly lesser: string | null;
    /** Events decided and not on disk. */
    readonly backlog: number;
    /** The last small write with a sync of the disk, ms; null: none yet. */
    readonly writeMs: number | null;
  };
  readonly checks: {
    readonly running: number;
    readonly queued: number;
    /** Started so far. */
    readonly runs: number;
    /** How far behind its time the last start was, or the one that waits longest is, ms. */
    readonly lagMs: number;
    /** Overdue or never observed. */
    readonly unobserved: number;
    readonly all: number;
    /** In the log and run by nobody. */
    readonly untended: number;
  };
  readonly samples: { readonly fault: string | null; readonly lost: number };
  /** Why alarms do not follow what is measured; null: they do. */
  readonly alarms: { readonly fault: string | null };
}

/** Room in the file system of the data folder, bytes; or why it cannot be told. */
export type DiskRoom = { readonly free: number; readonly total: number } | { readonly reason: string };

/** How late the event loop was over the last interval, ms. */
export interface LoopDelay {
  readonly p99: number;
  readonly max: number;
}

const GB = 1_000_000_000;
const MB = 1_000_000;
const BACKLOG_WARN = 5_000;
const WRITE_WARN_MS = 250;
const WRITE_CRITICAL_MS = 2_000;
const LAG_WARN_MS = 5_000;
const LAG_CRITICAL_MS = 30_000;

/** The log: what is not on disk is told to nobody. */
export function judgeLog({ log }: SelfFigures): CheckRun {
  const metrics = [
    metric('kø', log.backlog, ''),
    ...(log.writeMs === null ? [] : [metric('skriving', log.writeMs, 'ms')]),
  ];
  const numbers = `${log.backlog} hendelser venter, siste skriving tok ${whole(log.writeMs)} ms`;
  if (log.fault !== null)
    return run('critical', `loggen kan ikke skrives: ${log.fault}; ${numbers}`, metrics);
  const ms = log.writeMs ?? 0;
  if (ms > WRITE_CRITICAL_MS)
    return run('critical', `disken under loggen er svært treg: ${numbers}`, metrics);
  if (ms > WRITE_WARN_MS || log.backlog > BACKLOG_WARN)
    return run('warning', `loggen henger etter: ${numbers}`, metrics);
  if (log.lesser !== null) return run('warning', `noe ved loggen svikter: ${log.lesser}`, metrics);
  return run('ok', `loggen skrives: ${numbers}`, metrics);
}

/** Room for the log: it is warned of while there is time to do something. */
export function judgeDisk(room: DiskRoom): CheckRun {
  if ('reason' in room) return run('unknown', `ledig plass kan ikke leses: ${room.reason}`, []);
  const share = room.total > 0 ? room.free / room.total : 0;
  const metrics = [metric('ledig', room.free, 'B'), metric('ledig andel', share * 100, '%')];
  const numbers = `${size(room.free)} ledig av ${size(room.total)} (${(share * 100).toFixed(1).replace('.', ',')} %)`;
  if (share < 0.03 || room.free < 500 * MB)
    return run('critical', `datamappen er nesten full: ${numbers}`, metrics);
  if (share < 0.1 || room.free < 2 * GB)
    return run('warning', `datamappen begynner å bli full: ${numbers}`, metrics);
  return run('ok', numbers, metrics);
}

/** Whether the hub itself answers in time. */
export function judgeLoop(delay: LoopDelay): CheckRun {
  const metrics = [metric('p99', delay.p99, 'ms'), metric('verst', delay.max, 'ms')];
  const numbers = `99 av 100 ganger innen ${whole(delay.p99)} ms, verst ${whole(delay.max)} ms`;
  if (delay.p99 > 1_000) return run('critical', `huben svarer altfor sent: ${numbers}`, metrics);
  if (delay.p99 > 250) return run('warning', `huben svarer sent: ${numbers}`, metrics);
  return run('ok', `huben svarer: ${numbers}`, metrics);
}

/** Whether checks are run when they should be: what is overdue for the hub's own sake is its own fault. */
export function judgeChecks({ checks, alarms }: SelfFigures): CheckRun {
  const metrics = [
    metric('kø', checks.queued, ''),
    metric('etterslep', checks.lagMs, 'ms'),
    metric('uten måling', checks.unobserved, ''),
  ];
  const numbers = `${checks.running} kjører, ${checks.queued} venter, etterslep ${whole(checks.lagMs)} ms, ${checks.unobserved} av ${checks.all} uten fersk måling`;
  if (alarms.fault !== null)
    return run('critical', `alarmer følger ikke det som måles: ${alarms.fault}; ${numbers}`, metrics);
  if (checks.untended > 0) {
    return run(
      'critical',
      `${checks.untended} sjekker blir ikke kjørt av noen: katalogen er ikke lest; ${numbers}`,
      metrics,
    );
  }
  if (checks.lagMs > LAG_CRITICAL_MS)
    return run('critical', `sjekkene kjøres altfor sent: ${numbers}`, metrics);
  if (checks.lagMs > LAG_WARN_MS) return run('warning', `sjekkene kjøres for sent: ${numbers}`, metrics);
  return run('ok', numbers, metrics);
}

/** The series behind charts: their loss is no loss of the watch. `lostBefore`: what was lost at the last look. */
export function judgeSamples({ samples }: SelfFigures, lostBefore: number): CheckRun {
  const metrics = [metric('tapt', samples.lost, 'c')];
  if (samples.fault !== null) {
    return run(
      'critical',
      `måleserier kan ikke skrives: ${samples.fault}; ${samples.lost} målinger tapt`,
      metrics,
    );
  }
  if (samples.lost > lostBefore) {
    return run(
      'warning',
      `${samples.lost - lostBefore} målinger gikk tapt, ${samples.lost} siden start`,
      metrics,
    );
  }
  return run('ok', `måleserier skrives, ${samples.lost} målinger tapt siden start`, metrics);
}

/** What became of the signal to the world outside. Times are ms UTC. */
export interface SignalState {
  readonly lastSuccessAt: number | null;
  /** Why the last one did not get through, or was not sent; null: it did. */
  readonly failure: string | null;
  readonly sent: number;
  readonly failed: number;
}

export function judgeSignal(signal: SignalState, now: number): CheckRun {
  const metrics = [metric('sendt', signal.sent, 'c'), metric('mislykket', signal.failed, 'c')];
  const last =
    signal.lastSuccessAt === null
      ? 'aldri siden start'
      : `sist ${formatSeconds(signal.lastSuccessAt)}, for ${formatAge(Math.max(0, now - signal.lastSuccessAt), 'nb')} siden`;
  if (signal.failure !== null) return run('critical', `${signal.failure}; kom fram ${last}`, metrics);
  if (signal.lastSuccessAt === null) return run('unknown', 'ikke sendt ennå', metrics);
  return run('ok', `kom fram ${last}`, metrics);
}

/**
 * Why the hub does not really watch, so that it must not say that it does; null: it does. A hub that stands still
 * says nothing anyhow.
 */
export function notWatching({ log, checks, alarms }: SelfFigures): string | null {
  if (log.fault !== null) return 'loggen kan ikke skrives';
  if (alarms.fault !== null) return 'alarmer følger ikke det som måles';
  if (checks.untended > 0) return 'katalogen er ikke lest, sjekker blir ikke kjørt';
  if (checks.lagMs > LAG_CRITICAL_MS) return 'sjekkene kjøres altfor sent';
  return null;
}

function run(result: CheckResult, output: string, metrics: readonly Metric[]): CheckRun {
  return { result, output, ms: null, metrics };
}

function metric(label: string, value: number, unit: string): Metric {
  return { label, value, unit };
}

function whole(ms: number | null): string {
  return ms === null ? '–' : String(Math.round(ms));
}

function size(bytes: number): string {
  const text = bytes >= GB ? `${(bytes / GB).toFixed(1)} GB` : `${Math.round(bytes / MB)} MB`;
  return text.replace('.', ',');
}
