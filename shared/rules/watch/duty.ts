import type { Contact } from '../../model/catalogue';
import type { Duty, ShiftRef } from '../../model/roster';
import type { RoomView } from '../reduce';
import { readPlan, type ShiftPlan } from './plan';
import { shiftAt, staffOf, type Turn } from './turns';

/**
 * Who *has* the watch: what was handed over, or taken, and never what the plan says or the clock does. Whoever had it
 * stays responsible until the next have accepted it (HSE, shift handover).
 */
type WatchView = Pick<RoomView, 'watch'>;
type Holder = Duty['holders'][number];

/** Who has the watch; null: nobody has ever taken it, or all have left it. */
export function dutyOf(watch: RoomView['watch']): Duty | null {
  const entity = watch.get('duty:room');
  return entity?.kind === 'duty' && entity.value.holders.length > 0 ? entity.value : null;
}

/** Everybody who has the watch, the responsible one first. */
export function holdersOf(watch: RoomView['watch']): readonly Holder[] {
  return dutyOf(watch)?.holders ?? [];
}

/** Whether a person has the watch. */
export function hasDuty(watch: RoomView['watch'], person: string): boolean {
  return holdersOf(watch).some((holder) => holder.person === person);
}

/** Who has the watch at a position now: person ids. */
export function holdersAt(watch: RoomView['watch'], position: string): readonly string[] {
  return holdersOf(watch).flatMap((holder) => (holder.position === position ? [holder.person] : []));
}

/**
 * Who answers a telephone on call (person ids): whoever has the watch at its position. Empty: nobody has, or the telephone
 * is no position's.
 */
export function answering(watch: RoomView['watch'], contact: Contact): readonly string[] {
  return contact.position === null ? [] : holdersAt(watch, contact.position);
}

/** Holders in the order of the shift's positions: the first is responsible. Who has none of them comes last. */
export function orderHolders(
  plan: ShiftPlan | null,
  shift: ShiftRef | null,
  holders: readonly Holder[],
): Holder[] {
  const positions = plan?.patterns.find(({ id }) => id === shift?.shift)?.positions ?? [];
  const rank = ({ position }: Holder): number => {
    const place = position === null ? -1 : positions.indexOf(position);
    return place < 0 ? positions.length : place;
  };
  return [...holders].sort((a, b) => rank(a) - rank(b));
}

/** A shift and who keeps it by the plan. */
export interface PlannedShift {
  readonly ref: ShiftRef;
  readonly staff: readonly Turn[];
}

/** Who is on watch, as a status bar and the wall say it. */
export interface OnWatch {
  /** Null: nobody has the watch. */
  readonly duty: Duty | null;
  /** By the plan: two while they meet, the older first; empty without a plan. */
  readonly planned: readonly PlannedShift[];
  /** The next by the plan; null: there is no plan. */
  readonly next: PlannedShift | null;
  /** Those who have the watch have it past the end of their shift, in ms; 0: they do not. */
  readonly overMs: number;
}

/** Who has the watch now (ms UTC), and who comes next by the plan. */
export function onWatch(
  view: WatchView & Pick<RoomView, 'catalogue'>,
  now: number,
  plan: ShiftPlan | null = readPlan(view.catalogue),
): OnWatch {
  const duty = dutyOf(view.watch);
  const overMs = duty?.shift ? Math.max(0, now - duty.shift.end) : 0;
  if (plan === null) return { duty, planned: [], next: null, overMs };
  const at = shiftAt(plan, now);
  const staffed = (ref: ShiftRef): PlannedShift => ({ ref, staff: staffOf(plan, view.watch, ref) });
  return { duty, planned: at.now.map(staffed), next: at.next === null ? null : staffed(at.next), overMs };
}
