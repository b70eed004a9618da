import { describe, expect, it } from 'vitest';
import type { ScheduledCheck } from '../../../../../electron/hub/checks/scheduler';
import { BROKEN, FINE, scheduledCheck, settled, WatchBench } from './watch-bench';

async function watching(list: readonly ScheduledCheck[], bench = new WatchBench()): Promise<WatchBench> {
  bench.scheduler.setChecks(list);
  bench.scheduler.start();
  await settled();
  return bench;
}

describe('CheckScheduler: when checks run', () => {
  it('runs nothing before it is started, and nothing after it is stopped', async () => {
    const bench = new WatchBench();
    bench.scheduler.setChecks([scheduledCheck('a')]);
    bench.scheduler.recheck(['a']);
    await bench.pass(60_000);
    expect(bench.started).toEqual([]);
    bench.scheduler.start();
    await bench.pass(30_000);
    expect(bench.started.length).toBeGreaterThan(0);
    await bench.scheduler.stop();
    const before = bench.started.length;
    await bench.pass(300_000, 1_000);
    expect(bench.started).toHaveLength(before);
    expect(bench.overdue).toEqual([]);
  });

  it('spreads the first runs of 10,000 checks over about 15 s, and later ones over the interval', async () => {
    let seed = 1;
    const random = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const ids = Array.from({ length: 10_000 }, (_, index) => `c${index}`);
    const bench = new WatchBench({ random, concurrency: 64 });
    bench.behaviour = () => ({ seen: FINE, takesMs: 1 });
    await watching(
      ids.map((id) => scheduledCheck(id, { intervalMs: 60_000, freshnessMs: 125_000 })),
      bench,
    );
    await bench.pass(16_000, 20);
    expect(new Set(bench.started.map((one) => one.id)).size).toBe(10_000);
    const perSecond = new Map<number, number>();
    for (const { at } of bench.started) {
      const second = Math.floor(at / 1_000);
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    }
    expect(Math.max(...perSecond.values())).toBeLessThan(1_100);
    bench.started.length = 0;
    await bench.pass(60_000, 20);
    const quarters = [0, 0, 0, 0];
    for (const { at } of bench.started) quarters[Math.min(3, Math.floor((at - 16_000) / 15_000))]! += 1;
    for (const quarter of quarters) expect(quarter).toBeGreaterThan(1_800);
    expect(bench.overdue).toEqual([]);
    expect(bench.scheduler.unobserved()).toBe(0);
  }, 30_000);

  it('keeps its beat whatever a run takes, and never runs a check beside itself', async () => {
    const bench = new WatchBench();
    bench.behaviour = () => ({ seen: FINE, takesMs: 1_500 });
    await watching(
      [scheduledCheck('a', { intervalMs: 1_000, timeoutMs: 2_000, freshnessMs: 10_000 })],
      bench,
    );
    await bench.pass(20_000);
    expect(bench.overlaps).toBe(0);
    const starts = bench.starts('a').slice(1);
    for (const at of starts) expect((at - starts[0]!) % 1_000).toBe(0);
    expect(starts[1]! - starts[0]!).toBe(2_000);
  });

  it('retries a soft failure after its retry time, and a confirmed one on its beat', async () => {
    const bench = new WatchBench();
    bench.behaviour = () => ({ seen: BROKEN, takesMs: 0 });
    bench.soft.add('a');
    await watching([scheduledCheck('a', { retryMs: 2_000 })], bench);
    await bench.pass(12_000);
    const [first, second, third] = bench.starts('a');
    expect(second! - first!).toBeCloseTo(2_000, -2);
    expect(third! - second!).toBeCloseTo(2_000, -2);
    bench.soft.delete('a');
    await bench.pass(2_000);
    const before = bench.starts('a').length;
    await bench.pass(30_000);
    expect(bench.starts('a').length - before).toBe(1);
  });

  it('on a first failure looks again within 5 s, at the check and at its parents, and not at the next', async () => {
    const bench = new WatchBench();
    const slow = { intervalMs: 600_000, retryMs: 120_000, freshnessMs: 2_000_000 };
    let broken = false;
    bench.behaviour = (id) => ({ seen: broken && id === 'child' ? BROKEN : FINE, takesMs: 100 });
    await watching(
      [
        scheduledCheck('child', { intervalMs: 20_000, retryMs: 15_000 }, ['p1', 'p2', 'gone', 'child']),
        scheduledCheck('p1', slow),
        scheduledCheck('p2', slow),
        scheduledCheck('other', slow),
      ],
      bench,
    );
    await bench.pass(25_000);
    expect([bench.starts('p1').length, bench.starts('other').length]).toEqual([1, 1]);
    broken = true;
    const runs = bench.observed.length;
    while (!bench.observed.slice(runs).some((seen) => seen.result === 'critical')) await bench.pass(100);
    const failedAt = bench.observed.at(-1)!.at;
    await bench.pass(5_000);
    for (const id of ['child', 'p1', 'p2']) {
      expect(bench.starts(id).filter((at) => at >= failedAt)).toHaveLength(1);
    }
    expect(bench.starts('other')).toHaveLength(1);
    const parents = bench.starts('p1').length;
    await bench.pass(120_000);
    expect(bench.starts('p1')).toHaveLength(parents);
  });

  it('asks a parent that many children fail under no more than once a second', async () => {
    const children = Array.from({ length: 300 }, (_, index) => `c${index}`);
    let seed = 7;
    const random = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const bench = new WatchBench({ random });
    bench.behaviour = (id) => ({ seen: id === 'parent' ? FINE : BROKEN, takesMs: 20 });
    await watching(
      [
        ...children.map((id) => scheduledCheck(id, {}, ['parent'])),
        scheduledCheck('parent', { intervalMs: 600_000, freshnessMs: 2_000_000 }),
      ],
      bench,
    );
    await bench.pass(10_000);
    const asked = bench.starts('parent');
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.length).toBeLessThanOrEqual(12);
  });

  it('re-checks on request: spread, in good time, and after a run that is under way', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `c${index}`);
    const bench = new WatchBench();
    const slow = { intervalMs: 600_000, freshnessMs: 2_000_000 };
    await watching(
      ids.map((id) => scheduledCheck(id, slow)),
      bench,
    );
    await bench.pass(10_000);
    bench.started.length = 0;
    bench.scheduler.recheck([...ids, 'nobody'], 2_000);
    await settled();
    expect(bench.started.length).toBeLessThan(5);
    await bench.pass(2_000);
    expect(bench.started).toHaveLength(100);

    bench.behaviour = () => ({ seen: FINE, takesMs: 3_000 });
    bench.scheduler.recheck(['c0']);
    await bench.pass(1_500);
    bench.scheduler.recheck(['c0']);
    bench.scheduler.recheck(['c0']);
    const before = bench.starts('c0').length;
    expect(bench.running.has('c0')).toBe(true);
    await bench.pass(8_000);
    expect(bench.starts('c0')).toHaveLength(before + 1);
    expect(bench.overlaps).toBe(0);
  });

  it('heeds a re-check that is asked for while it tells of a result', async () => {
    const bench: WatchBench = new WatchBench({
      observe: (seen) => {
        if (bench.starts(seen.check).length === 1) bench.scheduler.recheck([seen.check]);
      },
    });
    await watching([scheduledCheck('a', { intervalMs: 600_000, freshnessMs: 2_000_000 })], bench);
    await bench.pass(10_000);
    expect(bench.starts('a')).toHaveLength(2);
  });

  it('never runs more than its places, and says how far behind it is', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `c${index}`);
    const bench = new WatchBench({ concurrency: 3 });
    let most = 0;
    bench.behaviour = () => {
      most = Math.max(most, bench.running.size + 1);
      return { seen: FINE, takesMs: 2_000 };
    };
    await watching(
      ids.map((id) => scheduledCheck(id)),
      bench,
    );
    await bench.pass(10_000);
    expect(most).toBe(3);
    const stats = bench.scheduler.stats();
    expect(stats).toMatchObject({ running: 3, abandoned: 0 });
    expect(stats.queued).toBeGreaterThan(30);
    expect(stats.lagMs).toBeGreaterThan(5_000);
    expect(stats.runs).toBe(bench.started.length);
  });
});

