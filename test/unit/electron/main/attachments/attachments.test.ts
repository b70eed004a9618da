import { createHash } from 'node:crypto';
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Attachments } from '../../../../../electron/main/attachments/attachments';
import { OwnFiles } from '../../../../../electron/main/attachments/own-files';
import type { BlobAnswer, BlobRequest } from '../../../../../shared/contract/blobs';
import type { OutboxEntry } from '../../../../../shared/contract/ipc';
import type { Attachment } from '../../../../../shared/model/shift-log';
import { failure, type Result } from '../../../../../shared/util/result';
import { aPng, ENTRY_AT } from '../../../../fixtures/shift-log';
import { ShiftLogBench } from '../../../../fixtures/shift-log-bench';
import { tempFolder } from '../../../../fixtures/temp-folder';
import { until } from '../../../../fixtures/until';

let folder: ReturnType<typeof tempFolder>;
let hub: ShiftLogBench;
let attachments: Attachments;
let asked: BlobRequest[];
/** Answers before the hub does; null: it is the hub's turn. */
let way: (request: BlobRequest) => Result<never> | null;
let settled: number;
let pending: OutboxEntry[];
let faults: (string | null)[];

const open = (): Attachments =>
  new Attachments({
    folder: join(folder.path, 'own'),
    clock: hub.clock,
    ask: async <R extends BlobRequest>(request: R) => {
      asked.push(request);
      return way(request) ?? ((await hub.blob(request)) as Result<BlobAnswer<R['do']>>);
    },
    pending: () => pending,
    onSettled: () => {
      settled += 1;
    },
    onFault: (detail) => faults.push(detail),
  });

beforeEach(async () => {
  folder = tempFolder('attachments');
  hub = await new ShiftLogBench(join(folder.path, 'hub')).open();
  asked = [];
  settled = 0;
  pending = [];
  faults = [];
  way = () => null;
  attachments = open();
});
afterEach(async () => {
  attachments.stop();
  await hub.close();
  folder.remove();
});

const picture = aPng(64, 64, Buffer.alloc(300_000, 5));
const hash = createHash('sha256').update(picture).digest('hex');
const away = (): Result<never> => failure('offline', 'no contact with the hub');
const add = async (bytes: Buffer = picture, name = 'image.png'): Promise<Omit<Attachment, 'erased'>> => {
  const added = await attachments.add({ name, bytes });
  if (!added.ok) throw new Error(added.error.code);
  return added.value;
};
const entry = (...files: readonly Omit<Attachment, 'erased'>[]): OutboxEntry => ({
  id: 'command-1',
  kind: 'log.write',
  subject: 'entry/entry-one',
  payload: hub.payload('entry-one', 'x', { attachments: [...files] }),
  actor: 'nattoperator',
  actedAt: ENTRY_AT,
  expiresAt: ENTRY_AT + 1,
  fate: 'queued',
  reason: null,
  settledAt: null,
});

describe('what is pasted here', () => {
  it('is on this disk when it is answered, named by its content, and read back without a hub', async () => {
    way = away;
    expect(await add(picture, '../../bilde.exe')).toEqual({
      hash,
      name: '_.._bilde.exe.png',
      type: 'image/png',
      bytes: picture.length,
    });
    expect(existsSync(join(folder.path, 'own', hash))).toBe(true);
    attachments = open();
    const read = await attachments.read(hash);
    expect(read.ok && Buffer.from(read.value.bytes ?? []).equals(picture)).toBe(true);
    expect(asked).toEqual([]);
  });

  it('is refused at once by its content', async () => {
    await expect(add(Buffer.from('PK\u0003\u0004\u0014\0'), 'bilde.png')).rejects.toThrow('type');
    await expect(add(picture.subarray(0, 1_000))).rejects.toThrow('broken');
    expect(existsSync(join(folder.path, 'own'))).toBe(false);
  });

  it('says so where the disk does not take it, and when it does again', async () => {
    writeFileSync(join(folder.path, 'own'), 'a file where a folder should be');
    await expect(add()).rejects.toThrow('disk');
    expect(faults).toHaveLength(1);
  });
});

