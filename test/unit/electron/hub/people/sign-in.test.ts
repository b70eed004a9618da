import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { CredentialsStore, credentialsFile } from '../../../../../electron/hub/people/credentials-store';
import { sessionsOf } from '../../../../../electron/hub/people/people-view';
import { SESSION_MS } from '../../../../../electron/hub/people/sessions';
import { type Argon2Cost, COST, fitsHash } from '../../../../../electron/secrets/password-hash';
import {
  aConsole,
  aPerson,
  local,
  must,
  PASSWORD,
  type PeopleRoom,
  peopleRoom,
} from '../../../../fixtures/people-room';
import { tempFolder } from '../../../../fixtures/temp-folder';
import { until } from '../../../../fixtures/until';

const folder = tempFolder('people');
let count = 0;
let opened: PeopleRoom | null = null;
afterEach(() => {
  opened?.close();
  opened = null;
});
afterAll(() => folder.remove());

async function room(cost?: Argon2Cost): Promise<PeopleRoom & { path: string }> {
  const path = join(folder.path, String(++count));
  mkdirSync(path);
  opened = await peopleRoom(path, cost);
  return { ...opened, path };
}
const desk = aConsole('pult-1');

describe('the machine’s own administrator', () => {
  it('is there from the first start, and signs in without a password on the hub’s machine only', async () => {
    const { machine, answer, state } = await room();
    expect(state.people.get('person:maskinen')).toMatchObject({ value: { machine: true, active: true } });
    expect(await machine()).toMatchObject({ person: 'maskinen', pin: null, offline: null });
    expect(await answer(desk, { do: 'sign-in-machine' })).toMatchObject({
      ok: false,
      error: { code: 'wrong' },
    });
  });

  it('is refused when there is an administrator with a password, and ends when that one signs in', async () => {
    const { machine, invite, signIn, answer, state, told } = await room();
    const first = await machine();
    await invite('kari', ['operator'], first);
    expect((await answer(local, { do: 'sign-in-machine' })).ok).toBe(true);
    await invite('per', ['administrator']);
    expect(await answer(local, { do: 'sign-in-machine' })).toMatchObject({ error: { code: 'people' } });
    // Whoever is making people is not thrown out in the middle of it.
    expect(sessionsOf(state).map(({ person }) => person)).toEqual(['maskinen']);
    must(await signIn(desk, 'kari'));
    expect(sessionsOf(state)).toHaveLength(2);
    must(await signIn(desk, 'per'));
    expect(sessionsOf(state).map(({ person }) => person)).toEqual(['kari', 'per']);
    expect(told.at(-1)?.body).toMatchObject({ type: 'session.ended', why: 'replaced', actor: 'per' });
  });

  it('cannot be changed, and nobody can be made one', async () => {
    const { machine, setPerson, answer } = await room();
    const by = await machine();
    for (const person of [
      aPerson('maskinen', ['viewer']),
      aPerson('kari', ['operator'], { machine: true }),
      aPerson('vegg', ['wall']),
    ]) {
      expect(await setPerson(by, local, person)).toMatchObject({ outcome: 'refused' });
    }
    const set = await answer(local, {
      do: 'set-credentials',
      bearer: { session: by.id, secret: by.secret },
      person: 'maskinen',
      old: null,
      password: 'noe ganske langt',
      pin: null,
    });
    expect(set).toMatchObject({ ok: false, error: { code: 'role' } });
  });
});