describe('CheckScheduler: what is not seen', () => {
  it('says once that a check is overdue when its turn does not come, and again after it was seen', async () => {
    const bench = new WatchBench({ concurrency: 1 });
    const blocked = { seen: FINE, takesMs: 100_000_000, deaf: true };
    bench.behaviour = (id) => (id === 'hog' ? blocked : { seen: FINE, takesMs: 10 });
    await watching([scheduledCheck('hog', { timeoutMs: 200_000, freshnessMs: 500_000 })], bench);
    await bench.pass(10_000);
    bench.scheduler.setChecks([
      scheduledCheck('hog', { timeoutMs: 200_000, freshnessMs: 500_000 }),
      scheduledCheck('a', { freshnessMs: 20_000 }),
    ]);
    const addedAt = bench.clock.mono();
    expect(bench.scheduler.unobserved()).toBe(2);
    await bench.pass(100_000);
    expect(bench.overdue).toEqual([{ id: 'a', last: null, at: addedAt + 20_000 }]);
    await bench.pass(100_000);
    // The hog was given up meanwhile, and its place is free.
    expect(bench.results('a')[0]).toBe('ok');
    expect(bench.scheduler.stats().abandoned).toBe(1);
    expect(bench.scheduler.lastObservedAt('a')).not.toBeNull();
  });

  it('tells with each observation when the one before was, which is when a failure can have begun', async () => {
    const bench = await watching([scheduledCheck('a')]);
    await bench.pass(100_000);
    const seen = bench.observed.map(({ observedAt, beforeAt }) => ({ observedAt, beforeAt }));
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.map(({ beforeAt }) => beforeAt)).toEqual([
      null,
      ...seen.slice(0, -1).map(({ observedAt }) => observedAt),
    ]);
    // Another thing under the same id: what was seen of the one before says nothing of it.
    bench.scheduler.setChecks([scheduledCheck('a', {}, [], 2)]);
    bench.observed.length = 0;
    await bench.pass(40_000);
    expect(bench.observed[0]?.beforeAt).toBeNull();
  });

  it('counts freshness from when it began to watch, and lets a late run come back from overdue', async () => {
    const bench = new WatchBench();
    bench.scheduler.setChecks([scheduledCheck('a', { intervalMs: 100_000, freshnessMs: 2_000 })]);
    await bench.pass(50_000);
    bench.scheduler.start();
    await bench.pass(2_000);
    // Interval 100 s and freshness 2 s: overdue between all runs.
    expect(bench.overdue).toEqual([{ id: 'a', last: null, at: 52_000 }]);
    expect(bench.scheduler.oldestObservedAt()).toBeNull();
    await bench.pass(2_000);
    expect(bench.results('a')).toEqual(['ok']);
    expect(bench.scheduler.unobserved()).toBe(0);
    const seenAt = bench.scheduler.lastObservedAt('a');
    expect(bench.scheduler.oldestObservedAt()).toBe(seenAt);
    await bench.pass(2_000);
    expect(bench.overdue[1]).toMatchObject({ id: 'a', last: seenAt });
    expect(bench.scheduler.unobserved()).toBe(1);
  });

  it('gives the oldest observation of those that are not overdue', async () => {
    const bench = await watching([scheduledCheck('a'), scheduledCheck('b', { intervalMs: 4_000 })]);
    await bench.pass(14_000);
    const [a, b] = [bench.scheduler.lastObservedAt('a'), bench.scheduler.lastObservedAt('b')];
    expect(a).toBeLessThan(b!);
    expect(bench.scheduler.oldestObservedAt()).toBe(a);
  });

  it('gives up a run that does not end, reports it unknown, and does not start it beside itself', async () => {
    const bench = new WatchBench({ concurrency: 1 });
    let deaf = true;
    bench.behaviour = (id) =>
      id === 'stuck' && deaf ? { seen: FINE, takesMs: 120_000, deaf: true } : { seen: FINE, takesMs: 10 };
    await watching([scheduledCheck('stuck'), scheduledCheck('other')], bench);
    await bench.pass(10_000);
    const [startedAt] = bench.starts('stuck');
    const told = bench.observed.find((seen) => seen.check === 'stuck');
    expect(told).toMatchObject({ result: 'unknown' });
    expect(told!.at - startedAt!).toBe(6_000);
    expect(bench.scheduler.stats()).toMatchObject({ abandoned: 1, timeouts: 1, running: 0 });
    await bench.pass(100_000);
    expect(bench.starts('stuck')).toHaveLength(1);
    expect(new Set(bench.results('stuck'))).toEqual(new Set(['unknown']));
    expect(bench.results('stuck').length).toBeGreaterThan(3);
    expect(bench.starts('other').length).toBeGreaterThan(2);
    deaf = false;
    await bench.pass(60_000);
    expect(bench.results('stuck').at(-1)).toBe('ok');
    expect(bench.overlaps).toBe(0);
    expect(bench.overdue).toEqual([]);
    expect(bench.faults).toContain('a check did not end when told to');
  });

  it('takes a runner that throws for unknown, and a listener that throws for its own problem', async () => {
    const bench = new WatchBench({
      run: () => {
        throw new Error('bad runner');
      },
      isSoft: () => {
        throw new Error('bad listener');
      },
    });
    await watching([scheduledCheck('a')], bench);
    await bench.pass(100_000);
    expect(bench.observed[0]).toMatchObject({
      result: 'unknown',
      output: 'sjekken kunne ikke kjøres: bad runner',
    });
    expect(bench.observed.length).toBeGreaterThan(2);
  });
});

