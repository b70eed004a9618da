import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionRun } from '../../../shared/model/alarms';
import type { Clock } from '../../../shared/time/clock';
import { CHILD_ENVIRONMENT, type ChildEnd, ChildRun } from '../checks/child-run';
import { outputText } from './output';

/** How long a program that was killed may take to be gone and its last words to come, ms. */
const LAST_WORDS_MS = 1_000;
const NOTHING_HEARD: ChildEnd = {
  code: null,
  signal: null,
  stdout: Buffer.alloc(0),
  stdoutTotal: 0,
  stderr: Buffer.alloc(0),
  tookMs: 0,
};

/** How a program that was run for an action ended. */
export type RunEnd = Pick<ActionRun, 'state' | 'exit' | 'output'>;

export interface ActionProcessOptions {
  readonly clock: Clock;
  /** Program and arguments, filled in. */
  readonly argv: readonly string[];
  readonly run: ActionRun;
  readonly timeoutMs: number;
  /** Folders of single runs are made in here. */
  readonly folder: string;
  /** Called once. */
  readonly ended: (end: RunEnd) => void;
}

/**
 * One program run for an action: without a shell, with nothing on its standard input, a folder of its own to stand
 * in, hardly any environment (`VAKTROM_RUN` tells it the run's id, by which what it does elsewhere can be traced), and a process
 * group of its own, which is killed as a whole at its end, when its time is up, and when the hub ends.
 */
export class ActionProcess {
  readonly #options: ActionProcessOptions;
  #cwd: string | null = null;
  #child: ChildRun | null = null;
  #cancel: () => void = () => {};
  #over = false;
  #ending: Promise<void> | null = null;
  /** Called when its end was told. */
  #told: () => void = () => {};
  /** Why it was told to end; null: it was not. */
  #cut: 'timed-out' | 'stopped' | null = null;

  constructor(options: ActionProcessOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock, argv, run, timeoutMs, folder } = this.#options;
    const [program = '', ...args] = argv;
    try {
      const cwd = mkdtempSync(join(folder, 'run-'));
      this.#cwd = cwd;
      this.#child = new ChildRun(
        clock,
        program,
        args,
        { ended: (end) => this.#ended(end), failed: (error) => this.#failed(error) },
        { cwd, env: environmentOf(run) },
      );
      this.#cancel = clock.after(timeoutMs, () => void this.#end('timed-out'));
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Ends it because the hub does. Resolves when its end was told. */
  stop(): Promise<void> {
    return this.#end('stopped');
  }

  #end(why: 'timed-out' | 'stopped'): Promise<void> {
    this.#ending ??= this.#endOnce(why);
    return this.#ending;
  }

  async #endOnce(why: 'timed-out' | 'stopped'): Promise<void> {
    this.#cut = why;
    await this.#child?.end();
    if (this.#over) return;
    await new Promise<void>((resolve) => {
      this.#told = resolve;
      this.#cancel();
      // A process that waits for a dead disk cannot be killed, and never ends: it is not waited for.
      this.#cancel = this.#options.clock.after(LAST_WORDS_MS, () => this.#ended(NOTHING_HEARD));
    });
  }

  #ended({ code, signal, stdout, stderr }: ChildEnd): void {
    const said = outputText(stdout, stderr, this.#options.argv);
    if (this.#cut === 'timed-out') this.#settle('timed-out', code, said);
    else if (this.#cut === 'stopped')
      this.#settle('failed', code, addLine(said, 'Avbrutt: huben ble stanset.'));
    else if (signal !== null) this.#settle('failed', code, addLine(said, `Avsluttet av ${signal}.`));
    else this.#settle(code === 0 ? 'succeeded' : 'failed', code, said);
  }

  #failed(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#settle('failed', null, `Kunne ikke startes: ${reason}`);
  }

  #settle(state: RunEnd['state'], exit: number | null, output: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancel();
    try {
      if (this.#cwd !== null) rmSync(this.#cwd, { recursive: true, force: true });
    } catch {
      // What it left behind and cannot be deleted goes at the hub's next start.
    }
    this.#options.ended({ state, exit, output });
    this.#told();
  }
}

function environmentOf(run: ActionRun): Record<string, string> {
  return {
    ...CHILD_ENVIRONMENT,
    LC_ALL: 'C.UTF-8',
    VAKTROM_RUN: run.id,
    VAKTROM_NODE: run.node ?? '',
  };
}

function addLine(text: string, line: string): string {
  return text === '' ? line : `${text}\n${line}`;
}
