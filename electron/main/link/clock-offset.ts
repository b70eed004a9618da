interface Measurement {
  readonly offsetMs: number;
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

  /** All in ms; `sentAt` and `receivedAt` by this machine's wall clock, the trip by its monotonic clock. */
  add(sentAt: number, roundTripMs: number, hubTime: number): Measurement {
    this.#measured.push({ offsetMs: hubTime - (sentAt + roundTripMs / 2), roundTripMs });
    if (this.#measured.length > WINDOW) this.#measured.shift();
    return this.#measured.reduce((best, next) => (next.roundTripMs < best.roundTripMs ? next : best));
  }

  /** Forgets what was measured: another hub, or a clock that was set. */
  reset(): void {
    this.#measured = [];
  }
}
