import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { LogCorrupt, LogTooNew } from '../../../../../electron/hub/log/log';
import { openSqliteLog } from '../../../../../electron/hub/log/sqlite-log';
import { verifyLogFiles } from '../../../../../electron/hub/log/verify-files';
import { ManualClock, systemClock } from '../../../../../shared/time/clock';
import { bundleProgram, runProgram } from '../../sqlite/child';
import { temporaryFolders } from '../../sqlite/temp-folder';
import { draft, logConformance } from './conformance';

const folder = temporaryFolders();

function onDisk(file: string, sql: string, ...args: readonly unknown[]): void {
  const db = new Database(file);
  db.prepare<unknown[]>(sql).run(...args);
  db.close();
}

logConformance('sqlite', async (clock) => {
  const file = join(folder(), 'log.db');
  return {
    open: () => openSqliteLog({ file, clock }),
    alter: (seq) => onDisk(file, `UPDATE events SET body = replace(body, 'HTTP', 'HTTQ') WHERE seq = ?`, seq),
    remove: (seq) => onDisk(file, 'DELETE FROM events WHERE seq = ?', seq),
  };
});

describe('the log in SQLite', () => {
  const clock = new ManualClock();

  it('keeps its identity, and refuses to be opened as another', async () => {
    const file = join(folder(), 'log.db');
    const log = await openSqliteLog({ file, clock, origin: 'site-a' });
    await log.close();
    const again = await openSqliteLog({ file, clock });
    expect(again.head().position.origin).toBe('site-a');
    await again.close();
    await expect(openSqliteLog({ file, clock, origin: 'site-b' })).rejects.toThrow('is the log of "site-a"');
  });

  it('gives two new logs two identities', async () => {
    const one = await openSqliteLog({ file: join(folder(), 'log.db'), clock });
    const two = await openSqliteLog({ file: join(folder(), 'log.db'), clock });
    expect(one.head().position.origin).not.toBe(two.head().position.origin);
    expect(one.head().chain).not.toBe(two.head().chain);
    await one.close();
    await two.close();
  });

  it('commits what is appended in one turn as one transaction', async () => {
    const file = join(folder(), 'log.db');
    const log = await openSqliteLog({ file, clock });
    const reader = new Database(file, { readonly: true });
    const version = (): unknown => reader.pragma('data_version', { simple: true });
    const before = version();
    const all = [0, 1, 2, 3].map((seq) => log.append([draft('a')], seq));
    expect(version()).toBe(before);
    await Promise.all(all);
    expect(version()).not.toBe(before);
    expect(reader.prepare('SELECT count(*) FROM events').pluck().get()).toBe(4);
    reader.close();
    await log.close();
  });

  it('says when history would not find an event', async () => {
    const file = join(folder(), 'log.db');
    const log = await openSqliteLog({ file, clock });
    await log.append([draft('a'), draft('b')], 0);
    onDisk(file, 'DELETE FROM event_subjects WHERE seq = 2');
    expect(await log.verify()).toMatchObject({
      position: { seq: 2 },
      reason: 'history does not find it by "b"',
    });
    await log.close();
  });

  it('keeps the last two snapshots and passes over a damaged one', async () => {
    const file = join(folder(), 'log.db');
    const log = await openSqliteLog({ file, clock });
    await log.append([draft('a'), draft('a'), draft('a')], 0);
    const { position } = log.head();
    for (const seq of [1, 2, 3])
      await log.saveSnapshot({ position: { ...position, seq }, reducer: 1, patch: {} });
    onDisk(file, `UPDATE snapshots SET patch = '{"room":1}' WHERE seq = 3`);
    expect((await log.loadSnapshot())?.position.seq).toBe(2);
    onDisk(file, `UPDATE snapshots SET patch = '{"room":1}' WHERE seq = 2`);
    expect(await log.loadSnapshot()).toBeNull();
    await log.close();
  });

  it('begins a new epoch that goes on from a state, and never uses a position twice', async () => {
    const file = join(folder(), 'log.db');
    const restored = join(folder(), 'log.db');
    const log = await openSqliteLog({ file, clock });
    await log.append([draft('a')], 0);
    await log.close();
    copyFileSync(file, restored);

    const one = await openSqliteLog({ file, clock });
    const head = await one.newEpoch({ reducer: 4, patch: { room: { put: [], drop: ['x'] } } });
    expect(head.position).toMatchObject({ seq: 0 });
    expect(await one.loadSnapshot()).toMatchObject({ position: head.position, reducer: 4 });
    await one.append([draft('a', 1)], 0);
    expect((await one.history(['a'], null, 10)).map((event) => [event.epoch, event.seq])).toEqual([
      [head.position.epoch, 1],
      [1, 1],
    ]);
    expect(await one.verify()).toBeNull();
    await one.close();

    clock.advance(60_000);
    const two = await openSqliteLog({ file: restored, clock });
    expect((await two.newEpoch(null)).position.epoch).toBeGreaterThan(head.position.epoch);
    await two.close();
  });

  it('refuses a log from a newer version and leaves it as it is', async () => {
    const file = join(folder(), 'log.db');
    await (await openSqliteLog({ file, clock })).close();
    const db = new Database(file);
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(file);
    await expect(openSqliteLog({ file, clock })).rejects.toBeInstanceOf(LogTooNew);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('refuses a file that is no database, and one that was cut short, and leaves them as they are', async () => {
    const file = join(folder(), 'log.db');
    writeFileSync(file, 'not a database at all, but longer than a header. '.repeat(40));
    const before = readFileSync(file);
    await expect(openSqliteLog({ file, clock })).rejects.toBeInstanceOf(LogCorrupt);
    expect(readFileSync(file).equals(before)).toBe(true);

    const cut = join(folder(), 'log.db');
    const log = await openSqliteLog({ file: cut, clock });
    await log.append(
      [...Array(500).keys()].map((n) => draft(`check-${n}`, n)),
      0,
    );
    await log.close();
    truncateSync(cut, 8_192);
    await expect(openSqliteLog({ file: cut, clock })).rejects.toBeInstanceOf(LogCorrupt);
  });

  it('refuses a log whose last event is gone, instead of writing over its place', async () => {
    const file = join(folder(), 'log.db');
    const log = await openSqliteLog({ file, clock });
    await log.append([draft('a'), draft('b')], 0);
    await log.close();
    onDisk(file, 'DELETE FROM events WHERE seq = 2');
    await expect(openSqliteLog({ file, clock })).rejects.toBeInstanceOf(LogCorrupt);
  });

  it('keeps every acknowledged event and receipt when its writer is killed in the middle', async () => {
    const place = folder();
    const program = await bundleProgram('test/unit/electron/hub/log/append-forever.ts', place);
    const file = join(place, 'log.db');
    let seq = 0;
    for (const acknowledged of [1, 40, 137]) {
      const child = runProgram(program, [file]);
      let last = '';
      for (let n = 0; n < acknowledged; n++) last = String((await child.lines.next()).value);
      await child.kill();
      // Lines that were under way when it died were acknowledged as well.
      for (let rest = await child.lines.next(); !rest.done; rest = await child.lines.next())
        last = rest.value;

      const log = await openSqliteLog({ file, clock: systemClock() });
      seq = Number(last.split(' ')[0]);
      const events = await log.read(0, 100_000);
      expect(events.length).toBeGreaterThanOrEqual(seq);
      expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
      expect(await log.receipt(`command-${seq}`)).not.toBeNull();
      // Whole appends only: the head's receipt is always there.
      expect(await log.receipt(`command-${log.head().position.seq}`)).not.toBeNull();
      expect(await log.verify()).toBeNull();
      await log.close();
    }
    expect(seq).toBeGreaterThan(178);
  }, 30_000);

  it('keeps every acknowledged event once when it is killed while it archives', async () => {
    const place = folder();
    const program = await bundleProgram('test/unit/electron/hub/log/archive-forever.ts', place);
    const file = join(place, 'log.db');
    for (const [step, times] of [
      ['begin', 2],
      ['written', 3],
      ['verified', 2],
      ['registered', 4],
      ['emptying', 3],
    ] as const) {
      const child = runProgram(program, [file]);
      let seq = 0;
      let left: number = times;
      for (let line = await child.lines.next(); !line.done; line = await child.lines.next()) {
        const [what, value] = String(line.value).split(' ');
        if (what === 'seq') seq = Number(value);
        else if (value === step) left -= 1;
        if (left === 0 && !child.process.killed) child.process.kill('SIGKILL');
      }
      expect(left).toBeLessThanOrEqual(0);
      expect(await verifyLogFiles(file)).toMatchObject({ fault: null });
      const log = await openSqliteLog({ file, clock: systemClock() });
      const head = log.head().position.seq;
      expect(head).toBeGreaterThanOrEqual(seq);
      const history = await log.history(null, null, 1_000_000);
      expect(history.map((event) => event.seq)).toEqual([...Array(head).keys()].map((n) => head - n));
      const about = history.filter(({ body }) => body.type === 'check.overdue' && body.check === 'check-3');
      expect(await log.history(['check-3'], null, 1_000_000)).toEqual(about);
      await log.close();
    }
  }, 40_000);
});
