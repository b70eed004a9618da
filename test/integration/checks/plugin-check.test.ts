import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunLimits } from '../../../electron/hub/checks/check-run';
import { createPluginCheck } from '../../../electron/hub/checks/plugin-check';
import { systemClock } from '../../../shared/time/clock';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';
import { once, Servers } from './servers';

const DEBIAN_PLUGINS = '/usr/lib/nagios/plugins';
const servers = new Servers();
afterEach(() => servers.close());

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A killed process whose parent is gone stays a zombie until init reads its end; it runs no more.
  return !/^State:\s+Z/m.test(
    existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : 'State: Z',
  );
};

describe('Debian’s monitoring-plugins', () => {
  const check = createPluginCheck(systemClock(), [DEBIAN_PLUGINS]);
  const run = (plugin: string, args: readonly string[], limits: Partial<RunLimits> = {}) =>
    once(check, { kind: 'plugin', plugin, args }, limits);

  beforeAll(() => {
    for (const plugin of [
      'check_http',
      'check_tcp',
      'check_dummy',
      'check_load',
      'check_disk',
      'check_ssh',
    ]) {
      if (existsSync(join(DEBIAN_PLUGINS, plugin))) continue;
      throw new Error(
        `${plugin} is missing. These tests run the real plugins: apt-get update && ` +
          'apt-get install -y --no-install-recommends monitoring-plugins-basic monitoring-plugins-standard',
      );
    }
  });

  it('check_http measures a real server', async () => {
    let status = 200;
    const port = await servers.http((_request, response) => {
      setTimeout(() => response.writeHead(status).end('PACS viewer 4.1 OK'), 60);
    });
    const args = ['-H', '127.0.0.1', '-p', String(port)];
    const ok = await run('check_http', args);
    expect(ok.result).toBe('ok');
    expect(ok.output).toMatch(/^HTTP OK: HTTP\/1\.1 200 OK - \d+ bytes in 0\.\d+ second response time$/);
    // Its performance data, as printed: seconds stay seconds.
    expect(ok.metrics?.map(({ label, unit }) => [label, unit])).toEqual([
      ['time', 's'],
      ['size', 'B'],
    ]);
    expect((ok.metrics?.[0]?.value ?? 0) * 1_000).toBeCloseTo(ok.ms ?? 0, 0);
    // Its own figure, not the time of the process.
    expect(ok.ms).toBeGreaterThanOrEqual(55);
    expect(ok.ms).toBeCloseTo(Number(/in (0\.\d+) second/.exec(ok.output)?.[1]) * 1_000, -1);
    status = 404;
    expect(await run('check_http', args)).toMatchObject({ result: 'warning' });
    status = 500;
    expect(await run('check_http', args)).toMatchObject({ result: 'critical' });
    status = 200;
    expect(await run('check_http', [...args, '-s', 'NOSUCHSTRING'])).toMatchObject({ result: 'critical' });
    const slow = await run('check_http', args, { warnMs: 10 });
    expect(slow).toMatchObject({ result: 'warning' });
    expect(slow.output).toMatch(/grensen er 10 ms$/);
  });

  it('check_http and check_tcp find a closed port critical', async () => {
    const port = String(await servers.closedPort());
    for (const plugin of ['check_http', 'check_tcp']) {
      const seen = await run(plugin, ['-H', '127.0.0.1', '-p', port]);
      expect(seen.result).toBe('critical');
      expect(seen.output).toContain('Connection refused');
    }
  });

  it('check_tcp measures a connection, and one that is a link to it knows its own name', async () => {
    const port = await servers.tcp((socket) => socket.end('220 ftp ready\r\n'));
    const tcp = await run('check_tcp', ['-H', '127.0.0.1', '-p', String(port)]);
    expect(tcp.result).toBe('ok');
    expect(tcp.ms).toBeLessThan(1_000);
    const ftp = await run('check_ftp', ['-H', '127.0.0.1', '-p', String(port)]);
    expect(ftp.output).toMatch(/^FTP OK/);
  });

  it('every exit code of check_dummy is its result', async () => {
    expect(await run('check_dummy', ['0', 'fine'])).toMatchObject({ result: 'ok', output: 'OK: fine' });
    expect(await run('check_dummy', ['1', 'x'])).toMatchObject({ result: 'warning', output: 'WARNING: x' });
    expect(await run('check_dummy', ['2', 'x'])).toMatchObject({ result: 'critical', output: 'CRITICAL: x' });
    expect(await run('check_dummy', ['3'])).toMatchObject({ result: 'unknown', output: 'UNKNOWN' });
  });

  it('arguments reach the plugin as they are: no shell reads them', async () => {
    const hostile = '$(touch /nowhere); `id` | tee; "quoted" \'single\' && exit 2';
    const seen = await run('check_dummy', ['0', hostile.replace('|', '/')]);
    expect(seen).toMatchObject({ result: 'ok', output: `OK: ${hostile.replace('|', '/')}` });
  });

  it('check_load and check_disk, which measure no response time, have the time of the process', async () => {
    const load = await run('check_load', ['-w', '9999,9999,9999', '-c', '9999,9999,9999'], { criticalMs: 0 });
    expect(load.result).toBe('ok');
    expect(load.output).toContain('load average');
    expect(load.ms).toBeGreaterThan(0);
    const disk = await run('check_disk', ['-w', '1', '-c', '1', '-p', '/']);
    expect(disk.output).toMatch(/^DISK/);
    expect(disk.output).not.toContain('|');
  });

  it('a wrong call is unknown, with the plugin’s own words', async () => {
    expect(await run('check_http', [])).toMatchObject({
      result: 'unknown',
      output: 'check_http: Could not parse arguments',
    });
  });

  it('check_ssh on a server that never speaks is ended at our limit', async () => {
    const port = await servers.tcp(() => {});
    const startedAt = performance.now();
    const seen = await run('check_ssh', ['-p', String(port), '127.0.0.1'], { timeoutMs: 500 });
    expect(seen).toEqual({ result: 'critical', output: 'check_ssh ble ikke ferdig innen 500 ms', ms: null });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    await until('its connection is closed', () => servers.open === 0);
  });
});

