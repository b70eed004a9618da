import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalBody } from '../../../../../electron/hub/log/chain';
import { type EventDraft, type Log, LogConflict, type Receipt } from '../../../../../electron/hub/log/log';
import type { EventBody } from '../../../../../shared/model/events';
import type { Patch } from '../../../../../shared/model/room';
import { ERASED_NAME } from '../../../../../shared/model/shift-log';
import { ManualClock } from '../../../../../shared/time/clock';
import { aFile, anEntry, corrected, erasedPart, words, written } from '../../../../fixtures/shift-log';

/** An engine under test: one place where a log is kept. */
export interface Bench {
  /** Opens the log there, as a new writer. */
  open(): Promise<Log>;
  /** Changes one byte of a stored event, behind the engine's back. */
  alter(seq: number): void;
  /** Removes a stored event, behind the engine's back. */
  remove(seq: number): void;
}

export const changed = (check: string, n = 0): EventBody => ({
  type: 'check.changed',
  check,
  result: n % 2 === 0 ? 'ok' : 'critical',
  hard: true,
  attempt: 1,
  output: `HTTP 200, blåbær ${n}`,
  ms: 84.25,
  observedAt: 1_763_870_400_000 + n,
  beforeAt: null,
  silenced: false,
});

export const draft = (check: string, n = 0): EventDraft => ({
  at: 1_763_870_400_500 + n,
  body: changed(check, n),
});

const drafts = (count: number, check = 'a', from = 0): EventDraft[] =>
  [...Array(count).keys()].map((n) => draft(check, from + n));

const receipt = (id: string, keepUntil: number, outcome: 'done' | 'refused' = 'done'): Receipt => ({
  outcome: { id, outcome, reason: null },
  keepUntil,
});

