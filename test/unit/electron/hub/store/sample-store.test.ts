import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { openSampleStore, type SampleStore } from '../../../../../electron/hub/store/sample-store';
import { ManualClock } from '../../../../../shared/time/clock';
import { temporaryFolders } from '../../sqlite/temp-folder';

const folder = temporaryFolders();
const HOUR = 3_600_000;

describe('the sample store', () => {
  let clock: ManualClock;
  let file: string;
  let faults: (string | null)[];

  const open = (): SampleStore => openSampleStore({ file, clock, onFault: (reason) => faults.push(reason) });
  const rows = (): number => {
    const db = new Database(file, { readonly: true });
    const count = db.prepare('SELECT count(*) FROM samples').pluck().get() as number;
    db.close();
    return count;
  };

  beforeEach(() => {
    clock = new ManualClock();
    file = join(folder(), 'samples.db');
    faults = [];
  });

  it('reads back what was measured, in order, each check by itself, before and after it is on the disk', () => {
    const store = open();
    const now = clock.now();
    store.add('a', now - 2_000, 12.5, 0);
    store.add('b', now - 1_500, null, 2);
    store.add('a', now - 1_000, 80, 1);
    const expected = [
      { check: 'b', at: [now - 1_500], ms: [null], result: [2] },
      { check: 'a', at: [now - 2_000, now - 1_000], ms: [12.5, 80], result: [0, 1] },
      { check: 'c', at: [], ms: [], result: [] },
    ];
    expect(store.read(['b', 'a', 'c'], 0)).toEqual(expected);
    expect(rows()).toBe(0);
    clock.advance(2_000);
    expect(rows()).toBe(3);
    expect(store.read(['b', 'a', 'c'], 0)).toEqual(expected);
    expect(store.read(['a'], now - 1_000)[0]?.at).toEqual([now - 1_000]);
    store.add('a', now, 1, 0);
    expect(store.read(['a'], now - 1_000)[0]?.at).toEqual([now - 1_000, now]);
    store.close();
    expect(faults).toEqual([]);
  });

  it('writes at once when two thousand wait', () => {
    const store = open();
    for (let n = 0; n < 2_000; n++) store.add(`check-${n % 50}`, clock.now() + n, n, 0);
    expect(rows()).toBe(2_000);
    store.close();
  });

  it('keeps what waited when it is closed, and knows its checks again', () => {
    const first = open();
    first.add('a', clock.now(), 1, 0);
    first.close();
    const second = open();
    second.add('a', clock.now() + 1, 2, 0);
    expect(second.read(['a'], 0)[0]?.ms).toEqual([1, 2]);
    second.close();
    const db = new Database(file, { readonly: true });
    expect(db.prepare('SELECT count(*) FROM series').pluck().get()).toBe(1);
    db.close();
  });

  it('thins a long series without inventing or losing its peak', () => {
    const store = open();
    const start = clock.now() - 10 * HOUR;
    for (let n = 0; n < 7_000; n++) store.add('a', start + n * 5_000, n === 3_333 ? 9_999 : 50 + (n % 7), 0);
    const series = store.read(['a'], 0)[0];
    expect(series?.at.length).toBeLessThanOrEqual(2_000);
    expect(series?.at.length).toBeGreaterThan(900);
    expect(series?.ms).toContain(9_999);
    expect(series?.at.at(-1)).toBe(start + 6_999 * 5_000);
    store.close();
  });

  it('forgets what is older than two days, a slice at a time', () => {
    const store = open();
    const start = clock.now();
    for (let n = 0; n < 12_000; n++) store.add(`check-${n % 100}`, start + n, 1, 0);
    store.flush();
    clock.advance(48 * HOUR - 60_000);
    expect(rows()).toBe(12_000);
    store.add('check-1', clock.now(), 2, 0);
    clock.advance(360_000 + 10_000);
    store.flush();
    expect(rows()).toBe(1);
    expect(store.read(['check-1'], 0)[0]?.ms).toEqual([2]);
    store.close();
  });

  it('goes on in memory where the file cannot be made, says so, and writes all when it can', () => {
    const place = join(folder(), 'in-the-way');
    writeFileSync(place, '');
    file = join(place, 'samples.db');
    const store = open();
    store.add('a', clock.now(), 7, 0);
    clock.advance(4_000);
    expect(store.read(['a'], 0)[0]?.ms).toEqual([7]);
    expect(faults.at(-1)).toContain(file);
    rmSync(place);
    mkdirSync(place);
    clock.advance(60_000);
    expect(faults.at(-1)).toBeNull();
    expect(rows()).toBe(1);
    expect(store.lost).toBe(0);
    store.close();
  });

  it('bounds what waits for a disk that never comes, and counts the loss', () => {
    const place = join(folder(), 'in-the-way');
    writeFileSync(place, '');
    file = join(place, 'samples.db');
    const store = open();
    for (let n = 0; n < 60_000; n++) store.add('a', clock.now() + n, n, 0);
    expect(store.lost).toBeGreaterThanOrEqual(10_000);
    expect(store.lost).toBeLessThanOrEqual(12_000);
    expect(store.read(['a'], 0)[0]?.ms.at(-1)).toBe(59_999);
    store.close();
  });

  it('begins a new file where the old one is damaged, and keeps the old one', () => {
    writeFileSync(file, 'no database '.repeat(100));
    const store = open();
    expect(faults.join()).toContain('moved to');
    store.add('a', clock.now(), 7, 0);
    clock.advance(2_000);
    expect(faults.at(-1)).toBeNull();
    expect(rows()).toBe(1);
    store.close();
    expect(readdirSync(join(file, '..')).filter((name) => name.includes('.corrupt-'))).toHaveLength(1);
  });

  it('leaves a file of a newer version alone', () => {
    open().close();
    const db = new Database(file);
    db.pragma('user_version = 99');
    db.close();
    const store = open();
    store.add('a', clock.now(), 7, 0);
    clock.advance(2_000);
    expect(faults.at(-1)).toContain('newer');
    expect(store.read(['a'], 0)[0]?.ms).toEqual([7]);
    store.close();
    expect(rows()).toBe(0);
  });
});
