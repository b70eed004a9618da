import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startHub } from '../../../electron/hub/hub';
import type { RunningHub } from '../../../electron/hub/hub-options';
import { startConsole } from '../../../electron/main/board/console';
import { hubConfig } from '../../../shared/contract/hub-config';
import type { MaintenanceWindow } from '../../../shared/model/maintenance';
import type { NodeStatus } from '../../../shared/model/room';
import type { WallReport } from '../../../shared/model/wall-health';
import { type Clock, systemClock } from '../../../shared/time/clock';
import { HastyClock } from '../../fixtures/hasty-clock';
import {
  copyOldConsole,
  copyOldHub,
  type OldCode,
  oldCatalogue,
  oldCode,
  said,
} from '../../fixtures/schema-5/open';
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

/** What became of what waits in the fixture's outbox. */
const ENDED = {
  [said.sent]: 'expired',
  [said.queued.recheck]: 'expired',
  [said.queued.note]: 'confirmed',
  [said.queued.window]: 'confirmed',
};
/** What an upgraded room may add to its catalogue; only the map came with protocol 6. */
const NEWS = [
  'watch:',
  '  positions: [{ id: operatør, name: Operatør }]',
  '  shifts:',
  '    - { id: dag, name: Dag, from: "07:00", to: "19:00", positions: [operatør] }',
  '    - { id: natt, name: Natt, from: "19:00", to: "07:00", positions: [operatør] }',
  '  rota:',
  '    - { shift: dag, position: operatør, from: 2026-01-05, by: day, turns: [kari] }',
  '    - { shift: natt, position: operatør, from: 2026-01-05, by: day, turns: [ola] }',
  'routines: [{ id: sjekk, name: Morgensjekk, opens: "06:00", before: "08:00" }]',
  'wall: { displays: [{ id: a, col: 1 }] }',
  'map: { centres: [{ id: dc1, place: { lat: 69.6, lon: 18.9 }, services: [kjerne] }], line: wan }',
];
/** How the walls of a console fare, as it says itself. */
const REPORT: WallReport = {
  computer: 'vegg',
  version: '1',
  upSince: 1,
  memoryMb: null,
  supervised: false,
  displays: [],
  windows: [
    {
      window: 'wall-1',
      display: 'a',
      displaced: false,
      hidden: false,
      scene: 'normal',
      sceneAt: 1,
      frames: 60,
      longTasks: 0,
      silentMs: 10,
      memoryMb: null,
      troubles: 0,
      revived: 0,
      width: 1920,
      height: 1080,
      legible: true,
      webs: [],
    },
  ],
};

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
    `sites: [{ id: bodø, name: Bodø, trust: unn${news ? ', place: { lat: 67.3, lon: 14.4 }' : ''} }]`,
    'hours: [{ id: dag, name: Dagtid, open: [{ days: [mon, tue, wed, thu, fri], from: "07:00", to: "16:00" }] }]',
    'hub: { service: {} }',
    'onCall: [{ id: nettvakt, name: Nettvakt, contacts: [{ id: v, name: Vakt, phone: "12345" }], turns: [{ contacts: [v] }] }]',
    'alarmClasses: [{ id: nett, meaning: Linjen er nede, latching: true }]',
    ...(news ? NEWS : []),
    'services:',
    `  - { id: kjerne, name: Kjerne, criticality: 1, checks: [${tcp}] }`,
    '  - id: wan',
    '    name: WAN',
    '    criticality: 1',
    '    sites: all',
    '    users: 40',
    '    needs: [kjerne]',
    '    alarm: { class: nett, call: [nettvakt] }',
    `    checks: [${tcp}]`,
    ...(news
      ? ['  - { id: ny, name: Ny, criticality: 3, checks: [{ id: puls, kind: heartbeat, interval: 1h }] }']
      : []),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const ENTRY = {
  id: 'et-innlegg',
  at: 1,
  text: 'Ringte Bodø',
  salt: '0123456789abcdef',
  links: [],
  attachments: [],
  handover: false,
};
const FOLLOW_UP = { section: 'watch', text: 'Spør igjen', node: null, owner: null, dueAt: null } as const;

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

interface Started extends RunningHub {
  readonly lines: Log;
  readonly data: string;
}

async function newHub(
  data: string,
  file: string | null,
  { port = 0, clock = systemClock() }: { readonly port?: number; readonly clock?: Clock } = {},
): Promise<Started> {
  mkdirSync(data, { recursive: true });
  const lines: Log = [];
  const hub = await startHub({
    config: hubConfig.parse({ data, catalogue: file, port }),
    clock,
    log: logger(lines),
    onFatal: (reason) => lines.push({ level: 'fatal', message: reason, detail: null }),
  });
  ends.push(() => hub.stop());
  expect(lines.filter(({ message }) => message.startsWith('catalogue refused'))).toEqual([]);
  return { ...hub, lines, data };
}

