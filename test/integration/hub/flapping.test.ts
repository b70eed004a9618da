import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type RunningConsole, startConsole } from '../../../electron/main/board/console';
import type { EventBody } from '../../../shared/model/events';
import type { NodeStatus } from '../../../shared/model/room';
import { systemClock } from '../../../shared/time/clock';
import { startHubProcess } from '../../fixtures/hub-process';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** The real hub with a check that is pushed, as a console sees it. */

const folder = tempFolder('flapping');
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

const CATALOGUE = `
version: 1
name: Flapping
services:
  - id: a
    name: A
    criticality: 1
    checks:
      - { id: c, name: C, kind: heartbeat, interval: 1h, attempts: 1 }
  - id: b
    name: B
    criticality: 1
    needs: [a]
    checks:
      - { id: c, name: C, kind: heartbeat, interval: 1h, attempts: 1 }
`;

let count = 0;
async function open(
  data: string,
): Promise<{ readonly url: string; readonly desk: RunningConsole; stop(): Promise<void> }> {
  const config = join(folder.path, 'rom.yaml');
  writeFileSync(config, CATALOGUE);
  const hub = await startHubProcess(['--data', data, '--config', config]);
  count += 1;
  const desk = startConsole({
    clock: systemClock(),
    dataFolder: join(folder.path, `console-${count}`),
    hubUrl: hub.url,
    log: () => {},
  });
  const stop = async (): Promise<void> => {
    await desk.stop();
    await hub.stop();
  };
  ends.push(stop);
  await until('the link is live', () => desk.snapshot().link.phase === 'live', 15_000);
  return { url: hub.url, desk, stop };
}

async function push(url: string, pattern: string): Promise<void> {
  for (const letter of pattern) {
    const result = letter === 'o' ? 'ok' : 'critical';
    const answer = await fetch(`${url}/heartbeat/${encodeURIComponent('a/c')}`, {
      method: 'POST',
      body: JSON.stringify({ result, output: result }),
    });
    expect(answer.status).toBe(202);
  }
}

function node(desk: RunningConsole, id: string): NodeStatus | undefined {
  const found = desk.snapshot().patch.status?.put.find(([key]) => key === `node:${id}`)?.[1];
  return found?.kind === 'node' ? found.value : undefined;
}

async function eventsOfA(desk: RunningConsole): Promise<readonly EventBody[]> {
  const history = await desk.history({ node: 'a', before: null, limit: 500 });
  if (!history.ok) throw new Error(history.error.message);
  // The alarm that follows has events of its own; here it is the check's that are counted.
  return history.value.events.map((event) => event.body).filter((body) => body.type !== 'alarms.moved');
}

describe('a check that flaps', () => {
  it('is held at the worst, costs a handful of events, and is written as it is when it has settled', async () => {
    const { url, desk } = await open(join(folder.path, 'data-1'));
    await push(url, 'oc'.repeat(10));
    await until('it flaps', () => node(desk, 'a')?.flapping === true);
    const began = (await eventsOfA(desk)).length;
    await push(url, 'oc'.repeat(40));
    await push(url, 'o');
    expect(await eventsOfA(desk)).toHaveLength(began);
    expect(node(desk, 'a')).toMatchObject({ state: 'down', flapping: true });
    expect(node(desk, 'b')).toMatchObject({
      state: 'down',
      because: expect.arrayContaining([{ kind: 'need', id: 'a' }]),
    });
    await push(url, 'o'.repeat(25));
    await until('it has settled', () => node(desk, 'a')?.flapping === false);
    expect(node(desk, 'a')?.state).toBe('normal');
    const after = await eventsOfA(desk);
    expect(after.slice(0, after.length - began).map((body) => body.type)).toEqual([
      'check.changed',
      'check.flapping',
    ]);
  }, 60_000);

  it('still flaps after a restart, and is not shown as well before it is', async () => {
    const data = join(folder.path, 'data-2');
    const first = await open(data);
    await push(first.url, 'oc'.repeat(12));
    await until('it flaps', () => node(first.desk, 'a')?.flapping === true);
    await first.stop();
    const second = await open(data);
    await until('it is known', () => node(second.desk, 'a') !== undefined);
    expect(node(second.desk, 'a')).toMatchObject({ state: 'down', flapping: true });
    await push(second.url, 'oooo');
    expect(node(second.desk, 'a')).toMatchObject({ state: 'down', flapping: true });
    await push(second.url, 'o'.repeat(20));
    await until('it has settled', () => node(second.desk, 'a')?.state === 'normal');
  }, 60_000);
});
