import { describe, expect, it } from 'vitest';
import type { Asked } from '../../../../../renderer/wall/panels/asked';
import { expectedServices, readTimes } from '../../../../../renderer/wall/panels/response-facts';
import { responseTimesPanel } from '../../../../../renderer/wall/panels/response-times';
import type { ChartAnswer, ChartSeries } from '../../../../../shared/contract/wire';
import type { Projection } from '../../../../../shared/rules/projection';
import type { fakeChart } from '../../../../fixtures/desk-harness/fake-chart';
import { askedCharts, itemsOf, NOTHING_ASKED, NOW, stagePanel } from './room-stage';

const MINUTE = 60_000;
const STEP = 5 * MINUTE;

function chart(series: readonly Partial<ChartSeries>[], more: Partial<ChartAnswer> = {}): ChartAnswer {
  const at = Array.from({ length: 48 }, (_, index) => NOW - (48 - index) * STEP);
  const whole = series.map((one): ChartSeries => {
    const p95 = one.p95 ?? at.map(() => 500);
    const count = one.count ?? p95.map(() => 10);
    const none = p95.map(() => null);
    const failed = p95.map(() => 0);
    return {
      check: '',
      metric: '',
      unit: 'ms',
      min: none,
      p50: p95,
      max: p95,
      failed,
      origin: 'hub',
      ...one,
      count,
      p95,
    };
  });
  return { at, stepMs: STEP, series: whole, bands: [], events: [], expectedMs: null, missing: [], ...more };
}

const level = (ms: number | null, last: number | null = ms): (number | null)[] => [
  ...Array(47).fill(ms),
  last,
];

/** The times of one service of the scene's room, from an answer. */
function times(answer: (board: Projection) => ChartAnswer, service = 'dips-arena', at = NOW) {
  const { board, context } = stagePanel(responseTimesPanel);
  const one = expectedServices(board.graph).find((found) => found.service.id === service);
  if (!one) throw new Error(`${service} is not expected to answer within a time`);
  return readTimes(one, { value: answer(board), at, fault: null }, context.state, context.model);
}

/** The same, while these nodes are down. */
function timesWhileDown(nodes: readonly string[], answer: (board: Projection) => ChartAnswer) {
  const { board, context } = stagePanel(responseTimesPanel, {
    happens: (say) => {
      for (const node of nodes) {
        const body = { check: `${node}/0`, result: 'critical', hard: true, attempt: 1, output: '' } as const;
        say(NOW, { type: 'check.changed', ...body, ms: 1, silenced: false, beforeAt: null, observedAt: NOW });
      }
    },
  });
  const one = expectedServices(board.graph).find((found) => found.service.id === 'dips-arena');
  if (!one) throw new Error('no such service');
  return readTimes(one, { value: answer(board), at: NOW, fault: null }, context.state, context.model);
}

describe('a place that is down and was never measured', () => {
  it('is shown before those that answer', () => {
    const mo = chart([{ check: 'dips-arena@bodø/0', p95: level(500) }]);
    expect(timesWhileDown(['dips-arena@mo'], () => mo)).toMatchObject({
      state: 'down',
      phase: 'unmeasured',
      others: 500,
    });
  });

  it('is not shown as normal where no place is measured', () => {
    expect(timesWhileDown(['dips-arena@mo'], () => chart([]))).toMatchObject({
      state: 'down',
      phase: 'unmeasured',
    });
  });
});

describe('which response times are shown', () => {
  it('are of what is expected to answer within a time, the most critical and what has an emergency routine first', () => {
    const { board } = stagePanel(responseTimesPanel);
    const services = expectedServices(board.graph).map(({ service }) => service);
    expect(services.map(({ criticality }) => criticality)).toEqual(
      [...services.map(({ criticality }) => criticality)].sort(),
    );
    expect(services[0]?.id).toBe('dips-arena');
    expect(services.every(({ expectedMs }) => expectedMs !== null)).toBe(true);
    // Used at sites before what is central.
    expect(services.findIndex(({ id }) => id === 'lab')).toBeLessThan(
      services.findIndex(({ id }) => id === 'amis'),
    );
  });

  it('are those that the settings name, in their order', () => {
    const { drawing } = stagePanel(responseTimesPanel, {
      asked: askedCharts,
      settings: { services: ['lab', 'ek', 'gone'], most: 6 },
    });
    expect(drawing.said.map((said) => said.split(' · ')[0])).toEqual(['Lab', 'Elektronisk kurve']);
  });

  it('asks once for each service, not for each of its places', () => {
    const asked: string[] = [];
    const service: Asked = {
      ...NOTHING_ASKED,
      chart: (node) => {
        asked.push(node);
        return { value: null, at: null, fault: null };
      },
    };
    stagePanel(responseTimesPanel, { asked: service });
    expect(asked).toHaveLength(6);
    expect(asked.every((node) => !node.includes('@'))).toBe(true);
  });
});

