import type { CommandPayload } from '../../contract/commands';
import type { EventBody } from '../../model/events';
import type { Absence, Assignment, Duty, ShiftRef } from '../../model/roster';
import type { RoomView } from '../reduce';
import { dutyOf, orderHolders } from './duty';
import { absencesOf, assignmentId, readPlan, type ShiftPlan } from './plan';
import { isAway, shiftAt, shiftById, staffOf } from './turns';
import { DAY_MS, dayNumber } from './wall-dates';

/**
 * What people may change of who keeps the watch: who is away, who takes whose turn, and who has the watch without a
 * handover. The hub decides by these rules, and a window may ask them first.
 */
export type RosterView = Pick<RoomView, 'catalogue' | 'people' | 'watch'>;

/** Whoever acts, and when, ms UTC. */
export interface RosterAct {
  readonly subject: string;
  readonly actor: string;
  readonly actedAt: number;
}

/** Why an act is refused. The hub has words for each (`electron/hub/watch/refusals.ts`). */
export type RosterRefusalCode =
  | 'malformed'
  | 'no-plan'
  | 'unknown-shift'
  | 'unknown-position'
  | 'unknown-person'
  | 'ends-before'
  | 'too-long'
  | 'over'
  | 'gone'
  | 'away'
  | 'elsewhere'
  | 'already-on'
  | 'not-on'
  | 'no-reason'
  | 'only-one';

export interface RosterRefusal {
  readonly code: RosterRefusalCode;
  /** Ids and dates that say why. */
  readonly facts: Readonly<Record<string, string>>;
}

export type RosterDecision = { readonly ok: EventBody } | { readonly refused: RosterRefusal };

/** What was changed in the plan is kept for so long after it is over, ms: two months, and then some. */
export const ROSTER_KEPT_MS = 62 * DAY_MS;
/** Longer than this is nobody away in one stroke, ms. */
const LONGEST_ABSENCE_MS = 3 * 366 * DAY_MS;

const refuse = (code: RosterRefusalCode, facts: RosterRefusal['facts'] = {}): RosterDecision => ({
  refused: { code, facts },
});

/** Somebody is away, or takes another's turn. `now`: ms UTC. */
export function decideRosterSet(
  view: RosterView,
  act: RosterAct,
  payload: CommandPayload<'roster.set'>,
  now: number,
): RosterDecision {
  if (act.subject !== `${payload.kind}/${payload.value.id}`) return refuse('malformed');
  const wrong =
    payload.kind === 'absence'
      ? absenceFault(view, payload.value, now)
      : assignmentFault(view, payload.value, now);
  if (wrong !== null) return { refused: wrong };
  return changed(act, [payload], []);
}

/** What somebody said of the plan no longer holds. */
export function decideRosterRemove(view: RosterView, act: RosterAct): RosterDecision {
  const key = act.subject.replace('/', ':');
  const kind = view.watch.get(key)?.kind;
  return kind === 'absence' || kind === 'assignment' ? changed(act, [], [key]) : refuse('gone');
}

type RosterPut = Extract<EventBody, { type: 'roster.changed' }>['put'];

function changed({ actor, actedAt }: RosterAct, put: RosterPut, drop: readonly string[]): RosterDecision {
  return { ok: { type: 'roster.changed', put, drop: [...drop], actor, actedAt } };
}

function absenceFault(view: RosterView, value: Absence, now: number): RosterRefusal | null {
  const { person, from, to } = value;
  if (!isPerson(view, person, readPlan(view.catalogue))) return { code: 'unknown-person', facts: { person } };
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to)) || to <= from)
    return { code: 'ends-before', facts: {} };
  if (to - from > LONGEST_ABSENCE_MS) return { code: 'too-long', facts: {} };
  return to + ROSTER_KEPT_MS <= now ? { code: 'over', facts: {} } : null;
}

