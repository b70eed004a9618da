import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { sessionsOf } from '../../../../../electron/hub/people/people-view';
import { GONE_MS } from '../../../../../electron/hub/people/watch-posts';
import {
  aConsole,
  aPerson,
  local,
  must,
  type PeopleRoom,
  peopleRoom,
} from '../../../../fixtures/people-room';
import { tempFolder } from '../../../../fixtures/temp-folder';

const folder = tempFolder('people-commands');
let count = 0;
let opened: PeopleRoom | null = null;
afterEach(() => {
  opened?.close();
  opened = null;
});
afterAll(() => folder.remove());

async function room() {
  const path = join(folder.path, String(++count));
  mkdirSync(path);
  const made = await peopleRoom(path);
  opened = made;
  const admin = await made.machine();
  return { ...made, admin, give: made.desk.settle.bind(made.desk) };
}
const desk = aConsole('pult-1');

describe('people', () => {
  it('are made and changed under their own id only', async () => {
    const { admin, give, command, setPerson, state } = await room();
    expect((await setPerson(admin, local, aPerson('kari', ['operator', 'operator']))).outcome).toBe('done');
    expect(state.people.get('person:kari')).toMatchObject({ value: { roles: ['operator'] } });
    const crossed = command(admin, 'person.set', 'person/ola', {
      person: aPerson('kari', ['administrator']),
    });
    expect((await give(crossed, local)).reason).toContain('to forskjellige brukere');
  });

  it('cannot lose their last administrator who can sign in, neither by role nor by being put out of use', async () => {
    const { invite, signIn, setPerson, admin } = await room();
    // Without a password nobody is locked out by losing them.
    await setPerson(admin, local, aPerson('feil', ['administrator']));
    expect((await setPerson(admin, local, aPerson('feil', ['viewer']))).outcome).toBe('done');
    await invite('kari', ['administrator'], admin);
    const kari = must(await signIn(desk, 'kari'));
    const alone = await setPerson(kari, desk, aPerson('kari', ['operator']));
    expect(alone.reason).toContain('den siste administratoren');
    expect((await setPerson(kari, desk, aPerson('kari', ['administrator'], { active: false }))).outcome).toBe(
      'refused',
    );
    const second = await setPerson(kari, desk, aPerson('per', ['administrator']));
    expect(second.outcome).toBe('done');
    // Not before the other one can sign in.
    expect((await setPerson(kari, desk, aPerson('kari', ['operator']))).outcome).toBe('refused');
  });

  it('who are put out of use are signed out everywhere at once, and their watch ends', async () => {
    const { invite, signIn, setPerson, admin, state, give, command, told } = await room();
    await invite('kari', ['operator'], admin);
    const one = must(await signIn(desk, 'kari'));
    must(await signIn(aConsole('pult-2'), 'kari'));
    await give(command(one, 'watch.take', 'console/pult-1'), desk);
    await setPerson(admin, local, aPerson('kari', ['operator'], { active: false }));
    expect(sessionsOf(state).map(({ person }) => person)).toEqual(['maskinen']);
    expect(state.people.has('watch:pult-1')).toBe(false);
    const ended = told.flatMap(({ body }) => (body.type === 'session.ended' ? [body] : []));
    expect(ended).toMatchObject([
      { why: 'revoked', actor: 'maskinen' },
      { why: 'revoked', actor: 'maskinen' },
    ]);
    expect(await signIn(desk, 'kari')).toMatchObject({ error: { code: 'wrong' } });
  });
});

