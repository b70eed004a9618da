interface Measurement {
  /** The hub's time minus this machine's monotonic clock, ms: a wall clock that is set does not touch it. */
  readonly hubMinusMonoMs: number;
  readonly roundTripMs: number;
}

/** How many measurements are remembered. */
const WINDOW = 8;

/**
 * Estimates the hub's clock from request and answer, as NTP does (RFC 5905): the hub's time is taken to be that
 * of the middle of the round trip, and of the last few measurements the one with the shortest trip is believed.
 */
export class ClockOffset {
  #measured: Measurement[] = [];

  /** All in ms; `sentAt` and the trip by this machine's monotonic clock. */
  add(sentAt: number, roundTripMs: number, hubTime: number): Measurement {
    this.#measured.push({ hubMinusMonoMs: hubTime - (sentAt + roundTripMs / 2), roundTripMs });
    if (this.#measured.length > WINDOW) this.#measured.shift();
    return this.#measured.reduce((best, next) => (next.roundTripMs < best.roundTripMs ? next : best));
  }

  /** Forgets what was measured: another hub, or a machine that slept. */
  reset(): void {
    this.#measured = [];
  }
}