describe('CheckScheduler: clocks', () => {
  it('neither storms nor falls silent when the wall clock jumps, and never tells of older news', async () => {
    const bench = await watching([scheduledCheck('a'), scheduledCheck('b')]);
    await bench.pass(60_000);
    const before = bench.started.length;
    bench.clock.jump(86_400_000);
    await bench.pass(60_000);
    bench.clock.jump(-3 * 86_400_000);
    await bench.pass(60_000);
    expect(bench.started.length - before).toBe(8);
    expect(bench.overdue).toEqual([]);
    const times = bench.observed.filter((seen) => seen.check === 'a').map((seen) => seen.observedAt);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    // The age that is vouched for stays true: within an interval, though the stamps are days ahead.
    expect(bench.clock.now() - bench.scheduler.oldestObservedAt()!).toBeLessThanOrEqual(30_100);
    expect(bench.clock.now() - bench.scheduler.oldestObservedAt()!).toBeGreaterThanOrEqual(0);
  });

  it('does not believe its data fresh after a night asleep, when only the wall clock has moved', async () => {
    const bench = await watching([scheduledCheck('a')]);
    await bench.pass(40_000);
    bench.clock.jump(8 * 3_600_000);
    expect(bench.clock.now() - bench.scheduler.oldestObservedAt()!).toBeGreaterThan(8 * 3_600_000);
  });
});

