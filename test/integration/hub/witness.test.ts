import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type RunningConsole, startConsole } from '../../../electron/main/board/console';
import { systemClock } from '../../../shared/time/clock';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** A hub whose past was exchanged behind its back, and the console that has seen the other one. */

const folder = tempFolder('witness');
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

const catalogue = (name: string): string => `
version: 1
name: ${name}
services:
  - id: lab
    name: Lab
    criticality: 2
    checks:
      - { id: tcp, kind: tcp, host: 127.0.0.1, port: 9 }
`;

async function hub(data: string, name: string): Promise<HubProcess> {
  const file = join(folder.path, 'catalogue.yaml');
  writeFileSync(file, catalogue(name));
  const started = await startHubProcess(['--data', data, '--config', file]);
  ends.push(() => started.stop());
  return started;
}

function open(url: string): RunningConsole {
  const opened = startConsole({
    clock: systemClock(),
    dataFolder: join(folder.path, 'console'),
    hubUrl: url,
    log: () => {},
  });
  ends.push(() => opened.stop());
  return opened;
}
const witness = (desk: RunningConsole): string | undefined =>
  desk.snapshot().link.degraded.find(({ code }) => code === 'witness')?.detail;
const beats = (desk: RunningConsole, since: number) =>
  until('it beats', () => (desk.snapshot().link.lastBeatAt ?? 0) > since, 15_000);

describe('a console that has seen the hub’s past', () => {
  it('says on the desk that it was cut off, and goes on saying so while it grows anew', async () => {
    const data = join(folder.path, 'data');
    const kept = join(folder.path, 'kept');
    const first = await hub(data, 'Den første');
    await first.stop();
    cpSync(data, kept, { recursive: true });
    const second = await hub(data, 'Den andre');
    const desk = open(second.url);
    await until('the link is live', () => desk.snapshot().link.phase === 'live', 15_000);
    await beats(desk, Date.now());
    expect(witness(desk)).toBeUndefined();
    await desk.stop();
    await second.stop();
    // Not a restore, which begins a new epoch and says so: the folder of before, as if nothing had been.
    rmSync(data, { recursive: true });
    cpSync(kept, data, { recursive: true });
    const forged = await hub(data, 'Den første');
    const again = open(forged.url);
    const detail = await until('the console says so', () => witness(again), 20_000);
    expect(detail).toContain('seen');
    await again.stop();
    await forged.stop();
    // It has grown past what was seen; the contradiction is on the console's disk.
    for (const name of ['Den tredje', 'Den fjerde', 'Den femte']) {
      const later = await hub(data, name);
      await later.stop();
    }
    const grown = await hub(data, 'Den sjette');
    const last = open(grown.url);
    await until('the console still says so', () => witness(last), 20_000);
  });
});
