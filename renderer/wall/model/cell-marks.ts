import type { Quiet } from '../../../shared/model/room';
import { type Cell, isQuiet, type PutAside, slotState } from './wall-model';

/** The marks of a cell's slots in its leading state, each once; of a normal cell: whether anything in it flaps. */
export function cellMarks(cell: Cell): readonly (Quiet['kind'] | PutAside | 'flapping')[] {
  const marks = new Set<Quiet['kind'] | PutAside | 'flapping'>();
  for (const { status, aside } of cell.slots) {
    if (cell.quiet && status?.state === cell.worst) {
      if (status.quiet) marks.add(status.quiet.kind);
      if (aside) marks.add(aside);
    }
    if (status?.flapping) marks.add('flapping');
  }
  return [...marks];
}

/** The earliest *since* among the slots of a cell that are in its worst state, ms UTC; null: not known. */
export function cellSince(cell: Cell): number | null {
  let since: number | null = null;
  for (const slot of cell.slots) {
    if (slotState(slot) !== cell.worst || !slot.status || isQuiet(slot) !== cell.quiet) continue;
    if (since === null || slot.status.since < since) since = slot.status.since;
  }
  return since;
}
