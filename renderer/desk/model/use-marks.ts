import { useMemo } from 'react';
import { useT } from '../../i18n/react';
import { useBoard, useBoardStore, useNode } from '../../stores/board-react';
import { type MarkWords, marksOf } from './quiet';

/** The marks of a node, in words. `now`: the hub's time, ms UTC. */
export function useMarks(id: string, now: number): readonly MarkWords[] {
  const speech = useT();
  const store = useBoardStore();
  const status = useNode(id);
  const quiet = status?.quiet?.kind ?? null;
  // Only what the mark is made from renders again: alerts come and go by the thousand.
  const abnormal = status !== undefined && status.state !== 'normal';
  const maintenance = useBoard((state) =>
    quiet === 'maintenance' || (quiet === null && abnormal) ? state.maintenanceVersion : 0,
  );
  const sources = useBoard((state) => (quiet === 'silence' ? state.sourcesVersion : 0));
  const hours = useBoard((state) => (quiet === 'hours' ? (state.room?.hours ?? null) : null));
  const minute = Math.floor(now / 60_000);
  // biome-ignore lint/correctness/useExhaustiveDependencies: maps change in place, their versions say when; words name minutes
  return useMemo(() => {
    const { graph, catalogue, maintenance, sources, room } = store.getState();
    return marksOf(status, { graph, catalogue, maintenance, sources, room, now }, speech);
  }, [store, status, maintenance, sources, hours, speech, minute]);
}
