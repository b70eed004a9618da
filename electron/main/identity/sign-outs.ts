import type { Bearer } from '../../../shared/contract/auth';
import type { Result } from '../../../shared/util/result';

/** Sessions that ended here while the hub was away, which it is still to be told of. */
const MOST_OWED = 20;

/** Tells the hub of sessions that ended here: at once, or when it is back. */
export class SignOuts {
  readonly #tell: (bearer: Bearer) => Promise<Result<null>>;
  #owed: readonly Bearer[] = [];

  constructor(tell: (bearer: Bearer) => Promise<Result<null>>) {
    this.#tell = tell;
  }

  async say(bearer: Bearer): Promise<void> {
    const answer = await this.#tell(bearer);
    const unheard = !answer.ok && (answer.error.code === 'offline' || answer.error.code === 'timeout');
    if (unheard) this.#owed = [...this.#owed, bearer].slice(-MOST_OWED);
  }

  /** The hub is back: what it has not heard. */
  sayOwed(): void {
    const owed = this.#owed;
    this.#owed = [];
    for (const bearer of owed) void this.say(bearer);
  }
}
