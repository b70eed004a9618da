import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadCatalogue } from '../../../electron/hub/catalogue/load-catalogue';
import type { LoadedCatalogue } from '../../../electron/hub/catalogue/loaded';
import { buildGraph } from '../../../shared/rules/graph';
import { ManualClock } from '../../../shared/time/clock';
import { type Estate, FLAP_MS, startEstate, UnknownInEstate } from '../../estate/estate';
import { ESTATE_SERVICES } from '../../estate/services';
import { probeHttp, probeTcp } from './probe';

let folder: string;
let estate: Estate;

async function catalogue(): Promise<LoadedCatalogue> {
  const outcome = await loadCatalogue(estate.catalogue);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  return outcome.catalogue;
}

const seenAt = async (id: string): Promise<string> => (await probeTcp(estate.port(id))).seen;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vaktrom-estate-'));
  estate = await startEstate({ folder, pluginFolders: [] });
});
afterEach(async () => {
  await estate.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the demonstration estate', () => {
  test('has fifteen services at four sites, each with a check, and two reference points', async () => {
    const { entities, targets, demo } = await catalogue();
    const { graph } = buildGraph(entities);
    expect(demo).toBe(true);
    expect(entities.filter(({ kind }) => kind === 'service')).toHaveLength(15);
    expect(entities.filter(({ kind }) => kind === 'site')).toHaveLength(4);
    expect(graph.nodes.size).toBe(36);
    expect([...graph.nodes.values()].filter(({ checks }) => checks.length === 0)).toEqual([]);
    expect([...targets.keys()].filter((id) => id.startsWith('ref/'))).toEqual(['ref/dc1', 'ref/dc2']);
  });

  test('really answers at every address of its catalogue', async () => {
    const { targets } = await catalogue();
    const seen = await Promise.all(
      [...targets].map(async ([id, target]) => {
        if (target.kind === 'http') return [id, (await probeHttp(Number(new URL(target.url).port))).seen];
        if (target.kind !== 'tcp') return [id, 'no address'];
        const answer = (await probeTcp(target.port)).seen;
        return [id, target.expect !== null && answer.includes(target.expect) ? '200' : answer];
      }),
    );
    expect(seen.filter(([, answer]) => answer !== '200')).toEqual([]);
    expect(new Set([...targets.values()].map((target) => JSON.stringify(target))).size).toBe(targets.size);
  });

  test('slow answers still come within the time limit of their checks', async () => {
    const { entities } = await catalogue();
    for (const entity of entities) {
      if (entity.kind === 'check' && entity.value.warnMs !== null) {
        expect(entity.value.warnMs * 3).toBeLessThan(entity.value.timeoutMs);
      }
    }
    expect(ESTATE_SERVICES).toHaveLength(15);
  });

  test('a fault takes down what depends on it; healing brings all of it back', async () => {
    await estate.break('wan@mo', 'down');
    expect(await seenAt('wan@mo')).toBe('ECONNREFUSED');
    expect(await seenAt('nhn@mo')).toBe('ECONNREFUSED');
    expect(await seenAt('wan@bodø')).toContain('220');
    expect(estate.state().cutOff).toContain('nhn@mo');
    await estate.heal('wan@mo');
    expect(await seenAt('wan@mo')).toContain('220');
    expect((await probeHttp(estate.port('nhn@mo'))).seen).toBe('200');
    expect(estate.state()).toMatchObject({ faults: [], cutOff: [] });
  });

  test('says when each change was really made', async () => {
    const before = Date.now();
    const [fault] = await estate.break('wan@mo', 'down');
    expect(fault).toMatchObject({ id: 'wan@mo', fault: 'down' });
    expect(fault?.at).toBeGreaterThanOrEqual(before);
    expect(estate.applied.map(({ id, mode }) => `${id} ${mode}`).sort()).toEqual([
      'dhcp@mo down',
      'dns@mo down',
      'internett@mo down',
      'nhn@mo down',
      'wan@mo down',
      'wifi@mo down',
    ]);
    for (const { at } of estate.applied) expect(at).toBeLessThanOrEqual(fault?.at ?? 0);
  });

  test('what is cut off shows its own fault again when the cut is mended', async () => {
    await estate.break('nhn@mo', 'errors');
    await estate.break('wan@mo', 'down');
    expect((await probeHttp(estate.port('nhn@mo'))).seen).toBe('ECONNREFUSED');
    await estate.heal('wan@mo');
    expect((await probeHttp(estate.port('nhn@mo'))).seen).toBe('503');
  });

  test('faults need not spread', async () => {
    await estate.break('wan@mo', 'down');
    await estate.setPropagate(false);
    expect(await seenAt('dns@mo')).toContain('220');
    expect(await seenAt('wan@mo')).toBe('ECONNREFUSED');
  });

  test('knows a node by both its names, a service at all its sites, and the reference points', async () => {
    expect((await estate.break('wan-mo', 'slow')).map(({ id }) => id)).toEqual(['wan@mo']);
    expect((await estate.break('wan-core', 'slow')).map(({ id }) => id)).toEqual(['wan-core']);
    expect((await estate.break('dc1', 'down')).map(({ id }) => id)).toEqual(['dc1']);
    expect(await seenAt('dc1')).toBe('ECONNREFUSED');
    expect(await estate.break('dns', 'errors')).toHaveLength(4);
    expect(estate.state().faults).toHaveLength(7);
    await estate.heal('dns');
    expect(estate.state().faults).toHaveLength(3);
    await estate.heal();
    expect(estate.state().faults).toEqual([]);
  });

  test.each(['nope', 'wan@oslo', 'mo', '', 'constructor'])('does not know "%s"', async (id) => {
    await expect(estate.break(id, 'down')).rejects.toThrow(UnknownInEstate);
    expect(estate.state().faults).toEqual([]);
  });

  test('ends with no port open', async () => {
    const port = estate.port('core1');
    await estate.stop();
    expect((await probeTcp(port)).seen).toBe('ECONNREFUSED');
    await expect(estate.break('core1', 'slow')).rejects.toThrow('stopped');
  });
});

test('what flaps is down and up in turns', async () => {
  const clock = new ManualClock();
  const other = await startEstate({ folder, clock, pluginFolders: [] });
  try {
    await other.break('fw', 'flap');
    const modes = (): string[] => other.applied.filter(({ id }) => id === 'fw').map(({ mode }) => mode);
    expect(modes()).toEqual(['down']);
    expect((await probeHttp(other.port('fw'))).seen).toBe('ECONNREFUSED');
    for (const expected of [
      ['down', 'normal'],
      ['down', 'normal', 'down'],
    ]) {
      clock.advance(FLAP_MS);
      await vi.waitFor(() => expect(modes()).toEqual(expected));
    }
    expect(other.applied.find(({ id, mode }) => id === 'lb' && mode === 'down')).toBeDefined();
    await other.heal();
    const changes = other.applied.length;
    clock.advance(FLAP_MS * 3);
    expect(other.applied).toHaveLength(changes);
    expect(modes().at(-1)).toBe('normal');
  } finally {
    await other.stop();
  }
});
