import type { LogEvent } from '../../../shared/model/events';
import type { Patch } from '../../../shared/model/room';
import type { Projection } from '../../../shared/rules/projection';
import { dueRoutines } from '../../../shared/rules/routines/due-routines';
import type { Clock } from '../../../shared/time/clock';
import { WallTimer } from '../maintenance/wall-timer';
import type { Pipeline } from '../pipeline/pipeline';

/** What a change of the catalogue or an act brings is worked out this long after, ms. */
const TOGETHER_MS = 200;
/** Time before what is due, and could not be said, is tried again, ms. */
const AGAIN_MS = 5_000;
/** How often what falls due may bring what falls due: a turn of the past opens, and is overdue. */
const MAX_ROUNDS = 4;

export interface RoutineKeeperOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit'>;
  readonly state: Projection;
  /** Routines cannot be kept, and why; null: they can again. */
  readonly onFault: (reason: string | null) => void;
}

/**
 * Opens the turns of the catalogue's routines, and says which are overdue. What people do with them is decided with the
 * handover (`../handover/handover-commands.ts`). It knows nothing that is not in the projection.
 */
export class RoutineKeeper {
  readonly #options: RoutineKeeperOptions;
  readonly #timer: WallTimer;
  #soon: (() => void) | null = null;
  #running = false;

  constructor(options: RoutineKeeperOptions) {
    this.#options = options;
    const look = (): void => this.#look();
    this.#timer = new WallTimer(options.clock, { due: look, steppedBack: look });
  }

  /** The catalogue has been read. */
  start(): void {
    this.#running = true;
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
  applied(event: LogEvent, patch: Patch): void {
    const isOurs = event.body.type === 'routine.moved' || patch.catalogue !== undefined;
    if (!this.#running || !isOurs) return;
    this.#soon ??= this.#options.clock.after(TOGETHER_MS, () => {
      this.#soon = null;
      this.#look();
    });
  }

  #look(): void {
    if (!this.#running) return;
    const { state, clock, pipeline, onFault } = this.#options;
    let nextAt: number | null = clock.now() + AGAIN_MS;
    try {
      for (let round = 0; round < MAX_ROUNDS; round++) {
        const due = dueRoutines(state, clock.now());
        if (due.events.length === 0) {
          nextAt = due.nextAt;
          break;
        }
        for (const event of due.events) if (pipeline.submit(() => event) === null) return;
      }
      onFault(null);
    } catch (error) {
      onFault(String(error));
    }
    this.#timer.arm(nextAt);
  }
}
