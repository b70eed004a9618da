import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeBackup } from '../../../electron/hub/backup/backup';
import { verifyLogFiles } from '../../../electron/hub/log/verify-files';
import { type RunningConsole, startConsole } from '../../../electron/main/board/console';
import type { CommandPayload } from '../../../shared/contract/commands';
import type { Attachment, LogEntry } from '../../../shared/model/shift-log';
import { systemClock } from '../../../shared/time/clock';
import type { Result } from '../../../shared/util/result';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { machineSecret, RawConsole } from '../../fixtures/raw-console';
import { aPng, filesHolding } from '../../fixtures/shift-log';
import { give, signedIn } from '../../fixtures/signed-in';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';
import { Valve } from '../../fixtures/valve';

/** The shift log over a real hub process and real consoles: cut, killed, and erased everywhere. */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const folder = tempFolder('shift-log');
const ends: (() => Promise<unknown>)[] = [];
let count = 0;
let data: string;
let hub: HubProcess;
const place = (name: string): string => join(folder.path, `${++count}-${name}`);

const start = async (): Promise<void> => {
  hub = await startHubProcess(['--data', data, '--config', join(folder.path, 'room.yaml')]);
  const { stop } = hub;
  ends.push(() => stop());
};
beforeEach(async () => {
  writeFileSync(join(folder.path, 'room.yaml'), 'version: 1\nname: Vaktrommet\n');
  data = place('hub');
  await start();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

const desk = async (dataFolder = place('desk')): Promise<RunningConsole> => {
  const opened = startConsole({ clock: systemClock(), dataFolder, hubUrl: null, log: () => {} });
  ends.push(() => opened.stop());
  return signedIn(opened, data);
};
/** Points a console at the hub by another way, as the machine's own. */
const by = (console: RunningConsole, url: string): void =>
  console.setHub(url, undefined, machineSecret(data));
const live = (console: RunningConsole): Promise<unknown> =>
  until('the link is live', () => console.snapshot().link.phase === 'live', 20_000);
const gone = (console: RunningConsole): Promise<unknown> =>
  until('the hub is gone', () => console.snapshot().link.phase !== 'live', 20_000);

const add = async (
  console: RunningConsole,
  bytes: Buffer,
  name = 'image.png',
): Promise<Omit<Attachment, 'erased'>> => {
  const added = await console.attachments.add({ name, bytes });
  if (!added.ok) throw new Error(added.error.code);
  return added.value;
};
const write = async (
  console: RunningConsole,
  text: string,
  more: Partial<CommandPayload<'log.write'>> = {},
): Promise<string> => {
  const id = randomUUID();
  await give(console, 'log.write', `entry/${id}`, {
    id,
    at: Date.now(),
    text,
    salt: randomUUID(),
    links: [],
    attachments: [],
    handover: false,
    ...more,
  });
  return id;
};
const fates = (console: RunningConsole): string[] =>
  console
    .snapshot()
    .outbox.map(({ kind, fate, reason }) => `${kind} ${fate}${reason === null ? '' : `: ${reason}`}`);
const settled = (console: RunningConsole, number: number): Promise<unknown> =>
  until(
    'all is settled',
    () => fates(console).filter((fate) => !/queued|sent/.test(fate)).length === number,
    30_000,
  );
const entries = (console: RunningConsole, text = ''): readonly LogEntry[] => {
  const found = console.searchShiftLog({ text, from: null, to: null, before: null, limit: 100 });
  if (!found.ok) throw new Error(found.error.message);
  return found.value.entries;
};
const picture = (): Buffer => aPng(640, 480, randomBytes(400_000));
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('an entry with a picture', () => {
  it('that was written while the hub was away arrives whole, once, and is seen by others', async () => {
    const one = await desk();
    const valve = await Valve.open(Number(new URL(hub.url).port));
    ends.push(() => valve.close());
    by(one, valve.url);
    await live(one);
    valve.cut();
    await gone(one);
    const bytes = picture();
    const id = await write(one, 'Skjermbilde av feilen', { attachments: [await add(one, bytes)] });
    await write(one, 'Og en linje etter');
    expect(fates(one)).toEqual(['log.write queued', 'log.write queued']);
    valve.mend();
    await settled(one, 2);
    expect(fates(one)).toEqual(['log.write confirmed', 'log.write confirmed']);
    const two = await desk();
    await until('the other has it', () => entries(two, 'skjermbilde').length === 1);
    expect(
      entries(two)
        .map(({ number }) => number)
        .sort(),
    ).toEqual(['L-1', 'L-2']);
    expect(entries(two, 'skjermbilde')[0]?.id).toBe(id);
    const read = await two.attachments.read(hashOf(bytes));
    expect(read.ok && Buffer.from(read.value.bytes ?? []).equals(bytes)).toBe(true);
  });

  it('arrives though its upload is cut again and again, and what else is done goes before it', async () => {
    const one = await desk();
    const valve = await Valve.open(Number(new URL(hub.url).port));
    ends.push(() => valve.close());
    by(one, valve.url);
    await live(one);
    const big = aPng(640, 480, randomBytes(6_000_000));
    const file = await add(one, big);
    valve.cut();
    await gone(one);
    await write(one, 'Stort bilde', { attachments: [file] });
    await write(one, 'Liten linje');
    const partly = (): boolean => filesHolding(join(data, 'attachments', 'incoming'), 'IHDR').length > 0;
    for (let cut = 0; cut < 2; cut++) {
      valve.mend();
      await until(
        'some of it is there',
        () => {
          try {
            return partly();
          } catch {
            return false;
          }
        },
        30_000,
      );
      valve.cut();
      await gone(one);
    }
    valve.mend();
    await settled(one, 2);
    await until('both are here', () => entries(one).length === 2);
    const [first, last] = entries(one).toReversed();
    expect([first?.body.said?.text, last?.body.said?.text]).toEqual(['Liten linje', 'Stort bilde']);
    const got = await one.attachments.read(hashOf(big));
    expect(got.ok && got.value.bytes?.length).toBe(big.length);
  });

  it('arrives once though the hub is killed in the middle of it', async () => {
    const one = await desk();
    const big = aPng(640, 480, randomBytes(7_000_000));
    await write(one, 'Stort bilde', { attachments: [await add(one, big)] });
    hub.signal('SIGKILL');
    await hub.exited;
    await start();
    by(one, hub.url);
    await settled(one, 1);
    expect(fates(one)).toEqual(['log.write confirmed']);
    await until('it is here', () => entries(one).length === 1);
    const two = await desk();
    const got = await two.attachments.read(hashOf(big));
    expect(got.ok && Buffer.from(got.value.bytes ?? []).equals(big)).toBe(true);
  });
});

describe('what is erased', () => {
  const noByte = (text: string, ...places: readonly string[]): Promise<unknown> =>
    until(
      `no byte of ${text} is left`,
      () => {
        const left = places.flatMap((one) => filesHolding(one, text));
        if (left.length > 0 && process.env.VAKTROM_VERBOSE) process.stderr.write(`${left.join('\n')}\n`);
        return left.length === 0;
      },
      30_000,
    );

  it('leaves its hash everywhere, and no byte of itself: at the hub, on every console, on one that was away', async () => {
    const places = { one: place('desk'), two: place('desk'), away: place('desk') };
    const one = await desk(places.one);
    const two = await desk(places.two);
    const away = await desk(places.away);
    const mark = `Qxv${randomBytes(10).toString('hex')}`;
    const bytes = aPng(64, 64, Buffer.from(`${mark}-in-the-picture`));
    const id = await write(one, `${mark} er innlagt`, {
      attachments: [await add(one, bytes, `${mark}.png`)],
    });
    await settled(one, 1);
    await give(one, 'log.correct', `entry/${id}`, {
      id: 'correction-one',
      text: `${mark} er utskrevet`,
      salt: randomUUID(),
    });
    await settled(one, 2);
    for (const console of [one, two, away]) {
      await until('it is here', () => entries(console, mark).length === 1, 20_000);
      expect((await console.attachments.read(hashOf(bytes))).ok).toBe(true);
    }
    const { hash } = entries(two, mark)[0]?.body ?? { hash: '' };
    await away.stop();
    for (const part of ['text', 'correction-one', hashOf(bytes)])
      await give(two, 'log.erase', `entry/${id}`, { part, why: 'Pasientopplysninger' });
    await settled(two, 3);
    expect(fates(two)).toEqual(Array.from({ length: 3 }, () => 'log.erase confirmed'));
    await noByte(mark, data, places.one, places.two);
    expect(filesHolding(data, hash)).not.toEqual([]);
    // Nor does any backup from now on.
    const backup = place('desk');
    await makeBackup({
      data,
      to: join(backup, 'kopi'),
      samples: true,
      clock: systemClock(),
      version: 'test',
    });
    expect(filesHolding(backup, hash)).not.toEqual([]);
    expect(filesHolding(backup, mark)).toEqual([]);
    expect(await verifyLogFiles(join(data, 'log.db'))).toMatchObject({ fault: null });
    const back = await desk(places.away);
    await until('it has heard', () => entries(back, mark).length === 0 && entries(back).length === 1, 20_000);
    await noByte(mark, places.away);
    expect(entries(back)[0]).toMatchObject({
      body: { hash, said: null },
      attachments: [{ hash: hashOf(bytes), erased: true }],
    });
    expect(await back.attachments.read(hashOf(bytes))).toEqual({
      ok: true,
      value: { bytes: null, erased: true },
    });
    const searched = await back.search({
      text: mark,
      kinds: null,
      from: null,
      to: null,
      before: null,
      limit: 10,
    });
    expect(searched.ok && searched.value.hits).toEqual([]);
  });

  it('is gone though the hub is killed right after it said so', async () => {
    const own = place('desk');
    const one = await desk(own);
    const mark = `Qxv${randomBytes(10).toString('hex')}`;
    const id = await write(one, mark, { attachments: [await add(one, aPng(8, 8, Buffer.from(mark)))] });
    await settled(one, 1);
    const file = entries(one)[0]?.attachments[0]?.hash ?? '';
    await give(one, 'log.erase', `entry/${id}`, { part: 'text', why: 'Pasientopplysninger' });
    await give(one, 'log.erase', `entry/${id}`, { part: file, why: 'Pasientopplysninger' });
    hub.signal('SIGKILL');
    await hub.exited;
    await start();
    by(one, hub.url);
    await settled(one, 3);
    await noByte(mark, data, own);
    expect(await verifyLogFiles(join(data, 'log.db'))).toMatchObject({ fault: null });
  });
});

describe('the shift log without a hub', () => {
  it('can be read and searched, and says how far back it knows', async () => {
    const own = place('desk');
    const one = await desk(own);
    for (const text of ['Ringte AMK om lydlogg', 'Montør er framme', 'AMK ringte tilbake'])
      await write(one, text);
    await settled(one, 3);
    await until('it knows all', () => {
      const found = one.searchShiftLog({ text: '', from: null, to: null, before: null, limit: 10 });
      return found.ok && found.value.since === null && found.value.entries.length === 3;
    });
    await one.stop();
    await hub.stop();
    const alone = startConsole({ clock: systemClock(), dataFolder: own, hubUrl: null, log: () => {} });
    ends.push(() => alone.stop());
    expect(entries(alone, 'amk').map(({ number }) => number)).toEqual(['L-3', 'L-1']);
    expect(entries(alone, 'lydl')[0]?.body.said?.text).toBe('Ringte AMK om lydlogg');
  });
});

describe('a hostile console', () => {
  it('gets no file in that is not what it says, and the hub goes on', async () => {
    const raw = await new RawConsole(hub.url, 'raw', { machine: machineSecret(data) }).open();
    ends.push(async () => raw.close());
    const say = (message: unknown): Promise<Result<unknown>> =>
      raw.socket.timeout(10_000).emitWithAck('blob', message);
    const put = (bytes: Buffer, more: object = {}) =>
      say({ do: 'put', hash: hashOf(bytes), name: 'bilde.png', size: bytes.length, at: 0, bytes, ...more });
    const code = async (answer: Promise<Result<unknown>>): Promise<string> => {
      const got = await answer;
      return got.ok ? 'ok' : got.error.code;
    };
    expect(await code(put(Buffer.from('PK\u0003\u0004\u0014\0 a bomb named bilde.png')))).toBe('type');
    expect(await code(put(aPng(60_000, 60_000)))).toBe('pixels');
    expect(await code(put(aPng().subarray(0, 40)))).toBe('broken');
    expect(await code(put(Buffer.from('abc'), { hash: 'a'.repeat(64) }))).toBe('hash');
    expect(await code(put(Buffer.from('abc'), { hash: '../../../etc/passwd' }))).toBe('malformed');
    expect(await code(put(Buffer.from('abc'), { size: 9 * 1024 * 1024 }))).toBe('malformed');
    expect(await code(put(Buffer.alloc(65_537, 0x20)))).toBe('malformed');
    expect(await code(put(Buffer.from('abc'), { bytes: 'abc' }))).toBe('malformed');
    expect(await code(say({ do: 'get', hash: 'b'.repeat(64), at: 0 }))).toBe('unknown');
    expect(await code(say({ do: 'erase', hash: 'b'.repeat(64) }))).toBe('malformed');
    expect(await code(say(null))).toBe('malformed');
    const wall = await new RawConsole(hub.url, 'wall', { machine: machineSecret(data), kind: 'wall' }).open();
    ends.push(async () => wall.close());
    const refused = await wall.socket.timeout(10_000).emitWithAck('blob', {
      do: 'put',
      hash: hashOf(Buffer.from('abc')),
      name: 'x',
      size: 3,
      at: 0,
      bytes: Buffer.from('abc'),
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'enrol' } });
    expect(await code(put(Buffer.from('en ren tekst')))).toBe('ok');
  });

  it('writes no entry whose file the hub lacks, and is told what to do', async () => {
    const one = await desk();
    const file = { hash: 'c'.repeat(64), name: 'bilde.png', type: 'image/png' as const, bytes: 10 };
    await write(one, 'uten vedlegget', { attachments: [file] });
    await settled(one, 1);
    expect(fates(one)[0]).toContain('refused: Vedlegg 1 kom aldri helt fram');
    expect(entries(one)).toEqual([]);
  });
});
