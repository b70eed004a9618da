import type { EventBody } from '../../model/events';
import { FOLLOW_UPS_KEPT_MS, HANDOVERS_KEPT_MS, type Handover } from '../../model/handover';
import { isSame } from '../incidents/registers';
import { readPlan, type ShiftPlan } from '../watch/plan';
import type { HandoverView } from './decision';
import { followUpMoved } from './follow-ups';
import { moved } from './moves';
import { begunHandover } from './prepare';
import { followUpsIn, handoverOf, handoversIn, openHandover } from './read-handovers';
import { withReceivers } from './transfers';
import { isSuperseded, upcomingHandover } from './upcoming';

/** What time has done by now, and when it does something next. */
export interface DueHandovers {
  readonly events: readonly EventBody[];
  /** ms UTC; null: never. */
  readonly nextAt: number | null;
}

interface Deadline {
  /** ms UTC. */
  readonly at: number;
  readonly event: () => EventBody | null;
}

/** People may be changed in the plan at any time; what a clock changes of them is looked at so often, ms. */
const LOOK_MS = 60_000;

/**
 * What time and the plan do to handovers and to what is carried on, by `now` (the hub's time, ms UTC): one begins by the
 * plan, its people are kept current until it is signed, it is late, it is about nothing any more, a follow-up falls due, and
 * what was over long ago leaves the state. One step of each at a time. The watch itself is never changed by the clock.
 */
export function dueHandovers(
  view: HandoverView,
  now: number,
  plan: ShiftPlan | null = readPlan(view.catalogue),
): DueHandovers {
  const events: EventBody[] = [];
  let nextAt: number | null = null;
  for (const { at, event } of deadlines(view, now, plan)) {
    if (at > now) {
      nextAt = Math.min(nextAt ?? at, at);
      continue;
    }
    const body = event();
    if (body) events.push(body);
  }
  return { events, nextAt };
}

function* deadlines(view: HandoverView, now: number, plan: ShiftPlan | null): Iterable<Deadline> {
  for (const one of handoversIn(view.watch)) {
    if (one.acceptedAt !== null)
      yield { at: one.acceptedAt + HANDOVERS_KEPT_MS, event: () => moved(one, 'dropped', null, null) };
  }
  for (const one of followUpsIn(view.watch)) {
    if (one.closed) {
      yield {
        at: one.closed.at + FOLLOW_UPS_KEPT_MS,
        event: () => followUpMoved(one, 'dropped', null, null),
      };
    } else if (one.dueAt !== null && !one.due) {
      yield { at: one.dueAt, event: () => followUpMoved({ ...one, due: true }, 'due', null, null) };
    }
  }
  yield* ofOpen(view, now, plan);
}

function* ofOpen(view: HandoverView, now: number, plan: ShiftPlan | null): Iterable<Deadline> {
  const open = openHandover(view.watch);
  const next = upcomingHandover(view, now, plan);
  if (open && isSuperseded(view, open, now, plan)) {
    yield { at: now, event: () => moved(open, 'dropped', null, null) };
    return;
  }
  if (open) {
    const late = open.lateSince === null;
    const current = kept(view, open, now, plan);
    if (late)
      yield { at: open.dueAt, event: () => moved({ ...open, lateSince: open.dueAt }, 'late', null, null) };
    // Both would be said of the handover as it is: one after the other.
    if (current !== open && !(late && open.dueAt <= now))
      yield { at: now, event: () => moved(current, 'changed', null, null) };
    if (plan) yield { at: now + LOOK_MS, event: () => null };
    return;
  }
  if (next?.beginsAt == null) {
    // Nobody has the watch, and by the plan there is a hole: it is looked at again.
    if (plan) yield { at: now + LOOK_MS, event: () => null };
    return;
  }
  if (handoverOf(view.watch, next.id)?.state === 'accepted') return;
  yield {
    at: next.beginsAt,
    event: () => {
      const begun = begunHandover(view, next.id, now, now, 'hub');
      return begun && moved(begun, 'began', null, null);
    },
  };
}

/**
 * The handover with the people and the time that the watch and the plan say now; the same where nothing changed, or it is
 * signed.
 */
function kept(view: HandoverView, open: Handover, now: number, plan: ShiftPlan | null): Handover {
  if (open.state === 'signed') return open;
  const next = upcomingHandover(view, now, plan);
  if (next === null || next.id !== open.id) return open;
  const outgoing = open.stamps?.outgoing ? open.outgoing : [...next.outgoing];
  const incoming = open.stamps?.incoming ? open.incoming : [...next.incoming];
  // Of a watch outside the plan the time is that of when it began.
  const dueAt = plan && next.from ? next.dueAt : open.dueAt;
  const lateSince = dueAt > now ? null : open.lateSince;
  const current = { ...open, from: next.from, to: next.to, outgoing, incoming, dueAt, lateSince };
  if (isSame(current, open)) return open;
  return withReceivers(view, current);
}
