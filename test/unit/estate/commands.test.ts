import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../shared/time/clock';
import { runEstateCommand } from '../../estate/commands';
import { defaultFolder, readEstateFile } from '../../estate/estate-file';
import { FAULTS } from '../../estate/fault-rules';

let folder: string;
let ending: AbortController;
let serving: { readonly out: string[]; readonly done: Promise<number> };

function start(args: readonly string[], end: AbortSignal) {
  const out: string[] = [];
  const err: string[] = [];
  const done = runEstateCommand(args, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    clock: systemClock(),
    end,
  });
  return { out, err, done };
}

async function run(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const { out, err, done } = start([...args, '--folder', folder], new AbortController().signal);
  return { code: await done, out, err };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vaktrom-estate-'));
  ending = new AbortController();
  serving = start(['serve', '--part', 'nett', '--folder', folder], ending.signal);
  await vi.waitFor(() => expect(serving.out).toHaveLength(1));
});
afterEach(async () => {
  ending.abort();
  await serving.done;
  await rm(folder, { recursive: true, force: true });
});

describe('npm run estate', () => {
  test('serve says where it is, in one line of JSON', () => {
    expect(JSON.parse(serving.out[0] ?? '')).toEqual({
      ready: true,
      pid: process.pid,
      control: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      catalogue: join(folder, 'catalogue.yaml'),
      part: 'nett',
    });
  });

  test('serve ends in good order and leaves only the catalogue and its runbook programs', async () => {
    ending.abort();
    expect(await serving.done).toBe(0);
    expect(await readdir(folder)).toEqual(['catalogue.yaml', 'tiltak']);
  });

  test('a second serve in the same folder shares the estate', async () => {
    const second = new AbortController();
    const other = start(['serve', '--part', 'nett', '--folder', folder], second.signal);
    await vi.waitFor(() => expect(other.out).toEqual(serving.out));
    second.abort();
    expect(await other.done).toBe(0);
    expect((await run('list')).out).toEqual(['all 39 endpoints answer']);
  });

  test('a second serve that asks for another part shares it all the same, and says so', async () => {
    const second = new AbortController();
    const other = start(['serve', '--folder', folder], second.signal);
    await vi.waitFor(() => expect(other.out).toEqual(serving.out));
    expect(other.err).toEqual([`an estate of part "nett" runs in ${folder}: it is shared`]);
    second.abort();
    await other.done;
  });

  test('break, list and heal', async () => {
    expect((await run('break', 'wan-mo', 'down')).out).toEqual([
      expect.stringMatching(/^wan@mo down since \d\d:\d\d:\d\d$/),
    ]);
    expect((await run('list')).out).toEqual([
      expect.stringMatching(/^wan@mo down since/),
      'cut off with it: nhn@mo, wifi@mo, dns@mo, internett@mo, dhcp@mo',
    ]);
    expect(await run('heal', 'wan@mo')).toEqual({ code: 0, out: ['all 39 endpoints answer'], err: [] });
  });

  test('propagate', async () => {
    expect((await run('propagate', 'off')).out[0]).toBe('each service stands alone: faults do not spread');
    expect((await run('propagate', 'on')).out).toEqual(['all 39 endpoints answer']);
  });

  test.each([
    [['break', 'nope', 'down'], 'estate: "nope" is not in the estate (a service, service@site, or dc1, dc2)'],
    [['break', 'wan', 'gone'], `estate: "gone" is no fault: ${FAULTS.join(', ')}`],
    [['heal', 'nope'], 'estate: "nope" is not in the estate (a service, service@site, or dc1, dc2)'],
    [['propagate', 'perhaps'], 'estate: "perhaps" is neither on nor off'],
    [['serve', '--ports', 'x'], 'estate: "x" is not a port'],
    [['serve', '--part', 'x'], 'estate: "x" is no part: nett, all'],
    [['serve', '--hub', 'x'], 'estate: "x" is not a hub\'s address'],
    [['break', 'wan', 'slow', '--level', 'x'], 'estate: "x" is no level'],
    [
      ['break', 'wan@mo', 'slow', '--level', '101'],
      'estate: a level of "slow" is 0 to 100 times the expected time',
    ],
    [['break', 'wan@mo', 'down', '--level', '1'], 'estate: "down" has no level'],
    [['break', 'wan@mo', 'down', '--step', 'a'], 'estate: "down" is not about a step'],
    [['break', 'wan@mo', 'loss'], 'estate: wan@mo cannot have "loss" (it can: slow, down, errors, flap)'],
    [['break', 'wan'], "error: missing required argument 'fault'"],
  ])('%j is refused in one line', async (args, reason) => {
    expect(await run(...args)).toEqual({ code: 2, out: [], err: [reason] });
  });

  test('without an estate each says so', async () => {
    ending.abort();
    await serving.done;
    expect(await run('list')).toEqual({
      code: 2,
      out: [],
      err: [`estate: no estate runs in ${folder} (npm run estate -- serve starts one)`],
    });
  });

  test('an estate that was killed is not taken for a running one', async () => {
    ending.abort();
    await serving.done;
    const gone = { pid: 2 ** 22 + 1, control: 'http://127.0.0.1:1', catalogue: 'x' };
    await writeFile(join(folder, 'estate.json'), JSON.stringify(gone));
    expect(readEstateFile(folder)).toBeNull();
    await writeFile(join(folder, 'estate.json'), '{');
    expect(readEstateFile(folder)).toBeNull();
  });

  test('the switchboard takes orders in JSON only, and no malformed ones', async () => {
    const { control } = JSON.parse(serving.out[0] ?? '') as { control: string };
    const post = async (path: string, body: string, type = 'application/json'): Promise<number> =>
      (await fetch(control + path, { method: 'POST', body, headers: { 'content-type': type } })).status;
    expect(await post('/heal', '{}', 'text/plain')).toBe(415);
    expect(await post('/heal', '{')).toBe(400);
    expect(await post('/break', '{"id":"wan","fault":"x"}')).toBe(400);
    expect(await post('/break', JSON.stringify({ id: 'x'.repeat(20_000), fault: 'down' }))).toBe(400);
    expect(await post('/nope', '{}')).toBe(404);
    expect(await post('/heal', '{}')).toBe(200);
  });
});

test('the estate lives in the person’s own cache', () => {
  expect(defaultFolder({ XDG_CACHE_HOME: '/cache' })).toBe(join('/cache', 'vaktrom-estate'));
  expect(defaultFolder({})).toMatch(/vaktrom-estate$/);
});