describe('signing in', () => {
  it('opens a session with a PIN’s hash and an offline leave, whose secrets are in no event', async () => {
    const { invite, signIn, told, path, people } = await room();
    await invite('kari', ['operator']);
    const session = must(await signIn(desk, 'kari'));
    expect(session.expiresAt - session.openedAt).toBe(SESSION_MS);
    expect(session.offline?.until).toBe(session.openedAt + 72 * 3_600_000);
    expect(await fitsHash('1234', session.pin ?? '')).toBe(true);
    const log = JSON.stringify(told);
    for (const secret of [
      session.secret,
      session.offline?.secret,
      session.pin,
      PASSWORD,
      people().machineSecret,
    ]) {
      expect(secret).toBeTruthy();
      expect(log).not.toContain(secret);
    }
    expect(statSync(join(path, 'credentials.db')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(path, 'credentials.db')).includes(PASSWORD)).toBe(false);
  });

  it('says the same of a wrong password, an unknown person and one who is out of use, in the same time', async () => {
    const { invite, signIn, machine, setPerson, told } = await room(COST);
    const admin = await machine();
    await invite('kari', ['operator'], admin);
    await invite('ola', ['operator'], admin);
    await setPerson(admin, local, aPerson('ola', ['operator'], { active: false }));
    const timed = async (person: string, password: string) => {
      const from = performance.now();
      const answer = await signIn(desk, person, password);
      return { answer, ms: performance.now() - from };
    };
    const tries = [
      await timed('kari', 'et annet passord'),
      await timed('ukjent', PASSWORD),
      await timed('ola', PASSWORD),
      await timed('maskinen', PASSWORD),
    ];
    for (const { answer, ms } of tries) {
      expect(answer).toEqual(tries[0]?.answer);
      // A hash was really made: without one it is a matter of microseconds.
      expect(ms).toBeGreaterThan(30);
    }
    const failed = told.flatMap(({ body }) => (body.type === 'signin.failed' ? [body.person] : []));
    // What nobody is called may have been a password, and stays out of the log.
    expect(failed).toEqual(['kari', '?', 'ola', 'maskinen']);
  }, 30_000);

  it('waits after five failures, twice as long each time, also after a restart and with the right password', async () => {
    const { invite, signIn, clock, restart } = await room();
    await invite('kari', ['operator']);
    for (let i = 0; i < 4; i++)
      expect(await signIn(desk, 'kari', 'feil')).toMatchObject({ error: { code: 'wrong' } });
    expect(await signIn(desk, 'kari', 'feil')).toMatchObject({ error: { code: 'wait', waitMs: 30_000 } });
    expect(await signIn(desk, 'kari')).toMatchObject({ error: { code: 'wait' } });
    restart();
    clock.advance(29_000);
    expect(await signIn(desk, 'kari')).toMatchObject({ error: { code: 'wait', waitMs: 1_000 } });
    clock.advance(1_000);
    expect(await signIn(desk, 'kari', 'feil')).toMatchObject({ error: { code: 'wait', waitMs: 60_000 } });
    // Another console, and another person here, are not in it.
    expect((await signIn(aConsole('pult-2'), 'kari')).ok).toBe(true);
    clock.advance(60_000);
    expect((await signIn(desk, 'kari')).ok).toBe(true);
    expect(await signIn(desk, 'kari', 'feil')).toMatchObject({ error: { code: 'wrong' } });
  }, 20_000);

  it('never waits longer than a quarter of an hour, nor for a clock that was set back', async () => {
    const { invite, signIn, clock } = await room();
    await invite('kari', ['operator']);
    let wait = 0;
    for (let i = 0; i < 12; i++) {
      const answer = await signIn(desk, 'kari', 'feil');
      wait = answer.ok ? 0 : (answer.error.waitMs ?? 0);
      clock.advance(wait);
    }
    expect(wait).toBe(900_000);
    await signIn(desk, 'kari', 'feil');
    clock.jump(-3_600_000);
    expect((await signIn(desk, 'kari')).ok).toBe(true);
  }, 20_000);

  it('slows a console down that tries many names', async () => {
    const { signIn } = await room();
    const codes = [];
    for (let i = 0; i < 32; i++) {
      const answer = await signIn(desk, `navn-${i}`, 'feil');
      codes.push(answer.ok ? 'ok' : answer.error.code);
    }
    expect(codes.slice(0, 30)).toEqual(Array(30).fill('wrong'));
    expect(codes.slice(30)).toEqual(['wait', 'wait']);
  }, 60_000);

  it('is open to nobody on a wall or on a console that is not enrolled', async () => {
    const { invite, signIn } = await room();
    await invite('kari', ['operator']);
    expect(await signIn(aConsole('v', { kind: 'wall' }), 'kari')).toMatchObject({ error: { code: 'role' } });
    expect(await signIn(aConsole('x', { enrolled: false }), 'kari')).toMatchObject({
      error: { code: 'enrol' },
    });
  });
});

describe('a console that is revoked while somebody signs in there', () => {
  it('opens no session', async () => {
    const {
      invite,
      machine,
      signIn,
      desk: commands,
      command,
      state,
      answer,
    } = await room({
      m: 4_096,
      t: 3,
      p: 1,
    });
    const admin = await machine();
    await invite('kari', ['operator'], admin);
    const bearer = { session: admin.id, secret: admin.secret };
    const { code } = must(await answer(local, { do: 'enrolment-code', bearer, kind: 'desk' }));
    const fresh = aConsole('ny', { enrolled: false });
    must(await answer(fresh, { do: 'enrol', code, name: 'ny' }));
    const signing = signIn({ ...fresh, enrolled: true }, 'kari');
    await commands.settle(command(admin, 'console.revoke', 'console/ny'), local);
    expect(await signing).toMatchObject({ ok: false, error: { code: 'revoked' } });
    expect(sessionsOf(state).map(({ console }) => console)).toEqual(['lokal']);
  });
});

