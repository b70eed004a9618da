import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningConsole, startConsole } from '../../../electron/main/board/console';
import type { CatalogueEdit } from '../../../shared/contract/commands';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import type { LogEvent } from '../../../shared/model/events';
import type { NodeStatus } from '../../../shared/model/room';
import { systemClock } from '../../../shared/time/clock';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { give, signedIn } from '../../fixtures/signed-in';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** The catalogue edited from a desk: the built hub in a process of its own, real files, real sockets. */

const folder = tempFolder('catalogue-edit');
const ends: (() => Promise<unknown>)[] = [];
let server: Server;
let count = 0;

beforeAll(async () => {
  server = createServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => {
  server.close();
  folder.remove();
});

const port = (): number => (server.address() as AddressInfo).port;
const catalogue = (): string => `# by hand
version: 1
name: Rommet
services:
  # the first
  - id: en
    name: Den ene # kept
    criticality: 2
    checks:
      - { id: http, kind: http, url: "http://127.0.0.1:${port()}/", interval: 1s, headers: { X-Key: hemmelig-verdi } }
`;

async function aHub(
  text = catalogue(),
): Promise<{ readonly hub: HubAt; readonly file: string; readonly data: string }> {
  count += 1;
  const data = join(folder.path, `data-${count}`);
  const file = join(folder.path, `rom-${count}.yaml`);
  writeFileSync(file, text);
  return { hub: await start(data, file), file, data };
}

/** A hub, and where its data are. */
type HubAt = HubProcess & { readonly data: string };

async function start(data: string, file: string): Promise<HubAt> {
  const hub = await startHubProcess(['--data', data, '--config', file]);
  ends.push(() => hub.stop());
  return { ...hub, data };
}

async function aDesk({ data }: { readonly data: string }): Promise<RunningConsole> {
  count += 1;
  const desk = startConsole({
    clock: systemClock(),
    dataFolder: join(folder.path, `desk-${count}`),
    hubUrl: null,
    log: () => {},
  });
  ends.push(() => desk.stop());
  return signedIn(desk, data);
}

function node(desk: RunningConsole, id: string): NodeStatus | undefined {
  const found = desk.snapshot().patch.status.put.find(([key]) => key === `node:${id}`)?.[1];
  return found?.kind === 'node' ? found.value : undefined;
}

async function edit(
  desk: RunningConsole,
  change: CatalogueEdit['change'],
  base: string,
  summary = 'fordi',
): Promise<OutboxEntry> {
  const given = await give(desk, 'catalogue.edit', 'en', { base, change, summary });
  return until('the edit is settled', () => {
    const entry = desk.snapshot().outbox.find(({ id }) => id === given.id);
    return entry && !['queued', 'sent'].includes(entry.fate) && entry;
  });
}

async function source(desk: RunningConsole, service: string | null) {
  const answer = await desk.ask({ ask: 'catalogue-source', service });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

async function history(desk: RunningConsole, version: string | null = null) {
  const answer = await desk.ask({ ask: 'catalogue-history', version });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

async function edited(desk: RunningConsole): Promise<readonly LogEvent[]> {
  const answer = await desk.history({ node: null, before: null, limit: 200 });
  return answer.ok ? answer.value.events.filter(({ body }) => body.type === 'catalogue.edited') : [];
}

const NEW = (): string =>
  `id: to\nname: Den andre\ncriticality: 3\nneeds: [en]\nchecks:\n  - id: http\n    kind: http\n    url: http://127.0.0.1:${port()}/\n    interval: 1s\n`;

describe('the catalogue from a desk', () => {
  it('takes a new service: into the file, the room, the log and the history, and out again by undo', async () => {
    const { hub, file } = await aHub();
    const desk = await aDesk(hub);
    const { version } = await source(desk, 'to');
    const change = { kind: 'service', id: 'to', yaml: NEW() } as const;
    const preview = await desk.ask({
      ask: 'catalogue-preview',
      edit: { base: version, change, summary: '' },
    });
    expect(preview).toMatchObject({
      ok: true,
      value: { issues: [], nodes: { added: ['to'], removed: [], changed: [] } },
    });
    expect(await edit(desk, change, version)).toMatchObject({ fate: 'confirmed' });
    expect(readFileSync(file, 'utf8')).toBe(
      `${catalogue()}  - ${NEW().trimEnd().replaceAll('\n', '\n    ')}\n`,
    );
    await until('it is watched', () => node(desk, 'to')?.state === 'normal', 15_000);
    const [event] = await edited(desk);
    expect(event?.body).toMatchObject({ before: version, services: ['to'], summary: 'fordi' });
    const { versions } = await history(desk);
    expect(versions).toHaveLength(2);
    expect((await history(desk, versions[0]!.version)).diff).toContain('+  - id: to');
    expect(await edit(desk, { kind: 'restore', version }, versions[0]!.version)).toMatchObject({
      fate: 'confirmed',
    });
    expect(readFileSync(file, 'utf8')).toBe(catalogue());
    await until('it is no longer watched', () => node(desk, 'to') === undefined, 15_000);
    expect((await history(desk)).versions).toHaveLength(3);
  }, 60_000);

  it('changes nothing by a bad edit, and says where it is bad', async () => {
    const { hub, file } = await aHub();
    const desk = await aDesk(hub);
    const { version } = await source(desk, 'en');
    const bad = await edit(
      desk,
      { kind: 'service', id: 'to', yaml: 'id: to\nname: To\ncriticality: 1\nneeds: [ukjent]\n' },
      version,
    );
    expect(bad).toMatchObject({
      fate: 'refused',
      reason: expect.stringMatching(/^rom-\d+\.yaml:14:13 unknown service "ukjent"$/),
    });
    const gone = await edit(
      desk,
      { kind: 'fields', id: 'nei', set: [{ path: ['name'], value: 'x' }] },
      version,
    );
    expect(gone.fate).toBe('refused');
    expect(readFileSync(file, 'utf8')).toBe(catalogue());
    expect(node(desk, 'to')).toBeUndefined();
    expect(await edited(desk)).toEqual([]);
    expect((await history(desk)).versions).toHaveLength(1);
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.ny'))).toEqual([]);
  }, 60_000);

  it('tells a desk whose text is old that the file is another, and keeps what came by an editor', async () => {
    const { hub, file } = await aHub();
    const desk = await aDesk(hub);
    const seen = await source(desk, 'en');
    expect(seen.text).not.toContain('hemmelig');
    const change = { kind: 'service', id: 'en', yaml: seen.text!.replace('Den ene', 'Fra pulten') } as const;
    writeFileSync(file, catalogue().replace('Rommet', 'Rom 2'));
    expect(await edit(desk, change, seen.version)).toMatchObject({
      fate: 'refused',
      reason: expect.stringContaining('endret siden'),
    });
    expect(readFileSync(file, 'utf8')).toContain('Rom 2');
    const now = await source(desk, 'en');
    expect(await edit(desk, change, now.version)).toMatchObject({ fate: 'confirmed' });
    expect(readFileSync(file, 'utf8')).toBe(
      catalogue().replace('Rommet', 'Rom 2').replace('Den ene', 'Fra pulten'),
    );
    expect((await history(desk)).versions.map(({ actor }) => actor === null)).toEqual([false, true, true]);
  }, 60_000);

  it('is refused with the reason where the file may not be written', async () => {
    const { hub, file } = await aHub();
    const desk = await aDesk(hub);
    const { version } = await source(desk, 'en');
    chmodSync(file, 0o444);
    expect(await edit(desk, { kind: 'service', id: 'to', yaml: NEW() }, version)).toMatchObject({
      fate: 'refused',
      reason: 'filen er skrivebeskyttet',
    });
  }, 60_000);

  it('happens once when the hub is killed between the file and the log', async () => {
    let hits = 0;
    for (let round = 0; round < 6 && hits < 2; round += 1) {
      const { hub, file, data } = await aHub();
      const desk = await aDesk(hub);
      const { version } = await source(desk, 'en');
      const before = statSync(file).ino;
      await give(desk, 'catalogue.edit', 'to', {
        base: version,
        change: { kind: 'service', id: 'to', yaml: NEW() },
        summary: `runde ${round}`,
      });
      // The file is seen to change, and the hub is gone in the next instant.
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (statSync(file).ino === before) setImmediate(look);
          else {
            hub.signal('SIGKILL');
            resolve();
          }
        };
        look();
      });
      await hub.exited;
      const settledBefore = desk.snapshot().outbox.some(({ fate }) => fate === 'confirmed');
      if (!settledBefore) hits += 1;
      const written = readFileSync(file, 'utf8');
      expect(written).toContain('id: to');
      const again = await start(data, file);
      await signedIn(desk, again.data);
      await until('the edit is told as done', () => desk.snapshot().outbox[0]?.fate === 'confirmed', 20_000);
      expect(readFileSync(file, 'utf8')).toBe(written);
      expect(await edited(desk)).toHaveLength(1);
      const { versions } = await history(desk);
      expect(versions.map(({ summary }) => summary)).toEqual([`runde ${round}`, '']);
      await until('it is watched', () => node(desk, 'to')?.state === 'normal', 15_000);
      for (const end of ends.splice(0).reverse()) await end();
    }
    expect(hits).toBeGreaterThan(0);
  }, 150_000);

  it('says plainly that there is no file where a hub has none', async () => {
    const data = join(folder.path, 'none');
    const hub = await startHubProcess(['--data', data]);
    ends.push(() => hub.stop());
    const desk = await aDesk({ data });
    expect(await desk.ask({ ask: 'catalogue-source', service: null })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('huben har ingen katalogfil') },
    });
    expect(await edit(desk, { kind: 'service', id: 'to', yaml: NEW() }, 'x')).toMatchObject({
      fate: 'refused',
      reason: 'huben har ingen katalogfil',
    });
    expect(existsSync(join(folder.path, 'none/catalogue-history'))).toBe(false);
  }, 60_000);
});
