import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartColumns, failures } from '../../../../../renderer/desk/service/chart-data';
import { latestOf } from '../../../../../renderer/desk/service/use-samples';

const series = (check: string, at: number[], ms: (number | null)[]) => ({
  check,
  at,
  ms,
  result: ms.map((v) => (v === null ? 2 : 0)),
});

describe('chart columns', () => {
  it('join series on one axis, and let a line run past times of another', () => {
    const { x, ys, max } = chartColumns(
      [series('a', [0, 2_000], [10, 30]), series('b', [1_000], [20])],
      () => 5_000,
    );
    expect(x).toEqual([0, 1, 2]);
    expect(ys).toEqual([
      [10, undefined, 30],
      [undefined, 20, undefined],
    ]);
    expect(max).toBe(30);
  });

  it('break the line where nothing was measured, until the next measurement', () => {
    const a = series('a', [0, 10_000], [10, 30]);
    const b = series('b', [0, 4_000, 8_000], [5, 5, 5]);
    const { x, ys } = chartColumns([a, b], () => 5_000);
    expect(x).toEqual([0, 0.001, 4, 8, 10]);
    expect(ys[0]).toEqual([10, null, null, null, 30]);
    expect(ys[1]).toEqual([5, undefined, 5, 5, undefined]);
  });

  it('break the line where there was no answer', () => {
    expect(chartColumns([series('a', [0, 1, 2], [10, null, 30])], () => 5_000).ys[0]).toEqual([10, null, 30]);
    expect(failures(series('a', [0, 1, 2], [10, null, 30]))).toEqual([1]);
  });

  it('keep every measurement, on an axis that only grows', () => {
    const points = fc.uniqueArray(fc.nat(100_000), { maxLength: 30 }).map((at) => at.sort((a, b) => a - b));
    fc.assert(
      fc.property(points, points, (one, other) => {
        const all = [
          series(
            'a',
            one,
            one.map((at) => at),
          ),
          series(
            'b',
            other,
            other.map(() => 7),
          ),
        ];
        const { x, ys } = chartColumns(all, () => 3_000);
        expect(x).toEqual([...new Set(x)].sort((a, b) => a - b));
        expect(one.map((at) => ys[0]![x.indexOf(at / 1_000)])).toEqual(one);
        expect(ys.every((column) => column.length === x.length)).toBe(true);
      }),
    );
  });
});

describe('the newest measurement', () => {
  it('is the last of each check that has one', () => {
    const latest = latestOf([series('a', [1, 2], [10, null]), series('b', [], [])]);
    expect([...latest]).toEqual([['a', { at: 2, ms: null }]]);
  });
});
