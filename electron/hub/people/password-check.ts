import { type Argon2Cost, fitsHash, hashSecret } from '../../secrets/password-hash';

/** Waiting for their turn; a hash takes 0.3 s of a core and 19 MiB. */
const MAX_WAITING = 20;

/** Checks passwords one at a time, so that many who sign in at once take no more of the hub than one. */
export class PasswordCheck {
  readonly #cost: Argon2Cost;
  /** What an unknown person's password is compared with, at the same cost: the time it takes says nothing. */
  readonly #nobodys: string;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(cost: Argon2Cost) {
    this.#cost = cost;
    const { m, t, p } = cost;
    this.#nobodys = `$argon2id$v=19$m=${m},t=${t},p=${p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;
  }

  /** Whether there is room in the queue. */
  get full(): boolean {
    return this.#waiting >= MAX_WAITING;
  }

  /** Runs `work` when those before it are done. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const done = this.#last.then(work, work).finally(() => {
      this.#waiting -= 1;
    });
    this.#last = done.catch(() => {});
    return done;
  }

  /** Whether a password fits a kept hash; null: there is none, which takes just as long to say. */
  async fits(password: string, phc: string | null): Promise<boolean> {
    const fits = await fitsHash(password, phc ?? this.#nobodys);
    return fits && phc !== null;
  }

  /** What is kept of a secret. */
  hash(secret: string): Promise<string> {
    return hashSecret(secret, this.#cost);
  }
}
