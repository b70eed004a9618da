import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { SESSION_MS } from '../../../../../electron/hub/people/sessions';
import type { OpenedSession } from '../../../../../shared/contract/auth';
import { commandKind } from '../../../../../shared/contract/commands';
import type { Command } from '../../../../../shared/contract/wire';
import { ROLES, type Role } from '../../../../../shared/model/people';
import { mayGive } from '../../../../../shared/rules/permissions';
import {
  aConsole,
  aPerson,
  local,
  must,
  type PeopleRoom,
  peopleRoom,
} from '../../../../fixtures/people-room';
import { tempFolder } from '../../../../fixtures/temp-folder';

const folder = tempFolder('authority');
let count = 0;
let opened: PeopleRoom | null = null;
afterEach(() => {
  opened?.close();
  opened = null;
});
afterAll(() => folder.remove());

const desk = aConsole('pult-1');

/** A room with an operator who is signed in, and the machine as administrator. */
async function room(roles: readonly Role[] = ['operator']) {
  const path = join(folder.path, String(++count));
  mkdirSync(path);
  const made = await peopleRoom(path);
  opened = made;
  const admin = await made.machine();
  await made.invite('kari', roles, admin);
  const kari: OpenedSession = must(await made.signIn(desk, 'kari'));
  const recheck = (more: Partial<Command> = {}, by: Pick<OpenedSession, 'id' | 'person' | 'secret'> = kari) =>
    made.command(by, 'check.recheck', 'db', null, more);
  const notices = () => made.told.flatMap(({ body }) => (body.type === 'notice.raised' ? [body.notice] : []));
  return { ...made, admin, kari, recheck, notices };
}

