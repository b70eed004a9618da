import { failure, type Result } from '../../../shared/util/result';
import type { Argon2Cost } from '../../secrets/password-hash';
import type { Attempts } from './attempts';
import type { IdentityFile } from './identity-file';
import { type Leave, openLeave, sealLeave } from './sealed-leave';

export interface LeavesOptions {
  readonly file: IdentityFile;
  readonly attempts: Attempts;
  readonly consoleId: string;
  /** What a key from a password costs. */
  readonly cost: Argon2Cost;
  /** The hub's time as known here, ms UTC. */
  readonly hubNow: () => number;
  /** When a hub last vouched for what is shown, ms UTC; null: never. */
  readonly knownAt: () => number | null;
}

/** Leaves to act without the hub, one for each person who has signed in here; sealed by their passwords. */
export class Leaves {
  readonly #options: LeavesOptions;

  constructor(options: LeavesOptions) {
    this.#options = options;
  }

  /** People whose leave holds now. */
  get ready(): readonly string[] {
    return this.#options.file.leaves.filter(({ until }) => until > this.#now).map(({ person }) => person);
  }

  async seal(leave: Leave, password: string): Promise<void> {
    const { file, consoleId, cost } = this.#options;
    file.putLeave(await sealLeave(leave, password, consoleId, cost));
  }

  /** Refused: `offline` (there is none), `expired`, `wait`, `wrong`. */
  async open(person: string, password: string): Promise<Result<Leave>> {
    const { file, attempts, consoleId } = this.#options;
    const sealed = file.leaves.find((leave) => leave.person === person);
    if (!sealed)
      return failure(
        'offline',
        'no contact with the hub, and this person has no leave to act here without it',
      );
    if (sealed.until <= this.#now)
      return failure('expired', 'the leave to act here without the hub has expired');
    const tried = await attempts.try(person, () => openLeave(sealed, password, consoleId));
    if (tried.ok) file.used(this.#now);
    return tried;
  }

  /** The hub's time, never before that of a leave that was used or of a board that was vouched for, ms UTC. */
  get #now(): number {
    const { file, hubNow, knownAt } = this.#options;
    return Math.max(hubNow(), knownAt() ?? 0, file.usedAt);
  }
}
