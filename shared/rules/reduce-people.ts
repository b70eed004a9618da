import type { EventBody } from '../model/events';
import { type PeopleEntity, peopleKey } from '../model/people';
import type { Patch } from '../model/room';
import { assertNever } from '../util/assert-never';

/** The events that change who is here. */
export type PeopleEvent = Extract<
  EventBody,
  { type: 'person.set' | 'console.set' | 'session.opened' | 'session.ended' | 'watch.changed' }
>;

/**
 * What an event changes among people, consoles, sessions and watch posts. `at`: the hub's time, ms UTC. A console
 * that is revoked is on watch no longer; a person who is put out of action is signed in nowhere.
 */
export function reducePeople(
  people: ReadonlyMap<string, PeopleEntity>,
  body: PeopleEvent,
  at: number,
): Patch {
  switch (body.type) {
    case 'person.set': {
      const gone = body.person.active
        ? []
        : keysOf(people, 'session', (value) => value.person === body.person.id);
      return patchOf([{ kind: 'person', value: body.person }], gone);
    }
    case 'console.set': {
      const { id, revokedAt } = body.console;
      const gone =
        revokedAt === null
          ? []
          : [
              ...keysOf(people, 'session', (value) => value.console === id),
              ...keysOf(people, 'watch', (value) => value.id === id),
            ];
      return patchOf([{ kind: 'console', value: body.console }], gone);
    }
    case 'session.opened':
      return patchOf([{ kind: 'session', value: body.session }], []);
    case 'session.ended':
      return patchOf(
        [],
        [`session:${body.session.id}`].filter((key) => people.has(key)),
      );
    case 'watch.changed':
      return body.on
        ? patchOf([{ kind: 'watch', value: { id: body.console, person: body.person, since: at } }], [])
        : patchOf(
            [],
            [`watch:${body.console}`].filter((key) => people.has(key)),
          );
    default:
      return assertNever(body, 'reduce people');
  }
}

function patchOf(put: readonly PeopleEntity[], drop: readonly string[]): Patch {
  if (put.length === 0 && drop.length === 0) return {};
  return { people: { put: put.map((entity) => [peopleKey(entity), entity] as const), drop } };
}

function keysOf<K extends PeopleEntity['kind']>(
  people: ReadonlyMap<string, PeopleEntity>,
  kind: K,
  wanted: (value: Extract<PeopleEntity, { kind: K }>['value']) => boolean,
): readonly string[] {
  return [...people].flatMap(([key, entity]) =>
    entity.kind === kind && wanted(entity.value as never) ? [key] : [],
  );
}
