import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blindBetween,
  chartRows,
  lineColumn,
  nearestStep,
  newest,
  onSteps,
  stacked,
  stepByKey,
  viewsOf,
} from '../../../../../renderer/desk/service/chart-data';
import { drawView } from '../../../../../renderer/desk/service/chart-drawing';
import { latestOf } from '../../../../../renderer/desk/service/use-samples';
import type { ChartSeries } from '../../../../../shared/contract/wire';
import { buildGraph } from '../../../../../shared/rules/graph';
import { smallEstate } from '../../../../fixtures/desk-harness/estate';

const series = (p50: (number | null)[], more: Partial<ChartSeries> = {}): ChartSeries => ({
  check: 'dips-arena@mo/https',
  metric: '',
  unit: 'ms',
  count: p50.map((value) => (value === null ? 0 : 1)),
  min: p50,
  p50,
  p95: p50,
  max: p50,
  failed: p50.map(() => 0),
  origin: 'hub',
  ...more,
});
const never = (): boolean => false;
const { graph } = buildGraph(smallEstate());

describe('a line', () => {
  it('runs across steps in which a check was not due, and breaks where it was and did not come', () => {
    const values = [10, null, null, 12, null, null, null, 14];
    expect(lineColumn(values, series(values).count, 10_000, 20_000, never)).toEqual([
      10,
      undefined,
      undefined,
      12,
      null,
      null,
      null,
      14,
    ]);
  });

  it('breaks where nothing answered, however short', () => {
    expect(lineColumn([10, null, 12], [1, 1, 1], 10_000, 60_000, never)).toEqual([10, null, 12]);
  });

  it('breaks where nobody watched', () => {
    const band = { kind: 'blind' as const, from: 12_000, to: 14_000, label: '' };
    const isBlind = blindBetween({ at: [0, 10_000, 20_000, 30_000], stepMs: 10_000, bands: [band] });
    expect(lineColumn([10, null, 12, 13], [1, 0, 1, 1], 10_000, 60_000, isBlind)).toEqual([10, null, 12, 13]);
  });

  it('keeps every measured value in its place and invents none', () => {
    const values = fc.array(fc.option(fc.nat(1_000)), { maxLength: 50 });
    fc.assert(
      fc.property(values, fc.nat(20), (all, gap) => {
        const column = lineColumn(all, series(all).count, 1, gap, never);
        expect(column.map((value) => value ?? null)).toEqual(all);
        // A line is drawn across only between two measurements.
        if (all.length > 0) expect([column[0], column.at(-1)]).not.toContain(undefined);
      }),
    );
  });
});

describe('the ways to look at a node', () => {
  it('begin with its most telling response time, each check followed by what it is made of', () => {
    const phases = ['body', 'dns', 'connect'].map((metric) => series([1], { metric }));
    const cert = series([5], { check: 'dips-arena@mo/cert' });
    const volumes = ['/', '/var'].map((metric) => series([50], { check: cert.check, metric, unit: '%' }));
    const gone = series([1], { check: 'no-longer-there' });
    const views = viewsOf([gone, cert, ...volumes, series([9]), ...phases], graph, 'dips-arena@mo');
    expect(
      views.map(({ kind, check, series: some }) => [kind, check.id, some.map((one) => one.metric)]),
    ).toEqual([
      ['response', 'dips-arena@mo/https', ['']],
      ['phases', 'dips-arena@mo/https', ['dns', 'connect', 'body']],
      ['response', 'dips-arena@mo/cert', ['']],
      ['metrics', 'dips-arena@mo/cert', ['/', '/var']],
    ]);
  });

  it('put the steps of a journey in its own order, and show a check that only fails', () => {
    const check = graph.checks.get('dips-arena@mo/https');
    if (!check) throw new Error('the estate has another check');
    const steps = ['in', 'open'].map((id) => ({ id, name: id, expectedMs: 100 }));
    const journey = { ...graph, checks: new Map([[check.id, { ...check, steps }]]) };
    const failing = series([null], { count: [3], failed: [3] });
    const views = viewsOf(
      [series([1], { metric: 'step/open' }), series([1], { metric: 'step/in' }), failing],
      journey,
      'dips-arena@mo',
    );
    expect(views.map(({ kind, series: some }) => [kind, ...some.map((one) => one.metric)])).toEqual([
      ['response', ''],
      ['steps', 'step/in', 'step/open'],
    ]);
    const drawing = drawView(
      views[0] as (typeof views)[number],
      { at: [1_000], stepMs: 1_000, bands: [] },
      200,
      [],
    );
    expect(drawing.failed).toEqual([1_500]);
    expect(drawing.top).toBe(270);
  });
});

