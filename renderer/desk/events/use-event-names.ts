import { useMemo } from 'react';
import { useBoard } from '../../stores/board-react';
import type { EventNames } from './command-words';

/** What things and people are called now. */
export function useEventNames(): EventNames {
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const maintenance = useBoard((state) => state.maintenance);
  const people = useBoard((state) => state.people);
  const incidents = useBoard((state) => state.incidents);
  const watch = useBoard((state) => state.watch);
  const wall = useBoard((state) => state.wall);
  // The maps change in place: their versions say when.
  const versions = useBoard(
    (state) =>
      `${state.catalogueVersion}/${state.maintenanceVersion}/${state.peopleVersion}/${state.incidentsVersion}/${state.watchVersion}/${state.wallVersion}`,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  return useMemo(
    () => ({ graph, catalogue, maintenance, people, incidents, watch, wall }),
    [graph, catalogue, maintenance, people, incidents, watch, wall, versions],
  );
}
