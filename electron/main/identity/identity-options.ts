import type { AuthAnswer, AuthRequest } from '../../../shared/contract/auth';
import type { IdentityState } from '../../../shared/contract/ipc';
import type { PeopleEntity } from '../../../shared/model/people';
import type { Clock } from '../../../shared/time/clock';
import type { Result } from '../../../shared/util/result';
import type { Argon2Cost } from '../../secrets/password-hash';
import type { Keyring } from './keyring';

/** Who acts: what goes into a command. `secret`: hexadecimal; null: to a hub that knows nobody. */
export interface Actor {
  readonly person: string;
  readonly session: string;
  readonly secret: string;
}

/** How somebody acts who is not just whoever is signed in. */
export interface Acting {
  /** Who acts, by their own PIN; left out: who is signed in. */
  readonly as?: string | undefined;
  /** It is a signature: the PIN is always needed. */
  readonly signs?: boolean;
}

export interface IdentityOptions {
  readonly clock: Clock;
  /** Where sealed leaves and what the keyring keeps are. */
  readonly file: string;
  /** The system's, when it has answered. Must not reject. */
  readonly keyring: Promise<Keyring>;
  readonly console: { readonly id: string; readonly name: string; readonly kind: 'desk' | 'wall' };
  /** The hub's time as known here, ms UTC. */
  readonly hubNow: () => number;
  /** When a hub last vouched for what is shown, ms UTC; null: never. */
  readonly knownAt: () => number | null;
  readonly auth: <R extends AuthRequest>(request: R) => Promise<Result<AuthAnswer<R['do']>>>;
  readonly people: () => ReadonlyMap<string, PeopleEntity>;
  /** The hub is to be greeted anew: there is a credential. */
  readonly greetAnew: () => void;
  /** How long nobody has touched this machine, ms. */
  readonly idleMs: () => number;
  /** Locks by itself after so long; null: never. */
  readonly lockAfterMs: () => number | null;
  /** What a key from a password costs; default: COST. */
  readonly cost?: Argon2Cost;
  readonly onChange: (state: IdentityState) => void;
  readonly onFault: (detail: string | null) => void;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}
