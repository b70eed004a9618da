import { execFile } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { OpenedSession } from '../../../shared/contract/auth';
import type { CommandOutcome } from '../../../shared/contract/wire';
import type { LogEvent } from '../../../shared/model/events';
import type { Person, Role } from '../../../shared/model/people';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { aPerson, must, PASSWORD } from '../../fixtures/people-room';
import { aCommand, machineSecret, RawConsole } from '../../fixtures/raw-console';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** A real hub and real sockets: who may come in, who is who, and what becomes of everything else. */

const HUB = fileURLToPath(new URL('../../../out/hub/main.js', import.meta.url));
/** An address of this machine by which it is another: what comes from there is not the machine itself. */
const AWAY = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
const folder = tempFolder('people-integration');
const ends: (() => unknown)[] = [];
let count = 0;
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

interface Room {
  hub: HubProcess;
  readonly data: string;
  readonly catalogue: string;
  /** A console of the hub's own machine, and the machine's administrator at it. */
  readonly local: RawConsole;
  readonly admin: OpenedSession;
}

async function start(data: string, catalogue: string): Promise<HubProcess> {
  const hub = await startHubProcess(['--data', data, '--config', catalogue]);
  ends.push(() => hub.stop());
  return hub;
}

async function room(): Promise<Room> {
  const data = join(folder.path, `hub-${++count}`);
  const catalogue = join(folder.path, `room-${count}.yaml`);
  writeFileSync(catalogue, CATALOGUE);
  const hub = await start(data, catalogue);
  const local = await console(hub, 'lokal', { machine: machineSecret(data) });
  const admin = must(await local.auth({ do: 'sign-in-machine' }));
  return { hub, data, catalogue, local, admin };
}

async function console(hub: HubProcess, id: string, more: ConstructorParameters<typeof RawConsole>[2] = {}) {
  const opened = await new RawConsole(hub.url, id, more).open();
  ends.push(() => opened.close());
  return opened;
}

/** Enrols a console of another kind than the local one, and comes back with its credential. */
async function enrolled({ hub, local, admin }: Room, id: string, kind: 'desk' | 'wall' = 'desk') {
  const bearer = { session: admin.id, secret: admin.secret };
  const { code } = must(await local.auth({ do: 'enrolment-code', bearer, kind }));
  const fresh = await console(hub, id);
  expect(fresh.hello?.enrolled).toBe(false);
  const { credential } = must(await fresh.auth({ do: 'enrol', code, name: id }));
  fresh.close();
  const desk = await console(hub, id, { credential });
  expect(desk.hello?.enrolled).toBe(true);
  return { desk, credential };
}

async function invite({ local, admin }: Room, id: string, roles: readonly Role[]): Promise<void> {
  await setPerson({ local, admin }, aPerson(id, roles));
  const bearer = { session: admin.id, secret: admin.secret };
  must(
    await local.auth({
      do: 'set-credentials',
      bearer,
      person: id,
      old: null,
      password: PASSWORD,
      pin: '4321',
    }),
  );
}

async function setPerson(
  { local, admin }: Pick<Room, 'local' | 'admin'>,
  person: Person,
): Promise<CommandOutcome> {
  return must(await local.give(admin, 'person.set', `person/${person.id}`, { person }));
}

const signIn = async (desk: RawConsole, person: string): Promise<OpenedSession> =>
  must(await desk.auth({ do: 'sign-in', person, password: PASSWORD }));

const bodies = (desk: RawConsole): LogEvent['body'][] => desk.events.map(({ body }) => body);
const metric = async (hub: HubProcess, name: string): Promise<number> => {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  return Number(new RegExp(`^vaktrom_hub_${name} (\\d+)$`, 'm').exec(text)?.[1]);
};

