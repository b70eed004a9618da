import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { io } from 'socket.io-client';
import * as msgpack from 'socket.io-msgpack-parser';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningConsole, startConsole } from '../../../electron/main/board/console';
import { PROTOCOL } from '../../../shared/contract/wire';
import type { NodeStatus, RoomStatus } from '../../../shared/model/room';
import { systemClock } from '../../../shared/time/clock';
import { type Estate, startEstate } from '../../estate/estate';
import { type HubProcess, launchHub, startHubProcess } from '../../fixtures/hub-process';
import { must } from '../../fixtures/people-room';
import { aCommand, machineSecret, RawConsole } from '../../fixtures/raw-console';
import { give, signedIn } from '../../fixtures/signed-in';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** The real hub process, watching the real estate, told to real consoles over real sockets. */

let estate: Estate;
const folder = tempFolder('hub-integration');
const ends: (() => Promise<unknown>)[] = [];
let count = 0;

beforeAll(async () => {
  estate = await startEstate({ folder: join(folder.path, 'estate') });
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await estate.heal();
});
afterAll(async () => {
  await estate.stop();
  folder.remove();
});

function aFolder(): string {
  count += 1;
  return join(folder.path, `data-${count}`);
}

async function hub(data: string, ...args: string[]): Promise<HubProcess> {
  const started = await startHubProcess(['--data', data, '--config', estate.catalogue, ...args]);
  ends.push(() => started.stop());
  return started;
}

function openConsole(url: string | null, dataFolder = aFolder(), caFile?: string): RunningConsole {
  const opened = startConsole({
    clock: systemClock(),
    dataFolder,
    hubUrl: url,
    log: () => {},
    ...(caFile !== undefined && { caFile }),
  });
  ends.push(() => opened.stop());
  return opened;
}

function node(from: RunningConsole, id: string): NodeStatus | undefined {
  const found = from.snapshot().patch.status.put.find(([key]) => key === `node:${id}`)?.[1];
  return found?.kind === 'node' ? found.value : undefined;
}

const room = (from: RunningConsole): RoomStatus | undefined => from.snapshot().patch.room.put[0]?.[1];
const live = (from: RunningConsole) =>
  until('the link is live', () => from.snapshot().link.phase === 'live', 15_000);
const state = (from: RunningConsole, id: string, wanted: string, within = 20_000) =>
  until(`${id} is ${wanted}`, () => node(from, id)?.state === wanted && node(from, id), within);

async function allNormal(from: RunningConsole): Promise<void> {
  await until(
    'everything is normal',
    () => {
      const nodes = from
        .snapshot()
        .patch.status.put.flatMap(([, entity]) => (entity.kind === 'node' ? [entity.value] : []));
      return nodes.length === 36 && nodes.every((item) => item.state === 'normal');
    },
    30_000,
  );
}