describe('sessions', () => {
  it('stand beside each other on one console, and a person’s newer one takes the older one’s place', async () => {
    const { invite, signIn, machine, state, desk: commands, command, told } = await room();
    const admin = await machine();
    await invite('kari', ['operator'], admin);
    await invite('ola', ['operator'], admin);
    const first = must(await signIn(desk, 'kari'));
    await commands.settle(command(first, 'watch.take', 'console/pult-1'), desk);
    must(await signIn(desk, 'ola'));
    const again = must(await signIn(desk, 'kari'));
    expect(sessionsOf(state).filter(({ console }) => console === 'pult-1')).toHaveLength(2);
    expect(told.filter(({ body }) => body.type === 'session.ended').map(({ body }) => body)).toMatchObject([
      { session: { id: first.id }, why: 'replaced' },
    ]);
    // The console was never left: it is still on watch.
    expect(state.people.get('watch:pult-1')).toMatchObject({ value: { person: 'kari' } });
    expect(again.id).not.toBe(first.id);
  });

  it('end by the hub’s clock, with the watch of a console where nobody is left', async () => {
    const { invite, signIn, clock, state, desk: commands, command, told } = await room();
    await invite('kari', ['operator']);
    const session = must(await signIn(desk, 'kari'));
    await commands.settle(command(session, 'watch.take', 'console/pult-1'), desk);
    clock.advance(SESSION_MS - 1);
    expect(state.people.has(`session:${session.id}`)).toBe(true);
    clock.advance(1_000);
    await Promise.resolve();
    expect(state.people.has(`session:${session.id}`)).toBe(false);
    expect(state.people.has('watch:pult-1')).toBe(false);
    await commands.settle(command(session, 'check.recheck', 'db'), desk);
    const ended = told.map(({ body }) => body).filter(({ type }) => type === 'session.ended');
    expect(ended).toContainEqual(expect.objectContaining({ why: 'expired', actor: null }));
  });

  it('outlive a restart, and end where the store knows them no longer', async () => {
    const { invite, signIn, restart, state, people, told } = await room();
    await invite('kari', ['operator']);
    const session = must(await signIn(desk, 'kari'));
    restart();
    expect(state.people.has(`session:${session.id}`)).toBe(true);
    expect(people().authority).toBeTruthy();
    // As after a restore: the log tells of a session, and there is no secret of it.
    const stranger = { id: 'fremmed-1', person: 'kari', console: 'pult-9', openedAt: 0, expiresAt: 9e15 };
    state.apply({
      ...told[0]!,
      seq: state.position!.seq + 1,
      body: { type: 'session.opened', session: stranger },
    });
    expect(state.people.has('session:fremmed-1')).toBe(true);
    restart();
    expect(state.people.has('session:fremmed-1')).toBe(false);
  });

  it('are ended, and the change is told, when a tool changes the store beside a hub that runs', async () => {
    const { invite, signIn, clock, state, told, path } = await room();
    await invite('kari', ['operator']);
    const session = must(await signIn(desk, 'kari'));
    const beside = new CredentialsStore(credentialsFile(path));
    beside.revokeKeys({ person: 'kari' }, clock.now());
    beside.addUnsaid('kari', 'password');
    beside.close();
    clock.advance(60_000);
    expect(state.people.has(`session:${session.id}`)).toBe(false);
    const said = () => told.flatMap(({ body }) => (body.type === 'credentials.set' ? [body] : []));
    await until('it is told', () => said().length === 2);
    expect(said()[1]).toMatchObject({ person: 'kari', what: ['password'], actor: 'maskinen' });
  });

  it('end when their person signs out, which needs the secret', async () => {
    const { invite, signIn, answer, state } = await room();
    await invite('kari', ['operator']);
    const session = must(await signIn(desk, 'kari'));
    const bearer = { session: session.id, secret: session.secret };
    await answer(desk, { do: 'sign-out', bearer: { ...bearer, secret: 'f'.repeat(64) } });
    await answer(aConsole('pult-2'), { do: 'sign-out', bearer });
    expect(state.people.has(`session:${session.id}`)).toBe(true);
    expect(await answer(desk, { do: 'sign-out', bearer })).toEqual({ ok: true, value: null });
    expect(state.people.has(`session:${session.id}`)).toBe(false);
    expect((await answer(desk, { do: 'sign-out', bearer })).ok).toBe(true);
  });
});