describe('consoles', () => {
  it('that are revoked lose their sessions, watch, leaves and credential, and are let go', async () => {
    const { invite, signIn, admin, answer, people, state, give, command, revoked } = await room();
    const bearer = { session: admin.id, secret: admin.secret };
    const { code } = must(await answer(local, { do: 'enrolment-code', bearer, kind: 'desk' }));
    const { credential } = must(
      await answer(aConsole('pult-1', { enrolled: false }), { do: 'enrol', code, name: 'Pult 1' }),
    );
    await invite('kari', ['operator'], admin);
    const kari = must(await signIn(desk, 'kari'));
    await give(command(kari, 'watch.take', 'console/pult-1'), desk);
    expect((await give(command(admin, 'console.revoke', 'console/pult-1'), local)).outcome).toBe('done');
    expect(revoked).toEqual(['pult-1']);
    expect(people().register.isRevoked('pult-1')).toBe(true);
    expect(people().register.fits('pult-1', credential)).toBe(false);
    expect(sessionsOf(state).map(({ person }) => person)).toEqual(['maskinen']);
    expect(state.people.has('watch:pult-1')).toBe(false);
    const leave = { id: kari.offline?.id ?? '', secret: kari.offline?.secret ?? '', person: 'kari' };
    expect((await give(command(leave, 'check.recheck', 'db'), desk)).reason).toContain('sperret');
    expect((await give(command(admin, 'console.revoke', 'console/pult-1'), local)).reason).toContain(
      'alt sperret',
    );
  });

  it('cannot be revoked from themselves, nor when there is no such console', async () => {
    const { admin, give, command, people } = await room();
    people().connected(local);
    expect((await give(command(admin, 'console.revoke', 'console/lokal'), local)).reason).toContain(
      'fra en annen',
    );
    expect((await give(command(admin, 'console.revoke', 'console/ingen'), local)).outcome).toBe('refused');
    expect((await give(command(admin, 'console.revoke', 'lokal'), local)).outcome).toBe('refused');
  });

  it('of this machine are known by the machine’s secret alone, once', async () => {
    const { people, told } = await room();
    for (let i = 0; i < 3; i++) people().connected(local);
    people().connected(aConsole('pult-9'));
    people().connected({ ...local, name: 'nytt navn' });
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    const set = told.flatMap(({ body }) => (body.type === 'console.set' ? [body.console.name] : []));
    expect(set).toEqual(['lokal', 'nytt navn']);
  });
});

describe('the watch', () => {
  it('is taken and left only at the console where one sits', async () => {
    const { admin, give, command, state } = await room();
    expect((await give(command(admin, 'watch.take', 'console/pult-1'), local)).outcome).toBe('refused');
    expect((await give(command(admin, 'watch.leave', 'console/lokal'), local)).reason).toContain(
      'ikke på vakt',
    );
    expect((await give(command(admin, 'watch.take', 'console/lokal'), local)).outcome).toBe('done');
    expect(state.people.get('watch:lokal')).toMatchObject({ value: { person: 'maskinen' } });
    expect((await give(command(admin, 'watch.leave', 'console/lokal'), local)).outcome).toBe('done');
    expect(state.people.has('watch:lokal')).toBe(false);
  });
});

describe('the watch of a console that is gone', () => {
  const watching = async () => {
    const made = await room();
    made.people().connected(local);
    await made.give(made.command(made.admin, 'watch.take', 'console/lokal'), local);
    return { ...made, onWatch: () => made.state.people.has('watch:lokal') };
  };

  it('ends, so that alarms sound elsewhere, and not when it is back in time or has another socket', async () => {
    const { people, clock, onWatch } = await watching();
    people().disconnected(local);
    clock.advance(GONE_MS - 1);
    people().connected(local);
    clock.advance(GONE_MS * 2);
    expect(onWatch()).toBe(true);
    people().connected(local);
    people().disconnected(local);
    clock.advance(GONE_MS * 2);
    expect(onWatch()).toBe(true);
    people().disconnected(local);
    // One that only says that it is this console keeps nothing alive.
    people().connected({ ...local, enrolled: false, machine: false });
    clock.advance(GONE_MS - 1);
    expect(onWatch()).toBe(true);
    clock.advance(1);
    expect(onWatch()).toBe(false);
  });

  it('ends where it does not come back after a restart of the hub', async () => {
    const { restart, clock, onWatch } = await watching();
    restart();
    expect(onWatch()).toBe(true);
    clock.advance(GONE_MS);
    expect(onWatch()).toBe(false);
  });
});

describe('a notice', () => {
  it('is seen once, by whoever may', async () => {
    const { admin, give, command, invite, signIn, setPerson, state } = await room();
    await invite('kari', ['operator'], admin);
    const kari = must(await signIn(desk, 'kari'));
    const act = command(kari, 'check.recheck', 'db');
    await setPerson(admin, local, aPerson('kari', ['operator'], { active: false }));
    await give(act, desk);
    expect(state.alarms.has(`notice:${act.id}`)).toBe(true);
    const seen = () => give(command(admin, 'notice.seen', `notice/${act.id}`), local);
    expect((await seen()).outcome).toBe('done');
    expect(state.alarms.has(`notice:${act.id}`)).toBe(false);
    expect((await seen()).reason).toContain('alt sett');
  });
});
