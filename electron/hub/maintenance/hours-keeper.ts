import type { ServiceHours } from '../../../shared/model/catalogue';
import type { LogEvent } from '../../../shared/model/events';
import { isOpen, nextChange } from '../../../shared/rules/hours';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { Pipeline } from '../pipeline/pipeline';
import { WallTimer } from './wall-timer';

interface Known {
  readonly of: ServiceHours;
  /** When it was worked out. */
  readonly at: number;
  readonly open: boolean;
  readonly nextAt: number | null;
}

export interface HoursKeeperOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit'>;
  readonly state: Projection;
}

/**
 * Keeps the room told of service hours: an event at every opening and closing, with the time of the next; at the start
 * and after a change of the catalogue, one for each that is otherwise than the room says.
 */
export class HoursKeeper {
  readonly #options: HoursKeeperOptions;
  readonly #timer: WallTimer;
  /** What was worked out, by id; it holds until `nextAt`, or until the clock or the definition is another. */
  readonly #known = new Map<string, Known>();
  #running = false;

  constructor(options: HoursKeeperOptions) {
    this.#options = options;
    const look = (): void => this.review();
    this.#timer = new WallTimer(options.clock, { due: look, steppedBack: look });
  }

  /** The catalogue has been read. */
  start(): void {
    this.#running = true;
    this.#timer.start();
    this.review();
  }

  stop(): void {
    this.#running = false;
    this.#timer.stop();
  }

  /** Hears what is on disk: hours may have been written anew. */
  heard(events: readonly LogEvent[]): void {
    if (this.#running && events.some(({ body }) => body.type === 'catalogue.changed')) this.review();
  }

  /** Says what is otherwise than the room says, and waits for the next opening or closing. */
  review(): void {
    const { clock, pipeline, state } = this.#options;
    const now = clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const hours of this.#hours()) {
      const { open, nextAt } = this.#workOut(hours, now);
      next = Math.min(next, nextAt ?? Number.POSITIVE_INFINITY);
      const known = state.room?.hours.find(({ id }) => id === hours.id);
      if (known?.open === open && known.nextAt === nextAt) continue;
      pipeline.submit(() => ({ type: 'hours.changed', id: hours.id, open, nextAt }));
    }
    this.#timer.arm(Number.isFinite(next) ? next : null);
  }

  #workOut(hours: ServiceHours, now: number): Known {
    const known = this.#known.get(hours.id);
    if (known?.of === hours && now >= known.at && now < (known.nextAt ?? Number.POSITIVE_INFINITY))
      return known;
    const fresh: Known = { of: hours, at: now, open: isOpen(hours, now), nextAt: nextChange(hours, now) };
    this.#known.set(hours.id, fresh);
    return fresh;
  }

  #hours(): readonly ServiceHours[] {
    const hours: ServiceHours[] = [];
    for (const entity of this.#options.state.catalogue.values()) {
      if (entity.kind === 'hours') hours.push(entity.value);
    }
    return hours;
  }
}
