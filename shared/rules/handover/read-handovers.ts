import type { FollowUp, Handover, RoutineRun } from '../../model/handover';
import type { RoomView } from '../reduce';

type Watch = RoomView['watch'];

/** Every handover in the state, the newest first. */
export function handoversIn(watch: Watch): readonly Handover[] {
  const found: Handover[] = [];
  for (const entity of watch.values()) if (entity.kind === 'handover') found.push(entity.value);
  return found.sort((a, b) => b.beganAt - a.beganAt || (a.id < b.id ? -1 : 1));
}

/** A handover by its id; undefined: there is none, or it is too old to be in the state. */
export function handoverOf(watch: Watch, id: string): Handover | undefined {
  const entity = watch.get(`handover:${id}`);
  return entity?.kind === 'handover' ? entity.value : undefined;
}

/** The handover that is being made; undefined: none is. */
export function openHandover(watch: Watch): Handover | undefined {
  return handoversIn(watch).find(({ state }) => state !== 'accepted');
}

/** Follow-ups in the state, in the order in which they were made. */
export function followUpsIn(watch: Watch): readonly FollowUp[] {
  const found: FollowUp[] = [];
  for (const entity of watch.values()) if (entity.kind === 'follow-up') found.push(entity.value);
  return found.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** What is carried from watch to watch until somebody closes it. */
export function openFollowUps(watch: Watch): readonly FollowUp[] {
  return followUpsIn(watch).filter(({ closed }) => closed === null);
}

export function followUpOf(watch: Watch, id: string): FollowUp | undefined {
  const entity = watch.get(`follow-up:${id}`);
  return entity?.kind === 'follow-up' ? entity.value : undefined;
}

/** Turns of routines in the state, by when they are due. */
export function runsIn(watch: Watch): readonly RoutineRun[] {
  const found: RoutineRun[] = [];
  for (const entity of watch.values()) if (entity.kind === 'routine-run') found.push(entity.value);
  return found.sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
}

export function runOf(watch: Watch, id: string): RoutineRun | undefined {
  const entity = watch.get(`routine-run:${id}`);
  return entity?.kind === 'routine-run' ? entity.value : undefined;
}
