import { useMemo } from 'react';
import { type OnWatch, onWatch } from '../../../shared/rules/watch/duty';
import { readPlan, type ShiftPlan } from '../../../shared/rules/watch/turns';
import { useBoard } from '../../stores/board-react';
import { useWatchNow } from '../model/watch-now';

/** The catalogue's shift plan; null: it has none. Read anew when the catalogue has changed. */
export function usePlan(): ShiftPlan | null {
  const catalogue = useBoard((state) => state.catalogue);
  const version = useBoard((state) => state.catalogueVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  return useMemo(() => readPlan(catalogue), [catalogue, version]);
}

/** Who has the watch, and who comes next by the plan; `now`: ms UTC, by the hub. */
export function useOnWatch(now: number): OnWatch {
  const plan = usePlan();
  const { watch } = useWatchNow();
  const catalogue = useBoard((state) => state.catalogue);
  // Shifts begin on whole minutes; what is over its time is counted in them too.
  const minute = Math.floor(now / 60_000) * 60_000;
  return useMemo(() => onWatch({ watch, catalogue }, minute, plan), [watch, catalogue, minute, plan]);
}
