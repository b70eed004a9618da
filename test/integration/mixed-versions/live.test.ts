import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningHub, startHub } from '../../../electron/hub/hub';
import { type RunningConsole, startConsole } from '../../../electron/main/board/console';
import { hubConfig } from '../../../shared/contract/hub-config';
import type { NodeStatus } from '../../../shared/model/room';
import { systemClock } from '../../../shared/time/clock';
import {
  copyOldConsole,
  copyOldHub,
  type OldCode,
  oldCatalogue,
  oldCode,
  said,
} from '../../fixtures/schema-1/open';
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
    'services:',
    `  - { id: kjerne, name: Kjerne, criticality: 1, checks: [${tcp}] }`,
    '  - id: wan',
    '    name: WAN',
    '    criticality: 1',
    '    sites: all',
    '    needs: [kjerne]',
    ...(news ? ['    hours: dag'] : []),
    `    checks: [${tcp}]`,
    ...(news
      ? [
          '  - id: dns',
          '    name: DNS',
          '    criticality: 2',
          '    checks: [{ id: oppslag, kind: dns, query: example.invalid, server: 127.0.0.1, port: 9, interval: 1s, timeout: 500ms, attempts: 1 }]',
          'hours: [{ id: dag, name: Dagtid, open: [{ days: [mon, tue, wed, thu, fri], from: "07:00", to: "16:00" }] }]',
          'hub: { service: {} }',
        ]
      : []),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

type Log = { level: string; message: string; detail: unknown }[];
const logger = (lines: Log) => (level: string, message: string, detail?: unknown) =>
  void lines.push({ level, message, detail });

async function newHub(data: string, file: string | null, port = 0): Promise<RunningHub & { lines: Log }> {
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
  return { ...hub, lines };
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
    },
    clock: systemClock(),
    log: () => {},
    onFatal: () => {},
  });
  ends.push(() => hub.stop());
  return hub;
}

function newConsole(hubUrl: string | null, dataFolder = place()): { desk: RunningConsole; lines: Log } {
  const lines: Log = [];
  const desk = startConsole({ clock: systemClock(), dataFolder, hubUrl, log: logger(lines) });
  ends.push(() => desk.stop());
  return { desk, lines };
}

function oldConsole(hubUrl: string | null, dataFolder = place()) {
  const lines: Log = [];
  const desk = old.startConsole({ clock: systemClock(), dataFolder, hubUrl, log: logger(lines) });
  ends.push(() => desk.stop());
  return { desk, lines };
}

type AnyConsole = Pick<RunningConsole, 'snapshot'>;
function node(from: AnyConsole, id: string): NodeStatus | undefined {
  const found = from.snapshot().patch.status.put.find(([key]) => key === `node:${id}`)?.[1];
  return found?.kind === 'node' ? found.value : undefined;
}
const live = (from: AnyConsole) =>
  until('the link is live', () => from.snapshot().link.phase === 'live', 15_000);
const state = (from: AnyConsole, id: string, wanted: string) =>
  until(`${id} is ${wanted}`, () => node(from, id)?.state === wanted && node(from, id), 20_000);
const complaints = (lines: Log): string[] =>
  lines
    .filter(({ level }) => level !== 'info')
    .map(({ message, detail }) => `${message} ${JSON.stringify(detail)}`);