describe('the worst place of a service', () => {
  const own = (node: string): string => `${node}/0`;

  it('is the slowest against its expectation, and the others are in a word', () => {
    const found = times(
      () =>
        chart([
          { check: own('lab@tromsø'), p95: level(600) },
          { check: own('lab@alta'), p95: level(900) },
        ]),
      'lab',
    );
    expect(found).toMatchObject({ phase: 'measured', ms: 900, where: 'Alta', others: 600, silent: 0 });
  });

  it('is one that does not answer before one that is slow', () => {
    const found = times(
      () =>
        chart([
          { check: own('lab@tromsø'), p95: level(9_000) },
          { check: own('lab@alta'), p95: level(600, null) },
          { check: own('lab@kirkenes'), p95: level(600, null) },
        ]),
      'lab',
    );
    expect(found).toMatchObject({ phase: 'silent', ms: null, others: 9_000, silent: 1 });
  });

  it('is one whose own checks say that it is down before all others', () => {
    const { board, context } = stagePanel(responseTimesPanel, {
      happens: (say) =>
        say(NOW - MINUTE, {
          type: 'check.changed',
          ...{ check: 'lab@narvik/0', result: 'critical', hard: true, attempt: 1, output: '', ms: 500 },
          ...{ observedAt: NOW - MINUTE, beforeAt: null, silenced: false },
        }),
    });
    const one = expectedServices(board.graph).find(({ service }) => service.id === 'lab');
    if (!one) throw new Error('no lab');
    const value = chart([
      { check: own('lab@narvik'), p95: level(500) },
      { check: own('lab@alta'), p95: level(2_900) },
    ]);
    const found = readTimes(one, { value, at: NOW, fault: null }, context.state, context.model);
    expect(found).toMatchObject({ where: 'Narvik', ms: 500, state: 'down', since: NOW - MINUTE });
  });

  it('says when it was measured last, where it is no more', () => {
    const p95 = level(600).map((value, index) => (index < 40 ? value : null));
    const found = times(
      () => chart([{ check: own('lab@alta'), p95, count: p95.map((value) => (value === null ? 0 : 10)) }]),
      'lab',
    );
    expect(found).toMatchObject({ phase: 'old', at: NOW - 8 * STEP });
  });

  it('rests on the hub’s own response times alone', () => {
    const found = times(
      () =>
        chart([
          { check: own('lab@alta'), metric: 'connect', p95: level(9_000) },
          { check: own('lab@alta'), origin: 'prometheus', p95: level(9_000) },
        ]),
      'lab',
    );
    expect(found).toMatchObject({ phase: 'unmeasured', ms: null, line: [] });
  });

  it('is drawn against its own expectation, and a silence breaks the line', () => {
    const p95 = level(750).map((value, index) => (index === 20 ? null : value));
    const { line } = times(() => chart([{ check: own('lab@alta'), p95 }]), 'lab');
    expect(line.map((part) => part.length)).toEqual([20, 27]);
    expect(line[0]?.[0]).toEqual([0.5 / 48, 0.5]);
  });
});

describe('the panel of response times', () => {
  it('has the expectation at the same height in every chart', () => {
    const { drawing } = stagePanel(responseTimesPanel, { asked: askedCharts });
    const dashed = drawing.groups.map(({ items, y }) => {
      const found = items.find((item) => item.kind === 'path' && item.dashed);
      return found?.kind === 'path' ? `${found.y - y} ${found.d}` : null;
    });
    expect(dashed).toHaveLength(6);
    expect(new Set(dashed).size).toBe(1);
  });

  it('names the place, the state and since when where it stands out, and only there', () => {
    const log: Parameters<typeof fakeChart>[2][number][] = [];
    const { drawing } = stagePanel(responseTimesPanel, { asked: (board) => askedCharts(board, log) });
    const words = (index: number): readonly string[] =>
      itemsOf({ ...drawing, groups: drawing.groups.slice(index, index + 1) }).flatMap((item) =>
        item.kind === 'text' ? [item.text] : [],
      );
    const dips = drawing.said.findIndex((said) => said.startsWith('DIPS Arena'));
    expect(words(dips)).toContain('Mo');
    expect(words(dips).some((word) => word.startsWith('Nede siden 04:10'))).toBe(true);
    const lab = drawing.said.findIndex((said) => said.startsWith('Lab'));
    expect(words(lab).some((word) => word === 'forventet 1,5 s')).toBe(true);
    expect(words(lab)).toHaveLength(5);
  });

  it('says that it waits, and vouches for nothing that it cannot ask', () => {
    const waits = stagePanel(responseTimesPanel);
    expect(waits.drawing.said[0]).toContain('henter');
    expect(waits.facts.head).toMatchObject({ oldest: null, stale: null });
    const fault: Asked = {
      ...NOTHING_ASKED,
      chart: () => ({ value: null, at: null, fault: 'huben svarer ikke' }),
    };
    expect(stagePanel(responseTimesPanel, { asked: fault }).facts.head.stale).toBe(
      'kan ikke hente målinger: huben svarer ikke',
    );
  });

  it('has the age of its oldest answer', () => {
    const { facts } = stagePanel(responseTimesPanel, {
      asked: (board) => askedCharts(board, [], NOW - 40_000),
    });
    expect(facts.head.oldest).toBe(NOW - 40_000);
  });

  it('takes the colour of what is not known while the hub is away', () => {
    const { drawing } = stagePanel(responseTimesPanel, {
      asked: askedCharts,
      link: { phase: 'lost', since: NOW - 30_000, knownAt: NOW - 30_000 },
    });
    const lines = itemsOf(drawing).flatMap((item) =>
      item.kind === 'path' && !item.dashed ? [item.stroke] : [],
    );
    expect(new Set(lines)).toEqual(new Set(['--unknown']));
  });

  it('becomes lines with small charts where cells have no room, and figures are not lost', () => {
    const { drawing, words } = stagePanel(responseTimesPanel, {
      asked: askedCharts,
      body: { w: 880, h: 380 },
    });
    expect(drawing.groups).toHaveLength(6);
    expect(drawing.leftOut).toBe(0);
    expect(words.some((word) => word.endsWith(' Mo'))).toBe(true);
  });
});
