import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SHIFT_LOG_SUBJECT } from '../../../../../shared/model/shift-log';
import type { Result } from '../../../../../shared/util/result';
import { aConsole } from '../../../../fixtures/people-room';
import { aPng, filesHolding } from '../../../../fixtures/shift-log';
import { ShiftLogBench } from '../../../../fixtures/shift-log-bench';
import { tempFolder } from '../../../../fixtures/temp-folder';
import { until } from '../../../../fixtures/until';

let folder: ReturnType<typeof tempFolder>;
let bench: ShiftLogBench;
beforeEach(async () => {
  folder = tempFolder('shift-log');
  bench = await new ShiftLogBench(folder.path).open();
});
afterEach(async () => {
  await bench.close();
  folder.remove();
});

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const picture = aPng(64, 64, Buffer.alloc(200_000, 9));
const named = (bytes: Uint8Array, name = 'bilde.png') => ({
  hash: hashOf(bytes),
  name,
  type: 'image/png' as const,
  bytes: bytes.length,
});

describe('an entry', () => {
  it('gets its number, its words beside their hash, and stands as it was written', async () => {
    expect(await bench.write('entry-one', 'Ringte AMK.\r\nDe ser det samme.')).toBeNull();
    expect(await bench.write('entry-two', 'Svar fra leverandøren')).toBeNull();
    const { entries, complete } = await bench.ask();
    expect(complete).toBe(true);
    expect(entries.map(({ entry }) => [entry.number, entry.body.said?.text])).toEqual([
      ['L-2', 'Svar fra leverandøren'],
      ['L-1', 'Ringte AMK.\nDe ser det samme.'],
    ]);
    const { body } = entries[1]?.entry ?? {};
    expect(body?.hash).toBe(
      createHash('sha256').update(`${body?.said?.salt}${body?.said?.text}`).digest('hex'),
    );
  });

  it('is given its own number also where two are decided before either is written', async () => {
    const old = bench.clock.now() - 48 * 3_600_000;
    const both = await Promise.all([
      bench.write('entry-one', 'a', { at: old }),
      bench.write('entry-two', 'b', { at: old }),
    ]);
    expect(both).toEqual([null, null]);
    expect((await bench.ask()).entries.map(({ entry }) => entry.number).sort()).toEqual(['L-1', 'L-2']);
  });

  it('is refused where it says nothing, was written before, or lies ahead', async () => {
    expect(await bench.write('entry-one', ' \n ')).toContain('tom');
    expect(await bench.write('entry-one', 'x', { at: bench.clock.now() + 3_600_000 })).toContain(
      'fram i tid',
    );
    expect(await bench.give('log.write', 'entry/another', bench.payload('entry-one', 'x'))).toContain(
      'hvilken',
    );
    expect(await bench.write('entry-one', 'x')).toBeNull();
    expect(await bench.write('entry-one', 'y')).toContain('alt ført');
    expect(await bench.write('entry-one', 'y', { at: bench.clock.now() - 48 * 3_600_000 })).toContain(
      'alt ført',
    );
    expect((await bench.ask()).entries).toHaveLength(1);
  });

  it('can be corrected however old it is, and keeps what it said', async () => {
    await bench.write('entry-one', 'kl. 22');
    bench.clock.advance(20 * 24 * 3_600_000);
    await bench.write('entry-two', 'senere');
    expect(bench.state.watch.has('entry:entry-one')).toBe(false);
    expect(await bench.correct('entry-one', 'correction-one', 'kl. 23')).toBeNull();
    expect(await bench.correct('entry-one', 'correction-one', 'kl. 23')).toContain('alt ført');
    expect(await bench.correct('entry-none', 'correction-two', 'x')).toContain('finnes ikke');
    const { entries } = await bench.ask();
    expect(entries[1]?.entry.body.said?.text).toBe('kl. 22');
    expect(entries[1]?.entry.corrections.map(({ body }) => body.said?.text)).toEqual(['kl. 23']);
    // The number of what left the state meanwhile goes on.
    expect(entries[0]?.entry.number).toBe('L-2');
  });

  it('takes so many corrections that all that was said of it is always read, and then a new entry', {
    timeout: 60_000,
  }, async () => {
    await bench.write('entry-one', 'x');
    for (let n = 0; n < 100; n++)
      expect(await bench.correct('entry-one', `correction-${n}`, `y${n}`)).toBeNull();
    expect(await bench.correct('entry-one', 'correction-100', 'z')).toContain('Skriv en ny innførsel');
    for (let n = 0; n < 100; n++) expect(await bench.erase('entry-one', `correction-${n}`)).toBeNull();
    const [{ entry } = { entry: null }] = (await bench.ask()).entries;
    expect(entry?.corrections.every(({ body }) => body.said === null)).toBe(true);
    expect(entry?.erasures).toHaveLength(100);
  });

  it('is erased part by part, with a cause, once', async () => {
    await bench.write('entry-one', 'Qxv-Nordmann');
    await bench.correct('entry-one', 'correction-one', 'Qxv-Hansen');
    expect(await bench.erase('entry-one', 'nothing-such')).toContain('finnes ikke');
    expect(await bench.erase('entry-one', 'text')).toBeNull();
    expect(await bench.erase('entry-one', 'text')).toContain('slettet dette');
    expect(await bench.erase('entry-one', 'correction-one')).toBeNull();
    const [only] = (await bench.ask()).entries;
    expect(only?.entry).toMatchObject({ body: { said: null }, corrections: [{ body: { said: null } }] });
    expect(only?.entry.erasures.map(({ part, why }) => [part, why])).toEqual([
      ['text', 'Pasientopplysninger'],
      ['correction-one', 'Pasientopplysninger'],
    ]);
    expect(filesHolding(folder.path, 'Qxv-')).toEqual([]);
    expect(await bench.log.verify()).toBeNull();
  });
});

