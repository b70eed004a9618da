import { type IncidentTask, madeId } from '../../model/incidents';
import { cleanLine } from '../../util/clean-text';
import { taskOf } from './checklist';
import { type Act, actedAtOf, type Decision, done, type IncidentView, refuse } from './decision';
import { incidentOf } from './read-incidents';
import { isSame } from './registers';
import { draftOf } from './set-incident';
import { personFault } from './validate';

/** A task is made, changed, given to somebody, or ticked off. */
export function decideTask(
  view: IncidentView,
  act: Act<'task.set'> | Act<'task.done'>,
  now: number,
): Decision {
  const id = act.subject.replace(/^task\//, '');
  if (!act.subject.startsWith('task/') || !madeId.safeParse(id).success) return refuse('malformed');
  return act.kind === 'task.set' ? setTask(view, act, now, id) : tickTask(view, act, now, id);
}

function setTask(view: IncidentView, act: Act<'task.set'>, now: number, id: string): Decision {
  const { payload, actor } = act;
  const before = taskOf(view.incidents, id);
  const incident = incidentOf(view.incidents, before?.incident ?? payload.incident);
  if (!incident) return refuse('unknown-incident', { incident: payload.incident });
  const text = cleanLine(payload.text);
  if (text === null) return refuse('empty', { field: 'text' });
  const fault = payload.owner === null ? null : personFault(view, payload.owner);
  if (fault) return refuse(fault.code, fault.facts);
  const at = actedAtOf(act, now);
  const said = { text, owner: payload.owner };
  const task: IncidentTask = before
    ? { ...before, ...said, at, by: actor }
    : { id, incident: incident.id, ...said, source: 'person', order: at, at, by: actor, done: null };
  const draft = draftOf(view, incident, act, now);
  const was = before ? { text: before.text, owner: before.owner } : null;
  const written = draft.write(`task:${task.id}`, () => draft.task(task));
  const facts = { task: task.id, text, owner: payload.owner };
  if (!written) draft.line('late', { field: 'task', value: text, ...facts });
  else if (!isSame(said, was)) draft.line('task', { ...facts, new: before === undefined });
  return done(draft.event());
}

function tickTask(view: IncidentView, act: Act<'task.done'>, now: number, id: string): Decision {
  const before = taskOf(view.incidents, id);
  const incident = before && incidentOf(view.incidents, before.incident);
  if (!before || !incident) return refuse('unknown-task', { task: id });
  const at = actedAtOf(act, now);
  const ticked = act.payload.done ? { at, by: act.actor } : null;
  const draft = draftOf(view, incident, act, now);
  const written = draft.write(`done:${before.id}`, () => draft.task({ ...before, done: ticked }));
  const facts = { task: before.id, text: before.text };
  if (!written) draft.line('late', { field: 'done', value: act.payload.done, ...facts });
  else if ((before.done === null) !== (ticked === null))
    draft.line(ticked === null ? 'task-undone' : 'task-done', facts);
  return done(draft.event());
}
