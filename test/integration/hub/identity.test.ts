import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { readEndpoint } from '../../../electron/hub/store/data-folder';
import { type RunningConsole, startConsole } from '../../../electron/main/board/console';
import type { CommandKind, CommandPayload } from '../../../shared/contract/commands';
import type { HistoryAnswer } from '../../../shared/contract/wire';
import { MACHINE_PERSON, type PeopleEntity, type Role } from '../../../shared/model/people';
import { systemClock } from '../../../shared/time/clock';
import type { Result } from '../../../shared/util/result';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** Who acts at a console, against the real hub: with it, without it, and when it is back. */

/** An address of this machine by which it is another: what comes from there is not the machine itself. */
const AWAY = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
const folder = tempFolder('identity');
const ends: (() => Promise<unknown>)[] = [];
let count = 0;

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

function aFolder(): string {
  count += 1;
  return join(folder.path, `data-${count}`);
}

const CATALOGUE = `
version: 1
name: Prøve
services:
  - id: lab
    name: Lab
    criticality: 2
    checks:
      - { id: tcp, kind: tcp, host: 127.0.0.1, port: 9 }
`;

async function hub(data: string, port = '0'): Promise<HubProcess> {
  const file = join(folder.path, 'catalogue.yaml');
  writeFileSync(file, CATALOGUE);
  const started = await startHubProcess(['--data', data, '--config', file, '--port', port]);
  ends.push(() => started.stop());
  return started;
}

/** The machine's own secret, as the console's main reads it. */
async function machineOf(data: string): Promise<string> {
  const endpoint = await readEndpoint(data);
  if (!endpoint.ok || !endpoint.value?.machine) throw new Error('the hub wrote no machine secret');
  return endpoint.value.machine;
}

function open(dataFolder: string, caFile?: string): RunningConsole {
  const opened = startConsole({
    clock: systemClock(),
    dataFolder,
    hubUrl: null,
    log: () => {},
    ...(caFile !== undefined && { caFile }),
  });
  ends.push(() => opened.stop());
  return opened;
}

const live = (desk: RunningConsole) =>
  until('the link is live', () => desk.snapshot().link.phase === 'live', 15_000);
const people = (desk: RunningConsole): readonly PeopleEntity[] =>
  desk.snapshot().patch.people.put.map(([, entity]) => entity);
const who = (desk: RunningConsole): string | undefined => desk.identity.state.signedIn?.person;

function got<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

async function give<K extends CommandKind>(
  desk: RunningConsole,
  kind: K,
  subject: string,
  payload: CommandPayload<K>,
  pin?: string,
): Promise<string> {
  return got(await desk.give({ kind, subject, payload, ...(pin !== undefined && { pin }) })).id;
}

const entryOf = (desk: RunningConsole, id: string) => desk.snapshot().outbox.find((entry) => entry.id === id);
const settled = (desk: RunningConsole, id: string) =>
  until(
    'the act is settled',
    () => {
      const entry = entryOf(desk, id);
      return entry?.settledAt ? entry : null;
    },
    15_000,
  );
const confirmed = async (desk: RunningConsole, id: string): Promise<void> => {
  expect(await settled(desk, id)).toMatchObject({ fate: 'confirmed', reason: null });
};

const PASSWORD = 'et godt langt passord';
const PIN = '4711';

/** A desk of the hub's own machine, at which somebody with these roles can sign in. */
async function peopled(data: string, url: string, roles: Role[] = ['operator']): Promise<RunningConsole> {
  const desk = open(aFolder());
  desk.setHub(url, undefined, await machineOf(data));
  await live(desk);
  await until('the machine is signed in', () => who(desk) === MACHINE_PERSON);
  for (const [id, name, given] of [
    ['sjef', 'Administrator', ['administrator', 'shift-leader']],
    ['kari', 'Kari', roles],
  ] as const) {
    const person = { id, name, initials: 'KA', roles: [...given], active: true, machine: false };
    await confirmed(desk, await give(desk, 'person.set', `person/${id}`, { person }));
    got(await desk.identity.setCredentials({ person: id, old: null, password: PASSWORD, pin: PIN }));
  }
  return desk;
}
const signIn = async (desk: RunningConsole, person = 'kari'): Promise<void> => {
  got(await desk.identity.signIn({ person, by: 'password', secret: PASSWORD }));
};