describe('the question shift-log', () => {
  it('gives all that was written, page by page, with all that was said of it since', async () => {
    for (let n = 0; n < 25; n++) await bench.write(`entry-${n}-long`, `Linje ${n}`);
    await bench.correct('entry-3-long', 'correction-one', 'rettet');
    await bench.archiveAll();
    const walked: string[] = [];
    let before = null as { epoch: number; seq: number } | null;
    for (let complete = false; !complete; ) {
      const page = await bench.ask({ before, limit: 7 });
      walked.push(...page.entries.map(({ entry }) => entry.id));
      before = page.entries.at(-1)?.place ?? before;
      complete = page.complete;
    }
    expect(walked).toEqual([...Array(25).keys()].reverse().map((n) => `entry-${n}-long`));
    const [third] = (await bench.ask({ before: { epoch: 1, seq: 10 }, limit: 7 })).entries.filter(
      ({ entry }) => entry.id === 'entry-3-long',
    );
    expect(third?.entry.corrections).toHaveLength(1);
  });

  it('tells what something was said of since a place, and whether that is all', async () => {
    for (let n = 0; n < 5; n++) await bench.write(`entry-${n}-long`, `Linje ${n}`);
    const since = bench.place();
    expect(await bench.ask({ since })).toEqual({ entries: [], complete: true });
    await bench.correct('entry-1-long', 'correction-one', 'rettet');
    await bench.erase('entry-3-long', 'text');
    await bench.write('entry-9-long', 'ny');
    const told = await bench.ask({ since });
    expect(told.entries.map(({ entry }) => entry.id)).toEqual([
      'entry-9-long',
      'entry-3-long',
      'entry-1-long',
    ]);
    expect(told.complete).toBe(true);
    expect((await bench.ask({ since, limit: 2 })).complete).toBe(false);
  });
});

