import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIRST_AT, IndexBench, note, STEP_MS, seen } from '../../../../fixtures/index-bench';
import { corrected, erasedPart, filesHolding, written } from '../../../../fixtures/shift-log';
import { tempFolder } from '../../../../fixtures/temp-folder';
import { until } from '../../../../fixtures/until';

let folder: ReturnType<typeof tempFolder>;
let bench: IndexBench;
beforeEach(async () => {
  folder = tempFolder('search');
  bench = await new IndexBench(folder.path).open();
});
afterEach(async () => {
  await bench.close();
  folder.remove();
});

const many = (count: number, text = 'svar'): ReturnType<typeof seen>[] =>
  Array.from({ length: count }, (_, n) => seen(`${text} nr${n}`));

describe('a search', () => {
  it('finds all the words, each as the beginning of one, newest first', async () => {
    bench.start();
    await bench.say([note('Montør på vei til Mo'), note('montøren er framme'), note('Blåbær: 50 % "tap"')]);
    expect(await bench.found('montør')).toEqual([2, 1]);
    expect(await bench.found('MONTØR vei')).toEqual([1]);
    expect(await bench.found('bær')).toEqual([]);
    expect(await bench.found('blåb')).toEqual([3]);
    // An å is no a.
    expect(await bench.found('blab')).toEqual([]);
    expect(await bench.found('A-1 kari')).toEqual([3, 2, 1]);
    for (const odd of ['"', '*', 'OR', 'montør OR blåbær', 'words:montør', '( AND', '\0', '- ^'])
      expect((await bench.search(odd)).hits, odd).toEqual([]);
  });

  it('knows what was said a moment ago, and what it was', async () => {
    bench.start();
    await bench.say([seen('tilkoblingen ble avvist'), note('avvist av nettvakt')]);
    const { hits, complete, indexedFrom } = await bench.search('avvist');
    expect(hits.map(({ kind, event }) => [kind, event.seq])).toEqual([
      ['note', 2],
      ['check', 1],
    ]);
    expect([complete, indexedFrom]).toEqual([true, null]);
  });

  it('is narrowed by kind and time, and read on from where it ended', async () => {
    bench.start();
    await bench.say(Array.from({ length: 20 }, (_, n) => (n % 4 === 0 ? note('linje') : seen('linje'))));
    expect(await bench.found('linje', { kinds: ['note'] })).toEqual([17, 13, 9, 5, 1]);
    expect(await bench.found('linje', { kinds: ['call'] })).toEqual([]);
    expect(await bench.found('linje', { kinds: [] })).toEqual([]);
    const time = { from: FIRST_AT + 4 * STEP_MS, to: FIRST_AT + 12 * STEP_MS };
    expect(await bench.found('linje', { ...time, kinds: ['note'] })).toEqual([9, 5]);
    const first = await bench.search('linje', { limit: 12 });
    expect([first.hits.length, first.complete]).toEqual([12, false]);
    const rest = await bench.search('linje', { limit: 12, before: { epoch: 1, seq: 9 } });
    expect([rest.hits.map(({ event }) => event.seq), rest.complete]).toEqual([
      [8, 7, 6, 5, 4, 3, 2, 1],
      true,
    ]);
  });

  it('reads what is archived too, and says where it stopped when that takes many files', async () => {
    await bench.say(many(20_500), false);
    await bench.archive(200);
    bench.start();
    await bench.whole();
    const answer = await bench.search('nr7', { limit: 500, before: { epoch: 1, seq: 20_300 } });
    expect(answer.complete).toBe(false);
    expect(answer.hits.length).toBeGreaterThan(100);
    const last = answer.hits.at(-1)?.event.seq ?? 0;
    const next = await bench.search('nr7', { limit: 500, before: { epoch: 1, seq: last } });
    expect(next.hits[0]?.event.seq).toBeLessThan(last);
    // Nothing between the two was left out.
    const all = Array.from({ length: 20_500 }, (_, n) => n).filter(
      (n) => String(n).startsWith('7') && n + 1 < 20_300,
    );
    const seqs = [...answer.hits, ...next.hits].map(({ event }) => event.seq);
    expect(seqs).toEqual(
      all
        .map((n) => n + 1)
        .sort((a, b) => b - a)
        .slice(0, seqs.length),
    );
  }, 60_000);
});

