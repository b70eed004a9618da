import { MAX_REPORT_MS, REPORT_ASKS_MS } from '../../model/incidents';
import { cleanLine } from '../../util/clean-text';
import { type Act, actedAtOf, type Decision, done, type IncidentView, refuse } from './decision';
import { reportOf } from './read-incidents';

/** Users report a service down while its checks are well; or somebody says that it no longer holds. */
export function decideReport(
  view: IncidentView,
  act: Act<'report.set'> | Act<'report.end'>,
  now: number,
): Decision {
  const { subject: node, actor } = act;
  const before = reportOf(view.incidents, node);
  const actedAt = actedAtOf(act, now);
  if (act.kind === 'report.end') {
    if (!before) return refuse('no-report', { node });
    // Somebody has said since that it still holds.
    if (before.at > actedAt) return refuse('newer', { node, by: before.by, at: before.at });
    return done({ type: 'report.changed', node, report: null, why: 'ended', actor, actedAt });
  }
  const { until, note } = act.payload;
  if (!view.graph.nodes.has(node)) return refuse('unknown-node', { node });
  if (!Number.isSafeInteger(until) || until <= actedAt || until <= now) return refuse('past', { until });
  if (until > actedAt + MAX_REPORT_MS) return refuse('too-long', { limit: actedAt + MAX_REPORT_MS });
  if (before && before.at > actedAt) return refuse('newer', { node, by: before.by, at: before.at });
  const said = note === null ? null : cleanLine(note);
  const report = {
    node,
    at: actedAt,
    by: actor,
    until,
    note: said ?? before?.note ?? null,
    // What lasts no longer than the question is not asked about.
    asked: until - actedAt <= REPORT_ASKS_MS,
  };
  return done({ type: 'report.changed', node, report, why: 'set', actor, actedAt });
}
