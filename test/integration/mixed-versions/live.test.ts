import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningHub, startHub } from '../../../electron/hub/hub';
import { startConsole } from '../../../electron/main/board/console';
import { hubConfig } from '../../../shared/contract/hub-config';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import type { MaintenanceWindow } from '../../../shared/model/maintenance';
import type { NodeStatus, Patch } from '../../../shared/model/room';
import { systemClock } from '../../../shared/time/clock';
import {
  copyOldConsole,
  copyOldHub,
  type OldCode,
  type OldConsole,
  oldCatalogue,
  oldCode,
  said,
} from '../../fixtures/schema-2/open';
import { Post } from '../../fixtures/shift';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** A hub and a console one version apart, over real sockets: the old side is the old code itself. */

const folder = tempFolder('mixed');
const ends: (() => Promise<unknown>)[] = [];
let old: OldCode;
let count = 0;

beforeAll(async () => {
  old = await oldCode();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

const place = (): string => join(folder.path, `data-${++count}`);

/** A thing that answers until it is told not to. */
async function target(): Promise<{ readonly port: number; up(): Promise<void>; down(): Promise<void> }> {
  let server: Server | null = null;
  const listen = async (at: number): Promise<number> => {
    server = createServer((socket) => socket.end());
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const down = async (): Promise<void> => {
    await new Promise<void>((done) => (server ? server.close(() => done()) : done()));
    server = null;
  };
  const port = await listen(0);
  ends.push(down);
  return { port, up: async () => void (await listen(port)), down };
}

/** What both versions understand; with `news`, also what only today's does. */
function catalogue(port: number, news: boolean): string {
  const file = join(folder.path, `catalogue-${++count}.yaml`);
  const tcp = `{ id: svar, kind: tcp, host: 127.0.0.1, port: ${port}, interval: 200ms, retry: 100ms, timeout: 1s, attempts: 2 }`;
  const lines = [
    'version: 1',
    'name: To versjoner',
    'trusts: [{ id: unn, name: UNN }]',
    'sites: [{ id: bodø, name: Bodø, trust: unn }]',
    'hours: [{ id: dag, name: Dagtid, open: [{ days: [mon, tue, wed, thu, fri], from: "07:00", to: "16:00" }] }]',
    'hub: { service: {} }',
    ...(news
      ? [
          'onCall: [{ id: nettvakt, name: Nettvakt, contacts: [{ id: v, name: Vakt, phone: "12345" }], turns: [{ contacts: [v] }] }]',
          'alarmClasses: [{ id: nett, meaning: Linjen er nede, latching: true }]',
        ]
      : []),
    'services:',
    `  - { id: kjerne, name: Kjerne, criticality: 1, checks: [${tcp}] }`,
    '  - id: wan',
    '    name: WAN',
    '    criticality: 1',
    '    sites: all',
    '    needs: [kjerne]',
    '    hours: dag',
    ...(news ? ['    users: 40', '    alarm: { class: nett, call: [nettvakt] }'] : []),
    `    checks: [${tcp}]`,
    ...(news
      ? ['  - { id: ny, name: Ny, criticality: 3, checks: [{ id: puls, kind: heartbeat, interval: 1h }] }']
      : []),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const LATER: MaintenanceWindow = {
  id: 'senere',
  title: 'Oppgradering',
  description: null,
  ticket: null,
  owner: null,
  origin: 'desk',
  effects: [{ match: 'kjerne', worst: 'down' }],
  start: '2099-01-05T22:00',
  durationMs: 3_600_000,
  rrule: null,
};

type Log = { level: string; message: string; detail: unknown }[];
const logger = (lines: Log) => (level: string, message: string, detail?: unknown) =>
  void lines.push({ level, message, detail });

async function newHub(
  data: string,
  file: string | null,
  port = 0,
): Promise<RunningHub & { lines: Log; data: string }> {
  mkdirSync(data, { recursive: true });
  const lines: Log = [];
  const hub = await startHub({
    config: hubConfig.parse({ data, catalogue: file, port }),
    clock: systemClock(),
    log: logger(lines),
    onFatal: (reason) => lines.push({ level: 'fatal', message: reason, detail: null }),
  });
  ends.push(() => hub.stop());
  expect(lines.filter(({ message }) => message.startsWith('catalogue refused'))).toEqual([]);
  return { ...hub, lines, data };
}

async function oldHub(data: string, file: string | null, port = 0): Promise<RunningHub> {
  mkdirSync(data, { recursive: true });
  const hub = await old.startHub({
    config: {
      data,
      catalogue: file,
      host: '127.0.0.1',
      port,
      tls: null,
      token: null,
      pluginFolders: [],
      concurrency: 8,
      log: { keepDays: 90, keepEvents: 200_000 },
    },
    clock: systemClock(),
    log: () => {},
    onFatal: () => {},
  });
  ends.push(() => hub.stop());
  return hub;
}

/** A console of today; attached to a hub of today by `post.attach`, which shows it the machine's secret. */
function newConsole(hubUrl: string | null = null, dataFolder = place()): { post: Post; lines: Log } {
  const lines: Log = [];
  const console = startConsole({ clock: systemClock(), dataFolder, hubUrl, log: logger(lines) });
  ends.push(() => console.stop());
  return { post: new Post(console), lines };
}

function oldConsole(hubUrl: string | null, dataFolder = place()): { desk: OldConsole; lines: Log } {
  const lines: Log = [];
  const desk = old.startConsole({ clock: systemClock(), dataFolder, hubUrl, log: logger(lines) });
  ends.push(() => desk.stop());
  return { desk, lines };
}

interface AnyConsole {
  snapshot(): {
    readonly patch: Patch;
    readonly link: { readonly phase: string; readonly rejectedMessages: number };
    readonly outbox: readonly OutboxEntry[];
  };
}
function node(from: AnyConsole, id: string): NodeStatus | undefined {
  const found = from.snapshot().patch.status?.put.find(([key]) => key === `node:${id}`)?.[1];
  return found?.kind === 'node' ? found.value : undefined;
}
const live = (from: AnyConsole) =>
  until('the link is live', () => from.snapshot().link.phase === 'live', 15_000);
const state = (from: AnyConsole, id: string, wanted: string) =>
  until(`${id} is ${wanted}`, () => node(from, id)?.state === wanted && node(from, id), 20_000);
const nothingWaits = (from: AnyConsole) =>
  until(
    'nothing waits',
    () => from.snapshot().outbox.every(({ fate }) => fate !== 'queued' && fate !== 'sent'),
    20_000,
  );
const fates = (from: AnyConsole) =>
  Object.fromEntries(from.snapshot().outbox.map(({ id, fate, reason }) => [id, reason ?? fate]));
/** Gives a command at a console of the old code; resolves with its reason, or its fate. */
async function oldAct(
  desk: OldConsole,
  kind: string,
  subject: string,
  payload: unknown = null,
): Promise<string> {
  const given = desk.give(kind, subject, payload);
  if (!given.ok) throw new Error(given.error.message);
  const { id } = given.value;
  await nothingWaits(desk);
  return fates(desk)[id] ?? 'lost';
}
const complaints = (lines: Log): string[] =>
  lines
    .filter(({ level }) => level !== 'info')
    .map(({ message, detail }) => `${message} ${JSON.stringify(detail)}`);

describe('a hub of today and a console of protocol 2', () => {
  it('shows it what happens, live by its own proof, though there is what that console has never heard of', async () => {
    const thing = await target();
    const hub = await newHub(place(), catalogue(thing.port, true));
    const { desk, lines } = oldConsole(hub.url);
    const { post } = newConsole();
    await post.attach(hub.data);
    await live(desk);
    await state(desk, 'wan@bodø', 'normal');
    await thing.down();
    const seen = await state(desk, 'wan@bodø', 'down');
    await live(desk);
    await post.sees('kjerne', { state: 'unacknowledged', condition: 'down' });
    const now = node(post.console, 'wan@bodø');
    expect(seen).toMatchObject({ since: now?.since, quiet: now?.quiet, flapping: false });
    const kinds = desk.snapshot().patch.catalogue?.put.map(([, entity]) => entity.kind);
    expect(new Set(kinds)).toEqual(new Set(['trust', 'site', 'family', 'service', 'check', 'hours']));
    expect(desk.snapshot().patch).not.toHaveProperty('alarms');
    await thing.up();
    await state(desk, 'wan@bodø', 'normal');
    const history = await desk.history({ node: 'wan@bodø', before: null, limit: 50 });
    expect(history.ok && history.value.source).toBe('hub');
    expect(history.ok && history.value.events.length).toBeGreaterThan(1);
    const chart = await desk.ask({
      ask: 'chart',
      node: 'kjerne',
      from: Date.now() - 60_000,
      to: Date.now(),
      points: 20,
    });
    expect(chart).toMatchObject({ ok: true });
    await live(desk);
    // It never had to ask again, and refused nothing.
    expect(complaints(lines)).toEqual([]);
    expect(desk.snapshot().link.rejectedMessages).toBe(0);
  }, 60_000);

  it('takes its commands while only the machine is here, and refuses them with the reason once there are people', async () => {
    const thing = await target();
    const hub = await newHub(place(), catalogue(thing.port, true));
    const { desk } = oldConsole(hub.url);
    const { post } = newConsole();
    await post.attach(hub.data);
    await live(desk);
    await state(desk, 'wan@bodø', 'normal');
    expect(await oldAct(desk, 'check.recheck', 'wan@bodø')).toBe('confirmed');
    expect(await oldAct(desk, 'maintenance.set', 'mw/senere', { window: LATER })).toBe('confirmed');
    for (const one of [desk, post.console] as AnyConsole[]) {
      await until('the window is shown', () =>
        one.snapshot().patch.maintenance?.put.some(([key]) => key === 'mw/senere'),
      );
    }
    await post.invite({ kari: ['operator'] });
    expect(await oldAct(desk, 'check.recheck', 'wan@bodø')).toContain('Oppdater konsollen og logg inn');
    // It still shows what happens.
    await thing.down();
    await state(desk, 'wan@bodø', 'down');
    await live(desk);
  }, 60_000);

  it('brings what that console had waiting to its end', async () => {
    const hub = await newHub(copyOldHub(place()), oldCatalogue);
    const { desk, lines } = oldConsole(hub.url, copyOldConsole(place()));
    await live(desk);
    await nothingWaits(desk);
    expect(fates(desk)).toMatchObject({
      'c6-queued': 'expired',
      'c7-queued-for-long': 'confirmed',
      'c10-window-for-long': 'confirmed',
    });
    expect(complaints(lines)).toEqual([]);
  }, 40_000);
});

describe('a console of today and a hub of protocol 2', () => {
  it('falls back to what that hub speaks, is live, follows it, and acts as the watch position that it knows', async () => {
    const thing = await target();
    const hub = await oldHub(place(), catalogue(thing.port, false));
    const { post, lines } = newConsole(hub.url);
    const desk = post.console;
    await live(desk);
    await state(desk, 'wan@bodø', 'normal');
    await thing.down();
    await state(desk, 'wan@bodø', 'down');
    await live(desk);
    expect(desk.snapshot().patch.alarms.put).toEqual([]);
    expect(await post.act('check.recheck', 'wan@bodø', null)).toBeNull();
    expect(await post.act('maintenance.set', 'mw/senere', { window: LATER })).toBeNull();
    await until('the window is shown', () =>
      desk.snapshot().patch.maintenance.put.some(([key]) => key === 'mw/senere'),
    );
    // What that hub cannot do is refused with the reason, and holds up nothing.
    expect(await post.act('alarm.note', 'wan@bodø', { alarm: 'A-1', text: 'x' })).toContain('older version');
    expect(await post.act('check.recheck', 'wan@bodø', null)).toBeNull();
    const signIn = await desk.identity.signIn({ person: 'kari', by: 'password', secret: 'et langt passord' });
    expect(signIn).toMatchObject({ ok: false, error: { code: 'older' } });
    const versions = await desk.ask({ ask: 'catalogue-history', version: null });
    expect(versions.ok).toBe(true);
    const search = { text: 'nede', kinds: null, from: null, to: null, before: null, limit: 10 };
    expect(await desk.search(search)).toMatchObject({ ok: true, value: { source: 'cache' } });
    expect(complaints(lines)).toEqual([]);
    expect(desk.snapshot().link.rejectedMessages).toBe(0);
  }, 60_000);

  it('goes on over the upgrade of its hub, speaks the newest again, and has the alarm that is due', async () => {
    const thing = await target();
    const data = place();
    const first = await oldHub(data, catalogue(thing.port, false));
    const port = Number(new URL(first.url).port);
    const { post } = newConsole(first.url);
    await live(post.console);
    await state(post.console, 'wan@bodø', 'normal');
    await thing.down();
    const before = await state(post.console, 'wan@bodø', 'down');
    await first.stop();
    const second = await newHub(data, catalogue(thing.port, true), port);
    await until('the new hub is seen', () => node(post.console, 'ny'), 15_000);
    await post.attach(data);
    expect(node(post.console, 'wan@bodø')?.since).toBe(before.since);
    const alarm = await post.sees('kjerne', { state: 'unacknowledged', condition: 'down' });
    expect(alarm.id).toMatch(/^A-\d+$/u);
    await until('the machine is signed in', () => post.console.identity.state.signedIn, 15_000);
    expect(await post.acknowledge('kjerne', 'ser på det')).toBeNull();
    expect(second.lines.filter(({ message }) => message === 'console refused')).toEqual([]);
  }, 60_000);
});

describe('an upgraded room', () => {
  it('shows the old board at once, takes the new state from the hub, and sends what waited', async () => {
    const { post } = newConsole(null, copyOldConsole(place()));
    expect(node(post.console, 'kjerne1')?.state).toBe(said.cache.nodes.kjerne1?.state);
    const hub = await newHub(copyOldHub(place()), oldCatalogue);
    await post.attach(hub.data);
    expect(post.console.snapshot().patch.room.put[0]?.[1].blind).not.toBeNull();
    await nothingWaits(post.console);
    expect(fates(post.console)).toMatchObject({
      'c6-queued': 'expired',
      'c7-queued-for-long': 'confirmed',
      'c10-window-for-long': 'confirmed',
    });
  }, 40_000);

  it('refuses what waited, with the reason, where people have come meanwhile: who acted then is not known', async () => {
    const hub = await newHub(copyOldHub(place()), oldCatalogue);
    const { post: first } = newConsole();
    await first.attach(hub.data);
    await first.invite({ kari: ['operator'] });
    const { post } = newConsole(null, copyOldConsole(place()));
    await post.attach(hub.data);
    await nothingWaits(post.console);
    const settled = fates(post.console);
    expect(settled['c7-queued-for-long']).toContain('Logg inn og gjør det på nytt');
    expect(settled['c10-window-for-long']).toContain('Logg inn og gjør det på nytt');
  }, 40_000);
});
