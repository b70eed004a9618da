import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type RunningConsole, startConsole } from '../../../electron/main/board/console';
import type { CommandKind } from '../../../shared/contract/commands';
import type { MaintenanceStatus, MaintenanceWindow } from '../../../shared/model/maintenance';
import type { NodeStatus, RoomStatus } from '../../../shared/model/room';
import { systemClock } from '../../../shared/time/clock';
import { wallTime } from '../../../shared/time/oslo';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { signedIn } from '../../fixtures/signed-in';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';
import { Servers } from '../checks/servers';

/** The built hub, a real endpoint that goes down inside a window, and a real console that is told of it. */

const MINUTE = 60_000;
const folder = tempFolder('maintenance');
const servers = new Servers();
const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(async () => {
  await servers.close();
  folder.remove();
});

/** A room with one database that can be broken, and an application that needs it. */
class Room {
  broken = false;
  readonly data: string;
  readonly file: string;
  #port = 0;

  constructor(name: string) {
    const here = join(folder.path, name);
    mkdirSync(here);
    this.data = join(here, 'data');
    this.file = join(here, 'catalogue.yaml');
  }

  async open(): Promise<this> {
    this.#port = await servers.http((_request, response) => {
      response.statusCode = this.broken ? 500 : 200;
      response.end('ok');
    });
    return this;
  }

  write(extra = ''): void {
    const check = `{ id: web, kind: http, url: "http://127.0.0.1:${this.#port}/", interval: 1s, attempts: 1 }`;
    writeFileSync(
      this.file,
      `version: 1
name: test
services:
  - { id: db, name: Database, criticality: 1, checks: [${check}] }
  - { id: app, name: App, criticality: 1, needs: [db], checks: [${check}] }
${extra}`,
    );
  }

  async hub(): Promise<HubProcess> {
    const started = await startHubProcess(['--data', this.data, '--config', this.file]);
    ends.push(() => started.stop());
    return started;
  }
}

/** Oslo's wall clock now, to the minute, as a window's start is written. */
const nowOnTheWall = (minutes = 0): string =>
  new Date(wallTime(Date.now()) + minutes * MINUTE).toISOString().slice(0, 16);

async function desk(data: string, name: string): Promise<RunningConsole> {
  const opened = startConsole({
    clock: systemClock(),
    dataFolder: join(folder.path, name),
    hubUrl: null,
    log: () => {},
  });
  ends.push(() => opened.stop());
  return signedIn(opened, data);
}

function node(from: RunningConsole, id: string): NodeStatus | undefined {
  const found = from.snapshot().patch.status.put.find(([key]) => key === `node:${id}`)?.[1];
  return found?.kind === 'node' ? found.value : undefined;
}
const window = (from: RunningConsole, id: string): MaintenanceStatus | undefined =>
  from.snapshot().patch.maintenance.put.find(([key]) => key === `mw/${id}`)?.[1];
const room = (from: RunningConsole): RoomStatus | undefined => from.snapshot().patch.room.put[0]?.[1];
const is = (from: RunningConsole, id: string, wanted: Partial<NodeStatus>) =>
  until(
    `${id} is ${JSON.stringify(wanted)}`,
    () => {
      const status = node(from, id);
      expect(status).toMatchObject(wanted);
      return status;
    },
    15_000,
  );

/** Gives a command and waits for what becomes of it. */
async function give(
  from: RunningConsole,
  kind: CommandKind,
  id: string,
  payload: unknown,
): Promise<string | null> {
  const entry = await from.give({ kind, subject: `mw/${id}`, payload });
  if (!entry.ok) throw new Error(entry.error.message);
  const settled = await until(`${kind} is settled`, () =>
    from
      .snapshot()
      .outbox.find((item) => item.id === entry.value.id && item.fate !== 'queued' && item.fate !== 'sent'),
  );
  return settled.fate === 'confirmed' ? null : (settled.reason ?? settled.fate);
}

function aWindow(change: Partial<MaintenanceWindow> = {}): MaintenanceWindow {
  return {
    id: 'oppgradering',
    title: 'Oppgradering av databasen',
    description: null,
    ticket: 'CHG-1',
    owner: null,
    origin: 'desk',
    effects: [{ match: 'db', worst: 'down' }],
    start: nowOnTheWall(),
    durationMs: 60 * MINUTE,
    rrule: null,
    ...change,
  };
}