describe('a hub that is started for the first time', () => {
  it('tells this machine’s user its secret, by which one console is signed in without a form', async () => {
    const made = await room();
    expect(statSync(join(made.data, 'endpoint.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(made.data, 'credentials.db')).mode & 0o777).toBe(0o600);
    expect(made.local.hello?.enrolled).toBe(true);
    expect(made.admin.person).toBe('maskinen');
    const stranger = await console(made.hub, 'fremmed');
    expect(stranger.hello?.enrolled).toBe(false);
    expect(await stranger.auth({ do: 'sign-in-machine' })).toMatchObject({
      ok: false,
      error: { code: 'enrol' },
    });
    const guess = await console(made.hub, 'gjetter', { machine: 'f'.repeat(64) });
    expect(guess.hello?.enrolled).toBe(false);
    // It may look all the same.
    expect((await stranger.ask({ ask: 'time' })).ok).toBe(true);
  }, 30_000);

  it('is closed to the machine’s own administrator once another one can sign in', async () => {
    const made = await room();
    await invite(made, 'per', ['administrator']);
    expect(await made.local.auth({ do: 'sign-in-machine' })).toMatchObject({ error: { code: 'people' } });
    await signIn(made.local, 'per');
    expect(await made.local.give(made.admin, 'check.recheck', 'db')).toMatchObject({
      value: { outcome: 'done' },
    });
    await until('the machine is signed out', () =>
      bodies(made.local).some((body) => body.type === 'session.ended' && body.why === 'replaced'),
    );
  }, 30_000);
});

describe('a command over a real socket', () => {
  it('is taken from whoever is signed in, and from nobody who only says so', async () => {
    const made = await room();
    await invite(made, 'kari', ['operator']);
    const { desk } = await enrolled(made, 'pult-1');
    const { desk: other } = await enrolled(made, 'pult-2');
    const kari = await signIn(desk, 'kari');
    const real = aCommand(kari, 'check.recheck', 'db');
    expect(await desk.send(real)).toMatchObject({ ok: true, value: { outcome: 'done' } });
    const before = await metric(made.hub, 'log_seq');
    const forged = [
      // A forged sender, a forged proof, an altered subject and content, and a proof that is replayed.
      { ...aCommand(kari, 'check.recheck', 'db'), actor: 'maskinen' },
      { ...aCommand(kari, 'check.recheck', 'db'), proof: 'a'.repeat(64) },
      { ...aCommand(kari, 'check.recheck', 'db'), subject: 'pacs' },
      { ...aCommand(kari, 'maintenance.end', 'mw/x', { reason: null }), payload: { reason: 'noe annet' } },
      { ...real, id: 'den-samme-handlingen-igjen' },
      { ...aCommand(kari, 'check.recheck', 'db'), session: made.admin.id, actor: 'maskinen' },
      { ...aCommand(kari, 'check.recheck', 'db'), session: null, proof: '' },
    ];
    for (const command of forged) {
      expect(await desk.send(command)).toMatchObject({ ok: true, value: { outcome: 'refused' } });
    }
    // Another console's session, with its very secret.
    expect(await other.give(kari, 'check.recheck', 'db')).toMatchObject({ value: { outcome: 'refused' } });
    // The same command again is answered as before, wherever it comes from, and done once.
    expect(await other.send(real)).toMatchObject({ value: { outcome: 'done' } });
    expect(await metric(made.hub, 'commands_forged')).toBe(forged.length + 1);
    expect(await metric(made.hub, 'log_seq')).toBe(before);
    expect(made.hub.log()).toContain('command refused as not proven');
  }, 40_000);

  it('is refused without the role, and from a wall whoever signs in there', async () => {
    const made = await room();
    await invite(made, 'vera', ['viewer']);
    await invite(made, 'kari', ['operator']);
    const { desk } = await enrolled(made, 'pult-1');
    const vera = await signIn(desk, 'vera');
    const refused = must(await desk.give(vera, 'check.recheck', 'db'));
    expect(refused).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('krever rollen operatør'),
    });
    const { desk: wall, credential } = await enrolled(made, 'vegg-1', 'wall');
    expect(await wall.auth({ do: 'sign-in', person: 'kari', password: PASSWORD })).toMatchObject({
      error: { code: 'role' },
    });
    wall.close();
    // It cannot call itself a desk: it was enrolled as a wall.
    const disguised = await console(made.hub, 'vegg-1', { credential, kind: 'desk' });
    expect(await disguised.auth({ do: 'sign-in', person: 'kari', password: PASSWORD })).toMatchObject({
      error: { code: 'role' },
    });
    const kari = await signIn(desk, 'kari');
    expect(await disguised.give(kari, 'check.recheck', 'db')).toMatchObject({
      value: { outcome: 'refused', reason: expect.stringContaining('vegg') },
    });
  }, 40_000);

  it('that waited in an outbox while its person was put out of use reaches the shift leader', async () => {
    const made = await room();
    await invite(made, 'kari', ['operator']);
    const { desk, credential } = await enrolled(made, 'pult-1');
    const kari = await signIn(desk, 'kari');
    const queued = [aCommand(kari, 'check.recheck', 'db'), aCommand(kari, 'watch.take', 'console/pult-1')];
    desk.close();
    expect((await setPerson(made, aPerson('kari', ['operator'], { active: false }))).outcome).toBe('done');
    const back = await console(made.hub, 'pult-1', { credential });
    for (const command of queued) {
      const outcome = must(await back.send(command));
      expect(outcome).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('avsluttet') });
    }
    const notices = await until('the shift leader is told', () => {
      const raised = bodies(made.local).flatMap((body) =>
        body.type === 'notice.raised' ? [body.notice] : [],
      );
      return raised.length === 2 && raised;
    });
    expect(notices).toMatchObject([
      { id: queued[0]?.id, actor: 'kari', command: 'check.recheck', subject: 'db' },
      { id: queued[1]?.id, actor: 'kari', command: 'watch.take' },
    ]);
    expect(must(await made.local.give(made.admin, 'notice.seen', `notice/${queued[0]?.id}`)).outcome).toBe(
      'done',
    );
  }, 40_000);
});

