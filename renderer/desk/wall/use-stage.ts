import { useMemo } from 'react';
import type { WallDisplay } from '../../../shared/model/wall';
import { layoutOf, type PlacedScene } from '../../../shared/rules/wall/layout-of';
import { readWall, sceneAt, sceneOf, sceneOrRest } from '../../../shared/rules/wall/read-wall';
import { useT } from '../../i18n/react';
import { useBoard, useBoardStore, useTick } from '../../stores/board-react';
import type { EventNames } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { standsOn } from './wall-names';

/** What the wall shows at this moment, by what the hub has said of it. */
export interface Stage {
  /** By id; the resting scene where the one that was chosen is gone, as on the wall. */
  readonly scene: string;
  readonly displays: readonly WallDisplay[];
  readonly placed: PlacedScene;
  /** The hub's clock, whole ms, each second. */
  readonly now: number;
  readonly names: EventNames;
  /** What stands on a display, in words. */
  words(display: WallDisplay): string;
}

const NOTHING: PlacedScene = { panels: [], left: [], unplaced: [] };

/** The stage, kept up with the board. */
export function useStage(): Stage {
  const speech = useT();
  const store = useBoardStore();
  const names = useEventNames();
  const displays = useBoard((state) => state.place.displays);
  const version = useBoard((state) => `${state.wallVersion}/${state.catalogueVersion}`);
  useTick(1_000);
  const now = Math.floor(store.linkView().hubNow);
  const wall = readWall(store.getState());
  const scene = sceneOrRest(store.getState(), sceneAt(wall.shown, now).scene);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the maps change in place; their versions say when
  const placed = useMemo(() => {
    const state = store.getState();
    const found = sceneOf(state.wall, scene);
    return found === null ? NOTHING : layoutOf(found, displays, state, readWall(state).sent);
  }, [store, scene, displays, version]);
  return {
    scene,
    displays,
    placed,
    now,
    names,
    words: (display) => standsOn(display.id, placed.panels, names, speech, now),
  };
}
