import { failure, type Result, success } from '../../../shared/util/result';
import { type DeskLock, LOCKED, SIGNED_OUT } from './desk-lock';
import type { Held } from './held-sessions';
import type { Acting, Actor } from './identity-options';

const NOT_HERE = failure(
  'signed-out',
  'this person’s session does not live on here: they sign in once at this console first',
);

export interface WhoActsOptions {
  readonly lock: Pick<DeskLock, 'locked' | 'tryPin'>;
  /** Whose session acts; null: nobody's. */
  readonly acting: () => Held | null;
  /** A person's session that lives on here; null: none. */
  readonly of: (person: string) => Held | null;
  /** The hub's time as known here, ms UTC. */
  readonly hubNow: () => number;
}

/**
 * Who acts now. `pin`: needed while the desk is locked, and for a signature. `as`: somebody else signs here, whose session
 * lives on: who is signed in, and whether the desk is locked, stays as it was. Refused: `signed-out`, `locked`, `pin`,
 * `no-pin`, `wait`.
 */
export async function whoActs(
  options: WhoActsOptions,
  pin: string | undefined,
  { as, signs = false }: Acting,
): Promise<Result<Actor>> {
  const { lock, acting } = options;
  const held = heldOf(options, as);
  if (!held) return as === undefined ? SIGNED_OUT : NOT_HERE;
  const other = held !== acting();
  if (lock.locked || signs || other) {
    if (pin === undefined) return lock.locked && !other ? LOCKED : failure('pin', 'this needs the PIN');
    const right = await lock.tryPin(held, pin);
    if (!right.ok) return right;
    // They may have signed out, or been signed out, while it was looked at.
    if (heldOf(options, as)?.id !== held.id) return SIGNED_OUT;
  }
  return success({ person: held.person, session: held.id, secret: held.secret });
}

function heldOf({ acting, of, hubNow }: WhoActsOptions, as: string | undefined): Held | null {
  const now = acting();
  if (as === undefined || as === now?.person) return now;
  const held = of(as);
  return held && held.expiresAt > hubNow() ? held : null;
}
