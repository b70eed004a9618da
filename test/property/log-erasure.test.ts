import { createHash } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { ArchiveStep } from '../../electron/hub/log/archive';
import { openSqliteLog, type SqliteLog } from '../../electron/hub/log/sqlite-log';
import { verifyLogFiles } from '../../electron/hub/log/verify-files';
import type { EventBody, LogEvent } from '../../shared/model/events';
import { SHIFT_LOG_SUBJECT } from '../../shared/model/shift-log';
import { Projection } from '../../shared/rules/projection';
import { eraseInEvent } from '../../shared/rules/watch/erase-event';
import { ManualClock } from '../../shared/time/clock';
import { erasedPart, filesHolding, words, written } from '../fixtures/shift-log';
import { tempFolder } from '../fixtures/temp-folder';

/** Words are erased from a log that archives, takes snapshots, and may be killed at any step. */

const folder = tempFolder('erasure');
afterAll(() => folder.remove());
let count = 0;

const STEPS: readonly ArchiveStep[] = [
  'begin',
  'written',
  'verified',
  'registered',
  'emptying',
  'done',
  'rewritten',
  'renamed',
  'removed',
];
class Killed extends Error {}

/** Words that no other entry has, of letters that no compression of ours shortens. */
const secret = (n: number): string => `Qxv${createHash('sha256').update(`${n}`).digest('hex').slice(0, 20)}`;
/** Every third is longer than a page of the database: then its end lies on pages of its own. */
const said = (n: number): string => (n % 3 === 0 ? `${'x '.repeat(3_500)}${secret(n)}` : secret(n));
const idOf = (n: number): string => `entry-${n}-long`;

class World {
  readonly data = join(folder.path, `log-${++count}`);
  readonly clock = new ManualClock();
  readonly events: LogEvent[] = [];
  readonly erased = new Set<number>();
  said = 0;
  #log: SqliteLog | null = null;
  #dieAt: { step: ArchiveStep; times: number } | null = null;

  async log(): Promise<SqliteLog> {
    this.#log ??= await openSqliteLog({
      file: join(this.data, 'log.db'),
      clock: this.clock,
      onArchiveStep: (step) => {
        if (this.#dieAt?.step !== step) return;
        this.#dieAt.times -= 1;
        if (this.#dieAt.times === 0) throw new Killed();
      },
    });
    return this.#log;
  }

  async say(...bodies: readonly EventBody[]): Promise<void> {
    const log = await this.log();
    const drafts = bodies.map((body) => ({ at: this.clock.now(), body }));
    this.events.push(...(await log.append(drafts, log.head().position.seq)));
  }

  async write(entries: number): Promise<void> {
    const bodies = [...Array(entries)].map((_, i) => written(idOf(this.said + i), said(this.said + i)));
    this.said += entries;
    await this.say(...bodies, { type: 'check.overdue', check: 'c', lastObservedAt: 1 });
  }

  async erase(which: number): Promise<void> {
    if (this.said === 0) return;
    const n = which % this.said;
    if (this.erased.has(n)) return;
    this.erased.add(n);
    await this.say(erasedPart(idOf(n), 'text'));
  }

  /** State as it was a moment ago, written now: what was erased since must not come back with it. */
  async snapshot(eraseMeanwhile: number | null): Promise<void> {
    const log = await this.log();
    const state = new Projection();
    for (const event of await log.history(null, null, 10_000).then((all) => [...all].reverse()))
      state.apply(event);
    const { position } = log.head();
    const patch = state.dump();
    if (eraseMeanwhile !== null) await this.erase(eraseMeanwhile);
    await log.saveSnapshot({ position, reducer: 1, patch });
  }

  async run(what: 'archive' | 'finish', dieAt: { step: ArchiveStep; times: number } | null): Promise<void> {
    const log = await this.log();
    this.#dieAt = dieAt && { ...dieAt };
    try {
      if (what === 'archive') await log.archive({ since: Number.MAX_SAFE_INTEGER, events: 3 });
      else await log.finishErasures();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.#log = null;
    } finally {
      this.#dieAt = null;
    }
  }

  /** What is erased is shown to nobody, at any time; everything else is as it was said; the chain holds. */
  async check(): Promise<void> {
    const log = await this.log();
    const erasures = [...this.erased].map((n) => ({ entry: idOf(n), part: 'text' }));
    const expected = this.events.map((event) => ({
      ...event,
      body: erasures.reduce(eraseInEvent, event.body),
    }));
    expect(await log.history(null, null, 10_000)).toEqual([...expected].reverse());
    expect(await verifyLogFiles(join(this.data, 'log.db'))).toMatchObject({
      fault: null,
      events: this.events.length,
    });
  }

  /** After what was under way is finished, its words are on no byte of the disk; their hashes are. */
  async checkDisk(): Promise<void> {
    await this.run('finish', null);
    await this.run('archive', null);
    const log = await this.log();
    expect(await log.history([SHIFT_LOG_SUBJECT], null, 10_000)).toHaveLength(this.said + this.erased.size);
    await log.close();
    this.#log = null;
    for (let n = 0; n < this.said; n++) {
      const places = filesHolding(this.data, secret(n));
      if (this.erased.has(n)) expect(places, secret(n)).toEqual([]);
      else expect(places).not.toEqual([]);
      expect(filesHolding(this.data, words(said(n)).hash)).not.toEqual([]);
    }
    await this.check();
  }
}

const dieAt = fc.option(
  fc.record({ step: fc.constantFrom(...STEPS), times: fc.integer({ min: 1, max: 2 }) }),
);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('write' as const), entries: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('erase' as const), which: fc.nat(50) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('snapshot' as const), meanwhile: fc.option(fc.nat(50)) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('archive' as const, 'finish' as const), dieAt }),
  },
);

describe('words that are erased', () => {
  it('are shown to nobody and leave the disk, whatever is archived, kept or killed in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const world = new World();
        await world.write(2);
        await world.snapshot(null);
        for (const one of steps) {
          if (one.kind === 'write') await world.write(one.entries);
          else if (one.kind === 'erase') await world.erase(one.which);
          else if (one.kind === 'snapshot') await world.snapshot(one.meanwhile);
          else await world.run(one.kind, one.dieAt);
          await world.check();
        }
        await world.checkDisk();
      }),
      { numRuns: 25 },
    );
  });
});
