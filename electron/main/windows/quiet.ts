import type { Clock } from '../../../shared/time/clock';

/** Nothing has happened for so long, ms. */
const QUIET_MS = 60_000;

/** Knows whether the room is quiet: nothing sounds, and no alarm or incident has moved for a minute. */
export class Quiet {
  readonly #clock: Clock;
  #movedAt: number;
  #sounds = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#movedAt = clock.mono();
  }

  get now(): boolean {
    return !this.#sounds && this.#clock.mono() - this.#movedAt >= QUIET_MS;
  }

  /** Something that people act on has moved. */
  moved(): void {
    this.#movedAt = this.#clock.mono();
  }

  /** Something sounds from now on, or nothing does any more. */
  sound(sounds: boolean): void {
    this.#sounds = sounds;
  }
}
