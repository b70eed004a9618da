import type { IdentityState } from '../../../shared/contract/ipc';
import type { Held } from './held-sessions';

/** What windows are told of who acts, from what this console holds: never a secret. */
export interface StateParts {
  readonly console: IdentityState['console'];
  /** Whose session acts; null: nobody's. */
  readonly acting: Held | null;
  /** Since when they act, the hub's time, ms UTC. */
  readonly since: number | null;
  readonly locked: boolean;
  /** Sessions that live on here. */
  readonly held: readonly Held[];
  readonly offlineReady: readonly string[];
  readonly invites: boolean;
  readonly waitUntil: number | null;
  readonly keyring: IdentityState['keyring'];
}

export function identityState({ acting, since, held, ...as }: StateParts): IdentityState {
  return {
    console: as.console,
    signedIn: acting && signedIn(acting, since),
    locked: as.locked,
    ready: held.filter(({ pin }) => pin !== null).map(({ person }) => person),
    offlineReady: as.offlineReady,
    invites: as.invites,
    waitUntil: as.waitUntil,
    keyring: { safe: as.keyring.safe, detail: as.keyring.detail },
  };
}

function signedIn(held: Held, since: number | null): IdentityState['signedIn'] {
  const { person, expiresAt, offline, pin, openedAt } = held;
  return { person, since: since ?? openedAt, expiresAt, offline, pin: pin !== null };
}
