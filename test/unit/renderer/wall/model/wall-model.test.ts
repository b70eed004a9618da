import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CENTRAL } from '../../../../../renderer/wall/model/axes';
import { cellMarks, cellSince } from '../../../../../renderer/wall/model/cell-marks';
import { slotState, WallModel } from '../../../../../renderer/wall/model/wall-model';
import type { AlarmAct } from '../../../../../shared/model/alarms';
import type { EventBody } from '../../../../../shared/model/events';
import type { CheckResult } from '../../../../../shared/model/states';
import { decideAlarms } from '../../../../../shared/rules/alarms/decide';
import type { Projection } from '../../../../../shared/rules/projection';
import { buildBoard } from '../../../../fixtures/wall-harness/scenes';
import { estates, NOW } from '../wall-fixture';

/** Everything that the model shows, without its versions. */
function picture(model: WallModel): unknown {
  return {
    nodes: model.nodeTotals(),
    services: model.serviceTotals(),
    heard: model.heardTotals(),
    marks: model.markTotals(),
    abnormal: [...model.abnormal.keys()].sort(),
    cells: model.cells.map((cell) => ({
      key: cell.place.key,
      worst: cell.worst,
      quiet: cell.quiet,
      quietCounts: [...cell.quietCounts],
      marks: [...cellMarks(cell)].sort(),
      counts: [...cell.counts],
      since: cellSince(cell),
      slots: cell.slots.map((slot) => [slot.node.id, slotState(slot), slot.status?.since]),
    })),
  };
}

describe('rows and columns', () => {
  test('few services: a column for each that is by site, a band for those in common', () => {
    const model = new WallModel();
    model.load(buildBoard(estates.demo(), 'normal', NOW));
    const { axes } = model;
    expect(axes.mode).toBe('services');
    expect(axes.rows.map((row) => row.site?.name)).toEqual(['Tromsø', 'Bodø', 'Mo', 'Hammerfest']);
    expect(axes.columns.every((column) => column.count === null)).toBe(true);
    expect(axes.band.length + axes.columns.length).toBe(15);
    expect(model.nodes).toBe(36);
  });

  test('many services: what is common first, then sites by trust; families with their counts', () => {
    const model = new WallModel();
    model.load(buildBoard(estates.full(), 'normal', NOW));
    const { axes } = model;
    expect(axes.mode).toBe('families');
    expect(axes.rows[0]?.key).toBe(CENTRAL);
    expect(axes.rows).toHaveLength(17);
    expect(axes.rows.flatMap((row) => row.trustHead?.name ?? [])).toEqual([
      'UNN',
      'NLSH',
      'HLSH',
      'FIN',
      'SANO',
    ]);
    expect(axes.columns.reduce((sum, column) => sum + (column.count ?? 0), 0)).toBe(axes.services);
    // No service of this family is at a site: there is no cell, which says that it does not apply.
    const security = axes.columns.findIndex((column) => column.name === 'Sikkerhet');
    expect(axes.places.filter((place) => place.column === security).map((place) => place.row)).toEqual([0]);
  });

  test('each node has one slot', () => {
    const board = buildBoard(estates.full(), 'normal', NOW);
    const model = new WallModel();
    model.load(board);
    const ids = model.cells.flatMap((cell) => cell.slots.map((slot) => slot.node.id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.sort()).toEqual([...board.graph.nodes.keys()].sort());
  });
});

/** The alarms as they follow, and what a person then does to one. */
function alarmEvents(board: Projection, node: string, aside: string | null): EventBody[] {
  const moves = decideAlarms(board, null);
  const followed: EventBody[] = moves.length > 0 ? [{ type: 'alarms.moved', moves }] : [];
  const act = aside === null ? undefined : ASIDE_ACTS[aside];
  if (!act) return followed;
  return [...followed, { type: 'alarm.acted', node, alarm: '', act, actor: 'x', actedAt: NOW }];
}
const ASIDE_ACTS: Readonly<Record<string, AlarmAct>> = {
  shelve: { kind: 'shelve', until: NOW + 1, code: 'other', reason: 'x', breakAfterMs: null },
  unshelve: { kind: 'unshelve' },
  'out-of-service': { kind: 'out-of-service', responsible: 'x', reason: 'x', reviewAt: NOW + 1 },
  'in-service': { kind: 'in-service' },
};

test('any sequence of changes leaves the model as a new one would be, at the cost of the changes', () => {
  const estate = estates.demo();
  const checks = estate.entities.flatMap((entity) => (entity.kind === 'check' ? [entity.value.id] : []));
  const results: readonly CheckResult[] = ['ok', 'warning', 'critical', 'unknown'];
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          check: fc.constantFrom(...checks),
          result: fc.constantFrom(...results),
          vantage: fc.boolean(),
          silenced: fc.boolean(),
          flapping: fc.boolean(),
          /** What a person does to the node's alarm. */
          aside: fc.option(fc.constantFrom('shelve', 'unshelve', 'out-of-service', 'in-service'), {
            freq: 3,
          }),
        }),
        { maxLength: 40 },
      ),
      (steps) => {
        const board = buildBoard(estate, 'normal', NOW);
        const model = new WallModel();
        model.load(board);
        steps.forEach(({ check, result, vantage, silenced, flapping, aside }, index) => {
          const at = NOW + index;
          const place = { origin: 'harness', epoch: 1, seq: 100_000 + index, at };
          const body = {
            type: 'check.changed',
            check,
            result,
            hard: true,
            attempt: 1,
            output: '',
            ms: 1,
            beforeAt: null,
            silenced,
          } as const;
          const patch =
            vantage && index % 7 === 0
              ? board.apply({ ...place, body: { type: 'vantage.changed', lost: index % 2 === 0 } })
              : flapping
                ? board.apply({
                    ...place,
                    body: { type: 'check.flapping', check, flapping: result !== 'ok', percent: 40 },
                  })
                : board.apply({ ...place, body: { ...body, observedAt: at } });
          const moved = model.apply(
            (patch.status?.put ?? []).map(([key]) => key),
            board,
          );
          expect(moved.length).toBeLessThanOrEqual(patch.status?.put.length ?? 0);
          const node = board.graph.checks.get(check)?.node ?? '';
          for (const event of alarmEvents(board, node, aside)) {
            const { alarms } = board.apply({ ...place, body: event });
            model.takeAlarms([...(alarms?.put ?? []).map(([key]) => key), ...(alarms?.drop ?? [])], board);
          }
        });
        const fresh = new WallModel();
        fresh.load(board);
        expect(picture(model)).toEqual(picture(fresh));
      },
    ),
    { numRuns: 60 },
  );
});

