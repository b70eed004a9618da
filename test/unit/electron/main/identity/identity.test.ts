import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../../../../electron/main/identity/identity';
import { MACHINE_PERSON } from '../../../../../shared/model/people';
import { temporaryFolders } from '../../sqlite/temp-folder';
import { aKeyring, DAY, identityRig, settle } from './identity-fixture';

const folders = temporaryFolders();
const PASSWORD = 'et godt langt passord';
let folder: string;
let rig: ReturnType<typeof identityRig>;

const byPassword = (at: Identity, person = 'kari', secret = PASSWORD) =>
  at.signIn({ person, by: 'password', secret });
const byPin = (at: Identity, person: string, secret: string) => at.signIn({ person, by: 'pin', secret });
const code = (answer: Awaited<ReturnType<Identity['signIn']>>): string =>
  answer.ok ? 'ok' : answer.error.code;
const who = (at: Identity): string | null => at.state.signedIn?.person ?? null;
/** A console at which Kari has signed in once, and whose hub is away now. */
async function offlineAfterSignIn(): Promise<void> {
  const first = rig.open();
  expect(code(await byPassword(first))).toBe('ok');
  await first.stop();
  rig.hub.away = true;
}

beforeEach(async () => {
  folder = folders();
  rig = identityRig(folder);
  await rig.hub.knows('kari', PASSWORD, '4711');
  await rig.hub.knows('ola', 'olas lange passord', '2222');
});

describe('the machine’s own sign-in', () => {
  beforeEach(() => {
    rig.hub.people.delete('person:kari');
    rig.hub.people.delete('person:ola');
    rig.world.knownAt = 1;
  });

  it('is done by itself where nobody else is, when the machine’s secret is known and the link is live', async () => {
    const desk = rig.open();
    desk.live();
    await settle();
    expect(who(desk)).toBeNull();
    desk.machineKnown(true);
    desk.live();
    await settle();
    expect(desk.state).toMatchObject({ signedIn: { person: MACHINE_PERSON, pin: false }, invites: true });
    expect(code(desk.lock())).toBe('no-pin');
  });

  it('is not done on a wall, where people are, or after somebody has signed it out', async () => {
    const wall = rig.open({ kind: 'wall' });
    wall.machineKnown(true);
    wall.live();
    await settle();
    expect(who(wall)).toBeNull();
    const desk = rig.open();
    desk.machineKnown(true);
    desk.live();
    await settle();
    await desk.signOut();
    rig.clock.advance(60_000);
    desk.live();
    await settle();
    expect(who(desk)).toBeNull();
    rig.hub.person('kari');
    const peopled = rig.open();
    peopled.machineKnown(true);
    peopled.live();
    await settle();
    expect(who(peopled)).toBeNull();
    expect(peopled.state.invites).toBe(false);
  });

  it('is done again when its session has ended and the link is back', async () => {
    const desk = rig.open();
    desk.machineKnown(true);
    desk.live();
    await settle();
    const act = await desk.act(undefined);
    const first = act.ok ? act.value.session : null;
    desk.review();
    rig.hub.endSession(first ?? '');
    desk.review();
    expect(who(desk)).toBeNull();
    desk.lost();
    desk.live();
    await settle();
    const again = await desk.act(undefined);
    expect(again.ok && again.value.session).not.toBe(first);
    expect(who(desk)).toBe(MACHINE_PERSON);
  });
});

