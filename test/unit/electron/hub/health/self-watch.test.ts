import { describe, expect, it } from 'vitest';
import { SELF_INTERVAL_MS, SELF_PARTS } from '../../../../../electron/hub/catalogue/expand-watch';
import type { CheckRun } from '../../../../../electron/hub/checks/check-run';
import type { DiskRoom, LoopDelay, SelfFigures } from '../../../../../electron/hub/health/self-parts';
import { SelfWatch } from '../../../../../electron/hub/health/self-watch';
import { ManualClock } from '../../../../../shared/time/clock';

const GB = 1e9;

function rig() {
  const clock = new ManualClock();
  const said = new Map<string, CheckRun>();
  const sent: string[] = [];
  const now = {
    figures: {
      log: { fault: null, lesser: null, backlog: 0, writeMs: 2 },
      checks: { running: 1, queued: 1, runs: 5, lagMs: 3, unobserved: 0, all: 10, untended: 0 },
      samples: { fault: null, lost: 0 },
      alarms: { fault: null },
    } as SelfFigures,
    room: { free: 50 * GB, total: 100 * GB } as DiskRoom | Error | 'silent',
    loop: { p99: 5, max: 40 } as LoopDelay,
    answer: 200 as number | Error | 'silent',
  };
  const watch = new SelfWatch({
    clock,
    dataFolder: '/data',
    figures: () => now.figures,
    push: (check, run) => {
      said.set(check, run);
      return true;
    },
    room: async () => {
      if (now.room instanceof Error) throw now.room;
      return now.room === 'silent' ? new Promise<never>(() => {}) : now.room;
    },
    loopDelay: () => now.loop,
    send: (url, signal) => {
      sent.push(url);
      if (now.answer === 'silent') {
        return new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new Error('aborted'))),
        );
      }
      return now.answer instanceof Error ? Promise.reject(now.answer) : Promise.resolve(now.answer);
    },
  });
  const turn = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    clock,
    said,
    sent,
    now,
    watch,
    /** Begins to watch, and looks once. */
    start: async (url: string | null = null) => {
      watch.start();
      watch.setTarget({ self: 'vaktrom', deadMansSwitch: url === null ? null : { url, intervalMs: 60_000 } });
      clock.advance(0);
      await turn();
      clock.advance(SELF_INTERVAL_MS);
      await turn();
    },
    pass: async (ms: number) => {
      for (let left = ms; left > 0; left -= SELF_INTERVAL_MS) {
        clock.advance(Math.min(left, SELF_INTERVAL_MS));
        await turn();
      }
    },
    result: (part: string) => said.get(`vaktrom/${part}`),
  };
}

