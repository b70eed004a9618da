import type { Handover } from '../../model/handover';
import type { Duty, ShiftRef } from '../../model/roster';
import { personFault } from '../incidents/validate';
import { dutyOf } from '../watch/duty';
import { readPlan, type ShiftPlan } from '../watch/plan';
import { shiftAt, shiftById, shiftsBetween, staffOf } from '../watch/turns';
import { dateText, dayAt } from '../watch/wall-dates';
import type { HandoverView } from './decision';
import { handoverOf } from './read-handovers';

export type HandoverPeople = Handover['outgoing'];
type WatchView = Pick<HandoverView, 'catalogue' | 'people' | 'watch'>;

/** Without a plan a handover that was begun is due after this, ms. */
const UNPLANNED_MS = 60 * 60_000;
/** Shifts further apart than this follow no longer on each other, ms. */
const NEXT_WITHIN_MS = 8 * 24 * 3_600_000;

/** The handover that comes next: of whom, to whom, and when. */
export interface Upcoming extends Pick<Handover, 'id' | 'from' | 'to' | 'outgoing' | 'incoming' | 'dueAt'> {
  /** The hub begins it then, ms UTC; null: only a person does, for want of a plan. */
  readonly beginsAt: number | null;
}

/**
 * The handover that comes next: of those who have the watch, or, where nobody has ever taken it, of those whose turn it is
 * by the plan. Null: nobody has the watch, and no plan says who should. `now`: ms UTC.
 */
export function upcomingHandover(
  view: WatchView,
  now: number,
  plan: ShiftPlan | null = readPlan(view.catalogue),
): Upcoming | null {
  const duty = dutyOf(view.watch);
  const from = duty ? asPlanned(plan, duty.shift) : plan && (shiftAt(plan, now).now[0] ?? null);
  if (!duty && !from) return null;
  // A shift is handed over once: whoever took the watch back of one that was, hands over what they took.
  const isOver =
    duty !== null && from !== null && handoverOf(view.watch, idOf(from.id))?.state === 'accepted';
  const id = from && !isOver ? idOf(from.id) : idOfDuty(duty);
  const to = plan ? shiftAfter(plan, from, now) : null;
  const outgoing = duty ? duty.holders : from && plan ? keptBy(view, plan, from) : [];
  const incoming = to && plan ? keptBy(view, plan, to) : [];
  // Somebody who has the watch outside the plan hands over with the shift that it is.
  const end = from?.end ?? (plan ? (shiftAt(plan, now).now[0]?.end ?? null) : null);
  return {
    id,
    from,
    to,
    outgoing,
    incoming,
    beginsAt: plan && end !== null ? end - plan.plan.draftMs : null,
    dueAt: plan && end !== null ? end + plan.plan.lateMs : now + UNPLANNED_MS,
  };
}

/** A shift as the plan has it now, which may have changed since the watch was taken; one that it has no more, as it was. */
function asPlanned(plan: ShiftPlan | null, ref: ShiftRef | null): ShiftRef | null {
  return (plan && ref && shiftById(plan, ref.id)) ?? ref;
}

/** The shift that takes over: the next; where that has ended without anybody taking over, the one that it is now. */
function shiftAfter(plan: ShiftPlan, from: ShiftRef | null, now: number): ShiftRef | null {
  if (from === null) return shiftAt(plan, now).next;
  const next = shiftsBetween(plan, from.start, from.end + NEXT_WITHIN_MS).find(
    ({ start }) => start > from.start,
  );
  if (next && next.end > now) return next;
  return shiftAt(plan, now).now.at(-1) ?? next ?? null;
}

/** Who keeps a shift by the plan and what was changed in it; a vacancy is nobody, and so is who was put out of use. */
function keptBy(view: WatchView, plan: ShiftPlan, ref: ShiftRef): HandoverPeople {
  return staffOf(plan, view.watch, ref).flatMap(({ position, person }) =>
    person === null || isOutOfUse(view, person) ? [] : [{ position, person }],
  );
}

/** Whether the room knows somebody who may not act any more. Who is not known is made later, and is no such one. */
export function isOutOfUse(view: Pick<HandoverView, 'people'>, person: string): boolean {
  return personFault(view, person)?.code === 'not-in-use';
}

/** `2026-11-23/natt` → `2026-11-23_natt`: also a document's name, which holds no slash. */
function idOf(shift: string): string {
  return shift.replace('/', '_').replace(/[^0-9A-Za-z_æøåÆØÅ.-]/g, '-');
}

/** Of a watch outside the plan: the same wherever it is made. */
function idOfDuty(duty: Duty | null): string {
  const since = duty?.since ?? 0;
  return `${dateText(dayAt(since))}_vakt-${Math.floor(since).toString(36)}`;
}

/**
 * Whether a handover that is not accepted is about nothing any more: somebody has taken the watch alone since, or nobody
 * ever had it, and the next shift is about to end.
 */
export function isSuperseded(
  view: WatchView,
  handover: Handover,
  now: number,
  plan: ShiftPlan | null = readPlan(view.catalogue),
): boolean {
  const next = upcomingHandover(view, now, plan);
  if (handover.state === 'accepted' || next === null || next.id === handover.id) return false;
  const duty = dutyOf(view.watch);
  if (duty) return duty.since > handover.beganAt;
  return next.beginsAt !== null && next.beginsAt <= now;
}
