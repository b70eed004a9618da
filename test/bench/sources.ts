import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { missingServers, startAlertmanager } from '../fixtures/alertmanager';
import { startHubProcess } from '../fixtures/hub-process';
import { tempFolder } from '../fixtures/temp-folder';
import { until } from '../fixtures/until';
import { benchOptions, quantile, report, rounded } from './report';

/**
 * sources: `--checks` alerts stand in a real Alertmanager, on 2,000 nodes, behind a gate that is shut. Measured from
 * the moment the gate opens and the hub's next look passes it until the hub's state says that it holds all of them:
 * seconds, the hub's CPU time, its memory, and how long a request to the hub had to wait meanwhile. Then twenty
 * seconds of looks at what does not change: what it costs to keep.
 */
const SITES = 40;
const SERVICES = 50;
/** Between two requests to the hub while it works, ms. */
const PROBE_MS = 10;
const CLOCK_TICKS = 100;

const options = benchOptions({ checks: 10_000 });
const alerts = options.checks;
const folder = tempFolder('bench-sources');
const missing = missingServers();
if (missing !== null) {
  process.stderr.write(`bench sources: ${missing}\n`);
  process.exit(1);
}
const am = await startAlertmanager(join(folder.path, 'am'));
const file = join(folder.path, 'catalogue.yaml');
const gate = await shutGate(Number(new URL(am.url).port));
writeFileSync(file, catalogue(`http://127.0.0.1:${gate.port}`));
const hub = await startHubProcess(['--data', join(folder.path, 'hub'), '--config', file]);
try {
  await am.fire(
    Array.from({ length: alerts }, (_, index) => ({
      labels: {
        alertname: `Alert${index % 97}`,
        instance: `host-${index}.helse.invalid:9100`,
        job: 'node',
        monitor: 'prom-a',
        service: `tjeneste-${index % SERVICES}`,
        severity: index % 5 === 0 ? 'critical' : 'warning',
        site: `sted-${Math.floor(index / SERVICES) % SITES}`,
      },
      summary: `Målingen på host-${index} er utenfor det som er ventet`,
    })),
  );
  await until('the Alertmanager has them', async () => (await am.alerts()).length === alerts, 60_000);
  const idle = await lagOver(2_000);
  const probing = probe();
  gate.open();
  await gate.passed;
  const cpuBefore = cpuSeconds(hub.pid);
  const began = performance.now();
  while ((await figure('source_alerts')) !== alerts) {
    if (performance.now() - began > 120_000) throw new Error('the hub does not hold them within two minutes');
    await pause(100);
  }
  const seconds = (performance.now() - began) / 1_000;
  const cpu = cpuSeconds(hub.pid) - cpuBefore;
  const lag = await probing.stop();
  const rss = rssMb(hub.pid);
  const steadyBefore = cpuSeconds(hub.pid);
  const steady = await lagOver(20_000);
  report(options, {
    bench: 'sources',
    alerts,
    seconds: rounded(seconds),
    cpu_s: rounded(cpu),
    rss_mb: rounded(rss),
    lag_ms_p95: rounded(quantile(lag, 0.95)),
    lag_ms_max: rounded(Math.max(...lag)),
    idle_lag_ms_p95: rounded(quantile(idle, 0.95)),
    steady_cpu_share: rounded((cpuSeconds(hub.pid) - steadyBefore) / 20),
    steady_lag_ms_p95: rounded(quantile(steady, 0.95)),
    steady_lag_ms_max: rounded(Math.max(...steady)),
  });
} finally {
  await hub.stop();
  gate.close();
  await am.end('SIGKILL');
  folder.remove();
}

/** A room of services at sites, and the source where it is named. */
function catalogue(url: string): string {
  const sites = Array.from({ length: SITES }, (_, index) => `sted-${index}`);
  const services = Array.from({ length: SERVICES }, (_, index) => `tjeneste-${index}`);
  return [
    'version: 1',
    'name: Måling',
    'trusts: [{ id: t, name: T }]',
    'sites:',
    ...sites.map((id) => `  - { id: ${id}, name: ${id}, trust: t }`),
    'sources:',
    '  - id: am',
    '    name: Alertmanager',
    '    kind: alertmanager',
    `    url: ${url}`,
    '    vouchesFor:',
    ...services.map((id) => `      - ${id}`),
    '    rules:',
    '      - { match: [\'severity=~"critical|warning"\', \'instance=~".+:9100"\'], service: "{service}", site: "{site}" }',
    'services:',
    ...services.map((id) => `  - { id: ${id}, name: ${id}, criticality: 2, sites: all }`),
  ].join('\n');
}

/** A way to a port of this machine that nobody passes until it opens. */
async function shutGate(to: number): Promise<{
  readonly port: number;
  readonly open: () => void;
  readonly passed: Promise<void>;
  readonly close: () => void;
}> {
  let shut = true;
  let first: () => void = () => {};
  const passed = new Promise<void>((resolve) => {
    first = resolve;
  });
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (shut) return void socket.destroy();
    first();
    const onward = connect(to, '127.0.0.1');
    onward.on('error', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    passed,
    open: () => {
      shut = false;
    },
    close: () => void server.close(),
  };
}

/** One of the hub's own figures. */
async function figure(name: string): Promise<number> {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  const line = new RegExp(`^vaktrom_hub_${name}(?:\\{[^}]*\\})? ([\\d.e+-]+)$`, 'm').exec(text);
  return line?.[1] === undefined ? Number.NaN : Number(line[1]);
}

/** Asks the hub for its health again and again: how long each answer took, ms. */
function probe(): { readonly stop: () => Promise<readonly number[]> } {
  const times: number[] = [];
  let stopped = false;
  const done = (async () => {
    while (!stopped) {
      const began = performance.now();
      await (await fetch(`${hub.url}/healthz`)).arrayBuffer();
      times.push(performance.now() - began);
      await pause(PROBE_MS);
    }
    return times;
  })();
  return {
    stop: () => {
      stopped = true;
      return done;
    },
  };
}

async function lagOver(ms: number): Promise<readonly number[]> {
  const probing = probe();
  await pause(ms);
  return probing.stop();
}

/** User and system time of a process so far, s (fields 14 and 15 of proc_pid_stat(5)). */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS;
}

function rssMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1_024;
}
