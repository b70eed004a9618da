import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  DataFolderBusy,
  lockDataFolder,
  readEndpoint,
  removeEndpoint,
  writeEndpoint,
} from '../../../../../electron/hub/store/data-folder';
import { StorageError } from '../../../../../electron/sqlite/errors';
import { bundleProgram, runProgram } from '../../sqlite/child';
import { temporaryFolders } from '../../sqlite/temp-folder';

const temporary = temporaryFolders();
const endpoint = {
  pid: 4_711,
  url: 'http://127.0.0.1:3000',
  origin: 'abc',
  startedAt: 5,
  machine: 'm'.repeat(64),
};

describe('the lock on a data folder', () => {
  it('is held once, also within one process, and free again after its release', async () => {
    const folder = join(temporary(), 'not', 'there', 'yet');
    const lock = await lockDataFolder(folder);
    const second = await lockDataFolder(folder).catch((error: unknown) => error);
    expect(second).toBeInstanceOf(DataFolderBusy);
    expect((second as DataFolderBusy).pid).toBeNull();
    await lock.release();
    const again = await lockDataFolder(folder);
    await again.release();
    await again.release();
  });

  it('is given to one of many that ask at once', async () => {
    const folder = temporary();
    const program = await bundleProgram('test/unit/electron/hub/store/hold-folder.ts', temporary());
    const children = [0, 1, 2, 3].map(() => runProgram(program, [folder]));
    const said = await Promise.all(children.map(async (child) => (await child.lines.next()).value));
    expect(said.sort()).toEqual(['busy', 'busy', 'busy', 'held']);
    await Promise.all(children.map((child) => child.kill()));
  }, 20_000);

  it('names the process that has it, and is free when that one is killed', async () => {
    const folder = temporary();
    const program = await bundleProgram('test/unit/electron/hub/store/hold-folder.ts', temporary());
    const child = runProgram(program, [folder]);
    expect((await child.lines.next()).value).toBe('held');
    const busy = await lockDataFolder(folder).catch((error: unknown) => error);
    expect(busy).toBeInstanceOf(DataFolderBusy);
    expect((busy as DataFolderBusy).pid).toBe(child.process.pid);
    expect((busy as Error).message).toContain(folder);
    await child.kill();
    await (await lockDataFolder(folder)).release();
    // What it said of itself is still there, and is not taken for life.
    expect(await readEndpoint(folder)).toMatchObject({ ok: true, value: { origin: 'child' } });
  }, 20_000);

  it('says so when the folder cannot be one', async () => {
    const place = temporary();
    writeFileSync(join(place, 'file'), '');
    await expect(lockDataFolder(join(place, 'file'))).rejects.toBeInstanceOf(StorageError);
  });
});

describe('the endpoint file', () => {
  it('is written whole, for this user only, replaced, and removed', async () => {
    const folder = temporary();
    expect(await readEndpoint(folder)).toEqual({ ok: true, value: null });
    await writeEndpoint(folder, { ...endpoint, url: 'http://127.0.0.1:1' });
    await writeEndpoint(folder, endpoint);
    expect(await readEndpoint(folder)).toEqual({ ok: true, value: endpoint });
    expect(readdirSync(folder)).toEqual(['endpoint.json']);
    if (process.platform !== 'win32') {
      expect(statSync(join(folder, 'endpoint.json')).mode & 0o777).toBe(0o600);
    }
    await removeEndpoint(folder);
    await removeEndpoint(folder);
    expect(await readEndpoint(folder)).toEqual({ ok: true, value: null });
  });

  it.each(['', 'garbage', '[]', '{"pid":"x"}', '{"pid":1,"url":2,"origin":"a","startedAt":1}'])(
    'is refused with its place when it holds %j',
    async (text) => {
      const folder = temporary();
      writeFileSync(join(folder, 'endpoint.json'), text);
      const read = await readEndpoint(folder);
      expect(read).toMatchObject({ ok: false, error: { code: 'endpoint' } });
      expect(read.ok ? '' : read.error.message).toContain('endpoint.json');
    },
  );
});
