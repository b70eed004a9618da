import type { EventBody } from '../../model/events';
import { type FollowUp, followUp } from '../../model/handover';
import { cleanLine } from '../../util/clean-text';
import { isNode, personFault } from '../incidents/validate';
import {
  type Act,
  actedAtOf,
  type Decider,
  done,
  type HandoverDecision,
  type HandoverView,
  refuse,
} from './decision';
import { followUpOf } from './read-handovers';

type FollowUpAct = Act<'follow-up.set'> | Act<'follow-up.close'> | Act<'follow-up.reopen'>;

/**
 * What is carried from watch to watch until somebody closes it: made, changed, closed, opened again. Of two acts on one that
 * were done apart, the later holds.
 */
export function decideFollowUp(
  view: HandoverView,
  act: FollowUpAct,
  now: number,
  by: Decider,
): HandoverDecision {
  const id = act.subject.startsWith('follow-up/') ? act.subject.slice('follow-up/'.length) : '';
  if (!followUp.shape.id.safeParse(id).success) return refuse('malformed');
  const before = followUpOf(view.watch, id);
  if (act.kind === 'follow-up.set') return setFollowUp(view, act, now, by, id, before);
  if (!before) return refuse('unknown-follow-up');
  const at = actedAtOf(act, now);
  if (act.kind === 'follow-up.close') {
    if (before.closed !== null) return done();
    // Somebody said something new of it after this was closed elsewhere: then it is not what was closed.
    if (before.at > at && before.by !== act.actor) return refuse('newer', { by: before.by, at: before.at });
    const note = act.payload.note === null ? null : cleanLine(act.payload.note);
    const closed = { at, by: act.actor, note };
    return done(followUpMoved({ ...before, closed, due: false }, 'closed', act.actor, at));
  }
  if (before.closed === null || before.closed.at > at) return done();
  const open = { ...before, closed: null, due: isDue(before.dueAt, now) };
  return done(followUpMoved(open, 'reopened', act.actor, at));
}

function setFollowUp(
  view: HandoverView,
  act: Act<'follow-up.set'>,
  now: number,
  by: Decider,
  id: string,
  before: FollowUp | undefined,
): HandoverDecision {
  const { section, node, owner, dueAt } = act.payload;
  const text = cleanLine(act.payload.text);
  if (text === null) return refuse('empty');
  if (node !== null && node !== before?.node && !isNode(view, node)) return refuse('unknown-node', { node });
  const fault = owner === null || owner === before?.owner ? null : personFault(view, owner);
  if (fault) return refuse(fault.code === 'not-in-use' ? 'not-in-use' : 'unknown-person', { person: owner });
  const at = actedAtOf(act, now);
  if (dueAt !== null && !Number.isSafeInteger(dueAt)) return refuse('malformed');
  if (dueAt !== null && dueAt !== before?.dueAt && dueAt <= at) return refuse('past', { at: dueAt });
  if (before?.closed) return refuse('closed', { by: before.closed.by, at: before.closed.at });
  if (before && (before.at > at || (before.at === at && before.by > act.actor))) {
    return refuse('newer', { by: before.by, at: before.at });
  }
  const said = { section, text, node, owner, dueAt, due: isDue(dueAt, now), at, by: act.actor };
  const number = by === 'desk' ? '' : `O-${(view.room?.followUpCount ?? 0) + 1}`;
  const next: FollowUp = before ? { ...before, ...said } : { id, number, ...said, carried: 0, closed: null };
  return done(followUpMoved(next, 'set', act.actor, at));
}

/** The event of a change. `actor` null: time did it. */
export function followUpMoved(
  one: FollowUp,
  what: Extract<EventBody, { type: 'follow-up.moved' }>['what'],
  actor: string | null,
  actedAt: number | null,
): EventBody {
  return { type: 'follow-up.moved', followUp: one, what, actor, actedAt };
}

function isDue(dueAt: number | null, now: number): boolean {
  return dueAt !== null && dueAt <= now;
}
