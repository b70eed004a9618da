import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../../shared/model/events';
import {
  type EnrolledConsole,
  type Person,
  peopleEntity,
  type Session,
} from '../../../../shared/model/people';
import { Projection } from '../../../../shared/rules/projection';
import { eventWriter } from '../../../fixtures/room';

const aPerson = (id: string, over: Partial<Person> = {}): Person => ({
  id,
  name: id,
  initials: 'K',
  roles: ['operator'],
  active: true,
  machine: false,
  ...over,
});
const aConsole = (id: string, revokedAt: number | null = null): EnrolledConsole => ({
  id,
  name: id,
  kind: 'desk',
  enrolledAt: 1,
  revokedAt,
});
const aSession = (id: string, person: string, at: string): Session => ({
  id,
  person,
  console: at,
  openedAt: 1,
  expiresAt: 9,
});

/** kari and ola at desk-1, kari at desk-2; both desks on watch. */
function room(): {
  readonly keys: () => readonly string[];
  readonly state: Projection;
  say(body: EventBody): void;
} {
  const state = new Projection();
  const write = eventWriter();
  const say = (body: EventBody): void => void state.apply(write(body));
  for (const id of ['kari', 'ola']) say({ type: 'person.set', person: aPerson(id), actor: 'leder' });
  for (const id of ['desk-1', 'desk-2']) say({ type: 'console.set', console: aConsole(id), actor: 'leder' });
  for (const [id, person, at] of [
    ['s1', 'kari', 'desk-1'],
    ['s2', 'ola', 'desk-1'],
    ['s3', 'kari', 'desk-2'],
  ] as const) {
    say({ type: 'session.opened', session: aSession(id, person, at) });
  }
  for (const id of ['desk-1', 'desk-2'])
    say({ type: 'watch.changed', console: id, on: true, person: 'kari' });
  return { state, say, keys: () => [...state.people.keys()].sort() };
}
const ALL = [
  'console:desk-1',
  'console:desk-2',
  'person:kari',
  'person:ola',
  'session:s1',
  'session:s2',
  'session:s3',
  'watch:desk-1',
  'watch:desk-2',
];
const without = (...gone: readonly string[]): readonly string[] => ALL.filter((key) => !gone.includes(key));

describe('who is here', () => {
  it('is who was set, enrolled, signed in and put on watch', () => {
    const { state, keys } = room();
    expect(keys()).toEqual(ALL);
    for (const entity of state.people.values()) expect(peopleEntity.parse(entity)).toEqual(entity);
  });

  it('signs out everywhere somebody who is put out of action, and nobody else', () => {
    const { say, keys, state } = room();
    say({ type: 'person.set', person: aPerson('kari', { active: false }), actor: 'leder' });
    expect(keys()).toEqual(without('session:s1', 'session:s3'));
    expect(state.people.get('person:kari')).toMatchObject({ value: { active: false } });
  });

  it('keeps somebody signed in through a change of name or roles', () => {
    const { say, keys } = room();
    say({ type: 'person.set', person: aPerson('kari', { roles: ['viewer'] }), actor: 'leder' });
    expect(keys()).toEqual(ALL);
  });

  it('ends sessions and the watch at a console that is revoked', () => {
    const { say, keys } = room();
    say({ type: 'console.set', console: aConsole('desk-1', 5), actor: 'leder' });
    expect(keys()).toEqual(without('session:s1', 'session:s2', 'watch:desk-1'));
  });

  it('ends a session and a watch, and takes it well when there is none', () => {
    const { say, keys, state } = room();
    const ended = { type: 'session.ended' as const, why: 'signed-out' as const, actor: null };
    say({ ...ended, session: aSession('s2', 'ola', 'desk-1') });
    say({ type: 'watch.changed', console: 'desk-2', on: false, person: 'kari' });
    const before = state.digests();
    say({ ...ended, session: aSession('s2', 'ola', 'desk-1') });
    say({ type: 'watch.changed', console: 'desk-2', on: false, person: 'kari' });
    say({ type: 'signin.failed', person: 'kari', console: 'desk-1', attempts: 1 });
    expect(keys()).toEqual(without('session:s2', 'watch:desk-2'));
    expect(state.digests()).toEqual(before);
  });

  it('knows who took the watch last, and since when', () => {
    const { say, state } = room();
    say({ type: 'watch.changed', console: 'desk-1', on: true, person: 'ola' });
    expect(state.people.get('watch:desk-1')).toMatchObject({ value: { person: 'ola' } });
  });
});