describe('signing in', () => {
  it('gives the actor, the session and its secret to what is done under it', async () => {
    const desk = rig.open();
    expect(await desk.act(undefined)).toMatchObject({ error: { code: 'signed-out' } });
    expect(code(await byPassword(desk, ' Kari '))).toBe('ok');
    expect(await desk.act(undefined)).toEqual({
      ok: true,
      value: { person: 'kari', session: 'session-1', secret: 'cd'.repeat(32) },
    });
    expect(rig.heard.at(-1)).toEqual(desk.state);
  });

  it('leaves who was signed in where it is refused', async () => {
    const desk = rig.open();
    await byPassword(desk);
    expect(code(await byPassword(desk, 'ola', 'feil'))).toBe('wrong');
    expect(who(desk)).toBe('kari');
  });

  it('goes over to a colleague by their PIN, and back', async () => {
    const desk = rig.open();
    await byPassword(desk);
    await byPassword(desk, 'ola', 'olas lange passord');
    expect(desk.state.ready).toEqual(['kari', 'ola']);
    expect(code(await byPin(desk, 'kari', '2222'))).toBe('pin');
    expect(who(desk)).toBe('ola');
    expect(code(await byPin(desk, 'kari', '4711'))).toBe('ok');
    expect(who(desk)).toBe('kari');
    expect(code(await byPin(desk, 'per', '4711'))).toBe('signed-out');
  });

  it('locks by hand, and by itself when nobody has touched the machine for long; acts take the PIN', async () => {
    const desk = rig.open();
    await byPassword(desk);
    rig.world.idleMs = 15 * 60_000 - 1;
    rig.clock.advance(5_000);
    expect(desk.state.locked).toBe(false);
    rig.world.idleMs += 1;
    rig.clock.advance(5_000);
    expect(desk.state.locked).toBe(true);
    expect(await desk.act(undefined)).toMatchObject({ error: { code: 'locked' } });
    expect(await desk.act('1111')).toMatchObject({ error: { code: 'pin' } });
    expect(await desk.act('4711')).toMatchObject({ value: { person: 'kari' } });
    expect(desk.state.locked).toBe(true);
    expect(code(await desk.setCredentials({ person: 'kari', old: null, password: null, pin: '1' }))).toBe(
      'locked',
    );
    expect(code(await desk.unlock('4711'))).toBe('ok');
    expect(desk.state.locked).toBe(false);
    rig.world.lockAfterMs = null;
    rig.clock.advance(60_000);
    expect(desk.state.locked).toBe(false);
  });

  it('gives the PINs of a locked desk no more tries than any secret', async () => {
    const desk = rig.open();
    await byPassword(desk);
    desk.lock();
    for (let n = 0; n < 5; n++) expect(await desk.act(`000${n}`)).toMatchObject({ error: { code: 'pin' } });
    expect(await desk.act('4711')).toMatchObject({ error: { code: 'wait' } });
    expect(desk.state.waitUntil).toBe(rig.clock.now() + 30_000);
    // The password of a person is the hub's to judge: it is no way round the PIN, and no one is shut out.
    expect(code(await byPassword(desk))).toBe('ok');
    rig.clock.advance(30_000);
    expect(desk.state.waitUntil).toBeNull();
  });

  it('ends with the session: by time, by the hub, or with the person', async () => {
    const desk = rig.open();
    await byPassword(desk);
    await byPassword(desk, 'ola', 'olas lange passord');
    desk.review();
    rig.hub.person('ola', { active: false });
    desk.review();
    expect(who(desk)).toBeNull();
    expect(desk.state.ready).toEqual(['kari']);
    desk.ended('session-1');
    expect(desk.state.ready).toEqual([]);
    await byPassword(desk);
    rig.clock.advance(DAY / 2);
    expect(await desk.act(undefined)).toMatchObject({ error: { code: 'signed-out' } });
    rig.clock.advance(5_000);
    expect(desk.state).toMatchObject({ signedIn: null, ready: [] });
  });

  it('tells the hub that somebody has gone home, also later when it was away', async () => {
    const desk = rig.open();
    await byPassword(desk);
    rig.hub.away = true;
    expect(code(await desk.signOut())).toBe('ok');
    expect(who(desk)).toBeNull();
    expect(rig.hub.people.has('session:session-1')).toBe(true);
    rig.hub.away = false;
    desk.live();
    await settle();
    expect(rig.hub.people.has('session:session-1')).toBe(false);
  });

  it('enrols by a code, and greets the hub anew with what it got', async () => {
    const desk = rig.open();
    expect(code(await desk.enrol('XXXX'))).toBe('code');
    expect(desk.credential).toBeNull();
    expect(code(await desk.enrol(' ABCD '))).toBe('ok');
    expect(desk.credential).toBe('credential');
    expect(rig.greeted()).toBe(1);
  });
});

