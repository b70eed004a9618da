import { asksUpstream } from '../../../shared/rules/causes/upstream';
import type { Graph } from '../../../shared/rules/graph';
import type { CheckTarget } from '../catalogue/loaded';
import type { ScheduledCheck } from './scheduler';

/**
 * What is to be scheduled: every check with a target, and beside it the checks of what its service hard-depends
 * on (where nothing measures that, of what else hangs on it): they are asked again with it when it first fails, so that the
 * cause is known as soon as the symptom.
 */
export function scheduledChecks(
  graph: Graph,
  targets: ReadonlyMap<string, CheckTarget>,
): readonly ScheduledCheck[] {
  const scheduled: ScheduledCheck[] = [];
  for (const check of graph.checks.values()) {
    const target = targets.get(check.id);
    if (!target) continue;
    const node = check.node === null ? undefined : graph.nodes.get(check.node);
    // The reference points as well: them or us?
    const parents = [...(node ? asksUpstream(node, graph).checks : []), ...graph.references];
    scheduled.push({ check, target, parents });
  }
  return scheduled;
}
