import type { Clock } from '../../../shared/time/clock';

/**
 * The longest single wait, ms: a wall clock that was set, or a machine that slept, is noticed by then. It is also far
 * below the 2^31 ms at which the platform's timers overflow.
 */
const LONGEST_WAIT_MS = 15_000;
/** A step back of the wall clock that is worth a word; less is what time servers do all day, ms. */
const STEP_BACK_MS = 1_000;

/**
 * Waits for moments of the wall clock on timers that know only monotonic time. `due` runs at the moment that is armed,
 * or soon after one that has passed while the machine slept; `steppedBack` when the wall clock was set back.
 */
export class WallTimer {
  readonly #clock: Clock;
  readonly #due: () => void;
  readonly #steppedBack: () => void;
  #at: number | null = null;
  /** The last look, by both clocks. */
  #seen = { wall: 0, mono: 0 };
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, on: { readonly due: () => void; readonly steppedBack: () => void }) {
    this.#clock = clock;
    this.#due = on.due;
    this.#steppedBack = on.steppedBack;
  }

  start(): void {
    this.#seen = { wall: this.#clock.now(), mono: this.#clock.mono() };
    this.#wait();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** The next moment to wait for, ms UTC; null: none. Replaces the one before. */
  arm(at: number | null): void {
    this.#at = at;
    if (this.#cancel !== null) this.#wait();
  }

  #wait(): void {
    this.#cancel?.();
    const moment = this.#at === null ? LONGEST_WAIT_MS : this.#at - this.#clock.now();
    // However often it is armed anew, it looks at the clock in time.
    const look = this.#seen.mono + LONGEST_WAIT_MS - this.#clock.mono();
    this.#cancel = this.#clock.after(Math.max(0, Math.min(moment, look)), () => this.#look());
  }

  #look(): void {
    const now = this.#clock.now();
    const mono = this.#clock.mono();
    const back = now < this.#seen.wall + (mono - this.#seen.mono) - STEP_BACK_MS;
    this.#seen = { wall: now, mono };
    const due = this.#at !== null && this.#at <= now;
    if (due) this.#at = null;
    this.#wait();
    if (back) this.#steppedBack();
    if (due) this.#due();
  }
}
