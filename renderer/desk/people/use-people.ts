import { useMemo } from 'react';
import type { CommandKind } from '../../../shared/contract/commands';
import type { IdentityState } from '../../../shared/contract/ipc';
import type { Notice } from '../../../shared/model/alarms';
import type {
  EnrolledConsole,
  PeopleEntity,
  Person,
  Role,
  Session,
  WatchPost,
} from '../../../shared/model/people';
import { mayGive, rolesFor } from '../../../shared/rules/permissions';
import { useBoard } from '../../stores/board-react';

/** Who acts at this desk. */
export interface Me {
  readonly id: string;
  readonly name: string;
  /** What the hub knows of the person; undefined: it has not said. */
  readonly person: Person | undefined;
  readonly signedIn: NonNullable<IdentityState['signedIn']>;
}

/** Everybody and everything in the `people` collection, sorted as people look for it. */
export interface Everybody {
  readonly persons: readonly Person[];
  readonly consoles: readonly EnrolledConsole[];
  readonly sessions: readonly Session[];
  readonly watch: readonly WatchPost[];
}

/** People, consoles, sessions and watch posts of a `people` collection. */
export function everybodyOf(people: ReadonlyMap<string, PeopleEntity>): Everybody {
  const persons: Person[] = [];
  const consoles: EnrolledConsole[] = [];
  const sessions: Session[] = [];
  const watch: WatchPost[] = [];
  for (const entity of people.values()) {
    if (entity.kind === 'person') persons.push(entity.value);
    else if (entity.kind === 'console') consoles.push(entity.value);
    else if (entity.kind === 'session') sessions.push(entity.value);
    else watch.push(entity.value);
  }
  persons.sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name, 'nb'));
  consoles.sort(
    (a, b) =>
      Number(a.revokedAt !== null) - Number(b.revokedAt !== null) || a.name.localeCompare(b.name, 'nb'),
  );
  sessions.sort((a, b) => b.openedAt - a.openedAt);
  watch.sort((a, b) => a.since - b.since);
  return { persons, consoles, sessions, watch };
}

/** Everybody, made anew when people change. */
export function useEverybody(): Everybody {
  const people = useBoard((state) => state.people);
  const version = useBoard((state) => state.peopleVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  return useMemo(() => everybodyOf(people), [people, version]);
}

/** Who acts here; null: nobody is signed in. */
export function useMe(): Me | null {
  const signedIn = useBoard((state) => state.identity?.signedIn ?? null);
  const people = useBoard((state) => state.people);
  const version = useBoard((state) => state.peopleVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  return useMemo(() => {
    if (signedIn === null) return null;
    const entity = people.get(`person:${signedIn.person}`);
    const person = entity?.kind === 'person' ? entity.value : undefined;
    return { id: signedIn.person, name: person?.name ?? signedIn.person, person, signedIn };
  }, [signedIn, people, version]);
}

/** Whether whoever is signed in may give such a command, and which roles may. */
export interface May {
  /** True also while nobody is signed in, or the hub has not said who it is: giving it asks who is there. */
  readonly may: boolean;
  readonly roles: readonly Role[];
}

/** What the hub would say of a command of this kind, as far as this desk knows. */
export function useMay(kind: CommandKind): May {
  const me = useMe();
  return useMemo(
    () => ({ may: me?.person === undefined || mayGive(me.person.roles, kind), roles: rolesFor(kind) }),
    [me, kind],
  );
}

/** Refused acts that the shift leader must know of, oldest first. */
export function useNotices(): readonly Notice[] {
  const alarms = useBoard((state) => state.alarms);
  const version = useBoard((state) => state.alarmsVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  return useMemo(
    () =>
      [...alarms.values()]
        .flatMap((entity) => (entity.kind === 'notice' ? [entity.value] : []))
        .sort((a, b) => a.at - b.at),
    [alarms, version],
  );
}
