import type { Clock } from '../../../shared/time/clock';
import type { CredentialsStore } from './credentials-store';

/** How often something may fail before it has to wait, and for how long. Times in ms. */
export interface LimitRule {
  /** Failures without a wait. */
  readonly free: number;
  /** The first wait; each further failure doubles it, up to `longest`. */
  readonly first: number;
  readonly longest: number;
  /** Failures are forgotten when there was none for so long. */
  readonly forget: number;
}

/** Of one person at one console: five wrong passwords, then 30 s, a minute, … a quarter of an hour. */
export const PERSON_RULE: LimitRule = { free: 5, first: 30_000, longest: 900_000, forget: 24 * 3_600_000 };
/** Of one console, whoever is tried there: a list of names is no way around the rule above. */
export const CONSOLE_RULE: LimitRule = { free: 30, first: 30_000, longest: 900_000, forget: 1_800_000 };
/** Of enrolment codes, from one address. */
export const CODE_RULE: LimitRule = { free: 5, first: 30_000, longest: 900_000, forget: 3_600_000 };

/** Counts failures on the disk, so that a restart of the hub forgives nothing. */
export class FailureLimit {
  readonly #store: CredentialsStore;
  readonly #clock: Clock;

  constructor(store: CredentialsStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** How long `key` has to wait now, ms; 0: not at all. */
  waitMs(key: string, rule: LimitRule): number {
    const { count, lastAt } = this.#store.failures(key);
    const passed = this.#clock.now() - lastAt;
    // A hub whose clock was set back must not lock people out until it has caught up.
    if (count < rule.free || passed < 0 || passed > rule.forget) return 0;
    const wait = Math.min(rule.longest, rule.first * 2 ** Math.min(30, count - rule.free));
    return Math.max(0, wait - passed);
  }

  /** Notes a failure. Returns how many there were since the last success. */
  failed(key: string, rule: LimitRule): number {
    const now = this.#clock.now();
    if (now - this.#store.failures(key).lastAt > rule.forget) this.#store.clearFailures(key);
    return this.#store.addFailure(key, now);
  }

  succeeded(key: string): void {
    this.#store.clearFailures(key);
  }
}
