import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScheduledCheck } from '../../../../../electron/hub/checks/scheduler';
import {
  type Behaviour,
  BROKEN,
  FINE,
  scheduledCheck,
  settled,
  WatchBench,
} from '../../../../unit/electron/hub/checks/watch-bench';

const STEP_MS = 100;
const TIMEOUT_MS = 3_000;
/** A run that does not end loses its place this long after it was told to, less the rounding of sums. */
const GIVEN_UP_MS = 800 - 0.001;
const IDS = Array.from({ length: 12 }, (_, index) => `c${index}`);

/** What the world does to the watch between two stretches of time. */
const deed = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('nothing' as const) }) },
  fc.record({ do: fc.constant('jump' as const), ms: fc.integer({ min: -1e9, max: 1e9 }) }),
  fc.record({
    do: fc.constant('reload' as const),
    versions: fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }),
  }),
  fc.record({ do: fc.constant('recheck' as const), ids: fc.subarray(IDS), withinMs: fc.nat(5_000) }),
);
const story = fc.record({
  concurrency: fc.integer({ min: 1, max: 14 }),
  seed: fc.integer({ min: 1, max: 2_147_483_646 }),
  failing: fc.double({ min: 0, max: 0.6, noNaN: true }),
  deaf: fc.constantFrom(0, 0, 0.05),
  longestMs: fc.constantFrom(50, 1_000, 6_000),
  soft: fc.boolean(),
  deeds: fc.array(fc.record({ what: deed, ms: fc.integer({ min: 0, max: 25_000 }) }), {
    minLength: 1,
    maxLength: 12,
  }),
});

function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Version 0: not watched. A different version is a different target: the check begins anew. */
function checksOf(versions: readonly number[]): readonly ScheduledCheck[] {
  return IDS.flatMap((id, index) => {
    const version = versions[index] ?? 0;
    if (version === 0) return [];
    const intervalMs = 4_000 + 2_000 * (index % 4);
    const timing = {
      intervalMs,
      timeoutMs: TIMEOUT_MS,
      retryMs: 3_000,
      freshnessMs: 2 * intervalMs + TIMEOUT_MS,
    };
    return [
      scheduledCheck(id, timing, [IDS[(index + 1) % IDS.length]!, IDS[(index + 5) % IDS.length]!], version),
    ];
  });
}

describe('CheckScheduler, whatever happens', () => {
  it('never overlaps, keeps to its places, retries at once, and never leaves a check silently unseen', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const random = dice(told.seed);
        const bench = new WatchBench({ concurrency: told.concurrency, random: dice(told.seed + 1) });
        const alive = new Map<string, { readonly version: number; readonly since: number }>();
        let mostAtOnce = 0;
        bench.behaviour = (): Behaviour => {
          const givenUp = [...bench.toldToEnd.values()].filter(
            (at) => bench.clock.mono() - at >= GIVEN_UP_MS,
          );
          mostAtOnce = Math.max(mostAtOnce, bench.running.size - givenUp.length + 1);
          const deaf = random() < told.deaf;
          return {
            seen: random() < told.failing ? BROKEN : FINE,
            takesMs: deaf ? 20_000 * random() : told.longestMs * random(),
            deaf,
          };
        };
        const apply = (versions: readonly number[]): void => {
          bench.scheduler.setChecks(checksOf(versions));
          IDS.forEach((id, index) => {
            const version = versions[index] ?? 0;
            if (version === 0) alive.delete(id);
            else if (alive.get(id)?.version !== version)
              alive.set(id, { version, since: bench.clock.mono() });
          });
        };
        const inspect = (): void => {
          const now = bench.clock.mono();
          for (const { check } of checksOf(IDS.map((id) => alive.get(id)?.version ?? 0))) {
            const { since } = alive.get(check.id)!;
            const seen = bench.observed.findLast((one) => one.check === check.id && one.at >= since);
            const said = bench.overdue.findLast((one) => one.id === check.id && one.at >= since);
            const age = now - (seen?.at ?? since);
            // At the very instant either is right.
            if (Math.abs(age - check.freshnessMs) < 1) continue;
            const fresh = age < check.freshnessMs;
            const reported = said !== undefined && said.at > (seen?.at ?? since);
            // Fresh and not called overdue, or not fresh and called so.
            if (fresh === reported) {
              throw new Error(`${check.id} at ${now}: seen ${seen?.at}, overdue ${said?.at}, since ${since}`);
            }
          }
        };

        apply(IDS.map(() => 1));
        bench.scheduler.start();
        await settled();
        for (const { what, ms } of told.deeds) {
          if (what.do === 'jump') bench.clock.jump(what.ms);
          else if (what.do === 'reload') apply(what.versions);
          else if (what.do === 'recheck') bench.scheduler.recheck(what.ids, what.withinMs);
          if (told.soft) for (const id of IDS) bench.soft.add(id);
          const end = bench.clock.mono() + ms;
          while (bench.clock.mono() < end) {
            await bench.pass(STEP_MS, STEP_MS);
            inspect();
          }
        }
        const reloads = told.deeds.some(({ what }) => what.do === 'reload');
        const crowded = told.concurrency < IDS.length;
        if (!reloads && !crowded && told.deaf === 0) expectRetries(bench);

        expect(bench.overlaps).toBe(0);
        expect(mostAtOnce).toBeLessThanOrEqual(told.concurrency);
        for (const id of IDS) {
          const spells = bench.overdue.filter((one) => one.id === id);
          for (const [index, spell] of spells.entries()) {
            const next = spells[index + 1];
            if (!next) continue;
            // Between two spells it was seen, or (after a reload) began anew.
            const seen = bench.observed.some(
              (one) => one.check === id && one.at >= spell.at && one.at <= next.at,
            );
            const anew = (alive.get(id)?.since ?? Number.POSITIVE_INFINITY) >= spell.at;
            expect(seen || anew || reloads).toBe(true);
          }
        }
        if (!reloads) {
          for (const id of IDS) {
            const times = bench.observed.filter((one) => one.check === id).map((one) => one.observedAt);
            expect(times).toEqual([...times].sort((a, b) => a - b));
          }
        }
        expect(bench.scheduler.stats().running).toBeLessThanOrEqual(told.concurrency);
        const stopping = bench.scheduler.stop();
        await bench.pass(2_000, STEP_MS);
        await stopping;
        const heard = bench.observed.length + bench.overdue.length;
        await bench.pass(60_000, 1_000);
        expect(bench.observed.length + bench.overdue.length).toBe(heard);
      }),
      { numRuns: 150 },
    );
  });
});

/** After each first failure the check itself and its parents were started again within 5 s. */
function expectRetries(bench: WatchBench): void {
  const end = bench.clock.mono();
  const parents = new Map(checksOf(IDS.map(() => 1)).map((one) => [one.check.id, one.parents]));
  const last = new Map<string, string>();
  for (const seen of bench.observed) {
    const before = last.get(seen.check) ?? 'ok';
    last.set(seen.check, seen.result);
    if (before !== 'ok' || seen.result === 'ok' || end - seen.at < 6_000) continue;
    for (const id of [seen.check, ...(parents.get(seen.check) ?? [])]) {
      const again = bench.starts(id).find((at) => at >= seen.at);
      // A parent that was under way then is run once more when it has ended.
      const under = bench.starts(id).find((at) => at < seen.at && at > seen.at - TIMEOUT_MS);
      const late = (again ?? Number.POSITIVE_INFINITY) - seen.at;
      expect(late).toBeLessThanOrEqual(5_000 + STEP_MS + (under === undefined ? 0 : TIMEOUT_MS));
    }
  }
}