describe('a plugin that is hostile or broken', () => {
  const folder = tempFolder('plugins');
  const allowed = join(folder.path, 'allowed');
  const elsewhere = join(folder.path, 'elsewhere');
  const marks = join(folder.path, 'marks');
  const check = createPluginCheck(systemClock(), [join(folder.path, 'missing'), allowed]);
  beforeAll(() => {
    for (const path of [allowed, elsewhere, marks]) mkdirSync(path);
  });
  afterAll(() => folder.remove());

  /** Writes a shell script as a plugin. */
  const script = (name: string, body: string, mode = 0o755, into = allowed): string => {
    const file = join(into, name);
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, mode);
    return name;
  };
  const run = (
    plugin: string,
    args: readonly string[] = [],
    limits: Partial<RunLimits> = {},
    signal?: AbortSignal,
  ) => once(check, { kind: 'plugin', plugin, args }, limits, signal);
  const mark = (name: string): string => join(marks, name);
  const pidIn = (name: string): Promise<number> =>
    until(
      `${name} is written`,
      () => existsSync(mark(name)) && Number(readFileSync(mark(name), 'utf8').trim()),
    );

  it('measures a thousand things: twenty are kept, by clean labels, and nothing that is no number', async () => {
    script(
      'talker',
      `printf "OK | 'lost'=U 'lys \\033[31mrød'=3%% 'lys \\033[31mrød'=4%%"; for i in $(seq 1000); do printf " m$i=$i.5c"; done`,
    );
    const seen = await run('talker');
    expect(seen.result).toBe('ok');
    expect(seen.metrics?.[0]).toEqual({ label: 'lys rød', value: 3, unit: '%' });
    expect(seen.metrics?.[1]).toEqual({ label: 'm1', value: 1.5, unit: 'c' });
    expect(seen.metrics?.length).toBeLessThanOrEqual(20);
    script('quiet', 'echo "OK - no figures"');
    expect(await run('quiet')).not.toHaveProperty('metrics');
  });

  it('never ends: it is killed at its limit, with the grandchild that sleeps', async () => {
    script(
      'forever',
      `sleep 300 & echo $! > "$1.tmp"; mv "$1.tmp" "$1"; echo half; trap '' TERM INT HUP; while :; do wait; sleep 1; done`,
    );
    const running = run('forever', [mark('forever')], { timeoutMs: 700 });
    const grandchild = await pidIn('forever');
    expect(alive(grandchild)).toBe(true);
    expect(await running).toEqual({
      result: 'critical',
      output: 'forever ble ikke ferdig innen 700 ms',
      ms: null,
    });
    await until('the grandchild is gone', () => !alive(grandchild), 2_000);
  });

  it('ends but leaves a child behind that holds its output: the result comes, the child goes', async () => {
    script('leaver', 'sleep 300 & echo $! > "$1"; echo "OK - left something"; exit 0');
    const startedAt = performance.now();
    expect(await run('leaver', [mark('leaver')])).toMatchObject({
      result: 'ok',
      output: 'OK - left something',
    });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    const left = await pidIn('leaver');
    await until('the child is gone', () => !alive(left), 2_000);
  });

  it('leaves a child in a session of its own that holds its output: the result comes all the same', async () => {
    script('daemon', 'setsid sleep 3 & echo "OK - a daemon"; exit 0');
    const startedAt = performance.now();
    expect(await run('daemon')).toMatchObject({ result: 'ok', output: 'OK - a daemon' });
    expect(performance.now() - startedAt).toBeLessThan(2_500);
  });

  it('is ended when the check is aborted', async () => {
    script('aborted', 'echo $$ > "$1.tmp"; mv "$1.tmp" "$1"; exec sleep 300');
    const controller = new AbortController();
    const running = run('aborted', [mark('aborted')], {}, controller.signal);
    const pid = await pidIn('aborted');
    controller.abort();
    expect(await running).toMatchObject({ result: 'unknown' });
    expect(alive(pid)).toBe(false);
  });

  it('prints a megabyte: the first line, cut, and the result of its exit code', async () => {
    script('chatty', 'head -c 1000000 /dev/zero | tr "\\0" x; exit 1');
    const seen = await run('chatty');
    expect(seen.result).toBe('warning');
    expect(seen.output).toMatch(/^x{999}…$/);
    script('endless', 'exec yes "OK - again and again"');
    expect(await run('endless', [], { timeoutMs: 500 })).toMatchObject({ result: 'critical' });
  });

  it('prints binary: unknown', async () => {
    script('binary', 'head -c 3000 /dev/urandom; printf "\\0"; exit 0');
    expect(await run('binary')).toMatchObject({
      result: 'unknown',
      output: 'binary ga 3001 byte som ikke er tekst',
    });
  });

  it('prints garbage: cleaned, and its performance data passed over', async () => {
    script(
      'garbage',
      `printf '\\033[31mCRIT\\033[0m \\007b\\370 | =;; time time=abc '"'"'x=1\\n|||\\n'; exit 2`,
    );
    const seen = await run('garbage');
    expect(seen).toMatchObject({ result: 'critical', output: 'CRIT bø' });
    expect(seen.ms).toBeGreaterThan(0);
    script('mute', 'exit 0');
    expect(await run('mute')).toMatchObject({ result: 'ok', output: 'mute sa ingenting' });
  });

  it('ends with a code outside 0 to 3, or by a signal: unknown, with which', async () => {
    script('missing-library', 'echo "error while loading shared libraries" >&2; exit 127');
    expect(await run('missing-library')).toEqual({
      result: 'unknown',
      output: 'missing-library ga sluttkode 127: error while loading shared libraries',
      ms: null,
    });
    script('four', 'echo odd; exit 4');
    expect(await run('four')).toMatchObject({ result: 'unknown', output: 'four ga sluttkode 4: odd' });
    script('crash', 'kill -SEGV $$');
    expect(await run('crash')).toMatchObject({ result: 'unknown', output: 'crash ble avsluttet av SIGSEGV' });
  });

  it('sees an empty environment, nothing on its input, and is called without a shell', async () => {
    script(
      'nosy',
      'echo "$(env | grep -v -e ^PWD= -e ^SHLVL= -e ^_= -e ^OLDPWD= | cut -d= -f1 | sort | tr "\\n" " ")[$(cat)] $1"',
    );
    expect(await run('nosy', ['; exit 2'])).toMatchObject({
      result: 'ok',
      output: 'LC_ALL PATH [] ; exit 2',
    });
  });

  it('is not allowed: a path, a link that leads out of the folder, what is not an executable file', async () => {
    script('outside', `touch "${mark('outside')}"; echo OK`, 0o755, elsewhere);
    symlinkSync(join(elsewhere, 'outside'), join(allowed, 'way-out'));
    script('not-executable', 'echo OK', 0o644);
    mkdirSync(join(allowed, 'folder'), { recursive: true });
    const refused = [
      '../elsewhere/outside',
      join(elsewhere, 'outside'),
      '..',
      '.',
      '',
      'a/b',
      '-rf',
      'way-out',
      'not-executable',
      'folder',
      'nul\u0000',
    ];
    for (const name of refused) {
      const seen = await run(name);
      expect(seen, name).toMatchObject({ result: 'unknown', ms: null });
      expect(seen.output, name).toContain('not allowed');
    }
    expect(existsSync(mark('outside'))).toBe(false);
  });

  it('is not there, leads nowhere, or cannot be started: unknown, with a reason', async () => {
    const absent = await run('nobody');
    expect(absent).toMatchObject({ result: 'unknown' });
    expect(absent.output).toContain('nobody finnes ikke i');
    symlinkSync(join(allowed, 'gone'), join(allowed, 'dangling'));
    expect(await run('dangling')).toMatchObject({ result: 'unknown' });
    writeFileSync(join(allowed, 'no-interpreter'), '#!/no/such/interpreter\n', { mode: 0o755 });
    expect(await run('no-interpreter')).toMatchObject({ result: 'unknown', ms: null });
    script('fine', 'echo OK');
    expect(await run('fine', ['a\u0000b'])).toMatchObject({ result: 'unknown', ms: null });
    expect(await run('fine', ['x'.repeat(3_000_000)])).toMatchObject({ result: 'unknown', ms: null });
  });

  it('may be a link within its folder, and keeps the name it is called by', async () => {
    script('real', 'echo "OK - $(basename "$0")"');
    symlinkSync('real', join(allowed, 'alias'));
    expect(await run('alias')).toMatchObject({ result: 'ok', output: 'OK - alias' });
  });

  it('runs beside a hundred others, and leaves none', async () => {
    script('many', 'echo $$ >> "$1"; echo "OK | time=5ms"');
    const seen = await Promise.all(
      Array.from({ length: 100 }, () => run('many', [mark('many')], { timeoutMs: 30_000 })),
    );
    for (const one of seen) expect(one).toMatchObject({ result: 'ok', output: 'OK', ms: 5 });
    const pids = readFileSync(mark('many'), 'utf8').trim().split('\n').map(Number);
    expect(pids).toHaveLength(100);
    expect(pids.filter(alive)).toEqual([]);
  });
});