describe('a console', () => {
  it.runIf(AWAY)(
    'from elsewhere needs nothing but a one-time code, and is told nothing before',
    async () => {
      const data = join(folder.path, `hub-${++count}`);
      const [catalogue, key, cert, token] = ['room.yaml', 'hub.key', 'hub.crt', 'token'].map((name) =>
        join(folder.path, `away-${name}`),
      ) as [string, string, string, string];
      writeFileSync(catalogue, CATALOGUE);
      writeFileSync(token, 'a-token-that-nobody-is-told-here');
      const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=hub';
      await promisify(execFile)('openssl', [...words.split(' '), '-keyout', key, '-out', cert]);
      const tls = ['--host', '0.0.0.0', '--tls-cert', cert, '--tls-key', key, '--token-file', token];
      const hub = await startHubProcess(['--data', data, '--config', catalogue, ...tls]);
      ends.push(() => hub.stop());
      const { port } = new URL(hub.url);
      const dial = (address: string, id: string, more: object = {}): RawConsole => {
        const dialled = new RawConsole(
          `https://${address}:${port}`,
          id,
          { ...more },
          { rejectUnauthorized: false },
        );
        ends.push(() => dialled.close());
        return dialled;
      };
      const local = await dial('127.0.0.1', 'lokal', { machine: machineSecret(data) }).open();
      const admin = must(await local.auth({ do: 'sign-in-machine' }));
      const fresh = dial(AWAY ?? '', 'ny');
      const heard: string[] = [];
      fresh.socket.onAny((name: string) => heard.push(name));
      await until('it is refused', () => fresh.refused);
      expect(fresh.refused).toMatchObject({ code: 'enrol' });
      expect(await fresh.ask({ ask: 'time' })).toMatchObject({ ok: false, error: { code: 'malformed' } });
      expect(await fresh.auth({ do: 'sign-in', person: 'maskinen', password: 'x' })).toMatchObject({
        ok: false,
        error: { code: 'malformed' },
      });
      expect(await fresh.auth({ do: 'enrol', code: 'AAAAAAAA', name: 'ny' })).toMatchObject({
        ok: false,
        error: { code: 'code' },
      });
      const bearer = { session: admin.id, secret: admin.secret };
      const { code } = must(await local.auth({ do: 'enrolment-code', bearer, kind: 'desk' }));
      const { credential } = must(await fresh.auth({ do: 'enrol', code, name: 'ny' }));
      // Known now, it is still told nothing here: it has to come in by the door.
      expect(heard).toEqual(['refused']);
      const desk = await dial(AWAY ?? '', 'ny', { credential }).open();
      expect(desk.hello?.enrolled).toBe(true);
      const other = dial(AWAY ?? '', 'ny');
      await until('nobody takes its name', () => other.refused);
      expect(other.refused).toMatchObject({ code: 'token' });
      await until('it is shown out', () => other.socket.disconnected);
      // No more than a few may stand at the door.
      const crowd = Array.from({ length: 8 }, (_, n) => dial(AWAY ?? '', `fremmed-${n}`));
      await until('all are refused', () => crowd.every(({ refused }) => refused?.code === 'enrol'));
      await until('most are shown out', () => crowd.filter(({ socket }) => socket.connected).length <= 4);
    },
    40_000,
  );

  it('that is revoked is let go at once and does not come back', async () => {
    const made = await room();
    await invite(made, 'kari', ['operator']);
    const { desk, credential } = await enrolled(made, 'pult-1');
    await signIn(desk, 'kari');
    must(await made.local.give(made.admin, 'console.revoke', 'console/pult-1'));
    await until('it is disconnected', () => desk.socket.disconnected);
    expect(desk.refused?.code).toBe('revoked');
    const again = new RawConsole(made.hub.url, 'pult-1', { credential });
    ends.push(() => again.close());
    await until('it is refused', () => again.refused);
    expect(again.refused?.code).toBe('revoked');
    expect(await metric(made.hub, 'consoles_refused')).toBe(1);
  }, 40_000);

  it('that is on watch and disappears is on watch no longer, so that the others sound', async () => {
    const made = await room();
    await invite(made, 'kari', ['operator']);
    const { desk } = await enrolled(made, 'pult-1');
    const kari = await signIn(desk, 'kari');
    expect(must(await desk.give(kari, 'watch.take', 'console/pult-1')).outcome).toBe('done');
    desk.close();
    await until(
      'its watch has ended',
      () => bodies(made.local).some((body) => body.type === 'watch.changed' && !body.on),
      40_000,
    );
  }, 70_000);

  it('that sends nonsense where secrets go is counted and refused, and told nothing', async () => {
    const made = await room();
    for (const junk of [
      null,
      'sign-in',
      {},
      { do: 'become-administrator' },
      { do: 'sign-in', person: 5, password: [] },
      { do: 'sign-in', person: 'x'.repeat(101), password: 'y' },
      {
        do: 'set-credentials',
        bearer: { session: 'a', secret: 'b' },
        person: 'kari',
        old: null,
        password: 'kort',
        pin: null,
      },
      { do: 'set-credentials', bearer: {}, person: 'kari', old: null, password: null, pin: '12ab' },
    ]) {
      expect(await made.local.socket.timeout(5_000).emitWithAck('auth', junk)).toMatchObject({
        ok: false,
        error: { code: 'malformed' },
      });
    }
    expect(await metric(made.hub, 'messages_rejected')).toBe(8);
    expect((await made.local.ask({ ask: 'time' })).ok).toBe(true);
  }, 30_000);
});