describe('a command', () => {
  it('is taken from whoever is signed in, at their console, and once however often it is sent', async () => {
    const { desk: commands, recheck, done, told } = await room();
    const command = recheck();
    for (let i = 0; i < 3; i++)
      expect(await commands.settle({ ...command }, desk)).toMatchObject({ outcome: 'done' });
    expect(done).toHaveLength(1);
    expect(
      told.filter(({ body }) => body.type === 'command.settled' && body.command === command.id),
    ).toHaveLength(1);
  });

  it.each<[string, (command: Command) => Command]>([
    ['in another’s name', (command) => ({ ...command, actor: 'maskinen' })],
    ['under an unknown session', (command) => ({ ...command, session: 'finnes-ikke' })],
    ['under no session', (command) => ({ ...command, session: null })],
    ['with another’s proof', (command) => ({ ...command, proof: 'f'.repeat(64) })],
    ['without a proof', (command) => ({ ...command, proof: '' })],
    [
      'with a proof that was replayed under another id',
      (command) => ({ ...command, id: 'en-helt-annen-id' }),
    ],
    ['of another kind', (command) => ({ ...command, kind: 'maintenance.remove' })],
    ['on another subject', (command) => ({ ...command, subject: 'pacs' })],
    ['with other content', (command) => ({ ...command, payload: { until: 1 } })],
    ['at another time', (command) => ({ ...command, actedAt: command.actedAt + 1 })],
    ['that was given longer to live', (command) => ({ ...command, expiresAt: command.expiresAt + 1 })],
  ])('%s is refused and counted, and leaves nothing in the log', async (_, forge) => {
    const { desk: commands, recheck, done, told } = await room();
    const before = told.length;
    const outcome = await commands.settle(forge(recheck()), desk);
    expect(outcome.outcome).toBe('refused');
    expect(outcome.reason).toMatch(/[Ll]ogg inn/);
    expect(commands.forged).toBe(1);
    expect(done).toEqual([]);
    expect(told.length).toBe(before);
  });

  it('that is forged does not stand in the way of the real one with its id', async () => {
    const { desk: commands, recheck } = await room();
    const command = recheck();
    const [forged, real] = await Promise.all([
      commands.settle({ ...command, proof: '00' }, desk),
      commands.settle(command, desk),
    ]);
    expect([forged.outcome, real.outcome]).toEqual(['refused', 'done']);
  });

  it('is refused from another console than its session’s, from a wall, and from one that is not enrolled', async () => {
    const { desk: commands, recheck, done } = await room();
    for (const from of [
      aConsole('pult-2'),
      aConsole('pult-1', { kind: 'wall' }),
      aConsole('pult-1', { enrolled: false }),
      aConsole('pult-1', { enrolled: false, loopback: true }),
    ]) {
      expect((await commands.settle(recheck(), from)).outcome).toBe('refused');
    }
    expect(done).toEqual([]);
    expect(commands.forged).toBe(4);
  });

  it('that came too late is expired, whoever gave it, and tells nothing of their session', async () => {
    const { desk: commands, recheck, setPerson, admin, clock, notices } = await room();
    const command = recheck({ expiresAt: clock.now() + 1_000 });
    await setPerson(admin, local, aPerson('kari', ['operator'], { active: false }));
    clock.advance(2_000);
    expect(await commands.settle(command, desk)).toEqual({
      id: command.id,
      outcome: 'expired',
      reason: null,
    });
    expect(notices()).toEqual([]);
  });

  it('is refused with the roles that it needs, and reaches the shift leader when it was given long ago', async () => {
    const { desk: commands, command, kari, clock, notices } = await room(['viewer']);
    const at = clock.now();
    const now = await commands.settle(command(kari, 'alarm.out-of-service', 'db'), desk);
    expect(now.reason).toBe(
      'Dette krever rollen vaktleder eller administrator. Be en administrator om den, eller la en annen gjøre det.',
    );
    expect(notices()).toEqual([]);
    clock.advance(60_000);
    const late = command(kari, 'check.recheck', 'db', null, { actedAt: at });
    expect((await commands.settle(late, desk)).outcome).toBe('refused');
    expect(notices()).toMatchObject([
      { id: late.id, actor: 'kari', command: 'check.recheck', subject: 'db', actedAt: at },
    ]);
  });

  it.each<[string, string, (made: Awaited<ReturnType<typeof room>>) => Promise<unknown>]>([
    [
      'who was taken out of use',
      'Økten er avsluttet av en annen',
      ({ setPerson, admin }) => setPerson(admin, local, aPerson('kari', ['operator'], { active: false })),
    ],
    [
      'whose session was ended by another',
      'Økten er avsluttet av en annen',
      ({ desk: commands, command, admin, kari }) =>
        commands.settle(command(admin, 'session.end', `session/${kari.id}`), local),
    ],
    ['whose session had expired', 'Økten var over', async ({ clock }) => clock.advance(SESSION_MS + 60_000)],
    [
      'who had signed out',
      'Økten var over',
      async ({ answer, kari, clock }) => {
        await answer(desk, { do: 'sign-out', bearer: { session: kari.id, secret: kari.secret } });
        clock.advance(60_000);
      },
    ],
  ])('by somebody %s is refused, and the shift leader is told', async (_, words, end) => {
    const made = await room();
    await end(made);
    const command = made.recheck();
    const outcome = await made.desk.settle(command, desk);
    expect(outcome.outcome).toBe('refused');
    expect(outcome.reason).toContain(words);
    expect(made.done).toEqual([]);
    expect(made.notices()).toMatchObject([{ id: command.id, actor: 'kari', reason: outcome.reason }]);
    expect(made.state.alarms.get(`notice:${command.id}`)).toMatchObject({ kind: 'notice' });
  });

  it('from before a person signed out or was replaced still counts when it comes later', async () => {
    const { desk: commands, recheck, answer, kari, clock, signIn } = await room();
    const [one, two] = [recheck(), recheck()];
    clock.advance(600_000);
    must(await signIn(desk, 'kari'));
    expect((await commands.settle(one, desk)).outcome).toBe('done');
    await answer(desk, { do: 'sign-out', bearer: { session: kari.id, secret: kari.secret } });
    expect((await commands.settle(two, desk)).outcome).toBe('done');
  });

  it('from before a session was revoked does not: whoever has it can claim any time', async () => {
    const { desk: commands, recheck, command, admin, kari, clock } = await room();
    const before = recheck();
    clock.advance(600_000);
    await commands.settle(command(admin, 'session.end', `session/${kari.id}`), local);
    expect((await commands.settle(before, desk)).outcome).toBe('refused');
  });

  it('given while the hub was away is judged by the leave: within its time, at its console, and until it is taken', async () => {
    const { desk: commands, recheck, kari, clock, command, admin, done } = await room();
    const leave = { id: kari.offline?.id ?? '', secret: kari.offline?.secret ?? '', person: 'kari' };
    clock.advance(SESSION_MS + 3_600_000);
    expect((await commands.settle(recheck({}, leave), desk)).outcome).toBe('done');
    expect((await commands.settle(recheck({}, leave), aConsole('pult-2'))).outcome).toBe('refused');
    clock.advance(72 * 3_600_000);
    expect((await commands.settle(recheck({}, leave), desk)).reason).toContain('Økten var over');
    expect(done).toHaveLength(1);
    expect(admin.person).toBe('maskinen');
    expect(command).toBeTruthy();
  });

  it('is not needed for what waited in the outbox since before there were people, until there are', async () => {
    const path = join(folder.path, String(++count));
    mkdirSync(path);
    const made = await peopleRoom(path);
    opened = made;
    const here = aConsole('gammel', { enrolled: true, loopback: true });
    const recheck = (): Command => ({
      ...made.command({ id: '', person: 'pult', secret: '' }, 'check.recheck', 'db'),
      session: null,
      proof: '',
    });
    expect((await made.desk.settle(recheck(), here)).outcome).toBe('done');
    expect((await made.desk.settle(recheck(), { ...here, loopback: false })).outcome).toBe('refused');
    expect((await made.desk.settle(recheck(), { ...here, enrolled: false })).outcome).toBe('refused');
    // What nobody could ask then is nobody's word: two names would be a second person's approval.
    for (const kind of ['run.request', 'run.approve', 'person.set', 'alarm.acknowledge'] as const) {
      const before = made.told.length;
      const outcome = await made.desk.settle({ ...recheck(), kind }, here);
      expect(outcome).toMatchObject({ outcome: 'refused' });
      expect(made.told).toHaveLength(before);
    }
    await made.invite('kari', ['operator']);
    const refused = await made.desk.settle(recheck(), here);
    expect(refused.reason).toContain('Logg inn og gjør det på nytt');
  });

  it('is bounded in the notices that it makes, so that nobody floods the room with refusals', async () => {
    const { desk: commands, recheck, command, admin, kari, state } = await room();
    await commands.settle(command(admin, 'session.end', `session/${kari.id}`), local);
    for (let i = 0; i < 60; i++) await commands.settle(recheck(), desk);
    const raised = [...state.alarms.values()].filter(({ kind }) => kind === 'notice');
    expect(raised).toHaveLength(50);
  });
});

describe('roles', () => {
  it.each(ROLES.filter((role) => role !== 'wall'))(
    '%s is let do what its table says, and nothing else',
    async (role) => {
      const { desk: commands, command, kari, done } = await room([role]);
      for (const kind of commandKind.options) {
        done.length = 0;
        const outcome = await commands.settle(command(kari, kind, 'x/y'), desk);
        const forbidden =
          outcome.outcome === 'refused' && outcome.reason?.startsWith('Dette krever rollen') === true;
        expect([kind, forbidden]).toEqual([kind, !mayGive([role], kind)]);
      }
    },
  );
});
