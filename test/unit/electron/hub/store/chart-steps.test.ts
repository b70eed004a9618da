import { describe, expect, it } from 'vitest';
import { levelOfFigure, planChart } from '../../../../../electron/hub/store/chart-steps';
import { FIVE, HOUR, HOUR_MS } from '../../../../../electron/hub/store/slots';

const NOW = Date.UTC(2026, 10, 23, 3, 7, 41);
const DAY = 24 * HOUR_MS;
const plan = (ago: number, span: number, points = 600) => planChart(NOW - ago, NOW - ago + span, points, NOW);

describe('the plan of a chart', () => {
  it('takes an hour from raw samples, a day from five minutes, a month and a year from hours', () => {
    expect(plan(HOUR_MS, HOUR_MS)).toMatchObject({ level: null, steps: { ms: 10_000 } });
    expect(plan(DAY, DAY)).toMatchObject({ level: FIVE, steps: { ms: 300_000 } });
    expect(plan(31 * DAY, 31 * DAY, 800)).toMatchObject({ level: HOUR, steps: { ms: HOUR_MS } });
    expect(plan(396 * DAY, 396 * DAY)).toMatchObject({ level: HOUR, steps: { ms: DAY } });
  });

  it('takes an old hour from what is left of it', () => {
    expect(plan(3 * DAY, HOUR_MS)).toMatchObject({ level: FIVE, steps: { ms: 300_000 } });
    expect(plan(20 * DAY, HOUR_MS)).toMatchObject({ level: HOUR, steps: { ms: HOUR_MS } });
  });

  it('covers the span with steps that stay where they are when the chart moves on', () => {
    const { steps } = plan(DAY, DAY);
    expect(steps.at[0]).toBeLessThanOrEqual(NOW - DAY);
    expect(steps.at[0]).toBeGreaterThan(NOW - DAY - steps.ms);
    expect(steps.to).toBeGreaterThanOrEqual(NOW);
    expect(steps.at.every((at) => at % steps.ms === 0)).toBe(true);
    const later = planChart(NOW - DAY + 60_000, NOW + 60_000, 600, NOW + 60_000).steps;
    expect(steps.at.filter((at) => !later.at.includes(at)).length).toBeLessThanOrEqual(1);
  });

  it('makes something bounded of nonsense', () => {
    for (const [from, to] of [
      [NOW, NOW - DAY],
      [Number.NEGATIVE_INFINITY, NOW],
      [Number.NaN, Number.NaN],
      [0, NOW],
      [NOW, Number.POSITIVE_INFINITY],
    ] as const) {
      for (const points of [1, 10, 4_000]) {
        expect(planChart(from, to, points, NOW).steps.at.length).toBeLessThanOrEqual(10_000);
        expect(planChart(from, to, points, NOW).steps.at.length).toBeGreaterThan(0);
      }
    }
  });
});

describe('what a figure is made of', () => {
  it('follows its span', () => {
    expect(levelOfFigure(NOW - HOUR_MS, NOW, NOW)).toBeNull();
    expect(levelOfFigure(NOW - DAY, NOW, NOW)).toBe(FIVE);
    expect(levelOfFigure(NOW - 7 * DAY, NOW, NOW)).toBe(HOUR);
    expect(levelOfFigure(NOW - 30 * DAY, NOW, NOW)).toBe(HOUR);
  });
});
