import { type ChildProcess, fork, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { CheckTarget } from '../../electron/hub/catalogue/loaded';
import { createCheckRunner } from '../../electron/hub/checks/check-runner';
import { systemClock } from '../../shared/time/clock';
import { tempFolder } from '../fixtures/temp-folder';
import { until } from '../fixtures/until';
import { makeAuthority } from '../integration/checks/certificates';
import { benchOptions, quantile, report, rounded } from './report';

/**
 * check-cost: the CPU time of one HTTP(S) check by the hub's own runner, against prometheus-blackbox-exporter probing
 * the same server as often, at the same steady rate, in turns. Four processes: the server, the hub's runner, the
 * exporter, and one that asks the exporter for its probes, so that each side pays only for its own work. Both sides'
 * CPU is read from /proc, in the same way.
 */
const EXPORTER = '/usr/bin/prometheus-blackbox-exporter';
/** Checks a second: a hub with 6,000 checks every 30 s. */
const RATE = 200;
const BODY = JSON.stringify({ status: 'UP', padding: 'x'.repeat(400) });

/** What the first process tells the others. */
type Job =
  | { readonly do: 'serve'; readonly cert: string; readonly key: string }
  | { readonly do: 'check'; readonly url: string; readonly ca: string; readonly count: number }
  | {
      readonly do: 'probe';
      readonly exporter: string;
      readonly url: string;
      readonly module: string;
      readonly count: number;
    };
/** What they answer. */
interface Done {
  readonly ports?: readonly [plain: number, secure: number];
  readonly failed?: number;
  readonly reason?: string;
}

async function main(): Promise<void> {
  const options = benchOptions({ checks: 1_000, runs: 5 });
  if (!existsSync(EXPORTER)) {
    throw new Error(
      'check-cost needs the peer: apt-get install -y --no-install-recommends prometheus-blackbox-exporter',
    );
  }
  const folder = tempFolder('bench-check-cost');
  const children: ChildProcess[] = [];
  try {
    const authority = makeAuthority(folder.path);
    const role = (): ChildProcess => {
      const child = fork(process.argv[1] ?? '', [], { env: { ...process.env, CHECK_COST_ROLE: '1' } });
      children.push(child);
      return child;
    };
    const [server, runner, driver] = [role(), role(), role()];
    const { ports } = await ask(server, { do: 'serve', ...authority.good });
    if (!ports) throw new Error('the server did not start');
    const exporter = await startExporter(folder.path, children);
    const figures: Record<string, number> = {};
    for (const [scheme, port] of [
      ['http', ports[0]],
      ['https', ports[1]],
    ] as const) {
      const url = `${scheme}://localhost:${port}/helse`;
      const ours = (count: number): Promise<number> =>
        cost(runner, () => ask(runner, { do: 'check', url, ca: authority.ca, count }), count);
      const theirs = (count: number): Promise<number> =>
        cost(
          exporter.process,
          () => ask(driver, { do: 'probe', exporter: exporter.url, url, module: 'web', count }),
          count,
        );
      const warm = Math.min(options.checks, 300);
      await ours(warm);
      await theirs(warm);
      const pairs: (readonly [number, number])[] = [];
      for (let run = 0; run < options.runs; run += 1) {
        // In turns, and each first as often as second: a noisy moment hits both.
        const oursFirst = run % 2 === 0;
        const a = oursFirst ? await ours(options.checks) : await theirs(options.checks);
        const b = oursFirst ? await theirs(options.checks) : await ours(options.checks);
        pairs.push(oursFirst ? [a, b] : [b, a]);
      }
      const prefix = scheme === 'https' ? 'https_' : '';
      figures[`${prefix}cpu_ms_per_check`] = rounded(
        quantile(
          pairs.map(([mine]) => mine),
          0.5,
        ),
      );
      figures[`${prefix}blackbox_cpu_ms_per_check`] = rounded(
        quantile(
          pairs.map(([, peer]) => peer),
          0.5,
        ),
      );
      figures[`${prefix}ratio_to_blackbox`] = rounded(
        quantile(
          pairs.map(([mine, peer]) => mine / peer),
          0.5,
        ),
      );
    }
    report(options, {
      bench: 'check-cost',
      checks: options.checks,
      runs: options.runs,
      rate_per_s: RATE,
      cores: cpus().length,
      ...figures,
    });
  } finally {
    for (const child of children) child.kill('SIGKILL');
    folder.remove();
  }
}

async function startExporter(
  folder: string,
  children: ChildProcess[],
): Promise<{ readonly process: ChildProcess; readonly url: string }> {
  const config = join(folder, 'blackbox.yml');
  writeFileSync(
    config,
    `modules:
  web:
    prober: http
    timeout: 5s
    http:
      preferred_ip_protocol: ip4
      tls_config: { ca_file: ${join(folder, 'ca.crt')} }
`,
  );
  const port = await freePort();
  const args = [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`];
  const child = spawn(EXPORTER, args, { stdio: 'ignore' });
  children.push(child);
  const url = `http://127.0.0.1:${port}`;
  await until('the exporter is ready', async () => (await fetch(`${url}/-/healthy`)).ok);
  return { process: child, url };
}

async function freePort(): Promise<number> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** CPU time of `child` while `work` is done, ms for each of `count`. */
async function cost(child: ChildProcess, work: () => Promise<Done>, count: number): Promise<number> {
  const before = cpuMs(child.pid ?? 0);
  const { failed = 0, reason } = await work();
  if (failed > 0) throw new Error(`${failed} of ${count} checks failed: ${reason}`);
  return (cpuMs(child.pid ?? 0) - before) / count;
}

/** User and system time of a process with all its threads, ms: proc(5), fields 14 and 15, of 100 to the second. */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function ask(child: ChildProcess, job: Job): Promise<Done> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void =>
      reject(new Error(`a part of the benchmark ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (done) => {
      child.removeListener('exit', ended);
      resolve(done as Done);
    });
    child.send(job);
  });
}

/** Does `work` `count` times at RATE a second, however long one takes; resolves when all are done. */
async function paced(count: number, work: () => Promise<void>): Promise<void> {
  const began = performance.now();
  const going: Promise<void>[] = [];
  while (going.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - began) / 1_000) * RATE) + 1);
    while (going.length < due) going.push(work());
    await new Promise((resolve) => setTimeout(resolve, 1_000 / RATE));
  }
  await Promise.all(going);
}

async function doJob(job: Job): Promise<Done> {
  switch (job.do) {
    case 'serve': {
      const answer: http.RequestListener = (_request, response) => {
        response.setHeader('content-type', 'application/json').end(BODY);
      };
      const listen = (server: http.Server): Promise<number> =>
        new Promise((resolve) =>
          server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
        );
      return {
        ports: [
          await listen(http.createServer(answer)),
          await listen(https.createServer({ cert: job.cert, key: job.key }, answer)),
        ],
      };
    }
    case 'check': {
      const run = createCheckRunner({ pluginFolders: [], clock: systemClock() });
      const target: CheckTarget = {
        kind: 'http',
        url: job.url,
        method: 'GET',
        headers: {},
        body: null,
        redirects: 0,
        expect: { status: null, contains: null, containsNot: null, header: {}, json: [] },
        ca: job.ca,
      };
      const limits = { timeoutMs: 5_000, warnMs: null, criticalMs: null };
      let failed = 0;
      let reason = '';
      await paced(job.count, async () => {
        const seen = await run(target, limits, new AbortController().signal);
        if (seen.result === 'ok') return;
        failed += 1;
        reason = seen.output;
      });
      return { failed, reason };
    }
    case 'probe': {
      const agent = new http.Agent({ keepAlive: true });
      const asked = `${job.exporter}/probe?module=${job.module}&target=${encodeURIComponent(job.url)}`;
      let failed = 0;
      await paced(job.count, async () => {
        const text = await new Promise<string>((resolve, reject) => {
          http
            .get(asked, { agent }, (response) => {
              let body = '';
              response.setEncoding('utf8').on('data', (chunk: string) => {
                body += chunk;
              });
              response.on('end', () => resolve(body));
            })
            .on('error', reject);
        });
        if (!/^probe_success 1$/m.test(text)) failed += 1;
      });
      agent.destroy();
      return { failed, reason: 'probe_success is not 1' };
    }
  }
}

if (process.env.CHECK_COST_ROLE === undefined) await main();
else process.on('message', (job: Job) => void doJob(job).then((done) => process.send?.(done)));
