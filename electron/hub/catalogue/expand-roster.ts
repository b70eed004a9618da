import type { RoutineSpec, WatchSpec } from '../../../shared/contract/catalogue-watch';
import type { CatalogueEntity, Service } from '../../../shared/model/catalogue';
import type { Routine } from '../../../shared/model/handover';
import { matchNodes } from '../../../shared/rules/node-pattern';
import type { ShiftPlan } from '../../../shared/rules/watch/plan';
import { planFaults } from '../../../shared/rules/watch/plan-faults';
import { type Bounds, bounded } from './expand-incidents';
import { daysOf } from './expand-on-call';
import type { Notes } from './notes';
import type { Path } from './yaml-source';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Durations with their bounds, in words. */
const OVERLAP: Bounds = { least: 0, most: 2 * HOUR_MS, words: 'two shifts meet for at most 2h' };
const DRAFT: Bounds = { least: 15 * MINUTE_MS, most: 12 * HOUR_MS, words: 'draft is from 15m to 12h' };
const LATE: Bounds = { least: 0, most: 4 * HOUR_MS, words: 'late is at most 4h' };

/** The shift plan as the room knows it. Holes, overlaps and what it names in vain are faults at their places. */
export function expandShiftPlan(spec: WatchSpec, notes: Notes): readonly CatalogueEntity[] {
  const plan = shiftPlanOf(spec, notes);
  for (const { path, reason } of planFaults(plan)) notes.fault([...path], reason);
  return [
    { kind: 'watch-plan', value: plan.plan },
    ...plan.positions.map((value) => ({ kind: 'watch-position' as const, value })),
    ...plan.patterns.map((value) => ({ kind: 'shift-pattern' as const, value })),
    ...plan.rota.map((value) => ({ kind: 'rota' as const, value })),
  ];
}

function shiftPlanOf(spec: WatchSpec, notes: Notes): ShiftPlan {
  const within = (key: 'overlap' | 'draft' | 'late', preset: string, bounds: Bounds): number =>
    bounded(spec[key] ?? preset, bounds, ['watch', key], notes);
  return {
    plan: {
      id: 'room',
      overlapMs: within('overlap', '15m', OVERLAP),
      draftMs: within('draft', '2h', DRAFT),
      lateMs: within('late', '15m', LATE),
      readBack: spec.readBack ?? true,
    },
    positions: spec.positions.map(({ id, name, role }, order) => ({
      id,
      name,
      order,
      role: role ?? 'operator',
    })),
    patterns: spec.shifts.map(({ id, name, days, from, to, positions }, order) => ({
      id,
      name,
      order,
      days: daysOf(days),
      from,
      to: midnight(to),
      positions,
    })),
    rota: spec.rota.map(({ shift, position, from, until, by, turns }, order) => ({
      id: `${shift}/${position}/${from}`,
      order,
      shift,
      position,
      from,
      until: until ?? null,
      by,
      turns,
    })),
  };
}

/** A routine as the room knows it. */
export function expandRoutine(
  spec: RoutineSpec,
  index: number,
  services: readonly Service[],
  notes: Notes,
): Routine {
  const path: Path = ['routines', index];
  const { service, position } = spec;
  if (position !== undefined) notes.refer('watch', position, [...path, 'position'], 'watch position');
  if (service !== undefined && !notes.isLeftOut('services', service.split('@')[0] ?? '')) {
    const known = !service.includes('*') && matchNodes(service, services).length > 0;
    if (!known) notes.fault([...path, 'service'], `"${service}" is no service or service@site here`);
  }
  return {
    id: spec.id,
    name: spec.name,
    order: index,
    days: daysOf(spec.days),
    opens: spec.opens ?? '00:00',
    before: midnight(spec.before),
    position: position ?? null,
    steps: spec.steps ?? [],
    node: service ?? null,
    runbook: spec.runbook ?? null,
  };
}

/** Midnight has two names; the room uses one. */
function midnight(time: string): string {
  return time === '24:00' ? '00:00' : time;
}