async function oldHub(data: string, file: string | null): Promise<Started> {
  mkdirSync(data, { recursive: true });
  const lines: Log = [];
  const hub = await old.startHub({
    config: {
      data,
      catalogue: file,
      host: '127.0.0.1',
      port: 0,
      tls: null,
      token: null,
      pluginFolders: [],
      actionFolders: [],
      pageFolders: [],
      concurrency: 8,
      log: { keepDays: 90, keepEvents: 200_000 },
    },
    clock: systemClock(),
    log: logger(lines),
    onFatal: () => {},
  });
  ends.push(() => hub.stop());
  return { ...hub, lines, data };
}

interface Manned {
  readonly post: Post;
  readonly lines: Log;
}

/** A console of today; attached to a hub on this machine by `post.attach`, which shows it the machine's secret. */
function newConsole(dataFolder = place(), clock: Clock = systemClock()): Manned {
  const lines: Log = [];
  const console = startConsole({ clock, dataFolder, hubUrl: null, log: logger(lines) });
  ends.push(() => console.stop());
  return { post: new Post(console), lines };
}

/** A console of the old code: people sit at it as they do today. */
function oldConsole(dataFolder = place(), clock: Clock = systemClock()): Manned {
  const lines: Log = [];
  const console = old.startConsole({ clock, dataFolder, hubUrl: null, log: logger(lines) });
  ends.push(() => console.stop());
  return { post: new Post(console), lines };
}

function node({ console }: Post, id: string): NodeStatus | undefined {
  const found = console.snapshot().patch.status.put.find(([key]) => key === `node:${id}`)?.[1];
  return found?.kind === 'node' ? found.value : undefined;
}
const live = ({ console }: Post) =>
  until('the link is live', () => console.snapshot().link.phase === 'live', 15_000);
const state = (post: Post, id: string, wanted: string) =>
  until(`${id} is ${wanted}`, () => node(post, id)?.state === wanted && node(post, id), 20_000);
const nothingWaits = ({ console }: Post) =>
  until(
    'nothing waits',
    () => console.snapshot().outbox.every(({ fate }) => fate !== 'queued' && fate !== 'sent'),
    20_000,
  );
const fates = ({ console }: Post) =>
  Object.fromEntries(console.snapshot().outbox.map(({ id, fate, reason }) => [id, reason ?? fate]));
const complaints = (lines: Log): string[] =>
  lines
    .filter(({ level }) => level !== 'info')
    .map(({ message, detail }) => `${message} ${JSON.stringify(detail)}`);
/** A minute after the fixture was cut off: its sessions live, and what waits has not expired. */
const soonAfter = (): Clock => new HastyClock(said.at + 60_000);

