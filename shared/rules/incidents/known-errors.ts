import { type KnownError, madeId } from '../../model/incidents';
import { cleanLine, cleanLines } from '../../util/clean-text';
import {
  type Act,
  actedAtOf,
  type Decider,
  type Decision,
  done,
  type IncidentView,
  refuse,
} from './decision';
import { unknownIn } from './validate';

/** A known error is written, changed, or retired. */
export function decideKnownError(
  view: IncidentView,
  act: Act<'known-error.set'> | Act<'known-error.retire'>,
  now: number,
  decider: Decider,
): Decision {
  const id = act.subject.replace(/^known-error\//, '');
  if (!act.subject.startsWith('known-error/') || !madeId.safeParse(id).success) return refuse('malformed');
  const entity = view.incidents.get(`known-error:${id}`);
  const before = entity?.kind === 'known-error' ? entity.value : null;
  const { actor } = act;
  const actedAt = actedAtOf(act, now);
  const said = { at: actedAt, by: actor };
  const write = (error: KnownError): Decision => done({ type: 'known-error.set', error, actor, actedAt });
  if (act.kind === 'known-error.retire') {
    if (!before) return refuse('unknown-known-error', { id });
    if (before.retired) return refuse('retired', { id, by: before.retired.by, at: before.retired.at });
    if (before.at > actedAt) return refuse('newer', { id, by: before.by, at: before.at });
    return write({ ...before, retired: said });
  }
  const { services, symptom, workaround, ticket } = act.payload;
  const title = cleanLine(act.payload.title);
  if (title === null) return refuse('empty', { field: 'title' });
  const unknown = unknownIn(view, { services });
  if (unknown) return refuse(unknown.code, unknown.facts);
  // The last word on it: it was written, or retired.
  const last = before?.retired ?? before;
  if (last && last.at > actedAt) return refuse('newer', { id, by: last.by, at: last.at });
  const number = before?.number || (decider === 'desk' ? '' : `K-${(view.room?.knownErrorCount ?? 0) + 1}`);
  return write({
    id,
    number,
    title,
    services: [...new Set(services)],
    symptom: symptom === null ? null : cleanLines(symptom),
    workaround: workaround === null ? null : cleanLines(workaround),
    ticket: ticket === null ? null : cleanLine(ticket),
    ...said,
    // Whoever writes it anew takes it into use again.
    retired: null,
  });
}
