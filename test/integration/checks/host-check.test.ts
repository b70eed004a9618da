import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { cpus } from 'node:os';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CheckTarget } from '../../../electron/hub/catalogue/loaded';
import type { CheckRun, RunLimits } from '../../../electron/hub/checks/check-run';
import { createHostCheck } from '../../../electron/hub/checks/host-check';
import { systemClock } from '../../../shared/time/clock';
import { until } from '../../fixtures/until';
import { once, Servers } from './servers';

type HostTarget = Extract<CheckTarget, { kind: 'host' }>;

const check = createHostCheck(systemClock());
const servers = new Servers();
afterEach(() => servers.close());

const run = (change: Partial<HostTarget> = {}, limits: Partial<RunLimits> = {}): Promise<CheckRun> =>
  once(
    check,
    {
      kind: 'host',
      exporter: null,
      disk: [{ path: '/', warn: null, critical: null }],
      memory: { warn: null, critical: null },
      load: { warn: null, critical: null },
      ca: null,
      ...change,
    },
    limits,
  );
const value = (seen: CheckRun, label: string): number | undefined =>
  seen.metrics?.find((metric) => metric.label === label)?.value;

describe('a host check of this machine', () => {
  it('sees its disk, memory and load', async () => {
    const seen = await run();
    expect(seen.result).toBe('ok');
    expect(seen.output).toMatch(/^\/ [\d,]+ %, minne [\d,]+ %, last per kjerne [\d,]+$/);
    const { blocks, bfree, bavail } = statfsSync('/');
    expect(value(seen, '/')).toBeCloseTo(((blocks - bfree) / (blocks - bfree + bavail)) * 100, 0);
    expect(value(seen, 'memory')).toBeGreaterThan(0);
    expect(seen.metrics?.map(({ label }) => label)).toEqual(['/', 'memory', 'load1', 'load5', 'load15']);
    expect(seen.ms).toBeNull();
  });

  it('holds them against their levels, the worst first', async () => {
    const full = await run({
      disk: [{ path: '/', warn: 0, critical: 0 }],
      memory: { warn: 0, critical: null },
    });
    expect(full.result).toBe('critical');
    expect(full.output).toMatch(/^\/ [\d,]+ % \(grensen er 0 %\), minne [\d,]+ % \(grensen er 0 %\), last/);
    expect(await run({ memory: { warn: 0, critical: null } })).toMatchObject({ result: 'warning' });
    const absent = await run({ disk: [{ path: '/no/such/place', warn: 80, critical: 90 }] });
    expect(absent).toMatchObject({ result: 'unknown' });
    expect(absent.output).toMatch(/^\/no\/such\/place finnes ikke, /);
  });
});