describe('a command that names a file', () => {
  it('waits until the hub has the file whole, and no longer', async () => {
    const file = await add();
    expect(attachments.hold(entry(file))).toBe('wait');
    await until('it is there', () => settled === 1);
    expect(attachments.hold(entry(file))).toBe('go');
    expect(Buffer.concat(await hub.download(hash)).equals(picture)).toBe(true);
    expect(attachments.hold(entry())).toBe('go');
    expect(attachments.hold({ ...entry(), kind: 'alarm.note', payload: null })).toBe('go');
  });

  it('waits too where a scene or a panel of the wall shows the picture', async () => {
    await add();
    const panel = {
      id: 'bilde',
      kind: 'image',
      settings: { hash },
      at: { x: 0, y: 0, w: 12, h: 12 },
      priority: 1,
    };
    const scene = { name: 'Natt', arrangements: [{ cols: 1, rows: 1, panels: [panel] }] };
    const command = (kind: string, payload: unknown): OutboxEntry =>
      ({ ...entry(), kind, payload }) as OutboxEntry;
    const set = command('scene.set', { scene, base: null });
    expect(attachments.hold(set)).toBe('wait');
    await until('it is there', () => settled === 1);
    expect(attachments.hold(set)).toBe('go');
    const sent = { id: 'x'.repeat(20), panel: { kind: 'image', settings: { hash: 'e'.repeat(64) } } };
    const send = command('wall.send', { ...sent, cell: { display: 'skjerm-1', at: null }, until: 1 });
    expect(attachments.hold(send)).toBe('wait');
    await until('that is known', () => settled === 2);
    const map = {
      ...scene,
      arrangements: [{ cols: 1, rows: 1, panels: [{ ...panel, kind: 'map', settings: {} }] }],
    };
    expect(attachments.hold(command('scene.set', { scene: map, base: null }))).toBe('go');
  });

  it('goes on where it was cut, also after a start of this console and of the hub', async () => {
    const file = await add();
    let pieces = 0;
    way = (request) => (request.do === 'put' && ++pieces > 2 ? failure('timeout', 'cut') : null);
    expect(attachments.hold(entry(file))).toBe('wait');
    await until('it is cut', () => pieces > 2);
    attachments.cut();
    attachments.stop();
    await hub.reopen();
    attachments = open();
    asked = [];
    way = () => null;
    expect(attachments.hold(entry(file))).toBe('wait');
    await until('it is there', () => settled === 1);
    expect(asked.filter((request) => request.do === 'put').map((request) => request.at)).toEqual([
      2 * 65_536,
      3 * 65_536,
      4 * 65_536,
    ]);
    expect(Buffer.concat(await hub.download(hash)).equals(picture)).toBe(true);
  });

  it('is tried again when the hub is back, without being asked for', async () => {
    const file = await add();
    way = away;
    expect(attachments.hold(entry(file))).toBe('wait');
    await until('it was tried', () => asked.length > 0);
    way = () => null;
    await until('it is there', () => {
      attachments.live();
      return settled === 1;
    });
  });

  it('begins anew where the hub has something else of it', async () => {
    const file = await add();
    const spoilt = Buffer.from(picture.subarray(0, 65_536)).fill(1);
    await hub.blob({ do: 'put', hash, name: 'x', size: picture.length, at: 0, bytes: spoilt });
    expect(attachments.hold(entry(file))).toBe('wait');
    await until('it is there', () => settled === 1);
    expect(attachments.hold(entry(file))).toBe('go');
  });

  it('is refused with the hub’s reason where it does not take the file', async () => {
    const file = await add();
    await hub.upload(picture);
    await hub.write('entry-two', 'x', { attachments: [file] });
    await hub.erase('entry-two', hash);
    await until('it is erased', async () => {
      const state = (await hub.blob({ do: 'state', hash })) as Result<{ whole: boolean }>;
      return state.ok && !state.value.whole;
    });
    expect(attachments.hold(entry(file))).toBe('wait');
    await until('it is refused', () => settled === 1);
    expect(attachments.hold(entry(file))).toMatchObject({ refused: expect.stringContaining('slettet') });
  });

  it('goes where the file is nowhere: the hub says what is missing', async () => {
    const file = { hash: 'f'.repeat(64), name: 'x.png', type: 'image/png' as const, bytes: 3 };
    expect(attachments.hold(entry(file))).toBe('wait');
    await until('that is known', () => settled === 1);
    expect(attachments.hold(entry(file))).toBe('go');
  });
});

