import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Clock } from '../../../shared/time/clock';
import { BoundedBytes } from './bounded-bytes';

const STDOUT_LIMIT = 64 * 1024;
const STDERR_LIMIT = 4 * 1024;
/** All that a child sees of the hub's environment: nothing. */
export const CHILD_ENVIRONMENT = {
  LC_ALL: 'C',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
};
/** How long a killed process may take to be gone: one that waits for a dead disk cannot be killed at all. */
const KILL_WAIT_MS = 500;
/** How long output may follow after the exit, when something outside the process group still holds the pipe. */
const PIPE_WAIT_MS = 250;

/** How a child ended. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** First bytes of what it said, at most 64 KiB. */
  readonly stdout: Buffer;
  /** All that it said, bytes. */
  readonly stdoutTotal: number;
  /** At most 4 KiB. */
  readonly stderr: Buffer;
  /** From its start to its exit, ms. */
  readonly tookMs: number;
}

/** What a child tells: one of the two, once; nothing once it was told to end. */
export interface ChildListener {
  readonly ended: (end: ChildEnd) => void;
  /** It could not be started, or its end could not be read. */
  readonly failed: (error: unknown) => void;
}

/** Where a child stands, and what it sees; left out: the root folder, and CHILD_ENVIRONMENT. */
export interface ChildSetting {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A program that is run for a check or an action: without a shell, with an empty environment, its output bounded, and in a
 * process group of its own, which is killed as a whole when the program ends or `end()` is called.
 */
export class ChildRun {
  readonly #clock: Clock;
  readonly #child: ChildProcess;
  readonly #stdout = new BoundedBytes(STDOUT_LIMIT);
  readonly #stderr = new BoundedBytes(STDERR_LIMIT);
  readonly #exited: Promise<void>;

  /** Starts `file` (a path, or a name that is looked for in the system's folders). */
  constructor(
    clock: Clock,
    file: string,
    args: readonly string[],
    listener: ChildListener,
    setting: ChildSetting = { cwd: '/', env: CHILD_ENVIRONMENT },
  ) {
    this.#clock = clock;
    const startedAt = clock.mono();
    const child = spawn(file, args, {
      cwd: setting.cwd,
      env: setting.env,
      shell: false,
      // A process group (and session) of its own, so that what it starts can be killed with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.#child = child;
    collect(child.stdout, this.#stdout);
    collect(child.stderr, this.#stderr);
    this.#exited = new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    child.once('error', (error) => listener.failed(error));
    child.once('exit', (code, signal) => {
      const tookMs = clock.mono() - startedAt;
      // What it left behind in its group must not outlive it, nor hold the pipe.
      killGroup(child);
      const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
      this.#within(closed, PIPE_WAIT_MS)
        .then(() => {
          listener.ended({
            code,
            signal,
            stdout: this.#stdout.bytes(),
            stdoutTotal: this.#stdout.total,
            stderr: this.#stderr.bytes(),
            tookMs,
          });
        })
        // Whatever its output makes of those who read it, it is this run that fails and not the hub.
        .catch((error: unknown) => listener.failed(error));
    });
  }

  /** Kills the whole process group and waits until the program is gone. */
  async end(): Promise<void> {
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null) {
      killGroup(child);
      await this.#within(this.#exited, KILL_WAIT_MS);
    }
    child.stdout?.destroy();
    child.stderr?.destroy();
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

/** Kills everything in the process group that a child leads. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

/** Takes the first bytes of a stream; the rest is read and thrown away, so that the writer is not held up. */
function collect(stream: Readable | null, into: BoundedBytes): void {
  stream?.on('data', (chunk: Buffer) => into.add(chunk));
  // A pipe that breaks is told of by the exit.
  stream?.on('error', () => {});
}
