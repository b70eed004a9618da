import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ShiftLogArchive } from '../../../../../electron/main/cache/shift-log-archive';
import type { Args } from '../../../../../shared/contract/ipc';
import type { AnswerTo, QuestionOf } from '../../../../../shared/contract/wire';
import type { Position } from '../../../../../shared/model/events';
import type { LogEntry } from '../../../../../shared/model/shift-log';
import { eventText, namesIn } from '../../../../../shared/rules/event-text';
import type { Erasure } from '../../../../../shared/rules/watch/erase-event';
import { systemClock } from '../../../../../shared/time/clock';
import { failure, type Result, success } from '../../../../../shared/util/result';
import { ENTRY_AT, filesHolding } from '../../../../fixtures/shift-log';
import { ShiftLogBench } from '../../../../fixtures/shift-log-bench';
import { tempFolder } from '../../../../fixtures/temp-folder';
import { until } from '../../../../fixtures/until';

let folder: ReturnType<typeof tempFolder>;
let hub: ShiftLogBench;
let archive: ShiftLogArchive;
let position: Position | null;
let away: boolean;
let asked: QuestionOf<'shift-log'>[];
let erased: Erasure[];
let faults: (string | null)[];
/** Events of the hub that were told here. */
let told: number;

const open = (file = join(folder.path, 'own', 'shift-log.db')): ShiftLogArchive =>
  new ShiftLogArchive({
    file,
    clock: systemClock(),
    ask: async (question): Promise<Result<AnswerTo<'shift-log'>>> => {
      if (away) return failure('offline', 'no contact with the hub');
      asked.push(question);
      return success(await hub.keeper.answer({ ...question, limit: Math.min(question.limit, 8) }));
    },
    position: () => position,
    textOf: (entry: LogEntry) =>
      eventText({ type: 'log.written', entry }, namesIn({ catalogue: new Map(), people: new Map() }))?.text ??
      '',
    onErased: (erasures) => erased.push(...erasures),
    onFault: (detail) => faults.push(detail),
  });

/** Everything that the hub said reaches the console, as on a link. */
const hear = (): void => {
  archive.heard(hub.heard.slice(told));
  told = hub.heard.length;
  position = hub.log.head().position;
};
/** The console was away: it gets a snapshot, and no events. */
const miss = (): void => {
  told = hub.heard.length;
  position = hub.log.head().position;
  archive.gap();
};
const search = (text: string, more: Partial<Args<'shift-log:search'>> = {}) => {
  const found = archive.search({ text, from: null, to: null, before: null, limit: 100, ...more });
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
};
const ids = (text: string, more: Partial<Args<'shift-log:search'>> = {}): string[] =>
  search(text, more).entries.map(({ id }) => id);
const inStep = (): Promise<unknown> =>
  until('the archive is whole and in step', async () => {
    archive.live();
    await new Promise((resolve) => setImmediate(resolve));
    return search('').since === null;
  });

beforeEach(async () => {
  folder = tempFolder('archive');
  hub = await new ShiftLogBench(join(folder.path, 'hub')).open();
  position = null;
  away = false;
  asked = [];
  erased = [];
  faults = [];
  told = 0;
  archive = open();
});
afterEach(async () => {
  archive.stop();
  await hub.close();
  folder.remove();
});

