import type { Clock } from '../../../shared/time/clock';

/** Work between two rests, ms: a console's heartbeat or a check's answer waits no longer than about this. */
const SLICE_MS = 8;

/** Divides long work into slices, so that a source with ten thousand alerts never holds up the event loop. */
export class Pace {
  readonly #clock: Clock;
  #since: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.mono();
  }

  /** Whether it is time to rest: to be asked after every small piece of work. */
  due(): boolean {
    return this.#clock.mono() - this.#since >= SLICE_MS;
  }

  /** Lets everything else that waits have its turn. */
  async rest(): Promise<void> {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    this.#since = this.#clock.mono();
  }
}
