import type { ChartBand } from '../../../shared/contract/wire';
import { type MaintenanceRun, maintenanceKey } from '../../../shared/model/maintenance';

/** A stretch of planned work, or of its overrun, to be drawn behind the charts of what it covers. */
export interface RunBand extends ChartBand {
  /** The same key again moves the band. */
  readonly key: string;
  readonly nodes: readonly string[];
}

/** The window whose run moved. */
interface Subject {
  readonly id: string;
  readonly title: string;
}

/**
 * The bands that a move of a run writes or moves: a stretch that is over ends where it did, one that goes on reaches to
 * its planned end, or to now where it is overrun. `at`: when the run moved, ms UTC.
 */
export function bandsOfMove(
  { id, title }: Subject,
  before: MaintenanceRun | null,
  after: MaintenanceRun | null,
  at: number,
): readonly RunBand[] {
  const band = (run: MaintenanceRun, nodes: readonly string[], to: number): RunBand => ({
    key: `${maintenanceKey(id)}/${run.since}`,
    nodes,
    kind: run.phase === 'running' ? 'maintenance' : 'overrun',
    from: run.since,
    to: Math.max(run.since, to),
    label: title,
  });
  const bands: RunBand[] = [];
  if (before) {
    const goesOn = after?.start === before.start && after.since === before.since ? after : null;
    const kept = new Set(goesOn?.covers.map(({ node }) => node));
    const left = before.covers.map(({ node }) => node).filter((node) => !kept.has(node));
    if (left.length > 0)
      bands.push(band(before, left, before.phase === 'running' ? Math.min(at, before.end) : at));
  }
  if (after && after.covers.length > 0) {
    const nodes = after.covers.map(({ node }) => node);
    bands.push(band(after, nodes, after.phase === 'running' ? after.end : at));
  }
  return bands;
}
