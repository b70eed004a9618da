import type {
  Absence,
  Assignment,
  RotaLine,
  ShiftPattern,
  WatchPlan,
  WatchPosition,
} from '../../model/roster';
import type { RoomView } from '../reduce';

/** The shift plan as the catalogue has it. Everything is in the order of the file. */
export interface ShiftPlan {
  readonly plan: WatchPlan;
  readonly positions: readonly WatchPosition[];
  readonly patterns: readonly ShiftPattern[];
  readonly rota: readonly RotaLine[];
}

/** The catalogue's shift plan; null: it has none. Reads the whole catalogue: once for each change of it is enough. */
export function readPlan(catalogue: RoomView['catalogue']): ShiftPlan | null {
  const whole = catalogue.get('watch-plan:room');
  if (whole?.kind !== 'watch-plan') return null;
  const positions: WatchPosition[] = [];
  const patterns: ShiftPattern[] = [];
  const rota: RotaLine[] = [];
  for (const entity of catalogue.values()) {
    if (entity.kind === 'watch-position') positions.push(entity.value);
    else if (entity.kind === 'shift-pattern') patterns.push(entity.value);
    else if (entity.kind === 'rota') rota.push(entity.value);
  }
  return {
    plan: whole.value,
    positions: positions.sort(inOrder),
    patterns: patterns.sort(inOrder),
    rota: rota.sort(inOrder),
  };
}

function inOrder(a: { readonly order: number }, b: { readonly order: number }): number {
  return a.order - b.order;
}

/** Who is away, as people have said. */
export function absencesOf(watch: RoomView['watch']): readonly Absence[] {
  const found: Absence[] = [];
  for (const entity of watch.values()) if (entity.kind === 'absence') found.push(entity.value);
  return found;
}

/** Somebody else than the rota says on one turn; undefined: as the rota says. */
export function assignmentOf(
  watch: RoomView['watch'],
  date: string,
  shift: string,
  position: string,
): Assignment | undefined {
  const entity = watch.get(`assignment:${assignmentId(date, shift, position)}`);
  return entity?.kind === 'assignment' ? entity.value : undefined;
}

/** The id of an assignment: `DATE/SHIFT/POSITION`. */
export function assignmentId(date: string, shift: string, position: string): string {
  return `${date}/${shift}/${position}`;
}