describe('a host check through a node exporter', () => {
  const METRICS = `# HELP node_load15 15m load average.
# TYPE node_load15 gauge
node_load1 4.5
node_load5 4
node_load15 6
node_cpu_seconds_total{cpu="0",mode="idle"} 1.5e+06
node_cpu_seconds_total{cpu="0",mode="user"} 10
node_cpu_seconds_total{cpu="1",mode="idle"} 1.5e+06
node_memory_MemTotal_bytes 1e+10
node_memory_MemAvailable_bytes 2.5e+09
node_filesystem_size_bytes{device="/dev/sda1",fstype="ext4",mountpoint="/"} 1000
node_filesystem_free_bytes{device="/dev/sda1",fstype="ext4",mountpoint="/"} 280
node_filesystem_avail_bytes{device="/dev/sda1",fstype="ext4",mountpoint="/"} 180
node_filesystem_size_bytes{device="/dev/sdb1",fstype="xfs",mountpoint="/var/lib/pacs"} 1000
node_filesystem_free_bytes{device="/dev/sdb1",fstype="xfs",mountpoint="/var/lib/pacs"} 70
node_filesystem_avail_bytes{device="/dev/sdb1",fstype="xfs",mountpoint="/var/lib/pacs"} 70
`;
  const serving = async (body: string, status = 200): Promise<string> => {
    const port = await servers.http((_request, response) => response.writeHead(status).end(body));
    return `http://127.0.0.1:${port}/metrics`;
  };
  const disk = [
    { path: '/', warn: 75, critical: 90 },
    { path: '/var/lib/pacs', warn: 80, critical: 90 },
  ];

  it('reads disks, memory and load for each core', async () => {
    const seen = await run({ exporter: await serving(METRICS), disk, load: { warn: 2, critical: 4 } });
    expect(seen).toMatchObject({
      result: 'critical',
      output:
        '/var/lib/pacs 93 % (grensen er 90 %), / 80 % (grensen er 75 %), last per kjerne 3 (grensen er 2), minne 75 %',
    });
    expect(seen.metrics).toEqual([
      { label: '/', value: 80, unit: '%' },
      { label: '/var/lib/pacs', value: 93, unit: '%' },
      { label: 'memory', value: 75, unit: '%' },
      { label: 'load1', value: 4.5, unit: '' },
      { label: 'load5', value: 4, unit: '' },
      { label: 'load15', value: 6, unit: '' },
    ]);
    expect(seen.ms).toBeGreaterThan(0);
  });

  it('is unknown when the exporter says something else, and shows the piece', async () => {
    const html = await run({ exporter: await serving('<html>Logg inn</html>\n') });
    expect(html).toMatchObject({
      result: 'unknown',
      output:
        'sjekken kunne ikke kjøres: svaret er ikke Prometheus-tekst: linje 1 er «<html>Logg inn</html>»',
    });
    const half = await run({ exporter: await serving(METRICS.slice(0, METRICS.length - 20)) });
    expect(half).toMatchObject({ result: 'unknown' });
    expect(half.output).toContain('linje 16');
    expect(await run({ exporter: await serving('up 1\n') })).toMatchObject({ result: 'unknown' });
    const missing = METRICS.replace(/^node_memory.*\n/gm, '');
    expect(await run({ exporter: await serving(missing), memory: { warn: 90, critical: 95 } })).toMatchObject(
      {
        result: 'unknown',
      },
    );
    const large = await run({ exporter: await serving('#'.repeat(5_000_000)) });
    expect(large).toMatchObject({
      result: 'unknown',
      output: 'sjekken kunne ikke kjøres: svaret er større enn 4 MiB',
    });
  });

  it('is critical when the exporter cannot be reached, or refuses', async () => {
    expect(await run({ exporter: await serving('', 503) })).toMatchObject({
      result: 'critical',
      output: 'exporteren svarte HTTP 503 Service Unavailable',
    });
    expect(await run({ exporter: `http://127.0.0.1:${await servers.closedPort()}/metrics` })).toMatchObject({
      result: 'critical',
    });
    const silent = await servers.tcp(() => {});
    expect(await run({ exporter: `http://127.0.0.1:${silent}/` }, { timeoutMs: 200 })).toMatchObject({
      result: 'critical',
      output: 'exporteren: intet svar innen 200 ms',
    });
  });
});

const EXPORTER = '/usr/bin/prometheus-node-exporter';
if (!existsSync(EXPORTER)) {
  console.warn(
    'SKIPPED: host checks against the real node exporter: apt-get install -y --no-install-recommends prometheus-node-exporter',
  );
}

describe.skipIf(!existsSync(EXPORTER))('a host check of Debian’s prometheus-node-exporter', () => {
  let exporter: ChildProcess;
  let url = '';
  beforeAll(async () => {
    const port = await servers.closedPort();
    url = `http://127.0.0.1:${port}/metrics`;
    exporter = spawn(EXPORTER, [`--web.listen-address=127.0.0.1:${port}`], { stdio: 'ignore' });
    await until('the exporter answers', async () => (await fetch(url)).ok);
    return async () => {
      const gone = new Promise((resolve) => exporter.once('exit', resolve));
      exporter.kill('SIGTERM');
      await gone;
    };
  });

  it('sees what this machine says of itself', async () => {
    const text = await (await fetch(url)).text();
    const mount = /^node_filesystem_size_bytes\{.*mountpoint="([^"]+)"/m.exec(text)?.[1];
    const disk = mount === undefined ? [] : [{ path: mount, warn: null, critical: null }];
    const seen = await run({ exporter: url, disk });
    expect(seen.result).toBe('ok');
    const here = await run();
    expect(Math.abs((value(seen, 'memory') ?? 0) - (value(here, 'memory') ?? 100))).toBeLessThan(15);
    if (mount !== undefined) expect(value(seen, mount)).toBeGreaterThanOrEqual(0);
    const perCore = /last per kjerne ([\d,]+)/.exec(seen.output)?.[1]?.replace(',', '.');
    expect(Number(perCore)).toBeCloseTo((value(seen, 'load15') ?? 0) / cpus().length, 1);
  });
});
