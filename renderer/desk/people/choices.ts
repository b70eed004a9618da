import type { IdentityState } from '../../../shared/contract/ipc';
import type { Person } from '../../../shared/model/people';

/** Somebody who can be signed in here, and by what. */
export interface Choice {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  /** `pin`: their session lives on here. `impossible`: the hub is away and they never signed in on this console. */
  readonly by: 'pin' | 'password' | 'impossible';
}

/**
 * Who can be chosen, those whose PIN is enough first. The machine's own administrator signs in by another way. `typed`
 * narrows by name, id and initials; what is typed and is nobody's is taken for an id, while the list of people has not
 * come from the hub.
 */
export function choicesOf(
  persons: readonly Person[],
  identity: Pick<IdentityState, 'ready' | 'offlineReady'> | null,
  reachable: boolean,
  typed: string,
): readonly Choice[] {
  const words = typed.trim().toLocaleLowerCase('nb');
  const known = persons
    .filter((person) => person.active && !person.machine && !person.roles.every((role) => role === 'wall'))
    .map((person) => choiceOf(person, identity, reachable))
    .filter(
      ({ id, name, initials }) =>
        words === '' || [id, name, initials].some((text) => text.toLocaleLowerCase('nb').includes(words)),
    );
  if (known.length === 0 && words !== '' && persons.every((person) => person.machine)) {
    return [choiceOf({ id: words, name: words, initials: words.slice(0, 2) }, identity, reachable)];
  }
  return known.sort((a, b) => ORDER[a.by] - ORDER[b.by] || a.name.localeCompare(b.name, 'nb'));
}

const ORDER: Readonly<Record<Choice['by'], number>> = { pin: 0, password: 1, impossible: 2 };

function choiceOf(
  { id, name, initials }: Pick<Person, 'id' | 'name' | 'initials'>,
  identity: Pick<IdentityState, 'ready' | 'offlineReady'> | null,
  reachable: boolean,
): Choice {
  const ready = identity?.ready.includes(id) ?? false;
  const possible = reachable || (identity?.offlineReady.includes(id) ?? false);
  return { id, name, initials, by: ready ? 'pin' : possible ? 'password' : 'impossible' };
}
