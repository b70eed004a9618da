import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { ArchiveStep } from '../../electron/hub/log/archive';
import { openSqliteLog, type SqliteLog } from '../../electron/hub/log/sqlite-log';
import { verifyLogFiles } from '../../electron/hub/log/verify-files';
import { type LogEvent, subjectsOf } from '../../shared/model/events';
import { ManualClock } from '../../shared/time/clock';
import { hard } from '../fixtures/room';
import { tempFolder } from '../fixtures/temp-folder';

/** The log moves its oldest events into files, and may be killed at any step of it. */

const folder = tempFolder('segments');
afterAll(() => folder.remove());
let count = 0;

const STEPS: readonly ArchiveStep[] = ['begin', 'written', 'verified', 'registered', 'emptying', 'done'];
class Killed extends Error {}

class World {
  readonly data = join(folder.path, `log-${++count}`);
  readonly file = join(this.data, 'log.db');
  readonly clock = new ManualClock();
  readonly events: LogEvent[] = [];
  #log: SqliteLog | null = null;
  #dieAt: { step: ArchiveStep; times: number } | null = null;

  async log(): Promise<SqliteLog> {
    this.#log ??= await openSqliteLog({
      file: this.file,
      clock: this.clock,
      onArchiveStep: (step) => {
        if (this.#dieAt?.step !== step) return;
        this.#dieAt.times -= 1;
        if (this.#dieAt.times === 0) throw new Killed();
      },
    });
    return this.#log;
  }

  async append(subjects: readonly number[]): Promise<void> {
    const log = await this.log();
    const drafts = subjects.map((n) => ({
      at: this.clock.now(),
      body: { type: 'check.overdue' as const, check: `c${n}`, lastObservedAt: n },
    }));
    this.events.push(...(await log.append(drafts, log.head().position.seq)));
  }

  async snapshot(): Promise<void> {
    const log = await this.log();
    await log.saveSnapshot({ position: log.head().position, reducer: 1, patch: {} });
    await log.saveSnapshot({ position: log.head().position, reducer: 1, patch: {} });
  }

  /** The process is gone: nothing of it is closed, another opens the files. */
  async archive(events: number, dieAt: { step: ArchiveStep; times: number } | null): Promise<void> {
    const log = await this.log();
    this.#dieAt = dieAt && { ...dieAt };
    try {
      await log.archive({ since: this.clock.now() - 1_000, events });
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.#log = null;
    } finally {
      this.#dieAt = null;
    }
  }

  async newEpoch(): Promise<void> {
    await (await this.log()).newEpoch({ reducer: 1, patch: {} });
    this.clock.advance(2_000);
  }

  /** Every event is there once, in order, however it is asked for. */
  async check(): Promise<void> {
    const log = await this.log();
    const place = ({ epoch, seq }: LogEvent): string => `${epoch}/${seq}`;
    const newest = [...this.events].reverse();
    expect((await log.history(null, null, 10_000)).map(place)).toEqual(newest.map(place));
    for (const subject of ['c0', 'c1', 'c2']) {
      const about = newest.filter(({ body }) => subjectsOf(body).includes(subject));
      expect(await log.history([subject], null, 10_000)).toEqual(about);
      expect((await log.history([subject], null, 3)).map(place)).toEqual(about.slice(0, 3).map(place));
    }
    const { epoch, seq } = log.head().position;
    const before = Math.ceil(seq / 2);
    expect((await log.history(null, before, 4)).map(place)).toEqual(
      newest
        .filter((event) => event.epoch < epoch || event.seq < before)
        .slice(0, 4)
        .map(place),
    );
    // Page by page, each read on from the oldest of the one before, also where pages are cut by their size.
    for (const chars of [1, 700, Number.POSITIVE_INFINITY]) {
      const walked: string[] = [];
      let from: LogEvent | null = null;
      for (;;) {
        const page: readonly LogEvent[] = await log.history(null, from, 3, { maxChars: chars });
        if (page.length === 0) break;
        walked.push(...page.map(place));
        from = page.at(-1) ?? null;
        if (walked.length > newest.length) break;
      }
      expect(walked).toEqual(newest.map(place));
    }
    // What is read on from a place is without a gap, or nothing.
    for (const after of [0, before, seq - 1]) {
      const read = await log.read(after, 10_000);
      if (read.length > 0)
        expect(read.map((event) => event.seq)).toEqual([...Array(seq - after)].map((_, i) => after + 1 + i));
    }
    expect((await log.read(seq - 1, 1)).length).toBe(Math.min(1, seq));
    expect(await log.verify()).toBeNull();
    expect(await verifyLogFiles(this.file)).toMatchObject({ fault: null, events: this.events.length });
  }

  async close(): Promise<void> {
    await (await this.log()).close();
  }