describe('a hub of today and a console of protocol 5', () => {
  it('shows it what happens, live by its own proof, though there is what that console has never heard of', async () => {
    const thing = await target();
    const hub = await newHub(place(), catalogue(thing.port, true));
    const { post: older, lines } = oldConsole();
    const { post } = newConsole();
    await older.attach(hub.data);
    await post.attach(hub.data);
    await state(older, 'wan@bodø', 'normal');
    await thing.down();
    const seen = await state(older, 'wan@bodø', 'down');
    await live(older);
    await post.sees('kjerne', { state: 'unacknowledged', condition: 'down' });
    await older.sees('kjerne', { state: 'unacknowledged', condition: 'down' });
    const now = node(post, 'wan@bodø');
    expect(seen).toMatchObject({ since: now?.since, quiet: now?.quiet, flapping: false });
    const { patch } = older.console.snapshot();
    const known = post.console.snapshot().patch.catalogue.put;
    expect(known.map(([key]) => key)).toContain('map-plan:room');
    expect(new Set(patch.catalogue.put.map(([, entity]) => entity.kind))).toEqual(
      new Set(known.map(([, entity]) => entity.kind).filter((kind) => kind !== 'map-plan')),
    );
    expect(patch.catalogue.put.map(([key]) => key)).toContain('wall-plan:room');
    expect(patch.wall.put).toEqual(post.console.snapshot().patch.wall.put);
    await thing.up();
    await state(older, 'wan@bodø', 'normal');
    const history = await older.console.history({ node: 'wan@bodø', before: null, limit: 50 });
    expect(history.ok && history.value.source).toBe('hub');
    expect(history.ok && history.value.events.length).toBeGreaterThan(1);
    const search = { text: 'kjerne', kinds: null, from: null, to: null, before: null, limit: 50 };
    const found = await older.console.search(search);
    expect(found.ok && found.value.source).toBe('hub');
    expect(found.ok && found.value.hits.length).toBeGreaterThan(0);
    const to = Date.now();
    const chart = await older.console.ask({
      ask: 'chart',
      node: 'kjerne',
      from: to - 60_000,
      to,
      points: 20,
    });
    expect(chart).toMatchObject({ ok: true });
    await live(older);
    // It never had to ask again, and refused nothing.
    expect(complaints(lines)).toEqual([]);
    expect(older.console.snapshot().link.rejectedMessages).toBe(0);
  }, 60_000);

  it('takes what the person at it does, who is signed in there, and shows both what became of it', async () => {
    const thing = await target();
    const hub = await newHub(place(), catalogue(thing.port, true));
    const { post } = newConsole();
    const { post: older, lines } = oldConsole();
    await post.attach(hub.data);
    await post.invite({ kari: ['operator'], ola: ['operator', 'shift-leader'] });
    await older.attach(hub.data);
    await older.signIn('kari');
    await post.signIn('ola');
    expect(await older.act('check.recheck', 'wan@bodø', null)).toBeNull();
    expect(await older.act('maintenance.set', 'mw/senere', { window: LATER })).toBeNull();
    for (const one of [older, post]) {
      await until('the window is shown', () =>
        one.console.snapshot().patch.maintenance.put.some(([key]) => key === 'mw/senere'),
      );
    }
    await thing.down();
    await older.sees('kjerne', { state: 'unacknowledged', condition: 'down' });
    expect(await older.acknowledge('kjerne', 'ser på det')).toBeNull();
    for (const one of [older, post]) await one.sees('kjerne', { state: 'acknowledged', owner: 'kari' });
    // What only today's console can say is kept from it, and disturbs nothing.
    post.console.walls.report(REPORT);
    const care = {
      console: post.console.snapshot().identity.console.id,
      window: null,
      how: 'reload',
    } as const;
    await until('the hub has heard of the wall', async () => {
      const asked = await post.console.ask({ ask: 'wall-health' });
      return asked.ok && asked.value.reports.length > 0;
    });
    const heard: unknown[] = [];
    post.console.walls.onCare((asked) => heard.push(asked));
    expect(await post.act('wall.care', 'wall', care)).toBeNull();
    await until('the wall hears of it', () => heard.length > 0);
    // What both know passes as it is.
    expect(await post.act('log.write', 'entry/et-innlegg', ENTRY)).toBeNull();
    expect(await older.act('follow-up.set', 'follow-up/en-oppgave', FOLLOW_UP)).toBeNull();
    await until('the entry is there', () =>
      older.console.snapshot().patch.watch.put.some(([key]) => key === 'entry:et-innlegg'),
    );
    expect(await post.act('caller.add', 'wan@bodø', { by: 1 })).toBeNull();
    expect(await older.act('cause.split', 'wan@bodø', { note: 'egen feil' })).toBeNull();
    await post.sees('wan@bodø', { condition: 'down' });
    await older.sees('wan@bodø', { condition: 'down' });
    await until('the callers are counted there', () =>
      older.console.snapshot().patch.incidents.put.some(([key]) => key === 'callers:wan@bodø'),
    );
    await live(older);
    expect(
      await older.act('alarm.note', 'kjerne', { alarm: older.drawn('kjerne').alarm, text: 'ringt' }),
    ).toBeNull();
    expect(older.console.snapshot().link.rejectedMessages).toBe(0);
    expect(complaints(lines)).toEqual([]);
  }, 60_000);

  it('brings what that console had waiting to its end', async () => {
    const clock = soonAfter();
    const hub = await newHub(copyOldHub(place()), oldCatalogue, { clock });
    const { post, lines } = oldConsole(copyOldConsole(place()), clock);
    await post.attach(hub.data);
    await nothingWaits(post);
    expect(fates(post)).toMatchObject(ENDED);
    expect(complaints(lines)).toEqual([]);
  }, 40_000);
});

