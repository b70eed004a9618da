import type { EventBody } from '../../model/events';
import type { Routine, RoutineRun } from '../../model/handover';
import { cleanLine } from '../../util/clean-text';
import {
  type Act,
  actedAtOf,
  done,
  type HandoverDecision,
  type HandoverView,
  refuse,
} from '../handover/decision';
import { runOf } from '../handover/read-handovers';
import type { RoomView } from '../reduce';

type RoutineAct = Act<'routine.tick'> | Act<'routine.settle'> | Act<'routine.reopen'>;

/** What people do with a turn of a routine: its steps are ticked, it is done or left, or it is open again. */
export function decideRoutine(view: HandoverView, act: RoutineAct, now: number): HandoverDecision {
  const match = /^routine\/(.+\/\d{4}-\d{2}-\d{2})$/.exec(act.subject);
  if (!match?.[1]) return refuse('malformed');
  const run = runOf(view.watch, match[1]);
  if (!run) return refuse('unknown-routine');
  const at = actedAtOf(act, now);
  if (act.kind === 'routine.tick') return tick(view, run, act, at);
  if (act.kind === 'routine.reopen') {
    if (run.settled === null || run.settled.at > at) return done();
    const state = now >= run.dueAt ? 'overdue' : 'open';
    return done(routineMoved({ ...run, state, settled: null }, 'reopened', act.actor, at));
  }
  const { state } = act.payload;
  const note = act.payload.note === null ? null : cleanLine(act.payload.note);
  if (state === 'skipped' && note === null) return refuse('empty');
  // Two who did it apart have both done it: the first one's word stands.
  if (run.settled !== null) {
    return run.state === state ? done() : refuse('settled', { by: run.settled.by, at: run.settled.at });
  }
  const steps = routineOf(view.catalogue, run.routine)?.steps.length ?? 0;
  const left = stepsLeft(run, steps);
  if (state === 'done' && left > 0 && note === null) return refuse('steps-left', { left });
  return done(routineMoved({ ...run, state, settled: { at, by: act.actor, note } }, state, act.actor, at));
}

function tick(view: HandoverView, run: RoutineRun, act: Act<'routine.tick'>, at: number): HandoverDecision {
  const { step, on } = act.payload;
  const steps = routineOf(view.catalogue, run.routine)?.steps.length ?? 0;
  if (step >= steps) return refuse('unknown-step');
  if (run.settled !== null && run.settled.at <= at) {
    return refuse('settled', { by: run.settled.by, at: run.settled.at });
  }
  if (run.ticked.includes(step) === on) return done();
  const others = run.ticked.filter((one) => one !== step);
  const ticked = (on ? [...others, step] : others).sort((a, b) => a - b);
  return done(routineMoved({ ...run, ticked }, 'ticked', act.actor, at));
}

/** Steps of a turn that nobody has ticked. */
export function stepsLeft({ ticked }: RoutineRun, steps: number): number {
  return steps - ticked.filter((step) => step < steps).length;
}

/** A routine as the catalogue has it; undefined: it has it no more. */
export function routineOf(catalogue: RoomView['catalogue'], id: string): Routine | undefined {
  const entity = catalogue.get(`routine:${id}`);
  return entity?.kind === 'routine' ? entity.value : undefined;
}

/** The event of a change. `actor` null: time did it. */
export function routineMoved(
  run: RoutineRun,
  what: Extract<EventBody, { type: 'routine.moved' }>['what'],
  actor: string | null,
  actedAt: number | null,
): EventBody {
  return { type: 'routine.moved', run, what, actor, actedAt };
}