describe('a hub of today and a console of protocol 1', () => {
  it('shows it what happens, live by its own proof, though it says what that console has never heard of', async () => {
    const thing = await target();
    const hub = await newHub(place(), catalogue(thing.port, true));
    const { desk, lines } = oldConsole(hub.url);
    const modern = newConsole(hub.url);
    await live(desk);
    await state(desk, 'wan@bodø', 'normal');
    await thing.down();
    const seen = await state(desk, 'wan@bodø', 'down');
    await live(desk);
    expect(seen.since).toBe(node(modern.desk, 'wan@bodø')?.since);
    expect(seen).not.toHaveProperty('quiet');
    const kinds = desk
      .snapshot()
      .patch.catalogue.put.flatMap(([, entity]) => (entity.kind === 'check' ? [entity.value.kind] : []));
    expect(new Set(kinds)).toEqual(new Set(['tcp', 'plugin', 'heartbeat']));
    await thing.up();
    await state(desk, 'wan@bodø', 'normal');
    expect(desk.recheck('wan@bodø').ok).toBe(true);
    await until('the act is confirmed', () =>
      desk.snapshot().outbox.some(({ fate }) => fate === 'confirmed'),
    );
    const history = await desk.history({ node: 'wan@bodø', before: null, limit: 50 });
    expect(history.ok && history.value.source).toBe('hub');
    expect(history.ok && history.value.events.length).toBeGreaterThan(1);
    await live(desk);
    // It never had to ask again, and refused nothing.
    expect(complaints(lines)).toEqual([]);
    expect(desk.snapshot().link.rejectedMessages).toBe(0);
  }, 60_000);

  it('brings what that console had waiting to its end', async () => {
    const hub = await newHub(copyOldHub(place()), oldCatalogue);
    const { desk, lines } = oldConsole(hub.url, copyOldConsole(place()));
    await live(desk);
    await until('nothing waits', () =>
      desk.snapshot().outbox.every(({ fate }) => fate !== 'queued' && fate !== 'sent'),
    );
    const fates = Object.fromEntries(desk.snapshot().outbox.map(({ id, fate }) => [id, fate]));
    expect(fates).toMatchObject({ 'c6-queued': 'expired', 'c7-queued-for-long': 'confirmed' });
    expect(complaints(lines)).toEqual([]);
  }, 40_000);
});

describe('a console of today and a hub of protocol 1', () => {
  it('falls back to what that hub speaks, is live, and follows it', async () => {
    const thing = await target();
    const hub = await oldHub(place(), catalogue(thing.port, false));
    const { desk, lines } = newConsole(hub.url);
    await live(desk);
    await state(desk, 'wan@bodø', 'normal');
    await thing.down();
    await state(desk, 'wan@bodø', 'down');
    await live(desk);
    expect(desk.give('check.recheck', 'wan@bodø', null).ok).toBe(true);
    await until('the act is confirmed', () =>
      desk.snapshot().outbox.some(({ fate }) => fate === 'confirmed'),
    );
    // What that hub cannot do is refused with the reason, and holds up nothing.
    expect(desk.give('maintenance.remove', 'mw/x', null).ok).toBe(true);
    const refused = await until('it is refused', () =>
      desk.snapshot().outbox.find(({ kind, fate }) => kind === 'maintenance.remove' && fate === 'refused'),
    );
    expect(refused.reason).toContain('older version');
    const asked = await desk.ask({ ask: 'catalogue-history', version: null });
    expect(asked).toMatchObject({ ok: false, error: { code: 'older' } });
    expect(complaints(lines)).toEqual([]);
    expect(desk.snapshot().link.rejectedMessages).toBe(0);
  }, 60_000);

  it('goes on over the upgrade of its hub, and speaks the newest again', async () => {
    const thing = await target();
    const data = place();
    const first = await oldHub(data, catalogue(thing.port, false));
    const port = Number(new URL(first.url).port);
    const { desk } = newConsole(first.url);
    await live(desk);
    await thing.down();
    const before = await state(desk, 'wan@bodø', 'down');
    await first.stop();
    const second = await newHub(data, catalogue(thing.port, true), port);
    await until('the new hub is seen', () => node(desk, 'dns'), 15_000);
    await live(desk);
    expect(node(desk, 'wan@bodø')?.since).toBe(before.since);
    const asked = await desk.ask({ ask: 'catalogue-history', version: null });
    expect(asked.ok || asked.error.code).not.toBe('older');
    expect(second.lines.filter(({ message }) => message === 'console refused')).toEqual([]);
  }, 60_000);
});

describe('an upgraded room', () => {
  it('shows the old board at once, takes the new state from the hub, and sends what waited', async () => {
    const { desk } = newConsole(null, copyOldConsole(place()));
    expect(node(desk, 'kjerne1')?.state).toBe(said.cache.nodes.kjerne1?.state);
    const hub = await newHub(copyOldHub(place()), oldCatalogue);
    desk.setHub(hub.url);
    await live(desk);
    expect(desk.snapshot().patch.room.put[0]?.[1].blind).not.toBeNull();
    await until('nothing waits', () =>
      desk.snapshot().outbox.every(({ fate }) => fate !== 'queued' && fate !== 'sent'),
    );
    const fates = Object.fromEntries(desk.snapshot().outbox.map(({ id, fate }) => [id, fate]));
    expect(fates).toMatchObject({ 'c6-queued': 'expired', 'c7-queued-for-long': 'confirmed' });
  }, 40_000);
});