describe('after a restart', () => {
  it('lets a PIN open what the keyring kept, and takes nobody at the desk to be anybody', async () => {
    const first = rig.open({ keyring: aKeyring('one') });
    await settle();
    await first.enrol('ABCD');
    await byPassword(first);
    await first.stop();
    const second = rig.open({ keyring: aKeyring('one') });
    await settle();
    expect(second.state).toMatchObject({ signedIn: null, ready: ['kari'], keyring: { safe: true } });
    expect(second.credential).toBe('credential');
    expect(code(await byPin(second, 'kari', '4711'))).toBe('ok');
    expect(await second.act(undefined)).toMatchObject({ value: { session: 'session-1' } });
  });

  it('has nothing without a keyring but the sealed leaves', async () => {
    const first = rig.open();
    await first.enrol('ABCD');
    await byPassword(first);
    await first.stop();
    const text = readFileSync(join(folder, 'identity.json'), 'utf8');
    for (const secret of ['cd'.repeat(32), 'ef'.repeat(32), 'credential', PASSWORD, '4711'])
      expect(text).not.toContain(secret);
    const second = rig.open();
    await settle();
    expect(second.state).toMatchObject({ signedIn: null, ready: [], offlineReady: ['kari'] });
    expect(second.credential).toBeNull();
  });

  it('forgets a kept session that expired, or that the hub ended, meanwhile', async () => {
    const first = rig.open({ keyring: aKeyring('one') });
    await settle();
    await byPassword(first);
    await byPassword(first, 'ola', 'olas lange passord');
    await first.stop();
    rig.hub.endSession('session-1');
    const second = rig.open({ keyring: aKeyring('one') });
    await settle();
    // The room's state may be an old one until the link has been live for a while.
    expect(second.state.ready).toEqual(['kari', 'ola']);
    second.live();
    rig.clock.advance(30_000);
    expect(second.state.ready).toEqual(['ola']);
    await second.stop();
    rig.clock.advance(DAY);
    const third = rig.open({ keyring: aKeyring('one') });
    await settle();
    expect(third.state.ready).toEqual([]);
  });
});

