import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeBackup } from '../../../../../electron/hub/backup/backup';
import { restoreBackup } from '../../../../../electron/hub/backup/restore';
import { runTool } from '../../../../../electron/hub/cli/tools';
import { restoreProjection } from '../../../../../electron/hub/log/restore-projection';
import { openSqliteLog, type SqliteLog } from '../../../../../electron/hub/log/sqlite-log';
import { verifyLogFiles } from '../../../../../electron/hub/log/verify-files';
import { CredentialsStore, credentialsFile } from '../../../../../electron/hub/people/credentials-store';
import { lockDataFolder } from '../../../../../electron/hub/store/data-folder';
import { writeHubNote } from '../../../../../electron/hub/store/hub-note';
import { Projection } from '../../../../../shared/rules/projection';
import { REDUCER_VERSION } from '../../../../../shared/rules/reduce';
import { ManualClock } from '../../../../../shared/time/clock';
import { aService, catalogueChanged, entities, hard } from '../../../../fixtures/room';
import { copyOldHub, said } from '../../../../fixtures/schema-1/open';
import { aPng } from '../../../../fixtures/shift-log';
import { ShiftLogBench } from '../../../../fixtures/shift-log-bench';
import { tempFolder } from '../../../../fixtures/temp-folder';

const folder = tempFolder('backup');
afterAll(() => folder.remove());
let count = 0;
const place = (name: string): string => join(folder.path, `${++count}-${name}`);

const HASH = '$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AAAA';
const SECRET = 'a5'.repeat(32);

/** A hub's data folder with a segment, and the log still open as a hub has it. */
async function running(): Promise<{
  data: string;
  log: SqliteLog;
  clock: ManualClock;
  say: () => Promise<void>;
}> {
  const data = place('data');
  const clock = new ManualClock();
  mkdirSync(data);
  const lock = await lockDataFolder(data);
  const log = await openSqliteLog({ file: join(data, 'log.db'), clock });
  const state = new Projection();
  const put = async (body: Parameters<typeof state.apply>[0]['body']): Promise<void> => {
    const [event] = await log.append([{ at: clock.now(), body }], log.head().position.seq);
    if (event) state.apply(event);
  };
  let n = 0;
  const say = (): Promise<void> => put(hard('a', n++ % 2 === 0 ? 'critical' : 'ok', clock.now()));
  await put(catalogueChanged(entities([aService('a'), aService('b', ['a'])])));
  for (let i = 0; i < 20; i++) {
    clock.advance(1_000);
    await say();
  }
  await log.saveSnapshot({ position: log.head().position, reducer: REDUCER_VERSION, patch: state.dump() });
  await log.archive({ since: clock.now(), events: 5 });
  expect(readdirSync(join(data, 'segments'))).toHaveLength(1);
  writeFileSync(join(folder.path, 'room.yaml'), 'version: 1\nname: R\nservices: []\n');
  await writeHubNote(data, { catalogue: join(folder.path, 'room.yaml') });
  mkdirSync(join(data, 'catalogue-history', 'texts'), { recursive: true });
  writeFileSync(join(data, 'catalogue-history', 'index.json'), '{}');
  const credentials = new CredentialsStore(credentialsFile(data));
  credentials.setCredentials('kari', { password: HASH, pin: null }, clock.now());
  credentials.addKey({
    id: 'økt-1',
    kind: 'session',
    person: 'kari',
    console: 'pult-1',
    secret: SECRET,
    openedAt: clock.now(),
    expiresAt: clock.now() + 1_000,
  });
  credentials.enrol('pult-1', clock.now());
  credentials.addCode('ABCD1234', { kind: 'desk', madeBy: 'kari' }, clock.now() + 1_000);
  credentials.machineSecret();
  void lock;
  return { data, log, clock, say };
}

const backup = (data: string, to: string, clock: ManualClock) =>
  makeBackup({ data, to, samples: true, clock, version: 'test' });