describe('the index', () => {
  it('is made of a log that was there before it, newest first, and says how far back it knows', async () => {
    await bench.say([note('eldst'), ...many(1_500), note('nyest')], false);
    bench.start();
    const early = await until('it knows the newest', async () => {
      const answer = await bench.search('nyest');
      return answer.hits.length === 1 && answer;
    });
    if (early.indexedFrom !== null) {
      expect(early.indexedFrom).toBeGreaterThan(FIRST_AT);
      expect(await bench.found('eldst')).toEqual([]);
    }
    await bench.whole();
    expect(await bench.found('eldst')).toEqual([1]);
    expect((await bench.search('svar', { limit: 500 })).hits).toHaveLength(500);
  });

  it('goes on in the epoch of a restored hub, with what came before it', async () => {
    bench.start();
    await bench.say([note('linje før'), note('linje i kopien')]);
    await bench.whole();
    bench.index.stop();
    const { epoch } = (await bench.log.newEpoch(null)).position;
    await bench.say([note('linje imens')], false);
    bench.start();
    await bench.say([note('linje etterpå')]);
    await bench.whole();
    const { hits } = await bench.search('linje');
    expect(hits.map(({ event }) => [event.epoch, event.seq])).toEqual([
      [epoch, 2],
      [epoch, 1],
      [1, 2],
      [1, 1],
    ]);
    const rest = await bench.search('linje', { before: { epoch, seq: 2 }, limit: 2 });
    expect(rest.hits.map(({ event }) => event.seq)).toEqual([1, 2]);
  });

  it('goes on where it was, and catches up with what it did not hear', async () => {
    bench.start();
    await bench.say([note('først')]);
    await bench.whole();
    bench.index.stop();
    await bench.say([note('imens'), ...many(600)], false);
    bench.start();
    await bench.say([note('etterpå')]);
    expect(await bench.found('etterpå')).toEqual([603]);
    await bench.whole();
    expect(await bench.found('imens')).toEqual([2]);
    expect(await bench.found('først')).toEqual([1]);
    bench.index.stop();
    bench.start();
    expect((await bench.search('imens')).indexedFrom).toBeNull();
    expect(await bench.found('imens')).toEqual([2]);
  });

  it('is whole again after a stop in the middle of being made', async () => {
    await bench.say(many(3_000), false);
    for (let n = 0; n < 4; n++) {
      bench.start();
      await until('some of it is made', async () => (await bench.found('svar')).length > 0);
      bench.index.stop();
    }
    bench.start();
    await bench.whole();
    const seqs = new Set<number>();
    for (let before = 4_000; ; ) {
      const page = await bench.found('svar', { limit: 500, before: { epoch: 1, seq: before } });
      for (const seq of page) seqs.add(seq);
      if (page.length === 0) break;
      before = page.at(-1) ?? 0;
    }
    expect(seqs.size).toBe(3_000);
  });

  it.each([
    ['is damaged', (file: string) => writeFileSync(file, 'not a database at all, '.repeat(500))],
    ['is of a later version', (file: string) => pragma(file, 'user_version = 99')],
    ['was made by other rules', (file: string) => meta(file, 'version', 0)],
    ['is of another log', (file: string) => meta(file, 'origin', 'another')],
    ['is ahead of the log', (file: string) => meta(file, 'toSeq', 9_999)],
  ])('is made anew when its file %s', async (_, spoil) => {
    bench.start();
    await bench.say([note('gammelt'), ...many(10)]);
    await bench.whole();
    bench.index.stop();
    for (const part of ['-wal', '-shm']) rmSync(`${bench.file}${part}`, { force: true });
    spoil(bench.file);
    bench.start();
    await bench.whole();
    expect(await bench.found('gammelt')).toEqual([1]);
    expect(bench.faults.filter((reason) => reason !== null)).toEqual([]);
    expect(readdirSync(folder.path).filter((name) => name.startsWith('search'))).toContain('search.db');
  });

  it('that cannot be opened says so, and the hub goes on', async () => {
    mkdirSync(bench.file);
    bench.start();
    await bench.say([note('hei')]);
    await expect(bench.search('hei')).rejects.toThrow('Søket er ikke tilgjengelig akkurat nå.');
    expect(bench.faults.at(-1)).toContain('search.db');
  });

  it('passes over what the log holds no longer', async () => {
    bench.start();
    await bench.say([note('borte'), note('borte igjen')]);
    await bench.whole();
    const db = new Database(join(folder.path, 'log.db'));
    db.prepare('DELETE FROM events WHERE seq = 1').run();
    db.close();
    expect(await bench.found('borte')).toEqual([2]);
  });
});

function pragma(file: string, text: string): void {
  const db = new Database(file);
  db.pragma(text);
  db.close();
}

function meta(file: string, name: string, value: string | number): void {
  const db = new Database(file);
  db.prepare('UPDATE meta SET value = ? WHERE name = ?').run(value, name);
  db.close();
}

describe('what is erased from the shift log', () => {
  const found = (): number => filesHolding(folder.path, 'qxvnordmann').length;
  const raw = (): boolean =>
    filesHolding(folder.path, 'qxvnordmann').some((file) => file.includes('search.db'));

  it('is found no more, and no word of it is left in the file', async () => {
    bench.start();
    await bench.say([...many(2_000), written('entry-one', 'Qxvnordmann er innlagt'), ...many(500)]);
    await bench.say([corrected('entry-one', 'correction', 'Qxvnordmann er utskrevet')]);
    expect(await bench.found('qxvnordmann')).toHaveLength(2);
    await bench.say([erasedPart('entry-one', 'text'), erasedPart('entry-one', 'correction')]);
    expect(await bench.found('qxvnordmann')).toEqual([]);
    await until('its words are gone', () => !raw());
    expect(await bench.found('L-1')).toHaveLength(4);
    expect(await bench.found('svar', { limit: 1 })).toHaveLength(1);
    bench.index.stop();
    expect(found()).toBe(0);
  });

  it('is gone too where the index was away when it was erased, or was stopped in the middle', async () => {
    bench.start();
    await bench.say([...many(300), written('entry-one', 'Qxvnordmann')]);
    expect(await bench.found('qxvnordmann')).toHaveLength(1);
    bench.index.stop();
    await bench.say([erasedPart('entry-one', 'text'), ...many(20)], false);
    bench.start();
    await until('it is found no more', async () => (await bench.found('qxvnordmann')).length === 0);
    bench.index.stop();
    bench.start();
    await until('its words are gone', () => !raw());
    expect(await bench.found('qxvnordmann')).toEqual([]);
  });

  it('is not taken in again with what was read before it was erased', async () => {
    bench.start();
    await bench.say([written('entry-one', 'Qxvnordmann'), erasedPart('entry-one', 'text')]);
    expect(await bench.found('qxvnordmann')).toEqual([]);
    await bench.whole();
    expect(await bench.found('qxvnordmann')).toEqual([]);
    await until('its words are gone', () => !raw());
  });
});