describe('the hub on itself', () => {
  it('says each of its parts at every interval, in words with numbers', async () => {
    const { start, said, pass, watch } = rig();
    await start();
    expect([...said.keys()].sort()).toEqual(SELF_PARTS.map(({ id }) => `vaktrom/${id}`).sort());
    for (const [id, run] of said) {
      if (id === 'vaktrom/deadman') continue;
      expect(run.result, id).toBe('ok');
      expect(run.output, id).toMatch(/\d/);
    }
    said.clear();
    await pass(SELF_INTERVAL_MS);
    expect(said.size).toBe(SELF_PARTS.length);
    watch.stop();
    said.clear();
    await pass(60_000);
    expect(said.size).toBe(0);
  });

  it.each([
    [{ free: 50 * GB, total: 100 * GB }, 'ok'],
    [{ free: 9 * GB, total: 100 * GB }, 'warning'],
    [{ free: 1.9 * GB, total: 10 * GB }, 'warning'],
    [{ free: 2.9 * GB, total: 100 * GB }, 'critical'],
    [{ free: 0.4 * GB, total: 1 * GB }, 'critical'],
    [new Error('EIO'), 'unknown'],
  ] as const)('judges room on the disk: %j is %s', async (room, result) => {
    const { start, now, result: of } = rig();
    now.room = room;
    await start();
    expect(of('disk')?.result).toBe(result);
  });

  it('does not wait for a file system that does not answer', async () => {
    const { start, now, pass, result } = rig();
    now.room = 'silent';
    await start();
    await pass(SELF_INTERVAL_MS);
    expect(result('disk')).toMatchObject({ result: 'unknown' });
    expect(result('log')).toMatchObject({ result: 'ok' });
  });

  it.each([
    [{ p99: 240, max: 3_000 }, 'ok'],
    [{ p99: 251, max: 300 }, 'warning'],
    [{ p99: 1_001, max: 2_000 }, 'critical'],
  ] as const)('judges its event loop: %j is %s', async (loop, result) => {
    const { start, now, result: of } = rig();
    now.loop = loop;
    await start();
    expect(of('loop')).toMatchObject({ result });
  });

  it('measures its event loop itself where nobody else does', async () => {
    const clock = new ManualClock();
    const said: CheckRun[] = [];
    const { figures } = rig().now;
    const watch = new SelfWatch({
      clock,
      dataFolder: '.',
      figures: () => figures,
      push: (check, run) => (check.endsWith('/loop') ? said.push(run) > 0 : true),
    });
    watch.setTarget({ self: 'vaktrom', deadMansSwitch: null });
    watch.start();
    await new Promise((resolve) => setImmediate(resolve));
    // The loop is held, once: that is the worst that was seen.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const until = performance.now() + 150;
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 50));
    clock.advance(SELF_INTERVAL_MS);
    for (let i = 0; i < 200 && said.length < 2; i++) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(watch.numbers().loop.max).toBeGreaterThan(80);
    watch.stop();
  });

  it.each([
    [{ fault: 'disk full' }, 'critical'],
    [{ writeMs: 2_500 }, 'critical'],
    [{ writeMs: 300 }, 'warning'],
    [{ backlog: 6_000 }, 'warning'],
    [{ lesser: 'snapshot: EIO' }, 'warning'],
  ] as const)('judges its log: %j is %s', async (log, result) => {
    const { start, now, result: of } = rig();
    now.figures = { ...now.figures, log: { ...now.figures.log, ...log } };
    await start();
    expect(of('log')).toMatchObject({ result });
  });

  it.each([
    [{ lagMs: 6_000 }, 'warning'],
    [{ lagMs: 31_000 }, 'critical'],
    [{ untended: 3 }, 'critical'],
    [{ unobserved: 9 }, 'ok'],
  ] as const)('judges whether checks run: %j is %s', async (checks, result) => {
    const { start, now, result: of } = rig();
    now.figures = { ...now.figures, checks: { ...now.figures.checks, ...checks } };
    await start();
    expect(of('checks')).toMatchObject({ result });
  });

  it('says of its checks that nothing comes of them while alarms cannot be kept', async () => {
    const { start, now, result: of } = rig();
    now.figures = { ...now.figures, alarms: { fault: 'Error: a rule' } };
    await start();
    expect(of('checks')).toMatchObject({ result: 'critical' });
    expect(of('checks')?.output).toContain('alarmer');
  });

  it('does not go on about a late start after it is over', async () => {
    const { start, now, pass, result, watch } = rig();
    const late = { ...now.figures.checks, queued: 0, lagMs: 60_000 };
    await start();
    now.figures = { ...now.figures, checks: { ...late, runs: 6 } };
    await pass(SELF_INTERVAL_MS);
    expect(result('checks')).toMatchObject({ result: 'critical' });
    await pass(SELF_INTERVAL_MS);
    expect(result('checks')).toMatchObject({ result: 'ok' });
    expect(watch.isWatching()).toBe(true);
    now.figures = { ...now.figures, checks: { ...late, runs: 7 } };
    expect(watch.isWatching()).toBe(false);
  });

  it('warns of lost samples when they are lost, not for ever after', async () => {
    const { start, now, pass, result } = rig();
    await start();
    now.figures = { ...now.figures, samples: { fault: null, lost: 7 } };
    await pass(SELF_INTERVAL_MS);
    expect(result('samples')).toMatchObject({ result: 'warning' });
    await pass(SELF_INTERVAL_MS);
    expect(result('samples')).toMatchObject({ result: 'ok' });
  });
});