describe('an attachment', () => {
  it('comes in pieces before the entry that names it, and is read back as it was', async () => {
    await bench.upload(picture);
    expect(await bench.write('entry-one', '', { attachments: [named(picture)] })).toBeNull();
    expect(Buffer.concat(await bench.download(hashOf(picture))).equals(picture)).toBe(true);
  });

  it('is gone on with where it was broken off, also after a start, and may come twice', async () => {
    expect(await bench.upload(picture, 2)).toEqual({ has: 2 * 65_536, whole: false });
    await bench.reopen();
    const state = await bench.blob({ do: 'state', hash: hashOf(picture) });
    expect(state).toEqual({ ok: true, value: { has: 2 * 65_536, whole: false } });
    // A piece that comes twice, or too early, changes nothing.
    expect(await bench.piece(picture, 0)).toEqual({ ok: true, value: { has: 2 * 65_536, whole: false } });
    expect(await bench.piece(picture, 3 * 65_536)).toEqual({
      ok: true,
      value: { has: 2 * 65_536, whole: false },
    });
    await bench.upload(picture);
    expect(await bench.upload(picture)).toEqual({ has: picture.length, whole: true });
  });

  it('that is not whole, or is something else than it says, lets no entry be written', async () => {
    expect(await bench.write('entry-one', 'x', { attachments: [named(picture)] })).toContain(
      'kom aldri helt fram',
    );
    await bench.upload(picture, 2);
    expect(await bench.write('entry-one', 'x', { attachments: [named(picture)] })).toContain(
      'kom aldri helt fram',
    );
    await bench.upload(picture);
    const asPdf = { ...named(picture), type: 'application/pdf' as const };
    expect(await bench.write('entry-one', 'x', { attachments: [asPdf] })).toContain('noe annet');
    expect(await bench.write('entry-one', 'x', { attachments: [{ ...named(picture), bytes: 7 }] })).toContain(
      'noe annet',
    );
    expect(
      await bench.write('entry-one', 'x', { attachments: [named(picture), named(picture, 'b.png')] }),
    ).toContain('to ganger');
    expect((await bench.ask()).entries).toEqual([]);
  });

  it('is refused by its content, whatever its hash, and leaves nothing behind', async () => {
    for (const [bytes, code] of [
      [Buffer.from('PK\u0003\u0004\u0014\0 zip named bilde.png'), 'type'],
      [aPng(60_000, 60_000), 'pixels'],
      [picture.subarray(0, 150_000), 'broken'],
    ] as const) {
      expect(await bench.upload(bytes).catch((error: Error) => error.message)).toBe(code);
      expect(await bench.blob({ do: 'state', hash: hashOf(bytes) })).toEqual({
        ok: true,
        value: { has: 0, whole: false },
      });
    }
    const wrong = await bench.blob({
      do: 'put',
      hash: 'a'.repeat(64),
      name: 'x',
      size: 3,
      at: 0,
      bytes: Buffer.from('abc'),
    });
    expect(wrong).toMatchObject({ ok: false, error: { code: 'hash' } });
  });

  it('is not taken from a wall, nor from a console that nobody enrolled', async () => {
    const put = {
      do: 'put',
      hash: hashOf(picture),
      name: 'x',
      size: 3,
      at: 0,
      bytes: Buffer.from('abc'),
    } as const;
    for (const from of [aConsole('vegg', { kind: 'wall' }), aConsole('gjest', { enrolled: false })])
      expect(await bench.keeper.blob(from, put)).toMatchObject({ ok: false, error: { code: 'enrol' } });
  });

  it('whose file was cut short by a power cut is told by its hash, and comes anew', async () => {
    await bench.upload(picture, 2);
    truncateSync(join(folder.path, 'attachments', 'incoming', hashOf(picture)), 65_536);
    truncateSync(join(folder.path, 'attachments', 'incoming', hashOf(picture)), 2 * 65_536);
    expect(await bench.upload(picture).catch((error: Error) => error.message)).toBe('hash');
    expect(await bench.upload(picture)).toEqual({ has: picture.length, whole: true });
  });

  it('whose last piece had come when the hub was killed is taken, and not refused', async () => {
    await bench.upload(picture, 1);
    await bench.close();
    writeFileSync(join(folder.path, 'attachments', 'incoming', hashOf(picture)), picture);
    await bench.open();
    expect(await bench.upload(picture)).toEqual({ has: picture.length, whole: true });
    expect(await bench.write('entry-one', 'x', { attachments: [named(picture)] })).toBeNull();
  });

  it('has its records made anew from the log where they are damaged: the watch goes on', async () => {
    const other = aPng(8, 8);
    for (const file of [picture, other]) await bench.upload(file);
    await bench.write('entry-one', 'x', { attachments: [named(picture)] });
    await bench.write('entry-two', 'y', { attachments: [named(picture), named(other, 'a.png')] });
    await bench.erase('entry-two', hashOf(other));
    await bench.close();
    for (const end of ['-wal', '-shm']) rmSync(join(folder.path, `attachments.db${end}`), { force: true });
    writeFileSync(join(folder.path, 'attachments.db'), Buffer.alloc(20_000, 7));
    await bench.open();
    expect(Buffer.concat(await bench.download(hashOf(picture))).equals(picture)).toBe(true);
    await expect(bench.upload(other)).rejects.toThrow('erased');
    expect(await bench.erase('entry-one', hashOf(picture))).toBeNull();
    expect(
      (await bench.ask()).entries.flatMap(({ entry }) => entry.attachments.map(({ erased }) => erased)),
    ).toEqual([true, true, true]);
    expect(bench.faults.filter((fault) => fault !== null)).not.toEqual([]);
  });

  it('is erased wherever it is named, and is never taken again; its hash stays', async () => {
    await bench.upload(picture);
    await bench.write('entry-one', 'x', { attachments: [named(picture, 'Qxv-Nordmann.png')] });
    await bench.write('entry-two', 'y', { attachments: [named(picture)] });
    expect(await bench.erase('entry-one', hashOf(picture))).toBeNull();
    await until(
      'the content is gone',
      () => filesHolding(join(folder.path, 'attachments'), 'IHDR').length === 0,
    );
    const { entries } = await bench.ask();
    for (const { entry } of entries)
      expect(entry.attachments).toMatchObject([{ hash: hashOf(picture), erased: true }]);
    expect(filesHolding(folder.path, 'Qxv-Nordmann')).toEqual([]);
    expect(await bench.blob({ do: 'get', hash: hashOf(picture), at: 0 })).toMatchObject({
      ok: true,
      value: { erased: true },
    });
    expect(await bench.upload(picture).catch((error: Error) => error.message)).toBe('erased');
    expect(await bench.write('entry-three', 'z', { attachments: [named(picture)] })).toContain('slettet');
    expect(await bench.log.verify()).toBeNull();
  });

  it('of an entry that was read at a start that was cut short is still known to be named by it', async () => {
    await bench.close();
    await bench.open({ deaf: true });
    await bench.upload(picture);
    await bench.write('entry-one', 'x', { attachments: [named(picture)] });
    await bench.close();
    await bench.open({ deaf: true, started: false });
    await bench.write('entry-two', 'imens');
    const starting = bench.keeper.start();
    bench.keeper.heard(bench.heard.slice(-1));
    bench.keeper.stop();
    await starting;
    await bench.reopen();
    await bench.write('entry-three', 'y', { attachments: [named(picture)] });
    expect(await bench.erase('entry-three', hashOf(picture))).toBeNull();
    expect(
      (await bench.ask()).entries.flatMap(({ entry }) => entry.attachments.map(({ erased }) => erased)),
    ).toEqual([true, true]);
  });

  it('that the disk did not let go of is erased at the next start, whatever was said since', async () => {
    await bench.upload(picture);
    await bench.write('entry-one', 'x', { attachments: [named(picture)] });
    const path = join(folder.path, 'attachments', hashOf(picture).slice(0, 2), hashOf(picture));
    rmSync(path);
    mkdirSync(path);
    expect(await bench.erase('entry-one', hashOf(picture))).toBeNull();
    await until('it is said', () => bench.faults.some((fault) => fault !== null));
    await bench.write('entry-two', 'senere');
    await bench.close();
    rmSync(path, { recursive: true });
    writeFileSync(path, picture);
    await bench.open();
    expect(existsSync(path)).toBe(false);
  });

  it('is erased in an old entry under the number that it has', async () => {
    await bench.upload(picture);
    await bench.write('entry-one', 'x', { attachments: [named(picture)] });
    bench.clock.advance(20 * 24 * 3_600_000);
    await bench.write('entry-two', 'y', { attachments: [named(picture)] });
    expect(bench.state.watch.has('entry:entry-one')).toBe(false);
    expect(await bench.erase('entry-two', hashOf(picture))).toBeNull();
    const erased = bench.heard.flatMap(({ body }) => (body.type === 'log.erased' ? [body.number] : []));
    expect(erased).toEqual(['L-2', 'L-1']);
  });

  it('that was erased while a hub was killed is gone at the next start', async () => {
    await bench.upload(picture);
    await bench.write('entry-one', 'x', { attachments: [named(picture)] });
    await bench.close();
    await bench.open({ deaf: true });
    await bench.say({
      type: 'log.erased',
      entry: 'entry-one',
      number: 'L-1',
      part: hashOf(picture),
      why: 'x',
      hash: hashOf(picture),
      actor: 'vaktleder',
      actedAt: 0,
    });
    expect(filesHolding(join(folder.path, 'attachments'), 'IHDR')).toHaveLength(1);
    await bench.reopen();
    expect(filesHolding(join(folder.path, 'attachments'), 'IHDR')).toEqual([]);
  });

  it('that nobody named is dropped after a month, and one that was stays', async () => {
    const other = aPng(3, 3);
    await bench.upload(picture);
    await bench.upload(other);
    await bench.write('entry-one', 'x', { attachments: [named(other)] });
    bench.clock.advance(32 * 24 * 3_600_000);
    await bench.reopen();
    expect(await bench.blob({ do: 'state', hash: hashOf(picture) })).toMatchObject({
      value: { whole: false },
    });
    expect(await bench.blob({ do: 'state', hash: hashOf(other) })).toMatchObject({ value: { whole: true } });
  });

  it('that a scene of the wall shows, or could be gone back to, stays though no entry names it', async () => {
    await bench.upload(picture);
    const shown = hashOf(picture);
    const panel = (kind: string, settings: Readonly<Record<string, string>>) => ({
      id: 'ett',
      kind,
      settings,
      at: { x: 0, y: 0, w: 12, h: 12 },
      priority: 1,
    });
    const set = (version: number, one: ReturnType<typeof panel>) =>
      bench.say({
        type: 'scene.set',
        scene: {
          id: 'plan',
          name: 'Plan',
          arrangements: [{ cols: 1, rows: 1, panels: [one] }],
          version,
          at: bench.clock.now(),
          by: 'leder',
        },
        restored: null,
        actor: 'leder',
        actedAt: bench.clock.now(),
      });
    await set(1, panel('image', { hash: shown }));
    const month = 32 * 24 * 3_600_000;
    const isThere = async (): Promise<boolean> => {
      bench.clock.advance(month);
      await bench.reopen();
      const state = (await bench.blob({ do: 'state', hash: shown })) as Result<{ whole: boolean }>;
      return state.ok && state.value.whole;
    };
    expect(await isThere()).toBe(true);
    await set(2, panel('map', {}));
    expect(await isThere()).toBe(true);
    for (let version = 3; version < 14; version += 1) await set(version, panel('map', {}));
    expect(await isThere()).toBe(false);
  });

  it('is asked for again where a restored hub lacks it', async () => {
    await bench.upload(picture);
    rmSync(join(folder.path, 'attachments'), { recursive: true });
    expect(await bench.blob({ do: 'state', hash: hashOf(picture) })).toMatchObject({
      value: { has: 0, whole: false },
    });
    expect(await bench.upload(picture)).toEqual({ has: picture.length, whole: true });
  });

  it('fails loudly where the disk does not take it, and is taken when it does', async () => {
    const incoming = join(folder.path, 'attachments', 'incoming');
    mkdirSync(join(folder.path, 'attachments'), { recursive: true });
    writeFileSync(incoming, 'a file where a folder should be');
    await expect(bench.piece(picture, 0)).rejects.toThrow();
    rmSync(incoming);
    expect(await bench.upload(picture)).toEqual({ has: picture.length, whole: true });
  });
});

describe('the log’s subject of the shift log', () => {
  it('finds entries, corrections and erasures, and nothing else', async () => {
    await bench.write('entry-one', 'x', { links: [{ kind: 'node', id: 'dips' }] });
    await bench.correct('entry-one', 'correction-one', 'y');
    await bench.erase('entry-one', 'text');
    const types = async (subject: string): Promise<string[]> =>
      (await bench.log.history([subject], null, 10)).map(({ body }) => body.type);
    expect(await types(SHIFT_LOG_SUBJECT)).toEqual(['log.erased', 'log.corrected', 'log.written']);
    expect(await types('dips')).toEqual(['log.written']);
  });
});