describe('the shift log of years on a console', () => {
  it('is read back from the hub page by page, and then says that it is whole', async () => {
    for (let n = 0; n < 20; n++) await hub.write(`entry-${n}-long`, `Linje nummer${n}`);
    miss();
    expect(search('').since).not.toBeNull();
    await inStep();
    expect(ids('')).toEqual([...Array(20).keys()].reverse().map((n) => `entry-${n}-long`));
    expect(asked.length).toBeGreaterThanOrEqual(3);
    away = true;
    expect(ids('nummer7')).toEqual(['entry-7-long']);
    expect(ids('LINJE nummer1')).toHaveLength(11);
    expect(ids('finnes ikke')).toEqual([]);
    for (const odd of ['"', '*', '( AND', '\0']) expect(ids(odd), odd).toEqual([]);
  });

  it('hears what is new, corrected and erased as it happens', async () => {
    miss();
    await inStep();
    await hub.write('entry-one', 'Montør ringt');
    await hub.correct('entry-one', 'correction-one', 'Elektriker ringt');
    hear();
    expect(ids('montør')).toEqual(['entry-one']);
    expect(ids('elektriker')).toEqual(['entry-one']);
    await hub.erase('entry-one', 'text');
    hear();
    expect(ids('montør')).toEqual([]);
    expect(ids('elektriker')).toEqual(['entry-one']);
    expect(search('').entries[0]).toMatchObject({ body: { said: null }, erasures: [{ part: 'text' }] });
    expect(erased).toEqual([{ entry: 'entry-one', part: 'text' }]);
    expect(asked).toHaveLength(1);
  });

  it('learns what was said while it was away, also of what is old, and asks for no more', async () => {
    for (let n = 0; n < 12; n++) await hub.write(`entry-${n}-long`, `Qxv-linje${n}`);
    miss();
    await inStep();
    archive.stop();
    await hub.erase('entry-2-long', 'text');
    await hub.correct('entry-4-long', 'correction-one', 'rettet');
    await hub.write('entry-new', 'ny');
    archive = open();
    expect(ids('qxv-linje2')).toEqual(['entry-2-long']);
    asked = [];
    miss();
    await until('it is in step', () => {
      archive.live();
      return ids('ny').length === 1;
    });
    expect(ids('qxv-linje2')).toEqual([]);
    expect(ids('rettet')).toEqual(['entry-4-long']);
    expect(erased).toEqual([{ entry: 'entry-2-long', part: 'text' }]);
    expect(asked).toHaveLength(1);
  });

  it('is read anew where more was said than one answer holds', async () => {
    for (let n = 0; n < 3; n++) await hub.write(`entry-${n}-long`, `linje${n}`);
    miss();
    await inStep();
    archive.stop();
    await hub.erase('entry-0-long', 'text');
    for (let n = 3; n < 20; n++) await hub.write(`entry-${n}-long`, `linje${n}`);
    archive = open();
    miss();
    await until('all of it is here', () => {
      archive.live();
      return search('').entries.length === 20 && search('').since === null;
    });
    expect(ids('linje0')).toEqual([]);
    expect(erased).toEqual([{ entry: 'entry-0-long', part: 'text' }]);
  });

  it('leaves no byte of what is erased in its file', async () => {
    for (let n = 0; n < 30; n++) await hub.write(`entry-${n}-long`, `Linje ${n} om blåbær og kabler`);
    await hub.write('entry-one', 'Qxvnordmann er innlagt');
    miss();
    await inStep();
    const own = join(folder.path, 'own');
    expect(filesHolding(own, 'xvnordmann')).not.toEqual([]);
    await hub.erase('entry-one', 'text');
    hear();
    expect(filesHolding(own, 'xvnordmann')).toEqual([]);
    expect(ids('blåbær')).toHaveLength(30);
  });

  it('goes on where its reading was cut, also after a start', async () => {
    for (let n = 0; n < 40; n++) await hub.write(`entry-${n}-long`, `linje${n}`);
    miss();
    archive.live();
    await until('two pages are here', () => {
      archive.live();
      return ids('').length >= 16;
    });
    away = true;
    archive.cut();
    archive.stop();
    const before = asked.length;
    archive = open();
    expect(ids('').length).toBeGreaterThanOrEqual(16);
    expect(search('').since).not.toBeNull();
    away = false;
    miss();
    await inStep();
    expect(ids('')).toHaveLength(40);
    expect(asked.length - before).toBeLessThanOrEqual(6);
  });

  it('follows a hub that was restored: what that does not know is forgotten', async () => {
    await hub.write('entry-one', 'begge');
    miss();
    await inStep();
    await hub.write('entry-lost', 'etter kopien');
    hear();
    expect(ids('')).toHaveLength(2);
    const before = hub;
    hub = await new ShiftLogBench(join(folder.path, 'restored')).open();
    await hub.write('entry-one', 'begge');
    position = { ...hub.log.head().position, epoch: 2 };
    archive.gap();
    await until('it has forgotten', () => {
      archive.live();
      return search('').since === null && ids('').length === 1;
    });
    expect(ids('')).toEqual(['entry-one']);
    await before.close();
  });

  it('begins anew with another hub', async () => {
    await hub.write('entry-one', 'x');
    miss();
    await inStep();
    position = { ...hub.log.head().position, origin: 'another' };
    archive.gap();
    away = true;
    await until('nothing of the first is left', () => {
      archive.live();
      return ids('').length === 0;
    });
  });

  it('is narrowed by time, and read on from where it ended', async () => {
    for (let n = 0; n < 10; n++) {
      await hub.write(`entry-${n}-long`, 'linje', { at: ENTRY_AT - n * 60_000 });
      hub.clock.advance(1_000);
    }
    miss();
    await inStep();
    const first = search('linje', { limit: 4 });
    expect([first.entries.map(({ id }) => id), first.complete]).toEqual([
      ['entry-9-long', 'entry-8-long', 'entry-7-long', 'entry-6-long'],
      false,
    ]);
    const rest = search('linje', { limit: 6, before: 'entry-6-long' });
    expect([rest.entries.map(({ id }) => id), rest.complete]).toEqual([
      ['entry-5-long', 'entry-4-long', 'entry-3-long', 'entry-2-long', 'entry-1-long', 'entry-0-long'],
      true,
    ]);
    expect(ids('', { from: ENTRY_AT - 3 * 60_000, to: ENTRY_AT - 60_000 })).toEqual([
      'entry-3-long',
      'entry-2-long',
    ]);
    expect(ids('', { before: 'entry-nobody' })).toEqual([]);
  });

  it('takes a damaged file that was put aside with what is erased, whether it heard of it or was told later', async () => {
    const aside = join(folder.path, 'own', 'shift-log.db.corrupt-2026-11-23T04-00-00-000Z');
    await hub.write('entry-one', 'Qxvnordmann');
    await hub.write('entry-two', 'Qxvnordmann');
    miss();
    await inStep();
    writeFileSync(aside, 'Qxvnordmann');
    await hub.erase('entry-one', 'text');
    hear();
    expect(existsSync(aside)).toBe(false);
    archive.cut();
    writeFileSync(aside, 'Qxvnordmann');
    await hub.erase('entry-two', 'text');
    miss();
    await until('it was told', () => {
      archive.live();
      return !existsSync(aside);
    });
  });

  it('tells what is erased to all that keeps it also where its own file does not serve', async () => {
    await hub.write('entry-one', 'Qxvnordmann');
    hear();
    archive.stop();
    mkdirSync(join(folder.path, 'other'));
    writeFileSync(join(folder.path, 'other', 'own'), 'no folder');
    archive = open(join(folder.path, 'other', 'own', 'shift-log.db'));
    expect(faults.at(-1)).not.toBeNull();
    await hub.erase('entry-one', 'text');
    hear();
    expect(erased).toEqual([{ entry: 'entry-one', part: 'text' }]);
  });

  it('puts a damaged file aside, says so, and is made anew', async () => {
    await hub.write('entry-one', 'x');
    archive.stop();
    writeFileSync(join(folder.path, 'own', 'shift-log.db'), 'no database '.repeat(500));
    archive = open();
    expect(faults.some((fault) => fault !== null)).toBe(true);
    expect(faults.at(-1)).toBeNull();
    miss();
    await inStep();
    expect(ids('')).toEqual(['entry-one']);
  });
});
