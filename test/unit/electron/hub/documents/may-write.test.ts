import { describe, expect, it } from 'vitest';
import { whyNotWrite } from '../../../../../electron/hub/documents/may-write';
import { WORDS } from '../../../../../electron/hub/documents/words';
import type { ActingKey } from '../../../../../electron/hub/people/credentials-store';
import type { PeopleEntity, Person } from '../../../../../shared/model/people';
import { aConsole } from '../../../../fixtures/people-room';

const key: ActingKey = {
  id: 's',
  kind: 'session',
  person: 'kari',
  console: 'desk',
  secret: '00',
  openedAt: 0,
  expiresAt: 1,
  endedAt: null,
  why: null,
};
const kari: Person = {
  id: 'kari',
  name: 'K',
  initials: 'K',
  roles: ['operator'],
  active: true,
  machine: false,
};
const from = aConsole('desk');
const who = { person: 'kari', session: 's' };
const why = (
  { person = kari, acting = key }: { readonly person?: Person; readonly acting?: ActingKey | null } = {},
  writer: { readonly person: string; readonly session: string | null } = who,
  at = from,
): string | null =>
  whyNotWrite(
    {
      state: { people: new Map<string, PeopleEntity>([['person:kari', { kind: 'person', value: person }]]) },
      store: { key: (id) => (acting?.id === id ? acting : null) },
    },
    writer,
    at,
  );

describe('who may write in a handover', () => {
  it('is whoever has a part in one, under a session of this console, also one that is over by now', () => {
    expect(why()).toBeNull();
    expect(why({ acting: { ...key, endedAt: 1, why: 'expired' } })).toBeNull();
    expect(why({ person: { ...kari, roles: ['user-support'] } })).toBeNull();
  });

  it('is nobody from a wall, or from a console that was not enrolled', () => {
    expect(why({}, who, aConsole('desk', { kind: 'wall' }))).toBe(WORDS.wall);
    expect(why({}, who, aConsole('desk', { enrolled: false }))).toBe(WORDS.notEnrolled);
  });

  it('is nobody under another’s session, one of another console, one that was revoked, or none', () => {
    expect(why({}, { person: 'ola', session: 's' })).toBe(WORDS.unknownSession);
    expect(why({}, who, aConsole('other'))).toBe(WORDS.unknownSession);
    expect(why({ acting: { ...key, why: 'revoked' } })).toBe(WORDS.unknownSession);
    expect(why({}, { person: 'kari', session: null })).toBe(WORDS.unknownSession);
    expect(why({ acting: null })).toBe(WORDS.unknownSession);
  });

  it('is nobody who was put out of action, or only looks', () => {
    expect(why({ person: { ...kari, active: false } })).toBe(WORDS.notActive);
    expect(why({ person: { ...kari, roles: ['viewer'] } })).toContain('krever rollen');
  });
});
