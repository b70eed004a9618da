import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../../../shared/time/clock';
import { listen } from '../../../estate/endpoint';
import { type Estate, startEstate, UnfitFault, UnknownInEstate } from '../../../estate/estate';
import { pushHeartbeats } from '../../../estate/heartbeats';
import { probeHttp, probeTcp } from '../probe';

let folder: string;
let estate: Estate;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vaktrom-region-'));
  estate = await startEstate({ folder, part: 'all', pluginFolders: [], heartbeats: true });
}, 20_000);
afterEach(() => estate.heal());
afterAll(async () => {
  await estate.stop();
  await rm(folder, { recursive: true, force: true });
});

const modeOf = (id: string): string => estate.mode(id);

describe('the whole region while it runs', () => {
  test('has an endpoint for each node but the hub’s own, and both reference points', async () => {
    expect(estate.graph.nodes.size).toBe(438);
    expect(estate.state().endpoints).toBe(437 + 3);
    expect(await readFile(join(folder, 'estate-ca.pem'), 'utf8')).toContain('BEGIN CERTIFICATE');
    expect(() => estate.port('vaktrom')).toThrow(UnknownInEstate);
    expect(() => estate.port('video@mo')).toThrow(UnknownInEstate);
    expect(() => estate.mode('nope')).toThrow(UnknownInEstate);
  });

  test('cuts a site off whole: its measuring point and its proxy too', async () => {
    await estate.break('wan@mo', 'down');
    expect((await probeTcp(estate.port('wan@mo'))).seen).toBe('ECONNREFUSED');
    expect((await probeHttp(estate.port('mo', 'sonde'))).seen).toBe('ECONNREFUSED');
    expect((await probeTcp(estate.port('mo', 'mellomtjener'))).seen).toBe('ECONNREFUSED');
    expect((await probeHttp(estate.port('bodø', 'sonde'))).seen).not.toBe('ECONNREFUSED');
    // Machines of the site's own work on.
    expect(modeOf('nødkurve@mo')).toBe('normal');
    expect(modeOf('dips-arena@mo')).toBe('down');
    await estate.setPropagate(false);
    expect((await probeHttp(estate.port('mo', 'sonde'))).seen).toBe('404');
    await estate.setPropagate(true);
    await estate.heal();
    expect((await probeHttp(estate.port('mo', 'sonde'))).seen).toBe('404');
  });

  test('takes most clinical services down with core1, and none that has another leg', async () => {
    await estate.break('core1', 'down');
    expect(estate.state().cutOff.length).toBeGreaterThan(90);
    expect(modeOf('dips-arena@kirkenes')).toBe('down');
    expect(modeOf('ek@kirkenes')).toBe('normal');
    expect(modeOf('wan-core')).toBe('normal');
  });

  test('takes a machine’s exporter down with it', async () => {
    expect((await probeHttp(estate.port('san1', 'vert'))).seen).toBe('404');
    await estate.break('san1', 'down');
    expect((await probeHttp(estate.port('san1', 'vert'))).seen).toBe('ECONNREFUSED');
  });

  test.each([
    ['wan@mo', 'full', {}, 'wan@mo cannot have "full"'],
    ['dips-arena@mo', 'step-fails', {}, 'is about one step (forside, logg-inn'],
    ['dips-arena@mo', 'step-slow', { step: 'nope' }, 'not "nope"'],
    ['wan@mo', 'loss', { level: 101 }, '0 to 100 per cent of packets'],
    ['wan@mo', 'loss', { level: Number.NaN }, '0 to 100 per cent'],
  ] as const)('refuses %s "%s" %j', async (id, fault, detail, reason) => {
    expect(() => estate.wouldBreak(id, fault, detail)).toThrow(reason);
    await expect(estate.break(id, fault, detail)).rejects.toThrow(UnfitFault);
    expect(estate.state().faults).toEqual([]);
  });

  test('says what a fault would be for, without making it', () => {
    expect(estate.wouldBreak('wan', 'loss')).toHaveLength(16);
    expect(estate.wouldBreak('amk-iccs', 'down')).toHaveLength(4);
    expect(() => estate.wouldBreak('vaktrom', 'down')).toThrow(UnknownInEstate);
    expect(estate.state().faults).toEqual([]);
  });

  test('a level that changes is a change', async () => {
    await estate.break('san1', 'full', { level: 82 });
    const before = estate.applied.length;
    await estate.break('san1', 'full', { level: 86 });
    expect(estate.applied.slice(before).map(({ id, mode }) => `${id} ${mode}`)).toEqual(['san1 full']);
  });
});

describe('heartbeats', () => {
  let server: Server;
  let paths: string[];
  let stop = (): void => {};

  beforeAll(async () => {
    paths = [];
    server = createServer((request, response) => {
      request.resume();
      paths.push(decodeURIComponent(request.url ?? ''));
      response.writeHead(202).end();
    });
    await listen(server, 0);
  });
  afterAll(() => {
    stop();
    server.close();
  });

  test('are pushed for what is well, and not for what is down', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await estate.break('backup', 'down');
    stop = pushHeartbeats(estate, url, systemClock());
    await expect.poll(() => paths).toEqual(['/heartbeat/his-siem/meldt']);
    stop();
    paths.length = 0;
    await estate.heal();
    stop = pushHeartbeats(estate, url, systemClock());
    await expect
      .poll(() => [...paths].sort())
      .toEqual(['/heartbeat/backup/meldt', '/heartbeat/his-siem/meldt']);
  });
});