describe('a hub that watches the estate', () => {
  it('shows a fault, its consequences by the graph, and the recovery', async () => {
    const { url } = await hub(aFolder());
    const desk = openConsole(url);
    await live(desk);
    await allNormal(desk);
    await estate.break('core1', 'down');
    const core = await state(desk, 'core1', 'down');
    expect(core.own).toBe('down');
    expect(Math.abs(core.since - Date.now())).toBeLessThan(20_000);
    const fw = await state(desk, 'fw', 'redundancy-lost');
    expect(fw.because).toContainEqual({ kind: 'need', id: 'core1' });
    await estate.break('wan@mo', 'down');
    await state(desk, 'wan@mo', 'down');
    await state(desk, 'dns@mo', 'down');
    expect(node(desk, 'wan@bodø')?.state).toBe('normal');
    await estate.heal();
    await allNormal(desk);
    const history = await desk.history({ node: 'wan@mo', before: null, limit: 50 });
    expect(history.ok && history.value.source).toBe('hub');
    const results = history.ok ? history.value.events.map((event) => event.body.type) : [];
    expect(results).toContain('check.changed');
    const samples = await desk.samples({ service: 'wan', since: Date.now() - 60_000 });
    expect(samples.ok && samples.value.series.filter((series) => series.at.length > 0).length).toBe(4);
  }, 90_000);

  it('resumes a console by position after a cut, and proves by digest that nothing was missed', async () => {
    const data = aFolder();
    const first = await hub(data);
    const cache = aFolder();
    const desk = openConsole(first.url, cache);
    await live(desk);
    await allNormal(desk);
    await desk.stop();
    await estate.break('dhcp@bodø', 'errors');
    const other = openConsole(first.url);
    await state(other, 'dhcp@bodø', 'down');
    const again = openConsole(first.url, cache);
    expect(node(again, 'dhcp@bodø')?.state).toBe('normal');
    expect(again.snapshot().link.phase).toBe('connecting');
    await live(again);
    expect(node(again, 'dhcp@bodø')).toEqual(node(other, 'dhcp@bodø'));
  }, 60_000);

  it('keeps everything it told when it is killed, and says from when to when nobody watched', async () => {
    const data = aFolder();
    const first = await hub(data);
    const cache = aFolder();
    const desk = openConsole(first.url, cache);
    await live(desk);
    await estate.break('wifi@mo', 'down');
    const before = await state(desk, 'wifi@mo', 'down');
    first.signal('SIGKILL');
    await first.exited;
    await until('the loss is noticed', () => desk.snapshot().link.phase === 'lost', 7_000);
    expect(node(desk, 'wifi@mo')).toEqual(before);
    // Longer than the pause that counts as blind.
    await until(
      'six seconds went by',
      () => Date.now() - (desk.snapshot().link.knownAt ?? 0) > 6_000,
      10_000,
    );
    const second = await hub(data);
    desk.setHub(second.url);
    await live(desk);
    expect(node(desk, 'wifi@mo')?.since).toBe(before.since);
    const blind = room(desk)?.blind;
    expect(blind && blind.to - blind.from).toBeGreaterThan(5_000);
  }, 60_000);

  it('notices a frozen hub within five seconds though the socket stays open, and comes back', async () => {
    const running = await hub(aFolder());
    const desk = openConsole(running.url);
    await live(desk);
    running.signal('SIGSTOP');
    const frozen = performance.now();
    await until('lost', () => desk.snapshot().link.phase === 'lost', 7_500);
    // The silence counts from the last heartbeat, which came up to two seconds before.
    expect(performance.now() - frozen).toBeLessThan(5_500);
    running.signal('SIGCONT');
    await live(desk);
  }, 40_000);

  it('takes a command once, though it is sent again, and shows its fate', async () => {
    const data = aFolder();
    const { url } = await hub(data);
    const desk = await signedIn(openConsole(null), data);
    expect((await give(desk, 'check.recheck', 'wan@mo', null)).fate).toBe('queued');
    await until('confirmed', () => desk.snapshot().outbox.some((item) => item.fate === 'confirmed'));
    await give(desk, 'check.recheck', 'no-such-service', null);
    await until('refused, and why', () =>
      desk
        .snapshot()
        .outbox.some((item) => item.fate === 'refused' && item.reason?.includes('no-such-service')),
    );
    const raw = await new RawConsole(url, 'x', { machine: machineSecret(data) }).open();
    ends.push(async () => raw.close());
    const session = must(await raw.auth({ do: 'sign-in-machine' }));
    const command = aCommand(session, 'check.recheck', 'wan@mo', null, { id: 'twice-the-same' });
    const answers = await Promise.all([1, 2, 3].map(() => raw.send(command)));
    for (const answer of answers) expect(answer).toMatchObject({ ok: true, value: { outcome: 'done' } });
    const late = await raw.give(session, 'check.recheck', 'wan@mo', null, {
      id: 'came-too-late',
      expiresAt: Date.now() - 1,
    });
    expect(late).toMatchObject({ ok: true, value: { outcome: 'expired' } });
    const history = await desk.history({ node: 'wan@mo', before: null, limit: 100 });
    const settled = history.ok
      ? history.value.events.filter(
          (event) => event.body.type === 'command.settled' && event.body.command === 'twice-the-same',
        )
      : [];
    expect(settled).toHaveLength(1);
  }, 40_000);

  it('says that it is blind, not that everything is down, when every reference point is silent', async () => {
    const { url } = await hub(aFolder());
    const desk = openConsole(url);
    await live(desk);
    await allNormal(desk);
    await estate.break('dc1', 'down');
    await estate.break('dc2', 'down');
    const since = await until('the view is lost', () => room(desk)?.vantageLostSince, 20_000);
    expect(Math.abs(since - Date.now())).toBeLessThan(20_000);
    await state(desk, 'core1', 'unknown');
    expect(node(desk, 'wan@mo')).toMatchObject({ state: 'unknown', own: 'normal' });
    await estate.heal('dc2');
    await allNormal(desk);
  }, 60_000);

  it('is reached over TLS by a console that knows its authority, and by no other', async () => {
    const key = join(folder.path, 'hub.key');
    const cert = join(folder.path, 'hub.crt');
    const words =
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=127.0.0.1';
    execFileSync(
      'openssl',
      [...words.split(' '), '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
      { stdio: 'ignore' },
    );
    const { url } = await hub(aFolder(), '--tls-cert', cert, '--tls-key', key);
    expect(url).toMatch(/^https:/);
    const trusting = openConsole(url, aFolder(), cert);
    const wary = openConsole(url);
    await live(trusting);
    await until('the other is told nothing', () => wary.snapshot().link.phase === 'lost', 10_000);
    expect(wary.snapshot().patch.status.put).toEqual([]);
  }, 40_000);

  it('keeps a command that could not be sent, and sends it when the hub is back', async () => {
    const data = aFolder();
    const first = await hub(data);
    const desk = await signedIn(openConsole(null), data);
    await first.stop();
    await until('the loss is noticed', () => desk.snapshot().link.phase === 'lost');
    expect((await give(desk, 'check.recheck', 'wan@mo', null)).fate).toBe('queued');
    await hub(data);
    await signedIn(desk, data);
    await until('confirmed', () => desk.snapshot().outbox[0]?.fate === 'confirmed');
  }, 40_000);
});

describe('bad input to a hub', () => {
  it('refuses a bad catalogue on reload with its place, changes nothing, and takes the mended one', async () => {
    const file = join(folder.path, 'edited.yaml');
    copyFileSync(estate.catalogue, file);
    const started = await startHubProcess(['--data', aFolder(), '--config', file]);
    ends.push(() => started.stop());
    const desk = openConsole(started.url);
    await live(desk);
    await allNormal(desk);
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, `${good}\nnonsense: [`);
    const rejected = await until('the refusal is told', () => room(desk)?.rejected);
    expect(rejected.issues[0]).toMatchObject({ file: expect.stringContaining('edited.yaml') });
    expect(rejected.issues[0]?.line).toBeGreaterThan(1);
    expect(node(desk, 'core1')?.state).toBe('normal');
    const since = node(desk, 'core1')?.since;
    writeFileSync(file, good.replace('criticality: 2', 'criticality: 3'));
    await until('the refusal is gone', () => room(desk)?.rejected === null);
    expect(node(desk, 'core1')).toMatchObject({ state: 'normal', since });
  }, 60_000);

  it('counts and survives sockets that send nonsense, and refuses what is not a console', async () => {
    const running = await hub(aFolder());
    const desk = openConsole(running.url);
    await live(desk);
    const good = { protocol: PROTOCOL, reducer: 1, console: { id: 'x', name: 'x' }, position: null };
    const connect = (auth: object, extra: object = {}) => {
      const socket = io(running.url, {
        parser: msgpack,
        transports: ['websocket'],
        auth: { ...auth },
        reconnection: false,
        forceNew: true,
        ...extra,
      });
      ends.push(async () => void socket.disconnect());
      return socket;
    };
    const refused = async (socket: ReturnType<typeof connect>) => {
      const said: unknown[] = [];
      socket.on('refused', (message: unknown) => said.push(message));
      await until('disconnected', () => socket.disconnected && said.length > 0);
      return said[0] as { code: string };
    };
    expect((await refused(connect({}))).code).toBe('malformed');
    expect((await refused(connect({ ...good, protocol: 77 }))).code).toBe('protocol');
    const page = connect(good, { extraHeaders: { origin: 'http://evil.example' } });
    const errors: Error[] = [];
    page.on('connect_error', (error) => errors.push(error));
    await until('a web page is turned away', () => errors.length > 0);
    const hostile = connect(good);
    await until('connected', () => hostile.connected);
    for (const junk of [
      null,
      'x',
      { id: 5 },
      { ask: 'everything' },
      new Uint8Array(1_000),
      { ask: 'history', node: null, before: null, limit: 1e9 },
    ]) {
      const answer = await hostile.timeout(5_000).emitWithAck('ask', junk);
      expect(answer).toMatchObject({ ok: false, error: { code: 'malformed' } });
      hostile.emit('command', junk);
      hostile.emit('no-such-message', junk);
    }
    const metrics = await until('the refusals are counted', async () => {
      const text = await (await fetch(`${running.url}/metrics`)).text();
      return /vaktrom_hub_messages_rejected 18/.test(text) && text;
    });
    expect(metrics).toMatch(/^vaktrom_hub_consoles_refused 2$/m);
    expect(desk.snapshot().link.phase).toBe('live');
    const health = await (await fetch(`${running.url}/healthz`)).json();
    expect(health).toMatchObject({ ok: true });
  }, 40_000);

  it('is not ended by what anybody may send to its port', async () => {
    const running = await hub(aFolder());
    const { port } = new URL(running.url);
    for (const line of [
      'GET // HTTP/1.1',
      'GET /%%% HTTP/1.1',
      'POST /heartbeat/%E0%A4%A HTTP/1.1',
      'nonsense',
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), '127.0.0.1', () => {
          socket.write(`${line}\r\nHost: hub\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
        });
        socket.on('error', () => resolve());
        socket.on('close', () => resolve());
        socket.resume();
      });
    }
    expect(await (await fetch(`${running.url}/healthz`)).json()).toMatchObject({ ok: true });
  }, 30_000);

  it('leaves nothing green that nobody measures, when it starts again with a catalogue it cannot read', async () => {
    const file = join(folder.path, 'broken-later.yaml');
    copyFileSync(estate.catalogue, file);
    const data = aFolder();
    const first = await startHubProcess(['--data', data, '--config', file]);
    ends.push(() => first.stop());
    const desk = openConsole(first.url);
    await live(desk);
    await allNormal(desk);
    const good = readFileSync(file, 'utf8');
    await first.stop();
    writeFileSync(file, 'version: [');
    const second = await startHubProcess(['--data', data, '--config', file]);
    ends.push(() => second.stop());
    desk.setHub(second.url);
    await state(desk, 'core1', 'stale');
    await live(desk);
    expect(node(desk, 'wan@mo')?.state).toBe('stale');
    await until('nothing is observed', () => desk.snapshot().link.unobserved >= 36);
    writeFileSync(file, good);
    await allNormal(desk);
  }, 60_000);

  it('does not vouch for what is shown while its log cannot be written, and loses nothing of it', async () => {
    const data = aFolder();
    const running = await hub(data);
    const desk = openConsole(running.url);
    await live(desk);
    await allNormal(desk);
    const other = new Database(join(data, 'log.db'));
    ends.push(async () => void other.close());
    other.exec('BEGIN IMMEDIATE');
    await estate.break('lan@mo', 'down');
    await until(
      'the console is not told that all is well',
      () => desk.snapshot().link.phase === 'lost',
      30_000,
    );
    expect(node(desk, 'lan@mo')?.state).toBe('normal');
    other.exec('ROLLBACK');
    await live(desk);
    await state(desk, 'lan@mo', 'down');
  }, 90_000);

  it('gives one data folder one hub', async () => {
    const data = aFolder();
    await hub(data);
    const second = launchHub(['--data', data]);
    expect(await second.exited).toBe(75);
    expect(second.log()).toMatch(/in use|busy|another/i);
  }, 30_000);

  it('will not listen beyond this machine without a token and TLS', async () => {
    const bare = launchHub(['--data', aFolder(), '--host', '0.0.0.0']);
    expect(await bare.exited).toBe(2);
    expect(bare.log()).toContain('--token-file');
  }, 30_000);

  it('takes heartbeats only for heartbeat checks, with their key, and no larger than they may be', async () => {
    const file = join(folder.path, 'heartbeats.yaml');
    writeFileSync(
      file,
      [
        'version: 1',
        'name: Hjerteslag',
        'services:',
        '  - id: backup',
        '    name: Backup',
        '    criticality: 3',
        '    checks:',
        '      - { id: nightly, kind: heartbeat, interval: 1s, timeout: 1s, attempts: 1, key: very-secret-key }',
        '',
      ].join('\n'),
    );
    const started = await startHubProcess(['--data', aFolder(), '--config', file]);
    ends.push(() => started.stop());
    const desk = openConsole(started.url);
    await live(desk);
    const push = (id: string, body: string, key = 'very-secret-key') =>
      fetch(`${started.url}/heartbeat/${encodeURIComponent(id)}`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${key}` },
      }).then((response) => response.status);
    expect(await push('backup/nightly', '{"result":"ok","ms":12}')).toBe(202);
    await state(desk, 'backup', 'normal');
    expect(await push('backup/nightly', '{"result":"ok"}', 'wrong')).toBe(401);
    expect(await push('nothing/here', '')).toBe(404);
    expect(await push('backup/nightly', '{"result":"splendid"}')).toBe(400);
    expect(await push('backup/nightly', '{')).toBe(400);
    expect(await push('backup/nightly', 'x'.repeat(100_000)).catch(() => 400)).toBe(400);
    expect(await push('backup/nightly', '{"result":"warning","output":"40 % left"}')).toBe(202);
    await state(desk, 'backup', 'degraded');
    // Nobody sends any more: the dead man's timeout.
    await state(desk, 'backup', 'down', 20_000);
  }, 60_000);
});