test('a change touches its own cell and no other', () => {
  const board = buildBoard(estates.full(), 'normal', NOW);
  const model = new WallModel();
  model.load(board);
  const before = new Map(model.cells.map((cell) => [cell, cell.version]));
  const patch = board.apply({
    origin: 'harness',
    epoch: 1,
    seq: 100_000,
    at: NOW,
    body: {
      type: 'check.changed',
      check: 'print@alta/0',
      result: 'critical',
      hard: true,
      attempt: 1,
      output: '',
      ms: 1,
      observedAt: NOW,
      beforeAt: null,
      silenced: false,
    },
  });
  model.apply(
    (patch.status?.put ?? []).map(([key]) => key),
    board,
  );
  const moved = model.cells.filter((cell) => cell.version !== before.get(cell)).map((cell) => cell.place.key);
  expect(moved).toEqual(['alta/Plattform']);
  expect(model.serviceTotals()).toMatchObject({ down: 1, normal: model.axes.services - 1 });
});

test('a node without a status is unknown, never normal', () => {
  const board = buildBoard(estates.demo(), 'normal', NOW);
  const model = new WallModel();
  model.load({ catalogue: board.catalogue, graph: board.graph, status: new Map(), alarms: new Map() });
  expect(model.nodeTotals()).toMatchObject({ unknown: 36, normal: 0 });
});

test('what is to be heard leads a cell, whatever is down by plan beside it', () => {
  const model = new WallModel();
  model.load(buildBoard(estates.full(), 'planned', NOW));
  const cell = (key: string) => model.cells.find(({ place }) => place.key === key);
  expect(cell('bodø/Nett')).toMatchObject({ worst: 'down', quiet: true });
  expect(cellMarks(cell('bodø/Nett') as never)).toEqual(['maintenance']);
  expect(cell('tromsø/Kurve')).toMatchObject({ worst: 'degraded', quiet: false });
  const board = buildBoard(estates.full(), 'planned', NOW);
  board.apply({
    origin: 'harness',
    epoch: 1,
    seq: 100_000,
    at: NOW,
    body: {
      type: 'check.changed',
      check: 'lan@bodø/0',
      result: 'warning',
      hard: true,
      attempt: 1,
      output: '',
      ms: 1,
      observedAt: NOW,
      beforeAt: null,
      silenced: false,
    },
  });
  model.load(board);
  expect(cell('bodø/Nett')).toMatchObject({ worst: 'degraded', quiet: false });
  expect(cellSince(cell('bodø/Nett') as never)).toBe(NOW);
});

test('services are counted by what is to be heard of them, and by why the rest is not', () => {
  const model = new WallModel();
  model.load(buildBoard(estates.demo(), 'planned', NOW));
  expect(model.heardTotals()).toMatchObject({ down: 0, degraded: 1, normal: 8 });
  expect(model.serviceTotals()).toMatchObject({ normal: 8 });
  expect(model.serviceTotals().down).toBeGreaterThan(0);
  expect(model.markTotals()).toEqual({ maintenance: 6, hours: 1, silence: 1, flapping: 2 });
});
