// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest';
import { Stopwatch, type WallMeasure } from '../../../../renderer/wall/measure';
import type { CheckStatus } from '../../../../shared/model/room';
import { ManualClock } from '../../../../shared/time/clock';

const observers: ((entries: readonly { readonly duration: number }[]) => void)[] = [];
beforeEach(() => {
  observers.length = 0;
  vi.stubGlobal(
    'PerformanceObserver',
    class {
      constructor(tell: (list: { getEntries(): readonly { readonly duration: number }[] }) => void) {
        observers.push((entries) => tell({ getEntries: () => entries }));
      }
      observe(): void {}
      disconnect(): void {}
    },
  );
});

const seenAt = (observedAt: number): CheckStatus => ({
  id: 'c',
  result: 'ok',
  hard: true,
  attempt: 1,
  confirmed: 'ok',
  since: 0,
  resultSince: 0,
  observedAt,
  beforeAt: null,
  overdue: false,
  output: '',
  ms: null,
  flappingSince: null,
  silenced: false,
});

/** Asks as a test in the page would. */
function ask(reset = false): WallMeasure {
  document.dispatchEvent(new CustomEvent('vaktrom:measure', { detail: { reset } }));
  return JSON.parse(document.documentElement.dataset.measure ?? '') as WallMeasure;
}

test('a sample ends at the frame after the one that painted', async () => {
  const clock = new ManualClock();
  const watch = new Stopwatch(clock, () => 40);
  const stop = watch.start(document);
  const observedAt = clock.now();
  clock.advance(9);
  watch.frame();
  watch.painted([seenAt(observedAt)], 2, 3);
  expect(ask().samples_ms).toEqual([]);
  clock.advance(16);
  watch.frame();
  await vi.waitFor(() => expect(ask().committed_ms).toEqual([25]));
  watch.passedOver(3);
  observers[0]?.([{ duration: 80 }]);
  expect(ask()).toMatchObject({
    samples_ms: [25],
    unpainted: 5,
    frames: 2,
    seconds: 0.03,
    painted_frames: 1,
    paint_max_ms: 3,
    long_tasks: 1,
    longest_task_ms: 80,
    offset_ms: 40,
  });
  ask(true);
  expect(ask()).toMatchObject({ samples_ms: [], frames: 0, unpainted: 0, long_tasks: 0 });
  stop();
});

test('the record is bounded, and tells what it dropped', () => {
  const clock = new ManualClock();
  const watch = new Stopwatch(clock, () => 0);
  for (let n = 0; n < 60; n++) {
    watch.painted(
      Array.from({ length: 1_000 }, () => seenAt(clock.now())),
      0,
      1,
    );
    clock.advance(1);
    watch.frame();
  }
  const record = watch.record();
  expect(record.samples_ms).toHaveLength(50_000);
  expect(record.samples_dropped).toBe(10_000);
});
