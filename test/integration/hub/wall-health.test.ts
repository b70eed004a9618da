import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startConsole } from '../../../electron/main/board/console';
import { keepWallHealth } from '../../../electron/main/wall-health/wall-health';
import { commandKind } from '../../../shared/contract/commands';
import { type WallHealthAnswer, wallHealthAnswer } from '../../../shared/contract/wire';
import { BUILT_IN_SCENES } from '../../../shared/rules/wall/built-in-scenes';
import { systemClock } from '../../../shared/time/clock';
import { startHubProcess } from '../../fixtures/hub-process';
import { machineSecret, RawConsole } from '../../fixtures/raw-console';
import { Post, SHIFT_PASSWORD } from '../../fixtures/shift';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';
import { aWallReport, aWallWindow } from '../../fixtures/wall-report';

/** The built hub, wall computers that say how they fare, and a desk that looks after them. */

const folder = tempFolder('wall-health');
const ends: (() => unknown)[] = [];
let count = 0;
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

async function room() {
  count += 1;
  const here = join(folder.path, `room-${count}`);
  mkdirSync(here);
  const data = join(here, 'data');
  const hub = await startHubProcess(['--data', data]);
  ends.push(() => hub.stop());
  const deskConsole = startConsole({
    clock: systemClock(),
    dataFolder: join(here, 'pult'),
    hubUrl: null,
    log: () => {},
  });
  ends.push(() => deskConsole.stop());
  const desk = await new Post(deskConsole).attach(data);
  await desk.invite({ kari: ['operator', 'shift-leader'] });
  await desk.signIn('kari');
  const health = async (): Promise<WallHealthAnswer['reports']> => {
    const asked = await desk.console.ask({ ask: 'wall-health' });
    return asked.ok ? asked.value.reports : [];
  };
  return { here, data, hub, desk, health };
}

/** A wall computer: the console as the app runs it, and windows that only note what is done to them. */
function wallComputer(here: string, data: string, windows = ['wall-1', 'wall-2']) {
  const console = startConsole({
    clock: systemClock(),
    dataFolder: join(here, 'vegg'),
    hubUrl: null,
    kind: 'wall',
    log: () => {},
  });
  const did: unknown[] = [];
  const bounds = { x: 0, y: 0, width: 1920, height: 1080 };
  const quiet = keepWallHealth({
    clock: systemClock(),
    log: pino({ level: 'silent' }),
    hub: console.walls,
    computer: () => 'vegg',
    version: '1',
    supervised: false,
    windows: () =>
      windows.map((name) => ({
        name,
        hidden: false,
        placement: null,
        processId: process.pid,
        vitals: { frames: 60, silentMs: 1, troubles: 0, revived: 0 },
        contentSize: bounds,
        bringBack: (how: string) => void did.push([name, how]),
      })),
    shown: () => ({ display: null, scene: 'normal', sceneAt: 1, legible: true, webs: [] }),
    takeLongTasks: () => 0,
    displays: () => [],
    processes: () => [],
    restart: () => void did.push('restart'),
  });
  let ended = false;
  const end = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    quiet();
    await console.stop();
  };
  ends.push(end);
  return { post: new Post(console).attach(data), console, did, end };
}