describe('CheckScheduler: reload', () => {
  it('keeps the schedule and what is known of a check that did not change', async () => {
    const list = [scheduledCheck('a', { intervalMs: 600_000, freshnessMs: 2_000_000 })];
    const bench = await watching(list);
    await bench.pass(10_000);
    const seenAt = bench.scheduler.lastObservedAt('a');
    bench.scheduler.setChecks([
      scheduledCheck('a', { intervalMs: 600_000, freshnessMs: 2_000_000 }, ['b']),
      scheduledCheck('b'),
    ]);
    await bench.pass(60_000);
    expect(bench.starts('a')).toHaveLength(1);
    expect(bench.scheduler.lastObservedAt('a')).toBe(seenAt);
    expect(bench.starts('b').length).toBeGreaterThan(0);
  });

  it('begins a changed check anew and tells nothing of the run it ended', async () => {
    const bench = new WatchBench();
    bench.behaviour = () => ({ seen: FINE, takesMs: 4_000 });
    await watching([scheduledCheck('a')], bench);
    await bench.pass(4_000);
    expect(bench.running.has('a')).toBe(true);
    bench.scheduler.setChecks([scheduledCheck('a', {}, [], 2)]);
    await settled();
    expect(bench.running.has('a')).toBe(false);
    expect(bench.scheduler.stats().running).toBe(0);
    await bench.pass(2_000);
    expect(bench.observed).toEqual([]);
    await bench.pass(8_000);
    expect(bench.results('a')).toEqual(['ok']);
  });

  it('waits with a changed check until a run that does not heed its end has ended', async () => {
    const bench = new WatchBench();
    bench.behaviour = () => ({ seen: FINE, takesMs: 4_500, deaf: true });
    const quick = { intervalMs: 1_000, freshnessMs: 60_000 };
    await watching([scheduledCheck('a', quick)], bench);
    await bench.pass(600);
    expect(bench.running.has('a')).toBe(true);
    bench.scheduler.setChecks([]);
    bench.scheduler.setChecks([scheduledCheck('a', quick, [], 2)]);
    await bench.pass(3_000);
    expect(bench.starts('a')).toHaveLength(1);
    await bench.pass(8_000);
    expect(bench.starts('a').length).toBeGreaterThan(1);
    expect(bench.overlaps).toBe(0);
  });

  it('does not blame a changed check, whose turn has not come, for a run that was given up', async () => {
    const bench = new WatchBench({ random: () => 0.9 });
    bench.behaviour = () => ({ seen: FINE, takesMs: 60_000, deaf: true });
    await watching([scheduledCheck('a')], bench);
    await bench.pass(5_000);
    expect(bench.running.has('a')).toBe(true);
    bench.scheduler.setChecks([scheduledCheck('a', {}, [], 2)]);
    await bench.pass(2_000);
    expect(bench.scheduler.stats().abandoned).toBe(1);
    expect(bench.observed).toEqual([]);
    await bench.pass(4_000);
    expect(bench.results('a')[0]).toBe('unknown');
    expect(bench.starts('a')).toHaveLength(1);
  });

  it('forgets a check that is gone', async () => {
    const bench = await watching([scheduledCheck('a')]);
    await bench.pass(10_000);
    bench.scheduler.setChecks([]);
    const before = bench.observed.length;
    await bench.pass(200_000, 500);
    expect(bench.observed).toHaveLength(before);
    expect(bench.overdue).toEqual([]);
    expect(bench.scheduler.lastObservedAt('a')).toBeNull();
    expect(bench.scheduler.unobserved()).toBe(0);
  });

  it('stops what runs, waits for it, and can be started again', async () => {
    const bench = new WatchBench();
    bench.behaviour = () => ({ seen: FINE, takesMs: 4_000 });
    await watching([scheduledCheck('a')], bench);
    await bench.pass(4_000);
    expect(bench.running.size).toBe(1);
    await bench.scheduler.stop();
    expect(bench.running.size).toBe(0);
    expect(bench.observed).toEqual([]);
    bench.scheduler.start();
    await bench.pass(30_000);
    expect(bench.results('a')[0]).toBe('ok');
  });

  it('does not wait for ever for a run that does not end', async () => {
    const bench = new WatchBench();
    bench.behaviour = () => ({ seen: FINE, takesMs: 1e9, deaf: true });
    await watching([scheduledCheck('a')], bench);
    await bench.pass(4_000);
    let stopped = false;
    void bench.scheduler.stop().then(() => {
      stopped = true;
    });
    await bench.pass(1_000);
    expect(stopped).toBe(false);
    await bench.pass(1_000);
    expect(stopped).toBe(true);
  });
});