describe('a maintenance window', () => {
  it('mutes what it is expected to break, survives a restart, and is heard when it is overrun', async () => {
    const place = await new Room('overrun').open();
    place.write();
    const first = await place.hub();
    const before = await desk(place.data, 'desk-1');
    await is(before, 'app', { state: 'normal', quiet: null });
    expect(await give(before, 'maintenance.set', 'oppgradering', { window: aWindow() })).toBeNull();
    await until('it runs', () => window(before, 'oppgradering')?.run?.phase === 'running');
    place.broken = true;
    const quiet = { kind: 'maintenance' as const, id: 'oppgradering' };
    await is(before, 'db', { state: 'down', quiet });
    // Its own check fails as well: behind a database that is down by plan, that follows from the plan.
    await is(before, 'app', { state: 'down', quiet });
    const wider = aWindow({
      effects: [
        { match: 'db', worst: 'down' },
        { match: 'app', worst: 'down' },
      ],
    });
    expect(await give(before, 'maintenance.set', 'oppgradering', { window: wider })).toBeNull();
    await is(before, 'app', { state: 'down', quiet });

    await first.stop();
    const second = await place.hub();
    const after = await desk(place.data, 'desk-2');
    await is(after, 'db', { state: 'down', quiet });
    const until5 = Date.now() + 5_000;
    expect(
      await give(after, 'maintenance.extend', 'oppgradering', { until: until5, reason: 'kortere' }),
    ).toBeNull();
    await until('it is overrun', () => window(after, 'oppgradering')?.run?.phase === 'overrun', 15_000);
    expect(Date.now()).toBeGreaterThanOrEqual(until5);
    await is(after, 'db', { state: 'down', quiet: null });
    await is(after, 'app', { state: 'down', quiet: null });

    place.broken = false;
    await until('it is over', () => window(after, 'oppgradering')?.run === null, 15_000);
    expect(window(after, 'oppgradering')).toMatchObject({ next: null, last: { by: null } });
    await is(after, 'db', { state: 'normal', quiet: null });
    const history = await after.history({ node: 'db', before: null, limit: 50 });
    expect(history.ok && history.value.events.map(({ body }) => body.type)).toContain('maintenance.moved');

    await second.stop();
    const samples = new Database(join(place.data, 'samples.db'), { readonly: true });
    const bands = samples.prepare('SELECT DISTINCT kind FROM bands ORDER BY kind').pluck().all();
    samples.close();
    expect(bands).toEqual(['maintenance', 'overrun']);
  }, 120_000);

  it('is refused in plain words where it makes no sense, and previewed', async () => {
    const place = await new Room('refused').open();
    place.write(`maintenance:
  - { id: nattjobb, title: Nattjobb, start: "2026-01-06T02:30", duration: 1h, repeat: "FREQ=WEEKLY;BYDAY=TU", expect: [{ of: db }] }
`);
    await place.hub();
    const at = await desk(place.data, 'desk-3');
    await until('the file is read', () => window(at, 'nattjobb')?.window.origin === 'file');
    const set = (change: Partial<MaintenanceWindow>) => {
      const asked = aWindow(change);
      return give(at, 'maintenance.set', asked.id, { window: asked });
    };
    expect(await set({ start: '2020-01-01T00:00' })).toContain('alt over');
    expect(await set({ rrule: 'FREQ=SECONDLY' })).toContain('DAILY');
    expect(await set({ effects: [{ match: 'ukjent', worst: 'down' }] })).toContain('«ukjent»');
    expect(await set({ id: 'nattjobb' })).toContain('katalogfilen');
    expect(await give(at, 'maintenance.remove', 'nattjobb', null)).toContain('katalogfilen');
    expect(await give(at, 'maintenance.end', 'nattjobb', { reason: null })).toContain('ikke i gang');
    const preview = await at.ask({
      ask: 'maintenance-preview',
      window: aWindow({ rrule: 'FREQ=DAILY' }),
    });
    expect(preview.ok && preview.value).toMatchObject({
      covers: [{ node: 'db', worst: 'down' }],
      issues: [],
    });
    expect(preview.ok && preview.value.occurrences).toHaveLength(10);
  }, 60_000);

  it('of the file begins with it, and ends when the file forgets it', async () => {
    const place = await new Room('file').open();
    const entry = (start: string) => `maintenance:
  - { id: filvindu, title: Fra fila, start: "${start}", duration: 1h, expect: [{ of: db }] }
`;
    place.write(entry(nowOnTheWall(-5)));
    place.broken = true;
    await place.hub();
    const at = await desk(place.data, 'desk-4');
    await is(at, 'db', { state: 'down', quiet: { kind: 'maintenance', id: 'filvindu' } });
    place.write();
    await is(at, 'db', { state: 'down', quiet: null });
    expect(window(at, 'filvindu')).toBeUndefined();
  }, 60_000);

  it('leaves a fault outside service hours to wait', async () => {
    const place = await new Room('hours').open();
    const day = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][new Date(wallTime(Date.now())).getUTCDay()];
    const other = ['wed', 'thu', 'fri', 'sat', 'sun', 'mon', 'tue'][
      new Date(wallTime(Date.now())).getUTCDay()
    ];
    const hours = (open: string | undefined) => `hours:
  - { id: kontor, name: Kontortid, open: [{ days: [${open}], from: "00:00", to: "24:00" }] }
`;
    place.write(`  - { id: turnus, name: Turnus, criticality: 4, hours: kontor, needs: [db], checks: [{ id: tcp, kind: tcp, host: 127.0.0.1, port: 1, interval: 1s, attempts: 1 }] }
${hours(other)}`);
    await place.hub();
    const at = await desk(place.data, 'desk-5');
    await is(at, 'turnus', { state: 'down', quiet: { kind: 'hours', id: 'kontor' } });
    expect(room(at)?.hours).toMatchObject([{ id: 'kontor', open: false }]);
    place.write(`  - { id: turnus, name: Turnus, criticality: 4, hours: kontor, needs: [db], checks: [{ id: tcp, kind: tcp, host: 127.0.0.1, port: 1, interval: 1s, attempts: 1 }] }
${hours(day)}`);
    await is(at, 'turnus', { state: 'down', quiet: null });
  }, 60_000);
});
