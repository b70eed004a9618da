import { CALLERS_KEPT, type Callers } from '../../model/incidents';
import type { RoomView } from '../reduce';
import { type Act, actedAtOf, type Decision, done, type IncidentView, refuse } from './decision';

/** Who has called about a node; undefined: nobody. */
export function readCallers(incidents: RoomView['incidents'], node: string): Callers | undefined {
  const entity = incidents.get(`callers:${node}`);
  return entity?.kind === 'callers' ? entity.value : undefined;
}

/** How many have called about a node since then (ms UTC); at most CALLERS_KEPT of them are told apart. */
export function callersIn(incidents: RoomView['incidents'], node: string, since: number): number {
  return readCallers(incidents, node)?.recent.filter((at) => at >= since).length ?? 0;
}

/** One more has called about a node, or one is taken back; or the count begins anew. */
export function decideCaller(
  view: IncidentView,
  act: Act<'caller.add'> | Act<'caller.reset'>,
  now: number,
): Decision {
  const { subject: node, actor } = act;
  const before = readCallers(view.incidents, node);
  if (!before && !isCalledAbout(view, node)) return refuse('unknown-node', { node });
  const actedAt = actedAtOf(act, now);
  if (act.kind === 'caller.reset') {
    if (!before) return refuse('no-callers', { node });
    return done({ type: 'callers.counted', node, by: -before.count, callers: null, actor, actedAt });
  }
  const { by } = act.payload;
  if (by < 0 && !before) return refuse('no-callers', { node });
  return done({
    type: 'callers.counted',
    node,
    by,
    callers: counted(before, node, by, actedAt),
    actor,
    actedAt,
  });
}

/** A service at a site, or a service as a whole where nobody has said the site. */
function isCalledAbout({ graph, catalogue }: IncidentView, node: string): boolean {
  return graph.nodes.has(node) || catalogue.has(`service:${node}`);
}

/** Calls come in any order: a desk that was without its hub tells of them later. Null: nobody is left. */
function counted(before: Callers | undefined, node: string, by: 1 | -1, at: number): Callers | null {
  const calls = before?.recent ?? [];
  const recent = (by > 0 ? [...calls, at] : calls.slice(0, -1)).sort((a, b) => a - b).slice(-CALLERS_KEPT);
  const count = (before?.count ?? 0) + by;
  if (count <= 0) return null;
  return {
    node,
    count,
    firstAt: Math.min(before?.firstAt ?? at, at),
    lastAt: recent.at(-1) ?? before?.lastAt ?? at,
    recent,
  };
}
