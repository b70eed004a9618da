import { assertNever } from '../../util/assert-never';
import { decideCaller } from './callers';
import type { Decider, Decision, IncidentAct, IncidentView } from './decision';
import { decideKnownError } from './known-errors';
import { mergeIncident } from './merge-incident';
import { openIncident } from './open-incident';
import { decideReport } from './reports';
import { setFields, setRoutine, setTime, setUpdate, writeNote } from './set-incident';
import { moveState } from './state-incident';
import { decideTask } from './tasks';

/**
 * What follows from a person's act on incidents and what belongs to them. Pure, and the same in the hub, where it takes
 * effect, and on a desk that shows what waits in its outbox while the hub is away (`by`: `desk`; what is made then has no
 * number yet). Acts that were done apart may come in any order: fields are merged by when people acted, and what gives way
 * stays in the timeline. `now`: the hub's time, ms UTC.
 */
export function decideIncident(
  view: IncidentView,
  act: IncidentAct,
  now: number,
  by: Decider = 'hub',
): Decision {
  switch (act.kind) {
    case 'incident.open':
      return openIncident(view, act, now, by);
    case 'incident.set':
      return setFields(view, act, now);
    case 'incident.note':
      return writeNote(view, act, now);
    case 'incident.time':
      return setTime(view, act, now);
    case 'incident.update':
      return setUpdate(view, act, now);
    case 'incident.routine':
      return setRoutine(view, act, now);
    case 'incident.merge':
      return mergeIncident(view, act, now);
    case 'incident.restore':
    case 'incident.close':
    case 'incident.reopen':
      return moveState(view, act, now);
    case 'task.set':
    case 'task.done':
      return decideTask(view, act, now);
    case 'caller.add':
    case 'caller.reset':
      return decideCaller(view, act, now);
    case 'report.set':
    case 'report.end':
      return decideReport(view, act, now);
    case 'known-error.set':
    case 'known-error.retire':
      return decideKnownError(view, act, now, by);
    default:
      return assertNever(act, 'decide incident');
  }
}
