import type { EventBody } from '../../model/events';
import { ROUTINES_KEPT_MS, type Routine, type RoutineRun } from '../../model/handover';
import type { HandoverView } from '../handover/decision';
import { runOf, runsIn } from '../handover/read-handovers';
import { DAY_MS, dateText, dayAt, isoWeekday, MINUTE_MS, minuteOf, wallReader } from '../watch/wall-dates';
import { routineMoved } from './decide-routine';

/** What time has done by now, and when it does something next. */
export interface DueRoutines {
  readonly events: readonly EventBody[];
  /** ms UTC; null: never. */
  readonly nextAt: number | null;
}

/** A turn of a routine, by the clock on the wall. Times are ms UTC. */
export interface RoutineTurn {
  /** `ROUTINE/DATE`. */
  readonly id: string;
  readonly routine: Routine;
  readonly date: string;
  readonly opensAt: number;
  readonly dueAt: number;
}

/** Turns are looked for so far ahead, days: the longest that lies between two turns of a routine, and some. */
const AHEAD_DAYS = 9;

/**
 * The turns of routines that are open at some time in [`from`, `to`) (ms UTC), by when they open. One whose time is up at
 * or before it opens, is up the day after. In the nights when the clock jumps a turn lasts until the wall shows its end.
 */
export function turnsOfRoutines(
  routines: readonly Routine[],
  from: number,
  to: number,
): readonly RoutineTurn[] {
  const read = wallReader(from, to);
  const turns: RoutineTurn[] = [];
  for (let day = dayAt(from) - 2; day <= dayAt(to) + 1; day++) {
    for (const routine of routines) {
      if (!routine.days.includes(isoWeekday(day))) continue;
      const opens = day * DAY_MS + minuteOf(routine.opens) * MINUTE_MS;
      const before = day * DAY_MS + minuteOf(routine.before) * MINUTE_MS;
      const opensAt = read(opens);
      const dueAt = read(before > opens ? before : before + DAY_MS);
      const date = dateText(day);
      if (dueAt > from && opensAt < to)
        turns.push({ id: `${routine.id}/${date}`, routine, date, opensAt, dueAt });
    }
  }
  return turns.sort(
    (a, b) => a.opensAt - b.opensAt || a.routine.order - b.routine.order || (a.id < b.id ? -1 : 1),
  );
}

/**
 * What time does to routines, by `now` (the hub's time, ms UTC): a turn opens, it is overdue, and what was settled long ago
 * leaves the state. A turn that nobody did stays until the next one of its routine opens. A routine that is new has no turns
 * of the past; one that is known here has those that opened while the hub was away.
 */
export function dueRoutines(view: HandoverView, now: number): DueRoutines {
  const events: EventBody[] = [];
  let nextAt: number | null = null;
  const at = (when: number, event: () => EventBody): void => {
    if (when <= now) events.push(event());
    else nextAt = Math.min(nextAt ?? when, when);
  };
  const runs = runsIn(view.watch);
  for (const run of runs) {
    if (run.state === 'open')
      at(run.dueAt, () => routineMoved({ ...run, state: 'overdue' }, 'overdue', null, null));
    else if (run.settled !== null || runs.some((one) => isLater(one, run)))
      at((run.settled?.at ?? run.dueAt) + ROUTINES_KEPT_MS, () => routineMoved(run, 'dropped', null, null));
  }
  let count = view.room?.routineCount ?? 0;
  for (const turn of turnsOfRoutines(
    routinesOf(view.catalogue),
    now - ROUTINES_KEPT_MS,
    now + AHEAD_DAYS * DAY_MS,
  )) {
    const known = runOf(view.watch, turn.id);
    if (known) {
      // The catalogue has another time for it by now: what was said of it stays, and what is not done is due by that.
      const { opensAt, dueAt } = turn;
      const state = dueAt > now ? 'open' : 'overdue';
      if (known.settled === null && (known.dueAt !== dueAt || known.opensAt !== opensAt))
        events.push(routineMoved({ ...known, opensAt, dueAt, state }, 'opened', null, null));
      continue;
    }
    const last = runs.findLast(({ routine }) => routine === turn.routine.id);
    const isWanted = last ? turn.dueAt > last.dueAt : turn.dueAt > now;
    if (!isWanted) continue;
    at(turn.opensAt, () => {
      count += 1;
      return routineMoved(opened(turn, `R-${count}`), 'opened', null, null);
    });
  }
  return { events, nextAt };
}

function opened({ id, routine, date, opensAt, dueAt }: RoutineTurn, number: string): RoutineRun {
  const { name } = routine;
  return {
    id,
    number,
    routine: routine.id,
    name,
    date,
    opensAt,
    dueAt,
    state: 'open',
    ticked: [],
    settled: null,
  };
}

function isLater(one: RoutineRun, than: RoutineRun): boolean {
  return one.routine === than.routine && one.dueAt > than.dueAt;
}

/** The catalogue's routines, in its order. */
export function routinesOf(catalogue: HandoverView['catalogue']): readonly Routine[] {
  const found: Routine[] = [];
  for (const entity of catalogue.values()) if (entity.kind === 'routine') found.push(entity.value);
  return found.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}
