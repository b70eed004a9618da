import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { faultOf, StorageError } from '../../../../electron/sqlite/errors';
import type { Migration } from '../../../../electron/sqlite/migrate';
import { moveAside } from '../../../../electron/sqlite/move-aside';
import { closeDatabase, openDatabase } from '../../../../electron/sqlite/open';
import { temporaryFolders } from './temp-folder';

const folder = temporaryFolders();
const step = (number: number, sql: string): Migration => ({
  number,
  name: `step-${number}`,
  up: (db) => db.exec(sql),
});
const one = step(1, 'CREATE TABLE a (x)');
const two = step(2, 'CREATE TABLE b (x)');

function faultOn(file: string, migrations: readonly Migration[] = [one], check = false): string {
  try {
    openDatabase({ file, migrations, durability: 'normal', busyMs: 50, check }).close();
    return 'none';
  } catch (error) {
    expect(error).toBeInstanceOf(StorageError);
    expect((error as Error).message).toContain(file);
    return faultOf(error);
  }
}

describe('opening a database', () => {
  it('makes the folder, and sets what every file has', () => {
    const db = openDatabase({
      file: join(folder(), 'x', 'y', 'a.db'),
      migrations: [one],
      durability: 'full',
    });
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('journal_size_limit', { simple: true })).toBeGreaterThan(0);
    closeDatabase(db);
  });

  it('brings an older file to the latest schema, and keeps what was in it', () => {
    const file = join(folder(), 'a.db');
    const old = openDatabase({ file, migrations: [one], durability: 'normal' });
    old.exec('INSERT INTO a VALUES (7)');
    closeDatabase(old);
    const db = openDatabase({ file, migrations: [one, two], durability: 'normal' });
    expect(db.pragma('user_version', { simple: true })).toBe(2);
    expect(db.prepare('SELECT x FROM a').pluck().get()).toBe(7);
    expect(db.prepare('SELECT count(*) FROM b').pluck().get()).toBe(0);
    closeDatabase(db);
  });

  it('does all steps or none', () => {
    const file = join(folder(), 'a.db');
    expect(faultOn(file, [one, step(2, 'CREATE TABLE nonsense (')])).toBe('unknown');
    const db = new Database(file);
    expect(db.pragma('user_version', { simple: true })).toBe(0);
    expect(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBe(0);
    db.close();
  });

  it('refuses steps that are out of order', () => {
    expect(faultOn(join(folder(), 'a.db'), [two])).toBe('unknown');
  });

  it('leaves a file from a newer version as it is', () => {
    const file = join(folder(), 'a.db');
    expect(faultOn(file, [one, two])).toBe('none');
    const before = readFileSync(file);
    expect(faultOn(file, [one])).toBe('newer');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('sorts a file that is no database as corrupt', () => {
    const file = join(folder(), 'a.db');
    writeFileSync(file, 'no database '.repeat(100));
    expect(faultOn(file)).toBe('corrupt');
  });

  it('finds a damaged page when it is asked to look', () => {
    const file = join(folder(), 'a.db');
    const db = openDatabase({ file, migrations: [one], durability: 'normal' });
    const insert = db.prepare('INSERT INTO a VALUES (?)');
    for (let n = 0; n < 2_000; n++) insert.run(`row ${n}`);
    closeDatabase(db);
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4_096 * 3, 4_096 * 4);
    writeFileSync(file, bytes);
    expect(faultOn(file, [one], false)).toBe('none');
    expect(faultOn(file, [one], true)).toBe('corrupt');
  });

  it('sorts what another process holds as busy', () => {
    const file = join(folder(), 'a.db');
    const holder = new Database(file);
    holder.exec('BEGIN EXCLUSIVE');
    expect(faultOn(file)).toBe('busy');
    holder.close();
  });

  it('sorts a place that cannot be written as unwritable', () => {
    const place = folder();
    writeFileSync(join(place, 'file'), '');
    expect(faultOn(join(place, 'file', 'a.db'))).toBe('unwritable');
    mkdirSync(join(place, 'taken.db'));
    expect(faultOn(join(place, 'taken.db'))).toBe('unwritable');
    expect(faultOf(Object.assign(new Error('x'), { code: 'SQLITE_FULL' }))).toBe('unwritable');
    expect(faultOf(Object.assign(new Error('x'), { code: 'SQLITE_READONLY_DBMOVED' }))).toBe('unwritable');
    expect(faultOf(Object.assign(new Error('x'), { code: 'SQLITE_IOERR_WRITE' }))).toBe('unwritable');
  });
});

describe('moving a damaged file aside', () => {
  it('keeps every one, write-ahead log included', () => {
    const place = folder();
    const file = join(place, 'a.db');
    const names: string[] = [];
    for (let n = 0; n < 2; n++) {
      writeFileSync(file, `damaged ${n}`);
      writeFileSync(`${file}-wal`, 'wal');
      names.push(moveAside(file, Date.UTC(2026, 10, 23, 3)));
      expect(existsSync(file) || existsSync(`${file}-wal`)).toBe(false);
    }
    expect(names[0]).toBe(`${file}.corrupt-2026-11-23T03-00-00-000Z`);
    expect(names.map((name) => readFileSync(name, 'utf8'))).toEqual(['damaged 0', 'damaged 1']);
    expect(readdirSync(place)).toHaveLength(4);
  });
});
