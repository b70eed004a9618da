import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { type BoardCache, openBoardCache } from '../../../../../electron/main/cache/board-cache';
import { PROTOCOL } from '../../../../../shared/contract/wire';
import type { LogEvent } from '../../../../../shared/model/events';
import { REDUCER_VERSION } from '../../../../../shared/rules/reduce';
import { ManualClock, systemClock } from '../../../../../shared/time/clock';
import { bundleProgram, runProgram } from '../../sqlite/child';
import { temporaryFolders } from '../../sqlite/temp-folder';
import { at, change, checkStatus, contents, event, wholeBoard } from './board-fixture';

const folder = temporaryFolders();

describe('the board cache', () => {
  let clock: ManualClock;
  let file: string;
  let faults: Map<string, string>;
  let told: string[];

  const open = (): BoardCache =>
    openBoardCache({
      file,
      clock,
      onFault: (fault, code) => {
        if (fault) {
          faults.set(fault.code, fault.detail);
          told.push(fault.code);
        } else if (code) faults.delete(code);
      },
    });
  const onDisk = <T>(run: (db: Database.Database) => T): T => {
    const db = new Database(file);
    try {
      return run(db);
    } finally {
      db.close();
    }
  };
  const alter = (sql: string, ...args: readonly unknown[]): void => {
    onDisk((db) => db.prepare<unknown[]>(sql).run(...args));
  };

  beforeEach(() => {
    clock = new ManualClock();
    file = join(folder(), 'cache.db');
    faults = new Map();
    told = [];
  });

  it('knows nothing at first, and has a name that stays', async () => {
    const first = open();
    expect(first.load()).toBeNull();
    expect(first.history(null, null, 10)).toEqual([]);
    const id = first.consoleId;
    expect(id.length).toBeGreaterThan(8);
    await first.close();
    const second = open();
    expect(second.consoleId).toBe(id);
    await second.close();
    expect(told).toEqual([]);
  });

  it('gives back the whole board, where it stands and when it was vouched for', async () => {
    const cache = open();
    const board = wholeBoard(40);
    cache.replace(board, at(7), REDUCER_VERSION);
    cache.vouch(1_000, 900);
    cache.write({ status: { put: [['check:x', checkStatus('x')]], drop: ['node:service-3'] } }, at(8));
    await cache.close();
    const again = open();
    const loaded = again.load();
    expect(loaded).toMatchObject({
      position: at(8),
      reducer: REDUCER_VERSION,
      knownAt: 1_000,
      oldestObservedAt: 900,
    });
    const expected = contents(board);
    expected.status = { ...expected.status, 'check:x': checkStatus('x') };
    delete expected.status['node:service-3'];
    expect(contents(loaded?.patch)).toEqual(expected);
    await again.close();
  });

  it('runs half a second behind, with the last word on each key, and writes nothing in between', async () => {
    const cache = open();
    cache.replace(wholeBoard(4), at(1), REDUCER_VERSION);
    const rows = (): number =>
      onDisk((db) => db.prepare('SELECT count(*) FROM entities').pluck().get() as number);
    clock.advance(499);
    expect(rows()).toBe(0);
    clock.advance(1);
    expect(rows()).toBe(10);
    for (let seq = 2; seq < 50; seq++) cache.write(change('service-0/check-0', seq), at(seq));
    expect(onDisk((db) => db.prepare('SELECT json FROM entities').pluck().all().join())).not.toContain(
      '"ms":49',
    );
    clock.advance(500);
    const json = onDisk((db) =>
      db
        .prepare(`SELECT json FROM entities WHERE key = 'check:service-0/check-0' AND collection = 'status'`)
        .pluck()
        .get(),
    );
    expect(json).toContain('"ms":49');
    await cache.close();
  });

  it('writes a large board in slices, one a turn, and none of it shows before all of it does', async () => {
    const turns: (() => void)[] = [];
    const byHand = (_ms: number, run: () => void): (() => void) => {
      turns.push(run);
      return () => {};
    };
    const cache = openBoardCache({
      file,
      clock: { ...systemClock(), after: byHand },
      onFault: (fault) => told.push(String(fault?.code)),
    });
    cache.replace(wholeBoard(4), at(1), REDUCER_VERSION);
    turns.shift()?.();
    const seen = (): unknown[] =>
      onDisk((db) => [
        db.prepare('SELECT count(*) FROM entities').pluck().get(),
        JSON.parse(String(db.prepare(`SELECT value FROM meta WHERE name = 'state'`).pluck().get())).position
          .seq,
      ]);
    expect(seen()).toEqual([10, 1]);
    cache.replace(wholeBoard(4_000), at(2), REDUCER_VERSION);
    let slices = 0;
    for (let run = turns.shift(); run; run = turns.shift()) {
      expect(seen()).toEqual([10, 1]);
      // What is said meanwhile waits for the next write.
      if (slices === 3) cache.write(change('service-0/check-0', 5), at(3));
      run();
      slices += 1;
      if (slices === 19) break;
    }
    expect(seen()).toEqual([9_001, 2]);
    turns.shift()?.();
    expect(seen()).toEqual([9_001, 3]);
    await cache.close();
    expect(told).toEqual([]);
  });

  it('keeps the older whole state when it is killed in the middle of writing a newer one', async () => {
    const place = folder();
    const program = await bundleProgram('test/unit/electron/main/cache/write-boards.ts', place);
    file = join(place, 'cache.db');
    for (const lines of [1, 3, 6]) {
      const child = runProgram(program, [file]);
      let last = '';
      for (let n = 0; n < lines; n++) last = String((await child.lines.next()).value);
      await child.kill();
      const cache = open();
      const loaded = cache.load();
      // Everything on a board says at which position it was written: one that is torn would say two.
      const seq = loaded?.position.seq ?? 0;
      expect(seq).toBeGreaterThanOrEqual(Number(last));
      const said = new Set(
        loaded?.patch.status.put.map(([, entity]) => (entity.kind === 'check' ? entity.value.ms : seq)),
      );
      expect([...said]).toEqual([seq]);
      expect(loaded?.patch.status.put).toHaveLength(3_000);
      await cache.close();
    }
    expect(told).toEqual([]);
  }, 30_000);

  it('does not mix what an earlier run left with a board that began from nothing', async () => {
    const first = open();
    first.replace(wholeBoard(40), at(7), REDUCER_VERSION);
    await first.close();
    const second = open();
    // Its rules differ, so the console starts from nothing: a new epoch, from its first event.
    second.write(change('a', 1), at(1, 2));
    second.write(change('b', 2), at(2, 2));
    await second.close();
    const third = open();
    const loaded = third.load();
    expect(loaded?.position).toEqual(at(2, 2));
    expect(loaded?.patch.status.put.map(([key]) => key)).toEqual(['check:a', 'check:b']);
    expect(loaded?.patch.catalogue.put).toEqual([]);
    await third.close();
  });

  it('gives back state by other rules as such, and does not build on it', async () => {
    const first = open();
    first.replace(wholeBoard(4), at(7), REDUCER_VERSION + 1);
    await first.close();
    const second = open();
    expect(second.load()?.reducer).toBe(REDUCER_VERSION + 1);
    second.write(change('a', 1), at(8));
    await second.close();
    expect(
      open()
        .load()
        ?.patch.status.put.map(([key]) => key),
    ).toEqual(['check:a']);
  });

  it('uses entities of an older protocol only when they still fit', async () => {
    const first = open();
    first.replace(wholeBoard(4), at(7), REDUCER_VERSION);
    await first.close();
    alter(
      `UPDATE meta SET value = replace(value, '"protocol":${PROTOCOL}', '"protocol":0') WHERE name = 'state'`,
    );
    const second = open();
    expect(second.load()?.patch.status.put).toHaveLength(5);
    second.write({ room: { put: [['room', { name: 'too little' } as never]], drop: [] } }, at(8));
    await second.close();
    alter(
      `UPDATE meta SET value = replace(value, '"protocol":${PROTOCOL}', '"protocol":0') WHERE name = 'state'`,
    );
    const third = open();
    expect(third.load()).toBeNull();
    await third.close();
    expect(told).toEqual([]);
  });

  it('keeps history for hours without a hub: newest first, by subject, before a place, also unwritten', async () => {
    const cache = open();
    cache.replace(wholeBoard(1), at(6), REDUCER_VERSION);
    cache.addEvents([1, 2, 3].map((seq) => event(seq, seq === 2 ? 'b' : 'a')));
    cache.flush();
    cache.addEvents([event(3, 'a'), event(4, 'a'), event(5, 'b'), event(6, 'c')]);
    cache.addEvents([event(4, 'a', 1, 'other-hub')]);
    const seqs = (...args: Parameters<BoardCache['history']>): number[] =>
      cache.history(...args).map((one) => one.seq);
    const check = (): void => {
      expect(seqs(null, null, 100)).toEqual([6, 5, 4, 3, 2, 1]);
      expect(seqs(['a'], null, 100)).toEqual([4, 3, 1]);
      expect(seqs(['a', 'b'], 4, 2)).toEqual([3, 2]);
      expect(seqs([], null, 100)).toEqual([]);
      expect(cache.history(['c'], null, 1)).toEqual([event(6, 'c')]);
    };
    check();
    cache.flush();
    check();
    await cache.close();
  });

  it('reads history on past a restore, from a place in the epoch before', async () => {
    const cache = open();
    cache.replace(wholeBoard(1), at(2, 9), REDUCER_VERSION);
    cache.addEvents([1, 2, 3, 4].map((seq) => event(seq, 'a', 1)));
    cache.flush();
    cache.addEvents([event(1, 'a', 9), event(2, 'a', 9)]);
    const places = (...args: Parameters<BoardCache['history']>): string[] =>
      cache.history(...args).map(({ epoch, seq }) => `${epoch}/${seq}`);
    for (const subjects of [null, ['a']]) {
      expect(places(subjects, null, 3)).toEqual(['9/2', '9/1', '1/4']);
      expect(places(subjects, 4, 3, 1)).toEqual(['1/3', '1/2', '1/1']);
      expect(places(subjects, 2, 2, 9)).toEqual(['9/1', '1/4']);
    }
    await cache.close();
  });

  it('keeps no more of large events than a file may hold, also when it is opened again', {
    timeout: 60_000,
  }, async () => {
    const storm = (from: number, count: number): LogEvent[] =>
      Array.from({ length: count }, (_, i) => {
        const small = event(from + i, 'a');
        return { ...small, body: { ...small.body, output: 'x'.repeat(100_000) } as LogEvent['body'] };
      });
    const bytes = (): number =>
      onDisk((db) => db.prepare('SELECT coalesce(sum(length(body)), 0) FROM events').pluck().get() as number);
    const first = open();
    first.replace(wholeBoard(1), at(1), REDUCER_VERSION);
    for (let from = 1; from <= 700; from += 140) {
      first.addEvents(storm(from, 140));
      first.flush();
    }
    await first.close();
    expect(bytes()).toBeLessThan(68_000_000);
    expect(bytes()).toBeGreaterThan(50_000_000);
    const second = open();
    second.replace(wholeBoard(1), at(701), REDUCER_VERSION);
    second.addEvents(storm(701, 100));
    expect(second.history(null, null, 1)[0]?.seq).toBe(800);
    await second.close();
    expect(bytes()).toBeLessThan(68_000_000);
    expect(onDisk((db) => db.prepare('SELECT max(seq) FROM events').pluck().get())).toBe(800);
  });

  it('keeps the last 20,000 events and nothing that points to older ones', async () => {
    const cache = open();
    cache.replace(wholeBoard(1), at(1), REDUCER_VERSION);
    for (let from = 1; from <= 20_700; from += 100) {
      cache.addEvents([...Array(100).keys()].map((n) => event(from + n, `check-${(from + n) % 7}`)));
      if (from % 5_000 === 1) cache.flush();
    }
    cache.flush();
    const [events, subjects, oldest] = onDisk((db) =>
      [
        'SELECT count(*) FROM events',
        'SELECT count(*) FROM event_subjects',
        'SELECT min(seq) FROM event_subjects',
      ].map((sql) => db.prepare(sql).pluck().get()),
    );
    expect([events, subjects, oldest]).toEqual([20_000, 20_000, 701]);
    await cache.close();
  });

  const damages: [string, () => void][] = [
    [
      'a changed byte',
      () => alter(`UPDATE entities SET json = replace(json, '"ok"', '"no"') WHERE key LIKE 'check:%'`),
    ],
    ['a missing row', () => alter(`DELETE FROM entities WHERE key = 'room'`)],
    ['a row too many', () => alter(`INSERT INTO entities VALUES ('room', 'x', '{}', 0)`)],
    ['a row that is not JSON', () => alter(`UPDATE entities SET json = '{' WHERE key = 'room'`)],
    ['a state that is not JSON', () => alter(`UPDATE meta SET value = '{' WHERE name = 'state'`)],
    ['no database at all', () => writeFileSync(file, 'not a database '.repeat(1_000))],
  ];
  it.each(damages)('moves a damaged file aside and begins anew: %s', async (_what, damage) => {
    const first = open();
    first.replace(wholeBoard(40), at(7), REDUCER_VERSION);
    await first.close();
    damage();
    const cache = open();
    expect(cache.load()).toBeNull();
    expect(faults.get('cache-corrupt')).toContain('.corrupt-');
    expect(readdirSync(dirname(file)).some((name) => name.startsWith('cache.db.corrupt-'))).toBe(true);
    cache.replace(wholeBoard(4), at(9), REDUCER_VERSION);
    clock.advance(1_000);
    expect([...faults.keys()]).toEqual([]);
    await cache.close();
    expect(open().load()?.position).toEqual(at(9));
  });

  it('leaves a file from a newer version untouched and goes on in memory', async () => {
    const first = open();
    first.replace(wholeBoard(4), at(7), REDUCER_VERSION);
    await first.close();
    onDisk((db) => db.pragma('user_version = 99'));
    const before = readFileSync(file);
    const cache = open();
    expect(cache.load()).toBeNull();
    expect([...faults.keys()]).toEqual(['cache-newer']);
    cache.replace(wholeBoard(4), at(9), REDUCER_VERSION);
    cache.addEvents([event(9, 'a')]);
    clock.advance(60_000);
    expect(cache.history(['a'], null, 10)).toEqual([event(9, 'a')]);
    await cache.close();
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(told).toEqual(['cache-newer']);
  });

  it('goes on in memory where it cannot write, and writes everything once it can', async () => {
    const place = join(folder(), 'in-the-way');
    writeFileSync(place, '');
    file = join(place, 'cache.db');
    const cache = open();
    expect(cache.load()).toBeNull();
    expect([...faults.keys()]).toEqual(['cache-write']);
    cache.replace(wholeBoard(4), at(1), REDUCER_VERSION);
    cache.write(change('service-0/check-0', 5), at(2));
    cache.addEvents([event(2, 'a')]);
    clock.advance(10_000);
    expect(cache.history(['a'], null, 10)).toHaveLength(1);
    rmSync(place);
    mkdirSync(place);
    clock.advance(120_000);
    expect([...faults.keys()]).toEqual([]);
    await cache.close();
    const loaded = open().load();
    expect(loaded?.position).toEqual(at(2));
    expect(loaded?.patch.status.put).toHaveLength(5);
  });

  it('survives a disk that refuses in mid-run: the older state stays whole, then all is written', async () => {
    const cache = open();
    cache.replace(wholeBoard(4), at(1), REDUCER_VERSION);
    cache.flush();
    // Another connection holds the lock: a refusal that takes the same path as a full disk, and can be ended.
    const holder = new Database(file);
    holder.exec('BEGIN IMMEDIATE');
    cache.write(change('service-0/check-0', 5), at(2));
    clock.advance(600);
    expect([...faults.keys()]).toEqual(['cache-write']);
    cache.write(change('service-0/check-0', 6), at(3));
    cache.write(change('service-0/check-1', 7), at(4));
    holder.exec('ROLLBACK');
    holder.close();
    clock.advance(120_000);
    expect([...faults.keys()]).toEqual([]);
    await cache.close();
    const loaded = open().load();
    expect(loaded?.position).toEqual(at(4));
    const written = contents(loaded?.patch).status as Record<string, { value: { ms: number } }>;
    expect(written['check:service-0/check-0']?.value.ms).toBe(6);
    expect(written['check:service-0/check-1']?.value.ms).toBe(7);
  });

  it('is made good by the next whole board when its file breaks in mid-run', async () => {
    const cache = open();
    cache.replace(wholeBoard(4_000), at(1), REDUCER_VERSION);
    cache.flush();
    onDisk((db) => db.pragma('wal_checkpoint(TRUNCATE)'));
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4_096 * 12);
    const handle = openSync(file, 'r+');
    writeSync(handle, bytes);
    closeSync(handle);

    const every = wholeBoard(4_000).status.put.map(([key]) => key);
    cache.write({ status: { put: [], drop: every } }, at(2));
    clock.advance(1_000);
    expect(faults.get('cache-corrupt')).toContain('.corrupt-');
    // What it wrote now would lack all that came before: it waits for a whole board.
    cache.write(change('service-0/check-0', 5), at(3));
    cache.flush();
    expect(onDisk((db) => db.prepare('SELECT count(*) FROM entities').pluck().get())).toBe(0);
    expect(faults.has('cache-corrupt')).toBe(true);
    cache.replace(wholeBoard(4), at(4), REDUCER_VERSION);
    clock.advance(1_000);
    expect([...faults.keys()]).toEqual([]);
    await cache.close();
    expect(open().load()?.position).toEqual(at(4));
  });
});