  get segments(): string[] {
    try {
      return readdirSync(join(this.data, 'segments')).sort();
    } catch {
      return [];
    }
  }
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      subjects: fc.array(fc.nat(4), { minLength: 1, maxLength: 40 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('snapshot' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('archive' as const),
      keep: fc.integer({ min: 1, max: 20 }),
      dieAt: fc.option(fc.record({ step: fc.constantFrom(...STEPS), times: fc.integer({ min: 1, max: 2 }) })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('epoch' as const) }) },
);

describe('segments of the log', () => {
  it('leave neither a gap nor a double, whatever is appended and wherever it is killed', async () => {
    let archived = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 20 }), async (steps) => {
        const world = new World();
        await world.append([0, 1, 2]);
        for (const one of steps) {
          if (one.do === 'append') await world.append(one.subjects);
          else if (one.do === 'pass') world.clock.advance(5_000);
          else if (one.do === 'snapshot') await world.snapshot();
          else if (one.do === 'epoch') await world.newEpoch();
          else {
            await world.archive(one.keep, one.dieAt);
            await world.check();
          }
        }
        await world.check();
        archived += world.segments.length;
        await world.close();
      }),
      { numRuns: 60 },
    );
    // A property that never archives proves nothing.
    expect(archived).toBeGreaterThan(20);
  });

  it('stay small where events are large, and history is whole across them', async () => {
    const world = new World();
    const log = await world.log();
    const at = world.clock.now();
    for (let i = 0; i < 60; i++) {
      const body = { ...hard(`n${i % 3}`, 'ok', i), output: `${i} ${'x'.repeat(500_000)}` };
      await log.append(
        [
          { at, body },
          { at, body: { type: 'check.overdue', check: 'c', lastObservedAt: i } },
        ],
        2 * i,
      );
    }
    await world.snapshot();
    world.clock.advance(5_000);
    while ((await log.archive({ since: world.clock.now() - 1_000, events: 1 })) > 0);
    expect(world.segments.length).toBeGreaterThan(120 / 20);
    expect(await log.verify()).toBeNull();
    expect((await log.history(null, null, 1_000)).map(({ seq }) => seq)).toEqual(
      [...Array(120).keys()].map((i) => 120 - i),
    );
    await world.close();
  });

  it('are opened only as far back as somebody asks', async () => {
    const world = new World();
    for (let i = 0; i < 6; i++) {
      await world.append([...Array(30).keys()].map((n) => n % 4));
      await world.snapshot();
      world.clock.advance(5_000);
      await world.append([1]);
      await world.snapshot();
      await world.archive(1, null);
    }
    await world.append([1, 2]);
    // The oldest file is gone: who does not ask for its time never hears of it.
    rmSync(join(world.data, 'segments', '1-1-30.ndjson.gz'));
    const log = await world.log();
    const first = world.events[0]?.at ?? 0;
    await expect(log.history(['c1'], null, 10_000)).rejects.toThrow('1-1-30');
    for (const since of [first + 10_000, world.clock.now()]) {
      const found = await log.history(['c1'], null, 10_000, { since });
      const wanted = world.events.filter(({ at, body }) => at >= since && subjectsOf(body).includes('c1'));
      expect(found.filter(({ at }) => at >= since)).toEqual(wanted.reverse());
      expect(wanted.length).toBeGreaterThan(0);
    }
    await world.close();
  });

  async function archivedWorld(): Promise<World> {
    const world = new World();
    for (let i = 0; i < 3; i++) {
      await world.append([...Array(30).keys()].map((n) => n % 4));
      await world.snapshot();
      world.clock.advance(5_000);
      await world.append([1]);
      await world.snapshot();
      await world.archive(1, null);
    }
    expect(world.segments.length).toBeGreaterThan(1);
    return world;
  }

  it.each(STEPS)('finish what a kill at "%s" interrupted, and leave no litter', async (at) => {
    const world = new World();
    await world.append([...Array(50).keys()].map((n) => n % 3));
    await world.snapshot();
    world.clock.advance(5_000);
    await world.archive(1, { step: at, times: 1 });
    await world.check();
    await world.archive(1, null);
    await world.check();
    expect(world.segments).toEqual(['1-1-49.ndjson.gz']);
    await world.close();
  });

  it('are missed when one is altered, cut off, removed, or put in the place of another', async () => {
    const world = await archivedWorld();
    const [first = '', second = ''] = world.segments;
    const path = join(world.data, 'segments', first);
    const bytes = readFileSync(path);
    const fault = async () => (await verifyLogFiles(world.file)).fault;
    const flipped = Buffer.from(bytes);
    flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1;
    for (const [what, spoilt] of [
      ['altered', flipped],
      ['altered or cut short', bytes.subarray(0, bytes.length - 5)],
      ['altered', readFileSync(join(world.data, 'segments', second))],
    ] as const) {
      writeFileSync(path, spoilt);
      expect(await fault()).toMatchObject({
        position: { epoch: 1, seq: 1 },
        reason: expect.stringContaining(what),
      });
      await expect((await world.log()).history(null, null, 10_000)).rejects.toThrow(first);
    }
    rmSync(path);
    expect(await fault()).toMatchObject({ reason: expect.stringContaining('is missing') });
    expect(await (await world.log()).verify()).toMatchObject({
      reason: expect.stringContaining('is missing'),
    });
    writeFileSync(path, bytes);
    expect(await fault()).toBeNull();
    await world.check();
    await world.close();
  });

  it('keep what a start needs: nothing newer than the older snapshot, and never the last event', async () => {
    const world = new World();
    await world.append([...Array(50).keys()]);
    world.clock.advance(5_000);
    await world.archive(1, null);
    expect(world.segments).toEqual([]);
    await world.snapshot();
    await world.archive(30, null);
    expect(world.segments).toEqual(['1-1-20.ndjson.gz']);
    await world.archive(1, null);
    expect(world.segments).toEqual(['1-1-20.ndjson.gz', '1-21-49.ndjson.gz']);
    const log = await world.log();
    expect(await log.isWhole()).toBe(false);
    expect(await log.read(0, 10)).toEqual([]);
    expect(await log.read(48, 10)).toEqual([]);
    expect((await log.read(49, 10)).map(({ seq }) => seq)).toEqual([50]);
    await world.close();
  });
});