describe('whoever guesses passwords', () => {
  it('has to wait after five, also when the hub was killed meanwhile, and each failure is in the log', async () => {
    const made = await room();
    await invite(made, 'kari', ['operator']);
    const { desk, credential } = await enrolled(made, 'pult-1');
    const codes: string[] = [];
    for (let i = 0; i < 6; i++) {
      const answer = await desk.auth({ do: 'sign-in', person: 'kari', password: `gjetning ${i}` });
      codes.push(answer.ok ? 'ok' : answer.error.code);
    }
    expect(codes).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wait', 'wait']);
    await until(
      'five failures are told',
      () => bodies(made.local).filter((body) => body.type === 'signin.failed').length === 5,
    );
    made.hub.signal('SIGKILL');
    await made.hub.exited;
    const second = await start(made.data, made.catalogue);
    const back = await console(second, 'pult-1', { credential });
    const right = await back.auth({ do: 'sign-in', person: 'kari', password: PASSWORD });
    expect(right).toMatchObject({ ok: false, error: { code: 'wait' } });
    expect(right.ok ? 0 : right.error.waitMs).toBeGreaterThan(1_000);
  }, 60_000);

  it('does not hold up the hub, which answers others between two slices of a hash', async () => {
    const made = await room();
    await invite(made, 'kari', ['operator']);
    const other = await console(made.hub, 'en-annen');
    let open = true;
    const guesses = Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        made.local.auth({ do: 'sign-in', person: `noen-${i}`, password: 'feil' }),
      ),
    ).then((answers) => {
      open = false;
      return answers;
    });
    let answered = 0;
    for (; open; answered++) await other.ask({ ask: 'time' });
    expect((await guesses).every((answer) => !answer.ok && answer.error.code === 'wrong')).toBe(true);
    // Six hashes in one go each would leave room for hardly more than one answer after each.
    expect(answered).toBeGreaterThan(60);
  }, 60_000);
});

