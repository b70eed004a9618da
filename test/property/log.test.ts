import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Log, LogConflict } from '../../electron/hub/log/log';
import { memoryDisk, openMemoryLog } from '../../electron/hub/log/memory-log';
import { openSqliteLog } from '../../electron/hub/log/sqlite-log';
import { ManualClock } from '../../shared/time/clock';

type Step =
  /** Appends at once, each with how far its `expected` is off. */
  | { readonly do: 'append'; readonly batches: readonly { readonly count: number; readonly off: number }[] }
  | { readonly do: 'reopen' }
  | { readonly do: 'takeOver' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      batches: fc.array(
        fc.record({
          count: fc.integer({ min: 0, max: 4 }),
          off: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -2, max: 2 })),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'reopen' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'takeOver' as const }) },
);

describe('a log, through any sequence of appends, restarts and take-overs', () => {
  it('is the same in every engine: contiguous, as acknowledged, and provable', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.gen(), async (steps, gen) => {
        const root = mkdtempSync(join(tmpdir(), 'vaktrom-log-'));
        const clock = new ManualClock();
        const disk = memoryDisk('same');
        const engines = [
          () => openMemoryLog({ clock, disk }),
          () => openSqliteLog({ file: join(root, 'log.db'), clock, origin: 'same' }),
        ];
        let logs: Log[] = await Promise.all(engines.map((open) => open()));
        const stale: Log[] = [];
        const model: { check: string; seq: number }[] = [];
        const check = (): string => gen(fc.string, { unit: 'grapheme', maxLength: 5 });
        try {
          for (const one of steps) {
            if (one.do === 'append') {
              const wanted: { expected: number; checks: string[]; fits: boolean }[] = [];
              let seq = model.length;
              for (const { count, off } of one.batches) {
                const checks = [...Array(count).keys()].map(check);
                wanted.push({ expected: seq + off, checks, fits: off === 0 });
                if (off !== 0) continue;
                for (const name of checks) model.push({ check: name, seq: ++seq });
              }
              for (const log of logs) {
                const results = await Promise.allSettled(
                  wanted.map(({ checks, expected }) =>
                    log.append(
                      checks.map((name) => ({
                        at: expected,
                        body: { type: 'check.overdue', check: name, lastObservedAt: null },
                      })),
                      expected,
                    ),
                  ),
                );
                results.forEach((result, index) => {
                  expect(result.status).toBe(wanted[index]?.fits ? 'fulfilled' : 'rejected');
                  if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(LogConflict);
                });
              }
            } else {
              if (one.do === 'reopen') for (const log of logs) await log.close();
              else stale.push(...logs);
              logs = await Promise.all(engines.map((open) => open()));
              for (const log of stale) {
                await expect(log.append([], log.head().position.seq)).rejects.toBeInstanceOf(LogConflict);
              }
            }
            const [memory, sqlite] = logs as [Log, Log];
            expect(sqlite.head()).toEqual(memory.head());
            expect(sqlite.head().position.seq).toBe(model.length);
          }
          for (const log of logs) {
            const events = await log.read(0, 1_000);
            expect(events.map((event) => [event.seq, (event.body as { check: string }).check])).toEqual(
              model.map((event) => [event.seq, event.check]),
            );
            expect(await log.verify()).toBeNull();
            for (const name of new Set(model.map((event) => event.check))) {
              const found = (await log.history([name], null, 1_000)).map((event) => event.seq);
              expect(found).toEqual(
                model
                  .filter((event) => event.check === name)
                  .map((event) => event.seq)
                  .reverse(),
              );
            }
          }
        } finally {
          for (const log of [...logs, ...stale]) await log.close();
          rmSync(root, { recursive: true, force: true });
        }
      }),
      { numRuns: 60 },
    );
  });
});