describe('signing in without the hub', () => {
  beforeEach(offlineAfterSignIn);

  it('takes the password, gives the leave’s own session, and the PIN locks as it does otherwise', async () => {
    const desk = rig.open();
    expect(desk.state.offlineReady).toEqual(['kari']);
    expect(code(await byPassword(desk))).toBe('ok');
    expect(desk.state.signedIn).toMatchObject({ person: 'kari', offline: true, pin: true });
    expect(await desk.act(undefined)).toEqual({
      ok: true,
      value: { person: 'kari', session: 'leave-1', secret: 'ef'.repeat(32) },
    });
    desk.lock();
    expect(await desk.act('4711')).toMatchObject({ ok: true });
  });

  it('is refused to who has not signed in here before, to wrong passwords, and soon to any', async () => {
    const desk = rig.open();
    expect(code(await byPassword(desk, 'ola', 'olas lange passord'))).toBe('offline');
    for (let n = 0; n < 5; n++) expect(code(await byPassword(desk, 'kari', `feil ${n}`))).toBe('wrong');
    expect(code(await byPassword(desk))).toBe('wait');
    await desk.stop();
    // A restart with the clock set on does not free anybody.
    rig.clock.jump(3_600_000);
    const again = rig.open();
    expect(code(await byPassword(again))).toBe('wait');
    rig.clock.advance(30_000);
    expect(code(await byPassword(again))).toBe('ok');
  });

  it('expires, and setting the clock back does not bring it back', async () => {
    const desk = rig.open();
    rig.clock.jump(2 * DAY);
    expect(code(await byPassword(desk))).toBe('ok');
    await desk.stop();
    rig.clock.jump(DAY);
    const late = rig.open();
    expect(late.state.offlineReady).toEqual([]);
    expect(code(await byPassword(late))).toBe('expired');
    // A clock that is set back: never behind what a hub has vouched for.
    rig.world.knownAt = rig.clock.now();
    rig.clock.jump(-2 * DAY);
    expect(code(await byPassword(late))).toBe('expired');
    await late.stop();
  });

  it('keeps a leave when only this machine’s clock says that it has expired', async () => {
    const desk = rig.open();
    rig.clock.jump(400 * DAY);
    rig.clock.advance(10_000);
    await desk.stop();
    rig.clock.jump(-400 * DAY);
    expect(rig.open().state.offlineReady).toEqual(['kari']);
  });

  it('is deleted when a hub’s own time says that it has expired', async () => {
    const desk = rig.open();
    desk.live();
    rig.clock.jump(4 * DAY);
    rig.clock.advance(5_000);
    await desk.stop();
    rig.clock.jump(-4 * DAY);
    expect(rig.open().state.offlineReady).toEqual([]);
  });

  it('ends with the person, with a new password, and with the console', async () => {
    rig.hub.person('kari', { active: false });
    const first = rig.open();
    await byPassword(first);
    first.review();
    expect(first.state).toMatchObject({ signedIn: null, offlineReady: [] });
    rig.hub.person('kari');
    for (const end of [
      (desk: Identity) => desk.passwordChanged('kari'),
      (desk: Identity) => {
        rig.hub.revokeConsole(7);
        desk.review();
      },
    ]) {
      rig.hub.away = false;
      rig.hub.people.delete('console:console-1');
      const desk = rig.open();
      await byPassword(desk);
      expect(desk.state.offlineReady).toEqual(['kari']);
      end(desk);
      expect(desk.state.offlineReady).toEqual([]);
      await desk.stop();
    }
  });

  it('leaves a session that lives on here in its place, so that signing out ends it at the hub as well', async () => {
    rig.hub.away = false;
    const desk = rig.open();
    await byPassword(desk);
    const before = await desk.act(undefined);
    rig.hub.away = true;
    expect(code(await byPassword(desk, 'kari', 'feil'))).toBe('wrong');
    expect(code(await byPassword(desk))).toBe('ok');
    expect(desk.state.signedIn?.offline).toBe(false);
    expect(await desk.act(undefined)).toEqual(before);
    await desk.signOut();
    rig.hub.away = false;
    rig.hub.asked.splice(0);
    desk.live();
    await settle();
    expect(rig.hub.asked.map((one) => one.do)).toEqual(['sign-out']);
    await desk.stop();
  });

  it('is over at once, though it is acted under, when the password is another or the hub was restored', async () => {
    for (const end of [
      (desk: Identity) => desk.passwordChanged('kari'),
      (desk: Identity) => desk.restored(),
    ]) {
      rig.hub.away = false;
      const desk = rig.open();
      await byPassword(desk);
      await desk.signOut();
      rig.hub.away = true;
      await byPassword(desk);
      expect(desk.state.signedIn?.offline).toBe(true);
      end(desk);
      expect(desk.state).toMatchObject({ signedIn: null, offlineReady: [] });
      expect(rig.heard.at(-1)?.signedIn).toBeNull();
      await desk.stop();
    }
  });

  it('does not open when a word of the file was altered', async () => {
    const file = join(folder, 'identity.json');
    const content = JSON.parse(readFileSync(file, 'utf8'));
    content.leaves[0].until += DAY * 365;
    writeFileSync(file, JSON.stringify(content));
    expect(code(await byPassword(rig.open()))).toBe('wrong');
    writeFileSync(file, 'nonsense');
    const desk = rig.open();
    expect(code(await byPassword(desk))).toBe('offline');
    expect(rig.faults.at(-1)).toContain('moved to');
  });

  it('knows a new PIN when it was set with the password, and holds no longer under an old password', async () => {
    rig.hub.away = false;
    const desk = rig.open();
    await byPassword(desk);
    const set = { person: 'kari', old: PASSWORD, password: null, pin: '9999' };
    expect(code(await desk.setCredentials(set))).toBe('ok');
    rig.hub.away = true;
    expect(code(await byPassword(desk))).toBe('ok');
    desk.lock();
    expect(code(await desk.unlock('4711'))).toBe('pin');
    expect(code(await desk.unlock('9999'))).toBe('ok');
    rig.hub.away = false;
    await byPassword(desk);
    await desk.setCredentials({
      person: 'kari',
      old: PASSWORD,
      password: 'et nytt langt passord',
      pin: null,
    });
    expect(desk.state.offlineReady).toEqual([]);
    expect(code(await byPassword(desk, 'kari', 'et nytt langt passord'))).toBe('ok');
    expect(desk.state.offlineReady).toEqual(['kari']);
  });
});