describe('a restart of the hub', () => {
  it('keeps sessions, consoles and people, and forgets no secret', async () => {
    const made = await room();
    await invite(made, 'kari', ['operator']);
    const { desk, credential } = await enrolled(made, 'pult-1');
    const kari = await signIn(desk, 'kari');
    const machine = machineSecret(made.data);
    made.hub.signal('SIGKILL');
    await made.hub.exited;
    const second = await start(made.data, made.catalogue);
    expect(machineSecret(made.data)).toBe(machine);
    const back = await console(second, 'pult-1', { credential });
    expect(back.hello?.enrolled).toBe(true);
    expect(await back.give(kari, 'check.recheck', 'db')).toMatchObject({ value: { outcome: 'done' } });
    expect(readFileSync(join(made.data, 'log.db')).includes(kari.secret)).toBe(false);
  }, 40_000);
});

describe('the commands on people', () => {
  const run = promisify(execFile);
  const tool = (...args: string[]) =>
    run(process.execPath, [HUB, 'people', ...args]).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }),
    );

  it('let a person in whose password is lost, while the hub runs and when it does not', async () => {
    const made = await room();
    await invite(made, 'kari', ['administrator']);
    const { desk, credential } = await enrolled(made, 'pult-1');
    const kari = await signIn(desk, 'kari');
    const listed = (await tool('list', '--data', made.data)).said;
    expect(listed).toMatch(/^kari · kari · administrator · password and PIN · signed in$/m);
    expect(listed).toMatch(/^maskinen · .* · this machine$/m);
    const reset = await tool('reset-password', 'kari', '--data', made.data);
    const password = /signs in with (\S{19})$/m.exec(reset.said)?.[1] ?? '';
    // Whoever had the session has it no longer.
    expect(must(await desk.give(kari, 'check.recheck', 'db'))).toMatchObject({ outcome: 'refused' });
    expect(await desk.auth({ do: 'sign-in', person: 'kari', password: PASSWORD })).toMatchObject({
      ok: false,
    });
    expect((await desk.auth({ do: 'sign-in', person: 'kari', password })).ok).toBe(true);
    await made.hub.stop();
    const again = await tool('reset-password', 'kari', '--data', made.data);
    const second = /signs in with (\S{19})$/m.exec(again.said)?.[1] ?? '';
    const hub = await start(made.data, made.catalogue);
    const back = await console(hub, 'pult-1', { credential });
    expect((await back.auth({ do: 'sign-in', person: 'kari', password: second })).ok).toBe(true);
    await until('the change is in the log', () =>
      back
        .ask({ ask: 'history', node: null, before: null, limit: 100 })
        .then((answer) => JSON.stringify(answer).includes('"credentials.set"')),
    );
  }, 60_000);

  it('refuse what cannot be, and say why', async () => {
    const made = await room();
    expect(await tool('reset-password', 'ingen', '--data', made.data)).toMatchObject({
      code: 1,
      said: expect.stringContaining('nobody is called "ingen"'),
    });
    expect(await tool('reset-password', 'maskinen', '--data', made.data)).toMatchObject({ code: 1 });
    expect(await tool('list', '--data', join(folder.path, 'nowhere'))).toMatchObject({ code: 1 });
    expect(await tool('reset-password', '--data', made.data)).toMatchObject({ code: 2 });
  }, 30_000);
});

const CATALOGUE = `
version: 1
name: Folk
services:
  - id: db
    name: Database
    criticality: 1
    checks: [{ id: puls, kind: heartbeat, interval: 1h }]
`;