describe('what others pasted', () => {
  it('is fetched in pieces, checked, and kept for when the hub is away', async () => {
    await hub.upload(picture);
    const [one, two] = await Promise.all([attachments.read(hash), attachments.read(hash)]);
    expect(one).toBe(two);
    expect(one.ok && Buffer.from(one.value.bytes ?? []).equals(picture)).toBe(true);
    expect(asked).toHaveLength(5);
    way = away;
    expect((await attachments.read(hash)).ok).toBe(true);
    expect(await attachments.read('e'.repeat(64))).toMatchObject({ ok: false, error: { code: 'offline' } });
  });

  it('is told apart: unknown, erased, or not what its hash says', async () => {
    expect(await attachments.read('e'.repeat(64))).toEqual({
      ok: true,
      value: { bytes: null, erased: false },
    });
    way = ({ hash: wanted }) =>
      ({ ok: true, value: { size: 3, bytes: Buffer.from('abc'), erased: false, wanted } }) as never;
    expect(await attachments.read('d'.repeat(64))).toMatchObject({ ok: false, error: { code: 'malformed' } });
  });

  it('goes from this disk when it is erased', async () => {
    await add();
    await attachments.erased(hash);
    expect(existsSync(join(folder.path, 'own', hash))).toBe(false);
  });

  it('is not here again where it was erased while it was fetched', async () => {
    await hub.upload(picture);
    let erasing: Promise<void> | null = null;
    way = (request) => {
      if (request.do === 'get' && request.at > 0) erasing ??= attachments.erased(hash);
      return null;
    };
    await attachments.read(hash);
    await erasing;
    expect(existsSync(join(folder.path, 'own', hash))).toBe(false);
  });
});

describe('this disk', () => {
  it('lets go of what was looked at longest ago, never of what waits or is new', async () => {
    const files = new OwnFiles(join(folder.path, 'own'), hub.clock);
    const names: string[] = [];
    for (let n = 0; n < 4; n++) names.push(await files.add(Buffer.alloc(1_000, n)));
    const [waits = '', old = '', older = '', fresh = ''] = names;
    const day = 86_400;
    const now = hub.clock.now() / 1_000;
    for (const [name, at] of [
      [waits, 9],
      [old, 2],
      [older, 3],
      [fresh, 0],
    ] as const)
      utimesSync(join(folder.path, 'own', name), now - at * day, now - at * day);
    await files.tidy(new Set([waits]), 3_000);
    expect(names.map((name) => files.has(name))).toEqual([true, true, false, true]);
    await files.tidy(new Set([waits]), 0);
    expect(names.map((name) => files.has(name))).toEqual([true, false, false, true]);
  });

  it('takes the same twice at once, and keeps it once', async () => {
    for (let n = 0; n < 10; n++) {
      const both = await Promise.all([add(), attachments.read(hash), add(), add()]);
      expect(both[0].hash).toBe(hash);
    }
    attachments.hold(entry(await add()));
    await until('a command named it', () => readdirSync(join(folder.path, 'own')).join() === hash);
    expect(faults).toEqual([]);
  });

  it('lets go of what was pasted and never sent within a day, and keeps what was', async () => {
    const other = aPng(8, 8);
    const unsaid = createHash('sha256').update(other).digest('hex');
    way = away;
    attachments.hold(entry(await add()));
    await add(other);
    // What was looked at before it was pasted here, or is in another entry, is fetched again.
    const files = new OwnFiles(join(folder.path, 'own'), hub.clock);
    await files.tidy(new Set());
    expect([files.has(hash), files.has(unsaid)]).toEqual([true, true]);
    hub.clock.advance(25 * 3_600_000);
    await files.tidy(new Set([unsaid]));
    expect(files.has(unsaid)).toBe(true);
    await files.tidy(new Set());
    expect([files.has(hash), files.has(unsaid)]).toEqual([true, false]);
    expect(readdirSync(join(folder.path, 'own'))).toEqual([hash]);
  });

  it('keeps nothing of what the hub refuses because it was erased', async () => {
    await hub.upload(picture);
    await hub.write('entry-one', 'x', { attachments: [await add()] });
    await hub.erase('entry-one', hash);
    attachments.hold(entry(await add()));
    await until('it was refused', () => settled > 0);
    await until('it is gone', () => !existsSync(join(folder.path, 'own', hash)));
  });

  it('gives back only what it was given', async () => {
    const files = new OwnFiles(join(folder.path, 'own'), hub.clock);
    const name = await files.add(Buffer.from('abc'));
    writeFileSync(join(folder.path, 'own', name), 'abd');
    expect(await files.read(name)).toBeNull();
    expect(files.has(name)).toBe(false);
  });
});
