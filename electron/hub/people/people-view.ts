import {
  type EnrolledConsole,
  MACHINE_PERSON,
  type Person,
  type Session,
  type WatchPost,
} from '../../../shared/model/people';
import type { Projection } from '../../../shared/rules/projection';

/** What the log's projection knows of people, read by kind. */
export type PeopleState = Pick<Projection, 'people'>;

export function personOf({ people }: PeopleState, id: string): Person | undefined {
  const entity = people.get(`person:${id}`);
  return entity?.kind === 'person' ? entity.value : undefined;
}

export function consoleOf({ people }: PeopleState, id: string): EnrolledConsole | undefined {
  const entity = people.get(`console:${id}`);
  return entity?.kind === 'console' ? entity.value : undefined;
}

export function sessionOf({ people }: PeopleState, id: string): Session | undefined {
  const entity = people.get(`session:${id}`);
  return entity?.kind === 'session' ? entity.value : undefined;
}

export function watchOf({ people }: PeopleState, console: string): WatchPost | undefined {
  const entity = people.get(`watch:${console}`);
  return entity?.kind === 'watch' ? entity.value : undefined;
}

export function sessionsOf({ people }: PeopleState): readonly Session[] {
  return [...people.values()].flatMap((entity) => (entity.kind === 'session' ? [entity.value] : []));
}

export function personsOf({ people }: PeopleState): readonly Person[] {
  return [...people.values()].flatMap((entity) => (entity.kind === 'person' ? [entity.value] : []));
}

/** Whether nobody but the machine's own administrator is here. */
export function onlyMachine(state: PeopleState): boolean {
  return !personsOf(state).some(({ id, active }) => active && id !== MACHINE_PERSON);
}

/** Active administrators who can sign in, the machine's own left out. */
export function administrators(state: PeopleState, withPassword: ReadonlySet<string>): readonly Person[] {
  return personsOf(state).filter(
    ({ id, active, machine, roles }) =>
      active && !machine && roles.includes('administrator') && withPassword.has(id),
  );
}
