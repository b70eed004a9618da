import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { first } from '../../../../../electron/hub/store/migrations/0001-first';
import {
  IN_MAINTENANCE,
  OUT_OF_HOURS,
  openSampleStore,
  type SampleStore,
} from '../../../../../electron/hub/store/sample-store';
import { migrate } from '../../../../../electron/sqlite/migrate';
import { ManualClock } from '../../../../../shared/time/clock';
import { temporaryFolders } from '../../sqlite/temp-folder';

const folder = temporaryFolders();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('the history of samples', () => {
  let clock: ManualClock;
  let file: string;
  let faults: (string | null)[];

  const open = (): SampleStore => openSampleStore({ file, clock, onFault: (reason) => faults.push(reason) });
  const look = <T>(sql: string): T => {
    const db = new Database(file, { readonly: true });
    const found = db.prepare(sql).pluck().get() as T;
    db.close();
    return found;
  };
  /** A sample every half minute while `ms` pass, of `value(n)`. */
  const live = (store: SampleStore, ms: number, value: (n: number) => number | null = () => 50): void => {
    for (let n = 0; n * 30_000 < ms; n++) {
      const answer = value(n);
      store.add('a', clock.now(), answer, answer === null ? 2 : 0);
      clock.advance(30_000);
    }
  };
  const sum = (counts: readonly number[] = []): number => counts.reduce((all, one) => all + one, 0);
  const countOf = async (store: SampleStore, ago: number, points = 100): Promise<number> =>
    sum((await store.chart(['a'], clock.now() - ago, clock.now(), points)).series[0]?.count);

  beforeEach(() => {
    // On the hour, so that what a span covers is plain.
    clock = new ManualClock(Date.UTC(2026, 10, 23, 3, 0, 0));
    file = join(folder(), 'samples.db');
    faults = [];
  });

  it('rolls up what is over, to five minutes and to hours, and counts nothing twice', async () => {
    const store = open();
    live(store, 3 * HOUR);
    clock.advance(2 * MINUTE);
    expect(look('SELECT count(*) FROM rollup_5m')).toBe(36);
    expect(look('SELECT count(*) FROM rollup_1h')).toBe(3);
    expect(look('SELECT count(*) FROM pending')).toBe(0);
    for (const ago of [4 * HOUR, 8 * HOUR, 3 * DAY, 20 * DAY, 300 * DAY])
      expect(await countOf(store, ago)).toBe(360);
    store.close();
    expect(faults).toEqual([]);
  });

  it('answers from all levels at once, also what is measured this moment', async () => {
    const store = open();
    live(store, HOUR + 12 * MINUTE + 30_000);
    for (const ago of [2 * HOUR, 10 * HOUR, 3 * DAY, 20 * DAY, 300 * DAY])
      expect(await countOf(store, ago)).toBe(145);
    store.add('a', clock.now() - 1, 70, 0);
    for (const ago of [2 * HOUR, 10 * HOUR, 3 * DAY, 20 * DAY, 300 * DAY])
      expect(await countOf(store, ago)).toBe(146);
    store.close();
  });

  it('has percentiles of the whole, not of averages, at every level', async () => {
    const store = open();
    // One answer in ten is slow, and all of these in the first half of the time.
    live(store, 2 * HOUR, (n) => (n < 120 && n % 5 === 0 ? 1_800 : 100));
    clock.advance(10 * MINUTE);
    for (const span of [3 * HOUR, 12 * HOUR, 10 * DAY, 60 * DAY]) {
      const quality = await store.quality(['a'], 500, clock.now() - span, clock.now());
      expect(quality).toMatchObject({ samples: 240, excluded: 0, availability: 1 });
      expect(quality.p50).toBeCloseTo(100, -1);
      expect(quality.p95).toBeGreaterThan(1_760);
      // 216 satisfied, 24 tolerating (T 500): (216 + 12) / 240.
      expect(quality.apdex).toBeCloseTo(0.95, 2);
    }
    store.close();
  });

  it('leaves planned maintenance out of figures, counts it, and draws it all the same', async () => {
    const store = open();
    const begin = clock.now();
    for (let n = 0; n < 100; n++) {
      const planned = n >= 50;
      store.add('a', begin + n * 30_000, planned ? 9_000 : 100, planned ? 2 : 0, {
        flags: planned ? IN_MAINTENANCE + OUT_OF_HOURS : OUT_OF_HOURS,
      });
    }
    for (const passed of [50 * MINUTE, 2 * HOUR]) {
      clock.advance(passed);
      const quality = await store.quality(['a'], 500, begin, clock.now());
      expect(quality).toMatchObject({ samples: 50, excluded: 50, p99: 100, availability: 1, apdex: 1 });
      const [series] = (await store.chart(['a'], begin, clock.now(), 60)).series;
      expect(sum(series?.count)).toBe(100);
      expect(sum(series?.failed)).toBe(50);
      expect(Math.max(...(series?.max ?? []).map(Number))).toBe(9_000);
    }
    store.close();
  });

  it('stays finite whatever a plugin prints', async () => {
    const store = open();
    for (let n = 0; n < 100; n++) {
      store.add('a', clock.now(), 1e300, 0, { metrics: [{ label: 'x', value: -1e300, unit: '' }] });
      clock.advance(30_000);
    }
    clock.advance(3 * HOUR);
    for (const ago of [5 * HOUR, 3 * DAY, 20 * DAY]) {
      for (const { min, p50, p95, max } of (await store.chart(['a'], clock.now() - ago, clock.now(), 50))
        .series) {
        const values = [...min, ...p50, ...p95, ...max].filter((value) => value !== null);
        expect(values.length).toBeGreaterThan(0);
        expect(values.every(Number.isFinite)).toBe(true);
      }
    }
    store.close();
  });

  it('counts a quick refusal as a failure, not as a quick answer', async () => {
    const store = open();
    for (let n = 0; n < 10; n++) store.add('a', clock.now() + n, n < 5 ? 20 : 5, n < 5 ? 0 : 2);
    for (let n = 10; n < 12; n++) store.add('a', clock.now() + n, null, 3);
    clock.advance(HOUR);
    expect(await store.quality(['a'], 500, clock.now() - 2 * HOUR, clock.now())).toMatchObject({
      samples: 12,
      availability: 5 / 12,
      apdex: 5 / 12,
    });
    expect((await store.quality(['a'], null, 0, clock.now())).apdex).toBeNull();
    expect(await store.quality(['none'], 500, 0, clock.now())).toEqual({
      samples: 0,
      excluded: 0,
      p50: null,
      p95: null,
      p99: null,
      availability: null,
      apdex: null,
    });
    store.close();
  });

  it('keeps metrics with their units beside the response time, at every level', async () => {
    const store = open();
    const begin = clock.now();
    for (let n = 0; n < 20; n++) {
      store.add('a', clock.now(), 84, 0, {
        metrics: [
          { label: 'connect', value: 4, unit: 'ms' },
          { label: '/var', value: 61.5, unit: '%' },
          { label: 'offset', value: -0.25, unit: 's' },
        ],
      });
      clock.advance(30_000);
    }
    for (const span of [10 * MINUTE, 10 * HOUR, 20 * DAY]) {
      const { series } = await store.chart(['a'], begin - span, clock.now(), 50);
      expect(series.map(({ metric, unit }) => [metric, unit])).toEqual([
        ['', 'ms'],
        ['connect', 'ms'],
        ['/var', '%'],
        ['offset', 's'],
      ]);
      expect(series.map(({ p50 }) => p50.find((one) => one !== null))).toEqual([84, 4, 61.5, -0.25]);
    }
    clock.advance(2 * HOUR);
    expect(
      (await store.chart(['a'], begin - DAY, clock.now(), 50)).series[2]?.p50.filter((one) => one !== null),
    ).toEqual([61.5]);
    store.close();
  });

  it('bounds what a check may measure, and counts the rest', async () => {
    const store = open();
    const many = (n: number) =>
      [...Array(40).keys()].map((k) => ({ label: `m${n}-${k}`, value: k, unit: '' }));
    for (let n = 0; n < 5; n++) store.add('a', clock.now() + n, 1, 0, { metrics: many(n) });
    const unusable = [
      { label: '', value: 1, unit: '' },
      { label: 'x', value: Number.NaN, unit: '' },
      { label: 'y'.repeat(101), value: 1, unit: '' },
    ];
    store.add('a', clock.now() + 9, 1, 0, { metrics: unusable });
    store.flush();
    expect(look('SELECT count(*) FROM series')).toBe(65);
    expect(store.refusedMetrics).toBe(5 * 40 - 64 + 3);
    const { series, more } = await store.chart(['a'], clock.now() - HOUR, clock.now() + MINUTE, 50);
    expect([series.length, more]).toEqual([48, 17]);
    expect(series[0]?.metric).toBe('');
    store.close();
  });

  it('leaves a gap where nothing was measured, and marks what did not answer', async () => {
    const store = open();
    live(store, 10 * MINUTE);
    clock.advance(20 * MINUTE);
    live(store, 10 * MINUTE, () => null);
    const chart = await store.chart(['a'], clock.now() - 40 * MINUTE, clock.now(), 40);
    expect(chart.stepMs).toBe(MINUTE);
    expect(chart.at).toHaveLength(40);
    const [series] = chart.series;
    expect(series?.count).toEqual([...Array(10).fill(2), ...Array(20).fill(0), ...Array(10).fill(2)]);
    expect(series?.p50).toEqual([...Array(10).fill(50), ...Array(30).fill(null)]);
    expect(series?.failed.slice(-10)).toEqual(Array(10).fill(2));
    store.close();
  });

  it('does a slot again that it had only begun when it was killed', async () => {
    const store = open();
    for (let n = 0; n < 9_000; n++) store.add(`check-${n % 900}`, clock.now() + n * 30, 10, 0);
    store.flush();
    const crashed = join(folder(), 'crashed.db');
    clock.advance(5 * MINUTE + 90_000);
    for (let n = 0; look('SELECT count(*) FROM rollup_5m') === 0 && n < 1_000; n++) clock.advance(10);
    for (const part of ['', '-wal']) copyFileSync(`${file}${part}`, `${crashed}${part}`);
    store.close();
    file = crashed;
    // The copy is the disk of a hub that ended in the middle of a slot.
    expect(look('SELECT count(*) FROM rollup_5m')).toBeGreaterThan(0);
    expect(look('SELECT count(*) FROM rollup_5m')).toBeLessThan(900);
    const again = open();
    clock.advance(2 * HOUR);
    expect(look('SELECT count(*) FROM rollup_5m')).toBe(900);
    expect(sum((await again.chart(['check-7'], clock.now() - DAY, clock.now(), 100)).series[0]?.count)).toBe(
      10,
    );
    expect(
      sum((await again.chart(['check-7'], clock.now() - 30 * DAY, clock.now(), 100)).series[0]?.count),
    ).toBe(10);
    again.close();
    expect(faults).toEqual([]);
  });

  it('counts samples that come after their slot was rolled up', async () => {
    const store = open();
    live(store, 2 * HOUR);
    clock.advance(3 * MINUTE);
    for (let n = 0; n < 7; n++) store.add('a', clock.now() - 90 * MINUTE - 1 - n, 50, 0);
    clock.advance(MINUTE);
    expect(look('SELECT count(*) FROM pending')).toBe(0);
    for (const ago of [5 * HOUR, DAY, 30 * DAY]) expect(await countOf(store, ago)).toBe(247);
    store.close();
  });

  it('lives through a clock that is set back and set ahead', async () => {
    const store = open();
    live(store, 2 * HOUR);
    clock.jump(-90 * MINUTE + 7_000);
    live(store, HOUR);
    clock.jump(400 * DAY);
    live(store, 10 * MINUTE);
    clock.jump(-400 * DAY + 30 * MINUTE);
    live(store, HOUR);
    clock.advance(2 * HOUR);
    // 240 + 120 + 120; the twenty of next year lie in a future that no chart asks for.
    for (const ago of [6 * HOUR, DAY, 30 * DAY]) expect(await countOf(store, ago)).toBe(480);
    expect(look('SELECT count(*) FROM samples')).toBe(500);
    store.close();
    expect(faults).toEqual([]);
  });

  it('goes on with history after years in the future were corrected', async () => {
    const store = open();
    clock.jump(60 * DAY);
    live(store, HOUR, () => 70);
    clock.jump(3 * DAY);
    clock.advance(2 * HOUR);
    // What was measured in that future is forgotten again: from there on, nothing before it is whole.
    expect(look('SELECT count(*) FROM samples')).toBe(0);
    clock.jump(-63 * DAY);
    live(store, 3 * HOUR);
    clock.advance(HOUR);
    expect(look<number>('SELECT count(*) FROM rollup_1h')).toBe(4);
    expect(await countOf(store, 5 * HOUR)).toBe(360);
    expect(await countOf(store, DAY)).toBe(360);
    store.close();
  });

  it('keeps each length for its time, and forgets a little at a time', async () => {
    const store = open();
    live(store, HOUR);
    clock.jump(13 * DAY);
    // However far the clock goes at once, what is forgotten follows at a bounded speed.
    clock.advance(30 * MINUTE);
    expect(look('SELECT count(*) FROM samples')).toBe(120);
    clock.advance(6 * HOUR);
    expect(look('SELECT count(*) FROM samples')).toBe(0);
    expect(look('SELECT count(*) FROM rollup_5m')).toBe(12);
    expect(await countOf(store, 14 * DAY)).toBe(120);
    clock.jump(2 * DAY);
    clock.advance(2 * HOUR);
    expect(look('SELECT count(*) FROM rollup_5m')).toBe(0);
    expect(look('SELECT count(*) FROM rollup_1h')).toBe(1);
    expect(await countOf(store, 30 * DAY)).toBe(120);
    store.close();
  });

  it('opens a file of the first version, keeps its samples and rolls them up', async () => {
    const db = new Database(file);
    migrate(db, [first]);
    const begin = clock.now() - 5 * HOUR;
    db.prepare("INSERT INTO checks (number, id) VALUES (7, 'a'), (9, 'b')").run();
    const insert = db.prepare('INSERT INTO samples (slot, number, at, ms, result) VALUES (?, ?, ?, ?, ?)');
    for (let n = 0; n < 100; n++) {
      const at = begin + n * 60_000;
      insert.run(Math.floor(at / 300_000), n % 2 === 0 ? 7 : 9, at, 40 + n, n % 4);
    }
    db.close();
    const store = open();
    const [a, b] = store.read(['a', 'b'], 0);
    expect([a?.at.length, b?.at.length]).toEqual([50, 50]);
    expect([a?.ms[1], b?.result[1]]).toEqual([42, 3]);
    store.add('a', clock.now(), 1, 0);
    clock.advance(2 * HOUR);
    expect(look('SELECT count(*) FROM pending')).toBe(0);
    expect(await countOf(store, 20 * DAY)).toBe(51);
    store.close();
    expect(faults).toEqual([]);
  });

  it('keeps bands by node, and moves one that is put again', async () => {
    const store = open();
    const now = clock.now();
    const band = { key: 'mw/x/1', kind: 'maintenance' as const, label: 'V-310', nodes: ['s@mo', 's@bodo'] };
    store.putBand({ ...band, from: now - HOUR, to: now });
    store.putBand({ ...band, from: now - HOUR, to: now + HOUR });
    store.putBand({
      key: 'blind/1',
      kind: 'blind',
      from: now - 3 * HOUR,
      to: now - 2 * HOUR,
      label: '',
      nodes: null,
    });
    expect(store.bands('s@mo', now - DAY, now + DAY)).toEqual([
      { kind: 'blind', from: now - 3 * HOUR, to: now - 2 * HOUR, label: '' },
      { kind: 'maintenance', from: now - HOUR, to: now + HOUR, label: 'V-310' },
    ]);
    expect(store.bands('other', now - DAY, now + DAY).map(({ kind }) => kind)).toEqual(['blind']);
    expect(store.bands('s@mo', now - 2 * HOUR, now - HOUR)).toEqual([]);
    store.close();
    const again = open();
    expect(again.bands('s@bodo', now - DAY, now)).toHaveLength(2);
    again.close();
  });
});
