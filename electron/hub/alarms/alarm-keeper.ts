import type { AlarmMove } from '../../../shared/model/alarms';
import type { LogEvent } from '../../../shared/model/events';
import type { Patch } from '../../../shared/model/room';
import { AlarmDecider } from '../../../shared/rules/alarms/decide';
import { dueMoves } from '../../../shared/rules/alarms/due';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { CommandHandlers } from '../commands';
import { WallTimer } from '../maintenance/wall-timer';
import type { Pipeline } from '../pipeline/pipeline';
import { type AlarmCommandKind, alarmCommands } from './alarm-commands';

/** Moves in one event: with these an event stays below what one batch to a console holds (48 kB). */
const MOVES_IN_EVENT = 100;
/** What acts and measurements change of what falls due is worked out this long after the first of them, ms. */
const TOGETHER_MS = 1_000;
/** Time before what is due, and could not be said, is tried again, ms. */
const AGAIN_MS = 5_000;
/** How often what falls due may bring what falls due: a shelf's warning, then its end. */
const MAX_ROUNDS = 4;

export interface AlarmKeeperOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit'>;
  readonly state: Projection;
  /** Alarms cannot be kept, and why; null: they can again. A hub that keeps none must not vouch for them. */
  readonly onFault: (reason: string | null) => void;
}

/**
 * Keeps the alarms in step with status. What is measured marks the nodes that it touched (`applied`); what follows for
 * their alarms is decided once before each write of the log (`gather`), and so is in the same transaction as what it
 * follows from: no log ever ends between a fault and its alarm, and a storm is decided batch by batch, not fault by
 * fault. What time does to alarms is said by one timer. It knows nothing that is not in the projection.
 */
export class AlarmKeeper {
  /** What people do to alarms and calls. */
  readonly handlers: Pick<CommandHandlers, AlarmCommandKind>;
  readonly #options: AlarmKeeperOptions;
  readonly #timer: WallTimer;
  #decider = new AlarmDecider();
  /** Nodes whose status changed since the last decision. */
  #touched = new Set<string>();
  /** All of them may have. */
  #all = false;
  #soon: (() => void) | null = null;
  #running = false;
  /** What cannot be done now, and why. */
  readonly #failing = new Map<'measured' | 'due', string>();

  constructor(options: AlarmKeeperOptions) {
    this.#options = options;
    const { clock, state } = options;
    this.handlers = alarmCommands({ clock, state, gather: () => this.gather() });
    const look = (): void => this.#look();
    this.#timer = new WallTimer(clock, { due: look, steppedBack: look });
  }

  /** Brings the alarms in step with what the log says. The catalogue has been read, hours and maintenance are kept. */
  start(): void {
    this.#running = true;
    this.#all = true;
    this.#timer.start();
    this.#look();
  }

  stop(): void {
    this.#running = false;
    this.#timer.stop();
    this.#soon?.();
    this.#soon = null;
  }

  /** Hears what was applied, before it is on disk. */
  applied({ body }: LogEvent, patch: Patch): void {
    // Alarms themselves touch no node: what is said here never asks to be said again.
    if (patch.alarms) this.#lookSoon();
    if (body.type === 'catalogue.changed' || body.type === 'vantage.changed') {
      this.#all = true;
      return;
    }
    if (!patch.status || this.#all) return;
    for (const [, entity] of patch.status.put) {
      // A check may say something else of its node without the node's state being another.
      const node =
        entity.kind === 'node'
          ? entity.value.id
          : this.#options.state.graph.checks.get(entity.value.id)?.node;
      if (node != null) this.#touched.add(node);
    }
  }

  /** Says what follows for alarms from all that was applied since it was last asked. Never throws. */
  gather(): void {
    // What failed is tried again by the timer, not with every write.
    if (!this.#failing.has('measured')) this.#decide();
  }

  #decide(): void {
    if (!this.#running || (!this.#all && this.#touched.size === 0)) return;
    const nodes = this.#all ? null : this.#touched;
    this.#all = false;
    this.#touched = new Set();
    const done = this.#attempt('measured', () => this.#say(this.#decider.decide(this.#options.state, nodes)));
    if (done) return;
    // What it had worked out may be half of something: it begins anew.
    this.#decider = new AlarmDecider();
    this.#all = true;
    this.#lookSoon();
  }

  // ── what time does

  #look(): void {
    if (!this.#running) return;
    const { state, clock } = this.#options;
    // What has come back in this very moment is not stalled.
    this.#decide();
    let nextAt: number | null = clock.now() + AGAIN_MS;
    this.#attempt('due', () => {
      for (let round = 0; round < MAX_ROUNDS; round++) {
        const due = dueMoves(state, clock.now());
        if (due.moves.length === 0) {
          nextAt = due.nextAt;
          return;
        }
        if (!this.#say(due.moves)) return;
      }
    });
    this.#timer.arm(nextAt);
  }

  #lookSoon(): void {
    if (!this.#running || this.#soon) return;
    this.#soon = this.#options.clock.after(TOGETHER_MS, () => {
      this.#soon = null;
      this.#look();
    });
  }

  /** False: the log takes no more. */
  #say(moves: readonly AlarmMove[]): boolean {
    for (let i = 0; i < moves.length; i += MOVES_IN_EVENT) {
      const part = moves.slice(i, i + MOVES_IN_EVENT);
      const said = this.#options.pipeline.submit(() => ({ type: 'alarms.moved', moves: part }));
      if (said === null) return false;
    }
    return true;
  }

  /** Whatever a rule does, the watch goes on; its fault is said, and that it is over. */
  #attempt(what: 'measured' | 'due', run: () => void): boolean {
    const { onFault } = this.#options;
    const [before] = this.#failing.values();
    try {
      run();
      this.#failing.delete(what);
    } catch (error) {
      this.#failing.set(what, String(error));
    }
    const [now] = this.#failing.values();
    if (now !== before) onFault(now ?? null);
    return !this.#failing.has(what);
  }
}