describe('a backup', () => {
  it.each(['folder', 'file.tar.gz', 'file.tar'])(
    'of a running hub is restored with its state, in a new epoch, from a %s',
    async (kind) => {
      const { data, log, clock, say } = await running();
      const to = place(kind);
      const made = await backup(data, to, clock);
      expect(made.log.position).toEqual(log.head().position);
      // What comes after is not in it.
      await say();
      const target = place('restored');
      clock.advance(60_000);
      const restored = await restoreBackup({ from: to, data: target, clock });
      expect(restored).toMatchObject({ backupAt: clock.now() - 60_000, from: made.log.position });
      expect(restored.position.origin).toBe(made.log.position.origin);
      expect(restored.position.epoch).toBeGreaterThan(made.log.position.epoch);
      expect(restored.position.seq).toBe(1);
      expect(readFileSync(restored.catalogue ?? '', 'utf8')).toContain('name: R');
      expect(existsSync(join(target, 'catalogue-history', 'index.json'))).toBe(true);
      expect(existsSync(join(target, 'manifest.json'))).toBe(false);
      expect(await verifyLogFiles(join(target, 'log.db'))).toMatchObject({
        fault: null,
        epochs: 2,
        segments: 1,
        events: 22,
      });
      const again = await openSqliteLog({ file: join(target, 'log.db'), clock });
      const state = await restoreProjection(again);
      expect(state.graph.nodes.size).toBe(2);
      expect(state.room?.restored).toEqual({ at: clock.now(), backupAt: clock.now() - 60_000 });
      const history = await again.history(null, null, 100);
      expect(history).toHaveLength(22);
      expect(history[0]?.body).toEqual({
        type: 'hub.restored',
        backupAt: clock.now() - 60_000,
        from: made.log.position,
      });
      // No position is used twice, whatever either of the two goes on to say.
      const [next] = await again.append([{ at: 1, body: { type: 'hub.stopped' } }], 1);
      expect(next?.epoch).not.toBe(made.log.position.epoch);
      await again.close();
      await log.close();
    },
  );

  it('restored twice begins two epochs', async () => {
    const { data, log, clock } = await running();
    const to = place('backup');
    await backup(data, to, clock);
    const one = await restoreBackup({ from: to, data: place('one'), clock });
    clock.advance(1_000);
    const two = await restoreBackup({ from: to, data: place('two'), clock });
    expect(two.position.epoch).toBeGreaterThan(one.position.epoch);
    await log.close();
  });

  it('of a restored hub keeps the state that its epoch began with', async () => {
    const { data, log, clock } = await running();
    const first = place('backup');
    await backup(data, first, clock);
    const target = place('restored');
    await restoreBackup({ from: first, data: target, clock });
    clock.advance(5_000);
    const second = place('backup');
    await backup(target, second, clock);
    const last = place('restored');
    await restoreBackup({ from: second, data: last, clock });
    const again = await openSqliteLog({ file: join(last, 'log.db'), clock });
    expect((await restoreProjection(again)).graph.nodes.size).toBe(2);
    await again.close();
    await log.close();
  });

  it('of a folder of schema 1 is restored by today’s code', async () => {
    const clock = new ManualClock(said.at + 5_000);
    const to = place('backup');
    await backup(copyOldHub(place('old')), to, clock);
    const target = place('restored');
    const restored = await restoreBackup({ from: to, data: target, clock });
    expect(restored.from).toEqual(said.head.position);
    const log = await openSqliteLog({ file: join(target, 'log.db'), clock });
    const state = await restoreProjection(log);
    expect([...state.catalogue.keys()].sort()).toEqual(said.catalogue);
    await log.close();
  });

  it('never overwrites, and leaves nothing behind when it cannot be made', async () => {
    const { data, log, clock } = await running();
    const to = place('backup');
    await backup(data, to, clock);
    await expect(backup(data, to, clock)).rejects.toThrow('exists already');
    await expect(backup(place('nothing'), place('backup'), clock)).rejects.toThrow('no log');
    rmSync(join(data, 'segments'), { recursive: true });
    const broken = place('backup');
    await expect(backup(data, broken, clock)).rejects.toThrow('segments');
    expect(readdirSync(folder.path).filter((name) => name.includes('.making-'))).toEqual([]);
    expect(existsSync(broken)).toBe(false);
    await log.close();
  });

  it.each([
    [
      'altered',
      (at: string) =>
        writeFileSync(join(at, 'log.db'), Buffer.alloc(readFileSync(join(at, 'log.db')).length)),
      'was altered',
    ],
    ['cut short', (at: string) => writeFileSync(join(at, 'log.db'), 'x'), 'bytes, not'],
    [
      'without one of its files',
      (at: string) => rmSync(join(at, 'catalogue'), { recursive: true }),
      'is missing',
    ],
    [
      'with a file more',
      (at: string) => writeFileSync(join(at, 'segments', 'more'), ''),
      'not in the manifest',
    ],
    ['without its manifest', (at: string) => rmSync(join(at, 'manifest.json')), 'never finished'],
    [
      'with half a manifest',
      (at: string) => writeFileSync(join(at, 'manifest.json'), '{"format":'),
      'not JSON',
    ],
    [
      'whose manifest leads out of it',
      (at: string) =>
        writeFileSync(
          join(at, 'manifest.json'),
          readFileSync(join(at, 'manifest.json'), 'utf8').replace('"log.db"', '"../log.db"'),
        ),
      'leads out',
    ],
  ] as const)('%s is refused, and nothing is changed', async (_, spoil, words) => {
    const { data, log, clock } = await running();
    const to = place('backup');
    await backup(data, to, clock);
    spoil(to);
    const target = place('restored');
    await expect(restoreBackup({ from: to, data: target, clock })).rejects.toThrow(words);
    expect(existsSync(target)).toBe(false);
    expect(readdirSync(folder.path).filter((name) => name.includes('.restoring-'))).toEqual([]);
    await log.close();
  });

  it('is not restored over anything', async () => {
    const { data, log, clock } = await running();
    const to = place('backup');
    await backup(data, to, clock);
    const target = place('restored');
    await expect(restoreBackup({ from: to, data, clock })).rejects.toThrow('is not empty');
    mkdirSync(target);
    await restoreBackup({ from: to, data: target, clock });
    expect(existsSync(join(target, 'log.db'))).toBe(true);
    const catalogue = place('room.yaml');
    writeFileSync(catalogue, 'mine');
    await expect(restoreBackup({ from: to, data: place('x'), catalogue, clock })).rejects.toThrow(
      'exists already',
    );
    expect(readFileSync(catalogue, 'utf8')).toBe('mine');
    await log.close();
  });
});

