import type { FollowUp, Routine, RoutineRun } from '../../../shared/model/handover';
import type { WatchEntity } from '../../../shared/model/watch';
import { followUpsIn, runsIn } from '../../../shared/rules/handover/read-handovers';
import { routinesOf, turnsOfRoutines } from '../../../shared/rules/routines/due-routines';
import type { BoardState } from '../../stores/board-store';

/** Turns that open within so many ms are shown as coming. */
const SOON_MS = 24 * 3_600_000;

/** In the order in which they ask for somebody. */
export const GROUPS = ['overdue', 'open', 'due', 'carried', 'coming', 'settled', 'closed'] as const;
export type Group = (typeof GROUPS)[number];

/** One line of the page: a turn of a routine, one that comes, or what is carried from watch to watch. */
export type Line =
  | { readonly kind: 'run'; readonly id: string; readonly run: RoutineRun; readonly routine: Routine | null }
  | {
      readonly kind: 'coming';
      readonly id: string;
      readonly routine: Routine;
      /** ms UTC. */
      readonly opensAt: number;
      readonly dueAt: number;
    }
  | { readonly kind: 'follow-up'; readonly id: string; readonly followUp: FollowUp };

export interface LineGroup {
  readonly group: Group;
  readonly lines: readonly Line[];
}

type Catalogue = BoardState['catalogue'];

/**
 * Everything a watch has to do by routine, and what it carries on: what is past its time first, then what is open, then
 * what comes within a day, and last what is done. Groups that are empty are left out. `now`: ms UTC.
 */
export function groupLines(
  watch: ReadonlyMap<string, WatchEntity>,
  catalogue: Catalogue,
  now: number,
): readonly LineGroup[] {
  const lines = new Map<Group, Line[]>(GROUPS.map((group) => [group, []]));
  const add = (group: Group, line: Line): void => void lines.get(group)?.push(line);
  const routines = routinesOf(catalogue);
  const runs = runsIn(watch);
  for (const run of runs) {
    const routine = routines.find(({ id }) => id === run.routine) ?? null;
    add(groupOf(run), { kind: 'run', id: run.id, run, routine });
  }
  const known = new Set(runs.map(({ id }) => id));
  for (const { id, routine, opensAt, dueAt } of turnsOfRoutines(routines, now, now + SOON_MS)) {
    if (opensAt > now && !known.has(id)) add('coming', { kind: 'coming', id, routine, opensAt, dueAt });
  }
  for (const followUp of followUpsIn(watch)) {
    const group = followUp.closed !== null ? 'closed' : followUp.due ? 'due' : 'carried';
    add(group, { kind: 'follow-up', id: followUp.id, followUp });
  }
  // What was done last is looked for first.
  for (const group of ['settled', 'closed'] as const)
    lines.get(group)?.sort((a, b) => endedAt(b) - endedAt(a));
  return GROUPS.map((group) => ({ group, lines: lines.get(group) ?? [] })).filter(
    (one) => one.lines.length > 0,
  );
}

function groupOf({ state }: RoutineRun): Group {
  return state === 'done' || state === 'skipped' ? 'settled' : state;
}

function endedAt(line: Line): number {
  if (line.kind === 'run') return line.run.settled?.at ?? 0;
  return line.kind === 'follow-up' ? (line.followUp.closed?.at ?? 0) : 0;
}

/** The step that is ticked next; null: all are. */
export function nextStep({ ticked }: RoutineRun, steps: readonly string[]): number | null {
  const next = steps.findIndex((_, step) => !ticked.includes(step));
  return next < 0 ? null : next;
}

/** How many turns and follow-ups are past their time: what the tab says. */
export function overdueCount(watch: ReadonlyMap<string, WatchEntity>): number {
  let count = 0;
  for (const entity of watch.values()) {
    if (entity.kind === 'routine-run' && entity.value.state === 'overdue') count += 1;
    if (entity.kind === 'follow-up' && entity.value.due && entity.value.closed === null) count += 1;
  }
  return count;
}
