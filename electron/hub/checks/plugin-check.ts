import type { CheckResult } from '../../../shared/model/states';
import type { Metric } from '../../../shared/rules/decide';
import type { Clock } from '../../../shared/time/clock';
import type { CheckTarget } from '../catalogue/loaded';
import { type Attempt, runBounded, timedRun, type Work } from './bounded-run';
import type { CheckRun, CheckRunner, RunLimits } from './check-run';
import { type ChildEnd, ChildRun } from './child-run';
import { faultOf, notRun } from './faults';
import { decodeText, isBinary } from './output-text';
import { findPlugin } from './plugin-folders';
import { measuredMs, type PerfDatum, parsePluginOutput } from './plugin-output';

type PluginTarget = Extract<CheckTarget, { kind: 'plugin' }>;

/** As many of a plugin's figures as are kept; one that prints a hundred is measuring something else. */
const METRICS_LIMIT = 20;
const RESULTS: readonly CheckResult[] = ['ok', 'warning', 'critical', 'unknown'];

/**
 * Checks by Nagios plugins: only from the allowed folders, and each in a process group of its own, which is killed
 * as a whole when the plugin ends or its time is up (child-run.ts). Their performance data are kept as printed.
 */
export function createPluginCheck(clock: Clock, folders: readonly string[]): CheckRunner<PluginTarget> {
  return (target, limits, signal) =>
    runBounded(clock, limits, signal, (attempt) => new PluginRun(clock, target, limits, attempt, folders));
}

class PluginRun implements Work {
  readonly #clock: Clock;
  readonly #target: PluginTarget;
  readonly #limits: RunLimits;
  readonly #attempt: Attempt;
  #child: ChildRun | null = null;

  constructor(
    clock: Clock,
    target: PluginTarget,
    limits: RunLimits,
    attempt: Attempt,
    folders: readonly string[],
  ) {
    this.#clock = clock;
    this.#target = target;
    this.#limits = limits;
    this.#attempt = attempt;
    findPlugin(target.plugin, folders)
      .then((found) => {
        if (attempt.over()) return;
        if (found.ok) this.#start(found.file);
        else attempt.finish({ ...notRun(found.reason), ms: null });
      })
      .catch((error: unknown) => this.#couldNotRun(error));
  }

  waitedFor(): string {
    return `${this.#target.plugin} ble ikke ferdig`;
  }

  async end(): Promise<void> {
    await this.#child?.end();
  }

  #start(file: string): void {
    this.#child = new ChildRun(this.#clock, file, this.#target.args, {
      ended: (end) => {
        if (!this.#attempt.over()) this.#attempt.finish(this.#judge(end));
      },
      failed: (error) => this.#couldNotRun(error),
    });
  }

  /** Its file, or a process for it, could not be had: whatever the error, that says nothing of the service. */
  #couldNotRun(error: unknown): void {
    const fault = faultOf(error);
    this.#attempt.finish({ ...(fault.result === 'unknown' ? fault : notRun(fault.output)), ms: null });
  }

  #judge({ code, signal, stdout, stdoutTotal, stderr, tookMs }: ChildEnd): CheckRun {
    const { plugin } = this.#target;
    const said = firstLine(stderr) || firstLine(stdout);
    const result = code === null ? undefined : RESULTS[code];
    if (result === undefined) {
      const how = code === null ? `ble avsluttet av ${signal ?? 'et signal'}` : `ga sluttkode ${code}`;
      return { result: 'unknown', output: `${plugin} ${how}${said === '' ? '' : `: ${said}`}`, ms: null };
    }
    if (isBinary(stdout)) {
      return { result: 'unknown', output: `${plugin} ga ${stdoutTotal} byte som ikke er tekst`, ms: null };
    }
    const parsed = parsePluginOutput(decodeText(stdout));
    const output = parsed.text || said || `${plugin} sa ingenting`;
    const measured = measuredMs(parsed.perfdata);
    const metrics = metricsOf(parsed.perfdata);
    if (measured === null) return { result, output, ms: tookMs, ...metrics };
    // Only a time that the plugin measured itself is held against the limits: the process's own also holds its
    // start, and for a plugin that pings ten times, nine pauses.
    const timed = timedRun(output, measured, this.#limits);
    return rank(timed.result) > rank(result)
      ? { ...timed, ...metrics }
      : { result, output, ms: measured, ...metrics };
  }
}

/** Performance data as metrics, each in the unit that was printed; what the plugin could not determine is left out. */
function metricsOf(perfdata: readonly PerfDatum[]): { readonly metrics?: readonly Metric[] } {
  const metrics: Metric[] = [];
  for (const { label, value, unit } of perfdata) {
    if (value !== null && metrics.length < METRICS_LIMIT) metrics.push({ label, value, unit });
  }
  return metrics.length === 0 ? {} : { metrics };
}

/** How bad, by the order in which one result replaces another: what the plugin does not know stays unknown. */
function rank(result: CheckResult): number {
  return { ok: 0, warning: 1, critical: 2, unknown: 3 }[result];
}

function firstLine(bytes: Buffer): string {
  if (isBinary(bytes)) return '';
  return parsePluginOutput(decodeText(bytes)).text;
}
