import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCatalogueCommand } from '../../../../../electron/hub/catalogue/cli';

const GOOD = join(import.meta.dirname, '../../../../fixtures/catalogue/good.yaml');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vaktrom-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCatalogueCommand(args, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  });
  return { code, out, err };
}

describe('npm run catalogue', () => {
  test('check says what a good file holds', async () => {
    expect(await run('check', GOOD)).toEqual({
      code: 0,
      out: [`${GOOD}: “Vaktrommet” is good: 4 services, 2 sites, 7 checks`],
      err: [],
    });
  });

  test('check gives a line for each fault of a bad file, and 2', async () => {
    const file = join(folder, 'bad.yaml');
    await writeFile(file, 'version: 2\nname: X\nservices: []\nx: 1\n');
    expect(await run('check', file)).toEqual({
      code: 2,
      out: [],
      err: [`${file}:1:10 expected 1, found 2`, `${file}:4:1 unknown key "x"`],
    });
  });

  test('check of a missing file is 2', async () => {
    const file = join(folder, 'missing.yaml');
    expect(await run('check', file)).toEqual({ code: 2, out: [], err: [`${file}:1:1 no such file`] });
  });

  test('schema prints a JSON Schema that knows the services', async () => {
    const { code, out } = await run('schema');
    expect(code).toBe(0);
    expect(JSON.parse(out.join('\n'))).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { services: { type: 'array' } },
    });
  });

  test.each([[[]], [['check']], [['tell']]])('%j is a mistake in how it was called: 2', async (args) => {
    expect((await run(...args)).code).toBe(2);
  });

  test('--help is no mistake', async () => {
    expect((await run('--help')).code).toBe(0);
  });
});
