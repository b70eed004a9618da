import type { Handover } from '../../model/handover';
import { holdsOver } from '../incidents/registers';
import { personFault } from '../incidents/validate';
import {
  type Act,
  actedAtOf,
  type Decider,
  done,
  type HandoverDecision,
  type HandoverView,
  refuse,
} from './decision';
import { idOf, moved } from './moves';
import { handoverOf, openHandover } from './read-handovers';
import { proposeTransfers, withReceivers } from './transfers';
import { isSuperseded, upcomingHandover } from './upcoming';

/** A handover as it begins. `number`: empty until the hub has given it. Null: it is not the one that comes next. */
export function begunHandover(
  view: HandoverView,
  id: string,
  at: number,
  now: number,
  by: Decider,
): Handover | null {
  const next = upcomingHandover(view, now);
  if (next === null || next.id !== id) return null;
  const { beginsAt: _, ...planned } = next;
  return {
    ...planned,
    number: by === 'desk' ? '' : `H-${(view.room?.handoverCount ?? 0) + 1}`,
    state: 'preparing',
    beganAt: at,
    lateSince: null,
    exchangedAt: null,
    items: [],
    readBack: null,
    signatures: [],
    transfers: [...proposeTransfers(view, { ...planned, items: [] })],
    hash: null,
    severity: null,
    acceptedAt: null,
    amendments: [],
    elements: null,
    movedAt: at,
  };
}

/** Begins the handover that comes next, by hand. */
export function beginHandover(
  view: HandoverView,
  act: Act<'handover.begin'>,
  now: number,
  by: Decider,
): HandoverDecision {
  const id = idOf(act);
  if (id === null) return refuse('malformed');
  const known = handoverOf(view.watch, id);
  if (known?.state === 'accepted') return refuse('accepted', { at: known.acceptedAt });
  // Two who begin it apart begin the same one.
  if (known) return done();
  const next = upcomingHandover(view, now);
  if (next === null) return refuse('nobody');
  if (next.id !== id) return refuse('another', { handover: next.id });
  const open = openHandover(view.watch);
  if (open && !isSuperseded(view, open, now)) return refuse('another-open', { number: open.number });
  const handover = begunHandover(view, id, actedAtOf(act, now), now, by);
  if (!handover) return refuse('nobody');
  const gone = open ? [moved(open, 'dropped', null, null)] : [];
  return done(...gone, moved(handover, 'began', act.actor, handover.beganAt));
}

/** Other people than the plan says hand over, or take over: it holds until somebody says otherwise. */
export function setPeople(
  view: HandoverView,
  handover: Handover,
  act: Act<'handover.people'>,
  now: number,
): HandoverDecision {
  if (handover.state === 'signed') return refuse('signed', { number: handover.number });
  const { side, people } = act.payload;
  for (const { person } of people) {
    const fault = personFault(view, person);
    // Who the plan names may be made later.
    const known = handover[side].some((one) => one.person === person);
    if (fault && !known)
      return refuse(fault.code === 'not-in-use' ? 'not-in-use' : 'unknown-person', { person });
  }
  const stamp = { at: actedAtOf(act, now), by: act.actor };
  if (!holdsOver(stamp, handover.stamps?.[side])) return done();
  const said: Handover = {
    ...handover,
    [side]: [...new Map(people.map((one) => [`${one.position}/${one.person}`, one])).values()],
    stamps: { ...handover.stamps, [side]: stamp },
    movedAt: Math.max(handover.movedAt, stamp.at),
  };
  return done(moved(withReceivers(view, said), 'changed', act.actor, stamp.at));
}