describe('the credentials in a backup', () => {
  it.each(['folder', 'file.tar.gz'])(
    'are hashes only, readable by their owner only, and stand after a restore from a %s: %#',
    async (kind) => {
      const { data, log, clock } = await running();
      const before = new CredentialsStore(credentialsFile(data));
      const to = place(kind);
      await backup(data, to, clock);
      const made = kind === 'folder' ? credentialsFile(to) : to;
      expect(statSync(made).mode & 0o777).toBe(0o600);
      if (kind === 'folder') {
        const bytes = readFileSync(made);
        expect(bytes.includes(HASH)).toBe(true);
        for (const secret of [SECRET, before.machineSecret()]) expect(bytes.includes(secret)).toBe(false);
      }
      const target = place('restored');
      await restoreBackup({ from: to, data: target, clock });
      expect(statSync(credentialsFile(target)).mode & 0o777).toBe(0o600);
      const after = new CredentialsStore(credentialsFile(target));
      expect(after.credentials('kari')).toEqual({ password: HASH, pin: null });
      expect(after.consoleHash('pult-1')).toEqual(before.consoleHash('pult-1'));
      expect(after.key('økt-1')).toBeNull();
      expect(after.takeCode('ABCD1234', clock.now())).toBeNull();
      expect(after.machineSecret()).not.toBe(before.machineSecret());
      // What was backed up goes on as it was.
      expect(before.key('økt-1')?.secret).toBe(SECRET);
      after.close();
      before.close();
      await log.close();
    },
  );
});

describe('a backup of what people attached', () => {
  it('holds the files that are whole and what is known of them, and goes on from them', async () => {
    const data = place('data');
    const bench = await new ShiftLogBench(data).open();
    const picture = aPng(8, 8, Buffer.alloc(100_000, 7));
    const half = aPng(9, 9, Buffer.alloc(100_000, 8));
    await bench.upload(picture);
    await bench.upload(half, 1);
    const hash = createHash('sha256').update(picture).digest('hex');
    const attachment = { hash, name: 'bilde.png', type: 'image/png' as const, bytes: picture.length };
    expect(await bench.write('entry-one', 'x', { attachments: [attachment] })).toBeNull();
    const to = place('backup');
    await makeBackup({ data, to, samples: false, clock: bench.clock, version: 'test' });
    await bench.close();
    const target = place('restored');
    await restoreBackup({ from: to, data: target, clock: bench.clock });
    const restored = await new ShiftLogBench(target).open();
    expect(Buffer.concat(await restored.download(hash)).equals(picture)).toBe(true);
    expect(readdirSync(join(target, 'attachments'))).toEqual([hash.slice(0, 2)]);
    await restored.close();
  });
});

describe('the commands on a data folder', () => {
  const tool = async (...argv: string[]): Promise<{ code: number; said: string }> => {
    const lines: string[] = [];
    const code = await runTool(argv, { version: 'test', write: (line) => lines.push(line) });
    return { code, said: lines.join('\n') };
  };

  it('verify, back up and restore, and say in a line what they did', async () => {
    const { data, log } = await running();
    expect(await tool('verify-log', '--data', data)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^OK 21 events in 1 epochs, 1 segments; head /),
    });
    const to = place('backup');
    expect(await tool('backup', '--data', data, '--to', to, '--without-samples')).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^OK .*: 5 files/),
    });
    const target = place('restored');
    const restored = await tool('restore', '--from', to, '--data', target);
    expect(restored.said).toContain(`The catalogue file is ${join(target, 'room.yaml')}`);
    expect((await tool('verify-log', '--data', target)).said).toMatch(/^OK 22 events in 2 epochs/);
    await log.close();
  });

  it('say the first fault with its place, and end with 1', async () => {
    const { data, log } = await running();
    const copy = place('copy');
    await log.close();
    cpSync(data, copy, { recursive: true });
    const [name = ''] = readdirSync(join(copy, 'segments'));
    rmSync(join(copy, 'segments', name));
    const { code, said: line } = await tool('verify-log', '--data', copy);
    expect(code).toBe(1);
    expect(line).toMatch(/^FAULT at [0-9a-f]+\/1\/1: segment .* is missing$/);
    await expect(tool('verify-log', '--data', place('nowhere'))).rejects.toThrow();
  });
});
