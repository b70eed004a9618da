import { powerSaveBlocker } from 'electron';
import type { Clock } from '../../../shared/time/clock';

/** The request is made anew so often, ms: a session service that was restarted has forgotten it. */
const RENEW_MS = 5 * 60_000;

/** Keeps the displays awake while a wall is open. */
export class Awake {
  readonly #clock: Clock;
  #id: number | null = null;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(wanted: boolean): void {
    if (wanted === (this.#id !== null)) return;
    this.#cancel?.();
    this.#cancel = null;
    if (this.#id !== null) powerSaveBlocker.stop(this.#id);
    this.#id = null;
    if (wanted) this.#ask();
  }

  /** Asks anew, the new request before the old one is taken back. */
  renew(): void {
    if (this.#id === null) return;
    this.#cancel?.();
    const old = this.#id;
    this.#ask();
    powerSaveBlocker.stop(old);
  }

  #ask(): void {
    this.#id = powerSaveBlocker.start('prevent-display-sleep');
    this.#cancel = this.#clock.after(RENEW_MS, () => this.renew());
  }
}