describe('a signature', () => {
  const pinOf = (answer: Awaited<ReturnType<Identity['act']>>): string =>
    answer.ok ? answer.value.person : answer.error.code;

  beforeEach(() => rig.hub.knows('per', 'pers lange passord', '9999'));

  it('needs the PIN though the desk is not locked', async () => {
    const desk = rig.open();
    await byPassword(desk);
    expect(pinOf(await desk.act(undefined, { signs: true }))).toBe('pin');
    expect(pinOf(await desk.act('0000', { signs: true }))).toBe('pin');
    expect(pinOf(await desk.act('4711', { signs: true }))).toBe('kari');
    expect(pinOf(await desk.act(undefined))).toBe('kari');
  });

  it('is a colleague’s by their own PIN, whose session lives on here, and nobody else is signed in by it', async () => {
    const desk = rig.open();
    await byPassword(desk, 'ola', 'olas lange passord');
    await byPassword(desk);
    expect(pinOf(await desk.act('4711', { as: 'ola', signs: true }))).toBe('pin');
    const signed = await desk.act('2222', { as: 'ola', signs: true });
    expect(signed).toMatchObject({ ok: true, value: { person: 'ola' } });
    expect(who(desk)).toBe('kari');
    const own = await desk.act(undefined);
    expect(signed.ok && own.ok && signed.value.session !== own.value.session).toBe(true);
  });

  it('of a colleague needs their PIN also for what is no signature, and leaves the desk locked', async () => {
    const desk = rig.open();
    await byPassword(desk, 'ola', 'olas lange passord');
    await byPassword(desk);
    expect(pinOf(await desk.act(undefined, { as: 'ola' }))).toBe('pin');
    expect(code(desk.lock())).toBe('ok');
    expect(pinOf(await desk.act('2222', { as: 'ola' }))).toBe('ola');
    expect(desk.state.locked).toBe(true);
    expect(pinOf(await desk.act(undefined, { as: 'kari' }))).toBe('locked');
  });

  it('of somebody who has not been here is refused, and so is that of one whose session is over', async () => {
    const desk = rig.open();
    await byPassword(desk, 'ola', 'olas lange passord');
    await byPassword(desk);
    expect(pinOf(await desk.act('9999', { as: 'per', signs: true }))).toBe('signed-out');
    desk.review();
    rig.hub.people.delete('session:session-1');
    desk.review();
    expect(pinOf(await desk.act('2222', { as: 'ola', signs: true }))).toBe('signed-out');
  });

  it('is given by both at one console without the hub', async () => {
    const first = rig.open();
    await byPassword(first, 'ola', 'olas lange passord');
    await byPassword(first);
    rig.hub.away = true;
    first.lost();
    expect(pinOf(await first.act('4711', { signs: true }))).toBe('kari');
    expect(pinOf(await first.act('2222', { as: 'ola', signs: true }))).toBe('ola');
  });
});
