import { useMemo } from 'react';
import type { WallState } from '../../../shared/model/wall';
import type { WallView } from '../../../shared/rules/wall/follow-wall';
import { type ProvisionalWall, provisionalWall } from '../../../shared/rules/wall/provisional';
import { readWall } from '../../../shared/rules/wall/read-wall';
import { useBoard, useBoardStore } from '../../stores/board-react';
import type { BoardStore } from '../../stores/board-store';
import { waitingCommands } from '../incidents/use-incidents';

/** The wall as this desk has it: what the hub said, with what waits here laid over it. */
export interface WallNow {
  readonly view: WallView;
  readonly wall: WallState;
  /** What the hub has said, without what waits: by this the wall's computers go. */
  readonly said: WallState;
  /** What is not the hub's word yet. */
  readonly waiting: ProvisionalWall['waiting'];
}

const NOTHING: ProvisionalWall['waiting'] = new Set();

/** What holds for the wall now. */
export function wallNow(store: Pick<BoardStore, 'getState' | 'linkView'>): WallNow {
  const { catalogue, graph, alarms, incidents, wall, outbox } = store.getState();
  const view = { catalogue, graph, alarms, incidents, wall };
  const waits = waitingCommands(outbox);
  if (waits.length === 0) {
    const said = readWall(view);
    return { view, wall: said, said, waiting: NOTHING };
  }
  const laid = provisionalWall(view, waits, Math.floor(store.linkView().hubNow));
  const here = { ...view, wall: laid.wall };
  return { view: here, wall: readWall(here), said: readWall(view), waiting: laid.waiting };
}

/** The same, kept up with the board. */
export function useWallNow(): WallNow {
  const store = useBoardStore();
  const outbox = useBoard((state) => state.outbox);
  const version = useBoard((state) => `${state.wallVersion}/${state.catalogueVersion}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the maps change in place; their versions say when
  return useMemo(() => wallNow(store), [store, outbox, version]);
}
