import { describe, expect, it } from 'vitest';
import type { ChartSeries } from '../../../../../shared/contract/wire';
import { type AskSamples, gatherTrends, type TrendData } from '../../../../../shared/rules/handover/trend';
import { NoteNight, wall } from '../../../../fixtures/note-night';

const HOUR = 3_600_000;
const NOW = wall('07:00');

function series(
  check: string,
  metric: string,
  unit: string,
  values: readonly (number | null)[],
): ChartSeries {
  const list = [...values];
  return {
    ...{ check, metric, unit, count: list.map(() => 1), min: list, p50: list, p95: list, max: list },
    ...{ failed: list.map(() => 0), origin: 'hub' },
  };
}

/** Three days by the hour: what the disk was used, from `first` on, with so much more an hour. */
function disk(first: number, perHour: number, noise = 0, metric = '/san'): TrendData {
  const at = Array.from({ length: 72 }, (_, hour) => NOW - (72 - hour) * HOUR);
  const values = at.map((_, hour) => first + hour * perHour + (hour % 2 === 0 ? noise : -noise));
  return { at, stepMs: HOUR, series: [series('san1/vert', metric, '%', values)] };
}

const NONE: TrendData = { at: [], stepMs: HOUR, series: [] };

function ask(usage: TrendData, response: TrendData = NONE): AskSamples {
  return async (checks) => (checks.includes('san1/vert') ? usage : response);
}

describe('what fills up', () => {
  it('is told with where it was a day before, and when it is full if it goes on so', async () => {
    const [trend] = await gatherTrends(new NoteNight().state, ask(disk(76, 0.125)), NOW);
    expect(trend).toMatchObject({ kind: 'usage', node: 'san1', metric: '/san', limit: 90 });
    expect(trend?.value).toBeCloseTo(84.9, 1);
    expect(trend?.before).toBeCloseTo(81.9, 1);
    // Five per cent at three a day: about 41 hours.
    expect(((trend?.reachesAt ?? 0) - NOW) / HOUR).toBeCloseTo(40.5, 0);
  });

  it('is not bent by single leaps, nor seen in noise', async () => {
    const usage = disk(50, 0, 3);
    expect(await gatherTrends(new NoteNight().state, ask(usage), NOW)).toEqual([]);
    const leap = disk(50, 0);
    const values = leap.series[0]?.p50.map((value, hour) => (hour === 40 ? 95 : value)) ?? [];
    const leapt = { ...leap, series: [series('san1/vert', '/san', '%', values)] };
    expect(await gatherTrends(new NoteNight().state, ask(leapt), NOW)).toEqual([]);
  });

  it('is told without an end where it is nearly full and stands still', async () => {
    const [trend] = await gatherTrends(new NoteNight().state, ask(disk(84, 0)), NOW);
    expect(trend).toMatchObject({ value: 84, before: 84, reachesAt: null });
  });

  it('is no memory and no load, which are others tomorrow', async () => {
    expect(await gatherTrends(new NoteNight().state, ask(disk(84, 0.1, 0, 'memory')), NOW)).toEqual([]);
  });

  it('has no end where too little was measured to know one', async () => {
    const whole = disk(80, 0.5);
    const few = {
      ...whole,
      at: whole.at.slice(-4),
      series: [series('san1/vert', '/san', '%', [80, 81, 82, 83])],
    };
    const [trend] = await gatherTrends(new NoteNight().state, ask(few), NOW);
    expect(trend).toMatchObject({ value: 83, before: null, reachesAt: null });
  });
});

describe('how slow', () => {
  const response: TrendData = {
    at: [NOW - 15 * 60_000],
    stepMs: 15 * 60_000,
    series: [series('dips-arena@mo/c', '', 'ms', [4_100])],
  };

  it('is asked of what is hurt, by the check that stands for it', async () => {
    const night = new NoteNight();
    night.facts(wall('06:00'), 'dips-arena@mo', 'A-1');
    const asked: (readonly string[])[] = [];
    const trends = await gatherTrends(
      night.state,
      async (checks, from, to) => {
        asked.push(checks);
        if (checks.includes('san1/vert')) return NONE;
        expect(to - from).toBe(15 * 60_000);
        return response;
      },
      NOW,
    );
    expect(asked).toEqual([['dips-arena@mo/c'], ['san1/vert']]);
    expect(trends).toMatchObject([
      { kind: 'response', node: 'dips-arena@mo', value: 4_100, limit: 2_000, at: NOW },
    ]);
  });

  it('is not asked of what is down, nor of what something else explains', async () => {
    const night = new NoteNight();
    night.facts(wall('06:00'), 'dips-arena@mo', 'A-1', { condition: 'down' });
    night.facts(wall('06:00'), 'wan@mo', 'A-2', { suppressed: { kind: 'cause', id: 'linje@mo' } });
    expect(await gatherTrends(night.state, ask(NONE, response), NOW)).toEqual([]);
  });
});
