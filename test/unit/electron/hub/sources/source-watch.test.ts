import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { SourceGarbled, SourceSilent } from '../../../../../electron/hub/sources/foreign-source';
import { picture, rawAlert, WatchBench } from './watch-bench';

let bench: WatchBench;
afterEach(() => bench.watch.stop());

async function started(): Promise<WatchBench> {
  bench = new WatchBench();
  bench.watch.start();
  await bench.pass();
  return bench;
}

const ALL = (result: string) => ({ a: result, b: result, c: result });

describe('a source that answers', () => {
  it('is up at once, and what it says nothing of is fine', async () => {
    await started();
    expect(bench.status).toMatchObject({ phase: 'up', reason: null, version: '1' });
    expect(bench.results()).toEqual(ALL('ok'));
    expect(bench.runs.get('am/puls')).toMatchObject({ result: 'ok', output: 'svarer (versjon 1)' });
    expect(bench.runs.get('am/kart')).toMatchObject({ result: 'ok', output: 'alle varsler har sin plass' });
  });

  it('is looked at every ten seconds, and only what changed is told', async () => {
    await started();
    bench.next = picture({ alerts: [rawAlert('1', { service: 'a', severity: 'critical' })] });
    await bench.pass(10_000);
    expect(bench.results()).toEqual({ ...ALL('ok'), a: 'critical' });
    const told = bench.events.length;
    const looks = bench.looks;
    await bench.pass(60_000);
    expect(bench.looks).toBe(looks + 6);
    expect(bench.events.length).toBe(told);
  });

  it('makes a node the worst of its alerts, quiet only when all of them are silenced', async () => {
    await started();
    const quiet = { silencedBy: ['s1'] };
    bench.next = picture({
      alerts: [
        rawAlert('1', { service: 'a', severity: 'critical', alertname: 'Høy' }, quiet),
        rawAlert('2', { service: 'a', alertname: 'Disk' }, { inhibited: true }),
        rawAlert('3', { service: 'b', alertname: 'Alene' }, { ...quiet, summary: 'for full' }),
      ],
    });
    await bench.pass(10_000);
    expect(bench.runs.get('a/am')).toMatchObject({
      result: 'critical',
      silenced: false,
      output: '2 varsler: Høy (kritisk, dempet), Disk (advarsel, undertrykt av et annet varsel)',
    });
    expect(bench.runs.get('b/am')).toMatchObject({
      result: 'warning',
      silenced: true,
      output: 'Alene (advarsel, dempet): for full – dempet hos kilden',
    });
    expect(bench.alerts.find(({ name }) => name === 'Alene')?.silencedBy).toEqual(['am/s1']);
  });

  it('divides thousands of alerts into events of at most 500', async () => {
    await started();
    const alerts = Array.from({ length: 1_700 }, (_, index) =>
      rawAlert(`n${index}`, { service: 'a', i: `${index}` }),
    );
    bench.next = picture({ alerts });
    await bench.pass(10_000);
    for (let turn = 0; turn < 100 && bench.alerts.length < 1_700; turn++) await bench.pass();
    expect(bench.alerts.length).toBe(1_700);
    const sizes = bench.events.map(({ body }) => (body.type === 'sources.changed' ? body.put.length : 0));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
    expect(bench.runs.get('a/am')?.output).toMatch(/^1700 varsler: X \(advarsel\), .* og 1695 til$/);
  });
});

describe('a source that is gone', () => {
  it('is down after two failures: one critical pulse, all else unknown with the reason', async () => {
    await started();
    bench.next = new SourceSilent('avviser forbindelsen');
    await bench.pass(10_000);
    expect(bench.status).toMatchObject({ phase: 'up', reason: 'avviser forbindelsen' });
    expect(bench.results()).toEqual(ALL('ok'));
    await bench.pass(2_000);
    expect(bench.status?.phase).toBe('down');
    expect(bench.results()).toEqual(ALL('unknown'));
    expect(bench.runs.get('a/am')?.output).toBe('kilden Alertmanager svarer ikke siden 04:00');
    const critical = [...bench.runs].filter(([, run]) => run.result === 'critical');
    expect(critical).toMatchObject([['am/puls', { output: 'avviser forbindelsen' }]]);
  });

  it('keeps what it vouches for unknown, and tells it once, however long', async () => {
    await started();
    bench.next = new SourceSilent('avviser forbindelsen');
    await bench.pass(20_000);
    const told = bench.events.length;
    bench.runs.clear();
    await bench.pass(60_000);
    expect(bench.events.length).toBe(told);
    // Pushed again and again: unknown is what is known, not what has gone stale.
    expect(bench.results()).toEqual(ALL('unknown'));
  });

  it('is down when a look hangs', async () => {
    await started();
    bench.next = null;
    await bench.pass(25_000);
    expect(bench.status).toMatchObject({ phase: 'down', reason: 'svarer ikke i tide' });
  });

  it('is reconciled when it is back: nothing stale, nothing invented', async () => {
    await started();
    bench.next = picture({ alerts: [rawAlert('1', { service: 'a' }), rawAlert('2', { service: 'b' })] });
    await bench.pass(10_000);
    bench.next = new SourceSilent('x');
    await bench.pass(20_000);
    bench.next = picture({ alerts: [rawAlert('2', { service: 'b' })] });
    const told = bench.events.length;
    await bench.pass(2_000);
    expect(bench.status).toMatchObject({ phase: 'up', reason: null, alerts: 1 });
    expect(bench.alerts.map(({ id }) => id)).toEqual(['am/2']);
    expect(bench.results()).toEqual({ a: 'ok', b: 'warning', c: 'ok' });
    expect(bench.events.length).toBe(told + 1);
  });

  it('counts what it cannot understand', async () => {
    await started();
    bench.next = new SourceGarbled('svarer text/html i stedet for JSON', '<html>');
    await bench.pass(40_000);
    expect(bench.status?.phase).toBe('down');
    expect(bench.status?.rejected.count).toBeGreaterThan(3);
    expect(bench.status?.rejected.last).toMatchObject({ piece: '<html>' });
  });

  it('is down when what feeds it is dead', async () => {
    await started();
    bench.next = picture({ starved: 'Prometheus avviser forbindelsen' });
    await bench.pass(12_000);
    expect(bench.status).toMatchObject({ phase: 'down', reason: 'Prometheus avviser forbindelsen' });
    expect(bench.results()).toEqual(ALL('unknown'));
  });
});