describe('the dead-man’s signal', () => {
  const url = 'https://deadman.invalid/secret-uuid';

  it('is sent at once and then at every interval, and its success is shown', async () => {
    const { start, sent, pass, result, watch } = rig();
    await start(url);
    expect(sent).toEqual([url]);
    expect(result('deadman')).toMatchObject({ result: 'ok' });
    await pass(120_000);
    expect(sent).toHaveLength(3);
    watch.setTarget({ self: 'vaktrom', deadMansSwitch: { url, intervalMs: 60_000 } });
    expect(sent).toHaveLength(3);
    watch.setTarget({ self: 'vaktrom', deadMansSwitch: null });
    await pass(300_000);
    expect(sent).toHaveLength(3);
  });

  it.each([
    ['the log cannot be written', { log: { fault: 'EIO', lesser: null, backlog: 1, writeMs: 1 } }],
    ['alarms cannot be kept', { alarms: { fault: 'Error: a rule' } }],
    [
      'checks are run far too late',
      { checks: { running: 0, queued: 9, runs: 5, lagMs: 40_000, unobserved: 9, all: 9, untended: 0 } },
    ],
    [
      'nobody runs what it should',
      { checks: { running: 0, queued: 0, runs: 5, lagMs: 0, unobserved: 9, all: 9, untended: 9 } },
    ],
  ])('is not sent while %s, and is again after', async (_, worse) => {
    const { start, sent, now, pass, result, watch } = rig();
    const good = now.figures;
    now.figures = { ...good, ...worse };
    await start(url);
    await pass(120_000);
    expect(sent).toEqual([]);
    expect(watch.isWatching()).toBe(false);
    expect(result('deadman')).toMatchObject({ result: 'critical' });
    now.figures = good;
    await pass(60_000);
    expect(sent).toHaveLength(1);
    expect(watch.isWatching()).toBe(true);
  });

  it.each([
    ['a refusal', 503, 'svaret var 503'],
    [
      'no contact',
      Object.assign(new Error(`fetch ${url}`), { cause: { code: 'ECONNREFUSED' } }),
      'ECONNREFUSED',
    ],
    ['an error that names the address', new Error(`cannot reach ${url}`), 'forbindelsen sviktet'],
    ['silence', 'silent' as const, 'intet svar innen 10 s'],
  ])('shows %s, and never the address', async (_, answer, words) => {
    const { start, sent, now, pass, result } = rig();
    now.answer = answer;
    await start(url);
    await pass(20_000);
    expect(result('deadman')).toMatchObject({ result: 'critical' });
    expect(result('deadman')?.output).toContain(words);
    expect(result('deadman')?.output).not.toContain('secret-uuid');
    now.answer = 200;
    await pass(60_000);
    expect(result('deadman')).toMatchObject({ result: 'ok' });
    expect(sent.length).toBeGreaterThan(1);
  });

  it('is not fine while each signal is given up for the next: an interval shorter than the wait', async () => {
    const { start, now, pass, result, watch } = rig();
    await start();
    watch.setTarget({ self: 'vaktrom', deadMansSwitch: { url, intervalMs: 5_000 } });
    await pass(20_000);
    expect(result('deadman')).toMatchObject({ result: 'ok' });
    now.answer = 'silent';
    await pass(60_000);
    expect(result('deadman')).toMatchObject({ result: 'critical' });
    expect(result('deadman')?.output).toContain('intet svar innen 5 s');
    expect(watch.numbers().signal.failed).toBeGreaterThan(5);
    now.answer = 200;
    await pass(20_000);
    expect(result('deadman')).toMatchObject({ result: 'ok' });
  });
});
