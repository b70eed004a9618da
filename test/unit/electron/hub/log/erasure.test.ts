import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { chainedText, hashOfWords } from '../../../../../electron/hub/log/erasable';
import { openSqliteLog, type SqliteLog } from '../../../../../electron/hub/log/sqlite-log';
import { verifyLogFiles } from '../../../../../electron/hub/log/verify-files';
import type { EventBody } from '../../../../../shared/model/events';
import { SHIFT_LOG_SUBJECT } from '../../../../../shared/model/shift-log';
import { ManualClock } from '../../../../../shared/time/clock';
import { aFile, corrected, erasedPart, filesHolding, words, written } from '../../../../fixtures/shift-log';
import { temporaryFolders } from '../../sqlite/temp-folder';
import { changed } from './conformance';

const folder = temporaryFolders();
const clock = new ManualClock();

async function say(log: SqliteLog, ...bodies: readonly EventBody[]): Promise<void> {
  await log.append(
    bodies.map((body) => ({ at: clock.now(), body })),
    log.head().position.seq,
  );
}

/** Moves all but the newest event into segments. */
async function archiveAll(log: SqliteLog): Promise<void> {
  const { position } = log.head();
  for (const seq of [position.seq - 1, position.seq])
    await log.saveSnapshot({ position: { ...position, seq }, reducer: 0, patch: {} });
  while ((await log.archive({ since: Number.MAX_SAFE_INTEGER, events: 1 })) > 0);
}

function onDisk(file: string, sql: string, ...args: readonly unknown[]): void {
  const db = new Database(file);
  db.prepare<unknown[]>(sql).run(...args);
  db.close();
}

describe('what is erased', () => {
  it('is on no byte of the disk any more when the event is on it, its hash is, and the log verifies', async () => {
    const data = folder();
    const log = await openSqliteLog({ file: join(data, 'log.db'), clock });
    await say(
      log,
      changed('a'),
      written('entry-one', 'Qxv-Nordmann er innlagt', { attachments: [aFile('Qxv-Nordmann.png')] }),
      corrected('entry-one', 'correction', 'Qxv-Nordmann er utskrevet'),
      changed('b'),
    );
    expect(filesHolding(data, 'Qxv-Nordmann')).not.toEqual([]);
    for (const part of ['text', 'correction', aFile('Qxv-Nordmann.png').hash])
      await say(log, erasedPart('entry-one', part));
    expect(filesHolding(data, 'Qxv-Nordmann')).toEqual([]);
    expect(filesHolding(data, words('Qxv-Nordmann er innlagt').hash)).not.toEqual([]);
    expect(await verifyLogFiles(join(data, 'log.db'))).toMatchObject({ fault: null });
    await log.close();
  });

  it('goes out of archived segments too, and is read by nobody before that', async () => {
    const data = folder();
    const log = await openSqliteLog({ file: join(data, 'log.db'), clock });
    await say(log, written('entry-one', 'Qxv-Nordmann'), changed('a'), written('entry-two', 'Qxv-blir'));
    await archiveAll(log);
    expect(filesHolding(join(data, 'segments'), 'Qxv-Nordmann')).toHaveLength(1);
    await say(log, erasedPart('entry-one', 'text'));
    const seen = async (): Promise<string> =>
      JSON.stringify(await log.history([SHIFT_LOG_SUBJECT], null, 10));
    expect(await seen()).not.toContain('Qxv-Nordmann');
    expect(await log.finishErasures()).toBe(1);
    expect(filesHolding(data, 'Qxv-Nordmann')).toEqual([]);
    expect(filesHolding(data, 'Qxv-blir')).toHaveLength(1);
    expect(readdirSync(join(data, 'segments'))).toEqual(['1-1-2.1.ndjson.gz']);
    expect(await seen()).not.toContain('Qxv-Nordmann');
    expect(await seen()).toContain('Qxv-blir');
    expect(await log.finishErasures()).toBe(0);
    expect(await verifyLogFiles(join(data, 'log.db'))).toMatchObject({ fault: null, segments: 1 });
    await log.close();
  });

  it.each(['rewritten', 'renamed', 'removed'] as const)(
    'is finished by the next start where a hub was killed at "%s"',
    async (step) => {
      const data = folder();
      const file = join(data, 'log.db');
      const log = await openSqliteLog({
        file,
        clock,
        onArchiveStep: (at) => {
          if (at === step) throw new Error('killed');
        },
      });
      await say(log, written('entry-one', 'Qxv-Nordmann'), changed('a'));
      await archiveAll(log);
      await say(log, erasedPart('entry-one', 'text'));
      await expect(log.finishErasures()).rejects.toThrow('killed');
      expect(await verifyLogFiles(file)).toMatchObject({ fault: null });
      const heir = await openSqliteLog({ file, clock });
      await heir.finishErasures();
      // What nobody registered goes with the next archiving.
      await heir.archive({ since: 0, events: 1_000 });
      expect(filesHolding(data, 'Qxv-Nordmann')).toEqual([]);
      expect(await verifyLogFiles(file)).toMatchObject({ fault: null });
      await heir.close();
    },
  );

  it('leaves a read of before its rewriting with the new file', async () => {
    const data = folder();
    const log = await openSqliteLog({ file: join(data, 'log.db'), clock });
    await say(
      log,
      ...Array.from({ length: 30 }, (_, n) => written(`entry-${n}-long`, `Ord ${n}`)),
      changed('a'),
    );
    await archiveAll(log);
    await say(log, erasedPart('entry-3-long', 'text'));
    const [told] = await Promise.all([
      log.history([SHIFT_LOG_SUBJECT], null, 100),
      log.finishErasures(),
      log.history(null, { epoch: 1, seq: 20 }, 100),
    ]);
    expect(told).toHaveLength(31);
    await log.close();
  });
});

