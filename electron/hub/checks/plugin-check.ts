import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { CheckResult } from '../../../shared/model/states';
import type { Clock } from '../../../shared/time/clock';
import type { CheckTarget } from '../catalogue/loaded';
import { type Attempt, runBounded, timedRun, type Work } from './bounded-run';
import type { CheckRun, CheckRunner, RunLimits } from './check-run';
import { faultOf, notRun } from './faults';
import { decodeText, isBinary } from './output-text';
import { findPlugin } from './plugin-folders';
import { measuredMs, parsePluginOutput } from './plugin-output';

type PluginTarget = Extract<CheckTarget, { kind: 'plugin' }>;

const STDOUT_LIMIT = 64 * 1024;
const STDERR_LIMIT = 4 * 1024;
/** All that a plugin sees of the hub's environment: nothing. */
const ENVIRONMENT = { LC_ALL: 'C', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
/** How long a killed process may take to be gone: one that waits for a dead disk cannot be killed at all. */
const KILL_WAIT_MS = 500;
/** How long output may follow after the exit, when something outside the process group still holds the pipe. */
const PIPE_WAIT_MS = 250;
const RESULTS: readonly CheckResult[] = ['ok', 'warning', 'critical', 'unknown'];

/**
 * Checks by Nagios plugins: only from the allowed folders, without a shell, with an empty environment and in a
 * process group of their own, which is killed as a whole when the plugin ends or its time is up.
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
  readonly #stdout = new BoundedOutput(STDOUT_LIMIT);
  readonly #stderr = new BoundedOutput(STDERR_LIMIT);
  #child: ChildProcess | null = null;
  #exited: Promise<void> = Promise.resolve();
  #startedAt = 0;

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

  /** Kills the whole process group and waits until the plugin is gone. */
  async end(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    if (child.exitCode === null && child.signalCode === null) {
      killGroup(child);
      await this.#within(this.#exited, KILL_WAIT_MS);
    }
    child.stdout?.destroy();
    child.stderr?.destroy();
  }

  #start(file: string): void {
    this.#startedAt = this.#clock.mono();
    const child = spawn(file, this.#target.args, {
      cwd: '/',
      env: ENVIRONMENT,
      shell: false,
      // A process group (and session) of its own, so that what it starts can be killed with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.#child = child;
    this.#stdout.read(child.stdout);
    this.#stderr.read(child.stderr);
    this.#exited = new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    child.once('error', (error) => this.#couldNotRun(error));
    child.once('exit', (code, signal) => {
      const tookMs = this.#clock.mono() - this.#startedAt;
      // What it left behind in its group must not outlive it, nor hold the pipe.
      killGroup(child);
      const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
      void this.#within(closed, PIPE_WAIT_MS).then(() => {
        if (!this.#attempt.over()) this.#attempt.finish(this.#judge(code, signal, tookMs));
      });
    });
  }

  /** Its file, or a process for it, could not be had: whatever the error, that says nothing of the service. */
  #couldNotRun(error: unknown): void {
    const fault = faultOf(error);
    this.#attempt.finish({ ...(fault.result === 'unknown' ? fault : notRun(fault.output)), ms: null });
  }

  #judge(code: number | null, signal: NodeJS.Signals | null, tookMs: number): CheckRun {
    const { plugin } = this.#target;
    const bytes = this.#stdout.bytes();
    const said = firstLine(this.#stderr.bytes()) || firstLine(bytes);
    const result = code === null ? undefined : RESULTS[code];
    if (result === undefined) {
      const how = code === null ? `ble avsluttet av ${signal ?? 'et signal'}` : `ga sluttkode ${code}`;
      return { result: 'unknown', output: `${plugin} ${how}${said === '' ? '' : `: ${said}`}`, ms: null };
    }
    if (isBinary(bytes)) {
      const size = this.#stdout.total;
      return { result: 'unknown', output: `${plugin} ga ${size} byte som ikke er tekst`, ms: null };
    }
    const parsed = parsePluginOutput(decodeText(bytes));
    const output = parsed.text || said || `${plugin} sa ingenting`;
    const measured = measuredMs(parsed.perfdata);
    if (measured === null) return { result, output, ms: tookMs };
    // Only a time that the plugin measured itself is held against the limits: the process's own also holds its
    // start, and for a plugin that pings ten times, nine pauses.
    const timed = timedRun(output, measured, this.#limits);
    return rank(timed.result) > rank(result) ? timed : { result, output, ms: measured };
  }

  /** Resolves with `what`, or after `ms`. */
  #within(what: Promise<void>, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(ms, resolve);
      void what.then(() => {
        cancel();
        resolve();
      });
    });
  }
}

/** How bad, by the order in which one result replaces another: what the plugin does not know stays unknown. */
function rank(result: CheckResult): number {
  return { ok: 0, warning: 1, critical: 2, unknown: 3 }[result];
}

function firstLine(bytes: Buffer): string {
  if (isBinary(bytes)) return '';
  return parsePluginOutput(decodeText(bytes)).text;
}

/** Kills everything in the process group that the plugin leads. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

/** The first bytes of a stream; the rest is read and thrown away, so that the writer is not held up. */
class BoundedOutput {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #kept = 0;
  #total = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How much there was in all, bytes. */
  get total(): number {
    return this.#total;
  }

  read(stream: Readable | null): void {
    stream?.on('data', (chunk: Buffer) => {
      this.#total += chunk.length;
      const room = this.#limit - this.#kept;
      if (room <= 0) return;
      this.#chunks.push(chunk.subarray(0, room));
      this.#kept += Math.min(room, chunk.length);
    });
    // A pipe that breaks is told of by the exit.
    stream?.on('error', () => {});
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}
