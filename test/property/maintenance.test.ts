import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MaintenanceWindow } from '../../shared/model/maintenance';
import { Projection } from '../../shared/rules/projection';
import { occurrencesFrom } from '../../shared/rules/schedule';
import { aCommand, aWindow, DAY, HOUR, MaintenanceBench, MINUTE } from '../fixtures/maintenance-bench';

/**
 * The keeper against an adversary who writes, changes and removes windows, breaks and mends services, ends and extends,
 * sets the clock, and restarts the hub. After each act and a quarter of a minute, what must always hold is looked at.
 */

const windowOf: fc.Arbitrary<MaintenanceWindow> = fc
  .record({
    id: fc.constantFrom('w', 'v'),
    start: fc
      .tuple(fc.constantFrom('23', '24', '25'), fc.integer({ min: 0, max: 23 }))
      .map(([day, hour]) => `2026-11-${day}T${String(hour).padStart(2, '0')}:00`),
    durationMs: fc.constantFrom(10 * MINUTE, HOUR, 5 * HOUR, 23 * HOUR),
    rrule: fc.constantFrom(null, null, 'FREQ=DAILY', 'FREQ=DAILY;COUNT=2', 'FREQ=WEEKLY;BYDAY=TU'),
    effects: fc
      .array(
        fc.record({
          match: fc.constantFrom('db', 'app', 'print'),
          worst: fc.constantFrom('down', 'degraded'),
        }),
        {
          minLength: 1,
          maxLength: 2,
        },
      )
      .map((effects) => effects as MaintenanceWindow['effects']),
  })
  .map((change) => aWindow(change));

const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('set' as const), window: windowOf }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('file' as const),
      windows: fc.array(windowOf, { maxLength: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('remove' as const), id: fc.constantFrom('w', 'v') }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('end' as const), id: fc.constantFrom('w', 'v') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('extend' as const),
      id: fc.constantFrom('w', 'v'),
      by: fc.integer({ min: MINUTE, max: 30 * HOUR }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('observe' as const),
      node: fc.constantFrom('db', 'app', 'print'),
      result: fc.constantFrom('ok' as const, 'critical' as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 9 * HOUR }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('jump' as const),
      ms: fc.integer({ min: -2 * DAY, max: 2 * DAY }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('restart' as const), ms: fc.integer({ min: 0, max: 2 * DAY }) }),
  },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

function perform(bench: MaintenanceBench, step: Act): void {
  const { keeper } = bench;
  switch (step.kind) {
    case 'set':
      bench.set(step.window);
      break;
    case 'file':
      bench.file(...new Map(step.windows.map((window) => [window.id, window])).values());
      break;
    case 'remove':
      bench.act(keeper.remove(aCommand('maintenance.remove', `mw/${step.id}`)));
      break;
    case 'end':
      bench.act(keeper.end(aCommand('maintenance.end', `mw/${step.id}`), { reason: null }));
      break;
    case 'extend': {
      const until = bench.clock.now() + step.by;
      bench.act(keeper.extend(aCommand('maintenance.extend', `mw/${step.id}`), { until, reason: null }));
      break;
    }
    case 'observe':
      bench.observe(step.node, step.result);
      break;
    case 'wait':
      bench.clock.advance(step.ms);
      break;
    case 'jump':
      bench.clock.jump(step.ms);
      break;
    case 'restart':
      bench.restart(step.ms);
      break;
  }
}

/** What must hold once the keeper has had its time. */
function look(bench: MaintenanceBench): void {
  const now = bench.clock.now();
  for (const status of bench.state.maintenance.values()) {
    const { run, next, last, window } = status;
    if (run?.phase === 'running') {
      expect(run.end).toBeGreaterThan(now);
      expect(run.start).toBeLessThanOrEqual(now + MINUTE);
    }
    if (run?.phase === 'overrun') {
      expect(run.end).toBeLessThanOrEqual(now);
      // Something that it covers is heard, and nothing is muted by it.
      const nodes = run.covers.map(({ node }) => bench.node(node));
      expect(nodes.some(({ state, quiet }) => state !== 'normal' && quiet === null)).toBe(true);
      expect([...bench.state.muting.values()].map((muting) => muting.window)).not.toContain(window.id);
    }
    const [present] = occurrencesFrom(window, now, 1);
    if (!run && present && present.start <= now) {
      // It is its time and it does not run: then it has ended early.
      expect(last?.start).toBe(present.start);
    }
    if (next && !run) expect(next.start).toBeGreaterThan(now);
    if (next) expect(next.start).not.toBe(run?.start);
  }
  for (const id of bench.state.graph.order) {
    const { state, quiet } = bench.node(id);
    if (state === 'normal') expect(quiet).toBeNull();
    if (quiet?.kind === 'maintenance') expect(bench.window(quiet.id).run?.phase).toBe('running');
  }
}

describe('maintenance windows', () => {
  it('are what their schedule, people and the state of things make them, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 40, size: 'max' }), (acts) => {
        const bench = new MaintenanceBench();
        for (const step of acts) {
          const before = bench.events.length;
          perform(bench, step);
          bench.clock.advance(16_000);
          look(bench);
          // No act makes the log run full: two windows, and at most two days or nine hours of daily ones.
          expect(bench.events.length - before).toBeLessThan(30);
        }
        expect(bench.faults).toEqual([]);
        const settled = bench.events.length;
        bench.restart();
        expect(bench.said(settled)).toEqual([]);
        const again = new Projection();
        for (const event of bench.events) again.apply(event);
        expect(again.digests()).toEqual(bench.state.digests());
      }),
      { numRuns: 200 },
    );
  });
});