describe('a new password', () => {
  it('needs the old one where it is one’s own, and ends what was opened with it elsewhere', async () => {
    const { invite, signIn, answer, state, told, people } = await room();
    await invite('kari', ['operator']);
    const here = must(await signIn(desk, 'kari'));
    const there = must(await signIn(aConsole('pult-2'), 'kari'));
    const set = (old: string | null) =>
      answer(desk, {
        do: 'set-credentials',
        bearer: { session: here.id, secret: here.secret },
        person: 'kari',
        old,
        password: 'et ganske nytt passord',
        pin: null,
      });
    expect(await set(null)).toMatchObject({ error: { code: 'wrong' } });
    expect(await set('feil')).toMatchObject({ error: { code: 'wrong' } });
    expect(await set(PASSWORD)).toMatchObject({ ok: true, value: { pin: here.pin } });
    expect(
      sessionsOf(state)
        .filter(({ person }) => person === 'kari')
        .map(({ id }) => id),
    ).toEqual([here.id]);
    expect(told.map(({ body }) => body)).toContainEqual({
      type: 'credentials.set',
      person: 'kari',
      what: ['password'],
      actor: 'kari',
    });
    expect((await signIn(desk, 'kari')).ok).toBe(false);
    expect((await signIn(desk, 'kari', 'et ganske nytt passord')).ok).toBe(true);
    expect(people()).toBeTruthy();
    expect(there.id).not.toBe(here.id);
  }, 20_000);

  it('is given to others by administrators only', async () => {
    const { invite, signIn, answer, machine } = await room();
    const admin = await machine();
    await invite('kari', ['operator', 'shift-leader'], admin);
    await invite('ola', ['operator'], admin);
    const kari = must(await signIn(desk, 'kari'));
    const set = await answer(desk, {
      do: 'set-credentials',
      bearer: { session: kari.id, secret: kari.secret },
      person: 'ola',
      old: null,
      password: 'kari vet dette nå',
      pin: null,
    });
    expect(set).toMatchObject({ ok: false, error: { code: 'role' } });
    expect((await signIn(desk, 'ola')).ok).toBe(true);
  }, 20_000);
});

describe('enrolling a console', () => {
  it('takes a code once, within ten minutes, typed as people type', async () => {
    const { machine, answer, clock, people, state } = await room();
    const admin = await machine();
    const bearer = { session: admin.id, secret: admin.secret };
    const ask = async () => must(await answer(local, { do: 'enrolment-code', bearer, kind: 'desk' })).code;
    const stranger = aConsole('ny', { enrolled: false });
    const code = await ask();
    expect(code).toMatch(/^[ACDEFGHJKMNPQRTWXY34679]{8}$/);
    const typed = ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`;
    const got = must(await answer(stranger, { do: 'enrol', code: typed, name: 'Pult 4' }));
    expect(people().register.fits('ny', got.credential)).toBe(true);
    expect(people().register.fits('ny', 'f'.repeat(64))).toBe(false);
    expect(people().register.fits('annen', got.credential)).toBe(false);
    expect(state.people.get('console:ny')).toMatchObject({ value: { name: 'Pult 4', revokedAt: null } });
    expect(await answer(stranger, { do: 'enrol', code, name: 'en gang til' })).toMatchObject({
      error: { code: 'code' },
    });
    const late = await ask();
    clock.advance(600_001);
    expect(await answer(stranger, { do: 'enrol', code: late, name: 'for sent' })).toMatchObject({
      error: { code: 'code' },
    });
  });

  it('slows down whoever guesses, whatever the console calls itself', async () => {
    const { answer } = await room();
    const codes = [];
    for (let i = 0; i < 7; i++) {
      const answered = await answer(aConsole(`x-${i}`, { enrolled: false }), {
        do: 'enrol',
        code: 'AAAA1111',
        name: 'x',
      });
      codes.push(answered.ok ? 'ok' : answered.error.code);
    }
    expect(codes).toEqual(['code', 'code', 'code', 'code', 'code', 'wait', 'wait']);
  });

  it('is all that a console that is not enrolled may ask for', async () => {
    const { machine, answer } = await room();
    const admin = await machine();
    const bearer = { session: admin.id, secret: admin.secret };
    const stranger = aConsole('lokal', { enrolled: false });
    for (const request of [
      { do: 'sign-in-machine' as const },
      { do: 'enrolment-code' as const, bearer, kind: 'desk' as const },
      {
        do: 'set-credentials' as const,
        bearer,
        person: 'maskinen',
        old: null,
        password: 'noe ganske langt',
        pin: null,
      },
    ]) {
      expect(await answer(stranger, request)).toMatchObject({ ok: false, error: { code: 'enrol' } });
    }
  });
});
