import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckTarget } from '../../../electron/hub/catalogue/loaded';
import type { RunLimits } from '../../../electron/hub/checks/check-run';
import { createPingCheck } from '../../../electron/hub/checks/ping-check';
import { systemClock } from '../../../shared/time/clock';
import { tempFolder } from '../../fixtures/temp-folder';
import { once } from './servers';

type PingTarget = Extract<CheckTarget, { kind: 'ping' }>;

const target = (host: string, change: Partial<PingTarget> = {}): PingTarget => ({
  kind: 'ping',
  host,
  packets: 2,
  warnLoss: 1,
  criticalLoss: 60,
  ...change,
});

describe('a ping check, with the system’s own ping', () => {
  const check = createPingCheck(systemClock());
  beforeAll(() => {
    if (['/bin/ping', '/usr/bin/ping'].some((file) => existsSync(file))) return;
    throw new Error('these tests need ping: apt-get install -y --no-install-recommends iputils-ping');
  });

  it('measures a machine that answers', async () => {
    // All of 127/8 is this machine.
    const seen = await once(check, target('127.3.2.1', { packets: 3 }));
    expect(seen.output).toMatch(/^0 % tap av 3 pakker, svartid \d+(,\d\d)? ms$/);
    expect(seen.result).toBe('ok');
    const metrics = Object.fromEntries((seen.metrics ?? []).map(({ label, value }) => [label, value]));
    expect(metrics.loss).toBe(0);
    expect(seen.ms).toBeCloseTo(metrics.rttAvg ?? Number.NaN, 1);
    expect(metrics.rttMin).toBeLessThanOrEqual(metrics.rttAvg ?? 0);
    expect(metrics.rttMax).toBeGreaterThanOrEqual(metrics.rttAvg ?? 0);
    expect(seen.metrics?.map(({ unit }) => unit)).toEqual(['%', 'ms', 'ms', 'ms']);
    expect(await once(check, target('localhost', { packets: 1 }))).toMatchObject({ result: 'ok' });
    expect(await once(check, target('::1', { packets: 1 }))).toMatchObject({ result: 'ok' });
  });

  it('is critical for a machine that is not there, and says so before its time is up', async () => {
    // The discard prefix (RFC 6666): nobody's, whether the way there is missing or leads nowhere.
    const seen = await once(check, target('100::1'), { timeoutMs: 1_500 });
    expect(seen.result).toBe('critical');
    expect(seen.output).toMatch(/ingen av 2 pakker|nettet kan ikke nås|verten kan ikke nås/);
    const unknown = await once(check, target('no-such-host.invalid'));
    expect(unknown.result).toBe('critical');
    expect(unknown.output).toContain('DNS');
  });

  it('takes no option for a host', async () => {
    expect(await once(check, target('-f'))).toMatchObject({ result: 'unknown' });
  });
});

describe('a ping check, with another ping', () => {
  const folder = tempFolder('ping');
  afterAll(() => folder.remove());
  const fake = (name: string, script: string): string => {
    const file = join(folder.path, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const run = (program: string, change: Partial<PingTarget> = {}, limits: Partial<RunLimits> = {}) =>
    once(createPingCheck(systemClock(), program), target('10.9.8.7', change), limits);
  const summary = (counts: string, rtt = 'rtt min/avg/max/mdev = 10.000/20.500/31.000/1.000 ms'): string =>
    `printf 'PING\\n\\n--- x ping statistics ---\\n${counts}, time 9ms\\n${rtt}\\n'`;

  it('holds loss and response time against their levels', async () => {
    const lossy = fake('lossy', summary('5 packets transmitted, 4 received, 20%% packet loss'));
    expect(await run(lossy)).toMatchObject({
      result: 'warning',
      output: '20 % tap av 5 pakker, svartid 21 ms (grensen er 1 %)',
      ms: 20.5,
    });
    expect(await run(lossy, { criticalLoss: 20 })).toMatchObject({ result: 'critical' });
    expect(await run(lossy, { warnLoss: 50 })).toMatchObject({ result: 'ok' });
    const whole = fake('whole', summary('5 packets transmitted, 5 received, 0%% packet loss'));
    expect(await run(whole, { warnLoss: 0, criticalLoss: 0 })).toMatchObject({ result: 'ok' });
    expect(await run(whole, {}, { warnMs: 20 })).toMatchObject({ result: 'warning' });
    const unreachable = fake(
      'unreachable',
      `${summary('3 packets transmitted, 0 received, +3 errors, 100%% packet loss', '')}; exit 1`,
    );
    expect(await run(unreachable)).toMatchObject({
      result: 'critical',
      output: 'ingen av 3 pakker ble besvart, 3 meldt som ikke nådd fram (grensen er 60 %)',
      ms: null,
    });
  });

  it('is unknown when it cannot be run', async () => {
    expect(await run(join(folder.path, 'absent'))).toEqual({
      result: 'unknown',
      output: 'sjekken kunne ikke kjøres: programmet ping finnes ikke (pakken iputils-ping)',
      ms: null,
    });
    const forbidden = fake('forbidden', 'echo "ping: socket: Operation not permitted" >&2; exit 2');
    expect(await run(forbidden)).toMatchObject({
      result: 'unknown',
      output: 'sjekken kunne ikke kjøres: huben har ikke lov til å sende ping',
    });
    const odd = fake('odd', 'echo "<b>what</b>"; exit 0');
    expect((await run(odd)).output).toBe('sjekken kunne ikke kjøres: ping sa «<b>what</b>»');
  });

  it('is ended when its time is up', async () => {
    const hanging = fake('hanging', 'sleep 60');
    expect(await run(hanging, {}, { timeoutMs: 200 })).toMatchObject({
      result: 'critical',
      output: 'ping til 10.9.8.7 ble ikke ferdig innen 200 ms',
    });
  });
});