/** What every engine of the log must do. */
export function logConformance(name: string, makeBench: (clock: ManualClock) => Promise<Bench>): void {
  describe(`${name}: a log`, () => {
    let clock: ManualClock;
    let bench: Bench;
    let log: Log;
    let opened: Log[];

    const open = async (): Promise<Log> => {
      const next = await bench.open();
      opened.push(next);
      return next;
    };

    beforeEach(async () => {
      clock = new ManualClock();
      bench = await makeBench(clock);
      opened = [];
      log = await open();
    });

    afterEach(async () => {
      for (const one of opened) await one.close();
    });

    it('begins before its first event, with a chain that its identity gives', async () => {
      const head = log.head();
      expect(head.position).toMatchObject({ epoch: 1, seq: 0 });
      expect(head.position.origin).not.toBe('');
      expect(head.chain).toMatch(/^[0-9a-f]{64}$/);
      expect(await log.read(0, 10)).toEqual([]);
      expect(await log.history(null, null, 10)).toEqual([]);
    });

    it('gives events their place, contiguous, and returns what readers will read', async () => {
      const { origin, epoch } = log.head().position;
      const first = await log.append(drafts(2), 0);
      const second = await log.append([draft('b', 7)], 2);
      expect(first.map((event) => event.seq)).toEqual([1, 2]);
      expect(second[0]).toEqual({ origin, epoch, seq: 3, at: draft('b', 7).at, body: changed('b', 7) });
      expect(await log.read(0, 10)).toEqual([...first, ...second]);
      expect(log.head().position).toEqual({ origin, epoch, seq: 3 });
    });

    it('moves the chain with every event, and only then', async () => {
      const chains = [log.head().chain];
      await log.append([draft('a')], 0);
      chains.push(log.head().chain);
      await log.append([draft('a')], 1);
      chains.push(log.head().chain);
      expect(new Set(chains).size).toBe(3);
      await log.append([], 2, [receipt('command-1', clock.now() + 1_000)]);
      expect(log.head().chain).toBe(chains[2]);
      expect(log.head().position.seq).toBe(2);
    });

    it('reads after a place, at most so many', async () => {
      await log.append(drafts(10), 0);
      expect((await log.read(4, 3)).map((event) => event.seq)).toEqual([5, 6, 7]);
      expect(await log.read(10, 3)).toEqual([]);
      expect(await log.read(0, 0)).toEqual([]);
    });

    it.each([0, 1, 3, 99])(
      'refuses an append that expects %i where it stands at 2, and changes nothing',
      async (expected) => {
        await log.append(drafts(2), 0);
        const before = log.head();
        const failed = await log
          .append([draft('b')], expected, [receipt('command-1', clock.now() + 1_000)])
          .catch((error: unknown) => error);
        expect(failed).toBeInstanceOf(LogConflict);
        expect(failed).toMatchObject({ expected, found: 2 });
        expect(log.head()).toEqual(before);
        expect(await log.read(0, 10)).toHaveLength(2);
        expect(await log.receipt('command-1')).toBeNull();
      },
    );

    it('keeps what each of several appends at once expects: a wrong one fails alone', async () => {
      const results = await Promise.allSettled([
        log.append(drafts(2, 'a'), 0),
        log.append([draft('wrong')], 0),
        log.append(drafts(2, 'b'), 2),
        log.append([draft('c')], 4),
      ]);
      expect(results.map((result) => result.status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
        'fulfilled',
      ]);
      expect((await log.read(0, 10)).map((event) => (event.body as { check: string }).check)).toEqual([
        'a',
        'a',
        'b',
        'b',
        'c',
      ]);
      expect(await log.verify()).toBeNull();
    });

    it('is as it was told, whatever happens to the draft afterwards', async () => {
      const body = { ...changed('a') } as { check: string } & EventBody;
      const appended = log.append([{ at: 1, body }], 0);
      (body as { check: string }).check = 'other';
      await appended;
      expect((await log.read(0, 1))[0]?.body).toEqual(changed('a'));
    });

    it('finds history by subject, newest first, each event once, before a place', async () => {
      await log.append(
        [draft('a', 1), draft('b', 2), draft('a', 3), { at: 4, body: { type: 'hub.stopped' } }],
        0,
      );
      await log.append([{ at: 5, body: { type: 'check.overdue', check: 'b', lastObservedAt: null } }], 4);
      const seqs = async (...args: Parameters<Log['history']>): Promise<number[]> =>
        (await log.history(...args)).map((event) => event.seq);
      expect(await seqs(null, null, 10)).toEqual([5, 4, 3, 2, 1]);
      expect(await seqs(['a'], null, 10)).toEqual([3, 1]);
      expect(await seqs(['a', 'b', 'a'], null, 10)).toEqual([5, 3, 2, 1]);
      expect(await seqs(['a', 'b'], null, 2)).toEqual([5, 3]);
      expect(await seqs(['a', 'b'], 3, 10)).toEqual([2, 1]);
      expect(await seqs(null, 3, 1)).toEqual([2]);
      expect(await seqs(['nobody'], null, 10)).toEqual([]);
      expect(await seqs([], null, 10)).toEqual([]);
    });

    it('reads history on from a place in any epoch, and no further than is of interest', async () => {
      await log.append(
        [1, 2, 3, 4].map((ms) => draft('a', ms)),
        0,
      );
      const { epoch } = log.head().position;
      const seqs = async (...args: Parameters<Log['history']>): Promise<number[]> =>
        (await log.history(...args)).map((event) => event.seq);
      expect(await seqs(null, { epoch, seq: 3 }, 10)).toEqual([2, 1]);
      expect(await seqs(['a'], { epoch, seq: 3 }, 1)).toEqual([2]);
      expect(await seqs(null, { epoch: epoch + 1, seq: 1 }, 10)).toEqual([4, 3, 2, 1]);
      expect(await seqs(null, { epoch: epoch - 1, seq: 99 }, 10)).toEqual([]);
      const size = canonicalBody(changed('a', 4)).length;
      for (const subjects of [null, ['a']]) {
        expect(await seqs(subjects, null, 10, { maxChars: 1 })).toEqual([4]);
        expect(await seqs(subjects, null, 10, { maxChars: size })).toEqual([4]);
        expect(await seqs(subjects, null, 10, { maxChars: size + 1 })).toEqual([4, 3]);
        expect(await seqs(subjects, null, 1, { maxChars: size + 1 })).toEqual([4]);
        expect(await seqs(subjects, null, 10, { maxChars: 10 * size })).toEqual([4, 3, 2, 1]);
        expect(await seqs(subjects, null, 10, { since: draft('a', 3).at })).toEqual([4, 3, 2]);
        expect(await seqs(subjects, null, 10, { since: 0 })).toEqual([4, 3, 2, 1]);
      }
    });

    it('keeps receipts with their events, the first outcome for good, until their time', async () => {
      await log.append([draft('a')], 0, [receipt('command-1', clock.now() + 1_000)]);
      await log.append([], 1, [receipt('command-1', clock.now() + 9_000, 'refused')]);
      expect(await log.receipt('command-1')).toEqual({ id: 'command-1', outcome: 'done', reason: null });
      expect(await log.receipt('command-2')).toBeNull();
      clock.advance(1_001);
      expect(await log.receipt('command-1')).toBeNull();
    });

    it('gives back the newest snapshot, and refuses one from where it has not been', async () => {
      expect(await log.loadSnapshot()).toBeNull();
      await log.append(drafts(3), 0);
      const { position } = log.head();
      for (const seq of [1, 2, 3]) {
        await log.saveSnapshot({
          position: { ...position, seq },
          reducer: seq,
          patch: { room: { put: [], drop: ['x'] } },
        });
      }
      expect(await log.loadSnapshot()).toEqual({
        position,
        reducer: 3,
        patch: { room: { put: [], drop: ['x'] } },
      });
      await expect(
        log.saveSnapshot({ position: { ...position, seq: 4 }, reducer: 1, patch: {} }),
      ).rejects.toThrow('not been');
      await expect(
        log.saveSnapshot({ position: { ...position, origin: 'x' }, reducer: 1, patch: {} }),
      ).rejects.toThrow('not been');
    });

    it('remembers when it was last watching', async () => {
      expect(await log.lastAlive()).toBeNull();
      await log.markAlive(5);
      await log.markAlive(7);
      expect(await log.lastAlive()).toBe(7);
    });

    it('is the same after it was closed and opened again', async () => {
      await log.append(drafts(3), 0, [receipt('command-1', clock.now() + 1_000)]);
      await log.saveSnapshot({ position: log.head().position, reducer: 1, patch: {} });
      await log.markAlive(9);
      const head = log.head();
      const events = await log.read(0, 10);
      await log.close();
      const again = await open();
      expect(again.head()).toEqual(head);
      expect(await again.read(0, 10)).toEqual(events);
      expect(await again.receipt('command-1')).not.toBeNull();
      expect((await again.loadSnapshot())?.position).toEqual(head.position);
      expect(await again.lastAlive()).toBe(9);
      await again.append([draft('b')], 3);
      expect(await again.verify()).toBeNull();
    });

    it('finishes what was asked for before it was closed, and refuses what comes after', async () => {
      const last = log.append([draft('a')], 0);
      await log.close();
      expect(await last).toHaveLength(1);
      await expect(log.append([draft('b')], 1)).rejects.toThrow('closed');
      await expect(log.read(0, 1)).rejects.toThrow('closed');
    });

    it('fences off a writer when another has opened the log: it changes nothing from then on', async () => {
      await log.append(drafts(2), 0);
      const heir = await open();
      const stale = await log.append([draft('late')], 2).catch((error: unknown) => error);
      expect(stale).toBeInstanceOf(LogConflict);
      await heir.append([draft('b')], 2);
      await expect(log.append([draft('late')], 3)).rejects.toBeInstanceOf(LogConflict);
      await expect(log.append([], 2, [receipt('command-1', clock.now() + 1)])).rejects.toBeInstanceOf(
        LogConflict,
      );
      await expect(log.markAlive(1)).rejects.toBeInstanceOf(LogConflict);
      expect((await heir.read(0, 10)).map((event) => (event.body as { check: string }).check)).toEqual([
        'a',
        'a',
        'b',
      ]);
      expect(await heir.lastAlive()).toBeNull();
      expect(await heir.verify()).toBeNull();
    });

    it('takes what is erased out of events and snapshots, keeps its hash, and proves the history all the same', async () => {
      await log.append(
        [
          {
            at: 1,
            body: written('entry-one', 'Ola Nordmann er innlagt', {
              attachments: [aFile('Ola Nordmann.png')],
            }),
          },
          { at: 2, body: corrected('entry-one', 'correction', 'Kari Nordmann er innlagt') },
          { at: 3, body: written('entry-two', 'Ola Nordmann ringte') },
        ],
        0,
      );
      const put = [
        ['entry:entry-one', { kind: 'entry', value: anEntry('entry-one', 'Ola Nordmann er innlagt') }],
      ];
      await log.saveSnapshot({
        position: log.head().position,
        reducer: 1,
        patch: { watch: { put, drop: [] } } as unknown as Patch,
      });
      const chain = log.head().chain;
      const parts = ['text', 'correction', aFile('Ola Nordmann.png').hash];
      await log.append(
        parts.map((part) => ({ at: 4, body: erasedPart('entry-one', part) })),
        3,
      );
      const events = await log.read(0, 10);
      expect(events.map(({ body }) => JSON.stringify(body).includes('Nordmann'))).toEqual([
        false,
        false,
        true,
        false,
        false,
        false,
      ]);
      expect(events[0]?.body).toMatchObject({
        entry: {
          body: { hash: words('Ola Nordmann er innlagt').hash, said: null },
          attachments: [{ hash: aFile('Ola Nordmann.png').hash, name: ERASED_NAME, erased: true }],
        },
      });
      expect(JSON.stringify(await log.loadSnapshot())).not.toContain('Nordmann');
      expect(await log.verify()).toBeNull();
      expect(log.head().chain).not.toBe(chain);
    });

    it('does not take back what was erased with a snapshot from before', async () => {
      await log.append([{ at: 1, body: written('entry-one', 'Ola Nordmann') }], 0);
      const before = log.head().position;
      await log.append([{ at: 2, body: erasedPart('entry-one', 'text') }], 1);
      const put = [['entry:entry-one', { kind: 'entry', value: anEntry('entry-one', 'Ola Nordmann') }]];
      await log.saveSnapshot({
        position: before,
        reducer: 1,
        patch: { watch: { put, drop: [] } } as unknown as Patch,
      });
      expect(JSON.stringify(await log.loadSnapshot())).not.toContain('Nordmann');
    });

    it('proves a sound history, and an empty one', async () => {
      expect(await log.verify()).toBeNull();
      await log.append(drafts(1_203), 0);
      expect(await log.verify()).toBeNull();
    });

    it.each([1, 600, 1_203])('names event %i when one byte of it was altered', async (seq) => {
      await log.append(drafts(1_203), 0);
      bench.alter(seq);
      const fault = await log.verify();
      expect(fault).toMatchObject({ position: { epoch: 1, seq } });
      expect(fault?.reason).toContain('altered');
    });

    it.each([1, 600, 1_203])('names event %i when it was removed', async (seq) => {
      await log.append(drafts(1_203), 0);
      bench.remove(seq);
      expect(await log.verify()).toMatchObject({ position: { epoch: 1, seq }, reason: 'missing' });
    });
  });
}