describe('a wall computer', () => {
  it('is refused every command about the wall and its scenes, under whoever’s session', async () => {
    const { data, hub } = await room();
    const machine = machineSecret(data);
    const pult = await new RawConsole(hub.url, 'rå-pult', { machine }).open();
    const wall = await new RawConsole(hub.url, 'rå-vegg', { machine, kind: 'wall' }).open();
    ends.push(() => pult.close());
    ends.push(() => wall.close());
    const signed = await pult.auth({ do: 'sign-in', person: 'kari', password: SHIFT_PASSWORD });
    if (!signed.ok) throw new Error(signed.error.message);
    const session = signed.value;
    const { name, arrangements } = [...BUILT_IN_SCENES.values()][0] ?? { name: '', arrangements: [] };
    const until = Date.now() + 60_000;
    const said: Record<string, unknown> = {
      'wall.scene': { scene: 'vaktskifte', about: null, until },
      'wall.rotate': { turns: [], until },
      'wall.send': { id: 'sendt-001', panel: { kind: 'map', settings: {} }, cell: null, until },
      'wall.spotlight': { node: 'dns', until },
      'wall.message': { text: 'hei', until },
      'wall.clear': { what: 'all', id: null },
      'wall.care': { console: 'rå-vegg', window: null, how: 'restart' },
      'scene.set': { scene: { name, arrangements }, base: null },
      'scene.remove': null,
      'scene.restore': { version: 0 },
    };
    const kinds = commandKind.options.filter((kind) => /^(wall|scene)\./.test(kind));
    expect(kinds.toSorted()).toEqual(Object.keys(said).toSorted());
    for (const kind of kinds) {
      const subject = kind.startsWith('scene.') ? 'scene/egen' : 'wall';
      const answer = await wall.give(session, kind, subject, said[kind]);
      expect([kind, answer]).toEqual([
        kind,
        {
          ok: true,
          value: {
            id: expect.any(String),
            outcome: 'refused',
            reason: 'Fra en vegg kan ingenting gjøres. Bruk en pult.',
          },
        },
      ]);
    }
    // From the desk that it belongs to, the same session may.
    expect(await pult.give(session, 'wall.message', 'wall', said['wall.message'])).toMatchObject({
      value: { outcome: 'done' },
    });
  }, 60_000);

  it('says how its walls fare; what is malformed is counted and changes nothing; one that went away stays in the list', async () => {
    const { data, hub, health } = await room();
    const wall = await new RawConsole(hub.url, 'rå-vegg', {
      machine: machineSecret(data),
      kind: 'wall',
    }).open();
    ends.push(() => wall.close());
    expect(await health()).toEqual([]);
    wall.socket.emit('wall', aWallReport());
    const [first] = await until('the hub has heard', async () => {
      const reports = await health();
      return reports.length > 0 && reports;
    });
    expect(first).toMatchObject({ console: 'rå-vegg', connected: true, report: aWallReport() });
    expect(Math.abs((first?.at ?? 0) - Date.now())).toBeLessThan(10_000);
    for (const bad of [null, 'alt vel', {}, { ...aWallReport(), windows: [{ window: 7 }] }]) {
      wall.socket.emit('wall', bad);
    }
    const later = aWallReport([aWallWindow('wall-1', { silentMs: 9_000, frames: 0 })]);
    wall.socket.emit('wall', later);
    await until('the next word is heard', async () => (await health())[0]?.report.windows[0]?.frames === 0);
    expect((await health())[0]?.report).toEqual(later);
    expect(wall.socket.connected).toBe(true);
    wall.close();
    await until('it is gone', async () => (await health())[0]?.connected === false);
    expect((await health())[0]?.report).toEqual(later);
  }, 60_000);

  it('does what a desk asks for, once: not again when it starts anew and is told of it again', async () => {
    const { here, data, desk, health } = await room();
    const before = wallComputer(here, data);
    await before.post;
    await before.end();
    cpSync(join(here, 'vegg'), join(here, 'før'), { recursive: true });
    const first = wallComputer(here, data);
    const { console: id } = (await first.post).console.snapshot().identity;
    await until('the hub has heard of its walls', async () => (await health()).length > 0);
    const care = { console: id.id, window: 'wall-2', how: 'recreate' } as const;
    expect(await desk.act('wall.care', 'wall', { ...care, window: 'wall-9' })).toContain(
      'ikke vinduet «wall-9»',
    );
    expect(await desk.act('wall.care', 'wall', { ...care, console: 'borte' })).toContain('ikke hørt fra');
    expect(await desk.act('wall.care', 'wall', care)).toBeNull();
    expect(await desk.act('wall.care', 'wall', { ...care, window: null, how: 'reload' })).toBeNull();
    expect(await desk.act('wall.care', 'wall', { ...care, how: 'restart' })).toBeNull();
    await until('all is done', () => first.did.length >= 4);
    expect(first.did).toEqual([
      ['wall-2', 'recreate'],
      ['wall-1', 'reload'],
      ['wall-2', 'reload'],
      'restart',
    ]);
    const history = await desk.console.history({ node: null, before: null, limit: 20 });
    const told = history.ok ? history.value.events.filter(({ body }) => body.type === 'wall.cared') : [];
    expect(told.map(({ body }) => body)).toMatchObject([
      { how: 'restart', window: null, actor: 'kari', name: id.name },
      { how: 'reload' },
      { how: 'recreate', window: 'wall-2' },
    ]);

    // It starts again: what it hears of its own restart must not end it a second time.
    await first.end();
    await until('the hub knows that it is gone', async () => (await health())[0]?.connected === false);
    // What it had on its disk is from before: the hub tells it all of that once more.
    rmSync(join(here, 'vegg'), { recursive: true });
    cpSync(join(here, 'før'), join(here, 'vegg'), { recursive: true });
    const second = wallComputer(here, data);
    await second.post;
    await until('it is back', async () => (await health())[0]?.connected === true);
    const again = await second.console.history({ node: null, before: null, limit: 20 });
    expect(again.ok && again.value.events.filter(({ body }) => body.type === 'wall.cared')).toHaveLength(3);
    expect(await desk.act('wall.care', 'wall', care)).toBeNull();
    await until('it hears', () => second.did.length > 0);
    expect(second.did).toEqual([['wall-2', 'recreate']]);
    expect(wallHealthAnswer.parse({ reports: await health() }).reports).toHaveLength(1);
  }, 60_000);
});
