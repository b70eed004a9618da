import type { CheckStatus } from '../../model/room';
import type { GraphNode } from '../graph';
import { type RoomView, readCheck } from '../reduce';
import { stateOfResult } from '../rollup';

type View = Pick<RoomView, 'graph' | 'status'>;

/** A fault began between two observations. */
export interface FaultTime {
  /** Last good, ms UTC; null: not known. */
  readonly from: number | null;
  /** First bad, ms UTC. */
  readonly to: number;
}

/** A node's own checks, by what they say. */
export interface OwnChecks {
  readonly failing: readonly string[];
  readonly well: readonly string[];
  /** Not heard for too long. */
  readonly stale: readonly string[];
  /** Never measured, or not able to tell. */
  readonly silent: readonly string[];
  /** Since when the first of them comes and goes, ms UTC; null: none does. */
  readonly flappingSince: number | null;
  /** The longest interval of those that fail, ms. */
  readonly intervalMs: number;
  /** When the fault began, by the check that saw it first; null: none has. */
  readonly fault: FaultTime | null;
}

export function ownChecks(node: GraphNode, view: View): OwnChecks {
  const failing: string[] = [];
  const well: string[] = [];
  const stale: string[] = [];
  const silent: string[] = [];
  let flappingSince: number | null = null;
  let intervalMs = 0;
  let fault: FaultTime | null = null;
  for (const id of node.checks) {
    const status = readCheck(view.status, id);
    const check = view.graph.checks.get(id);
    if (!status || !check) continue;
    if (status.flappingSince !== null)
      flappingSince = Math.min(flappingSince ?? status.flappingSince, status.flappingSince);
    if (status.overdue) stale.push(id);
    else if (status.confirmed === null || status.confirmed === 'unknown') silent.push(id);
    else if (stateOfResult(status.confirmed, check) === 'normal') well.push(id);
    else {
      failing.push(id);
      intervalMs = Math.max(intervalMs, check.intervalMs);
      const time = faultTimeOf(status);
      if (fault === null || time.to < fault.to) fault = time;
    }
  }
  return { failing, well, stale, silent, flappingSince, intervalMs, fault };
}

/** When what a check has confirmed began, as closely as it was measured. */
function faultTimeOf(status: CheckStatus): FaultTime {
  // Where the last results are others than the confirmed one, "before" is said of those.
  const told = status.result === status.confirmed && status.resultSince === status.since;
  return { from: told ? status.beforeAt : null, to: status.since };
}

/**
 * When a check that is well was last certain to be, ms UTC; null: it is not, or that is not known. An observation that says
 * nothing new is not in the log: that it is not overdue says that there was one within its freshness.
 */
export function wellAt(check: string, view: View, now: number | null): number | null {
  const status = readCheck(view.status, check);
  const freshnessMs = view.graph.checks.get(check)?.freshnessMs;
  if (!status || freshnessMs === undefined || status.overdue || status.confirmed !== 'ok') return null;
  if (status.result !== 'ok' || status.observedAt === null) return null;
  return now === null ? status.observedAt : Math.max(status.observedAt, now - freshnessMs);
}