function assignmentFault(view: RosterView, value: Assignment, now: number): RosterRefusal | null {
  const { date, shift, position, person } = value;
  if (value.id !== assignmentId(date, shift, position)) return { code: 'malformed', facts: {} };
  const plan = readPlan(view.catalogue);
  if (plan === null) return { code: 'no-plan', facts: {} };
  const pattern = plan.patterns.find(({ id }) => id === shift);
  const ref = pattern === undefined ? null : shiftById(plan, `${date}/${shift}`);
  if (pattern === undefined || ref === null) return { code: 'unknown-shift', facts: { shift, date } };
  if (!pattern.positions.includes(position)) return { code: 'unknown-position', facts: { position, shift } };
  if (ref.end + ROSTER_KEPT_MS <= now) return { code: 'over', facts: {} };
  if (person === null) return null;
  if (!isPerson(view, person, plan)) return { code: 'unknown-person', facts: { person } };
  if (isAway(absencesOf(view.watch), person, ref, plan.plan.overlapMs))
    return { code: 'away', facts: { person, date } };
  const other = staffOf(plan, view.watch, ref).find(
    (turn) => turn.person === person && turn.position !== position,
  );
  return other === undefined
    ? null
    : { code: 'elsewhere', facts: { person, date, position: other.position } };
}

/** Whether the hub, or the plan, knows of a person. */
function isPerson({ people }: RosterView, id: string, plan: ShiftPlan | null): boolean {
  if (people.get(`person:${id}`)?.kind === 'person') return true;
  return plan?.rota.some(({ turns }) => turns.includes(id)) ?? false;
}

/** The actor has the watch: beside those who have it, or (`alone`) in their place. */
export function decideDutyTake(
  view: RosterView,
  act: RosterAct,
  payload: CommandPayload<'duty.take'>,
  now: number,
): RosterDecision {
  if (act.subject !== 'duty/room') return refuse('malformed');
  const { actor } = act;
  const { position, alone } = payload;
  const plan = readPlan(view.catalogue);
  if (position !== null && !plan?.positions.some(({ id }) => id === position))
    return refuse('unknown-position', { position });
  const before = dutyOf(view.watch);
  const mine = { position, person: actor };
  const others = before?.holders.filter(({ person }) => person !== actor) ?? [];
  if (before === null || (alone && others.length > 0)) {
    const reason = payload.reason?.trim() ?? '';
    if (before !== null && reason.length < 3) return refuse('no-reason');
    const duty: Duty = {
      id: 'room',
      shift: plan === null ? null : shiftToTake(plan, view, actor, now),
      since: now,
      holders: [mine],
      handover: null,
    };
    return dutyChanged(act, duty, before === null ? 'began' : 'taken', reason || null);
  }
  if (before.holders.some((holder) => holder.person === actor && holder.position === position))
    return refuse('already-on');
  const holders = orderHolders(plan, before.shift, [...others, mine]);
  return dutyChanged(act, { ...before, holders }, 'joined', payload.reason?.trim() || null);
}

/** The actor no longer has the watch; the last who has it hands it over instead. */
export function decideDutyLeave(view: RosterView, act: RosterAct): RosterDecision {
  if (act.subject !== 'duty/room') return refuse('malformed');
  const before = dutyOf(view.watch);
  const holders = before?.holders.filter(({ person }) => person !== act.actor) ?? [];
  if (before === null || holders.length === before.holders.length) return refuse('not-on');
  if (holders.length === 0) return refuse('only-one');
  return dutyChanged(act, { ...before, holders }, 'left', null);
}

function dutyChanged(
  { actor, actedAt }: RosterAct,
  duty: Duty,
  why: Extract<EventBody, { type: 'duty.changed' }>['why'],
  reason: string | null,
): RosterDecision {
  const kept = { ...duty, holders: [...duty.holders] };
  return { ok: { type: 'duty.changed', duty: kept, why, reason, actor, actedAt } };
}

/** Of two shifts that meet, the one that the person is planned for; else the one that comes. */
function shiftToTake(plan: ShiftPlan, view: RosterView, person: string, now: number): ShiftRef | null {
  const shifts = shiftAt(plan, now).now;
  const planned = shifts.findLast((ref) =>
    staffOf(plan, view.watch, ref).some((turn) => turn.person === person),
  );
  return planned ?? shifts.at(-1) ?? null;
}

/** Keys of what people have changed in the plan and what is long over. `now`: ms UTC. */
export function oldRoster(watch: RoomView['watch'], now: number): readonly string[] {
  const old: string[] = [];
  for (const [key, entity] of watch) {
    if (entity.kind === 'absence' && entity.value.to + ROSTER_KEPT_MS <= now) old.push(key);
    if (entity.kind !== 'assignment') continue;
    // A shift ends on the day after its date at the latest.
    const day = dayNumber(entity.value.date) ?? 0;
    if ((day + 2) * DAY_MS + ROSTER_KEPT_MS <= now) old.push(key);
  }
  return old;
}
