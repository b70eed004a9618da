import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { PeopleEntity } from '../../../shared/model/people';
import { systemClock } from '../../../shared/time/clock';
import { hashSecret } from '../../secrets/password-hash';
import { CredentialsStore, credentialsFile } from '../people/credentials-store';
import { readPeople } from '../people/read-people';

/** What is read out on a telephone without being taken for something else. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** `people list` and `people reset-password`: both also while a hub runs on the folder. */
export function addPeopleCommands(
  program: Command,
  dataOption: readonly [flags: string, description: string, value: string],
  write: (line: string) => void,
): void {
  const people = program
    .command('people')
    .description('Who can sign in at a hub, and a way in when the last password is lost.');
  people
    .command('list')
    .description('Lists people, with roles and what they can sign in with. Changes nothing.')
    .option(...dataOption)
    .action(({ data }: { data: string }) => {
      const { known, store } = openFolder(resolve(data));
      try {
        for (const line of linesOf(known, store)) write(line);
      } finally {
        store.close();
      }
    });
  people
    .command('reset-password')
    .description('Gives a person a new password, which is shown once, and signs them out everywhere.')
    .argument('<person>', 'the person’s id, as in people list')
    .option(...dataOption)
    .action(async (id: string, { data }: { data: string }) => {
      const { known, store } = openFolder(resolve(data));
      try {
        const person = known.get(`person:${id}`);
        if (person?.kind !== 'person') throw new Error(`nobody is called "${id}" (hub people list)`);
        if (person.value.machine) throw new Error('the machine’s own administrator has no password');
        if (!person.value.active) throw new Error(`${id} is out of use: an administrator can change that`);
        const password = makePassword();
        const now = systemClock().now();
        store.setCredentials(id, { password: await hashSecret(password), pin: null }, now);
        store.revokeKeys({ person: id }, now);
        store.addUnsaid(id, 'password');
        write(`OK ${id} signs in with ${password}`);
        write('It is shown only now. A hub that runs writes the change to its log within a minute.');
      } finally {
        store.close();
      }
    });
}

function openFolder(data: string): {
  readonly known: ReadonlyMap<string, PeopleEntity>;
  readonly store: CredentialsStore;
} {
  const log = join(data, 'log.db');
  if (!existsSync(log)) throw new Error(`${data} holds no log: it is not a hub's data folder`);
  const known = readPeople(log);
  // A folder from before there were people has no such file: it is not made here.
  if (!existsSync(credentialsFile(data))) throw new Error(`${data} holds no credentials: start its hub once`);
  return { known, store: new CredentialsStore(credentialsFile(data)) };
}

function linesOf(known: ReadonlyMap<string, PeopleEntity>, store: CredentialsStore): readonly string[] {
  const values = [...known.values()];
  const signedIn = new Set(
    values.flatMap((entity) => (entity.kind === 'session' ? [entity.value.person] : [])),
  );
  return values
    .flatMap((entity) => (entity.kind === 'person' ? [entity.value] : []))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, name, roles, active, machine }) => {
      const kept = store.credentials(id);
      const secrets = [...(kept?.password ? ['password'] : []), ...(kept?.pin ? ['PIN'] : [])];
      const how = machine ? 'this machine' : secrets.join(' and ') || 'nothing yet';
      const notes = [...(active ? [] : ['out of use']), ...(signedIn.has(id) ? ['signed in'] : [])];
      return [id, name, roles.join(', ') || 'no role', how, ...notes].join(' · ');
    });
}

/** Four groups of four, some 79 bits. */
function makePassword(): string {
  const groups = Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  );
  return groups.join('-');
}
