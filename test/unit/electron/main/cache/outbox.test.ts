import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Outbox, OutboxUnavailable, openOutbox } from '../../../../../electron/main/cache/outbox';
import type { Command } from '../../../../../shared/contract/wire';
import { ManualClock } from '../../../../../shared/time/clock';
import { aFile, filesHolding } from '../../../../fixtures/shift-log';
import { bundleProgram, runProgram } from '../../sqlite/child';
import { temporaryFolders } from '../../sqlite/temp-folder';

const folder = temporaryFolders();
const DAY = 24 * 3_600_000;

const command = (n: number): Command => ({
  id: `command-${n}`,
  kind: 'check.recheck',
  subject: `lab@site-${n}`,
  payload: null,
  actor: 'kari',
  session: 'session-1',
  proof: `proof-${n}`,
  actedAt: 1_000 + n,
  expiresAt: 61_000 + n,
});

describe('the outbox', () => {
  let clock: ManualClock;
  let file: string;
  let fault: string | null;

  const open = (): Outbox =>
    openOutbox({
      file,
      clock,
      onFault: (said) => {
        fault = said?.detail ?? null;
      },
    });
  const fates = (box: Outbox): string[] => box.list().map((entry) => `${entry.id} ${entry.fate}`);
  const alter = (sql: string): void => {
    const db = new Database(file);
    db.exec(sql);
    db.close();
  };

  beforeEach(() => {
    clock = new ManualClock();
    file = join(folder(), 'outbox.db');
    fault = null;
  });

  it('has an act on the disk before it returns, in order, and syncs it', () => {
    const box = open();
    expect(box.add(command(1))).toEqual({ ...command(1), fate: 'queued', reason: null, settledAt: null });
    box.add(command(2));
    // Read by another connection while the first is open and has done nothing more.
    const db = new Database(file, { readonly: true });
    expect(db.prepare('SELECT id FROM commands ORDER BY place').pluck().all()).toEqual([
      'command-1',
      'command-2',
    ]);
    db.close();
    expect(box.pending().map((entry) => entry.id)).toEqual(['command-1', 'command-2']);
    box.close();
  });

  it('is the same after a restart, with every fate', () => {
    const box = open();
    for (const n of [1, 2, 3, 4, 5]) box.add(command(n));
    box.mark('command-2', 'sent', 'no answer yet');
    box.mark('command-3', 'confirmed', null);
    box.mark('command-4', 'refused', 'not yours');
    box.mark('command-5', 'expired', 'too late');
    const before = box.list();
    expect(fates(box)).toEqual([
      'command-1 queued',
      'command-2 sent',
      'command-3 confirmed',
      'command-4 refused',
      'command-5 expired',
    ]);
    box.close();
    const again = open();
    expect(again.list()).toEqual(before);
    expect(again.pending().map((entry) => entry.id)).toEqual(['command-1', 'command-2']);
    expect(fault).toBeNull();
    again.close();
  });

  it('takes the same act twice as one, and refuses its id for another', () => {
    const box = open();
    box.add(command(1));
    box.mark('command-1', 'sent', null);
    expect(box.add(command(1)).fate).toBe('sent');
    expect(() => box.add({ ...command(1), subject: 'other' })).toThrow(OutboxUnavailable);
    expect(() => box.add({ ...command(2), id: 'short' })).toThrow(OutboxUnavailable);
    expect(box.list()).toHaveLength(1);
    box.close();
  });

  it('lets a settled fate stand, and knows nothing of commands that it never had', () => {
    const box = open();
    box.add(command(1));
    box.mark('command-1', 'confirmed', null);
    expect(box.mark('command-1', 'refused', 'late word')?.fate).toBe('confirmed');
    expect(box.mark('command-9', 'confirmed', null)).toBeNull();
    box.close();
    expect(fates(open())).toEqual(['command-1 confirmed']);
  });

  it('shows what is settled for a day, what expired until it was seen, what waits for ever', () => {
    const box = open();
    for (const n of [1, 2, 3, 4]) box.add(command(n));
    box.mark('command-1', 'confirmed', null);
    box.mark('command-2', 'expired', null);
    box.mark('command-3', 'sent', null);
    clock.jump(DAY - 1);
    expect(fates(box)).toHaveLength(4);
    clock.jump(1);
    expect(fates(box)).toEqual(['command-2 expired', 'command-3 sent', 'command-4 queued']);
    box.close();
    const again = open();
    clock.jump(30 * DAY);
    expect(fates(again)).toEqual(['command-2 expired', 'command-3 sent', 'command-4 queued']);
    again.seen(['command-2', 'command-3']);
    expect(fates(again)).toEqual(['command-3 sent', 'command-4 queued']);
    again.close();
    open().close();
    const db = new Database(file, { readonly: true });
    expect(db.prepare('SELECT count(*) FROM commands').pluck().get()).toBe(2);
    db.close();
  });

  it.each([
    [
      'altered text',
      `UPDATE commands SET command = replace(command, 'site-2', 'site-3') WHERE id = 'command-2'`,
    ],
    ['no JSON', `UPDATE commands SET command = '{' WHERE id = 'command-2'`],
    ['an unknown fate', `UPDATE commands SET fate = 'lost' WHERE id = 'command-2'`],
  ])('keeps a bad row in sight, refused with the reason, and never sends it: %s', (_what, sql) => {
    const box = open();
    for (const n of [1, 2, 3]) box.add(command(n));
    box.close();
    alter(sql);
    const again = open();
    expect(fates(again)).toEqual(['command-1 queued', 'command-2 refused', 'command-3 queued']);
    expect(again.list()[1]?.reason).toContain('cannot be read');
    expect(again.pending().map((entry) => entry.id)).toEqual(['command-1', 'command-3']);
    clock.jump(30 * DAY);
    expect(fates(again)).toContain('command-2 refused');
    again.seen(['command-2']);
    expect(fates(again)).toEqual(['command-1 queued', 'command-3 queued']);
    again.close();
  });

  it('moves a damaged file aside, says loudly that nothing of it was sent, and goes on', () => {
    const box = open();
    box.add(command(1));
    box.close();
    writeFileSync(file, 'not a database '.repeat(1_000));
    const again = open();
    expect(fault).toContain('NOT sent');
    expect(again.list()).toEqual([]);
    const aside = readdirSync(dirname(file)).filter((name) => name.startsWith('outbox.db.corrupt-'));
    expect(aside).toHaveLength(1);
    expect(fault).toContain(aside[0]);
    again.add(command(2));
    again.close();
    expect(fates(open())).toEqual(['command-2 queued']);
  });

  it('refuses acts where it cannot keep them, and takes them when it can', () => {
    const place = join(folder(), 'in-the-way');
    writeFileSync(place, '');
    file = join(place, 'outbox.db');
    const box = open();
    expect(fault).toContain(file);
    expect(() => box.add(command(1))).toThrow(OutboxUnavailable);
    expect(box.list()).toEqual([]);
    rmSync(place);
    mkdirSync(place);
    expect(box.add(command(1)).fate).toBe('queued');
    expect(fault).toBeNull();
    box.close();
    expect(fates(open())).toEqual(['command-1 queued']);
  });

  it('refuses an act whose write fails, holds a fate in memory, and reports both', () => {
    const box = open();
    box.add(command(1));
    const db = new Database(file);
    db.exec(`CREATE TRIGGER full_disk BEFORE INSERT ON commands BEGIN SELECT RAISE(FAIL, 'full'); END;
             CREATE TRIGGER full_disk_too BEFORE UPDATE ON commands BEGIN SELECT RAISE(FAIL, 'full'); END;`);
    expect(() => box.add(command(2))).toThrow('full');
    expect(fates(box)).toEqual(['command-1 queued']);
    expect(box.mark('command-1', 'confirmed', null)?.fate).toBe('confirmed');
    expect(fault).toContain('full');
    db.exec('DROP TRIGGER full_disk; DROP TRIGGER full_disk_too');
    db.close();
    box.add(command(3));
    expect(fault).toBeNull();
    box.close();
    // The fate that the disk refused is learnt from the hub again.
    expect(fates(open())).toEqual(['command-1 queued', 'command-3 queued']);
  });

  it('leaves a file from a newer version untouched and refuses acts', () => {
    open().close();
    alter('PRAGMA user_version = 99');
    const before = readFileSync(file);
    const box = open();
    expect(() => box.add(command(1))).toThrow('newer');
    expect(fault).toContain('newer');
    box.close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('keeps every acknowledged act when it is killed', async () => {
    const place = folder();
    const program = await bundleProgram('test/unit/electron/main/cache/act-forever.ts', place);
    file = join(place, 'outbox.db');
    const said = new Map<string, string>();
    for (const count of [1, 20, 61]) {
      const child = runProgram(program, [file]);
      const note = (line: string): void => {
        const [id = '', fate = ''] = line.split(' ');
        said.set(id, fate);
      };
      for (let n = 0; n < count; n++) note(String((await child.lines.next()).value));
      await child.kill();
      for (let rest = await child.lines.next(); !rest.done; rest = await child.lines.next()) note(rest.value);

      const box = open();
      const ids = box.list().map((entry) => entry.id);
      expect(new Set(ids).size).toBe(ids.length);
      const kept = new Map(box.list().map((entry) => [entry.id, entry.fate]));
      for (const [id, fate] of said) {
        // What was under way may have gone through unsaid, never back.
        expect(kept.has(id)).toBe(true);
        if (fate === 'confirmed') expect(kept.get(id)).toBe('confirmed');
      }
      box.close();
    }
    expect(fault).toBeNull();
  }, 30_000);

  it('forgets the words of what was erased, on the disk too, and keeps all else of the command', () => {
    const box = open();
    const entry = (id: string, text: string): Command => ({
      ...command(1),
      id,
      kind: 'log.write',
      subject: 'entry/entry-one',
      payload: {
        id: 'entry-one',
        at: 1,
        text,
        salt: '0123456789abcdef',
        links: [],
        attachments: [aFile('Qxv-Hansen.png')].map(({ erased: _erased, ...one }) => one),
        handover: true,
      },
    });
    box.add(entry('command-a', 'Qxv-Nordmann'));
    box.add({
      ...command(2),
      kind: 'log.correct',
      payload: { id: 'correction', text: 'Qxv-Olsen', salt: '0123456789abcdef' },
    });
    box.add(command(3));
    box.mark('command-a', 'confirmed', null);
    box.erase([{ entry: 'another', part: 'text' }]);
    expect(filesHolding(dirname(file), 'Qxv-Nordmann')).not.toEqual([]);
    box.erase([
      { entry: 'entry-one', part: 'text' },
      { entry: 'entry-one', part: 'correction' },
    ]);
    box.erase([{ entry: 'entry-one', part: aFile('Qxv-Hansen.png').hash }]);
    expect(filesHolding(dirname(file), 'Qxv-')).toEqual([]);
    expect(box.list()[0]).toMatchObject({ fate: 'confirmed', payload: { text: '', handover: true } });
    box.close();
    const again = open();
    expect(again.list()[0]).toMatchObject({ fate: 'confirmed', payload: { id: 'entry-one', text: '' } });
    expect(fates(again)).toEqual(['command-a confirmed', 'command-2 queued', 'command-3 queued']);
    again.close();
  });
});
