import { describe, expect, it } from 'vitest';
import type { MaintenanceRun, MaintenanceStatus } from '../../../../shared/model/maintenance';
import { mutingOf } from '../../../../shared/rules/muting';
import { reduceMaintenance } from '../../../../shared/rules/reduce-maintenance';
import { aWindow } from '../../../fixtures/maintenance-bench';

function running(id: string, covers: MaintenanceRun['covers'], phase: MaintenanceRun['phase'] = 'running') {
  const run: MaintenanceRun = { start: 1, end: 2, phase, since: 1, covers };
  const status: MaintenanceStatus = { window: aWindow({ id }), run, next: null, last: null };
  return status;
}

describe('what running windows cover', () => {
  it('is what is expected at worst, by whichever window expects the most', () => {
    const muting = mutingOf([
      running('a', [{ node: 'x', worst: 'warning' }]),
      running('b', [
        { node: 'x', worst: 'down' },
        { node: 'y', worst: 'degraded' },
      ]),
      running('c', [{ node: 'x', worst: 'degraded' }]),
    ]);
    expect([...muting]).toEqual([
      ['x', { window: 'b', worst: 'down' }],
      ['y', { window: 'b', worst: 'degraded' }],
    ]);
  });

  it('is the same in whatever order the windows are held', () => {
    const windows = ['a', 'b', 'c'].map((id) => running(id, [{ node: 'x', worst: 'down' }]));
    for (const order of [windows, [...windows].reverse(), [windows[1], windows[0], windows[2]]]) {
      expect(mutingOf(order.filter((item) => item !== undefined)).get('x')?.window).toBe('a');
    }
  });

  it('is nothing of an overrun, nor of a window that does not run', () => {
    const covers = [{ node: 'x', worst: 'down' as const }];
    expect(mutingOf([running('a', covers, 'overrun'), { ...running('b', covers), run: null }]).size).toBe(0);
  });
});

describe('the maintenance collection', () => {
  const known = running('w', []);
  const windows = new Map([['mw/w', known]]);
  const moved = {
    type: 'maintenance.moved' as const,
    id: 'w',
    title: 'w',
    run: null,
    ended: { start: 1, end: 50 },
    next: { start: 90, end: 91 },
    actor: 'vakt-1',
    reason: null,
    nodes: [],
  };

  it('keeps a run through a change of its window, and says when it was over and by whom', () => {
    const set = reduceMaintenance(
      windows,
      { type: 'maintenance.set', window: aWindow({ title: 'ny' }), next: null, actor: null },
      7,
    );
    expect(set.put[0]?.[1]).toMatchObject({ window: { title: 'ny' }, run: known.run });
    expect(reduceMaintenance(windows, moved, 40).put[0]?.[1]).toMatchObject({
      run: null,
      next: { start: 90 },
      last: { start: 1, end: 40, by: 'vakt-1' },
    });
    expect(reduceMaintenance(windows, { ...moved, ended: null }, 40).put[0]?.[1].last).toBeNull();
  });

  it('ignores what is said of a window that nobody knows', () => {
    const nothing = { put: [], drop: [] };
    expect(reduceMaintenance(windows, { ...moved, id: 'x' }, 1)).toEqual(nothing);
    expect(reduceMaintenance(windows, { type: 'maintenance.removed', id: 'x', actor: null }, 1)).toEqual(
      nothing,
    );
    expect(reduceMaintenance(windows, { type: 'maintenance.removed', id: 'w', actor: null }, 1).drop).toEqual(
      ['mw/w'],
    );
  });
});
