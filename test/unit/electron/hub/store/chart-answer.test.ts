import { describe, expect, it } from 'vitest';
import { answerChart, answerQuality, type ChartParts } from '../../../../../electron/hub/store/chart-answer';
import type { CatalogueEntity } from '../../../../../shared/model/catalogue';
import type { LogEvent } from '../../../../../shared/model/events';
import { buildGraph } from '../../../../../shared/rules/graph';
import { smallEstate } from '../../../../fixtures/desk-harness/estate';

const HOUR = 3_600_000;
/** Monday 23 November 2026, midnight in Oslo. */
const MONDAY = Date.UTC(2026, 10, 22, 23);
const event = (
  seq: number,
  at: number,
  type: 'check.overdue' | 'hub.stopped' = 'check.overdue',
): LogEvent => ({
  origin: 'h',
  epoch: 1,
  seq,
  at,
  body: type === 'hub.stopped' ? { type } : { type, check: 'dips-arena@mo/https', lastObservedAt: null },
});

function parts(
  change: Partial<ChartParts> = {},
  entities: readonly CatalogueEntity[] = smallEstate(),
): ChartParts {
  return {
    samples: {
      chart: async (checks, from, _to, points) => ({
        at: [from, from + HOUR],
        stepMs: HOUR,
        more: 0,
        series: checks.map((check) => ({
          check,
          metric: '',
          unit: 'ms',
          count: [points, 0],
          min: [1, null],
          p50: [1, null],
          p95: [1, null],
          max: [1, null],
          failed: [0, 0],
          origin: 'hub' as const,
        })),
      }),
      bands: (node) => [{ kind: 'blind', from: 1, to: 2, label: node }],
      quality: async (checks, expected) => ({
        samples: checks.length,
        excluded: 0,
        p50: expected,
        p95: null,
        p99: null,
        availability: 1,
        apdex: null,
      }),
    },
    state: {
      graph: buildGraph(entities).graph,
      catalogue: new Map(entities.map((entity) => [`${entity.kind}:${entity.value.id}`, entity])),
    },
    history: async () => ({ events: [], complete: true }),
    foreign: async () => ({ series: [], missing: [] }),
    ...change,
  };
}
const asked = (node: string) => ({
  ask: 'chart' as const,
  node,
  from: MONDAY,
  to: MONDAY + 24 * HOUR,
  points: 600,
});

describe('the answer to a chart', () => {
  it('is of the checks of a node, or of a service at all its sites', async () => {
    const checks = async (node: string) =>
      (await answerChart(asked(node), parts())).series.map(({ check }) => check);
    expect((await checks('dips-arena@mo')).sort()).toEqual(['dips-arena@mo/cert', 'dips-arena@mo/https']);
    expect((await checks('dips-arena')).length).toBe(8);
    expect(await checks('no-such')).toEqual([]);
  });

  it('carries the changes of that time in their order, and says what is not there', async () => {
    const events = [
      event(9, MONDAY + 30 * HOUR),
      event(8, MONDAY + 2 * HOUR),
      event(7, MONDAY + HOUR, 'hub.stopped'),
      event(6, MONDAY + HOUR),
    ];
    const answer = await answerChart(
      asked('dips-arena@mo'),
      parts({
        history: async () => ({ events, complete: false }),
        foreign: async () => ({ series: [], missing: ['Prometheus svarer ikke'] }),
      }),
    );
    expect(answer.events.map(({ seq }) => seq)).toEqual([6, 8]);
    expect(answer.missing).toEqual(['Prometheus svarer ikke', 'hendelser eldre enn de siste 4']);
    expect(answer.bands).toEqual([{ kind: 'blind', from: 1, to: 2, label: 'dips-arena@mo' }]);
    expect(answer.expectedMs).toBe(2_000);
  });

  it('shades the time outside service hours, where the days can be told apart', async () => {
    const hours: CatalogueEntity = {
      kind: 'hours',
      value: {
        id: 'dag',
        name: 'Dagtid',
        order: 0,
        closedOnHolidays: true,
        open: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '16:00' }],
      },
    };
    const entities = smallEstate().map(
      (one): CatalogueEntity =>
        one.kind === 'service' ? { kind: 'service', value: { ...one.value, hours: 'dag' } } : one,
    );
    const given = parts({}, [...entities, hours]);
    const closed = (await answerChart(asked('dips-arena@mo'), given)).bands.filter(
      ({ kind }) => kind === 'closed',
    );
    expect(closed).toEqual([
      { kind: 'closed', from: MONDAY, to: MONDAY + 8 * HOUR, label: 'Dagtid' },
      { kind: 'closed', from: MONDAY + 16 * HOUR, to: MONDAY + 24 * HOUR, label: 'Dagtid' },
    ]);
    const month = await answerChart({ ...asked('dips-arena@mo'), to: MONDAY + 31 * 24 * HOUR }, given);
    expect(month.bands.some(({ kind }) => kind === 'closed')).toBe(false);
  });
});

describe('the answer about quality', () => {
  it('is by site, of the check that stands for it', async () => {
    const answer = await answerQuality({ ask: 'quality', service: 'dips-arena', from: 1, to: 2 }, parts());
    expect(answer.nodes.map(({ node, samples }) => [node, samples])).toEqual(
      ['tromso', 'bodo', 'mo', 'kirkenes'].map((site) => [`dips-arena@${site}`, 1]),
    );
    expect(answer.nodes[0]?.p50).toBeGreaterThan(0);
  });
});
