import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHistory } from '../../../electron/hub/sources/prometheus/history';
import { systemClock } from '../../../shared/time/clock';
import {
  type Alertmanager,
  freePort,
  missingServers,
  type RealServer,
  startAlertmanager,
  startPrometheus,
} from '../../fixtures/alertmanager';
import { until } from '../../fixtures/until';
import { SourceRoom } from './room';
import { historyTarget, sourceTarget } from './targets';

/** A real Prometheus that fires by a rule, through a real Alertmanager, by its webhook and by looking. */

const missing = missingServers();
if (missing !== null) process.stderr.write(`SKIPPED: Prometheus behind a source: ${missing}\n`);

const RULES = `
groups:
  - name: g
    rules:
      - alert: Always
        expr: vector(1)
        labels: { service: ekg, site: tromsø, severity: critical }
        annotations: { summary: "verdien er {{ $value }}" }
      - record: steady
        expr: vector(0.25)
      - record: broken
        expr: vector(0) / vector(0)
`;

describe.skipIf(missing !== null)('a real Prometheus behind the source', () => {
  const room = new SourceRoom();
  let am: Alertmanager;
  let prometheus: RealServer;

  beforeAll(async () => {
    const port = await freePort();
    am = await startAlertmanager(join(room.folder.path, 'am'), {
      webhook: `http://127.0.0.1:${port}/webhook/am`,
    });
    room.atEnd(() => am.end());
    prometheus = await startPrometheus(join(room.folder.path, 'prom'), {
      rules: RULES,
      alertmanager: am.url,
    });
    room.atEnd(() => prometheus.end());
    room.write(am.url, `    prometheus: ${prometheus.url}`);
    await room.open('--port', String(port));
  }, 60_000);
  afterAll(() => room.close(), 60_000);

  it('brings an alert from its rule to a node', async () => {
    await room.phase('up', 20_000);
    await room.state('ekg@tromsø', 'down', 30_000);
    expect(room.check('ekg@tromsø/am')?.output).toBe('Always (kritisk): verdien er 1');
    // Alertmanager’s own view has the labels that Prometheus added for it.
    expect(room.alerts()[0]?.labels).toMatchObject({ monitor: 'prom-a', alertname: 'Always' });
    expect(room.node('ekg@mo')?.state).toBe('normal');
  }, 60_000);

  it('is down when its Prometheus is dead, though the Alertmanager answers', async () => {
    await prometheus.end('SIGKILL');
    const down = await room.phase('down');
    expect(down.reason).toBe('Prometheus avviser forbindelsen');
    expect(room.check('am/puls')?.output).toBe('Prometheus avviser forbindelsen');
    await room.state('ekg@mo', 'unknown');
    await prometheus.start();
    await room.phase('up', 30_000);
    await room.state('ekg@mo', 'normal');
    await room.state('ekg@tromsø', 'down', 30_000);
  }, 60_000);

  it('gives a chart its history, aligned to the chart’s steps', async () => {
    const source = sourceTarget({ url: am.url, prometheus: prometheus.url });
    const stepMs = 2_000;
    const now = Math.floor(Date.now() / stepMs) * stepMs;
    const at = Array.from({ length: 10 }, (_, index) => now - (9 - index) * stepMs);
    const read = (query: string) =>
      readHistory(source, historyTarget({ query }), 'ekg@mo', at, stepMs, systemClock());
    const found = await until('there are values', async () => {
      const { series, missing } = await read('steady');
      return series[0]?.p50.some((value) => value !== null) && { series, missing };
    });
    expect(found.missing).toEqual([]);
    const [series] = found.series;
    expect(series).toMatchObject({ check: 'ekg@mo/am', metric: 'Svartid', unit: 'ms', origin: 'prometheus' });
    expect(series?.p50).toHaveLength(10);
    expect(series?.p50.filter((value) => value !== null).every((value) => value === 250)).toBe(true);
    expect(await read('broken').then(({ series }) => series[0]?.p50.every((value) => value === null))).toBe(
      true,
    );
    expect((await read('sum(')).missing[0]).toMatch(
      /^Svartid \(Alertmanager\) avviser spørringen: .*parse error/,
    );
    expect((await read('nothing_here')).missing).toEqual([
      'Svartid (Alertmanager) har ingen verdier for dette',
    ]);
    expect((await read('{__name__=~"steady|broken"}')).missing[0]).toMatch(/har 2 serier for dette/);
  }, 30_000);
});

describe.skipIf(missing !== null)('the webhook of a real Alertmanager', () => {
  const room = new SourceRoom();
  let am: Alertmanager;

  beforeAll(async () => {
    const port = await freePort();
    am = await startAlertmanager(join(room.folder.path, 'am'), {
      webhook: `http://127.0.0.1:${port}/webhook/am`,
    });
    room.atEnd(() => am.end());
    // Looks far apart: what comes sooner was brought by the webhook.
    room.write(am.url, '', '10m');
    await room.open('--port', String(port));
    await room.phase('up');
  }, 60_000);
  afterAll(() => room.close(), 60_000);

  it('is heard at once, and so is the end', async () => {
    const alert = { labels: { alertname: 'Pushed', service: 'pacs', severity: 'critical' }, summary: 'nå' };
    await am.fire([alert]);
    await room.state('pacs', 'down');
    expect(room.alerts()).toMatchObject([{ name: 'Pushed', nodes: ['pacs'] }]);
    await am.resolve([alert]);
    await room.state('pacs', 'normal', 15_000);
    expect(room.alerts()).toEqual([]);
  }, 60_000);

  it('counts what is not a webhook, and takes nothing from it', async () => {
    const post = (body: string): Promise<Response> =>
      fetch(`${room.hub.url}/webhook/am`, { method: 'POST', body });
    for (const body of [
      '',
      'null',
      '{"version":"4"',
      '{"version":"3","alerts":[]}',
      '{"version":"4","alerts":[{}]}',
    ]) {
      expect((await post(body)).status).toBe(400);
    }
    expect((await post('x'.repeat(2_000_000)).catch(() => ({ status: 400 }))).status).toBe(400);
    expect((await fetch(`${room.hub.url}/webhook/ingen`, { method: 'POST', body: '{}' })).status).toBe(404);
    // A good one brings the next look, which tells what was counted.
    const good = JSON.stringify({ version: '4', alerts: [] });
    expect((await post(good)).status).toBe(202);
    const status = await until(
      'it is counted',
      () => {
        const now = room.source();
        return now && now.rejected.count >= 6 && now;
      },
      15_000,
    );
    expect(status.phase).toBe('up');
  }, 30_000);
});
