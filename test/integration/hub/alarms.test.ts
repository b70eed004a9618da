import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startConsole } from '../../../electron/main/board/console';
import { systemClock } from '../../../shared/time/clock';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { Post } from '../../fixtures/shift';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';
import { Valve } from '../../fixtures/valve';
import { Servers } from '../checks/servers';

/** The built hub in a process of its own, endpoints that really fail, and two consoles with people at them. */

const folder = tempFolder('alarms');
const servers = new Servers();
const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(async () => {
  await servers.close();
  folder.remove();
});

/** A database that can be down or only slow, an application that needs it, and a line to each of two sites. */
class Room {
  readonly bad = new Set<string>();
  readonly data: string;
  readonly #file: string;
  readonly #here: string;
  #ports: Record<string, number> = {};
  #posts = 0;

  constructor(name: string) {
    this.#here = join(folder.path, name);
    mkdirSync(this.#here);
    this.data = join(this.#here, 'data');
    this.#file = join(this.#here, 'catalogue.yaml');
  }

  async open(): Promise<this> {
    for (const name of ['db', 'queue', 'app', 'mo', 'alta']) {
      this.#ports[name] = await servers.http((_request, response) => {
        response.statusCode = this.bad.has(name) ? 500 : 200;
        response.end('ok');
      });
    }
    this.write();
    return this;
  }

  write({ without = [] as readonly string[] } = {}): void {
    const check = (id: string, name: string, more = '') =>
      `{ id: ${id}, kind: http, url: "http://127.0.0.1:${this.#ports[name]}/", interval: 1s, attempts: 1${more} }`;
    const services = {
      db: `{ id: db, name: DIPS Arena, criticality: 1, checks: [${check('web', 'db')}, ${check('queue', 'queue', ', impact: degraded')}] }`,
      app: `{ id: app, name: App, criticality: 2, needs: [${without.includes('db') ? '' : 'db'}], checks: [${check('web', 'app')}] }`,
      mo: `{ id: wan-mo, name: Linje Mo, criticality: 2, checks: [${check('web', 'mo')}] }`,
      alta: `{ id: wan-alta, name: Linje Alta, criticality: 2, checks: [${check('web', 'alta')}] }`,
    };
    const lines = Object.entries(services).flatMap(([id, text]) =>
      without.includes(id) ? [] : [`  - ${text}`],
    );
    writeFileSync(
      this.#file,
      `version: 1\nname: test\nalarm: { latching: true }\nservices:\n${lines.join('\n')}\n`,
    );
  }

