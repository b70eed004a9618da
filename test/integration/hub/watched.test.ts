import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type RunningConsole, startConsole } from '../../../electron/main/board/console';
import type { CheckStatus, NodeStatus, RoomStatus } from '../../../shared/model/room';
import { systemClock } from '../../../shared/time/clock';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** Who watches the watcher: the real hub process, its signal to a real server, its backup taken while it works. */

const HUB = fileURLToPath(new URL('../../../out/hub/main.js', import.meta.url));
const run = promisify(execFile);
const folder = tempFolder('watched');
const ends: (() => Promise<unknown>)[] = [];
let count = 0;

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

const place = (name = 'data'): string => join(folder.path, `${name}-${++count}`);

/** Somebody outside who counts signals. */
async function outside(): Promise<{ readonly url: string; readonly at: number[]; answer: number }> {
  const at: number[] = [];
  const heard = { url: '', at, answer: 200 };
  const server: Server = createServer((request, response) => {
    expect(request.url).toBe('/ping/secret');
    expect(request.method).toBe('GET');
    at.push(Date.now());
    response.writeHead(heard.answer);
    response.end('x'.repeat(200_000));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  heard.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/secret`;
  return heard;
}

/** Something to watch, that changes whenever it is told to. */
async function target(): Promise<number> {
  const server: TcpServer = createTcpServer((socket) => socket.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => void server.close());
  return (server.address() as AddressInfo).port;
}

function catalogue(lines: readonly string[]): string {
  const file = join(folder.path, `room-${++count}.yaml`);
  writeFileSync(file, `${['version: 1', 'name: Vaktrommet', ...lines].join('\n')}\n`);
  return file;
}

async function hub(data: string, config: string): Promise<HubProcess> {
  const started = await startHubProcess(['--data', data, '--config', config]);
  ends.push(() => started.stop());
  return started;
}

function desk(url: string, dataFolder = place('desk')): RunningConsole {
  const opened = startConsole({ clock: systemClock(), dataFolder, hubUrl: url, log: () => {} });
  ends.push(() => opened.stop());
  return opened;
}

const live = (from: RunningConsole) =>
  until('the link is live', () => from.snapshot().link.phase === 'live', 15_000);
function check(from: RunningConsole, id: string): CheckStatus | undefined {
  const found = from.snapshot().patch.status.put.find(([key]) => key === `check:${id}`)?.[1];
  return found?.kind === 'check' ? found.value : undefined;
}
const nodes = (from: RunningConsole): Map<string, NodeStatus> =>
  new Map(
    from
      .snapshot()
      .patch.status.put.flatMap(([, entity]) =>
        entity.kind === 'node' ? [[entity.value.id, entity.value]] : [],
      ),
  );
const room = (from: RunningConsole): RoomStatus | undefined => from.snapshot().patch.room.put[0]?.[1];

describe('a hub that is watched', () => {
  it('shows its own health, and signals to the world outside while it watches and no longer', async () => {
    const ear = await outside();
    const port = await target();
    const config = catalogue([
      'hub:',
      `  deadMansSwitch: { url: "${ear.url}", interval: 300ms }`,
      '  service: {}',
      `services: [{ id: a, name: A, criticality: 1, checks: [{ id: c, kind: tcp, host: 127.0.0.1, port: ${port}, interval: 500ms }] }]`,
    ]);
    const data = place();
    const running = await hub(data, config);
    const screen = desk(running.url);
    await live(screen);
    await until('three signals', () => ear.at.length >= 3);
    for (const part of ['log', 'disk', 'loop', 'checks', 'samples']) {
      const status = await until(`${part} is said`, () => {
        const found = check(screen, `vaktrom/${part}`);
        return found?.result != null && found;
      });
      expect(status.output, part).toMatch(/\d/);
    }
    await until('the signal is seen', () => check(screen, 'vaktrom/deadman')?.result === 'ok', 25_000);
    expect(check(screen, 'vaktrom/deadman')?.output).not.toContain('secret');
    const metrics = await (await fetch(`${running.url}/metrics`)).text();
    expect(metrics).toMatch(/^vaktrom_hub_watching 1$/m);
    expect(metrics).toMatch(/^vaktrom_hub_deadman_sent [1-9]/m);
    expect(metrics).toMatch(/^vaktrom_hub_disk_free_bytes [1-9]/m);
    expect(metrics).not.toContain('secret');

    // Frozen: the machine is there, its ports are open, and nobody watches.
    running.signal('SIGSTOP');
    await until('silence', () => Date.now() - (ear.at.at(-1) ?? 0) > 1_500, 10_000);
    running.signal('SIGCONT');
    const woken = ear.at.length;
    await until('signals again', () => ear.at.length > woken + 1);

    // A log that cannot be written: the hub sees all, and keeps none of it.
    const lock = new Database(join(data, 'log.db'));
    lock.exec('BEGIN IMMEDIATE');
    await until('silence', () => Date.now() - (ear.at.at(-1) ?? 0) > 1_500, 30_000);
    expect(await (await fetch(`${running.url}/metrics`)).text()).toMatch(/^vaktrom_hub_watching 0$/m);
    lock.exec('ROLLBACK');
    lock.close();
    const freed = ear.at.length;
    await until('signals again', () => ear.at.length > freed + 1, 20_000);
    expect(running.log()).not.toContain('secret');
    await running.stop();
    const stopped = ear.at.length;
    await until('silence', () => Date.now() - (ear.at.at(-1) ?? 0) > 1_000, 10_000);
    expect(ear.at.length).toBe(stopped);
  }, 120_000);
});

describe('a backup of a hub that works', () => {
  it('is taken under load, verified, and restored in a new epoch where consoles end equal', async () => {
    const services = [...Array(30).keys()].map(
      (n) =>
        `  - { id: s${n}, name: S${n}, criticality: 2, checks: [{ id: puls, kind: heartbeat, interval: 10m }] }`,
    );
    const config = catalogue(['services:', ...services]);
    const data = place();
    const first = await hub(data, config);
    const kept = place('desk');
    const one = desk(first.url, kept);
    await live(one);
    let pushing = true;
    let pushed = 0;
    const load = (async () => {
      while (pushing) {
        const result = pushed % 3 === 0 ? 'critical' : 'ok';
        await fetch(`${first.url}/heartbeat/s${pushed % 30}%2Fpuls`, {
          method: 'POST',
          body: JSON.stringify({ result, output: `nr ${pushed}` }),
        }).catch(() => {
          pushing = false;
        });
        pushed += 1;
      }
    })();
    await until('there is something to back up', () => pushed > 100);
    const before = pushed;
    const to = place('backup');
    const made = await run(process.execPath, [HUB, 'backup', '--data', data, '--to', to]);
    expect(made.stdout).toMatch(/^OK /);
    expect(pushed).toBeGreaterThan(before);
    const whole = await run(process.execPath, [HUB, 'verify-log', '--data', data]);
    expect(whole.stdout).toMatch(/^OK \d+ events/);
    await until('more happens after it', () => pushed > before + 100);
    first.signal('SIGKILL');
    await first.exited;
    pushing = false;
    await load;

    // A restore over what is there is refused; into a new folder it is one command.
    await expect(run(process.execPath, [HUB, 'restore', '--from', to, '--data', data])).rejects.toMatchObject(
      { code: 1, stderr: expect.stringContaining('is not empty') },
    );
    const restored = place('restored');
    await run(process.execPath, [HUB, 'restore', '--from', to, '--data', restored]);
    const second = await hub(restored, config);
    one.setHub(second.url);
    await live(one);
    const other = desk(second.url);
    await live(other);
    expect(nodes(one)).toEqual(nodes(other));
    expect(nodes(one).size).toBe(30);
    expect(room(one)?.restored).toEqual(room(other)?.restored);
    expect(room(one)?.restored?.backupAt).toBeGreaterThan(0);
    await second.stop();
    const verdict = await run(process.execPath, [HUB, 'verify-log', '--data', restored]);
    expect(verdict.stdout).toMatch(/^OK \d+ events in 2 epochs/);
  }, 90_000);
});