describe('the start of the hub', () => {
  it('does not trust what the log remembers past a failure, or a moment', async () => {
    await started();
    bench.next = picture({ alerts: [rawAlert('1', { service: 'a' })] });
    await bench.pass(10_000);
    for (const [next, wait] of [
      [new SourceSilent('x'), 0],
      [null, 1_000],
    ] as const) {
      bench.next = next;
      await bench.restart();
      bench.watch.start();
      await bench.pass(wait);
      expect(bench.status?.phase).toBe('never');
      expect(bench.results()).toEqual(ALL('unknown'));
      expect(bench.runs.get('a/am')?.output).toBe('kilden Alertmanager har ikke svart siden huben startet');
    }
  });

  it('drops what was over while it was away', async () => {
    await started();
    bench.next = picture({ alerts: [rawAlert('1', { service: 'a' }), rawAlert('2', { service: 'b' })] });
    await bench.pass(10_000);
    bench.next = picture({ alerts: [rawAlert('2', { service: 'b' })] });
    await bench.restart();
    bench.watch.start();
    await bench.pass();
    expect(bench.alerts.map(({ id }) => id)).toEqual(['am/2']);
  });
});

describe('what is pushed', () => {
  const push = (firing: readonly object[], resolved: readonly string[] = []) =>
    bench.watch.takePush(JSON.stringify({ firing, resolved }));

  it('holds at once, and until the next look', async () => {
    await started();
    push([rawAlert('9', { service: 'c', severity: 'critical' })]);
    await bench.pass();
    expect(bench.results()).toEqual({ ...ALL('ok'), c: 'critical' });
    push([], ['9']);
    await bench.pass();
    expect(bench.results()).toEqual(ALL('ok'));
    expect(bench.alerts).toEqual([]);
    const looks = bench.looks;
    await bench.pass(500);
    expect(bench.looks).toBe(looks + 1);
  });

  it('is only a reason to look while the source is not trusted', async () => {
    await started();
    bench.next = new SourceSilent('x');
    await bench.pass(20_000);
    push([rawAlert('9', { service: 'c', severity: 'critical' })]);
    await bench.pass();
    expect(bench.results()).toEqual(ALL('unknown'));
    expect(bench.alerts).toEqual([]);
  });
});

describe('whatever happens', () => {
  it('the room is what the last good look said, and unknown where there was none', async () => {
    const alert = fc
      .record({
        id: fc.constantFrom('1', '2', '3', '4'),
        service: fc.constantFrom('a', 'b', 'c', 'x'),
        also: fc.constantFrom('', 'b'),
      })
      .map(({ id, service, also }) => rawAlert(`${id}${service}${also}`, { service, also }));
    const alerts = fc.uniqueArray(alert, { maxLength: 5, selector: ({ id }) => id });
    const step = fc.oneof(
      alerts.map((list) => ({ kind: 'says' as const, list })),
      fc.constant({ kind: 'fails' as const }),
      fc.constant({ kind: 'restart' as const }),
      fc.record({ kind: fc.constant('push' as const), list: alerts, over: alerts }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 15_000 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), alerts, async (steps, last) => {
        await started();
        for (const one of steps) {
          if (one.kind === 'says') bench.next = picture({ alerts: one.list });
          if (one.kind === 'fails') bench.next = new SourceSilent('x');
          if (one.kind === 'push') {
            bench.watch.takePush(
              JSON.stringify({ firing: one.list, resolved: one.over.map(({ id }) => id) }),
            );
          }
          if (one.kind === 'restart') {
            await bench.restart();
            bench.watch.start();
          }
          await bench.pass(one.kind === 'wait' ? one.ms : 0);
        }
        bench.next = new SourceSilent('x');
        await bench.pass(25_000);
        expect(bench.results()).toEqual(ALL('unknown'));
        bench.next = picture({ alerts: last });
        await bench.pass(12_000);
        expect(bench.alerts.map(({ id }) => id).sort()).toEqual(last.map(({ id }) => `am/${id}`).sort());
        const bad = (node: string) =>
          last.some(({ labels }) => labels.service === node || (node === 'b' && labels.also === 'b'));
        expect(bench.results()).toEqual(
          Object.fromEntries(['a', 'b', 'c'].map((node) => [node, bad(node) ? 'warning' : 'ok'])),
        );
        const twice = last.filter(
          ({ labels }) => labels.also === 'b' && (labels.service === 'a' || labels.service === 'c'),
        );
        const nowhere = last.filter(({ labels }) => labels.service === 'x' && labels.also !== 'b');
        expect(bench.status).toMatchObject({
          phase: 'up',
          alerts: last.length,
          unmatched: nowhere.length,
          ambiguous: twice.length,
        });
        await bench.watch.stop();
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
