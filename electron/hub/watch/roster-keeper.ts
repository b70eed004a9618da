import type { Projection } from '../../../shared/rules/projection';
import {
  decideDutyLeave,
  decideDutyTake,
  decideRosterRemove,
  decideRosterSet,
  oldRoster,
  type RosterDecision,
} from '../../../shared/rules/watch/decide-roster';
import type { Clock } from '../../../shared/time/clock';
import type { CommandHandlers, Verdict } from '../commands';
import type { Pipeline } from '../pipeline/pipeline';
import { type RosterNames, rosterRefusalWords } from './refusals';

/** How often what is long over is looked for, ms. */
const TIDY_MS = 6 * 3_600_000;
/** Keys that one event drops, so that it stays small. */
const DROPPED_AT_ONCE = 500;

export type RosterCommandKind = 'roster.set' | 'roster.remove' | 'duty.take' | 'duty.leave';

export interface RosterKeeperOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit'>;
  readonly state: Projection;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

/**
 * Keeps who is away, who takes whose turn, and who has the watch without a handover, as people say it. Time takes away
 * nothing but what is long over: who has the watch has it until the next have accepted it.
 */
export class RosterKeeper {
  readonly handlers: Pick<CommandHandlers, RosterCommandKind>;
  readonly #options: RosterKeeperOptions;
  #cancel: (() => void) | null = null;

  constructor(options: RosterKeeperOptions) {
    this.#options = options;
    const { clock, state } = options;
    const names = namesIn(state);
    const verdict = (decision: RosterDecision): Verdict =>
      'ok' in decision
        ? { outcome: 'done', events: [decision.ok] }
        : { outcome: 'refused', reason: rosterRefusalWords(decision.refused, names) };
    this.handlers = {
      'roster.set': (act, payload) => verdict(decideRosterSet(state, act, payload, clock.now())),
      'roster.remove': (act) => verdict(decideRosterRemove(state, act)),
      'duty.take': (act, payload) => verdict(decideDutyTake(state, act, payload, clock.now())),
      'duty.leave': (act) => verdict(decideDutyLeave(state, act)),
    };
  }

  start(): void {
    this.#tidy();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #tidy(): void {
    const { clock, pipeline, state, log } = this.#options;
    try {
      const drop = oldRoster(state.watch, clock.now()).slice(0, DROPPED_AT_ONCE);
      if (drop.length > 0)
        pipeline.submit(() => ({ type: 'roster.changed', put: [], drop, actor: null, actedAt: null }));
    } catch (error) {
      log('warn', 'what is over in the roster cannot be dropped', { reason: String(error) });
    }
    this.#cancel = clock.after(TIDY_MS, () => this.#tidy());
  }
}

function namesIn(state: Projection): RosterNames {
  return {
    person: (id) => {
      const entity = state.people.get(`person:${id}`);
      return entity?.kind === 'person' ? entity.value.name : id;
    },
    position: (id) => {
      const entity = state.catalogue.get(`watch-position:${id}`);
      return entity?.kind === 'watch-position' ? entity.value.name : id;
    },
    shift: (id) => {
      const entity = state.catalogue.get(`shift-pattern:${id}`);
      return entity?.kind === 'shift-pattern' ? entity.value.name : id;
    },
  };
}
