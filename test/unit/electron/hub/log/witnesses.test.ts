import { appendFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { makeBackup } from '../../../../../electron/hub/backup/backup';
import { restoreBackup } from '../../../../../electron/hub/backup/restore';
import { runTool } from '../../../../../electron/hub/cli/tools';
import { genesis, nextLink } from '../../../../../electron/hub/log/chain';
import { openSqliteLog, type SqliteLog } from '../../../../../electron/hub/log/sqlite-log';
import { readWitnesses } from '../../../../../electron/hub/log/witnesses';
import { Witness } from '../../../../../electron/main/cache/witness';
import { ManualClock } from '../../../../../shared/time/clock';
import { hard } from '../../../../fixtures/room';
import { tempFolder } from '../../../../fixtures/temp-folder';

/** A past that was changed by somebody who also has the means to make all of its hashes anew. */

const folder = tempFolder('witnesses');
afterAll(() => folder.remove());
let count = 0;

async function world(): Promise<{
  data: string;
  log: SqliteLog;
  clock: ManualClock;
  witness: string;
  say: (n: number) => Promise<void>;
}> {
  const data = join(folder.path, `data-${++count}`);
  const witness = join(folder.path, `console-${count}`, 'witness.jsonl');
  mkdirSync(data);
  const clock = new ManualClock();
  const log = await openSqliteLog({ file: join(data, 'log.db'), clock });
  // The console's own, which hears a heartbeat after each event.
  const console = new Witness({ file: witness, onFault: () => {} });
  let n = 0;
  const say = async (events: number): Promise<void> => {
    for (let i = 0; i < events; i++) {
      clock.advance(60_000);
      n += 1;
      const body = hard('a', n % 2 === 0 ? 'ok' : 'critical', clock.now());
      await log.append([{ at: clock.now(), body }], log.head().position.seq);
      const { position, chain } = log.head();
      console.hear({ at: clock.now(), position, chain });
    }
  };
  await say(12);
  return { data, log, clock, witness, say };
}

async function verify(data: string, ...witnesses: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const code = await runTool(
    ['verify-log', '--data', data, ...(witnesses.length > 0 ? ['--witness', ...witnesses] : [])],
    { version: 'test', write: (line) => lines.push(line) },
  );
  return { code, said: lines.join('\n') };
}

interface Row {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  body: string;
}

/** Changes a log's file as `change` says, and makes the whole chain, its head and all else fit again. */
function forge(data: string, origin: string, change: (rows: Row[]) => Row[]): void {
  const db = new SqliteDatabase(join(data, 'log.db'));
  const rows = change(
    db.prepare('SELECT seq, at, type, body FROM events WHERE epoch = 1 ORDER BY seq').all() as Row[],
  );
  const subjects = db.prepare('SELECT subject, seq FROM event_subjects WHERE epoch = 1').all() as {
    subject: string;
    seq: number;
  }[];
  db.exec('DELETE FROM events; DELETE FROM event_subjects; DELETE FROM snapshots');
  let chain: Uint8Array = genesis(origin, 1);
  rows.forEach((row, index) => {
    const seq = index + 1;
    chain = nextLink(chain, { origin, epoch: 1, seq, at: row.at, body: row.body });
    db.prepare('INSERT INTO events VALUES (1, ?, ?, ?, ?, ?)').run(seq, row.at, row.type, row.body, chain);
    for (const { subject } of subjects.filter((known) => known.seq === row.seq)) {
      db.prepare('INSERT INTO event_subjects VALUES (?, 1, ?)').run(subject, seq);
    }
  });
  db.prepare('UPDATE epochs SET seq = ?, chain = ? WHERE epoch = 1').run(rows.length, chain);
  db.close();
}

describe('a log of which consoles have heard', () => {
  it('is whole where all that they heard is still there, also while the hub writes on', async () => {
    const { data, log, witness, say } = await world();
    expect(await verify(data, witness)).toMatchObject({
      code: 0,
      said: expect.stringContaining('12 places witnessed'),
    });
    await say(3);
    expect((await verify(data, witness)).said).toMatch(/^OK 15 events .* 15 places witnessed/);
    await log.close();
  });

  it.each<[string, (rows: Row[]) => Row[], RegExp]>([
    [
      'altered one event',
      (rows) =>
        rows.map((row) => (row.seq === 5 ? { ...row, body: row.body.replace('critical', 'ok') } : row)),
      /^FAULT at .*\/1\/5: rewritten: a console heard another chain here, 2026-/,
    ],
    ['removed one event', (rows) => rows.filter(({ seq }) => seq !== 7), /^FAULT at .*\/1\/7: rewritten/],
    [
      'cut the end off',
      (rows) => rows.slice(0, 9),
      /^FAULT at .*\/1\/10: cut off: a console heard of 1\/12, 2026-/,
    ],
  ])(
    'is found out when somebody %s and made all hashes fit, by its witnesses alone',
    async (_, change, words) => {
      const { data, log, witness } = await world();
      const { origin } = log.head().position;
      await log.close();
      forge(data, origin, change);
      // Without witnesses nobody can tell.
      expect((await verify(data)).code).toBe(0);
      const { code, said } = await verify(data, witness);
      expect(code).toBe(1);
      expect(said).toMatch(words);
    },
  );

  it('that went on after its end was cut off is found out too', async () => {
    const { data, log, clock, witness } = await world();
    const { origin } = log.head().position;
    await log.close();
    forge(data, origin, (rows) => rows.slice(0, 9));
    const again = await openSqliteLog({ file: join(data, 'log.db'), clock });
    for (let i = 9; i < 20; i++) await again.append([{ at: clock.now(), body: hard('a', 'ok', i) }], i);
    await again.close();
    expect((await verify(data)).code).toBe(0);
    expect((await verify(data, witness)).said).toMatch(/^FAULT at .*\/1\/10: rewritten/);
  });

  it('that was put away for another is no log of theirs', async () => {
    const { witness, log } = await world();
    const other = await world();
    await log.close();
    await other.log.close();
    const { code, said } = await verify(other.data, witness);
    expect(code).toBe(1);
    expect(said).toMatch(/^FAULT no witness knows this log/);
  });

  it('that was restored from a backup is whole, and what the backup did not have is told', async () => {
    const { data, log, clock, witness, say } = await world();
    const to = join(folder.path, `backup-${count}`);
    await makeBackup({ data, to, samples: false, clock, version: 'test' });
    await say(2);
    const target = join(folder.path, `restored-${count}`);
    await restoreBackup({ from: to, data: target, clock });
    const { code, said } = await verify(target, witness);
    expect(code).toBe(0);
    expect(said).toMatch(/^NOTE heard of up to .*\/1\/14 .*\nOK 13 events in 2 epochs/);
    // But not what somebody cut off before they restored it.
    const { origin } = log.head().position;
    await log.close();
    const cut = join(folder.path, `cut-${count}`);
    cpSync(target, cut, { recursive: true });
    const db = new SqliteDatabase(join(cut, 'log.db'));
    const tenth = db.prepare('SELECT chain FROM events WHERE epoch = 1 AND seq = 10').get() as {
      chain: Buffer;
    };
    db.exec(
      'DELETE FROM events WHERE epoch = 1 AND seq > 10; DELETE FROM event_subjects WHERE epoch = 1 AND seq > 10',
    );
    db.prepare('UPDATE epochs SET seq = 10, chain = ? WHERE epoch = 1').run(tenth.chain);
    db.close();
    expect((await verify(cut)).code).toBe(0);
    expect((await verify(cut, witness)).said).toMatch(new RegExp(`^FAULT at ${origin}/1/11: cut off`));
  });

  it('is held against several consoles, of whom one that was asleep says less', async () => {
    const { data, log, witness } = await world();
    const asleep = join(folder.path, `asleep-${count}.jsonl`);
    const { position, chain } = log.head();
    writeFileSync(asleep, `${JSON.stringify({ ...position, chain, at: 1 })}\n`);
    expect((await verify(data, witness, asleep)).code).toBe(0);
    appendFileSync(asleep, `${JSON.stringify({ ...position, chain: 'f'.repeat(64), at: 2 })}\n`);
    expect((await verify(data, witness, asleep)).code).toBe(1);
    await log.close();
  });

  it('counts lines of witnesses that cannot be read, and takes nothing from them', async () => {
    const { data, log, witness } = await world();
    appendFileSync(
      witness,
      '{"origin":"x","epo\nnull\n{"origin":"x","epoch":1,"seq":1,"chain":"kort","at":1}\n\n',
    );
    expect((await readWitnesses([witness])).unreadable).toBe(3);
    const { code, said } = await verify(data, witness);
    expect(code).toBe(0);
    expect(said).toMatch(/^NOTE 3 lines of witnesses cannot be read\nOK /);
    await expect(verify(data, join(folder.path, 'nowhere.jsonl'))).rejects.toThrow('ENOENT');
    await log.close();
  });
});
