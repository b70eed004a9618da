import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type RunningConsole, startConsole } from '../../../electron/main/board/console';
import type { AnswerTo } from '../../../shared/contract/wire';
import { systemClock } from '../../../shared/time/clock';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** A real server, watched by the real hub, on the chart that a console is given. */

const folder = tempFolder('chart');
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

const HOUR = 3_600_000;
let broken = false;

async function watchedServer(): Promise<string> {
  const server = createServer((_, response) => {
    response.statusCode = broken ? 503 : 200;
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function hubOf(data: string, config: string): Promise<HubProcess> {
  const hub = await startHubProcess(['--data', data, '--config', config]);
  ends.push(() => hub.stop());
  return hub;
}

async function deskOf(url: string, name: string): Promise<RunningConsole> {
  const desk = startConsole({
    clock: systemClock(),
    dataFolder: join(folder.path, name),
    hubUrl: url,
    log: () => {},
  });
  ends.push(() => desk.stop());
  await until('the link is live', () => desk.snapshot().link.phase === 'live', 15_000);
  return desk;
}

async function chartOf(desk: RunningConsole, span = HOUR): Promise<AnswerTo<'chart'>> {
  const to = Date.now() + 1_000;
  const answer = await desk.ask<'chart'>({ ask: 'chart', node: 'a', from: to - span, to, points: 600 });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

describe('a chart from the hub', () => {
  it('holds what a check measured, its phases and its changes; a killed hub keeps it, and says when it was blind', async () => {
    const url = await watchedServer();
    const config = join(folder.path, 'rom.yaml');
    writeFileSync(
      config,
      `
version: 1
name: Kurve
services:
  - id: a
    name: A
    criticality: 1
    expected: 300ms
    checks:
      - { id: c, name: C, kind: http, url: '${url}', interval: 1s, attempts: 1 }
`,
    );
    const data = join(folder.path, 'hub');
    broken = false;
    const hub = await hubOf(data, config);
    const desk = await deskOf(hub.url, 'console-1');
    const seen = await until(
      'five answers',
      async () => {
        const chart = await chartOf(desk);
        const [response] = chart.series;
        return response && total(response.count) >= 5 ? chart : null;
      },
      20_000,
    );
    expect(seen.expectedMs).toBe(300);
    const phases = seen.series.filter(({ metric }) => metric !== '');
    expect(phases.map(({ metric }) => metric)).toEqual(
      expect.arrayContaining(['connect', 'firstByte', 'body']),
    );
    expect(phases.every(({ unit, origin }) => unit === 'ms' && origin === 'hub')).toBe(true);
    expect(phases.every(({ p50 }) => p50.some((value) => value !== null))).toBe(true);

    broken = true;
    const failing = await until(
      'a failure',
      async () => {
        const chart = await chartOf(desk);
        return chart.events.some(({ body }) => body.type === 'check.changed' && body.result === 'critical')
          ? chart
          : null;
      },
      20_000,
    );
    expect(total(failing.series[0]?.failed ?? [])).toBeGreaterThan(0);
    const quality = await desk.ask<'quality'>({
      ask: 'quality',
      service: 'a',
      from: Date.now() - HOUR,
      to: Date.now() + 1_000,
    });
    expect(quality.ok && quality.value.nodes[0]?.availability).toBeLessThan(1);

    const before = total(failing.series[0]?.count ?? []);
    await until(
      'it is on the disk',
      async () => total((await chartOf(desk)).series[0]?.count ?? []) > before + 3,
      20_000,
    );
    hub.signal('SIGKILL');
    await hub.exited;
    await desk.stop();
    // Long enough for the hub to know that it was away: its word for that is five seconds.
    const killedAt = Date.now();
    await until('six seconds have passed', () => Date.now() - killedAt > 6_500, 10_000);
    const again = await deskOf((await hubOf(data, config)).url, 'console-2');
    const kept = await chartOf(again);
    expect(total(kept.series[0]?.count ?? [])).toBeGreaterThanOrEqual(before);
    expect(kept.bands.map(({ kind }) => kind)).toContain('blind');
    for (const span of [24 * HOUR, 31 * 24 * HOUR, 396 * 24 * HOUR]) {
      expect(total((await chartOf(again, span)).series[0]?.count ?? [])).toBeGreaterThanOrEqual(before);
    }
  });
});
