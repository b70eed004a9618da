import { describe, expect, it } from 'vitest';
import {
  type Attempt,
  judgeTime,
  runBounded,
  timedRun,
} from '../../../../../electron/hub/checks/bounded-run';
import { ManualClock } from '../../../../../shared/time/clock';

const limits = { timeoutMs: 5_000, warnMs: 500, criticalMs: 2_000 };

function started(clock = new ManualClock(), aborted = false) {
  const controller = new AbortController();
  if (aborted) controller.abort();
  const seen = { ended: 0, begun: 0, attempt: null as Attempt | null };
  const run = runBounded(clock, limits, controller.signal, (attempt) => {
    seen.attempt = attempt;
    seen.begun += 1;
    return {
      end: () => {
        seen.ended += 1;
      },
      waitedFor: () => 'intet svar',
    };
  });
  return { clock, controller, seen, run };
}

describe('runBounded', () => {
  it('gives what was said first, cleaned, and ends the work once', async () => {
    const { clock, seen, run } = started();
    clock.advance(100);
    expect(seen.attempt?.elapsed()).toBe(100);
    seen.attempt?.finish({ result: 'ok', output: 'fine\u0000\n', ms: 100 });
    seen.attempt?.finish({ result: 'critical', output: 'late', ms: 1 });
    clock.advance(10_000);
    expect(await run).toEqual({ result: 'ok', output: 'fine', ms: 100 });
    expect(seen.ended).toBe(1);
  });

  it.each([Number.POSITIVE_INFINITY, Number.NaN, 1e307, -1])(
    'gives no response time that a log cannot hold (%d)',
    async (ms) => {
      const { seen, run } = started();
      seen.attempt?.finish({ result: 'ok', output: 'fine', ms });
      expect(await run).toEqual({ result: 'ok', output: 'fine', ms: null });
    },
  );

  it('is critical at the time limit, with what had been waited for', async () => {
    const { clock, seen, run } = started();
    clock.advance(4_999);
    expect(seen.ended).toBe(0);
    clock.advance(1);
    expect(seen.ended).toBe(1);
    expect(await run).toEqual({ result: 'critical', output: 'intet svar innen 5,0 s', ms: null });
  });

  it('blames the hub, not the peer, for a timer that comes much too late', async () => {
    const clock = new ManualClock();
    // As after the process was stopped: monotonic time has leapt past the timer before it runs.
    const late = { ...bound(clock), mono: () => clock.mono() * 13 };
    const { run } = started(late as unknown as ManualClock);
    clock.advance(5_000);
    expect(await run).toMatchObject({ result: 'unknown' });
    expect((await run).output).toContain('sto stille i 60,0 s');
  });

  it('ends at once when it is aborted, before or during', async () => {
    const during = started();
    during.controller.abort();
    expect(await during.run).toMatchObject({ result: 'unknown', ms: null });
    expect(during.seen.ended).toBe(1);
    const before = started(new ManualClock(), true);
    expect(await before.run).toMatchObject({ result: 'unknown' });
    expect(before.seen.begun).toBe(0);
  });

  it('is unknown when the work could not even begin, and bears with an end that fails', async () => {
    const signal = new AbortController().signal;
    const broken = runBounded(new ManualClock(), limits, signal, () => {
      throw new TypeError('Invalid URL');
    });
    expect(await broken).toMatchObject({
      result: 'unknown',
      output: 'sjekken kunne ikke kjøres: Invalid URL',
    });
    const synchronous = runBounded(new ManualClock(), limits, signal, (attempt) => {
      attempt.fail(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
      return {
        end: () => {
          throw new Error('cannot end');
        },
        waitedFor: () => '',
      };
    });
    expect(await synchronous).toMatchObject({ result: 'critical' });
  });
});

/** A clock's methods apart from it, so that one can be replaced. */
function bound(clock: ManualClock) {
  return { now: () => clock.now(), after: clock.after.bind(clock), advance: clock.advance.bind(clock) };
}

describe('judgeTime and timedRun', () => {
  it('holds a response time against the limits, each of which may be missing', () => {
    expect(judgeTime(500, limits)).toBe('ok');
    expect(judgeTime(501, limits)).toBe('warning');
    expect(judgeTime(2_001, limits)).toBe('critical');
    expect(judgeTime(9_000, { ...limits, warnMs: null, criticalMs: null })).toBe('ok');
    expect(judgeTime(9_000, { ...limits, criticalMs: null })).toBe('warning');
  });

  it('says how slow it was, and what the limit is', () => {
    expect(timedRun('HTTP 200 OK', 84, limits)).toEqual({ result: 'ok', output: 'HTTP 200 OK', ms: 84 });
    expect(timedRun('HTTP 200 OK', 2_400, limits).output).toBe('HTTP 200 OK: 2,4 s, grensen er 2,0 s');
    expect(timedRun('HTTP 200 OK', 800, limits).output).toBe('HTTP 200 OK: 800 ms, grensen er 500 ms');
  });
});
