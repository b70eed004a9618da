import { afterEach, describe, expect, it } from 'vitest';
import type { CheckTarget } from '../../../electron/hub/catalogue/loaded';
import { createCheckRunner } from '../../../electron/hub/checks/check-runner';
import { CheckScheduler, type ScheduledCheck } from '../../../electron/hub/checks/scheduler';
import type { Observation } from '../../../shared/rules/decide';
import { systemClock } from '../../../shared/time/clock';
import { until } from '../../fixtures/until';
import { scheduledCheck } from '../../unit/electron/hub/checks/watch-bench';
import { Servers } from './servers';

const servers = new Servers();
let scheduler: CheckScheduler | null = null;
afterEach(async () => {
  await scheduler?.stop();
  await servers.close();
});

const TIMING = { intervalMs: 500, retryMs: 200, timeoutMs: 400, freshnessMs: 3_000 };
const watched = (id: string, target: CheckTarget): ScheduledCheck => ({
  ...scheduledCheck(id, TIMING),
  target,
});

describe('the watch, on the machine’s own clock', () => {
  it('sees real servers break and heal, and leaves no connection when it stops', async () => {
    let status = 200;
    const web = await servers.http((_request, response) => {
      if (status !== 0) response.writeHead(status).end();
    });
    const port = await servers.tcp((socket) => socket.write('ready'));
    const seen: Observation[] = [];
    const last = (id: string): Observation | undefined => seen.findLast((one) => one.check === id);
    const clock = systemClock();
    scheduler = new CheckScheduler({
      clock,
      run: createCheckRunner({ pluginFolders: [], clock }),
      observe: (observation) => seen.push(observation),
      overdue: () => {},
      isSoft: () => false,
      concurrency: 8,
    });
    const url = `http://127.0.0.1:${web}/`;
    scheduler.setChecks([
      watched('web', {
        kind: 'http',
        url,
        method: 'GET',
        headers: {},
        body: null,
        redirects: 0,
        expect: { status: null, contains: null, containsNot: null, header: {}, json: [] },
        ca: null,
      }),
      watched('port', { kind: 'tcp', host: '127.0.0.1', port, expect: 'ready' }),
      watched('plugin', { kind: 'plugin', plugin: 'check_x', args: [] }),
      watched('beat', { kind: 'heartbeat', key: null }),
    ]);
    scheduler.start();
    await until('all is well', () => last('web')?.result === 'ok' && last('port')?.result === 'ok');
    await until('a plugin without a folder is unknown', () => last('plugin')?.result === 'unknown');
    status = 500;
    await until('the web server is seen to fail', () => last('web')?.output.startsWith('HTTP 500'));
    status = 0;
    await until('it is seen to be silent', () => last('web')?.output === 'intet svar innen 400 ms');
    await until('the heartbeat is missed', () => last('beat')?.result === 'critical');
    scheduler.pushed('beat', { result: 'ok', output: '', ms: null });
    expect(last('beat')?.result).toBe('ok');
    status = 200;
    await until('it is well again', () => last('web')?.result === 'ok');
    expect(scheduler.stats().timeouts).toBeGreaterThan(0);
    expect(scheduler.unobserved()).toBe(0);
    await scheduler.stop();
    const told = seen.length;
    await until('nothing is open', () => servers.open === 0);
    expect(seen).toHaveLength(told);
  });

  it('cannot run what is pushed in', async () => {
    const run = createCheckRunner({ pluginFolders: [], clock: systemClock() });
    const limits = { timeoutMs: 1_000, warnMs: null, criticalMs: null };
    const pushed: readonly CheckTarget[] = [
      { kind: 'heartbeat', key: null },
      { kind: 'source', source: 'prometheus' },
      { kind: 'self' },
    ];
    for (const target of pushed) {
      const seen = await run(target, limits, new AbortController().signal);
      expect(seen).toMatchObject({ result: 'unknown', ms: null });
    }
  });
});
