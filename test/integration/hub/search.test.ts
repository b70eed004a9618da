import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import type { SearchAnswer } from '../../../shared/contract/wire';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { machineSecret, RawConsole } from '../../fixtures/raw-console';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

const folder = tempFolder('search-hub');
const data = join(folder.path, 'data');
const catalogue = join(folder.path, 'catalogue.yaml');
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

async function hub(): Promise<{ readonly hub: HubProcess; readonly console: RawConsole }> {
  const started = await startHubProcess(['--data', data, '--config', catalogue]);
  ends.push(() => started.stop());
  const console = await new RawConsole(started.url, 'desk', { machine: machineSecret(data) }).open();
  ends.push(async () => console.close());
  return { hub: started, console };
}

async function search(
  console: RawConsole,
  text: string,
  more: Record<string, unknown> = {},
): Promise<SearchAnswer> {
  const asked = { ask: 'search', text, kinds: null, from: null, to: null, before: null, limit: 50, ...more };
  const answer = await console.ask(asked);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value as SearchAnswer;
}

it('a desk searches the hub’s whole log, also after a kill, and when the index was damaged', async () => {
  writeFileSync(
    catalogue,
    'version: 1\nname: test\nservices:\n  - { id: wan, name: Sambandet, criticality: 1, checks: [{ id: puls, kind: heartbeat, interval: 1s }] }\n',
  );
  const first = await hub();
  const beat = (output: string, result = 'critical') =>
    fetch(`${first.hub.url}/heartbeat/wan%2Fpuls`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ result, output }),
    });
  await until('a heartbeat is taken', async () => (await beat('pakketap på linjen')).ok);
  const found = await until('it is found by words and by the service’s name', async () => {
    const answer = await search(first.console, 'pakke sambandet');
    return answer.hits.length > 0 && answer;
  });
  expect(found.hits[0]).toMatchObject({ kind: 'check', event: { body: { check: 'wan/puls' } } });
  expect((await search(first.console, 'pakketap', { kinds: ['note'] })).hits).toEqual([]);
  expect((await search(first.console, 'startet', { kinds: ['room'] })).hits[0]?.event.body.type).toBe(
    'hub.started',
  );
  // Nothing written: what the kinds and the time ask for, and without them nothing.
  const checks = await search(first.console, '', { kinds: ['check'] });
  expect(checks.hits.map(({ event }) => event.seq)).toContain(found.hits[0]?.event.seq);
  expect(new Set(checks.hits.map(({ kind }) => kind))).toEqual(new Set(['check']));
  const since = await search(first.console, '', { from: found.hits[0]?.event.at ?? 0 });
  expect(since.hits.map(({ event }) => event.seq)).toContain(found.hits[0]?.event.seq);
  expect((await search(first.console, '')).hits).toEqual([]);
  const bad = await first.console.ask({
    ask: 'search',
    text: 'x'.repeat(201),
    kinds: null,
    from: null,
    to: null,
    before: null,
    limit: 1,
  });
  expect(bad.ok).toBe(false);

  first.hub.signal('SIGKILL');
  await first.hub.exited;
  const second = await hub();
  expect((await search(second.console, 'pakketap')).hits.length).toBeGreaterThan(0);
  await second.hub.stop();
  for (const part of ['-wal', '-shm']) rmSync(join(data, `search.db${part}`), { force: true });
  writeFileSync(join(data, 'search.db'), randomBytes(50_000));
  const third = await hub();
  const again = await until('the index is whole again', async () => {
    const answer = await search(third.console, 'pakketap');
    return answer.indexedFrom === null && answer;
  });
  expect(again.hits.map(({ event }) => event.seq)).toContain(found.hits[0]?.event.seq);
}, 60_000);
