import type { Clock } from '../../../shared/time/clock';
import { type Result, success } from '../../../shared/util/result';

/** Failures that cost nothing but the typing. */
const FREE = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** How often a person's secrets were got wrong here since they were last right; none: they are not in it. */
export type Failures = Readonly<Record<string, number>>;

export interface AttemptsOptions {
  readonly clock: Clock;
  /** Those that were kept, by person. */
  readonly failures: Failures;
  readonly keep: (failures: Failures) => void;
  /** A wait has begun, or is over. */
  readonly onChange: () => void;
}

/**
 * How often secrets may be tried at this console: five failures at one person's, then half a minute for all, doubling to
 * a quarter of an hour, until that person's is right: whoever knows their own has no more tries at a colleague's. The wait is counted by the monotonic clock, so that setting the wall clock frees nobody; the
 * count is on the disk before a secret is looked at, and a restart begins the wait anew, so that neither a kill nor a
 * restart does.
 */
export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #clock: Clock;
  #failures: Failures;
  /** Monotonic, ms. */
  #until: number;
  /** One after the other, so that many at once are as many tries. */
  #turn: Promise<unknown> = Promise.resolve();
  #cancel: () => void = () => {};

  constructor(options: AttemptsOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#failures = options.failures;
    this.#until = options.clock.mono() + waitAfter(Math.max(0, ...Object.values(options.failures)));
    this.#awaitEnd();
  }

  /** How long it is until the next may be tried, ms; 0: now. */
  get waitMs(): number {
    return Math.max(0, this.#until - this.#clock.mono());
  }

  /** Tries a person's secret: `look` gives null where it is wrong (`wrong`). Too soon after failures: `wait`. */
  try<T>(person: string, look: () => Promise<T | null>): Promise<Result<T>> {
    const turn = this.#turn.then(() => this.#look(person, look));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when nothing is being looked at any more. */
  async stop(): Promise<void> {
    this.#cancel();
    await this.#turn;
    this.#cancel();
  }

  async #look<T>(person: string, look: () => Promise<T | null>): Promise<Result<T>> {
    const wait = this.waitMs;
    if (wait > 0) {
      const message = `too many failures: wait ${Math.ceil(wait / 1_000)} s`;
      return { ok: false, error: { code: 'wait', message, waitMs: wait } };
    }
    // It counts as a failure until it is known to be right.
    const failed = (this.#failures[person] ?? 0) + 1;
    this.#count(person, failed);
    const found = await look();
    if (found === null) {
      this.#until = this.#clock.mono() + waitAfter(failed);
      this.#awaitEnd();
      return { ok: false, error: { code: 'wrong', message: 'the password is wrong' } };
    }
    this.#count(person, 0);
    return success(found);
  }

  #count(person: string, failed: number): void {
    const others = Object.entries(this.#failures).filter(([whose]) => whose !== person);
    this.#failures = Object.fromEntries(failed === 0 ? others : [...others, [person, failed]]);
    this.#options.keep(this.#failures);
  }

  #awaitEnd(): void {
    this.#cancel();
    const wait = this.waitMs;
    if (wait === 0) return;
    this.#cancel = this.#clock.after(wait, this.#options.onChange);
    this.#options.onChange();
  }
}

function waitAfter(failures: number): number {
  if (failures < FREE) return 0;
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - FREE, 10), LONGEST_WAIT_MS);
}