describe('CheckScheduler: heartbeats', () => {
  const beat = (change = {}): ScheduledCheck =>
    scheduledCheck('hb', {
      kind: 'heartbeat',
      intervalMs: 30_000,
      retryMs: 5_000,
      freshnessMs: 65_000,
      ...change,
    });

  it('never runs one, and tells what is pushed, cleaned', async () => {
    const bench = await watching([beat()]);
    expect(bench.scheduler.unobserved()).toBe(1);
    bench.scheduler.recheck(['hb']);
    await bench.pass(10_000);
    expect(bench.scheduler.pushed('hb', { result: 'warning', output: 'a\u0000\nb', ms: 7 })).toBe(true);
    expect(bench.observed).toMatchObject([{ check: 'hb', result: 'warning', output: 'a b', ms: 7 }]);
    expect(bench.scheduler.lastObservedAt('hb')).toBe(bench.clock.now());
    expect(bench.scheduler.unobserved()).toBe(0);
    expect(bench.started).toEqual([]);
    expect(bench.scheduler.pushed('nobody', FINE)).toBe(false);
  });

  it('does not take a push for a check that is run', async () => {
    const bench = await watching([scheduledCheck('a')]);
    expect(bench.scheduler.pushed('a', FINE)).toBe(false);
    expect(bench.observed).toEqual([]);
  });

  it('is critical when it falls silent, until it is confirmed and on, and well at the next beat', async () => {
    const bench = await watching([beat()]);
    await bench.pass(10_000);
    bench.scheduler.pushed('hb', FINE);
    bench.soft.add('hb');
    await bench.pass(64_900);
    expect(bench.results('hb')).toEqual(['ok']);
    await bench.pass(200);
    expect(bench.observed.at(-1)).toMatchObject({ result: 'critical', output: 'ingen hjerteslag på 1 min' });
    await bench.pass(10_000);
    expect(bench.results('hb')).toEqual(['ok', 'critical', 'critical', 'critical']);
    bench.soft.delete('hb');
    await bench.pass(95_000);
    expect(bench.results('hb').length).toBe(8);
    expect(bench.overdue).toEqual([]);
    bench.scheduler.pushed('hb', FINE);
    expect(bench.results('hb').at(-1)).toBe('ok');
    await bench.pass(64_900);
    expect(bench.results('hb').at(-1)).toBe('ok');
    await bench.pass(200);
    expect(bench.results('hb').at(-1)).toBe('critical');
  });

  it('is critical when it never came, and asks its parents when it fails', async () => {
    const bench = await watching([
      { ...beat(), parents: ['p'] },
      scheduledCheck('p', { intervalMs: 600_000, freshnessMs: 2_000_000 }),
    ]);
    await bench.pass(64_000);
    expect(bench.starts('p')).toHaveLength(1);
    await bench.pass(5_000);
    expect(bench.results('hb')).toEqual(['critical']);
    expect(bench.starts('p')).toHaveLength(2);
  });

  it('passes over old news, and is not silenced by a clock that was set back', async () => {
    const bench = await watching([beat()]);
    bench.scheduler.pushed('hb', FINE, bench.clock.now());
    await bench.pass(5_000);
    bench.scheduler.pushed('hb', BROKEN, bench.clock.now() - 10_000);
    bench.scheduler.pushed('hb', BROKEN, bench.clock.now() - 3_600_000);
    expect(bench.results('hb')).toEqual(['ok']);
    bench.clock.jump(-3_600_000);
    bench.scheduler.pushed('hb', BROKEN, bench.clock.now());
    expect(bench.results('hb')).toEqual(['ok', 'critical']);
    expect(bench.observed[1]!.observedAt).toBeGreaterThanOrEqual(bench.observed[0]!.observedAt);
  });

  it('gives beats that wait in a socket a moment when the hub itself stood still', async () => {
    const bench = await watching([beat()]);
    bench.scheduler.pushed('hb', FINE);
    // A process that was stopped wakes to timers long past; its sockets are read after them.
    const { mono } = bench.clock;
    let leap = 0;
    bench.clock.mono = () => mono.call(bench.clock) + leap;
    leap = 500_000;
    bench.clock.advance(65_000);
    expect(bench.results('hb')).toEqual(['ok']);
    bench.scheduler.pushed('hb', FINE);
    bench.clock.advance(2_000);
    expect(bench.results('hb')).toEqual(['ok', 'ok']);
  });
});