describe('who acts at a console', () => {
  it('needs no form on the first start: the machine’s own secret signs the desk in, and it invites', async () => {
    const data = aFolder();
    const { url } = await hub(data);
    const desk = open(aFolder());
    desk.setHub(url, undefined, await machineOf(data));
    await live(desk);
    await until('the machine is signed in', () => who(desk) === MACHINE_PERSON);
    expect(desk.identity.state).toMatchObject({ invites: true, locked: false, keyring: { safe: false } });
    expect(desk.identity.state.console.enrolled).toBe(true);
    await confirmed(desk, await give(desk, 'check.recheck', 'lab', null));
    // Without the secret, a console on the same machine may look and not act.
    const other = open(aFolder());
    other.setHub(url);
    await live(other);
    expect(other.identity.state).toMatchObject({ signedIn: null, console: { enrolled: false } });
    expect(await other.give({ kind: 'check.recheck', subject: 'lab', payload: null })).toMatchObject({
      error: { code: 'signed-out' },
    });
    expect(await other.identity.signInMachine()).toMatchObject({ ok: false });
    // Signed out, it stays so until somebody signs in.
    got(await desk.identity.signOut());
    await until('the hub knows of no session', () => !people(desk).some(({ kind }) => kind === 'session'));
    expect(who(desk)).toBeUndefined();
    got(await desk.identity.signInMachine());
    expect(who(desk)).toBe(MACHINE_PERSON);
  });

  it('signs a person in, locks with their PIN, and goes over to a colleague by theirs', async () => {
    const data = aFolder();
    const { url } = await hub(data);
    const desk = await peopled(data, url);
    expect(desk.identity.state.invites).toBe(false);
    expect(
      await desk.identity.signIn({ person: 'kari', by: 'password', secret: 'et helt annet passord' }),
    ).toMatchObject({ error: { code: 'wrong' } });
    await signIn(desk, 'sjef');
    // An administrator is here: nobody acts as the machine any more.
    await until(
      'the machine’s session is over',
      () =>
        !people(desk).some((entity) => entity.kind === 'session' && entity.value.person === MACHINE_PERSON),
    );
    await signIn(desk, 'kari');
    expect(desk.identity.state).toMatchObject({ signedIn: { person: 'kari', offline: false, pin: true } });
    expect([...desk.identity.state.ready].sort()).toEqual(['kari', 'sjef']);
    expect(got(desk.identity.lock())).toBeNull();
    const recheck = { kind: 'check.recheck', subject: 'lab', payload: null } as const;
    expect(await desk.give(recheck)).toMatchObject({ error: { code: 'locked' } });
    expect(await desk.give({ ...recheck, pin: '0000' })).toMatchObject({ error: { code: 'pin' } });
    await confirmed(desk, await give(desk, 'check.recheck', 'lab', null, PIN));
    expect(desk.identity.state.locked).toBe(true);
    got(await desk.identity.signIn({ person: 'sjef', by: 'pin', secret: PIN }));
    expect(desk.identity.state).toMatchObject({ locked: false, signedIn: { person: 'sjef' } });
    expect(desk.snapshot().link.phase).toBe('live');
    const events = got(await desk.history({ node: 'lab', before: null, limit: 20 })).events;
    expect(events.map(({ body }) => (body.type === 'command.settled' ? body.actor : null))).toContain('kari');
  });

  it('signs in without the hub, and what was done there takes effect once when it is back', async () => {
    const data = aFolder();
    const first = await hub(data);
    const port = new URL(first.url).port;
    const machine = await machineOf(data);
    const desk = await peopled(data, first.url);
    await signIn(desk);
    await until('the leave is sealed', () => desk.identity.state.offlineReady.includes('kari'));
    const kept = join(folder.path, `data-${count}`);
    await desk.stop();
    await first.stop();
    // Nothing on the disk can be used without the password.
    const file = readFileSync(join(kept, 'identity.json'), 'utf8');
    expect(file).not.toContain('secret');
    expect(JSON.parse(file)).toMatchObject({ kept: null, leaves: [{ person: 'kari' }] });
    const again = open(kept);
    // As the console's main does: it finds the hub again by itself, and must be let in as what it is at once.
    again.setHub(first.url, undefined, machine);
    expect(again.identity.state).toMatchObject({ signedIn: null, ready: [], offlineReady: ['kari'] });
    expect(
      await again.identity.signIn({ person: 'kari', by: 'password', secret: 'ikke det riktige' }),
    ).toMatchObject({ error: { code: 'wrong' } });
    await signIn(again);
    expect(again.identity.state).toMatchObject({ signedIn: { person: 'kari', offline: true, pin: true } });
    expect(await again.identity.signIn({ person: 'sjef', by: 'password', secret: PASSWORD })).toMatchObject({
      error: { code: 'offline' },
    });
    // What people did here can be searched for as well, in this console's own copy.
    const found = got(
      await again.search({ text: 'KAR', kinds: null, from: null, to: null, before: null, limit: 50 }),
    );
    expect(found).toMatchObject({ source: 'cache', complete: true });
    expect(found.hits.map(({ event }) => event.body.type)).toContain('person.set');
    const call = {
      id: 'call-0001',
      team: 'nett',
      contact: 'Nettvakt',
      phone: '1',
      node: null,
      by: 'kari',
      at: Date.now(),
      outcome: 'calling' as const,
      settledAt: null,
      etaAt: null,
      note: null,
    };
    const acts = [
      await give(again, 'check.recheck', 'lab', null),
      await give(again, 'call.log', 'oncall/nett', { call }),
    ];
    expect(acts.map((id) => entryOf(again, id)?.fate)).toEqual(['queued', 'queued']);
    await hub(data, port);
    await live(again);
    for (const id of acts) await settled(again, id);
    expect(entryOf(again, acts[0] ?? '')).toMatchObject({ fate: 'confirmed' });
    const events = got(await again.history({ node: null, before: null, limit: 100 })).events;
    const mine = events.filter(({ body }) => body.type === 'command.settled' && acts.includes(body.command));
    expect(mine).toHaveLength(2);
    expect(mine.every(({ body }) => body.type === 'command.settled' && body.actor === 'kari')).toBe(true);
  });

  it('lets go of a leave that no hub knows any more, at once, where the hub was begun anew', async () => {
    const data = aFolder();
    const first = await hub(data);
    const desk = await peopled(data, first.url);
    await signIn(desk);
    await until('the leave is sealed', () => desk.identity.state.offlineReady.includes('kari'));
    got(await desk.identity.signOut());
    await first.stop();
    await until('the hub is lost', () => desk.snapshot().link.phase === 'lost', 15_000);
    await signIn(desk);
    expect(desk.identity.state.signedIn).toMatchObject({ person: 'kari', offline: true });
    const other = aFolder();
    const second = await hub(other);
    desk.setHub(second.url);
    await live(desk);
    await until('nobody is signed in', () => who(desk) === undefined);
    expect(desk.identity.state.offlineReady).toEqual([]);
  });

  it('has an act refused by the hub when its person was put out of action meanwhile', async () => {
    const data = aFolder();
    const { url } = await hub(data);
    const desk = await peopled(data, url);
    await signIn(desk);
    await until('the leave is sealed', () => desk.identity.state.offlineReady.includes('kari'));
    desk.setHub(null);
    got(await desk.identity.signOut());
    await signIn(desk);
    expect(desk.identity.state.signedIn).toMatchObject({ person: 'kari', offline: true });
    const act = await give(desk, 'check.recheck', 'lab', null);
    const boss = open(aFolder());
    boss.setHub(url, undefined, await machineOf(data));
    await live(boss);
    await signIn(boss, 'sjef');
    const person = { id: 'kari', name: 'Kari', initials: 'KA', roles: [], active: false, machine: false };
    await confirmed(boss, await give(boss, 'person.set', 'person/kari', { person }));
    desk.setHub(url, undefined, await machineOf(data));
    await live(desk);
    expect(await settled(desk, act)).toMatchObject({ fate: 'refused' });
    await until('she is signed out here', () => who(desk) === undefined);
    expect(desk.identity.state.offlineReady).toEqual([]);
    await until('the shift leader is told', () =>
      boss
        .snapshot()
        .patch.alarms.put.some(([, entity]) => entity.kind === 'notice' && entity.value.actor === 'kari'),
    );
  });

  it.runIf(AWAY)(
    'enrols a new console from elsewhere by a code alone, without the token',
    async () => {
      const data = aFolder();
      const [key, cert, token] = ['hub.key', 'hub.crt', 'token'].map((name) => join(folder.path, name)) as [
        string,
        string,
        string,
      ];
      const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=hub';
      const names = `subjectAltName=IP:127.0.0.1,IP:${AWAY}`;
      execFileSync('openssl', [...words.split(' '), '-addext', names, '-keyout', key, '-out', cert], {
        stdio: 'ignore',
      });
      writeFileSync(token, 'a-token-that-nobody-is-told-here');
      const file = join(folder.path, 'catalogue.yaml');
      writeFileSync(file, CATALOGUE);
      const tls = ['--host', '0.0.0.0', '--tls-cert', cert, '--tls-key', key, '--token-file', token];
      const started = await startHubProcess(['--data', data, '--config', file, ...tls]);
      ends.push(() => started.stop());
      const { port } = new URL(started.url);

      const boss = open(aFolder(), cert);
      boss.setHub(`https://127.0.0.1:${port}`, undefined, await machineOf(data));
      await until('the machine is signed in', () => who(boss) === MACHINE_PERSON);
      const desk = open(aFolder(), cert);
      desk.setHub(`https://${AWAY}:${port}`);
      await until('it is told to enrol', () => desk.identity.state.console.enrolled === false);
      expect(desk.snapshot().link).toMatchObject({ phase: 'refused' });
      expect(desk.snapshot().link.reason).toContain('ikke innrullert');
      expect(await desk.identity.enrol('AAAAAAAA')).toMatchObject({ ok: false, error: { code: 'code' } });
      expect(desk.snapshot().patch.catalogue.put).toEqual([]);
      const { code } = got(await boss.identity.enrolmentCode('desk'));
      got(await desk.identity.enrol(code));
      await live(desk);
      expect(desk.identity.state.console.enrolled).toBe(true);
    },
    40_000,
  );

  it('enrols a console by a code, and takes all from it when it is revoked', async () => {
    const data = aFolder();
    const { url } = await hub(data);
    const boss = await peopled(data, url);
    await signIn(boss, 'sjef');
    const desk = open(aFolder());
    desk.setHub(url);
    await live(desk);
    expect(await desk.identity.signIn({ person: 'kari', by: 'password', secret: PASSWORD })).toMatchObject({
      ok: false,
    });
    expect(await desk.identity.enrol('FEIL-KODE')).toMatchObject({ error: { code: 'code' } });
    const { code } = got(await boss.identity.enrolmentCode('desk'));
    got(await desk.identity.enrol(code));
    await until('it is enrolled', () => desk.identity.state.console.enrolled);
    await signIn(desk);
    await until('the leave is sealed', () => desk.identity.state.offlineReady.includes('kari'));
    await confirmed(desk, await give(desk, 'check.recheck', 'lab', null));
    const { id } = desk.identity.state.console;
    await confirmed(boss, await give(boss, 'console.revoke', `console/${id}`, null));
    await until('nobody is signed in there', () => who(desk) === undefined);
    await until('its leaves are gone', () => desk.identity.state.offlineReady.length === 0);
    expect(await desk.give({ kind: 'check.recheck', subject: 'lab', payload: null })).toMatchObject({
      error: { code: 'signed-out' },
    });
  });

  it('sends a thousand queued acts in order, each once, without making anybody wait for them', async () => {
    const data = aFolder();
    const { url } = await hub(data);
    const desk = await peopled(data, url);
    await signIn(desk);
    desk.setHub(null);
    const ids: string[] = [];
    for (let n = 0; n < 1_000; n++) {
      ids.push(await give(desk, 'alarm.note', 'lab', { alarm: 'A-1', text: `merknad ${n}` }));
    }
    let lists = 0;
    desk.onOutbox(() => {
      lists += 1;
    });
    const began = performance.now();
    desk.setHub(url, undefined, await machineOf(data));
    await until(
      'all are settled',
      () => desk.snapshot().outbox.every((entry) => entry.settledAt !== null),
      30_000,
    );
    const took = performance.now() - began;
    // Windows are told of a thousand fates in far fewer lists.
    expect(lists).toBeLessThan(200);
    expect(took).toBeLessThan(20_000);
    console.log(`1,000 queued acts were settled in ${Math.round(took)} ms, ${lists} lists`);
    const order: string[] = [];
    let before: number | null = null;
    while (order.length < 1_000) {
      const page: HistoryAnswer = got(await desk.history({ node: 'lab', before, limit: 500 }));
      for (const { body } of page.events) if (body.type === 'command.settled') order.push(body.command);
      before = page.events.at(-1)?.seq ?? null;
      if (page.complete || before === null) break;
    }
    expect(order.filter((id) => ids.includes(id)).reverse()).toEqual(ids);
  });
});
