import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../../shared/time/clock';
import { runEstateCommand } from '../../../estate/commands';

const HEAD = 'version: 1\nname: Prøve\nstart: "22:00"\nlength: 10m\nacts:\n';

let folder: string;
let ending: AbortController;
let serving: { readonly out: string[]; readonly done: Promise<number> };

function start(args: readonly string[], end: AbortSignal) {
  const out: string[] = [];
  const err: string[] = [];
  const done = runEstateCommand([...args, '--folder', folder], {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    clock: systemClock(),
    end,
  });
  return { out, err, done };
}

async function run(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const { out, err, done } = start(args, new AbortController().signal);
  return { code: await done, out, err };
}

async function script(acts: string): Promise<string> {
  const file = join(folder, 'script.yaml');
  await writeFile(file, HEAD + acts);
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vaktrom-play-'));
  ending = new AbortController();
  serving = start(['serve', '--part', 'nett'], ending.signal);
  await vi.waitFor(() => expect(serving.out).toHaveLength(1));
});
afterAll(async () => {
  ending.abort();
  await serving.done;
  await rm(folder, { recursive: true, force: true });
});

describe('npm run estate -- play', () => {
  test('plays on the running estate, heals what it broke, and records it', async () => {
    const file = await script(
      [
        '  - { at: +1m, break: wan@mo, fault: down, for: 4m, cause: Graving }',
        '  - { at: +2m, break: fw, fault: slow, level: 2, cause: Last }',
      ].join('\n'),
    );
    const record = join(folder, 'done.ndjson');
    const { code, out, err } = await run('play', file, '--speed', '2000', '--record', record);
    expect([code, err]).toEqual([0, ['1 faults last less than 30 s at this speed: checks may miss them']]);
    expect(out.slice(1)).toEqual([
      '22:01:00 break wan@mo down: Graving',
      '22:02:00 break fw slow 2: Last',
      '22:05:00 heal  wan@mo: Graving',
      '22:10:00 heal  fw: Last',
      'everything that was broken here is healed',
    ]);
    expect((await run('list')).out).toEqual(['all 39 endpoints answer']);
    const lines = (await readFile(record, 'utf8')).trim().split('\n');
    const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(told.map(({ act }) => act)).toEqual(['start', 'break', 'break', 'heal', 'heal', 'end']);
    expect(told[1]).toMatchObject({ id: 'wan@mo', targets: ['wan@mo'], fault: 'down', cause: 'Graving' });
    for (const { at } of told) expect(Math.abs(Date.now() - Number(at))).toBeLessThan(60_000);
  });

  test('is stopped in the middle: what it broke is healed', async () => {
    const file = await script('  - { at: +0s, break: core1, fault: down, cause: x }');
    const end = new AbortController();
    const playing = start(['play', file], end.signal);
    await vi.waitFor(() => expect(playing.out).toHaveLength(2));
    expect((await run('list')).out[0]).toMatch(/^core1 down/);
    end.abort();
    expect(await playing.done).toBe(0);
    expect((await run('list')).out).toEqual(['all 39 endpoints answer']);
  });

  test('asks of every fault first: a slip at the end means that nothing is done', async () => {
    const file = await script(
      [
        '  - { at: +0s, break: core1, fault: down, cause: x }',
        '  - { at: +1m, break: dips-arena@mo, fault: down, cause: x }',
        '  - { at: +2m, break: fw, fault: loss, cause: x }',
      ].join('\n'),
    );
    const { code, out, err } = await run('play', file);
    expect([code, out]).toEqual([2, []]);
    expect(err).toEqual([
      `${file}:7:23 "dips-arena@mo" is not in the estate (a service, service@site, or dc1, dc2)`,
      `${file}:8:23 fw cannot have "loss" (it can: slow, down, errors, flap)`,
      'estate: the script is faulty (2): nothing was done',
    ]);
    expect((await run('list')).out).toEqual(['all 39 endpoints answer']);
  });

  test('refuses what is no script, speed, time of day or file, in clear words', async () => {
    const file = await script('  - { at: +0s, heal: a }');
    expect((await run('play', file)).err[0]).toBe(`${file}:6:22 "a" is not broken then`);
    const good = await script('  - { at: +0s, break: fw, fault: slow, cause: x }');
    expect((await run('play', good, '--speed', '0')).err[0]).toMatch(/"0" is not a speed/);
    expect((await run('play', good, '--from', '9')).err[0]).toMatch(/--from is a time of day/);
    expect((await run('play', good, '--from', '12:00')).err[0]).toMatch(/12:00 is not in the script/);
    expect((await run('play', join(folder, 'none'))).err[0]).toMatch(/cannot be read/);
    expect((await run('play', good, '--record', join(folder, 'no', 'x'))).err[0]).toMatch(
      /cannot be written/,
    );
  });
});
