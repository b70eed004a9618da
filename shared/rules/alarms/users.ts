import type { UserReport } from '../../model/incidents';
import type { GraphNode } from '../graph';
import { callersIn } from '../incidents/callers';
import type { RoomView } from '../reduce';

/** Calls that belong to a case come at most so long before it is seen, ms. */
const CALLS_BEFORE_MS = 30 * 60_000;

/** What users say against green checks; undefined: nothing that holds. */
export function readReport(incidents: RoomView['incidents'], node: string): UserReport | undefined {
  const entity = incidents.get(`report:${node}`);
  return entity?.kind === 'report' ? entity.value : undefined;
}

/**
 * How many have called about a node and what follows from it, since half an hour before its case (`since`, ms UTC). Calls
 * about a service of which nobody has said the site count for each of its sites.
 */
export function callersAbout(
  { incidents }: Pick<RoomView, 'incidents'>,
  node: GraphNode,
  following: ReadonlySet<string> | undefined,
  since: number,
): number {
  if (incidents.size === 0) return 0;
  const from = since - CALLS_BEFORE_MS;
  let count = callersIn(incidents, node.id, from);
  if (node.site !== null) count += callersIn(incidents, node.service.id, from);
  for (const id of following ?? []) count += callersIn(incidents, id, from);
  return count;
}
