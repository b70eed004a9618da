import type { Clock } from '../../../shared/time/clock';
import type { Result } from '../../../shared/util/result';

/** The machine's sign-in is tried again after so long where it led to nothing, ms. */
const RETRY_MS = 16_000;

export interface MachineSignInOptions {
  readonly clock: Clock;
  /** Whether there is a reason to: only while nobody else can sign in, and nobody is signed in here. */
  readonly wanted: () => boolean;
  readonly signIn: () => Promise<Result<null>>;
  readonly onRefused: (error: Readonly<Record<string, unknown>>) => void;
}

/** Signs the machine's own administrator in by itself, where the hub's endpoint file gave the machine's secret. */
export class MachineSignIn {
  readonly #options: MachineSignInOptions;
  /** Monotonic, ms. */
  #retryAt = Number.NEGATIVE_INFINITY;
  /** The machine's own secret is known. */
  known = false;
  /** Somebody has said in this run that the machine is not to act. */
  declined = false;

  constructor(options: MachineSignInOptions) {
    this.#options = options;
  }

  /** The hub vouches for what is shown. */
  attempt(): void {
    const { clock, wanted, signIn, onRefused } = this.#options;
    if (!this.known || this.declined || clock.mono() < this.#retryAt || !wanted()) return;
    // Also while it is being asked.
    this.#retryAt = clock.mono() + RETRY_MS;
    void signIn().then((answer) => {
      if (!answer.ok) onRefused({ ...answer.error });
    });
  }

  /** The link is gone: when it is back there is no reason to wait. */
  lost(): void {
    this.#retryAt = Number.NEGATIVE_INFINITY;
  }
}
