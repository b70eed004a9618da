import { mayGive, rolesFor } from '../../../shared/rules/permissions';
import type { RoomView } from '../../../shared/rules/reduce';
import type { ConsoleIdentity } from '../gateway/admission';
import type { CredentialsStore } from '../people/credentials-store';
import { consoleOf, personOf } from '../people/people-view';
import { needsRole } from '../people/words';
import { WORDS } from './words';

export interface Writer {
  readonly person: string;
  readonly session: string | null;
}

/**
 * Why somebody may not write in a handover from a console, in Bokmål; null: they may. A session that is over by now is no
 * hindrance: what was written under it while the hub was away is still theirs. One that was revoked is.
 */
export function whyNotWrite(
  {
    state,
    store,
  }: { readonly state: Pick<RoomView, 'people'>; readonly store: Pick<CredentialsStore, 'key'> },
  { person, session }: Writer,
  from: ConsoleIdentity,
): string | null {
  if (from.kind === 'wall') return WORDS.wall;
  if (!from.enrolled) return WORDS.notEnrolled;
  const key = session === null ? null : store.key(session);
  if (!key || key.person !== person || key.console !== from.console || key.why === 'revoked')
    return WORDS.unknownSession;
  if ((consoleOf(state, from.console)?.revokedAt ?? null) !== null) return WORDS.notEnrolled;
  const known = personOf(state, person);
  if (!known?.active) return WORDS.notActive;
  return mayGive(known.roles, 'handover.item') ? null : needsRole(rolesFor('handover.item'));
}
