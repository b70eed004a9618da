import type { AlarmMove } from '../../../shared/model/alarms';
import type { LogEvent } from '../../../shared/model/events';
import type { Patch } from '../../../shared/model/room';
import type { CauseIndex } from '../../../shared/rules/alarms/causes';
import { AlarmDecider } from '../../../shared/rules/alarms/decide';
import { dueMoves } from '../../../shared/rules/alarms/due';
import { touchedBy } from '../../../shared/rules/alarms/touched';
import type { Projection } from '../../../shared/rules/projection';
import { readCheck } from '../../../shared/rules/reduce';
import type { Clock } from '../../../shared/time/clock';
import type { CommandHandlers } from '../commands';
import { WallTimer } from '../maintenance/wall-timer';
import type { Pipeline } from '../pipeline/pipeline';
import { type AlarmCommandKind, alarmCommands } from './alarm-commands';
import { AnnunciationHold } from './annunciation-hold';
import { type CauseCommandKind, causeCommands } from './cause-commands';
import { FloodWatch } from './flood-watch';

/** Moves in one event: with these an event stays below what one batch to a console holds (48 kB). */
const MOVES_IN_EVENT = 100;
/** What acts and measurements change of what falls due is worked out this long after the first of them, ms. */
const TOGETHER_MS = 1_000;
/** Time before what is due, and could not be said, is tried again, ms. */
const AGAIN_MS = 5_000;
/** What failed while the hub could not see is asked again, spread over this, ms. */
const ASK_AGAIN_WITHIN_MS = 4_000;
/** How often what is held back is looked at, ms. */
const HOLD_LOOK_MS = 500;
/** How often what falls due may bring what falls due: a shelf's warning, then its end. */
const MAX_ROUNDS = 4;

export interface AlarmKeeperOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit'>;
  readonly state: Projection;
  /** Has checks run soon, spread over so many ms. */
  readonly recheck: (checks: readonly string[], withinMs: number) => void;
  /** When a check was last observed, whatever it said, ms UTC; null: not known. Left out: its freshness tells. */
  readonly seenAt?: (check: string) => number | null;
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
  readonly handlers: Pick<CommandHandlers, AlarmCommandKind | CauseCommandKind>;
  readonly #options: AlarmKeeperOptions;
  readonly #timer: WallTimer;
  readonly #hold: AnnunciationHold;
  readonly #flood: FloodWatch;
  #decider = new AlarmDecider();
  /** Nodes whose status changed since the last decision. */
  #touched = new Set<string>();
  /** All of them may have. */
  #all = false;
  /** The hub's own view of the network has come back since. */
  #sighted = false;
  #soon: (() => void) | null = null;
  /** The next look at what is held back. */
  #again: (() => void) | null = null;
  #running = false;
  /** What cannot be done now, and why. */
  readonly #failing = new Map<'measured' | 'due', string>();

  constructor(options: AlarmKeeperOptions) {
    this.#options = options;
    const { clock, state, recheck } = options;
    const gather = (): void => this.gather();
    this.handlers = {
      ...alarmCommands({ clock, state, gather }),
      ...causeCommands({ clock, state, gather, recheck, causes: () => this.causes }),
    };
    this.#hold = new AnnunciationHold({ clock, ...(options.seenAt ? { seenAt: options.seenAt } : {}) });
    this.#flood = new FloodWatch({ clock, state, pipeline: options.pipeline });
    const look = (): void => this.#look();
    this.#timer = new WallTimer(clock, { due: look, steppedBack: look });
  }

  /** Which node explains which, as it stood when the alarms were last brought in step. */
  get causes(): CauseIndex {
    return this.#decider.causes;
  }

  /** Brings the alarms in step with what the log says. The catalogue has been read, hours and maintenance are kept. */
  start(): void {
    this.#running = true;
    this.#all = true;
    this.#timer.start();
    this.#flood.start();
    this.#look();
  }

  stop(): void {
    this.#running = false;
    this.#timer.stop();
    this.#soon?.();
    this.#soon = null;
    this.#again?.();
    this.#again = null;
    this.#flood.stop();
  }

  /** Hears what was applied, before it is on disk. */
  applied({ at, body }: LogEvent, patch: Patch): void {
    if (patch.alarms) {
      this.#lookSoon();
      this.#flood.applied(patch, at);
    }
    for (const node of touchedBy(body, this.#options.state)) this.#touched.add(node);
    if (body.type === 'catalogue.changed' || body.type === 'vantage.changed') {
      this.#all = true;
      if (body.type === 'vantage.changed') this.#sighted = !body.lost;
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
    if (this.#running) this.#flood.judge();
  }

  #decide(): void {
    if (!this.#running || (!this.#all && this.#touched.size === 0 && this.#hold.size === 0)) return;
    const { state, clock, seenAt } = this.#options;
    const all = this.#all;
    const touched = this.#touched;
    this.#all = false;
    this.#touched = new Set();
    const done = this.#attempt('measured', () => {
      if (this.#sighted) this.#askAgain();
      const { held, released } = this.#hold.look(state, all ? state.graph.order : touched);
      for (const node of released) touched.add(node);
      const moment = { now: clock.now(), ...(seenAt ? { seenAt } : {}) };
      if (all || touched.size > 0) this.#say(this.#decider.decide(state, all ? null : touched, held, moment));
      // What was said may itself change what explains what: a shelf that breaks, a cause that is back.
      for (let round = 1; this.#touched.size > 0 && round < MAX_ROUNDS; round++) {
        const again = this.#touched;
        this.#touched = new Set();
        this.#say(this.#decider.decide(state, again, held, moment));
      }
      this.#lookAgain();
    });
    if (done) return;
    // What it had worked out may be half of something: it begins anew.
    this.#decider = new AlarmDecider();
    this.#all = true;
    this.#lookSoon();
  }

  /** The hub sees again: what failed while it did not is asked once more before anybody hears of it. */
  #askAgain(): void {
    const { state, recheck } = this.#options;
    const fails = (id: string): boolean => (readCheck(state.status, id)?.result ?? 'ok') !== 'ok';
    this.#hold.sighted();
    recheck([...state.graph.checks.keys()].filter(fails), ASK_AGAIN_WITHIN_MS);
    this.#sighted = false;
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
        if (round === 0 && due.nodes.length > 0) {
          for (const node of due.nodes) this.#touched.add(node);
          this.#decide();
          continue;
        }
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

  /** What is held back is looked at until it is not. */
  #lookAgain(): void {
    if (this.#again || this.#hold.size === 0) return;
    this.#again = this.#options.clock.after(HOLD_LOOK_MS, () => {
      this.#again = null;
      this.gather();
      this.#lookAgain();
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
