import { failure, type Result, success } from '../../../shared/util/result';
import { fitsHash } from '../../secrets/password-hash';
import type { Attempts } from './attempts';
import type { Held } from './held-sessions';

export const SIGNED_OUT = failure('signed-out', 'nobody is signed in');
export const LOCKED = failure('locked', 'the desk is locked');

export interface DeskLockOptions {
  readonly attempts: Pick<Attempts, 'try'>;
  /** Whose session acts; null: nobody's. */
  readonly acting: () => Held | null;
  /** How long nobody has touched this machine, ms. */
  readonly idleMs: () => number;
  /** Locks by itself after so long; null: never. */
  readonly lockAfterMs: () => number | null;
  readonly onChange: () => void;
}

/** The lock of a desk: acts need the PIN of whoever is signed in. What is shown is never hidden. */
export class DeskLock {
  readonly #options: DeskLockOptions;
  #locked = false;

  constructor(options: DeskLockOptions) {
    this.#options = options;
  }

  get locked(): boolean {
    return this.#locked;
  }

  lock(): Result<null> {
    const held = this.#options.acting();
    if (!held) return SIGNED_OUT;
    if (held.pin === null) return failure('no-pin', 'a desk is locked with a PIN, and none is set');
    this.#locked = true;
    this.#options.onChange();
    return success(null);
  }

  async unlock(pin: string): Promise<Result<null>> {
    const { acting, onChange } = this.#options;
    const held = acting();
    if (!held) return SIGNED_OUT;
    if (!this.#locked) return success(null);
    const right = await this.tryPin(held, pin);
    if (!right.ok) return right;
    // They may have signed out, or been signed out, while it was looked at.
    if (acting()?.id !== held.id) return SIGNED_OUT;
    this.#locked = false;
    onChange();
    return success(null);
  }

  /** Nobody acts here any more, or somebody has just shown who they are. */
  lift(): void {
    this.#locked = false;
  }

  /** Locks where nobody has touched the machine for long. */
  look(): void {
    const { acting, idleMs, lockAfterMs } = this.#options;
    const after = lockAfterMs();
    if (acting()?.pin && after !== null && idleMs() >= after) this.#locked = true;
  }

  /** Refused: `no-pin`, `wait`, `pin` (it is wrong). */
  async tryPin({ person, pin }: Held, given: string): Promise<Result<true>> {
    if (pin === null) return failure('no-pin', 'no PIN is set');
    const tried = await this.#options.attempts.try(person, async () => (await fitsHash(given, pin)) || null);
    return tried.ok || tried.error.code !== 'wrong' ? tried : failure('pin', 'the PIN is wrong');
  }
}
