import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PaintPace } from '../../../../renderer/wall/paint-pace';

/** Frames `gap` ms apart for so many seconds, of which those that may are painted. */
function run(
  pace: PaintPace,
  from: number,
  gap: number,
  seconds: number,
): { now: number; painted: number[] } {
  const painted: number[] = [];
  let now = from;
  for (; now < from + seconds * 1_000; now += gap) {
    pace.frame(now);
    if (pace.mayPaint(now, painted.at(-1) ?? Number.NEGATIVE_INFINITY)) painted.push(now);
  }
  return { now, painted };
}

const apart = (painted: readonly number[]): number =>
  Math.min(...painted.slice(1).map((at, index) => at - (painted[index] ?? 0)));

test('every frame may be painted while none is late', () => {
  const { painted } = run(new PaintPace(), 0, 16, 10);
  expect(painted).toHaveLength(625);
});

test('one late frame spares the machine for a second', () => {
  const pace = new PaintPace();
  const first = run(pace, 0, 16, 3);
  const spared = run(pace, first.now + 40, 16, 0.9);
  expect(apart(spared.painted)).toBe(32);
  const after = run(pace, spared.now + 200, 16, 1);
  expect(apart(run(pace, after.now, 16, 2).painted)).toBe(16);
});

test('a machine that stays late is spared more, and less when it keeps up again', () => {
  const pace = new PaintPace();
  const late = run(pace, 0, 40, 10);
  expect(apart(late.painted.slice(-20))).toBeGreaterThanOrEqual(100);
  // It keeps up, but for a frame now and then.
  let now = late.now;
  for (let second = 0; second < 12; second++) now = run(pace, now + 30, 16, 1).now;
  const { painted } = run(pace, now + 30, 16, 0.8);
  expect(apart(painted)).toBe(32);
});

test('a window that was hidden was not late second after second', () => {
  const pace = new PaintPace();
  const seen = run(pace, 0, 16, 3);
  const { painted } = run(pace, seen.now + 3_600_000, 16, 0.9);
  expect(apart(painted)).toBe(32);
});

test('whatever frames come, what changed is painted within a tenth of a second of the frame that may', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 300 }), (gaps) => {
      const pace = new PaintPace();
      let now = 0;
      for (const gap of gaps) {
        now += gap;
        pace.frame(now);
        expect(pace.mayPaint(now, now - 100)).toBe(true);
      }
    }),
  );
});