  async hub(): Promise<HubProcess> {
    const started = await startHubProcess(['--data', this.data, '--config', this.#file]);
    ends.push(() => started.stop());
    return started;
  }

  async post(url?: string): Promise<Post> {
    this.#posts += 1;
    const console = startConsole({
      clock: systemClock(),
      dataFolder: join(this.#here, `post-${this.#posts}`),
      hubUrl: null,
      log: () => {},
    });
    ends.push(() => console.stop());
    return new Post(console).attach(this.data, url);
  }

  /** What the log holds of a kind of event. */
  logged(type: string): readonly Record<string, unknown>[] {
    const db = new Database(join(this.data, 'log.db'), { readonly: true });
    try {
      const rows = db.prepare('SELECT body FROM events ORDER BY seq').all() as { body: string }[];
      return rows.map(({ body }) => JSON.parse(body)).filter((body) => body.type === type);
    } finally {
      db.close();
    }
  }
}

describe('an alarm that two people work on', () => {
  it('is raised, acknowledged, breaks when it gets worse, returns, latches and is seen, the same on both desks', async () => {
    const room = await new Room('life').open();
    await room.hub();
    const [one, two] = [await room.post(), await room.post()];
    await one.invite({ kari: ['operator'], ola: ['operator'] });
    await one.signIn('kari');
    await two.signIn('ola');

    room.bad.add('queue');
    const raised = await one.sees('db', { state: 'unacknowledged', condition: 'degraded', id: 'A-1' });
    expect(raised.annunciatedAt).not.toBeNull();
    await two.sees('db', { state: 'unacknowledged', id: 'A-1' });
    const drawn = two.drawn('db');
    expect(await one.acknowledge('db', 'sjekker WAN')).toBeNull();
    await two.sees('db', { state: 'acknowledged', owner: 'kari', condition: 'degraded' });

    room.bad.add('db');
    await two.sees('db', { state: 'unacknowledged', condition: 'down' });
    expect(two.alarm('db')?.broken?.why).toBe('worse');
    expect(await two.acknowledge('db', 'treg hos oss', drawn)).toBe(
      'DIPS Arena er nå Nede (var Redusert da du så den). Se på den igjen før du kvitterer. Notatet ditt er tatt vare på.',
    );
    await one.sees('db', { state: 'unacknowledged', owner: 'kari' });
    expect(one.alarm('db')?.note).toMatchObject({ by: 'ola', text: 'treg hos oss' });
    expect(await two.acknowledge('db')).toBeNull();
    await one.sees('db', { state: 'acknowledged', owner: 'ola' });
    // What needs it is down by the graph alone: a symptom, counted, and no alarm of its own.
    expect(one.alarm('app')).toBeUndefined();
    expect(one.alarm('db')?.symptoms).toBe(1);

    // Acknowledged, and back: it asks nobody any more.
    room.bad.clear();
    await one.sees('db', { state: 'normal', condition: 'normal' });
    // Back before anybody saw it: it waits for somebody.
    room.bad.add('mo');
    await one.sees('wan-mo', { state: 'unacknowledged', id: 'A-2' });
    room.bad.clear();
    await one.sees('wan-mo', { state: 'returned' });
    expect(await two.act('alarm.seen', 'wan-mo', { alarm: 'A-2', code: 'network' })).toBeNull();
    await one.sees('wan-mo', { state: 'normal' });
    expect(one.alarm('wan-mo')?.ended).toMatchObject({ by: 'ola', code: 'network' });

    await until('both stand at the same', () => {
      expect(one.alarms()).toEqual(two.alarms());
      return true;
    });
    const story = await one.story('db');
    expect(story.slice(0, 5)).toEqual([
      'degraded',
      'kari acknowledge',
      'down',
      'ola note',
      'ola acknowledge',
    ]);
    // Between, it may have been better again for a moment, as its two checks come back one after the other.
    expect(story.at(-1)).toBe('normal');
  }, 90_000);

  it('takes each act once, though the hub is killed between doing it and saying so', async () => {
    const room = await new Room('between').open();
    const first = await room.hub();
    const valve = await Valve.open(Number(new URL(first.url).port));
    ends.push(() => valve.close());
    const watcher = await room.post();
    const desk = await room.post(valve.url);
    room.bad.add('db').add('mo');
    await desk.sees('db', { state: 'unacknowledged' });
    await desk.sees('wan-mo', { state: 'unacknowledged' });
    await until('somebody acts', () => desk.console.identity.state.signedIn !== null);

    // Done and on the hub's disk, but nothing comes back: the desk knows nothing of it.
    valve.holdBack();
    const lost = await desk.give('alarm.acknowledge', 'db', { ...desk.drawn('db'), note: 'før', own: true });
    await watcher.sees('db', { state: 'acknowledged' });
    expect(['queued', 'sent']).toContain(desk.entry(lost)?.fate);
    // On its way, and the hub never reads it.
    first.signal('SIGSTOP');
    const unread = await desk.give('alarm.acknowledge', 'wan-mo', {
      ...desk.drawn('wan-mo'),
      note: null,
      own: true,
    });
    first.signal('SIGKILL');
    await first.exited;
    await room.hub();
    await desk.attach(room.data);
    expect(await desk.fate(lost)).toBeNull();
    expect(await desk.fate(unread)).toBeNull();
    await watcher.attach(room.data);
    await watcher.sees('wan-mo', { state: 'acknowledged' });
    const acts = room
      .logged('alarm.acted')
      .map(({ node, act }) => `${String(node)} ${(act as { kind: string }).kind}`);
    expect(acts.sort()).toEqual(['db acknowledge', 'wan-mo acknowledge']);
    const settled = room.logged('command.settled').map(({ command }) => command);
    expect(settled.filter((id) => id === lost || id === unread)).toHaveLength(2);
  }, 90_000);

  it('goes with its service, on a reload and on a restart, and what changed meanwhile is caught up with', async () => {
    const room = await new Room('gone').open();
    const first = await room.hub();
    const desk = await room.post();
    for (const name of ['db', 'app', 'mo', 'alta']) room.bad.add(name);
    await desk.sees('db', { state: 'unacknowledged' });
    await desk.sees('app', { state: 'suppressed' });
    await desk.sees('wan-mo', { state: 'unacknowledged' });
    await desk.sees('wan-alta', { state: 'unacknowledged' });

    room.write({ without: ['db'] });
    await until('its alarm is gone', () => desk.alarm('db') === undefined, 15_000);
    // Nothing explains it any longer.
    await desk.sees('app', { state: 'unacknowledged' });

    first.signal('SIGKILL');
    await first.exited;
    room.write({ without: ['db', 'mo'] });
    room.bad.delete('alta');
    await room.hub();
    await desk.attach(room.data);
    await until('the other is gone too', () => desk.alarm('wan-mo') === undefined, 15_000);
    await desk.sees('wan-alta', { state: 'returned' });
    expect(desk.alarm('app')).toMatchObject({ state: 'unacknowledged', condition: 'down' });
    expect(await desk.act('alarm.note', 'wan-mo', { alarm: 'A-3', text: 'x' })).toBe(
      'Tjenesten «wan-mo» finnes ikke her.',
    );
  }, 90_000);
});
