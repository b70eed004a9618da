import { mkdirSync, rmSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { CommandPayload } from '../../../shared/contract/commands';
import type { Command } from '../../../shared/contract/wire';
import type { ActionRun } from '../../../shared/model/alarms';
import type { RunbookAction } from '../../../shared/model/catalogue';
import { MACHINE_PERSON } from '../../../shared/model/people';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import { formatClock } from '../../../shared/time/format';
import { cleanText, nameOf, refused } from '../alarms/words';
import { fillArgv } from '../catalogue/expand-actions';
import type { ActionTarget, LoadedCatalogue } from '../catalogue/loaded';
import type { CommandHandlers, Verdict } from '../commands';
import type { Pipeline } from '../pipeline/pipeline';
import { ActionProcess, type RunEnd } from './action-process';
import { actionOf, argsFault, MAX_WISH_AGE_MS, runsOf, startFault, waitFault, wishFault } from './judge-run';
import { programFault } from './program-file';

/** A run that nobody approves is dropped after this, ms. */
export const WAIT_MS = 15 * 60_000;

export interface ActionKeeperOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit'>;
  readonly state: Projection;
  /** The only folders that programs are run from. */
  readonly folders: readonly string[];
  /** A folder of its own, in which each run gets one to stand in. Emptied at the start. */
  readonly workFolder: string;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

/**
 * Runs what the catalogue lists as runbook actions, and nothing else. `starting` is on the disk before a program is
 * started, so that a hub which ends in between knows at its next start that it cannot know: the run is then `unknown`
 * and is not run again. A command runs once, because its receipt is written with `starting`.
 */
export class ActionKeeper {
  readonly #options: ActionKeeperOptions;
  readonly #processes = new Map<string, ActionProcess>();
  #targets: ReadonlyMap<string, ActionTarget> = new Map();
  #cancelExpiry: () => void = () => {};
  #stopping = false;

  constructor(options: ActionKeeperOptions) {
    this.#options = options;
  }

  readonly handlers: Pick<CommandHandlers, 'run.request' | 'run.approve'> = {
    'run.request': (command, payload) => this.#request(command, payload),
    'run.approve': (command, payload) => this.#approve(command, payload),
  };

  /** Settles what an earlier hub left behind. Before the catalogue is read, and before anybody may ask for anything. */
  start(): void {
    const { workFolder, state } = this.#options;
    rmSync(workFolder, { recursive: true, force: true });
    mkdirSync(workFolder, { recursive: true, mode: 0o700 });
    for (const run of runsOf(state)) {
      if (run.state !== 'starting') continue;
      this.#say(run.id, 'starting', (before, now) => ({
        ...before,
        state: 'unknown',
        endedAt: now,
        output: 'Huben ble borte før den fikk vite hvordan det gikk. Det kjøres ikke om igjen.',
      }));
    }
    this.#expire();
  }

  /** Ends what runs, and says so. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#cancelExpiry();
    await Promise.all([...this.#processes.values()].map((process) => process.stop()));
  }

  /** A catalogue applies: what it lists may be run. What waits for a word on something else now is dropped. */
  apply({ actions }: Pick<LoadedCatalogue, 'actions'>): void {
    const before = this.#targets;
    this.#targets = actions;
    for (const run of runsOf(this.#options.state)) {
      if (run.state !== 'waiting') continue;
      const now = actions.get(run.action);
      // At the first list after a start nothing tells what it was when somebody asked: what is still there, stands.
      const known = before.get(run.action) ?? now;
      if (now && isDeepStrictEqual(known, now)) continue;
      this.#say(run.id, 'waiting', (waiting, at) => ({
        ...waiting,
        state: 'expired',
        endedAt: at,
        output: 'Tiltaket ble endret mens det ventet på godkjenning.',
      }));
    }
    for (const [id, { command }] of actions) {
      const fault = programFault(command[0] ?? '', this.#options.folders);
      if (fault !== null) this.#options.log('warn', 'a runbook action cannot be run', { action: id, fault });
    }
  }

  #request(command: Command, payload: CommandPayload<'run.request'>): Verdict {
    const { clock, state } = this.#options;
    const now = clock.now();
    const id = command.subject.replace(/^action\//, '');
    const action = actionOf(state, id);
    const target = this.#targets.get(id);
    if (!command.subject.startsWith('action/') || !action || !target)
      return refused(`«${id}» står ikke på listen over tiltak.`);
    if (now - command.actedAt > MAX_WISH_AGE_MS)
      return refused(`Ønsket er fra ${formatClock(command.actedAt)} og kjøres ikke nå: be om det på nytt.`);
    if (state.alarms.has(`run:${command.id}`)) return refused('Dette er allerede bedt om én gang.');
    const fault =
      wishFault(state, action, payload) ??
      programFault((payload.dryRun ? target.dryRun : target.command)?.[0] ?? '', this.#options.folders);
    if (fault !== null) return refused(sentence(fault));
    const run: ActionRun = {
      id: command.id,
      action: id,
      args: payload.args,
      node: payload.node,
      dryRun: payload.dryRun,
      requestedBy: command.actor,
      requestedAt: now,
      approval: null,
      state: 'waiting',
      startedAt: null,
      endedAt: null,
      exit: null,
      output: '',
    };
    // A trial has no effect, and needs nobody's word.
    if (!action.approval || payload.dryRun) return this.#begin(run, action, target, now);
    const busy = waitFault(state, action);
    if (busy !== null) return refused(busy);
    return { outcome: 'done', events: [{ type: 'run.moved', run }], after: () => this.#expire() };
  }

  #approve(command: Command, { approved, reason }: CommandPayload<'run.approve'>): Verdict {
    const { clock, state } = this.#options;
    const now = clock.now();
    const entity = state.alarms.get(`run:${command.subject.replace(/^run\//, '')}`);
    const run = entity?.kind === 'run' ? entity.value : null;
    if (!command.subject.startsWith('run/') || !run) return refused('Dette tiltaket er ikke bedt om.');
    if (run.state !== 'waiting')
      return refused(`Tiltaket venter ikke på godkjenning: det ${STATE_WORDS[run.state]}.`);
    if (now - run.requestedAt > WAIT_MS) return refused('Tiltaket ventet for lenge. Be om det på nytt.');
    const approval = {
      by: command.actor,
      at: now,
      approved,
      reason: reason === null ? null : cleanText(reason),
    };
    if (!approved) {
      const rejected: ActionRun = { ...run, state: 'rejected', approval, endedAt: now };
      return { outcome: 'done', events: [{ type: 'run.moved', run: rejected }] };
    }
    // Whoever asked may take it back, but it takes somebody else to say yes.
    if (run.requestedBy === command.actor)
      return refused('Den som ba om tiltaket, kan ikke godkjenne det: det må være en annen.');
    if (command.actor === MACHINE_PERSON)
      return refused('Maskinens egen bruker kan ikke godkjenne et tiltak: det må være en navngitt person.');
    const action = actionOf(state, run.action);
    const target = this.#targets.get(run.action);
    if (!action || !target) return refused(`«${run.action}» står ikke lenger på listen over tiltak.`);
    const fault = argsFault(action, run.args) ?? programFault(target.command[0] ?? '', this.#options.folders);
    if (fault !== null) return refused(sentence(fault));
    return this.#begin({ ...run, approval }, action, target, now);
  }

  /** Says that it is about to start; the program is started when that is on the disk. */
  #begin(run: ActionRun, action: RunbookAction, target: ActionTarget, now: number): Verdict {
    const busy = this.#stopping ? 'Huben stanser.' : startFault(this.#options.state, action, run.dryRun, now);
    if (busy !== null) return refused(busy);
    const starting: ActionRun = { ...run, state: 'starting', startedAt: now };
    const argv = fillArgv((run.dryRun ? target.dryRun : target.command) ?? [], run.args);
    return {
      outcome: 'done',
      events: [{ type: 'run.moved', run: starting }],
      after: () => this.#launch(starting, argv, action.timeoutMs),
    };
  }

  #launch(run: ActionRun, argv: readonly string[], timeoutMs: number): void {
    const { clock, workFolder, log, state } = this.#options;
    if (this.#stopping) {
      this.#finish(run.id, { state: 'failed', exit: null, output: 'Ble ikke startet: huben stanset.' });
      return;
    }
    log('info', 'a runbook action starts', {
      run: run.id,
      action: run.action,
      by: nameOf(state, run.requestedBy),
      dryRun: run.dryRun,
    });
    const process = new ActionProcess({
      clock,
      argv,
      run,
      timeoutMs,
      folder: workFolder,
      ended: (end) => {
        this.#processes.delete(run.id);
        this.#finish(run.id, end);
      },
    });
    this.#processes.set(run.id, process);
    process.start();
  }

  #finish(id: string, end: RunEnd): void {
    this.#options.log('info', 'a runbook action ended', { run: id, state: end.state, exit: end.exit });
    this.#say(id, 'starting', (run, now) => ({ ...run, ...end, endedAt: now }));
  }

  /** Moves a run that is in `from`; anything else has been moved already. */
  #say(id: string, from: ActionRun['state'], move: (run: ActionRun, now: number) => ActionRun): void {
    this.#options.pipeline.submit((state) => {
      const entity = state.alarms.get(`run:${id}`);
      if (entity?.kind !== 'run' || entity.value.state !== from) return null;
      return { type: 'run.moved', run: move(entity.value, this.#options.clock.now()) };
    });
  }

  /** Drops what has waited too long, and comes back when the next will have. */
  #expire(): void {
    const { clock, state } = this.#options;
    this.#cancelExpiry();
    if (this.#stopping) return;
    for (const run of runsOf(state)) {
      if (run.state === 'waiting' && clock.now() - run.requestedAt > WAIT_MS) {
        this.#say(run.id, 'waiting', (waiting, now) => ({ ...waiting, state: 'expired', endedAt: now }));
      }
    }
    const waiting = runsOf(state).filter((run) => run.state === 'waiting');
    if (waiting.length === 0) return;
    const next = Math.min(...waiting.map((run) => run.requestedAt)) + WAIT_MS + 1;
    // No longer than the wait itself: the clock may have been set back.
    this.#cancelExpiry = clock.after(Math.min(Math.max(next - clock.now(), 1), WAIT_MS), () =>
      this.#expire(),
    );
  }
}

const STATE_WORDS: Readonly<Record<ActionRun['state'], string>> = {
  waiting: 'venter',
  rejected: 'er avslått',
  expired: 'ventet for lenge',
  starting: 'kjører allerede',
  succeeded: 'er kjørt',
  failed: 'er kjørt, og mislyktes',
  'timed-out': 'er kjørt, og ble avbrutt',
  unknown: 'har et ukjent utfall',
};

/** The reason as a sentence of its own. */
function sentence(text: string): string {
  const first = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return first.endsWith('.') ? first : `${first}.`;
}