describe('a foreign history', () => {
  it('is a view of its own, after what the hub measures', () => {
    const foreign = series([7], { check: 'dips-arena@mo/prom', metric: 'Svartid', origin: 'prometheus' });
    const views = viewsOf([foreign, series([1])], graph, 'dips-arena@mo');
    expect(views.map(({ kind, series: some }) => [kind, some[0]?.origin])).toEqual([
      ['response', 'hub'],
      ['metrics', 'prometheus'],
    ]);
  });

  it('comes first where the check of the hub only says that it lives', () => {
    const check = graph.checks.get('dips-arena@mo/https');
    if (!check) throw new Error('the estate has another check');
    const beating = { ...graph, checks: new Map([[check.id, { ...check, kind: 'heartbeat' as const }]]) };
    const foreign = series([7], { check: 'dips-arena@mo/prom', metric: 'Svartid', origin: 'prometheus' });
    const views = viewsOf([series([null], { count: [4] }), foreign], beating, 'dips-arena@mo');
    expect(views.map(({ kind }) => kind)).toEqual(['metrics', 'response']);
  });
});

describe('a stack', () => {
  it('puts each part on those before it', () => {
    const line = (values: readonly (number | null)[]) => [...values];
    expect(stacked([series([1, 2, null]), series([10, null, 5])], line)).toEqual([
      [1, 2, null],
      [11, null, 5],
    ]);
  });
});

describe('a chart in figures', () => {
  it('adds up what can be added, and never averages medians', () => {
    const one = series([10, null, 30, 20], {
      max: [11, null, 90, 21],
      failed: [0, 2, 0, 0],
      count: [1, 2, 3, 4],
    });
    expect(chartRows(one, { at: [0, 10, 20, 30], stepMs: 10 }, 2)).toEqual([
      { from: 0, to: 20, count: 3, failed: 2, low: 10, high: 10, max: 11 },
      { from: 20, to: 40, count: 7, failed: 0, low: 20, high: 30, max: 90 },
    ]);
    expect(newest(one)).toBe(3);
    expect(newest(series([null, null]))).toBe(-1);
  });
});

describe('samples on the steps of a chart', () => {
  it('are the slowest of each step', () => {
    const samples = { check: 'b', at: [5, 12, 19, 35, 99], ms: [1, 3, 2, null, 4], result: [0, 0, 0, 2, 0] };
    expect(onSteps(samples, { at: [0, 10, 20, 30], stepMs: 10 })).toEqual([1, 3, null, null]);
  });
});

describe('the cursor', () => {
  const main = [5, undefined, undefined, 7, null, 9];
  const times = [0, 10, 20, 30, 40, 50];

  it('stands on what was measured, or on a gap, never on a line between two', () => {
    expect([1, 14, 16, 41, 99].map((time) => nearestStep(main, times, time))).toEqual([0, 0, 3, 4, 5]);
    expect(nearestStep([], [], 1)).toBeNull();
  });

  it('goes by the arrow keys, from the newest backwards', () => {
    expect(stepByKey(main, null, 'ArrowLeft')).toBe(5);
    expect(stepByKey(main, 3, 'ArrowLeft')).toBe(0);
    expect(stepByKey(main, 0, 'ArrowLeft')).toBe(0);
    expect(stepByKey(main, 3, 'ArrowRight')).toBe(4);
    expect(stepByKey(main, 3, 'Home')).toBe(0);
    expect(stepByKey(main, 3, 'Escape')).toBeNull();
    expect(stepByKey(main, null, 'Escape')).toBeUndefined();
    expect(stepByKey(main, 3, 'x')).toBeUndefined();
    expect(stepByKey([], null, 'End')).toBeUndefined();
  });
});

describe('the newest measurement', () => {
  it('is the last of each check that has one', () => {
    const samples = { check: 'a', at: [1, 2], ms: [10, null], result: [0, 2] };
    expect([...latestOf([samples, { check: 'b', at: [], ms: [], result: [] }])]).toEqual([
      ['a', { at: 2, ms: null }],
    ]);
  });
});