describe('a log whose words are no part of its chain', () => {
  const tampered = async (sql: string, ...args: readonly unknown[]): Promise<string | undefined> => {
    const file = join(folder(), 'log.db');
    const log = await openSqliteLog({ file, clock });
    await say(
      log,
      written('entry-one', 'ringte AMK'),
      corrected('entry-one', 'correction', 'ringte 113'),
      changed('a'),
    );
    onDisk(file, sql, ...args);
    const fault = await log.verify();
    await log.close();
    return fault?.reason;
  };

  it('tells words that were changed by their hash, and a hash that was changed by the chain', async () => {
    expect(await tampered(`UPDATE events SET body = replace(body, 'AMK', 'XXX')`)).toContain(
      'not those that were said',
    );
    expect(await tampered(`UPDATE events SET body = replace(body, '113', 'XXX')`)).toContain(
      'not those that were said',
    );
    const { hash } = words('ringte AMK');
    const other = words('ringte XXX').hash;
    expect(await tampered('UPDATE events SET body = replace(body, ?, ?)', hash, other)).toContain(
      'fit the chain',
    );
    const both = `UPDATE events SET body = replace(replace(body, ?, ?), 'AMK', 'XXX')`;
    expect(await tampered(both, hash, other)).toContain('fit the chain');
    expect(await tampered(`UPDATE events SET body = replace(body, 'nattoperator', 'dagoperator')`)).toContain(
      'chain',
    );
  });

  it('tells words that are missing though nobody erased them', async () => {
    const said = JSON.stringify(words('ringte AMK').said);
    const canonical = `{"salt":${JSON.stringify(words('ringte AMK').said?.salt)},"text":"ringte AMK"}`;
    expect(canonical.length).toBe(said.length);
    expect(await tampered('UPDATE events SET body = replace(body, ?, ?)', canonical, 'null')).toBe(
      'words are missing that nobody erased',
    );
  });

  it('hashes every other event whole, also one that speaks of words', () => {
    const body = '{"said":{"text":"x"},"type":"alarm.acted"}';
    expect(chainedText(body)).toBe(body);
    expect(chainedText('{"entry":{"said":{"text":"x"}},"type":"log.written"}')).toBe(
      '{"entry":{"said":null},"type":"log.written"}',
    );
  });

  it('hashes the salt before the text', () => {
    expect(hashOfWords({ text: 'b', salt: 'a' })).toBe(hashOfWords({ text: '', salt: 'ab' }));
    expect(hashOfWords({ text: 'b', salt: 'a' })).not.toBe(hashOfWords({ text: 'a', salt: 'b' }));
  });

  it('keeps what readers of another process hold up out of its way', async () => {
    const data = folder();
    const file = join(data, 'log.db');
    const log = await openSqliteLog({ file, clock });
    await say(log, written('entry-one', 'Qxv-Nordmann'));
    const reader = new Database(file, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM events').get();
    const from = performance.now();
    await say(log, erasedPart('entry-one', 'text'));
    expect(performance.now() - from).toBeLessThan(1_000);
    expect(existsSync(`${file}-wal`) && statSync(`${file}-wal`).size).toBeGreaterThan(0);
    reader.close();
    await say(log, changed('a'));
    expect(filesHolding(data, 'Qxv-Nordmann')).toEqual([]);
    await log.close();
  });
});