describe('a console of today and a hub of protocol 5', () => {
  it('falls back to what that hub speaks, is live, follows it, and people act there', async () => {
    const thing = await target();
    const hub = await oldHub(place(), catalogue(thing.port, false));
    const { post, lines } = newConsole();
    const desk = post.console;
    await post.attach(hub.data);
    await post.invite({ kari: ['operator'] });
    await post.signIn('kari');
    await state(post, 'wan@bodø', 'normal');
    await thing.down();
    await state(post, 'wan@bodø', 'down');
    await post.sees('kjerne', { state: 'unacknowledged', condition: 'down' });
    expect(await post.acknowledge('kjerne', 'ser på det')).toBeNull();
    await post.sees('kjerne', { state: 'acknowledged', owner: 'kari', basis: 'measured' });
    await live(post);
    expect(await post.act('maintenance.set', 'mw/senere', { window: LATER })).toBeNull();
    // What that hub cannot do is refused with the reason, and holds up nothing.
    const care = { console: desk.snapshot().identity.console.id, window: null, how: 'reload' } as const;
    expect(await post.act('wall.care', 'wall', care)).toContain('older version');
    expect(await post.act('log.write', 'entry/et-innlegg', ENTRY)).toBeNull();
    // Nor does it hear of walls: what it has no ear for would only be counted as malformed.
    desk.walls.report(REPORT);
    expect(await post.act('check.recheck', 'wan@bodø', null)).toBeNull();
    expect(await desk.ask({ ask: 'wall-health' })).toMatchObject({ ok: false, error: { code: 'older' } });
    expect(await desk.ask({ ask: 'adherence', from: 0, to: Date.now() })).toMatchObject({ ok: true });
    const search = { text: 'kjerne', from: null, to: null, before: null, limit: 10 };
    const found = await desk.search({ ...search, kinds: ['act', 'handover'] });
    expect(found).toMatchObject({ ok: true, value: { source: 'hub', hits: [{ kind: 'act' }] } });
    expect(await desk.search({ ...search, kinds: ['handover'] })).toMatchObject({ value: { hits: [] } });
    expect(hub.lines.filter(({ message }) => message === 'message refused')).toEqual([]);
    expect(complaints(lines)).toEqual([]);
    expect(desk.snapshot().link.rejectedMessages).toBe(0);
  }, 60_000);

  it('goes on over the upgrade of its hub, speaks the newest again, and finds the alarm as it was left', async () => {
    const thing = await target();
    const first = await oldHub(place(), catalogue(thing.port, false));
    const { post } = newConsole();
    await post.attach(first.data);
    await post.invite({ kari: ['operator'] });
    await post.signIn('kari');
    await state(post, 'wan@bodø', 'normal');
    await thing.down();
    const before = await state(post, 'wan@bodø', 'down');
    const raised = await post.sees('kjerne', { state: 'unacknowledged', condition: 'down' });
    expect(await post.acknowledge('kjerne', 'ser på det')).toBeNull();
    await first.stop();
    const port = Number(new URL(first.url).port);
    const second = await newHub(first.data, catalogue(thing.port, true), { port });
    await until('the new hub is seen', () => node(post, 'ny'), 15_000);
    await post.attach(first.data);
    expect(node(post, 'wan@bodø')?.since).toBe(before.since);
    await post.sees('kjerne', { state: 'acknowledged', id: raised.id, owner: 'kari', symptoms: 1 });
    // The session goes on, and says what the old hub did not understand.
    expect(post.console.identity.state.signedIn).toMatchObject({ person: 'kari', offline: false });
    expect(await post.console.ask({ ask: 'wall-health' })).toMatchObject({
      ok: true,
      value: { reports: [] },
    });
    expect(second.lines.filter(({ message }) => message === 'console refused')).toEqual([]);
  }, 60_000);
});

describe('an upgraded room', () => {
  it('shows the old board at once, takes the new state from the hub, and sends what waited', async () => {
    const clock = soonAfter();
    const { post } = newConsole(copyOldConsole(place()), clock);
    expect(node(post, 'kjerne1')?.state).toBe(said.cache.nodes.kjerne1?.state);
    const hub = await newHub(copyOldHub(place()), oldCatalogue, { clock });
    await post.attach(hub.data);
    expect(post.console.snapshot().patch.room.put[0]?.[1].blind).not.toBeNull();
    await nothingWaits(post);
    expect(fates(post)).toMatchObject(ENDED);
    // Alarms are whose they were.
    const then = said.alarms['alarm:kjerne1'];
    if (then?.kind !== 'alarm') throw new Error('the fixture has no such alarm');
    await post.sees('kjerne1', { id: then.value.id, state: 'acknowledged', owner: then.value.owner });
  }, 40_000);

  it('refuses what waited where its session was taken meanwhile, and tells the shift leader', async () => {
    const clock = soonAfter();
    const hub = await newHub(copyOldHub(place()), oldCatalogue, { clock });
    const { post: leader } = newConsole(place(), clock);
    await leader.attach(hub.data);
    await leader.console.identity.signIn({ person: 'ola', by: 'password', secret: said.password });
    const session = Object.values(said.people).find(
      (one) => one.kind === 'session' && one.value.person === 'kari',
    );
    expect(await leader.act('session.end', `session/${session?.value.id}`, null)).toBeNull();
    const { post } = newConsole(copyOldConsole(place()), clock);
    await post.attach(hub.data);
    await nothingWaits(post);
    const settled = fates(post);
    expect(settled[said.queued.note]).toContain('Økten er avsluttet av en annen');
    await until('the shift leader is told', () =>
      leader.console.snapshot().patch.alarms.put.some(([key]) => key === `notice:${said.queued.note}`),
    );
  }, 40_000);
});
